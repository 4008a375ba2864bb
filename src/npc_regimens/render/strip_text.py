"""Text in a picture: escaped, and folded by a careful guess of how wide it will be."""

from __future__ import annotations

import re
from html import escape
from typing import Final
from unicodedata import east_asian_width

# Twentieths of the height of the letters, rather too wide than too narrow: no font is known.
_WIDE, _BROAD, _PLAIN, _SLIM, _PARTS = 21, 19, 14, 8, 20
_BROAD_LETTERS: Final = frozenset("mwMW%@&")
_SLIM_LETTERS: Final = frozenset("fijlrtIJ ,.:;'()[]-/")
# Characters that no XML may hold, escaped or not.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CJK: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# A piece is not torn: a wide character, or a word with its hyphen, or a number with its unit.
_PIECE: Final = re.compile(rf"[{_CJK}]|(?:(?<=\d) (?=[a-zA-Z])|[^ \-{_CJK}])+-?|-| +")


def xml(text: str) -> str:
    """Write text so that no XML reader takes a part of it for anything but text.

    >>> xml('<script>"&')
    '&lt;script&gt;&quot;&amp;'
    """
    return escape(_FORBIDDEN.sub("\ufffd", text))


def width(text: str, size: int) -> int:
    """Guess how wide a line is in letters of a size."""
    return sum(map(_parts, text)) * size // _PARTS


def _parts(character: str) -> int:
    if east_asian_width(character) in {"W", "F"}:
        return _WIDE
    if character in _SLIM_LETTERS:
        return _SLIM
    is_broad = character.isupper() or character in _BROAD_LETTERS
    return _BROAD if is_broad else _PLAIN


def folded(text: str, size: int, most: int) -> list[str]:
    """Fold a text into lines of a greatest width; a word that is wider is cut into several.

    >>> folded("1,000 mg/m2, twice a day", 10, 90)
    ['1,000 mg/m2,', 'twice a day']
    """
    lines = [""]
    for piece in (part for found in _PIECE.findall(text) for part in _cut(found, size, most)):
        if width(lines[-1] + piece.rstrip(" "), size) > most:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip(" ")
    return [line.rstrip(" ") for line in lines]


def _cut(piece: str, size: int, most: int) -> list[str]:
    if width(piece, size) <= most:
        return [piece]
    return list(piece)
