"""A schedule strip of a regimen in which everything is settled."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from npc_regimens.render.strip_rows import Row, days_words, dosing, only_on, parted
from npc_regimens.render.strip_words import (
    any_dose_words,
    besides,
    count_words,
    often_words,
    some_cycles_words,
)
from npc_regimens.render.words import counted, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.regimen import Regimen
    from npc_regimens.regimen.settled import Order, SettledPhase
    from npc_regimens.render.strip_rows import Block

# What is drawn or said, and what says nothing about days; anything else is told in words.
_OF_AN_ORDER: Final = frozenset(
    {
        *("component", "drug", "dose", "dose_source", "full_dose", "level", "reference_dose"),
        *("schedule_source", "cap", "limits", "basis", "basis_source", "route", "infusion"),
        *("frequency", "days", "optional", "with_optional", "cycle_length_days", "cycles"),
        *("missed_dose", "citation", "note", "step"),
    }
)
_OF_A_SETTLED_PHASE: Final = frozenset(
    {
        *("name", "cycle_length_days", "cycle_source", "count", "count_by_caller"),
        *("count_source", "end", "orders", "citation"),
    }
)


def settled_blocks(regimen: Regimen) -> Iterator[Block]:
    """Lay out a regimen in which everything is settled."""
    for phase in regimen.phases:
        length = phase.cycle_length_days
        rows = (_order_row(order, length) for order in phase.orders)
        yield from parted(phase.name, _settled_words(phase), length, rows)


def _order_row(order: Order, length: int) -> Row:
    last, slots = order.cycle_length_days or length, order.frequency.slots
    doses = dosing(order.days, slots, last)
    values = ((each.name, getattr(order, each.name)) for each in fields(order))
    return Row(
        order.drug,
        (*_order_words(order), *besides(values, _OF_AN_ORDER)),
        last,
        doses,
        days_words(order.days, slots, last),
        perhaps=frozenset(doses if only_on(order.days) else ()),
    )


def _order_words(order: Order) -> Iterator[str]:
    yield ", ".join((any_dose_words(order.dose), *often_words(order.frequency)))
    if only_on(order.days):
        yield f"on {only_on(order.days)} alone"
    if order.cycles is not None:
        yield some_cycles_words(order.cycles)
    sources = {"dose": order.dose_source, "days": order.schedule_source}
    borrowed = [what for what, source in sources.items() if source == "reference"]
    if borrowed:
        yield f"{joined(borrowed)}: a reference from elsewhere"


def _settled_words(phase: SettledPhase) -> str:
    length = f"cycle of {counted(phase.cycle_length_days, 'day')}"
    if phase.cycle_source == "reference":
        length = f"{length}, a reference from elsewhere"
    count = count_words("open" if phase.count is None else phase.count)
    end = () if phase.end is None else (f"until {phase.end}",)
    values = ((each.name, getattr(phase, each.name)) for each in fields(phase))
    return ", ".join((length, count, *end, *besides(values, _OF_A_SETTLED_PHASE)))
