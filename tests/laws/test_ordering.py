"""Laws of ordering: what is ordered can be given, under every rule, and never passes a cap."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from school import quantity
from trying_all import rounded

from npc_regimens.errors import ProductError
from npc_regimens.products import Ordered, Product
from npc_regimens.rounding import WholeUnits, WholeVials, parse_rounding
from npc_regimens.strategies import decimals, product_tables
from npc_regimens.units import Amount

CITE = "example-2020#table-1"
doses = decimals(100, 3000, places=2).map(lambda number: Amount(number, "mg"))
grams = decimals(1, 3, places=4).map(lambda number: Amount(number, "g"))
routes = st.sampled_from(("oral", "intravenous"))
tables = routes.flatmap(lambda route: product_tables("drug-a", route))


def milligrams(amount: Amount) -> Fraction:
    """Say an amount as a fraction of milligrams."""
    return Fraction(amount.to("mg").number)


@st.composite
def rules_of(draw: st.DrawFn, table: dict[str, Any]) -> str:
    """Draw a rule in words that fits a product."""
    ties = draw(st.sampled_from(("up", "down")))
    if table["form"] == "vial":
        steps = ("nearest 50 mg", f"nearest 0.02 g, ties {ties}", f"{ties} to a whole 2.5 mg")
        vials = ("nearest whole vials of 100 mg", f"whole vials of 100 mg, {ties}")
        bands = f"bands of 200 mg, 400 mg, 800 mg and 1600 mg, ties {ties}, within 90 %"
        return draw(st.sampled_from((*steps, *vials, bands, "as calculated")))
    named = draw(st.permutations(table["strengths"]))[: draw(st.integers(1, 3))]
    limited = [f"at most {draw(st.integers(1, 3))} x {each}" for each in named[1:]]
    listed = [*named[:1], *(limited if draw(st.booleans()) else named[1:])]
    *first, last = listed
    units = f"{', '.join(first)} and {last}" if first else last
    rung = draw(st.sampled_from(("", f", from {named[0]}", f", to {named[0]}")))
    return f"whole units of {units}, ties {ties}{rung}"


@st.composite
def written(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    """Draw the table of a product and a rule that fits it."""
    table = draw(tables)
    return table, draw(rules_of(table))


def with_rule(table: dict[str, Any], rule: str) -> Product:
    """Give a product a rule in words."""
    own = {"rule": "policy", "policy": rule, "report_over": "10 %", "cite": CITE}
    return Product.model_validate({**table, "rounding": own})


def order(product: Product, dose: Amount, **how: Any) -> Ordered:
    """Order a dose that can be given, and pass over one that cannot."""
    try:
        return product.order(dose, **how)
    except ProductError:
        assume(False)
        raise


@given(written(), doses | grams)
def test_an_ordered_dose_is_the_units_to_take(
    case: tuple[dict[str, Any], str], dose: Amount
) -> None:
    """Whatever the product and the rule, units come to the ordered dose, and are of the product."""
    product = with_rule(*case)
    ordered = order(product, dose)

    total = sum(milligrams(each.strength) * each.count for each in ordered.units)
    counted = isinstance(product.policy, WholeUnits | WholeVials)
    assert total == (milligrams(ordered.amount) if counted else 0)
    known = {milligrams(s) for s in (*product.strengths, *(v.content for v in product.vial))}
    assert {milligrams(each.strength) for each in ordered.units} <= known
    assert all(each.count > 0 for each in ordered.units)


@given(written(), doses | grams, st.data())
def test_an_ordered_dose_is_what_a_second_person_finds(
    case: tuple[dict[str, Any], str], dose: Amount, data: st.DataObject
) -> None:
    """Trying all that could be given comes to the same dose, under a cap too."""
    table, rule = case
    cap = data.draw(st.none() | doses)
    ordered = order(with_rule(table, rule), dose, cap=cap)

    limit = None if cap is None else quantity(str(cap))
    assert quantity(str(ordered.amount)) == rounded(quantity(str(dose)), rule, limit)
    assert cap is None or ordered.amount <= cap


@given(written(), doses)
def test_a_rule_of_the_file_and_of_the_caller_are_one(
    case: tuple[dict[str, Any], str], dose: Amount
) -> None:
    """The same words order the same dose, wherever they stand."""
    table, rule = case
    product = Product.model_validate(table)

    by_file = order(with_rule(table, rule), dose)
    by_caller = product.order(dose, policy=parse_rounding(rule))

    assert by_file == by_caller


@given(tables, doses, st.none() | doses)
def test_the_two_plain_rules_are_the_policies_that_they_stand_for(
    table: dict[str, Any], dose: Amount, cap: Amount | None
) -> None:
    """Nearest whole units and nearest step order what the rule in words orders."""
    product = Product.model_validate(table)
    plain = order(product, dose, cap=cap)
    in_words = with_rule(table, str(product.policy)).order(dose, cap=cap)

    assert (plain.amount, plain.units, plain.over_limit) == (
        in_words.amount,
        in_words.units,
        in_words.over_limit,
    )
    assert plain.difference_percent == in_words.difference_percent


@given(written(), doses, st.none() | doses)
def test_an_easier_dose_is_half_as_many_and_within_all_limits(
    case: tuple[dict[str, Any], str], dose: Amount, cap: Amount | None
) -> None:
    """An easier dose has at most half the units, differs by 10 % at most, and passes no cap."""
    ordered = order(with_rule(*case), dose, cap=cap)
    easier = ordered.easier
    if easier is None:
        return

    counts = [sum(each.count for each in made.units) for made in (ordered, easier)]
    assert 1 <= counts[1] <= counts[0] // 2
    assert milligrams(easier.amount) == sum(
        milligrams(each.strength) * each.count for each in easier.units
    )
    difference = abs(milligrams(easier.amount) - milligrams(dose)) / milligrams(dose)
    assert difference <= Fraction(1, 10)
    assert not easier.over_limit
    assert cap is None or easier.amount <= cap


@pytest.mark.parametrize("tenths", range(10, 60))
def test_half_the_units_are_offered_where_they_exist(tenths: int) -> None:
    """Tablets of 100 and 10 mg: where one to three large ones are near enough, they are offered."""
    table = {"format": 1, "id": "a", "drug": "a", "name": "a", "form": "tablet", "route": "oral"}
    rule = "whole units of 100 mg and 10 mg, ties up"
    product = with_rule({**table, "strengths": ["100 mg", "10 mg"], "cite": CITE}, rule)
    dose = tenths * 10
    large, small = divmod(tenths, 10)

    easier = product.order(Amount(Decimal(dose), "mg")).easier

    few = [
        abs(100 * a + 10 * b - dose)
        for a in range(8)
        for b in range(60)
        if 0 < a + b <= (large + small) // 2 and abs(100 * a + 10 * b - dose) * 10 <= dose
    ]
    assert (easier is None) == (not few)
    if easier is not None:
        assert abs(easier.amount.number - dose) == min(few)
