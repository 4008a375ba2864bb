"""Where the cycles of the plan as first made lie on the calendar as modified, and their delays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from npc_regimens.planning import Administration, Calendar, CycleSpan


class CycleKey(NamedTuple):
    """A cycle of a phase."""

    phase: str
    cycle: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One cycle of the plan as first made, and where it lies on the calendar as modified.

    ``shift`` is by how many days it begins later than first intended, and ``delay`` the part of
    that which is new with this cycle. ``longer`` is the delay of the next cycle, by which this one
    takes longer. A cycle that the calendar does not have lies where it would lie.
    """

    key: CycleKey
    first: dt.date
    intended_days: int
    shift: int
    delay: int
    longer: int

    @property
    def days(self) -> int:
        """How many days it takes, to the day before the next cycle begins."""
        return self.intended_days + self.longer

    @property
    def last(self) -> dt.date:
        """The day before the next cycle begins; of the last cycle, its own last day."""
        return self.first + dt.timedelta(days=self.days - 1)

    @property
    def intended_last(self) -> dt.date:
        """The last day, if nothing is added to its intended length."""
        return self.first + dt.timedelta(days=self.intended_days - 1)


def passages(intended: Calendar, calendar: Calendar) -> tuple[Passage, ...]:
    """Place each cycle of the plan as first made on the calendar as modified, in their order."""
    shifts = list(_shifts(intended, calendar))
    nexts = [*shifts[1:], shifts[-1]]
    befores = [0, *shifts[:-1]]
    return tuple(
        Passage(
            key=CycleKey(span.phase.name, span.cycle),
            first=span.first + dt.timedelta(days=shift),
            intended_days=_whole_days(span),
            shift=shift,
            delay=shift - before,
            longer=following - shift,
        )
        for span, before, shift, following in zip(
            intended.cycles, befores, shifts, nexts, strict=True
        )
    )


def _whole_days(span: CycleSpan) -> int:
    """Count the days of a cycle as its phase has it: a horizon that cuts it ends nothing."""
    length = span.phase.cycle_length_days
    if span.days_of_phase is None:
        return length
    return min(length, span.days_of_phase - span.days.start)


def _shifts(intended: Calendar, calendar: Calendar) -> Iterator[int]:
    """Count by how many days each cycle begins later; one that is not there, as the one before."""
    firsts = {CycleKey(span.phase.name, span.cycle): span.first for span in calendar.cycles}
    shift = 0
    for span in intended.cycles:
        first = firsts.get(CycleKey(span.phase.name, span.cycle))
        if first is not None:
            shift = (first - span.first).days
        yield shift


def cycle_of(given: Administration, calendar: Calendar) -> CycleKey:
    """Return the cycle of the phase in which a dose is counted.

    A component with cycles of its own is counted in the cycle of the phase in which its day lies.
    """
    if given.dose.order.cycle_length_days is None:
        return CycleKey(given.phase, given.cycle)
    spans = [span for span in calendar.cycles if span.phase.name == given.phase]
    return _key_on(spans, given.planned_date)


def _key_on(spans: list[CycleSpan], date: dt.date) -> CycleKey:
    begun = [span for span in spans if span.first <= date]
    span = begun[-1] if begun else spans[0]
    return CycleKey(span.phase.name, span.cycle)


@dataclass(frozen=True, slots=True)
class Way:
    """The cycles of one component: from its first intended one to that of its last planned dose.

    Where a component is stopped for good, no later cycle is on its way; where it goes on behind a
    horizon, all are. The last cycle keeps its
    intended length, for a delay behind it is none of this component.
    """

    passages: tuple[Passage, ...]

    def days_of(self, passage: Passage) -> int:
        """Count the days of a cycle."""
        return (self.last_of(passage) - passage.first).days + 1

    def last_of(self, passage: Passage) -> dt.date:
        """Return the last day of a cycle."""
        return passage.intended_last if passage == self.passages[-1] else passage.last

    def over(self, as_of: dt.date) -> tuple[Passage, ...]:
        """List the cycles that are over at the end of a day."""
        return tuple(each for each in self.passages if self.last_of(each) <= as_of)


def way(
    passed: Sequence[Passage], intended: Container[CycleKey], planned: Container[CycleKey]
) -> Way:
    """Keep the cycles of one component, given those in which it is intended and planned."""
    first = [place for place, each in enumerate(passed) if each.key in intended][:1]
    last = [place for place, each in enumerate(passed) if each.key in planned][-1:]
    if not first or not last:
        return Way(())
    return Way(tuple(passed[first[0] : last[0] + 1]))
