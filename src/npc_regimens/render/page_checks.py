"""Facts of a page that name what the calendar does not have, or contradict it, are refused."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from npc_regimens.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Collection

    from npc_regimens.planning import Calendar
    from npc_regimens.render.page_facts import PageFacts


def check_facts(calendar: Calendar, facts: PageFacts) -> None:
    """Refuse what would be lost in silence, or would stand beside its contrary.

    Raises `PlanError` for an omitted dose that the calendar still has, and for names, strengths and
    delayed cycles that are not there.
    """
    orders = calendar.regimen.orders
    drugs = {order.drug for order in orders}
    phases = {phase.name for phase in calendar.regimen.phases}
    others = {order.route for order in orders} | {each.name for each in calendar.assessments}
    for name in facts.names:
        _require(name, drugs | phases | others, "names")
    for each in facts.dispensed:
        _require(each.drug, drugs, "dispensed")
    given = {units.strength for dose in calendar.doses for units in dose.result.units}
    for each in facts.dispensed:
        if each.amount not in given:
            known = ", ".join(map(str, sorted(given, reverse=True))) or "none"
            raise PlanError(
                f"dispensed: the calendar takes no {each.strength} of {each.drug}; there are"
                f" {known}"
            )
    delayed = {str(span.first) for span in calendar.cycles if span.delayed_days}
    for date in facts.delays:
        _require(str(date), delayed, "delays: first days of delayed cycles")
    _check_omitted(calendar, facts)


def _check_omitted(calendar: Calendar, facts: PageFacts) -> None:
    slots = {order.component: len(order.frequency.slots) for order in calendar.regimen.orders}
    counts = Counter((each.planned_date, each.component) for each in calendar.administrations)
    for place in facts.omitted:
        date, component = place
        _require(component, slots, "omitted")
        if counts[place] >= slots[component]:
            raise PlanError(
                f"omitted: the calendar still has each dose of {component!r} on {date}; leave the"
                " doses out of the calendar first"
            )


def _require(name: str, known: Collection[str], what: str) -> None:
    if name not in known:
        there_are = ", ".join(map(repr, sorted(known))) or "none"
        raise PlanError(f"{what}: there is no {name!r}; there are {there_are}")
