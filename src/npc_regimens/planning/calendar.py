"""The result: the planned cycles, their administrations, and the days between them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from npc_regimens.dates import study_day
from npc_regimens.planning.infusions import running_on
from npc_regimens.planning.totals import CycleTotal, Total, totals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.dose import Body
    from npc_regimens.planning.administration import Administration, PlannedDose
    from npc_regimens.regimen import OpenEnd, Order, Regimen, SettledPhase
    from npc_regimens.sources import Citation


@dataclass(frozen=True, slots=True)
class CycleSpan:
    """One planned cycle of a phase: its first and last day, cut at the horizon.

    The components that have had the most doses they may have, before it, are ``ended``.
    """

    phase: SettledPhase
    cycle: int
    first: dt.date
    last: dt.date
    ended: tuple[str, ...] = ()

    @property
    def orders(self) -> tuple[Order, ...]:
        """The components that are given in this cycle."""
        orders = (order for order in self.phase.orders if order.is_given_in(self.cycle))
        return tuple(order for order in orders if order.component not in self.ended)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar, whether anything is given on it or not."""

    date: dt.date
    study_day: int
    phase: str
    cycle: int
    cycle_day: int
    administrations: tuple[Administration, ...]
    resting: tuple[str, ...]
    running: tuple[Administration, ...] = ()

    @property
    def is_rest(self) -> bool:
        """Whether nothing at all is given, and no infusion of an earlier day may still run."""
        return not self.administrations and not self.running


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

    def __repr__(self) -> str:
        span = f"{len(self.administrations)} administrations, {self.start} to {self.last_day}"
        return f"<Calendar of {self.regimen.id}: {span}>"

    @property
    def last_day(self) -> dt.date:
        """The last planned day, rest days included."""
        return self.cycles[-1].last

    def days(self) -> Iterator[Day]:
        """Turn the pages one by one, rest days as well as dosing days."""
        by_date = {
            date: tuple(given)
            for date, given in groupby(self.administrations, key=lambda each: each.planned_date)
        }
        running = running_on(self.administrations)
        for span in self.cycles:
            at_home = dict.fromkeys(o.drug for o in span.orders if o.route == "oral")
            for offset in range((span.last - span.first).days + 1):
                date = span.first + dt.timedelta(days=offset)
                given = by_date.get(date, ())
                taken = {each.drug for each in given}
                yield Day(
                    date=date,
                    study_day=study_day(date, self.start),
                    phase=span.phase.name,
                    cycle=span.cycle,
                    cycle_day=offset + 1,
                    administrations=given,
                    resting=tuple(drug for drug in at_home if drug not in taken),
                    running=tuple(each for each in running.get(date, ()) if each.drug not in taken),
                )

    def totals(self) -> tuple[Total, ...]:
        """Add up each component over the whole calendar."""
        return tuple(totals(self.doses, self.administrations))

    def cycle_totals(self) -> tuple[CycleTotal, ...]:
        """Add up each component over each cycle."""
        cycles = groupby(self.administrations, key=lambda each: (each.phase, each.cycle))
        return tuple(
            CycleTotal(phase, cycle, total)
            for (phase, cycle), given in cycles
            for total in totals(self.doses, tuple(given))
        )
