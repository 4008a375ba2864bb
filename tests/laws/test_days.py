"""Laws of days: counting starts at 1, every listed day is given and no other."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_days import is_listed

from npc_regimens.dates import Span, study_day
from npc_regimens.errors import RegimenError
from npc_regimens.regimen.days import Continuous, Listed, parse_days
from npc_regimens.strategies import days_texts, start_dates

LONGEST = 42
TWICE = ("morning", "evening")


def test_every_range_of_every_cycle_up_to_six_weeks() -> None:
    """All ranges of days in cycles up to 42 days give exactly their days; nothing is sampled."""
    for first in range(1, LONGEST + 1):
        for last in range(first, LONGEST + 1):
            days = parse_days(f"{first}-{last}")
            given_on = [day for day in range(1, LONGEST + 1) if days.slots_on(day, ("once",))]

            assert given_on == list(range(first, last + 1))
            assert str(days) == (f"{first}-{last}" if last > first else f"{first}")


def test_every_range_backwards_is_refused() -> None:
    """A range whose last day is before its first is refused, with the range the other way."""
    for first in range(2, LONGEST + 1):
        for last in range(1, first):
            with pytest.raises(RegimenError, match=f"'{last}-{first}'"):
                parse_days(f"{first}-{last}")


def test_every_pair_of_listed_days() -> None:
    """All pairs of listed days are two days in order, or refused when they are not in order."""
    for first in range(1, LONGEST + 1):
        for second in range(1, LONGEST + 1):
            text = f"{first}, {second}"
            if second > first:
                days = parse_days(text)
                found = [day for day in range(1, LONGEST + 1) if days.slots_on(day, ("once",))]
                assert found == [first, second]
            else:
                with pytest.raises(RegimenError, match="list each day once, in order"):
                    parse_days(text)


def test_every_range_of_half_days() -> None:
    """From the evening of a day to the morning of a later one is one dose a day less than both."""
    for first in range(1, LONGEST + 1):
        for last in range(first + 1, LONGEST + 1):
            days = parse_days(f"{first} evening-{last} morning")
            doses = sum(len(days.slots_on(day, TWICE)) for day in range(1, LONGEST + 1))

            assert doses == 2 * (last - first)


@given(st.integers(1, LONGEST), st.data())
def test_days_agree_with_a_second_reading(length: int, data: st.DataObject) -> None:
    """A reader that shares no code finds the same slots on each day."""
    text = data.draw(days_texts(length, TWICE))
    days = parse_days(text)
    for day in [*range(-length, 0), *range(1, length + 1)]:
        expected = [slot for slot in TWICE if is_listed(text, day, slot, list(TWICE))]

        assert list(days.slots_on(day, TWICE)) == expected


@given(st.integers(1, LONGEST), st.data())
def test_printing_and_reading_days_agree(length: int, data: st.DataObject) -> None:
    """Printed days are read back as the same days, and printing again is stable."""
    days = parse_days(data.draw(days_texts(length, ("morning", "noon", "evening"))))

    assert parse_days(str(days)) == days
    assert str(parse_days(str(days))) == str(days)


def test_listed_and_continuous_are_two_types() -> None:
    """All days of a cycle listed are not the same value as continuous, though the days agree."""
    listed, continuous = parse_days("1-21"), parse_days("continuous")

    assert isinstance(listed, Listed)
    assert isinstance(continuous, Continuous)
    for day in range(1, 22):
        assert listed.slots_on(day, TWICE) == continuous.slots_on(day, TWICE)


def test_every_start_of_a_calendar_cycle_of_28_years() -> None:
    """The study day of each date is one more than the days since the start; day 0 never occurs."""
    start = dt.date(2026, 1, 1)
    for offset in range(28 * 366):
        date = start + dt.timedelta(days=offset)
        assert study_day(date, start) == offset + 1
        assert study_day(start, date) == (-offset or 1)


@given(start_dates(), st.integers(1, 60))
def test_a_calendar_span_keeps_the_day_of_the_month(start: dt.date, months: int) -> None:
    """So many months later is the same day of the month, or the last one where there is none."""
    after = Span(months, "month").after(start)
    index = start.year * 12 + start.month - 1 + months

    assert (after.year, after.month) == (index // 12, index % 12 + 1)
    assert after.day == start.day or (after + dt.timedelta(days=1)).day == 1
