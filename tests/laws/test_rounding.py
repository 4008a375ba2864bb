"""Laws of rounding: twice is once, whole steps, half a step at most, ties as the rule says."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from walking import tablets

from npc_regimens.errors import ProductError
from npc_regimens.rounding import (
    Ties,
    covering_mix,
    nearest_mix,
    percent_difference,
    square_root,
    to_step,
    whole_steps,
)
from npc_regimens.strategies import decimals
from npc_regimens.units import Amount

STEPS = ["1 mg", "2.5 mg", "5 mg", "50 mg", "150 mg"]
STRENGTHS = [
    ["500 mg", "150 mg"],
    ["425 mg", "250 mg"],
    ["12 mg", "10 mg", "8 mg"],
    ["100 mg", "75 mg", "50 mg"],
    ["300 mg", "250 mg"],
    ["0.5 g", "150 mg"],
]
ties_rules = st.sampled_from(Ties)
doses = decimals(200, 3000, places=2).map(lambda number: Amount(number, "mg"))


def milligrams(amount: Amount) -> Fraction:
    """Say an amount as a fraction of milligrams."""
    return Fraction(amount.to("mg").number)


@given(doses, st.sampled_from(STEPS), ties_rules)
def test_rounding_twice_is_rounding_once(dose: Amount, step: str, ties: Ties) -> None:
    """A rounded dose is a whole number of steps within half a step, and stays as it is."""
    size = Amount.parse(step)
    rounded = to_step(dose, size, ties)

    assert to_step(rounded, size, ties) == rounded
    assert milligrams(rounded) % milligrams(size) == 0
    assert abs(milligrams(rounded) - milligrams(dose)) * 2 <= milligrams(size)


@given(st.integers(0, 5000), st.sampled_from(STEPS))
def test_ties_go_where_the_rule_says(count: int, step: str) -> None:
    """Exactly between two steps, up takes the one above and down the one below."""
    size = milligrams(Amount.parse(step))
    between = (count + Fraction(1, 2)) * size

    assert whole_steps(between, size, Ties.UP) == count + 1
    assert whole_steps(between, size, Ties.DOWN) == count


def test_a_grid_of_steps_against_trying_all() -> None:
    """Every half milligram up to 400 in steps of 7 agrees with the nearest found by looking."""
    for halves in range(801):
        value = Fraction(halves, 2)
        for ties, sign in ((Ties.UP, -1), (Ties.DOWN, 1)):
            expected = min(range(60), key=lambda n: (abs(7 * n - value), sign * n))
            assert whole_steps(value, Fraction(7), ties) == expected


@given(doses, st.sampled_from(STEPS), ties_rules, doses)
def test_steps_never_cross_a_cap(dose: Amount, step: str, ties: Ties, cap: Amount) -> None:
    """A dose under its cap is not rounded past it, and the result is still whole steps."""
    capped = min(dose, cap)
    rounded = to_step(capped, Amount.parse(step), ties, cap=cap)

    assert rounded <= cap
    assert milligrams(rounded) % milligrams(Amount.parse(step)) == 0


@given(doses, st.sampled_from(STRENGTHS), ties_rules)
def test_tablets_are_the_best_of_all_counts(dose: Amount, names: list[str], ties: Ties) -> None:
    """The mix comes as near as any, in as few units as any: a greedy choice would fail."""
    strengths = [Amount.parse(name) for name in names]
    small = Amount(dose.number / 20 if "12 mg" in names else dose.number, "mg")
    mix = nearest_mix(small, strengths, ties)

    plain = [f"{strength.to('mg').digits} mg" for strength in strengths]
    total, units = tablets(Fraction(small.number), plain, ties.value, None)
    assert milligrams(mix.amount) == total
    assert sum(count for _, count in mix.counts) == units
    assert sum(milligrams(strength) * count for strength, count in mix.counts) == total


def test_every_dose_of_two_tablets_against_trying_all() -> None:
    """Every 25 mg from 75 to 2000 of 500 mg and 150 mg tablets agrees with trying all counts."""
    strengths = [Amount.parse("500 mg"), Amount.parse("150 mg")]
    for dose in range(75, 2001, 25):
        mix = nearest_mix(Amount(Decimal(dose), "mg"), strengths, Ties.UP)
        total, units = tablets(Fraction(dose), ["500 mg", "150 mg"], "up", None)

        assert (milligrams(mix.amount), sum(n for _, n in mix.counts)) == (total, units)


@given(doses, st.sampled_from(STRENGTHS), ties_rules)
def test_tablets_of_a_mix_are_that_mix(dose: Amount, names: list[str], ties: Ties) -> None:
    """What whole units make is made of whole units again, unchanged."""
    strengths = [Amount.parse(name) for name in names]
    mix = nearest_mix(dose, strengths, ties)

    assert nearest_mix(mix.amount, strengths, ties).amount == mix.amount


@given(doses, st.sampled_from(STRENGTHS[:2]), doses)
def test_tablets_never_cross_a_cap(dose: Amount, names: list[str], cap: Amount) -> None:
    """The best mix under a cap is the best of all counts under it, or the dose is refused."""
    capped = min(dose, cap)
    strengths = [Amount.parse(name) for name in names]
    total, units = tablets(Fraction(capped.number), names, "up", Fraction(cap.number))
    if total == 0:
        with pytest.raises(ProductError, match="cannot be made of whole units"):
            nearest_mix(capped, strengths, Ties.UP, cap=cap)
    else:
        mix = nearest_mix(capped, strengths, Ties.UP, cap=cap)
        assert (milligrams(mix.amount), sum(n for _, n in mix.counts)) == (total, units)
        assert mix.amount <= cap


@given(decimals(1, 3000, places=1), st.sampled_from([["1000 mg", "200 mg"], ["160 mg", "20 mg"]]))
def test_vials_cover_a_dose_with_the_least_waste(number: Decimal, names: list[str]) -> None:
    """Whole vials hold at least the dose, and one smallest vial less would not."""
    contents = [Amount.parse(name) for name in names]
    mix = covering_mix(Amount(number, "mg"), contents)

    assert milligrams(mix.amount) >= number
    assert milligrams(mix.amount) - milligrams(contents[-1]) < number


def test_what_cannot_be_made_is_refused() -> None:
    """A dose that is nearer to nothing than to one unit or step is refused, not given as zero."""
    with pytest.raises(ProductError, match="cannot be made of whole units of 500 mg and 150 mg"):
        nearest_mix(
            Amount.parse("74.9 mg"), [Amount.parse("500 mg"), Amount.parse("150 mg")], Ties.UP
        )
    with pytest.raises(ProductError, match="cannot be given in steps of 5 mg"):
        to_step(Amount.parse("2.4 mg"), Amount.parse("5 mg"), Ties.UP)


@given(st.integers(1, 100_000_000), st.sampled_from([1, 2, 3, 7, 3600, 360_000]))
def test_a_root_is_half_up_and_within_half_a_step(top: int, bottom: int) -> None:
    """A root squared lies between the squares of half a step below and half a step above."""
    value, step = Fraction(top, bottom), Fraction(1, 100)
    root = Fraction(square_root(value, step))

    below, above = root - step / 2, root + step / 2

    assert below < 0 or below**2 <= value
    assert value < above**2


@given(doses, doses)
def test_a_difference_in_percent_is_half_away_from_zero(ordered: Amount, dose: Amount) -> None:
    """The difference is within half a hundredth of a percent, and has the sign of the change."""
    exact = (milligrams(ordered) - milligrams(dose)) / milligrams(dose) * 100
    found = Fraction(percent_difference(ordered, dose))

    assert abs(found - exact) <= Fraction(1, 200)
    assert found == 0 or (found > 0) == (exact > 0)


@given(doses, st.sampled_from(STRENGTHS), ties_rules)
def test_the_order_of_strengths_changes_nothing(dose: Amount, names: list[str], ties: Ties) -> None:
    """Strengths listed in another order give the same tablets."""
    strengths = [Amount.parse(name) for name in names]

    assert nearest_mix(dose, strengths, ties) == nearest_mix(dose, strengths[::-1], ties)


@pytest.mark.parametrize("ties", Ties)
def test_zero_stays_zero(ties: Ties) -> None:
    """Nothing is rounded to nothing, in no steps and no tablets."""
    nothing = Amount(Decimal(0), "mg")

    assert to_step(nothing, Amount.parse("5 mg"), ties) == nothing
    assert nearest_mix(nothing, [Amount.parse("150 mg")], ties).counts == ()
