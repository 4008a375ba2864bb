"""Where the phases of a regimen lie, counted a second time, and dates of events that fit.

Whoever holds a law gives no events, so they are chosen here: that of the first phase so that it
begins on the first day, and each later one some days behind the phase before it.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from npc_regimens.dates import Span
    from npc_regimens.regimen import Regimen, SettledPhase

_DAYS: Final = {"day": 1, "week": 7}
_MONTHS: Final = {"month": 1, "year": 12}
_UNTIL_EVENT: Final = dt.timedelta(days=60)
_BEHIND: Final = dt.timedelta(days=10)


class Stay(NamedTuple):
    """One phase by our own count: its first day, and the day behind its last if there is one."""

    phase: SettledPhase
    first: dt.date
    end: dt.date | None


class Course(NamedTuple):
    """The stays of a regimen from a start, and the dates of the events."""

    stays: tuple[Stay, ...]
    events: dict[str, dt.date]


def course_of(regimen: Regimen, start: dt.date) -> Course:
    """Count where each phase lies, with dates of events that fit."""
    stays: list[Stay] = []
    events: dict[str, dt.date] = {}
    for index, phase in enumerate(regimen.phases):
        first = _first(phase, stays, events, start)
        following = regimen.phases[index + 1] if index + 1 < len(regimen.phases) else None
        ends: list[dt.date] = []
        if phase.count is not None:
            ends.append(first + dt.timedelta(days=phase.count * phase.cycle_length_days))
        if phase.span is not None:
            ends.append(_later(first, phase.span))
        ending = _ending(phase, following)
        if ending is not None:
            events[ending] = min([first + _UNTIL_EVENT, *ends])
            ends.append(events[ending])
        stays.append(Stay(phase, first, min(ends, default=None)))
    return Course(tuple(stays), events)


def _first(
    phase: SettledPhase, before: list[Stay], events: dict[str, dt.date], start: dt.date
) -> dt.date:
    starts, last_end = phase.starts, before[-1].end if before else None
    if starts is None:
        return last_end or start
    kind, name = starts.anchor.kind, starts.anchor.name
    if kind == "event" and not before:
        events[name] = start if starts.after is None else _earlier(start, starts.after)
        return start
    if kind == "event":
        events.setdefault(name, (last_end or start) + _BEHIND)
        anchor = events[name]
    else:
        stay = next(each for each in before if each.phase.name == name)
        anchor = _anchor(stay, kind)
    return anchor if starts.after is None else _later(anchor, starts.after)


def _anchor(stay: Stay, kind: str) -> dt.date:
    end = stay.end or stay.first
    if kind == "last cycle":
        days = ((end - stay.first).days - 1) // stay.phase.cycle_length_days
        return stay.first + dt.timedelta(days=days * stay.phase.cycle_length_days)
    return stay.first if kind == "start" else end


def _ending(phase: SettledPhase, following: SettledPhase | None) -> str | None:
    if following is None or following.starts is None or phase.end is None:
        return None
    anchor = following.starts.anchor
    is_named = anchor.kind == "event" and anchor.name in phase.end.until
    return anchor.name if is_named else None


def _later(date: dt.date, span: Span) -> dt.date:
    """Count a span from a date by arithmetic of our own; a day that is not there is the last."""
    if span.unit in _DAYS:
        return date + dt.timedelta(days=span.count * _DAYS[span.unit])
    return _by_months(date, span.count * _MONTHS[span.unit])


def _earlier(date: dt.date, span: Span) -> dt.date:
    if span.unit in _DAYS:
        return date - dt.timedelta(days=span.count * _DAYS[span.unit])
    return _by_months(date, -span.count * _MONTHS[span.unit])


def _by_months(date: dt.date, months: int) -> dt.date:
    years, month = divmod(date.month - 1 + months, 12)
    year = date.year + years
    return dt.date(year, month + 1, min(date.day, monthrange(year, month + 1)[1]))


def moved_alike(regimen: Regimen) -> tuple[set[str], bool]:
    """Name the phases that move with the start, and whether the last of them ends otherwise.

    Months have different numbers of days: what comes behind such a span does not move alike.
    """
    names: set[str] = set()
    for phase in regimen.phases:
        wait = None if phase.starts is None else phase.starts.after
        if wait is not None and wait.unit in _MONTHS:
            break
        names.add(phase.name)
        if phase.span is not None and phase.span.unit in _MONTHS:
            return names, True
    return names, False
