"""What a course has reached by a day: each place of the two calendars, side by side."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from npc_regimens.course.outcomes import by_place, happened
from npc_regimens.course.passages import CycleKey, Way, cycle_of, passages, way
from npc_regimens.course.tallies import Reached
from npc_regimens.course.versions import DosePlace
from npc_regimens.dates import plain_date
from npc_regimens.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from npc_regimens.course.actual import Actual
    from npc_regimens.course.passages import Passage
    from npc_regimens.planning import Administration, Calendar, PlannedDose


@dataclass(frozen=True, slots=True)
class Places:
    """The places of two calendars: what is intended and planned there, and in which cycle.

    ``going_on`` is the last cycle of a calendar that goes on behind its horizon, and the components
    that are not over there, whether a dose of theirs lies before the horizon or not.
    """

    intended: Mapping[DosePlace, Administration]
    planned: Mapping[DosePlace, Administration]
    keys: Mapping[DosePlace, CycleKey]
    passed: tuple[Passage, ...]
    going_on: tuple[CycleKey, frozenset[str]] | None

    @classmethod
    def of(cls, intended: Calendar, calendar: Calendar) -> Places:
        """Put two calendars side by side; a place is in the cycle where it was first intended."""
        one, other = _by_place(intended), _by_place(calendar)
        keys = {
            **{place: cycle_of(given, calendar) for place, given in other.items()},
            **{place: cycle_of(given, intended) for place, given in one.items()},
        }
        return cls(one, other, keys, passages(intended, calendar), _going_on(calendar))

    def doses(self) -> Mapping[str, PlannedDose]:
        """Return the first dose of each component, intended before added ones."""
        found: dict[str, PlannedDose] = {}
        for given in (*self.intended.values(), *self.planned.values()):
            found.setdefault(given.component, given.dose)
        return found

    def way_of(self, component: str) -> Way:
        """Return the cycles on the way of a component."""
        intended, planned = (
            {self.keys[place] for place in places if place.component == component}
            for places in (self.intended, self.planned)
        )
        if self.going_on is not None and component in self.going_on[1]:
            planned.add(self.going_on[0])
        return way(self.passed, intended, planned)

    def reached(
        self, told: Mapping[DosePlace, Actual], as_of: dt.date
    ) -> Mapping[str, tuple[Reached, ...]]:
        """List what each component has reached by the end of a day."""
        found: dict[str, list[Reached]] = defaultdict(list)
        for place, due in self._due():
            if due <= as_of:
                found[place.component].append(self._reached(place, due, told.get(place), as_of))
        return {component: tuple(each) for component, each in found.items()}

    def _due(self) -> Iterator[tuple[DosePlace, dt.date]]:
        """Say on which day each place is due; what is omitted moves with its cycle."""
        shifts = {each.key: dt.timedelta(days=each.shift) for each in self.passed}
        for place in dict.fromkeys((*self.intended, *self.planned)):
            if place in self.planned:
                yield place, self.planned[place].planned_date
            else:
                yield place, self.intended[place].planned_date + shifts[self.keys[place]]

    def _reached(
        self, place: DosePlace, due: dt.date, actual: Actual | None, as_of: dt.date
    ) -> Reached:
        planned = self.planned.get(place)
        return Reached(
            key=self.keys[place],
            due=due,
            intended=self.intended.get(place),
            planned=planned,
            happened=None if planned is None else happened(planned, actual, as_of),
        )


def reached_by(
    intended: Calendar, calendar: Calendar, actuals: Iterable[Actual], as_of: dt.date
) -> tuple[Places, Mapping[str, tuple[Reached, ...]]]:
    """Put two calendars and what really happened side by side, through the end of a day.

    Raises `PlanError` for calendars that do not belong together or end before that day,
    `CourseError` for a record that fits no planned dose, and `DateError` for a day that is no plain
    date.
    """
    plain_date(as_of, "the as-of day")
    if intended.regimen.id != calendar.regimen.id:
        raise PlanError(
            f"the calendars are of two regimens, {intended.regimen.id!r} and"
            f" {calendar.regimen.id!r}; give those of one course"
        )
    for name, each in (("first intended", intended), ("modified", calendar)):
        _refuse_horizon(name, each, as_of)
    places = Places.of(intended, calendar)
    return places, places.reached(by_place(actuals, calendar), as_of)


def _refuse_horizon(name: str, calendar: Calendar, as_of: dt.date) -> None:
    """Refuse a day behind the horizon of a plan that goes on: what lies there is not known."""
    through = calendar.through
    if calendar.following is not None and through is not None and as_of > through:
        raise PlanError(
            f"the plan as {name} is laid out through {through}, and goes on; plan it through"
            f" {as_of} or later"
        )


def _going_on(calendar: Calendar) -> tuple[CycleKey, frozenset[str]] | None:
    if calendar.following is None:
        return None
    span = calendar.cycles[-1]
    components = frozenset(order.component for order in span.orders)
    return CycleKey(span.phase.name, span.cycle), components


def _by_place(calendar: Calendar) -> dict[DosePlace, Administration]:
    return {DosePlace.of(given): given for given in calendar.administrations}
