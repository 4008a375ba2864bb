"""The calendar as a month grid for a terminal: weeks from Monday, and each day with its marks.

Each dose is one letter, the same that names the medicine in discreet reminders. It is plain text
of at most 80 columns, wide letters counted as the two columns that they take.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.dates import WEEKDAYS
from npc_regimens.errors import PlanError
from npc_regimens.planning import Calendar
from npc_regimens.render.calendar_rows import bands_of, empty_kind
from npc_regimens.render.calendar_words import period_words
from npc_regimens.render.columns import check_plain, columns, filled, hanging, padded
from npc_regimens.render.dose_changes import dose_changes
from npc_regimens.render.dose_places import how_words
from npc_regimens.render.phase_words import end_words
from npc_regimens.render.words import (
    MONTHS,
    amount_words,
    counted,
    long_date,
    medicine_names,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from npc_regimens.planning import CycleSpan, Day
    from npc_regimens.render.calendar_rows import Band
    from npc_regimens.render.dose_changes import Change

WIDTH: Final = 80
CELL: Final = 11  # seven of them in a line
LEAST_ROOM: Final = 24  # beside the name of a medicine
VISIT, RUNS, SESSION, REST, DELAY, NOTE = "[ ]", "~", "rt", "rest", "delay", "!"
_SHORT_DAY: Final = 3  # letters
_MEANINGS: Final = {
    VISIT: "given in the clinic",
    RUNS: "before a letter: an infusion of a day before still runs, or may",
    SESSION: "session of radiotherapy",
    REST: "no treatment on this day",
    DELAY: "the next cycle waits",
    NOTE: "said below the month",
}


def to_months(
    calendar: Calendar, *, title: str = "", labels: Mapping[str, str] | None = None
) -> str:
    """Write a grid for each month, and below it what begins, changes or is looked at.

    ``labels`` are words of the reader's own for components, in any language.

    Raises `PlanError` for anything but a calendar, for a label of an unknown component, and for a
    title or a label with a line break or a control in it.
    """
    if not isinstance(calendar, Calendar):
        raise PlanError(f"to_months takes a Calendar, not {type(calendar).__name__}")
    check_plain(title, "title")
    medicines = _medicines(calendar, labels or {})
    grid = _Grid(medicines)
    for band in bands_of(calendar):
        grid.add(band)
    for component, changes in dose_changes(calendar.administrations).items():
        for change in changes:
            grid.changed(component, change)
    later = [*_looked_at(calendar, grid)]
    lines = [
        *hanging("", f"{title or calendar.regimen.title} ({calendar.regimen.id})", WIDTH),
        *hanging("", period_words(calendar), WIDTH),
        "",
        *_legend(calendar, medicines, grid.kinds),
        *(line for month in grid.months for line in _month(grid, *month)),
        "",
        *(line for words in (*later, end_words(calendar)) for line in hanging("", words, WIDTH)),
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


class _Medicine(NamedTuple):
    """A component: its letter, and what it is called."""

    letter: str
    label: str


def _medicines(calendar: Calendar, labels: Mapping[str, str]) -> dict[str, _Medicine]:
    letters = medicine_names(calendar.regimen)
    for name, words in labels.items():
        check_plain(words, f"the label of {name!r}")
    unknown = [name for name in labels if name not in letters]
    if unknown:
        there = ", ".join(map(repr, letters))
        raise PlanError(f"labels: there is no component {unknown[0]!r}; there are {there}")
    return {
        order.component: _Medicine(
            letters[order.component].rpartition(" ")[2], labels.get(order.component, order.drug)
        )
        for order in calendar.regimen.orders
    }


class _Grid:
    """The marks of each date, the notes below each month, and which kinds of mark there are."""

    def __init__(self, medicines: Mapping[str, _Medicine]) -> None:
        self._medicines = medicines
        self.marks: dict[dt.date, list[str]] = {}
        self.notes: dict[dt.date, list[str]] = defaultdict(list)
        self.kinds: set[str] = set()

    @property
    def months(self) -> list[tuple[int, int]]:
        """The months with a planned day, each once."""
        return sorted({(date.year, date.month) for date in self.marks})

    def note(self, date: dt.date, words: str) -> None:
        """Say something of a date below its month, and mark the day."""
        self.notes[date].append(words)
        self._mark(date, NOTE)

    def add(self, band: Band) -> None:
        """Mark the days of a cycle, or of a run of days between two phases."""
        span = band.span
        for day in band.days:
            self.marks[day.date] = []
            if span is not None and day.date == span.first:
                self.marks[day.date].append(f"cycle {span.cycle}")
                self.notes[day.date].append(_cycle_words(span))
            self._day(day, empty_kind(day, span))

    def changed(self, component: str, change: Change) -> None:
        """Note a dose that becomes another."""
        words = f"{self._medicines[component].label} {amount_words(change.amount)}"
        self.note(change.date, f"{words}; {change.words()}")

    def _day(self, day: Day, empty: str) -> None:
        # a dose is a mark of its own, so that they can be counted
        for each in day.administrations:
            letter = self._medicines[each.component].letter
            self.marks[day.date].append(letter if each.at_home else f"[{letter}]")
            self.kinds |= set() if each.at_home else {VISIT}
        for each in day.running:
            self._mark(day.date, RUNS, self._medicines[each.component].letter)
        if day.session is not None:
            self._mark(day.date, SESSION)
        if empty == "wait":
            self._mark(day.date, DELAY)
        elif day.is_rest:
            self._mark(day.date, REST)

    def _mark(self, date: dt.date, kind: str, letter: str = "") -> None:
        self.kinds.add(kind)
        if f"{kind}{letter}" not in self.marks[date]:
            self.marks[date].append(f"{kind}{letter}")


def _cycle_words(span: CycleSpan) -> str:
    of = "" if span.phase.count is None else f" of {span.phase.count}"
    delayed = f", DELAYED by {counted(span.delayed_days, 'day')}" if span.delayed_days else ""
    return f"cycle {span.cycle}{of} ({span.phase.name}){delayed}"


def _looked_at(calendar: Calendar, grid: _Grid) -> Iterator[str]:
    """Note reviews and assessments on their days, and say those behind the last planned day."""
    for each in calendar.assessments:
        grid.note(each.date, f"ASSESSMENT {each.number}: {each.name}")
    for point in calendar.reviews:
        if point.within:
            grid.note(point.date, f"REVIEW POINT: {point.name}")
        else:
            when = f"{long_date(point.date)}, {point.name}"
            yield f"REVIEW POINT: {when} (after the last planned day)"


def _legend(
    calendar: Calendar, medicines: Mapping[str, _Medicine], kinds: Collection[str]
) -> Iterator[str]:
    """Say what each letter stands for, in columns, and what each other mark means."""
    amounts: dict[str, dict[str, None]] = {name: {} for name in medicines}
    for each in calendar.administrations:
        amounts[each.component][amount_words(each.ordered)] = None
    given = {name: [*found] for name, found in amounts.items() if found}
    room = max(map(len, (*kinds, *(medicines[name].letter for name in given))), default=0)
    beside = max((columns(medicines[name].label) for name in given), default=0)
    for order in calendar.regimen.orders:
        if order.component in given:
            letter, label = medicines[order.component]
            doses = " or ".join(given[order.component])
            start = f"{padded(letter, room)}  {padded(label, beside)}  "
            said = f"{doses}, {how_words(replace(order, steps=()))}"
            yield from _beside(start, said)
    for kind, meaning in _MEANINGS.items():
        if kind in kinds:
            yield from hanging(f"{padded(kind, room)}  ", meaning, WIDTH)


def _beside(start: str, said: str) -> list[str]:
    """Write behind a column, or below it where the column leaves no room."""
    if columns(start) + LEAST_ROOM <= WIDTH:
        return hanging(start, said, WIDTH)
    return [*hanging("", start.rstrip(), WIDTH), *hanging("    ", said, WIDTH)]


def _month(grid: _Grid, year: int, month: int) -> Iterator[str]:
    yield from ("", f"{MONTHS[month - 1]} {year}")
    yield "".join(padded(name[:_SHORT_DAY], CELL) for name in WEEKDAYS)
    before, count = monthrange(year, month)
    dates = [dt.date(year, month, number + 1) for number in range(count)]
    cells = [[""]] * before + [_cell(grid, date) for date in dates]
    for first in range(0, len(cells), len(WEEKDAYS)):
        for line in zip_longest(*cells[first : first + len(WEEKDAYS)], fillvalue=""):
            yield "".join(padded(part, CELL) for part in line)
    for date in dates:
        for words in grid.notes.get(date, ()):
            yield from hanging(f"  {date.day:2}  ", words, WIDTH)


def _cell(grid: _Grid, date: dt.date) -> list[str]:
    return filled([f"{date.day:2}", *grid.marks.get(date, ())], CELL - 1)
