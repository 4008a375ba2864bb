"""Dose levels: a named dose of a list that falls, or a part of the full dose in percent."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from npc_regimens.dose.reading import parse_dose
from npc_regimens.dose.rules import DoseRule, amount_of
from npc_regimens.errors import ProductError, RegimenError, UnitError
from npc_regimens.products import Percent
from npc_regimens.rounding import exact_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence


class Level(NamedTuple):
    """A dose rule at a level, and how it came from the full one in words."""

    rule: DoseRule
    words: str


def at_percent(rule: DoseRule, percent: Percent) -> DoseRule:
    """Take a part of a dose rule, exactly; a part of a part is the product of the two.

    >>> from npc_regimens.dose import parse_dose
    >>> print(at_percent(parse_dose("1250 mg/m2"), Percent(75)))
    937.5 mg/m2
    """
    return type(rule)(amount_of(rule) * exact_decimal(percent.part))


def check_levels(full: DoseRule, levels: Sequence[DoseRule]) -> None:
    """Refuse levels that do not fall from one to the next, or are of another kind than the dose."""
    if any(type(level) is not type(full) for level in levels):
        raise RegimenError(f"the levels of {full} are not of its kind; write doses like '{full}'")
    for higher, lower in pairwise(map(amount_of, (*levels,))):
        if not lower < higher:
            raise RegimenError(
                f"levels fall from one to the next, and {higher} to {lower} do not; write the"
                " highest first"
            )
    if levels and amount_of(full) < amount_of(levels[0]):
        raise RegimenError(
            f"level {levels[0]} is over the full dose {full}; begin with the full dose or below it"
        )


def at_level(rule: DoseRule, text: str, levels: Sequence[DoseRule] = ()) -> Level:
    """Take a dose rule at a level: a percentage such as ``75 %``, or one of the listed levels.

    Raises `RegimenError` for a dose that is not one of them, and for one over the dose: a level
    never raises it.

    >>> from npc_regimens.dose import parse_dose
    >>> at_level(parse_dose("650 mg/m2"), "50 %").words
    '50 % of 650 mg/m2 = 325 mg/m2'
    """
    if not isinstance(text, str):
        raise RegimenError(f"a level of {rule} is text like '75 %', not {text!r}")
    if "%" not in text:
        return _listed(rule, text, levels)
    try:
        percent = Percent.parse(text)
    except ProductError as error:
        remedy = "write a whole percentage from 1 % to 99 %, like '75 %'"
        raise RegimenError(f"level {text!r} of {rule}: {remedy}") from error
    part = at_percent(rule, percent)
    return Level(part, f"{percent} of {rule} = {part}")


def _listed(rule: DoseRule, text: str, levels: Sequence[DoseRule]) -> Level:
    known = ", ".join(map(str, levels))
    remedy = "write a percentage like '75 %'" + (
        f" or one of its levels ({known})" if known else ""
    )
    try:
        wanted = parse_dose(text)
    except UnitError as error:
        raise RegimenError(f"level {text!r} of {rule}: {error}; {remedy}") from error
    found = next((level for level in levels if _same(level, wanted)), None)
    if found is None:
        raise RegimenError(f"level {text!r} of {rule} is not one of its levels; {remedy}")
    if amount_of(rule) < amount_of(found):
        raise RegimenError(f"level {found} is over the dose {rule}, which a level never raises")
    full = ", the full dose" if _same(found, rule) else f" instead of {rule}"
    return Level(found, f"{found}{full} (levels: {known})")


def _same(one: DoseRule, other: DoseRule) -> bool:
    """Whether two rules give the same dose, in whatever unit of its kind each is written."""
    return type(one) is type(other) and amount_of(one) <= amount_of(other) <= amount_of(one)
