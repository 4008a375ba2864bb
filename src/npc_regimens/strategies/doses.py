"""Strategies for dose rules and caps, aimed at ties of a rounding and at caps that bite by a hair.

No number here is a dose of any drug: they are round numbers that land between two steps.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from npc_regimens.dose import DoseRule, Flat, PerSurface, PerWeight, TargetExposure
from npc_regimens.strategies.amounts import decimals
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

_HAIR: Final = Decimal("0.01")


def dose_rules() -> SearchStrategy[DoseRule]:
    """Draw the dose of one administration: flat, per surface, per weight or target exposure.

    Half of the rates are multiples of 50 mg, with which hundredths of a square metre and tenths of
    a kilogram land between two tablets or two steps. It shrinks towards a flat dose of 50 mg.
    """
    return (
        _rules(Flat, "mg", _fifties() | decimals(50, 2000, places=2))
        | _rules(PerSurface, "mg/m2", _fifties() | decimals(50, 2000, places=2))
        | _rules(PerWeight, "mg/kg", decimals(1, 20) | decimals(1, 20, places=2))
        | _rules(TargetExposure, "AUC", decimals(1, 7) | decimals(1, 7, places=1))
    )


def _fifties() -> SearchStrategy[Decimal]:
    return decimals(1, 40).map(lambda number: number * 50)


def _rules(
    kind: Callable[[Amount], DoseRule], unit: str, numbers: SearchStrategy[Decimal]
) -> SearchStrategy[DoseRule]:
    return numbers.map(lambda number: kind(Amount(number, unit)))


def caps(calculated: Amount) -> SearchStrategy[Amount | None]:
    """Draw a cap of one dose, or none: the calculated dose itself, or a hair over or under it.

    A hair is a hundredth of the unit. It shrinks towards no cap.
    """
    near = [calculated.number - _HAIR, calculated.number, calculated.number + _HAIR]
    aimed = [Amount(number, calculated.unit) for number in near if number > 0]
    half = Amount(calculated.number / 2, calculated.unit)
    return st.none() | st.sampled_from([*aimed, half])
