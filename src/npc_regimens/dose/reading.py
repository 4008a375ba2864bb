"""What people write for a dose: a dose, a range that a caller settles, or that none is stated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from npc_regimens.dose.rules import (
    DoseRule,
    Flat,
    PerSurface,
    PerWeight,
    TargetExposure,
    amount_of,
)
from npc_regimens.errors import UnitError
from npc_regimens.record import WrittenAs
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

_RANGE: Final = re.compile(r"(AUC +)?([0-9.]+) ?[-\u2010-\u2015\u2212\uff0d\uff5e] ?([0-9.]+)(.*)")


@dataclass(frozen=True, slots=True)
class NotStated:
    """What a source leaves open. It is written down, and never filled in silence."""

    def __str__(self) -> str:
        return "not stated"


NOT_STATED: Final = NotStated()


@dataclass(frozen=True, slots=True)
class DoseRange:
    """A range of doses, both ends included, which stays one until a caller settles it."""

    least: DoseRule
    most: DoseRule

    def __post_init__(self) -> None:
        if type(self.least) is not type(self.most) or not amount_of(self.least) < amount_of(
            self.most
        ):
            raise UnitError(
                f"{self.least} to {self.most} is not a range of doses; write the smaller first and"
                " the unit once, for example '80-100 mg/m2'"
            )

    def allows(self, rule: DoseRule) -> bool:
        """Whether a dose of the same kind lies in the range.

        >>> parse_dose_or_range("80-100 mg/m2").allows(parse_dose("0.1 g/m2"))
        True
        """
        if type(rule) is not type(self.least):
            return False
        return amount_of(self.least) <= amount_of(rule) <= amount_of(self.most)

    def __str__(self) -> str:
        least, most = amount_of(self.least), amount_of(self.most)
        if most.unit == "AUC":
            return f"AUC {least.digits}-{most.digits}"
        return f"{least.to(most.unit).digits}-{most}"


_RULES: Final[dict[str, Callable[[Amount], DoseRule]]] = {
    "drug mass": Flat,
    "dose per body area": PerSurface,
    "dose per body mass": PerWeight,
    "target exposure": TargetExposure,
}


def parse_dose(text: str) -> DoseRule:
    """Read a dose of one administration.

    >>> print(type(parse_dose("650 mg/m2")).__name__, parse_dose("650 mg/m2"))
    PerSurface 650 mg/m2
    """
    amount = Amount.parse(text)
    if amount.kind not in _RULES:
        raise UnitError(f"{amount} is a {amount.kind}, not a dose; write for example '650 mg/m2'")
    return _RULES[amount.kind](amount)


def parse_dose_or_range(text: str) -> DoseRule | DoseRange:
    """Read a dose, or a range of doses with any dash and the unit once.

    >>> print(parse_dose_or_range("AUC 5\u20136"))
    AUC 5-6
    """
    found = _RANGE.fullmatch(text)
    if found is None:
        return parse_dose(text)
    before, least, most, after = found.groups("")
    return DoseRange(parse_dose(f"{before}{least}{after}"), parse_dose(f"{before}{most}{after}"))


def parse_dose_or_gap(text: str) -> DoseRule | DoseRange | NotStated:
    """Read a dose, a range of doses, or the words ``not stated``."""
    return NOT_STATED if text == str(NOT_STATED) else parse_dose_or_range(text)


DoseText = Annotated[
    DoseRule | DoseRange | NotStated,
    WrittenAs(
        parse_dose_or_gap,
        "650 mg/m2",
        "The dose of one administration, a range such as '80-100 mg/m2', or 'not stated'.",
    ),
]
StatedDoseText = Annotated[
    DoseRule, WrittenAs(parse_dose, "200 mg", "The dose of one administration.")
]
