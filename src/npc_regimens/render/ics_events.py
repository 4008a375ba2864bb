"""Entries as the lines of a calendar file.

The lines of an event that are alike are written once and shared, which is what makes it fast;
a test holds the bytes against icalendar's own way of writing them.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol
from uuid import uuid5

from icalendar import (
    Alarm,
    vCalAddress,
    vCategory,
    vDate,
    vDatetime,
    vDuration,
    vInt,
    vRecur,
    vText,
)
from icalendar.parser import Contentline, Parameters

from npc_regimens.render.ics_times import Zones

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from npc_regimens.course.versions import Version
    from npc_regimens.render.ics_entry import Entry
    from npc_regimens.render.ics_words import Wording
    from npc_regimens.render.reminders import Reminders

WHOLE: Final = 75  # octets of a line that needs no fold (RFC 5545, 3.1)
AT_START: Final = dt.timedelta(0)
EVENING_BEFORE: Final = dt.timedelta(hours=-4)  # from the midnight on which a day begins
_DAY: Final = dt.timedelta(days=1)


class _Value(Protocol):
    """A value type of icalendar."""

    params: Parameters

    def to_ical(self) -> bytes: ...


def _line(name: str, value: _Value) -> bytes:
    """Write one property, escaped and folded by icalendar, which walks a line letter by letter."""
    line = Contentline.from_parts(name, value.params, value)
    is_short = line.isascii() and len(line) <= WHOLE
    return (line.encode() if is_short else bytes(line.to_ical())) + b"\r\n"


@lru_cache(maxsize=4096)
def _description(text: str) -> bytes:
    return _line("DESCRIPTION", vText(text))


class _Shared(NamedTuple):
    """What the events of one dose at one time of day have in common, around what they do not."""

    head: bytes
    stamp: bytes
    sequence: bytes
    category: bytes
    tail: bytes


class Events:
    """Writes the events of one file; a cancelled one is from an organizer where that is given."""

    def __init__(
        self, reminders: Reminders, wording: Wording, zones: Zones, organizer: str | None = None
    ) -> None:
        self._reminders = reminders
        self._wording = wording
        self._zones = zones
        self._at_home = Zones(reminders.zone)
        self._namespace = reminders.namespace
        address = vCalAddress(f"mailto:{organizer}")
        self._organizer = b"" if organizer is None else _line("ORGANIZER", address)
        self._shared: dict[tuple[object, ...], _Shared] = {}
        self.used: dict[str, ZoneInfo] = {}

    def uid(self, entry: Entry) -> str:
        """Say under which identity an entry is written."""
        return str(uuid5(self._namespace, entry.name))

    def event(self, entry: Entry) -> bytes:
        """Write one event, its properties in icalendar's own order."""
        what = entry.summary, entry.time, entry.is_visit
        key = *what, entry.version, entry.others, entry.is_dropped
        shared = self._shared.get(key)
        if shared is None:
            shared = self._shared[key] = self._share(entry)
        start, end = self._ends(entry)
        return b"".join(
            (
                shared.head,
                _line("DTSTART", start),
                _line("DTEND", end),
                shared.stamp,
                _line("UID", vText(self.uid(entry))),
                shared.sequence,
                _rule(entry),
                shared.category,
                _description(entry.description),
                shared.tail,
            )
        )

    def _ends(self, entry: Entry) -> tuple[_Value, _Value]:
        """Say when an event begins and ends: whole days, or a length from a time."""
        if entry.time is None:
            return _whole_day(entry.date), _whole_day(entry.date + entry.days * _DAY)
        # a cancelled event is by the clock of home, whatever journey comes later
        zones = self._at_home if entry.is_dropped else self._zones
        times = zones.times(entry.date, entry.time, entry.length)
        if not times.are_local:
            return _instant(times.start), _instant(times.end)
        zone = zones.on(entry.date)
        self.used[zone.key] = zone
        return _local(times.start, zone), _local(times.end, zone)

    def _share(self, entry: Entry) -> _Shared:
        summary = vText(entry.summary)
        stamp = vDatetime(self._stamp(entry.version))
        blocks_time = entry.is_visit and entry.time is not None and not entry.is_dropped
        category = vCategory([self._wording.category(is_visit=entry.is_visit)])
        revision = entry.others + (0 if entry.version is None else entry.version.revision)
        return _Shared(
            head=b"BEGIN:VEVENT\r\n" + _line("SUMMARY", summary),
            stamp=_line("DTSTAMP", stamp),
            sequence=_line("SEQUENCE", vInt(self._reminders.revision + revision)),
            category=_line("CATEGORIES", category) if self._reminders.is_full else b"",
            tail=_line("LAST-MODIFIED", stamp)
            + self._organizer
            + _line("STATUS", vText("CANCELLED" if entry.is_dropped else "CONFIRMED"))
            + _line("TRANSP", vText("OPAQUE" if blocks_time else "TRANSPARENT"))
            + (b"" if entry.is_dropped else _alarm(summary, _trigger(entry)))
            + b"END:VEVENT\r\n",
        )

    def _stamp(self, version: Version | None) -> dt.datetime:
        """Say when an event was last revised: on the day of its last change, if there was one."""
        made = self._reminders.stamp.astimezone(dt.UTC)
        if version is None:
            return made
        # a decision may be older than the file: what was revised is never stamped as older
        return max(made, dt.datetime.combine(version.recorded, dt.time(), dt.UTC))


def _rule(entry: Entry) -> bytes:
    """Say how often an event comes, in the one form that all readers agree about."""
    if entry.repeats == 1:
        return b""
    rule = {"FREQ": "DAILY", "COUNT": entry.repeats}
    return _line("RRULE", vRecur(rule if entry.gap == 1 else {**rule, "INTERVAL": entry.gap}))


def _local(moment: dt.datetime, zone: ZoneInfo) -> vDatetime:
    """Write the zone's own name: icalendar takes 31 zones that share UTC's offset for UTC."""
    value = vDatetime(moment.replace(tzinfo=None))
    value.params = Parameters({"TZID": zone.key})
    return value


def _instant(moment: dt.datetime) -> vDatetime:
    return vDatetime(moment.astimezone(dt.UTC))


def _whole_day(date: dt.date) -> vDate:
    return vDate(date, params={"VALUE": "DATE"})


def _trigger(entry: Entry) -> dt.timedelta:
    """Ring for a visit on the evening before it, at 20:00; a dose at home rings when it is due."""
    if not entry.is_visit:
        return AT_START
    time = entry.time or dt.time.min
    return EVENING_BEFORE - dt.timedelta(hours=time.hour, minutes=time.minute)


def _alarm(summary: vText, trigger: dt.timedelta) -> bytes:
    """Ring once; phones show the description of an alarm, so it says no more than the summary."""
    alarm = Alarm()
    alarm["ACTION"] = vText("DISPLAY")
    alarm["DESCRIPTION"] = summary
    alarm["TRIGGER"] = vDuration(trigger)
    return bytes(alarm.to_ical())
