"""How often in a day: by the clock, or in elapsed hours.

A clock frequency names wall-clock slots that are kept when clocks change. A frequency in elapsed
hours is another thing, and is never read as one by the clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from npc_regimens.dose import NOT_STATED, NotStated
from npc_regimens.errors import RegimenError
from npc_regimens.record import WrittenAs

_FREQUENCIES: Final = {
    "once daily": ("once",),
    "twice daily": ("morning", "evening"),
    "three times daily": ("morning", "noon", "evening"),
    "four times daily": ("morning", "noon", "evening", "bedtime"),
}
_MEANT: Final = {
    "qd": "once daily",
    "daily": "once daily",
    "bid": "twice daily",
    "tid": "three times daily",
    "qid": "four times daily",
}
_HOURS_OF_A_DAY: Final = 24
_SOME_HOURS: Final = re.compile(r"(every|q) ?[0-9]+ ?(h|hours)")
_SHORTHAND: Final = re.compile(r"[qQ] ?([1-9][0-9]{0,2}) ?(?:[hH]|hours)")
_ELAPSED: Final = re.compile(r"every ([1-9][0-9]{0,2}) ?(?:h|hours?)")


@dataclass(frozen=True, slots=True)
class Frequency:
    """A clock frequency: the slots of a day."""

    name: str
    slots: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A frequency in elapsed hours: it has no slots of the day, and moves through the clock.

    >>> Elapsed(8).by_the_clock, Elapsed(10).by_the_clock
    ('three times daily', None)
    """

    slots: ClassVar[tuple[str, ...]] = ()

    hours: int

    @property
    def by_the_clock(self) -> str | None:
        """The clock frequency that somebody may mean by it, if the hours divide the day so."""
        for name, slots in _FREQUENCIES.items():
            if len(slots) * self.hours == _HOURS_OF_A_DAY:
                return name
        return None

    def __str__(self) -> str:
        return f"every {self.hours} hour{'' if self.hours == 1 else 's'}"


# An infusion on a listed day is given once on that day, and nothing else is said of it.
ONCE: Final = Frequency("once", ("once",))


def slot_words(slot: str) -> str:
    """Say in which part of the day a slot is.

    >>> slot_words("morning"), slot_words("noon"), slot_words("bedtime")
    ('in the morning', 'at noon', 'at bedtime')
    """
    return f"at {slot}" if slot in {"noon", "bedtime"} else f"in the {slot}"


def parse_frequency(text: str) -> Frequency:
    """Read a clock frequency.

    >>> parse_frequency("twice daily").slots
    ('morning', 'evening')
    """
    if text in _FREQUENCIES:
        return Frequency(text, _FREQUENCIES[text])
    known = ", ".join(map(repr, _FREQUENCIES))
    if _SOME_HOURS.fullmatch(text.lower()):
        raise RegimenError(
            f"frequency {text!r} counts elapsed hours, which are not the slots of a day and are"
            f" not read; write one of {known} if the clock is meant"
        )
    meant = _MEANT.get(text.lower().replace(".", ""))
    remedy = f"write one of {known}" if meant is None else f"write {meant!r}"
    raise RegimenError(f"frequency {text!r} is not understood; {remedy}")


def parse_any_frequency(text: str) -> Frequency | Elapsed:
    """Read a frequency by the clock or in elapsed hours.

    >>> str(parse_any_frequency("every 8 h"))
    'every 8 hours'
    """
    found = _ELAPSED.fullmatch(text)
    if found is not None:
        return Elapsed(int(found[1]))
    short = _SHORTHAND.fullmatch(text)
    if short is not None:
        clock = Elapsed(int(short[1])).by_the_clock
        meant = "" if clock is None else f", or {clock!r} if the clock is meant"
        raise RegimenError(
            f"frequency {text!r} counts elapsed hours in shorthand; write"
            f" '{Elapsed(int(short[1]))}'{meant}"
        )
    return parse_frequency(text)


def parse_frequency_or_gap(text: str) -> Frequency | Elapsed | NotStated:
    """Read a frequency, or the words ``not stated``."""
    return NOT_STATED if text == str(NOT_STATED) else parse_any_frequency(text)


def clock_frequency(where: str, frequency: Frequency | Elapsed) -> Frequency:
    """Return a frequency by the clock.

    Raises `RegimenError` for elapsed hours, with the words to write if the clock is meant.
    """
    if isinstance(frequency, Frequency):
        return frequency
    meant = frequency.by_the_clock
    remedy = f"write {meant!r} if the clock is meant"
    if meant is None:
        known = ", ".join(map(repr, _FREQUENCIES))
        remedy = f"none of {known} is the same, and only the protocol can say one in its place"
    raise RegimenError(
        f"{where}: frequency '{frequency}' counts elapsed hours, and only the slots of a day are"
        f" planned; {remedy}"
    )


_DESCRIPTION: Final = "How often in a day, by the clock ('twice daily'), or 'every 8 hours'."
FrequencyText = Annotated[
    Frequency | Elapsed | NotStated,
    WrittenAs(parse_frequency_or_gap, "twice daily", _DESCRIPTION),
]
StatedFrequencyText = Annotated[
    Frequency | Elapsed, WrittenAs(parse_any_frequency, "once daily", _DESCRIPTION)
]
