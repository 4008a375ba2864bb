"""Rounding policies as values: each one rounds a dose, and says in words how.

A policy never passes a cap, never makes nothing of a dose, and leaves what it made as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from npc_regimens.errors import ProductError
from npc_regimens.rounding.mixes import directed_mix
from npc_regimens.rounding.sizes import listed, refuse_unfit, sizes_of
from npc_regimens.rounding.steps import Direction, Ties, stepped
from npc_regimens.units import Amount


class Rounded(NamedTuple):
    """A dose that can be given, the units to take where there are any, and the rule in words."""

    amount: Amount
    counts: tuple[tuple[Amount, int], ...]
    rule: str


@dataclass(frozen=True, slots=True)
class AsCalculated:
    """Give exactly what was calculated."""

    def apply(self, dose: Amount, *, cap: Amount | None = None) -> Rounded:
        """Leave a dose as it is, or take the cap where it is over it.

        Raises `ProductError` when the cap allows nothing.
        """
        amount = dose if cap is None else min(dose, cap)
        if dose.number and not amount.number:
            raise ProductError(
                f"{dose} cannot be given under the cap of {cap}; write a cap above 0, or none"
            )
        return Rounded(amount, (), str(self))

    def __str__(self) -> str:
        return "as calculated"


@dataclass(frozen=True, slots=True)
class ToStep:
    """Give a whole number of steps, such as whole milligrams of an infusion.

    >>> from npc_regimens.units import Amount
    >>> print(ToStep(Amount.parse("50 mg"), Direction.UP))
    up to a whole 50 mg
    """

    step: Amount
    direction: Direction = Direction.NEAREST

    def __post_init__(self) -> None:
        object.__setattr__(self, "direction", Direction.read(self.direction))
        object.__setattr__(self, "step", Amount.of(self.step, like="50 mg"))
        refuse_unfit((self.step,), "steps")

    def apply(self, dose: Amount, *, cap: Amount | None = None) -> Rounded:
        """Round to whole steps, the last under the cap where the next is over it.

        Raises `ProductError` when that is no step at all.
        """
        return Rounded(stepped(dose, self.step, self.direction, cap=cap), (), str(self))

    def __str__(self) -> str:
        if self.direction in {Direction.UP, Direction.DOWN}:
            return f"{self.direction} to a whole {self.step}"
        down = self.direction is Direction.NEAREST_TIES_DOWN
        return f"nearest {self.step}, ties {Ties.DOWN if down else Ties.UP}"


@dataclass(frozen=True, slots=True)
class WholeVials:
    """Give the content of whole vials: the ordered dose is what the vials hold.

    >>> from npc_regimens.units import Amount
    >>> WholeVials((Amount.parse("100 mg"),)).apply(Amount.parse("260 mg")).amount
    Amount('300 mg')
    """

    contents: tuple[Amount, ...]
    direction: Direction = Direction.NEAREST

    def __post_init__(self) -> None:
        object.__setattr__(self, "direction", Direction.read(self.direction))
        object.__setattr__(self, "contents", sizes_of(self.contents, "whole vials"))
        refuse_unfit(self.contents, "whole vials")

    def apply(self, dose: Amount, *, cap: Amount | None = None) -> Rounded:
        """Round to the fewest whole vials of the content next to a dose, never past the cap.

        Raises `ProductError` when that is no vial at all.
        """
        mix = directed_mix(dose, self.contents, self.direction, cap=cap)
        return Rounded(mix.amount, mix.counts, str(self))

    def __str__(self) -> str:
        vials = f"whole vials of {listed(self.contents)}"
        if self.direction in {Direction.UP, Direction.DOWN}:
            return f"{vials}, {self.direction}"
        down = self.direction is Direction.NEAREST_TIES_DOWN
        return f"nearest {vials}{f', ties {Ties.DOWN}' if down else ''}"
