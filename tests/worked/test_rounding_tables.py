"""Tables that others printed, made again by a rounding rule: capecitabine tablets, NHS bands."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from npc_regimens.rounding import Bands, Rounded, Ties, parse_rounding
from npc_regimens.units import Amount

ORACLE = Path(__file__).parent.parent / "oracle"
LADDER = "whole units of 500 mg and at most 2 x 150 mg, ties {ties}, from 1500 mg to 2800 mg"
RATE = Amount.parse("1250 mg/m2")


def tablets(hundredths: int, ties: str) -> Rounded:
    """Round 1250 mg/m2 over a body surface in hundredths of a square metre."""
    surface = Amount(Decimal(hundredths).scaleb(-2), "m2")
    return parse_rounding(LADDER.format(ties=ties)).apply(RATE * surface)


# Rows of the US label's table that were verified: surface from, through, and tablets of one dose.
@pytest.mark.parametrize(
    ("first", "last", "daily", "small", "large"),
    [(126, 137, "3300 mg", 1, 3), (152, 165, "4000 mg", 0, 4), (178, 191, "4600 mg", 2, 4)],
)
def test_the_ladder_makes_the_rows_of_the_us_table(
    first: int, last: int, daily: str, small: int, large: int
) -> None:
    """With ties up, the row begins and ends where the label's does, with the label's tablets."""
    for hundredths in range(126, 218):
        dose = tablets(hundredths, "up")
        counts = {size.digits: count for size, count in dose.counts}
        in_row = first <= hundredths <= last
        assert (dose.amount * 2 == Amount.parse(daily)) == in_row
        assert ((counts.get("150", 0), counts.get("500", 0)) == (small, large)) == in_row


@pytest.mark.parametrize(("hundredths", "dose"), [(170, "2150 mg"), (200, "2500 mg")])
def test_the_ladder_makes_the_examples_of_the_eu_leaflet(hundredths: int, dose: str) -> None:
    """With ties down, the worked examples of the EU leaflet come out."""
    assert tablets(hundredths, "down").amount == Amount.parse(dose)


def test_the_boundary_belongs_to_one_table_or_the_other() -> None:
    """1250 x 1.26 = 1575 mg lie halfway between 1500 and 1650: the tables differ there alone."""
    assert tablets(126, "up").amount == Amount.parse("1650 mg")
    assert tablets(126, "down").amount == Amount.parse("1500 mg")
    differing = [n for n in range(100, 230) if tablets(n, "up")[:2] != tablets(n, "down")[:2]]
    # The midpoints 1575, 1725, 1900, 2075, 2225, 2400, 2575 and 2725 mg, over 1250 mg/m2.
    assert differing == [126, 138, 152, 166, 178, 192, 206, 218]


# The outer edges of a printed table come from the bands next to it, which it does not list.
TABLES = pytest.mark.parametrize(
    ("table", "concentration", "before", "after", "length"),
    [
        ("nhs_6mg_ml.csv", "6 mg/mL", "26.4 mg", "870 mg", 33),
        ("nhs_1mg_ml.csv", "1 mg/mL", "0.2 mg", "18 mg", 49),
    ],
)


def printed(table: str) -> list[dict[str, str]]:
    """Read a table of NHS England, as transcribed."""
    with (ORACLE / table).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def bands(table: str, concentration: str, before: str, after: str) -> Bands:
    """Make the rule of a table from its doses and its concentration."""
    listed = (Amount.parse(f"{row['band']} mg") for row in printed(table))
    doses = (Amount.parse(before), *listed, Amount.parse(after))
    return Bands(doses, Ties.UP, Fraction(6, 100), Amount.parse(concentration))


@TABLES
def test_bands_make_every_row_of_a_table_of_nhs_england(
    table: str, concentration: str, before: str, after: str, length: int
) -> None:
    """From, To (A) and To (B) of every row follow from the doses and their concentration."""
    rows = bands(table, concentration, before, after).rows()[1:-1]

    assert len(rows) == length
    for row, expected in zip(rows, printed(table), strict=True):
        edges = [row.first, row.below, row.through]
        assert edges == [Amount.parse(f"{expected[name]} mg") for name in ("from", "to_a", "to_b")]


@TABLES
def test_bands_give_the_dose_of_every_row(
    table: str, concentration: str, before: str, after: str, length: int
) -> None:
    """A dose on either edge of a row gets the band of that row."""
    rule = bands(table, concentration, before, after)
    given = [
        (rule.apply(Amount.parse(f"{row[edge]} mg")).amount, Amount.parse(f"{row['band']} mg"))
        for row in printed(table)
        for edge in ("from", "to_b")
    ]

    assert len(given) == 2 * length
    assert [amount for amount, _ in given] == [band for _, band in given]


def test_bands_make_the_variances_of_a_table_of_nhs_england() -> None:
    """To whole percent, the variances of the 6 mg/mL table are those that it prints."""
    rows = bands("nhs_6mg_ml.csv", "6 mg/mL", "26.4 mg", "870 mg").rows()[1:-1]
    found = [(round(row.low_percent), round(row.high_percent)) for row in rows]

    assert found == [
        (int(Decimal(row["low_percent"])), int(Decimal(row["high_percent"])))
        for row in printed("nhs_6mg_ml.csv")
    ]
