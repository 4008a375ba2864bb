"""Names on a line: of drugs and of phases, and the words that would be lost in them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import Slip
from npc_regimens.notation.parts import Part, read_parts
from npc_regimens.notation.patterns import part_in
from npc_regimens.notation.text import trim

if TYPE_CHECKING:
    from npc_regimens.notation.text import Text

_DRUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(?: +[A-Za-z0-9][A-Za-z0-9-]*)*")


def refuse_a_part_as_name(text: Text, found: re.Match[str], slips: list[Slip]) -> None:
    """Refuse ``Day 8: ...``: what looks like a name would be dropped, and says when to give."""
    name = found["name"].replace("-", " ")
    if part_in(name) is not None or _LIKE_A_DAY.search(name):
        what = f"{text.typed[found.start() : found.end('name')]!r} before a colon is no name"
        remedy = "write it behind the dose; a name of a phase is a word like induction"
        slips.append(Slip(found.start(), found.end("name"), what, remedy))


_LIKE_A_DAY: Final = re.compile(
    r"\b(?:d(?:ays?)?|w(?:eeks?)?|c(?:ycles?)?|x|q) ?[0-9]|\bcycles?\b|\bdays?\b", re.IGNORECASE
)


def drug_before(text: Text, start: int, end: int, slips: list[Slip]) -> tuple[str, list[Part]]:
    """Read the name of a drug, and the parts that stand between it and its dose, like IV."""
    begin, behind = trim(text.plain, start, end)
    typed = text.typed[begin:behind]
    words = text.plain[begin:behind]
    part = part_in(words)
    last = behind if part is None else behind - len(part)
    parts = read_parts(text, last, behind, slips) if begin < last < behind else []
    begin, last = trim(text.plain, begin, last)
    if begin == last and part is not None:
        what, remedy = f"{typed!r} stands before the name of the drug", "write it behind the dose"
        slips.append(Slip(begin, behind, what, remedy))
    elif begin == last:
        what, remedy = "no drug stands before this dose", _LIKE_A_DRUG
        slips.append(Slip(begin, begin + 1, what, remedy))
    elif _DRUG.fullmatch(text.plain, begin, last) is None or _NO_NAME.search(words):
        slips.append(Slip(begin, last, f"{typed!r} is no name of a drug", _LIKE_A_DRUG))
    return "-".join(text.plain[begin:last].lower().split()), parts


_LIKE_A_DRUG: Final = "write the generic name in Latin letters, like 'irinotecan liposome'"
# Words that say something of a drug, or name two: as a part of its name they would be dropped.
_NO_NAME: Final = re.compile(
    r"\b(?:and|or|not|no|with|without|then|plus|followed|by|loading|maintenance|induction|dose"
    r"|first|last|only|until|after|over|max)\b",
    re.IGNORECASE,
)


def refuse_what_is_of_no_drug(text: Text, parts: tuple[Part, ...], slips: list[Slip]) -> None:
    """Refuse parts that nothing of a drug says, and two that can be read as one."""
    for part in parts:
        if part.kind == "slot":
            what = f"{text.typed[part.start : part.end]!r} is said of another dose alone"
            remedy = (
                "write half days, like d1 evening-3 evening, or a dose, like (1 g in the evening)"
            )
            slips.append(Slip(part.start, part.end, what, remedy))
    for one, other in pairwise(parts):
        between = text.plain[one.end : other.start]
        is_close = (one.kind, other.kind) == ("infusion", "after") and not between.strip(" ")
        if is_close and " after " in other.value:
            what = f"{text.typed[one.start : other.end]!r} can be read as one time"
            remedy = "write a comma between the infusion and what it comes after"
            slips.append(Slip(one.start, other.end, what, remedy))
