"""Counting doses a second time: by multiplying, and never by turning pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from npc_regimens.regimen.days import DayRange, EveryNth, Listed, OnOff, Weekdays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npc_regimens.regimen import Order
    from npc_regimens.regimen.days import Days, Level

_ONE_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = 7
_WEEKDAYS: Final = 5


def doses_within(order: Order, day_1: dt.date, days: int) -> int:
    """Count the doses of the first days of a cycle; less than one day is a number of days before.

    Radiotherapy days are known to the plan alone, and are not counted here.
    """
    slots = order.frequency.slots
    match order.days:
        case Listed(ranges):
            return sum(_of_run(run, slots, days) for run in ranges)
        case EveryNth(step, within):
            return _of_every(step, within or DayRange(1, max(1, days)), slots, days)
        case OnOff(levels):
            return _days_on(levels, max(0, days)) * len(slots)
        case Weekdays(within):
            return _of_weekdays(within or DayRange(1, max(1, days)), slots, day_1, days)
        case _:
            return max(0, days) * len(slots)


def _after(day: int) -> int:
    """Count from day 1, which is 0; the day before it is -1."""
    return day - (day > 0)


def _edges(run: DayRange, days: int) -> tuple[int, int]:
    """Count the first and last day of a run from day 1, the last within so many days."""
    return _after(run.first), min(_after(run.last), days - 1)


def _less(run: DayRange, slots: Sequence[str], *, begins: bool, ends: bool) -> int:
    """Count the slots that the half days of a run leave out."""
    before = slots.index(run.first_slot) if begins and run.first_slot is not None else 0
    after = slots.index(run.last_slot) if ends and run.last_slot is not None else len(slots) - 1
    return before + len(slots) - 1 - after


def _of_run(run: DayRange, slots: Sequence[str], days: int) -> int:
    first, last = _edges(run, days)
    if last < first:
        return 0
    less = _less(run, slots, begins=True, ends=last == _after(run.last))
    return (last - first + 1) * len(slots) - less


def _of_every(step: int, run: DayRange, slots: Sequence[str], days: int) -> int:
    first, last = _edges(run, days)
    if last < first:
        return 0
    is_whole = last == _after(run.last) and (last - first) % step == 0
    less = _less(run, slots, begins=True, ends=is_whole)
    return ((last - first) // step + 1) * len(slots) - less


def _days_on(levels: Sequence[Level], days: int) -> int:
    if not levels:
        return days
    outer = levels[-1]
    whole, rest = divmod(days, outer.days)
    inner = levels[:-1]
    return whole * _days_on(inner, outer.on) + _days_on(inner, min(rest, outer.on))


def _of_weekdays(run: DayRange, slots: Sequence[str], day_1: dt.date, days: int) -> int:
    first, last = _edges(run, days)
    if last < first:
        return 0
    count = _weekdays_before(day_1 + (last + 1) * _ONE_DAY) - _weekdays_before(
        day_1 + first * _ONE_DAY
    )
    begins = (day_1 + first * _ONE_DAY).weekday() < _WEEKDAYS
    ends = last == _after(run.last) and (day_1 + last * _ONE_DAY).weekday() < _WEEKDAYS
    return count * len(slots) - _less(run, slots, begins=begins, ends=ends)


def _weekdays_before(date: dt.date) -> int:
    """Count the weekdays from the Monday on which counting begins, 1 January of year 1."""
    weeks, rest = divmod(date.toordinal() - 1, _WEEK)
    return weeks * _WEEKDAYS + min(rest, _WEEKDAYS)


def permits(order: Order, day: int, slot: str, date: dt.date) -> bool:
    """Whether the days of an order have a dose in a slot of a day with a date."""
    if slot not in order.frequency.slots:
        return False
    if isinstance(order.days, Weekdays) and date.weekday() >= _WEEKDAYS:
        return False
    return _has(order.days, day, slot, order.frequency.slots)


def _has(days: Days, day: int, slot: str, slots: Sequence[str]) -> bool:
    after = _after(day)
    match days:
        case Listed(ranges):
            return any(_lies_in(run, day, slot, slots) for run in ranges)
        case EveryNth(step, DayRange() as run):
            on_step = (after - _after(run.first)) % step == 0
            return on_step and _lies_in(run, day, slot, slots)
        case EveryNth(step):
            return day > 0 and after % step == 0
        case OnOff(levels):
            return day > 0 and _days_on(levels, after + 1) > _days_on(levels, after)
        case Weekdays(DayRange() as run):
            return _lies_in(run, day, slot, slots)
        case _:
            return day > 0


def _lies_in(run: DayRange, day: int, slot: str, slots: Sequence[str]) -> bool:
    begin = run.first, slots.index(run.first_slot or slots[0])
    end = run.last, slots.index(run.last_slot or slots[-1])
    return begin <= (day, slots.index(slot)) <= end
