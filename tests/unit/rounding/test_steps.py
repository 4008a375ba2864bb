"""Whole steps: what the laws do not say in one sentence."""

from __future__ import annotations

from fractions import Fraction

import pytest

from npc_regimens.errors import ProductError
from npc_regimens.rounding import Direction, Ties, stepped, to_step, whole_steps
from npc_regimens.units import Amount

MG = Amount.parse("1 mg")


def test_a_tie_goes_where_the_rule_says() -> None:
    """Half a step goes up or down by name, and never to the even number."""
    for half, up, down in ((Fraction(5, 2), 3, 2), (Fraction(15, 2), 8, 7)):
        assert whole_steps(half, Fraction(1), Ties.UP) == up
        assert whole_steps(half, Fraction(1), Ties.DOWN) == down


@pytest.mark.parametrize("ties", Ties)
def test_what_is_no_tie_goes_to_the_nearer(ties: Ties) -> None:
    """7.1 is nearer to 7, and 7.9 is nearer to 8, whichever way ties go."""
    assert whole_steps(Fraction(71, 10), Fraction(1), ties) == 7
    assert whole_steps(Fraction(79, 10), Fraction(1), ties) == 8


def test_rounding_to_a_step_never_crosses_the_cap() -> None:
    """Where the nearest step is over the cap, the last step under it is taken."""
    dose, cap = Amount.parse("99.7 mg"), Amount.parse("99.8 mg")

    assert to_step(dose, MG, Ties.UP) == Amount.parse("100 mg")
    assert to_step(dose, MG, Ties.UP, cap=cap) == Amount.parse("99 mg")


def test_a_dose_that_rounds_to_nothing_is_refused() -> None:
    """A dose never becomes no dose by rounding."""
    with pytest.raises(ProductError, match=r"0\.4 mg .* in steps of 1 mg; take a smaller .* dose$"):
        to_step(Amount.parse("0.4 mg"), MG, Ties.UP)
    with pytest.raises(
        ProductError, match=r"2 mg .* under the cap of 0\.9 mg; take a smaller .* cap$"
    ):
        to_step(Amount.parse("2 mg"), MG, Ties.UP, cap=Amount.parse("0.9 mg"))


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (Direction.NEAREST, "150 mg"),
        (Direction.NEAREST_TIES_DOWN, "100 mg"),
        (Direction.UP, "150 mg"),
        (Direction.DOWN, "100 mg"),
    ],
)
def test_half_a_step_goes_in_its_direction(direction: Direction, expected: str) -> None:
    """125 mg lie halfway between two and three steps of 50 mg."""
    half = Amount.parse("125 mg")

    assert stepped(half, Amount.parse("50 mg"), direction) == Amount.parse(expected)


@pytest.mark.parametrize("direction", Direction)
def test_whole_steps_stay(direction: Direction) -> None:
    """Three steps are three steps in every direction."""
    assert stepped(Amount.parse("150 mg"), Amount.parse("50 mg"), direction).digits == "150"
