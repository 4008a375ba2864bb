"""Days with correct doses: on which all that was planned at home was taken whole, on that day.

Source: seeds/krolop-2013.toml. What it counts as correct is the project's own rule.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from npc_regimens.course.outcomes import ON_ITS_DAY

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from npc_regimens.course.tallies import Reached


@dataclass(frozen=True, slots=True)
class CorrectDays:
    """Days of one component that is taken at home.

    On a dosing day at least one dose is planned. On the other days from the first dosing day none
    is, and they count as correct where all days are counted.

    >>> found = CorrectDays(correct=12, dosing_days=14, other_days=7)
    >>> found.of_dosing_days, found.of_all_days
    (Fraction(6, 7), Fraction(19, 21))
    """

    correct: int
    dosing_days: int
    other_days: int

    @property
    def all_days(self) -> int:
        """Dosing days and the others."""
        return self.dosing_days + self.other_days

    @property
    def of_dosing_days(self) -> Fraction:
        """The correct part of the dosing days."""
        return Fraction(self.correct, self.dosing_days)

    @property
    def of_all_days(self) -> Fraction:
        """The correct part of all days, those without a planned dose among them."""
        return Fraction(self.correct + self.other_days, self.all_days)


def correct_days(reached: Iterable[Reached], through: dt.date) -> CorrectDays | None:
    """Count the days from the first dosing day; without a planned dose there are none to count.

    They end on a last day, or on the last dosing day where that is later.
    """
    days: dict[dt.date, list[bool]] = defaultdict(list)
    for each in reached:
        if each.happened is not None:
            days[each.due].append(each.happened.outcome in ON_ITS_DAY)
    if not days:
        return None
    everything = (max(through, *days) - min(days)).days + 1
    correct = sum(map(all, days.values()))
    return CorrectDays(correct, len(days), everything - len(days))
