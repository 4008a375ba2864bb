"""The text of a line: look-alikes one for one, and the caret under what was not understood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import NotationError, Slip
from npc_regimens.units.vocabulary import CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST: Final = 2000  # no regimen of this world is longer, and a caret must be found by eye

# Look-alikes of one character each, so that every place in the text stays where it was.
_ALIKE: Final = {
    **{alike: plain for alike, plain in CHARACTERS.items() if len(plain) == 1},
    **dict.fromkeys("‐‑‒–—−－～~", "-"),  # noqa: RUF001  look-alikes of a hyphen
    **dict.fromkeys("，、。", ","),  # noqa: RUF001  commas
    **dict.fromkeys("；", ";"),  # noqa: RUF001
    **dict.fromkeys("：", ":"),  # noqa: RUF001
    **dict.fromkeys("（", "("),  # noqa: RUF001
    **dict.fromkeys("）", ")"),  # noqa: RUF001
    **dict.fromkeys("＋", "+"),  # noqa: RUF001
    **dict.fromkeys("×", "x"),  # noqa: RUF001
    "\t": " ",
    "\r": "\n",
}
_MICRO: Final = re.compile("[\u00b5\u03bc]")


@dataclass(frozen=True, slots=True)
class Text:
    """A line as it was typed, and the same line in plain characters, place for place."""

    typed: str
    plain: str

    @classmethod
    def of(cls, typed: str) -> Text:
        """Take a line, and refuse what is no line."""
        if not isinstance(typed, str):
            raise NotationError("", [Slip(0, 0, f"a line is text, not {typed!r}", _LIKE)])
        if len(typed) > LONGEST:
            what = f"a line of {len(typed)} characters is not read"
            raise NotationError("", [Slip(0, 0, what, f"write at most {LONGEST}")])
        text = cls(typed, "".join(_ALIKE.get(character, character) for character in typed))
        text._refuse_characters()
        return text

    def _refuse_characters(self) -> None:
        slips = [
            Slip(at, at + 1, f"the character U+{ord(each):04X} is not read", "leave it out")
            for at, each in enumerate(self.plain)
            if each != "\n" and unicodedata.category(each) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        ]
        slips += [
            Slip(found.start(), found.end(), "the sign for micro is easily read as an m", _MCG)
            for found in _MICRO.finditer(self.typed)
        ]
        if slips:
            raise NotationError(self.typed, slips)

    def refuse(self, slips: Iterable[Slip]) -> None:
        """Raise all that was not understood, if anything was not."""
        found = sorted(slips)
        if found:
            raise NotationError(self.typed, found)


_LIKE: Final = "write for example 'capecitabine 650 mg/m2 PO BID d1-21 q21d x6'"
_MCG: Final = "write mcg, for example '5 mcg'"


def trim(plain: str, start: int, end: int) -> tuple[int, int]:
    """Leave out spaces and line breaks at both ends."""
    while start < end and plain[start] in " \n":
        start += 1
    while start < end and plain[end - 1] in " \n":
        end -= 1
    return start, end
