"""Versions: how often each dose has changed since it was first planned, and which were dropped.

A calendar file needs them to update and to cancel the events that it wrote before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from npc_regimens.planning import Administration
    from npc_regimens.planning.calendar import Session


class DosePlace(NamedTuple):
    """What makes a dose the same dose when its date, time or amount changes."""

    phase: str
    component: str
    cycle: int
    cycle_day: int
    slot: str

    @classmethod
    def of(cls, given: Administration) -> DosePlace:
        """Return the place of an administration."""
        return cls(given.phase, given.component, given.cycle, given.cycle_day, given.slot)


class SessionPlace(NamedTuple):
    """What makes a session of radiotherapy the same one when its date or time changes."""

    phase: str
    number: int

    @classmethod
    def of(cls, session: Session) -> SessionPlace:
        """Return the place of a session."""
        return cls(session.phase, session.number)


@dataclass(frozen=True, slots=True)
class Version:
    """How many times a dose was changed or added since the start, and on which day last."""

    revision: int
    recorded: dt.date


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of the doses and sessions that changed, what was dropped, and the journeys.

    A dose that an entry added is among those that changed, for it may lengthen an event that
    others share. What is in none of them is as it was first planned. ``zones`` are the days from
    which the clock is that of another zone, in order.
    """

    changed: Mapping[DosePlace | SessionPlace, Version] = field(default_factory=dict)
    dropped: tuple[tuple[Administration, Version], ...] = ()
    zones: tuple[tuple[dt.date, ZoneInfo], ...] = ()
    dropped_sessions: tuple[tuple[Session, Version], ...] = ()
