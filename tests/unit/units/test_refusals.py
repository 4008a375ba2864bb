"""The words of a refusal: the culprit, and what to write, to the last character."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.errors import UnitError
from npc_regimens.units import Amount
from npc_regimens.units.reading import LONGEST, plain_characters, read, read_number, read_unit

if TYPE_CHECKING:
    from collections.abc import Callable

COMMA = (
    "the comma in '1,5' can be a decimal or a thousands mark;"
    " write '1.5' or '1500', with a point or with nothing"
)
KNOWN = (
    "mcg, mg, g, kg, lb, cm, in, m, m2, mcg/m2, mg/m2, g/m2, mcg/kg, mg/kg, g/kg, mL, L, mg/mL,"
    " mL/min, AUC, mg/dL, umol/L, min, h"
)

# text, and what is said of it when the right example is {like}
REFUSED = {
    "70": "amount '70' has no unit; write number and unit, like {like!r}",
    "mg": "amount 'mg' has no number; write number and unit, like {like!r}",
    "": "amount '' has no number; write number and unit, like {like!r}",
    "AUC": "amount 'AUC' has no number; write number and unit, like {like!r}",
    "1,5": f"amount '1,5': {COMMA}",
    "1,5 mg": f"amount '1,5 mg': {COMMA}",
    "AUC 1,5": f"amount 'AUC 1,5': {COMMA}",
    "0 mg": "amount '0 mg' is zero; an amount is more than zero",
    "AUC 0": "amount 'AUC 0' is zero; an amount is more than zero",
    "-5 mg": "amount '-5 mg': '-5' is negative; an amount is more than zero",
    ".5 mg": "amount '.5 mg': '.5' lacks the zero before the point; write '0.5'",
    "15. mg": "amount '15. mg': '15.' ends in a point; write '15'",
    "1 0 mg": (
        "amount '1 0 mg': '1 0' is not a plain number; write digits with at most one point,"
        " like '1.5'"
    ),
    "5·mg": (
        "amount '5·mg' has the character U+00B7, which is not read; write plain digits and"
        " letters, for example {like!r}"
    ),
    "5 mgs": "amount '5 mgs': unit 'mgs' is not in the vocabulary; did you mean 'mg'?",
    "5 Ml": "amount '5 Ml': unit 'Ml' is not in the vocabulary; did you mean 'mL'?",
    "5 parsec": (
        f"amount '5 parsec': unit 'parsec' is not in the vocabulary; write one of {KNOWN}"
    ),
}

READERS: dict[str, Callable[..., Any]] = {
    "read": read,
    "Amount.parse": lambda text, like="650 mg/m2": Amount.parse(text, like=like),
    "Amount.of": lambda text, like="650 mg/m2": Amount.of(text, like=like),
}
IN_EACH_WAY = pytest.mark.parametrize("reader", READERS.values(), ids=list(READERS))


def said(act: Callable[[], object]) -> str:
    """Return what a refusal says."""
    with pytest.raises(UnitError) as refusal:
        act()
    return str(refusal.value)


@IN_EACH_WAY
@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_a_refusal_names_the_text_and_shows_the_right_example(
    text: str, reader: Callable[..., Any]
) -> None:
    """The whole text is quoted, and the example is the one that fits what was asked for."""
    assert said(lambda: reader(text, like="65 kg")) == REFUSED[text].format(like="65 kg")


@pytest.mark.parametrize(
    "reader", [read, Amount.parse, Amount.of], ids=["read", "Amount.parse", "Amount.of"]
)
def test_without_a_word_of_the_caller_the_example_is_a_dose(reader: Callable[[str], Any]) -> None:
    """Most amounts that are read are doses, so a dose is shown."""
    assert said(lambda: reader("70")) == REFUSED["70"].format(like="650 mg/m2")
    assert said(lambda: reader("5·mg")) == REFUSED["5·mg"].format(like="650 mg/m2")


def test_look_alikes_alone_show_the_same_example() -> None:
    """A character that is not read is refused in the same words by the first step alone."""
    assert said(lambda: plain_characters("5·mg")) == REFUSED["5·mg"].format(like="650 mg/m2")


def test_a_unit_alone_is_refused_without_an_amount_around_it() -> None:
    """Where there is no amount, none is quoted."""
    assert said(lambda: read_unit("mgs")) == (
        "unit 'mgs' is not in the vocabulary; did you mean 'mg'?"
    )


def test_a_number_alone_is_refused_with_the_whole_that_it_stands_in() -> None:
    """The number is the culprit, the whole is what the reader has before the eyes."""
    assert said(lambda: read_number("1_0", "1_0 mg", "5 mg")).startswith("amount '1_0 mg': '1_0'")


@pytest.mark.parametrize("text", ["AUC X5X", "AUC 5X", "X5 mg", "5 mgX", "5 mg X"])
def test_nothing_but_spaces_is_taken_off_the_ends(text: str) -> None:
    """A letter that does not belong there is refused, never dropped."""
    said(lambda: Amount.parse(text))


def test_an_amount_is_no_longer_than_it_need_be() -> None:
    """40 characters are read, and one more is refused with the number of both."""
    longest = "5" + " " * 37 + "mg"

    assert LONGEST == len(longest) == 40
    assert Amount.parse(longest) == Amount.parse("5 mg")
    assert said(lambda: Amount.parse(f"{longest} ")) == (
        "an amount of 41 characters is not read; 40 are enough"
    )


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("1,500 mg", "1500 mg"),
        ("12,345,678.25 mg", "12345678.25 mg"),
        ("1,500.5 mg", "1500.5 mg"),
        ("AUC 1,500", "AUC 1500"),
        ("1500 mg", "1500 mg"),
    ],
)
def test_a_comma_is_a_thousands_mark_where_the_caller_says_so(text: str, read_as: str) -> None:
    """Each comma stands before three digits, and the number is that without commas."""
    assert Amount.parse(text, comma="thousands") == Amount.parse(read_as)


@pytest.mark.parametrize(
    "number", ["1,5", "1500,000", "1,50,000", "0,500", ",500", "1,500,", "1,5001"]
)
@pytest.mark.parametrize("form", ["{} mg", "AUC {}", "{}"])
def test_a_comma_elsewhere_is_refused_also_then(number: str, form: str) -> None:
    """A comma that is no thousands mark is refused with the number and the whole."""
    text = form.format(number)

    assert said(lambda: Amount.parse(text, comma="thousands")) == (
        f"amount {text!r}: the commas in {number!r} do not stand between groups of three digits;"
        " write '1,500' or '1500'"
    )


@pytest.mark.parametrize("comma", ["decimal", "", ",", "THOUSANDS"])
def test_a_comma_means_nothing_else(comma: Any) -> None:
    """Who says something else of the commas is told what can be said."""
    assert said(lambda: Amount.parse("5 mg", comma=comma)) == (
        f"comma {comma!r} is not known; say comma='thousands', or leave it out"
    )


def test_a_wrong_type_is_named() -> None:
    """A number that is not exact is refused with its type, for the value looks the same."""
    assert said(lambda: Amount(1.5, "mg")) == (  # type: ignore[arg-type]
        "an amount needs a Decimal, not the float 1.5"
    )
    assert said(lambda: Amount.of(1.5)) == (  # type: ignore[arg-type]
        "an amount needs a whole number or a Decimal, not a float"
    )
    assert said(lambda: Amount.of(65)).startswith(  # type: ignore[arg-type]
        "pint unit '' is not one of microgram, milligram, gram, kilogram, pound, "
    )


def test_the_example_is_given_by_name() -> None:
    """The text may be given by its name, and the example by nothing else."""
    assert Amount.parse(text="5 mg") == Amount.of(value="5 mg")
    for door in (Amount.parse, Amount.of):
        with pytest.raises(TypeError, match=re.escape("positional argument")):
            door("5 mg", "65 kg")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("number", "printed"), [("1e3", "1000"), ("1e-9", "0.000000001"), ("1.50e1", "15"), ("0", "0")]
)
def test_a_number_is_printed_without_an_exponent(number: str, printed: str) -> None:
    """1E+3 is read by few people, and by no calendar."""
    assert Amount(Decimal(number), "mg").digits == printed


def test_an_amount_in_its_own_unit_is_itself() -> None:
    """Nothing is computed where nothing changes: the digits stay as they were written."""
    amount, unit = Amount.parse("1750.0 mg"), "mg/kg".removesuffix("/kg")

    assert amount.to(unit) is amount


def test_order_is_strict_where_it_says_so() -> None:
    """Of two amounts that are the same in different units, neither is less."""
    gram, milligrams = Amount.parse("1 g"), Amount.parse("1000 mg")

    assert not gram < milligrams
    assert not milligrams < gram
    assert gram <= milligrams <= gram
    assert not Amount.parse("1001 mg") <= gram


def test_units_that_are_exact_one_way_alone_compare_both_ways() -> None:
    """A kilogram has no end in pounds, and is still more than two of them."""
    kilogram, pounds = Amount.parse("1 kg"), Amount.parse("2 lb")

    assert pounds < kilogram
    assert not kilogram < pounds
    assert pounds <= kilogram
    assert not kilogram <= pounds
