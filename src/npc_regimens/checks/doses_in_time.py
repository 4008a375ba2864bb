"""Doses in time: a step that is never given or comes again, and where the most doses end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.checks.finding import Finding
from npc_regimens.planning import last_doses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.planning import Calendar


def doses_never_given(calendar: Calendar) -> Iterator[Finding]:
    """Tell the dose of a step, or a plain dose beside steps, that a whole plan never gives."""
    # by identity: a dose is shared by its administrations, and its hash is slow
    doses = {id(each.dose): each.component for each in calendar.administrations}
    components = set(doses.values())
    for dose in calendar.doses:
        order = dose.order
        if order.step is None and not calendar.regimen.begins_at(calendar.resumed):
            continue  # what a resumed plan does not give of it may have been given before
        if order.steps and order.component in components and id(dose) not in doses:
            which = order.step or f"{order.dose}, which holds where no step does,"
            words = f"{which} is given nowhere in this plan; check its steps and the cycles"
            yield Finding("warning", "dose-never-given", order.component, words)


def all_doses_given(calendar: Calendar) -> Iterator[Finding]:
    """Tell where a component ends that has had the most doses that it may have."""
    for component, last in last_doses(calendar.regimen, calendar.administrations).items():
        where = f"in cycle {last.cycle} of {last.phase!r}"
        words = f"the last of at most {last.dose.order.at_most} is on {last.planned_date}, {where}"
        yield Finding("note", "at-most-doses", component, words)


def no_time_after(calendar: Calendar) -> Iterator[Finding]:
    """Tell an interval within a day from which no time follows, and why."""
    for order in calendar.regimen.orders:
        after = order.after
        if after is not None and after.interval is not None and after.infusion is None:
            words = (
                f"it is due {after}, of which no infusion time is stated; the order is planned, and"
                " no time of day follows"
            )
            yield Finding("note", "no-time-after", order.component, words)


def steps_again(calendar: Calendar) -> Iterator[Finding]:
    """Tell steps by cycle that begin again, because cycles count within their phase."""
    for order in calendar.regimen.orders:
        phases = [
            phase.name
            for phase in calendar.regimen.phases
            if any(each.component == order.component for each in phase.orders)
        ]
        if len(phases) > 1 and any(step.cycles is not None for step in order.steps):
            again = ", ".join(map(repr, phases[1:]))
            words = f"cycles count within their phase, so its steps come again in {again}"
            yield Finding("note", "steps-again", order.component, words)
