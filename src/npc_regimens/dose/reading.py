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
from npc_regimens.units.vocabulary import CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable

_DASH: Final = r" *[-\u2010-\u2015\u2212\uff0d\uff5e] *"
_RANGE: Final = re.compile(rf"(AUC *)?([0-9.]++){_DASH}([0-9.]++)(?!{_DASH}[0-9])(.*)")
_LIKE_A_RANGE: Final = re.compile(rf"[0-9].*(?:{_DASH}| to )(?:AUC *)?[0-9]")


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
    parts = _range_in(text)
    if parts is not None:
        raise UnitError(
            f"{text!r} is a range of doses; write one dose of it, for example '{parts.least}'"
        )
    return _one_dose(text)


def _one_dose(text: str) -> DoseRule:
    try:
        amount = Amount.parse(text)
    except UnitError as error:
        if _LIKE_A_RANGE.search(str(text)):
            remedy = "a range of doses is two numbers and one unit, like '80-100 mg/m2'"
            raise UnitError(f"{error}; {remedy}") from error
        raise
    if amount.kind not in _RULES:
        raise UnitError(f"{amount} is a {amount.kind}, not a dose; write for example '650 mg/m2'")
    return _RULES[amount.kind](amount)


def _range_in(text: str) -> DoseRange | None:
    """Read two numbers with a dash between them, in look-alikes too; refuse what is no range."""
    if not isinstance(text, str):
        return None
    plain = "".join(CHARACTERS.get(character, character) for character in text).strip(" ")
    found = _RANGE.fullmatch(plain)
    if found is None:
        return None
    before, least, most, after = found.groups("")
    try:
        ends = [_one_dose(f"{before}{number}{after}") for number in (least, most)]
    except UnitError as error:
        raise UnitError(f"dose range {text!r}: {error}") from error
    return DoseRange(*ends)


def parse_dose_or_range(text: str) -> DoseRule | DoseRange:
    """Read a dose, or a range of doses with any dash and the unit once.

    >>> print(parse_dose_or_range("AUC 5\u20136"))
    AUC 5-6
    """
    return _range_in(text) or _one_dose(text)


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
