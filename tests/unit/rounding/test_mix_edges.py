"""Whole units at their limits: caps, counts, boundaries and fractions of a milligram."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from npc_regimens.errors import ProductError
from npc_regimens.rounding import (
    Direction,
    Mix,
    SpreadPattern,
    Ties,
    directed_mix,
    easier_mix,
    nearest_mix,
    spread,
    stepped,
    to_step,
    vials_for,
)
from npc_regimens.rounding.mixes import MOST_STEPS
from npc_regimens.units import Amount

DOSE = Amount.parse("2187.5 mg")
FIVE_HUNDRED, ONE_FIFTY = Amount.parse("500 mg"), Amount.parse("150 mg")
BOTH = (FIVE_HUNDRED, ONE_FIFTY)


def mg(text: str) -> Amount:
    """Read milligrams."""
    return Amount.parse(f"{text} mg")


def easier(units: int, within: Fraction, **limits: Any) -> Mix | None:
    """Choose an easier mix for 2,187.5 mg of 500 and 150 mg."""
    return easier_mix(DOSE, BOTH, units, within=within, **limits)


def test_an_easier_mix_never_crosses_the_cap() -> None:
    """Five units come to 2,150 mg; under a cap of 2,140 mg the nearest are four, 2,000 mg."""
    mix = easier(5, Fraction(1, 10), cap=mg("2140"))

    assert mix is not None
    assert mix.amount == mg("2000")
    assert mix.counts == ((FIVE_HUNDRED, 4),)


def test_an_easier_mix_takes_no_more_of_a_strength_than_may_be_taken() -> None:
    """With three of 500 at most, five units are 1,800 mg, 17.7 % too little."""
    limits = {FIVE_HUNDRED: 3}
    near, far = (easier(5, within, at_most=limits) for within in (Fraction(1, 10), Fraction(1, 5)))

    assert near is None
    assert far is not None
    assert far.counts == ((FIVE_HUNDRED, 3), (ONE_FIFTY, 2))


def test_a_limit_on_the_small_units_leaves_the_large_ones() -> None:
    """With one of 150 mg at most, 330 mg are 180 over 150 mg, and only 170 under 500 mg."""
    mix = nearest_mix(mg("330"), BOTH, Ties.DOWN, at_most={ONE_FIFTY: 1})

    assert mix.counts == ((FIVE_HUNDRED, 1),)


def test_of_mixes_of_the_same_strengths_the_one_with_more_large_units_is_taken() -> None:
    """With four of 10 mg at most, 50 mg are 2, 1 and 2 of 12, 10 and 8 mg, or 1, 3 and 1."""
    twelve, ten, eight = mg("12"), mg("10"), mg("8")
    mix = nearest_mix(mg("50"), (eight, ten, twelve), Ties.UP, at_most={ten: 4})

    assert mix.counts == ((twelve, 2), (ten, 1), (eight, 2))


def test_an_easier_mix_may_take_fewer_units_than_it_could() -> None:
    """1,000 mg are two of 500, whether two are allowed or five."""
    for units in (2, 5):
        mix = easier_mix(mg("1000"), [FIVE_HUNDRED], units, within=Fraction(1, 10))

        assert mix is not None
        assert mix.counts == ((FIVE_HUNDRED, 2),)


def test_an_easier_mix_may_differ_by_the_limit_and_no_more() -> None:
    """450 mg differ from 500 mg by 10 %: allowed within 10 %, and not within 9.99 %."""
    at_it, below_it = (
        easier_mix(mg("500"), [mg("450")], 1, within=within)
        for within in (Fraction(1, 10), Fraction(999, 10_000))
    )

    assert at_it is not None
    assert at_it.amount == mg("450")
    assert below_it is None


def test_strengths_may_be_fractions_of_a_milligram() -> None:
    """0.8 mg of 0.5 and 0.25 mg are one of each, 0.75 mg."""
    mix = nearest_mix(mg("0.8"), [mg("0.25"), mg("0.5")], Ties.UP)

    assert mix.amount == mg("0.75")
    assert mix.counts == ((mg("0.5"), 1), (mg("0.25"), 1))


def test_strengths_may_be_of_different_units() -> None:
    """1,750 mg of 1 g and 750 mg are one of each, the larger first."""
    gram = Amount.parse("1 g")
    mix = nearest_mix(mg("1750"), [mg("750"), gram], Ties.UP)

    assert mix.counts == ((gram, 1), (mg("750"), 1))


def test_the_search_ends_at_two_thousand_steps() -> None:
    """2,000 units are searched, and one more is refused: no dose is made of so many."""
    one = [mg("1")]

    assert MOST_STEPS == 2000
    assert nearest_mix(mg("2000"), one, Ties.UP).counts == ((mg("1"), 2000),)
    with pytest.raises(
        ProductError,
        match=r"^2001 mg is too much to be made of 1 mg;"
        r" check the dose and its unit, or use a larger strength$",
    ):
        nearest_mix(mg("2001"), one, Ties.UP)


def test_a_mix_that_comes_to_nothing_says_what_to_do() -> None:
    """Without a cap the dose may be wrong, and under one the cap may be."""
    with pytest.raises(ProductError, match=r"of 8 mg; use a smaller strength, or check the dose$"):
        nearest_mix(mg("1"), [mg("8")], Ties.UP)
    with pytest.raises(ProductError, match=r"of 8 mg under the cap of 7 mg; use .* the cap$"):
        nearest_mix(mg("8"), [mg("8")], Ties.UP, cap=mg("7"))


@pytest.mark.parametrize(
    ("step", "at_it", "over_it"),
    [("1", "2000", "2001"), ("50", "100000", "100050"), ("0.25", "500", "500.25")],
)
def test_strengths_lie_two_thousand_steps_apart_at_most(
    step: str, at_it: str, over_it: str
) -> None:
    """2,000 mg beside 1 mg are searched, and 2,001 mg are taken for a slip of the unit."""
    small = mg(step)

    assert nearest_mix(small * 2, [mg(at_it), small], Ties.UP).counts == ((small, 2),)
    with pytest.raises(
        ProductError,
        match=rf"^{over_it} mg and {step} mg are too far apart to be mixed; check their units$",
    ):
        nearest_mix(small * 2, [mg(over_it), small], Ties.UP)


BY_PLACE: dict[str, tuple[Any, tuple[object, ...]]] = {
    "nearest_mix, cap": (nearest_mix, (DOSE, BOTH, Ties.UP, DOSE)),
    "directed_mix, cap": (directed_mix, (DOSE, BOTH, Direction.UP, DOSE)),
    "easier_mix, within": (easier_mix, (DOSE, BOTH, 5, Fraction(1, 10))),
    "to_step, cap": (to_step, (DOSE, ONE_FIFTY, Ties.UP, DOSE)),
    "stepped, cap": (stepped, (DOSE, ONE_FIFTY, Direction.UP, DOSE)),
    "spread, ties": (spread, (DOSE, BOTH, 7, SpreadPattern.WEEKLY, Ties.UP)),
    "vials_for, sharing": (vials_for, (DOSE, BOTH, True)),
}


@pytest.mark.parametrize("name", BY_PLACE)
def test_limits_are_given_by_their_names(name: str) -> None:
    """A cap that stands where a count is meant is refused by Python itself."""
    function, arguments = BY_PLACE[name]
    with pytest.raises(TypeError, match="positional argument"):
        function(*arguments)
