"""What is due: the doses of each component, cycle by cycle, put in the order of time.

A component counts its days and cycles in the cycles of its phase, or in cycles of its own length
from the first day of that phase.
"""

from __future__ import annotations

import datetime as dt
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.dates import study_day
from npc_regimens.errors import PlanError
from npc_regimens.planning.administration import Administration
from npc_regimens.planning.ending import through_at_most
from npc_regimens.planning.infusions import Entry, in_line, places_of, refuse_overlaps
from npc_regimens.regimen.days import SLOTS
from npc_regimens.regimen.listed import after_day_1

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from npc_regimens.planning.administration import PlannedDose
    from npc_regimens.planning.laying import Layout
    from npc_regimens.planning.stretch import Stretch
    from npc_regimens.regimen import Order

MOST_ADMINISTRATIONS: Final = 50_000  # a slip of the keyboard must not fill the memory
CLINIC: Final = "clinic"


class _Due(NamedTuple):
    """One dose of a cycle, wherever the cycle lies: its days from day 1, and its place in a day."""

    offset: int
    later: dt.timedelta
    clock: dt.time
    rank: int
    day: int
    slot: str
    time: dt.time | None
    dose: PlannedDose


def administrations(
    layout: Layout, doses: Mapping[str, tuple[PlannedDose, ...]], clock: Mapping[str, dt.time]
) -> tuple[Administration, ...]:
    """List the doses of all components through the last day, in the order of time.

    Raises `PlanError` where there would be too many of them, for two of a component at once, for an
    infusion that runs into the next of its component, and for one after another that would begin
    past midnight.
    """
    _refuse_too_many(layout)
    entries: list[Entry] = []
    for stretch in layout.stretches:
        places = places_of(stretch.phase.orders)
        for order in stretch.phase.orders:
            if order.component not in doses:  # it is over before a resumed cycle begins
                continue
            templates = _Templates(order, stretch.length_of(order), doses[order.component], clock)
            index = places[order.component]
            entries += _of_order(order, index, stretch, templates, layout)
            entries += _in_pauses(order, index, stretch, templates, layout)
    entries.sort(key=itemgetter(slice(-1)))  # by all but the administration
    kept = in_line(through_at_most(layout.regimen, entries), layout.regimen.orders)
    given = tuple(entry.given for entry in kept)
    _refuse_twice(layout, given)
    if any(order.infusion is not None for order in layout.orders):
        refuse_overlaps(given)
    return given


def _of_order(
    order: Order, index: int, stretch: Stretch, templates: _Templates, layout: Layout
) -> Iterator[Entry]:
    """Count the cycles from the first day; what lies behind the last is not given."""
    last_day = layout.last_day
    end = stretch.last if last_day is None else min(stretch.last, last_day)
    by_date, name = order.days.only_on is not None, stretch.phase.name
    rhythm, length = stretch.rhythm, stretch.length_of(order)
    # a pause lies between cycles of the phase, and may lie within one of a component's own
    is_cut = bool(rhythm.pauses) and order.cycle_length_days is not None
    for cycle, day_1 in stretch.cycles_of(order):
        if not order.is_given_in(cycle):
            continue
        begins, opens = (cycle - 1) * length, stretch.opens(day_1)
        elapsed, late = (day_1 - layout.start).days, rhythm.late_at(begins)
        for offset, later, clock, rank, day, slot, time, dose in templates.of(cycle):
            date, since = day_1 + later, elapsed + offset
            if is_cut and offset > 0:
                date, late = rhythm.date_of(begins + offset), rhythm.late_at(begins + offset)
                since = (date - layout.start).days
            if date > end:
                break
            if date < opens or (by_date and not stretch.is_due_on(order, date)):
                continue
            on_study = since + 1 if since >= 0 else since
            nominal = date - late if late else date
            given = Administration(name, cycle, day, slot, on_study, nominal, date, time, dose)
            yield Entry(date, clock, rank, index, given)


def _in_pauses(
    order: Order, index: int, stretch: Stretch, templates: _Templates, layout: Layout
) -> Iterator[Entry]:
    """Let what goes on while a cycle is delayed be given, on further days of the one before."""
    last_day = layout.last_day or stretch.last
    for cycle, day_of_phase, days, first in stretch.pauses(order):
        late = stretch.rhythm.late_at(day_of_phase)
        for due in templates.on(cycle, days):
            date = first + dt.timedelta(days=due.day - days.start)
            if date > last_day:
                break
            if not stretch.is_due_on(order, date):
                continue
            since = study_day(date, layout.start)
            given = Administration(
                stretch.phase.name,
                cycle,
                due.day,
                due.slot,
                since,
                date - late,
                date,
                due.time,
                due.dose,
            )
            yield Entry(date, due.clock, due.rank, index, given)


class _Templates:
    """The doses of a cycle, made once for all cycles in which the same steps may hold."""

    def __init__(
        self,
        order: Order,
        length: int,
        doses: tuple[PlannedDose, ...],
        clock: Mapping[str, dt.time],
    ) -> None:
        self._order = order
        self._length = length
        self._doses = doses
        self._clock = clock
        self._made: dict[tuple[bool, ...], tuple[_Due, ...]] = {}

    def of(self, cycle: int) -> tuple[_Due, ...]:
        """Return what is due in a cycle."""
        alike = tuple(step.holds_in(cycle) for step in self._order.steps)
        if alike not in self._made:
            days = (*range(self._order.days.first, 0), *range(1, self._length + 1))
            self._made[alike] = tuple(self.on(cycle, days))
        return self._made[alike]

    def on(self, cycle: int, days: Iterable[int]) -> Iterator[_Due]:
        """Give what is due on some days of a cycle, which may lie behind its end."""
        order = self._order
        for day in days:
            for slot in order.days.slots_on(day, order.frequency.slots):
                time = self._clock.get(slot if order.route == "oral" else CLINIC)
                step = order.step_at(cycle, day, slot)
                dose = next(each for each in self._doses if each.order.step == step)
                offset, (clock, rank) = after_day_1(day), _rank(slot, time, self._clock)
                later = dt.timedelta(days=offset)
                yield _Due(offset, later, clock, rank, day, slot, time, dose)


def _rank(slot: str, time: dt.time | None, clock: Mapping[str, dt.time]) -> tuple[dt.time, int]:
    """Sort by time, then slot; a slot without a time comes after those before it."""
    rank = SLOTS.index(slot)
    known = [clock[each] for each in SLOTS[1:rank] if each in clock]
    return time or max(known, default=dt.time.min), rank


def _refuse_twice(layout: Layout, given: tuple[Administration, ...]) -> None:
    """Refuse two doses of one component at once; only a day before day 1 can meet another."""
    if all(order.days.first > 0 for order in layout.orders):
        return
    found: dict[tuple[str, dt.date, str], Administration] = {}
    for each in given:
        other = found.setdefault((each.component, each.planned_date, each.slot), each)
        if other is not each:
            slot = "" if each.slot == "once" else f" in the {each.slot}"
            raise PlanError(
                f"{layout.regimen.id}: component {each.component!r} would be given twice on"
                f" {each.planned_date}{slot}, as {_place(other)} and as {_place(each)}; give one of"
                " them on another day, or write a component for each phase"
            )


def _place(given: Administration) -> str:
    return f"day {given.cycle_day} of cycle {given.cycle} of {given.phase!r}"


def _refuse_too_many(layout: Layout) -> None:
    """Count before expanding."""
    total = 0
    for stretch in layout.stretches:
        for order in stretch.phase.orders:
            length, slots = stretch.length_of(order), order.frequency.slots
            days = range(order.days.first, length + 1)
            a_cycle = sum(len(order.days.slots_on(day, slots)) for day in days if day)
            total += a_cycle * sum(1 for _ in stretch.cycles_of(order))
            total += len(slots) * sum(len(days) for _, _, days, _ in stretch.pauses(order))
    if total > MOST_ADMINISTRATIONS:
        raise PlanError(
            f"{layout.regimen.id}: this would be up to {total} administrations, more than the"
            f" {MOST_ADMINISTRATIONS} that are planned at once; give an earlier through"
        )
