"""A phase on the calendar: its days, its cycles, and the cycles of its components."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from npc_regimens.planning.calendar import CycleSpan
from npc_regimens.planning.sessions import is_weekday
from npc_regimens.regimen.days import Continuous, RadiotherapyDays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.planning.rhythm import Rhythm
    from npc_regimens.regimen import Order, SettledPhase
    from npc_regimens.regimen.steps import SettledStep


@dataclass(frozen=True, slots=True)
class Stretch:
    """One phase on the calendar: from its first day to its last, or as far as it is laid out.

    Where a phase is resumed, ``begin`` is later than its first day: nothing before it is planned.
    ``ends`` is its last day, if anything but a horizon gives one, and ``resumed_on`` the start of a
    plan that does not begin with the treatment. ``sessions`` are the days of radiotherapy, of a
    phase that has any. ``goes_on`` are the continuous components of the next phase: they are given
    in a pause between the two.
    """

    phase: SettledPhase
    rhythm: Rhythm
    last: dt.date
    begin: dt.date
    ends: dt.date | None = None
    resumed_on: dt.date | None = None
    sessions: frozenset[dt.date] | None = None
    goes_on: frozenset[str] = frozenset()

    def length_of(self, order: Order) -> int:
        """Return the days of a cycle in which a component counts, its own or the phase's."""
        return order.cycle_length_days or self.phase.cycle_length_days

    def cycles_of(self, order: Order) -> Iterator[tuple[int, dt.date]]:
        """Count the cycles of a component, each with the date of its day 1."""
        length, rhythm = self.length_of(order), self.rhythm
        passed = rhythm.day_on(self.begin) // length
        for number in range(passed, rhythm.day_on(self.last) // length + 1):
            yield number + 1, rhythm.date_of(number * length)

    def pauses(self, order: Order) -> Iterator[tuple[int, int, range, dt.date]]:
        """Give each pause in which a component goes on, for it is continuous and given around it.

        What is given on the days of radiotherapy goes on with the sessions.

        A pause is a cycle, its first day in the days of the phase, the days of the cycle in it and
        the date of the first of them.
        """
        goes_on = isinstance(order.days, Continuous | RadiotherapyDays)
        if not goes_on or order.cycle_length_days is not None:
            return
        length = self.phase.cycle_length_days
        end = None if self.ends is None else self.rhythm.day_on(self.ends)
        for day, days in self.rhythm.gaps():
            cycle, behind = day // length + 1, (day + 1) // length + 1
            is_over = day == end
            again = order.component in self.goes_on if is_over else order.is_given_in(behind)
            if order.is_given_in(cycle) and again:
                in_cycle = day % length + 2
                date = self.rhythm.date_of(day) + dt.timedelta(days=1)
                yield cycle, day, range(in_cycle, in_cycle + days), date

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
        begin = self.rhythm.day_on(self.begin) // length + 1
        if self.ends is None:
            some = (order.cycles, None if step is None else step.cycles)
            lasts = [each.last for each in some if each is not None]
            return any(last is not None and last < begin for last in lasts)
        left = range(begin, self.rhythm.day_on(self.ends) // length + 2)
        of_the_step = left if step is None else filter(step.holds_in, left)
        return not any(map(order.is_given_in, of_the_step))

    def spans(self) -> Iterator[CycleSpan]:
        """Count the cycles of the phase, each with the pause behind it; the last may be cut."""
        length, rhythm = self.phase.cycle_length_days, self.rhythm
        delayed = {0: rhythm.delay} | {pause.before: pause.days for pause in rhythm.pauses}
        in_all = None if self.ends is None else rhythm.day_on(self.ends) + 1
        behind = rhythm.day_on(self.last) // length + 1
        for number in range(rhythm.day_on(self.begin) // length, behind):
            day = number * length
            last = min(self.last, rhythm.date_of(day + length) - dt.timedelta(days=1))
            yield CycleSpan(
                phase=self.phase,
                cycle=number + 1,
                first=rhythm.date_of(day),
                last=last,
                days_of_phase=in_all,
                delayed_days=delayed.get(day, 0),
            )
