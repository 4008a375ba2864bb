"""The closed family of dose rules: flat, per body surface, per body weight, target exposure.

Each says what it is a dose *per*, computes the dose of one administration from a body, and shows
its arithmetic. What a source does not state is a value of its own, never a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from npc_regimens.errors import PatientError, UnitError
from npc_regimens.patient import body_surface
from npc_regimens.record import WrittenAs
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.patient import Measurement, Surface, SurfacePolicy


@dataclass(frozen=True, slots=True)
class Body:
    """What a dose rule may ask of a patient on the day of the measurement."""

    measurement: Measurement
    surface: Surface

    @classmethod
    def of(cls, measurement: Measurement, policy: SurfacePolicy) -> Body:
        """Compute the surface once, for all the doses that need it."""
        return cls(measurement, body_surface(measurement, policy))


@dataclass(frozen=True, slots=True)
class Calculated:
    """The dose of one administration, before any rounding, and the arithmetic in steps."""

    amount: Amount
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flat:
    """The same dose for every body."""

    amount: Amount

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

    def calculate(self, body: Body) -> Calculated:
        """Multiply by the body surface of the policy."""
        surface = body.surface
        amount = self.rate * surface.used
        steps = [f"body surface: {surface.arithmetic} = {surface.computed} ({surface.policy})"]
        if surface.capped:
            steps.append(f"cap: {surface.computed} is over the cap, {surface.used} is used")
        steps.append(f"dose: {self.rate} x {surface.used} = {amount}")
        return Calculated(amount, tuple(steps))

    def __str__(self) -> str:
        return str(self.rate)


@dataclass(frozen=True, slots=True)
class PerWeight:
    """A dose per kilogram of body weight."""

    rate: Amount

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

    Source: seeds/calvert-1989.toml. The clearance is given with the measurement, never guessed.
    """

    target: Amount

    def calculate(self, body: Body) -> Calculated:
        """Multiply by clearance and the formula's constant part."""
        clearance = body.measurement.clearance
        if clearance is None:
            raise PatientError(
                f"a dose of {self.target} needs a clearance; give the measurement"
                " clearance='90 mL/min' or what it is"
            )
        total = clearance + _CALVERT
        amount = self.target * total
        return Calculated(amount, (f"dose: {self.target} x ({clearance} + {_CALVERT}) = {amount}",))

    def __str__(self) -> str:
        return str(self.target)


_CALVERT: Final = Amount.parse("25 mL/min")


@dataclass(frozen=True, slots=True)
class NotStated:
    """What a source leaves open. It is written down, and never filled in silence."""

    def __str__(self) -> str:
        return "not stated"


NOT_STATED: Final = NotStated()

DoseRule = Flat | PerSurface | PerWeight | TargetExposure

_RULES: Final[dict[str, Callable[[Amount], DoseRule]]] = {
    "drug mass": Flat,
    "dose per body area": PerSurface,
    "dose per body mass": PerWeight,
    "target exposure": TargetExposure,
}


def parse_dose(text: str) -> DoseRule:
    """Read a dose of one administration.

    >>> print(type(parse_dose("650 mg/m2")).__name__, parse_dose("650 mg/m2"))
    PerSurface 650 mg/m2
    """
    amount = Amount.parse(text)
    if amount.kind not in _RULES:
        raise UnitError(f"{amount} is a {amount.kind}, not a dose; write for example '650 mg/m2'")
    return _RULES[amount.kind](amount)


def parse_dose_or_gap(text: str) -> DoseRule | NotStated:
    """Read a dose, or the words ``not stated``."""
    return NOT_STATED if text == str(NOT_STATED) else parse_dose(text)


DoseText = Annotated[
    DoseRule | NotStated,
    WrittenAs(parse_dose_or_gap, "650 mg/m2", "The dose of one administration, or 'not stated'."),
]
StatedDoseText = Annotated[
    DoseRule, WrittenAs(parse_dose, "200 mg", "The dose of one administration.")
]
