"""Coefficients: plain decimals with a name and a source, all there or refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from npc_regimens.errors import SourceError
from npc_regimens.patient.coefficients import (
    FormulaRecord,
    coefficients,
    formula_record,
    read_coefficient,
)
from npc_regimens.units import Amount


def record(**changed: Any) -> FormulaRecord:
    """Make the record of a formula."""
    table = {
        "format": 1,
        "id": "example-1990",
        "name": "Example",
        "gives": "body surface",
        "adults_only": False,
        "coefficients": {"anyone": {"scale": "0.5", "cite": "example-2020#equation"}},
    }
    return FormulaRecord.model_validate({**table, **changed})


@pytest.mark.parametrize("text", ["0.725", "-0.1529", "140", "0", "0.000579479", "123456789"])
def test_a_plain_decimal_is_read(text: str) -> None:
    """Digits, at most one point, and a minus where there is one, are kept as they are written."""
    assert str(read_coefficient(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "1e-3", "+1", ".5", "5.", "00.5", "0,725", "\uff11", "1 000", "--1", "nan", "Infinity",
     "1234567890", "0.1234567890123", "1\n", "0x1", "1_0"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    """A coefficient that could be read in two ways is not read at all."""
    with pytest.raises(SourceError) as refusal:
        read_coefficient(text)

    assert str(refusal.value) == (
        f"{text!r} is not a coefficient; write a plain number, like '0.725'"
    )


def test_a_coefficient_that_is_lacking_is_named() -> None:
    """No formula goes on without one of its numbers."""
    with pytest.raises(SourceError, match="lacks the coefficient 'divisr'; install again"):
        coefficients("mosteller")["divisr"]


@pytest.mark.parametrize("number", [0.5, Decimal("0.5"), 1, True, None])
def test_a_number_of_a_file_is_written_as_text(number: Any) -> None:
    """A number without quotes would be a float to other readers of the file."""
    with pytest.raises(ValidationError, match=r"expected text such as '0\.725'"):
        record(coefficients={"anyone": {"scale": number, "cite": "a#b"}})


@pytest.mark.parametrize(
    ("whom", "said"),
    [
        ((), "nobody"),
        (("female",), "female"),
        (("male",), "male"),
        (("anyone", "female"), "anyone and female"),
    ],
)
def test_a_body_surface_leaves_nobody_out(whom: tuple[str, ...], said: str) -> None:
    """Coefficients are for anyone, or for each of the two sexes; the refusal says for whom."""
    table = {"scale": "0.5", "cite": "example-2020#equation"}

    with pytest.raises(ValidationError, match=f"coefficients are for {said}; a body surface has"):
        record(coefficients=dict.fromkeys(whom, table))
    for gives in ("ideal weight", "adjusted weight", "clearance", "dose"):
        made = record(gives=gives, coefficients=dict.fromkeys(whom, table))
        assert tuple(made.coefficients) == whom


def test_a_formula_for_each_sex_is_read() -> None:
    """The two tables are kept apart."""
    female, male = ({"scale": each, "cite": "a#b"} for each in ("0.5", "0.6"))

    made = record(coefficients={"female": female, "male": male})

    assert [dict(each.numbers) for each in made.coefficients.values()] == [
        {"scale": Decimal("0.5")},
        {"scale": Decimal("0.6")},
    ]


def test_the_weight_that_a_formula_holds_from_is_a_body_mass() -> None:
    """It is read with its unit, and a length or a drug mass is none."""
    assert record(weight_from="10 kg").weight_from == Amount.parse("10 kg")
    for wrong, kind in (("10 cm", "length"), ("10 mg", "drug mass"), ("1.7 m2", "body area")):
        with pytest.raises(
            ValidationError, match=f"{wrong} is a {kind}, not a body mass, like '10 kg'"
        ):
            record(weight_from=wrong)
    with pytest.raises(ValidationError, match="'10' has no unit"):
        record(weight_from="10")
    assert formula_record("livingston-lee").weight_from == Amount.parse("10 kg")
    assert formula_record("du-bois").weight_from is None
