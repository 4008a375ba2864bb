"""The sizes that a rounding policy is made of: doses of drug, each of them once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from npc_regimens.errors import NpcRegimensError, ProductError
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Sequence


def listed(words: Iterable[object]) -> str:
    """Say several things in words, the last of them after "and".

    >>> listed(["180 mg", "200 mg", "220 mg"])
    '180 mg, 200 mg and 220 mg'
    """
    *first, last = map(str, words)
    return f"{', '.join(first)} and {last}" if first else last


def sizes_of(given: object, rule: str) -> tuple[Amount, ...]:
    """Take sizes as amounts or as text, and keep them where nobody changes them.

    Raises `ProductError` when they are no list, and `UnitError` when one cannot be read.

    >>> sizes_of(["500 mg", "150 mg"], "whole units")
    (Amount('500 mg'), Amount('150 mg'))
    """
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise ProductError(f"{rule} of {given!r}: write a list of doses, like ('500 mg',)")
    return tuple(Amount.of(size, like="500 mg") for size in given)


def limits_of(given: object) -> tuple[tuple[Amount, int], ...]:
    """Take how many units of a strength may be taken, as pairs or as a table.

    Raises `ProductError` when they are neither, or no whole numbers, and `UnitError` when a
    strength cannot be read.

    >>> limits_of({"150 mg": 2})
    ((Amount('150 mg'), 2),)
    """
    pairs: Any = given.items() if isinstance(given, Mapping) else given
    refusal = ProductError(f"at most {given!r}: write pairs like ('150 mg', 2)")
    try:
        limits = tuple((Amount.of(strength, like="150 mg"), count) for strength, count in pairs)
    except NpcRegimensError:
        raise
    except (TypeError, ValueError):
        raise refusal from None
    if any(type(count) is not int for _, count in limits):
        raise refusal
    return limits


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
