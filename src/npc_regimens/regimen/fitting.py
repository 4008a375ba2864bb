"""Whether the days and cycles of a component fit into the phase that gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from npc_regimens.dose import NotStated
from npc_regimens.errors import Problem
from npc_regimens.regimen.days import (
    EveryNth,
    Listed,
    OnOff,
    RadiotherapyDays,
    Weekdays,
)
from npc_regimens.regimen.lengths import CycleLengthRange
from npc_regimens.regimen.timing import ONCE, CycleLength

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from npc_regimens.regimen.days import Days
    from npc_regimens.regimen.definition import Component, Phase
    from npc_regimens.regimen.timing import SomeCycles

T = TypeVar("T")
Misfit = tuple[str, str]  # what is wrong, and the remedy

_OWN_CYCLE: Final = "give it a cycle of its own, cycle = '{length}'"


def misfits(days: Days, cycle: CycleLength, of: CycleLengthRange | None = None) -> Iterator[Misfit]:
    """Say what of the days has no place in a cycle of a length, which may be one of a range."""
    last = _last(days)
    whose = str(cycle) if of is None else f"{cycle}, which '{of}' allows"
    if last is not None and last > cycle.days:
        yield f"day {last} does not exist in a cycle of {whose}", f"days run from 1 to {cycle.days}"
    if days.first < -cycle.days:
        what = f"day {days.first} lies before the whole cycle before, which has {whose}"
        yield what, f"days before day 1 run from -{cycle.days} to -1"
    if isinstance(days, EveryNth) and days.within is None and cycle.days % days.step:
        what = f"'{days}' does not divide a cycle of {whose}, so two doses would stand too near"
        run = _longest_run(days, cycle) if of is None else ""  # it would drop a day of a longer one
        yield what, f"{_OWN_CYCLE.format(length=CycleLength(days.step))} and days = '1'{run}"
    if isinstance(days, OnOff) and cycle.days % days.period:
        length = CycleLength(days.period)
        what = f"'{days}' is {length}, which do not divide a cycle of {whose}"
        yield what, _OWN_CYCLE.format(length=length)


def _longest_run(days: EveryNth, cycle: CycleLength) -> str:
    """Show the longest run whose last dose keeps off the next cycle."""
    latest = cycle.days + 1 - days.step
    last = latest - (latest - 1) % days.step
    return f", or write a range, days = '1-{last} {days}'" if last > 1 else ""


def _last(days: Days) -> int | None:
    if isinstance(days, Listed):
        return days.last
    within = days.within if isinstance(days, EveryNth | Weekdays) else None
    return None if within is None else within.last


def doubled(days: Days, slots: tuple[str, ...], cycle: CycleLength) -> Iterator[Misfit]:
    """Name the days before day 1 that are, in the cycle before, days with doses too.

    The days must fit into the cycle.
    """
    for day in range(days.first, 0):
        other = cycle.days + 1 + day
        if set(days.slots_on(day, slots)) & set(days.slots_on(other, slots)):
            what = f"day {day} is day {other} of the cycle before, which has a dose of it already"
            yield what, "keep one of the two days"


def places(where: str, phase: Phase, component: Component, *, again: bool) -> Iterator[Problem]:
    """Name the days and cycles of a component that its phase does not have.

    ``again`` says that another phase of the arm gives it too.
    """
    of_phase = cycle_of(phase)
    cycle = component.cycle or of_phase
    lengths = lengths_of(cycle)
    of = cycle if isinstance(cycle, CycleLengthRange) else None
    reference = None if component.reference is None else component.reference.days
    for key, days in (
        ("days", component.days),
        ("days", reference),
        ("optional", component.optional),
    ):
        if days is not None and not isinstance(days, NotStated):
            if isinstance(days, RadiotherapyDays) and phase.sessions is None:
                remedy = "write how many sessions it has, or the days themselves"
                what = "the phase has no sessions, so it has no radiotherapy days"
                yield Problem(f"{where}, key {key!r}", what, remedy)
            for misfit in _first_of(misfits(days, length, of) for length in lengths):
                yield Problem(f"{where}, key {key!r}", *misfit)
    yield from _first_of(
        _twice_on_a_day(where, phase, component, length, again=again) for length in lengths
    )
    yield from _cycles(where, phase, component, of_phase)


def cycle_of(phase: Phase) -> CycleLengthRange | CycleLength | NotStated:
    """Return the cycle of a phase, or of its reference where the source states none."""
    return phase.cycle if phase.reference is None else phase.reference.cycle


def own_cycles(count: int, length: CycleLength, own: CycleLength) -> int:
    """Count the cycles of its own that a component has in so many of its phase."""
    return -(-count * length.days // own.days)


def lengths_of(cycle: CycleLengthRange | CycleLength | NotStated) -> tuple[CycleLength, ...]:
    """List the lengths that a cycle may have: what is written must fit whatever is settled."""
    if isinstance(cycle, CycleLengthRange):
        return tuple(map(CycleLength, range(cycle.least.days, cycle.most.days + 1)))
    return () if isinstance(cycle, NotStated) else (cycle,)


def _first_of(findings: Iterable[Iterable[T]]) -> list[T]:
    """Return what is found of the first length of which anything is."""
    return next((found for found in map(list, findings) if found), [])


def _twice_on_a_day(
    where: str, phase: Phase, component: Component, length: CycleLength, *, again: bool
) -> Iterator[Problem]:
    """Look at the days before day 1 only where a cycle of the same component lies before it."""
    days, often = component.days, component.frequency or ONCE
    if isinstance(days, NotStated) or isinstance(often, NotStated) or any(misfits(days, length)):
        return
    if isinstance(days, Listed) and component.optional is not None:
        days = days.joined(component.optional)
    if again and component.cycle is not None and days.first < 0:
        what = f"day {days.first} of its own cycle may lie on a day that another phase gives it too"
        yield Problem(f"{where}, key 'days'", what, "write a component for each of the phases")
        return
    most = phase.cycles.most if component.cycle is None else None
    if again or given_in_neighbours(component.cycles, most):
        for misfit in doubled(days, often.slots or ONCE.slots, length):
            yield Problem(f"{where}, key 'days'", *misfit)


def _cycles(
    where: str,
    phase: Phase,
    component: Component,
    of_phase: CycleLengthRange | CycleLength | NotStated,
) -> Iterator[Problem]:
    cycles, most, own = component.cycles, phase.cycles.most, component.cycle
    if cycles is None or most is None:
        return
    whose, of, last = "", "", most
    if own is not None:
        lengths = lengths_of(of_phase)
        if not lengths:
            return
        whose, of = f" of its own, of {own},", f" of {lengths[0]}"
        last = own_cycles(most, lengths[0], own)
    named = cycles.last or cycles.first
    if named > last:
        what = f"cycle {named}{whose} does not exist in a phase of {phase.cycles} cycles{of}"
        yield Problem(f"{where}, key 'cycles'", what, f"cycles run from 1 to {last}")


def given_in_neighbours(cycles: SomeCycles | None, most: int | None) -> bool:
    """Whether a drug may be given in a cycle and in the next one of a phase of so many cycles."""
    return most != 1 and (cycles is None or cycles.has_neighbours)
