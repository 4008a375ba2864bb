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
        raise RegimenError(f"the levels of {full} are of its kind, like '75 %' of it or its unit")
    for higher, lower in pairwise(map(amount_of, (*levels,))):
        if not lower < higher:
            raise RegimenError(f"levels fall from one to the next, and {higher} to {lower} do not")
    if levels and amount_of(full) < amount_of(levels[0]):
        raise RegimenError(f"level {levels[0]} is over the full dose {full}; write the full first")


def at_level(rule: DoseRule, text: str, levels: Sequence[DoseRule] = ()) -> Level:
    """Take a dose rule at a level: a percentage such as ``75 %``, or one of the listed levels.

    Raises `RegimenError` for a dose that is not one of them.

    >>> from npc_regimens.dose import parse_dose
    >>> at_level(parse_dose("650 mg/m2"), "50 %").words
    '50 % of 650 mg/m2 = 325 mg/m2'
    """
    try:
        percent = Percent.parse(text)
    except ProductError:
        return _listed(rule, text, levels)
    part = at_percent(rule, percent)
    return Level(part, f"{percent} of {rule} = {part}")


def _listed(rule: DoseRule, text: str, levels: Sequence[DoseRule]) -> Level:
    known = ", ".join(map(str, levels)) or "none"
    remedy = f"write a percentage like '75 %' or one of its levels ({known})"
    try:
        wanted = parse_dose(text)
    except UnitError as error:
        raise RegimenError(f"level {text!r} of {rule}: {error}; {remedy}") from error
    for level in levels:
        if type(level) is type(wanted) and not (
            amount_of(level) < amount_of(wanted) or amount_of(wanted) < amount_of(level)
        ):
            return Level(level, f"level {level} of {', '.join(map(str, levels))}")
    raise RegimenError(f"level {text!r} of {rule} is not one of its levels; {remedy}")
