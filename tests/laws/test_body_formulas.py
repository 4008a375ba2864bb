"""Laws of the body-surface formulas: a second opinion, growth, units, and ties."""

from __future__ import annotations

import datetime as dt
import decimal
import itertools
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
import surfaces
from hypothesis import given
from hypothesis import strategies as st

from npc_regimens.errors import PatientError
from npc_regimens.patient import (
    FORMULAS,
    ClearancePolicy,
    Formula,
    Measurement,
    Sex,
    Size,
    SurfacePolicy,
    Weight,
    body_surface,
    clearance_of,
)
from npc_regimens.rounding import Converging
from npc_regimens.strategies import measurements
from npc_regimens.units import Amount

DAY = dt.date(2026, 12, 1)
HUNDREDTH = Fraction(1, 100)
FINE = Fraction(1, 10**9)
LONG = decimal.Context(prec=400)


class Row(NamedTuple):
    """One formula for one sex, and its name in the second opinion."""

    formula: Formula
    sex: Sex | None
    name: str


def row(name: str) -> Row:
    """Find the formula and the sex that a name of the second opinion means."""
    head, _, sex = name.partition(" ") if name.endswith("male") else (name, "", "")
    return Row(Formula(head), Sex(sex) if sex else None, name)


ROWS = [row(name) for name in surfaces.ALL]
POWERS = [row(name) for name in surfaces.WITHOUT_LAST_DIGIT]
BY_SEX = {Formula.SCHLICH, Formula.ZHAO, Formula.HU}
FOR_ADULTS = {Formula.STEVENSON, Formula.ZHAO, Formula.HU}
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
each_power = pytest.mark.parametrize("row", POWERS, ids=lambda row: row.name)


def size(row: Row, cm: Decimal, kg: Decimal) -> Size:
    """Make the size of an adult of the sex of a row."""
    return Size(Amount(cm, "cm"), Amount(kg, "kg"), row.sex, 55)


def measured(row: Row, height: Amount, weight: Amount) -> Measurement:
    """Measure an adult of the sex of a row."""
    return Measurement(on=DAY, height=height, weight=weight, sex=row.sex, age=55)


def rounded(row: Row, cm: Decimal, kg: Decimal, step: Fraction = HUNDREDTH) -> Fraction:
    """Round the surface that the package computes."""
    return Fraction(FORMULAS[row.formula](size(row, cm, kg)).value.half_up(step))


def test_the_second_opinion_knows_every_formula() -> None:
    """No formula and no sex of one is left out of these laws."""
    assert {row.formula for row in ROWS} == set(Formula)
    assert {row.formula for row in ROWS if row.sex is not None} == BY_SEX
    assert len(ROWS) == len(Formula) + len(BY_SEX)


@each_row
def test_a_grid_of_bodies_agrees_with_the_second_opinion(row: Row) -> None:
    """Every 10 cm and every 7 kg of what is read round to the hundredth found by whole numbers."""
    for cm, kg in itertools.product(range(100, 231, 10), range(20, 301, 7)):
        found = rounded(row, Decimal(cm), Decimal(kg))

        assert found == surfaces.steps(row.name, Fraction(cm), Fraction(kg), HUNDREDTH) * HUNDREDTH


@each_row
@given(st.integers(1_000_000, 2_300_000), st.integers(200_000, 3_000_000), st.integers(1, 9))
def test_any_body_agrees_with_the_second_opinion(
    row: Row, height: int, weight: int, places: int
) -> None:
    """Bodies of four decimal places, rounded to any number of places, agree with whole numbers."""
    cm, kg = Decimal(height).scaleb(-4), Decimal(weight).scaleb(-4)
    step = Fraction(1, 10**places)

    found = rounded(row, cm, kg, step)

    assert found == surfaces.steps(row.name, Fraction(cm), Fraction(kg), step) * step


@pytest.mark.parametrize("name", surfaces.POWERS)
def test_a_power_is_compared_with_its_boundaries_exactly(name: str) -> None:
    """Both sides to the power that makes the exponents whole: no logarithm takes part in it."""
    for cm, kg in itertools.product((100, 148, 170, 191, 230), (20, 44, 65, 117, 300)):
        found = rounded(row(name), Decimal(cm), Decimal(kg))
        below, above = found - HUNDREDTH / 2, found + HUNDREDTH / 2

        assert surfaces.is_at_least(name, Fraction(cm), Fraction(kg), below)
        assert not surfaces.is_at_least(name, Fraction(cm), Fraction(kg), above)


# A tie of hundredths between two round numbers, as each formula meets it at 170 cm.
PLACES = 43  # of the weight: with its two or three digits before the point, 45 in all
TIES = (Fraction("1.505"), Fraction("1.755"), Fraction("2.005"))


def beside(row: Row, tie: Fraction) -> tuple[Decimal, Decimal]:
    """Find two weights 10^-35 kg apart whose surfaces lie on the two sides of a tie."""
    cm, hair = Fraction(170), Fraction(1, 10**35)
    kg = surfaces.weight_at(row.name, cm, tie, PLACES)
    low, high = kg - hair / 2, kg + hair / 2
    # the second opinion is sure of it: its doubt is 10^-75, and the hair is far wider
    assert surfaces.surface(row.name, cm, low) + surfaces.DOUBT < tie
    assert tie < surfaces.surface(row.name, cm, high) - surfaces.DOUBT
    return exactly(low), exactly(high)


def exactly(value: Fraction) -> Decimal:
    """Write a decimal fraction as a decimal, with all its digits."""
    return LONG.divide(Decimal(value.numerator), Decimal(value.denominator))


def naive(row: Row, kg: Decimal, digits: int) -> Fraction:
    """Round what so many digits give, and ask no further."""
    value = FORMULAS[row.formula](size(row, Decimal(170), kg)).value
    assert isinstance(value, Converging)
    shown = Fraction(value.at(decimal.Context(prec=digits)))
    return math.floor(shown / HUNDREDTH + Fraction(1, 2)) * HUNDREDTH


@each_power
@pytest.mark.parametrize("tie", TIES, ids=str)
def test_a_hair_beside_a_tie_goes_the_right_way(row: Row, tie: Fraction) -> None:
    """A weight of 45 digits just under a tie gets the lower hundredth, one just over it the upper.

    A binary float and the usual 28 digits cannot tell the two apart: wrong about one of them.
    """
    low, high = beside(row, tie)
    lower, upper = tie - HUNDREDTH / 2, tie + HUNDREDTH / 2

    assert rounded(row, Decimal(170), low) == lower
    assert rounded(row, Decimal(170), high) == upper
    assert float(low) == float(high)
    assert [naive(row, low, 28), naive(row, high, 28)] != [lower, upper]


@each_power
def test_more_digits_are_taken_where_they_are_needed(row: Row) -> None:
    """An ordinary body is settled with 40 digits, and a hair beside a tie with 80."""
    tried: list[int] = []

    def watched(kg: Decimal) -> Converging:
        value = FORMULAS[row.formula](size(row, Decimal(170), kg)).value
        assert isinstance(value, Converging)

        def at(context: decimal.Context) -> Decimal:
            tried.append(context.prec)
            return value.at(context)

        return Converging(at)

    for kg in (Decimal(65), *beside(row, TIES[1])):
        watched(kg).half_up(HUNDREDTH)

    assert tried == [40, 40, 80, 40, 80]


# Each sum at a weight at which it is exactly a tie, worked with a pencil.
SUMS = [
    ("Stevenson", "171", "67.5625", "1.755"),  # 1.0431 + 0.8648 - 0.1529
    ("Zhao female", "150", "83.5", "1.885"),  # 0.8790 + 1.0521 - 0.0461
    ("Zhao male", "150", "109", "2.225"),  # 0.9105 + 1.3843 - 0.0698
    ("Hu female", "170", "98", "2.275"),  # 1.2410 + 1.2446 - 0.2106
    ("Hu male", "170", "118", "2.485"),  # 0.9690 + 1.4278 + 0.0882
]


@pytest.mark.parametrize(("name", "cm", "kg", "tie"), SUMS)
def test_a_sum_is_exact(name: str, cm: str, kg: str, tie: str) -> None:
    """A tie of a sum goes up, and a weight of forty digits just under it goes down."""
    under = LONG.subtract(Decimal(kg), Decimal("1e-40"))
    upper = Fraction(tie) + HUNDREDTH / 2

    assert rounded(row(name), Decimal(cm), Decimal(kg), FINE) == Fraction(tie)
    assert rounded(row(name), Decimal(cm), Decimal(kg)) == upper
    assert rounded(row(name), Decimal(cm), under) == upper - HUNDREDTH


# Growth, over all that is read.


@each_row
def test_a_surface_is_positive_and_grows(row: Row) -> None:
    """Each step in weight is more surface, and in height too: all but one ask for the height."""
    heights, weights = range(100, 231, 13), range(20, 301, 8)
    grid = {
        (cm, kg): rounded(row, Decimal(cm), Decimal(kg), FINE) for cm in heights for kg in weights
    }

    assert min(grid.values()) > Fraction("0.4")
    assert max(grid.values()) < 7
    for (cm, kg), here in grid.items():
        assert here < grid.get((cm, kg + 8), 7)
        if row.formula is Formula.LIVINGSTON_LEE:
            assert here == grid[100, kg]
        else:
            assert here < grid.get((cm + 13, kg), 7)


@each_row
@given(measurements(), measurements())
def test_who_is_neither_shorter_nor_lighter_has_no_smaller_surface(
    row: Row, one: Measurement, other: Measurement
) -> None:
    """The rounded surface that a dose is computed from never falls as the body grows."""
    taller, heavier = max(one.height, other.height), max(one.weight, other.weight)
    grown = rounded(row, taller.number, heavier.number)

    for each in (one, other):
        assert rounded(row, each.height.number, each.weight.number) <= grown


# One person, whatever the units.


@each_row
@given(measurements())
def test_metres_are_centimetres(row: Row, measured: Measurement) -> None:
    """The height in metres gives the same surface with the same arithmetic."""
    one, other = (
        Measurement(on=DAY, height=height, weight=measured.weight, sex=row.sex, age=55)
        for height in (measured.height, measured.height.to("m"))
    )
    policy = SurfacePolicy(row.formula)

    assert body_surface(one, policy) == body_surface(other, policy)


@each_row
@given(st.integers(55, 80), st.integers(110, 300))
def test_inches_and_pounds_are_centimetres_and_kilograms(
    row: Row, inches: int, pounds: int
) -> None:
    """An inch is 2.54 cm and a pound 0.45359237 kg, exactly, to every formula."""
    american = Measurement.read(
        on=DAY, height=f"{inches} in", weight=f"{pounds} lb", sex=row.sex, age=55
    )
    cm, kg = inches * Fraction("2.54"), pounds * Fraction("0.45359237")

    found = body_surface(american, SurfacePolicy(row.formula)).used

    assert Fraction(found.number) == surfaces.steps(row.name, cm, kg, HUNDREDTH) * HUNDREDTH


# Rounding, and the world around.


@each_row
@given(measurements(), st.sampled_from(["0.1", "0.05", "0.03", "0.01", "0.001"]))
def test_a_rounded_surface_is_within_half_a_step_of_a_finer_one(
    row: Row, measured: Measurement, step: str
) -> None:
    """A coarse surface is a whole number of its steps, and the nearest one."""
    cm, kg = measured.height.number, measured.weight.number

    coarse, fine = rounded(row, cm, kg, Fraction(step)), rounded(row, cm, kg, FINE)

    assert (coarse / Fraction(step)).denominator == 1
    assert abs(coarse - fine) <= Fraction(step) / 2 + FINE / 2


AMBIENT = [
    decimal.Context(prec=4),
    decimal.Context(prec=3, rounding=decimal.ROUND_UP),
    decimal.Context(prec=9, Emax=1, Emin=-1),
    decimal.Context(traps=[decimal.Inexact, decimal.Rounded, decimal.FloatOperation]),
]


def everything(row: Row) -> tuple[object, ...]:
    """Compute all that a body is asked for, of numbers with many digits."""
    body = Measurement.read(
        on=DAY,
        height="170.123456 cm",
        weight="98.7654321 kg",
        creatinine="63.123456 umol/L",
        sex=row.sex or Sex.FEMALE,
        age=55,
    )
    step = Amount(Decimal("1e-20"), "m2")
    made = [clearance_of(body, ClearancePolicy(weight=each)) for each in Weight]
    return (body_surface(body, SurfacePolicy(row.formula, step)), *made, body.body_mass_index)


@each_row
@pytest.mark.parametrize("ambient", AMBIENT, ids=["4 digits", "3 digits up", "small", "traps"])
def test_the_decimal_context_around_changes_nothing(row: Row, ambient: decimal.Context) -> None:
    """Precision, rounding, exponents and traps of the process reach no surface and no clearance."""
    expected = everything(row)

    with decimal.localcontext(ambient):
        assert everything(row) == expected


# What a formula needs.


@pytest.mark.parametrize("formula", Formula)
def test_a_formula_by_sex_is_refused_without_one(formula: Formula) -> None:
    """Schlich, Zhao and Hu have two rows and no third: the refusal names what to give."""
    body = Measurement.read(on=DAY, height="170 cm", weight="65 kg", age=55)

    if formula not in BY_SEX:
        assert body_surface(body, SurfacePolicy(formula)).used.number > 1
        return
    with pytest.raises(
        PatientError, match=f"^the formula of {formula} needs the sex; give 'female' or 'male'$"
    ):
        body_surface(body, SurfacePolicy(formula))


@pytest.mark.parametrize("formula", Formula)
@pytest.mark.parametrize("age", [None, 17])
def test_a_formula_for_adults_is_refused_to_others(formula: Formula, age: int | None) -> None:
    """Stevenson, Zhao and Hu are straight lines made from adults, so they need an adult's age."""
    child = Measurement.read(on=DAY, height="150 cm", weight="45 kg", sex="female", age=age)
    adult = Measurement.read(on=DAY, height="150 cm", weight="45 kg", sex="female", age=18)

    assert body_surface(adult, SurfacePolicy(formula)).used.number > 1
    if formula not in FOR_ADULTS:
        assert body_surface(child, SurfacePolicy(formula)).used.number > 1
        return
    said = "17; take another" if age else "not given; give it, or take another"
    with pytest.raises(
        PatientError,
        match=f"^the formula of {formula} is for adults, from 18 years, and the age is {said}",
    ):
        body_surface(child, SurfacePolicy(formula))


def test_livingston_lee_holds_from_ten_kilograms() -> None:
    """The row of the paper that is used here begins at 10 kg, and lighter bodies are refused."""
    least = FORMULAS[Formula.LIVINGSTON_LEE]
    height = Amount.parse("170 cm")

    # 10^0.6466 is 4.432, and 0.1173 times that is 0.5199
    assert least(Size(height, Amount.parse("10 kg"))).value.half_up(HUNDREDTH) == Decimal("0.52")
    with pytest.raises(
        PatientError,
        match=r"^the formula of Livingston-Lee is for bodies from 10 kg, not for 9\.9 kg; take",
    ):
        least(Size(height, Amount.parse("9.9 kg")))


def test_a_sex_that_is_none_of_the_two_is_refused() -> None:
    """A size that was made by hand is read as strictly as a measurement."""
    wrong = Size(Amount.parse("170 cm"), Amount.parse("65 kg"), "Male", 55)  # type: ignore[arg-type]  # on purpose

    with pytest.raises(PatientError, match="sex 'Male' is not read; write 'female' or 'male'"):
        FORMULAS[Formula.SCHLICH](wrong)


@pytest.mark.parametrize("text", ["Du Bois", "du bois", "DU-BOIS", " du-bois "])
def test_a_formula_is_read_by_its_name_or_its_file(text: str) -> None:
    """The name that is printed and the name of the file mean one formula, in any case."""
    assert Formula.read(text) is Formula.DU_BOIS
    assert SurfacePolicy(text).formula is Formula.DU_BOIS  # type: ignore[arg-type]  # text is read


@pytest.mark.parametrize("formula", Formula)
def test_every_formula_is_read_by_both_its_names(formula: Formula) -> None:
    """No two formulas share a name, and every id leads back."""
    assert Formula.read(str(formula)) is Formula.read(formula.id) is formula


@pytest.mark.parametrize("wrong", ["Dubois", "", "Mosteler", 7, None])
def test_an_unknown_formula_is_refused_with_those_that_there_are(wrong: Any) -> None:
    """A name that is not there is shown beside all that are."""
    known = "Mosteller, Du Bois, Haycock, Gehan-George, Boyd, Fujimoto, Takahira, Shuter-Aslani"

    for door in (Formula.read, SurfacePolicy):
        with pytest.raises(PatientError) as refusal:
            door(wrong)
        assert str(refusal.value) == (
            f"there is no body-surface formula {wrong!r}; there are {known}, Schlich,"
            " Livingston-Lee, Yu, Stevenson, Zhao, Hu"
        )
