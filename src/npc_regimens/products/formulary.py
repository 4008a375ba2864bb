"""The products that are at hand, by drug."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.errors import ProductError, UnknownNameError

if TYPE_CHECKING:
    from npc_regimens.products.product import Product


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
