"""Days of a cycle: listed (``1-14``), from a half day to a half day, or continuous.

Listed and continuous dosing are two types, because they differ when a cycle is delayed: a
continuous drug goes on, a listed one does not run into the gap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, ClassVar, Final

from npc_regimens.dose import NOT_STATED, NotStated
from npc_regimens.errors import RegimenError
from npc_regimens.record import WrittenAs

SLOTS: Final = ("once", "morning", "noon", "evening", "bedtime")

LONGEST_TEXT: Final = 200
DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—−～"), "-")  # noqa: RUF001  look-alikes of a hyphen
_EDGE: Final = rf"[dD]?([1-9][0-9]{{0,2}})(?: ({'|'.join(SLOTS[1:])}))?"
_ITEM: Final = re.compile(rf"{_EDGE}(?: ?- ?{_EDGE})?")


@dataclass(frozen=True, slots=True)
class DayRange:
    """A run of days; the first and the last may be half days.

    >>> from_evening = DayRange(1, 15, "evening", "morning")
    >>> sum(len(from_evening.slots_on(day, ("morning", "evening"))) for day in range(1, 22))
    28
    """

    first: int
    last: int
    first_slot: str | None = None
    last_slot: str | None = None

    def slots_on(self, day: int, slots: tuple[str, ...]) -> tuple[str, ...]:
        """Return the slots of a day that lie in the range, in their order."""
        if not self.first <= day <= self.last:
            return ()
        kept = slots
        if day == self.first and self.first_slot is not None:
            kept = kept[_position(self.first_slot, slots) :]
        if day == self.last and self.last_slot is not None:
            through = slots[: _position(self.last_slot, slots) + 1]
            kept = tuple(slot for slot in kept if slot in through)
        return kept

    def __str__(self) -> str:
        first = _edge(self.first, self.first_slot)
        last = _edge(self.last, self.last_slot)
        return first if first == last else f"{first}-{last}"


def _edge(day: int, slot: str | None) -> str:
    return f"{day}" if slot is None else f"{day} {slot}"


def _position(slot: str, slots: tuple[str, ...]) -> int:
    if slot not in slots:
        raise RegimenError(
            f"days name the slot {slot!r}, which the frequency does not have; it has"
            f" {', '.join(map(repr, slots))}"
        )
    return slots.index(slot)


@dataclass(frozen=True, slots=True)
class Listed:
    """The listed days of a cycle."""

    ranges: tuple[DayRange, ...]

    @property
    def first(self) -> int:
        """The day from which doses may be due."""
        return min(1, self.ranges[0].first)

    @property
    def last(self) -> int:
        """The last listed day."""
        return self.ranges[-1].last

    def check_slots(self, slots: tuple[str, ...]) -> None:
        """Refuse a half day that names a slot which the frequency does not have."""
        for each in self.ranges:
            for slot in (each.first_slot, each.last_slot):
                if slot is not None:
                    _position(slot, slots)

    def slots_on(self, day: int, slots: tuple[str, ...]) -> tuple[str, ...]:
        """Return the slots in which a dose is due on a day of the cycle."""
        due = {slot for each in self.ranges for slot in each.slots_on(day, slots)}
        return tuple(slot for slot in slots if slot in due)

    def __str__(self) -> str:
        return ", ".join(map(str, self.ranges))


@dataclass(frozen=True, slots=True)
class Continuous:
    """Every day, without a rest, whatever happens to the cycle."""

    first: ClassVar[int] = 1

    def slots_on(self, day: int, slots: tuple[str, ...]) -> tuple[str, ...]:
        """Return all the slots."""
        del day
        return slots

    def __str__(self) -> str:
        return "continuous"


Days = Listed | Continuous


def parse_days(text: str) -> Days:
    """Read the days of a cycle.

    >>> str(parse_days("1–14")), str(parse_days("D1, D8"))
    ('1-14', '1, 8')
    >>> parse_days("1, 8").slots_on(8, ("once",))
    ('once',)
    """
    if text == "continuous":
        return Continuous()
    if len(text) > LONGEST_TEXT:
        raise RegimenError(
            f"days of {len(text)} characters are not read; write at most {LONGEST_TEXT},"
            " for example '1-14'"
        )
    ranges = tuple(_range(item.strip(" "), text) for item in text.translate(DASHES).split(","))
    for before, after in pairwise(ranges):
        if after.first <= before.last:
            raise RegimenError(
                f"days {text!r}: {after} does not come after {before}; list each day once, in order"
            )
    return Listed(ranges)


def _range(item: str, text: str) -> DayRange:
    found = _ITEM.fullmatch(item)
    if found is None:
        raise RegimenError(
            f"days {text!r}: {item!r} is not understood; days count from 1, there is no day 0:"
            " write for example '1-14' or '1, 8' or 'continuous'"
        )
    first, last = int(found[1]), int(found[3] or found[1])
    if last < first:
        raise RegimenError(f"days {text!r}: {item!r} runs backwards; write '{last}-{first}'")
    run = DayRange(first, last, found[2], found[4] if found[3] else found[2])
    if first == last and not run.slots_on(first, SLOTS):
        raise RegimenError(
            f"days {text!r}: {item!r} runs backwards; write '{first} {found[4]}-{first} {found[2]}'"
        )
    return run


def parse_days_or_gap(text: str) -> Days | NotStated:
    """Read the days of a cycle, or the words ``not stated``."""
    return NOT_STATED if text == str(NOT_STATED) else parse_days(text)


DaysText = Annotated[
    Listed | Continuous | NotStated,
    WrittenAs(parse_days_or_gap, "1-14", "Days of the cycle, counted from 1, or 'continuous'."),
]
StatedDaysText = Annotated[
    Listed | Continuous,
    WrittenAs(parse_days, "1, 8", "Days of the cycle, counted from 1, or 'continuous'."),
]
