"""Counting the cycles of an open phase that ends with the last dose of its components."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from npc_regimens.errors import RegimenError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.regimen.settled import Order, SettledPhase


def counted_by_orders(
    where: str, phase: SettledPhase, before: Sequence[SettledPhase]
) -> SettledPhase:
    """Count the cycles of an open phase of which every component ends: up to the last of them.

    Raises `RegimenError` where all of them have ended before the phase.
    """
    if phase.count is not None:
        return phase
    lasts = [_last_cycle(order, phase, before) for order in phase.orders]
    known = [last for last in lasts if last is not None]
    if len(known) < len(lasts):
        return phase
    if not max(known):
        raise RegimenError(
            f"{where}: nothing is given in phase {phase.name!r}, for the phases before it give all"
            " doses of at_most; leave the phase out, or settle fewer cycles before it"
        )
    return replace(phase, count=max(known))


def _last_cycle(order: Order, phase: SettledPhase, before: Sequence[SettledPhase]) -> int | None:
    """Find the cycle of an open phase in which a component ends; none if it goes on.

    It ends with the last of its cycles or with the last of its doses, whichever comes first; what
    the phases before give is counted. Nought is an end before the phase.
    """
    cycle_days, last = phase.cycle_length_days, None if order.cycles is None else order.cycles.last
    # which days a calendar has of a kind is not known yet, so that only the cycles end those
    if order.at_most is None or order.days.only_on is not None:
        # a component with cycles of its own ends within the phase's cycle that holds its last day
        length = order.cycle_length_days or cycle_days
        return None if last is None else -(-last * length // cycle_days)
    left = order.at_most.count
    for each, following in pairwise((*before, phase)):
        if not _may_end_sooner(each, following) and order.component in _components(each):
            days = each.cycle_length_days * (each.count or 0)
            left -= sum(1 for _ in _days_of_doses(order, each.cycle_length_days, days))
    found = [*islice(_days_of_doses(order, cycle_days, None), max(0, left))]
    return max((day // cycle_days + 1 for day in found), default=0)


def _may_end_sooner(phase: SettledPhase, following: SettledPhase) -> bool:
    """Whether a span or an event may end a phase, which is not counted on, so no dose is lost."""
    by_event = following.starts is not None and following.starts.anchor.kind == "event"
    return phase.span is not None or by_event


def _components(phase: SettledPhase) -> set[str]:
    return {order.component for order in phase.orders}


def _days_of_doses(order: Order, phase_cycle_days: int, days: int | None) -> Iterator[int]:
    """Give the day of each dose, counted from 0 on the first of a phase, one after the other.

    A dose before day 1 of its cycle counts as on day 1, for it is given only if that cycle is.
    """
    length = order.cycle_length_days or phase_cycle_days
    a_cycle = _days_of_a_cycle(order, length)
    last, cycle = None if order.cycles is None else order.cycles.last, 0
    while True:
        begin = cycle * length
        cycle += 1
        if (last is not None and cycle > last) or (days is not None and begin >= days):
            return
        if order.is_given_in(cycle):
            yield from (begin + day for day in a_cycle if days is None or begin + day < days)


def _days_of_a_cycle(order: Order, length: int) -> list[int]:
    days = (*range(order.days.first, 0), *range(1, length + 1))
    slots = order.frequency.slots
    return [max(0, day - 1) for day in days for _ in order.days.slots_on(day, slots)]
