"""Laws of doses: proportional to what they are per, monotone, and never over a cap."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npc_regimens import strategies as ours
from npc_regimens.dose import Body, Flat, PerSurface, PerWeight, TargetExposure, parse_dose
from npc_regimens.errors import PatientError, UnitError
from npc_regimens.patient import Measurement, Surface, SurfacePolicy
from npc_regimens.products import Formulary, Product
from npc_regimens.units import Amount

POLICY = SurfacePolicy()
DAY = dt.date(2026, 12, 1)
bodies = ours.measurements().map(lambda measured: Body.of(measured, POLICY))
rates = ours.decimals(1, 2000, places=1).map(lambda number: Amount(number, "mg/m2"))


@given(rates, bodies, ours.decimals(1, 20, places=1))
def test_scaling_the_rule_scales_the_dose(rate: Amount, body: Body, factor: Decimal) -> None:
    """A rate that is so many times as large gives a dose that is so many times as large."""
    once = PerSurface(rate).calculate(body).amount

    assert PerSurface(rate * factor).calculate(body).amount == once * factor


@given(rates, bodies)
def test_doubling_the_area_doubles_the_dose(rate: Amount, body: Body) -> None:
    """An area of twice the size gives twice the dose, before any rounding."""
    area = body.surface.used * 2
    double = Body(body.measurement, Surface(area, area, POLICY))

    once = PerSurface(rate).calculate(body).amount
    assert PerSurface(rate).calculate(double).amount == once * 2


@given(rates, bodies, bodies)
def test_a_larger_body_never_gets_less(rate: Amount, one: Body, other: Body) -> None:
    """A dose per body surface grows with the surface."""
    small, large = sorted((one, other), key=lambda body: body.surface.used.number)

    assert PerSurface(rate).calculate(small).amount <= PerSurface(rate).calculate(large).amount


@given(bodies, bodies, ours.amounts())
def test_a_flat_dose_ignores_the_body(one: Body, other: Body, amount: Amount) -> None:
    """A flat dose is the same for every body."""
    assert Flat(amount).calculate(one) == Flat(amount).calculate(other)


@given(ours.decimals(1, 30, places=1), bodies)
def test_a_dose_per_weight_is_the_product(rate: Decimal, body: Body) -> None:
    """A dose per kilogram is the rate times the kilograms, exactly."""
    dose = PerWeight(Amount(rate, "mg/kg")).calculate(body).amount

    kilograms = Fraction(body.measurement.weight.to("kg").number)
    assert Fraction(dose.number) == Fraction(rate) * kilograms


@given(ours.decimals(1, 7, places=1), st.integers(20, 150))
def test_a_target_exposure_follows_calvert(target: Decimal, clearance: int) -> None:
    """The dose for a target exposure is the target times clearance plus 25."""
    measured = Measurement.read(
        on=DAY, height="170 cm", weight="65 kg", clearance=f"{clearance} mL/min"
    )
    dose = TargetExposure(Amount(target, "AUC")).calculate(Body.of(measured, POLICY)).amount

    assert dose == Amount(target * (clearance + 25), "mg")


@given(bodies)
def test_a_target_exposure_needs_a_clearance(body: Body) -> None:
    """A clearance that is missing is an error, never a guess."""
    with pytest.raises(PatientError, match="needs a clearance"):
        parse_dose("AUC 5").calculate(body)


@given(ours.measurements(), ours.decimals(1, 3, places=2))
def test_a_cap_of_the_surface_is_never_exceeded(measured: Measurement, number: Decimal) -> None:
    """A capped surface is the smaller of the two, says so, and capping twice changes nothing."""
    cap = Amount(number, "m2")
    free = Body.of(measured, POLICY).surface
    capped = Body.of(measured, SurfacePolicy(cap=cap)).surface

    assert capped.used == min(free.computed, cap)
    assert capped.capped == (cap < free.computed)
    assert min(capped.used, cap) == capped.used


ROUTED = st.sampled_from(("oral", "intravenous")).flatmap(
    lambda route: ours.product_tables("drug-a", route)
)


@given(ROUTED, ours.decimals(200, 2000, places=2), st.data())
def test_an_ordered_dose_is_monotone(
    table: dict[str, object], number: Decimal, data: st.DataObject
) -> None:
    """A larger calculated dose is never ordered as a smaller one."""
    product = Product.model_validate(table)
    more = number + data.draw(ours.decimals(0, 100, places=2))
    low, high = (product.order(Amount(each, "mg")) for each in (number, more))

    assert low.amount <= high.amount


@given(ROUTED, ours.decimals(200, 2000, places=2))
def test_ordering_what_was_ordered_changes_nothing(
    table: dict[str, object], number: Decimal
) -> None:
    """An ordered dose is ordered as itself, with no difference."""
    product = Product.model_validate(table)
    once = product.order(Amount(number, "mg"))
    again = product.order(once.amount)

    assert again.amount == once.amount
    assert again.units == once.units
    assert again.difference_percent == 0


@given(ROUTED, ours.decimals(200, 2000, places=2))
def test_the_limit_is_compared_exactly(table: dict[str, object], number: Decimal) -> None:
    """A difference over the limit is reported before any digit is dropped."""
    ordered = Product.model_validate(table).order(Amount(number, "mg"))
    exact = abs(Fraction(ordered.amount.number) - Fraction(number)) / Fraction(number)

    assert ordered.over_limit == (exact > Fraction(1, 10))


def test_millilitres_are_monotone_and_vials_suffice(formulary: Formulary) -> None:
    """More milligrams are never fewer millilitres, and the vials hold them, for every dose."""
    product = formulary["irinotecan-liposome"]
    made = [product.prepare(Amount(Decimal(n), "mg"), "free base") for n in range(1, 300)]
    volumes = [Fraction(each.volume.number) for each in made if each.volume is not None]

    assert len(volumes) == 299
    assert all(before <= after for before, after in pairwise(volumes))
    for dose, each in enumerate(made, start=1):
        held = sum(Fraction(content.number) * count for content, count in each.vials)
        assert dose <= held < dose + 43


@pytest.mark.parametrize("text", ["65 kg", "1.75 m2", "10 mL", "2 h", "170 cm", "4.3 mg/mL"])
def test_only_doses_are_dose_rules(text: str) -> None:
    """An amount of another kind is refused as a dose, with what it is."""
    with pytest.raises(UnitError, match="not a dose"):
        parse_dose(text)
