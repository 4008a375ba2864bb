"""The visits of a course: day 1 of each cycle, doses at the clinic, assessments, review points.

A calendar says on which dates they would be; windows and closed days say where they are planned.
Nothing here changes the calendar. Who moves a day 1 delays its cycle, and plans again.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal

from npc_regimens.errors import PlanError
from npc_regimens.planning import Calendar
from npc_regimens.visits import ClosedDays, VisitRule, fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from npc_regimens.planning import Administration, CycleSpan
    from npc_regimens.visits import Fitted, Status

Kind = Literal["day 1", "dosing", "assessment", "review"]

_FROM_START: Final = "start of the course"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRules:
    """The rule of each kind of visit.

    Raises `PlanError` for an assessment or a review that counts from day 1 of a cycle: these count
    from the first day of treatment, or from a first dose.
    """

    day_1: VisitRule = field(default_factory=VisitRule)
    dosing: VisitRule = field(default_factory=VisitRule)
    assessment: VisitRule = field(default_factory=VisitRule)
    review: VisitRule = field(default_factory=VisitRule)

    def __post_init__(self) -> None:
        for name in self.__slots__:
            rule = getattr(self, name)
            if not isinstance(rule, VisitRule):
                raise PlanError(f"{name}: a rule of visits is a VisitRule, not {rule!r}")
        for name in ("assessment", "review"):
            if getattr(self, name).anchor not in {None, _FROM_START}:
                raise PlanError(
                    f"{name}: {getattr(self, name).anchor!r} does not fit, for it counts from the"
                    f" treatment as a whole; write {_FROM_START!r}, or leave the anchor out"
                )


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: its place, what is done, and its dates.

    ``at_home`` are the drugs that are taken at home in the cycle that a day 1 begins. A review
    behind the last planned day has no place.
    """

    kind: Kind
    phase: str | None
    cycle: int | None
    cycle_day: int | None
    what: tuple[str, ...]
    at_home: tuple[str, ...]
    date: Fitted

    @property
    def place(self) -> str | None:
        """Cycle and day, as in C2D8."""
        return None if self.cycle is None else f"C{self.cycle}D{self.cycle_day}"

    @property
    def is_day_1(self) -> bool:
        """Whether it is day 1 of a cycle, so that moving it delays the cycle."""
        return self.kind == "day 1"

    @property
    def nominal(self) -> dt.date:
        """The date by the rule alone."""
        return self.date.nominal

    @property
    def planned(self) -> dt.date:
        """The date that is planned."""
        return self.date.planned

    @property
    def status(self) -> Status:
        """How the planned date came out."""
        return self.date.status


def visits_of(
    calendar: Calendar, rules: VisitRules | None = None, closed: ClosedDays | None = None
) -> tuple[Visit, ...]:
    """Plan the visits of a calendar, in the order of their planned dates.

    Counted from day 1 of its cycle, a visit follows that day 1 where a closed day has moved it.
    Counted from the start of the course, its window lies where the visit would be if no cycle were
    delayed. Sessions of radiotherapy are no visits here: planning has placed them.
    """
    if not isinstance(calendar, Calendar):
        raise PlanError(f"visits_of takes a Calendar, not {type(calendar).__name__}")
    rules = VisitRules() if rules is None else rules
    if not isinstance(rules, VisitRules):
        raise PlanError(f"the rules of visits are VisitRules, not {rules!r}")
    making = _Making(calendar, rules, ClosedDays() if closed is None else closed)
    found = (*making.at_the_clinic(), *making.assessments(), *making.reviews())
    return tuple(sorted(found, key=attrgetter("planned")))


def first_delay(
    calendar: Calendar, visits: tuple[Visit, ...]
) -> tuple[tuple[str, int], int] | None:
    """Return the first cycle whose day 1 is planned later, and its delay in days.

    It is what `plan` takes as a delay: a delay that the calendar has already is in it. Later cycles
    follow, so plan again before the next.
    """
    moved = {(each.phase, each.cycle): each.date.moved_by for each in visits if each.is_day_1}
    for span in calendar.cycles:
        place = span.phase.name, span.cycle
        if moved.get(place, 0) > 0:
            return place, span.delayed_days + moved[place]
    return None


class _Making:
    """The visits of one calendar in the making."""

    def __init__(self, calendar: Calendar, rules: VisitRules, closed: ClosedDays) -> None:
        self._calendar, self._rules, self._closed = calendar, rules, closed
        self._late = lateness(calendar)
        self._home = [each for each in calendar.administrations if each.at_home]
        self._shifts: dict[tuple[str, int], dt.timedelta] = {}

    def at_the_clinic(self) -> Iterator[Visit]:
        """Plan each day 1, and then the days of the doses that are counted from it."""
        given: dict[dt.date, list[Administration]] = defaultdict(list)
        for each in self._calendar.administrations:
            if not each.at_home:
                given[each.planned_date].append(each)
        for span in self._calendar.cycles:
            yield self._day_1(span, given.pop(span.first, []))
        for date, doses in given.items():
            yield self._dosing(date, doses)

    def _day_1(self, span: CycleSpan, doses: list[Administration]) -> Visit:
        place, rule = (span.phase.name, span.cycle), self._rules.day_1
        late = self._late[place] if rule.anchor == _FROM_START else dt.timedelta()
        date = fit(span.first - late, rule, self._closed, wanted=span.first)
        self._shifts[place] = dt.timedelta(days=date.moved_by)
        at_home = [each for each in self._home if span.first <= each.planned_date <= span.last]
        return Visit("day 1", *place, 1, _drugs(doses), at_home=_drugs(at_home), date=date)

    def _dosing(self, date: dt.date, doses: list[Administration]) -> Visit:
        rule, first = self._rules.dosing, doses[0]
        if rule.anchor == _FROM_START:
            fitted = fit(first.nominal_date, rule, self._closed, wanted=date)
        else:
            fitted = fit(date + self._shift_of(first), rule, self._closed)
        place = first.phase, first.cycle, first.cycle_day
        return Visit("dosing", *place, _drugs(doses), at_home=(), date=fitted)

    def _shift_of(self, dose: Administration) -> dt.timedelta:
        """Return by how much day 1 of the cycle is moved; a cycle of one's own has none."""
        if dose.dose.order.cycle_length_days is not None:
            return dt.timedelta()
        return self._shifts.get((dose.phase, dose.cycle), dt.timedelta())

    def assessments(self) -> Iterator[Visit]:
        """Plan the assessments that the caller settled."""
        for each in self._calendar.assessments:
            date = fit(each.date, self._rules.assessment, self._closed)
            yield self._apart("assessment", f"{each.name} {each.number}", date)

    def reviews(self) -> Iterator[Visit]:
        """Plan the review points."""
        for each in self._calendar.reviews:
            date = fit(each.date, self._rules.review, self._closed)
            yield self._apart("review", each.name, date)

    def _apart(self, kind: Kind, what: str, date: Fitted) -> Visit:
        """Place a visit that belongs to no dose by the page of its nominal date."""
        for span in self._calendar.cycles:
            if span.first <= date.nominal <= span.last:
                day = (date.nominal - span.first).days + 1
                return Visit(kind, span.phase.name, span.cycle, day, (what,), (), date)
        return Visit(kind, None, None, None, (what,), (), date)


def _drugs(doses: list[Administration]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.drug for each in doses))


def lateness(calendar: Calendar) -> Mapping[tuple[str, int], dt.timedelta]:
    """Return by how much each cycle is later than if nothing were delayed.

    A cycle without a dose of its own is as late as the one before it, and its own delay later.
    """
    known = {
        (each.phase, each.cycle): each.planned_date - each.nominal_date
        for each in calendar.administrations
        if each.dose.order.cycle_length_days is None
    }
    late, found = dt.timedelta(), {}
    for span in calendar.cycles:
        place = span.phase.name, span.cycle
        late = known.get(place, late + dt.timedelta(days=span.delayed_days))
        found[place] = late
    return found
