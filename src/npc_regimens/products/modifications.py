"""Rules of dose modification as data: what a trial or a label prints, kept and never applied.

A table of toxicity has grades and occurrences, a table of counts has a day of the cycle, and a
reduction is a list of levels that falls. What a source leaves open has no row.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, model_validator

from npc_regimens.errors import ProductError
from npc_regimens.products.actions import ActionText, DoseStepText, falls
from npc_regimens.products.count_tables import CountsTable, for_use
from npc_regimens.products.written import StatedBasis
from npc_regimens.record import Record
from npc_regimens.sources import Citations, Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from npc_regimens.products.actions import Action

Grade = Literal["1", "2", "3", "4"]
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
        return f"levels{for_use(self.use)}{basis}: {levels}{end}"


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
                "modifications needs a rule; write for example once_reduced = 'never raised'"
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
        """Every rule in words, one a line, and the note."""
        return (*self._lines(), *(() if self.note is None else (f"note: {self.note}",)))

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


def nth(number: int) -> str:
    """Say a place in a row.

    >>> [nth(number) for number in (1, 2, 11, 22)]
    ['1st', '2nd', '11th', '22nd']
    """
    text = str(number)
    is_teen = text[-2:-1] == "1"
    return f"{text}{'th' if is_teen else _ENDINGS.get(text[-1], 'th')}"
