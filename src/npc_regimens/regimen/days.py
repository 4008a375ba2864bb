"""Days of a cycle: listed (``1-14``), by a rule (``every 2 days``), or continuous.

Listed and continuous dosing are two types, because they differ when a cycle is delayed: a
continuous drug goes on, a listed one does not run into the gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from npc_regimens.dose import NOT_STATED, NotStated
from npc_regimens.errors import RegimenError
from npc_regimens.record import WrittenAs
from npc_regimens.regimen.listed import DASHES, SLOTS, DayRange, Listed, parse_listed
from npc_regimens.regimen.patterns import (
    EveryNth,
    Level,
    OnOff,
    RadiotherapyDays,
    Weekdays,
    parse_pattern,
)

__all__ = [
    "DASHES",
    "SLOTS",
    "Continuous",
    "DayRange",
    "Days",
    "DaysText",
    "EveryNth",
    "Level",
    "Listed",
    "ListedText",
    "OnOff",
    "RadiotherapyDays",
    "StatedDaysText",
    "Weekdays",
    "check_beside",
    "parse_days",
    "parse_days_or_gap",
    "parse_listed_days",
]

LONGEST_TEXT: Final = 200


@dataclass(frozen=True, slots=True)
class Continuous:
    """Every day, without a rest, whatever happens to the cycle."""

    first: ClassVar[int] = 1
    only_on: ClassVar[str | None] = None

    def check_slots(self, slots: tuple[str, ...]) -> None:
        """Take any slots: there are no half days."""

    def slots_on(self, day: int, slots: tuple[str, ...]) -> tuple[str, ...]:
        """Return all the slots."""
        return slots if day > 0 else ()

    def __str__(self) -> str:
        return "continuous"


Days = Listed | Continuous | EveryNth | OnOff | Weekdays | RadiotherapyDays


def parse_days(text: str) -> Days:
    """Read the days of a cycle.

    >>> str(parse_days("1–14")), str(parse_days("D1, D8")), str(parse_days("−1"))
    ('1-14', '1, 8', '-1')
    >>> parse_days("1, 8").slots_on(8, ("once",))
    ('once',)
    >>> parse_days("2 weeks on, 1 week off").slots_on(15, ("once",))
    ()
    """
    if text == "continuous":
        return Continuous()
    if len(text) > LONGEST_TEXT:
        raise RegimenError(
            f"days of {len(text)} characters are not read; write at most {LONGEST_TEXT},"
            " for example '1-14'"
        )
    plain = text.translate(DASHES)
    return parse_pattern(plain, text) or parse_listed(plain, text)


def parse_listed_days(text: str) -> Listed:
    """Read days that are listed, and refuse all others."""
    days = parse_days(text)
    if not isinstance(days, Listed):
        raise RegimenError(f"optional days are listed, not {text!r}; write for example '15'")
    return days


def check_beside(days: Days | NotStated, optional: Listed | None, *, own_cycle: bool) -> None:
    """Refuse optional days, and a cycle of one's own, beside days that can have none."""
    if isinstance(days, Continuous) and own_cycle:
        raise RegimenError("a continuous drug needs no cycle of its own; leave cycle out")
    if optional is not None:
        if not isinstance(days, Listed):
            raise RegimenError(
                f"optional days stand beside listed days, not beside {str(days)!r}; list the days"
            )
        days.joined(optional)


def parse_days_or_gap(text: str) -> Days | NotStated:
    """Read the days of a cycle, or the words ``not stated``."""
    return NOT_STATED if text == str(NOT_STATED) else parse_days(text)


_DESCRIPTION: Final = (
    "Days of the cycle, counted from 1 ('1, 8', '1-14', '-1'), 'continuous', 'every 2 days',"
    " '1-21 every 2 days', '2 weeks on, 1 week off', 'weekdays', '1-14 weekdays' or 'radiotherapy"
    " days'."
)
DaysText = Annotated[Days | NotStated, WrittenAs(parse_days_or_gap, "1-14", _DESCRIPTION)]
StatedDaysText = Annotated[Days, WrittenAs(parse_days, "1, 8", _DESCRIPTION)]
ListedText = Annotated[
    Listed, WrittenAs(parse_listed_days, "15", "Days that are given only if a caller says so.")
]
