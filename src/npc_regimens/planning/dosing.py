"""Dosing: from a rule and a body to an ordered dose, once per component and measurement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from npc_regimens.dose import Body, parse_dose
from npc_regimens.errors import PlanError, ProductError
from npc_regimens.patient import Measurement, SurfacePolicy
from npc_regimens.planning.calendar import PlannedDose
from npc_regimens.products import Ordered
from npc_regimens.rounding import parse_rounding, percent_difference
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from npc_regimens.dose import DoseRule
    from npc_regimens.products import Formulary, Percent, Product
    from npc_regimens.regimen import Order
    from npc_regimens.rounding import RoundingPolicy


# A guard against slips of the unit, not a clinical limit.
MOST_OF_ONE_DOSE: Final = Amount.parse("50 g")


@dataclass(frozen=True, slots=True)
class OrderedDose:
    """One dose: as calculated, as ordered, and every step between as somebody would redo it."""

    rule: DoseRule
    calculated: Amount
    result: Ordered
    steps: tuple[str, ...]


def order_dose(  # noqa: PLR0913  each is one part of the world, given by name
    rule: DoseRule | str,
    body: Body | Measurement,
    *,
    product: Product | None = None,
    policy: RoundingPolicy | str | None = None,
    cap: Amount | None = None,
    report_over: Percent | None = None,
) -> OrderedDose:
    """Calculate, cap and round one dose, and keep every step.

    Rules are read from text too, and a measurement is taken with the default policies. A cap bites
    before rounding, and rounding never crosses it. Without a product and a policy the dose is
    ordered as calculated. A product has a limit of its own, over which a difference is told;
    ``report_over`` is that limit where there is no product.

    >>> import datetime as dt
    >>> from npc_regimens.patient import Measurement
    >>> measured = Measurement.read(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
    >>> made = order_dose("650 mg/m2", measured, policy="nearest 50 mg")
    >>> made.calculated, made.result.amount
    (Amount('1137.5 mg'), Amount('1150 mg'))
    """
    rule = parse_dose(rule) if isinstance(rule, str) else rule
    policy = parse_rounding(policy) if isinstance(policy, str) else policy
    body = Body.of(body, SurfacePolicy()) if isinstance(body, Measurement) else body
    calculated = rule.calculate(body)
    steps, amount = list(calculated.steps), calculated.amount
    if amount > MOST_OF_ONE_DOSE:
        raise PlanError(
            f"one dose of {amount} cannot be right, it is over {MOST_OF_ONE_DOSE}; check the"
            f" number and the unit of {rule}"
        )
    if cap is not None and cap < amount:
        amount = cap
        steps.append(f"cap: {calculated.amount} is over the cap of one dose, {amount} is used")
    result = _rounded(amount, product, policy, cap, report_over)
    steps.append(f"rounding: {amount} to {result.amount} ({result.rule})")
    if amount != calculated.amount:
        difference = percent_difference(result.amount, calculated.amount)
        result = replace(result, difference_percent=difference)
    return OrderedDose(rule, calculated.amount, result, tuple(steps))


def _rounded(
    amount: Amount,
    product: Product | None,
    policy: RoundingPolicy | None,
    cap: Amount | None,
    report_over: Percent | None,
) -> Ordered:
    if product is not None:
        return product.order(amount, cap=cap, policy=policy)
    if policy is None:
        return Ordered.as_calculated(amount)
    within = Fraction(1) if report_over is None else report_over.part
    return Ordered.by(policy, amount, within, cap=cap)


def planned_dose(order: Order, body: Body, formulary: Formulary) -> PlannedDose:
    """Order the dose of one component of a regimen."""
    product = formulary.get(order.drug)
    if product is not None and product.route != order.route:
        raise ProductError(
            f"{order.component}: the product {product.id!r} is {product.route} and the order is"
            f" {order.route}; give a product of that route"
        )
    try:
        made = order_dose(order.dose, body, product=product, cap=order.cap)
    except PlanError as error:
        raise PlanError(f"{order.component}: {error}") from error
    level = () if order.level is None else (f"level: {order.level}",)
    return PlannedDose(order, made.calculated, made.result, (*level, *made.steps))
