"""Words for where a dose holds that is one of several of its component."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.render.words import ROUTES, days_words, frequency_words, joined

if TYPE_CHECKING:
    from npc_regimens.regimen import Order
    from npc_regimens.regimen.steps import SettledStep
    from npc_regimens.regimen.timing import SomeCycles


def how_words(order: Order) -> str:
    """Say how a dose is given, how often a day, and where it holds if it is one of several.

    The slot of a step takes the place of how often: 1,000 mg in the morning is no dose twice a day.
    """
    often = frequency_words(order.frequency)
    in_a_slot = any(step.slot is not None for step in order.steps)
    parts = [ROUTES[order.route], "" if often == "once" or in_a_slot else often, _where(order)]
    return ", ".join(part for part in parts if part)


def _where(order: Order) -> str:
    if order.step is not None:
        return step_words(order.step)
    if not order.steps or any(step.cycles or step.days for step in order.steps):
        return "otherwise" if order.steps else ""
    named = {step.slot for step in order.steps}
    return f"in the {joined([slot for slot in order.frequency.slots if slot not in named])}"


def step_words(step: SettledStep) -> str:
    """Say where a step holds, as in on days 1 to 7 (7 days), in the morning."""
    parts = (
        step.cycles and f"in {cycles_words(step.cycles)}",
        step.days and ("" if str(step.days) == "continuous" else "on ") + days_words(step.days),
        step.slot and f"in the {step.slot}",
    )
    return ", ".join(part for part in parts if part)


def cycles_words(cycles: SomeCycles) -> str:
    """Say some cycles in words, as in cycles 1 to 3."""
    written = str(cycles)
    if written.isdigit():
        return f"cycle {written}"
    if written in {"odd", "even"}:
        return f"{written} cycles"
    return f"cycles {written.replace('-', ' to ')}"
