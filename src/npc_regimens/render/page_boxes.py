"""Framed boxes beside each other, all of one height."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from npc_regimens.render.page_html import element
from npc_regimens.render.page_lines import Line, markup, total
from npc_regimens.render.page_measure import millimetres

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP: Final = 220
SIDE: Final = 260  # between the frame of a box and its text
ABOVE: Final = 150
FRAME: Final = 140  # of both lines of the frame


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its width, its lines, and what stands at its foot."""

    width: int
    class_: str
    lines: tuple[Line, ...]
    foot: tuple[Line, ...] = ()

    @property
    def height(self) -> int:
        """The height that it needs."""
        return total(self.lines) + total(self.foot) + 2 * ABOVE + FRAME


def inside(width: int) -> int:
    """Say how much room a box leaves for text."""
    return width - 2 * SIDE


def beside(boxes: Sequence[Box], extra: int = 0) -> Line:
    """Put boxes beside each other, with so much more height than they need."""
    height = max(box.height for box in boxes) + extra
    left, written = 0, []
    for box in boxes:
        style = (
            f"left:{millimetres(left)};width:{millimetres(box.width)};height:{millimetres(height)}"
        )
        foot = element("div", markup(box.foot), class_="foot") if box.foot else ""
        written.append(
            element("div", markup(box.lines), foot, class_=f"box {box.class_}", style=style)
        )
        left += box.width + GAP
    html = element("div", *written, class_="boxes", style=f"height:{millimetres(height)}")
    return Line(html, height)


def shared(width: int, count: int) -> list[int]:
    """Divide a width among boxes, the gaps between them left out."""
    room = width - GAP * (count - 1)
    return [room // count] * count
