"""Dose levels: a part of the full dose, or one of a list that falls; never more than the dose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npc_regimens.dose import DoseRule, amount_of, at_level, at_percent, check_levels, parse_dose
from npc_regimens.errors import RegimenError
from npc_regimens.products import Percent
from npc_regimens.strategies import dose_rules

CAPSULES = tuple(map(parse_dose, ("12 mg", "10 mg", "8 mg")))
percents = st.integers(1, 99)


@given(dose_rules(), percents, percents)
def test_a_part_of_a_part_is_the_product(rule: DoseRule, one: int, other: int) -> None:
    """75 % of 50 % is 37.5 %, exactly, in either order."""
    twice = at_percent(at_percent(rule, Percent(one)), Percent(other))

    assert twice == at_percent(at_percent(rule, Percent(other)), Percent(one))
    wanted = amount_of(rule).number * one * other
    assert amount_of(twice).number * 10_000 == wanted


@given(dose_rules(), percents)
def test_a_level_never_raises_a_dose(rule: DoseRule, percent: int) -> None:
    """Every percentage that is read is less than the whole, and of the kind of the dose."""
    part = at_level(rule, f"{percent} %").rule

    assert type(part) is type(rule)
    assert amount_of(part) < amount_of(rule)


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("75 %", "937.5 mg/m2", "75 % of 1250 mg/m2 = 937.5 mg/m2"),
        ("50%", "625 mg/m2", "50 % of 1250 mg/m2 = 625 mg/m2"),
        ("1 %", "12.5 mg/m2", "1 % of 1250 mg/m2 = 12.5 mg/m2"),
    ],
)
def test_a_percentage_says_its_arithmetic(text: str, rule: str, words: str) -> None:
    """The words of a percentage are an equation."""
    level = at_level(parse_dose("1250 mg/m2"), text)

    assert (str(level.rule), level.words) == (rule, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("8 mg", "8 mg instead of 12 mg (levels: 12 mg, 10 mg, 8 mg)"),
        ("8000 mcg", "8 mg instead of 12 mg (levels: 12 mg, 10 mg, 8 mg)"),
        ("0.01 g", "10 mg instead of 12 mg (levels: 12 mg, 10 mg, 8 mg)"),
        ("12 mg", "12 mg, the full dose (levels: 12 mg, 10 mg, 8 mg)"),
    ],
)
def test_a_level_of_the_list_is_taken_as_listed(text: str, words: str) -> None:
    """A listed level is found in any unit, and its words name the full dose and the list."""
    assert at_level(parse_dose("12 mg"), text, CAPSULES).words == words


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("9 mg", r"level '9 mg' of 12 mg is not one of its levels; .*\(12 mg, 10 mg, 8 mg\)"),
        ("8 mg/m2", "level '8 mg/m2' of 12 mg is not one of its levels"),
        ("8", "level '8' of 12 mg: amount '8' has no unit"),
        ("100 %", "level '100 %' of 12 mg: write a whole percentage from 1 % to 99 %"),
        ("0 %", "a whole percentage from 1 % to 99 %, like '75 %'"),
        ("-5 %", "a whole percentage"),
        ("7.5 %", "a whole percentage"),
        ("075 %", "a whole percentage"),
        ("120 %", "a whole percentage"),
        (75, "a level of 12 mg is text like '75 %', not 75"),
        ("8-10 mg", "'8-10 mg' is a range of doses"),
    ],
)
def test_an_unknown_level_is_refused(text: str, says: str) -> None:
    """What is neither a percentage below the whole nor listed is refused with what there is."""
    with pytest.raises(RegimenError, match=says):
        at_level(parse_dose("12 mg"), text, CAPSULES)


def test_without_a_list_only_a_percentage_is_offered() -> None:
    """A refusal does not speak of levels that are not there."""
    with pytest.raises(RegimenError) as caught:
        at_level(parse_dose("650 mg"), "325 mg")

    assert str(caught.value) == (
        "level '325 mg' of 650 mg is not one of its levels; write a percentage like '75 %'"
    )


def test_a_listed_level_over_a_chosen_dose_is_refused() -> None:
    """Who has chosen 10 mg does not get 12 mg by naming a level."""
    with pytest.raises(RegimenError, match="level 12 mg is over the dose 10 mg, which a level nev"):
        at_level(parse_dose("10 mg"), "12 mg", CAPSULES)


@pytest.mark.parametrize(
    ("levels", "says"),
    [
        (("10 mg", "10 mg"), "levels fall from one to the next, and 10 mg to 10 mg do not"),
        (("10 mg", "8 mg", "9 mg"), "8 mg to 9 mg do not"),
        (("8 mg", "0.01 g"), "8 mg to 0.01 g do not"),
        (("13 mg", "10 mg"), "level 13 mg is over the full dose 12 mg"),
        (("10 mg/m2",), "the levels of 12 mg are not of its kind"),
        (("AUC 5", "AUC 4"), "the levels of 12 mg are not of its kind"),
    ],
)
def test_levels_fall_and_are_of_one_kind(levels: tuple[str, ...], says: str) -> None:
    """A list of levels falls from the full dose or below, in doses of its kind."""
    with pytest.raises(RegimenError, match=says):
        check_levels(parse_dose("12 mg"), tuple(map(parse_dose, levels)))


@pytest.mark.parametrize("levels", [(), ("12 mg",), ("10 mg", "8000 mcg"), ("0.012 g", "1 mg")])
def test_a_list_that_falls_is_sound(levels: tuple[str, ...]) -> None:
    """A list may begin with the full dose or below it, in any unit of the kind."""
    check_levels(parse_dose("12 mg"), tuple(map(parse_dose, levels)))
