"""Tracing: which entries of the log touched which dose or session, and how often each changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from npc_regimens.course.versions import DosePlace, SessionPlace, Version, Versions
from npc_regimens.dates import holding_on
from npc_regimens.planning.calendar import Session

if TYPE_CHECKING:
    import datetime as dt

    from npc_regimens.course.definition import Course
    from npc_regimens.course.written import Entry
    from npc_regimens.planning import Administration, Calendar, PlannedDose

_Place = DosePlace | SessionPlace
_Content = tuple["dt.date", "dt.time | None", "PlannedDose | None", str]


class Traces:
    """Follows each place of a calendar through the entries."""

    def __init__(self, calendar: Calendar, course: Course) -> None:
        self._zones: tuple[tuple[dt.date, str], ...] = ()
        self._first_zone = course.zone
        self._now = self._contents(calendar)
        self._given = _by_place(calendar)
        self._versions: dict[_Place, Version] = {}
        self._dropped: dict[_Place, Administration | Session] = {}
        self.reasons: dict[DosePlace, tuple[Entry, ...]] = {}

    def follow(
        self, calendar: Calendar, entry: Entry, zones: tuple[tuple[dt.date, str], ...] = ()
    ) -> None:
        """Take the calendar after an entry, and trace to it what is no longer as it was.

        ``zones`` are those of the clock after it, each with its first day.
        """
        self._zones = zones
        contents = self._contents(calendar)
        for place in dict.fromkeys((*self._now, *contents)):
            before, after = self._now.get(place), contents.get(place)
            if before != after:
                self._raise(place, entry)
                if isinstance(place, DosePlace):
                    self.reasons[place] = (*self.reasons.get(place, ()), entry)
            if after is None:
                self._dropped[place] = self._given[place]
            else:
                self._dropped.pop(place, None)
        self._now = contents
        self._given = _by_place(calendar)

    def versions(self) -> Versions:
        """Return the versions of what changed, what was dropped, and the journeys."""
        changed = {
            place: version
            for place, version in self._versions.items()
            if place not in self._dropped
        }
        doses, sessions = [], []
        for place, given in self._dropped.items():
            version = self._versions[place]
            if isinstance(given, Session):
                sessions.append((given, version))
            else:
                doses.append((given, version))
        zones = tuple((since, ZoneInfo(zone)) for since, zone in self._zones)
        return Versions(changed, tuple(doses), zones, tuple(sessions))

    def _raise(self, place: _Place, entry: Entry) -> None:
        before = self._versions.get(place)
        revision = 1 if before is None else before.revision + 1
        self._versions[place] = Version(revision, entry.recorded)

    def _contents(self, calendar: Calendar) -> dict[_Place, _Content]:
        """Say of each dose and session what an event tells of it."""
        zone = partial(holding_on, first=self._first_zone, changes=self._zones)
        doses: dict[_Place, _Content] = {
            DosePlace.of(each): (
                each.planned_date,
                each.time,
                each.dose,
                zone(each.planned_date),
            )
            for each in calendar.administrations
        }
        sessions: dict[_Place, _Content] = {
            SessionPlace.of(each): (each.date, each.time, None, zone(each.date))
            for each in calendar.sessions
        }
        return doses | sessions


def _by_place(calendar: Calendar) -> dict[_Place, Administration | Session]:
    return {
        **{DosePlace.of(each): each for each in calendar.administrations},
        **{SessionPlace.of(each): each for each in calendar.sessions},
    }
