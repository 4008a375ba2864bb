"""What each kind of entry does to the sum of the entries, and from which day on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from npc_regimens.course import changing_days, changing_doses, happened, recalling
from npc_regimens.course import modifications as of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from npc_regimens.course.now import Now
    from npc_regimens.course.state import State
    from npc_regimens.course.written import Entry

# Each takes an entry of its kind and the course before it, and refuses what contradicts that.
_APPLIED: Final[dict[type[Entry], Callable[[Any, Now], State]]] = {
    of.Delay: changing_days.delay,
    of.Interrupt: changing_days.interrupt,
    of.Resume: changing_days.resume,
    of.Omit: changing_days.omit,
    of.Skip: changing_days.skip,
    of.Discontinue: changing_days.discontinue,
    of.End: changing_days.end,
    of.Settle: changing_days.settle,
    of.Event: changing_days.set_event,
    of.Review: changing_days.review,
    of.Reduce: changing_doses.reduce,
    of.Raise: changing_doses.raise_,
    of.Weight: changing_doses.weigh,
    of.ClockTimes: changing_doses.set_clock,
    of.Zone: changing_doses.set_zone,
    happened.Missed: recalling.miss,
    happened.Late: recalling.take_late,
    happened.Part: recalling.take_in_part,
}


def apply(entry: Entry, now: Now) -> State:
    """Add an entry to the sum, or raise `CourseError` for what it contradicts."""
    return _APPLIED[type(entry)](entry, now)


def effective(entry: Entry, now: Now) -> dt.date:
    """Return the first day of which an entry may change a dose."""
    if isinstance(entry, of.Since):
        return entry.since
    if isinstance(entry, of.Delay):
        return now.first_of(now.cycle(entry))
    if isinstance(entry, of.Skip):
        return changing_days.first_skipped(entry, now)
    if isinstance(entry, of.Omit):
        return min(each.planned_date for each in changing_days.omitted(entry, now))
    return entry.recorded
