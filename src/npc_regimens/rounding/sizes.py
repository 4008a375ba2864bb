"""The sizes that a rounding policy is made of: doses of drug, each of them once."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from npc_regimens.errors import ProductError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from npc_regimens.units import Amount


def listed(words: Iterable[object]) -> str:
    """Say several things in words, the last of them after "and".

    >>> listed(["180 mg", "200 mg", "220 mg"])
    '180 mg, 200 mg and 220 mg'
    """
    *first, last = map(str, words)
    return f"{', '.join(first)} and {last}" if first else last


def refuse_unfit(sizes: Sequence[Amount], rule: str) -> None:
    """Refuse sizes that are none, nothing, no amounts of drug, or the same twice.

    Raises `ProductError`, which names the rule that they stand in.
    """
    if not sizes:
        raise ProductError(f"{rule} of nothing; name at least one dose, like '500 mg'")
    for size in sizes:
        if size.kind != "drug mass" or not size.number:
            raise ProductError(f"{rule} of {size}: write an amount of drug, like '500 mg'")
    if len({Fraction(size.to("mg").number) for size in sizes}) != len(sizes):
        raise ProductError(f"{rule} of {listed(sizes)}: one stands twice; write each once")
