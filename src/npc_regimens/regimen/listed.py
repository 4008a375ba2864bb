"""Listed days of a cycle: single days and runs, each of which may begin or end with half a day.

Day -1 is the day before day 1, and there is no day 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Final

from npc_regimens.errors import RegimenError

SLOTS: Final = ("once", "morning", "noon", "evening", "bedtime")
DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—−～"), "-")  # noqa: RUF001  look-alikes of a hyphen

_SLOT: Final = rf"(?: ({'|'.join(SLOTS[1:])}))?"
_DAY: Final = rf"[dD]?([1-9][0-9]{{0,2}}){_SLOT}"
_SIGNED: Final = rf"[dD]?(-?[1-9][0-9]{{0,2}}){_SLOT}"
# a hyphen between two days stands beside no minus, or nobody could tell them apart
_WITH_A_DASH: Final = re.compile(rf"{_DAY} ?- ?{_DAY}")
_IN_WORDS: Final = re.compile(rf"{_SIGNED}(?: to {_SIGNED})?")
_TWO_SIGNS: Final = re.compile(rf"{_SIGNED} ?- ?{_SIGNED}")


def after_day_1(day: int) -> int:
    """Count the days from day 1 to a day; there is no day 0 between -1 and 1.

    >>> after_day_1(8), after_day_1(-1)
    (7, -1)
    """
    return day - 1 if day > 0 else day


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

    def __len__(self) -> int:
        return after_day_1(self.last) - after_day_1(self.first) + 1

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

    def check_slots(self, slots: tuple[str, ...]) -> None:
        """Refuse a half day that names a slot which the frequency does not have."""
        for slot in (self.first_slot, self.last_slot):
            if slot is not None:
                _position(slot, slots)

    def __str__(self) -> str:
        first = _edge(self.first, self.first_slot)
        last = _edge(self.last, self.last_slot)
        between = "-" if self.first > 0 else " to "
        return first if first == last else f"{first}{between}{last}"


def _edge(day: int, slot: str | None) -> str:
    return f"{day}" if slot is None else f"{day} {slot}"


def _position(slot: str, slots: tuple[str, ...]) -> int:
    if slot not in slots:
        raise RegimenError(
            f"days name the slot {slot!r}, which the frequency does not have; it has"
            f" {', '.join(map(repr, slots)) or 'none, so write whole days'}"
        )
    return slots.index(slot)


@dataclass(frozen=True, slots=True)
class Listed:
    """The listed days of a cycle."""

    only_on: ClassVar[str | None] = None

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
            each.check_slots(slots)

    def slots_on(self, day: int, slots: tuple[str, ...]) -> tuple[str, ...]:
        """Return the slots in which a dose is due on a day of the cycle."""
        due = {slot for each in self.ranges for slot in each.slots_on(day, slots)}
        return tuple(slot for slot in slots if slot in due)

    def joined(self, other: Listed) -> Listed:
        """List the days of both, in order.

        Raises `RegimenError` for a day that both list.
        """
        ranges = tuple(sorted((*self.ranges, *other.ranges), key=lambda each: each.first))
        for before, after in pairwise(ranges):
            if after.first <= before.last:
                raise RegimenError(f"{before} and {after} list one day twice; list each day once")
        return Listed(ranges)

    def __str__(self) -> str:
        return ", ".join(map(str, self.ranges))


def parse_listed(plain: str, text: str) -> Listed:
    """Read listed days, of which every dash is a hyphen; a refusal shows the text as written.

    >>> str(parse_listed("-1, 1 to 5, 8", "-1, 1 to 5, 8"))
    '-1, 1-5, 8'
    """
    ranges = tuple(parse_run(item.strip(" "), text) for item in plain.split(","))
    for before, after in pairwise(ranges):
        if after.first <= before.last:
            raise RegimenError(
                f"days {text!r}: {after} does not come after {before}; list each day once, in order"
            )
    return Listed(ranges)


def parse_run(item: str, text: str) -> DayRange:
    """Read one day, or a run from a day to a day."""
    found = _WITH_A_DASH.fullmatch(item) or _IN_WORDS.fullmatch(item)
    if found is None:
        raise RegimenError(_not_understood(item, text))
    first, last = int(found[1]), int(found[3] or found[1])
    if last < first:
        other_way = DayRange(last, first)
        raise RegimenError(f"days {text!r}: {item!r} runs backwards; write '{other_way}'")
    run = DayRange(first, last, found[2], found[4] if found[3] else found[2])
    if first == last and not run.slots_on(first, SLOTS):
        raise RegimenError(
            f"days {text!r}: {item!r} runs backwards; write '{first} {found[4]}-{first} {found[2]}'"
        )
    return run


def _not_understood(item: str, text: str) -> str:
    found = _TWO_SIGNS.fullmatch(item)
    if found is not None:
        first, last = _edge(int(found[1]), found[2]), _edge(int(found[3]), found[4])
        return (
            f"days {text!r}: in {item!r} a dash can be a minus; between two days of which one is"
            f" negative write 'to', '{first} to {last}'"
        )
    return (
        f"days {text!r}: {item!r} is not understood; days count from 1, there is no day 0:"
        " write for example '1-14' or '1, 8' or 'continuous'"
    )
