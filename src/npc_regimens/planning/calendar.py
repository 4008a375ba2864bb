"""The result: administrations with both of their pairs, the days between them, and totals.

Nominal and planned date, calculated and ordered dose travel together, and the first of a pair is
never overwritten by the second.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from npc_regimens.dates import study_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from npc_regimens.dose import Body
    from npc_regimens.patient import Clearance
    from npc_regimens.products import Ordered, Units
    from npc_regimens.regimen import OpenEnd, Order, Regimen, SettledPhase
    from npc_regimens.sources import Citation
    from npc_regimens.units import Amount


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """The dose of one component: what was calculated, what is ordered, and the arithmetic.

    It is made once and shared by all of the component's administrations.
    """

    order: Order
    calculated: Amount
    result: Ordered
    steps: tuple[str, ...] = field(compare=False)
    clearance: Clearance | None = field(default=None, compare=False)

    @property
    def is_capped(self) -> bool:
        """Whether the cap of one dose took anything away."""
        return self.order.cap is not None and self.order.cap < self.calculated


@dataclass(frozen=True, slots=True, repr=False)
class Administration:
    """One dose at one place."""

    phase: str
    cycle: int
    cycle_day: int
    slot: str
    study_day: int
    nominal_date: dt.date
    planned_date: dt.date
    time: dt.time | None
    dose: PlannedDose

    def __repr__(self) -> str:
        when = f"{self.planned_date} {self.slot}"
        return f"<{self.phase} {self.place}, {when}: {self.drug} {self.ordered}>"

    @property
    def place(self) -> str:
        """Cycle and day, as in C2D8."""
        return f"C{self.cycle}D{self.cycle_day}"

    @property
    def component(self) -> str:
        """The component of the regimen that orders this dose."""
        return self.dose.order.component

    @property
    def drug(self) -> str:
        """The drug."""
        return self.dose.order.drug

    @property
    def route(self) -> str:
        """The route."""
        return self.dose.order.route

    @property
    def at_home(self) -> bool:
        """Whether the patient takes this dose without a visit."""
        return self.dose.order.route == "oral"

    @property
    def calculated(self) -> Amount:
        """The dose before rounding."""
        return self.dose.calculated

    @property
    def ordered(self) -> Amount:
        """The dose that is given."""
        return self.dose.result.amount

    @property
    def difference_percent(self) -> Decimal:
        """By how much the ordered dose differs from the calculated one."""
        return self.dose.result.difference_percent

    @property
    def units(self) -> tuple[Units, ...]:
        """The tablets or capsules to take."""
        return self.dose.result.units

    @property
    def citation(self) -> tuple[Citation, ...]:
        """Where the order was read."""
        return self.dose.order.citation


@dataclass(frozen=True, slots=True)
class CycleSpan:
    """One planned cycle of a phase: its first and last day, cut at the horizon."""

    phase: SettledPhase
    cycle: int
    first: dt.date
    last: dt.date

    @property
    def orders(self) -> tuple[Order, ...]:
        """The components that are given in this cycle."""
        return tuple(order for order in self.phase.orders if order.is_given_in(self.cycle))

    def cut(self, end: dt.date) -> CycleSpan:
        """End at a last day, if that is earlier."""
        return self if self.last <= end else replace(self, last=end)


@dataclass(frozen=True, slots=True)
class Session:
    """One session of radiotherapy: which of how many of its phase, and its date."""

    phase: str
    number: int
    total: int
    date: dt.date


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
    session: Session | None = None

    @property
    def is_rest(self) -> bool:
        """Whether nothing at all is given."""
        return not self.administrations and self.session is None


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
class Total:
    """What one component comes to: doses, both amounts, and units by strength."""

    component: str
    drug: str
    administrations: int
    calculated: Amount
    ordered: Amount
    units: tuple[Units, ...]


@dataclass(frozen=True, slots=True)
class CycleTotal:
    """What one component comes to in one cycle."""

    phase: str
    cycle: int
    total: Total


@dataclass(frozen=True, slots=True)
class Following:
    """The place of the day behind the last planned one."""

    phase: str
    cycle: int
    cycle_day: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Calendar:
    """One patient's regimen as dated, dosed administrations."""

    regimen: Regimen
    body: Body
    start: dt.date
    through: dt.date | None
    cycles: tuple[CycleSpan, ...]
    administrations: tuple[Administration, ...]
    doses: tuple[PlannedDose, ...]
    open_end: OpenEnd | None
    following: Following | None
    reviews: tuple[ReviewPoint, ...]
    assessments: tuple[AssessmentDate, ...]
    sessions: tuple[Session, ...] = ()
    resumed: tuple[str, int] | None = None

    def __repr__(self) -> str:
        span = f"{len(self.administrations)} administrations, {self.start} to {self.last_day}"
        return f"<Calendar of {self.regimen.id}: {span}>"

    @property
    def last_day(self) -> dt.date:
        """The last planned day, rest days and days between two phases included."""
        last = self.cycles[-1].last
        return last if self.following is None or self.through is None else self.through

    def days(self) -> Iterator[Day]:
        """Turn the pages one by one, rest days as well as dosing days."""
        by_date = {
            date: tuple(given)
            for date, given in groupby(self.administrations, key=lambda each: each.planned_date)
        }
        sessions = {each.date: each for each in self.sessions}
        for date, span, cycle_day in self._pages():
            given, orders = by_date.get(date, ()), () if span is None else span.orders
            taken = {each.drug for each in given}
            at_home = dict.fromkeys(o.drug for o in orders if o.route == "oral")
            yield Day(
                date=date,
                study_day=study_day(date, self.start),
                phase=None if span is None else span.phase.name,
                cycle=None if span is None else span.cycle,
                cycle_day=cycle_day,
                administrations=given,
                resting=tuple(drug for drug in at_home if drug not in taken),
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

    def totals(self) -> tuple[Total, ...]:
        """Add up each component over the whole calendar."""
        return tuple(_totals(self.doses, self.administrations))

    def cycle_totals(self) -> tuple[CycleTotal, ...]:
        """Add up each component over each cycle."""
        cycles = groupby(self.administrations, key=lambda each: (each.phase, each.cycle))
        return tuple(
            CycleTotal(phase, cycle, total)
            for (phase, cycle), given in cycles
            for total in _totals(self.doses, given)
        )


def _totals(doses: Iterable[PlannedDose], given: Iterable[Administration]) -> Iterator[Total]:
    counts = Counter(each.component for each in given)
    for dose in doses:
        count = counts[dose.order.component]
        if count:
            yield Total(
                component=dose.order.component,
                drug=dose.order.drug,
                administrations=count,
                calculated=dose.calculated * count,
                ordered=dose.result.amount * count,
                units=tuple(replace(each, count=each.count * count) for each in dose.result.units),
            )
