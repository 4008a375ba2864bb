"""Laws of days that follow a rule: every text in cycles of up to 28 days; nothing is sampled."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from reading_days import cycle_is_named, following, last_named, on_pages

from npc_regimens.errors import RegimenError
from npc_regimens.planning.rhythm import Rhythm
from npc_regimens.planning.stretch import Stretch
from npc_regimens.regimen import Trial, settle
from npc_regimens.regimen.days import EveryNth, parse_days
from npc_regimens.regimen.fitting import misfits
from npc_regimens.regimen.timing import CycleLength, SomeCycles
from npc_regimens.strategies.laws.counting import doses_within, permits

if TYPE_CHECKING:
    from npc_regimens.regimen import Order

LONGEST = 28
ONCE = ("once",)
ALL_DAYS = [*range(-LONGEST, 0), *range(1, LONGEST + 1)]
MONDAY = dt.date(2026, 12, 7)


def due_on(text: str) -> list[int]:
    """Ask on which days of the longest cycle, and before it, a dose is due."""
    days = parse_days(text)
    return [day for day in ALL_DAYS if days.slots_on(day, ONCE)]


def walked(first: int, last: int, step: int = 1) -> list[int]:
    """Turn the pages from the first to the last day, and put a mark on every k-th."""
    marked, page, turned = [], first, 0
    while page <= last:
        if turned % step == 0:
            marked.append(page)
        page, turned = following(page), turned + 1
    return marked


def run(first: int, last: int) -> str:
    """Write a run as it is printed."""
    if first == last:
        return f"{first}"
    return f"{first}-{last}" if first > 0 else f"{first} to {last}"


def test_every_run_from_28_days_before() -> None:
    """All runs from day -28 to day 28 hold exactly the pages between, and never a day 0."""
    for first in ALL_DAYS:
        for last in ALL_DAYS[ALL_DAYS.index(first) :]:
            text = run(first, last)

            assert due_on(text) == walked(first, last)
            assert str(parse_days(text)) == text


def test_every_kth_day_of_every_run() -> None:
    """All k-th days of runs are the marked pages; one dose alone is refused with its day."""
    for first in (*range(-3, 0), *range(1, LONGEST + 1)):
        for last in ALL_DAYS[ALL_DAYS.index(first) :]:
            for step in range(2, LONGEST):
                text, marked = f"{run(first, last)} every {step} days", walked(first, last, step)
                if len(marked) > 1:
                    assert due_on(text) == marked
                    assert str(parse_days(text)) == text
                else:
                    with pytest.raises(RegimenError, match=f"write '{first}', or a longer run"):
                        parse_days(text)


def test_every_kth_day_of_every_cycle() -> None:
    """From day 1 on, k days fit into a cycle if and only if k divides its length."""
    for step in range(2, LONGEST + 1):
        days = parse_days(f"every {step} days")
        assert isinstance(days, EveryNth)
        assert due_on(str(days)) == walked(1, LONGEST, step)
        for length in range(1, LONGEST + 1):
            fits = not list(misfits(days, CycleLength(length)))
            # the first dose of the next cycle is a page that the walk would have marked
            assert fits == (length + 1 in walked(1, length + 1, step))


def patterns() -> list[tuple[list[int], int]]:
    """List the numbers and the length of all patterns of one or two levels within 28 days."""
    levels = [(on, off) for on in range(1, LONGEST) for off in range(1, LONGEST - on + 1)]
    inner = [([on, off], on + off) for on, off in levels]
    nested = [
        ([*numbers, on, off], on + off)
        for numbers, period in inner
        for on, off in levels
        if on % period == 0
    ]
    return inner + nested


@cache
def text_of(numbers: tuple[int, ...]) -> str:
    """Write levels of days on and off, in weeks where both numbers are whole weeks."""
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return "; ".join(f"{span(on, off)} on, {span(off, on)} off" for on, off in pairs)


def span(days: int, other: int) -> str:
    """Write days as weeks where those beside them are whole weeks too."""
    count, unit = (days, "day") if days % 7 or other % 7 else (days // 7, "week")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def test_every_pattern_of_days_on_and_off() -> None:
    """All patterns of days on and off are the pages that were written, and print as written."""
    for numbers, period in patterns():
        text = text_of(tuple(numbers))
        pages, days = on_pages(text), parse_days(text)
        found = [bool(days.slots_on(day, ONCE)) for day in range(1, LONGEST + 1)]

        assert found == pages[:LONGEST]
        assert str(days) == text
        for length in range(1, LONGEST + 1) if len(numbers) == 2 else (period, period + 1):
            fits = not any(misfits(days, CycleLength(length)))
            assert fits == (length in range(period, LONGEST + 1, period))


def test_the_weekdays_of_every_run_from_every_day_of_the_week() -> None:
    """All runs of weekdays hold the pages whose date is no Saturday and no Sunday."""
    (phase,) = settle(Trial.model_validate(TABLE)).phases
    for start in (MONDAY + dt.timedelta(days=day) for day in range(7)):
        dates = {day: start + dt.timedelta(days=day - (day > 0)) for day in ALL_DAYS}
        stretch = Stretch(phase, Rhythm(start), start, start)
        for day, date in dates.items():
            is_free = date.strftime("%A") in {"Saturday", "Sunday"}
            assert stretch.is_due_on(phase.orders[0], date) != is_free, day
    for first in range(1, LONGEST + 1):
        for last in range(first, LONGEST + 1):
            text = f"{run(first, last)} weekdays"

            assert due_on(text) == walked(first, last)  # each of them, if its date allows it
            assert str(parse_days(text)) == text


def test_all_cycles_that_are_named_by_a_rule() -> None:
    """Every rule for cycles names the cycles that a second reading finds, and prints as written."""
    texts = ["odd", "even", *(f"from {first}" for first in range(1, 13))]
    texts += [f"every {step} from {n}" for step in range(2, 8) for n in range(1, 13)]
    texts += [f"{a}, {b}, {c}" for a in range(1, 6) for b in range(a + 1, 8) for c in (9, 12)]
    texts += [f"{a}-{b}, {b + 2}" for a in range(1, 6) for b in range(a + 1, 8)]
    for text in texts:
        cycles = SomeCycles.parse(text)
        named = [cycle for cycle in range(1, 40) if cycle_is_named(text, cycle)]

        assert [cycle for cycle in range(1, 40) if cycle in cycles] == named
        assert cycles.last == last_named(text)
        assert cycles.first == named[0]
        assert cycles.has_neighbours == any(cycle + 1 in named for cycle in named)
        assert SomeCycles.parse(str(cycles)) == cycles
        assert str(cycles) == {"every 2 from 1": "odd", "every 2 from 2": "even"}.get(text, text)


def test_counting_by_multiplying_agrees_with_the_pages() -> None:
    """The count of the laws for users is that of the pages, for every pattern and cut."""
    texts = ["1 evening-9 morning", "-3 to 2, 8", "-3 evening to -1", "continuous", "weekdays"]
    texts += ["every 3 days", "2-14 every 4 days", "1 evening-9 morning every 2 days"]
    texts += ["2 evening-12 morning weekdays", "5 days on, 2 days off; 2 weeks on, 1 week off"]
    for text in texts:
        for start in (MONDAY + dt.timedelta(days=day) for day in range(7)):
            one = with_days(text)
            for planned in range(-5, 22):
                pages = [day for day in ALL_DAYS if day - (day > 0) < planned]
                dates = {day: start + dt.timedelta(days=day - (day > 0)) for day in pages}
                expected = [
                    (day, slot)
                    for day in pages
                    for slot in one.days.slots_on(day, one.frequency.slots)
                    if "weekdays" not in text or dates[day].weekday() < 5
                ]

                assert doses_within(one, start, planned) == len(expected)
                permitted = {(d, s) for d in pages for s in SLOTS if permits(one, d, s, dates[d])}
                assert permitted == set(expected)


SLOTS = ("once", "morning", "evening")


@cache
def with_days(text: str) -> Order:
    """Settle one order with other days."""
    component = {**TABLE["component"]["a"], "days": text}
    return settle(Trial.model_validate({**TABLE, "component": {"a": component}})).orders[0]


TABLE: dict[str, Any] = {
    "format": 1,
    "id": "example-01",
    "title": "An example",
    "component": {
        "a": {
            "drug": "drug-a",
            "dose": "100 mg",
            "route": "oral",
            "frequency": "twice daily",
            "days": "weekdays",
            "cite": "example-2020#table-1",
        }
    },
    "arm": [
        {
            "id": "only",
            "name": "The only arm",
            "phase": [{"name": "p", "cycle": "42 days", "cycles": "1", "give": ["a"]}],
        }
    ],
}
