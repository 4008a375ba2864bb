"""A plan tells an estimated clearance, and each policy that took something away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from npc_regimens.checks import findings
from npc_regimens.errors import PatientError
from npc_regimens.patient import ClearancePolicy, Patient, Weight
from npc_regimens.planning import plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Trial, settle

DAY = dt.date(2026, 12, 7)
TRIAL = Trial.model_validate(
    {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {
            "a": {
                "drug": "drug-a",
                "dose": "AUC 5",
                "route": "intravenous",
                "days": "1",
                "cite": "example-2020#table-1",
            }
        },
        "arm": [
            {
                "id": "only",
                "name": "The only arm",
                "phase": [{"name": "p", "cycle": "21 days", "cycles": "1", "give": ["a"]}],
            }
        ],
    }
)


def told(policy: ClearancePolicy | None = None, **measured: Any) -> dict[str, str]:
    """Plan the target exposure and name the findings about it."""
    patient = Patient.measured(on=DAY, height="170 cm", weight="65 kg", **measured)
    formulary = Formulary(())
    made = plan(settle(TRIAL), patient, start=DAY, formulary=formulary, clearance=policy)
    return {each.name: each.words for each in findings(made, formulary)}


def test_an_estimate_its_floor_and_its_cap_are_told() -> None:
    """(140 - 18) x 65 / (72 x 0.7) is 157.3 mL/min, over the cap, from a floored creatinine."""
    found = told(
        ClearancePolicy(least_creatinine="guideline"), creatinine="0.5 mg/dL", sex="male", age=18
    )

    assert found["clearance-estimated"].startswith("the clearance of 157.3 mL/min is an estimate")
    assert found["creatinine-floor"] == "0.5 mg/dL is under the floor, 0.7 mg/dL is used"
    assert found["clearance-cap"] == (
        "157.3 mL/min is over the cap of the clearance, 125 mL/min is used"
    )


def test_a_measured_clearance_is_told_only_where_a_cap_bites() -> None:
    """What was measured is no estimate, and the guideline's cap does not touch it."""
    silent = told(clearance="130 mL/min")
    capped = told(ClearancePolicy(greatest="120 mL/min"), clearance="130 mL/min")  # type: ignore[arg-type]

    assert not {name for name in silent if "clearance" in name or "creatinine" in name}
    assert "clearance-estimated" not in capped
    assert capped["clearance-cap"].endswith("120 mL/min is used")


@pytest.mark.parametrize("weight", [Weight.IDEAL, Weight.ADJUSTED])
def test_a_thin_patient_is_not_dosed_by_a_heavier_weight(weight: Weight) -> None:
    """At 170 cm a man's ideal weight is 65.94 kg, over 65 kg: the estimate would rise."""
    with pytest.raises(PatientError, match=r"over the actual weight, 65 kg, .* take the actual"):
        told(ClearancePolicy(weight=weight), creatinine="1 mg/dL", sex="male", age=55)


def test_a_child_gets_no_estimate() -> None:
    """The formula was made from adults."""
    with pytest.raises(PatientError, match="for adults, from 18 years, and the age is 17"):
        told(creatinine="0.5 mg/dL", sex="male", age=17)
