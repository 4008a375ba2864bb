"""The words of a calendar file by language, and the parts of words that tell a disease."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FOLDER: Final = Path(__file__).resolve().parent / "strings"


class Language(StrEnum):
    """The language of what a reminder says around names, labels and amounts."""

    ENGLISH = "en"
    CHINESE = "zh"


class Strings:
    """The sentences of one language, with names in braces for what is filled in.

    >>> strings_of(Language.CHINESE).say("place", cycle=2, day=8)
    '第 2 周期第 8 天'
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table

    def say(self, key: str, **filled: object) -> str:
        """Fill in a sentence; what is filled in is text and never a sentence itself."""
        return str(self._table[key]).format(**filled)

    def of(self, key: str, which: str, **filled: object) -> str:
        """Fill in the sentence of a table that is meant for one of several things."""
        return str(self._table[key][which]).format(**filled)

    def counted(self, count: int, form: str) -> str:
        """Write a count of tablets, capsules or vials.

        >>> strings_of(Language.ENGLISH).counted(2, "tablet")
        '2 tablets'
        """
        return self.of("one" if count == 1 else "several", form, count=f"{count:,}")

    def listed(self, words: Sequence[object]) -> str:
        """Join words as a sentence does.

        >>> strings_of(Language.ENGLISH).listed([1, 8, 15])
        '1, 8 and 15'
        """
        first = self.say("enumerated").join(map(str, words[:-1]))
        return self.say("after_last").join(filter(None, [first, *map(str, words[-1:])]))


@lru_cache
def strings_of(language: Language) -> Strings:
    """Read the sentences of a language, once."""
    return Strings(_read(f"ics.{language}.toml"))


@lru_cache
def telling_parts() -> tuple[str, ...]:
    """Read the parts of words that no discreet file holds, in every language."""
    return tuple(_read("telling.toml")["parts"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(_FOLDER.joinpath(name).read_text(encoding="utf-8"))
