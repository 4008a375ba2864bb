"""Dividing a line: phases by 'then', components by '+' or line, a drug and its dose by the dose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.dose import parse_dose, parse_dose_or_gap
from npc_regimens.errors import NpcRegimensError, Slip
from npc_regimens.notation.names import (
    drug_before,
    refuse_a_part_as_name,
    refuse_what_is_of_no_drug,
)
from npc_regimens.notation.parts import PER_PHASE, Part, read_parts, read_slips
from npc_regimens.notation.text import trim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.notation.text import Text

_THEN: Final = re.compile(r"(?<![A-Za-z0-9])then(?![A-Za-z0-9])|然后", re.IGNORECASE)
_PLUS: Final = re.compile(r"[ \n]*\+[ \n]*| *\n[ \n]*")
# A comma in the days of a step is no end of it: what follows the end is a dose.
_NEXT_STEP: Final = re.compile(
    r";|,(?= *(?:AUC|[0-9][0-9.]* ?(?:mg|g|mcg)(?![A-Za-z])))", re.IGNORECASE
)
_BRACKETS: Final = {"(": 1, ")": -1}
_NAME: Final = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9 -]*?) ?: *")
_SPANS: Final = r"[0-9]+(?:-[0-9]+)? (?:day|week|month|year)s?"
_STARTS: Final = re.compile(
    rf"(?:(?P<after>{_SPANS}) after |from )"
    r"(?P<from>(?:end|start|last cycle) of [A-Za-z0-9-]+|event [A-Za-z0-9][A-Za-z0-9 -]*?) *, *",
    re.IGNORECASE,
)
_NUMBER: Final = r"[0-9][0-9.,]*(?: ?- ?[0-9][0-9.,]*)?"
_UNIT: Final = r"[A-Za-z%㎡][^\s,;+()]*(?: per (?:m2|m²|kg))?"
_DOSE: Final = re.compile(
    rf"(?<![^\s(])(?:dose not stated|AUC ?{_NUMBER}|{_NUMBER} ?{_UNIT}|{_NUMBER}(?!\S))"
)


class Item(NamedTuple):
    """One component of a line: drug, dose, other doses, and the parts behind them."""

    drug: str
    dose: str
    steps: tuple[tuple[str, tuple[Part, ...]], ...]
    parts: tuple[Part, ...]
    start: int
    end: int


class Section(NamedTuple):
    """One phase of a line: its name, when it starts, its components, and what holds for all."""

    name: str | None
    starts: dict[str, str]
    items: tuple[Item, ...]
    parts: tuple[Part, ...]
    has_brackets: bool
    start: int
    end: int


def divide(text: Text, slips: list[Slip]) -> list[Section]:
    """Divide a line into its phases, and each phase into its components."""
    pieces = _split(text.plain, 0, len(text.plain), _THEN, slips)
    return [_section(text, start, end, slips) for start, end in pieces]


def _split(
    plain: str, start: int, end: int, separator: re.Pattern[str], slips: list[Slip]
) -> list[tuple[int, int]]:
    """Split where a separator stands outside of brackets; brackets belong together."""
    pieces, depth, at = [], 0, start
    while at < end:
        found = separator.match(plain, at, end)
        if found is not None and depth == 0:
            pieces.append((start, at))
            at = start = found.end()
            continue
        depth += _BRACKETS.get(plain[at], 0)
        if depth < 0:
            slips.append(Slip(at, at + 1, "a bracket closes that was not opened", "open it"))
            depth = 0
        at += 1
    if depth:
        slips.append(Slip(end - 1, end, "a bracket is not closed", "write ) behind its last part"))
    return [*pieces, (start, end)]


def _section(text: Text, start: int, end: int, slips: list[Slip]) -> Section:
    start, end = trim(text.plain, start, end)
    whole, name, starts = start, None, {}
    found = _STARTS.match(text.plain, start, end)
    if found is not None:
        starts = {"from": found["from"].lower()}
        starts |= {"after": found["after"].lower()} if found["after"] else {}
        start = found.end()
    found = _NAME.match(text.plain, start, end)
    if found is not None:
        refuse_a_part_as_name(text, found, slips)
        name, start = "-".join(found["name"].lower().split()), found.end()
    inside = _group(text.plain, start, end)
    if inside is None:
        items, parts = _items(text, start, end, slips)
        return Section(name, starts, items, parts, has_brackets=False, start=whole, end=end)
    items, within = _items(text, start + 1, inside, slips)
    parts = (*within, *read_parts(text, inside + 1, end, slips))
    for part in parts:
        if part.kind not in PER_PHASE:
            what = f"{text.typed[part.start : part.end]!r} belongs to one drug"
            slips.append(Slip(part.start, part.end, what, "write it inside the brackets"))
    return Section(name, starts, items, parts, has_brackets=True, start=whole, end=end)


def _group(plain: str, start: int, end: int) -> int | None:
    """Find the bracket that closes the one with which a phase begins."""
    if not plain.startswith("(", start, end):
        return None
    depth = 0
    for at in range(start, end):
        depth += _BRACKETS.get(plain[at], 0)
        if not depth:
            return at
    return end  # it is not closed, which is a slip already


def _items(
    text: Text, start: int, end: int, slips: list[Slip]
) -> tuple[tuple[Item, ...], tuple[Part, ...]]:
    """Read the components, and the parts on a line of their own that hold for all of them."""
    items: list[Item] = []
    common: list[Part] = []
    start, end = trim(text.plain, start, end)
    for first, last in _split(text.plain, start, end, _PLUS, []):
        begin, behind = trim(text.plain, first, last)
        tail = _common(text, begin, behind)
        if items and tail:
            common += tail
        elif (item := _item(text, begin, behind, slips)) is not None:
            items.append(item)
    return tuple(items), tuple(common)


def _common(text: Text, start: int, end: int) -> list[Part]:
    tried: list[Slip] = []
    parts = read_parts(text, start, end, tried)
    return [] if tried or any(part.kind not in PER_PHASE for part in parts) else parts


def _item(text: Text, start: int, end: int, slips: list[Slip]) -> Item | None:
    dose = _DOSE.search(text.plain, start, end)
    if dose is None:
        what = f"{text.typed[start:end]!r} has no dose" if start < end else "nothing stands here"
        slips.append(Slip(start, max(end, start + 1), what, _WANTED))
        return None
    drug, before = drug_before(text, start, dose.start(), slips)
    amount = _dose(text, dose.start(), dose.end(), slips)
    at = dose.end()
    while at < end and text.plain[at] == " ":
        at += 1
    steps: tuple[tuple[str, tuple[Part, ...]], ...] = ()
    inside = _group(text.plain, at, end)
    if inside is not None:
        before.append(Part("steps", text.plain[at:inside], at, inside + 1))
        steps, at = tuple(_steps(text, at + 1, inside, slips)), inside + 1
    parts = (*before, *read_parts(text, at, end, slips))
    refuse_what_is_of_no_drug(text, parts, slips)
    return Item(drug, amount, steps, parts, start, end)


def _dose(text: Text, start: int, end: int, slips: list[Slip], *, one: bool = False) -> str:
    written = "".join(
        plain if plain == "-" else typed
        for typed, plain in zip(text.typed[start:end], text.plain[start:end], strict=True)
    )
    try:
        return str((parse_dose if one else parse_dose_or_gap)(written.removeprefix("dose ")))
    except NpcRegimensError as error:
        what, _, remedy = str(error).rpartition("; ")
        number = _NUMBER_ALONE.match(text.plain, start, end)
        if number is not None and not read_slips(text, number.end(), end):
            # the unit was left out, and what stands in its place is the next part
            end, what, remedy = number.end(1), f"{number[1]!r} has no unit", _UNIT_LIKE
        slips.append(Slip(start, end, what, remedy))
        return "not stated"


_NUMBER_ALONE: Final = re.compile(rf"({_NUMBER}) +(?=[A-Za-z])")
_UNIT_LIKE: Final = "write number and unit, like 650 mg/m2"


def _steps(
    text: Text, start: int, end: int, slips: list[Slip]
) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """Read the other doses of a component: each a dose, and the cycles, days or time of it."""
    for first, last in _split(text.plain, start, end, _NEXT_STEP, slips):
        begin, behind = trim(text.plain, first, last)
        dose = _DOSE.match(text.plain, begin, behind)
        if dose is None:
            what = f"{text.typed[begin:behind]!r} has no dose"
            remedy = "write another dose and where it holds, like (8 mg/kg in cycle 1)"
            slips.append(Slip(begin, max(behind, begin + 1), what, remedy))
            continue
        amount = _dose(text, dose.start(), dose.end(), slips, one=True)
        parts = tuple(read_parts(text, dose.end(), behind, slips))
        for part in parts:
            if part.kind not in _OF_A_STEP:
                what = f"{text.typed[part.start : part.end]!r} is not said of another dose"
                remedy = "write its cycles, days or time of the day"
                slips.append(Slip(part.start, part.end, what, remedy))
        yield amount, parts


_OF_A_STEP: Final = ("cycles", "days", "slot")
_WANTED: Final = "write a drug, its dose and how it is given, like 'apatinib 250 mg PO QD'"
