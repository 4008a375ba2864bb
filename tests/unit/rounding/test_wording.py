"""Reading a rounding rule in words: whole, or refused with what was expected."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from npc_regimens.errors import ProductError
from npc_regimens.rounding import (
    AsCalculated,
    Bands,
    Direction,
    RoundingPolicy,
    Ties,
    ToStep,
    WholeUnits,
    WholeVials,
    parse_rounding,
)
from npc_regimens.rounding.wording import EXAMPLES
from npc_regimens.units import Amount

MG = Amount.parse
KNOWN = r"is not understood; write it like one of 'as calculated', 'nearest 50 mg, ties up', '.*'$"


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("as calculated", AsCalculated()),
        ("none", AsCalculated()),
        ("nearest 50 mg", ToStep(MG("50 mg"))),
        ("nearest 50 mg, ties up", ToStep(MG("50 mg"))),
        ("nearest 50 mg, ties down", ToStep(MG("50 mg"), Direction.NEAREST_TIES_DOWN)),
        ("up to a whole 50 mg", ToStep(MG("50 mg"), Direction.UP)),
        ("nearest whole vials of 100 mg", WholeVials((MG("100 mg"),))),
        (
            "whole vials of 100 mg and 40 mg, down",
            WholeVials((MG("100 mg"), MG("40 mg")), Direction.DOWN),
        ),
        (
            "whole units of 500 mg and at most 2 \u00d7 150 mg, ties down, to 2800 mg",
            WholeUnits(
                (MG("500 mg"), MG("150 mg")),
                Ties.DOWN,
                ((MG("150 mg"), 2),),
                most=MG("2800 mg"),
            ),
        ),
        (
            "whole units of 12 mg, 10 mg and 8 mg, ties up, from 8 mg",
            WholeUnits((MG("12 mg"), MG("10 mg"), MG("8 mg")), Ties.UP, least=MG("8 mg")),
        ),
        (
            "bands of 180 mg and 198 mg at 6 mg/mL, ties up, within 5.5%",
            Bands((MG("180 mg"), MG("198 mg")), Ties.UP, Fraction(11, 200), MG("6 mg/mL")),
        ),
    ],
)
def test_a_rule_in_words_is_its_policy(text: str, policy: Any) -> None:
    """Each form of the grammar is one policy."""
    assert parse_rounding(text) == policy


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_of_a_refusal_are_read(text: str) -> None:
    """What a refusal shows is read, and printed as it stands."""
    assert str(parse_rounding(text)) == text


@pytest.mark.parametrize("text", EXAMPLES)
def test_what_is_read_is_a_rounding_policy(text: str) -> None:
    """A caller who asks whether a value is a policy is told so of every rule that is read."""
    assert isinstance(parse_rounding(text), RoundingPolicy)
    assert not isinstance(text, RoundingPolicy)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "round",
        "Nearest 50 mg",
        "nearest",
        "to the nearest 50 mg",
        "as calculated, ties up",
        "whole units of 500 mg",
        "whole units of 500 mg, ties up,",
        "whole units of 500 mg, ties up, ",
        "whole vials of 100 mg",
        "bands of 180 mg, ties up",
        "up to a whole",
        "nearest 50 mg\n",
    ],
)
def test_a_rule_that_is_not_whole_is_refused(text: str) -> None:
    """A rule of no form is refused, and the forms are shown."""
    with pytest.raises(ProductError, match=KNOWN):
        parse_rounding(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "nearest 50",
            "'nearest 50': amount '50' has no unit; write number and unit, like '500 mg'",
        ),
        (
            "bands of 180 mg at 6, ties up, within 6 %",
            "amount '6' has no unit; write number and unit, like '6 mg/mL'",
        ),
        ("nearest 1,5 mg", "the comma in '1,5' can be a decimal or a thousands mark"),
        ("nearest 50 mL", "steps of 50 mL: write an amount of drug"),
        ("nearest 50 mg, ties even", "unit 'mg, ties even' is not in the vocabulary"),
        ("nearest whole vials of 100 mg, up", "unit 'mg, up' is not in the vocabulary"),
        ("whole units of 500 mg, 150 mg, ties up", "unit 'mg, 150 mg' is not in the vocabulary"),
        (
            "whole units of 500 mg and , ties up",
            ": '' is no strength; write '500 mg' or 'at most 2 x 500 mg'",
        ),
        ("whole units of at most 0 x 5 mg, ties up", "amount 'at most 0 x 5 mg'"),
        ("whole units of 500 mg, ties up, to 1 g from 5 mg", "unit 'g from 5 mg' is not in"),
        ("whole units of 500 mg, ties up, from 1 mg", "cannot be made of whole units of 500 mg"),
        (
            "bands of 180 mg, ties up, within 106 %",
            "'106' is no percentage; write for example '6 %'",
        ),
        ("bands of 180 mg, ties up, within 06 %", "'06' is no percentage"),
        ("bands of 180 mg at 6 mg, ties up, within 6 %", "bands at 6 mg: write a concentration"),
    ],
)
def test_a_part_that_is_not_understood_is_named(text: str, message: str) -> None:
    """A form with a part that cannot be read says which part and why."""
    with pytest.raises(ProductError) as refusal:
        parse_rounding(text)

    assert str(refusal.value).startswith(f"rounding rule {text!r}: ")
    assert message in str(refusal.value)


def test_what_is_no_text_is_refused() -> None:
    """A number is no rule, and neither is a book."""
    with pytest.raises(
        ProductError,
        match=r"^a rounding rule is read from text, not from int;"
        r" write one like 'nearest 50 mg, ties up'$",
    ):
        parse_rounding(50)  # type: ignore[arg-type]  # what a caller without types may do
    with pytest.raises(
        ProductError, match=r"^a rounding rule of 2001 characters is not read; 2000 are enough$"
    ):
        parse_rounding("m" * 2001)


def test_a_rule_of_two_thousand_characters_is_looked_at() -> None:
    """The longest text is refused for what it says, and not for its length."""
    with pytest.raises(ProductError, match=r"^rounding rule 'm{2000}' is not understood; write"):
        parse_rounding("m" * 2000)
