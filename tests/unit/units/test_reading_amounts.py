"""The grammar of amounts: what is read, and what is refused with the spelling to use.

What is dangerous when it is misread has its rows in tests/errors/test_dangerous_amounts.py.
"""

from __future__ import annotations

import pytest

from npc_regimens.errors import UnitError
from npc_regimens.units import UNITS, Amount

READ = {
    "650 mg/ m2": "650 mg/m2",
    "650mg/m2": "650 mg/m2",
    " 5 mg ": "5 mg",
    "1.75 m²": "1.75 m2",
    "10 ml": "10 mL",
    "AUC 5": "AUC 5",
    "AUC5": "AUC 5",
    "0.5 mg": "0.5 mg",
}

REFUSED = {
    "1'000 mg": "is not a plain number",
    "1.5.2 mg": "is not a plain number",
    "007 mg": "is not a plain number",
    "~5 mg": "is not a plain number",
    "1e3 mg": "unit 'e3 mg' is not in the vocabulary",
    "5 cc": "write 'mL'",
    "5 mgs": "did you mean 'mg'",
    "5 parsec": "write one of mcg, mg, g",
    "650 mg/m2/day": "write the dose of one administration",
    "5 AUC": "write 'AUC' before the number",
    "AUC": "has no number",
    "AUC five": "is not a plain number",
    "": "has no number",
    "0.0 mg": "is zero",
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
