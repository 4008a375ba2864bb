"""The sum of the entries: when an interruption holds, what is left out, and which level counts."""

from __future__ import annotations

import datetime as dt

import pytest

from npc_regimens.course.state import AtLevel, Interruption, State


def day(number: int) -> dt.date:
    """Name a day of January 2027."""
    return dt.date(2027, 1, number)


@pytest.mark.parametrize(
    ("last", "date", "covers"),
    [
        (day(12), 9, False),
        (day(12), 10, True),
        (day(12), 12, True),
        (day(12), 13, False),
        (None, 9, False),
        (None, 31, True),
    ],
)
def test_an_interruption_has_both_its_ends(
    last: dt.date | None, date: int, *, covers: bool
) -> None:
    """The first and the last day are in it; without a last day it goes on."""
    assert Interruption(None, day(10), last).covers(day(date)) is covers


@pytest.mark.parametrize(
    ("first", "last", "touches"),
    [
        (1, 9, False),
        (1, 10, True),
        (11, 11, True),
        (1, 31, True),
        (12, 20, True),
        (13, 20, False),
    ],
)
def test_two_interruptions_touch_where_a_day_is_in_both(
    first: int, last: int, *, touches: bool
) -> None:
    """Whichever of the two comes first."""
    one, other = Interruption("a", day(10), day(12)), Interruption("a", day(first), day(last))

    assert one.touches(other) is touches
    assert other.touches(one) is touches


def test_the_last_entry_that_holds_says_the_level() -> None:
    """Of a component's levels the last in the log that holds on a date counts."""
    levels = (
        AtLevel("a", day(5), "75 %"),
        AtLevel("b", day(6), "50 %"),
        AtLevel("a", day(10), "50 %"),
        AtLevel("a", day(10), None),
    )
    state = State(levels=levels)

    assert state.level_on("a", day(4)) is None
    assert state.level_on("a", day(5)) == levels[0]
    assert state.level_on("a", day(9)) == levels[0]
    assert state.level_on("a", day(10)) == levels[3]
    assert state.level_on("c", day(10)) is None
