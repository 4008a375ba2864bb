"""What a course file says of a body, and how doses are computed from it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator

from npc_regimens.course.written import Date, WeightText
from npc_regimens.patient import ClearancePolicy, Formula, Measurement, SurfacePolicy
from npc_regimens.patient.clearance import GUIDELINE, Weight
from npc_regimens.record import Record, WrittenAs
from npc_regimens.units import Amount

HeightText = Annotated[
    Amount,
    WrittenAs(lambda text: Amount.parse(text, like="170 cm"), "170 cm", "A height with its unit."),
]
CreatinineText = Annotated[
    Amount,
    WrittenAs(lambda text: Amount.parse(text, like="80 umol/L"), "80 umol/L", "Of the serum."),
]
FlowText = Annotated[
    Amount,
    WrittenAs(lambda text: Amount.parse(text, like="90 mL/min"), "90 mL/min", "A clearance."),
]
AreaText = Annotated[
    Amount, WrittenAs(lambda text: Amount.parse(text, like="2 m2"), "2 m2", "A body surface.")
]


def _limit(example: str) -> WrittenAs:
    def read(text: str) -> Amount | str | None:
        if text == "none":
            return None
        return text if text == GUIDELINE else Amount.parse(text, like=example)

    return WrittenAs(read, example, "An amount, 'guideline' or 'none'.", only_text=True)


class Measured(Record):
    """What was measured on one day."""

    on: Date
    height: HeightText
    weight: WeightText
    sex: Literal["female", "male"] | None = None
    age: int | None = None
    clearance: FlowText | None = None
    creatinine: CreatinineText | None = None

    @model_validator(mode="after")
    def _can_be_true(self) -> Measured:
        self.measurement  # noqa: B018  it refuses what no patient measures
        return self

    @property
    def measurement(self) -> Measurement:
        """The same, as doses are computed from it."""
        return Measurement.read(**dict(self))


class SurfaceRecord(Record):
    """How the body surface is computed; without it by Mosteller, to 0.01 m2, without a cap."""

    formula: Annotated[
        Formula, WrittenAs(Formula.read, "Mosteller", "The name of a body-surface formula.")
    ] = Formula.MOSTELLER
    precision: AreaText = SurfacePolicy().step
    cap: AreaText | None = None

    @property
    def policy(self) -> SurfacePolicy:
        """The same, as a body takes it."""
        return SurfacePolicy(self.formula, self.precision, self.cap)


class ClearanceRecord(Record):
    """How a clearance is estimated and limited, for doses of a target exposure."""

    weight: Annotated[
        Weight, WrittenAs(Weight, "actual", "The body weight that an estimate takes.")
    ] = Weight.ACTUAL
    cap: Annotated[Amount | Literal["guideline"] | None, _limit("125 mL/min")] = GUIDELINE
    creatinine_floor: Annotated[Amount | Literal["guideline"] | None, _limit("0.7 mg/dL")] = None

    @property
    def policy(self) -> ClearancePolicy:
        """The same, as a dose takes it."""
        return ClearancePolicy(
            weight=self.weight, greatest=self.cap, least_creatinine=self.creatinine_floor
        )
