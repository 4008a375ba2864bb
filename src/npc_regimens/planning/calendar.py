"""The result: the planned cycles, their administrations, and the days between them."""

from __future__ import annotations

import datetime as dt
import operator
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from typing import TYPE_CHECKING

from npc_regimens.dates import holding_on, study_day
from npc_regimens.planning.infusions import running_on
from npc_regimens.planning.totals import CycleTotal, Total, totals
from npc_regimens.showing import Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from npc_regimens.dose import Body
    from npc_regimens.planning.administration import Administration, PlannedDose
    from npc_regimens.regimen import OpenEnd, Order, Regimen, SettledPhase
    from npc_regimens.sources import Citation


@dataclass(frozen=True, slots=True)
class CycleSpan:
    """One planned cycle of a phase: its first and last day, cut at the horizon.

    The components that have had the most doses they may have, before it, are ``ended``. The phase
    has ``days_of_phase`` in all, if anything but a horizon ends it. Of a delayed cycle
    ``delayed_days`` lie between it and the end of the one before, to which they belong.
    """

    phase: SettledPhase
    cycle: int
    first: dt.date
    last: dt.date
    ended: tuple[str, ...] = ()
    days_of_phase: int | None = None
    delayed_days: int = 0

    @property
    def orders(self) -> tuple[Order, ...]:
        """The components that are given in this cycle, or in a cycle of their own within it."""
        return tuple(
            order
            for order in self.phase.orders
            if order.component not in self.ended
            and any(map(order.is_given_in, self.cycles_of(order)))
        )

    @property
    def days(self) -> range:
        """The days of the cycle, counted from the first day of the phase, which is 0."""
        length = self.phase.cycle_length_days
        begin = (self.cycle - 1) * length
        return range(begin, begin + min(length, (self.last - self.first).days + 1))

    def cycles_of(self, order: Order, *, on: dt.date | None = None) -> range:
        """Return the cycles of a component, its own or the phase's, that touch this or a date."""
        days, length = self.days, self.phase.cycle_length_days
        if on is not None:
            day = min(days.start + (on - self.first).days, days.stop - 1)  # a pause: the last
            days = range(day, day + 1)
        return order.cycles_within(days, length)

    def has_or_precedes(self, order: Order) -> bool:
        """Whether a component is given in this cycle or in a later one of the phase."""
        if order.component in self.ended:
            return False
        begin, length = self.days.start, self.phase.cycle_length_days
        if self.days_of_phase is None:
            last = None if order.cycles is None else order.cycles.last
            return last is None or last >= order.cycles_within(self.days, length).start
        days = range(begin, self.days_of_phase)
        return any(map(order.is_given_in, order.cycles_within(days, length)))

    def cut(self, end: dt.date) -> CycleSpan:
        """End at a last day, if that is earlier."""
        return self if self.last <= end else replace(self, last=end)


@dataclass(frozen=True, slots=True)
class Session:
    """One session of radiotherapy: which of how many of its phase, its date, the clinic's time."""

    phase: str
    number: int
    total: int
    date: dt.date
    time: dt.time | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar, whether anything is given on it or not.

    A day between two phases is in no phase: it has neither phase, cycle nor day of a cycle.
    """

    date: dt.date
    study_day: int
    phase: str | None
    cycle: int | None
    cycle_day: int | None
    administrations: tuple[Administration, ...]
    resting: tuple[str, ...]
    running: tuple[Administration, ...] = ()
    session: Session | None = None

    @property
    def is_rest(self) -> bool:
        """Whether nothing is given, no radiotherapy either, and no earlier infusion may run."""
        return not self.administrations and not self.running and self.session is None


@dataclass(frozen=True, slots=True)
class ReviewPoint:
    """A date on which someone decides whether to go on."""

    name: str
    component: str
    date: dt.date
    what: str
    within: bool
    citation: tuple[Citation, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class AssessmentDate:
    """A date of a recurring assessment that the caller settled."""

    name: str
    number: int
    date: dt.date
    what: str


@dataclass(frozen=True, slots=True)
class Following:
    """The place of the first day of a cycle behind the last planned day.

    Where that lies between two phases, it is day 1 of the next phase, with more days between.
    """

    phase: str
    cycle: int
    cycle_day: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Calendar(Shown):
    """One patient's regimen as dated, dosed administrations.

    ``awaited`` is the event that ends the last planned phase, where its date is not given, and
    ``stopped`` the day from which a course that was ended gives nothing. ``later_bodies`` are those
    of new weights, each with the day from which doses are computed from it.
    """

    regimen: Regimen
    body: Body
    start: dt.date
    through: dt.date | None
    cycles: tuple[CycleSpan, ...]
    administrations: tuple[Administration, ...]
    doses: tuple[PlannedDose, ...]
    open_end: OpenEnd | None
    following: Following | None
    reviews: tuple[ReviewPoint, ...] = ()
    assessments: tuple[AssessmentDate, ...] = ()
    sessions: tuple[Session, ...] = ()
    resumed: tuple[str, int] | None = None
    awaited: str | None = None
    stopped: dt.date | None = None
    later_bodies: tuple[tuple[dt.date, Body], ...] = ()

    def body_on(self, date: dt.date) -> Body:
        """Return the body from which the doses of a day are computed."""
        return holding_on(date, self.body, self.later_bodies)

    def __repr__(self) -> str:
        span = f"{len(self.administrations)} administrations, {self.start} to {self.last_day}"
        return f"<Calendar of {self.regimen.id}: {span}>"

    @property
    def first_day(self) -> dt.date:
        """The start, or the date of the first dose where that lies before it."""
        return min((self.start, *(each.planned_date for each in self.administrations[:1])))

    @property
    def last_day(self) -> dt.date:
        """The last planned day, rest days and days between two phases included."""
        last = self.cycles[-1].last
        return last if self.following is None or self.through is None else self.through

    def days(self) -> Iterator[Day]:
        """Turn the pages one by one, rest days as well as dosing days.

        Where a dose lies before the start, they begin on its date, and count -1 before day 1. A
        dose keeps its own place, which is another than that of its page where it lies before day 1
        of the next cycle or is counted in a cycle of its own.
        """
        by_date = {
            date: tuple(given)
            for date, given in groupby(self.administrations, key=lambda each: each.planned_date)
        }
        running = running_on(self.administrations)
        sessions = {each.date: each for each in self.sessions}
        at_home = _AtHome()
        for date, span, cycle_day in chain(self._pages_before(), self._pages()):
            given = by_date.get(date, ())
            taken = {each.drug for each in given}
            yield Day(
                date=date,
                study_day=study_day(date, self.start),
                phase=None if span is None else span.phase.name,
                cycle=None if span is None else span.cycle,
                cycle_day=cycle_day,
                administrations=given,
                resting=tuple(drug for drug in at_home.on(span, date) if drug not in taken),
                running=tuple(each for each in running.get(date, ()) if each.drug not in taken),
                session=sessions.get(date),
            )

    def _pages(self) -> Iterator[tuple[dt.date, CycleSpan | None, int | None]]:
        """Turn the pages of each cycle, and between two phases those that lie in none."""
        date, one_day = self.start, dt.timedelta(days=1)
        for span in self.cycles:
            while date < span.first:
                yield date, None, None
                date += one_day
            while date <= span.last:
                yield date, span, (date - span.first).days + 1
                date += one_day
        while date <= self.last_day:
            yield date, None, None
            date += one_day

    def _pages_before(self) -> Iterator[tuple[dt.date, CycleSpan | None, int | None]]:
        """Turn the pages from the first dose before the start, if there is one, to the start."""
        for before in range((self.start - self.first_day).days, 0, -1):
            yield self.start - dt.timedelta(days=before), self.cycles[0], -before

    def totals(self) -> tuple[Total, ...]:
        """Add up each component over the whole calendar."""
        return tuple(totals(self.doses, self.administrations))

    def cycle_totals(self) -> tuple[CycleTotal, ...]:
        """Add up each component over each cycle of its place, which may be a cycle of its own."""
        cycles: dict[tuple[int, int], list[Administration]] = defaultdict(list)
        places = {phase.name: place for place, phase in enumerate(self.regimen.phases)}
        for each in self.administrations:
            cycles[places[each.phase], each.cycle].append(each)
        return tuple(
            CycleTotal(given[0].phase, cycle, total)
            for (_, cycle), given in sorted(cycles.items(), key=operator.itemgetter(0))
            for total in totals(self.doses, tuple(given))
        )


class _AtHome:
    """The drugs that are taken at home in a cycle, found once where all count in that cycle."""

    def __init__(self) -> None:
        self._span: CycleSpan | None = None
        self._drugs: tuple[str, ...] = ()
        self._by_date = False

    def on(self, span: CycleSpan | None, date: dt.date) -> tuple[str, ...]:
        """Name them on a page; there are none on those between two phases or before the start."""
        if span is None or date < span.first:
            return ()
        if span is not self._span or self._by_date:
            orders = [order for order in span.phase.orders if order.route == "oral"]
            self._span = span
            self._by_date = any(order.cycle_length_days is not None for order in orders)
            self._drugs = _drugs_in(span, date, orders)
        return self._drugs


def _drugs_in(span: CycleSpan, date: dt.date, orders: Iterable[Order]) -> tuple[str, ...]:
    """Name the drugs of some components that are given in the cycle, or in their own on a date."""
    found = (
        order.drug
        for order in orders
        if order.component not in span.ended
        and any(map(order.is_given_in, span.cycles_of(order, on=date)))
    )
    return tuple(dict.fromkeys(found))
