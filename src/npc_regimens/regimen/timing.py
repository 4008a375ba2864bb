"""How often in a day, how long a cycle, and how many cycles.

A clock frequency names wall-clock slots that are kept when clocks change. A frequency in elapsed
hours is another thing, and is refused rather than read as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final

from npc_regimens.dates import Span
from npc_regimens.dose import NOT_STATED, NotStated
from npc_regimens.errors import RegimenError
from npc_regimens.record import WrittenAs
from npc_regimens.regimen.days import DASHES

LONGEST_CYCLE_DAYS: Final = 400  # a guard against slips of the keyboard

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
_SHORT: Final = re.compile(r"[qQ] ?([0-9]{1,3}) ?([dDwW]?)")
_ELAPSED: Final = re.compile(r"(every|q) ?[0-9]+ ?(h|hours)")


@dataclass(frozen=True, slots=True)
class Frequency:
    """A clock frequency: the slots of a day."""

    name: str
    slots: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


# An infusion on a listed day is given once on that day, and nothing else is said of it.
ONCE: Final = Frequency("once", ("once",))


def parse_frequency(text: str) -> Frequency:
    """Read a clock frequency.

    >>> parse_frequency("twice daily").slots
    ('morning', 'evening')
    """
    if text in _FREQUENCIES:
        return Frequency(text, _FREQUENCIES[text])
    known = ", ".join(map(repr, _FREQUENCIES))
    if _ELAPSED.fullmatch(text.lower()):
        raise RegimenError(
            f"frequency {text!r} counts elapsed hours, which are not the slots of a day and are"
            f" not read; write one of {known} if the clock is meant"
        )
    meant = _MEANT.get(text.lower().replace(".", ""))
    remedy = f"write one of {known}" if meant is None else f"write {meant!r}"
    raise RegimenError(f"frequency {text!r} is not understood; {remedy}")


def parse_frequency_or_gap(text: str) -> Frequency | NotStated:
    """Read a clock frequency, or the words ``not stated``."""
    return NOT_STATED if text == str(NOT_STATED) else parse_frequency(text)


def parse_cycle_length(text: str) -> int:
    """Read the length of a cycle in days; a month is refused, for it has no number of days.

    >>> parse_cycle_length("3 weeks")
    21
    """
    short = _SHORT.fullmatch(text)
    if short is not None:
        raise RegimenError(f"cycle {text!r} is shorthand, not a length; write {_meant(short)}")
    days = Span.parse(text).days
    if days > LONGEST_CYCLE_DAYS:
        raise RegimenError(
            f"a cycle of {text} is longer than {LONGEST_CYCLE_DAYS} days;"
            " check the number and the unit, for example '21 days'"
        )
    return days


def _meant(short: re.Match[str]) -> str:
    """Spell a shorthand out where it says a length, and give an example where it says none."""
    unit = {"d": "day", "w": "week"}.get(short[2].lower())
    days = 0 if unit is None or not int(short[1]) else Span(int(short[1]), unit).days
    in_days = 1 <= days <= LONGEST_CYCLE_DAYS
    return f"'{CycleLength(days)}'" if in_days else "a number of days, for example '21 days'"


@dataclass(frozen=True, slots=True)
class CycleLength:
    """A number of days that one cycle lasts."""

    days: int

    @classmethod
    def parse(cls, text: str) -> CycleLength | NotStated:
        """Read a length, or the words ``not stated``."""
        return NOT_STATED if text == str(NOT_STATED) else cls(parse_cycle_length(text))

    @classmethod
    def stated(cls, text: str) -> CycleLength:
        """Read a length."""
        return cls(parse_cycle_length(text))

    def __str__(self) -> str:
        return str(Span(self.days, "day"))


@dataclass(frozen=True, slots=True)
class Cycles:
    """How many cycles: from a least to a most number, which may be open or not stated.

    >>> Cycles.parse("4-6").allows(7)
    False
    """

    least: int
    most: int | None
    written: str

    @classmethod
    def parse(cls, text: str) -> Cycles:
        """Read ``6``, ``4-6``, ``at most 8``, ``open`` or ``not stated``.

        A times sign before a number says that it is the total, as the number alone does.

        >>> str(Cycles.parse("x8"))
        '8'
        """
        if text in {"open", str(NOT_STATED)}:
            return cls(1, None, text)
        plain = _TIMES.sub("", text.translate(DASHES))
        found = _CYCLES.fullmatch(plain)
        if found is None:
            raise RegimenError(
                f"cycles {text!r} is not understood; write '6', '4-6', 'at most 8' or 'open'"
            )
        limit, first, last = found.groups()
        least, most = (1, int(limit)) if limit else (int(first), int(last or first))
        if most < least:
            raise RegimenError(f"cycles {text!r} runs backwards; write '{most}-{least}'")
        return cls(least, most, plain)

    @property
    def is_settled(self) -> bool:
        """Whether the protocol gives one number."""
        return self.least == self.most

    @property
    def is_range(self) -> bool:
        """Whether the caller must settle a number."""
        return self.most is not None and not self.is_settled and not self.has_open_end

    @property
    def has_open_end(self) -> bool:
        """Whether treatment may end before or without a last cycle."""
        return self.most is None or self.written.startswith("at most")

    def allows(self, count: int) -> bool:
        """Whether a number of cycles is allowed."""
        return count >= self.least and (self.most is None or count <= self.most)

    def __str__(self) -> str:
        return self.written


_TIMES: Final = re.compile(r"^[xX×] ?(?=[0-9]+$)")  # noqa: RUF001  the sign itself
_CYCLES: Final = re.compile(r"at most ([1-9][0-9]{0,2})|([1-9][0-9]{0,2})(?:-([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True)
class SomeCycles:
    """The cycles of its phase in which a component is given.

    >>> 7 in SomeCycles.parse("1-6")
    False
    """

    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> SomeCycles:
        """Read ``1-6`` or ``2``; ``x2`` counts cycles and names none, so it is refused."""
        cycles = Cycles.parse(text)
        if cycles.most is None or cycles.has_open_end or _TIMES.match(text):
            raise RegimenError(f"cycles {text!r} of a component is not understood; write '1-6'")
        return cls(cycles.least, cycles.most)

    def __contains__(self, cycle: int) -> bool:
        return self.first <= cycle <= self.last

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Every:
    """From a least to a most span between assessments."""

    least: Span
    most: Span

    @classmethod
    def parse(cls, text: str) -> Every:
        """Read ``6-8 weeks`` or ``6 weeks``."""
        found = _EVERY.fullmatch(text.translate(DASHES))
        if found is None:
            raise RegimenError(f"{text!r} is not understood; write for example '6-8 weeks'")
        least, most = int(found[1]), int(found[2] or found[1])
        if most < least:
            raise RegimenError(f"{text!r} runs backwards; write '{most}-{least} {found[3]}s'")
        return cls(Span(least, found[3]), Span(most, found[3]))

    def __str__(self) -> str:
        same = self.least == self.most
        return str(self.most) if same else f"{self.least.count}-{self.most}"


_EVERY: Final = re.compile(r"([1-9][0-9]{0,2})(?:-([1-9][0-9]{0,2}))? (day|week)s?")

FrequencyText = Annotated[
    Frequency | NotStated,
    WrittenAs(parse_frequency_or_gap, "twice daily", "How often in a day, by the clock."),
]
StatedFrequencyText = Annotated[
    Frequency, WrittenAs(parse_frequency, "once daily", "How often in a day, by the clock.")
]
CycleLengthText = Annotated[
    CycleLength | NotStated,
    WrittenAs(CycleLength.parse, "21 days", "The length of a cycle in days or weeks."),
]
StatedCycleLengthText = Annotated[
    CycleLength,
    WrittenAs(CycleLength.stated, "21 days", "The length of a cycle in days or weeks."),
]
CyclesText = Annotated[
    Cycles, WrittenAs(Cycles.parse, "4-6", "'6', '4-6', 'at most 8', 'open' or 'not stated'.")
]
SomeCyclesText = Annotated[
    SomeCycles, WrittenAs(SomeCycles.parse, "1-6", "The cycles in which a component is given.")
]
SpanText = Annotated[Span, WrittenAs(Span.parse, "2 years", "A calendar span.")]
EveryText = Annotated[Every, WrittenAs(Every.parse, "6-8 weeks", "Days or weeks between two.")]
