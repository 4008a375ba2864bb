"""The clock of a patient: that of one zone, or of others from some days on, as on a journey."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from npc_regimens.dates import at_wall_clock, holding_on

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from npc_regimens.planning import Administration


@dataclass(frozen=True, slots=True)
class PatientClock:
    """A zone, and the days from which the clock is that of another, in order."""

    zone: ZoneInfo
    zones: tuple[tuple[dt.date, ZoneInfo], ...] = ()

    @classmethod
    def of(cls, zone: ZoneInfo | PatientClock) -> PatientClock:
        """Take a clock, or make one of a zone that holds on every day."""
        return zone if isinstance(zone, PatientClock) else cls(zone)

    def zone_on(self, day: dt.date) -> ZoneInfo:
        """Return the zone whose clock holds on a day.

        >>> from zoneinfo import ZoneInfo
        >>> clock = PatientClock(ZoneInfo("UTC"), ((dt.date(2027, 1, 5), ZoneInfo("Asia/Tokyo")),))
        >>> [str(clock.zone_on(dt.date(2027, 1, day))) for day in (4, 5)]
        ['UTC', 'Asia/Tokyo']
        """
        return holding_on(day, self.zone, self.zones)

    def due(self, given: Administration) -> dt.datetime:
        """Say when a dose is due that has a clock time."""
        return self.at(given.planned_date, given.time or dt.time.min)

    def at(self, day: dt.date, time: dt.time) -> dt.datetime:
        """Say at which moment the clock shows a time of a day."""
        return at_wall_clock(day, time, self.zone_on(day)).local

    def shown(self, moment: dt.datetime) -> dt.datetime:
        """Show a moment by the clock that holds on its day."""
        return moment.astimezone(self.zone_on(moment.astimezone(self.zone).date()))
