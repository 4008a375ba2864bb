"""Products: what can be given of a drug, and the rule that turns a dose into it.

Strengths, vials and rules are data with citations; this room only applies them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from npc_regimens.errors import BasisNotStatedError, ProductError, UnknownNameError
from npc_regimens.record import Record, WrittenAs
from npc_regimens.rounding import (
    Ties,
    covering_mix,
    exact_difference,
    nearest,
    nearest_mix,
    percent_difference,
    to_step,
)
from npc_regimens.sources import Citations, Name, Words
from npc_regimens.units import Amount

Basis = Literal["free base", "hydrochloride trihydrate", "anhydrous hydrochloride", "not stated"]
Route = Literal["oral", "intravenous"]

_DROP: Final = Amount.parse("0.1 mL")  # what a syringe shows
_PERCENT: Final = re.compile(r"([1-9][0-9]?) ?%")


def parse_percent(text: str) -> Fraction:
    """Read a whole percentage as a fraction.

    >>> parse_percent("10 %")
    Fraction(1, 10)
    """
    found = _PERCENT.fullmatch(text)
    if found is None:
        raise ProductError(f"{text!r} is not a percentage; write for example '10 %'")
    return Fraction(int(found[1]), 100)


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


MassText = Annotated[Amount, WrittenAs(parse_mass, "500 mg", "An amount of drug.")]
VolumeText = Annotated[Amount, WrittenAs(parse_volume, "10 mL", "A volume.")]
TimeText = Annotated[Amount, WrittenAs(parse_hours, "12 h", "A time in hours or minutes.")]
PercentText = Annotated[Fraction, WrittenAs(parse_percent, "10 %", "A whole percentage.")]


class MissedDose(Record):
    """When a missed dose may still be taken."""

    make_up: Literal["never", "with time left"]
    time_left: TimeText | None = None
    cite: Citations | None = None

    @model_validator(mode="after")
    def _time_belongs_to_time_left(self) -> MissedDose:
        if (self.make_up == "with time left") != (self.time_left is not None):
            raise ProductError(
                "make_up 'with time left' needs time_left = '12 h', 'never' has none"
            )
        return self

    def says_as(self, other: MissedDose) -> bool:
        """Whether two rules say the same, wherever they come from."""
        return (self.make_up, self.time_left) == (other.make_up, other.time_left)

    def __str__(self) -> str:
        if self.time_left is None:
            return "a missed dose is not made up"
        return f"a missed dose is not made up when fewer than {self.time_left} remain to the next"


class WholeUnits(Record):
    """Take the whole tablets or capsules that come nearest, in the fewest units."""

    rule: Literal["nearest whole units"]
    ties: Ties = Field(strict=False)
    report_over: PercentText
    cite: Citations


class WholeSteps(Record):
    """Order the nearest whole number of steps, such as whole milligrams of an infusion."""

    rule: Literal["nearest step"]
    step: MassText
    ties: Ties = Field(strict=False)
    report_over: PercentText
    cite: Citations


class Vial(Record):
    """What one vial holds; the basis where salt and base differ."""

    content: MassText
    volume: VolumeText | None = None
    basis: Basis | None = None
    cite: Citations | None = None


class HowToTake(Record):
    """How a patient takes it, in plain words."""

    text: Words
    cite: Citations


class Product(Record):
    """One product of one drug, with the rule that makes an ordered dose of a calculated one."""

    format: Literal[1]
    id: Name
    drug: Name
    name: Words
    form: Literal["tablet", "capsule", "vial"]
    route: Route
    strengths: Annotated[tuple[MassText, ...], Field(strict=False)] = ()
    vial: Annotated[tuple[Vial, ...], Field(strict=False)] = ()
    rounding: WholeUnits | WholeSteps = Field(discriminator="rule")
    missed_dose: MissedDose | None = None
    how_to_take: HowToTake | None = None
    note: Words | None = None
    cite: Citations

    @model_validator(mode="after")
    def _strengths_or_vials(self) -> Product:
        if (self.form == "vial") != bool(self.vial) or (self.form != "vial") != bool(
            self.strengths
        ):
            raise ProductError(
                "tablets and capsules have strengths, and vials have [[vial]] tables"
            )
        if isinstance(self.rounding, WholeUnits) and not self.strengths:
            raise ProductError("'nearest whole units' needs strengths; write 'nearest step'")
        return self

    def order(self, calculated: Amount, *, cap: Amount | None = None) -> Ordered:
        """Round a calculated dose to what can be given, never past the cap."""
        rounding = self.rounding
        if isinstance(rounding, WholeUnits):
            mix = nearest_mix(calculated, self.strengths, rounding.ties, cap=cap)
            units = tuple(Units(self.id, strength, count) for strength, count in mix.counts)
            listed = " and ".join(str(strength) for strength in self.strengths)
            rule = f"nearest whole {self.form}s of {listed}, ties {rounding.ties}, fewest units"
            return Ordered.of(calculated, mix.amount, units, rule, rounding.report_over)
        amount = to_step(calculated, rounding.step, rounding.ties, cap=cap)
        rule = f"nearest whole {rounding.step}, ties {rounding.ties}"
        return Ordered.of(calculated, amount, (), rule, rounding.report_over)

    def prepare(self, ordered: Amount, basis: Basis | None = None) -> Preparation:
        """Say how many millilitres and vials an infusion takes.

        Raises `BasisNotStatedError` when the vial is labelled by salt or base and the dose is not.
        """
        vials = [vial for vial in self.vial if vial.basis in {None, basis}]
        if not vials and self.vial:
            labelled = " or ".join(repr(vial.basis) for vial in self.vial)
            raise BasisNotStatedError(
                f"{self.drug}: the basis of the dose is {basis or 'not stated'!r}, so {ordered} has"
                f" no millilitres or vials; give the basis, {labelled}"
            )
        if not vials:
            raise ProductError(f"{self.name} has no vials")
        contents = sorted({vial.content for vial in vials}, key=lambda content: content.number)
        return Preparation(_volume(ordered, vials[0]), covering_mix(ordered, contents).counts)


@dataclass(frozen=True, slots=True)
class Units:
    """A number of units of one strength of a product."""

    product: str
    strength: Amount
    count: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """The dose that is given, by how much it differs, the units that make it, and the rule."""

    amount: Amount
    difference_percent: Decimal
    units: tuple[Units, ...]
    rule: str
    over_limit: bool

    @classmethod
    def of(
        cls,
        calculated: Amount,
        amount: Amount,
        units: tuple[Units, ...],
        rule: str,
        report_over: Fraction,
    ) -> Ordered:
        """Compare with the calculated dose; the limit is compared before any digit is dropped."""
        over = abs(exact_difference(amount, calculated)) > report_over
        return cls(amount, percent_difference(amount, calculated), units, rule, over)

    @classmethod
    def as_calculated(cls, calculated: Amount) -> Ordered:
        """Order exactly what was calculated, for a drug of which no product is known."""
        return cls(
            calculated, Decimal(0), (), "no product is known: as calculated", over_limit=False
        )


@dataclass(frozen=True, slots=True)
class Preparation:
    """Millilitres where the concentration is known, and whole vials."""

    volume: Amount | None
    vials: tuple[tuple[Amount, int], ...]


def _volume(ordered: Amount, vial: Vial) -> Amount | None:
    if vial.volume is None:
        return None
    millilitres = Fraction(ordered.number) * Fraction(vial.volume.to("mL").number)
    return nearest(millilitres / Fraction(vial.content.to(ordered.unit).number), _DROP, Ties.UP)


class Formulary:
    """The products that are at hand, by drug.

    >>> Formulary(()).get("drug-a") is None
    True
    """

    def __init__(self, products: tuple[Product, ...]) -> None:
        by_drug = {product.drug: product for product in products}
        if len(by_drug) != len(products):
            raise ProductError("a formulary has one product of each drug")
        self._by_drug = by_drug

    def get(self, drug: str) -> Product | None:
        """Return the product of a drug, if there is one."""
        return self._by_drug.get(drug)

    def __getitem__(self, drug: str) -> Product:
        try:
            return self._by_drug[drug]
        except KeyError:
            known = ", ".join(sorted(self._by_drug))
            raise UnknownNameError(f"no product of {drug!r}; there are {known}") from None
