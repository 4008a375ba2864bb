"""Dangerous amounts, one row each: refused with the remedy, or read in the one way it can mean.

What pint, a spreadsheet or a general normalisation of Unicode would make of each stands beside it.
The rest of the grammar is in tests/unit/units/test_reading_amounts.py, and any text at all in
tests/laws/test_amounts.py.
"""

from __future__ import annotations

import sys
import unicodedata

import pytest

from npc_regimens import Amount
from npc_regimens.errors import UnitError
from npc_regimens.units.vocabulary import CHARACTERS

# the text, what the refusal says of the culprit, and the remedy
REFUSED = [
    ("1,5 mg", "the comma in '1,5' can be a decimal or a thousands mark", "write '1.5' or '1500'"),
    ("1,000 mg", "the comma in '1,000' can be a decimal or a thousands mark", "write '1.5'"),
    ("1.000,5 mg", "the comma in '1.000,5'", "with a point or with nothing"),
    ("1 MG", "unit 'MG' is not in the vocabulary", "write 'mg' for milligrams"),  # megagauss
    ("1 Mg", "unit 'Mg' is not in the vocabulary", "write 'mg' for milligrams"),  # a tonne
    ("5 U", "unit 'U' is not in the vocabulary", "write the mass, for example '5 mg'"),
    ("1 unit", "unit 'unit' is not in the vocabulary", "write the mass"),  # pint: micronit
    ("5 m g", "unit 'm g' is not in the vocabulary", "did you mean 'mg'"),  # metre times gram
    ("70", "'70' has no unit", "write number and unit, like '650 mg/m2'"),
    ("mg", "'mg' has no number", "write number and unit, like '650 mg/m2'"),
    ("nan mg", "'nan mg' has no number", "write number and unit"),
    ("inf mg", "'inf mg' has no number", "write number and unit"),
    ("-5 mg", "'-5' is negative", "an amount is more than zero"),
    ("0 mg", "'0 mg' is zero", "an amount is more than zero"),
    ("2**3 mg", "'2**3' is not a plain number", "write digits with at most one point"),
    ("10 mg # note", "unit 'mg # note' is not in the vocabulary", "write one of mcg, mg,"),
    ("1_000 mg", "'1_000' is not a plain number", "write digits with at most one point"),
    (".5 mg", "'.5' lacks the zero before the point", "write '0.5'"),
    ("5. mg", "'5.' ends in a point", "write '5'"),
    ("5 gr", "unit 'gr' is not in the vocabulary", "write 'mg' or 'g'"),  # a grain
    ("1 stone", "unit 'stone' is not in the vocabulary", "write the body weight in kg"),
    ("80%", "a percentage is not an amount", "write a number and a unit, for example '5 mg'"),
    # what a normalisation of Unicode (NFKC) would turn into another dose
    ("5\u2070 mg", "U+2070", "write plain digits and letters"),  # superscript zero: 50
    ("10\u00b2 mg", "'10²' is not a plain number", "write digits"),  # superscript two: 102
    ("\u00bd mg", "U+00BD", "write plain digits"),  # one half: 1/2
    ("1\u00bd mg", "U+00BD", "write plain digits"),  # one and a half: 11/2
    ("\u2464 mg", "U+2464", "write plain digits"),  # a five in a circle
    ("\u2167 mg", "U+2167", "write plain digits"),  # a Roman eight: VIII
    ("\u0665 mg", "U+0665", "write plain digits"),  # an Arabic five, which int() reads
    ("\u096b mg", "U+096B", "write plain digits"),  # a Devanagari five
    ("5\u200b0 mg", "U+200B", "write plain digits"),  # a space that is not seen
    ("5\u00ad0 mg", "U+00AD", "write plain digits"),  # a hyphen that is not seen
    ("\ufeff5 mg", "U+FEFF", "write plain digits"),  # a byte order mark
    ("\u202e05 mg", "U+202E", "write plain digits"),  # shown from right to left: 50
    ("1\u00b75 mg", "U+00B7", "write plain digits"),  # a raised point
    ("1\u066b5 mg", "U+066B", "write plain digits"),  # an Arabic decimal point
    ("1\uff0c5 mg", "U+FF0C", "write plain digits"),  # a full-width comma
    ("5 \u338e", "U+338E", "write plain digits"),  # one character that looks like mg
    ("5 m\u0261", "U+0261", "write plain digits"),  # a g of phonetics
    ("5\tmg", "U+0009", "write plain digits"),  # two cells of a table
    ("5 mg\r\nBEGIN:VEVENT", "U+000D", "write plain digits"),
    # spaces inside a number, which some write for thousands
    *(
        (f"1{space}000 mg", "'1 000' is not a plain number", "write digits with at most one point")
        for space in (" ", "\u00a0", "\u2009", "\u202f")
    ),
]

READ = [
    ("650 mg/m2", "650 mg/m2"),
    ("650 mg/m²", "650 mg/m2"),
    ("650 mg/m^2", "650 mg/m2"),
    ("650 mg/m**2", "650 mg/m2"),
    ("650 mg/\u33a1", "650 mg/m2"),
    ("650 mg per m2", "650 mg/m2"),
    ("5 \u00b5g", "5 mcg"),  # the micro sign
    ("5 \u03bcg", "5 mcg"),  # the Greek letter
    ("5 ug", "5 mcg"),
    ("5 mcg", "5 mcg"),
    ("\uff15\uff10 \uff4d\uff47", "50 mg"),
    ("\uff10\uff0e\uff15 \uff4d\uff47\uff0f\uff4b\uff47", "0.5 mg/kg"),
    ("5mg", "5 mg"),
    ("5   mg", "5 mg"),
]

# the text of a caller who has said that the comma is a thousands mark
THOUSANDS = [
    ("1,000 mg", "1000 mg"),
    ("12,500.5 mg", "12500.5 mg"),
    ("1,000,000 mcg", "1000000 mcg"),
    ("\uff11,\uff10\uff10\uff10 mg", "1000 mg"),
    ("AUC 1,000", "AUC 1000"),
    ("1000 mg", "1000 mg"),
    ("1.5 mg", "1.5 mg"),
]
NOT_THOUSANDS = [
    *("1,5 mg", "1,00 mg", "1,0000 mg", "1000,000 mg", "0,500 mg", "01,000 mg", ",000 mg"),
    *("1,000, mg", "1,,000 mg", "1,000,5 mg", "1.000,5 mg", "1,000. mg", "1.5,000 mg"),
]


@pytest.mark.parametrize(("text", "culprit", "remedy"), REFUSED, ids=ascii)
def test_a_dangerous_amount_is_refused_with_its_remedy(
    text: str, culprit: str, remedy: str
) -> None:
    """What could be two amounts, or none, is neither: the refusal says what to write."""
    with pytest.raises(UnitError) as refusal:
        Amount.parse(text)

    assert culprit in str(refusal.value)
    assert remedy in str(refusal.value)


@pytest.mark.parametrize(("text", "printed"), READ, ids=ascii)
def test_a_look_alike_is_printed_canonically(text: str, printed: str) -> None:
    """What can mean one thing alone is read, and printed in one form that is read back."""
    amount = Amount.parse(text)

    assert str(amount) == printed
    assert Amount.parse(printed) == amount


SPACES = [
    chr(point)
    for point in range(sys.maxunicode + 1)
    if unicodedata.category(chr(point)) == "Zs" and chr(point) != "\N{OGHAM SPACE MARK}"
]


@pytest.mark.parametrize("space", SPACES, ids=unicodedata.name)
def test_any_space_may_stand_between_number_and_unit(space: str) -> None:
    """All 16 spaces that look like one are one; the 17th is drawn as a stroke by some fonts."""
    assert len(SPACES) == 16
    assert str(Amount.parse(f"5{space}{space}mg")) == "5 mg"
    with pytest.raises(UnitError, match=r"U\+1680"):
        Amount.parse("5\N{OGHAM SPACE MARK}mg")


def test_no_other_character_stands_for_a_digit_a_letter_or_nothing() -> None:
    """Of all of Unicode, only the listed look-alikes are translated; the rest is named."""
    changed = [
        character
        for character in map(chr, range(0x80, sys.maxunicode + 1))
        if unicodedata.normalize("NFKC", character) != character
        or unicodedata.category(character) in {"Nd", "Nl", "No", "Cc", "Cf", "Zs", "Zl", "Zp"}
    ]
    traps = [each for each in changed if each not in CHARACTERS and each != "²"]

    assert len(traps) > 5_000
    for character in traps:
        assert f"has the character U+{ord(character):04X}, which is not" in refusal(f"5{character}")


def refusal(text: str) -> str:
    """Say why an amount is refused, or nothing."""
    try:
        Amount.parse(text)
    except UnitError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("text", "printed"), THOUSANDS, ids=ascii)
def test_a_thousands_mark_is_read_where_the_caller_has_said_so(text: str, printed: str) -> None:
    """Commas between groups of three digits are left out, and printing leaves them out too."""
    assert str(Amount.parse(text, comma="thousands")) == printed


@pytest.mark.parametrize("text", NOT_THOUSANDS)
def test_a_comma_elsewhere_is_refused_even_then(text: str) -> None:
    """A comma that does not stand between groups of three digits is no thousands mark."""
    with pytest.raises(UnitError, match="groups of three digits; write '1,500' or '1500'"):
        Amount.parse(text, comma="thousands")


def test_a_number_with_commas_is_no_longer_than_others() -> None:
    """Nine digits stand before the point, with thousands marks as without."""
    assert str(Amount.parse("100,000,000 mcg", comma="thousands")) == "100000000 mcg"
    with pytest.raises(UnitError, match="'1000000000' is not a plain number"):
        Amount.parse("1,000,000,000 mcg", comma="thousands")


def test_a_comma_means_thousands_or_nothing() -> None:
    """There is no decimal comma, whoever asks for it."""
    with pytest.raises(UnitError, match="comma 'decimal' is not known; say comma='thousands'"):
        Amount.parse("1,5 mg", comma="decimal")  # type: ignore[arg-type]
