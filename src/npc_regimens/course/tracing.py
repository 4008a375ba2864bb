"""Tracing: which entries of the log touched which dose, and how often each was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from npc_regimens.course.modifications import Zone
from npc_regimens.course.versions import DosePlace, Version, Versions

if TYPE_CHECKING:
    import datetime as dt

    from npc_regimens.course.definition import Course
    from npc_regimens.course.written import Entry
    from npc_regimens.planning import Administration, Calendar, PlannedDose

_Content = tuple["dt.date", "dt.time | None", "PlannedDose", str]


class Traces:
    """Follows each place of a calendar through the entries."""

    def __init__(self, calendar: Calendar, course: Course) -> None:
        self._zones: list[tuple[dt.date, str]] = []
        self._first_zone = course.zone
        self._now = self._contents(calendar)
        self._given = {DosePlace.of(each): each for each in calendar.administrations}
        self._versions: dict[DosePlace, Version] = {}
        self._dropped: dict[DosePlace, Administration] = {}
        self.reasons: dict[DosePlace, tuple[Entry, ...]] = {}

    def follow(self, calendar: Calendar, entry: Entry) -> None:
        """Take the calendar after an entry, and trace to it what is no longer as it was."""
        if isinstance(entry, Zone):
            self._zones.append((entry.since, entry.zone))
        contents = self._contents(calendar)
        for place in dict.fromkeys((*self._now, *contents)):
            before, after = self._now.get(place), contents.get(place)
            if before != after:
                self.reasons[place] = (*self.reasons.get(place, ()), entry)
                self._raise(place, entry)
            if after is None:
                self._dropped[place] = self._given[place]
            else:
                self._dropped.pop(place, None)
        self._now = contents
        self._given = {DosePlace.of(each): each for each in calendar.administrations}

    def versions(self) -> Versions:
        """Return the versions of what changed, what was dropped, and the journeys."""
        dropped = ((given, self._versions[place]) for place, given in self._dropped.items())
        changed = {
            place: version
            for place, version in self._versions.items()
            if place not in self._dropped
        }
        zones = tuple((since, ZoneInfo(zone)) for since, zone in self._zones)
        return Versions(changed, tuple(dropped), zones)

    def _raise(self, place: DosePlace, entry: Entry) -> None:
        before = self._versions.get(place)
        revision = 1 if before is None else before.revision + 1
        self._versions[place] = Version(revision, entry.recorded)

    def _contents(self, calendar: Calendar) -> dict[DosePlace, _Content]:
        """Say of each dose what an event tells of it."""
        return {
            DosePlace.of(each): (each.planned_date, each.time, each.dose, self._zone(each))
            for each in calendar.administrations
        }

    def _zone(self, given: Administration) -> str:
        """Return the zone of the clock on a day."""
        zone = self._first_zone
        for since, other in self._zones:
            zone = other if given.planned_date >= since else zone
        return zone
