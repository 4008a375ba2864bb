"""The pages of a calendar, turned one by one: in which phase, cycle and day of a cycle each lies.

It shares no code with the package. A phase is found by turning pages from the one before, and a
calendar span by counting months one by one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Table = dict[str, Any]

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Page:
    """One day of treatment."""

    date: dt.date
    phase: Table
    cycle: int
    day: int
    number: int  # of the pages of its phase before it


@dataclass(frozen=True)
class Given:
    """What a caller gives beside the table: dates, lengths, waits, and how many cycles.

    A phase without a number of cycles may be over when a cycle would begin, for nothing is left.
    """

    start: dt.date
    last_cycle: Callable[[Table], int | None]
    is_over: Callable[[Table, int], bool]
    lengths: Mapping[str, str]
    waits: Mapping[str, str]
    events: Mapping[str, dt.date]
    resume: tuple[str, int] | None


def days_in(cycle: str) -> int:
    """Read a cycle of days or weeks."""
    number, word = cycle.split()
    return int(number) * (7 if word.startswith("week") else 1)


def later(date: dt.date, span: str) -> dt.date:
    """Count a span from a date; a day that a month does not have is its last."""
    number, word = span.split()
    if word.startswith(("day", "week")):
        for _ in range(days_in(span)):
            date += ONE_DAY
        return date
    months = int(number) * (12 if word.startswith("year") else 1)
    year, month = date.year, date.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    day = date.day
    while True:
        try:
            return dt.date(year, month, day)
        except ValueError:
            day -= 1


def length_of(phase: Table, given: Given) -> int:
    """Say how many days a cycle has."""
    return days_in(given.lengths.get(phase["name"], phase["cycle"]))


def first_of(phase: Table, before: list[list[Page]], given: Given) -> dt.date:
    """Find the first day of a phase behind those that are already turned."""
    if not before:
        passed = 0 if given.resume is None else given.resume[1] - 1
        return given.start - ONE_DAY * passed * length_of(phase, given)
    if "starts" not in phase:
        return before[-1][-1].date + ONE_DAY
    kind, _, name = phase["starts"]["from"].replace("last cycle", "last-cycle").partition(" ")
    wait = given.waits.get(phase["name"], phase["starts"].get("after"))
    if kind == "event":
        anchor = given.events[name]
    else:
        pages = next(p for p in before if p[0].phase["name"] == name.removeprefix("of "))
        last = pages[-1]
        anchor = {
            "start": pages[0].date,
            "end": last.date + ONE_DAY,
            "last-cycle": next(p.date for p in pages if p.cycle == last.cycle),
        }[kind]
    return anchor if wait is None else later(anchor, wait)


def ends_of(phase: Table, following: Table | None, first: dt.date, given: Given) -> set[dt.date]:
    """Say on which days a phase would be over, beside the number of its cycles."""
    ends = {later(first, phase["span"])} if "span" in phase else set()
    anchor = "" if following is None else following.get("starts", {}).get("from", "")
    kind, _, name = anchor.partition(" ")
    if kind == "event" and name in phase.get("until", []) and name in given.events:
        ends.add(given.events[name])
    return ends


def turned(phases: list[Table], given: Given, until: dt.date) -> Iterator[Page]:
    """Turn the pages from the first day of the first phase through a day, before the start too."""
    if given.resume is not None:
        phases = phases[[phase["name"] for phase in phases].index(given.resume[0]) :]
    before: list[list[Page]] = []
    for index, phase in enumerate(phases):
        unknown = phase.get("starts", {}).get("from", "").removeprefix("event ")
        is_event = phase.get("starts", {}).get("from", "").startswith("event ")
        if before and is_event and unknown not in given.events:
            return
        date = first_of(phase, before, given)
        following = phases[index + 1] if index + 1 < len(phases) else None
        ends = ends_of(phase, following, date, given)
        length, last_cycle = length_of(phase, given), given.last_cycle(phase)
        pages: list[Page] = []
        cycle, day = 1, 1
        while (last_cycle is None or cycle <= last_cycle) and date not in ends:
            if date > until:
                return
            if last_cycle is None and day == 1 and given.is_over(phase, len(pages)):
                break
            pages.append(Page(date, phase, cycle, day, len(pages)))
            yield pages[-1]
            date += ONE_DAY
            day += 1
            if day > length:
                cycle, day = cycle + 1, 1
        if not pages:
            return
        before.append(pages)
