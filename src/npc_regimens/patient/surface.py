"""Body surface: which formula, how precise, and capped only if the caller says so."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import PatientError, UnitError
from npc_regimens.patient.formulas import FORMULAS, Formula, Size
from npc_regimens.rounding import Exact
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from decimal import Decimal

    from npc_regimens.patient.measured import Measurement
    from npc_regimens.rounding import Unrounded

HUNDREDTH: Final = Amount.parse("0.01 m2")
COARSEST: Final = Amount.parse("0.1 m2")  # a guard: a coarser step is a slip of the pen
_TENTH: Final = Fraction(1, 10)
_MILLIONTH: Final = Fraction(1, 1_000_000)  # what a pocket calculator shows of a power


@dataclass(frozen=True, slots=True)
class SurfacePolicy:
    """How body surface is computed: formula, precision, and a cap only if the caller says so."""

    formula: Formula = Formula.MOSTELLER
    step: Amount = HUNDREDTH
    cap: Amount | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "formula", Formula.read(self.formula))
        object.__setattr__(self, "step", _area("step", self.step, str(HUNDREDTH)))
        if self.cap is not None:
            object.__setattr__(self, "cap", _area("cap", self.cap, "2 m2"))
        if self.step > COARSEST:
            raise PatientError(
                f"the step of a body surface is {self.step}, coarser than {COARSEST}; write for"
                f" example '{HUNDREDTH}'"
            )

    def __str__(self) -> str:
        capped = "" if self.cap is None else f", capped at {self.cap}"
        return f"{self.formula}, half up to {self.step}{capped}"


def _area(what: str, value: Amount, like: str) -> Amount:
    """Take an area as an amount or as text."""
    try:
        amount = Amount.of(value, like=like)
    except UnitError as error:
        raise PatientError(f"the {what} of a body surface: {error}") from error
    if amount.unit != "m2" or not amount.number:
        raise PatientError(f"the {what} of a body surface is {amount}; write for example '{like}'")
    return amount


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
        return self.used < self.computed

    @property
    def steps(self) -> tuple[str, ...]:
        """The arithmetic line by line, as somebody would redo it with a pencil."""
        line = f"body surface: {self.arithmetic} = {self.computed} ({self.policy})"
        cap = f"cap: {self.computed} is over the cap, {self.used} is used"
        return (line, cap) if self.capped else (line,)


def body_surface(measurement: Measurement, policy: SurfacePolicy | None = None) -> Surface:
    """Compute a body surface, so that a second person can redo it by hand from what is printed.

    >>> import datetime as dt
    >>> from npc_regimens.patient import Measurement
    >>> measured = Measurement.read(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
    >>> body_surface(measured).used
    Amount('1.75 m2')
    """
    policy = policy or SurfacePolicy()
    made = FORMULAS[policy.formula](Size.of(measurement))
    step, words = Fraction(policy.step.number), made.words
    if policy.formula is not Formula.MOSTELLER:  # a root needs no more; a power is hard to redo
        shown = _shown(made.value, step)
        words += f" = {shown}" if made.value == Exact(Fraction(shown)) else f" = about {shown}"
    computed = Amount(made.value.half_up(step), "m2")
    used = computed if policy.cap is None else min(computed, policy.cap)
    return Surface(computed, used, policy, words)


def _shown(value: Unrounded, step: Fraction) -> Decimal:
    """Show six digits of a power, and more where these alone would round to another step."""
    shown, fineness = value.half_up(_MILLIONTH), _MILLIONTH
    while Exact(Fraction(shown)).half_up(step) != value.half_up(step):
        fineness = fineness * _TENTH
        shown = value.half_up(fineness)
    return shown
