"""When an event begins and ends, by the clock of the zone that the patient is in on that day."""

from __future__ import annotations

import datetime as dt
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from npc_regimens.dates import at_wall_clock, holding_on
from npc_regimens.render.reminders import is_utc, require_zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo


class Times(NamedTuple):
    """A start and an end as local times, and whether the clock shows each of them once."""

    start: dt.datetime
    end: dt.datetime
    happen_once: bool
    in_utc: bool

    @property
    def are_local(self) -> bool:
        """Whether they are written by the clock of their zone, and not as instants.

        Readers disagree by an hour on a time that a clock skips or repeats, and on no instant.
        """
        return self.happen_once and not self.in_utc

    @property
    def offset(self) -> dt.timedelta | None:
        """How far the clock at the start is from UTC."""
        return self.start.utcoffset()


class Zones:
    """The zone of each day: that of the patient's home, or of where a journey leads.

    Of two journeys that begin on one day the last holds. Raises `DateError` for a zone without a
    name.
    """

    def __init__(self, home: ZoneInfo, journeys: Sequence[tuple[dt.date, ZoneInfo]] = ()) -> None:
        for _, zone in journeys:
            require_zone(zone)
        self._home = home
        self._journeys = sorted(journeys, key=itemgetter(0))

    def on(self, date: dt.date) -> ZoneInfo:
        """Say in which zone the clock of a date is."""
        return holding_on(date, self._home, self._journeys)

    def times(self, date: dt.date, time: dt.time, length: dt.timedelta) -> Times:
        """Find the start and end of what begins on a date at a time of the clock."""
        zone = self.on(date)
        # of the time on the wall alone: a fold would hide that it comes twice
        start = at_wall_clock(date, time.replace(fold=0), zone)
        end = (start.local.astimezone(dt.UTC) + length).astimezone(zone)
        ends = at_wall_clock(end.date(), end.time().replace(fold=0), zone)
        happen_once = start.happens_once and ends.happens_once
        return Times(start.local, end, happen_once, is_utc(zone))
