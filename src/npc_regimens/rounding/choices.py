"""A choice between a few words, which is read and never compared as it came."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING

from npc_regimens.errors import ProductError

if TYPE_CHECKING:
    from typing import Self


class Choice(StrEnum):
    """One of a few words: as a member, or as its text."""

    @classmethod
    def read(cls, word: object) -> Self:
        """Take a member, or the text of one.

        A member of another choice is not its text: ties that go up are no direction up.

        Raises `ProductError`, which names the words that are known.

        >>> from npc_regimens.rounding import Ties
        >>> Ties.read("up")
        <Ties.UP: 'up'>
        """
        if isinstance(word, cls):
            return word
        if isinstance(word, str) and not isinstance(word, Enum):
            for member in cls:
                if member == word:
                    return member
        known = ", ".join(repr(member.value) for member in cls)
        raise ProductError(f"{word!r} is none of {cls.__name__}; write one of {known}")
