"""Reading the parts of a line one after the other, each understood or a slip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.errors import NpcRegimensError, Slip
from npc_regimens.notation.patterns import PATTERNS
from npc_regimens.notation.traps import TRAPS

if TYPE_CHECKING:
    from npc_regimens.notation.text import Text

PER_PHASE: Final = ("cycle", "count", "until", "span", "sessions")


class Part(NamedTuple):
    """One part of a line: what kind it is, what it says in a file's words, and its place."""

    kind: str
    value: str
    start: int
    end: int


_SAID: Final = {
    "days": "list of days",
    "optional": "list of optional days",
    "cycles": "list of cycles",
    "after": "order within a day",
    "at_most": "most of doses",
    "count": "number of cycles",
    "until": "end",
}
_EXPECTED: Final = (
    "write a route (PO), a frequency (BID), days (d1-14), a cycle (q21d), a count (x6), 'until …',"
    " 'over 30 min', 'max 2 mg' or 'in cycles 1-6'"
)
_DRUG_AND_DOSE: Final = re.compile(
    r"[A-Za-z][A-Za-z0-9-]{2,}(?: [A-Za-z][A-Za-z-]+)? (?:AUC ?[0-9]|[0-9.]+ ?(?:mg|mcg|g)\b)"
)
_WORD: Final = re.compile(r"[^\s,;+()]+|.")


def read_parts(text: Text, start: int, end: int, slips: list[Slip]) -> list[Part]:
    """Read the parts from a place to a place; what is not understood becomes a slip."""
    parts: list[Part] = []
    at = start
    while at < end:
        if text.plain[at] in " ,\n":
            at += 1
            continue
        part = _part_at(text, at, end, slips)
        if part.kind and part.kind in {each.kind for each in parts}:
            shown = text.typed[part.start : part.end]
            what = f"{shown!r} is a second {_SAID.get(part.kind, part.kind)}"
            slips.append(Slip(part.start, part.end, what, "keep the one that holds"))
        parts.append(part)
        at = part.end
    return [part for part in parts if part.kind]


def read_slips(text: Text, start: int, end: int) -> list[Slip]:
    """Say what is not understood of the parts from a place to a place."""
    slips: list[Slip] = []
    read_parts(text, start, end, slips)
    return slips


def _part_at(text: Text, at: int, end: int, slips: list[Slip]) -> Part:
    for kind, regex, read in PATTERNS:
        found = regex.match(text.plain, at, end)
        if found is not None:
            try:
                return Part(kind, read(found), at, found.end())
            except NpcRegimensError as error:
                what, _, remedy = str(error).rpartition("; ")
                slips.append(Slip(at, found.end(), what, remedy))
                return Part("", "", at, found.end())
    return _not_understood(text, at, end, slips)


def _not_understood(text: Text, at: int, end: int, slips: list[Slip]) -> Part:
    for regex, what, remedy in TRAPS:
        found = regex.match(text.plain, at, end)
        if found is not None:
            shown = text.typed[at : found.end()].strip()
            slips.append(Slip(at, found.end(), f"{shown!r}: {what}", remedy))
            return Part("", "", at, found.end())
    if at and _DRUG_AND_DOSE.match(text.plain, at, end):
        slips.append(Slip(at, end, "another drug begins here", "write + before it, or a new line"))
        return Part("", "", at, end)
    word = _WORD.match(text.plain, at, end)
    behind = end if word is None else word.end()
    what = f"{text.typed[at:behind]!r} is not understood here"
    slips.append(Slip(at, behind, what, _EXPECTED))
    return Part("", "", at, behind)
