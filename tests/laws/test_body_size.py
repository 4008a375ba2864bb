"""Laws of body size: one person, one surface, rounded half up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from walking import surface as by_trying

from npc_regimens.errors import PatientError
from npc_regimens.patient import (
    Measurement,
    Patient,
    Size,
    SurfacePolicy,
    body_surface,
)
from npc_regimens.patient.formulas import mosteller
from npc_regimens.rounding import Root, square_root
from npc_regimens.strategies import measurements, surface_ties
from npc_regimens.units import Amount

DAY = dt.date(2026, 12, 1)
POLICY = SurfacePolicy()


def mosteller_squared(height: Amount, weight: Amount) -> Fraction:
    """Return what the root of Mosteller is taken of."""
    value = mosteller(Size(height, weight)).value
    assert isinstance(value, Root)
    return value.square


def used(measured: Measurement) -> Amount:
    """Return the surface that a dose is computed from."""
    return body_surface(measured, POLICY).used


@given(measurements())
def test_the_surface_agrees_with_trying_hundredths(measured: Measurement) -> None:
    """Going up one hundredth after the other finds the same surface."""
    expected = by_trying(Fraction(measured.height.number), Fraction(measured.weight.number))

    assert Fraction(used(measured).number) == expected


def test_every_tie_goes_up() -> None:
    """Each height and weight with a surface between two hundredths gets the upper one."""
    ties = surface_ties()
    assert len(ties) > 100
    for height, weight in ties:
        measured = Measurement(
            on=DAY,
            height=Amount(Decimal(height).scaleb(-1), "cm"),
            weight=Amount(Decimal(weight).scaleb(-1), "kg"),
        )
        doubled = Fraction(used(measured).number) * 2
        below = doubled - Fraction(1, 100)

        assert (below / 2) ** 2 == Fraction(height * weight, 360_000)


def test_a_whole_grid_of_bodies() -> None:
    """Heights of 140 to 200 cm and weights of 40 to 120 kg agree with trying hundredths."""
    for height in range(140, 201, 3):
        for weight in range(40, 121, 2):
            square = mosteller_squared(Amount(Decimal(height), "cm"), Amount(Decimal(weight), "kg"))
            found = square_root(square, Fraction(1, 100))
            assert Fraction(found) == by_trying(Fraction(height), Fraction(weight))


@given(measurements())
def test_one_person_in_other_units(measured: Measurement) -> None:
    """The same person in metres has the same surface."""
    in_metres = Measurement(on=DAY, height=measured.height.to("m"), weight=measured.weight)

    assert used(in_metres) == used(measured)


@given(st.integers(55, 80), st.integers(110, 300))
def test_inches_and_pounds_are_converted_exactly(inches: int, pounds: int) -> None:
    """A person in inches and pounds has the surface of the exact centimetres and kilograms."""
    american = Measurement.read(on=DAY, height=f"{inches} in", weight=f"{pounds} lb")

    in_cm = Fraction(inches) * Fraction("2.54")
    in_kg = Fraction(pounds) * Fraction("0.45359237")
    assert Fraction(used(american).number) == by_trying(in_cm, in_kg)


@given(measurements(), measurements())
def test_the_surface_grows_with_the_body(one: Measurement, other: Measurement) -> None:
    """A body that is neither shorter nor lighter never has the smaller surface."""
    if one.height <= other.height and one.weight <= other.weight:
        assert used(one) <= used(other)
    squares = [mosteller_squared(each.height, each.weight) for each in (one, other)]
    assert (squares[0] <= squares[1]) or (used(other) <= used(one))


@given(st.integers(100, 230), st.integers(100, 230))
def test_mosteller_is_symmetric(one: int, other: int) -> None:
    """Height and weight may be exchanged in the formula."""
    a, b = Decimal(one), Decimal(other)

    assert mosteller_squared(Amount(a, "cm"), Amount(b, "kg")) == mosteller_squared(
        Amount(b, "cm"), Amount(a, "kg")
    )


@given(measurements())
def test_another_precision_is_nearer(measured: Measurement) -> None:
    """A finer step is within half that step of the root, and the policy names it."""
    fine = SurfacePolicy(step=Amount.parse("0.0001 m2"))
    found = Fraction(body_surface(measured, fine).used.number)
    square = mosteller_squared(measured.height, measured.weight)

    assert (found - Fraction(1, 20_000)) ** 2 <= square < (found + Fraction(1, 20_000)) ** 2
    assert str(fine) == "Mosteller, half up to 0.0001 m2"


@pytest.mark.parametrize(
    ("height", "weight"),
    [
        ("1.7 cm", "65 kg"),
        ("170 m", "65 kg"),
        ("67 cm", "65 kg"),
        ("170 cm", "650 kg"),
        ("170 cm", "6.5 kg"),
        ("170 in", "65 kg"),
        ("170 cm", "65 lb"),
        ("170 kg", "65 cm"),
        ("170 cm", "65 mg"),
        ("170 cm", "65 g"),
        ("5 ft 7 in", "65 kg"),
        ("170", "65 kg"),
        ("170 cm", "65"),
        ("1,7 m", "65 kg"),
    ],
)
def test_what_cannot_be_a_body_is_refused(height: str, weight: str) -> None:
    """Metres for centimetres, pounds for kilograms and other slips are refused."""
    with pytest.raises(PatientError):
        Measurement.read(on=DAY, height=height, weight=weight)


def test_the_latest_measurement_that_is_not_later_counts() -> None:
    """A dose uses the last measurement on or before its day, and never a later one."""
    older = Measurement.read(on=DAY, height="170 cm", weight="65 kg")
    newer = Measurement.read(on=DAY + dt.timedelta(days=30), height="170 cm", weight="60 kg")
    patient = Patient(measurements=(newer, older))

    assert patient.at(DAY) == older
    assert patient.at(DAY + dt.timedelta(days=29)) == older
    assert patient.at(DAY + dt.timedelta(days=30)) == newer
    with pytest.raises(PatientError, match="no measurement on or before"):
        patient.at(DAY - dt.timedelta(days=1))
