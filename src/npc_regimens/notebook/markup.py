"""Markup: what is text is escaped, and only what was made here is not."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING, Final

from npc_regimens.render.strip_text import xml

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE: Final = "border:1px solid rgba(128,128,128,0.5);padding:2px 6px;"
_CELL: Final = f"{LINE}text-align:left;vertical-align:top;"
HEAD: Final = f"{_CELL}font-weight:bold;"
LOUD: Final = "font-weight:bold;"
# A number is not torn from its unit.
_BESIDE_A_NUMBER: Final = re.compile(r"(?<=[0-9]) (?=[A-Za-z%])")
_ALONE: Final = frozenset({"img", "br"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def tag(name: str, *inside: str, **attributes: str) -> Html:
    """Write an element around text, which is escaped, and around markup, which is not.

    >>> tag("b", "5 < 7", tag("br"), style="color:red")
    '<b style="color:red">5 &lt; 7<br></b>'
    """
    said = "".join(f' {key}="{xml(value)}"' for key, value in attributes.items())
    if name in _ALONE:
        return Html(f"<{name}{said}>")
    return Html(f"<{name}{said}>{joined_up(inside)}</{name}>")


def joined_up(parts: Iterable[str]) -> Html:
    """Put text and markup behind each other."""
    return Html("".join(part if isinstance(part, Html) else _text(part) for part in parts))


def _text(part: str) -> str:
    return xml(_BESIDE_A_NUMBER.sub("\u00a0", part))


def lines(parts: Iterable[str]) -> Html:
    """Put each part on a line of its own."""
    broken = (piece for part in parts for piece in (tag("br"), part))
    return joined_up([*broken][1:])


def row(*cells: str, style: str = "", head: bool = False) -> Html:
    """Write a row of a table."""
    kind = "th" if head else "td"
    look = HEAD if head else _CELL
    return tag("tr", *(tag(kind, cell, style=f"{look}{style}") for cell in cells))


def cell(inside: str, style: str = "") -> Html:
    """Write one cell of a row, with a look of its own."""
    return tag("td", inside, style=f"{_CELL}{style}")


def table(rows: Iterable[Html]) -> Html:
    """Write a table."""
    return tag("table", *rows, style="border-collapse:collapse;margin:4px 0;")


def picture(svg: str, words: str) -> Html:
    """Show a picture as an image: its styles do not reach the page, nor those of the page it."""
    data = b64encode(svg.encode()).decode("ascii")
    return tag("img", src=f"data:image/svg+xml;base64,{data}", alt=words, style="max-width:100%;")
