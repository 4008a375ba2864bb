"""Relative dose intensity over cycles that are over, by two named methods.

Dose only: the taken part of the intended dose of the same cycles. Dose and time: taken per week
that passed, over intended per intended week. Sources: seeds/dose-intensity-manual.toml,
seeds/dose-intensity-1989.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from npc_regimens.course.tallies import part_of

if TYPE_CHECKING:
    from npc_regimens.units import Amount

DOSE_ONLY: Final = "dose only"
DOSE_AND_TIME: Final = "dose and time"
WEEK: Final = 7  # the days of a week


@dataclass(frozen=True, slots=True)
class Intensity:
    """What was intended and taken of one component over cycles that are over, and how long.

    Days are whole cycles: as first intended, and as they passed with their delays.

    >>> from npc_regimens.units import Amount
    >>> taken, intended = Amount.parse("950 mg"), Amount.parse("1000 mg")
    >>> found = Intensity(intended, taken, intended_days=42, days=49, cycles=2)
    >>> found.dose_only, found.dose_and_time
    (Fraction(19, 20), Fraction(57, 70))
    """

    intended: Amount
    taken: Amount
    intended_days: int
    days: int
    cycles: int

    @property
    def dose_only(self) -> Fraction | None:
        """Taken over intended; nothing where nothing was intended."""
        return part_of(self.taken, self.intended)

    @property
    def dose_and_time(self) -> Fraction | None:
        """Taken per week that passed, over intended per intended week."""
        dose = self.dose_only
        if dose is None or not self.days:
            return None
        return dose * Fraction(self.intended_days, self.days)

    @property
    def intended_per_week(self) -> Fraction | None:
        """What was intended in a week, in the unit of the intended amount."""
        return _per_week(self.intended, self.intended_days)

    @property
    def taken_per_week(self) -> Fraction | None:
        """What was taken in a week that passed, in the unit of the taken amount."""
        return _per_week(self.taken, self.days)


def _per_week(amount: Amount, days: int) -> Fraction | None:
    return Fraction(amount.number) * WEEK / days if days else None
