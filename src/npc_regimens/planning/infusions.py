"""Infusions on the calendar: one behind another on a day, and none into the next of its kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.errors import PlanError
from npc_regimens.regimen.infusions import ONE_DAY, overlaps
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from npc_regimens.planning.administration import Administration
    from npc_regimens.regimen import Order
    from npc_regimens.regimen.within_a_day import SettledAfter


_MINUTES_OF_AN_HOUR: Final = 60


class Entry(NamedTuple):
    """An administration with what it is sorted by: date, time, slot, and its order in a phase."""

    date: dt.date
    clock: dt.time
    slot: int
    place: int
    given: Administration


def places_of(orders: Sequence[Order]) -> dict[str, int]:
    """Give each component of a phase its place, behind those that go before it on a day."""
    listed = {order.component: index for index, order in enumerate(orders)}

    def line(order: Order) -> list[int]:
        before = () if order.after is None else order.after.line
        return [listed[name] for name in (*before, order.component) if name in listed]

    return {order.component: place for place, order in enumerate(sorted(orders, key=line))}


def in_line(due: list[Entry], orders: Iterable[Order]) -> list[Entry]:
    """Move each infusion behind the one that goes before it, on the days when both are given.

    Where the one directly before is not given, it comes after the next in line that is, at no
    interval. Raises `PlanError` where it would begin on the next day.
    """
    followers = [(order.component, order.after) for order in orders if order.after is not None]
    if not followers:
        return due
    entries = [*due]
    found = {_place(each, each.given.component): i for i, each in enumerate(entries)}
    # those that come after one alone, then those that come after these
    for name, after in sorted(followers, key=lambda pair: len(pair[1].line)):
        for index, entry in enumerate(entries):
            if entry.given.component != name:
                continue
            first = _first_before(entry, after, found)
            if first is not None:
                entries[index] = _behind(entries[first[0]], entry, first[1])
    return sorted(entries, key=lambda entry: entry[:-1])


def _first_before(
    entry: Entry, after: SettledAfter, found: Mapping[tuple[dt.date, str, str], int]
) -> tuple[int, SettledAfter] | None:
    """Find the last in line that is given on a day; an interval holds from its own one alone."""
    for name in reversed(after.line):
        index = found.get(_place(entry, name))
        if index is not None:
            return index, after if name == after.component else replace(after, interval=None)
    return None


def _place(entry: Entry, component: str) -> tuple[dt.date, str, str]:
    return entry.date, entry.given.phase, component


def _behind(first: Entry, entry: Entry, after: SettledAfter) -> Entry:
    time = _time_behind(first, entry, after)
    clock = first.clock if time is None else time
    return entry._replace(clock=clock, given=replace(entry.given, time=time))


def _time_behind(first: Entry, entry: Entry, after: SettledAfter) -> dt.time | None:
    """Find the time of an infusion; an order without an interval makes none up."""
    if after.interval is None:
        return entry.given.time if entry.given.time == first.given.time else None
    if after.lead is None:
        return None
    known = first.given.time
    begins = dt.datetime.combine(first.date, known or dt.time.min)
    time = begins + dt.timedelta(minutes=after.lead)
    if time.date() != first.date:
        from_when = "" if known is None else f" from {known:%H:%M}"
        raise PlanError(
            f"{entry.given.component}: {after} ({after.infusion}{from_when}) is past midnight of"
            f" {first.date}; give an earlier time of the clinic, or correct the order"
        )
    return None if known is None else time.time()


def refuse_overlaps(given: Iterable[Administration]) -> None:
    """Refuse an infusion that still runs when the next of its component begins."""
    before: dict[str, Administration] = {}
    for each in given:
        infusion = each.dose.order.infusion
        if infusion is None:
            continue
        last = before.get(each.component)
        if last is not None and overlaps(infusion, _between(last, each)):
            raise PlanError(
                f"{each.component}: the infusion of {infusion} that begins on {last.planned_date}"
                f" still runs when the next begins, on {each.planned_date}; correct its days or"
                " its infusion time"
            )
        before[each.component] = each


def running_on(given: Iterable[Administration]) -> dict[dt.date, tuple[Administration, ...]]:
    """Say of each later day which infusions still run on it, or may where they have no time."""
    found: dict[dt.date, tuple[Administration, ...]] = {}
    for each in given:
        for number in range(later_days(each)):
            date = each.planned_date + dt.timedelta(days=number + 1)
            found[date] = (*found.get(date, ()), each)
    return found


def later_days(given: Administration) -> int:
    """Count the days behind its own on which an infusion still runs, or may without a time."""
    infusion = given.dose.order.infusion
    if infusion is None or (given.time is None and infusion < ONE_DAY):
        return 0
    days = 0
    while ONE_DAY * days < infusion:
        days += 1
    if given.time is None:
        return days
    minutes = Decimal(given.time.hour * _MINUTES_OF_AN_HOUR + given.time.minute)
    since_midnight = infusion.to("min") + Amount(minutes, "min")
    return days if ONE_DAY * days < since_midnight else days - 1


def _between(one: Administration, other: Administration) -> dt.timedelta:
    """Say how much later another infusion begins, in days where a time is not known."""
    if one.time is None or other.time is None:
        return other.planned_date - one.planned_date
    begins = dt.datetime.combine(one.planned_date, one.time)
    return dt.datetime.combine(other.planned_date, other.time) - begins
