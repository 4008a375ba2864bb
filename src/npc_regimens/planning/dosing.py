"""Dosing: from a rule and a body to an ordered dose, once per component and measurement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from npc_regimens.dose import Body, Calculated, DoseRule, parse_dose
from npc_regimens.errors import PatientError, PlanError, ProductError, UnitError
from npc_regimens.patient import Measurement, SurfacePolicy
from npc_regimens.planning.administration import PlannedDose
from npc_regimens.products import Ordered, Percent, parse_mass
from npc_regimens.rounding import RoundingPolicy, parse_rounding, percent_difference
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from npc_regimens.patient import Clearance
    from npc_regimens.products import Basis, Formulary, Product
    from npc_regimens.regimen import Order


# A guard against slips of the unit, not a clinical limit.
MOST_OF_ONE_DOSE: Final = Amount.parse("50 g")


@dataclass(frozen=True, slots=True)
class OrderedDose:
    """One dose: as calculated, as ordered, and every step between as somebody would redo it."""

    rule: DoseRule
    calculated: Amount
    result: Ordered
    steps: tuple[str, ...]
    clearance: Clearance | None = None


def order_dose(  # noqa: PLR0913  each is one part of the world, given by name
    rule: DoseRule | str,
    body: Body | Measurement,
    *,
    product: Product | None = None,
    policy: RoundingPolicy | str | None = None,
    cap: Amount | str | None = None,
    report_over: Percent | str | None = None,
    basis: Basis | None = None,
) -> OrderedDose:
    """Calculate, cap and round one dose, and keep every step.

    Rules are read from text too, and a measurement is taken with the default policies. A cap bites
    before rounding, and rounding never crosses it. Without a product and a policy the dose is
    ordered as calculated. A product has a limit of its own, over which a difference is told;
    ``report_over`` takes its place, and without both no difference is told. The basis is that of
    the dose, where the product is whole vials of a salt or base.

    Raises `PlanError` for what is no dose rule, such as a range that nobody has settled, and for a
    dose that is too large to be one; `ProductError` where nothing can be given.

    >>> import datetime as dt
    >>> from npc_regimens.patient import Measurement
    >>> measured = Measurement.read(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
    >>> made = order_dose("650 mg/m2", measured, policy="nearest 50 mg")
    >>> made.calculated, made.result.amount
    (Amount('1137.5 mg'), Amount('1150 mg'))
    """
    rule = parse_dose(rule) if isinstance(rule, str) else rule
    cap = None if cap is None else _mass(cap)
    policy = parse_rounding(policy) if isinstance(policy, str) else policy
    limit = Percent.parse(report_over) if isinstance(report_over, str) else report_over
    body = Body.of(body, SurfacePolicy()) if isinstance(body, Measurement) else body
    _refuse_other_kinds(body, policy, limit)
    calculated = _calculated(rule, body)
    amount = _under_the_cap(calculated.amount, cap)
    if product is not None:
        result = product.order(amount, cap=cap, policy=policy, basis=basis, report_over=limit)
    else:
        result = _rounded(amount, policy, cap, limit)
    steps = [*calculated.steps]
    if amount != calculated.amount:
        steps.append(f"cap: {calculated.amount} is over the cap of one dose, {amount} is used")
        result = _beside(calculated.amount, result)
    over = "" if cap is None else f", never over {cap}"
    steps.append(f"rounding: {amount} to {result.amount} ({result.rule}{over})")
    return OrderedDose(rule, calculated.amount, result, tuple(steps), calculated.clearance)


def _mass(cap: Amount | str) -> Amount:
    amount = Amount.of(cap, like="500 mg")
    return amount if amount.kind == "drug mass" else parse_mass(str(amount))


def _refuse_other_kinds(body: object, policy: object, limit: object) -> None:
    """Refuse a value of another type, with what is taken."""
    wanted = (
        (body, Body, "a measurement or a body; of a patient take patient.at(day)"),
        (policy, RoundingPolicy | None, "a rounding rule, such as 'nearest 50 mg'"),
        (limit, Percent | None, "a limit, such as '10 %'"),
    )
    for value, kind, what in wanted:
        if not isinstance(value, kind):
            raise PlanError(f"order_dose takes {what}, not {value!r}")


def _calculated(rule: DoseRule, body: Body) -> Calculated:
    """Calculate, and refuse what is no dose rule and what no dose comes to."""
    if not isinstance(rule, DoseRule):
        raise PlanError(f"a dose is ordered by one dose rule, like '650 mg/m2', not by {rule}")
    calculated = rule.calculate(body)
    if calculated.amount > MOST_OF_ONE_DOSE:
        raise PlanError(
            f"one dose of {calculated.amount} cannot be right, it is over {MOST_OF_ONE_DOSE}; check"
            f" the number and the unit of {rule}"
        )
    return calculated


def _under_the_cap(amount: Amount, cap: Amount | None) -> Amount:
    """Take the cap, in the unit of the dose, where the dose is over it."""
    if cap is None or amount <= cap:
        return amount
    if not cap.number:
        raise ProductError(f"{amount} under a cap of {cap} is no dose; leave it out")
    return cap.to(amount.unit)


def _beside(calculated: Amount, result: Ordered) -> Ordered:
    """Tell the difference from what was calculated, not from the cap that took its place."""
    easier = None if result.easier is None else _beside(calculated, result.easier)
    difference = percent_difference(result.amount, calculated)
    return replace(result, difference_percent=difference, easier=easier)


def _rounded(
    amount: Amount, policy: RoundingPolicy | None, cap: Amount | None, limit: Percent | None
) -> Ordered:
    if policy is None:
        return Ordered.as_calculated(amount)
    return Ordered.by(policy, amount, None if limit is None else limit.part, cap=cap)


def planned_doses(order: Order, body: Body, formulary: Formulary) -> tuple[PlannedDose, ...]:
    """Order the doses of one component of a regimen: of each of its steps, and the plain one last.

    Cap, basis, product and rounding apply to each by itself.
    """
    return tuple(_planned(order.at(step), body, formulary) for step in (*order.steps, None))


def _planned(order: Order, body: Body, formulary: Formulary) -> PlannedDose:
    product = formulary.get(order.drug)
    if product is not None and product.route != order.route:
        raise ProductError(
            f"{order.component}: the product {product.id!r} is {product.route} and the order is"
            f" {order.route}; give a product of that route"
        )
    try:
        made = order_dose(order.dose, body, product=product, cap=order.cap, basis=order.basis)
    except (PlanError, ProductError, PatientError, UnitError) as error:
        raise type(error)(f"{order.component}: {error}") from error
    level = () if order.level is None else (f"level: {order.level}",)
    return PlannedDose(order, made.calculated, made.result, (*level, *made.steps), made.clearance)
