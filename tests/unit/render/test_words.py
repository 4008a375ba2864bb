"""Words for people: no abbreviation, no trailing zero, no dash between days, no bare date."""

from __future__ import annotations

import datetime as dt

import pytest

from npc_regimens.dose import parse_dose
from npc_regimens.products import Formulary, Units
from npc_regimens.regimen.timing import parse_frequency
from npc_regimens.render.words import (
    amount_words,
    counted,
    dose_words,
    frequency_words,
    joined,
    long_date,
    short_date,
    units_words,
)
from npc_regimens.units import Amount


def test_a_date_has_its_weekday_and_its_month_in_words() -> None:
    """No reader has to guess which number is the month."""
    date = dt.date(2026, 12, 7)

    assert long_date(date) == "Monday 7 December 2026"
    assert short_date(date) == "Mon  7 December 2026"
    assert len({len(short_date(dt.date(2026, m, 1)).rstrip()) <= 21 for m in range(1, 13)}) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1750.0 mg", "1,750 mg"),
        ("0.50 mg", "0.5 mg"),
        ("1137.5 mg", "1,137.5 mg"),
        ("5 \u00b5g", "5 mcg"),
        ("100000 mg", "100,000 mg"),
    ],
)
def test_an_amount_is_written_as_pharmacists_ask(text: str, words: str) -> None:
    """Thousands are marked, zeros do not trail, and micrograms are mcg."""
    assert amount_words(Amount.parse(text)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("once daily", "once a day"),
        ("twice daily", "twice a day, morning and evening"),
        ("three times daily", "three times a day, morning, noon and evening"),
        ("four times daily", "four times a day, morning, noon, evening and bedtime"),
    ],
)
def test_a_frequency_is_never_an_abbreviation(text: str, words: str) -> None:
    """Every frequency that can be read has its words."""
    assert frequency_words(parse_frequency(text)) == words


def test_a_count_agrees_with_its_noun() -> None:
    """One tablet is one tablet, and many are marked by thousands."""
    assert [counted(n, "tablet") for n in (1, 2, 1000)] == [
        "1 tablet",
        "2 tablets",
        "1,000 tablets",
    ]


def test_units_of_an_unknown_product_are_units(formulary: Formulary) -> None:
    """Without the product nobody says tablet."""
    units = Units("capecitabine-tablets", Amount.parse("500 mg"), 2)

    assert units_words(units, "capecitabine", formulary) == "2 tablets of 500 mg"
    assert units_words(units, "capecitabine", Formulary(())) == "2 units of 500 mg"


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_are_joined_as_in_a_sentence(words: list[str], text: str) -> None:
    """Commas, and one and."""
    assert joined(words) == text


def test_a_dose_rule_has_thousands_marks() -> None:
    """1,250 mg/m2 stands beside 2,187.5 mg; a target exposure keeps its name in front."""
    assert dose_words(parse_dose("1250 mg/m2")) == "1,250 mg/m2"
    assert dose_words(parse_dose("3 mg/kg")) == "3 mg/kg"
    assert dose_words(parse_dose("AUC 5")) == "AUC 5"
