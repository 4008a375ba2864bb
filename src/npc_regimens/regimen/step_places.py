"""Where the steps of a dose hold in a phase: each somewhere, no two at once, and the dose too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from npc_regimens.dose import NotStated
from npc_regimens.errors import Problem
from npc_regimens.regimen.days import Listed
from npc_regimens.regimen.fitting import cycle_of, lengths_of, own_cycles
from npc_regimens.regimen.timing import ONCE, Frequency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.regimen.days import Days
    from npc_regimens.regimen.definition import Component, Phase
    from npc_regimens.regimen.steps import SettledStep

MOST_CYCLES: Final = 999  # what a number of cycles in a file can say

Place = tuple[int, str]  # a day of the cycle and a slot of the day


def misplaced_steps(where: str, phase: Phase, component: Component) -> Iterator[Problem]:
    """Name the steps that hold nowhere in a phase or two at once, and a dose that never holds.

    What is open in the schedule, so that nobody can plan it, is left to its own refusal.
    """
    places = _places(phase, component)
    if not component.steps or not places:
        return
    steps = [step.settled(step.dose) for step in component.steps]
    holding = _holding(phase, component, steps, places)
    key = f"{where}, key 'steps'"
    for one, *others in sorted(each for each in holding if len(each) > 1):
        what = f"the steps {steps[one]} and {steps[others[0]]} hold at once"
        yield Problem(key, what, "let one of them hold in each cycle, on each day, in each slot")
    for index, step in enumerate(steps):
        if not any(index in each for each in holding):
            yield Problem(key, f"the step {step} holds nowhere{_given(phase, component)}", _REMEDY)
    if () not in holding:
        what = f"the dose {component.dose} holds nowhere, for one of its steps always does"
        yield Problem(key, what, "make the last of the steps the dose")


_REMEDY: Final = "correct the step, or where the component is given"


def _given(phase: Phase, component: Component) -> str:
    some = "" if component.cycles is None else f", in cycles {component.cycles}"
    often = "" if component.frequency is None else f", {component.frequency}"
    return (
        f"; the component is given on days {component.days}{often}{some}, in a phase of"
        f" {phase.cycles} cycles"
    )


def _holding(
    phase: Phase, component: Component, steps: list[SettledStep], places: list[Place]
) -> set[tuple[int, ...]]:
    """Say which steps hold together, over all cycles, days and slots; none is the plain dose."""
    alike = {
        tuple(index for index, step in enumerate(steps) if step.holds_in(number))
        for number in _cycles_of(phase, component)
        if component.cycles is None or number in component.cycles
    }
    slots = _slots(component)
    return {
        tuple(index for index in those if steps[index].holds_on(day, slot, slots))
        for those in alike
        for day, slot in places
    }


def days_of_doses(phase: Phase, component: Component) -> list[int]:
    """List the days of a cycle on which a component is given for sure, once for each dose."""
    by_date = not isinstance(component.days, NotStated) and component.days.only_on is not None
    if by_date or component.optional is not None:
        return []
    return [day for day, _ in _places(phase, component)]


def _places(phase: Phase, component: Component) -> list[Place]:
    """List the days and slots of a cycle in which a component is given."""
    days, lengths = stated_days(component), lengths_of(component.cycle or cycle_of(phase))
    if isinstance(days, NotStated) or not lengths:
        return []
    slots = _slots(component)
    numbers = (*range(days.first, 0), *range(1, lengths[0].days + 1))
    return [(day, slot) for day in numbers for slot in days.slots_on(day, slots)]


def stated_days(component: Component) -> Days | NotStated:
    """Return the days on which a component may be given, optional ones included."""
    days: Days | NotStated = component.days
    if isinstance(days, NotStated) and component.reference is not None:
        days = component.reference.days
    if isinstance(days, Listed) and component.optional is not None:
        return days.joined(component.optional)
    return days


def _cycles_of(phase: Phase, component: Component) -> range:
    """List the numbers of the cycles of a component in a phase, its own or the phase's."""
    most, own, lengths = phase.cycles.most, component.cycle, lengths_of(cycle_of(phase))
    if most is None or (own is not None and not lengths):
        return range(1, MOST_CYCLES + 1)
    if own is not None:
        most = own_cycles(most, lengths[0], own)
    return range(1, most + 1)


def _slots(component: Component) -> tuple[str, ...]:
    stated = component.frequency, component.reference and component.reference.frequency
    return next((each for each in stated if isinstance(each, Frequency)), ONCE).slots or ONCE.slots
