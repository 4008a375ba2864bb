"""The calendar as reminders: events for doses and sessions, in a file that phones read.

With its parts (`ics_events`, `vtimezone`) this is the only door to icalendar, whose value types
escape and fold every line.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final
from uuid import uuid5

from icalendar import Calendar as Component
from icalendar import vDatetime, vDuration, vText

from npc_regimens.course.versions import Versions
from npc_regimens.errors import DateError, PlanError
from npc_regimens.render.ics_blocks import blocks
from npc_regimens.render.ics_days import days
from npc_regimens.render.ics_entry import Writing, doses
from npc_regimens.render.ics_events import Events
from npc_regimens.render.ics_strings import Language
from npc_regimens.render.ics_times import Zones
from npc_regimens.render.ics_words import Wording, require_clock, require_discreet
from npc_regimens.render.reminders import Audience, Per, Reminders, Titles, is_utc
from npc_regimens.render.vtimezone import FIRST_YEAR, vtimezone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from npc_regimens.planning import Calendar
    from npc_regimens.products import Formulary
    from npc_regimens.render.ics_entry import Entry

__all__ = [
    "Audience",
    "Language",
    "Per",
    "Reminders",
    "Titles",
    "keeper_key",
    "to_cancellations",
    "to_changes",
    "to_ics",
    "to_objects",
]

UNCHANGED: Final = Versions()
_END: Final = b"END:VCALENDAR\r\n"
_ALARM: Final = b"\r\nBEGIN:VALARM\r\n"
_READ_AGAIN: Final = dt.timedelta(hours=6)  # a wish that some readers of a feed hear
_WRITERS: Final = {Per.DOSE: doses, Per.DAY: days, Per.BLOCK: blocks}
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


def to_ics(
    calendar: Calendar,
    reminders: Reminders,
    formulary: Formulary,
    versions: Versions = UNCHANGED,
) -> bytes:
    """Write the events of a calendar, each with one alarm, and cancel those that were dropped.

    The same arguments give the same bytes, and an event whose doses did not change keeps its own.
    With discreet titles no name of a drug, component or trial is in them. A local time that a
    change of the clocks skips or repeats is written in UTC. A feed leaves out what was dropped.

    Raises `PlanError` for a home dose without a time of day, a label of no component, and words
    that tell what discreet titles do not; `DateError` for a start in or before 1970; and
    `UnknownNameError` where the formulary lacks a product that the calendar was planned with.
    """
    file = _File(calendar, reminders, formulary, versions)
    kept = [each for each in file.entries if not (each.is_dropped and reminders.feed)]
    return file.written(kept, "PUBLISH")


def to_changes(
    calendar: Calendar,
    reminders: Reminders,
    formulary: Formulary,
    versions: Versions,
    *,
    since: dt.date = dt.date.min,
) -> bytes:
    """Write only the events that were changed, of those recorded on a day or later.

    Raises `PlanError` where there are none, and all that `to_ics` raises.
    """
    file = _File(calendar, reminders, formulary, versions)
    kept = [each for each in file.entries if not each.is_dropped and _is_new(each, since)]
    if not kept:
        raise PlanError("no event has changed, so there is no file of changes; write the whole")
    return file.written(kept, "PUBLISH")


def to_cancellations(  # noqa: PLR0913  each side of a cancellation has its name
    calendar: Calendar,
    reminders: Reminders,
    formulary: Formulary,
    versions: Versions,
    *,
    organizer: str,
    since: dt.date = dt.date.min,
) -> bytes:
    """Write only the events that were dropped, for programs that remove them on such a file.

    The standard asks for an organizer, which is an address of the site and never the patient's.
    Raises `PlanError` for another text, where nothing was dropped, and all that `to_ics` raises.
    """
    if _ADDRESS.fullmatch(organizer) is None:
        raise PlanError(f"organizer {organizer!r} is no address; write one like 'desk@example.org'")
    file = _File(calendar, reminders, formulary, versions, organizer)
    kept = [each for each in file.entries if each.is_dropped and _is_new(each, since)]
    if not kept:
        raise PlanError("no event was dropped, so there is nothing to cancel; write the whole")
    return file.written(kept, "CANCEL")


def to_objects(
    calendar: Calendar,
    reminders: Reminders,
    formulary: Formulary,
    versions: Versions = UNCHANGED,
) -> dict[str, bytes]:
    """Write each event as an object of its own for a CalDAV collection, by its identity.

    Each says in two properties of its own that it belongs to this course, and by a key what it
    holds, so that whoever keeps the collection knows its own objects again. What was dropped is
    left out, for there an object is deleted. Raises what `to_ics` raises.
    """
    file = _File(calendar, reminders, formulary, versions)
    return {file.events.uid(each): file.alone(each) for each in file.entries if not each.is_dropped}


def keeper_key(reminders: Reminders) -> str:
    """Say by which key the objects of a course are known in a collection."""
    return str(uuid5(reminders.namespace, "keeper"))


def _is_new(entry: Entry, since: dt.date) -> bool:
    return entry.version is not None and entry.version.recorded >= since


class _File:
    """One calendar file: its entries in order, and how they are written."""

    def __init__(
        self,
        calendar: Calendar,
        reminders: Reminders,
        formulary: Formulary,
        versions: Versions,
        organizer: str | None = None,
    ) -> None:
        if calendar.start.year <= FIRST_YEAR:
            raise DateError(f"start {calendar.start} is before {FIRST_YEAR + 1}; check the date")
        dropped = [each for each, _ in versions.dropped]
        require_clock((*calendar.administrations, *dropped))
        if organizer is not None and not reminders.is_full:
            require_discreet(organizer, "organizer", calendar.regimen)
        wording = Wording.of(calendar.regimen, reminders, formulary)
        zones = Zones(reminders.zone, versions.zones)
        writing = Writing(calendar, reminders, wording, versions, zones)
        written = [*_WRITERS[reminders.events](writing), *writing.sessions()]
        self.entries = sorted(written, key=lambda each: (each.date, each.is_dropped))
        self.events = Events(reminders, wording, zones, organizer)
        self._years = calendar.start.year, calendar.last_day.year
        self._reminders, self._name = reminders, wording.calendar_name(reminders.name)

    def written(self, entries: Iterable[Entry], method: str) -> bytes:
        """Write a whole file."""
        events = [self.events.event(each) for each in entries]
        head = _without_end(self._head(method))
        return b"".join((head, *self._zones(), *events, _END))

    def alone(self, entry: Entry) -> bytes:
        """Write a file of one event and the zone that it needs, as a server keeps it."""
        self.events.used.clear()
        event = self.events.event(entry)
        year = entry.date.year  # its own alone: another's must not change it
        zones = b"".join(vtimezone(zone, year, year) for zone in self.events.used.values())
        return b"".join((_without_end(self._bare()), zones, self._marked(event, zones), _END))

    def _marked(self, event: bytes, zones: bytes) -> bytes:
        """Write into an event, before its alarm, whose it is and a key of all that it says."""
        content = uuid5(self._reminders.namespace, (zones + event).hex())
        keeper = keeper_key(self._reminders)
        marks = f"X-CONTENT-KEY:{content}\r\nX-KEEPER-KEY:{keeper}\r\n".encode()
        # a line of its own: words of the caller are inside a line, and cannot end one
        before, alarm, after = event.partition(_ALARM)
        return b"".join((before, b"\r\n", marks, alarm.removeprefix(b"\r\n"), after))

    def _head(self, method: str) -> Component:
        reminders, component = self._reminders, self._bare()
        component["METHOD"] = vText(method)
        component["UID"] = vText(str(uuid5(reminders.namespace, "calendar")))
        component["LAST-MODIFIED"] = vDatetime(reminders.stamp.astimezone(dt.UTC))
        component["NAME"] = vText(self._name)
        component["X-WR-CALNAME"] = vText(self._name)
        component["X-WR-TIMEZONE"] = vText(reminders.zone.key)
        if reminders.feed:
            component["REFRESH-INTERVAL"] = vDuration(_READ_AGAIN, params={"VALUE": "DURATION"})
            component["X-PUBLISHED-TTL"] = vDuration(_READ_AGAIN)
        return component

    def _bare(self) -> Component:
        maker = "npc_regimens" if self._reminders.is_full else "Calendar"
        component = Component()
        component["VERSION"] = vText("2.0")
        component["PRODID"] = vText(f"-//{maker}//EN")
        component["CALSCALE"] = vText("GREGORIAN")
        return component

    def _zones(self) -> Iterable[bytes]:
        """Write the zone of the patient's home and those of journeys, by name."""
        home = self._reminders.zone
        zones = {**self.events.used, **({} if is_utc(home) else {home.key: home})}
        years = [each.date.year for each in self.entries]
        first, last = min((*years, self._years[0])), max((*years, self._years[1]))
        return [vtimezone(zone, first, last) for _, zone in sorted(zones.items())]


def _without_end(component: Component) -> bytes:
    return bytes(component.to_ical()).removesuffix(_END)
