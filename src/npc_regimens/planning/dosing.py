"""Dosing: once per component and measurement, never once per administration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import PlanError, ProductError
from npc_regimens.planning.calendar import PlannedDose
from npc_regimens.products import Ordered
from npc_regimens.rounding import percent_difference
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from npc_regimens.dose import Body
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Order


# A guard against slips of the unit, not a clinical limit.
MOST_OF_ONE_DOSE: Final = Amount.parse("50 g")


def planned_dose(order: Order, body: Body, formulary: Formulary) -> PlannedDose:
    """Calculate, cap and round the dose of one component, and keep every step.

    A cap bites before rounding, and rounding never crosses it.
    """
    calculated = order.dose.calculate(body)
    level = [] if order.level is None else [f"level: {order.level}"]
    steps, amount = [*level, *calculated.steps], calculated.amount
    if amount > MOST_OF_ONE_DOSE:
        raise PlanError(
            f"{order.component}: one dose of {amount} cannot be right, it is over"
            f" {MOST_OF_ONE_DOSE}; check the number and the unit of {order.dose}"
        )
    if order.cap is not None and order.cap < amount:
        amount = order.cap
        steps.append(f"cap: {calculated.amount} is over the cap of one dose, {amount} is used")
    product = formulary.get(order.drug)
    if product is None:
        result = Ordered.as_calculated(amount)
    elif product.route != order.route:
        raise ProductError(
            f"{order.component}: the product {product.id!r} is {product.route} and the order is"
            f" {order.route}; give a product of that route"
        )
    else:
        result = product.order(amount, cap=order.cap)
    steps.append(f"rounding: {amount} to {result.amount} ({result.rule})")
    if amount != calculated.amount:
        difference = percent_difference(result.amount, calculated.amount)
        result = replace(result, difference_percent=difference)
    return PlannedDose(order, calculated.amount, result, tuple(steps))
