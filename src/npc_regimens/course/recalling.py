"""What the entries about doses that were due add to the sum: what was not taken as planned."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from npc_regimens.course.actual import Actual
from npc_regimens.course.versions import DosePlace
from npc_regimens.errors import CourseError

if TYPE_CHECKING:
    from npc_regimens.course.happened import Late, Missed, OfADose, Part
    from npc_regimens.course.now import Now
    from npc_regimens.course.state import State
    from npc_regimens.planning import Administration

_WHOLE = Fraction(1)


def _due(entry: OfADose, now: Now, through: dt.date | None = None) -> list[Administration]:
    """Find the doses that an entry tells of; each is told of once."""
    now.check_component(entry.component, entry.on)
    found = [
        each
        for each in now.calendar.administrations
        if each.component == entry.component
        and entry.on <= each.planned_date <= (through or entry.on)
        and entry.slot in {None, each.slot}
    ]
    if not found:
        slot = "" if entry.slot is None else f" in the {entry.slot}"
        to = "" if through is None else f" to {through}"
        raise CourseError(
            f"nothing of {entry.component!r} was planned on {entry.on}{to}{slot}; check the date"
            " and the component"
        )
    told = {each.place for each in now.state.actuals}
    twice = next((each for each in found if DosePlace.of(each) in told), None)
    if twice is not None:
        raise CourseError(
            f"what happened to {entry.component!r} on {twice.planned_date} ({twice.place},"
            f" {twice.slot}) stands in the log already; leave the entry out, or correct that one"
        )
    return found


def _one(entry: Late | Part, now: Now) -> Administration:
    found = _due(entry, now)
    if len(found) > 1:
        slots = ", ".join(each.slot for each in found)
        raise CourseError(
            f"there are {len(found)} doses of {entry.component!r} on {entry.on}; give the slot"
            f" ({slots})"
        )
    return found[0]


def _with(now: Now, *actuals: Actual) -> State:
    return replace(now.state, actuals=(*now.state.actuals, *actuals))


def miss(entry: Missed, now: Now) -> State:
    """Take down doses that were missed."""
    nothing, recorded = Fraction(0), entry.recorded
    due = _due(entry, now, entry.through)
    return _with(
        now,
        *(
            Actual(DosePlace.of(each), "missed", nothing, None, recorded, entry.reason)
            for each in due
        ),
    )


def take_late(entry: Late, now: Now) -> State:
    """Take down a dose that was taken late."""
    dose = _one(entry, now)
    planned = dt.datetime.combine(dose.planned_date, dose.time or dt.time.min)
    if entry.at <= planned:
        raise CourseError(
            f"the dose of {entry.component!r} was planned at {planned:%Y-%m-%d %H:%M}, and"
            f" {entry.at:%Y-%m-%d %H:%M} is not later; correct the time"
        )
    place = DosePlace.of(dose)
    return _with(now, Actual(place, "late", _WHOLE, entry.at, entry.recorded, entry.reason))


def take_in_part(entry: Part, now: Now) -> State:
    """Take down a dose that was taken in part."""
    dose = _one(entry, now)
    if not entry.taken.number or not entry.taken < dose.ordered:
        raise CourseError(
            f"{entry.taken} is no part of the dose of {entry.component!r}, {dose.ordered}; give"
            " less than that and more than nothing"
        )
    unit = dose.ordered.unit
    part = Fraction(entry.taken.to(unit).number) / Fraction(dose.ordered.number)
    place = DosePlace.of(dose)
    return _with(now, Actual(place, "part", part, None, entry.recorded, entry.reason))
