"""A schedule strip: a small picture (SVG) of which drug is given on which day of a cycle.

It is readable in grey and says in its description all that it shows. It holds no script and points
nowhere outside itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import RegimenError
from npc_regimens.regimen import Regimen, Trial
from npc_regimens.regimen.conflicts import near
from npc_regimens.regimen.listed import after_day_1
from npc_regimens.render.strip_arm import blocks_of
from npc_regimens.render.strip_canvas import (
    BROADEST,
    GAP,
    GRID,
    MARGIN,
    MOST_COLUMNS,
    NAME,
    ROOM,
    SMALL,
    Canvas,
)
from npc_regimens.render.strip_rows import WEEK, Block, Row
from npc_regimens.render.strip_settled import settled_blocks
from npc_regimens.render.strip_text import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from npc_regimens.regimen.definition import Arm

COLUMNS: Final = 4 * WEEK  # of a band of a cycle that is too long for one


def to_svg(
    regimen: Trial | Regimen, arm: str | None = None, *, choose: Mapping[str, str] | None = None
) -> str:
    """Draw which drug is given on which day of a cycle, phase by phase.

    Of a trial it draws one arm as the file defines it; `choose` settles choices, and one that is
    left open shows every option. A settled regimen is drawn as it is settled.

    Raises `UnknownRegimenError` for an arm that is not there, and `RegimenError` for a choice that
    the arm does not have.

    >>> from npc_regimens.files import load
    >>> picture = to_svg(load("gp-induction-zhang-2019"))
    >>> picture.count('class="dose"')  # gemcitabine twice, cisplatin in both phases, the legend
    5
    """
    if isinstance(regimen, Regimen):
        if arm is not None or choose:
            raise RegimenError("a settled regimen has one arm and no choice; leave both out")
        return _drawn(f"{regimen.title} ({regimen.id})", tuple(settled_blocks(regimen)))
    if not isinstance(regimen, Trial):
        raise RegimenError(f"to_svg takes a Trial or a Regimen, not {type(regimen).__name__}")
    found = regimen.find_arm(arm)
    _check_choices(regimen, found, choose or {})
    title = f"{found.name} ({regimen.id})"
    return _drawn(title, tuple(blocks_of(regimen, found, choose or {})))


def _check_choices(trial: Trial, arm: Arm, choose: Mapping[str, str]) -> None:
    items = [item for phase in arm.phase for item in phase.give]
    names = {item.choose for item in items if not isinstance(item, str)}
    for name, option in choose.items():
        if name not in names:
            raise RegimenError(f"no choice {name!r} in arm {arm.id!r}; {near(name, names)}")
        if option not in trial.choice[name].one_of:
            options = near(option, trial.choice[name].one_of)
            raise RegimenError(f"choice {name!r} has no option {option!r}; {options}")


@dataclass(frozen=True, slots=True)
class _Band:
    """A run of days that stand beside each other."""

    days: Sequence[int]
    known: int
    is_first: bool

    @property
    def column(self) -> int:
        return min(BROADEST, ROOM // len(self.days))

    @property
    def weeks(self) -> list[tuple[int, int]]:
        """The days that have a number and a line, each with its place from the left."""
        days = enumerate(self.days)
        return [
            (GRID + place * self.column, day)
            for place, day in days
            if place == 0 or after_day_1(day) % WEEK == 0
        ]

    @property
    def numbers(self) -> list[tuple[int, int]]:
        """The days that have a number; the first of the run has none if the next would touch it."""
        first, *others = self.weeks
        has_next = (GRID + self.column) in {x for x, _ in others}
        is_crowded = has_next and width(str(first[1]), SMALL) > self.column
        return others if is_crowded else [first, *others]


def _drawn(title: str, blocks: Sequence[Block]) -> str:
    canvas = Canvas()
    canvas.lines(title, NAME + 2, "title")
    for number, block in zip(_numbers(blocks), blocks, strict=True):
        _block(canvas, f"{number}{block.name}", block)
    canvas.legend()
    said = " ".join(sentence for block in blocks for sentence in _sentences(block))
    return canvas.svg(f"{title}: which drug on which day", said)


def _numbers(blocks: Sequence[Block]) -> list[str]:
    """Count the phases where there are several; further blocks of a phase have its number."""
    counts = [*accumulate(int(block.is_first) for block in blocks)]
    return [f"{count}. " if counts[-1] > 1 else "" for count in counts]


def _sentences(block: Block) -> Iterator[str]:
    yield f"Phase {block.name}: {block.words}."
    for row in block.rows:
        yield row.sentence


def _block(canvas: Canvas, heading: str, block: Block) -> None:
    canvas.y += GAP + GAP
    canvas.lines(heading, NAME, "phase")
    size = COLUMNS if len(block.days) > MOST_COLUMNS else len(block.days)
    for first in range(0, len(block.days), size):
        _band(canvas, block, _Band(block.days[first : first + size], block.known, first == 0))
    canvas.lines(block.words, SMALL)


def _band(canvas: Canvas, block: Block, band: _Band) -> None:
    """Draw a run of days for all the rows, with day numbers above and a line at each week."""
    canvas.y += SMALL + GAP
    canvas.text(GRID - GAP, canvas.y, "day", "right")
    for x, day in band.numbers:
        canvas.text(x + band.column // 2, canvas.y, str(day), "number")
    canvas.y += GAP
    top, below = canvas.y, len(canvas.parts)
    for choice, group in groupby(block.rows, key=lambda row: row.choice):
        _choice(canvas, choice)
        above = canvas.y
        for row in group:
            _row(canvas, band, row)
        if choice is not None:
            canvas.line(MARGIN + 1, above, "bar")
    for x, _ in band.weeks:
        canvas.line(x - 1, top, "week", below)


def _choice(canvas: Canvas, choice: str | None) -> None:
    if choice is not None:
        canvas.y += SMALL + GAP
        canvas.text(MARGIN, canvas.y, f"one of these: {choice}", "choice")
        canvas.y += GAP


def _row(canvas: Canvas, band: _Band, row: Row) -> None:
    top = canvas.y
    x = MARGIN if row.choice is None else MARGIN + GAP + 2
    canvas.label(x, row.drug, GRID - GAP - x, "drug")
    for words in row.words if band.is_first else ():
        canvas.label(x, words, GRID - GAP - x)
    canvas.y = max(canvas.y + GAP + 2, top + band.column + 2)
    _boxes(canvas, band, row, top + 2)


def _boxes(canvas: Canvas, band: _Band, row: Row, y: int) -> None:
    size, end = band.column - 4, GRID + len(band.days) * band.column - 3
    if row.doses is None:
        canvas.box(GRID + 1, y, end - GRID - 1, size, "gap")
        canvas.plate((GRID + end) // 2, y + size // 2, row.days)
        return
    for place, day in enumerate(band.days):
        x = GRID + place * band.column + 1
        if day > band.known:
            canvas.box(x, y, end - x, size, "gap")
            return
        canvas.day(x, y, size, row.kind_of(day), row.doses.get(day, ()))
