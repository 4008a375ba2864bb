"""Where a component ends of which an arm gives at most so many doses.

The doses are counted from the start in the order of time, so what lies behind a horizon changes
nothing before it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from npc_regimens.planning.administration import Administration
    from npc_regimens.planning.calendar import CycleSpan
    from npc_regimens.planning.infusions import Entry
    from npc_regimens.regimen import Regimen


def through_at_most(regimen: Regimen, due: list[Entry]) -> list[Entry]:
    """Leave out what is due of a component behind the most doses that it may have."""
    left = _most(regimen)
    if not left:
        return due
    kept = []
    for each in due:
        name = each.given.component
        if left.get(name, 1):
            kept.append(each)
        if name in left:
            left[name] = max(0, left[name] - 1)
    return kept


def last_doses(regimen: Regimen, given: tuple[Administration, ...]) -> dict[str, Administration]:
    """Return the last dose of each component that has had as many as it may have."""
    most = _most(regimen)
    if not most:
        return {}
    counts = Counter(each.component for each in given)
    last = {each.component: each for each in given if each.component in most}
    return {name: each for name, each in last.items() if counts[name] == most[name]}


def with_ends(
    cycles: Iterable[CycleSpan], last: dict[str, Administration]
) -> tuple[CycleSpan, ...]:
    """Say of each cycle which components have ended before it."""
    if not last:
        return tuple(cycles)
    dates = {name: each.planned_date for name, each in last.items()}
    return tuple(replace(span, ended=_before(span.first, dates)) for span in cycles)


def _before(first: dt.date, dates: dict[str, dt.date]) -> tuple[str, ...]:
    return tuple(name for name, date in dates.items() if date < first)


def _most(regimen: Regimen) -> dict[str, int]:
    return {
        order.component: order.at_most.count
        for order in regimen.orders
        if order.at_most is not None
    }
