"""Entries that change a dose, its time of day or the clock, and no date."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from npc_regimens.course.state import AtLevel
from npc_regimens.course.versions import DosePlace
from npc_regimens.dose.rules import amount_of
from npc_regimens.errors import CourseError

if TYPE_CHECKING:
    from npc_regimens.course.modifications import ClockTimes, Raise, Reduce, Weight, Zone
    from npc_regimens.course.now import Now
    from npc_regimens.course.state import State
    from npc_regimens.planning import Calendar


def reduce(entry: Reduce, now: Now) -> State:
    """Take a lower level."""
    return _at_level(entry, now, entry.level)


def raise_(entry: Raise, now: Now) -> State:
    """Take a higher level, which only an entry that says so does."""
    return _at_level(entry, now, None if entry.level == "full" else entry.level)


def _at_level(entry: Reduce | Raise, now: Now, level: str | None) -> State:
    """Take a level that is lower, or by an entry that says so higher, than the one that holds."""
    now.check_component(entry.component, entry.since)
    now.check_since(entry.since)
    later = [
        each
        for each in now.state.levels
        if each.component == entry.component and each.since > entry.since
    ]
    if later:
        raise CourseError(
            f"{entry.component!r} is at another level from {later[-1].since} on already; give that"
            " day or a later one"
        )
    before = now.maker.order_at(entry.component, now.level(entry.component, entry.since)).dose
    after = now.maker.order_at(entry.component, level).dose
    is_lower, is_higher = amount_of(after) < amount_of(before), amount_of(before) < amount_of(after)
    if entry.what == "reduce" and not is_lower:
        raise CourseError(
            f"{entry.component!r} is at {before} on {entry.since}, and {after} is not lower; a"
            " reduced dose goes up only by an entry that says so (what = 'raise')"
        )
    if entry.what == "raise" and not is_higher:
        raise CourseError(
            f"{entry.component!r} is at {before} on {entry.since}, and {after} is not higher;"
            " leave the entry out, or write what = 'reduce'"
        )
    new = AtLevel(entry.component, entry.since, level)
    return replace(now.state, levels=(*now.state.levels, new))


def refuse_idle_level(entry: Reduce | Raise, before: Calendar, after: Calendar) -> None:
    """Refuse a level at which the same is ordered as before, for no product makes another dose."""
    was = {DosePlace.of(each): each.ordered for each in before.administrations}
    for each in after.administrations:
        if each.component != entry.component or each.planned_date < entry.since:
            continue
        ordered = was[DosePlace.of(each)]
        is_idle = ordered <= each.ordered if entry.what == "reduce" else each.ordered <= ordered
        if is_idle:
            raise CourseError(
                f"{entry.component!r} at {entry.level} is calculated as {each.calculated} and"
                f" ordered as {each.ordered}, and {ordered} was ordered before: that is not"
                f" what {entry.what!r} says; give a level that its product can make"
            )


def weigh(entry: Weight, now: Now) -> State:
    """Take a new weight."""
    now.check_since(entry.since)
    if entry.measured > entry.recorded:
        raise CourseError(
            f"a weight of {entry.measured} was not known on {entry.recorded}; correct the dates"
        )
    known = max(now.maker.course.patient.measurements, key=lambda each: each.on)
    first = min(entry.since, now.calendar.first_day), known
    since, last = (first, *now.state.weights)[-1]
    if entry.since < since or entry.measured <= last.on:
        raise CourseError(
            f"the weight of {last.on} is used from {since}; give one that was measured later"
            " and is used from that day or a later one"
        )
    # with a birth date the age is that of the new day, and without one that of the first
    age = known.age if now.maker.course.born is None else None
    new = replace(known, weight=entry.weight, on=entry.measured, age=age)
    now.maker.measured(new)  # refuses what no patient weighs
    return replace(now.state, weights=(*now.state.weights, (entry.since, new)))


def set_clock(entry: ClockTimes, now: Now) -> State:
    """Take other times of day."""
    now.check_since(entry.since)
    if now.state.clocks and entry.since < now.state.clocks[-1][0]:
        raise CourseError(
            f"other times hold from {now.state.clocks[-1][0]}; give that day or a later one"
        )
    clock = dict(now.maker.course.clock)
    for _, times in now.state.clocks:
        clock |= times
    if all(clock.get(slot) == time for slot, time in entry.times.items()):
        raise CourseError("these times hold already; leave the entry out")
    return replace(now.state, clocks=(*now.state.clocks, (entry.since, entry.times)))


def set_zone(entry: Zone, now: Now) -> State:
    """Take the clock of another zone."""
    now.check_since(entry.since)
    since, zone = now.state.zones[-1] if now.state.zones else (None, now.maker.course.zone)
    if since is not None and entry.since < since:
        raise CourseError(f"the clock is that of {zone} from {since}; give that day or a later one")
    if entry.zone == zone:
        raise CourseError(f"the clock is that of {zone} already; leave the entry out")
    journey = [(entry.since, entry.zone)]
    if entry.through is not None:
        journey.append((entry.through + dt.timedelta(days=1), zone))
    return replace(now.state, zones=(*now.state.zones, *journey))
