"""Strategies for numbers and amounts: exact, and whole where a whole number will do."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from npc_regimens.errors import UnitError
from npc_regimens.units import UNITS, Amount

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# An example shrinks towards the first unit of its kind, so the plain ones stand first.
_PLAIN: Final = ("mg", "kg", "cm", "mg/m2", "mg/kg")


def decimals(least: int, most: int, *, places: int = 0) -> SearchStrategy[Decimal]:
    """Draw a decimal between two whole numbers, on a grid of so many places.

    It shrinks towards the number that is nearest to zero.
    """
    scale = 10**places
    return st.integers(least * scale, most * scale).map(lambda n: Decimal(n).scaleb(-places))


def amounts(kind: str = "drug mass") -> SearchStrategy[Amount]:
    """Draw an amount of a kind, such as ``drug mass``, in any unit that measures it.

    It shrinks towards one of the plainest unit, such as 1 mg. Raises `UnitError` for a kind that
    no unit measures.
    """
    units = [spelling for spelling, unit in UNITS.items() if unit.kind == kind]
    if not units:
        known = ", ".join(map(repr, dict.fromkeys(unit.kind for unit in UNITS.values())))
        raise UnitError(f"no unit measures {kind!r}; write one of {known}")
    units.sort(key=lambda unit: unit not in _PLAIN)
    numbers = decimals(1, 5000) | decimals(1, 5000, places=4)
    return st.builds(partial(_in_unit, units[0]), numbers, st.sampled_from(units))


def _in_unit(plain: str, number: Decimal, unit: str) -> Amount:
    """Say so much of the plain unit in another, so that an example keeps its size while it shrinks.

    Centimetres have no exact number of inches, nor kilograms of pounds: there the number stays.
    """
    try:
        return Amount(number, plain).to(unit)
    except UnitError:
        return Amount(number, unit)
