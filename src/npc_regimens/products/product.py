"""One product of one drug: the rule that turns a dose into what can be given of it.

Strengths, vials and rules are data with citations; this room only applies them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from npc_regimens.errors import BasisNotStatedError, ProductError, UnknownNameError
from npc_regimens.products.written import (
    Basis,
    HowToTake,
    Limits,
    MassText,
    MissedDose,
    Route,
    Vial,
    WholeSteps,
    WholeUnits,
)
from npc_regimens.record import FormatNumber, Record
from npc_regimens.rounding import (
    Mix,
    Ties,
    covering_mix,
    easier_mix,
    exact_difference,
    nearest,
    nearest_mix,
    percent_difference,
    to_step,
)
from npc_regimens.sources import Citations, Name, Words
from npc_regimens.units import Amount

_DROP: Final = Amount.parse("0.1 mL")  # what a syringe shows


class Product(Record):
    """One product of one drug, with the rule that makes an ordered dose of a calculated one."""

    format: FormatNumber
    id: Name
    drug: Name
    name: Words
    form: Literal["tablet", "capsule", "vial"]
    route: Route
    strengths: Annotated[tuple[MassText, ...], Field(strict=False)] = ()
    vial: Annotated[tuple[Vial, ...], Field(strict=False)] = ()
    rounding: WholeUnits | WholeSteps = Field(discriminator="rule")
    limits: Limits | None = None
    missed_dose: MissedDose | None = None
    how_to_take: HowToTake | None = None
    note: Words | None = None
    cite: Citations

    @model_validator(mode="after")
    def _fits_its_form(self) -> Product:
        is_vial = self.form == "vial"
        if is_vial != bool(self.vial) or is_vial == bool(self.strengths):
            raise ProductError(
                f"strengths and [[vial]] tables do not fit the form {self.form!r};"
                " tablets and capsules have strengths alone, vials have [[vial]] tables alone"
            )
        if is_vial and isinstance(self.rounding, WholeUnits):
            raise ProductError("'nearest whole units' needs strengths; write 'nearest step'")
        return self

    @model_validator(mode="after")
    def _one_concentration(self) -> Product:
        known = {(vial.basis, _per_millilitre(vial)) for vial in self.vial if vial.volume}
        if len({basis for basis, _ in known}) != len(known):
            raise ProductError(
                "vials of one basis have one concentration; correct a volume, or write a product"
                " of its own for each"
            )
        return self

    @model_validator(mode="after")
    def _strengths_are_distinct(self) -> Product:
        if len(set(map(_grams, self.strengths))) != len(self.strengths):
            raise ProductError("a strength stands twice; write each once")
        limits = self.rounding.at_most if isinstance(self.rounding, WholeUnits) else {}
        unknown = limits.keys() - set(map(str, self.strengths))
        if unknown:
            raise ProductError(
                f"at_most names {', '.join(sorted(map(repr, unknown)))}, which is no strength;"
                f" write one of {', '.join(map(str, self.strengths))}"
            )
        return self

    def order(self, calculated: Amount, *, cap: Amount | None = None) -> Ordered:
        """Round a calculated dose to what can be given, never past the cap."""
        self._refuse_nothing(calculated)
        rounding = self.rounding
        if isinstance(rounding, WholeUnits):
            return self._in_units(calculated, rounding, cap)
        amount = to_step(calculated, rounding.step, rounding.ties, cap=cap)
        rule = f"nearest whole {rounding.step}, ties {rounding.ties}"
        return Ordered.of(calculated, amount, (), rule, rounding.report_over.part)

    def _in_units(self, calculated: Amount, rounding: WholeUnits, cap: Amount | None) -> Ordered:
        at_most = {Amount.parse(strength): most for strength, most in rounding.at_most.items()}
        mix = nearest_mix(calculated, self.strengths, rounding.ties, cap=cap, at_most=at_most)
        listed = " and ".join(map(str, self.strengths))
        rule = f"nearest whole {self.form}s of {listed}, ties {rounding.ties}, fewest units"
        for strength, most in at_most.items():
            rule += f", at most {most} of {strength}"
        within = rounding.report_over.part
        ordered = Ordered.of(calculated, mix.amount, self._units(mix), rule, within)
        half = sum(count for _, count in mix.counts) // 2
        easier = easier_mix(
            calculated, self.strengths, half, within=within, cap=cap, at_most=at_most
        )
        if easier is None:
            return ordered
        return replace(
            ordered, easier=Ordered.of(calculated, easier.amount, self._units(easier), rule, within)
        )

    def _units(self, mix: Mix) -> tuple[Units, ...]:
        return tuple(Units(self.id, strength, count) for strength, count in mix.counts)

    def _refuse_nothing(self, amount: Amount) -> None:
        if not amount.number:
            raise ProductError(f"{self.drug}: a dose of {amount} is no dose; leave it out")

    def prepare(self, ordered: Amount, basis: Basis | None = None) -> Preparation:
        """Say how many millilitres and vials an infusion takes.

        Raises `BasisNotStatedError` when the vial is labelled by salt or base and the dose is not.
        """
        self._refuse_nothing(ordered)
        vials = [vial for vial in self.vial if vial.basis in {None, basis}]
        if self.vial and (basis == "not stated" or not vials):
            labelled = " or ".join(repr(vial.basis) for vial in self.vial if vial.basis)
            raise BasisNotStatedError(
                f"{self.drug}: the basis of the dose is {basis or 'not stated'!r}, so {ordered} has"
                f" no millilitres or vials; give the basis, {labelled or 'which the label lacks'}"
            )
        if not vials:
            raise ProductError(f"{self.name} has no vials")
        contents = sorted({vial.content for vial in vials}, key=lambda content: content.number)
        return Preparation(_volume(ordered, vials), covering_mix(ordered, contents).counts)


@dataclass(frozen=True, slots=True)
class Units:
    """A number of units of one strength of a product."""

    product: str
    strength: Amount
    count: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """The dose that is given, by how much it differs, the units that make it, and the rule.

    ``easier`` is another dose within the reported limit, of half as many units or fewer.
    """

    amount: Amount
    difference_percent: Decimal
    units: tuple[Units, ...]
    rule: str
    over_limit: bool
    easier: Ordered | None = None

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


def _grams(strength: Amount) -> Fraction:
    return Fraction(strength.to("g").number)


def _per_millilitre(vial: Vial) -> Fraction | None:
    if vial.volume is None:
        return None
    return Fraction(vial.content.to("mg").number) / Fraction(vial.volume.to("mL").number)


def _volume(ordered: Amount, vials: list[Vial]) -> Amount | None:
    """Say the volume, where every vial that may be opened says its own."""
    concentrations = [_per_millilitre(vial) for vial in vials]
    first = concentrations[0]
    if first is None or None in concentrations:
        return None
    return nearest(Fraction(ordered.to("mg").number) / first, _DROP, Ties.UP)


class Formulary:
    """The products that are at hand, by drug.

    >>> Formulary(()).get("drug-a") is None
    True
    """

    def __init__(self, products: tuple[Product, ...]) -> None:
        by_drug = {product.drug: product for product in products}
        if len(by_drug) != len(products):
            twice = sorted({p.drug for p in products if by_drug[p.drug] is not p})
            raise ProductError(f"two products of {', '.join(twice)}; keep the one that is used")
        self._by_drug = by_drug

    def __eq__(self, other: object) -> bool:
        """Compare the products, in whatever order they came."""
        return isinstance(other, Formulary) and self._by_drug == other._by_drug

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash(frozenset(self._by_drug))

    def replaced_by(self, other: Formulary) -> Formulary:
        """Take the other's products, and one's own of every other drug."""
        return Formulary(tuple({**self._by_drug, **other._by_drug}.values()))

    def get(self, drug: str) -> Product | None:
        """Return the product of a drug, if there is one."""
        return self._by_drug.get(drug)

    def __getitem__(self, drug: str) -> Product:
        try:
            return self._by_drug[drug]
        except KeyError:
            known = ", ".join(sorted(self._by_drug))
            raise UnknownNameError(f"no product of {drug!r}; there are {known}") from None
