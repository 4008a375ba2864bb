"""Rounding: what the laws do not say in one sentence."""

from __future__ import annotations

from fractions import Fraction

import pytest

from npc_regimens.errors import ProductError
from npc_regimens.rounding import (
    Ties,
    covering_mix,
    nearest_mix,
    percent_difference,
    to_step,
    whole_steps,
)
from npc_regimens.units import Amount

MG = Amount.parse("1 mg")


def amounts(*texts: str) -> list[Amount]:
    """Read several amounts."""
    return [Amount.parse(text) for text in texts]


def test_a_tie_goes_where_the_rule_says() -> None:
    """Half a step goes up or down by name, and never to the even number."""
    half = Fraction(5, 2)

    assert whole_steps(half, Fraction(1), Ties.UP) == 3
    assert whole_steps(half, Fraction(1), Ties.DOWN) == 2


def test_rounding_to_a_step_never_crosses_the_cap() -> None:
    """Where the nearest step is over the cap, the last step under it is taken."""
    dose, cap = Amount.parse("99.7 mg"), Amount.parse("99.8 mg")

    assert to_step(dose, MG, Ties.UP) == Amount.parse("100 mg")
    assert to_step(dose, MG, Ties.UP, cap=cap) == Amount.parse("99 mg")


def test_a_dose_that_rounds_to_nothing_is_refused() -> None:
    """A dose never becomes no dose by rounding."""
    with pytest.raises(ProductError, match=r"0\.4 mg cannot be given in steps of 1 mg"):
        to_step(Amount.parse("0.4 mg"), MG, Ties.UP)
    with pytest.raises(ProductError, match="1 mg cannot be made of whole units of 8 mg and 12 mg"):
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


def test_the_fewest_units_are_found_where_a_greedy_choice_fails() -> None:
    """600 mg of 500 and 150 are four of 150, though 500 fits first."""
    mix = nearest_mix(Amount.parse("600 mg"), amounts("500 mg", "150 mg"), Ties.UP)

    assert mix.counts == ((Amount.parse("150 mg"), 4),)


def test_vials_cover_the_dose_with_the_least_waste() -> None:
    """1,050 mg take one vial of 1,000 and one of 200, not two of 1,000."""
    mix = covering_mix(Amount.parse("1050 mg"), amounts("200 mg", "1000 mg"))

    assert mix.amount == Amount.parse("1200 mg")
    assert mix.counts == ((Amount.parse("1000 mg"), 1), (Amount.parse("200 mg"), 1))


def test_a_dose_of_too_many_units_is_refused() -> None:
    """A slip of the unit does not start a search without end."""
    with pytest.raises(ProductError, match="200000 mg is too much to be made of 1 mg"):
        nearest_mix(Amount.parse("200000 mg"), [MG], Ties.UP)


def test_a_difference_has_a_sign() -> None:
    """Less is negative, and halves go away from zero."""
    calculated = Amount.parse("800 mg")

    assert str(percent_difference(Amount.parse("799.64 mg"), calculated)) == "-0.05"
    assert str(percent_difference(Amount.parse("800.36 mg"), calculated)) == "0.05"
