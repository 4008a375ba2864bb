"""Placing: on which day each phase begins, and on which it ends.

A phase follows the one before, or starts from an earlier phase or an event. It ends with the last
of its cycles, with its span or on the day before the event that ends it: what comes first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from npc_regimens.dates import Span, plain_date
from npc_regimens.errors import PlanError
from npc_regimens.planning.rhythm import Delays, Rhythm
from npc_regimens.regimen.starts import event_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npc_regimens.regimen import Regimen, SettledPhase
    from npc_regimens.regimen.starts import AnchorKind

_ONE_DAY: Final = dt.timedelta(days=1)
_NEXT: Final = Span(1, "day")


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates that a caller gives: first and last day, events, closed days, where to resume.

    With them go the delays of cycles.
    """

    start: dt.date
    through: dt.date | None
    events: Mapping[str, dt.date]
    closures: frozenset[dt.date]
    resume: tuple[str, int] | None
    delays: Delays = field(default_factory=Delays)

    def __post_init__(self) -> None:
        if not isinstance(self.events, Mapping):
            raise PlanError(
                "events is a mapping of names to dates, like {'surgery': date(2027, 1, 4)}, not"
                f" {self.events!r}"
            )
        for name, date in self.events.items():
            plain_date(date, f"the date of event {name!r}")
        for date in self.closures:
            plain_date(date, "a closed day")
        if self.resume is None:
            return
        if self.delays:
            raise PlanError("a resumed plan takes no delays; give the start that holds")
        resume = self.resume if type(self.resume) is tuple else ()
        if [*map(type, resume)] != [str, int] or self.resume[1] < 1:
            raise PlanError(
                "resume is a phase and a cycle that counts from 1, like ('induction', 3), not"
                f" {self.resume!r}"
            )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phase lies: its first day, and its last if anything but a horizon gives one.

    Where the first cycle of the next phase is delayed, the last day is that of the pause.
    """

    phase: SettledPhase
    rhythm: Rhythm
    last: dt.date | None

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return self.rhythm.first

    @property
    def last_cycle(self) -> dt.date:
        """Day 1 of its last cycle."""
        length = self.phase.cycle_length_days
        number = self.rhythm.day_on(cast("dt.date", self.last)) // length
        return self.rhythm.date_of(number * length)


class Unplaced(NamedTuple):
    """A phase of which nobody knows when it begins, and why."""

    phase: SettledPhase
    why: str


@dataclass(frozen=True, slots=True)
class Places:
    """The phases that can be placed, from the resumed one on, and the first that cannot."""

    placed: tuple[Place, ...]
    unplaced: Unplaced | None

    def awaited_before(self, last_day: dt.date | None) -> str | None:
        """Name the event that ends the last placed phase, begun by a day, but has no date."""
        if self.unplaced is None or last_day is None or last_day < self.placed[-1].first:
            return None
        return _ending_event(self.placed[-1].phase, self.unplaced.phase)


def place(regimen: Regimen, dates: Dates) -> Places:
    """Find where each phase lies.

    Raises `PlanError` for phases that overlap, and for dates that contradict each other.
    """
    _refuse_other_events(regimen, dates)
    dates.delays.check(regimen)
    found = _placed(regimen, dates)
    if not dates.delays:
        return found
    plain = _placed(regimen, replace(dates, delays=Delays()))
    late = (
        replace(each, rhythm=replace(each.rhythm, late=(each.first - one.first).days))
        for each, one in zip(found.placed, plain.placed, strict=False)
    )
    return replace(found, placed=tuple(late))


def _placed(regimen: Regimen, dates: Dates) -> Places:
    phases = regimen.phases[_resumed(regimen, dates) :]
    placed: list[Place] = []
    for index, phase in enumerate(phases):
        first = _first_day(regimen, phase, placed, dates)
        if isinstance(first, str):
            return Places(tuple(placed), Unplaced(phase, f"{regimen.id}: {first}"))
        following = None if phase is phases[-1] else phases[index + 1]
        pauses = dates.delays.pauses(phase.name, phase.cycle_length_days)
        rhythm = Rhythm(first, pauses, delay=dates.delays.at(phase.name))
        last = _last_day(regimen, phase, rhythm, following, dates)
        found = Place(phase, rhythm.through(last), last)
        placed.append(_with_pause_behind(found, following, dates))
        if index == 0:
            _refuse_resuming_behind(regimen, placed[0], dates)
    return Places(tuple(placed), None)


def _with_pause_behind(found: Place, following: SettledPhase | None, dates: Dates) -> Place:
    """Let a phase go on until the next, whose first cycle is delayed."""
    days = 0 if following is None else dates.delays.at(following.name)
    if not days or found.last is None:
        return found
    last = found.last + dt.timedelta(days=days)
    return replace(found, rhythm=found.rhythm.with_pause_behind(found.last, days), last=last)


def _refuse_other_events(regimen: Regimen, dates: Dates) -> None:
    anchors = [phase.starts.anchor for phase in regimen.phases if phase.starts is not None]
    known = [anchor.name for anchor in anchors if anchor.kind == "event"]
    for name in dates.events:
        if name not in known:
            there_are = f"there are {', '.join(map(repr, known))}" if known else "there are none"
            raise PlanError(f"{regimen.id}: no phase starts from an event {name!r}; {there_are}")


def _resumed(regimen: Regimen, dates: Dates) -> int:
    """Find the phase at which to begin: the first, or the resumed one."""
    if dates.resume is None:
        return 0
    name, cycle = dates.resume
    names = [phase.name for phase in regimen.phases]
    if name not in names:
        raise PlanError(
            f"{regimen.id}: there is no phase {name!r} to resume; there are"
            f" {', '.join(map(repr, names))}"
        )
    count = regimen.phases[names.index(name)].count
    if count is not None and cycle > count:
        raise PlanError(
            f"{regimen.id}: phase {name!r} has {count} cycles, so it cannot be resumed at cycle"
            f" {cycle}"
        )
    return names.index(name)


def _first_day(
    regimen: Regimen, phase: SettledPhase, before: Sequence[Place], dates: Dates
) -> dt.date | str:
    """Find the first day of a phase, or say why nobody can."""
    counted = _counted_from(phase, before, dates)
    if not before:
        return _opening(regimen, phase, counted, dates)
    if isinstance(counted, dt.date):
        last = cast("dt.date", before[-1].last)  # an open phase is followed by its event alone
        if counted <= last:
            raise PlanError(
                f"{regimen.id}: phase {phase.name!r} would begin on {counted}, and phase"
                f" {before[-1].phase.name!r} ends on {last}: they overlap; give a later event, a"
                " longer wait or fewer cycles"
            )
    return counted


def _counted_from(phase: SettledPhase, before: Sequence[Place], dates: Dates) -> dt.date | str:
    """Count from what a phase starts from, or say what is not known."""
    starts = phase.starts
    if starts is None:
        return _NEXT.after(cast("dt.date", before[-1].last)) if before else dates.start
    anchor, known = starts.anchor, {place.phase.name: place for place in before}
    if anchor.kind == "event":
        if anchor.name not in dates.events:
            return (
                f"phase {phase.name!r} starts {starts}, and the date of that event is not given;"
                f" give it (events, --event '{anchor.name}=DATE')"
            )
        day = dates.events[anchor.name]
    elif anchor.name not in known:
        return (
            f"phase {phase.name!r} starts {starts}, which lies before the resumed phase, so nobody"
            " knows when; resume no later than that phase, or plan through an earlier day"
        )
    else:
        day = _day_of(known[anchor.name], anchor.kind)
    return day if starts.after is None else starts.after.after(day)


def _day_of(found: Place, kind: AnchorKind) -> dt.date:
    if kind == "start":
        return found.first
    return found.last_cycle if kind == "last cycle" else _NEXT.after(cast("dt.date", found.last))


def _opening(
    regimen: Regimen, phase: SettledPhase, counted: dt.date | str, dates: Dates
) -> dt.date | str:
    """Begin on the start, or so many cycles before it as were given before the resumed one."""
    first = dates.start
    if dates.resume is not None:
        days = (dates.resume[1] - 1) * phase.cycle_length_days
        if days > (dates.start - dt.date.min).days:
            raise PlanError(
                f"{regimen.id}: start {dates.start} is too early for cycle {dates.resume[1]} of"
                f" {phase.name!r}; check the date"
            )
        first -= dt.timedelta(days=days)
    if phase.starts is None or (dates.resume is not None and isinstance(counted, str)):
        return first
    if isinstance(counted, dt.date) and counted != first:
        begins = "" if first == dates.start else f", so the phase would have begun on {first}"
        raise PlanError(
            f"{regimen.id}: phase {phase.name!r} starts {phase.starts}, which is on {counted}, and"
            f" the start is {dates.start}{begins}; correct the one that is wrong"
        )
    return counted


def _last_day(
    regimen: Regimen,
    phase: SettledPhase,
    rhythm: Rhythm,
    following: SettledPhase | None,
    dates: Dates,
) -> dt.date | None:
    """Find what comes first: the last cycle, the span, the event that ends the phase."""
    first = rhythm.first
    name = _ending_event(phase, following)
    event = None if name is None else dates.events.get(name)
    if event is not None and event <= first:
        raise PlanError(
            f"{regimen.id}: the event {name!r} on {event} ends phase {phase.name!r}, which begins"
            f" on {first}; give a later date of the event"
        )
    span = None if phase.span is None else phase.span.after(first)
    bounds = [each - _ONE_DAY for each in (span, event) if each is not None]
    if phase.count is not None:
        by_count = rhythm.date_of(phase.count * phase.cycle_length_days - 1)
        if phase.count_source == "chosen" and bounds and min(bounds) < by_count:
            raise PlanError(
                f"{regimen.id}: {phase.count} cycles of {phase.name!r} end on {by_count}, after"
                f" its last day, {min(bounds)}; settle fewer cycles, or leave their number out"
            )
        bounds.append(by_count)
    return min(bounds, default=None)


def _ending_event(phase: SettledPhase, following: SettledPhase | None) -> str | None:
    starts = None if following is None else following.starts
    until = () if phase.end is None else phase.end.until
    return event_between(until, None if starts is None else starts.anchor)


def _refuse_resuming_behind(regimen: Regimen, resumed: Place, dates: Dates) -> None:
    if resumed.last is not None and resumed.last < dates.start:
        raise PlanError(
            f"{regimen.id}: phase {resumed.phase.name!r} ends on {resumed.last}, before the start"
            f" {dates.start} of the cycle at which it is resumed"
        )
