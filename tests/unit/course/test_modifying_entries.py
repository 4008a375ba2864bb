"""The entries that change doses to come: what each says, and what contradicts itself in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from npc_regimens.course.entries import LogEntry

ENTRY: TypeAdapter[Any] = TypeAdapter(LogEntry)
RECORDED = {"recorded": dt.date(2026, 12, 10), "reason": "r"}
DAY = dt.date(2026, 12, 11)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"what": "delay", "cycle": 2, "to": DAY}, "delay of cycle 2 to 2026-12-11"),
        (
            {"what": "delay", "phase": "combination", "cycle": 2, "to": DAY},
            "delay of cycle 2 of combination to 2026-12-11",
        ),
        (
            {"what": "interrupt", "from": DAY},
            "interruption of all from 2026-12-11 until it is resumed",
        ),
        (
            {"what": "interrupt", "from": DAY, "component": "a", "through": dt.date(2026, 12, 20)},
            "interruption of a from 2026-12-11 through 2026-12-20",
        ),
        ({"what": "resume", "from": DAY}, "all resumed from 2026-12-11"),
        ({"what": "resume", "from": DAY, "component": "a"}, "a resumed from 2026-12-11"),
        (
            {"what": "omit", "component": "a", "cycle": 1, "day": 8},
            "omission of a on day 8 of cycle 1",
        ),
        (
            {"what": "omit", "component": "a", "cycle": 1, "day": -1, "slot": "noon"},
            "omission of a on day -1 of cycle 1, noon",
        ),
        ({"what": "skip", "cycle": 2}, "all skipped in cycle 2"),
        (
            {"what": "skip", "component": "a", "phase": "combination", "cycle": 2},
            "a skipped in cycle 2 of combination",
        ),
        (
            {"what": "reduce", "from": DAY, "component": "a", "level": "75 %"},
            "a reduced to 75 % from 2026-12-11",
        ),
        (
            {"what": "raise", "from": DAY, "component": "a", "level": "full"},
            "a raised to full from 2026-12-11",
        ),
        (
            {"what": "discontinue", "from": DAY, "component": "a"},
            "a discontinued from 2026-12-11",
        ),
        ({"what": "end", "from": DAY}, "end of treatment, nothing from 2026-12-11 on"),
        (
            {"what": "weight", "from": DAY, "weight": "57 kg", "measured": dt.date(2026, 12, 9)},
            "weight 57 kg of 2026-12-09, used from 2026-12-11",
        ),
        (
            {"what": "clock", "from": DAY, "times": {"morning": "09:30", "evening": "21:30"}},
            "morning 09:30, evening 21:30 from 2026-12-11",
        ),
        (
            {"what": "zone", "from": DAY, "zone": "Europe/London"},
            "clock of Europe/London from 2026-12-11",
        ),
        (
            {"what": "settle", "cycles": {"combination": 5, "maintenance": 2}},
            "5 cycles of combination, 2 cycles of maintenance",
        ),
        (
            {"what": "settle", "cycles": {"combination": 5}, "through": DAY},
            "5 cycles of combination, planned through 2026-12-11",
        ),
        (
            {"what": "review", "name": "after 2 years", "decision": "go on"},
            "review 'after 2 years': go on",
        ),
    ],
)
def test_an_entry_says_what_it_is(entry: dict[str, Any], words: str) -> None:
    """A problem names an entry by these words."""
    assert ENTRY.validate_python({**RECORDED, **entry}).words == words


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            {"what": "interrupt", "from": DAY, "through": dt.date(2026, 12, 10)},
            "it runs from 2026-12-11 through 2026-12-10, backwards; correct the two dates",
        ),
        (
            {"what": "settle"},
            (
                "nothing is settled; write for example cycles = { combination = 5 } or"
                " through = 2027-12-31"
            ),
        ),
        (
            {"what": "weight", "from": DAY, "weight": "57 kg", "measured": dt.date(2026, 12, 12)},
            (
                "a weight of 2026-12-12 is used from 2026-12-11: a dose is never computed from a"
                " later one; correct the two dates"
            ),
        ),
    ],
)
def test_dates_that_contradict_each_other(entry: dict[str, Any], words: str) -> None:
    """Two dates of one entry in the wrong order are refused when it is read."""
    with pytest.raises(ValidationError) as error:
        ENTRY.validate_python({**RECORDED, **entry})

    assert [str(each["ctx"]["error"]) for each in error.value.errors()] == [words]


@pytest.mark.parametrize(
    "entry",
    [
        {"what": "interrupt", "from": DAY, "through": DAY},
        {"what": "weight", "from": DAY, "weight": "57 kg", "measured": DAY},
    ],
)
def test_one_day_may_be_both(entry: dict[str, Any]) -> None:
    """An interruption may be of one day, and a weight used on the day of weighing."""
    assert ENTRY.validate_python({**RECORDED, **entry}).since == DAY


@pytest.mark.parametrize(
    "entry",
    [
        {"what": "delay", "cycle": 0, "to": DAY},
        {"what": "delay", "cycle": 1000, "to": DAY},
        {"what": "delay", "cycle": True, "to": DAY},
        {"what": "delay", "cycle": "2", "to": DAY},
        {"what": "omit", "component": "a", "cycle": 1, "day": 1000},
        {"what": "omit", "component": "a", "cycle": 1, "day": -100},
        {"what": "omit", "component": "a", "cycle": 1, "day": 8, "slot": "clinic"},
        {"what": "omit", "component": "Drug A", "cycle": 1, "day": 8},
        {"what": "clock", "from": DAY, "times": {}},
        {"what": "settle", "cycles": {}},
        {"what": "settle", "cycles": {"combination": 0}},
        {"what": "weight", "from": DAY, "weight": "57", "measured": DAY},
        {"what": "zone", "from": DAY, "zone": "CST"},
        {"what": "postpone", "cycle": 2, "to": DAY},
        {"cycle": 2, "to": DAY},
    ],
)
def test_a_value_of_another_kind_is_refused(entry: dict[str, Any]) -> None:
    """A number that no cycle has, text for a number, and nothing at all."""
    with pytest.raises(ValidationError):
        ENTRY.validate_python({**RECORDED, **entry})
