"""The parts of a product as people write them: strengths, vials, rounding and missed doses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final, Literal

from pydantic import model_validator

from npc_regimens.errors import ProductError
from npc_regimens.record import Record, WrittenAs
from npc_regimens.sources import Citations, Words
from npc_regimens.units import Amount

Basis = Literal["free base", "hydrochloride trihydrate", "anhydrous hydrochloride", "not stated"]
StatedBasis = Literal["free base", "hydrochloride trihydrate", "anhydrous hydrochloride"]
Route = Literal["oral", "intravenous"]

_PERCENTAGES: Final = range(1, 100)
_PERCENT: Final = re.compile(r"([1-9][0-9]?) ?%")


@dataclass(frozen=True, slots=True)
class Percent:
    """A whole percentage.

    >>> Percent.parse("10 %").part
    Fraction(1, 10)
    """

    whole: int

    def __post_init__(self) -> None:
        if type(self.whole) is not int or self.whole not in _PERCENTAGES:
            raise ProductError(f"{self.whole!r} % is not read; write a whole one from 1 to 99")

    @classmethod
    def parse(cls, text: object) -> Percent:
        """Read ``10 %``."""
        found = _PERCENT.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            raise ProductError(f"{text!r} is not a percentage; write for example '10 %'")
        return cls(int(found[1]))

    @property
    def part(self) -> Fraction:
        """The part of a whole."""
        return Fraction(self.whole, 100)

    def __str__(self) -> str:
        return f"{self.whole} %"


def parse_mass(text: str) -> Amount:
    """Read an amount of drug."""
    amount = Amount.parse(text, like="500 mg")
    if amount.kind != "drug mass":
        raise ProductError(f"{amount} is a {amount.kind}, not an amount of drug, like '500 mg'")
    return amount


def parse_volume(text: str) -> Amount:
    """Read a volume."""
    amount = Amount.parse(text, like="10 mL")
    if amount.kind != "volume":
        raise ProductError(f"{amount} is a {amount.kind}, not a volume, like '10 mL'")
    return amount


def parse_hours(text: str) -> Amount:
    """Read a time in hours or minutes."""
    amount = Amount.parse(text, like="12 h")
    if amount.kind != "time":
        raise ProductError(f"{amount} is a {amount.kind}, not a time, like '12 h' or '30 min'")
    return amount


DOSE_KINDS: Final = frozenset({"drug mass", "dose per body area", "dose per body mass"})


def parse_limit(text: str) -> Amount:
    """Read an amount of drug, as such or per body surface or weight."""
    amount = Amount.parse(text, like="100 mg/m2")
    if amount.kind not in DOSE_KINDS:
        raise ProductError(f"{amount} is a {amount.kind}, not a limit of a drug, like '100 mg/m2'")
    return amount


MassText = Annotated[Amount, WrittenAs(parse_mass, "500 mg", "An amount of drug.")]
VolumeText = Annotated[Amount, WrittenAs(parse_volume, "10 mL", "A volume.")]
TimeText = Annotated[Amount, WrittenAs(parse_hours, "12 h", "A time in hours or minutes.")]
PercentText = Annotated[Percent, WrittenAs(Percent.parse, "10 %", "A whole percentage.")]


LimitText = Annotated[
    Amount, WrittenAs(parse_limit, "100 mg/m2", "An amount of drug, or one per body size.")
]


class Limits(Record):
    """How much of a drug is much in one cycle, and in all: to be told, never to change a dose."""

    per_cycle: LimitText | None = None
    lifetime: LimitText | None = None
    cite: Citations | None = None

    @model_validator(mode="after")
    def _limits_something(self) -> Limits:
        if self.per_cycle is None and self.lifetime is None:
            raise ProductError("limits without a limit; write per_cycle = '100 mg/m2' or lifetime")
        return self


class MissedDose(Record):
    """When a missed dose may still be taken."""

    make_up: Literal["never", "with time left"]
    time_left: TimeText | None = None
    cite: Citations | None = None

    @model_validator(mode="after")
    def _time_belongs_to_time_left(self) -> MissedDose:
        if (self.make_up == "with time left") != (self.time_left is not None):
            raise ProductError(
                "make_up 'with time left' needs a time_left, and 'never' has none;"
                " write for example { make_up = 'with time left', time_left = '12 h' }"
            )
        return self

    def may_be_made_up(self, time_left: Amount) -> bool:
        """Whether a missed dose may still be taken, with this much time left to the next one.

        >>> rule = MissedDose(make_up="with time left", time_left="12 h")
        >>> rule.may_be_made_up(Amount.parse("12 h")), rule.may_be_made_up(Amount.parse("719 min"))
        (True, False)
        """
        return self.time_left is not None and self.time_left <= time_left

    def __eq__(self, other: object) -> bool:
        """Compare what two rules say, wherever they come from."""
        if not isinstance(other, MissedDose):
            return NotImplemented
        return (self.make_up, self.time_left) == (other.make_up, other.time_left)

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash((self.make_up, self.time_left))

    def __str__(self) -> str:
        if self.time_left is None:
            return "a missed dose is not made up"
        return f"a missed dose is not made up when fewer than {self.time_left} remain to the next"


class Vial(Record):
    """What one vial holds; the basis where salt and base differ."""

    content: MassText
    volume: VolumeText | None = None
    basis: StatedBasis | None = None
    cite: Citations | None = None

    def __str__(self) -> str:
        volume = "" if self.volume is None else f" in {self.volume}"
        return f"{self.content}{volume}{'' if self.basis is None else f' as {self.basis}'}"


class HowToTake(Record):
    """How a patient takes it, in plain words, and in Chinese where somebody wrote it."""

    text: Words
    text_zh: Words | None = None
    cite: Citations


_GRAMS: Final = re.compile(r"[1-9][0-9]{0,5}(?:\.[0-9]{1,6})?")


def read_grams_per_mole(text: str) -> Decimal:
    """Read a molar mass in grams per mole.

    >>> read_grams_per_mole("586.69")
    Decimal('586.69')
    """
    if _GRAMS.fullmatch(text) is None:
        raise ProductError(f"{text!r} is not a molar mass in g/mol; write for example '586.69'")
    return Decimal(text)


GramsText = Annotated[
    Decimal, WrittenAs(read_grams_per_mole, "586.69", "Grams per mole.", only_text=True)
]


class MolarMass(Record):
    """The molar mass of one form of a drug."""

    basis: StatedBasis
    grams_per_mole: GramsText
    cite: Citations
