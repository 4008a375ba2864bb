"""A strip of a planned calendar (SVG): which drug on which date, cycle by cycle.

It shows rest days, delays and dose levels, in grey too, and says in its description all that it
shows. It holds no script and points nowhere outside itself.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Final

from npc_regimens.errors import PlanError
from npc_regimens.planning import Calendar
from npc_regimens.regimen.listed import after_day_1
from npc_regimens.render.calendar_folding import folded_bands
from npc_regimens.render.calendar_rows import RADIOTHERAPY, Bar, Cell, bands_of, empty_kind
from npc_regimens.render.calendar_words import (
    band_sentences,
    delay_words,
    heading,
    like_words,
    more_words,
    period_words,
)
from npc_regimens.render.phase_words import end_words, gap_words, phase_words
from npc_regimens.render.strip_canvas import (
    BROADEST,
    GAP,
    GRID,
    LABEL,
    MARGIN,
    MOST_COLUMNS,
    NAME,
    PATTERN,
    ROOM,
    SMALL,
    STYLE,
    Canvas,
)
from npc_regimens.render.strip_text import width
from npc_regimens.render.words import MONTHS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from npc_regimens.render.calendar_rows import Band, Row

WEEK: Final = 7
COLUMNS: Final = 4 * WEEK  # of a run of days of a cycle that is too long for one
CYCLES: Final = 8
_SHORT_MONTH: Final = 3  # letters

_STYLE: Final = """.loud { font-weight: bold; }
.day, .session { fill: #ffffff; stroke: #1f4e5f; }
.mark { fill: #1f4e5f; }
.wait { fill: url(#wait); stroke: #78868c; }
"""
# Upright strokes: a wait is told from what is not stated by its direction too.
_WAIT: Final = (
    '<defs><pattern id="wait" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect width="5" height="5" fill="#ffffff"/>'
    '<rect width="2" height="5" fill="#90a0a7"/></pattern></defs>'
)
_HALF: Final = Fraction(1, 2)


def calendar_svg(calendar: Calendar, *, title: str = "", most_cycles: int = CYCLES) -> str:
    """Draw which drug is given on which date, cycle by cycle, with rests, delays and dose levels.

    Of a calendar with more cycles than ``most_cycles``, those that are like the one before fold
    into it, and what is still more is counted in words.

    Raises `PlanError` for anything but a calendar, and for a number of cycles below 1.
    """
    if not isinstance(calendar, Calendar):
        raise PlanError(f"calendar_svg takes a Calendar, not {type(calendar).__name__}")
    if type(most_cycles) is not int or most_cycles < 1:
        raise PlanError(f"most_cycles is a whole number from 1, like {CYCLES}, not {most_cycles!r}")
    name = f"{title or calendar.regimen.title} ({calendar.regimen.id})"
    drawn, left_out = folded_bands(tuple(bands_of(calendar)), most_cycles)
    page = _Page()
    page.lines(name, NAME + 2, "title")
    page.lines(period_words(calendar), SMALL)
    before = None
    for band in drawn:
        phase = None if band.span is None else band.span.phase
        if phase is not None and phase != before:
            page.y += GAP + GAP
            page.lines(f"{phase.name}: {phase_words(phase)}", NAME, "phase")
            before = phase
        _band(page, band)
    ends = [*([more_words(left_out)] if left_out else []), end_words(calendar)]
    page.y += GAP
    for words in ends:
        page.y += GAP
        page.lines(words, SMALL, "loud")
    page.legend()
    said = [sentence for band in drawn for sentence in band_sentences(band)]
    return page.svg(f"{name}: which drug on which date", " ".join((*said, *ends)))


class _Page(Canvas):
    """The canvas of a calendar: a box shows when in the day, and how much of the greatest dose."""

    __slots__ = ()

    style: ClassVar[str] = f"{STYLE}{_STYLE}"
    patterns: ClassVar[str] = f"{PATTERN}\n{_WAIT}"
    meanings: ClassVar[Mapping[str, str]] = {
        "day": "dose",
        "lower": "below the greatest dose",
        "part": "part of the day",
        "runs": "infusion runs",
        "rest": "no dose",
        "wait": "delay",
        "session": RADIOTHERAPY,
    }

    def cell(self, x: int, y: int, size: int, cell: Cell) -> None:
        """Draw one day: a bar for each dose, as high as its part of the greatest."""
        self.box(x, y, size, size, cell.kind)
        if cell.kind == "session":
            third = size // 3
            self.bar(x + third, y + third, size - 2 * third, size - 2 * third, "mark")
        for bar in cell.bars:
            left, right = (x + size * edge // bar.of for edge in (bar.place, bar.place + 1))
            high = size * bar.share.numerator // bar.share.denominator
            high = max(2, min(high, size if bar.share == 1 else size - 2))
            self.kinds |= {"lower"} if bar.share < 1 else set()
            apart = int(bar.place + 1 < bar.of)
            self.bar(left, y + size - high, right - left - apart, high, "dose")

    def swatch(self, x: int, y: int, kind: str) -> None:
        """Draw a box of the legend."""
        bars = {
            "day": (Bar(0, 1, Fraction(1)),),
            "lower": (Bar(0, 1, _HALF),),
            "part": (Bar(0, 2, Fraction(1)),),
        }
        self.cell(x, y, SMALL, Cell("day" if kind == "lower" else kind, bars.get(kind, ())))


def _band(page: _Page, band: Band) -> None:
    page.y += GAP
    if band.span is None and all(day.is_rest for day in band.days):
        page.lines(gap_words(band.days), SMALL, "loud")
        return
    page.lines(heading(band), SMALL, "loud")
    for words in delay_words(band):
        page.lines(words, SMALL, "loud")
    size = COLUMNS if len(band.days) > MOST_COLUMNS else len(band.days)
    for first in range(0, len(band.days), size):
        _run(page, band, slice(first, first + size))
    if band.like:
        page.lines(like_words(band), SMALL)


def _run(page: _Page, band: Band, part: slice) -> None:
    """Draw a run of days for all the rows, with the dates and day numbers of each week above."""
    days = band.days[part]
    column = min(BROADEST, ROOM // len(days))
    page.y += SMALL + 2
    date_line, number_line = page.y, page.y + SMALL + 1
    weeks = [*_weeks(band, part, column)]
    for x, date, number in weeks:
        page.text(x, date_line, f"{date.day} {MONTHS[date.month - 1][:_SHORT_MONTH]}")
        if number is not None:
            page.text(x + column // 2, number_line, str(number), "number")
    page.text(GRID - GAP, number_line, "day", "right")
    page.y = number_line + GAP
    top, below = page.y, len(page.parts)
    _beam(page, band, part, column)
    for row in band.rows:
        _row(page, row, part, column)
    for x, _, _ in weeks:
        page.line(x - 1, top, "week", below)


def _weeks(band: Band, part: slice, column: int) -> Iterator[tuple[int, dt.date, int | None]]:
    """Find the days that have a date and a line; the first has none if the next would touch it."""
    days = band.days[part]
    marked = [
        place
        for place, day in enumerate(days)
        if place == 0
        or (place if day.cycle_day is None else after_day_1(day.cycle_day)) % WEEK == 0
    ]
    if len(marked) > 1 and width("30 Sep", SMALL) + GAP > marked[1] * column:
        marked = marked[1:]
    for place in marked:
        yield GRID + place * column, days[place].date, days[place].cycle_day


def _beam(page: _Page, band: Band, part: slice, column: int) -> None:
    """Lay a beam over the days of a wait, for a drug that goes on shows none."""
    waits = [n for n, day in enumerate(band.days[part]) if empty_kind(day, band.span) == "wait"]
    if waits:
        page.box(GRID + waits[0] * column + 1, page.y, len(waits) * column - 4, GAP, "wait")
        page.y += GAP + 2


def _row(page: _Page, row: Row, part: slice, column: int) -> None:
    top, room = page.y, LABEL - GAP
    page.label(MARGIN, row.drug, room, "drug")
    if part.start == 0:
        page.label(MARGIN, ", ".join(row.words), room)
        if row.change:
            page.label(MARGIN, row.change, room, "loud")
    page.y = max(page.y + GAP + 2, top + column + 2)
    for place, cell in enumerate(row.cells[part]):
        page.cell(GRID + place * column + 1, top + 2, column - 4, cell)
