"""Planned against actual: what was intended, planned and taken of each component by a day.

docs/guides/planned-against-actual.md defines every figure.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from npc_regimens.course.correct_days import CorrectDays, correct_days
from npc_regimens.course.intensity import Intensity
from npc_regimens.course.reaching import reached_by
from npc_regimens.course.tallies import Tally, summed, tally
from npc_regimens.dates import study_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from npc_regimens.course.actual import Actual
    from npc_regimens.course.passages import CycleKey, Passage, Way
    from npc_regimens.course.tallies import Reached
    from npc_regimens.planning import Calendar, PlannedDose
    from npc_regimens.units import Amount


@dataclass(frozen=True, slots=True)
class Delay:
    """A cycle that begins on another day than the cycles before it led to.

    ``days`` are negative where it is earlier. ``so_far`` are those that have passed by the end of
    the as-of day.
    """

    key: CycleKey
    expected: dt.date
    first: dt.date
    days: int
    so_far: int


class Standing(StrEnum):
    """Where a cycle of a component stands at the end of the as-of day."""

    OVER = "over"
    UNDER_WAY = "under way"
    STOPPED = "stopped"  # intended, and behind the last planned dose of the component
    NOT_INTENDED = "not intended"


@dataclass(frozen=True, slots=True)
class CycleFigures:
    """One cycle of one component: where it stands, and its doses through the as-of day.

    ``day`` is which day of it the as-of day is, of a cycle that is under way. Only cycles that are
    over have a part in the intensity.
    """

    key: CycleKey
    state: Standing
    intended_days: int | None
    days: int | None
    day: int | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class ComponentFigures:
    """The figures of one component; of one that is given at the clinic there are no correct days.

    ``intensity`` is nothing as long as no cycle is over.
    """

    component: str
    drug: str
    basis: str | None
    tally: Tally
    cycles: tuple[CycleFigures, ...]
    intensity: Intensity | None
    correct_days: CorrectDays | None

    def standing(self, state: Standing) -> tuple[CycleFigures, ...]:
        """List the cycles that stand so."""
        return tuple(each for each in self.cycles if each.state is state)


@dataclass(frozen=True, slots=True)
class DrugFigures:
    """What the components of one drug, and of one salt or base, come to together."""

    drug: str
    basis: str | None
    components: tuple[str, ...]
    intended: Amount
    planned: Amount
    taken: Amount


@dataclass(frozen=True, slots=True)
class Adherence:
    """Planned against actual of one course, through the end of the as-of day."""

    regimen: str
    start: dt.date
    as_of: dt.date
    components: tuple[ComponentFigures, ...]
    delays: tuple[Delay, ...]

    @property
    def days_of_delay(self) -> int:
        """The days of delay that have passed; a cycle that came earlier takes its days away."""
        return sum(each.so_far for each in self.delays)

    def drugs(self) -> tuple[DrugFigures, ...]:
        """Add up the components of each drug, each salt or base apart."""
        found: dict[tuple[str, str | None], list[ComponentFigures]] = defaultdict(list)
        for each in self.components:
            found[each.drug, each.basis].append(each)
        return tuple(map(_drug, found.values()))


def adherence(
    intended: Calendar, calendar: Calendar, actuals: Iterable[Actual] = (), *, as_of: dt.date
) -> Adherence:
    """Compare the plan as first made with the calendar as modified, and with what was taken.

    Everything counts through the end of the as-of day. A dose of which nothing is told was taken
    as planned.

    Raises `PlanError` for calendars that do not belong together or end before that day,
    `CourseError` for a record of a dose that is not planned, is told of twice or contradicts
    itself, and `DateError` for a day that is no plain date.
    """
    places, reached = reached_by(intended, calendar, actuals, as_of)
    return Adherence(
        regimen=calendar.regimen.id,
        start=intended.start,
        as_of=as_of,
        components=tuple(
            _component(dose, places.way_of(component), reached.get(component, ()), as_of)
            for component, dose in places.doses().items()
        ),
        delays=tuple(_delays(places.passed, as_of)),
    )


def _component(
    dose: PlannedDose, way: Way, reached: Sequence[Reached], as_of: dt.date
) -> ComponentFigures:
    order, unit = dose.order, dose.result.amount.unit
    return ComponentFigures(
        component=order.component,
        drug=order.drug,
        basis=order.basis,
        tally=tally(reached, unit),
        cycles=tuple(_cycles(way, reached, unit, as_of)),
        intensity=_intensity(way, reached, unit, as_of),
        correct_days=_correct(way, reached, as_of) if order.route == "oral" else None,
    )


def _cycles(
    way: Way, reached: Sequence[Reached], unit: str, as_of: dt.date
) -> Iterator[CycleFigures]:
    """Count the cycles that have begun, or of which a dose was reached, in order of their days."""
    doses: dict[CycleKey, list[Reached]] = {
        each.key: [] for each in way.passages if each.first <= as_of
    }
    for each in reached:
        doses.setdefault(each.key, []).append(each)
    on_the_way = {each.key: each for each in way.passages}
    for key, parts in doses.items():
        passage = on_the_way.get(key)
        if passage is not None:
            yield _on_the_way(way, passage, tally(parts, unit), as_of)
        else:
            intended = any(each.intended for each in parts)
            state = Standing.STOPPED if intended else Standing.NOT_INTENDED
            yield CycleFigures(key, state, None, None, None, tally(parts, unit))


def _on_the_way(way: Way, passage: Passage, doses: Tally, as_of: dt.date) -> CycleFigures:
    is_over = way.last_of(passage) <= as_of
    return CycleFigures(
        key=passage.key,
        state=Standing.OVER if is_over else Standing.UNDER_WAY,
        intended_days=passage.intended_days,
        days=way.days_of(passage),
        day=None if is_over else study_day(as_of, passage.first),
        tally=doses,
    )


def _intensity(way: Way, reached: Sequence[Reached], unit: str, as_of: dt.date) -> Intensity | None:
    over = way.over(as_of)
    if not over:
        return None
    keys = {each.key for each in over}
    doses = tally([each for each in reached if each.key in keys], unit)
    return Intensity(
        intended=doses.intended.amount,
        taken=doses.taken.amount,
        intended_days=sum(each.intended_days for each in over),
        days=sum(map(way.days_of, over)),
        cycles=len(over),
    )


def _correct(way: Way, reached: Sequence[Reached], as_of: dt.date) -> CorrectDays | None:
    """Count days as far as the way of the component goes."""
    last = way.last_of(way.passages[-1]) if way.passages else dt.date.min
    return correct_days(reached, min(as_of, last))


def _delays(passed: Sequence[Passage], as_of: dt.date) -> Iterator[Delay]:
    for each in passed:
        expected = each.first - dt.timedelta(days=each.delay)
        if each.delay and min(expected, each.first) <= as_of:
            so_far = min(each.delay, (as_of - expected).days + 1)
            yield Delay(each.key, expected, each.first, each.delay, so_far)


def _drug(parts: Sequence[ComponentFigures]) -> DrugFigures:
    unit = parts[0].tally.intended.amount.unit
    return DrugFigures(
        drug=parts[0].drug,
        basis=parts[0].basis,
        components=tuple(each.component for each in parts),
        intended=summed((each.tally.intended.amount for each in parts), unit),
        planned=summed((each.tally.planned.amount for each in parts), unit),
        taken=summed((each.tally.taken.amount for each in parts), unit),
    )
