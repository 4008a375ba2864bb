"""What can be asked: a grade of toxicity at an occurrence, or counts before a dose on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from npc_regimens.errors import AdviceError
from npc_regimens.products import CellCount, Grade, nth

if TYPE_CHECKING:
    from collections.abc import Mapping

# Guards against slips of the unit, per cubic millimetre: no blood holds as many.
MOST_CELLS: Final = {"neutrophils": 1_000_000, "platelets": 10_000_000}


@dataclass(frozen=True, slots=True)
class Toxicity:
    """A toxicity of a grade, and which time it has occurred; both as they were judged.

    >>> print(Toxicity("3", 2))
    grade 3, 2nd occurrence
    """

    grade: Grade
    occurrence: int

    def __post_init__(self) -> None:
        grades = get_args(Grade)
        if self.grade not in grades:
            raise AdviceError(f"grade {self.grade!r} is none of {', '.join(grades)}; give one")
        if type(self.occurrence) is not int or self.occurrence < 1:
            raise AdviceError(
                f"occurrence {self.occurrence!r} is not counted from 1; give 1 for the first"
            )

    def __str__(self) -> str:
        return f"grade {self.grade}, {nth(self.occurrence)} occurrence"


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of blood cells before a dose on a day of the cycle.

    >>> print(Counts(8, neutrophils=CellCount(1200)))
    day 8, neutrophils 1200 /mm3
    """

    day: int
    neutrophils: CellCount | None = None
    platelets: CellCount | None = None

    def __post_init__(self) -> None:
        if type(self.day) is not int or self.day < 1:
            raise AdviceError(f"day {self.day!r} is no day of a cycle; days count from 1")
        if not self.known:
            raise AdviceError("no counts are given; give neutrophils, platelets or both")
        for cells, count in self.known.items():
            if count.per_mm3 > MOST_CELLS[cells]:
                raise AdviceError(f"{cells} of {count} cannot be true; check the number and unit")

    @property
    def known(self) -> Mapping[str, CellCount]:
        """The counts that are given, by their cells."""
        both = {"neutrophils": self.neutrophils, "platelets": self.platelets}
        return {cells: count for cells, count in both.items() if count is not None}

    def __str__(self) -> str:
        counts = (f"{cells} {count}" for cells, count in self.known.items())
        return ", ".join((f"day {self.day}", *counts))
