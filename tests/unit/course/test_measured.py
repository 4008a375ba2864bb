"""What a course file says of a body, and of how doses are computed from it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from npc_regimens.course.measured import ClearanceRecord, Measured, SurfaceRecord
from npc_regimens.patient import ClearancePolicy, Formula, Measurement, SurfacePolicy
from npc_regimens.patient.clearance import Weight
from npc_regimens.units import Amount

BODY: dict[str, Any] = {"on": dt.date(2026, 12, 1), "height": "170 cm", "weight": "65 kg"}


def test_without_a_word_the_policies_are_those_of_a_plan() -> None:
    """A course that says nothing of surface or clearance is computed as any plan is."""
    assert SurfaceRecord().policy == SurfacePolicy()
    assert ClearanceRecord().policy == ClearancePolicy()


def test_a_surface_is_said_by_formula_precision_and_cap() -> None:
    """Each part of the policy is taken from its key."""
    record = SurfaceRecord.model_validate(
        {"formula": "du-bois", "precision": "0.1 m2", "cap": "2 m2"}
    )

    assert record.policy == SurfacePolicy(
        Formula.DU_BOIS, Amount.parse("0.1 m2"), Amount.parse("2 m2")
    )


@pytest.mark.parametrize(
    ("cap", "greatest"),
    [("none", None), ("guideline", "guideline"), ("110 mL/min", Amount.parse("110 mL/min"))],
)
def test_a_clearance_has_a_limit_a_guideline_or_none(cap: str, greatest: Any) -> None:
    """The three ways to limit a clearance are told apart by their words."""
    record = ClearanceRecord.model_validate(
        {"weight": "adjusted", "cap": cap, "creatinine_floor": "0.7 mg/dL"}
    )

    assert record.policy == ClearancePolicy(
        weight=Weight.ADJUSTED, greatest=greatest, least_creatinine=Amount.parse("0.7 mg/dL")
    )


@pytest.mark.parametrize("cap", [125, None, "125", "no"])
def test_a_limit_is_written_as_text(cap: object) -> None:
    """A bare number has no unit, and no limit is said in words."""
    with pytest.raises(ValidationError):
        ClearanceRecord.model_validate({"cap": cap})


def test_a_measurement_is_that_of_its_table() -> None:
    """Each key of a measurement arrives in it."""
    record = Measured.model_validate(
        {**BODY, "sex": "male", "age": 55, "clearance": "90 mL/min", "creatinine": "80 umol/L"}
    )

    assert record.measurement == Measurement.read(
        **BODY, sex="male", age=55, clearance="90 mL/min", creatinine="80 umol/L"
    )


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("weight", "650 kg", "weight 650 kg cannot be right: it is read from 20 kg to 300 kg"),
        ("height", "1.7 cm", "height 1.7 cm cannot be right: it is read from 100 cm to 230 cm"),
        ("weight", "65", "amount '65' has no unit"),
        ("weight", "30 kg", "do not belong together"),
    ],
)
def test_what_no_patient_measures_is_refused(key: str, value: str, words: str) -> None:
    """A slip of the pen is refused when the file is read, and not when a dose is computed."""
    with pytest.raises(ValidationError) as error:
        Measured.model_validate({**BODY, key: value})

    assert words in str(error.value.errors()[0]["ctx"]["error"])
