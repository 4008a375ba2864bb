"""Clearance: as it was measured, or estimated by a named formula with named policies.

Nothing that is missing is guessed. A policy that takes something away says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from npc_regimens.errors import PatientError, UnitError
from npc_regimens.patient.coefficients import coefficients, formula_record
from npc_regimens.patient.formulas import Size, refuse_children
from npc_regimens.patient.measured import CREATININES, Measurement, Sex
from npc_regimens.patient.weights import Weighed, adjusted_weight, ideal_weight
from npc_regimens.rounding import Exact
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from decimal import Decimal

TENTH: Final = Amount.parse("0.1 mL/min")
GUIDELINE: Final = "guideline"
_LIMITS: Final = (
    ("greatest", "cap of the clearance", "clearance", "125 mL/min"),
    ("least_creatinine", "floor of the creatinine", "serum", "0.7 mg/dL"),
)


class Weight(StrEnum):
    """Which body weight an estimate of the clearance takes."""

    ACTUAL = "actual"
    IDEAL = "ideal"
    ADJUSTED = "adjusted"
    ADJUSTED_IF_OVERWEIGHT = "adjusted if overweight"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearancePolicy:
    """How a clearance is estimated, and what limits it.

    ``greatest`` is a cap of the clearance, ``least_creatinine`` a floor of the creatinine. The word
    ``guideline`` takes the figure of formulas/clearance-limits.toml, for estimates alone; an amount
    holds for a clearance that was measured as well.
    """

    weight: Weight = Weight.ACTUAL
    greatest: Amount | Literal["guideline"] | None = GUIDELINE
    least_creatinine: Amount | Literal["guideline"] | None = None

    def __post_init__(self) -> None:
        if self.weight not in [*Weight]:
            known = ", ".join(Weight)
            raise PatientError(f"there is no weight {self.weight!r} to take; there are {known}")
        object.__setattr__(self, "weight", Weight(self.weight))
        for name, what, kind, like in _LIMITS:
            object.__setattr__(self, name, _limit(what, getattr(self, name), kind, like))


@dataclass(frozen=True, slots=True)
class Clearance:
    """A clearance: as measured or estimated and as it is used, with its arithmetic line by line."""

    computed: Amount
    used: Amount
    steps: tuple[str, ...]
    floored: str | None = None
    policy: ClearancePolicy | None = None

    @property
    def capped(self) -> str | None:
        """What the cap took away, in words, if anything."""
        if self.computed <= self.used:
            return None
        return f"{self.computed} is over the cap of the clearance, {self.used} is used"

    @property
    def is_estimated(self) -> bool:
        """Whether it was estimated, by the policy, and not measured."""
        return self.policy is not None


def cockcroft_gault(*, age: int, weight: Amount, creatinine: Amount, sex: Sex) -> Fraction:
    """Estimate the creatinine clearance in mL/min by Cockcroft and Gault 1976, exactly.

    Source: seeds/cockcroft-gault-1976.toml.

    >>> exact = cockcroft_gault(age=56, weight=Amount.parse("72 kg"), sex=Sex.FEMALE,
    ...                         creatinine=Amount.parse("1 mg/dL"))
    >>> exact == Fraction("71.4")
    True
    """
    n = coefficients("cockcroft-gault")
    refuse_children(formula_record("cockcroft-gault"), age, "give the clearance as measured")
    if age >= n["age_constant"]:
        raise PatientError(
            f"the formula of Cockcroft-Gault gives nothing at age {age}; check the age"
        )
    top = (Fraction(n["age_constant"]) - age) * Fraction(weight.to("kg").number)
    estimate = top / (Fraction(n["divisor"]) * _mg_per_dl(creatinine))
    return estimate * (Fraction(_of_women()) if Sex.read(sex) is Sex.FEMALE else 1)


def clearance_of(measured: Measurement, policy: ClearancePolicy) -> Clearance:
    """Take the clearance that was measured, or estimate one of creatinine, age and sex.

    Raises `PatientError` that names what is missing.
    """
    if measured.clearance is not None:
        greatest = policy.greatest if isinstance(policy.greatest, Amount) else None
        steps = (f"clearance: {measured.clearance}, as given",)
        return _capped(measured.clearance, greatest, steps)
    return _estimate(measured, policy)


def calvert_constant() -> Amount:
    """Return the part that the formula of Calvert 1989 adds to the clearance.

    Source: seeds/calvert-1989.toml.

    >>> calvert_constant()
    Amount('25 mL/min')
    """
    return Amount(coefficients("calvert")["constant"], "mL/min")


def _limit(what: str, limit: object, kind: str, like: str) -> object:
    """Read a limit: an amount of its kind, our one word, or nothing."""
    if limit is None or limit == GUIDELINE:
        return limit
    try:
        amount = Amount.of(limit, like=like)  # type: ignore[arg-type]  # refused if it is none
    except UnitError as error:
        raise PatientError(
            f"the {what} is {limit!r}; write an amount, for example '{like}', or '{GUIDELINE}'"
        ) from error
    if amount.kind.startswith(kind) and amount.number:
        return amount
    raise PatientError(
        f"the {what} is {amount}; write an amount, for example '{like}', or '{GUIDELINE}'"
    )


def _needed(measured: Measurement) -> tuple[Amount, Sex, int]:
    """Return creatinine, sex and age, or name those that are missing."""
    match measured.creatinine, measured.sex, measured.age:
        case Amount() as creatinine, Sex() as sex, int() as age:
            return creatinine, sex, age
    needed = {"creatinine": measured.creatinine, "sex": measured.sex, "age": measured.age}
    missing = [what for what, value in needed.items() if value is None]
    raise PatientError(
        "give the measurement clearance='90 mL/min' or what it is, or creatinine, sex and age for"
        f" an estimate (missing: {', '.join(missing)})"
    )


def _estimate(measured: Measurement, policy: ClearancePolicy) -> Clearance:
    creatinine, sex, age = _needed(measured)
    weighed = _weight(measured, policy.weight, Size.of(measured))
    floored = _floored(creatinine, policy.least_creatinine)
    exact = cockcroft_gault(age=age, weight=weighed.weight, creatinine=floored, sex=sex)
    computed = Amount(Exact(exact).half_up(Fraction(TENTH.number)), "mL/min")
    n = coefficients("cockcroft-gault")
    serum = f"{floored} / {n['umol_per_mg_dl']}" if floored.unit == "umol/L" else str(floored)
    words = f"({n['age_constant']} - {age}) x {weighed.weight} / ({n['divisor']} x {serum})"
    words += f" x {_of_women()}" if sex is Sex.FEMALE else ""
    steps, under = [weighed.words] if weighed.words else [], None
    if floored != creatinine:
        under = f"{creatinine} is under the floor, {floored} is used"
        steps.append(f"creatinine: {under}")
    named = f"Cockcroft-Gault, weight: {policy.weight}, half up to {TENTH}"
    steps.append(f"clearance: {words} = {computed} ({named})")
    greatest = policy.greatest
    if greatest == GUIDELINE:
        greatest = Amount(coefficients("clearance-limits")["greatest"], "mL/min")
    return replace(_capped(computed, greatest, tuple(steps)), floored=under, policy=policy)


def _weight(measured: Measurement, wanted: Weight, size: Size) -> Weighed:
    """Choose the weight; overweight is a body mass index from the guideline's figure on."""
    actual = Weighed(size.weight.to("kg"), "")
    match wanted:
        case Weight.IDEAL:
            return _not_over(actual, ideal_weight(size), wanted)
        case Weight.ADJUSTED:
            return _not_over(actual, adjusted_weight(size), wanted)
        case Weight.ADJUSTED_IF_OVERWEIGHT:
            return _if_overweight(measured, actual, size)
    return actual


def _if_overweight(measured: Measurement, actual: Weighed, size: Size) -> Weighed:
    """Show the body mass index, and take the adjusted weight from the guideline's figure on."""
    index, least = measured.body_mass_index, coefficients("clearance-limits")["adjusted_from_bmi"]
    shown = Exact(index).half_up(Fraction(1, 100))
    words = f"body mass index: {actual.weight} / ({size.height.to('m')} x {size.height.to('m')})"
    if index < Fraction(least):
        return Weighed(actual.weight, f"{words} = about {shown}, under {least}: the actual weight")
    adjusted = _not_over(actual, adjusted_weight(size), Weight.ADJUSTED_IF_OVERWEIGHT)
    words = f"{words} = about {shown}, {least} or more: the adjusted weight; {adjusted.words}"
    return Weighed(adjusted.weight, words)


def _not_over(actual: Weighed, other: Weighed, wanted: Weight) -> Weighed:
    """Refuse a weight that would raise the dose of a thin patient."""
    if actual.weight < other.weight:
        raise PatientError(
            f"the {wanted} weight, {other.weight}, is over the actual weight, {actual.weight}, and"
            " would raise the estimate; take the actual weight"
        )
    return other


def _floored(creatinine: Amount, least: Amount | str | None) -> Amount:
    if least is None:
        return creatinine
    if not isinstance(least, Amount):
        least = Amount(coefficients("clearance-limits")["least_creatinine"], "mg/dL")
    return least if _mg_per_dl(creatinine) < _mg_per_dl(least) else creatinine


def _capped(amount: Amount, greatest: Amount | None, steps: tuple[str, ...]) -> Clearance:
    if greatest is None or amount <= greatest:
        return Clearance(amount, amount, steps)
    made = Clearance(amount, greatest, steps)
    return replace(made, steps=(*steps, f"cap: {made.capped}"))


def _of_women() -> Decimal:
    return coefficients("cockcroft-gault", Sex.FEMALE)["factor"]


def _mg_per_dl(creatinine: Amount) -> Fraction:
    number = Fraction(creatinine.number)
    if creatinine.unit not in CREATININES or not number:
        raise PatientError(f"creatinine is {creatinine}; write for example '80 umol/L'")
    if creatinine.unit == "mg/dL":
        return number
    return number / Fraction(coefficients("cockcroft-gault")["umol_per_mg_dl"])
