"""Whole units and vials: what the laws do not say in one sentence."""

from __future__ import annotations

from fractions import Fraction

import pytest

from npc_regimens.errors import ProductError
from npc_regimens.rounding import (
    Direction,
    Ties,
    covering_mix,
    directed_mix,
    easier_mix,
    nearest_mix,
)
from npc_regimens.units import Amount

MG = Amount.parse("1 mg")


def amounts(*texts: str) -> list[Amount]:
    """Read several amounts."""
    return [Amount.parse(text) for text in texts]


def test_a_dose_that_makes_no_unit_is_refused() -> None:
    """A dose never becomes no dose by rounding."""
    with pytest.raises(
        ProductError, match="1 mg cannot be made of whole units of 8 mg and 12 mg; use a"
    ):
        nearest_mix(MG, amounts("8 mg", "12 mg"), Ties.UP)


def test_a_mix_never_crosses_the_cap() -> None:
    """Whole units stop under the cap, though more would come nearer."""
    strengths = amounts("500 mg", "150 mg")
    dose, cap = Amount.parse("1137.5 mg"), Amount.parse("1140 mg")

    assert nearest_mix(dose, strengths, Ties.UP).amount == Amount.parse("1150 mg")
    assert nearest_mix(dose, strengths, Ties.UP, cap=cap).amount == Amount.parse("1100 mg")


def test_a_tie_between_two_mixes_goes_where_the_rule_says() -> None:
    """30 mg lie halfway between one and two tablets of 20 mg: up is two, down is one."""
    dose, strengths = Amount.parse("30 mg"), amounts("20 mg")

    assert nearest_mix(dose, strengths, Ties.UP).amount == Amount.parse("40 mg")
    assert nearest_mix(dose, strengths, Ties.DOWN).amount == Amount.parse("20 mg")


def test_a_limit_on_the_small_tablets_leaves_the_large_one_above() -> None:
    """With one 150 mg there is 650 mg or 1,000 mg: up from 700 mg is the second.

    The next total above the dose lies one large tablet higher, and not one small one.
    """
    strengths, dose = amounts("500 mg", "150 mg"), Amount.parse("700 mg")

    upward = directed_mix(dose, strengths, Direction.UP, at_most={Amount.parse("150 mg"): 1})
    assert upward.amount == Amount.parse("1000 mg")


def test_the_fewest_units_are_found_where_a_greedy_choice_fails() -> None:
    """600 mg of 500 and 150 are four of 150, though 500 fits first."""
    mix = nearest_mix(Amount.parse("600 mg"), amounts("500 mg", "150 mg"), Ties.UP)

    assert mix.counts == ((Amount.parse("150 mg"), 4),)


def test_of_as_many_units_the_large_ones_are_taken() -> None:
    """50 mg are 40 and 10 or 30 and 20, two units of two strengths: the 40 decides."""
    strengths = amounts("10 mg", "20 mg", "30 mg", "40 mg")
    mix = nearest_mix(Amount.parse("50 mg"), strengths, Ties.UP)

    assert mix.counts == ((Amount.parse("40 mg"), 1), (Amount.parse("10 mg"), 1))


def test_vials_cover_the_dose_with_the_least_waste() -> None:
    """1,050 mg take one vial of 1,000 and one of 200, not two of 1,000."""
    mix = covering_mix(Amount.parse("1050 mg"), amounts("200 mg", "1000 mg"))

    assert mix.amount == Amount.parse("1200 mg")
    assert mix.counts == ((Amount.parse("1000 mg"), 1), (Amount.parse("200 mg"), 1))


def test_a_dose_of_too_many_units_is_refused() -> None:
    """A slip of the unit does not start a search without end."""
    with pytest.raises(ProductError, match="200000 mg is too much to be made of 1 mg"):
        nearest_mix(Amount.parse("200000 mg"), [MG], Ties.UP)


def test_strengths_of_different_scale_are_refused() -> None:
    """A strength in grams beside one in milligrams, by a slip, starts no search without end."""
    with pytest.raises(ProductError, match="900 g and 1 mg are too far apart to be mixed"):
        nearest_mix(Amount.parse("10 mg"), amounts("900 g", "1 mg"), Ties.UP)


def test_a_mix_goes_in_its_direction() -> None:
    """1,137.5 mg lie between 1,100 (500 and 4 of 150) and 1,150 (2 of 500 and 150)."""
    dose, strengths = Amount.parse("1137.5 mg"), amounts("500 mg", "150 mg")

    down = directed_mix(dose, strengths, Direction.DOWN)
    assert down.counts == ((Amount.parse("500 mg"), 1), (Amount.parse("150 mg"), 4))
    up = directed_mix(dose, strengths, Direction.UP)
    assert up.counts == ((Amount.parse("500 mg"), 2), (Amount.parse("150 mg"), 1))


def test_up_takes_the_highest_where_nothing_is_above() -> None:
    """Under a cap of 1,149 mg the next above 1,137.5 mg is not to be had: 1,100 mg is."""
    dose, cap = Amount.parse("1137.5 mg"), Amount.parse("1149 mg")
    mix = directed_mix(dose, amounts("500 mg", "150 mg"), Direction.UP, cap=cap)

    assert mix.amount == Amount.parse("1100 mg")


def test_a_refusal_names_the_cap() -> None:
    """Where the cap leaves nothing to give, the message says so."""
    cap = Amount.parse("7 mg")
    with pytest.raises(ProductError, match=r"8 mg cannot be made .* of 8 mg under the cap of 7 mg"):
        nearest_mix(Amount.parse("8 mg"), amounts("8 mg"), Ties.UP, cap=cap)


def test_an_easier_mix_keeps_within_the_limit() -> None:
    """For 2,187.5 mg, five units are 2,150 mg, 1.7 % less; one unit is 500 mg, far too little."""
    dose, strengths = Amount.parse("2187.5 mg"), amounts("500 mg", "150 mg")
    five, one = (easier_mix(dose, strengths, n, within=Fraction(1, 10)) for n in (5, 1))

    assert five is not None
    assert five.amount == Amount.parse("2150 mg")
    assert one is None
