"""What a log says so far: the sum of its entries, from which a calendar is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from npc_regimens.course.actual import Actual
    from npc_regimens.patient import Measurement
    from npc_regimens.planning import Administration

WhyNot = Literal["ended", "discontinued", "interrupted", "left out"]


@dataclass(frozen=True, slots=True)
class Interruption:
    """Days on which nothing of a component, or of any, is given; without a last day until now."""

    component: str | None
    first: dt.date
    last: dt.date | None

    def covers(self, date: dt.date) -> bool:
        """Whether a date lies in it."""
        return self.first <= date and (self.last is None or date <= self.last)

    def touches(self, other: Interruption) -> bool:
        """Whether any day lies in both."""
        return self.covers(other.first) or other.covers(self.first)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A cycle, or one day or one dose of it, that is left out, of a component or of all."""

    component: str | None
    phase: str
    cycle: int
    day: int | None = None
    slot: str | None = None

    def has(self, given: Administration) -> bool:
        """Whether a dose is left out; a skipped cycle has none of those in cycles of their own."""
        if self.day is None and given.dose.order.cycle_length_days is not None:
            return False
        return (
            (self.phase, self.cycle) == (given.phase, given.cycle)
            and self.component in {None, given.component}
            and self.day in {None, given.cycle_day}
            and self.slot in {None, given.slot}
        )


@dataclass(frozen=True, slots=True)
class AtLevel:
    """From when a component is at which level; none is its full dose."""

    component: str
    since: dt.date
    level: str | None


@dataclass(frozen=True, slots=True)
class State:
    """The sum of the entries; each field holds what its kind of entry has said."""

    cycles: Mapping[str, int] = field(default_factory=dict)
    through: dt.date | None = None
    delays: Mapping[tuple[str, int], int] = field(default_factory=dict)
    interruptions: tuple[Interruption, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    levels: tuple[AtLevel, ...] = ()
    discontinued: Mapping[str, dt.date] = field(default_factory=dict)
    ended: dt.date | None = None
    events: Mapping[str, dt.date] = field(default_factory=dict)
    weights: tuple[tuple[dt.date, Measurement], ...] = ()
    clocks: tuple[tuple[dt.date, Mapping[str, dt.time]], ...] = ()
    zones: tuple[tuple[dt.date, str], ...] = ()
    decisions: Mapping[str, str] = field(default_factory=dict)
    actuals: tuple[Actual, ...] = ()

    def gives(self, given: Administration) -> bool:
        """Whether a dose of the plan is given, as far as the log says."""
        return self.why_not(given) is None

    def why_not(self, given: Administration) -> WhyNot | None:
        """Say why a dose of the plan is not given, or nothing where it is."""
        date, name = given.planned_date, given.component
        if self.ended is not None and date >= self.ended:
            return "ended"
        if name in self.discontinued and date >= self.discontinued[name]:
            return "discontinued"
        if any(each.component in {None, name} and each.covers(date) for each in self.interruptions):
            return "interrupted"
        return "left out" if any(each.has(given) for each in self.skipped) else None

    def level_on(self, component: str, date: dt.date) -> AtLevel | None:
        """Return the last level that holds on a date, if any entry gave one."""
        of_component = (each for each in reversed(self.levels) if each.component == component)
        return next((each for each in of_component if each.since <= date), None)
