"""The cycles in which a component is given: listed, odd or even, every k-th, or from one on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Final

from npc_regimens.errors import RegimenError
from npc_regimens.record import WrittenAs
from npc_regimens.regimen.listed import DASHES

_NUMBER: Final = "([1-9][0-9]{0,2})"
_RUN: Final = re.compile(rf"{_NUMBER}(?:-{_NUMBER})?")
_FROM: Final = re.compile(rf"(?:every {_NUMBER} )?from {_NUMBER}")
_LONGEST_TEXT: Final = 200
_WRITE: Final = "write '1-6', '1, 3, 5', 'odd', 'even', 'every 3 from 1' or 'from 3'"


@dataclass(frozen=True, slots=True)
class CycleRun:
    """Cycles from a first to a last one, or without a last one, each so many after the other."""

    first: int
    last: int | None
    step: int = 1

    def __contains__(self, cycle: int) -> bool:
        behind = self.last is not None and cycle > self.last
        return cycle >= self.first and not behind and (cycle - self.first) % self.step == 0

    def __str__(self) -> str:
        if self.last is None:
            every = "" if self.step == 1 else f"every {self.step} "
            return {(1, 2): "odd", (2, 2): "even"}.get(
                (self.first, self.step), f"{every}from {self.first}"
            )
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class SomeCycles:
    """The cycles in which a component is given.

    >>> 7 in SomeCycles.parse("1-6"), 7 in SomeCycles.parse("odd")
    (False, True)
    """

    runs: tuple[CycleRun, ...]

    @classmethod
    def parse(cls, text: str) -> SomeCycles:
        """Read the cycles; ``x2`` counts cycles and names none, so it is refused.

        >>> str(SomeCycles.parse("first")), str(SomeCycles.parse("every 2 from 1"))
        ('1', 'odd')
        """
        plain = text.translate(DASHES)
        if plain in _WORDS:
            return cls((_WORDS[plain],))
        found = _FROM.fullmatch(plain)
        if found is not None:
            return cls((_open_run(found, text),))
        if len(plain) > _LONGEST_TEXT:
            raise RegimenError(
                f"cycles of {len(text)} characters are not read; write at most {_LONGEST_TEXT}"
            )
        runs = tuple(_run(item.strip(" "), text) for item in plain.split(","))
        for before, after in pairwise(runs):
            if before.last is None or after.first <= before.last:
                raise RegimenError(
                    f"cycles {text!r}: {after} does not come after {before}; list each cycle once,"
                    " in order"
                )
        return cls(runs)

    @property
    def first(self) -> int:
        """The first cycle."""
        return self.runs[0].first

    @property
    def last(self) -> int | None:
        """The last cycle, or None where there is none."""
        return self.runs[-1].last

    @property
    def has_neighbours(self) -> bool:
        """Whether one of the cycles follows another at once."""
        longer = any(run.step == 1 and run.first != run.last for run in self.runs)
        return longer or any(
            before.last == after.first - 1 for before, after in pairwise(self.runs)
        )

    def __contains__(self, cycle: int) -> bool:
        return any(cycle in run for run in self.runs)

    def __str__(self) -> str:
        return ", ".join(map(str, self.runs))


_WORDS: Final = {
    "odd": CycleRun(1, None, 2),
    "even": CycleRun(2, None, 2),
    "first": CycleRun(1, 1),
}


def _open_run(found: re.Match[str], text: str) -> CycleRun:
    first = int(found[2])
    if found[1] is None:
        return CycleRun(first, None)
    if found[1] == "1":
        raise RegimenError(f"cycles {text!r} are all cycles; write 'from {first}'")
    return CycleRun(first, None, int(found[1]))


def _run(item: str, text: str) -> CycleRun:
    found = _RUN.fullmatch(item)
    if found is None:
        about = "" if item == text else f": {item!r}"
        raise RegimenError(f"cycles {text!r} of a component{about} is not understood; {_WRITE}")
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise RegimenError(f"cycles {text!r} runs backwards; write '{last}-{first}'")
    return CycleRun(first, last)


SomeCyclesText = Annotated[
    SomeCycles,
    WrittenAs(
        SomeCycles.parse,
        "1-6",
        "The cycles in which a component is given: '1-6', '1, 3, 5', 'odd', 'even',"
        " 'every 3 from 1' or 'from 3'.",
    ),
]
