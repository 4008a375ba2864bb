"""What a strip of a calendar shows: a band for each cycle, a row for each drug, a cell for a day.

Everything is asked of the days of the calendar, so that what moves a dose, drops it or makes it
less needs no change here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.render.dose_changes import dose_changes
from npc_regimens.render.strip_words import infusion_words
from npc_regimens.render.words import amount_words, frequency_words, joined, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from npc_regimens.planning import Administration, Calendar, CycleSpan, Day
    from npc_regimens.units import Amount

RADIOTHERAPY: Final = "radiotherapy"


class Bar(NamedTuple):
    """One administration in a cell: its place among so many, and its part of the greatest dose."""

    place: int
    of: int
    share: Fraction


class Cell(NamedTuple):
    """One day of one row: the kind of its box, and the doses in it."""

    kind: str
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One component in one cycle, or the sessions of radiotherapy, which no component gives."""

    component: str | None
    drug: str
    words: tuple[str, ...]
    cells: tuple[Cell, ...]
    change: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """The days of one cycle, or a run of days between two phases, and the cycles that are like it.

    The days of a wait lie behind the last day of the cycle, before the next begins.
    """

    span: CycleSpan | None
    days: tuple[Day, ...]
    rows: tuple[Row, ...]
    like: tuple[Band, ...] = field(default=())

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The day of the cycle of each day; none between two phases."""
        return tuple(day.cycle_day for day in self.days)

    @property
    def doses(self) -> int:
        """The administrations on its days, and on those of the cycles like it."""
        return sum(len(day.administrations) for band in self.every for day in band.days)

    @property
    def every(self) -> tuple[Band, ...]:
        """This and the cycles that are like it."""
        return (self, *self.like)

    def is_like(self, other: Band) -> bool:
        """Whether a later cycle of the phase looks the same, and nothing changes in it."""
        if self.span is None or other.span is None:
            return False
        mine, theirs = self.span, other.span
        return (
            mine.phase == theirs.phase
            and self.numbers == other.numbers
            and tuple(replace(row, change="") for row in self.rows) == other.rows
            and not theirs.delayed_days
        )


def empty_kind(day: Day, span: CycleSpan | None) -> str:
    """Name the box of a day without a dose: a wait lies behind the last day of its cycle."""
    length = 0 if span is None else span.phase.cycle_length_days
    return "wait" if length and (day.cycle_day or 0) > length else "rest"


def bands_of(calendar: Calendar) -> Iterator[Band]:
    """Part the days of a calendar by their cycles."""
    spans = {(span.phase.name, span.cycle): span for span in calendar.cycles}
    known = _Known(calendar)
    for (phase, cycle), run in groupby(calendar.days(), key=lambda day: (day.phase, day.cycle)):
        span = None if phase is None or cycle is None else spans[phase, cycle]
        days = tuple(run)
        yield Band(span, days, tuple(known.rows(span, days)))


class _Known:
    """What the rows of a calendar have in common: their order, the greatest doses, the changes."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._changes = dose_changes(calendar.administrations)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {order.component: n for n, order in enumerate(self._calendar.regimen.orders)}

    @cached_property
    def _greatest(self) -> Mapping[str, Amount]:
        found: dict[str, Amount] = {}
        for each in self._calendar.administrations:
            most = found.setdefault(each.component, each.ordered)
            found[each.component] = max(most, each.ordered)
        return found

    def rows(self, span: CycleSpan | None, days: Sequence[Day]) -> Iterator[Row]:
        """List what is given in a cycle or due in it, the sessions of radiotherapy last."""
        drugs = {each.component: each.drug for each in span.orders} if span is not None else {}
        for day in days:
            drugs |= {each.component: each.drug for each in (*day.administrations, *day.running)}
        for component in sorted(drugs, key=self._places.__getitem__):
            cells = (self._cell(component, day, empty_kind(day, span)) for day in days)
            given = [e for day in days for e in day.administrations if e.component == component]
            words, change = tuple(_dose_words(given)), self._change(component, days)
            yield Row(component, drugs[component], words, tuple(cells), change)
        if any(day.session for day in days):
            yield _sessions(span, days)

    def _cell(self, component: str, day: Day, empty: str) -> Cell:
        given = [each for each in day.administrations if each.component == component]
        if given:
            slots = given[0].dose.order.frequency.slots
            kind = "part" if len(given) < len(slots) else "day"
            return Cell(kind, tuple(self._bars(given, slots)))
        if any(each.component == component for each in day.running):
            return Cell("runs")
        return Cell(empty)

    def _bars(self, given: list[Administration], slots: tuple[str, ...]) -> Iterator[Bar]:
        named = [each.slot for each in given]
        # two cycles can meet on one date, and each then has a dose in one slot
        known = len({*named}) == len(named) and set(named) <= set(slots)
        places = [slots.index(slot) for slot in named] if known else range(len(named))
        for place, each in zip(places, given, strict=True):
            yield Bar(place, len(slots) if known else len(named), self._share(each))

    def _share(self, given: Administration) -> Fraction:
        most, ordered = self._greatest[given.component], given.ordered
        return Fraction(ordered.number) / Fraction(most.to(ordered.unit).number)

    def _change(self, component: str, days: Sequence[Day]) -> str:
        """Say whether the dose becomes another, and from when if not from the first on."""
        dates = [
            day.date for day in days if any(e.component == component for e in day.administrations)
        ]
        said = (
            each.words("" if each.date == dates[0] else f" from {long_date(each.date)}")
            for each in self._changes.get(component, ())
            if each.date in dates
        )
        return "; ".join(said)


def _dose_words(given: Sequence[Administration]) -> Iterator[str]:
    """Say each amount, the times of the day beside it where these differ."""
    slots: dict[Amount, dict[str, None]] = {}
    for each in given:
        slots.setdefault(each.ordered, {})[each.slot] = None
    if not given:
        yield "no dose in this cycle"
        return
    order = given[0].dose.order
    if len({frozenset(named) for named in slots.values()}) == 1:
        yield " or ".join(map(amount_words, slots))
        yield from () if order.frequency.name == "once" else (frequency_words(order.frequency),)
    else:
        for amount, named in slots.items():
            yield f"{amount_words(amount)} ({joined([*named])})"
    yield from infusion_words(order.infusion)


def _sessions(span: CycleSpan | None, days: Sequence[Day]) -> Row:
    found = [day.session for day in days if day.session is not None]
    first, last = found[0], found[-1]
    which = f"session {first.number}" if first is last else f"sessions {first.number}"
    to = "" if first is last else f" to {last.number}"
    cells = (Cell("session" if day.session else empty_kind(day, span)) for day in days)
    return Row(None, RADIOTHERAPY, (f"{which}{to} of {first.total}",), tuple(cells))
