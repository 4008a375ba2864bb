"""A phase on the calendar: its days, its cycles, and the cycles of its components."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from npc_regimens.planning.calendar import CycleSpan
from npc_regimens.planning.sessions import is_weekday

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.regimen import Order, SettledPhase
    from npc_regimens.regimen.steps import SettledStep


@dataclass(frozen=True, slots=True)
class Stretch:
    """One phase on the calendar: from its first day to its last, or as far as it is laid out.

    Where a phase is resumed, ``begin`` is later than its first day: nothing before it is planned.
    ``ends`` is its last day, if anything but a horizon gives one, and ``resumed_on`` the start of a
    plan that does not begin with the treatment. ``sessions`` are the days of radiotherapy, of a
    phase that has any.
    """

    phase: SettledPhase
    first: dt.date
    last: dt.date
    begin: dt.date
    ends: dt.date | None = None
    resumed_on: dt.date | None = None
    sessions: frozenset[dt.date] | None = None

    def length_of(self, order: Order) -> int:
        """Return the days of a cycle in which a component counts, its own or the phase's."""
        return order.cycle_length_days or self.phase.cycle_length_days

    def cycles_of(self, order: Order) -> Iterator[tuple[int, dt.date]]:
        """Count the cycles of a component, each with the date of its day 1."""
        length = self.length_of(order)
        passed = (self.begin - self.first).days // length
        for number in range(passed, (self.last - self.first).days // length + 1):
            yield number + 1, self.first + dt.timedelta(days=number * length)

    def opens(self, day_1: dt.date) -> dt.date:
        """Return the first date on which a dose of the cycle with this day 1 is planned.

        A resumed plan gives what lies before its start of the resumed cycle, and of no other.
        """
        if day_1 < self.begin:
            return self.begin
        resumed_on = self.resumed_on
        return dt.date.min if resumed_on is None or resumed_on == day_1 else resumed_on

    def days_before(self, order: Order) -> Iterator[dt.date]:
        """Give the dates before a day 1 on which a component is due, the first of them first."""
        slots = order.frequency.slots
        days = [day for day in range(order.days.first, 0) if order.days.slots_on(day, slots)]
        for cycle, day_1 in self.cycles_of(order) if days else ():
            if order.is_given_in(cycle):
                dates = (day_1 + dt.timedelta(days=day) for day in days)
                opens = self.opens(day_1)
                yield from (each for each in dates if each >= opens and self.is_due_on(order, each))

    def is_due_on(self, order: Order, date: dt.date) -> bool:
        """Whether the real calendar allows a dose that is due by the days of the cycle."""
        if order.days.only_on is None:
            return True
        if order.days.only_on == "weekdays":
            return is_weekday(date)
        return self.sessions is not None and date in self.sessions

    def is_over(self, order: Order, step: SettledStep | None = None) -> bool:
        """Whether the cycles of a component, or of a step, are over when a plan is resumed."""
        if self.resumed_on is None:
            return False
        length = self.length_of(order)
        begin = (self.begin - self.first).days // length + 1
        if self.ends is None:
            some = (order.cycles, None if step is None else step.cycles)
            lasts = [each.last for each in some if each is not None]
            return any(last is not None and last < begin for last in lasts)
        left = range(begin, (self.ends - self.first).days // length + 2)
        of_the_step = left if step is None else filter(step.holds_in, left)
        return not any(map(order.is_given_in, of_the_step))

    def spans(self) -> Iterator[CycleSpan]:
        """Count the cycles of the phase; the last may be cut."""
        length = self.phase.cycle_length_days
        days = (self.last - self.first).days
        for number in range((self.begin - self.first).days // length, days // length + 1):
            first = self.first + dt.timedelta(days=number * length)
            more = min(length - 1, days - number * length)
            last = first + dt.timedelta(days=more)
            yield CycleSpan(self.phase, number + 1, first, last, ends=self.ends)
