"""Elements of the printed page: the one place where text becomes HTML, and what no font shows.

A character is taken if Noto Sans CJK SC and the fonts named behind it have a glyph for it: those of
ASCII and Latin-1, and those of the Chinese national standard (GBK). All others are refused, so no
empty box, no mark of direction and no control character gets onto a patient's page.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from html import escape
from typing import Final

from npc_regimens.errors import PlanError

_FIRST_SEEN: Final = 0x20
_LAST_ASCII: Final = 0x7E
_LATIN: Final = range(0xA1, 0x100)
_WITHOUT_GLYPH: Final = frozenset("\u00ad\u2252")  # soft hyphen; a sign of GBK that Noto lacks


class Html(str):
    """Text that is HTML already: only `element` makes it, out of text that it has escaped."""

    __slots__ = ()


def has_glyph(character: str) -> bool:
    r"""Whether the fonts of the page show a character.

    >>> [has_glyph(each) for each in ("a", "药", "é", "\u202e", "\N{PILL}")]
    [True, True, True, False, False]
    """
    code = ord(character)
    if _FIRST_SEEN <= code <= _LAST_ASCII:
        return True
    if character in _WITHOUT_GLYPH or unicodedata.category(character)[0] == "C":
        return False
    return code in _LATIN or _in_gbk(character)


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=10_000)
def escaped(text: str) -> str:
    """Write a text so that a browser takes no part of it for anything but text."""
    return escape(require_glyphs(text, "the page"))


def require_glyphs(text: str, what: str) -> str:
    """Return a text of which each character can be shown.

    Raises `PlanError` that names the first character that cannot.
    """
    for character in text:
        if not has_glyph(character):
            name = unicodedata.name(character, "a character without a name")
            raise PlanError(
                f"{what}: no font of the page shows {character!a} ({name.lower()}); write it"
                " in letters, Chinese characters and signs of GBK"
            )
    return text


def element(name: str, *children: str, **attributes: str) -> Html:
    """Write an element; what is not HTML already is text, and is escaped.

    An underscore behind the name of an attribute is dropped, and one within it is a hyphen.

    >>> element("b", "3 < 4", class_="loud")
    '<b class="loud">3 &lt; 4</b>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value
    )
    return Html(f"<{name}{said}>{''.join(map(_child, children))}</{name}>")


def together(*children: str) -> Html:
    """Write elements and texts one behind the other.

    >>> together(element("i"), " & more")
    '<i></i> &amp; more'
    """
    return Html("".join(map(_child, children)))


def _child(child: str) -> str:
    return child if isinstance(child, Html) else escaped(child)
