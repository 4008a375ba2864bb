"""Salt and base: what a dose of one is in the other, by a named factor and never by two.

The label's factor is what one vial is labelled with. The factor of molar masses is another number,
and a dose converted by one is not converted back by the other.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.errors import BasisNotStatedError, ProductError
from npc_regimens.products.written import DOSE_KINDS, parse_limit
from npc_regimens.rounding import Exact
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npc_regimens.products.product import Product
    from npc_regimens.products.written import StatedBasis, Vial

_TENTH: Final = Decimal("0.1")
_IN_MILLIGRAMS: Final = {"g": "mg", "g/m2": "mg/m2", "g/kg": "mg/kg"}  # 0.1 g would be too coarse


class Factor(StrEnum):
    """Which factor converts between salt and base."""

    LABEL = "label"
    MOLAR_MASSES = "molar masses"


class Converted(NamedTuple):
    """The same dose in another basis, and its arithmetic in words."""

    amount: Amount
    words: str


def convert_basis(  # noqa: PLR0913  each side of a conversion has its name
    product: Product,
    amount: Amount | str,
    *,
    of: StatedBasis,
    to: StatedBasis,
    by: Factor,
    step: Amount | None = None,
) -> Converted:
    """Say what a dose of one basis is in another, half up to a step, 0.1 of its unit by default.

    A dose in grams is converted in milligrams. Raises `BasisNotStatedError` where the product does
    not know the factor, and `ProductError` where a step leaves nothing of the dose.
    """
    amount = parse_limit(amount) if isinstance(amount, str) else amount
    if amount.kind not in DOSE_KINDS:
        raise ProductError(f"{amount} is a {amount.kind}, not a dose, like '70 mg/m2'")
    amount = amount.to(_IN_MILLIGRAMS.get(amount.unit, amount.unit))
    step = step or Amount(_TENTH, amount.unit)
    top, bottom, unit = _factor(product, of, to, _named(by))
    exact = Fraction(amount.number) * Fraction(top) / Fraction(bottom)
    rounded = exact and step.number and Exact(exact).half_up(Fraction(step.to(amount.unit).number))
    if not rounded:
        raise ProductError(f"{amount} as {of} is nothing as {to} to {step}; take a finer step")
    converted = Amount(Decimal(rounded), amount.unit)
    how = f"{by} of {product.name}" if by == Factor.LABEL else by
    words = f"{amount} as {of} x {top}{unit} / {bottom}{unit} = {converted} as {to}"
    return Converted(converted, f"{words} ({how}, half up to {step})")


def _named(by: Factor | str) -> Factor:
    if by not in [*Factor]:
        known = " or ".join(repr(str(factor)) for factor in Factor)
        raise ProductError(f"there is no factor {by!r}; write {known}")
    return Factor(by)


def _factor(
    product: Product, of: StatedBasis, to: StatedBasis, by: Factor
) -> tuple[Decimal, Decimal, str]:
    """Find what stands above and below the line, and their unit."""
    if by is Factor.LABEL:
        says, unit = "label of {} says", " mg"
        known = {vial.basis: vial.content.to("mg").number for vial in _same_vial(product)}
    else:
        says, unit = "molar masses of {} say", " g/mol"
        known = {each.basis: each.grams_per_mole for each in product.molar_mass}
    missing = dict.fromkeys(basis for basis in (of, to) if basis not in known)
    if missing:
        there = ", ".join(map(str, known)) or "none"
        raise BasisNotStatedError(
            f"{product.drug}: the {says.format(product.name)} nothing of {' and '.join(missing)};"
            f" there is {there}"
        )
    return known[to], known[of], unit


def _same_vial(product: Product) -> Sequence[Vial]:
    """List the entries of one physical vial: one stated volume, each basis once."""
    volumes = {vial.volume for vial in product.vial}
    bases = {vial.basis for vial in product.vial}
    is_one = len(volumes) == 1 and volumes != {None} and len(bases) == len(product.vial)
    return product.vial if is_one else ()
