"""Strategies for products: tablets of strengths that mislead a greedy choice, and vials."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from npc_regimens.products import Product

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from npc_regimens.products import Route

Table = dict[str, Any]
_CITE: Final = "example-2020#table-1"
_SMALL: Final = (50, 75, 100, 125, 150, 200)
_LARGE: Final = (100, 150, 200, 250, 425, 500)


@cache
def _strengths() -> tuple[tuple[int, ...], ...]:
    """List one to three strengths in mg, the largest first, one small at least; few come first.

    They are one choice and not several, for Hypothesis takes fewer choices for the simpler example.
    """
    found = {
        tuple(sorted({small, *more}, reverse=True))
        for small in _SMALL
        for count in range(3)
        for more in combinations(_LARGE, count)
    }
    return tuple(sorted(found, key=lambda strengths: (len(strengths), strengths)))


@st.composite
def product_tables(draw: DrawFn, drug: str, route: str) -> Table:
    """Draw a product as the plain table of its file: tablets of some strengths, or vials.

    It shrinks towards tablets of one strength, 50 mg, or vials rounded to 1 mg; ties go up.
    """
    ties = draw(st.sampled_from(("up", "down")))
    rounding: Table = {"ties": ties, "report_over": "10 %", "cite": _CITE}
    table: Table = {"format": 1, "id": drug, "drug": drug, "name": drug, "rounding": rounding}
    if route == "intravenous":
        step = draw(st.sampled_from(("1 mg", "2.5 mg", "5 mg", "50 mg")))
        rounding |= {"rule": "nearest step", "step": step}
        vial = {"content": "100 mg", "volume": "10 mL", "cite": _CITE}
        return table | {"form": "vial", "route": "intravenous", "vial": [vial], "cite": _CITE}
    rounding["rule"] = "nearest whole units"
    strengths = [f"{strength} mg" for strength in draw(st.sampled_from(_strengths()))]
    return table | {"form": "tablet", "route": "oral", "strengths": strengths, "cite": _CITE}


@st.composite
def products(draw: DrawFn, drug: str = "drug-a", route: Route | None = None) -> Product:
    """Draw a product of a drug, of one route or of either."""
    routes: SearchStrategy[str] = st.sampled_from(("oral", "intravenous"))
    table = draw(product_tables(drug, route or draw(routes)))
    return Product.model_validate(table)
