"""The order of infusions within a day: what contradicts it, and what it is in one arm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.dose import NOT_STATED
from npc_regimens.errors import Problem
from npc_regimens.regimen.listed import Listed
from npc_regimens.regimen.step_places import stated_days
from npc_regimens.regimen.timing import Frequency
from npc_regimens.regimen.within_a_day import SettledAfter, line_before, whole_minutes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from npc_regimens.regimen.definition import Component


def out_of_order(
    components: Mapping[str, Component], phases: Collection[Collection[str]]
) -> Iterator[Problem]:
    """Name each order within a day that cannot hold; ``phases`` are the components of each."""
    after = {name: each.after.component for name, each in components.items() if each.after}
    for name, other in after.items():
        place = f"component {name!r}, key 'after'"
        if other not in components:
            yield Problem(place, f"no component {other!r}", "name a component of this file")
        elif name in line_before(name, after):
            circle = " after ".join(map(repr, (name, *reversed(line_before(name, after)))))
            yield Problem(place, f"it goes in a circle: {circle}", "let one of them be the first")
        elif not any(name in given and other in given for given in phases):
            what = f"no phase gives {other!r} beside {name!r}"
            yield Problem(place, what, "an order holds within a day; leave it out")
        elif _never_meet(components[name], components[other]):
            days, others = (stated_days(components[each]) for each in (name, other))
            what = f"{name!r} on days {days} has no day in common with {other!r} on days {others}"
            yield Problem(place, what, "correct the days, or leave the order out")
        else:
            yield from _of_infusions(place, components[name], components[other], other)


def _never_meet(component: Component, other: Component) -> bool:
    """Whether two components with listed days of one cycle, of any phase, share none of them."""
    days, others = stated_days(component), stated_days(other)
    if component.cycle != other.cycle or not (
        isinstance(days, Listed) and isinstance(others, Listed)
    ):
        return False
    if days.first < 0 or others.first < 0:
        return False  # such a day lies in the cycle before, on a day that its length alone tells
    return not _numbers(days) & _numbers(others)


def _numbers(days: Listed) -> set[int]:
    return {day for run in days.ranges for day in range(run.first, run.last + 1)}


def _of_infusions(
    place: str, component: Component, other: Component, name: str
) -> Iterator[Problem]:
    for each in (component, other):
        if _is_oral(each) or _is_several_times(each):
            what = f"{each.drug!r} is not an infusion that is given once on a day"
            yield Problem(place, what, "an order stands between two such infusions; leave it out")
    has_interval = component.after is not None and component.after.interval is not None
    if has_interval and other.infusion is not None and whole_minutes(other.infusion) is None:
        what = f"the infusion of {name!r}, {other.infusion}, is no whole number of minutes"
        yield Problem(place, what, "a time of day has no seconds; leave the interval out")


def _is_oral(component: Component) -> bool:
    if component.route == str(NOT_STATED) and component.reference is not None:
        return component.reference.route == "oral"
    return component.route == "oral"


def _is_several_times(component: Component) -> bool:
    return isinstance(component.frequency, Frequency) and len(component.frequency.slots) != 1


def settled_after(name: str, used: Mapping[str, Component]) -> SettledAfter | None:
    """Settle what a component comes after, if the arm has it."""
    after = used[name].after
    if after is None or after.component not in used:
        return None
    direct = {
        each: component.after.component
        for each, component in used.items()
        if component.after is not None and component.after.component in used
    }
    other = used[after.component]
    return SettledAfter(line_before(name, direct), other.drug, after.interval, other.infusion)
