"""Tables of counts: what the blood cells before a dose on one day of the cycle mean for it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, model_validator

from npc_regimens.errors import ProductError
from npc_regimens.products.actions import ActionText
from npc_regimens.products.counts import BandText
from npc_regimens.record import Record
from npc_regimens.sources import Citations, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.products.counts import CellCount, CountBand

_LAST_DAY: Final = 100  # a guard against slips of the keyboard


class CountRow(Record):
    """One row of a table of counts: the bands, whether one or both must hold, and what is done."""

    neutrophils: BandText | None = None
    platelets: BandText | None = None
    when: Literal["both", "either"] | None = None
    action: ActionText
    cite: Citations | None = None

    @property
    def bands(self) -> dict[str, CountBand]:
        """The bands by the cells that they count."""
        known = {"neutrophils": self.neutrophils, "platelets": self.platelets}
        return {cells: band for cells, band in known.items() if band is not None}

    @model_validator(mode="after")
    def _says_how_its_bands_join(self) -> CountRow:
        if not self.bands:
            raise ProductError(
                "a row of counts counts nothing; write neutrophils, platelets or both"
            )
        if (len(self.bands) > 1) != (self.when is not None):
            raise ProductError(
                "a row with two counts needs when, which says when it holds, and no other has it;"
                ' write when = "both" or when = "either"'
            )
        return self

    def holds(self, counts: Mapping[str, CellCount]) -> bool:
        """Whether the row holds for counts of all its cells."""
        within = [counts[cells] in band for cells, band in self.bands.items()]
        return any(within) if self.when == "either" else all(within)

    def __str__(self) -> str:
        join = " or " if self.when == "either" else " and "
        said = join.join(f"{cells} {band}" for cells, band in self.bands.items())
        return f"{said}: {self.action}"


class CountsTable(Record):
    """What counts before a dose mean for it, on one day of the cycle; the best row comes first."""

    day: Annotated[int, Field(ge=1, le=_LAST_DAY)]
    use: Words | None = None
    row: Annotated[tuple[CountRow, ...], Field(strict=False, min_length=1)]
    cite: Citations | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells that the table counts."""
        return tuple(dict.fromkeys(cells for row in self.row for cells in row.bands))

    @model_validator(mode="after")
    def _falls(self) -> CountsTable:
        for better, worse in pairwise(self.row):
            if better.bands.keys() != worse.bands.keys():
                raise ProductError(
                    f"the rows of day {self.day} count different cells; count the same in each"
                )
            if any(not _is_below(worse.bands[cells], band) for cells, band in better.bands.items()):
                raise ProductError(
                    f"the rows of day {self.day} do not fall: {worse} stands below {better};"
                    " write the row of the highest counts first"
                )
            if worse.action.part > better.action.part:
                raise ProductError(
                    f"the rows of day {self.day} give more for lower counts: {worse.action} below"
                    f" {better.action}; write the row of the highest counts first"
                )
        return self

    def row_of(self, counts: Mapping[str, CellCount]) -> CountRow | None:
        """Return the lowest row that holds for counts of all cells of the table, or none."""
        return next((row for row in reversed(self.row) if row.holds(counts)), None)

    def __str__(self) -> str:
        rows = "; ".join(map(str, self.row))
        return f"day {self.day}{for_use(self.use)}, by counts: {rows}"


def _is_below(lower: CountBand, upper: CountBand) -> bool:
    return lower.most is not None and lower.most < upper.least


def for_use(use: str | None) -> str:
    """Say what a rule is printed for, if it is for less than every use of its drug."""
    return "" if use is None else f" for {use}"
