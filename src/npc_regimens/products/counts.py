"""Counts of blood cells, and the bands of a table in which a count can lie.

They are whole numbers per cubic millimetre inside, and are read in the two ways in which
laboratories print them. Text is read whole by a closed list of units, or refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final

from npc_regimens.errors import ProductError
from npc_regimens.record import WrittenAs

_CELLS_OF: Final = 1000  # per cubic millimetre, in one of 10^9 per litre
# Each spelling can only mean one thing, and all are written back as the first of their kind.
_PER_MM3: Final = ("/mm3", "/mm³", "/mm^3", "/uL", "/µL", "/μL")
_PER_LITRE: Final = ("x10^9/L", "x 10^9/L", "×10^9/L", "× 10^9/L", "×10⁹/L", "× 10⁹/L", "10*9/L")  # noqa: RUF001  the sign itself
_NUMBER: Final = re.compile(r"(?:0|[1-9][0-9]{0,7})(?:\.[0-9]{1,3})?")
_WRITTEN: Final = re.compile(r"([0-9.,]+) ?([^0-9.,].*|10\*9/L)")
_RANGE: Final = re.compile(
    r"(?P<least>[1-9][0-9]{0,7})[-–](?P<most>[1-9][0-9]{0,7}) ?(?P<unit>/.+)"  # noqa: RUF001  a dash as printed
)
_LONGEST: Final = 100  # a guard: no count is as long


@dataclass(frozen=True, slots=True, order=True)
class CellCount:
    """A number of cells in a cubic millimetre of blood.

    >>> CellCount.parse("1.5 x10^9/L")
    CellCount(per_mm3=1500)
    >>> print(CellCount.parse("100000 /mm³"))
    100000 /mm3
    """

    per_mm3: int

    def __post_init__(self) -> None:
        if type(self.per_mm3) is not int or self.per_mm3 < 0:
            raise ProductError(
                f"{self.per_mm3!r} is not a number of cells; give a whole one, zero or more"
            )

    @classmethod
    def parse(cls, text: str) -> CellCount:
        """Read ``1500 /mm3`` or ``1.5 x10^9/L``; zero is a count too."""
        found = _WRITTEN.fullmatch(text) if len(text) <= _LONGEST else None
        if found is None:
            raise ProductError(
                f"count {text[:_LONGEST]!r} is not a number with a unit; write for example"
                " '1500 /mm3' or '1.5 x10^9/L'"
            )
        number, unit = found[1], found[2]
        if _NUMBER.fullmatch(number) is None:
            raise ProductError(
                f"count {text!r}: {number!r} is not a plain number; write digits with at most one"
                " point, like '1500 /mm3' or '1.5 x10^9/L'"
            )
        return cls(_cells(number, unit, text))

    def __str__(self) -> str:
        return f"{self.per_mm3} /mm3"


def _cells(number: str, unit: str, text: str) -> int:
    """Count in a cubic millimetre; a part of a cell is a slip of the unit."""
    if unit in _PER_LITRE:
        return int(Decimal(number) * _CELLS_OF)
    if unit not in _PER_MM3:
        raise ProductError(f"count {text!r}: unit {unit!r} is not read; write '/mm3' or 'x10^9/L'")
    if "." in number:
        raise ProductError(
            f"count {text!r} has a part of a cell; write '{number} x10^9/L' if that is meant"
        )
    return int(number)  # a text of digits


@dataclass(frozen=True, slots=True)
class CountBand:
    """The counts from a least to a most, both included; without a most, all above.

    >>> band = CountBand.parse("1000-1499 /mm3")
    >>> CellCount(1499) in band, CellCount(1500) in band
    (True, False)
    """

    least: int
    most: int | None

    @classmethod
    def parse(cls, text: str) -> CountBand:
        """Read ``1500 /mm3 or more``, ``1000-1499 /mm3`` or ``below 1000 /mm3``."""
        found = _RANGE.fullmatch(text)
        if found is not None and found["unit"] in _PER_MM3:
            return cls._from(int(found["least"]), int(found["most"]), text)
        if text.endswith(" or more"):
            return cls(CellCount.parse(text.removesuffix(" or more")).per_mm3, None)
        if text.startswith("below "):
            return cls._from(0, CellCount.parse(text.removeprefix("below ")).per_mm3 - 1, text)
        raise ProductError(
            f"{text[:_LONGEST]!r} is not a band of counts; write '1500 /mm3 or more',"
            " '1000-1499 /mm3' or 'below 1000 /mm3'"
        )

    @classmethod
    def _from(cls, least: int, most: int, text: str) -> CountBand:
        if most < least:
            raise ProductError(
                f"the band {text!r} has no count in it; write the smaller number first, like"
                " '1000-1499 /mm3'"
            )
        return cls(least, most)

    def __contains__(self, count: CellCount) -> bool:
        """Whether a count lies in the band."""
        return self.least <= count.per_mm3 and (self.most is None or count.per_mm3 <= self.most)

    def __str__(self) -> str:
        if self.most is None:
            return f"{self.least} /mm3 or more"
        if self.least == 0:
            return f"below {self.most + 1} /mm3"
        return f"{self.least}-{self.most} /mm3"


BandText = Annotated[
    CountBand, WrittenAs(CountBand.parse, "1000-1499 /mm3", "A band of counts of blood cells.")
]
