"""Patients: dated measurements, and the formulas that make a dose of them. Never a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from npc_regimens.dates import plain_date
from npc_regimens.errors import PatientError, UnitError
from npc_regimens.rounding import square_root
from npc_regimens.units import Amount

if TYPE_CHECKING:
    import datetime as dt

    from npc_regimens.units import PintQuantity

# Guards against slips of the pen (metres for centimetres, pounds for kilograms), not clinical
# limits: outside them a number is refused, for nobody who is treated measures so.
HEIGHTS: Final = (Amount.parse("100 cm"), Amount.parse("230 cm"))
WEIGHTS: Final = (Amount.parse("20 kg"), Amount.parse("300 kg"))
CLEARANCES: Final = (Amount.parse("1 mL/min"), Amount.parse("400 mL/min"))
BODY_MASS_INDICES: Final = (12, 110)  # kg per square metre of height

_EXAMPLES: Final = {"height": "170 cm", "weight": "65 kg", "clearance": "90 mL/min"}
_CODE: Final = re.compile(r"[A-Za-z0-9._-]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Height and weight of one day, and the clearance where a dose rule needs it.

    Raises `PatientError` for what cannot be the height or weight of a patient.
    """

    on: dt.date
    height: Amount
    weight: Amount
    clearance: Amount | None = None

    def __post_init__(self) -> None:
        plain_date(self.on, "the date of a measurement")
        height = _within("height", self.height, HEIGHTS)
        weight = _within("weight", self.weight, WEIGHTS)
        index = Fraction(weight.number) * 10_000 / Fraction(height.number) ** 2
        least, most = BODY_MASS_INDICES
        if not least <= index <= most:
            raise PatientError(
                f"height {self.height} and weight {self.weight} do not belong together (body mass"
                f" index {round(index)}, read from {least} to {most}); check both and their units"
            )
        if self.clearance is not None:
            _within("clearance", self.clearance, CLEARANCES)

    @classmethod
    def read(
        cls,
        *,
        on: dt.date,
        height: Amount | str | PintQuantity,
        weight: Amount | str | PintQuantity,
        clearance: Amount | str | PintQuantity | None = None,
    ) -> Measurement:
        """Take amounts as text or as quantities of any pint registry.

        >>> import datetime as dt
        >>> Measurement.read(on=dt.date(2026, 12, 1), height="1.7 m", weight="143 lb").height
        Amount('1.7 m')
        """
        return cls(
            on=on,
            height=_amount("height", height),
            weight=_amount("weight", weight),
            clearance=None if clearance is None else _amount("clearance", clearance),
        )


def _amount(what: str, value: Amount | str | PintQuantity) -> Amount:
    try:
        return Amount.of(value, like=_EXAMPLES[what])
    except UnitError as error:
        raise PatientError(f"{what}: {error}") from error


def _within(what: str, amount: Amount, limits: tuple[Amount, Amount]) -> Amount:
    least, most = limits
    _of_kind(what, amount, least.kind)
    measured = amount.to(least.unit)
    if not least <= measured <= most:
        raise PatientError(
            f"{what} {amount} cannot be right: it is read from {least} to {most};"
            f" check the number and the unit, for example '{_EXAMPLES[what]}'"
        )
    return measured


def _of_kind(what: str, amount: Amount, kind: str) -> None:
    if not isinstance(amount, Amount):
        kind = type(amount).__name__
        raise PatientError(f"{what} is an Amount, not the {kind} {amount!r}; use Measurement.read")
    if amount.kind != kind:
        raise PatientError(
            f"{what} {amount} is a {amount.kind}, not a {kind};"
            f" write for example '{_EXAMPLES[what]}'"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One patient: a participant code if there is one, and dated measurements."""

    measurements: tuple[Measurement, ...]
    code: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "measurements", tuple(self.measurements)
        )  # the caller's may change
        days = [measurement.on for measurement in self.measurements]
        if not days:
            raise PatientError("a patient needs at least one measurement")
        if len(set(days)) != len(days):
            raise PatientError("two measurements have one date; keep the one that holds")
        if self.code is not None and _CODE.fullmatch(str(self.code)) is None:
            raise PatientError(
                f"participant code {self.code!r} has more than letters, digits and . _ -;"
                " write a code such as '03-0017', never a name"
            )

    @classmethod
    def measured(
        cls,
        *,
        on: dt.date,
        height: Amount | str | PintQuantity,
        weight: Amount | str | PintQuantity,
        clearance: Amount | str | PintQuantity | None = None,
        code: str | None = None,
    ) -> Patient:
        """Make a patient of one measurement.

        >>> import datetime as dt
        >>> Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg").at(
        ...     dt.date(2026, 12, 7)).weight
        Amount('65 kg')
        """
        measurement = Measurement.read(on=on, height=height, weight=weight, clearance=clearance)
        return cls(measurements=(measurement,), code=code)

    def at(self, day: dt.date) -> Measurement:
        """Return the latest measurement on or before a day."""
        plain_date(day, "the day of a measurement")
        known = [measurement for measurement in self.measurements if measurement.on <= day]
        if not known:
            first = min(measurement.on for measurement in self.measurements)
            raise PatientError(
                f"no measurement on or before {day}; the first is of {first}: a dose is never"
                " computed from a later one"
            )
        return max(known, key=lambda measurement: measurement.on)


class Formula(StrEnum):
    """The body-surface formulas, each a function of this room with its source."""

    MOSTELLER = "Mosteller"


HUNDREDTH: Final = Amount.parse("0.01 m2")


@dataclass(frozen=True, slots=True)
class SurfacePolicy:
    """How body surface is computed: formula, precision, and a cap only if the caller says so."""

    formula: Formula = Formula.MOSTELLER
    step: Amount = HUNDREDTH
    cap: Amount | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.formula, Formula):
            known = ", ".join(Formula)
            raise PatientError(
                f"there is no body-surface formula {self.formula!r}; there is {known}"
            )
        for what, amount in (("step", self.step), ("cap", self.cap)):
            if amount is None and what == "cap":
                continue
            if not isinstance(amount, Amount) or amount.unit != "m2" or not amount.number:
                raise PatientError(
                    f"the {what} of a body surface is {amount}; write for example '2 m2'"
                )

    def __str__(self) -> str:
        capped = "" if self.cap is None else f", capped at {self.cap}"
        return f"{self.formula}, half up to {self.step}{capped}"


@dataclass(frozen=True, slots=True)
class Surface:
    """A body surface: as the formula gives it and as it is used, with the policy that made it."""

    computed: Amount
    used: Amount
    policy: SurfacePolicy
    arithmetic: str = ""

    @property
    def capped(self) -> bool:
        """Whether the cap took anything away."""
        return self.used != self.computed


def body_surface(measurement: Measurement, policy: SurfacePolicy) -> Surface:
    """Compute a body surface, so that a second person can redo it by hand from what is printed.

    >>> import datetime as dt
    >>> measured = Measurement.read(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
    >>> body_surface(measured, SurfacePolicy()).used
    Amount('1.75 m2')
    """
    height, weight = measurement.height.to("cm"), measurement.weight.to("kg")
    squared = mosteller_squared(height, weight)
    arithmetic = f"square root of ({height} x {weight} / {_MOSTELLER})"
    computed = Amount(square_root(squared, Fraction(policy.step.number)), "m2")
    used = computed if policy.cap is None else min(computed, policy.cap)
    return Surface(computed, used, policy, arithmetic)


_MOSTELLER: Final = 3600


def mosteller_squared(height: Amount, weight: Amount) -> Fraction:
    """Mosteller 1987: the square of the body surface in m2 is cm times kg over 3600.

    Source: seeds/mosteller-1987.toml.
    """
    return Fraction((height * weight.number).number) / _MOSTELLER
