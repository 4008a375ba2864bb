"""From where a phase starts: an earlier phase or an event outside, and how long after it.

Without a start of its own a phase follows the one before without a gap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, Literal, cast

from pydantic import Field, model_serializer, model_validator

from npc_regimens.dates import Span
from npc_regimens.errors import RegimenError
from npc_regimens.record import Record, WrittenAs
from npc_regimens.regimen.days import DASHES

if TYPE_CHECKING:
    from collections.abc import Iterable

AnchorKind = Literal["end", "start", "last cycle", "event"]

_OF_PHASE: Final = re.compile(r"(end|start|last cycle) of ([a-z0-9][a-z0-9-]{0,79})")
_EVENT: Final = re.compile(r"event ((?=.{1,80}$)[a-z0-9][a-z0-9-]*(?: [a-z0-9][a-z0-9-]*)*)")
_SPANS: Final = re.compile(r"([1-9][0-9]{0,2})(?: ?- ?([1-9][0-9]{0,2}))? (day|week|month|year)s?")
# Days and weeks can be compared with each other, and so can months and years; no other two can.
_COMMON: Final = {
    "day": ("day", 1),
    "week": ("day", 7),
    "month": ("month", 1),
    "year": ("month", 12),
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the start of a phase is counted from: an earlier phase, or an event.

    >>> print(Anchor.parse("last cycle of induction"))
    last cycle of induction
    """

    kind: AnchorKind
    name: str

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """Read ``end of NAME``, ``start of NAME``, ``last cycle of NAME`` or ``event WORDS``."""
        event = _EVENT.fullmatch(text)
        if event is not None:
            return cls("event", event[1])
        found = _OF_PHASE.fullmatch(text)
        if found is None:
            raise RegimenError(
                f"from {text!r} is not understood; write 'end of NAME', 'start of NAME' or"
                " 'last cycle of NAME' of an earlier phase, or 'event WORDS' in small letters, for"
                " example 'event radiotherapy start'"
            )
        return cls(cast("AnchorKind", found[1]), found[2])

    @property
    def words(self) -> str:
        """What is counted from, as a sentence says it."""
        of_phase = {
            "end": f"the end of {self.name}",
            "start": f"day 1 of {self.name}",
            "last cycle": f"day 1 of the last cycle of {self.name}",
        }
        return of_phase.get(self.kind, self.name)

    def after(self, span: str | None) -> str:
        """Say when a phase starts, so long after it or at once.

        >>> Anchor.parse("event surgery").after(None), Anchor.parse("end of induction").after(None)
        ('on the day of surgery', 'at the end of induction')
        """
        if span is not None:
            return f"{span} after {self.words}"
        return f"{'on the day of' if self.kind == 'event' else 'at'} {self.words}"

    def __str__(self) -> str:
        return f"event {self.name}" if self.kind == "event" else f"{self.kind} of {self.name}"


@dataclass(frozen=True, slots=True)
class SpanRange:
    """From a least to a most span of one unit; both are allowed.

    >>> SpanRange.parse("12-16 weeks").allows(Span(100, "day"))
    True
    """

    least: Span
    most: Span

    @classmethod
    def parse(cls, text: str) -> SpanRange:
        """Read ``21-28 days`` or ``3 weeks``."""
        found = _SPANS.fullmatch(text.translate(DASHES))
        if found is None:
            raise RegimenError(
                f"{text!r} is not a span; write for example '3 weeks' or '21-28 days'"
            )
        least, most = Span(int(found[1]), found[3]), Span(int(found[2] or found[1]), found[3])
        if most.count < least.count:
            raise RegimenError(f"{text!r} runs backwards; write '{most.count}-{least}'")
        return cls(least, most)

    @property
    def is_settled(self) -> bool:
        """Whether the protocol gives one span."""
        return self.least == self.most

    def allows(self, span: Span) -> bool:
        """Whether a span lies in the range; a month is not compared with days."""
        least, given, most = (_counted(each) for each in (self.least, span, self.most))
        return given[0] == least[0] and least[1] <= given[1] <= most[1]

    @property
    def words(self) -> str:
        """The range as a sentence says it."""
        return str(self.most) if self.is_settled else f"{self.least.count} to {self.most}"

    def __str__(self) -> str:
        return str(self.most) if self.is_settled else f"{self.least.count}-{self.most}"


def _counted(span: Span) -> tuple[str, int]:
    unit, each = _COMMON[span.unit]
    return unit, span.count * each


def event_between(until: Iterable[str], anchor: Anchor | None) -> str | None:
    """Name the event that ends a phase: its until names it, and the next phase starts from it.

    The last day of the phase is then the day before the event.
    """
    if anchor is None or anchor.kind != "event" or anchor.name not in until:
        return None
    return anchor.name


AnchorText = Annotated[
    Anchor,
    WrittenAs(
        Anchor.parse,
        "end of induction",
        "'end of NAME', 'start of NAME', 'last cycle of NAME' of an earlier phase, 'event WORDS'.",
    ),
]
SpanRangeText = Annotated[
    SpanRange, WrittenAs(SpanRange.parse, "21-28 days", "A span, or a range that is settled.")
]


class Starts(Record):
    """From where a phase starts, and how long after it."""

    anchor: AnchorText = Field(alias="from")
    after: SpanRangeText | None = None

    @model_validator(mode="after")
    def _lies_behind_its_anchor(self) -> Starts:
        if self.after is None and self.anchor.kind in {"start", "last cycle"}:
            raise RegimenError(
                f"a start from the {self.anchor} needs after, for a phase cannot begin before the"
                ' one before has ended; write for example after = "21-28 days"'
            )
        return self

    @model_serializer
    def _as_written(self) -> dict[str, str]:
        """Write the keys of the file; ``from`` is no name that Python allows."""
        after = {} if self.after is None else {"after": str(self.after)}
        return {"from": str(self.anchor), **after}

    @property
    def words(self) -> str:
        """When the phase starts, as a sentence says it."""
        return self.anchor.after(None if self.after is None else self.after.words)
