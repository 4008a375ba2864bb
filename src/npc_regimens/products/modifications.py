"""Rules of dose modification as data: what a trial or a label prints, kept and never applied.

A table of toxicity has grades and occurrences, a table of counts has a day of the cycle, and a
reduction is a list of levels that falls. What a source leaves open has no row.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, model_validator

from npc_regimens.errors import ProductError
from npc_regimens.products.actions import ActionText, DoseStepText, falls
from npc_regimens.products.counts import BandText, CellCount
from npc_regimens.products.written import StatedBasis
from npc_regimens.record import Record
from npc_regimens.sources import Citations, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from npc_regimens.products.actions import Action
    from npc_regimens.products.counts import CountBand
    from npc_regimens.sources import Citation

Grade = Literal["1", "2", "3", "4"]
_LAST_DAY: Final = 100  # a guard against slips of the keyboard
_ENDINGS: Final = {"1": "st", "2": "nd", "3": "rd"}


class ToxicityGrade(Record):
    """What a table says of one grade: by the first, second and later occurrences."""

    grade: Grade
    by_occurrence: Annotated[tuple[ActionText, ...], Field(strict=False, min_length=1)]
    cite: Citations | None = None

    @model_validator(mode="after")
    def _never_gives_more_later(self) -> ToxicityGrade:
        for earlier, later in pairwise(self.by_occurrence):
            if later.most > earlier.most or earlier.kind == "stop":
                raise ProductError(
                    f"grade {self.grade}: {later} stands behind {earlier}; write parts that do not"
                    " rise from one occurrence to the next, and a stop at the end"
                )
        return self

    def at(self, occurrence: int) -> Action | None:
        """Return what the table says of an occurrence, counted from 1, or nothing."""
        listed = self.by_occurrence
        return listed[occurrence - 1] if occurrence <= len(listed) else None

    def __str__(self) -> str:
        said = ", ".join(f"{nth(n)} {each}" for n, each in enumerate(self.by_occurrence, 1))
        return f"grade {self.grade}, by occurrence: {said}"


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
                "a row with two counts says when it holds, and no other does;"
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
        return f"day {self.day}{_for(self.use)}, by counts: {rows}"


def _is_below(lower: CountBand, upper: CountBand) -> bool:
    return lower.most is not None and lower.most < upper.least


class Reduction(Record):
    """Levels of a dose that fall one by one, often with a stop at the end."""

    sequence: Annotated[tuple[DoseStepText, ...], Field(strict=False, min_length=2)]
    use: Words | None = None
    basis: StatedBasis | None = None
    cite: Citations | None = None

    @model_validator(mode="after")
    def _falls(self) -> Reduction:
        if not falls(self.sequence):
            raise ProductError(
                f"the levels {', '.join(map(str, self.sequence))} do not fall one by one; write the"
                " highest first, all of one kind, and a stop at the end"
            )
        return self

    @property
    def open_end(self) -> bool:
        """Whether nothing is said of what follows the last level."""
        return self.sequence[-1].dose is not None

    def __str__(self) -> str:
        basis = "" if self.basis is None else f", counted as {self.basis}"
        end = "; what follows is not stated" if self.open_end else ""
        levels = ", then ".join(map(str, self.sequence))
        return f"levels{_for(self.use)}{basis}: {levels}{end}"


class Modifications(Record):
    """The rules of one trial or label on changing the dose of a drug."""

    toxicity: Annotated[tuple[ToxicityGrade, ...], Field(strict=False)] = ()
    counts: Annotated[tuple[CountsTable, ...], Field(strict=False)] = ()
    reduction: Annotated[tuple[Reduction, ...], Field(strict=False)] = ()
    once_reduced: Literal["never raised"] | None = None
    omitted_doses: Literal["not replaced"] | None = None
    dose_changes: Literal["none, withheld or stopped only"] | None = None
    note: Words | None = None
    cite: Citations | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Modifications:
        if not any(self._lines()):
            raise ProductError(
                "modifications without a rule; write for example once_reduced = 'never raised'"
            )
        changes = self.toxicity or self.counts or self.reduction or self.once_reduced
        if self.dose_changes is not None and changes:
            raise ProductError(
                "dose_changes 'none, withheld or stopped only' stands beside rules that change the"
                " dose; leave one of the two out"
            )
        return self

    @model_validator(mode="after")
    def _grades_rise(self) -> Modifications:
        for milder, worse in pairwise(self.toxicity):
            if worse.grade <= milder.grade:
                raise ProductError(
                    f"grade {worse.grade} stands behind grade {milder.grade}; write each grade once"
                    " and the mildest first"
                )
            if any(high > low for low, high in zip(_parts(milder), _parts(worse), strict=False)):
                raise ProductError(
                    f"grade {worse.grade} gives more of the dose than grade {milder.grade} at the"
                    " same occurrence; check both rows"
                )
        return self

    @property
    def general(self) -> tuple[str, ...]:
        """What is said of every change of the dose."""
        return tuple(self._general())

    @property
    def words(self) -> tuple[str, ...]:
        """Every rule in words, one a line."""
        return tuple(self._lines())

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once."""
        cites = (
            self.cite,
            *(each.cite for each in self.toxicity),
            *(each.cite for each in self.counts),
            *(row.cite for table in self.counts for row in table.row),
            *(each.cite for each in self.reduction),
        )
        return tuple(dict.fromkeys(chain.from_iterable(filter(None, cites))))

    def _lines(self) -> Iterator[str]:
        yield from map(str, self.toxicity)
        yield from map(str, self.counts)
        yield from map(str, self.reduction)
        yield from self._general()

    def _general(self) -> Iterator[str]:
        if self.dose_changes is not None:
            yield f"changes of the dose: {self.dose_changes}"
        if self.once_reduced is not None:
            yield f"a dose that was once reduced is {self.once_reduced}"
        if self.omitted_doses is not None:
            yield f"doses that were omitted are {self.omitted_doses}"


def _parts(row: ToxicityGrade) -> tuple[Fraction, ...]:
    return tuple(each.most for each in row.by_occurrence)


def _for(use: str | None) -> str:
    return "" if use is None else f" for {use}"


def nth(number: int) -> str:
    """Say a place in a row.

    >>> [nth(number) for number in (1, 2, 11, 22)]
    ['1st', '2nd', '11th', '22nd']
    """
    text = str(number)
    is_teen = text[-2:-1] == "1"
    return f"{text}{'th' if is_teen else _ENDINGS.get(text[-1], 'th')}"
