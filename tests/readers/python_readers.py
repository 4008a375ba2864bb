"""Readers in Python: each finds starts, ends, titles and alarms in its own way."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import icalendar
import pytz
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream
from ics_expected import Found
from khal.icalendar import split_ics
from khal.khalendar import CalendarCollection
from khal.khalendar.vdir import Item

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST = dt.date(2026, 1, 1)


def by_recurring_ical_events(data: bytes, behind: dt.date) -> list[Found]:
    """Read with recurring-ical-events, which many servers and scripts use."""
    calendar = icalendar.Calendar.from_ical(data)
    found = recurring_ical_events.of(calendar).between(FIRST, behind)
    return [
        Found(
            _instant(event["DTSTART"].dt),
            _instant(event["DTEND"].dt),
            str(event["SUMMARY"]),
            _one(-alarm["TRIGGER"].dt for alarm in event.walk("VALARM")),
        )
        for event in found
    ]


def by_vobject(data: bytes, behind: dt.date) -> list[Found]:
    """Read with vobject and its rules of dateutil, as Radicale does."""
    del behind
    found = []
    for event in vobject.readOne(data.decode()).vevent_list:
        start, end = event.dtstart.value, event.dtend.value
        alarm = _one(-each.trigger.value for each in getattr(event, "valarm_list", []))
        for begins in event.getrruleset(addRDate=True) or [start]:
            is_day = isinstance(begins, dt.datetime) and not isinstance(start, dt.datetime)
            first = begins.date() if is_day else begins
            found.append(
                Found(_instant(first), _instant(first + (end - start)), event.summary.value, alarm)
            )
    return found


def by_ical(data: bytes, behind: dt.date) -> list[Found]:
    """Read with ical, which is Home Assistant's."""
    del behind
    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    return [
        Found(
            _instant(event.start),
            _instant(event.end),
            str(event.summary),
            _one(-alarm.trigger for alarm in event.alarm),  # type: ignore[operator]
        )
        for event in calendar.timeline_tz(dt.UTC)
    ]


def by_khal(data: bytes, behind: dt.date) -> list[Found]:
    """Read with khal: imported as its command does, and listed from its database."""
    locale = {"default_timezone": pytz.utc, "local_timezone": pytz.utc}
    with tempfile.TemporaryDirectory() as folder:
        ours = {
            "name": "ours",
            "path": str(Path(folder, "ours")),
            "readonly": False,
            "color": "",
            "addresses": [],
        }
        database = str(Path(folder, "db"))
        khal = CalendarCollection({"ours": ours}, dbpath=database, locale=locale)
        for event in split_ics(data.decode()):
            khal.insert(Item(event), collection="ours")
        first, last = (dt.datetime.combine(date, dt.time(), dt.UTC) for date in (FIRST, behind))
        return [
            *map(_of_khal, khal.get_localized(first, last)),
            *map(
                _of_khal, khal.get_floating(first.replace(tzinfo=None), last.replace(tzinfo=None))
            ),
        ]


def _of_khal(event: Any) -> Found:
    start, end = event.start, event.end
    if event.allday:
        end += dt.timedelta(days=1)  # khal says the last day
    alarm = _one(-before for before, _ in event.alarms)
    return Found(_instant(start), _instant(end), event.summary, alarm)


def _instant(moment: dt.date) -> dt.date:
    return moment.astimezone(dt.UTC) if isinstance(moment, dt.datetime) else moment


def _one(alarms: Iterable[dt.timedelta]) -> dt.timedelta | None:
    """Take the one alarm there is, if there is one."""
    listed = list(alarms)
    assert len(listed) <= 1, listed
    return listed[0] if listed else None
