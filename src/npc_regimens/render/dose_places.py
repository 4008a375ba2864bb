"""Words for where a dose holds that is one of several of its component."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from npc_regimens.dates import at_wall_clock
from npc_regimens.regimen.frequencies import slot_words
from npc_regimens.regimen.infusions import ONE_DAY, is_continuous
from npc_regimens.regimen.within_a_day import whole_minutes
from npc_regimens.render.schedule_words import days_words
from npc_regimens.render.words import ROUTES, frequency_words, joined, long_date

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from npc_regimens.planning import Administration
    from npc_regimens.regimen import Order
    from npc_regimens.regimen.steps import SettledStep
    from npc_regimens.regimen.timing import SomeCycles


def how_words(order: Order) -> str:
    """Say how a dose is given, how often a day, and where it holds if it is one of several.

    The slot of a step takes the place of how often: 1,000 mg in the morning is no dose twice a day.
    """
    often = frequency_words(order.frequency)
    in_a_slot = any(step.slot is not None for step in order.steps)
    parts = [_route(order), "" if often == "once" or in_a_slot else often, _where(order)]
    return ", ".join(part for part in parts if part)


def _route(order: Order) -> str:
    if order.infusion is None:
        return ROUTES[order.route]
    without = ", continuous" if is_continuous(order.infusion, order.days) else ""
    return f"{ROUTES[order.route]} over {order.infusion}{without}"


def in_the_clinic(given: Administration, zone: ZoneInfo | None) -> str:
    """Say the time of an infusion that follows another, and where one ends on a later day.

    Without a zone a day counts as 24 h, so it is said too how long the infusion runs.
    """
    order, time = given.dose.order, given.time
    is_timed = order.after is not None and order.after.interval is not None and time is not None
    words = f" at {time:%H:%M}" if is_timed else ""
    if order.infusion is None:
        return words
    minutes = whole_minutes(order.infusion)
    if time is None or minutes is None:
        return f"{words}, runs for {order.infusion}" if order.infusion >= ONE_DAY else words
    ends = _end(given.planned_date, time, dt.timedelta(minutes=minutes), zone)
    if ends.date() == given.planned_date:
        return words
    runs = f", runs for {order.infusion}" if zone is None else ""
    return f"{words}{runs}, ends on {long_date(ends.date())} at {ends:%H:%M}"


def _end(date: dt.date, time: dt.time, length: dt.timedelta, zone: ZoneInfo | None) -> dt.datetime:
    """Say what the clock on the wall shows at the end, as the calendar file does."""
    if zone is None:
        return dt.datetime.combine(date, time) + length
    begins = at_wall_clock(date, time, zone).local
    return (begins.astimezone(dt.UTC) + length).astimezone(zone)


def _where(order: Order) -> str:
    if order.step is not None:
        return step_words(order.step)
    if not order.steps or any(step.cycles or step.days for step in order.steps):
        return "otherwise" if order.steps else ""
    named = {step.slot for step in order.steps}
    return joined([slot_words(slot) for slot in order.frequency.slots if slot not in named])


def step_words(step: SettledStep) -> str:
    """Say where a step holds, as in on days 1 to 7 (7 days), in the morning."""
    parts = (
        step.cycles and in_cycles_words(step.cycles),
        step.days and ("" if str(step.days) == "continuous" else "on ") + days_words(step.days),
        step.slot and slot_words(step.slot),
    )
    return ", ".join(part for part in parts if part)


def in_cycles_words(cycles: SomeCycles) -> str:
    """Say in which cycles something holds.

    >>> from npc_regimens.regimen.timing import SomeCycles
    >>> in_cycles_words(SomeCycles.parse("1-6")), in_cycles_words(SomeCycles.parse("odd"))
    ('in cycles 1 to 6', 'in odd cycles')
    """
    written = str(cycles)
    if written in {"odd", "even"}:
        return f"in {written} cycles"
    if written.startswith("from "):
        return f"{written.replace('from', 'from cycle')} on"
    if written.startswith("every "):
        return f"{written.replace(' from', ' cycles, from cycle')} on"
    return f"in cycle{'' if written.isdigit() else 's'} {written.replace('-', ' to ')}"
