"""A schedule strip of a regimen in which everything is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.dose import NOT_STATED
from npc_regimens.render.schedule_words import days_words as rule_words
from npc_regimens.render.strip_rows import Row, days_words, dosing, only_on, parted, running
from npc_regimens.render.strip_words import (
    bounds_words,
    count_words,
    doses_words,
    end_words,
    infusion_words,
    phase_parts,
)
from npc_regimens.render.words import counted, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.regimen import Regimen
    from npc_regimens.regimen.settled import Order, SettledPhase
    from npc_regimens.render.strip_rows import Block


def settled_blocks(regimen: Regimen) -> Iterator[Block]:
    """Lay out a regimen in which everything is settled."""
    for phase in regimen.phases:
        length = phase.cycle_length_days
        rows = (_order_row(order, length) for order in phase.orders)
        yield from parted(phase.name, _settled_words(phase), length, rows)


def _order_row(order: Order, length: int) -> Row:
    last, slots = order.cycle_length_days or length, order.frequency.slots
    doses = dosing(order.days, slots, last)
    return Row(
        order.drug,
        tuple(_order_words(order)),
        last,
        doses,
        days_words(order.days, slots, last),
        perhaps=frozenset(doses if only_on(order.days) else ()),
        runs=running(doses, order.infusion),
    )


def _order_words(order: Order) -> Iterator[str]:
    yield from doses_words(order.dose, order.steps, order.frequency)
    yield from infusion_words(order.infusion)
    if only_on(order.days):
        yield f"on {only_on(order.days)} alone"
    yield from bounds_words(order.cycles, order.at_most, order.after)
    if order.optional is not None:
        given = "with" if order.with_optional else "without"
        yield f"{given} the optional {rule_words(order.optional)}"
    sources = {"dose": order.dose_source, "days": order.schedule_source}
    borrowed = [what for what, source in sources.items() if source == "reference"]
    if borrowed:
        yield f"{joined(borrowed)}: a reference from elsewhere"


def _settled_words(phase: SettledPhase) -> str:
    length = f"cycle of {counted(phase.cycle_length_days, 'day')}"
    if phase.cycle_source == "reference":
        length = f"{length}, a reference from elsewhere"
    # an end without reasons is one that the source does not state
    until = None if phase.end is None else phase.end.until or str(NOT_STATED)
    ends = end_words(phase.span, until, is_counted=phase.count is not None)
    starts = None if phase.starts is None else str(phase.starts)
    return phase_parts(starts, (length, _count(phase), *ends), phase.sessions)


def _count(phase: SettledPhase) -> str:
    if phase.count is None:
        return count_words("open")
    most = None if phase.end is None else phase.end.at_most
    if phase.count == most:
        return count_words(f"at most {most}")
    allowed = "" if most is None else f" (at most {most} are allowed)"
    return f"{count_words(phase.count)}{allowed}"
