"""Salt and base: what a dose of one is in the other, by a named factor and never by two.

The label's factor is what one vial is labelled with. The factor of molar masses is another number,
and a dose converted by one is not converted back by the other.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.errors import BasisNotStatedError
from npc_regimens.rounding import Exact
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from npc_regimens.products.product import Product
    from npc_regimens.products.written import StatedBasis, Vial

_TENTH: Final = Decimal(1).scaleb(-1)


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
    amount: Amount,
    *,
    of: StatedBasis,
    to: StatedBasis,
    by: Factor,
    step: Amount | None = None,
) -> Converted:
    """Say what a dose of one basis is in another, half up to a step, 0.1 of its unit by default.

    Raises `BasisNotStatedError` where the product does not know the factor.
    """
    step = step or Amount(_TENTH, amount.unit)
    top, bottom, unit = _factor(product, of, to, Factor(by))
    exact = Fraction(amount.number) * Fraction(top) / Fraction(bottom)
    rounded = Exact(exact).half_up(Fraction(step.to(amount.unit).number))
    converted = Amount(rounded, amount.unit)
    how = f"{by} of {product.name}" if by == Factor.LABEL else by
    words = f"{amount} as {of} x {top}{unit} / {bottom}{unit} = {converted} as {to}"
    return Converted(converted, f"{words} ({how}, half up to {step})")


def _factor(
    product: Product, of: StatedBasis, to: StatedBasis, by: Factor
) -> tuple[Decimal, Decimal, str]:
    """Find what stands above and below the line, and their unit."""
    if by is Factor.LABEL:
        contents = {vial.basis: vial.content for vial in _same_vial(product)}
        known = {basis: content.to("mg").number for basis, content in contents.items() if basis}
    else:
        known = {each.basis: each.grams_per_mole for each in product.molar_mass}
    missing = [basis for basis in (of, to) if basis not in known]
    if missing:
        raise BasisNotStatedError(
            f"{product.drug}: the {by} of {product.name} say nothing of {' and '.join(missing)};"
            f" there is {', '.join(known) or 'none'}"
        )
    return known[to], known[of], " mg" if by is Factor.LABEL else " g/mol"


def _same_vial(product: Product) -> list[Vial]:
    """List the entries of one physical vial: one volume, several bases."""
    volumes = {vial.volume for vial in product.vial}
    return list(product.vial) if len(volumes) == 1 else []
