"""Lengths on the printed page, and how wide a text is at most.

Lengths are whole hundredths of a millimetre and sizes of letters whole tenths of a point. The
width of a letter is a bound from above for the bold letters of Noto Sans CJK SC, so a line that
fits here fits in print; a test in a browser holds both against each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Sequence

TIMES: Final = "\u00d7"
PAGE_WIDTH: Final = 21000
PAGE_HEIGHT: Final = 29700
LEAST: Final = 80  # tenths of a point: nothing on the page is smaller
SIZES: Final = tuple(range(LEAST, 255, 5))

# Thousandths of the height of the bold letters of ASCII, each a little more than it is.
_ASCII: Final = (
    *(233, 381, 591, 607, 607, 991, 762, 334, 389, 389, 522, 607, 334, 381, 334, 398),
    *(607, 607, 607, 607, 607, 607, 607, 607, 607, 607, 334, 334, 607, 607, 607, 529),
    *(1037, 660, 701, 675, 735, 633, 602, 738, 779, 339, 585, 706, 595, 878, 771, 793),
    *(687, 793, 702, 642, 643, 770, 637, 942, 645, 597, 631, 389, 398, 389, 607, 584),
    *(644, 608, 663, 542, 663, 598, 383, 614, 659, 313, 315, 622, 324, 992, 660, 644),
    *(663, 663, 449, 509, 433, 656, 593, 888, 578, 591, 526, 389, 304, 389, 607),
)
_FIRST: Final = 0x20
_WIDE: Final = 1060  # of all other characters
_WIDER: Final = dict.fromkeys("\u042e\u2116", 1120)  # but a Cyrillic letter and the sign of numbers
_CJK: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
# What stands at no start of a line, and what at no end of one, in Chinese and in English.
_NO_START: Final = "\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f\uff09\u300b\u300d\u2026,.;:!?)%"
_NO_END: Final = "\uff08\u300a\u300c("
_PIECE: Final = re.compile(
    rf"[{re.escape(_NO_END)}]*(?:[0-9][0-9,.]* ?[{_CJK}]|[{_CJK}]|"
    rf"(?:(?<=\d) (?=[a-zA-Z{TIMES}])|[^ {_CJK}])+| +)"
    rf"[{re.escape(_NO_START)}]*"
)


@lru_cache(maxsize=10_000)
def width(text: str, size: int) -> int:
    """Say how wide a line is at most in letters of a size.

    >>> width("ab", 100)
    449
    """
    parts = sum(map(_parts, text))
    return -(-parts * size * 353 // 100_000)  # a point is 0.353 mm


def _parts(character: str) -> int:
    place = ord(character) - _FIRST
    return _ASCII[place] if place < len(_ASCII) else _WIDER.get(character, _WIDE)


def line_height(size: int) -> int:
    """Say how high a line of a size is.

    >>> line_height(100)
    450
    """
    return size * 9 // 2


@lru_cache(maxsize=10_000)
def folded(text: str, size: int, most: int) -> tuple[str, ...]:
    """Fold a text into lines of a greatest width, never between a number and what it counts.

    A word that is wider than a line is cut. Raises `PlanError` for a number with its unit that is.

    >>> folded("Swallow whole with 1,000 mg of it", 100, 4000)
    ('Swallow whole with', '1,000 mg of it')
    """
    lines = [""]
    for piece in (part for found in _PIECE.findall(text) for part in _cut(found, size, most)):
        if lines[-1] and width(lines[-1] + piece.rstrip(" "), size) > most:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip(" ")
    return tuple(line.rstrip(" ") for line in lines)


def _cut(piece: str, size: int, most: int) -> list[str]:
    """Cut a word that is wider than a line, but no amount."""
    if width(piece.strip(" "), size) <= most:
        return [piece]
    if " " in piece.strip(" "):
        raise PlanError(
            f"{piece.strip(' ')!r} is wider than its place on the page, which is"
            f" {millimetres(most)}, and an amount is not divided"
        )
    return list(piece)


def largest(text: str, sizes: Sequence[int], most: int) -> int:
    """Find the first of some sizes in which a text is one line, or the last.

    >>> largest("No tablets", (160, 120, 80), 2000), largest("No tablets", (160, 120), 100)
    (80, 120)
    """
    return next((size for size in sizes if width(text, size) <= most), sizes[-1])


def uncut(text: str, size: int, most: int) -> int:
    """Find the largest size, up to one, in which no word of a text is cut, or the smallest.

    >>> uncut("No capecitabine", 110, 2300), uncut("No capecitabine", 110, 100)
    (95, 80)
    """
    sizes = range(size, LEAST - 1, -SIZES[1] + SIZES[0])
    words = text.split(" ")
    return next((each for each in sizes if all(width(word, each) <= most for word in words)), LEAST)


def millimetres(length: int) -> str:
    """Write a length for a style sheet.

    >>> millimetres(1205), millimetres(30)
    ('12.05mm', '0.30mm')
    """
    return f"{length // 100}.{length % 100:02}mm"


def points(size: int) -> str:
    """Write a size of letters for a style sheet.

    >>> points(95)
    '9.5pt'
    """
    return f"{size // 10}.{size % 10}pt"
