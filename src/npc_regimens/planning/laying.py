"""Laying out: the phases one after the other, their cycles end to end, and the last day.

The start of a cycle is counted from the start of its phase, never from the cycle before.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from npc_regimens.dates import plain_date
from npc_regimens.errors import PlanError
from npc_regimens.planning.calendar import CycleSpan, Following

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.regimen import Order, Regimen, SettledPhase

SATURDAY: Final = 5  # as Python counts the days of a week, from Monday


@dataclass(frozen=True, slots=True)
class Stretch:
    """One phase on the calendar: from its first day to its last, or as far as it is laid out."""

    phase: SettledPhase
    first: dt.date
    last: dt.date
    sessions: frozenset[dt.date] | None = None  # the dates of radiotherapy, where there is any

    def length_of(self, order: Order) -> int:
        """Return the days of a cycle in which a component counts, its own or the phase's."""
        return order.cycle_length_days or self.phase.cycle_length_days

    def cycles_of(self, order: Order) -> Iterator[tuple[int, dt.date]]:
        """Count the cycles of a component, each with the date of its day 1."""
        length = self.length_of(order)
        for number in range((self.last - self.first).days // length + 1):
            yield number + 1, self.first + dt.timedelta(days=number * length)

    def is_due_on(self, order: Order, date: dt.date) -> bool:
        """Whether the real calendar allows a dose that is due by the days of the cycle."""
        if order.days.only_on == "weekdays":
            return date.weekday() < SATURDAY
        return self.sessions is not None and date in self.sessions


@dataclass(frozen=True, slots=True)
class Layout:
    """The phases on the calendar; past the last day, if there is one, by as far as is needed."""

    regimen: Regimen
    start: dt.date
    last_day: dt.date | None
    stretches: tuple[Stretch, ...]

    @property
    def first_day(self) -> dt.date:
        """The first day of treatment: the start, or the first day before a day 1."""
        before = [
            stretch.first + dt.timedelta(days=order.days.first)
            for stretch in self.stretches
            for order in stretch.phase.orders
            if order.days.first < 0 and order.is_given_in(1)
        ]
        return min(self.start, *before) if before else self.start

    @property
    def cycles(self) -> tuple[CycleSpan, ...]:
        """The cycles through the last day, the last of them cut there."""
        end = self.last_day
        if end is None:
            return tuple(self._whole())
        return tuple(
            replace(span, last=min(span.last, end)) for span in self._whole() if span.first <= end
        )

    @property
    def following(self) -> Following | None:
        """The place of the first day of treatment behind a last day that cuts."""
        end = self.last_day
        if end is None:
            return None
        behind = next((span for span in self._whole() if span.last > end), None)
        if behind is None:
            return None
        day = max(1, (end - behind.first).days + 2)
        return Following(behind.phase.name, behind.cycle, day)

    def _whole(self) -> Iterator[CycleSpan]:
        for stretch in self.stretches:
            length = stretch.phase.cycle_length_days
            for number in range(((stretch.last - stretch.first).days + 1) // length):
                first = stretch.first + dt.timedelta(days=number * length)
                yield CycleSpan(
                    stretch.phase, number + 1, first, first + dt.timedelta(days=length - 1)
                )


def lay(regimen: Regimen, start: dt.date, through: dt.date | None) -> Layout:
    """Lay the phases end to end, from the start through a last day.

    Raises `PlanError` for a last day that is missing, lies before the start or contradicts a count.
    """
    # what is given before day 1 of a cycle may lie before the last day, and its cycle behind it
    ahead = max(1, *(1 - order.days.first for order in regimen.orders))
    _refuse_too_long(regimen, start, ahead)
    last_day = _horizon(regimen, start, through)
    reach = None if last_day is None else last_day + dt.timedelta(days=ahead)
    return Layout(regimen, start, last_day, tuple(_stretches(regimen, start, reach)))


def _stretches(regimen: Regimen, start: dt.date, reach: dt.date | None) -> Iterator[Stretch]:
    first = start
    for phase in regimen.phases:
        if reach is not None and first > reach:
            return
        last = first + dt.timedelta(days=_cycles(phase, first, reach) * phase.cycle_length_days - 1)
        yield Stretch(phase, first, last)
        first = last + dt.timedelta(days=1)


def _cycles(phase: SettledPhase, first: dt.date, reach: dt.date | None) -> int:
    """Count the cycles of a phase, or as many as touch the days in reach."""
    touched = None if reach is None else (reach - first).days // phase.cycle_length_days + 1
    return min(each for each in (phase.count, touched) if each is not None)


def _refuse_too_long(regimen: Regimen, start: dt.date, ahead: int) -> None:
    if ahead > (start - dt.date.min).days + 1:
        raise PlanError(f"{regimen.id}: the days before {start} are none; give a later start")
    days = sum(phase.cycle_length_days * (phase.count or 0) for phase in regimen.phases)
    if days > (dt.date.max - start).days:
        raise PlanError(
            f"{regimen.id}: {days} days from {start} are more than the calendar has; give fewer"
            " cycles"
        )


def _horizon(regimen: Regimen, start: dt.date, through: dt.date | None) -> dt.date | None:
    if through is None:
        if regimen.is_open:
            raise PlanError(
                f"{regimen.id}: phase {regimen.phases[-1].name!r} goes on until"
                f" {regimen.phases[-1].end}; give a last day to plan, through (--through)"
            )
        return None
    plain_date(through, "through")
    if through < start:
        raise PlanError(f"through {through} is before the start {start}; give a later last day")
    _refuse_contradiction(regimen, start, through)
    return through


def _refuse_contradiction(regimen: Regimen, start: dt.date, through: dt.date) -> None:
    """Refuse a count that the caller set on an open end, and a last day before it."""
    days = 0
    for phase in regimen.phases:
        days += phase.cycle_length_days * (phase.count or 0)
        last = start + dt.timedelta(days=days - 1)
        if phase.count_by_caller and through < last:
            raise PlanError(
                f"{regimen.id}: {phase.count} cycles of {phase.name!r} end on {last}, after"
                f" through {through}; give one of the two"
            )
