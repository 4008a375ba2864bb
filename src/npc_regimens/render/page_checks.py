"""Facts of a page that name what the calendar does not have, or contradict it, are refused."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from npc_regimens.planning import Calendar
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Order
    from npc_regimens.render.page_facts import PageFacts

# The full-width forms of ASCII, which Chinese keyboards write.
_NARROW: Final = {wide: wide - 0xFF01 + ord("!") for wide in range(0xFF01, 0xFF5F)}


def check_facts(calendar: Calendar, facts: PageFacts, formulary: Formulary) -> None:
    """Refuse what would be lost in silence, or would stand beside its contrary.

    Raises `PlanError` for an omitted dose that the calendar still has, for a name that would stand
    for two, and for names, strengths, visits and delayed cycles that are not there.
    """
    orders = calendar.regimen.orders
    drugs = {order.drug for order in orders}
    phases = {phase.name for phase in calendar.regimen.phases}
    others = {order.route for order in orders} | {each.name for each in calendar.assessments}
    for name in facts.names:
        _require(name, drugs | phases | others, "names")
    _check_names(calendar, facts, formulary)
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
    _check_discontinued(calendar, facts)
    _check_visits(calendar, facts)


def _check_names(calendar: Calendar, facts: PageFacts, formulary: Formulary) -> None:
    """Refuse a name by which a patient could take one medicine for another."""
    taken = {
        _plain(known): order.drug
        for order in calendar.regimen.orders
        for known in _known_names(order, formulary)
    }
    given: dict[str, str] = {}
    for key, name in facts.names.items():
        plain = _plain(name)
        drug = taken.get(plain, key)
        if drug != key:
            raise PlanError(
                f"names: {key!r} is called {name!r}, which is a name of {drug!r}; give it another"
            )
        other = given.setdefault(plain, key)
        if other != key:
            raise PlanError(
                f"names: {other!r} and {key!r} are both called {name!r}; give each its own name"
            )


def _known_names(order: Order, formulary: Formulary) -> Iterator[str]:
    """List what a drug is called in the regimen and by its product."""
    yield from (order.drug, order.component)
    product = formulary.get(order.drug)
    if product is not None:
        yield product.name
        yield from (each for each in (product.name_zh, product.drug_zh) if each is not None)


def _plain(name: str) -> str:
    """Fold a name, so that names that a reader takes for one are one."""
    return " ".join(name.translate(_NARROW).casefold().replace("-", " ").split())


def _check_discontinued(calendar: Calendar, facts: PageFacts) -> None:
    components = {order.component for order in calendar.regimen.orders}
    for component, since in facts.discontinued.items():
        _require(component, components, "discontinued")
        for each in calendar.administrations:
            if each.component == component and each.planned_date >= since:
                raise PlanError(
                    f"discontinued: the calendar still has {component!r} on {each.planned_date},"
                    f" and it was stopped from {since} on; leave the doses out of the calendar"
                    " first"
                )


def _check_visits(calendar: Calendar, facts: PageFacts) -> None:
    """Refuse what no sheet shows: behind the plan the last one has room for the next visit."""
    last = calendar.last_day
    behind = sorted(
        (visit.date, visit.what)
        for visit in facts.visits
        if visit.date is not None and visit.date > last
    )
    until = last + dt.timedelta(days=calendar.cycles[-1].phase.cycle_length_days)
    lost = [*behind[1:], *(each for each in behind[:1] if each[0] > until)]
    for date, what in lost:
        raise PlanError(
            f"visit {what!r} on {date} is behind the plan, whose last planned day is {last}; the"
            " last sheet tells of one next visit, at most a cycle later: plan further, or leave it"
            " out"
        )


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
