"""The only room that drops digits, and only by a named rule.

Everything here is arithmetic on whole numbers and fractions, so that a tie is a tie.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.errors import ProductError
from npc_regimens.units import EXACT, Amount

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_STEPS: Final = 100_000  # more than any dose needs; bounds the search for a mix


class Ties(StrEnum):
    """Where a number goes that lies exactly between two steps."""

    UP = "up"
    DOWN = "down"


class Mix(NamedTuple):
    """Whole units of some strengths, and what they amount to."""

    amount: Amount
    counts: tuple[tuple[Amount, int], ...]


def whole_steps(value: Fraction, step: Fraction, ties: Ties) -> int:
    """Count the steps nearest to a value.

    >>> whole_steps(Fraction(975), Fraction(50), Ties.UP)
    20
    """
    doubled = 2 * value / step
    if ties is Ties.UP:
        return math.floor((doubled + 1) / 2)
    return math.ceil((doubled - 1) / 2)


def nearest(value: Fraction, step: Amount, ties: Ties) -> Amount:
    """Round an exact value, in the unit of the step, to a whole number of steps.

    >>> nearest(Fraction(20, 3), Amount.parse("0.1 mL"), Ties.UP)
    Amount('6.7 mL')
    """
    count = whole_steps(value, Fraction(step.number), ties)
    return Amount(EXACT.multiply(step.number, Decimal(count)), step.unit)


def to_step(amount: Amount, step: Amount, ties: Ties, *, cap: Amount | None = None) -> Amount:
    """Round to the nearest whole number of steps, never past the cap.

    Raises `ProductError` when the nearest whole number of steps is none.

    >>> to_step(Amount.parse("122.5 mg"), Amount.parse("1 mg"), Ties.UP)
    Amount('123 mg')
    """
    unit = amount.unit
    rounded = nearest(Fraction(amount.number), step.to(unit), ties)
    if cap is not None and cap < rounded:
        whole = math.floor(Fraction(cap.to(unit).number) / Fraction(step.to(unit).number))
        rounded = step.to(unit) * whole
    if amount.number and not rounded.number:
        raise ProductError(f"{amount} cannot be given in steps of {step}")
    return rounded


def square_root(value: Fraction, step: Fraction) -> Decimal:
    """Take a square root and end it at once, half up, at a whole number of steps.

    The floor of twice the root in steps is an integer square root, and half up of x is half of
    (the floor of 2 x, plus 1): no digit is ever guessed.

    >>> square_root(Fraction(170 * 65, 3600), Fraction(1, 100))
    Decimal('1.75')
    """
    doubled = isqrt(math.floor(4 * value / step**2))
    return _decimal(Fraction((doubled + 1) // 2) * step)


def percent_difference(ordered: Amount, calculated: Amount) -> Decimal:
    """Say by how many percent the ordered dose differs, half away from zero to 0.01.

    >>> percent_difference(Amount.parse("1150 mg"), Amount.parse("1137.5 mg"))
    Decimal('1.1')
    """
    exact = exact_difference(ordered, calculated) * 100
    hundredths = whole_steps(abs(exact), Fraction(1, 100), Ties.UP)
    return _decimal(Fraction(hundredths if exact >= 0 else -hundredths, 100))


def exact_difference(ordered: Amount, calculated: Amount) -> Fraction:
    """Say by which part of the calculated dose the ordered dose differs, with nothing dropped."""
    base = Fraction(calculated.number)
    return (Fraction(ordered.to(calculated.unit).number) - base) / base


def nearest_mix(
    amount: Amount, strengths: Sequence[Amount], ties: Ties, *, cap: Amount | None = None
) -> Mix:
    """Choose the whole units that come nearest, in the fewest units, never past the cap.

    Raises `ProductError` when no whole number of units comes near.

    >>> nearest_mix(Amount.parse("1137.5 mg"), [Amount.parse("500 mg"), Amount.parse("150 mg")],
    ...             Ties.UP).counts
    ((Amount('500 mg'), 2), (Amount('150 mg'), 1))
    """
    scale = _Scale.of(amount, strengths)
    highest = math.floor(scale.target) + scale.sizes[0]
    if cap is not None:
        highest = min(highest, math.floor(Fraction(cap.to(amount.unit).number) / scale.grain))
    last = _fewest_units(scale.sizes, highest)
    upward = 1 if ties is Ties.UP else -1
    best = min(
        (total for total in range(highest + 1) if total == 0 or last[total]),
        key=lambda total: (abs(total - scale.target), -upward * total),
    )
    if best == 0 and amount.number:
        raise ProductError(f"{amount} cannot be made of whole units of {_listed(strengths)}")
    return scale.mix(best, last)


def covering_mix(amount: Amount, contents: Sequence[Amount]) -> Mix:
    """Choose the whole vials that hold at least a dose: the least waste, then the fewest.

    >>> covering_mix(Amount.parse("1750 mg"), [Amount.parse("200 mg"), Amount.parse("1000 mg")]
    ...              ).amount
    Amount('1800 mg')
    """
    scale = _Scale.of(amount, contents)
    last = _fewest_units(scale.sizes, math.ceil(scale.target) + scale.sizes[0])
    enough = math.ceil(scale.target)
    return scale.mix(next(total for total in range(enough, len(last)) if last[total]), last)


@dataclass(frozen=True, slots=True)
class _Scale:
    """A dose and the sizes of units, as whole numbers of their common measure."""

    target: Fraction
    sizes: tuple[int, ...]
    grain: Fraction
    unit: str

    @classmethod
    def of(cls, amount: Amount, strengths: Sequence[Amount]) -> _Scale:
        unit = amount.unit
        sizes = sorted((Fraction(s.to(unit).number) for s in strengths), reverse=True)
        bottom = math.lcm(*(size.denominator for size in sizes))
        grain = Fraction(math.gcd(*(int(size * bottom) for size in sizes)), bottom)
        target = Fraction(amount.number) / grain
        if target > MOST_STEPS:
            raise ProductError(f"{amount} is too much to be made of {_listed(strengths)}")
        return cls(target, tuple(int(size / grain) for size in sizes), grain, unit)

    def mix(self, total: int, last: Sequence[int]) -> Mix:
        """Take units off a total, one by one, and count them by strength."""
        counts: Counter[int] = Counter()
        left = total
        while left:
            counts[last[left]] += 1
            left -= last[left]
        amounts = ((self._amount(size), counts[size]) for size in sorted(counts, reverse=True))
        return Mix(self._amount(total), tuple(amounts))

    def _amount(self, total: int) -> Amount:
        return Amount(_decimal(total * self.grain), self.unit)


def _fewest_units(sizes: Sequence[int], highest: int) -> list[int]:
    """For each total, the size of one unit of a mix with the fewest units; 0 where there is none.

    A greedy choice of the largest size fails for 150 and 500, so every total is built up.
    """
    fewest: list[int | None] = [0] + [None] * highest
    last = [0] * (highest + 1)
    for total in range(1, highest + 1):
        for size in sizes:
            before = fewest[total - size] if size <= total else None
            now = fewest[total]
            if before is not None and (now is None or before + 1 < now):
                fewest[total], last[total] = before + 1, size
    return last


def _listed(strengths: Sequence[Amount]) -> str:
    return " and ".join(str(strength) for strength in strengths)


def _decimal(value: Fraction) -> Decimal:
    """Write a fraction of a decimal step as a decimal, exactly."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
