"""The sheets of a calendar: one for each cycle, or for each month of visits alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.planning import Administration, Calendar, CycleSpan, Day
    from npc_regimens.render.page_facts import PageFacts, Visit

WEEK: Final = dt.timedelta(days=7)
WEEKS_OF_LARGE_PRINT: Final = 2
ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """What one cycle or month holds: its pages, the cycles beside it, and the visits of all.

    The pages between two phases belong to the cycle before them.
    """

    span: CycleSpan | None
    days: tuple[Day, ...]
    before: Part | None
    after: CycleSpan | None
    visits: tuple[tuple[dt.date, Visit], ...]

    @property
    def place(self) -> tuple[str, int] | None:
        """The phase and the cycle, of a part that is a cycle."""
        return None if self.span is None else (self.span.phase.name, self.span.cycle)

    @property
    def first(self) -> dt.date:
        """The first page."""
        return self.days[0].date

    @property
    def last(self) -> dt.date:
        """The last page."""
        return self.days[-1].date

    @cached_property
    def pages(self) -> dict[dt.date, Day]:
        """The pages by their date."""
        return {day.date: day for day in self.days}

    @cached_property
    def given(self) -> tuple[Administration, ...]:
        """All that is given on the pages."""
        return tuple(each for day in self.days for each in day.administrations)

    @cached_property
    def at_home(self) -> tuple[Administration, ...]:
        """All that is taken at home on the pages."""
        return tuple(each for each in self.given if each.at_home)

    @cached_property
    def home_drugs(self) -> tuple[str, ...]:
        """The drugs that are taken at home, in the order of the regimen."""
        taken = {each.drug for each in self.at_home}
        orders = () if self.span is None else self.span.phase.orders
        return tuple(dict.fromkeys(order.drug for order in orders if order.drug in taken))

    @property
    def mondays(self) -> list[dt.date]:
        """The Mondays of the weeks that the pages touch."""
        first, last = self._shown
        monday = first - dt.timedelta(days=first.weekday())
        weeks = range((last - monday).days // 7 + 1)
        return [monday + week * WEEK for week in weeks]

    @property
    def _shown(self) -> tuple[dt.date, dt.date]:
        """The first and last day to show: of a month all of it."""
        if self.span is not None:
            return self.first, self.last
        begin = self.first.replace(day=1)
        following = (begin + 5 * WEEK).replace(day=1)
        return begin, following - ONE_DAY

    @property
    def planned_start(self) -> dt.date | None:
        """The date on which the next cycle was planned, if it starts later."""
        after = self.after
        return None if after is None or not after.delayed_days else planned_start(after)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed sheet: which weeks of which part, and which of how many it is.

    A sheet without weeks is for the strip of the staff alone.
    """

    part: Part
    mondays: tuple[dt.date, ...]
    piece: int
    pieces: int
    number: int = 0
    count: int = 0

    @property
    def is_last_piece(self) -> bool:
        """Whether the part ends on this sheet."""
        return self.piece == self.pieces

    @property
    def first(self) -> dt.date:
        """The first date on this sheet that is one of its part, or its first Monday."""
        return max(self.part.first, self.mondays[0])


def planned_start(span: CycleSpan) -> dt.date:
    """Return the date on which a cycle was planned before it was delayed."""
    return span.first - span.delayed_days * ONE_DAY


def has_home_doses(calendar: Calendar) -> bool:
    """Whether anything of the regimen is taken at home."""
    return any(order.route == "oral" for order in calendar.regimen.orders)


def parts_of(calendar: Calendar, facts: PageFacts) -> list[Part]:
    """Divide a calendar into cycles, or into months where nothing is taken at home."""
    days = tuple(calendar.days())
    visits = tuple(sorted(_visits(days, facts), key=lambda each: each[0]))
    spans = {(span.phase.name, span.cycle): span for span in calendar.cycles}
    if not has_home_doses(calendar):
        months = groupby(days, key=lambda day: (day.date.year, day.date.month))
        return _linked([(None, tuple(pages)) for _, pages in months], visits)
    return _linked([(spans[place], pages) for place, pages in _by_cycle(days)], visits)


def _by_cycle(days: Sequence[Day]) -> Iterator[tuple[tuple[str, int], tuple[Day, ...]]]:
    """Gather the pages of each cycle, and what lies between two phases with those before it."""
    begins: list[tuple[tuple[str, int], int]] = []
    for index, day in enumerate(days):
        if day.phase is not None and day.cycle is not None:
            place = (day.phase, day.cycle)
            begins += [(place, index)] if not begins or begins[-1][0] != place else []
    ends = [index for _, index in begins[1:]] + [len(days)]
    for (place, first), end in zip(begins, ends, strict=True):
        yield place, tuple(days[first:end])


def _linked(
    groups: Sequence[tuple[CycleSpan | None, tuple[Day, ...]]],
    visits: tuple[tuple[dt.date, Visit], ...],
) -> list[Part]:
    parts: list[Part] = []
    following = [span for span, _ in groups[1:]] + [None]
    for (span, pages), after in zip(groups, following, strict=True):
        parts.append(Part(span, pages, parts[-1] if parts else None, after, visits))
    return parts


def _visits(days: Sequence[Day], facts: PageFacts) -> Iterator[tuple[dt.date, Visit]]:
    for visit in facts.visits:
        yield (visit.date or _date_of(visit, days)), visit
        if visit.date is not None and visit.date < days[0].date:
            raise PlanError(
                f"visit {visit.what!r} on {visit.date} is before the first page of the calendar,"
                f" {days[0].date}; leave it out"
            )


def _date_of(visit: Visit, days: Sequence[Day]) -> dt.date:
    """Find the date of a place."""
    found = [
        day.date
        for day in days
        if (day.cycle, day.cycle_day) == (visit.cycle, visit.day)
        and visit.phase in {None, day.phase}
    ]
    if len(found) == 1:
        return found[0]
    why = "is not in the calendar" if not found else "stands in several phases; name the phase"
    raise PlanError(f"visit {visit.what!r}: day {visit.day} of cycle {visit.cycle} {why}")


def pieces_of(part: Part, weeks: int, *, is_strip_apart: bool = False) -> list[Sheet]:
    """Divide a part into sheets of so many weeks, and one without weeks for the staff if asked."""
    mondays = part.mondays
    runs = [tuple(mondays[index : index + weeks]) for index in range(0, len(mondays), weeks)]
    runs += [()] if is_strip_apart else []
    return [Sheet(part, run, piece, len(runs)) for piece, run in enumerate(runs, 1)]
