"""The closed family of dose rules: flat, per body surface, per body weight, target exposure.

Each says what it is a dose *per*, computes the dose of one administration from a body, and shows
its arithmetic line by line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from npc_regimens.errors import PatientError, UnitError
from npc_regimens.patient import ClearancePolicy, body_surface, calvert_constant, clearance_of
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from npc_regimens.patient import Clearance, Measurement, Surface, SurfacePolicy


@dataclass(frozen=True, slots=True)
class Body:
    """What a dose rule may ask of a patient on the day of the measurement."""

    measurement: Measurement
    surface: Surface
    clearance_policy: ClearancePolicy = field(default_factory=ClearancePolicy)

    @classmethod
    def of(
        cls,
        measurement: Measurement,
        policy: SurfacePolicy,
        clearance: ClearancePolicy | None = None,
    ) -> Body:
        """Compute the surface once, for all the doses that need it."""
        return cls(measurement, body_surface(measurement, policy), clearance or ClearancePolicy())


@dataclass(frozen=True, slots=True)
class Calculated:
    """The dose of one administration, before any rounding, and the arithmetic in steps."""

    amount: Amount
    steps: tuple[str, ...]
    clearance: Clearance | None = None


def _of_kind(amount: Amount, kind: str) -> None:
    """Refuse what is no amount of the kind that a rule needs, and what is none at all."""
    if not isinstance(amount, Amount):
        raise UnitError(f"a dose rule takes an Amount, not {amount!r}; read text by parse_dose")
    if amount.kind != kind or not amount.number:
        raise UnitError(f"{amount} is no {kind} over zero; write for example '650 mg/m2'")


@dataclass(frozen=True, slots=True)
class Flat:
    """The same dose for every body."""

    amount: Amount

    def __post_init__(self) -> None:
        _of_kind(self.amount, "drug mass")

    def calculate(self, body: Body) -> Calculated:
        """Ignore the body."""
        del body
        return Calculated(self.amount, (f"dose: {self.amount}, the same for every patient",))

    def __str__(self) -> str:
        return str(self.amount)


@dataclass(frozen=True, slots=True)
class PerSurface:
    """A dose per square metre of body surface."""

    rate: Amount

    def __post_init__(self) -> None:
        _of_kind(self.rate, "dose per body area")

    def calculate(self, body: Body) -> Calculated:
        """Multiply by the body surface of the policy."""
        surface = body.surface
        amount = self.rate * surface.used
        return Calculated(
            amount, (*surface.steps, f"dose: {self.rate} x {surface.used} = {amount}")
        )

    def __str__(self) -> str:
        return str(self.rate)


@dataclass(frozen=True, slots=True)
class PerWeight:
    """A dose per kilogram of body weight."""

    rate: Amount

    def __post_init__(self) -> None:
        _of_kind(self.rate, "dose per body mass")

    def calculate(self, body: Body) -> Calculated:
        """Multiply by the body weight."""
        weight = body.measurement.weight.to("kg")
        amount = self.rate * weight
        return Calculated(amount, (f"dose: {self.rate} x {weight} = {amount}",))

    def __str__(self) -> str:
        return str(self.rate)


@dataclass(frozen=True, slots=True)
class TargetExposure:
    """A dose for a target exposure, by the formula of Calvert 1989.

    Source: seeds/calvert-1989.toml. The clearance is measured or estimated, never guessed.
    """

    target: Amount

    def __post_init__(self) -> None:
        _of_kind(self.target, "target exposure")

    def calculate(self, body: Body) -> Calculated:
        """Multiply by clearance and the formula's constant part.

        Raises `PatientError` without a clearance and without what an estimate needs.
        """
        try:
            clearance = clearance_of(body.measurement, body.clearance_policy)
        except PatientError as error:
            raise PatientError(f"a dose of {self.target} needs a clearance; {error}") from error
        constant = calvert_constant()
        amount = self.target * (clearance.used + constant)
        words = f"dose: {self.target} x ({clearance.used} + {constant}) = {amount}"
        return Calculated(amount, (*clearance.steps, words), clearance)

    def __str__(self) -> str:
        return str(self.target)


DoseRule = Flat | PerSurface | PerWeight | TargetExposure


def amount_of(rule: DoseRule) -> Amount:
    """Return the one amount of a dose rule, whatever it is per.

    >>> from npc_regimens.units import Amount
    >>> amount_of(PerWeight(Amount.parse("3 mg/kg")))
    Amount('3 mg/kg')
    """
    if isinstance(rule, Flat):
        return rule.amount
    return rule.target if isinstance(rule, TargetExposure) else rule.rate
