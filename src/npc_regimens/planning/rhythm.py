"""The rhythm of a phase: which date each of its days has, when cycles of it are delayed.

Days are counted as the regimen counts them, from 0, as though nothing were delayed. A delay is a
pause before one of them. The days of a pause belong to the cycle before it, and no day of the
regimen lies in it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from npc_regimens.regimen import Regimen

LONGEST_DELAY: Final = 999  # days; a guard against slips of the year, not a clinical limit


class Pause(NamedTuple):
    """So many days of delay before a day of a phase."""

    before: int
    days: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The first day of a phase, and its pauses in order.

    ``late`` is by how many days the phase itself begins later than if nothing were delayed;
    ``delay`` is the part of it that is the delay of its first cycle.

    >>> rhythm = Rhythm(dt.date(2026, 12, 7), (Pause(21, 7),))
    >>> rhythm.date_of(20), rhythm.date_of(21)
    (datetime.date(2026, 12, 27), datetime.date(2027, 1, 4))
    >>> rhythm.day_on(dt.date(2027, 1, 3)), rhythm.day_on(dt.date(2027, 1, 4))
    (20, 21)
    """

    first: dt.date
    pauses: tuple[Pause, ...] = ()
    late: int = 0
    delay: int = 0

    def paused(self, day: int) -> int:
        """Count the days of delay before a day."""
        return sum(pause.days for pause in self.pauses if pause.before <= day)

    def date_of(self, day: int) -> dt.date:
        """Return the date of a day."""
        return self.first + dt.timedelta(days=day + self.paused(day))

    def late_at(self, day: int) -> dt.timedelta:
        """Return by how much a day is later than if nothing were delayed."""
        return dt.timedelta(days=self.late + self.paused(day))

    def day_on(self, date: dt.date) -> int:
        """Return the day on a date, or on one in a pause the last day before it."""
        day = (date - self.first).days
        for pause in self.pauses:
            if day < pause.before:
                break
            day = max(pause.before - 1, day - pause.days)
        return day

    def through(self, last: dt.date | None) -> Rhythm:
        """Cut a pause at the last day of the phase: the cycle behind it is not given any more."""
        if last is None:
            return self
        kept = []
        for pause in self.pauses:
            left = (last - self.date_of(pause.before - 1)).days
            if left > 0:
                kept.append(Pause(pause.before, min(pause.days, left)))
        return replace(self, pauses=tuple(kept))

    def with_pause_behind(self, last: dt.date, days: int) -> Rhythm:
        """Add a pause behind the last day, which may lie in one that is cut there."""
        before = self.day_on(last) + 1
        kept = tuple(pause for pause in self.pauses if pause.before < before)
        cut = sum(pause.days for pause in self.pauses if pause.before == before)
        return replace(self, pauses=(*kept, Pause(before, cut + days)))

    def gaps(self) -> Iterator[tuple[int, int]]:
        """Give each pause as the last day before it and its days."""
        return ((pause.before - 1, pause.days) for pause in self.pauses)


@dataclass(frozen=True, slots=True)
class Delays:
    """By how many days cycles begin later than one cycle length after the cycle before.

    Raises `PlanError` for what is no cycle, and for a delay that is no number of days.
    """

    of: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for (phase, cycle), days in self.of.items():
            if type(days) is not int or not 1 <= days <= LONGEST_DELAY:
                raise PlanError(
                    f"the delay of cycle {cycle!r} of {phase!r} is a whole number of days from 1"
                    f" to {LONGEST_DELAY}, not {days!r}"
                )

    def __bool__(self) -> bool:
        return bool(self.of)

    def at(self, phase: str, cycle: int = 1) -> int:
        """Return the delay of a cycle, in days."""
        return self.of.get((phase, cycle), 0)

    def pauses(self, phase: str, length: int) -> tuple[Pause, ...]:
        """List the pauses within a phase, whose cycles are of a length."""
        found = ((cycle, days) for (name, cycle), days in self.of.items() if name == phase)
        later = sorted((cycle, days) for cycle, days in found if cycle > 1)
        return tuple(Pause((cycle - 1) * length, days) for cycle, days in later)

    def check(self, regimen: Regimen) -> None:
        """Refuse the delay of a cycle that the regimen does not have, or counts from elsewhere."""
        phases = {phase.name: phase for phase in regimen.phases}
        for name, cycle in self.of:
            phase = phases.get(name)
            if phase is None:
                there_are = ", ".join(map(repr, phases))
                raise PlanError(
                    f"{regimen.id}: there is no phase {name!r} to delay; there are {there_are}"
                )
            if type(cycle) is not int or cycle < 1 or (phase.count or cycle) < cycle:
                raise PlanError(f"{regimen.id}: phase {name!r} has no cycle {cycle} to delay")
            if cycle == 1 and phase is regimen.phases[0]:
                raise PlanError(
                    f"{regimen.id}: cycle 1 of {name!r} begins the treatment; give a later start"
                )
            if cycle == 1 and phase.starts is not None:
                raise PlanError(
                    f"{regimen.id}: phase {name!r} starts {phase.starts}; give a later event or a"
                    " longer wait"
                )
