"""Laws of the days of a calendar, counted a second time from the orders themselves."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.planning.due import MOST_ADMINISTRATIONS
from npc_regimens.regimen.frequencies import slot_words
from npc_regimens.regimen.patterns import RADIOTHERAPY
from npc_regimens.strategies.laws.counting import doses_within, permits
from npc_regimens.strategies.laws.phases import course_of, moved_alike
from npc_regimens.strategies.laws.searching import hold
from npc_regimens.strategies.laws.subject import START, THROUGH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.regimen import Order, Regimen, SettledPhase
    from npc_regimens.strategies.laws.subject import RegimenFile, Way

_NONE: Final = dt.timedelta(0)
_ONE_DAY: Final = dt.timedelta(days=1)
_BEHIND: Final = 400  # cycles behind the last day, whose days before day 1 may lie before it
_SHIFTS: Final = (1, 7, 71, 365)  # the third leads to a leap day, the last to another year
_SHIFTS_BY_WEEKS: Final = (7, 77, 371)


Place = tuple[str, int, str]  # phase, cycle, component


class Cycle(NamedTuple):
    """One cycle of an order by our own count: its first date, and how many days are planned.

    Less than one day says how long before its first day the plan ends.
    """

    order: Order
    number: int
    first: dt.date
    planned: int

    @property
    def is_given(self) -> bool:
        """Whether the order is given in this cycle."""
        return self.order.cycles is None or self.number in self.order.cycles


def starts_of(regimen: Regimen) -> Iterator[dt.date]:
    """Count the first days of the cycles of all phases from the start."""
    for phase, first, days in _phases_of(regimen):
        yield from (first + n * _ONE_DAY for n in range(0, days, phase.cycle_length_days))


def _phases_of(regimen: Regimen) -> Iterator[tuple[SettledPhase, dt.date, int]]:
    """Give each phase with its first day and its days.

    Open phases, and phases behind the last day, are as long as they can matter.
    """
    for phase, first, end in course_of(regimen, START).stays:
        length = phase.cycle_length_days
        enough = ((THROUGH - first).days // length + _BEHIND) * length
        days = min(enough, enough if end is None else (end - first).days)
        yield phase, first, days


def cycles_of(regimen: Regimen) -> dict[Place, Cycle]:
    """Count the cycles of each order, in its own length or the phase's, from the phase's start."""
    found = {}
    for phase, first, days in _phases_of(regimen):
        for order in phase.orders:
            length = order.cycle_length_days or phase.cycle_length_days
            for number, elapsed in enumerate(range(0, days, length), start=1):
                day_1 = first + elapsed * _ONE_DAY
                planned = min(length, days - elapsed, (THROUGH - day_1).days + 1)
                found[phase.name, number, order.component] = Cycle(order, number, day_1, planned)
    return found


def law_count_is_cycles_by_days_by_slots(file: RegimenFile) -> None:
    """Each cycle holds, of each component, as many doses as its days have times of the day.

    Radiotherapy days are left out, which are known to the plan alone, and a component that ends
    between days before day 1, of which its last dose may lie in either of two cycles.
    """

    def judge(way: Way) -> str:
        found = Counter((a.phase, a.cycle, a.component) for a in way.calendar.administrations)
        due = {
            place: doses_within(cycle.order, cycle.first, cycle.planned)
            for place, cycle in cycles_of(way.regimen).items()
            if cycle.is_given
        }
        expected = _most_doses(due, way.regimen)
        for place in expected | found:
            if found[place] != expected[place] and not _is_told_by_the_plan(way.regimen, place):
                phase, cycle, name = place
                counts = f"expected {expected[place]} doses, found {found[place]}"
                return f"{way}: phase {phase!r}, cycle {cycle}, {name}: {counts}"
        return ""

    hold("law_count_is_cycles_by_days_by_slots", file, judge, file.ways_of_one_body)


def _most_doses(counts: dict[Place, int], regimen: Regimen) -> Counter[Place]:
    """Count, of a component with a greatest number of doses, no more than is left."""
    left = {
        each.component: MOST_ADMINISTRATIONS if each.at_most is None else each.at_most.count
        for each in regimen.orders
    }
    found: Counter[Place] = Counter()
    for place, doses in counts.items():
        found[place] = min(doses, left[place[-1]])
        left[place[-1]] -= found[place]
    return found


def _is_told_by_the_plan(regimen: Regimen, place: Place) -> bool:
    """Whether the plan alone knows the days, or in which of two cycles the last dose lies."""
    order = {order.component: order for order in regimen.orders}[place[-1]]
    ends_between = order.at_most is not None and order.days.first < 1
    return order.days.only_on == RADIOTHERAPY or ends_between


def law_every_dose_lies_on_a_permitted_day(file: RegimenFile) -> None:
    """No dose lies on a day that its days do not list, nor on another date than its place says."""

    def judge(way: Way) -> str:
        cycles = cycles_of(way.regimen)
        for each in way.calendar.administrations:
            cycle = cycles.get((each.phase, each.cycle, each.component))
            words = "is behind the last day" if cycle is None else _misplaced(each, cycle)
            if words:
                return f"{way}: {each.component} on {each.place}, {each.planned_date}, {words}"
        return ""

    hold("law_every_dose_lies_on_a_permitted_day", file, judge, file.ways_of_one_body)


def _misplaced(each: Administration, cycle: Cycle) -> str:
    after = each.cycle_day - (each.cycle_day > 0)  # there is no day 0
    date = cycle.first + after * _ONE_DAY
    if date != each.planned_date:
        return f"should be on {date}"
    if not each.cycle_day or after >= cycle.planned:
        return "is behind the last day"
    if not cycle.is_given or not permits(cycle.order, each.cycle_day, each.slot, date):
        return f"is not due {slot_words(each.slot)}" if each.slot != "once" else "is not due"
    return ""


def law_shifting_the_start_shifts_all_dates(file: RegimenFile) -> None:
    """Another start moves every date by the same number of days, over a leap day too.

    Where days depend on the day of the week, the start moves by whole weeks. Behind a span of
    months or years dates move otherwise, and are left out.
    """

    def judge(way: Way) -> str:
        phases, ends_otherwise = moved_alike(way.regimen)
        by_date = any(order.days.only_on for order in way.regimen.orders)
        for days in _SHIFTS_BY_WEEKS if by_date else _SHIFTS:
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
    firsts = [first for first in starts_of(regimen) if first <= THROUGH]
    edges = {*firsts[:3], *firsts[-1:]}
    dates = {edge + step * _ONE_DAY for edge in edges for step in (-1, 0)}
    dates |= {dt.date(2027, 12, 31), dt.date(2028, 2, 29), dt.date(2028, 12, 31)}
    return sorted(date for date in dates if START <= date < THROUGH)
