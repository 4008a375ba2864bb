"""A dose spread over days: worked patterns and refusals."""

from __future__ import annotations

import pytest

from npc_regimens.errors import ProductError
from npc_regimens.rounding import Spread, SpreadPattern, Ties, spread
from npc_regimens.units import Amount

MG = Amount.parse
FIFTY = (MG("50 mg"),)


def days(dose: str, count: int, pattern: SpreadPattern, cap: str | None = None) -> str:
    """Spread a dose over tablets of 50 mg, and mark each day as large or small."""
    limit = None if cap is None else MG(cap)
    result = spread(MG(dose), FIFTY, count, pattern, ties=Ties.UP, cap=limit)
    largest = max(day.amount for day in result.days)
    return "".join("L" if day.amount == largest else "s" for day in result.days)


def test_front_loaded_takes_the_larger_days_first() -> None:
    """120 mg a day over ten days are 1,200 mg: four days of 150 and six of 100."""
    assert days("120 mg", 10, SpreadPattern.FRONT_LOADED) == "LLLLssssss"


def test_alternating_is_as_even_as_can_be() -> None:
    """Four of ten days, and every other day where the dose lies halfway."""
    assert days("120 mg", 10, SpreadPattern.ALTERNATING) == "LssLsLssLs"
    assert days("125 mg", 6, SpreadPattern.ALTERNATING) == "LsLsLs"


def test_a_weekly_pattern_is_the_same_in_each_week() -> None:
    """Of 14 days 5.6 are wanted: three in each week, six, come nearer than two, four."""
    assert days("120 mg", 14, SpreadPattern.WEEKLY) == "LLLssssLLLssss"


@pytest.mark.parametrize(
    ("dose", "expected"),
    [("101 mg", "sssssss"), ("106 mg", "Lssssss"), ("143 mg", "LLLLLLs"), ("149 mg", "LLLLLLL")],
)
def test_every_number_of_days_of_a_week_can_be_larger(dose: str, expected: str) -> None:
    """Of seven days 0.14, 0.84, 6.02 and 6.86 are wanted: none, one, six and all of them."""
    found = spread(MG(dose), FIFTY, 7, SpreadPattern.WEEKLY, ties=Ties.UP)

    assert "".join("L" if day.amount == MG("150 mg") else "s" for day in found.days) == expected


def test_a_week_that_is_not_finished_counts_too() -> None:
    """Of 16 days 6.4 are wanted: two in each week are six with the last days, three are eight."""
    assert days("120 mg", 16, SpreadPattern.WEEKLY) == "LLsssssLLsssssLL"


def test_the_total_and_the_difference_of_the_average_are_said() -> None:
    """Three days of 150 mg and four of 100 are 850 mg, where 840 were wanted: 1.19 % more."""
    week = spread(MG("120 mg"), FIFTY, 7, SpreadPattern.WEEKLY, ties=Ties.UP)

    assert str(week.total) == "850 mg"
    assert str(week.difference_percent) == "1.19"
    assert week.days[0].counts == ((MG("50 mg"), 3),)
    ten_days = spread(MG("120 mg"), FIFTY, 10, SpreadPattern.FRONT_LOADED, ties=Ties.UP)
    assert str(ten_days.total) == "1200 mg"


@pytest.mark.parametrize("pattern", SpreadPattern)
def test_a_tie_of_two_totals_goes_where_the_rule_says(pattern: SpreadPattern) -> None:
    """125 mg on one day are 150 or 100."""

    def one_day(ties: Ties) -> Spread:
        return spread(MG("125 mg"), FIFTY, 1, pattern, ties=ties)

    assert str(one_day(Ties.UP).total) == "150 mg"
    assert str(one_day(Ties.DOWN).total) == "100 mg"


@pytest.mark.parametrize("pattern", SpreadPattern)
def test_a_dose_that_can_be_made_is_the_same_each_day(pattern: SpreadPattern) -> None:
    """150 mg are three tablets of 50 on every day."""
    plain = spread(MG("150 mg"), FIFTY, 9, pattern, ties=Ties.UP)

    assert {str(day.amount) for day in plain.days} == {"150 mg"}
    assert plain.difference_percent == 0


@pytest.mark.parametrize("dose", ["130 mg", "160 mg"])
@pytest.mark.parametrize("pattern", SpreadPattern)
def test_no_day_passes_the_cap(pattern: SpreadPattern, dose: str) -> None:
    """Under a cap of 140 mg no day takes 150, so every day takes 100."""
    capped = spread(MG(dose), FIFTY, 7, pattern, ties=Ties.UP, cap=MG("140 mg"))

    assert {str(day.amount) for day in capped.days} == {"100 mg"}


def test_the_smallest_strength_is_a_dose() -> None:
    """50 mg are one tablet of 50 on each day, and so are 120 mg under a cap of 50 mg."""
    for dose, cap in ((MG("50 mg"), None), (MG("120 mg"), MG("50 mg"))):
        found = spread(dose, FIFTY, 3, SpreadPattern.WEEKLY, ties=Ties.UP, cap=cap)

        assert [str(day.amount) for day in found.days] == ["50 mg"] * 3


def test_a_dose_between_one_unit_and_two_is_spread() -> None:
    """75 mg of 50 mg are two tablets on every other day, and one on the rest."""
    assert days("75 mg", 4, SpreadPattern.ALTERNATING) == "LsLs"


def test_a_day_without_a_dose_is_refused() -> None:
    """A dose under the smallest strength, or a cap under it, would leave days without a dose."""
    with pytest.raises(
        ProductError,
        match=r"^40 mg a day of 50 mg would leave days without a dose;"
        r" use a smaller strength, or order a larger dose on fewer days$",
    ):
        days("40 mg", 7, SpreadPattern.WEEKLY)
    with pytest.raises(ProductError, match="of 50 mg under the cap of 49 mg would leave days"):
        days("120 mg", 7, SpreadPattern.WEEKLY, cap="49 mg")


@pytest.mark.parametrize("count", [0, -1, 10_001])
def test_a_run_of_no_days_or_of_a_lifetime_is_refused(count: int) -> None:
    """A run has at least a day, and an end."""
    with pytest.raises(ProductError, match=f"{count} days: a dose is spread over 1 to 10000 days"):
        days("120 mg", count, SpreadPattern.ALTERNATING)


def test_the_longest_run_is_ten_thousand_days() -> None:
    """125 mg lie halfway: 5,000 days take 150 mg and 5,000 take 100 mg."""
    assert days("125 mg", 10_000, SpreadPattern.FRONT_LOADED) == "L" * 5000 + "s" * 5000


def test_a_spread_needs_strengths() -> None:
    """Without units there is nothing to take."""
    with pytest.raises(ProductError, match=r"^whole units of nothing; name at least one dose"):
        spread(MG("5 mg"), (), 7, SpreadPattern.WEEKLY, ties=Ties.UP)


def test_nothing_is_not_spread() -> None:
    """No dose has no days."""
    with pytest.raises(ProductError, match="a spread of 0 mg: write an amount of drug"):
        spread(MG("5 mg") * 0, FIFTY, 7, SpreadPattern.WEEKLY, ties=Ties.UP)
