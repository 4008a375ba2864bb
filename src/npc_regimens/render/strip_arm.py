"""A schedule strip of an arm as its file defines it, with all that it leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.dose import NotStated
from npc_regimens.regimen.day_orders import settled_after
from npc_regimens.regimen.definition import Choose
from npc_regimens.regimen.fitting import cycle_of, lengths_of
from npc_regimens.regimen.timing import LONGEST_CYCLE_DAYS
from npc_regimens.render.strip_rows import (
    Row,
    days_words,
    dosed_of,
    dosing,
    is_endless,
    only_on,
    parted,
    running,
    slots_of,
)
from npc_regimens.render.strip_words import (
    any_dose_words,
    bounds_words,
    count_words,
    doses_words,
    end_words,
    infusion_words,
    often_words,
    phase_parts,
    spelled,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from npc_regimens.regimen import Trial
    from npc_regimens.regimen.definition import Arm, Component, Phase, Reference
    from npc_regimens.render.strip_rows import Block


def blocks_of(trial: Trial, arm: Arm, choose: Mapping[str, str]) -> Iterator[Block]:
    """Lay out an arm as its file defines it; a choice that is not settled shows every option."""
    given = {phase.name: [*_given(trial, phase, choose)] for phase in arm.phase}
    used = {name: trial.component[name] for each in given.values() for name, _ in each}
    for phase in arm.phase:
        rows = (_row(used, phase, *each) for each in given[phase.name])
        yield from parted(phase.name, phase_words(phase), _phase_length(phase), rows)


def _given(
    trial: Trial, phase: Phase, choose: Mapping[str, str]
) -> Iterator[tuple[str, str | None]]:
    """Name each component of a phase, and the choice that it is an option of."""
    for item in phase.give:
        if not isinstance(item, Choose):
            yield item, None
        elif item.choose in choose:
            yield choose[item.choose], None
        else:
            yield from ((option, item.choose) for option in trial.choice[item.choose].one_of)


def _row(used: Mapping[str, Component], phase: Phase, name: str, choice: str | None) -> Row:
    component = used[name]
    length = _phase_length(phase) if component.cycle is None else component.cycle.days
    words = tuple(_component_words(name, used))
    days, slots = component.days, slots_of(component.frequency)
    if isinstance(days, NotStated):
        return Row(component.drug, words, length, None, f"days {days}", choice)
    doses = dosing(days, slots, length or LONGEST_CYCLE_DAYS)
    perhaps = _optional(component, slots, length or LONGEST_CYCLE_DAYS)
    drawn = dict(sorted((doses | perhaps).items()))
    return Row(
        component.drug,
        words,
        length,
        drawn,
        days_words(days, slots, length),
        choice,
        frozenset(doses if only_on(days) else perhaps),
        running(drawn, component.infusion),
        goes_on=is_endless(days, slots),
    )


def _optional(
    component: Component, slots: tuple[str, ...], last: int
) -> dict[int, tuple[bool, ...]]:
    """Say the doses of the days that are given only if a caller says so."""
    doses = {} if component.optional is None else dosing(component.optional, slots, last)
    return {day: doses[day] for day in dosed_of(doses)}


def _component_words(name: str, used: Mapping[str, Component]) -> Iterator[str]:
    component = used[name]
    steps = [step.settled(step.dose) for step in component.steps]
    yield from doses_words(component.dose, steps, component.frequency)
    yield from infusion_words(component.infusion)
    if only_on(component.days):
        yield f"on {only_on(component.days)} alone"
    yield from bounds_words(component.cycles, component.at_most, settled_after(name, used))
    if component.optional is not None:
        yield f"optional on {days_words(component.optional, slots_of(component.frequency), None)}"
    if component.reference is not None:
        yield f"reference from elsewhere: {reference_words(component.reference)}"


def component_days(component: Component) -> str:
    """Write the days of a component whatever its cycle, or that they are not stated."""
    if isinstance(component.days, NotStated):
        return str(component.days)
    return days_words(component.days, slots_of(component.frequency), None)


def reference_words(reference: Reference) -> str:
    """Write a sourced dose from elsewhere with its days."""
    often, days = often_words(reference.frequency), reference.days
    said = days_words(days, slots_of(reference.frequency), None)
    return ", ".join((any_dose_words(reference.dose), *often, said))


def _phase_length(phase: Phase) -> int | None:
    """Say how many days to draw: the reference where none is stated, the most of a range."""
    lengths = lengths_of(cycle_of(phase))
    return lengths[-1].days if lengths else None


def phase_words(phase: Phase) -> str:
    """Write when a phase starts, how long a cycle is, how many there are, and what ends them."""
    stated = not isinstance(phase.cycle, NotStated)
    length = f"cycle of {spelled(phase.cycle)}" if stated else "length of the cycle not stated"
    if phase.reference is not None:
        length = f"{length}, drawn with {phase.reference.cycle}, a reference from elsewhere"
    ends = end_words(phase.span, phase.until, is_counted=phase.cycles.most is not None)
    starts = None if phase.starts is None else phase.starts.words
    return phase_parts(starts, (length, count_words(phase.cycles), *ends), phase.sessions)
