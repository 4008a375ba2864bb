"""Entries that change on which days something is given, and on which it is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from npc_regimens.course.state import Interruption, Skipped
from npc_regimens.errors import CourseError
from npc_regimens.regimen.conflicts import near

if TYPE_CHECKING:
    from npc_regimens.course.modifications import (
        Delay,
        Discontinue,
        End,
        Event,
        Interrupt,
        Omit,
        Resume,
        Review,
        Settle,
        Skip,
    )
    from npc_regimens.course.now import Now
    from npc_regimens.course.state import State
    from npc_regimens.planning import Administration

_ONE_DAY = dt.timedelta(days=1)


def delay(entry: Delay, now: Now) -> State:
    """Delay a cycle to a later day."""
    span = now.cycle(entry)
    if entry.to <= span.first:
        raise CourseError(
            f"cycle {span.cycle} of {span.phase.name!r} begins on {span.first} as it stands, and"
            f" {entry.to} is not later; give a later day, or leave the entry out"
        )
    if now.state.ended is not None and entry.to >= now.state.ended:
        raise CourseError(
            f"the treatment ends before {now.state.ended}, so the cycle cannot begin on {entry.to};"
            " leave the entry out, or correct one of the two"
        )
    place = span.phase.name, span.cycle
    days = now.state.delays.get(place, 0) + (entry.to - span.first).days
    return replace(now.state, delays={**now.state.delays, place: days})


def first_skipped(entry: Skip, now: Now) -> dt.date:
    """Find the first day of a skipped cycle: a dose before its day 1 falls away with it."""
    span = now.cycle(entry)
    cycle = Skipped(entry.component, span.phase.name, span.cycle)
    given = (each.planned_date for each in now.calendar.administrations if cycle.has(each))
    return min((span.first, *given))


def interrupt(entry: Interrupt, now: Now) -> State:
    """Interrupt a component, or all."""
    if entry.component is not None:
        now.check_component(entry.component, entry.since)
    now.check_since(entry.since)
    new = Interruption(entry.component, entry.since, entry.through)
    for other in now.state.interruptions:
        if other.component in {None, new.component} and other.touches(new):
            raise CourseError(
                f"{_name(other.component)} is interrupted already from {other.first}"
                f" {'on' if other.last is None else f'through {other.last}'}; give the days that"
                " are new"
            )
    return replace(now.state, interruptions=(*now.state.interruptions, new))


def resume(entry: Resume, now: Now) -> State:
    """End an interruption on the day before."""
    if entry.component is not None:
        now.check_component(entry.component, entry.since)
    found = [
        each
        for each in now.state.interruptions
        if each.component == entry.component
        and each.first < entry.since
        and (each.covers(entry.since) or each.last is None)
    ]
    if not found:
        _refuse_part_of_all(entry, now)
        raise CourseError(
            f"{_name(entry.component)} is not interrupted on {entry.since}, by an entry of the"
            " same component from an earlier day; there is nothing to resume"
        )
    ended = replace(found[-1], last=entry.since - _ONE_DAY)
    kept = (ended if each is found[-1] else each for each in now.state.interruptions)
    return replace(now.state, interruptions=tuple(kept))


def _refuse_part_of_all(entry: Resume, now: Now) -> None:
    """Refuse to resume one component of an interruption of all."""
    of_all = (each for each in now.state.interruptions if each.component is None)
    is_within = any(each.first < entry.since and each.covers(entry.since) for each in of_all)
    if entry.component is not None and is_within:
        raise CourseError(
            f"{_name(entry.component)} is interrupted with all others; resume all, and interrupt"
            " again those that do not come back"
        )


def omit(entry: Omit, now: Now) -> State:
    """Leave out the doses of one day."""
    return replace(now.state, skipped=(*now.state.skipped, _skipped(entry, now)))


def omitted(entry: Omit, now: Now) -> list[Administration]:
    """Find the doses of an omission, which has some."""
    now.check_known(entry.component)
    found = _skipped(entry, now)
    given = [each for each in now.calendar.administrations if found.has(each)]
    if not given:
        raise CourseError(
            f"nothing of {entry.component!r} is planned on day {entry.day} of cycle {entry.cycle};"
            " it may be a rest day, omitted or discontinued already, or behind the last planned day"
        )
    return given


def _skipped(entry: Omit, now: Now) -> Skipped:
    """Name the place; a component may count in a cycle of its own, beside those of the phase."""
    places = {
        (each.phase, each.cycle)
        for each in now.calendar.administrations
        if (each.component, each.cycle, each.cycle_day) == (entry.component, entry.cycle, entry.day)
    }
    phases = {phase for phase, _ in places if entry.phase in {None, phase}}
    if len(phases) > 1:
        names = ", ".join(sorted(map(repr, phases)))
        raise CourseError(f"cycle {entry.cycle} stands in {names}; give the phase")
    phase = phases.pop() if phases else entry.phase or ""
    return Skipped(entry.component, phase, entry.cycle, entry.day, entry.slot)


def _name(component: str | None, every: str = "all") -> str:
    return every if component is None else repr(component)


def skip(entry: Skip, now: Now) -> State:
    """Leave out a cycle."""
    span = now.cycle(entry)
    if entry.component is not None:
        now.check_component(entry.component, span.first)
    new = Skipped(entry.component, span.phase.name, span.cycle)
    if not any(new.has(each) for each in now.calendar.administrations):
        raise CourseError(
            f"nothing of {_name(entry.component, 'any component')} is planned in cycle"
            f" {span.cycle} of {span.phase.name!r}; it may be skipped already"
        )
    return replace(now.state, skipped=(*now.state.skipped, new))


def discontinue(entry: Discontinue, now: Now) -> State:
    """Stop a component."""
    now.check_component(entry.component, None)
    now.check_since(entry.since)
    stopped = {**now.state.discontinued, entry.component: entry.since}
    return replace(now.state, discontinued=stopped)


def end(entry: End, now: Now) -> State:
    """End the treatment."""
    now.check_since(entry.since)
    start = now.calendar.start
    if entry.since <= start:
        raise CourseError(
            f"the treatment begins on {start}, and cannot end before it; give a later day"
        )
    return replace(now.state, ended=entry.since)


def settle(entry: Settle, now: Now) -> State:
    """Settle a number of cycles; the delay of one that is not given any more falls away."""
    # an end that is open stays one until somebody settles it, whatever its greatest number
    closed = (phase for phase in now.calendar.regimen.phases if phase.end is None)
    settled = {phase.name: phase.count for phase in closed}
    settled |= now.maker.settlement(now.state).cycles
    is_settled = all(settled.get(phase) == count for phase, count in entry.cycles.items())
    if is_settled and entry.through in {None, now.maker.through(now.state)}:
        raise CourseError(f"{entry.words} is settled already; leave the entry out")
    delays = {
        (phase, cycle): days
        for (phase, cycle), days in now.state.delays.items()
        if cycle <= entry.cycles.get(phase, cycle)
    }
    cycles = {**now.state.cycles, **entry.cycles}
    through = entry.through or now.state.through
    return replace(now.state, cycles=cycles, through=through, delays=delays)


def set_event(entry: Event, now: Now) -> State:
    """Take the date of an event; planning refuses one that no phase starts from."""
    if now.maker.events(now.state).get(entry.name) == entry.on:
        raise CourseError(f"{entry.words} is given already; leave the entry out")
    return replace(now.state, events={**now.state.events, entry.name: entry.on})


def review(entry: Review, now: Now) -> State:
    """Take down the decision of a review."""
    names = [review.name for review in now.calendar.regimen.reviews]
    if entry.name not in names:
        raise CourseError(f"there is no review {entry.name!r}; {near(entry.name, names)}")
    if entry.name in now.state.decisions:
        raise CourseError(f"the review {entry.name!r} is decided already; leave the entry out")
    return replace(now.state, decisions={**now.state.decisions, entry.name: entry.decision})
