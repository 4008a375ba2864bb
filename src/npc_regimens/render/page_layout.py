"""How a sheet is filled: letters as large as the page allows, and rows as high as they must be.

Nothing shrinks below 8 points: what does not fit is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import PlanError
from npc_regimens.render.page_boxes import beside
from npc_regimens.render.page_cells import PADDING, Cell, Cells
from npc_regimens.render.page_doses import Sizes
from npc_regimens.render.page_feet import Feet
from npc_regimens.render.page_head import head
from npc_regimens.render.page_html import Html, element, together
from npc_regimens.render.page_lines import Line, line, lines
from npc_regimens.render.page_measure import PAGE_HEIGHT, PAGE_WIDTH, millimetres, width
from npc_regimens.render.page_medicines import Medicines
from npc_regimens.render.page_sheets import ONE_DAY, WEEKS_OF_LARGE_PRINT, pieces_of
from npc_regimens.render.page_staff import Staff

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.render.page_sheets import Part, Sheet
    from npc_regimens.render.page_telling import Telling

SIDE: Final = 900
WIDTH: Final = PAGE_WIDTH - 2 * SIDE
ROOM: Final = PAGE_HEIGHT - 700 - 600
DAYS: Final = 7
SATURDAY: Final = 5
COLUMN: Final = (WIDTH - 100) // DAYS  # within the frame
INNER: Final = COLUMN - 2 * PADDING - 30
HIGHEST: Final = 4300  # of a row, so that a short cycle does not stretch over the page
HIGHEST_LARGE: Final = 8600


@dataclass(frozen=True, slots=True)
class Choice:
    """How large letters are in cells, boxes and title, the gaps, and the lines of the log."""

    sizes: Sizes
    text: int
    title: int = 220
    gap: int = 220
    log: int = 2


CHOICES: Final = (
    Choice(Sizes(105, 100, 660, INNER), 100),
    Choice(Sizes(100, 95, 600, INNER), 100),
    Choice(Sizes(95, 90, 520, INNER), 95, 200, 180),
    Choice(Sizes(85, 85, 460, INNER), 90, 180, 160),
    Choice(Sizes(80, 80, 420, INNER), 85, 180, 140),
    Choice(Sizes(85, 80, 420, INNER, beside=True), 95, 200, 180),
    Choice(Sizes(80, 80, 420, INNER, beside=True), 85, 180, 140),
    Choice(Sizes(80, 80, 420, INNER, beside=True), 80, 160, 120),
    Choice(Sizes(80, 80, 420, INNER, beside=True), 80, 160, 90, log=1),
)
CHOICES_LARGE: Final = (
    Choice(Sizes(160, 140, 800, INNER, large=True), 130),
    Choice(Sizes(150, 130, 700, INNER, large=True), 120, 200, 180),
    Choice(Sizes(140, 130, 620, INNER, large=True), 110, 180, 140),
    Choice(Sizes(120, 110, 520, INNER, large=True), 100, 160, 120),
    Choice(Sizes(120, 110, 460, INNER, large=True), 90, 160, 120),
    Choice(Sizes(120, 110, 420, INNER, large=True), 85, 160, 90, log=1),
    Choice(Sizes(120, 110, 420, INNER, large=True), 80, 160, 90, log=1),
)


@dataclass(frozen=True, slots=True)
class _Tried:
    """A sheet in letters of one choice, before what is left over is shared out."""

    above: list[Line]
    rows: list[list[Cell]]
    feet: Feet
    below: list[Line]
    gap: int
    is_last: bool

    @property
    def heights(self) -> list[int]:
        return [max(cell.height for cell in row) for row in self.rows]

    @property
    def needed(self) -> int:
        parts = [*self.above, *self.below]
        fixed = sum(each.height for each in parts) + self.gap * (len(parts) + 1)
        return fixed + sum(self.heights) + beside(self.feet.boxes(0)).height


def laid_out(telling: Telling, parts: Sequence[Part]) -> list[tuple[Sheet, Choice]]:
    """Divide parts into sheets, each with the largest letters that fit on it.

    A part has one sheet, or in large print one for two weeks; what does not fit is divided again,
    and in the end the strip of the staff has a sheet of its own.

    Raises `PlanError` for a week that does not fit in letters of 8 points.
    """
    found = [each for part in parts for each in _fitting(telling, part)]
    return [
        (replace(sheet, number=number, count=len(found)), choice)
        for number, (sheet, choice) in enumerate(found, 1)
    ]


def _fitting(telling: Telling, part: Part) -> list[tuple[Sheet, Choice]]:
    count = len(part.mondays)
    size = WEEKS_OF_LARGE_PRINT if telling.facts.large else count
    why = ""
    ways = [(weeks, False) for weeks in dict.fromkeys((size, *range(-(-count // 2), 0, -1)))]
    for weeks, is_strip_apart in (*ways, (1, True)):
        sheets = pieces_of(part, weeks, is_strip_apart=is_strip_apart)
        try:
            return [(sheet, _choice(telling, sheet)) for sheet in sheets]
        except PlanError as error:
            why = str(error)
    which = f"the sheet of {part.first}" if part.span is None else f"cycle {part.span.cycle}"
    raise PlanError(
        f"{which} does not fit on sheets in letters of 8 points: {why}; give shorter texts and"
        " fewer lines"
    )


def _choice(telling: Telling, sheet: Sheet) -> Choice:
    why = ""
    for choice in CHOICES_LARGE if telling.facts.large else CHOICES:
        try:
            needed = _needed(telling, sheet, choice)
        except PlanError as error:  # an amount that is wider than its place
            why = str(error)
            continue
        if needed <= ROOM:
            return choice
        why = f"it needs {millimetres(needed)} of a page that has {millimetres(ROOM)}"
    raise PlanError(why)


def _needed(telling: Telling, sheet: Sheet, choice: Choice) -> int:
    """Return the height that a sheet needs in letters of a choice."""
    if sheet.mondays:
        return _try(telling, sheet, choice).needed
    return sum(each.height + choice.gap for each in _for_staff(telling, sheet, choice))


def written(telling: Telling, sheet: Sheet, choice: Choice) -> Html:
    """Write the inside of a sheet."""
    if sheet.mondays:
        return _filled(_try(telling, sheet, choice), choice)
    return _apart([each.html for each in _for_staff(telling, sheet, choice)], choice)


def _for_staff(telling: Telling, sheet: Sheet, choice: Choice) -> list[Line]:
    """Put the strip of the staff on a sheet without weeks."""
    strip = Staff(telling, sheet.part, WIDTH).strip()
    return [head(telling, sheet, WIDTH, choice.title), strip, _footer(telling, sheet)]


def _apart(parts: Sequence[Html], choice: Choice) -> Html:
    """Put parts below each other, with gaps."""
    gap = element("div", style=f"height:{millimetres(choice.gap)}")
    return together(*(piece for part in parts for piece in (part, gap)))


def _try(telling: Telling, sheet: Sheet, choice: Choice) -> _Tried:
    sizes, text = choice.sizes, choice.text
    part = sheet.part
    medicines = Medicines(telling, part, WIDTH, text)
    notices = list(medicines.notices())
    above = [head(telling, sheet, WIDTH, choice.title)]
    if notices:
        framed = element("div", together(*(each.html for each in notices)), class_="notices")
        above.append(Line(framed, sum(each.height for each in notices) + 160))
    above += [*medicines.cards(), _weekdays(telling, sizes)]
    several = len(part.home_drugs) > 1
    cells = Cells(telling, sheet, sizes, several)
    rows = [[cells.cell(monday + day * ONE_DAY) for day in range(DAYS)] for monday in sheet.mondays]
    below = list(_legend(telling, text))
    if sheet.is_last_piece:
        below.append(Staff(telling, part, WIDTH).strip())
    below.append(_footer(telling, sheet))
    feet = Feet(telling, part, WIDTH, text, choice.log)
    return _Tried(above, rows, feet, below, choice.gap, sheet.is_last_piece)


def _filled(tried: _Tried, choice: Choice) -> Html:
    """Share out what is left over: first to the rows, then to the log of missed doses."""
    left = ROOM - tried.needed
    heights = _shared(tried, left, HIGHEST_LARGE if choice.sizes.large else HIGHEST)
    left -= sum(heights) - sum(tried.heights)
    plain = beside(tried.feet.boxes(0)).height
    feet = beside(tried.feet.boxes(12, plain + left))
    grid = _grid(tried.rows, heights)
    legend, *others = tried.below
    count = 2 if tried.is_last else 1
    *top, names = tried.above
    weeks = element("div", names.html, grid, class_="weeks", role="table")
    parts = [*(each.html for each in top), weeks, legend.html]
    parts += [*(each.html for each in others[:-count]), feet.html]
    parts += [each.html for each in others[-count:]]
    return _apart(parts, choice)


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
        element(
            "span",
            name,
            class_=f"weekday s{size}{' we' if place >= SATURDAY else ''}",
            style=f"left:{millimetres(COLUMN * place)}",
        )
        for place, name in enumerate(names)
    ]
    return Line(element("div", *cells, class_="names", style="height:6.00mm"), 600)


def _legend(telling: Telling, size: int) -> Iterator[Line]:
    """Write what the cells mean, and the other medicines beside it where there is room."""
    words = telling.words
    keys = [("visit", element("i", class_="key visit"))]
    if not telling.is_of_visits:
        keys = [
            ("take", element("i", class_="key take")),
            ("rest", element("i", class_="key rest")),
            *keys,
        ]
    said = [
        element("span", mark, words.say(f"legend.{key}"), class_="legend") for key, mark in keys
    ]
    if telling.facts.working:
        mark = element("i", words.say("legend.work"), class_="tag work")
        said.append(element("span", mark, words.say("legend.working"), class_="legend"))
    if telling.facts.other_medicines:
        yield line(85, *said, class_="legends")
        yield _other(telling, size)
        return
    used = sum(width(words.say(f"legend.{key}"), 85) + 1200 for key, _ in keys)
    used += width(words.say("legend.working"), 85) + 1400 if telling.facts.working else 0
    label = element("span", words.say("other.heading"), class_="s85 label")
    style = f"left:{millimetres(used)}"
    blank = element("span", label, class_="fill aside-fill", style=style)
    yield Line(element("div", *said, blank, class_="legends s85"), 450)


def _other(telling: Telling, size: int) -> Line:
    """Write the other medicines."""
    words, own = telling.words, telling.facts.other_medicines
    heading = words.say("other.heading")
    text = f"{heading} {words.say('days.comma').join(own)}"
    found = lines(text, size, WIDTH - 100)
    html = element("div", together(*(each.html for each in found)), class_="other")
    return Line(html, sum(each.height for each in found))


def _footer(telling: Telling, sheet: Sheet) -> Line:
    words, facts, span = telling.words, telling.facts, sheet.part.span
    place = "" if span is None else f"C{span.cycle}"
    about = [each for each in (facts.study, facts.participant, place) if each]
    where = words.say("page.sheet", number=sheet.number, count=sheet.count)
    said = " · ".join([words.say("page.made_by"), *([" / ".join(about)] if about else []), where])
    right = element("span", said, class_="right")
    return line(80, facts.note, right, class_="footer")
