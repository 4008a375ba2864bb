"""Dosing: once per component and measurement, never once per administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.planning.calendar import PlannedDose
from npc_regimens.products import Ordered

if TYPE_CHECKING:
    from npc_regimens.dose import Body
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Order


def planned_dose(order: Order, body: Body, formulary: Formulary) -> PlannedDose:
    """Calculate, cap and round the dose of one component, and keep every step.

    A cap bites before rounding, and rounding never crosses it.
    """
    calculated = order.dose.calculate(body)
    steps, amount = list(calculated.steps), calculated.amount
    if order.cap is not None and order.cap < amount:
        amount = order.cap
        steps.append(f"cap: {calculated.amount} is over the cap of one dose, {amount} is used")
    product = formulary.get(order.drug)
    if product is None:
        result = Ordered.as_calculated(amount)
    else:
        result = product.order(amount, cap=order.cap)
    steps.append(f"rounding: {amount} to {result.amount} ({result.rule})")
    return PlannedDose(order, amount, result, tuple(steps))
