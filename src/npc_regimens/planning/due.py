"""What is due: the doses of each component, cycle by cycle, put in the order of time.

A component counts its days and cycles in the cycles of its phase, or in cycles of its own length
from the first day of that phase.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.errors import PlanError
from npc_regimens.planning.calendar import Administration
from npc_regimens.regimen.days import SLOTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from npc_regimens.planning.calendar import PlannedDose
    from npc_regimens.planning.laying import Layout, Stretch
    from npc_regimens.regimen import Order

MOST_ADMINISTRATIONS: Final = 50_000  # a slip of the keyboard must not fill the memory
CLINIC: Final = "clinic"

# date, time of the day, place of the slot in the day, place of the component in its phase
_Entry = tuple[dt.date, dt.time, int, int, Administration]


class _Due(NamedTuple):
    """One dose of a cycle, wherever the cycle lies."""

    day: int
    slot: str
    time: dt.time | None
    rank: tuple[dt.time, int]
    dose: PlannedDose


def administrations(
    layout: Layout, doses: Mapping[str, PlannedDose], clock: Mapping[str, dt.time]
) -> tuple[Administration, ...]:
    """List the doses of all components through the last day, in the order of time.

    Raises `PlanError` where there would be too many of them.
    """
    _refuse_too_many(layout)
    entries: list[_Entry] = []
    for stretch in layout.stretches:
        for index, order in enumerate(stretch.phase.orders):
            if order.component not in doses:  # it is over before a resumed cycle begins
                continue
            template = tuple(_template(order, stretch, doses[order.component], clock))
            entries += _of_order(order, index, stretch, template, layout)
    entries.sort(key=lambda entry: entry[:-1])
    return tuple(entry[-1] for entry in entries)


def _of_order(
    order: Order, index: int, stretch: Stretch, template: tuple[_Due, ...], layout: Layout
) -> Iterator[_Entry]:
    """Count the cycles from the first day; what lies behind the last is not given."""
    last_day = layout.last_day
    end = stretch.last if last_day is None else min(stretch.last, last_day)
    for cycle, day_1 in stretch.cycles_of(order):
        if not order.is_given_in(cycle):
            continue
        elapsed = (day_1 - layout.start).days
        for day, slot, time, (clock, rank), dose in template:
            offset = day - 1 if day > 0 else day  # there is no day 0
            date = day_1 + dt.timedelta(days=offset)
            if date > end:
                break
            if date < stretch.begin and day_1 < stretch.begin:
                continue  # a cycle of its own length that had begun before the resumed one
            since = elapsed + offset
            study_day = since + 1 if since >= 0 else since
            given = Administration(
                stretch.phase.name, cycle, day, slot, study_day, date, date, time, dose
            )
            yield date, clock, rank, index, given


def _template(
    order: Order, stretch: Stretch, dose: PlannedDose, clock: Mapping[str, dt.time]
) -> Iterator[_Due]:
    for day in (*range(order.days.first, 0), *range(1, stretch.length_of(order) + 1)):
        for slot in order.days.slots_on(day, order.frequency.slots):
            time = clock.get(slot if order.route == "oral" else CLINIC)
            yield _Due(day, slot, time, _rank(slot, time, clock), dose)


def _rank(slot: str, time: dt.time | None, clock: Mapping[str, dt.time]) -> tuple[dt.time, int]:
    """Sort by time, then slot; a slot without a time comes after those before it."""
    rank = SLOTS.index(slot)
    known = [clock[each] for each in SLOTS[1:rank] if each in clock]
    return time or max(known, default=dt.time.min), rank


def _refuse_too_many(layout: Layout) -> None:
    """Count before expanding."""
    total = 0
    for stretch in layout.stretches:
        for order in stretch.phase.orders:
            length, slots = stretch.length_of(order), order.frequency.slots
            days = range(order.days.first, length + 1)
            a_cycle = sum(len(order.days.slots_on(day, slots)) for day in days if day)
            total += a_cycle * sum(1 for _ in stretch.cycles_of(order))
    if total > MOST_ADMINISTRATIONS:
        raise PlanError(
            f"{layout.regimen.id}: this would be up to {total} administrations, more than the"
            f" {MOST_ADMINISTRATIONS} that are planned at once; give an earlier through"
        )
