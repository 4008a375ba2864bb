"""Findings of other clocks: doses that a change of the clock or a journey brings together.

The clock on the wall is kept, so on such a day the real hours between two doses are others.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.checks.finding import Finding
from npc_regimens.course.modifications import ClockTimes, Zone
from npc_regimens.dates import at_wall_clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.course.replaying import Followed
    from npc_regimens.planning import Administration

ONE_HOUR: Final = dt.timedelta(hours=1)  # by which clocks that go forward shorten every night


class _Dose(NamedTuple):
    """A dose at home: its date, its time with the place of the clock, and the instant."""

    date: dt.date
    said: str
    at: dt.datetime


def gap_findings(followed: Followed) -> Iterator[Finding]:
    """Tell two doses of a component that come closer than they do on other days, or change places.

    Only around the days from which other times or another zone hold.
    """
    days = list(_changes(followed))
    if not days:
        return
    for order in followed.calendar.regimen.orders:
        usual = _usual_gap(followed, order.component)
        for one, other in pairwise(_doses(followed, order.component)):
            if usual is not None and _cross(one, other, days):
                yield from _judged(order.component, one, other, usual)


def _usual_gap(followed: Followed, component: str) -> dt.timedelta | None:
    """Find the least time between two doses as intended, on the clock of the wall."""
    at = [
        dt.datetime.combine(each.planned_date, each.time)
        for each in followed.intended.administrations
        if each.component == component and each.at_home and each.time is not None
    ]
    return min((other - one for one, other in pairwise(at)), default=None)


def _changes(followed: Followed) -> Iterator[dt.date]:
    for entry in followed.entries:
        if isinstance(entry, Zone | ClockTimes):
            yield entry.since
        if isinstance(entry, Zone) and entry.through is not None:
            yield entry.through + dt.timedelta(days=1)


def _cross(one: _Dose, other: _Dose, days: Sequence[dt.date]) -> bool:
    """Whether a change lies between two doses."""
    return any(one.date < day <= other.date for day in days)


def _doses(followed: Followed, component: str) -> list[_Dose]:
    """List the doses at home in the order of the calendar, each with its instant."""
    return [
        _dose(followed, each, each.time)
        for each in followed.calendar.administrations
        if each.component == component and each.at_home and each.time is not None
    ]


def _dose(followed: Followed, given: Administration, time: dt.time) -> _Dose:
    date, zone = given.planned_date, followed.zone_on(given.planned_date)
    at = at_wall_clock(date, time, zone).local.astimezone(dt.UTC)
    return _Dose(date, f"{date} {time:%H:%M} ({zone.key})", at)


def _judged(component: str, one: _Dose, other: _Dose, usual: dt.timedelta) -> Iterator[Finding]:
    gap = other.at - one.at
    if gap <= dt.timedelta(0):
        words = (
            f"the dose of {other.said} comes before or with that of {one.said}; omit one of the two"
            " (what = 'omit'), or give other times"
        )
        yield Finding("warning", "doses-change-places", component, words)
    elif gap < usual - ONE_HOUR:
        words = (
            f"only {_hours(gap)} lie between the doses of {one.said} and {other.said}, and"
            f" {_hours(usual)} on other days; ask whether one is omitted, or give other times"
        )
        yield Finding("warning", "doses-close-together", component, words)


def _hours(span: dt.timedelta) -> str:
    minutes = span // dt.timedelta(minutes=1)
    hours, rest = minutes // 60, minutes % 60
    return f"{hours} h" if not rest else f"{hours} h {rest} min"
