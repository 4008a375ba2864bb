"""How long a cycle, how many cycles, and how often something recurs.

The frequencies of a day and the cycles of a component have files of their own, and are found here
too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final

from npc_regimens.dates import Span
from npc_regimens.dose import NOT_STATED, NotStated
from npc_regimens.errors import RegimenError
from npc_regimens.record import WrittenAs
from npc_regimens.regimen.cycles import SomeCycles, SomeCyclesText
from npc_regimens.regimen.frequencies import (
    ONCE,
    Elapsed,
    Frequency,
    FrequencyText,
    StatedFrequencyText,
    parse_any_frequency,
    parse_frequency,
    parse_frequency_or_gap,
)
from npc_regimens.regimen.listed import DASHES

__all__ = [
    "LONGEST_CYCLE_DAYS",
    "ONCE",
    "CycleLength",
    "Cycles",
    "CyclesText",
    "Elapsed",
    "Every",
    "EveryText",
    "Frequency",
    "FrequencyText",
    "SomeCycles",
    "SomeCyclesText",
    "SpanText",
    "StatedCycleLengthText",
    "StatedFrequencyText",
    "parse_any_frequency",
    "parse_cycle_length",
    "parse_frequency",
    "parse_frequency_or_gap",
]

LONGEST_CYCLE_DAYS: Final = 400  # a guard against slips of the keyboard

_SHORT: Final = re.compile(r"[qQ] ?([0-9]{1,3}) ?([dDwW]?)")


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

StatedCycleLengthText = Annotated[
    CycleLength,
    WrittenAs(CycleLength.stated, "21 days", "The length of a cycle in days or weeks."),
]
CyclesText = Annotated[
    Cycles, WrittenAs(Cycles.parse, "4-6", "'6', '4-6', 'at most 8', 'open' or 'not stated'.")
]
SpanText = Annotated[Span, WrittenAs(Span.parse, "2 years", "A calendar span.")]
EveryText = Annotated[Every, WrittenAs(Every.parse, "6-8 weeks", "Days or weeks between two.")]
