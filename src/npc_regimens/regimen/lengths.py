"""The length of a phase's cycles where a protocol leaves it open, and the span of a phase."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Final

from npc_regimens.dates import Span
from npc_regimens.dose import NOT_STATED, NotStated
from npc_regimens.errors import RegimenError
from npc_regimens.record import WrittenAs
from npc_regimens.regimen.days import DASHES
from npc_regimens.regimen.timing import CycleLength

LONGEST_SPAN: Final = Span(100, "year")  # a guard against slips of the keyboard

_RANGE: Final = re.compile(r"([1-9][0-9]{0,2}) ?- ?([1-9][0-9]{0,2}) (day|week)s?")
_ANY_DAY: Final = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class CycleLengthRange:
    """From a least to a most length of the cycles of a phase; the caller settles which.

    >>> print(CycleLengthRange.parse("3-4 weeks"))
    21-28 days
    """

    least: CycleLength
    most: CycleLength

    @classmethod
    def parse(cls, text: str) -> CycleLengthRange | CycleLength | NotStated:
        """Read ``21-28 days``, ``21 days``, or the words ``not stated``."""
        found = _RANGE.fullmatch(text.translate(DASHES))
        if text == str(NOT_STATED) or found is None:
            return CycleLength.parse(text)
        least, most = (CycleLength.stated(f"{found[end]} {found[3]}s") for end in (1, 2))
        if most.days < least.days:
            raise RegimenError(
                f"cycle {text!r} runs backwards; write '{found[2]}-{found[1]} {found[3]}s'"
            )
        return least if least == most else cls(least, most)

    def allows(self, length: Span) -> bool:
        """Whether a length of days or weeks lies in the range."""
        return self.least.days <= length.days <= self.most.days

    @property
    def words(self) -> str:
        """The range as a sentence says it."""
        return f"{self.least.days} to {self.most}"

    def __str__(self) -> str:
        return f"{self.least.days}-{self.most}"


def parse_phase_span(text: str) -> Span:
    """Read the span of a phase, such as ``1 year``."""
    span = Span.parse(text)
    if span.after(_ANY_DAY) > LONGEST_SPAN.after(_ANY_DAY):
        raise RegimenError(
            f"a span of {span} is longer than {LONGEST_SPAN}; check the number and the unit"
        )
    return span


PhaseCycleText = Annotated[
    CycleLengthRange | CycleLength | NotStated,
    WrittenAs(
        CycleLengthRange.parse, "21 days", "The length of a cycle in days or weeks, or a range."
    ),
]
PhaseSpanText = Annotated[
    Span, WrittenAs(parse_phase_span, "1 year", "A calendar span, from the phase's first day.")
]
