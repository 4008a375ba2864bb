"""How a sheet is filled: letters as large as the page allows, and rows as high as they must be.

Nothing shrinks below 8 points: what does not fit is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import PlanError
from npc_regimens.render.page_boxes import GAP, beside
from npc_regimens.render.page_cells import PADDING, Cell, Cells
from npc_regimens.render.page_doses import Sizes
from npc_regimens.render.page_feet import Feet
from npc_regimens.render.page_head import head
from npc_regimens.render.page_html import Html, element, together
from npc_regimens.render.page_lines import Line, line, lines, space
from npc_regimens.render.page_measure import PAGE_HEIGHT, PAGE_WIDTH, line_height, millimetres
from npc_regimens.render.page_medicines import Medicines
from npc_regimens.render.page_sheets import ONE_DAY
from npc_regimens.render.page_staff import Staff

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.render.page_sheets import Sheet
    from npc_regimens.render.page_telling import Telling

SIDE: Final = 900
WIDTH: Final = PAGE_WIDTH - 2 * SIDE
ROOM: Final = PAGE_HEIGHT - 700 - 600
DAYS: Final = 7
COLUMN: Final = WIDTH // DAYS
INNER: Final = COLUMN - 2 * PADDING - 30
HIGHEST: Final = 4300  # of a row, so that a short cycle does not stretch over the page
HIGHEST_LARGE: Final = 8600

CHOICES: Final = (
    (Sizes(105, 100, 660, INNER), 100),
    (Sizes(100, 95, 600, INNER), 100),
    (Sizes(95, 90, 520, INNER), 95),
    (Sizes(85, 85, 460, INNER), 90),
    (Sizes(85, 80, 420, INNER, beside=True), 95),
    (Sizes(80, 80, 420, INNER, beside=True), 85),
    (Sizes(80, 80, 420, INNER, beside=True), 80),
)
CHOICES_LARGE: Final = (
    (Sizes(150, 130, 900, INNER, large=True), 130),
    (Sizes(140, 120, 800, INNER, large=True), 120),
    (Sizes(120, 120, 700, INNER, large=True), 110),
)


@dataclass(frozen=True, slots=True)
class _Tried:
    """A sheet in letters of one choice, before what is left over is shared out."""

    above: list[Line]
    rows: list[list[Cell]]
    feet: Feet
    below: list[Line]

    @property
    def heights(self) -> list[int]:
        return [max(cell.height for cell in row) for row in self.rows]

    @property
    def needed(self) -> int:
        parts = [*self.above, *self.below]
        fixed = sum(each.height for each in parts) + GAP * (len(parts) + 1)
        return fixed + sum(self.heights) + beside(self.feet.boxes(0)).height


def laid_out(telling: Telling, sheet: Sheet) -> Html:
    """Write the inside of a sheet in the largest letters that fit.

    Raises `PlanError` where not even the smallest do.
    """
    least = 0
    for sizes, text in CHOICES_LARGE if telling.facts.large else CHOICES:
        tried = _try(telling, sheet, sizes, text)
        if tried.needed <= ROOM:
            return _filled(tried, sizes)
        least = tried.needed
    span = sheet.part.span
    which = f"the sheet of {sheet.part.first}" if span is None else f"cycle {span.cycle}"
    raise PlanError(
        f"{which} needs {millimetres(least)} of a page that has {millimetres(ROOM)}, in letters of"
        " 8 points; give shorter texts, fewer lines, or print two weeks on a page (large)"
    )


def _try(telling: Telling, sheet: Sheet, sizes: Sizes, text: int) -> _Tried:
    part = sheet.part
    medicines = Medicines(telling, part, WIDTH, text)
    notices = list(medicines.notices())
    above = [head(telling, sheet, WIDTH, 220)]
    if notices:
        framed = element("div", together(*(each.html for each in notices)), class_="notices")
        above.append(Line(framed, sum(each.height for each in notices) + 160))
    above += [*medicines.cards(), _weekdays(telling, sizes)]
    several = len(part.home_drugs) > 1
    cells = Cells(telling, sheet, sizes, several)
    rows = [[cells.cell(monday + day * ONE_DAY) for day in range(DAYS)] for monday in sheet.mondays]
    below = [_legend(telling), *_other(telling, text)]
    if sheet.is_last_piece:
        below.append(Staff(telling, part, WIDTH).strip())
    below.append(_footer(telling, sheet))
    return _Tried(above, rows, Feet(telling, part, WIDTH, text), below)


def _filled(tried: _Tried, sizes: Sizes) -> Html:
    """Share out what is left over: first to the rows, then to the log of missed doses."""
    left = ROOM - tried.needed
    heights = _shared(tried, left, HIGHEST_LARGE if sizes.large else HIGHEST)
    left -= sum(heights) - sum(tried.heights)
    plain = beside(tried.feet.boxes(0)).height
    feet = beside(tried.feet.boxes(12, plain + left))
    grid = _grid(tried.rows, heights)
    legend, *others = tried.below
    *top, names = tried.above
    weeks = element("div", names.html, grid, class_="weeks", role="table")
    parts = [*(each.html for each in top), weeks, legend.html]
    parts += [*(each.html for each in others[:-2]), feet.html]
    parts += [each.html for each in others[-2:]]
    gap = element("div", class_="between")
    return together(*(piece for part in parts for piece in (part, gap)))


def _shared(tried: _Tried, left: int, highest: int) -> list[int]:
    """Raise the lowest rows that may grow until nothing is left, or all are high."""
    heights = tried.heights
    step = 20
    while left >= step and min(heights) < highest:
        lowest = heights.index(min(heights))
        heights[lowest] += step
        left -= step
    return heights


def _grid(rows: Sequence[Sequence[Cell]], heights: Sequence[int]) -> Html:
    width = millimetres(COLUMN)
    return together(
        *(
            element(
                "div",
                *(
                    cell.html(height, millimetres(COLUMN * place), width)
                    for place, cell in enumerate(row)
                ),
                class_="week",
                role="row",
                style=f"height:{millimetres(height)}",
            )
            for row, height in zip(rows, heights, strict=True)
        )
    )


def _weekdays(telling: Telling, sizes: Sizes) -> Line:
    size = 130 if sizes.large else 100
    names = telling.words.weekdays()
    cells = [
        element("span", name, class_=f"name s{size}", style=f"left:{millimetres(COLUMN * place)}")
        for place, name in enumerate(names)
    ]
    return Line(element("div", *cells, class_="names", style="height:6.00mm"), 600)


def _legend(telling: Telling) -> Line:
    words = telling.words
    keys = [("visit", element("i", class_="key visit"))]
    if not telling.is_of_visits:
        keys = [
            ("take", element("i", class_="key take")),
            ("rest", element("i", class_="key rest")),
            *keys,
        ]
    said = [element("span", mark, words.say(f"legend.{key}"), class_="legend") for key, mark in keys]
    if telling.facts.working:
        mark = element("i", words.say("legend.work"), class_="tag work")
        said.append(element("span", mark, words.say("legend.working"), class_="legend"))
    return line(85, *said, class_="legends")


def _other(telling: Telling, size: int) -> Iterator[Line]:
    """Write the other medicines, or leave a line for them."""
    words, own = telling.words, telling.facts.other_medicines
    heading = words.say("other.heading")
    if not own:
        label = element("span", heading, class_=f"s{size} label")
        blank = element("span", class_="blank")
        yield Line(element("div", label, blank, class_="fill"), 600)
        return
    text = f"{heading} {words.say('days.comma').join(own)}"
    found = lines(text, size, WIDTH - 100)
    html = element("div", together(*(each.html for each in found)), class_="other")
    yield Line(html, sum(each.height for each in found))


def _footer(telling: Telling, sheet: Sheet) -> Line:
    words, facts, span = telling.words, telling.facts, sheet.part.span
    place = "" if span is None else f"C{span.cycle}"
    about = [each for each in (facts.study, facts.participant, place) if each]
    where = words.say("page.sheet", number=sheet.number, count=sheet.count)
    said = " · ".join([words.say("page.made_by"), *([" / ".join(about)] if about else []), where])
    right = element("span", said, class_="right")
    return line(80, facts.note, right, class_="footer")


