"""Rounding policies as values: worked cases, and what each refuses."""

from __future__ import annotations

from typing import Any

import pytest

from npc_regimens.errors import ProductError
from npc_regimens.rounding import (
    AsCalculated,
    Direction,
    Ties,
    ToStep,
    WholeUnits,
    WholeVials,
    parse_rounding,
)
from npc_regimens.units import Amount

MG = Amount.parse


def given(rule: str, dose: str, cap: str | None = None) -> str:
    """Round a dose by a rule in words, and say what is given."""
    limit = None if cap is None else MG(cap)
    return str(parse_rounding(rule).apply(MG(dose), cap=limit).amount)


@pytest.mark.parametrize(
    ("rule", "dose", "expected"),
    [
        ("as calculated", "137.53 mg", "137.53 mg"),
        ("nearest 50 mg", "125 mg", "150 mg"),
        ("nearest 50 mg, ties down", "125 mg", "100 mg"),
        ("up to a whole 50 mg", "100.01 mg", "150 mg"),
        ("down to a whole 50 mg", "149.99 mg", "100 mg"),
        ("nearest whole vials of 100 mg", "250 mg", "300 mg"),
        ("nearest whole vials of 100 mg, ties down", "250 mg", "200 mg"),
        ("whole vials of 100 mg and 40 mg, up", "150 mg", "160 mg"),
        ("whole vials of 100 mg and 40 mg, down", "159 mg", "140 mg"),
        ("whole units of 500 mg and 150 mg, ties up", "1137.5 mg", "1150 mg"),
        ("whole units of 500 mg and at most 2 x 150 mg, ties down", "1075 mg", "1000 mg"),
        ("whole units of 500 mg and at most 2 x 150 mg, ties up", "1075 mg", "1150 mg"),
        ("bands of 180 mg, 200 mg and 220 mg, ties up, within 6 %", "189.74 mg", "200 mg"),
    ],
)
def test_a_rule_in_words_gives_the_dose_worked_by_hand(rule: str, dose: str, expected: str) -> None:
    """What a rule says is what it does."""
    assert given(rule, dose) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("as calculated", "139 mg"),
        ("nearest 50 mg", "100 mg"),
        ("up to a whole 50 mg", "100 mg"),
        ("nearest whole vials of 70 mg", "70 mg"),
        ("whole units of 100 mg and 20 mg, ties up", "120 mg"),
        ("bands of 130 mg and 140 mg, ties up, within 6 %", "130 mg"),
    ],
)
def test_a_cap_is_not_passed(rule: str, expected: str) -> None:
    """A dose of 139.5 mg under a cap of 139 mg takes the highest that can be given under it."""
    assert given(rule, "139.5 mg", "139 mg") == expected


@pytest.mark.parametrize(
    "rule",
    [
        "as calculated",
        "nearest 50 mg",
        "whole vials of 100 mg, up",
        "whole units of 100 mg, ties up",
        "bands of 130 mg and 140 mg, ties up, within 6 %",
    ],
)
def test_a_cap_is_given_by_its_name(rule: str) -> None:
    """Two amounts side by side are not told apart, so Python itself refuses the second."""
    apply: Any = parse_rounding(rule).apply

    assert apply(MG("139.5 mg"), cap=MG("139 mg")) == apply(cap=MG("139 mg"), dose=MG("139.5 mg"))
    with pytest.raises(TypeError, match="positional argument"):
        apply(MG("139.5 mg"), MG("139 mg"))


def test_units_to_take_come_with_the_dose() -> None:
    """Tablets and vials are counted; steps and bands have nothing to count."""
    units = parse_rounding("whole units of 500 mg and 150 mg, ties up").apply(MG("650 mg"))
    vials = parse_rounding("whole vials of 100 mg and 40 mg, up").apply(MG("150 mg"))

    assert units.counts == ((MG("500 mg"), 1), (MG("150 mg"), 1))
    assert vials.counts == ((MG("40 mg"), 4),)
    for rule in ("as calculated", "nearest 50 mg", "bands of 120 mg, ties up, within 6 %"):
        assert parse_rounding(rule).apply(MG("120 mg")).counts == ()


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        (Direction.NEAREST, "nearest whole vials of 100 mg"),
        (Direction.NEAREST_TIES_DOWN, "nearest whole vials of 100 mg, ties down"),
        (Direction.UP, "whole vials of 100 mg, up"),
        (Direction.DOWN, "whole vials of 100 mg, down"),
    ],
)
def test_a_rule_of_vials_says_its_direction(direction: Direction, said: str) -> None:
    """Ties that go down are said, and those that go up are not."""
    assert str(WholeVials((MG("100 mg"),), direction)) == said


def test_the_result_says_the_rule() -> None:
    """The rule that made a dose travels with it."""
    assert ToStep(MG("50 mg")).apply(MG("120 mg")).rule == "nearest 50 mg, ties up"


def test_a_dose_beyond_the_table_goes_to_its_outer_rung_and_says_so() -> None:
    """Below the least rung of a label table is that rung, above the most is that one."""
    rule = "whole units of 500 mg and at most 2 x 150 mg, ties up, from 1500 mg to 2800 mg"
    table = parse_rounding(rule)
    low, high = (table.apply(MG(dose)) for dose in ("1000 mg", "3.5 g"))

    assert low.amount == MG("1500 mg")
    assert low.rule == f"{rule}; below the table, whose least rung is 1500 mg"
    assert high.amount == MG("2.8 g")
    assert high.counts == ((MG("500 mg"), 5), (MG("150 mg"), 2))
    assert high.rule == f"{rule}; above the table, whose most rung is 2800 mg"
    assert {table.apply(MG(dose)).rule for dose in ("1500 mg", "1650 mg", "2800 mg")} == {rule}


def test_an_outer_rung_never_passes_a_cap() -> None:
    """A cap under the most rung lowers it; a cap under the least rung leaves nothing to give."""
    rule = "whole units of 500 mg and at most 2 x 150 mg, ties up, from 1500 mg to 2800 mg"

    assert given(rule, "3000 mg", "2700 mg") == "2650 mg"
    assert given(rule, "1000 mg", "1500 mg") == "1500 mg"
    assert given("whole units of 500 mg and 150 mg, ties up", "490 mg", "200 mg") == "150 mg"
    with pytest.raises(ProductError, match=r"1000 mg under the cap of 1499 mg: .* is 1500 mg;"):
        given(rule, "1000 mg", "1499 mg")
    with pytest.raises(ProductError, match=r"901 mg under the cap of 299 mg: .* is 300 mg; use"):
        given("whole units of 300 mg, ties up, to 900 mg", "901 mg", "299 mg")


def test_a_ladder_that_ends_does_not_cut_a_dose_off_unasked() -> None:
    """Where every strength has a limit, a dose over all of them is refused, or goes to the rung."""
    rule = "whole units of at most 4 x 500 mg and at most 2 x 150 mg, ties up"

    assert given(rule, "1100 mg") == "1150 mg"
    assert given(rule, "2300 mg") == "2300 mg"
    with pytest.raises(ProductError, match=r"2301 mg is over 2300 mg, .* write ', to 2300 mg'"):
        given(rule, "2301 mg")
    assert given(f"{rule}, to 2300 mg", "2301 mg") == "2300 mg"


def test_a_ladder_may_have_many_strengths() -> None:
    """One unit each of 1, 2, 3 mg and so on to 300 mg are 300 x 301 / 2, which is 45,150 mg."""
    strengths = tuple(MG(f"{number} mg") for number in range(1, 301))
    ladder = WholeUnits(strengths, Ties.UP, tuple((strength, 1) for strength in strengths))

    with pytest.raises(ProductError, match=r"^45151 mg is over 45150 mg, where whole units of"):
        ladder.apply(MG("45151 mg"))


def test_a_cap_of_nothing_is_refused() -> None:
    """A dose is never made nothing, not even by a cap."""
    nothing = MG("1 mg") * 0
    with pytest.raises(
        ProductError, match="5 mg cannot be given under the cap of 0 mg; write a cap"
    ):
        AsCalculated().apply(MG("5 mg"), cap=nothing)


def test_sizes_that_make_no_rule_are_refused() -> None:
    """No sizes, sizes of nothing, sizes of something else and sizes that stand twice."""
    with pytest.raises(ProductError, match="whole vials of nothing; name at least one"):
        WholeVials(())
    with pytest.raises(ProductError, match="steps of 0 mg: write an amount of drug"):
        ToStep(MG("5 mg") * 0)
    for other in ("5 mL", "70 kg", "75 mg/m2"):
        with pytest.raises(ProductError, match=f"^steps of {other}: write an amount of drug, like"):
            ToStep(MG(other))
    with pytest.raises(ProductError, match="whole vials of 1 g and 1000 mg: one stands twice"):
        WholeVials((MG("1 g"), MG("1000 mg")), Direction.UP)


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ((("100 mg", 2),), "at most 2 x 100 mg of 500 mg and 150 mg: write at least 1 of one"),
        ((("150 mg", 0),), "at most 0 x 150 mg of 500 mg and 150 mg: write at least 1 of one"),
        ((("150 mg", 1), ("150 mg", 2)), "^at most: one strength has two limits; write each once$"),
    ],
)
def test_limits_that_fit_no_strength_are_refused(
    limits: tuple[tuple[str, int], ...], message: str
) -> None:
    """A limit names one of the strengths, once, and leaves at least one unit."""
    at_most = tuple((MG(strength), count) for strength, count in limits)
    with pytest.raises(ProductError, match=message):
        WholeUnits((MG("500 mg"), MG("150 mg")), Ties.UP, at_most)


def test_rungs_that_no_units_make_are_refused() -> None:
    """An outer rung is a dose that the units make, and the least stands first."""
    strengths = (MG("500 mg"), MG("150 mg"))
    for rung in ("1520 mg", "1540 mg"):  # between 3 x 500 and 500 + 7 x 150
        with pytest.raises(ProductError, match=f"{rung} is no number of whole units; write a rung"):
            WholeUnits(strengths, Ties.UP, least=MG(rung))
    with pytest.raises(ProductError, match="rungs of 5 mL: write an amount of drug"):
        WholeUnits(strengths, Ties.UP, most=MG("5 mL"))
    with pytest.raises(ProductError, match="write the least rung first"):
        WholeUnits(strengths, Ties.UP, least=MG("1 g"), most=MG("500 mg"))


def test_a_table_may_have_a_single_rung() -> None:
    """Where the least rung is the most, every dose goes to it."""
    rule = "whole units of 500 mg and 150 mg, ties up, from 500 mg to 500 mg"

    assert {given(rule, dose) for dose in ("100 mg", "500 mg", "1900 mg")} == {"500 mg"}
