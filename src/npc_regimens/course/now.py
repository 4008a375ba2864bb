"""The course as its log says it before an entry, and what an entry may be about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from npc_regimens.errors import CourseError
from npc_regimens.regimen.conflicts import near

if TYPE_CHECKING:
    from npc_regimens.course.making import Maker
    from npc_regimens.course.modifications import Delay, Omit, Skip
    from npc_regimens.course.state import State
    from npc_regimens.planning import Calendar
    from npc_regimens.planning.calendar import CycleSpan


@dataclass(frozen=True, slots=True)
class Now:
    """The course as the log says it before an entry."""

    maker: Maker
    state: State
    calendar: Calendar

    def cycle(self, entry: Delay | Omit | Skip) -> CycleSpan:
        """Find the cycle of an entry, which names the phase where the cycle stands in several."""
        spans = [span for span in self.calendar.cycles if span.cycle == entry.cycle]
        found = [span for span in spans if entry.phase in {None, span.phase.name}]
        if len(found) > 1:
            names = ", ".join(repr(span.phase.name) for span in found)
            raise CourseError(f"cycle {entry.cycle} stands in {names}; give the phase")
        if not found:
            planned = ", ".join(f"{s.phase.name!r} {s.cycle}" for s in self.calendar.cycles[-3:])
            of = "" if entry.phase is None else f" of {entry.phase!r}"
            raise CourseError(
                f"cycle {entry.cycle}{of} is not planned; the last planned ones are {planned}"
            )
        return found[0]

    def first_of(self, span: CycleSpan) -> dt.date:
        """Return the first day of a cycle, or of what is given before its day 1."""
        before = (
            each.planned_date
            for each in self.calendar.administrations
            if each.cycle_day < 0
            and each.planned_date - dt.timedelta(days=each.cycle_day) >= span.first
        )
        return min((span.first, *before))

    def check_known(self, component: str) -> None:
        """Refuse a component that the regimen does not have."""
        names = [order.component for order in self.calendar.regimen.orders]
        if component not in names:
            raise CourseError(f"there is no component {component!r}; {near(component, names)}")

    def check_component(self, component: str, since: dt.date | None) -> None:
        """Refuse a component that the regimen does not have, or that is not given any more."""
        self.check_known(component)
        stopped = self.state.discontinued.get(component)
        if stopped is not None and (since is None or stopped <= since):
            raise CourseError(
                f"{component!r} was discontinued from {stopped}; leave the entry out, or correct"
                " that one"
            )

    def check_since(self, since: dt.date) -> None:
        """Refuse a day behind the last planned one."""
        if since > self.calendar.last_day:
            raise CourseError(
                f"{since} is behind the last planned day, {self.calendar.last_day}; correct the"
                " date, or plan through a later day (through)"
            )

    def level(self, component: str, since: dt.date) -> str | None:
        """Return the level of a component on a day."""
        found = self.state.level_on(component, since)
        return self.maker.first_level(component) if found is None else found.level
