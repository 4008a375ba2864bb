"""Dose bands: their table, their outer edges, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from npc_regimens.errors import ProductError
from npc_regimens.rounding import Bands, Ties
from npc_regimens.units import Amount

MG = Amount.parse
SIX_PERCENT = Fraction(6, 100)


def bands(*doses: str, ties: Ties = Ties.UP, at: str | None = None) -> Bands:
    """Make bands that reach 6 % beyond the outer ones."""
    concentration = None if at is None else MG(at)
    return Bands(tuple(map(MG, doses)), ties, SIX_PERCENT, concentration)


def test_a_boundary_is_the_geometric_mean() -> None:
    """100 and 144 mg meet at exactly 120 mg, where 122 would be the middle."""
    up, down = (bands("100 mg", "144 mg", ties=ties) for ties in (Ties.UP, Ties.DOWN))

    assert [str(up.apply(MG(dose)).amount) for dose in ("119.99 mg", "120 mg")] == [
        "100 mg",
        "144 mg",
    ]
    assert [str(down.apply(MG(dose)).amount) for dose in ("120 mg", "120.01 mg")] == [
        "100 mg",
        "144 mg",
    ]


MEAN = "; the geometric mean of {} and {}, half up to 0.01 mg, is {}"


@pytest.mark.parametrize(
    ("dose", "said"),
    [
        # 180 x 200 = 36000, whose root is 189.7367, and 200 x 220 = 44000, whose root is 209.7618
        ("180.01 mg", MEAN.format("180 mg", "200 mg", "189.74 mg")),
        ("189.73 mg", MEAN.format("180 mg", "200 mg", "189.74 mg")),
        ("199.99 mg", MEAN.format("180 mg", "200 mg", "189.74 mg")),
        ("0.2001 g", MEAN.format("200 mg", "220 mg", "209.76 mg")),
        # on a band nothing is decided, and outside them the part within which a band holds decides
        ("180 mg", ""),
        ("200.004 mg", ""),
        ("175 mg", ""),
        ("230 mg", ""),
    ],
)
def test_the_boundary_that_decided_is_named(dose: str, said: str) -> None:
    """Between two bands a second person multiplies them and takes the root."""
    rule = bands("180 mg", "200 mg", "220 mg")

    assert rule.apply(MG(dose)).rule == f"{rule}{said}"


def test_a_boundary_by_volumes_says_so() -> None:
    """sqrt(49.2 x 54) / 6 is 8.591 mL, which hold 51.546 mg."""
    rule = bands("49.2 mg", "54 mg", at="6 mg/mL")

    assert rule.apply(MG("50 mg")).rule == (
        f"{rule}; the geometric mean of 49.2 mg and 54 mg,"
        " by volumes to 0.001 mL, half up to 0.01 mg, is 51.55 mg"
    )


def test_a_dose_is_rounded_before_it_is_looked_up() -> None:
    """119.995 mg is 120.00 mg, half up, and 119.9949 mg is not: nothing falls between rows."""
    rule = bands("100 mg", "144 mg")

    assert rule.apply(MG("119.995 mg")).amount == MG("144 mg")
    assert rule.apply(MG("119.9949 mg")).amount == MG("100 mg")


def test_the_table_is_written_for_both_ways_of_reading() -> None:
    """Below 120 mg and at most 119.99 mg are one row; ties down move both by 0.01 mg."""
    first, second = bands("100 mg", "144 mg").rows()
    lower, _ = bands("100 mg", "144 mg", ties=Ties.DOWN).rows()

    assert list(map(str, first[:4])) == ["94.34 mg", "120 mg", "119.99 mg", "100 mg"]
    assert list(map(str, first[4:])) == ["6", "-16.67"]
    assert list(map(str, second[:4])) == ["120 mg", "153.2 mg", "153.19 mg", "144 mg"]
    assert list(map(str, second[4:])) == ["20", "-6.01"]
    assert list(map(str, lower[:4])) == ["94.34 mg", "120.01 mg", "120 mg", "100 mg"]


def test_outside_the_bands_a_dose_is_refused() -> None:
    """100/94.34 is 1.05999 and 100/94.33 is 1.0601; 144/153.19 is 0.94001, 144/153.20 0.93995."""
    rule = bands("100 mg", "144 mg")

    assert rule.apply(MG("94.34 mg")).amount == MG("100 mg")
    assert rule.apply(MG("153.19 mg")).amount == MG("144 mg")
    for dose in ("50 mg", "94.33 mg", "153.2 mg", "500 mg"):
        with pytest.raises(
            ProductError, match=f"{dose} lies outside bands of 100 mg and 144 mg,.*; order an"
        ):
            rule.apply(MG(dose))


def test_a_dose_of_less_than_the_finest_is_no_dose_of_the_first_band() -> None:
    """0.004 mg is nothing to 0.01 mg, and no band stands for nothing."""
    with pytest.raises(ProductError, match="lies outside"):
        Bands((MG("0.01 mg"),), Ties.UP, Fraction(99, 100)).apply(MG("0.004 mg"))


def test_a_cap_takes_the_highest_band_under_it() -> None:
    """215 mg belong to 220 mg; under a cap of 219 mg to 200 mg, and under one of 179 to none."""
    rule, dose = bands("180 mg", "200 mg", "220 mg"), MG("215 mg")

    assert rule.apply(dose).amount == MG("220 mg")
    assert rule.apply(dose, cap=MG("220 mg")).amount == MG("220 mg")
    assert rule.apply(dose, cap=MG("219 mg")).amount == MG("200 mg")
    with pytest.raises(
        ProductError, match=r"215 mg under the cap of 179 mg: over it are all bands .*; add a"
    ):
        rule.apply(dose, cap=MG("179 mg"))


def test_a_concentration_rounds_a_boundary_as_a_volume() -> None:
    """sqrt(49.2 x 54) is 51.544 mg, and 8.591 mL of 6 mg/mL, which are 51.546 mg: 51.55 mg."""
    plain = bands("49.2 mg", "54 mg")
    volumes = bands("49.2 mg", "54 mg", at="6 mg/mL")

    assert str(plain.rows()[1].first) == "51.54 mg"
    assert str(volumes.rows()[1].first) == "51.55 mg"


def test_a_concentration_may_have_many_places() -> None:
    """120 mg of 33.333 mg/mL are 3.60004 mL; 3.600 mL are 119.9988 mg, which is 120.00 mg."""
    assert str(bands("100 mg", "144 mg", at="33.333 mg/mL").rows()[1].first) == "120 mg"


@pytest.mark.parametrize(
    ("doses", "message"),
    [
        ((), "bands of nothing"),
        (("200 mg", "180 mg"), "200 mg and 180 mg are not in order"),
        (("100 mg", "100.01 mg"), "or have no doses between them"),
        (("0.01 mg", "0.02 mg"), "or have no doses between them"),
        (("100.001 mg",), r"band 100\.001 mg has a part of 0\.01 mg"),
        (("5 mL",), "bands of 5 mL: write an amount of drug"),
    ],
)
def test_bands_that_make_no_table_are_refused(doses: tuple[str, ...], message: str) -> None:
    """Bands are doses to 0.01 mg, from small to large, each standing for doses around it."""
    with pytest.raises(ProductError, match=message):
        bands(*doses)


@pytest.mark.parametrize(
    "doses",
    [("10.4 mg", "10.6 mg"), ("10 mg", "10.5 mg"), ("10.5 mg", "11 mg"), ("10.5 mg", "10.7 mg")],
)
def test_a_volume_too_coarse_for_the_bands_is_refused(doses: tuple[str, str]) -> None:
    """At 1,000 mg/mL a thousandth of a millilitre is 1 mg, too coarse for bands 0.5 mg apart.

    The means of 10.4 and 10.6 mg and of 10 and 10.5 mg are under 10.5 mg, so their boundary is
    10 mg. Those of the others are over it, so it is 11 mg. None lies between its bands.
    """
    with pytest.raises(ProductError, match="them; write them from small to large, and farther "):
        bands(*doses, at="1000 mg/mL")


@pytest.mark.parametrize(
    "within",
    [Fraction(-1, 100), Fraction(1), Fraction(106, 100), Fraction(1, 7), Fraction(1, 10**9)],
)
def test_a_variance_that_cannot_be_is_refused(within: Fraction) -> None:
    """The part lies from 0 to under 1, and a percentage of six places says it."""
    with pytest.raises(
        ProductError,
        match=r"write a part from 0 to 1 of at most six places of a percent,"
        r" like Fraction\(6, 100\)$",
    ):
        Bands((MG("180 mg"),), Ties.UP, within)


@pytest.mark.parametrize(
    ("millionths", "said"), [(1_234_567, "1.234567 %"), (1, "0.000001 %"), (20_000_000, "20 %")]
)
def test_a_variance_of_six_places_is_said_in_full(millionths: int, said: str) -> None:
    """The last of six places counts, and a percentage is printed without an exponent."""
    rule = Bands((MG("180 mg"),), Ties.UP, Fraction(millionths, 10**8))

    assert str(rule) == f"bands of 180 mg, ties up, within {said}"


@pytest.mark.parametrize("text", ["6 mg", "6 mL", "70 kg"])
def test_a_concentration_of_another_kind_is_refused(text: str) -> None:
    """Milligrams in a millilitre are asked for."""
    with pytest.raises(ProductError, match=f"bands at {text}: write a concentration"):
        bands("180 mg", at=text)
