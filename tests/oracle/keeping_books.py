"""A second opinion on planned against actual: turn the days one by one, and count on slips.

It shares no code with the package. It knows doses as plain rows with fractions of milligrams,
keeps one dictionary for each component, and asks on every day what was to happen and what did.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

ONE_DAY = dt.timedelta(days=1)
Place = tuple[Any, ...]
Key = tuple[str, int]


@dataclass(frozen=True)
class Row:
    """One dose of a calendar: where, on which day, in which cycle, and how much."""

    place: Place
    component: str
    date: dt.date
    key: Key
    amount: Fraction
    at_home: bool


@dataclass(frozen=True)
class Cycle:
    """One cycle of a calendar."""

    key: Key
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Event:
    """What was told of one dose: how much of it was taken, and on which day."""

    part: Fraction
    date: dt.date | None


@dataclass
class Slip:
    """What was counted of one component."""

    counts: dict[str, int] = field(default_factory=dict)
    amounts: dict[str, Fraction] = field(default_factory=dict)
    dose_only: Fraction | None = None
    dose_and_time: Fraction | None = None
    correct: int = 0
    dosing: int = 0
    days: int = 0

    def count(self, name: str) -> None:
        """Make one more stroke."""
        self.counts[name] = self.counts.get(name, 0) + 1

    def add(self, name: str, amount: Fraction) -> None:
        """Write one more amount."""
        self.amounts[name] = self.amounts.get(name, Fraction(0)) + amount


@dataclass(frozen=True)
class Books:
    """The two calendars and what was told."""

    intended: list[Row]
    planned: list[Row]
    intended_cycles: list[Cycle]
    cycles: list[Cycle]
    events: dict[Place, Event]


def follow(books: Books, component: str, as_of: dt.date) -> Slip:
    """Count one component day by day, through a day."""
    slip = Slip()
    first_days = _first_days(books)
    wanted = {row.place: row for row in books.intended if row.component == component}
    given = {row.place: row for row in books.planned if row.component == component}
    due: dict[dt.date, list[Place]] = {}
    for place in {**wanted, **given}:
        if place in given:
            date = given[place].date
        else:
            key = wanted[place].key
            moved = first_days[key] - _cycle(books.intended_cycles, key).first
            date = wanted[place].date + moved
        due.setdefault(date, []).append(place)
    over, passed, intended_days = _over(books, first_days, wanted, given, as_of)
    in_time = {"intended": Fraction(0), "taken": Fraction(0)}
    date = min(due)
    right: dict[dt.date, bool] = {}
    while date <= as_of:
        for place in due.get(date, []):
            key = wanted[place].key if place in wanted else given[place].key
            taken = _on_one_place(slip, place, wanted, given, books.events, as_of, right)
            if key in over:
                in_time["intended"] += wanted[place].amount if place in wanted else 0
                in_time["taken"] += taken
        date += ONE_DAY
    if over and in_time["intended"]:
        slip.dose_only = in_time["taken"] / in_time["intended"]
        if passed:
            weekly = in_time["taken"] / Fraction(passed, 7)
            slip.dose_and_time = weekly / (in_time["intended"] / Fraction(intended_days, 7))
    _days(slip, right, _end(books, first_days, wanted, given), as_of)
    return slip


def _cycle(cycles: list[Cycle], key: Key) -> Cycle:
    return next(cycle for cycle in cycles if cycle.key == key)


def _first_days(books: Books) -> dict[Key, dt.date]:
    """Say on which day each intended cycle begins; a missing one is where it would be."""
    there = {cycle.key: cycle.first for cycle in books.cycles}
    found: dict[Key, dt.date] = {}
    late = dt.timedelta(0)
    for cycle in books.intended_cycles:
        if cycle.key in there:
            late = there[cycle.key] - cycle.first
        found[cycle.key] = cycle.first + late
    return found


def _numbered(books: Books, wanted: dict[Place, Row], given: dict[Place, Row]) -> list[Cycle]:
    """List the cycles from the first with an intended dose to the last with a planned one."""
    inside: list[Cycle] = []
    waiting: list[Cycle] = []
    keys_of_given = [
        wanted[place].key if place in wanted else row.key for place, row in given.items()
    ]
    begun = False
    for cycle in books.intended_cycles:
        begun = begun or any(row.key == cycle.key for row in wanted.values())
        if begun:
            waiting.append(cycle)
        if cycle.key in keys_of_given:
            inside += waiting
            waiting = []
    return inside


def _lasts(
    books: Books,
    first_days: dict[Key, dt.date],
    wanted: dict[Place, Row],
    given: dict[Place, Row],
) -> dict[Key, dt.date]:
    """Say on which day each of these cycles ends: a wait for the next belongs to it."""
    mine = _numbered(books, wanted, given)
    found: dict[Key, dt.date] = {}
    for number, cycle in enumerate(books.intended_cycles):
        if cycle not in mine:
            continue
        end = first_days[cycle.key] + (cycle.last - cycle.first)
        if cycle != mine[-1]:
            after = books.intended_cycles[number + 1]
            pause = after.first - cycle.last
            end = first_days[after.key] - pause
        found[cycle.key] = end
    return found


def _over(
    books: Books,
    first_days: dict[Key, dt.date],
    wanted: dict[Place, Row],
    given: dict[Place, Row],
    as_of: dt.date,
) -> tuple[set[Key], int, int]:
    """Name the cycles that are over, and count their days as they passed and as intended."""
    over: set[Key] = set()
    passed = intended = 0
    for key, last in _lasts(books, first_days, wanted, given).items():
        if last > as_of:
            continue
        over.add(key)
        date = first_days[key]
        while date <= last:
            passed += 1
            date += ONE_DAY
        cycle = _cycle(books.intended_cycles, key)
        date = cycle.first
        while date <= cycle.last:
            intended += 1
            date += ONE_DAY
    return over, passed, intended


def _end(
    books: Books,
    first_days: dict[Key, dt.date],
    wanted: dict[Place, Row],
    given: dict[Place, Row],
) -> dt.date | None:
    lasts = _lasts(books, first_days, wanted, given)
    return list(lasts.values())[-1] if lasts else None


def _on_one_place(  # noqa: PLR0913, PLR0917  a slip has many columns
    slip: Slip,
    place: Place,
    wanted: dict[Place, Row],
    given: dict[Place, Row],
    events: dict[Place, Event],
    as_of: dt.date,
    right: dict[dt.date, bool],
) -> Fraction:
    """Make the strokes of one place, and say how much was taken there."""
    if place in wanted:
        slip.count("intended")
        slip.add("intended", wanted[place].amount)
    if place not in given:
        slip.count("omitted")
        return Fraction(0)
    row = given[place]
    if place not in wanted:
        slip.count("added")
    elif row.amount != wanted[place].amount:
        slip.count("changed")
    slip.count("planned")
    slip.add("planned", row.amount)
    event = events.get(place, Event(Fraction(1), row.date))
    part = event.part
    if event.date is not None and event.date > as_of:
        part = Fraction(0)
    same_day = event.date == row.date
    slip.add("taken", row.amount * part)
    if part == 0:
        slip.count("missed")
    elif part < 1:
        slip.count("in_part")
    elif not same_day:
        slip.count("made_up")
    else:
        slip.count("late" if place in events else "as_planned")
    right[row.date] = right.get(row.date, True) and part == 1 and same_day
    return row.amount * part


def _days(slip: Slip, right: dict[dt.date, bool], end: dt.date | None, as_of: dt.date) -> None:
    if not right:
        return
    slip.dosing, slip.correct = len(right), list(right.values()).count(True)
    stop = max(right)
    if end is not None:
        stop = max(stop, min(end, as_of))
    date = min(right)
    while date <= stop:
        slip.days += 1
        date += ONE_DAY
