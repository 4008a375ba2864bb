"""Lines and blocks of a known height: what the printed page is built of.

Each line stands in a box of its own, and nothing is left to a browser to fold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from npc_regimens.render.page_html import Html, element, together
from npc_regimens.render.page_measure import folded, line_height, millimetres

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Line:
    """One line and its height."""

    html: Html
    height: int


def line(size: int, *children: str, class_: str = "") -> Line:
    """Write one line in letters of a size."""
    html = element("div", *children, class_=f"l s{size} {class_}".rstrip(" "))
    return Line(html, line_height(size))


def lines(text: str, size: int, most: int, *, class_: str = "") -> list[Line]:
    """Fold a text into lines."""
    return [line(size, each, class_=class_) for each in folded(text, size, most)]


def space(height: int, class_: str = "") -> Line:
    """Leave a height empty, or ruled for writing."""
    style = f"height:{millimetres(height)}"
    return Line(element("div", class_=class_ or "gap", style=style), height)


def rules(count: int, height: int = 560) -> list[Line]:
    """Leave lines to write on."""
    return [space(height, "rule")] * count


def total(found: Iterable[Line]) -> int:
    """Add up heights."""
    return sum(each.height for each in found)


def markup(found: Iterable[Line]) -> Html:
    """Write lines below each other."""
    return together(*(each.html for each in found))


@dataclass(frozen=True, slots=True)
class Block:
    """Lines in a box, which may grow where there is room."""

    lines: tuple[Line, ...]
    class_: str
    padding: int = 0
    grows: bool = False

    @property
    def height(self) -> int:
        """The height that it needs."""
        return total(self.lines) + 2 * self.padding

    def html(self, extra: int = 0, below: int = 0) -> Html:
        """Write it with so much more height around the lines, and so much more below them."""
        above = self.padding + extra // 2
        extra += below
        style = f"height:{millimetres(self.height + extra)};padding-top:{millimetres(above)}"
        return element("div", markup(self.lines), class_=self.class_, style=style)


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks beside each other, all of one height."""

    blocks: tuple[Block, ...]
    grows: bool = True

    @property
    def height(self) -> int:
        """The height of the highest."""
        return max(block.height for block in self.blocks)

    def html(self, extra: int = 0) -> Html:
        """Write them with so much more height."""
        height = self.height + extra
        part = f"width:{100 // len(self.blocks)}%"
        columns = (
            element("div", block.html(extra, self.height - block.height), class_="col", style=part)
            for block in self.blocks
        )
        style = f"height:{millimetres(height)}"
        return element("div", *columns, class_="cols", style=style)
