"""The grammar of amounts: what is read, and what is refused with the spelling to use."""

from __future__ import annotations

import pytest

from npc_regimens.errors import UnitError
from npc_regimens.units import UNITS, Amount

READ = {
    "650 mg/m2": "650 mg/m2",
    "650 mg/m²": "650 mg/m2",
    "650 mg/m^2": "650 mg/m2",
    "650 mg/m**2": "650 mg/m2",
    "650 mg/\u33a1": "650 mg/m2",
    "650 mg/ m2": "650 mg/m2",
    "650 mg per m2": "650 mg/m2",
    "650mg/m2": "650 mg/m2",
    "5 \u00b5g": "5 mcg",
    "5 \u03bcg": "5 mcg",
    "5 ug": "5 mcg",
    "5\u202fmg": "5 mg",
    "5\u00a0mg": "5 mg",
    "\uff15\uff10 \uff4d\uff47": "50 mg",
    " 5 mg ": "5 mg",
    "1.75 m²": "1.75 m2",
    "10 ml": "10 mL",
    "AUC 5": "AUC 5",
    "AUC5": "AUC 5",
    "0.5 mg": "0.5 mg",
}

REFUSED = {
    "1,5 mg": "the comma in '1,5'",
    "1.000,5 mg": "the comma in '1.000,5'",
    "1 000 mg": "'1 000' is not a plain number",
    "1\u00b75 mg": "U\\+00B7",
    "1'000 mg": "is not a plain number",
    "1_000 mg": "is not a plain number",
    "2**3 mg": "is not a plain number",
    "1.5.2 mg": "is not a plain number",
    "007 mg": "is not a plain number",
    "~5 mg": "is not a plain number",
    "1e3 mg": "unit 'e3 mg' is not in the vocabulary",
    "1 MG": "'MG' is megagauss",
    "1 Mg": "'Mg' is a tonne",
    "5 U": "units of activity are not read",
    "1 unit": "units of activity are not read",
    "5 cc": "write 'mL'",
    "5 gr": "'gr' is a grain",
    "1 stone": "write the body weight in kg",
    "5 m g": "unit 'm g' is not in the vocabulary",
    "5 mgs": "did you mean 'mg'",
    "5 parsec": "write one of mcg, mg, g",
    "80%": "a percentage is not an amount",
    "650 mg/m2/day": "write the dose of one administration",
    "5 AUC": "write 'AUC' before the number",
    "AUC": "has no number",
    "AUC five": "is not a plain number",
    "70": "has no unit",
    "mg": "has no number",
    "": "has no number",
    "nan mg": "has no number",
    "inf mg": "has no number",
    "-5 mg": "'-5' is negative",
    "0 mg": "is zero",
    "0.0 mg": "is zero",
    ".5 mg": "write '0.5'",
    "5. mg": "write '5'",
    "5\u2070 mg": "U\\+2070",
    "\u00bd mg": "U\\+00BD",
    "\u0665 mg": "U\\+0665",
    "5\u200b0 mg": "U\\+200B",
    "5 \u338e": "U\\+338E",
    "5 mg\nBEGIN:VEVENT": "U\\+000A",
    "10 mg # note": "unit 'mg # note'",
    "5²": "is not a plain number",
    "9" * 41 + " mg": "of 44 characters is not read",
}


@pytest.mark.parametrize("text", READ, ids=ascii)
def test_a_look_alike_is_read_in_the_one_way_it_can_mean(text: str) -> None:
    """A spelling that can mean one thing is read, and written back in one form."""
    assert str(Amount.parse(text)) == READ[text]


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_could_mean_two_things_is_refused(text: str) -> None:
    """The refusal names what was not understood, or the spelling to use."""
    with pytest.raises(UnitError, match=REFUSED[text]):
        Amount.parse(text)


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_of_the_vocabulary_is_read_and_printed(unit: str) -> None:
    """What is printed is read back as the same amount, for every unit."""
    amount = Amount.parse("AUC 1.5" if unit == "AUC" else f"1.5 {unit}")

    assert Amount.parse(str(amount)) == amount
    assert amount.unit == unit


def test_only_text_is_read() -> None:
    """A number is not read as an amount, for its unit would have to be guessed."""
    with pytest.raises(UnitError, match="an amount is read from text, not from int"):
        Amount.parse(65)  # type: ignore[arg-type]
