"""The events of a calendar file, one for each administration.

The lines of an event that are alike are written once and shared, which is what makes it fast;
a test holds the bytes against icalendar's own way of writing them.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol
from uuid import uuid5

from icalendar import Alarm, vCategory, vDate, vDatetime, vDuration, vInt, vText
from icalendar.parser import Contentline, Parameters

from npc_regimens.dates import at_wall_clock
from npc_regimens.planning.infusions import later_days

if TYPE_CHECKING:
    from npc_regimens.dates import Moment
    from npc_regimens.planning import Administration
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
    middle: bytes
    tail: bytes
    length: dt.timedelta


class Events:
    """Writes the events of one file."""

    def __init__(self, reminders: Reminders, wording: Wording) -> None:
        self._reminders = reminders
        self._wording = wording
        self._zone = reminders.zone
        self._tzid = Parameters({"TZID": reminders.zone.key})
        self._namespace = reminders.namespace
        stamp = vDatetime(reminders.stamp.astimezone(dt.UTC))
        self._stamp = _line("DTSTAMP", stamp)
        self._modified = _line("LAST-MODIFIED", stamp)
        self._shared: dict[tuple[int, str, dt.time | None], _Shared] = {}

    def event(self, given: Administration) -> bytes:
        """Write one event, its properties in icalendar's own order."""
        # by identity: a dose is shared by its administrations, and its hash is slow
        key = id(given.dose), given.slot, given.time
        if key not in self._shared:
            self._shared[key] = self._share(given)
        shared = self._shared[key]
        start, end = self._when(given, shared.length)
        return b"".join(
            (
                shared.head,
                _line("DTSTART", start),
                _line("DTEND", end),
                self._stamp,
                _line("UID", self._identity(given)),
                shared.middle,
                _description(self._wording.description(given)),
                shared.tail,
            )
        )

    def _identity(self, given: Administration) -> vText:
        """Name the place and never the date, so that a moved dose keeps its event (rule 21)."""
        place = f"{given.cycle}/{given.cycle_day}/{given.slot}"
        name = f"dose/{given.phase}/{given.component}/{place}"
        return vText(str(uuid5(self._namespace, name)))

    def _when(self, given: Administration, length: dt.timedelta) -> tuple[_Value, _Value]:
        if given.time is None:
            days = 1 + later_days(given)  # on which it may still run, whatever its time of day
            return _whole_day(given.planned_date), _whole_day(given.planned_date + days * _DAY)
        start = self._moment(given.planned_date, given.time)
        instant = start.local.astimezone(dt.UTC)
        end = (instant + length).astimezone(self._zone)
        ends_once = self._moment(end.date(), end.time()).happens_once
        if self._reminders.in_utc or not (start.happens_once and ends_once):
            # readers disagree by an hour on such a time of a zone, and on no instant
            return vDatetime(instant), vDatetime(instant + length)
        return self._local(start.local), self._local(end)

    def _moment(self, date: dt.date, time: dt.time) -> Moment:
        """Ask of the time on the wall alone: a fold would hide that it comes twice."""
        return at_wall_clock(date, time.replace(fold=0), self._zone)

    def _local(self, moment: dt.datetime) -> vDatetime:
        """Write the zone's own name: icalendar takes 31 zones that share UTC's offset for UTC."""
        value = vDatetime(moment.replace(tzinfo=None))
        value.params = self._tzid
        return value

    def _share(self, given: Administration) -> _Shared:
        is_visit, is_full = not given.at_home, self._reminders.is_full
        summary = vText(self._wording.summary(given))
        blocks_time = is_visit and given.time is not None
        category = vCategory(["Clinic" if is_visit else "Home"])
        return _Shared(
            head=b"BEGIN:VEVENT\r\n" + _line("SUMMARY", summary),
            middle=_line("SEQUENCE", vInt(self._reminders.revision))
            + (_line("CATEGORIES", category) if is_full else b""),
            tail=self._modified
            + _line("STATUS", vText("CONFIRMED"))
            + _line("TRANSP", vText("OPAQUE" if blocks_time else "TRANSPARENT"))
            + _alarm(summary, _trigger(given))
            + b"END:VEVENT\r\n",
            length=self._length(given),
        )

    def _length(self, given: Administration) -> dt.timedelta:
        infusion = given.dose.order.infusion
        if infusion is None:
            return dt.timedelta(minutes=self._reminders.minutes)
        # a fraction, and no Decimal: the ambient context must not reach the file
        return dt.timedelta(seconds=int(Fraction(infusion.to("min").number) * 60))


def _whole_day(date: dt.date) -> vDate:
    return vDate(date, params={"VALUE": "DATE"})


def _trigger(given: Administration) -> dt.timedelta:
    """Ring for a dose when it is due, and for a visit on the evening before it, at 20:00."""
    if given.at_home:
        return AT_START
    time = given.time or dt.time.min
    return EVENING_BEFORE - dt.timedelta(hours=time.hour, minutes=time.minute)


def _alarm(summary: vText, trigger: dt.timedelta) -> bytes:
    """Ring once; phones show the description of an alarm, so it says no more than the summary."""
    alarm = Alarm()
    alarm["ACTION"] = vText("DISPLAY")
    alarm["DESCRIPTION"] = summary
    alarm["TRIGGER"] = vDuration(trigger)
    return bytes(alarm.to_ical())
