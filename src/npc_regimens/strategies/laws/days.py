"""Laws of the days of a calendar, counted a second time from the orders themselves."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.regimen.days import Listed
from npc_regimens.strategies.laws.phases import course_of, moved_alike
from npc_regimens.strategies.laws.searching import hold
from npc_regimens.strategies.laws.subject import START, THROUGH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.regimen import Order, Regimen
    from npc_regimens.regimen.days import DayRange
    from npc_regimens.strategies.laws.subject import RegimenFile, Way

_NONE: Final = dt.timedelta(0)
_ONE_DAY: Final = dt.timedelta(days=1)
_SHIFTS: Final = (1, 7, 71, 365)  # the third leads to a leap day, the last to another year


class Cycle(NamedTuple):
    """One cycle by our own count: its place, its first date, and its planned days."""

    phase: str
    number: int
    first: dt.date
    days: int
    orders: tuple[Order, ...]


def cycles_of(regimen: Regimen) -> Iterator[Cycle]:
    """Count the cycles of each phase, each exactly one length after the one before."""
    for phase, first, end in course_of(regimen, START).stays:
        behind = THROUGH + _ONE_DAY if end is None else min(end, THROUGH + _ONE_DAY)
        number, day_1 = 0, first
        while day_1 < behind:
            number += 1
            days = min(phase.cycle_length_days, (behind - day_1).days)
            orders = tuple(order for order in phase.orders if _is_given(order, number))
            yield Cycle(phase.name, number, day_1, days, orders)
            day_1 += dt.timedelta(days=phase.cycle_length_days)


def _is_given(order: Order, number: int) -> bool:
    return order.cycles is None or order.cycles.first <= number <= order.cycles.last


def law_count_is_cycles_by_days_by_slots(file: RegimenFile) -> None:
    """Each cycle holds, of each component, as many doses as its days have times of the day."""

    def judge(way: Way) -> str:
        found = Counter((a.phase, a.cycle, a.component) for a in way.calendar.administrations)
        expected = _counted(way.regimen)
        for place in expected | found:
            if found[place] != expected[place]:
                phase, cycle, name = place
                counts = f"expected {expected[place]} doses, found {found[place]}"
                return f"{way}: phase {phase!r}, cycle {cycle}, {name}: {counts}"
        return ""

    hold("law_count_is_cycles_by_days_by_slots", file, judge, file.ways_of_one_body)


def _counted(regimen: Regimen) -> Counter[tuple[str, int, str]]:
    counts: Counter[tuple[str, int, str]] = Counter()
    for cycle in cycles_of(regimen):
        for order in cycle.orders:
            place = (cycle.phase, cycle.number, order.component)
            counts[place] = _doses_within(order, cycle.days)
    return counts


def _doses_within(order: Order, days: int) -> int:
    """Count the doses of the first days of a cycle by multiplying, and never by turning pages."""
    slots = order.frequency.slots
    if not isinstance(order.days, Listed):
        return days * len(slots)
    return sum(_doses_of_run(run, slots, days) for run in order.days.ranges)


def _doses_of_run(run: DayRange, slots: tuple[str, ...], days: int) -> int:
    last = min(run.last, days)
    if last < run.first:
        return 0
    count = (last - run.first + 1) * len(slots)
    if run.first_slot is not None:
        count -= slots.index(run.first_slot)
    if run.last_slot is not None and last == run.last:
        count -= len(slots) - 1 - slots.index(run.last_slot)
    return count


def law_every_dose_lies_on_a_permitted_day(file: RegimenFile) -> None:
    """No dose lies on a day that its days do not list, nor on another date than its place says."""

    def judge(way: Way) -> str:
        cycles = {(cycle.phase, cycle.number): cycle for cycle in cycles_of(way.regimen)}
        for each in way.calendar.administrations:
            cycle = cycles.get((each.phase, each.cycle))
            words = "is behind the last day" if cycle is None else _misplaced(each, cycle)
            if words:
                return f"{way}: {each.component} on {each.place}, {each.planned_date}, {words}"
        return ""

    hold("law_every_dose_lies_on_a_permitted_day", file, judge, file.ways_of_one_body)


def _misplaced(each: Administration, cycle: Cycle) -> str:
    date = cycle.first + (each.cycle_day - 1) * _ONE_DAY
    if date != each.planned_date:
        return f"should be on {date}"
    if not 1 <= each.cycle_day <= cycle.days:
        return "is behind the last day"
    orders = [order for order in cycle.orders if order.component == each.component]
    if not any(_permits(order, each.cycle_day, each.slot) for order in orders):
        return f"is not due in the {each.slot}" if each.slot != "once" else "is not due"
    return ""


def _permits(order: Order, day: int, slot: str) -> bool:
    slots = order.frequency.slots
    if slot not in slots or not isinstance(order.days, Listed):
        return slot in slots
    now = day, slots.index(slot)
    return any(
        (run.first, slots.index(run.first_slot or slots[0]))
        <= now
        <= (run.last, slots.index(run.last_slot or slots[-1]))
        for run in order.days.ranges
    )


def law_shifting_the_start_shifts_all_dates(file: RegimenFile) -> None:
    """Another start moves every date by the same number of days, over a leap day too.

    Behind a span of months or years dates move otherwise, and are left out.
    """

    def judge(way: Way) -> str:
        phases, ends_otherwise = moved_alike(way.regimen)
        for days in _SHIFTS:
            shift = days * _ONE_DAY
            moved = way.planned(start=START + shift, through=THROUGH + shift)
            expected, found = _dated(way.calendar, phases, shift), _dated(moved, phases)
            if ends_otherwise:
                both = min(len(expected), len(found))
                expected, found = expected[:both], found[:both]
            if expected != found:
                first = next(pair for pair in zip_longest(expected, found) if pair[0] != pair[1])
                return f"{way}: started {days} days later: expected {first[0]}, found {first[1]}"
        return ""

    hold("law_shifting_the_start_shifts_all_dates", file, judge, file.ways_of_one_body)


def _dated(calendar: Calendar, phases: set[str], shift: dt.timedelta = _NONE) -> list[str]:
    return [
        f"{each.component} {each.place} {each.slot} on {each.planned_date + shift}"
        for each in calendar.administrations
        if each.phase in phases
    ]


def law_longer_horizon_only_appends(file: RegimenFile) -> None:
    """Planned through an earlier day, the calendar is the beginning of the longer one."""

    def judge(way: Way) -> str:
        whole = way.calendar.administrations
        for through in _horizons(way.regimen):
            short = way.planned(through=through).administrations
            expected = tuple(each for each in whole if each.planned_date <= through)
            if short != expected:
                counts = f"{len(short)} doses, the longer calendar {len(expected)} until that day"
                return f"{way}: planned through {through} it has {counts}"
        return ""

    hold("law_longer_horizon_only_appends", file, judge, file.ways_of_one_body)


def _horizons(regimen: Regimen) -> list[dt.date]:
    """Choose the edges of the first and last cycles, a leap day and the year ends."""
    firsts = [cycle.first for cycle in cycles_of(regimen)]
    edges = {*firsts[:3], *firsts[-1:]}
    dates = {edge + step * _ONE_DAY for edge in edges for step in (-1, 0)}
    dates |= {dt.date(2027, 12, 31), dt.date(2028, 2, 29), dt.date(2028, 12, 31)}
    return sorted(date for date in dates if START <= date < THROUGH)
