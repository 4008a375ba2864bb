"""From the sum of the entries to a calendar: what the plan gives, less and at what the log says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from npc_regimens.dose import Body, parse_dose
from npc_regimens.dose.rules import DoseRule, amount_of
from npc_regimens.errors import UnitError
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.planning.dosing import planned_doses
from npc_regimens.regimen import settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from npc_regimens.course.definition import Course
    from npc_regimens.course.state import State, WhyNot
    from npc_regimens.patient import Measurement
    from npc_regimens.planning import Administration, Calendar, PlannedDose
    from npc_regimens.planning.calendar import CycleSpan
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Order, Regimen, Settlement, Trial
    from npc_regimens.units import Amount


@dataclass(frozen=True, slots=True)
class Maker:
    """A course with all that a calendar of it is made with."""

    course: Course
    trial: Trial
    arm: str | None
    formulary: Formulary
    _plans: dict[tuple[object, ...], Calendar] = field(
        default_factory=dict, compare=False, repr=False
    )
    _doses: dict[tuple[str, str | None, Measurement], tuple[PlannedDose, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def settlement(self, state: State) -> Settlement:
        """Return what is settled, with the numbers of cycles that the log settles."""
        settled = self.course.settled.settlement
        return replace(settled, cycles={**settled.cycles, **state.cycles})

    def through(self, state: State) -> dt.date | None:
        """Return the last day that is planned, if one is given."""
        return state.through or self.course.through

    def events(self, state: State) -> dict[str, dt.date]:
        """Return the dates of the events from which phases start."""
        return {**self.course.events, **state.events}

    def regimen(self, state: State) -> Regimen:
        """Settle the arm."""
        return settle(self.trial, self.arm, self.settlement(state))

    def first_level(self, component: str) -> str | None:
        """Return the level of a component from the beginning, if the course settles one."""
        return self.course.settled.levels.get(component)

    def order_at(self, component: str, level: str | None) -> Order:
        """Return the order of a component at a level, or at its full dose.

        A level is a percentage, one that the regimen lists, or where it lists none and has no
        steps a lower dose of its kind. Raises `RegimenError` for what is none of these.
        """
        if level is not None and not self.trial.component[component].levels:
            full = self.order_at(component, None)
            given = _lower_dose(full, level)
            if given is not None:
                return replace(full, dose=given, level=f"{given} instead of {full.full_dose}")
        settled = self.course.settled.settlement
        levels = {name: each for name, each in settled.levels.items() if name != component}
        levels |= {} if level is None else {component: level}
        orders = settle(self.trial, self.arm, replace(settled, levels=levels)).orders
        return next(order for order in orders if order.component == component)

    def measured(self, measurement: Measurement) -> Body:
        """Make a body of a measurement."""
        course = self.course
        patient = course.patient
        known = Patient(
            measurements=(*patient.measurements, measurement), sex=patient.sex, born=patient.born
        )
        at = known.at(measurement.on)
        return Body.of(at, course.surface.policy, course.clearance.policy)

    def calendar(self, state: State) -> Calendar:
        """Make the calendar that the log asks for."""
        planned = self._on_the_clock(state)
        planned = replace(planned, later_bodies=tuple(self._later_bodies(planned.body, state)))
        given = [each for each in planned.administrations if state.gives(each)]
        dosed = tuple(self._dosed(given, planned, state))
        return _ended(_discontinued(_with_doses(planned, dosed), state), state)

    def left_out(self, state: State) -> Iterator[tuple[Administration, WhyNot]]:
        """List the doses of the plan that the log leaves out, but for those behind a stop."""
        for each in self._on_the_clock(state).administrations:
            why = state.why_not(each)
            if why is not None and why not in {"ended", "discontinued"}:
                yield each, why

    def _planned(self, state: State, clock: Mapping[str, dt.time]) -> Calendar:
        """Plan what an entry can change of a plan, once."""
        mappings = (
            frozenset(each.items()) for each in (state.cycles, state.delays, state.events, clock)
        )
        key = state.through, *mappings
        if key not in self._plans:
            self._plans[key] = self._plan(state, clock)
        return self._plans[key]

    def _plan(self, state: State, clock: Mapping[str, dt.time]) -> Calendar:
        course, regimen = self.course, self.regimen(state)
        return plan(
            regimen,
            course.patient,
            start=course.start,
            through=self.through(state),
            formulary=self.formulary,
            clock=clock,
            surface=course.surface.policy,
            clearance=course.clearance.policy,
            events=self.events(state),
            # of the visits too; planning takes none where no radiotherapy is given
            closures=course.closed if any(each.sessions for each in regimen.phases) else (),
            delays=state.delays,
        )

    def _on_the_clock(self, state: State) -> Calendar:
        """Take from each day on what a plan with the times of that day gives."""
        clock = dict(self.course.clock)
        planned = self._planned(state, clock)
        for since, times in state.clocks:
            clock |= times
            later = self._planned(state, clock)
            given, sessions = planned.administrations, planned.sessions
            planned = replace(
                planned,
                administrations=(
                    *(each for each in given if each.planned_date < since),
                    *(each for each in later.administrations if each.planned_date >= since),
                ),
                sessions=(
                    *(each for each in sessions if each.date < since),
                    *(each for each in later.sessions if each.date >= since),
                ),
            )
        return planned

    def _dosed(
        self, given: Iterable[Administration], planned: Calendar, state: State
    ) -> Iterator[Administration]:
        """Give each dose at the level, and computed from the body, that hold on its date."""
        doses = _OnePerDose(self)
        for each in given:
            at = state.level_on(each.component, each.planned_date)
            level = self.first_level(each.component) if at is None else at.level
            dose = doses.of(each.dose, level, planned.body_on(each.planned_date))
            yield each if dose is each.dose else replace(each, dose=dose)

    def _later_bodies(self, body: Body, state: State) -> Iterator[tuple[dt.date, Body]]:
        """List from when which body counts; a weight that changed too little makes none."""
        for since, measurement in state.weights:
            used = _kilograms(body.measurement.weight)
            if self.course.recalculate.bites(used, _kilograms(measurement.weight)):
                body = self.measured(measurement)
                yield since, body

    def ordered(self, component: str, level: str | None, body: Body) -> tuple[PlannedDose, ...]:
        """Order the doses of a component, of each of its steps and the plain one, once."""
        key = component, level, body.measurement
        if key not in self._doses:
            order = self.order_at(component, level)
            self._doses[key] = planned_doses(order, body, self.formulary)
        return self._doses[key]


def _lower_dose(full: Order, text: str) -> DoseRule | None:
    """Read a lower dose of the kind of a component; the log says whose decision it is."""
    try:
        given = parse_dose(text)
    except UnitError:
        return None
    is_lower = type(given) is type(full.full_dose) and amount_of(given) < amount_of(full.full_dose)
    return given if is_lower and not full.steps else None


def _kilograms(weight: Amount) -> Fraction:
    return Fraction(weight.to("kg").number)


class _OnePerDose:
    """Shares one object between equal doses: totals and files know a dose by it."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._found: list[PlannedDose] = []
        self._known: dict[tuple[int, str | None, Measurement], PlannedDose] = {}

    def of(self, base: PlannedDose, level: str | None, body: Body) -> PlannedDose:
        """Return a dose at a level and of a body; the dose of the plan itself if it equals it."""
        key = id(base), level, body.measurement
        if key not in self._known:
            order = base.order
            place = [*order.steps, None].index(order.step)
            made = self._maker.ordered(order.component, level, body)[place]
            self._known[key] = self._shared(base if made == base else made)
        return self._known[key]

    def _shared(self, dose: PlannedDose) -> PlannedDose:
        equal = next((each for each in self._found if each == dose), None)
        if equal is None:
            self._found.append(dose)
        return equal or dose


def _with_doses(planned: Calendar, given: tuple[Administration, ...]) -> Calendar:
    """Take the administrations, and list the doses that they have, in the order of the plan."""
    used = {id(each.dose): each.dose for each in given}
    doses = []
    for name in dict.fromkeys(dose.order.component for dose in planned.doses):
        of_component = [dose for dose in used.values() if dose.order.component == name]
        none_left = [dose for dose in planned.doses if dose.order.component == name]
        doses += of_component or none_left
    return replace(planned, administrations=given, doses=tuple(doses))


def _discontinued(calendar: Calendar, state: State) -> Calendar:
    """Say of each cycle which components have been discontinued before it."""

    def over(span: CycleSpan) -> CycleSpan:
        names = (name for name, since in state.discontinued.items() if since <= span.first)
        return replace(span, ended=tuple(dict.fromkeys((*span.ended, *names))))

    return replace(calendar, cycles=tuple(map(over, calendar.cycles)))


def _ended(calendar: Calendar, state: State) -> Calendar:
    """End the calendar before the day from which nothing is given."""
    if state.ended is None or state.ended > calendar.last_day:
        return calendar
    last = state.ended - dt.timedelta(days=1)
    return replace(
        calendar,
        cycles=tuple(span.cut(last) for span in calendar.cycles if span.first <= last),
        following=None,
        sessions=tuple(each for each in calendar.sessions if each.date <= last),
        reviews=tuple(each for each in calendar.reviews if each.date <= last),
        assessments=tuple(each for each in calendar.assessments if each.date <= last),
        awaited=None,
        stopped=state.ended,
    )
