"""Words for people about when something is given: the days, and in which cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.regimen.days import (
    Continuous,
    EveryNth,
    Listed,
    OnOff,
    Weekdays,
)
from npc_regimens.render.words import counted, joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from npc_regimens.planning import Administration, CycleSpan, Day, Total
    from npc_regimens.regimen import Order
    from npc_regimens.regimen.days import DayRange, Days
    from npc_regimens.regimen.timing import SomeCycles


def schedule_words(order: Order) -> str:
    """Write when a component is given, as in days 1 to 14 (14 days) of each cycle."""
    own = order.cycle_length_days
    whose = "" if own is None else f", in its own cycles of {counted(own, 'day')}"
    optional = ""
    if order.optional is not None:
        given = "with" if order.with_optional else "without"
        optional = f", {given} the optional {days_words(order.optional)}"
    between = ", in" if isinstance(order.days, OnOff) else " of"
    return f"{days_words(order.days)}{between} {cycles_words(order.cycles)}{whose}{optional}"


def days_words(days: Days) -> str:
    """Write the days of a cycle, with their number, as in days 1 to 14 (14 days)."""
    match days:
        case Continuous():
            return "every day"
        case Listed():
            return _listed_words(days)
        case EveryNth(step, within):
            run = "" if within is None else f", from day {_run_words(within)}"
            return f"every {step} days{run}{_in_brackets(days)}"
        case OnOff():
            return _on_off_words(days)
        case Weekdays(within):
            run = "" if within is None else f", from day {_run_words(within)}"
            return f"Monday to Friday{run}{_in_brackets(days)}"
        case _:  # days of radiotherapy are named by their own words
            return str(days)


def _listed_words(days: Listed) -> str:
    runs = joined([_run_words(each) for each in days.ranges])
    count = sum(map(len, days.ranges))
    told = [] if count == 1 else [counted(count, "day")]
    return f"{'day' if count == 1 else 'days'} {runs}{_in_brackets(days, told)}"


def _in_brackets(days: Days, told: Sequence[str] = ()) -> str:
    before = ["day -1 is the day before day 1"] if days.first < 0 else []
    return f" ({'; '.join((*told, *before))})" if told or before else ""


def _run_words(run: DayRange) -> str:
    first = _edge_words(run.first, run.first_slot)
    last = _edge_words(run.last, run.last_slot)
    return first if first == last else f"{first} to {last}"


def _edge_words(day: int, slot: str | None) -> str:
    return str(day) if slot is None else f"{day} ({slot})"


def _on_off_words(days: OnOff) -> str:
    innermost, *outer = (level.spans for level in days.levels)
    words = f"{innermost[0]} on, then {innermost[1]} off"
    for on, off in outer:
        words = f"{words}, for {on}; then {off} off"
    return words


def cycles_words(cycles: SomeCycles | None) -> str:
    """Write in which cycles, as in each cycle, in cycles 1 to 6."""
    if cycles is None:
        return "each cycle"
    first = cycles.runs[0]
    if first.last is None:
        return _open_words(first.first, first.step)
    runs = [
        f"{run.first}" if run.first == run.last else f"{run.first} to {run.last}"
        for run in cycles.runs
    ]
    if len(runs) == 1:
        return (
            f"cycle {runs[0]}" if first.first == first.last else f"each cycle, in cycles {runs[0]}"
        )
    return f"cycles {joined(runs)}"


def _open_words(first: int, step: int) -> str:
    if step == 1:
        return f"each cycle from cycle {first} on"
    shown = ", ".join(str(first + times * step) for times in range(3))
    word = {(1, 2): "odd", (2, 2): "even"}.get((first, step))
    if word is not None:
        return f"each {word} cycle ({shown} and so on)"
    return f"every {step} cycles, from cycle {first} ({shown} and so on)"


def cycle_sums(
    span: CycleSpan, totals: dict[tuple[str, int], list[Total]], *, is_last: bool
) -> Iterator[tuple[str, list[Total]]]:
    """Take the totals to tell at the end of a cycle, those of cycles of their own that end in it.

    At the last cycle of a phase, what goes on in a cycle of its own is told too.
    """
    phase = span.phase.name
    own = {o.component: o for o in span.phase.orders if o.cycle_length_days is not None}
    names = {order.component for order in span.phase.orders} - own.keys()
    found = _taken(totals, (phase, span.cycle), names)
    if found or len(own) < len(span.phase.orders):
        yield "In this cycle", found
    for name, order in own.items():
        for cycle in span.cycles_of(order):
            ends = cycle * (order.cycle_length_days or 0) <= span.days.stop
            found = _taken(totals, (phase, cycle), {name}) if ends or is_last else []
            if found:
                yield f"In its own cycle {cycle}", found


def nothing_words(pages: Sequence[Day]) -> str:
    """Say that no dose of a cycle is counted in it, though its pages may have those of others."""
    if any(day.administrations for day in pages):
        return "nothing is counted; the doses on its pages are counted in other cycles"
    return "nothing is given"


def _taken(
    totals: dict[tuple[str, int], list[Total]], place: tuple[str, int], names: Collection[str]
) -> list[Total]:
    """Take the totals of some components out of those of a place."""
    found = [total for total in totals.get(place, ()) if total.component in names]
    kept = [total for total in totals.pop(place, ()) if total.component not in names]
    if kept:
        totals[place] = kept
    return found


def elsewhere(given: Administration, day: Day) -> str:
    """Say the place of a dose where it is not that of the page on which it stands."""
    if (given.phase, given.cycle, given.cycle_day) == (day.phase, day.cycle, day.cycle_day):
        return ""
    phase = "" if given.phase == day.phase else f" of {given.phase}"
    own = "its " if given.dose.order.cycle_length_days is not None else ""
    return f" (day {given.cycle_day} of {own}cycle {given.cycle}{phase})"
