"""What a schedule strip shows: a block for each phase, a row for each drug, a box for each day.

Which days have doses is asked of the days themselves, so that a new kind of days needs no change
here. What the picture cannot draw is said in words beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from npc_regimens.dose import NotStated
from npc_regimens.regimen.days import Continuous
from npc_regimens.regimen.infusions import later_days
from npc_regimens.regimen.timing import LONGEST_CYCLE_DAYS, ONCE, Frequency
from npc_regimens.render.schedule_words import days_words as rule_words
from npc_regimens.render.strip_words import day_words
from npc_regimens.render.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from npc_regimens.regimen.days import Days
    from npc_regimens.regimen.timing import Elapsed
    from npc_regimens.units import Amount

WEEK: Final = 7
CONTINUOUS: Final = str(Continuous())


@dataclass(frozen=True, slots=True)
class Row:
    """One drug: its words, and for each day the slots of the day with and without a dose.

    No doses means that the days are not stated. Doses on the days `perhaps` are not sure. On the
    days `runs` an infusion of a day before still runs, and no dose begins.
    """

    drug: str
    words: tuple[str, ...]
    length: int | None
    doses: Mapping[int, tuple[bool, ...]] | None
    days: str
    choice: str | None = None
    perhaps: frozenset[int] = frozenset()
    runs: frozenset[int] = frozenset()
    goes_on: bool = False

    @property
    def dosed(self) -> list[int]:
        """The days with at least one dose."""
        return [] if self.doses is None else dosed_of(self.doses)

    def kind_of(self, day: int) -> str:
        """Name the kind of box that a day is, as the legend knows it."""
        due = (self.doses or {}).get(day, ())
        if not any(due):
            return "runs" if day in self.runs else "rest"
        if day in self.perhaps:
            return "perhaps"
        return "dose" if all(due) else "part"

    @property
    def sentence(self) -> str:
        """The row in words, for those who do not see it."""
        runs = f"; the infusion still runs on {day_words(sorted(self.runs))}" if self.runs else ""
        return f"{', '.join((self.drug, *self.words))}: {self.days}{runs}."


@dataclass(frozen=True, slots=True)
class Block:
    """One phase, or the components of a phase that have a cycle of their own."""

    name: str
    words: str
    rows: tuple[Row, ...]
    length: int | None
    days: tuple[int, ...] = field(init=False)
    known: int = field(init=False)
    is_first: bool = True

    def __post_init__(self) -> None:
        rows = (row for row in self.rows if not row.goes_on)
        dosed = [day for row in rows for day in (*row.dosed, *row.runs)]
        known = max(dosed, default=WEEK) if self.length is None else self.length
        # where the length is not stated, the days behind the last dose are not known
        last = known if self.length is not None else known + WEEK - known % WEEK
        first = min((day for row in self.rows for day in row.dosed), default=1)
        object.__setattr__(self, "known", known)
        object.__setattr__(self, "days", tuple(d for d in range(min(first, 1), last + 1) if d))


def dosing(days: Days, slots: tuple[str, ...], last: int) -> dict[int, tuple[bool, ...]]:
    """Say for each day through a last one in which of its slots a dose is due."""
    due = {day: days.slots_on(day, slots) for day in range(days.first, last + 1) if day}
    return {day: tuple(slot in each for slot in slots) for day, each in due.items()}


def dosed_of(doses: Mapping[int, tuple[bool, ...]]) -> list[int]:
    """List the days with at least one dose."""
    return [day for day, due in doses.items() if any(due)]


def running(doses: Mapping[int, tuple[bool, ...]], infusion: Amount | None) -> frozenset[int]:
    """List the days without a dose through which an infusion of a day before runs."""
    days, dosed = [*doses], frozenset(dosed_of(doses))
    begins = [place for place, day in enumerate(days) if day in dosed]
    over = later_days(infusion) + 1
    runs = (day for place in begins for day in days[place : place + over])
    return frozenset(runs) - dosed


def is_endless(days: Days, slots: tuple[str, ...]) -> bool:
    """Whether doses go on for longer than any cycle."""
    doses = dosing(days, slots, LONGEST_CYCLE_DAYS + LONGEST_CYCLE_DAYS)
    return any(day > LONGEST_CYCLE_DAYS for day in dosed_of(doses))


def days_words(days: Days, slots: tuple[str, ...], length: int | None) -> str:
    """Write the days with doses, those of a rule without an end or on real dates as the rule.

    Days that fill a cycle are not every day: they do not go on where a cycle is delayed.
    """
    if str(days) == CONTINUOUS:
        return "every day"
    if only_on(days) or (length is None and is_endless(days, slots)):
        return rule_words(days)
    doses = dosing(days, slots, length or LONGEST_CYCLE_DAYS)
    dosed = dosed_of(doses)
    in_part = [day for day in dosed if not all(doses[day])]
    part = f", in part of the day on {day_words(in_part)}" if in_part else ""
    return f"{day_words(dosed)}{part}"


def parted(name: str, words: str, length: int | None, rows: Iterable[Row]) -> Iterator[Block]:
    """Part the rows by the length of their cycle, the phase's own first."""
    listed = sorted(rows, key=lambda row: (row.length != length, row.length or 0))
    is_first = True
    for days, group in groupby(listed, key=lambda row: row.length):
        own = "" if days == length else f"cycles of {counted(days or 0, 'day')} of their own"
        yield Block(
            f"{name}, in {own}" if own else name,
            f"the phase itself, {words}" if own else words,
            tuple(group),
            days,
            is_first,
        )
        is_first = False


def only_on(days: Days | NotStated) -> str | None:
    """Name the days of the real calendar that alone have doses, such as weekdays."""
    return None if isinstance(days, NotStated) else days.only_on


def slots_of(frequency: Frequency | Elapsed | NotStated | None) -> tuple[str, ...]:
    """Name the slots of a day, or the one of a dose that has no more said of it."""
    stated = frequency.slots if isinstance(frequency, Frequency) else ()
    return stated or ONCE.slots
