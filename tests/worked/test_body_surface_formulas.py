"""Body surfaces of three bodies by every formula, worked by hand to ten digits.

The powers were worked with logarithms to thirty digits, and the sums with a pencil.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
import surfaces

from npc_regimens.patient import FORMULAS, Formula, Measurement, Size, SurfacePolicy, body_surface
from npc_regimens.units import Amount

DAY = dt.date(2026, 12, 1)
BODIES = (("170 cm", "65 kg"), ("150 cm", "45 kg"), ("190 cm", "110 kg"))
# formula, sex, and the surface of each of the three bodies in square metres
WORKED = [
    ("Mosteller", None, "1.7519830035", "1.3693063938", "2.4094720491"),
    ("Du Bois", None, "1.7535977042", "1.3697704874", "2.3771389906"),
    ("Haycock", None, "1.7543451933", "1.3698738036", "2.4329837549"),
    ("Gehan-George", None, "1.7627714596", "1.3837460898", "2.4219720590"),
    ("Boyd", None, "1.7617946184", "1.3858836909", "2.4241839720"),
    ("Fujimoto", None, "1.7071859478", "1.3345489962", "2.3214089353"),
    ("Takahira", None, "1.7675112717", "1.3806386553", "2.3959999208"),
    ("Shuter-Aslani", None, "1.7286419426", "1.3541684952", "2.3447902264"),
    ("Schlich", "female", "1.7062561870", "1.2585647857", "2.4508333659"),
    ("Schlich", "male", "1.6508265313", "1.2291690559", "2.3143092306"),
    ("Livingston-Lee", None, "1.7439249397", "1.3748813584", "2.4505440992"),
    ("Yu", None, "1.7574920931", "1.3802204119", "2.3611480470"),
    # 0.0061 x 170 + 0.0128 x 65 - 0.1529 = 1.037 + 0.832 - 0.1529, and so on: exact
    ("Stevenson", None, "1.7161", "1.3381", "2.4141"),
    ("Zhao", "female", "1.7691", "1.3999", "2.4533"),
    ("Zhao", "male", "1.7876", "1.4122", "2.4805"),
    ("Hu", "female", "1.8559", "1.4559", "2.5734"),
    ("Hu", "male", "1.8437", "1.4877", "2.5022"),
]
ROWS = [
    pytest.param(name, sex, body, Decimal(value), id=f"{name}-{sex}-{body[0]}")
    for name, sex, *values in WORKED
    for body, value in zip(BODIES, values, strict=True)
]


def measured(height: str, weight: str, sex: str | None = None) -> Measurement:
    """Measure an adult."""
    return Measurement.read(on=DAY, height=height, weight=weight, sex=sex, age=55)


@pytest.mark.parametrize(("name", "sex", "body", "value"), ROWS)
def test_a_formula_gives_what_was_worked_by_hand(
    name: str, sex: str | None, body: tuple[str, str], value: Decimal
) -> None:
    """Each formula gives the ten digits that were worked apart from it."""
    size = Size.of(measured(*body, sex))

    assert FORMULAS[Formula(name)](size).value.half_up(Fraction(1, 10**10)) == value


@pytest.mark.parametrize(("name", "sex", "body", "value"), ROWS)
def test_a_surface_is_the_worked_value_rounded_half_up(
    name: str, sex: str | None, body: tuple[str, str], value: Decimal
) -> None:
    """To hundredths and thousandths, for none of the worked values lies near a tie."""
    for step, places in (("0.01 m2", 2), ("0.001 m2", 3)):
        made = body_surface(measured(*body, sex), SurfacePolicy(Formula(name), Amount.parse(step)))
        whole, rest = divmod(value, Decimal(1).scaleb(-places))
        expected = (whole + (rest >= Decimal(5).scaleb(-places - 1))).scaleb(-places)

        assert made.used.number == expected


def test_every_formula_was_worked() -> None:
    """No formula and no sex of one is without a worked value."""
    assert {name for name, *_ in WORKED} == set(Formula)
    by_sex = {name for name, sex, *_ in WORKED if sex is not None}
    assert by_sex == {"Schlich", "Zhao", "Hu"}
    for name in by_sex:
        assert {sex for each, sex, *_ in WORKED if each == name} == {"female", "male"}


@pytest.mark.parametrize(("name", "sex", "body", "value"), ROWS)
def test_the_second_opinion_gives_the_worked_values_too(
    name: str, sex: str | None, body: tuple[str, str], value: Decimal
) -> None:
    """What the laws compare with is itself compared with the values worked by hand."""
    cm, kg = (Fraction(text.split()[0]) for text in body)
    full = name if sex is None or name == "Stevenson" else f"{name} {sex}"

    assert abs(surfaces.surface(full, cm, kg) - Fraction(value)) <= Fraction(1, 2 * 10**10)


def test_zhao_at_the_mean_of_the_men_it_was_made_from() -> None:
    """168.8 cm and 59.78 kg: the paper measured 1.712, and its own equation gives 1.714."""
    # 0.00607 x 168.8 + 0.0127 x 59.78 - 0.0698 = 1.024616 + 0.759206 - 0.0698 = 1.714022
    policy = SurfacePolicy(Formula.ZHAO, Amount.parse("0.001 m2"))

    made = body_surface(measured("168.8 cm", "59.78 kg", "male"), policy)

    assert str(made.used) == "1.714 m2"


@pytest.mark.parametrize(
    ("name", "sex", "words"),
    [
        ("Mosteller", None, "square root of (170 cm x 65 kg / 3600)"),
        ("Du Bois", None, "0.007184 x 65^0.425 x 170^0.725 = about 1.753598"),
        (
            "Boyd",
            None,
            "0.0003207 x 65000^(0.7285 - 0.0188 x log10 65000) x 170^0.3 = about 1.761795",
        ),
        ("Schlich", "male", "0.000579479 x 65^0.38 x 170^1.24 = about 1.650827"),
        ("Livingston-Lee", None, "0.1173 x 65^0.6466 = about 1.743925"),
        ("Yu", None, "71.3989 x 65^0.4040 x 170^0.7437 / 10000 = about 1.757492"),
        ("Stevenson", None, "0.0061 x 170 + 0.0128 x 65 - 0.1529 = 1.7161"),
        ("Hu", "male", "0.0057 x 170 + 0.0121 x 65 + 0.0882 = 1.8437"),
    ],
)
def test_the_arithmetic_is_printed_as_a_pencil_would(
    name: str, sex: str | None, words: str
) -> None:
    """The numbers, the powers and six places of the result are there; an exact one is not about."""
    made = body_surface(measured("170 cm", "65 kg", sex), SurfacePolicy(Formula(name)))

    assert made.arithmetic == words
    assert made.steps == (f"body surface: {words} = {made.used} ({name}, half up to 0.01 m2)",)


def test_an_exact_sum_of_more_than_six_places_is_about() -> None:
    """0.0061 x 170.0001 + 0.0128 x 65 - 0.1529 is 1.71610061, and six places of it are shown."""
    made = body_surface(measured("170.0001 cm", "65 kg"), SurfacePolicy(Formula.STEVENSON))

    assert made.arithmetic.endswith(" = about 1.716101")
