"""The calendar as reminders: an event for each dose and session, in a file that phones read.

With its parts (`ics_events`, `vtimezone`) this is the only door to icalendar, whose value types
escape and fold every line.
"""

from __future__ import annotations

import datetime as dt
from heapq import merge
from operator import itemgetter
from typing import TYPE_CHECKING
from uuid import uuid5

from icalendar import Calendar as Component
from icalendar import vDatetime, vText

from npc_regimens.errors import DateError
from npc_regimens.render.ics_events import Events
from npc_regimens.render.ics_words import Wording, require_clock
from npc_regimens.render.reminders import Reminders, Titles
from npc_regimens.render.vtimezone import FIRST_YEAR, vtimezone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.planning import Calendar
    from npc_regimens.products import Formulary

__all__ = ["Reminders", "Titles", "to_ics"]

_END = b"END:VCALENDAR\r\n"


def to_ics(calendar: Calendar, reminders: Reminders, formulary: Formulary) -> bytes:
    """Write one event for each administration and each session of radiotherapy, with one alarm.

    The same arguments give the same bytes. With discreet titles no name of a drug, component or
    trial is in them. A local time that a change of the clocks skips or repeats is written in UTC.

    Raises `PlanError` for a home dose without a time of day, a label of no component, and words
    that tell what discreet titles do not; `DateError` for a start in or before 1970; and
    `UnknownNameError` where the formulary lacks a product that the calendar was planned with.
    """
    if calendar.start.year <= FIRST_YEAR:
        raise DateError(f"start {calendar.start} is before {FIRST_YEAR + 1}; check the date")
    require_clock(calendar.administrations)
    events = Events(reminders, Wording.of(calendar.regimen, reminders, formulary))
    return b"".join(
        (
            _head(reminders),
            _zone(calendar, reminders),
            *_in_order(calendar, events),
            _END,
        )
    )


def _in_order(calendar: Calendar, events: Events) -> Iterator[bytes]:
    """Write the events day by day, the doses of a day before its session."""
    doses = ((each.planned_date, events.event(each)) for each in calendar.administrations)
    sessions = ((each.date, events.session(each)) for each in calendar.sessions)
    return (event for _, event in merge(doses, sessions, key=itemgetter(0)))


def _head(reminders: Reminders) -> bytes:
    maker = "npc_regimens" if reminders.is_full else "Calendar"
    component = Component()
    component["VERSION"] = vText("2.0")
    component["PRODID"] = vText(f"-//{maker}//EN")
    component["CALSCALE"] = vText("GREGORIAN")
    component["METHOD"] = vText("PUBLISH")
    component["UID"] = vText(str(uuid5(reminders.namespace, "calendar")))
    component["LAST-MODIFIED"] = vDatetime(reminders.stamp.astimezone(dt.UTC))
    component["NAME"] = vText(reminders.name)
    component["X-WR-CALNAME"] = vText(reminders.name)
    component["X-WR-TIMEZONE"] = vText(reminders.zone.key)
    return bytes(component.to_ical()).removesuffix(_END)


def _zone(calendar: Calendar, reminders: Reminders) -> bytes:
    if reminders.in_utc:
        return b""
    return vtimezone(reminders.zone, calendar.start.year, calendar.last_day.year)
