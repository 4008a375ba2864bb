"""Preparing an infusion: millilitres, vials with and without sharing, and what is wasted."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from npc_regimens.errors import ProductError
from npc_regimens.products import Formulary, Product, Units
from npc_regimens.rounding import parse_rounding
from npc_regimens.strategies import decimals
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from decimal import Decimal

    from npc_regimens.products import Basis

LIPOSOME = "irinotecan-liposome"


def mg(number: str) -> Amount:
    """Write an amount of drug."""
    return Amount.parse(f"{number} mg")


def test_a_preparation_says_its_arithmetic(formulary: Formulary) -> None:
    """123 mg at 43 mg in 10 mL are 28.6046... mL, of three vials with 6 mg left over."""
    made = formulary[LIPOSOME].prepare(mg("123"), "free base")

    assert made.steps == (
        "123 mg x 10 mL / 43 mg = 28.6 mL (half up to 0.1 mL)",
        "3 vials of 43 mg",
        "6 mg left over, wasted if nobody shares the vials",
    )
    assert (str(made.volume), made.waste) == ("28.6 mL", mg("6"))


def test_the_basis_decides_the_content(formulary: Formulary) -> None:
    """123 mg of the salt are 24.6 mL of the same vial, which holds 50 mg of it."""
    made = formulary[LIPOSOME].prepare(mg("123"), "hydrochloride trihydrate")

    assert made.steps[:2] == (
        "123 mg x 10 mL / 50 mg = 24.6 mL (half up to 0.1 mL)",
        "3 vials of 50 mg",
    )


def test_a_dose_in_grams_is_prepared_in_the_unit_of_the_vial(formulary: Formulary) -> None:
    """0.123 g are written as 123 mg beside a vial of milligrams."""
    made = formulary[LIPOSOME].prepare(Amount.parse("0.123 g"), "free base")

    assert made.steps[0] == "123 mg x 10 mL / 43 mg = 28.6 mL (half up to 0.1 mL)"
    assert made.waste == Amount.parse("0.006 g")


def test_with_sharing_nothing_is_wasted(formulary: Formulary) -> None:
    """The vials are the same, others use what is left over, and the dose does not change."""
    alone = formulary["gemcitabine"].prepare(mg("1750"))
    shared = formulary["gemcitabine"].prepare(mg("1750"), sharing=True)

    assert alone.vials == shared.vials == ((mg("1000"), 1), (mg("200"), 4))
    assert alone.steps == (
        "1 vial of 1000 mg",
        "4 vials of 200 mg",
        "50 mg left over, wasted if nobody shares the vials",
    )
    assert shared.steps[-1] == "50 mg left over for others, nothing is wasted: the vials are shared"
    assert alone.waste == mg("50")
    assert not shared.waste.number


def test_a_dose_of_whole_vials_wastes_nothing(formulary: Formulary) -> None:
    """1200 mg are one large and one small vial."""
    made = formulary["gemcitabine"].prepare(mg("1200"))

    assert made.steps == ("1 vial of 1000 mg", "1 vial of 200 mg", "nothing is wasted")


def test_the_vials_of_an_order_are_those_that_are_opened(formulary: Formulary) -> None:
    """Who orders nine vials of 200 mg opens nine, though one of 1000 mg would be fewer."""
    gemcitabine = formulary["gemcitabine"]
    ordered = gemcitabine.order(mg("1750"), policy=parse_rounding("nearest whole vials of 200 mg"))

    made = gemcitabine.prepare(ordered.amount, units=ordered.units)

    assert ordered.amount == mg("1800")
    assert made.vials == ((mg("200"), 9),)
    assert made.steps == ("9 vials of 200 mg", "nothing is wasted")


@pytest.mark.parametrize(("basis", "strength"), [("free base", "50"), ("free base", "430")])
def test_an_order_of_vials_of_another_basis_is_refused(
    formulary: Formulary, basis: Basis, strength: str
) -> None:
    """A vial of 50 mg of salt holds no 50 mg of base."""
    units = (Units(LIPOSOME, mg(strength), 2),)

    with pytest.raises(ProductError, match=f"{strength} mg of free base is not what a vial"):
        formulary[LIPOSOME].prepare(mg("100"), basis, units=units)


def test_vials_that_do_not_hold_the_dose_are_no_order_of_it(formulary: Formulary) -> None:
    """One vial of 43 mg is no order of 93 mg, and two are of 86 mg."""
    one, two = ((Units(LIPOSOME, mg("43"), count),) for count in (1, 2))

    with pytest.raises(ProductError, match="that were ordered do not hold 93 mg"):
        formulary[LIPOSOME].prepare(mg("93"), "free base", units=one)
    assert formulary[LIPOSOME].prepare(mg("86"), "free base", units=two).waste.number == 0


VIALS = """
format = 1
id = "drug-b-vials"
drug = "drug-b"
name = "drug B vials"
form = "vial"
route = "intravenous"
vial = [{ content = "100 mg", volume = "10 mL" }, { content = "0.5 g" }]
rounding = { rule = "nearest step", step = "1 mg", ties = "up", report_over = "10 %", cite = "a#b" }
cite = "a#b"
"""


def test_one_vial_without_a_volume_leaves_no_millilitres() -> None:
    """Where any vial that may be opened says no volume, none is made up."""
    made = Product.model_validate(tomllib.loads(VIALS)).prepare(mg("510"))

    assert made.volume is None
    assert made.vials == ((Amount.parse("0.5 g"), 1), (mg("100"), 1))
    assert made.steps[-1] == "90 mg left over, wasted if nobody shares the vials"


@given(decimals(1, 2000, places=1))
def test_the_vials_hold_the_dose_and_the_waste(formulary: Formulary, number: Decimal) -> None:
    """Content is dose plus waste, and no fewer vials of the smallest size would do."""
    dose = Amount(number, "mg")
    made = formulary["docetaxel"].prepare(dose)

    held = sum(Fraction(content.number) * count for content, count in made.vials)
    assert held == Fraction(number) + Fraction(made.waste.number)
    smallest = min(content.number for content, _ in made.vials)
    assert made.waste.number < smallest
