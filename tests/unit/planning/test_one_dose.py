"""One dose: what is taken as text, what is no dose, and the basis of whole vials."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.dose import Flat, PerSurface, PerWeight, TargetExposure
from npc_regimens.errors import (
    BasisNotStatedError,
    InexactError,
    PlanError,
    ProductError,
    UnitError,
)
from npc_regimens.patient import Measurement, Patient, SurfacePolicy, body_surface
from npc_regimens.planning import order_dose
from npc_regimens.products import Percent, convert_basis
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.products import Formulary

DAY = dt.date(2026, 12, 1)
MEASURED = Measurement.read(on=DAY, height="170 cm", weight="65 kg")
LIPOSOME = "irinotecan-liposome"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"body": Patient(measurements=(MEASURED,))}, "take patient.at"),
        ({"policy": 5}, "a rounding rule, such as 'nearest 50 mg'"),
        ({"report_over": 10}, "a limit, such as '10 %'"),
    ],
)
def test_a_value_of_another_kind_is_our_own_refusal(words: dict[str, Any], says: str) -> None:
    """A patient, a number and the like are refused with what is taken instead."""
    given: dict[str, Any] = {"body": MEASURED, **words}
    with pytest.raises(PlanError, match=says):
        order_dose("650 mg/m2", given.pop("body"), **given)


def test_a_cap_is_an_exact_amount_of_drug() -> None:
    """A float is no cap, and neither is a length; text, grams and amounts are."""
    with pytest.raises(InexactError):
        order_dose("650 mg/m2", MEASURED, cap=100.0)  # type: ignore[arg-type]
    with pytest.raises(ProductError, match="10 cm is a length"):
        order_dose("650 mg/m2", MEASURED, cap="10 cm")
    for cap in ("1 g", Amount.parse("1000 mg")):
        assert order_dose("650 mg/m2", MEASURED, cap=cap).result.amount == Amount.parse("1000 mg")


@pytest.mark.parametrize(
    ("rule", "amount"),
    [
        (Flat, "65 kg"),
        (PerSurface, "200 mg"),
        (PerWeight, "650 mg/m2"),
        (TargetExposure, "3 mg/kg"),
    ],
)
def test_a_rule_takes_an_amount_of_its_kind(rule: Callable[[Any], object], amount: str) -> None:
    """An amount of another kind, text and nothing at all are no dose rule."""
    read = Amount.parse(amount)
    with pytest.raises(UnitError, match=f"{amount} is no "):
        rule(read)
    with pytest.raises(UnitError, match="takes an Amount, not '5 mg'; read text by parse_dose"):
        rule("5 mg")


def test_a_dose_of_nothing_is_none() -> None:
    """Zero milligrams are left out, and not ordered."""
    with pytest.raises(UnitError, match="0 mg is no drug mass over zero"):
        Flat(Amount(Decimal(0), "mg"))


@pytest.mark.parametrize("whole", [0, 100, 150, -5, 7.5, "10", True])
def test_a_percentage_never_raises_a_dose(whole: Any) -> None:
    """A percentage is a whole one from 1 to 99, also where no text is read."""
    with pytest.raises(ProductError, match="from 1 to 99"):
        Percent(whole)
    with pytest.raises(ProductError, match="is not a percentage"):
        Percent.parse(None)


def test_without_a_limit_no_difference_is_told_and_with_one_it_is() -> None:
    """35 mg as 65 mg is 85.71 % more: over 10 %, and over nothing where nobody gave a limit."""
    silent = order_dose("35 mg", MEASURED, policy="up to a whole 65 mg").result
    told = order_dose("35 mg", MEASURED, policy="up to a whole 65 mg", report_over="10 %").result

    assert (silent.over_limit, told.over_limit) == (False, True)
    assert silent.difference_percent == told.difference_percent == Decimal("85.71")


def test_a_limit_takes_the_place_of_the_product_s(formulary: Formulary) -> None:
    """1137.5 mg as 1150 mg is 1.1 % more: within the product's 10 %, over 1 %."""
    tablets = formulary["capecitabine"]
    usual = order_dose("650 mg/m2", MEASURED, product=tablets)
    narrow = order_dose("650 mg/m2", MEASURED, product=tablets, report_over="1 %")

    assert (usual.result.over_limit, narrow.result.over_limit) == (False, True)


def test_a_product_reads_a_rule_in_words(formulary: Formulary) -> None:
    """The rule of a caller can be text, for a product as for a dose."""
    ordered = formulary["gemcitabine"].order(Amount.parse("1750 mg"), policy="nearest 100 mg")

    assert ordered.amount == Amount.parse("1800 mg")


@pytest.mark.parametrize("basis", [None, "not stated", "hydrochloride trihydrate"])
def test_whole_vials_are_of_the_basis_of_the_dose(formulary: Formulary, basis: Any) -> None:
    """A vial of 43 mg of base is no vial of salt; 122.5 mg of base are three of them."""
    vials = {"policy": "nearest whole vials of 43 mg", "product": formulary[LIPOSOME]}
    with pytest.raises(BasisNotStatedError, match="give the basis, and vials of it"):
        order_dose("70 mg/m2", MEASURED, basis=basis, **vials)  # type: ignore[arg-type]
    both = {**vials, "policy": "nearest whole vials of 43 mg and 50 mg"}
    with pytest.raises(BasisNotStatedError, match="give the basis, and vials of it"):
        order_dose("70 mg/m2", MEASURED, basis="free base", **both)  # type: ignore[arg-type]

    made = order_dose("70 mg/m2", MEASURED, basis="free base", **vials)  # type: ignore[arg-type]
    assert made.result.amount == Amount.parse("129 mg")


def test_only_a_dose_has_a_basis(formulary: Formulary) -> None:
    """A length is not converted, and text is read."""
    bases: dict[str, Any] = {"of": "free base", "to": "hydrochloride trihydrate", "by": "label"}
    with pytest.raises(ProductError, match="170 cm is a length, not a"):
        convert_basis(formulary[LIPOSOME], "170 cm", **bases)
    with pytest.raises(ProductError, match="170 cm is a length, not a dose"):
        convert_basis(formulary[LIPOSOME], Amount.parse("170 cm"), **bases)

    assert convert_basis(formulary[LIPOSOME], "43 mg", **bases).amount == Amount.parse("50 mg")


def test_policies_of_a_surface_take_text() -> None:
    """A cap and a step can be text, like a cap of a dose; nothing is the default policy."""
    policy = SurfacePolicy(step="0.1 m2", cap="1.7 m2")  # type: ignore[arg-type]

    assert body_surface(MEASURED, policy).used == Amount.parse("1.7 m2")
    assert body_surface(MEASURED) == body_surface(MEASURED, SurfacePolicy())
