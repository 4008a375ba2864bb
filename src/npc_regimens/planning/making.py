"""The act of planning: a regimen, a patient and a start become a calendar.

`plan` is a pure function. Dates are counted from the start of a cycle, and the start of a cycle
from the start of its phase, never from the last dose.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.dates import plain_date, study_day
from npc_regimens.dose import Body
from npc_regimens.errors import PlanError
from npc_regimens.patient import Patient, SurfacePolicy
from npc_regimens.planning.calendar import (
    Administration,
    AssessmentDate,
    Calendar,
    CycleSpan,
    Following,
    ReviewPoint,
)
from npc_regimens.planning.dosing import planned_dose
from npc_regimens.products import Formulary
from npc_regimens.regimen import Regimen
from npc_regimens.regimen.days import SLOTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from npc_regimens.patient import ClearancePolicy
    from npc_regimens.planning.calendar import PlannedDose
    from npc_regimens.regimen import SettledPhase

MOST_ADMINISTRATIONS: Final = 50_000  # a slip of the keyboard must not fill the memory
CLINIC: Final = "clinic"


def plan(  # noqa: PLR0913  each is one part of the world, given by name
    regimen: Regimen,
    patient: Patient,
    *,
    start: dt.date,
    formulary: Formulary,
    through: dt.date | None = None,
    clock: Mapping[str, dt.time] | None = None,
    surface: SurfacePolicy | None = None,
    clearance: ClearancePolicy | None = None,
) -> Calendar:
    """Make the calendar of a regimen for a patient from a start, through a last day that counts.

    ``clock`` gives the wall-clock time of a slot (``once``, ``morning``, ``noon``, ``evening``,
    ``bedtime``) and of a visit (``clinic``); what it does not give has a date only.

    Raises `PlanError` for a horizon that is missing, lies before the start or contradicts a count,
    and `PatientError` where there is no measurement on or before the start.
    """
    for value, kind in ((regimen, Regimen), (patient, Patient), (formulary, Formulary)):
        if not isinstance(value, kind):
            raise PlanError(f"plan takes a {kind.__name__}, not {type(value).__name__}")
    plain_date(start, "start")
    times = _clock(clock or {}, _slots(regimen))
    body = Body.of(patient.at(start), surface or SurfacePolicy(), clearance)
    _refuse_too_long(regimen, start)
    last_day = _horizon(regimen, start, through)
    _refuse_too_many(regimen, start, last_day)
    doses = {order.component: planned_dose(order, body, formulary) for order in regimen.orders}
    spans, following = _cycles(regimen, start, last_day)
    templates = _Templates(doses, times)
    administrations = tuple(
        each for span in spans for each in _administrations(span, start, templates)
    )
    return Calendar(
        regimen=regimen,
        body=body,
        start=start,
        through=through,
        cycles=spans,
        administrations=administrations,
        doses=tuple(doses.values()),
        open_end=regimen.phases[-1].end,
        following=following,
        reviews=tuple(_reviews(regimen, administrations, spans[-1].last)),
        assessments=tuple(_assessments(regimen, start, spans[-1].last)),
    )


def _slots(regimen: Regimen) -> set[str]:
    return {slot for order in regimen.orders for slot in order.frequency.slots}


def _clock(clock: Mapping[str, dt.time], used: set[str]) -> Mapping[str, dt.time]:
    for slot, time in clock.items():
        if slot not in {*SLOTS, CLINIC}:
            raise PlanError(
                f"clock: there is no slot {slot!r}; there are {', '.join(SLOTS)}, clinic"
            )
        if type(time) is not dt.time or time.tzinfo is not None or time.second or time.microsecond:
            raise PlanError(
                f"clock: the time of {slot!r} is a plain datetime.time of whole minutes,"
                f" not {time!r}"
            )
    of_the_day = [slot for slot in SLOTS[1:] if slot in clock and slot in used]
    for early, late in pairwise(of_the_day):
        if clock[late] <= clock[early]:
            raise PlanError(
                f"clock: {late} at {clock[late]:%H:%M} is not after {early} at"
                f" {clock[early]:%H:%M}; give times in the order of the day"
            )
    return clock


def _refuse_too_long(regimen: Regimen, start: dt.date) -> None:
    days = sum(phase.cycle_length_days * (phase.count or 0) for phase in regimen.phases)
    if days > (dt.date.max - start).days:
        raise PlanError(
            f"{regimen.id}: {days} days from {start} are more than the calendar has; give fewer"
            " cycles"
        )


def _horizon(regimen: Regimen, start: dt.date, through: dt.date | None) -> dt.date | None:
    if through is None:
        if regimen.is_open:
            raise PlanError(
                f"{regimen.id}: phase {regimen.phases[-1].name!r} goes on until"
                f" {regimen.phases[-1].end}; give a last day to plan, through (--through)"
            )
        return None
    plain_date(through, "through")
    if through < start:
        raise PlanError(f"through {through} is before the start {start}; give a later last day")
    _refuse_contradiction(regimen, start, through)
    return through


def _refuse_contradiction(regimen: Regimen, start: dt.date, through: dt.date) -> None:
    """Refuse a count that the caller set on an open end, and a last day before it."""
    days = 0
    for phase in regimen.phases:
        days += phase.cycle_length_days * (phase.count or 0)
        last = start + dt.timedelta(days=days - 1)
        if phase.count_by_caller and through < last:
            raise PlanError(
                f"{regimen.id}: {phase.count} cycles of {phase.name!r} end on {last}, after"
                f" through {through}; give one of the two"
            )


def _refuse_too_many(regimen: Regimen, start: dt.date, last_day: dt.date | None) -> None:
    """Count before expanding; a horizon bounds every phase by the days there are."""
    total = 0
    for phase in regimen.phases:
        within = (
            None if last_day is None else (last_day - start).days // phase.cycle_length_days + 1
        )
        cycles = min(each for each in (phase.count, within) if each is not None)
        days = range(1, phase.cycle_length_days + 1)
        total += cycles * sum(
            len(order.days.slots_on(day, order.frequency.slots))
            for order in phase.orders
            for day in days
        )
    if total > MOST_ADMINISTRATIONS:
        raise PlanError(
            f"{regimen.id}: this would be up to {total} administrations, more than the"
            f" {MOST_ADMINISTRATIONS} that are planned at once; give an earlier through"
        )


def _cycles(
    regimen: Regimen, start: dt.date, last_day: dt.date | None
) -> tuple[tuple[CycleSpan, ...], Following | None]:
    """Lay the cycles of all phases end to end, and say what comes behind a horizon that cuts."""
    spans: list[CycleSpan] = []
    phase_start = start
    for phase in regimen.phases:
        for cycle, first, last in _lengths(phase, phase_start):
            if last_day is not None and first > last_day:
                return tuple(spans), Following(phase.name, cycle, 1)
            cut = last if last_day is None else min(last, last_day)
            spans.append(CycleSpan(phase, cycle, first, cut))
            if cut < last:
                behind = Following(phase.name, cycle, (cut - first).days + 2)
                return tuple(spans), behind
        phase_start = spans[-1].last + dt.timedelta(days=1)
    return tuple(spans), None


def _lengths(phase: SettledPhase, start: dt.date) -> Iterator[tuple[int, dt.date, dt.date]]:
    length, cycle = phase.cycle_length_days, 0
    while phase.count is None or cycle < phase.count:
        first = start + dt.timedelta(days=cycle * length)
        cycle += 1
        yield cycle, first, first + dt.timedelta(days=length - 1)


class _Due(NamedTuple):
    """One dose of a cycle, wherever the cycle lies."""

    day: int
    slot: str
    time: dt.time | None
    dose: PlannedDose


class _Templates:
    """The doses of one cycle in order of time, made once for each set of components."""

    def __init__(self, doses: Mapping[str, PlannedDose], clock: Mapping[str, dt.time]) -> None:
        self._doses = doses
        self._clock = clock
        self._made: dict[tuple[str, ...], list[_Due]] = {}

    def of(self, span: CycleSpan) -> list[_Due]:
        """Return the doses that are due in a whole cycle."""
        key = (span.phase.name, *(order.component for order in span.orders))
        if key not in self._made:
            self._made[key] = self._make(span)
        return self._made[key]

    def _make(self, span: CycleSpan) -> list[_Due]:
        due = []
        for order in span.orders:
            dose = self._doses[order.component]
            for day in range(1, span.phase.cycle_length_days + 1):
                for slot in order.days.slots_on(day, order.frequency.slots):
                    named = slot if order.route == "oral" else CLINIC
                    due.append(_Due(day, slot, self._clock.get(named), dose))
        return sorted(due, key=self._in_order_of_time)

    def _in_order_of_time(self, due: _Due) -> tuple[int, dt.time, int]:
        """Sort by day, time and slot; a slot without a time comes after those before it."""
        rank = SLOTS.index(due.slot)
        known = [self._clock[slot] for slot in SLOTS[1:rank] if slot in self._clock]
        return due.day, due.time or max(known, default=dt.time.min), rank


def _administrations(
    span: CycleSpan, start: dt.date, templates: _Templates
) -> Iterator[Administration]:
    first, phase, cycle = span.first, span.phase.name, span.cycle
    days = (span.last - first).days + 1
    dates = [first + dt.timedelta(days=offset) for offset in range(days)]
    before = study_day(first, start) - 1
    for day, slot, time, dose in templates.of(span):
        if day > days:
            return
        date = dates[day - 1]
        yield Administration(phase, cycle, day, slot, before + day, date, date, time, dose)


def _reviews(
    regimen: Regimen, administrations: tuple[Administration, ...], last: dt.date
) -> Iterator[ReviewPoint]:
    for review in regimen.reviews:
        first = next((each for each in administrations if each.component == review.first), None)
        if first is not None:
            date = review.after.after(first.planned_date)
            yield ReviewPoint(
                review.name, review.first, date, review.what, date <= last, review.citation
            )


def _assessments(regimen: Regimen, start: dt.date, last: dt.date) -> Iterator[AssessmentDate]:
    for assessment in regimen.assessments:
        if assessment.every is not None:
            for number in range(1, (last - start).days // assessment.every.days + 1):
                date = start + dt.timedelta(days=number * assessment.every.days)
                yield AssessmentDate(assessment.name, number, date, assessment.words)
