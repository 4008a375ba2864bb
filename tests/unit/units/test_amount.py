"""Amounts: the door to pint, and what never gets through it."""

from __future__ import annotations

import copy
import operator
import pickle
from decimal import Decimal
from typing import Any

import pint
import pytest

from npc_regimens.errors import InexactError, UnitError
from npc_regimens.units import UNITS, Amount

PINT: pint.UnitRegistry[Any] = pint.UnitRegistry(non_int_type=Decimal)


def test_an_amount_is_made_of_a_decimal() -> None:
    """A float and an int are refused by their type, before they can be wrong by a hair."""
    for number in (1.5, 1, "1"):
        with pytest.raises(InexactError, match="an amount needs a Decimal, not the"):
            Amount(number, "mg")  # type: ignore[arg-type]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-1"])
def test_an_amount_is_finite_and_not_negative(number: str) -> None:
    """No arithmetic can give birth to an amount that is none."""
    with pytest.raises(UnitError, match="finite and not negative"):
        Amount(Decimal(number), "mg")


def test_an_amount_has_a_unit_of_the_vocabulary() -> None:
    """A unit that only pint knows is refused, with all that are known."""
    with pytest.raises(UnitError, match="unit 'parsec' is not one of mcg, mg, g"):
        Amount(Decimal(1), "parsec")


@pytest.mark.parametrize(("name", "unit"), [("centimeter", "cm"), ("mg / m ** 2", "mg/m2")])
def test_a_quantity_of_another_registry_comes_in_exactly(name: str, unit: str) -> None:
    """A pint quantity of the caller's own registry becomes an amount."""
    assert Amount.of(PINT.Quantity(Decimal("1.5"), name)) == Amount(Decimal("1.5"), unit)
    assert Amount.of(PINT.Quantity(2, name)) == Amount(Decimal(2), unit)


@pytest.mark.parametrize("value", [1.5, True, 65.0, None])
def test_an_inexact_quantity_is_refused(value: object) -> None:
    """A float or a boolean is refused at the door, bare or as a quantity."""
    with pytest.raises(InexactError, match="a whole number or a Decimal, not a"):
        Amount.of(value)  # type: ignore[arg-type]


def test_a_quantity_of_an_unknown_unit_is_refused() -> None:
    """A bare number has no unit, and a parsec is none of ours."""
    for value in (65, PINT.Quantity(Decimal(1), "parsec")):
        with pytest.raises(UnitError, match="is not one of microgram, milligram"):
            Amount.of(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", UNITS)
def test_an_amount_goes_to_another_registry_and_back(unit: str) -> None:
    """What is given to pint comes back as the same amount."""
    amount = Amount(Decimal("1.5"), unit)

    assert Amount.from_pint(amount.to_pint(PINT)) == amount


def test_an_amount_of_text_and_of_itself_is_taken() -> None:
    """The door takes what is already through it."""
    amount = Amount.parse("65 kg")

    assert Amount.of(amount) is amount
    assert Amount.of("65 kg") == amount


def test_a_conversion_is_exact_or_refused() -> None:
    """A kilogram in pounds has no end, so it is refused and not rounded."""
    with pytest.raises(UnitError, match="65 kg has no exact value in lb"):
        Amount.parse("65 kg").to("lb")


@pytest.mark.parametrize("unit", ["mg", "parsec"])
def test_a_conversion_to_another_kind_is_refused(unit: str) -> None:
    """70 kg of body are not grams of drug."""
    with pytest.raises(UnitError, match=rf"70 kg \(body mass\) cannot be expressed in '{unit}'"):
        Amount.parse("70 kg").to(unit)


def test_amounts_of_two_kinds_never_add() -> None:
    """70 kg of body and 5 mg of drug have no sum, and neither has a bare number."""
    with pytest.raises(UnitError, match="cannot be expressed"):
        _ = Amount.parse("70 kg") + Amount.parse("5 mg")
    for operation in (operator.add, operator.truediv):
        with pytest.raises(TypeError, match="unsupported operand"):
            operation(Amount.parse("70 kg"), 5)


def test_amounts_add_in_the_unit_of_the_first() -> None:
    """A sum is exact, across the units of one kind."""
    assert Amount.parse("1 g") + Amount.parse("5 mg") == Amount.parse("1.005 g")


@pytest.mark.parametrize("factor", [1.5, True, "2"])
def test_an_amount_is_multiplied_by_exact_numbers(factor: object) -> None:
    """A float never enters through multiplication."""
    with pytest.raises(InexactError, match="multiplied by exact numbers only"):
        _ = Amount.parse("5 mg") * factor  # type: ignore[operator]


def test_products_and_quotients_stay_in_the_vocabulary() -> None:
    """A dose per area times an area is a dose; what has no unit of ours, or no end, is refused."""
    assert str(Amount.parse("43 mg") / Amount.parse("10 mL")) == "4.3 mg/mL"
    with pytest.raises(UnitError, match="has no unit in the vocabulary"):
        _ = Amount.parse("1 mg") * Amount.parse("1 mg")
    with pytest.raises(UnitError, match="1 mg over 3 mL has no exact value"):
        _ = Amount.parse("1 mg") / Amount.parse("3 mL")


def test_amounts_compare_across_units() -> None:
    """Order is the order of what is meant, not of the numbers."""
    assert Amount.parse("999 mg") < Amount.parse("1 g")
    assert Amount.parse("1000 mg") <= Amount.parse("1 g")
    assert 2 * Amount.parse("500 mg") == Amount.parse("1000 mg")


@pytest.mark.parametrize(
    ("text", "printed"),
    [("1750.0 mg", "1750 mg"), ("0.50 mg", "0.5 mg"), ("AUC 5", "AUC 5"), ("100 mg", "100 mg")],
)
def test_an_amount_prints_without_trailing_zeros(text: str, printed: str) -> None:
    """5.0 can be read as 50, so it is never printed."""
    assert str(Amount.parse(text)) == printed
    assert repr(Amount.parse(text)) == f"Amount({printed!r})"


def test_an_amount_survives_copying_and_pickling() -> None:
    """A copy can still be added, unlike a quantity of pint."""
    amount = Amount.parse("5 mg")

    for again in (copy.deepcopy(amount), pickle.loads(pickle.dumps(amount))):  # noqa: S301
        assert amount + again == Amount.parse("10 mg")


def test_an_amount_has_a_bounded_number_of_digits() -> None:
    """A number that only a slip or an attack writes is refused before anything is computed."""
    for number in ("1e60", "1e-60", "1e999999"):
        with pytest.raises(UnitError, match="fewer than 60 digits before and after the point"):
            Amount(Decimal(number), "mg")


def test_a_result_of_too_many_digits_is_refused() -> None:
    """No digit is dropped: a sum or a product that cannot be written whole has no result."""
    long = Amount(Decimal("1e-40"), "mg")

    with pytest.raises(UnitError, match="no exact result in 60 digits"):
        _ = Amount(Decimal("1e40"), "mg") + long
    with pytest.raises(UnitError, match="no exact result in 60 digits"):
        _ = Amount(Decimal("1." + "3" * 40), "mg") * Decimal("1." + "7" * 40)


def test_amounts_compare_with_amounts_alone() -> None:
    """A bare number has no unit, so it is neither more nor less than an amount."""
    for operation in (operator.lt, operator.le):
        with pytest.raises(TypeError, match="not supported between"):
            operation(Amount.parse("5 mg"), 5)
