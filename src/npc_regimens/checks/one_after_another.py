"""Where phases, cycles and components meet on one date, and what a phase does not end with."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from npc_regimens.checks.finding import Finding

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from decimal import Decimal

    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.regimen import Order


def same_drug_on_a_date(calendar: Calendar) -> Iterator[Finding]:
    """Tell two components of one drug with doses on one date, where that is no plain design."""
    on_dates: dict[tuple[str, dt.date], dict[str, Administration]] = defaultdict(dict)
    for each in calendar.administrations:
        on_dates[each.drug, each.planned_date][each.component] = each
    found: dict[tuple[str, str, str], list[dt.date]] = defaultdict(list)
    for (drug, date), given in on_dates.items():
        for one, other in combinations(given.values(), 2):
            if not _is_by_design(one, other):
                first, second = sorted((one.component, other.component))
                found[drug, first, second].append(date)
    for (drug, first, second), dates in found.items():
        many = f"{len(dates)} dates, first" if len(dates) > 1 else "one date,"
        words = f"{first} and {second} are both {drug}, and both have doses on {many} {dates[0]}"
        yield Finding("note", "same-drug", drug, words)


def _is_by_design(one: Administration, other: Administration) -> bool:
    """Whether a phase gives one after the other, or a bolus and an infusion."""
    if one.phase != other.phase:
        return False
    orders = one.dose.order, other.dose.order
    in_line = _stands_after(*orders) or _stands_after(*reversed(orders))
    return in_line or (not (one.at_home or other.at_home) and _runs(orders[0]) != _runs(orders[1]))


def _stands_after(order: Order, other: Order) -> bool:
    return order.after is not None and other.component in order.after.line


def _runs(order: Order) -> Decimal | None:
    return None if order.infusion is None else order.infusion.to("min").number


def sessions_over(calendar: Calendar) -> Iterator[Finding]:
    """Tell where an open phase goes on behind the last of its sessions, which do not end it."""
    open_phases = {phase.name for phase in calendar.regimen.phases if phase.count is None}
    last_doses = {each.phase: each.planned_date for each in calendar.administrations}
    for session in calendar.sessions:
        is_last = session.number == session.total and session.phase in open_phases
        if is_last and last_doses.get(session.phase, session.date) > session.date:
            words = (
                f"the sessions of {session.phase!r} end on {session.date}, and the phase goes on"
            )
            yield Finding("note", "sessions-over", session.phase, words)


def awaited_event(calendar: Calendar) -> Iterator[Finding]:
    """Tell a phase that an event ends, and is planned on because nobody said when."""
    event = calendar.awaited
    if event is not None:
        words = (
            f"the date of {event!r}, which ends it, is not given, so it is planned through the last"
            f" day, {calendar.last_day}; give it (events, --event '{event}=DATE')"
        )
        yield Finding("warning", "event-not-given", calendar.cycles[-1].phase.name, words)
