"""Columns of a terminal: a wide letter takes two of them, and a mark on a letter none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import category, east_asian_width

from npc_regimens.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_NO_COLUMN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# A number is not torn from its unit.
_BREAK: Final = re.compile(r"(?<![0-9]) | (?![A-Za-z%])")


def check_plain(text: str, what: str) -> None:
    r"""Refuse what no column holds: a line break, a control, a mark of direction.

    Raises `PlanError`, which names it.

    >>> check_plain("白片\n", "the label of 'a'")
    Traceback (most recent call last):
        ...
    npc_regimens.errors.PlanError: the label of 'a' has U+000A at character 3; leave it out
    """
    for place, character in enumerate(text, 1):
        if category(character) in _NO_COLUMN:
            found = f"U+{ord(character):04X}"
            raise PlanError(f"{what} has {found} at character {place}; leave it out")


def columns(text: str) -> int:
    r"""Count the columns that a text takes.

    >>> columns("tablet"), columns("白片"), columns("e\u0301")
    (6, 4, 1)
    """
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def padded(text: str, room: int) -> str:
    """Write a text with blanks behind it up to a number of columns.

    >>> padded("白片", 6) + "|"
    '白片  |'
    """
    return text + " " * (room - columns(text))


def filled(words: Iterable[str], room: int) -> list[str]:
    """Put words into lines of a greatest number of columns; a word that is wider is cut.

    >>> filled(["1,150", "mg", "白片白片"], 8)
    ['1,150 mg', '白片白片']
    """
    lines = [""]
    for piece in (part for word in words for part in _cut(word, room)):
        longer = f"{lines[-1]} {piece}" if lines[-1] else piece
        if columns(longer) > room:
            lines.append(piece)
        else:
            lines[-1] = longer
    return lines


def _cut(word: str, room: int) -> Iterator[str]:
    part = ""
    for character in word:
        if columns(part + character) > room:
            yield part
            part = ""
        part += character
    yield part


def hanging(start: str, text: str, room: int) -> list[str]:
    """Write a text behind its beginning, the further lines as far in as the first.

    >>> hanging(" 7  ", "cycle 1 of 6 (combination)", 20)
    [' 7  cycle 1 of 6', '    (combination)']
    """
    first, *others = filled(_BREAK.split(text), room - columns(start))
    return [f"{start}{first}", *(f"{' ' * columns(start)}{line}" for line in others)]
