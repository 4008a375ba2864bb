"""The canvas of a schedule strip: text, boxes and lines, and what the legend must explain."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from npc_regimens.render.strip_text import folded, width, xml

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH: Final = 800
MARGIN: Final = 16
NAME, SMALL = 13, 11
GAP: Final = 6
# The grid of days beside the labels of the rows.
LABEL: Final = 216
GRID: Final = MARGIN + LABEL
ROOM: Final = WIDTH - GRID - MARGIN
BROADEST, NARROWEST = 19, 15  # of the column of a day
MOST_COLUMNS: Final = ROOM // NARROWEST

STYLE: Final = """
text { font-family: sans-serif; font-size: 11px; fill: #263238; }
.title { font-size: 15px; font-weight: bold; }
.phase, .drug { font-size: 13px; font-weight: bold; }
.number { text-anchor: middle; }
.right { text-anchor: end; }
.choice { font-style: italic; }
.dose, .slot { fill: #1f4e5f; }
.part { fill: #ffffff; stroke: #1f4e5f; }
.rest { fill: #ffffff; stroke: #90a0a7; }
.perhaps { fill: #ffffff; stroke: #1f4e5f; stroke-width: 2; stroke-dasharray: 3 2; }
.runs { fill: #c3d2d8; stroke: #1f4e5f; }
.gap { fill: url(#not-stated); stroke: #78868c; }
.plate { fill: #ffffff; }
.week { stroke: #78868c; }
.bar { stroke: #1f4e5f; stroke-width: 3; }
"""
PATTERN: Final = (
    '<defs><pattern id="not-stated" width="6" height="6" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/>'
    '<rect width="2" height="6" fill="#90a0a7"/></pattern></defs>'
)
_LEGEND: Final = {
    "dose": "dose",
    "part": "dose in a part of the day",
    "perhaps": "dose on some of these days",
    "runs": "infusion runs",
    "rest": "no dose",
    "gap": "not stated",
}


class Canvas:
    """What is drawn so far, how far down, and which kinds of box there are."""

    __slots__ = ("kinds", "parts", "y")

    style: ClassVar[str] = STYLE
    patterns: ClassVar[str] = PATTERN
    meanings: ClassVar[Mapping[str, str]] = _LEGEND

    def __init__(self) -> None:
        self.y = MARGIN - GAP
        self.parts: list[str] = []
        self.kinds: set[str] = set()

    def text(self, x: int, y: int, words: str, kind: str = "") -> None:
        """Write one line at a place."""
        mark = f' class="{kind}"' if kind else ""
        self.parts.append(f'<text x="{x}" y="{y}"{mark}>{xml(words)}</text>')

    def lines(self, words: str, size: int, kind: str = "") -> None:
        """Write below what there is, folded to the width of the picture."""
        for line in folded(words, size, WIDTH - MARGIN - MARGIN):
            self.y += size + 3
            self.text(MARGIN, self.y, line, kind)

    def label(self, x: int, words: str, room: int, kind: str = "") -> None:
        """Write beside the boxes, folded to a width."""
        size = NAME if kind == "drug" else SMALL
        for line in folded(words, size, room):
            self.y += size + 2
            self.text(x, self.y, line, kind)

    def box(self, x: int, y: int, wide: int, high: int, kind: str) -> None:
        """Draw a box of a kind."""
        self.kinds.add(kind)
        self.bar(x, y, wide, high, kind)

    def bar(self, x: int, y: int, wide: int, high: int, kind: str) -> None:
        """Draw a part of a box, which the legend does not explain."""
        self.parts.append(_rect(x, y, wide, high, kind))

    def swatch(self, x: int, y: int, kind: str) -> None:
        """Draw a box of the legend."""
        self.day(x, y, SMALL, kind, (True, False))

    def day(self, x: int, y: int, size: int, kind: str, due: tuple[bool, ...] = ()) -> None:
        """Draw one day as a box of its kind; one in part shows its slots from left to right."""
        self.box(x, y, size, size, kind)
        for slot in (number for number, is_due in enumerate(due) if is_due and kind == "part"):
            left, right = (x + size * edge // len(due) for edge in (slot, slot + 1))
            self.bar(left, y, right - left, size, "slot")

    def plate(self, middle: int, y: int, words: str) -> None:
        """Write on a pattern so that it can be read."""
        wide, high = width(words, SMALL) + GAP, SMALL
        self.bar(middle - wide // 2, y - high // 2, wide, high, "plate")
        self.text(middle, y + 4, words, "number")

    def line(self, x: int, top: int, kind: str, below: int | None = None) -> None:
        """Draw a line from a height down to where the drawing has come, below some of its parts."""
        place = f'x1="{x}" x2="{x}" y1="{top}" y2="{self.y}"'
        at = len(self.parts) if below is None else below
        self.parts.insert(at, f'<line class="{kind}" {place}/>')

    def legend(self) -> None:
        """Explain each kind of box that is drawn, and no other."""
        self.y += 3 * GAP
        x = MARGIN
        for kind, meaning in self.meanings.items():
            if kind in self.kinds:
                self.swatch(x, self.y, kind)
                self.text(x + SMALL + GAP, self.y + SMALL - 2, meaning)
                x += SMALL + 4 * GAP + width(meaning, SMALL)
        self.y += SMALL

    def svg(self, title: str, description: str) -> str:
        """Write the whole picture, with its title and description for those who do not see it."""
        height = self.y + MARGIN
        size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        parts = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
            f"<title>{xml(title)}</title>",
            f"<desc>{xml(description)}</desc>",
            f"<style>{self.style}</style>",
            self.patterns,
            _rect(0, 0, WIDTH, height, "plate"),
            *self.parts,
            "</svg>",
        )
        return "\n".join(parts) + "\n"


def _rect(x: int, y: int, wide: int, high: int, kind: str) -> str:
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{wide}" height="{high}"/>'
