"""The only room that drops digits, and only by a named rule.

Everything here is arithmetic on whole numbers and fractions, so that a tie is a tie.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.errors import ProductError
from npc_regimens.units import EXACT, Amount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_STEPS: Final = 2_000  # more than any dose needs; bounds the search for a mix


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
    amount: Amount,
    strengths: Sequence[Amount],
    ties: Ties,
    *,
    cap: Amount | None = None,
    at_most: Mapping[Amount, int] | None = None,
) -> Mix:
    """Choose the whole units that come nearest, in the fewest units, never past the cap.

    ``at_most`` limits how many units of a strength may be taken at once.

    Raises `ProductError` when no whole number of units comes near.

    >>> nearest_mix(Amount.parse("1137.5 mg"), [Amount.parse("500 mg"), Amount.parse("150 mg")],
    ...             Ties.UP).counts
    ((Amount('500 mg'), 2), (Amount('150 mg'), 1))
    """
    scale = _Scale.of(amount, strengths)
    mixes = scale.mixes(cap=cap, at_most=at_most)
    upward = 1 if ties is Ties.UP else -1
    best = min(mixes, key=lambda total: (abs(total - scale.target), -upward * total))
    if best == 0 and amount.number:
        raise ProductError(f"{amount} cannot be made of whole units of {_listed(strengths)}")
    return scale.mix(best, mixes[best])


def easier_mix(  # noqa: PLR0913  each limit has its name
    amount: Amount,
    strengths: Sequence[Amount],
    units: int,
    *,
    within: Fraction,
    cap: Amount | None = None,
    at_most: Mapping[Amount, int] | None = None,
) -> Mix | None:
    """Choose the nearest mix of at most so many units that comes within a part of the amount.

    >>> easier_mix(Amount.parse("2187.5 mg"), [Amount.parse("500 mg"), Amount.parse("150 mg")], 5,
    ...            within=Fraction(1, 10)).amount
    Amount('2150 mg')
    """
    scale = _Scale.of(amount, strengths)
    mixes = scale.mixes(cap=cap, at_most=at_most)
    few = {total: mix for total, mix in mixes.items() if total and sum(mix) <= units}
    best = min(few, key=lambda total: abs(total - scale.target), default=0)
    if abs(best - scale.target) > within * scale.target:
        return None
    return scale.mix(best, few[best])


def covering_mix(amount: Amount, contents: Sequence[Amount]) -> Mix:
    """Choose the whole vials that hold at least a dose: the least waste, then the fewest.

    >>> covering_mix(Amount.parse("1750 mg"), [Amount.parse("200 mg"), Amount.parse("1000 mg")]
    ...              ).amount
    Amount('1800 mg')
    """
    scale = _Scale.of(amount, contents)
    mixes = scale.mixes()
    enough = min(total for total in mixes if total >= scale.target)
    return scale.mix(enough, mixes[enough])


@dataclass(frozen=True, slots=True)
class _Scale:
    """A dose and the sizes of units, as whole numbers of their common measure."""

    target: Fraction
    strengths: tuple[Amount, ...]
    sizes: tuple[int, ...]
    grain: Fraction
    unit: str

    @classmethod
    def of(cls, amount: Amount, strengths: Sequence[Amount]) -> _Scale:
        unit = amount.unit
        ordered = sorted(strengths, key=lambda strength: strength.to(unit).number, reverse=True)
        sizes = [Fraction(strength.to(unit).number) for strength in ordered]
        bottom = math.lcm(*(size.denominator for size in sizes))
        grain = Fraction(math.gcd(*(int(size * bottom) for size in sizes)), bottom)
        target = Fraction(amount.number) / grain
        if target > MOST_STEPS:
            raise ProductError(f"{amount} is too much to be made of {_listed(strengths)}")
        return cls(target, tuple(ordered), tuple(int(s / grain) for s in sizes), grain, unit)

    def mixes(
        self, *, cap: Amount | None = None, at_most: Mapping[Amount, int] | None = None
    ) -> dict[int, tuple[int, ...]]:
        """For each total up to one unit past the dose, the counts of a mix with the fewest units.

        A greedy choice of the largest size fails for 150 and 500, so every total is built up.
        """
        highest = math.ceil(self.target) + self.sizes[0]
        if cap is not None:
            highest = min(highest, math.floor(Fraction(cap.to(self.unit).number) / self.grain))
        limits = at_most or {}
        made: dict[int, tuple[int, ...]] = {0: ()}
        for strength, size in zip(self.strengths, self.sizes, strict=True):
            wider: dict[int, tuple[int, ...]] = {}
            for total, counts in made.items():
                room = (highest - total) // size
                for count in range(min(room, limits.get(strength, room)) + 1):
                    mix, reached = (*counts, count), total + count * size
                    if reached not in wider or _effort(mix) < _effort(wider[reached]):
                        wider[reached] = mix
            made = wider
        return made

    def mix(self, total: int, counts: tuple[int, ...]) -> Mix:
        """Say a mix in amounts again."""
        taken = zip(self.strengths, counts, strict=True)
        amount = Amount(_decimal(total * self.grain), self.unit)
        return Mix(amount, tuple((strength, count) for strength, count in taken if count))


def _effort(counts: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
    """Order mixes of one total: few units, then few strengths, then large ones."""
    return sum(counts), sum(map(bool, counts)), tuple(-count for count in counts)


def _listed(strengths: Sequence[Amount]) -> str:
    return " and ".join(str(strength) for strength in strengths)


def _decimal(value: Fraction) -> Decimal:
    """Write a fraction of a decimal step as a decimal, exactly."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
