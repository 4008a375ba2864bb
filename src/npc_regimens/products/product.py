"""One product of one drug: the rule that turns a dose into what can be given of it.

Strengths, vials and rules are data with citations; this room only applies them.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from npc_regimens.errors import BasisNotStatedError, ProductError
from npc_regimens.products.modifications import Modifications
from npc_regimens.products.ordered import Ordered, Units
from npc_regimens.products.preparing import Preparation, per_millilitre, prepared
from npc_regimens.products.rounding_rules import NearestUnits, RoundingRule
from npc_regimens.products.written import (
    Basis,
    HowToTake,
    Limits,
    MassText,
    MissedDose,
    MolarMass,
    Percent,
    Route,
    StatedBasis,
    Vial,
)
from npc_regimens.record import FormatNumber, Record
from npc_regimens.rounding import WholeUnits, WholeVials, easier_mix, parse_rounding
from npc_regimens.sources import Citations, Name, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npc_regimens.rounding import RoundingPolicy
    from npc_regimens.units import Amount


class Product(Record):
    """One product of one drug, with the rule that makes an ordered dose of a calculated one."""

    format: FormatNumber
    id: Name
    drug: Name
    drug_zh: Words | None = None
    name: Words
    name_zh: Words | None = None
    form: Literal["tablet", "capsule", "vial"]
    route: Route
    strengths: Annotated[tuple[MassText, ...], Field(strict=False)] = ()
    vial: Annotated[tuple[Vial, ...], Field(strict=False)] = ()
    rounding: RoundingRule = Field(discriminator="rule")
    molar_mass: Annotated[tuple[MolarMass, ...], Field(strict=False)] = ()
    limits: Limits | None = None
    missed_dose: MissedDose | None = None
    modifications: Modifications | None = None
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
        if is_vial and isinstance(self.rounding, NearestUnits):
            raise ProductError("'nearest whole units' needs strengths; write 'nearest step'")
        return self

    @model_validator(mode="after")
    def _one_concentration(self) -> Product:
        known = {(vial.basis, per_millilitre(vial)) for vial in self.vial if vial.volume}
        if len({basis for basis, _ in known}) != len(known):
            raise ProductError(
                "vials of one basis have one concentration; correct a volume, or write a product"
                " of its own for each"
            )
        return self

    @model_validator(mode="after")
    def _each_vial_once(self) -> Product:
        seen = set()
        for vial in self.vial:
            same = (_grams(vial.content), per_millilitre(vial), vial.basis)
            if same in seen:
                raise ProductError(f"the vial of {vial} stands twice; write each once")
            seen.add(same)
        return self

    @model_validator(mode="after")
    def _each_basis_once(self) -> Product:
        if len({each.basis for each in self.molar_mass}) != len(self.molar_mass):
            raise ProductError("molar_mass: a basis stands twice; write each once")
        bases = {vial.basis for vial in self.vial}
        if None in bases and len(bases) > 1:
            raise ProductError("some vials say their basis and others do not; write it for each")
        return self

    @model_validator(mode="after")
    def _strengths_are_distinct(self) -> Product:
        if len(set(map(_grams, self.strengths))) != len(self.strengths):
            raise ProductError("a strength stands twice; write each once")
        limits = self.rounding.at_most if isinstance(self.rounding, NearestUnits) else {}
        unknown = limits.keys() - set(map(str, self.strengths))
        if unknown:
            raise ProductError(
                f"at_most names {', '.join(sorted(map(repr, unknown)))}, which is no strength;"
                f" write one of {', '.join(map(str, self.strengths))}"
            )
        self.check_policy(self.policy)
        return self

    @property
    def bases(self) -> frozenset[StatedBasis]:
        """The salts and bases that the product tells apart: none, where that is no question."""
        said = (*(vial.basis for vial in self.vial), *(each.basis for each in self.molar_mass))
        return frozenset(basis for basis in said if basis is not None)

    @property
    def policy(self) -> RoundingPolicy:
        """The rounding rule of this product as a value."""
        return self.rounding.policy(self.strengths)

    def check_policy(self, policy: RoundingPolicy) -> None:
        """Refuse a rounding policy whose doses cannot be made of this product."""
        if self.strengths and not isinstance(policy, WholeUnits):
            raise ProductError(
                f"{self.name}: a {self.form} is not divided, so '{policy}' does not fit; write"
                f" for example 'whole units of {self.strengths[0]}, ties up'"
            )
        known = self.strengths or tuple(vial.content for vial in self.vial)
        match policy:
            case WholeUnits(strengths=named) | WholeVials(contents=named):
                unknown = {_grams(each) for each in named} - {_grams(each) for each in known}
            case _:
                return
        if unknown:
            raise ProductError(
                f"{self.name}: '{policy}' names what there is not; there are"
                f" {', '.join(map(str, known))}"
            )

    def order(
        self,
        calculated: Amount,
        *,
        cap: Amount | None = None,
        policy: RoundingPolicy | str | None = None,
        basis: Basis | None = None,
        report_over: Percent | None = None,
    ) -> Ordered:
        """Round a calculated dose to what can be given, never past the cap.

        ``policy`` takes the place of the product's own rounding rule, and ``report_over`` that of
        its limit. Whole vials are those of the basis of the dose.
        """
        self._refuse_nothing(calculated)
        rule = None if policy else self.rounding.words(self.strengths, self.form)
        policy = parse_rounding(policy) if isinstance(policy, str) else policy
        used = policy or self.policy
        self.check_policy(used)
        self._check_basis(used, basis)
        within = (report_over or self.rounding.report_over).part
        ordered = Ordered.by(used, calculated, within, product=self.id, cap=cap, rule=rule)
        easier = self._easier(calculated, ordered, used, cap)
        return ordered if easier is None else replace(ordered, easier=easier)

    def _check_basis(self, policy: RoundingPolicy, basis: Basis | None) -> None:
        """Refuse whole vials that hold another salt or base than the dose is of."""
        bases = {vial.basis for vial in self.vial} - {None}
        if not bases or not isinstance(policy, WholeVials):
            return
        held = {_grams(vial.content) for vial in self.vial if vial.basis == basis}
        if not {_grams(content) for content in policy.contents} <= held:
            raise BasisNotStatedError(
                f"{self.drug}: '{policy}' does not fit a dose whose basis is"
                f" {basis or 'not stated'!r}; give the basis, and vials of it"
            )

    def _easier(
        self, calculated: Amount, ordered: Ordered, policy: RoundingPolicy, cap: Amount | None
    ) -> Ordered | None:
        """Look for a dose of half as many units that is still within the reported limit.

        It stays between the outer rungs of a label table.
        """
        if not isinstance(policy, WholeUnits):
            return None
        half = sum(each.count for each in ordered.units) // 2
        within, limits = self.rounding.report_over.part, dict(policy.at_most)
        most = min(filter(None, (cap, policy.most)), default=None)
        mix = easier_mix(
            calculated, policy.strengths, half, within=within, cap=most, at_most=limits
        )
        if mix is None or (policy.least is not None and mix.amount < policy.least):
            return None
        units = tuple(Units(self.id, strength, count) for strength, count in mix.counts)
        return Ordered.of(calculated, mix.amount, units, ordered.rule, within)

    def _refuse_nothing(self, amount: Amount) -> None:
        if not amount.number:
            raise ProductError(f"{self.drug}: a dose of {amount} is no dose; leave it out")

    def prepare(
        self,
        ordered: Amount,
        basis: Basis | None = None,
        *,
        sharing: bool = False,
        units: Sequence[Units] = (),
    ) -> Preparation:
        """Say how many millilitres and vials an infusion takes, and what is wasted.

        With vial sharing others use what is left over. ``units`` are the vials of an order by
        whole vials, which are then opened. Raises `BasisNotStatedError` when the vial is labelled
        by salt or base and the dose is not, or otherwise.
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
            raise ProductError(f"{self.name} has no vials; an infusion needs a product of vials")
        held = {_grams(vial.content) for vial in vials}
        for each in units:
            if _grams(each.strength) not in held:
                raise ProductError(
                    f"{self.drug}: {each.strength} of {basis} is not what a vial holds; there are"
                    f" {', '.join(str(vial.content) for vial in vials)}"
                )
        return prepared(ordered, vials, units, sharing=sharing)


def _grams(strength: Amount) -> Fraction:
    return Fraction(strength.to("g").number)
