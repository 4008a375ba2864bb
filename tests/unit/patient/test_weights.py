"""Ideal and adjusted weight: fractions worked by hand, rounded once each, refused where unsaid."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from npc_regimens.errors import PatientError
from npc_regimens.patient import Sex, Size, adjusted_weight, ideal_weight
from npc_regimens.units import Amount


def size(height: str, weight: str = "65 kg", sex: Sex | None = Sex.MALE) -> Size:
    """Make the size of a man, or of whom else is said."""
    return Size(Amount.parse(height), Amount.parse(weight), sex)


@pytest.mark.parametrize(
    ("height", "sex", "exact", "rounded"),
    [
        # 50 + 2.3 x (170 - 152.4) / 2.54 = 50 + 40.48 / 2.54
        ("170 cm", Sex.MALE, Fraction(8374, 127), "65.94 kg"),
        ("170 cm", Sex.FEMALE, Fraction(15605, 254), "61.44 kg"),
        ("1.7 m", Sex.FEMALE, Fraction(15605, 254), "61.44 kg"),
        # 7 inches over 5 feet: 7 x 2.3 = 16.1
        ("67 in", Sex.MALE, Fraction("66.1"), "66.1 kg"),
        ("67 in", Sex.FEMALE, Fraction("61.6"), "61.6 kg"),
        # at 60 inches nothing is added
        ("60 in", Sex.MALE, Fraction(50), "50 kg"),
        ("152.4 cm", Sex.FEMALE, Fraction("45.5"), "45.5 kg"),
        ("1.524 m", Sex.MALE, Fraction(50), "50 kg"),
        # 60 inches over 5 feet, of nobody: the part for each inch has no end, 50 + 60 x 2.3
        ("120 in", Sex.MALE, Fraction(188), "188 kg"),
    ],
)
def test_the_ideal_weight_of_devine(height: str, sex: Sex, exact: Fraction, rounded: str) -> None:
    """A base for the sex, and a part for each inch over five feet, half up to 0.01 kg."""
    found = ideal_weight(size(height, sex=sex)).weight

    assert str(found) == rounded
    assert abs(Fraction(found.number) - exact) <= Fraction(1, 200)


@pytest.mark.parametrize("height", ["152.399999999 cm", "59.9 in", "1.5 m", "100 cm"])
def test_no_ideal_weight_below_60_inches(height: str) -> None:
    """What the formula gives below five feet nobody has said, so nothing is computed."""
    for weigh in (ideal_weight, adjusted_weight):
        with pytest.raises(
            PatientError,
            match=f"counted from a height of 152.4 cm, and this is {height}; take the actual",
        ):
            weigh(size(height))


def test_no_ideal_weight_without_a_sex() -> None:
    """The base differs by sex, and none is taken for granted."""
    for weigh in (ideal_weight, adjusted_weight):
        with pytest.raises(
            PatientError, match=r"^the ideal weight needs the sex; give 'female' or 'male'$"
        ):
            weigh(size("170 cm", sex=None))


@pytest.mark.parametrize(
    ("height", "weight", "rounded"),
    [
        # 65.94 + 0.4 x 34.06 = 79.564; unrounded throughout it is 50522 / 635 = 79.5622
        ("170 cm", "100 kg", "79.56 kg"),
        # 50.54 + 0.4 x 19.46 = 58.324; unrounded throughout it would be 58.32598
        ("153 cm", "70 kg", "58.32 kg"),
        # an actual weight under the ideal one: 65.94 - 0.4 x 15.94 = 59.564
        ("170 cm", "50 kg", "59.56 kg"),
        ("60 in", "50 kg", "50 kg"),
        # 110.2311 lb are 49.99998594... kg and the ideal weight is 50: all but nothing is taken off
        ("60 in", "110.2311 lb", "50 kg"),
    ],
)
def test_the_adjusted_weight_starts_from_the_ideal_weight_that_is_printed(
    height: str, weight: str, rounded: str
) -> None:
    """Four tenths of the way from the ideal weight to the actual one, each half up to 0.01 kg.

    The ideal weight is rounded first, so that a second person can redo the second line by hand.
    """
    assert str(adjusted_weight(size(height, weight)).weight) == rounded


def test_the_arithmetic_of_both_is_told() -> None:
    """Each line can be redone from the one before it."""
    made = adjusted_weight(size("67 in", "220 lb"))

    # 220 lb are 99.7903214 kg; 66.1 + 0.4 x 33.6903214 = 79.57612856
    assert made.words == (
        "ideal weight: 50 kg + 2.3 kg x (170.18 cm - 152.4 cm) / 2.54 cm = 66.1 kg"
        " (Devine, half up to 0.01 kg);"
        " adjusted weight: 66.1 kg + 0.4 x (99.7903214 kg - 66.1 kg) = 79.58 kg"
        " (half up to 0.01 kg)"
    )


def test_a_tie_goes_up() -> None:
    """65.94 + 0.4 x (W - 65.94) is 79.565 at W = 100.0025, and that is 79.57."""
    body = Size(Amount.parse("170 cm"), Amount(Decimal("100.0025"), "kg"), Sex.MALE)
    under = Size(Amount.parse("170 cm"), Amount(Decimal("100.002499999"), "kg"), Sex.MALE)

    assert str(adjusted_weight(body).weight) == "79.57 kg"
    assert str(adjusted_weight(under).weight) == "79.56 kg"
