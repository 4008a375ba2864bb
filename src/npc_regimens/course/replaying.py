"""Replaying: a course's log, entry by entry, becomes the calendar that holds now.

The past never changes: an entry changes no dose before the day on which it takes effect, and takes
effect on no day before it was recorded. Entries of one day are taken in the order of the log.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from npc_regimens.course.applying import apply, effective
from npc_regimens.course.changing_doses import refuse_idle_level
from npc_regimens.course.happened import OfADose
from npc_regimens.course.making import Maker
from npc_regimens.course.modifications import Event, Raise, Reduce
from npc_regimens.course.now import Now
from npc_regimens.course.state import State
from npc_regimens.course.tracing import Traces
from npc_regimens.course.versions import DosePlace
from npc_regimens.dates import holding_on, plain_date
from npc_regimens.errors import CourseError, LogProblemsError, NpcRegimensError, Problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from npc_regimens.course.actual import Actual
    from npc_regimens.course.definition import Course
    from npc_regimens.course.state import Interruption, WhyNot
    from npc_regimens.course.versions import Versions
    from npc_regimens.course.written import Entry
    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial


@dataclass(frozen=True, slots=True)
class Followed:
    """A course followed through its log, or through the entries of it up to a day.

    ``intended`` is the calendar without any entry, at least through the last day that is planned
    now, and ``calendar`` the one that holds. ``reasons`` are the entries that changed a dose or
    dropped it; ``left_out`` are the doses that an interruption, an omission or a skipped cycle
    leaves out, and ``discontinued`` the first day without each component that was stopped.
    """

    course: Course
    entries: tuple[Entry, ...]
    intended: Calendar
    calendar: Calendar
    actuals: tuple[Actual, ...]
    decisions: Mapping[str, str]
    interruptions: tuple[Interruption, ...]
    left_out: tuple[tuple[Administration, WhyNot], ...]
    discontinued: Mapping[str, dt.date]
    versions: Versions
    reasons: Mapping[DosePlace, tuple[Entry, ...]] = field(compare=False)

    def zone_on(self, date: dt.date) -> ZoneInfo:
        """Return the zone of the clock on a day, on journeys too."""
        return holding_on(date, ZoneInfo(self.course.zone), self.versions.zones)


def replay(
    course: Course,
    trial: Trial,
    arm: str | None = None,
    *,
    formulary: Formulary,
    as_of: dt.date | None = None,
) -> Followed:
    """Follow a course through its log, or through what was recorded up to a day.

    Raises `LogProblemsError` with every entry that contradicts the log before it, the regimen or
    the calendar, each judged as though those named before it were not there; and what planning
    raises, where the course cannot be planned at all.
    """
    maker, state = Maker(course, trial, arm, formulary), State()
    entries = course.log if as_of is None else _recorded_by(as_of, course)
    intended = calendar = maker.calendar(state)
    traces, problems = Traces(calendar, course), []
    for number, entry in enumerate(entries, 1):
        try:
            new_state, new = _after(entry, Now(maker, state, calendar))
        except NpcRegimensError as error:
            problems.append(_problem(number, entry, error))
            continue
        if not isinstance(entry, OfADose):
            traces.follow(new, entry, new_state.zones)
        state, calendar = new_state, new
    if problems:
        raise LogProblemsError(problems)
    return Followed(
        course=course,
        entries=tuple(entries),
        intended=_intended(maker, state, intended, entries),
        calendar=calendar,
        actuals=state.actuals,
        decisions=state.decisions,
        interruptions=state.interruptions,
        left_out=tuple(maker.left_out(state)),
        discontinued=state.discontinued,
        versions=traces.versions(),
        reasons=traces.reasons,
    )


def _intended(maker: Maker, state: State, first: Calendar, entries: tuple[Entry, ...]) -> Calendar:
    """Tell what was intended as far as the plan reaches now.

    An event of which the course did not know has the first date that an entry gave. More cycles
    than were settled may have been intended, and they do not end before an earlier day.
    """
    told = {each.name: each.on for each in reversed(entries) if isinstance(each, Event)}
    events = {name: on for name, on in told.items() if name not in maker.course.events}
    is_longer = state.through is not None and state.through > first.last_day
    if not events and not is_longer:
        return first
    return maker.calendar(State(through=state.through if is_longer else None, events=events))


def _recorded_by(as_of: dt.date, course: Course) -> tuple[Entry, ...]:
    plain_date(as_of, "the day as of which a course is followed")
    return tuple(entry for entry in course.log if entry.recorded <= as_of)


def _after(entry: Entry, now: Now) -> tuple[State, Calendar]:
    """Take one entry, and hold it to the past."""
    if isinstance(entry, OfADose):
        return apply(entry, now), now.calendar
    since = effective(entry, now)
    if now.state.ended is not None and since >= now.state.ended:
        raise CourseError(
            f"the treatment has ended, and nothing is given from {now.state.ended} on; leave the"
            " entry out, or correct that one"
        )
    if since < entry.recorded:
        raise CourseError(
            f"it would take effect on {since}, before it was recorded on {entry.recorded}, and the"
            " past does not change; give a later day, or the day on which it was decided as"
            " recorded; what was not taken until then is missed (what = 'missed')"
        )
    state = apply(entry, now)
    calendar = now.maker.calendar(state)
    _hold_the_past(now.calendar, calendar, since)
    if isinstance(entry, Reduce | Raise):
        refuse_idle_level(entry, now.calendar, calendar)
    _hold_what_happened(now, calendar)
    return state, calendar


def _hold_the_past(before: Calendar, after: Calendar, since: dt.date) -> None:
    was, now = (tuple(_until(since, each)) for each in (before, after))
    changed = next((one for one, other in zip(was, now, strict=False) if one != other), None)
    if changed is None and len(was) == len(now):
        return
    first = changed or (*was, *now)[min(len(was), len(now))]
    raise CourseError(
        f"it takes effect on {since} and would change {first.component!r} of {first.planned_date}"
        f" ({first.place}), which is past; enter it as from a day on or before that, if it was"
        " recorded by then"
    )


def _hold_what_happened(now: Now, after: Calendar) -> None:
    """Hold the doses that an entry has told of, which may be of the same day."""
    told = {each.place for each in now.state.actuals}
    kept = {DosePlace.of(each): each for each in after.administrations} if told else {}
    for each in now.calendar.administrations:
        if DosePlace.of(each) in told and each != kept.get(DosePlace.of(each)):
            raise CourseError(
                f"what happened to {each.component!r} on {each.planned_date} ({each.place},"
                f" {each.slot}) stands in the log, and it would change that dose; enter it as from"
                " the day after, or correct that one"
            )


def _until(since: dt.date, calendar: Calendar) -> Iterator[Administration]:
    return (each for each in calendar.administrations if each.planned_date < since)


def _problem(number: int, entry: Entry, error: NpcRegimensError) -> Problem:
    what, _, remedy = str(error).partition("; ")
    place = f"log entry {number}, recorded {entry.recorded} ({entry.words})"
    return Problem(place, what, remedy or "correct the entry")
