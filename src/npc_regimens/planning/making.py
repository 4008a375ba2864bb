"""The act of planning: a regimen, a patient and a start become a calendar.

`plan` is a pure function. Dates are counted from the start of a cycle, and the start of a cycle
from the start of its phase, never from the last dose.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from npc_regimens.dates import plain_date
from npc_regimens.dose import Body
from npc_regimens.errors import PlanError
from npc_regimens.patient import Patient, SurfacePolicy
from npc_regimens.planning.calendar import AssessmentDate, Calendar, ReviewPoint
from npc_regimens.planning.dosing import planned_doses
from npc_regimens.planning.due import CLINIC, administrations
from npc_regimens.planning.ending import last_doses, with_ends
from npc_regimens.planning.laying import lay
from npc_regimens.planning.placing import Dates
from npc_regimens.planning.rhythm import Delays
from npc_regimens.products import Formulary
from npc_regimens.regimen import Regimen
from npc_regimens.regimen.days import SLOTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from npc_regimens.patient import ClearancePolicy


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
    events: Mapping[str, dt.date] | None = None,
    closures: Collection[dt.date] = (),
    resume: tuple[str, int] | None = None,
    delays: Mapping[tuple[str, int], int] | None = None,
) -> Calendar:
    """Make the calendar of a regimen for a patient from a start, through a last day that counts.

    ``clock`` gives the wall-clock time of a slot (``once``, ``morning``, ``noon``, ``evening``,
    ``bedtime``) and of a visit (``clinic``); what it does not give has a date only.

    ``events`` gives the date of each event from which a phase starts, and ``closures`` the days on
    which no session of radiotherapy is given. With ``resume``, a phase and a cycle, the start is
    day 1 of that cycle and nothing before it is planned.

    ``delays`` gives for a phase and a cycle by how many days it begins later than one cycle length
    after the one before; later cycles follow. In between, a continuous component goes on where it
    is given both before and after, and a listed one rests.

    Raises `PlanError` for a horizon that is missing, lies before the start or contradicts a count,
    for phases that overlap, for an event whose date is missing and for a component that is resumed
    and has at most so many doses, and `PatientError` where there is no measurement on or before the
    first day of treatment, which is the start or a day before it.
    """
    for value, kind in ((regimen, Regimen), (patient, Patient), (formulary, Formulary)):
        if not isinstance(value, kind):
            raise PlanError(f"plan takes a {kind.__name__}, not {type(value).__name__}")
    plain_date(start, "start")
    times = _clock(clock or {}, _slots(regimen))
    layout = lay(
        regimen,
        Dates(start, through, events or {}, frozenset(closures), resume, Delays(delays or {})),
    )
    # a dose before day 1 is never computed from a measurement after it
    body = Body.of(patient.at(layout.first_day), surface or SurfacePolicy(), clearance)
    doses = {order.component: planned_doses(order, body, formulary) for order in layout.orders}
    given = administrations(layout, doses, times)
    every_dose = chain.from_iterable(doses.values())
    calendar = Calendar(
        regimen=regimen,
        body=body,
        start=start,
        through=through,
        cycles=with_ends(layout.cycles, last_doses(regimen, given)),
        administrations=given,
        doses=tuple(each for each in every_dose if layout.has_left(each.order)),
        open_end=regimen.phases[-1].end,
        following=layout.following,
        sessions=tuple(replace(each, time=times.get(CLINIC)) for each in layout.sessions),
        resumed=resume,
        awaited=layout.awaited,
    )
    if not regimen.begins_at(resume):
        return calendar  # it does not have the day from which reviews and assessments count
    reviews, assessments = tuple(_reviews(calendar)), tuple(_assessments(calendar))
    return replace(calendar, reviews=reviews, assessments=assessments)


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


def _reviews(calendar: Calendar) -> Iterator[ReviewPoint]:
    for review in calendar.regimen.reviews:
        given = (each for each in calendar.administrations if each.component == review.first)
        first = next(given, None)
        if first is not None:
            date = review.after.after(first.planned_date)
            within = date <= calendar.last_day
            yield ReviewPoint(review.name, review.first, date, review.what, within, review.citation)


def _assessments(calendar: Calendar) -> Iterator[AssessmentDate]:
    days = (calendar.last_day - calendar.start).days
    for assessment in calendar.regimen.assessments:
        if assessment.every is not None:
            for number in range(1, days // assessment.every.days + 1):
                date = calendar.start + dt.timedelta(days=number * assessment.every.days)
                yield AssessmentDate(assessment.name, number, date, assessment.words)
