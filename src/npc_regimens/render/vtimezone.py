"""The VTIMEZONE of a zone, made here because icalendar's own gives late onsets and RDATEs.

A zone that keeps one offset gets one part; a zone with a yearly rule gets two parts with that
rule, which Outlook reads too; any other zone gets a part for each change of the clocks.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur, vText

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

FIRST_YEAR: Final = 1970  # where every rule begins, so no earlier date can be written
_DAY: Final = dt.timedelta(days=1)
_SECOND: Final = dt.timedelta(seconds=1)
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST: Final = -1
_ALWAYS_THERE: Final = 4  # a fifth weekday is not in every month, and is the last where it is


@dataclass(frozen=True, slots=True)
class Onset:
    """One change of the clocks, at the local time that they showed before it (RFC 5545, 3.6.5)."""

    local: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str

    @property
    def is_forward(self) -> bool:
        """Whether the clocks go forward."""
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """The nth or last weekday of a month, and the time of day."""

    month: int
    nth: int
    weekday: int
    time: dt.time

    def day(self, year: int) -> dt.datetime:
        """Return the local time of a year at which the rule falls."""
        first, length = monthrange(year, self.month)
        days = range(1 + (self.weekday - first) % 7, length + 1, 7)
        day = days[self.nth if self.nth == _LAST else self.nth - 1]
        return dt.datetime.combine(dt.date(year, self.month, day), self.time)


@lru_cache(maxsize=64)
def vtimezone(zone: ZoneInfo, first_year: int, last_year: int) -> bytes:
    """Write a zone as it is in these years and in the year on either side of them."""
    years = range(first_year - 1, last_year + 2)
    onsets = tuple(_onsets(zone, years))
    forward = _rule([onset for onset in onsets if onset.is_forward], years)
    back = _rule([onset for onset in onsets if not onset.is_forward], years)
    component = Timezone()
    component["TZID"] = vText(zone.key)
    if forward is not None and back is not None:
        for onset, rule in (forward, back):
            component.add_component(_part(onset, rule.day(FIRST_YEAR), rule))
    else:
        for onset in (_beginning(zone, years), *onsets):
            component.add_component(_part(onset, onset.local))
    return bytes(component.to_ical())


def _beginning(zone: ZoneInfo, years: range) -> Onset:
    """Say what holds before the first change: the offset with which the years begin."""
    at = dt.datetime(years[0], 1, 1, tzinfo=dt.UTC)
    epoch = dt.datetime(FIRST_YEAR, 1, 1)  # noqa: DTZ001  an onset is a local time
    offset = _offset(at, zone)
    return Onset(epoch, offset, offset, str(at.astimezone(zone).tzname()))


def _onsets(zone: ZoneInfo, years: range) -> Iterator[Onset]:
    """Walk the days, and where the offset differs halve the day down to the second."""
    early = dt.datetime(years[0], 1, 1, tzinfo=dt.UTC)
    while early.year in years:
        late = early + _DAY
        if _offset(early, zone) != _offset(late, zone):
            yield _onset(early, late, zone)
        early = late


def _onset(early: dt.datetime, late: dt.datetime, zone: ZoneInfo) -> Onset:
    before, after = _offset(early, zone), _offset(late, zone)
    while late - early > _SECOND:
        middle = early + (late - early) // (2 * _SECOND) * _SECOND
        if _offset(middle, zone) == before:
            early = middle
        else:
            late = middle
    local = (late + before).replace(tzinfo=None)
    return Onset(local, before, after, str(late.astimezone(zone).tzname()))


def _offset(instant: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return instant.astimezone(zone).utcoffset() or dt.timedelta(0)


def _rule(onsets: list[Onset], years: range) -> tuple[Onset, YearlyRule] | None:
    """Find the rule that gives these onsets in all of the years, and no others."""
    if len({(onset.before, onset.after, onset.name) for onset in onsets}) != 1:
        return None
    first = onsets[0].local
    nth = min((first.day - 1) // 7 + 1, _ALWAYS_THERE)
    # "last" comes first: laws say so, and a fourth Sunday is often the last one by chance
    for each in (_LAST, nth):
        rule = YearlyRule(first.month, each, first.weekday(), first.time())
        if [rule.day(year) for year in years] == [onset.local for onset in onsets]:
            return onsets[0], rule
    return None


def _part(
    onset: Onset, start: dt.datetime, rule: YearlyRule | None = None
) -> TimezoneDaylight | TimezoneStandard:
    part = TimezoneDaylight() if onset.is_forward else TimezoneStandard()
    part.add("DTSTART", start)
    part.add("TZOFFSETFROM", onset.before)
    part.add("TZOFFSETTO", onset.after)
    part["TZNAME"] = vText(onset.name)
    if rule is not None:
        day = f"{rule.nth}{_WEEKDAYS[rule.weekday]}"
        part["RRULE"] = vRecur({"FREQ": "YEARLY", "BYMONTH": rule.month, "BYDAY": day})
    return part
