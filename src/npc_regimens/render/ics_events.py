"""The events of a calendar file, one for each administration and each session of radiotherapy.

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
    from npc_regimens.planning import Administration, Session
    from npc_regimens.render.ics_words import Wording
    from npc_regimens.render.reminders import Reminders

_When = tuple[dt.date, dt.time | None, int]  # and how many days, where there is no time

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
        self._plain_length = dt.timedelta(minutes=reminders.minutes)
        self._shared: dict[tuple[int, str, dt.time | None], _Shared] = {}

    def event(self, given: Administration) -> bytes:
        """Write one event, its properties in icalendar's own order."""
        # by identity: a dose is shared by its administrations, and its hash is slow
        key = id(given.dose), given.slot, given.time
        if key not in self._shared:
            self._shared[key] = self._share(given)
        days = 1 + later_days(given)  # on which it may still run, whatever its time of day
        when = given.planned_date, given.time, days
        description = self._wording.description(given)
        return self._event(self._shared[key], when, _place(given), description)

    def session(self, session: Session) -> bytes:
        """Write the event of one session of radiotherapy, which is a visit."""
        summary = vText(self._wording.session(session))
        trigger, length = _evening_before(session.time), self._plain_length
        shared = self._around(summary, session.time, trigger, length, is_visit=True)
        when = session.date, session.time, 1
        name = f"session/{session.phase}/{session.number}"
        return self._event(shared, when, name, self._wording.note_of(session))

    def _event(self, shared: _Shared, when: _When, name: str, description: str) -> bytes:
        start, end = self._ends(*when, shared.length)
        return b"".join(
            (
                shared.head,
                _line("DTSTART", start),
                _line("DTEND", end),
                self._stamp,
                _line("UID", vText(str(uuid5(self._namespace, name)))),
                shared.middle,
                _description(description),
                shared.tail,
            )
        )

    def _ends(
        self, date: dt.date, time: dt.time | None, days: int, length: dt.timedelta
    ) -> tuple[_Value, _Value]:
        """Say when an event begins and ends: whole days, or a length from a time."""
        if time is None:
            return _whole_day(date), _whole_day(date + days * _DAY)
        start = self._moment(date, time)
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
        summary = vText(self._wording.summary(given))
        trigger = AT_START if given.at_home else _evening_before(given.time)
        length = self._length(given)
        return self._around(summary, given.time, trigger, length, is_visit=not given.at_home)

    def _around(
        self,
        summary: vText,
        time: dt.time | None,
        trigger: dt.timedelta,
        length: dt.timedelta,
        *,
        is_visit: bool,
    ) -> _Shared:
        blocks_time = is_visit and time is not None
        category = vCategory(["Clinic" if is_visit else "Home"])
        return _Shared(
            head=b"BEGIN:VEVENT\r\n" + _line("SUMMARY", summary),
            middle=_line("SEQUENCE", vInt(self._reminders.revision))
            + (_line("CATEGORIES", category) if self._reminders.is_full else b""),
            tail=self._modified
            + _line("STATUS", vText("CONFIRMED"))
            + _line("TRANSP", vText("OPAQUE" if blocks_time else "TRANSPARENT"))
            + _alarm(summary, trigger)
            + b"END:VEVENT\r\n",
            length=length,
        )

    def _length(self, given: Administration) -> dt.timedelta:
        infusion = given.dose.order.infusion
        if infusion is None:
            return self._plain_length
        # a fraction, and no Decimal: the ambient context must not reach the file
        return dt.timedelta(seconds=int(Fraction(infusion.to("min").number) * 60))


def _whole_day(date: dt.date) -> vDate:
    return vDate(date, params={"VALUE": "DATE"})


def _place(given: Administration) -> str:
    """Name the place and never the date, so that a moved dose keeps its event (rule 21)."""
    place = f"{given.cycle}/{given.cycle_day}/{given.slot}"
    return f"dose/{given.phase}/{given.component}/{place}"


def _evening_before(time: dt.time | None) -> dt.timedelta:
    """Ring for a visit on the evening before it, at 20:00; a dose at home rings when it is due."""
    time = time or dt.time.min
    return EVENING_BEFORE - dt.timedelta(hours=time.hour, minutes=time.minute)


def _alarm(summary: vText, trigger: dt.timedelta) -> bytes:
    """Ring once; phones show the description of an alarm, so it says no more than the summary."""
    alarm = Alarm()
    alarm["ACTION"] = vText("DISPLAY")
    alarm["DESCRIPTION"] = summary
    alarm["TRIGGER"] = vDuration(trigger)
    return bytes(alarm.to_ical())
