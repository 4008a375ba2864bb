"""Whole units of some strengths: the nearest, an easier one, and vials that cover a dose."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.errors import ProductError
from npc_regimens.rounding.steps import Direction, Ties, exact_decimal
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_STEPS: Final = 2_000  # more than any dose needs; bounds the search for a mix


class Mix(NamedTuple):
    """Whole units of some strengths, and what they amount to."""

    amount: Amount
    counts: tuple[tuple[Amount, int], ...]


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

    Raises `ProductError` when no whole number of units comes near, or a strength is nothing.

    >>> nearest_mix(Amount.parse("1137.5 mg"), [Amount.parse("500 mg"), Amount.parse("150 mg")],
    ...             Ties.UP).counts
    ((Amount('500 mg'), 2), (Amount('150 mg'), 1))
    """
    direction = Direction.nearest(ties)
    return directed_mix(amount, strengths, direction, cap=cap, at_most=at_most)


def directed_mix(
    amount: Amount,
    strengths: Sequence[Amount],
    direction: Direction,
    *,
    cap: Amount | None = None,
    at_most: Mapping[Amount, int] | None = None,
) -> Mix:
    """Choose the whole units next to an amount in a direction, in the fewest, never past the cap.

    Where nothing lies above, the highest that can be made is next above.

    Raises `ProductError` when that is no unit at all, or a strength is nothing.

    >>> directed_mix(Amount.parse("140 mg"), [Amount.parse("100 mg")], Direction.DOWN).amount
    Amount('100 mg')
    """
    scale = _Scale.of(amount, strengths)
    mixes = scale.mixes(cap=cap, at_most=at_most)
    best = _next_to(scale.target, mixes, Direction.read(direction))
    if amount.number and not best:
        under = "" if cap is None else f" under the cap of {cap}"
        raise ProductError(
            f"{amount} cannot be made of whole units of {_listed(strengths)}{under};"
            f" use a smaller strength, or check the {'dose' if cap is None else 'cap'}"
        )
    return scale.mix(best, mixes[best])


def _next_to(target: Fraction, totals: Iterable[int], direction: Direction) -> int:
    below = [total for total in totals if total <= target]
    above = [total for total in totals if total >= target]
    if direction is Direction.UP:
        return min(above, default=max(below))
    if direction is Direction.DOWN or not above:
        return max(below)
    lower, upper = max(below), min(above)
    # of two that are as near, the first is taken
    both = (upper, lower) if direction is Direction.NEAREST else (lower, upper)
    return min(both, key=lambda total: abs(total - target))


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

    Raises `ProductError` when a strength is nothing.

    >>> easier_mix(Amount.parse("2187.5 mg"), [Amount.parse("500 mg"), Amount.parse("150 mg")], 5,
    ...            within=Fraction(1, 10)).amount
    Amount('2150 mg')
    """
    scale = _Scale.of(amount, strengths)
    mixes = scale.mixes(cap=cap, at_most=at_most)
    few = [total for total, mix in mixes.items() if total and sum(mix) <= units]
    near = [total for total in few if abs(total - scale.target) <= within * scale.target]
    if not near:
        return None
    best = min(near, key=lambda total: abs(total - scale.target))
    return scale.mix(best, mixes[best])


def covering_mix(amount: Amount, contents: Sequence[Amount]) -> Mix:
    """Choose the whole vials that hold at least a dose: the least waste, then the fewest.

    Raises `ProductError` when a content is nothing, or the dose is far too much.

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
        if not strengths or not all(strength.number for strength in strengths):
            raise ProductError(
                f"whole units of {_listed(strengths) or 'nothing'}: write strengths above 0,"
                " like '500 mg'"
            )
        ordered = sorted(strengths, key=lambda strength: strength.to(unit).number, reverse=True)
        sizes = [Fraction(strength.to(unit).number) for strength in ordered]
        bottom = math.lcm(*(size.denominator for size in sizes))
        grain = Fraction(math.gcd(*(int(size * bottom) for size in sizes)), bottom)
        target = Fraction(amount.number) / grain
        if target > MOST_STEPS:
            raise ProductError(
                f"{amount} is too much to be made of {_listed(strengths)}; check the dose and its"
                " unit, or use a larger strength"
            )
        if sizes[0] > MOST_STEPS * grain:
            raise ProductError(
                f"{_listed(strengths)} are too far apart to be mixed; check their units"
            )
        return cls(target, tuple(ordered), tuple(int(s / grain) for s in sizes), grain, unit)

    def mixes(
        self, cap: Amount | None = None, at_most: Mapping[Amount, int] | None = None
    ) -> dict[int, tuple[int, ...]]:
        """For each total up to one unit past the dose, the counts of a mix with the fewest units.

        A greedy choice of the largest size fails for 150 and 500, so every total is built up.
        """
        highest = math.ceil(self.target) + self.sizes[0]
        if cap is not None:
            highest = min(highest, Fraction(cap.to(self.unit).number) // self.grain)
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
        amount = Amount(exact_decimal(total * self.grain), self.unit)
        return Mix(amount, tuple((strength, count) for strength, count in taken if count))


def _effort(counts: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
    """Order mixes of one total: few units, then few strengths, then large ones."""
    return sum(counts), sum(map(bool, counts)), tuple(-count for count in counts)


def _listed(strengths: Sequence[Amount]) -> str:
    return " and ".join(str(strength) for strength in strengths)
