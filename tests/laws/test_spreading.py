"""Laws of a dose spread over days: the nearest total, as even as said, and no day too many."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from npc_regimens.rounding import Spread, SpreadPattern, Ties, spread
from npc_regimens.units import Amount

SETS = (("50",), ("100", "75"), ("12", "10", "8"))
WEEK = 7


def mg(number: object) -> Amount:
    """Make an amount of milligrams of a number."""
    return Amount.parse(f"{number} mg")


def numbers(spread_days: Spread) -> list[Fraction]:
    """Say what each day takes, in milligrams."""
    return [Fraction(day.amount.number) for day in spread_days.days]


def makeable(strengths: tuple[str, ...], most: int) -> list[int]:
    """Try every number of every strength, up to a total."""
    plain = [int(strength) for strength in strengths]
    counts = itertools.product(*(range(most // size + 1) for size in plain))
    sums = {sum(n * size for n, size in zip(each, plain, strict=True)) for each in counts}
    return sorted(total for total in sums if 0 < total <= most)


strength_sets = st.sampled_from(SETS)
quarters = st.integers(400, 900)  # of a milligram: from 100 to 225 mg
patterns = st.sampled_from(SpreadPattern)
ties_rules = st.sampled_from(Ties)
runs = st.integers(1, 40)


def spread_of(  # noqa: PLR0913, PLR0917  each part of a run is drawn alone
    quarter: int,
    strengths: tuple[str, ...],
    days: int,
    pattern: SpreadPattern,
    ties: Ties,
    cap: int | None = None,
) -> Spread:
    """Spread quarters of a milligram over days."""
    dose = Amount(mg(quarter).number / 4, "mg")
    limit = None if cap is None else mg(cap)
    return spread(dose, tuple(map(mg, strengths)), days, pattern, ties=ties, cap=limit)


@given(quarters, strength_sets, runs, patterns, ties_rules)
def test_each_day_takes_a_neighbour_of_the_dose(
    quarter: int, strengths: tuple[str, ...], days: int, pattern: SpreadPattern, ties: Ties
) -> None:
    """No makeable dose lies between what a day takes and the dose, and no day takes nothing."""
    dose = Fraction(quarter, 4)
    totals = makeable(strengths, 400)
    below = max(total for total in totals if total <= dose)
    above = min(total for total in totals if total >= dose)
    found = spread_of(quarter, strengths, days, pattern, ties)

    assert len(found.days) == days
    assert set(numbers(found)) <= {below, above}
    assert Fraction(found.total.number) == sum(numbers(found))


@given(
    quarters,
    strength_sets,
    runs,
    ties_rules,
    st.sampled_from([p for p in SpreadPattern if p != "weekly"]),
)
def test_no_number_of_larger_days_comes_nearer(
    quarter: int, strengths: tuple[str, ...], days: int, ties: Ties, pattern: SpreadPattern
) -> None:
    """Of every number of larger days the total is nearest; of two as near, as the rule says."""
    wanted = Fraction(quarter, 4) * days
    totals = makeable(strengths, 400)
    below = max(total for total in totals if total * 4 <= quarter)
    above = min(total for total in totals if total * 4 >= quarter)
    sign = -1 if ties is Ties.UP else 1
    every = [larger * above + (days - larger) * below for larger in range(days + 1)]
    best = min(every, key=lambda total: (abs(total - wanted), sign * total))

    assert Fraction(spread_of(quarter, strengths, days, pattern, ties).total.number) == best


@given(quarters, strength_sets, st.integers(1, 28), ties_rules)
def test_no_weekly_pattern_comes_nearer(
    quarter: int, strengths: tuple[str, ...], days: int, ties: Ties
) -> None:
    """Every week is the same, larger days first, and of such patterns the total is nearest."""
    found = numbers(spread_of(quarter, strengths, days, SpreadPattern.WEEKLY, ties))
    wanted = Fraction(quarter, 4) * days
    totals = makeable(strengths, 400)
    below = max(total for total in totals if total * 4 <= quarter)
    above = min(total for total in totals if total * 4 >= quarter)
    sign = -1 if ties is Ties.UP else 1
    weeks = [[above] * larger + [below] * (WEEK - larger) for larger in range(WEEK + 1)]
    every = [sum((week * days)[:days]) for week in weeks]

    assert sum(found) == min(every, key=lambda total: (abs(total - wanted), sign * total))
    assert found[WEEK:] == found[: max(0, days - WEEK)]
    assert found[:WEEK] == sorted(found[:WEEK], reverse=True)


@given(quarters, strength_sets, runs, ties_rules)
def test_front_loaded_days_never_rise(
    quarter: int, strengths: tuple[str, ...], days: int, ties: Ties
) -> None:
    """The larger doses come first, once over the whole run."""
    found = numbers(spread_of(quarter, strengths, days, SpreadPattern.FRONT_LOADED, ties))

    assert found == sorted(found, reverse=True)


@given(quarters, strength_sets, runs, ties_rules)
def test_alternating_days_are_as_even_as_can_be(
    quarter: int, strengths: tuple[str, ...], days: int, ties: Ties
) -> None:
    """Any two windows of one length differ by at most one larger day, and the first is larger."""
    found = numbers(spread_of(quarter, strengths, days, SpreadPattern.ALTERNATING, ties))
    larger = [amount == max(found) for amount in found]
    for length in range(1, days):
        windows = [sum(larger[first : first + length]) for first in range(days - length + 1)]
        assert max(windows) - min(windows) <= 1
    assert larger[0]


@given(quarters, strength_sets, runs, patterns, ties_rules, st.integers(50, 300))
def test_no_day_passes_the_cap(  # noqa: PLR0913, PLR0917  each part of a run is drawn alone
    quarter: int,
    strengths: tuple[str, ...],
    days: int,
    pattern: SpreadPattern,
    ties: Ties,
    over: int,
) -> None:
    """Every day stays under the cap, and takes the highest under it where the dose lies over."""
    cap = over + 50
    found = numbers(spread_of(quarter, strengths, days, pattern, ties, cap))
    highest = Fraction(max(makeable(strengths, cap)))

    assert max(found) <= cap
    if quarter >= 4 * cap:
        assert set(found) == {highest}


@given(quarters, strength_sets, runs, patterns, ties_rules)
def test_the_difference_is_that_of_the_average(
    quarter: int, strengths: tuple[str, ...], days: int, pattern: SpreadPattern, ties: Ties
) -> None:
    """The difference in percent is within half a hundredth of that of the average."""
    found = spread_of(quarter, strengths, days, pattern, ties)
    average = sum(numbers(found), Fraction(0)) / days
    exact = (average / Fraction(quarter, 4) - 1) * 100

    assert abs(Fraction(found.difference_percent) - exact) <= Fraction(1, 200)
