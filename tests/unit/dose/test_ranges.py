"""Ranges of doses: kept until somebody settles them, and read in one way or not at all."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npc_regimens.dose import DoseRange, DoseRule, parse_dose, parse_dose_or_range
from npc_regimens.errors import UnitError
from npc_regimens.strategies import decimals, dose_rules
from npc_regimens.units import Amount

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\uff5e"


def read_range(text: str) -> DoseRange:
    """Read what must be a range."""
    found = parse_dose_or_range(text)
    assert isinstance(found, DoseRange)
    return found


@pytest.mark.parametrize(
    ("dash", "space"), [*product(DASHES, ("", " ", "\u00a0", "\u2009"))], ids=ascii
)
def test_a_range_is_read_with_any_dash(dash: str, space: str) -> None:
    """A range has two numbers, one unit and any dash, and is printed in one form."""
    between = f"{space}{dash}{space}"

    assert str(parse_dose_or_range(f"80{between}100 mg/m2")) == "80-100 mg/m2"
    assert str(parse_dose_or_range(f"AUC 5{between}6")) == "AUC 5-6"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("80-100mg/m²", "80-100 mg/m2"),
        ("\uff18\uff10\uff0d\uff11\uff10\uff10 \uff4d\uff47", "80-100 mg"),
        ("AUC5-6", "AUC 5-6"),
        ("AUC 4.5 - 6", "AUC 4.5-6"),
        ("0.5-1 g", "0.5-1 g"),
        ("800.0-1000 mg/m2", "800-1000 mg/m2"),
        ("2-3 mg/kg", "2-3 mg/kg"),
    ],
)
def test_a_range_is_printed_canonically(text: str, printed: str) -> None:
    """Look-alikes are read as in single doses, and what is printed is read back."""
    found = read_range(text)

    assert str(found) == printed
    assert read_range(printed) == found


@given(dose_rules(), decimals(1, 500, places=2))
def test_parse_and_print_of_a_range_agree(least: DoseRule, more: object) -> None:
    """Any range is read back from what it prints, with both ends."""
    unit = str(least).replace("AUC ", "").partition(" ")[2] or "AUC"
    low = Amount.parse(str(least))
    high = low + Amount(more, unit)  # type: ignore[arg-type]  # a decimal
    found = DoseRange(least, parse_dose(str(high)))

    assert read_range(str(found)) == found


def test_a_range_in_two_units_is_printed_in_one() -> None:
    """0.08 g/m2 to 100 mg/m2 is printed in the unit of its upper end, exactly."""
    found = DoseRange(parse_dose("0.08 g/m2"), parse_dose("100 mg/m2"))

    assert str(found) == "80-100 mg/m2"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("100-80 mg/m2", "100 mg/m2 to 80 mg/m2 is not a range of doses; write the smaller first"),
        ("80-80 mg/m2", "80 mg/m2 to 80 mg/m2 is not a range"),
        ("80-100", "dose range '80-100': amount '80' has no unit"),
        ("0-100 mg", "dose range '0-100 mg': amount '0 mg' is zero"),
        ("80-90-100 mg/m2", "'80-90-100' is not a plain number.* two numbers and one unit"),
        ("80 mg/m2-100 mg/m2", "a range of doses is two numbers and one unit, like '80-100 mg/m2'"),
        ("80 to 100 mg/m2", "a range of doses is two numbers and one unit"),
        ("AUC 5-AUC 6", "a range of doses is two numbers and one unit"),
        ("1-2 mL", "dose range '1-2 mL': 1 mL is a volume, not a dose"),
        ("80-100 MG", "dose range '80-100 MG': .*write 'mg' for milligrams"),
        ("1,5-2 mg", "the comma in '1,5-2' can be a decimal or a thousands mark"),
        ("-5 mg", "'-5' is negative"),
        ("80-100 mg/m2/day", "write the dose of one administration"),
        ("80--100 mg", "'80--100' is not a plain number"),
        ("80-100 mg/m2 or 60 mg/m2", "not in the vocabulary"),
    ],
)
def test_what_is_no_range_is_refused(text: str, says: str) -> None:
    """Falling and equal ends, a missing unit, three numbers and foreign units are refused whole."""
    with pytest.raises(UnitError, match=says):
        parse_dose_or_range(text)


@pytest.mark.parametrize(("least", "most"), [("80 mg", "100 mg/m2"), ("3 mg/kg", "AUC 5")])
def test_ends_of_two_kinds_are_no_range(least: str, most: str) -> None:
    """A flat dose and one per surface do not bound each other."""
    with pytest.raises(UnitError, match=f"{least} to {most} is not a range of doses"):
        DoseRange(parse_dose(least), parse_dose(most))


def test_a_range_is_no_dose() -> None:
    """Where one dose is asked for, a range is refused with one of its doses."""
    with pytest.raises(UnitError, match="'80-100 mg/m2' is a range of doses; write one dose of it"):
        parse_dose("80-100 mg/m2")
    with pytest.raises(UnitError, match="for example 'AUC 5'"):
        parse_dose("AUC 5\u20136")


@pytest.mark.parametrize("text", [5, None, b"80-100 mg"])
def test_what_is_no_text_is_refused(text: object) -> None:
    """A number, nothing and bytes are refused with our own error."""
    for read in (parse_dose, parse_dose_or_range):
        with pytest.raises(UnitError, match="an amount is read from text, not from"):
            read(text)  # type: ignore[arg-type]  # what a caller without types passes


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("80 mg/m2", True),
        ("100 mg/m2", True),
        ("90.5 mg/m2", True),
        ("0.1 g/m2", True),
        ("80000 mcg/m2", True),
        ("79.999999999 mg/m2", False),
        ("100.000000001 mg/m2", False),
        ("90 mg", False),
        ("90 mg/kg", False),
        ("AUC 90", False),
    ],
)
def test_both_ends_are_inside(text: str, *, allowed: bool) -> None:
    """A dose is inside from the one end to the other, in any unit of its kind, and no hair more."""
    assert read_range("80-100 mg/m2").allows(parse_dose(text)) is allowed


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_with_our_error(text: str) -> None:
    """No foreign exception leaves the reading of a dose, whatever the text."""
    try:
        found = parse_dose_or_range(text)
    except UnitError:
        return
    assert parse_dose_or_range(str(found)) == found
