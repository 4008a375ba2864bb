"""Modified calendars for tests: a planned calendar with cycles moved, doses dropped or replaced.

They are built from the outside with `dataclasses.replace`, and by no replay of a course.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from npc_regimens.course.actual import Actual
from npc_regimens.course.versions import DosePlace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from npc_regimens.course.actual import What
    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.products import Ordered

Key = tuple[str, int]
RECORDED = dt.date(2029, 12, 31)


def key_of(given: Administration, calendar: Calendar) -> Key:
    """Find the cycle of the phase in which the day of a dose lies, from the last one back."""
    if given.dose.order.cycle_length_days is None:
        return given.phase, given.cycle
    spans = [span for span in calendar.cycles if span.phase.name == given.phase]
    for span in reversed(spans):
        if given.planned_date >= span.first:
            return given.phase, span.cycle
    return given.phase, spans[0].cycle


def delayed(calendar: Calendar, shifts: Mapping[Key, int]) -> Calendar:
    """Move the first days of cycles, and all their doses with them."""

    def moved(given: Administration) -> Administration:
        by = dt.timedelta(days=shifts.get(key_of(given, calendar), 0))
        return replace(
            given, planned_date=given.planned_date + by, nominal_date=given.nominal_date + by
        )

    spans = []
    for span in calendar.cycles:
        by = dt.timedelta(days=shifts.get((span.phase.name, span.cycle), 0))
        spans.append(replace(span, first=span.first + by, last=span.last + by))
    given = tuple(map(moved, calendar.administrations))
    return replace(calendar, cycles=tuple(spans), administrations=given)


def kept(calendar: Calendar, keep: Callable[[Administration], Any]) -> Calendar:
    """Keep some doses and drop the others."""
    return replace(calendar, administrations=tuple(filter(keep, calendar.administrations)))


def reordered(
    calendar: Calendar, ordered: Ordered, where: Callable[[Administration], Any]
) -> Calendar:
    """Order another dose at some places."""
    changed: dict[int, Any] = {}

    def other(given: Administration) -> Administration:
        if not where(given):
            return given
        dose = changed.setdefault(id(given.dose), replace(given.dose, result=ordered))
        return replace(given, dose=dose)

    return replace(calendar, administrations=tuple(map(other, calendar.administrations)))


def told(given: Administration, what: What, part: Fraction, at: str | None = None) -> Actual:
    """Tell what became of a dose, and when, as in 2026-12-08T23:59."""
    when = None if at is None else dt.datetime.fromisoformat(at)
    return Actual(DosePlace.of(given), what, part, when, RECORDED, "an example")


def at(calendar: Calendar, component: str, place: str, slot: str) -> Administration:
    """Find the dose at a place such as C2D10, in the only phase that has it first."""
    return next(
        given
        for given in calendar.administrations
        if (given.component, given.place, given.slot) == (component, place, slot)
    )
