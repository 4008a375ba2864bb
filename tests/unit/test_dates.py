"""Days, spans, clocks and zones."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest

from npc_regimens.dates import (
    Span,
    age_on,
    at_wall_clock,
    plain_date,
    read_date,
    read_time,
    read_zone,
    study_day,
)
from npc_regimens.errors import DateError

LEAP_DAY = dt.date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("1 day", dt.date(2028, 3, 1)),
        ("2 weeks", dt.date(2028, 3, 14)),
        ("1 month", dt.date(2028, 3, 29)),
        ("12 months", dt.date(2029, 2, 28)),  # the day does not exist, the month does
        ("1 year", dt.date(2029, 2, 28)),
        ("4 years", dt.date(2032, 2, 29)),
    ],
)
def test_a_span_counts_from_its_anchor(text: str, end: dt.date) -> None:
    """A span ends on the calendar, not after a number of days that stands for a month."""
    assert Span.parse(text).after(LEAP_DAY) == end


@pytest.mark.parametrize("text", ["21", "0 days", "1.5 days", "a week", "21days", "-1 days", ""])
def test_what_is_no_span_is_refused(text: str) -> None:
    """A span is a whole number and a unit, and the refusal shows a right one."""
    with pytest.raises(DateError, match="'21 days' or '2 years'"):
        Span.parse(text)


@pytest.mark.parametrize("count", [0, -1, True, "6", 6.0, None])
def test_a_span_that_is_made_counts_whole_units(count: object) -> None:
    """A count is 1 or more and an int: nothing that Python only takes for one."""
    with pytest.raises(
        DateError,
        match=re.escape(
            f"a span is a whole number of day, week, month, year, not {count!r} 'week';"
            " write for example Span(6, 'week')"
        )
        + "$",
    ):
        Span(count, "week")  # type: ignore[arg-type]


def test_a_span_that_is_made_has_one_of_four_units() -> None:
    """A unit is written as the one word that it is."""
    for unit in ("weeks", "fortnight", ""):
        with pytest.raises(DateError, match=f"not 1 '{unit}'; write for example"):
            Span(1, unit)


def test_a_month_has_no_number_of_days() -> None:
    """A week is 7 days, a day is one, and nothing is 30 days by assumption."""
    assert Span.parse("3 weeks").days == 21
    assert Span.parse("5 days").days == 5
    with pytest.raises(DateError, match="'1 month' has no fixed number of days"):
        _ = Span.parse("1 month").days


def test_a_span_beyond_all_dates_is_refused() -> None:
    """A span that leaves the calendar is our error, not that of another library."""
    for text in ("99999 years", "99999 months", "99999 weeks"):
        anchor = dt.date(9999, 1, 1)
        with pytest.raises(DateError, match=f"{text} after 9999-01-01 is later than any date"):
            Span.parse(text).after(anchor)


@pytest.mark.parametrize(
    "text",
    ["07/12/2026", "2026-12-7", "20261207", "2026-W50-1", "0026-12-07", "\uff12026-12-07", ""],
)
def test_a_date_is_read_in_one_form(text: str) -> None:
    """Year-month-day and nothing else, so that a day is never taken for a month."""
    with pytest.raises(DateError, match="is not a date; write year-month-day"):
        read_date(text)


def test_a_date_that_does_not_exist_is_refused() -> None:
    """30 February is refused, and so is 29 February of a common year."""
    for text in ("2026-02-30", "2027-02-29", "2026-13-01"):
        with pytest.raises(DateError, match="is not a date that exists"):
            read_date(text)


def test_a_year_that_can_only_be_a_slip_is_refused() -> None:
    """A date behind the year 2999 is refused with its year, however it is given."""
    with pytest.raises(DateError, match="the year of 3000-01-01 is after 2999"):
        read_date("3000-01-01")
    with pytest.raises(DateError, match="the year of 9999-12-31 is after 2999"):
        plain_date(dt.date(9999, 12, 31), "start")
    assert read_date("2999-12-31") == plain_date(dt.date(2999, 12, 31), "start")


def test_a_datetime_is_not_taken_for_a_date() -> None:
    """A datetime is a date to Python; here it is refused, and the refusal says what it is."""
    with pytest.raises(DateError, match=r"start must be a datetime\.date, not the datetime"):
        plain_date(dt.datetime(2026, 12, 7, tzinfo=dt.UTC), "start")
    with pytest.raises(
        DateError, match=r"start must be a datetime\.date, not the str '2026-12-07'"
    ):
        plain_date("2026-12-07", "start")


def test_there_is_no_day_zero() -> None:
    """The first day is day 1, and the day before it is day -1."""
    start = dt.date(2026, 12, 7)

    days = [study_day(start + dt.timedelta(days=offset), start) for offset in range(-2, 3)]

    assert days == [-2, -1, 1, 2, 3]


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (dt.date(1972, 5, 17), dt.date(2026, 5, 16), 53),
        (dt.date(1972, 5, 17), dt.date(2026, 5, 17), 54),
        (dt.date(1972, 5, 17), dt.date(2026, 4, 30), 53),
        (dt.date(1972, 5, 17), dt.date(2026, 6, 1), 54),
        (dt.date(1972, 5, 17), dt.date(1972, 5, 17), 0),
        (dt.date(1972, 2, 29), dt.date(2026, 2, 28), 53),
        (dt.date(1972, 2, 29), dt.date(2026, 3, 1), 54),
        (dt.date(1972, 2, 29), dt.date(2028, 2, 29), 56),
        (dt.date(1000, 1, 1), dt.date(2026, 1, 1), 1026),  # no person, and still a difference
    ],
)
def test_an_age_is_counted_in_whole_years(born: dt.date, day: dt.date, age: int) -> None:
    """A year of age is full on the birthday, and on 1 March where there is no 29 February."""
    assert age_on(born, day) == age


def test_an_age_before_birth_is_refused() -> None:
    """A birth date behind the day is a slip in one of the two, and both are named."""
    with pytest.raises(
        DateError, match=r"^the birth date 2026-05-18 is after 2026-05-17; check both$"
    ):
        age_on(dt.date(2026, 5, 18), dt.date(2026, 5, 17))


def test_an_age_is_between_two_dates() -> None:
    """A time of day on either side is refused, and the refusal says on which."""
    day, moment = dt.date(2026, 5, 17), dt.datetime(2026, 5, 17, tzinfo=dt.UTC)

    with pytest.raises(
        DateError, match=r"^a birth date must be a datetime\.date, not the datetime"
    ):
        age_on(moment, day)
    with pytest.raises(DateError, match=r"^the day of an age must be a datetime\.date, not the d"):
        age_on(day, moment)


@pytest.mark.parametrize("text", ["8:00", "24:00", "08:60", "08:00:00", "8 am", "0800", ""])
def test_a_time_is_hours_and_minutes(text: str) -> None:
    """A time of another form is refused with a right one."""
    with pytest.raises(DateError, match="write hours and minutes, for example '08:00'"):
        read_time(text)


@pytest.mark.parametrize(
    "name",
    [
        *("+08:00", "Etc/GMT-8", "GMT+0", "EST", "localtime", "China Standard Time", "../x", ""),
        *("right/Europe/Berlin", "posix/Europe/Berlin"),
    ],
)
def test_a_zone_is_the_name_of_a_place(name: str) -> None:
    """A fixed offset, a name of another system and a name of the machine are refused."""
    with pytest.raises(
        DateError, match=r"; write the IANA name of a place, for example 'Asia/Shanghai'$"
    ):
        read_zone(name)


@pytest.mark.parametrize("name", ["GMT+0", "right/Europe/Berlin", "posix/Europe/Berlin"])
def test_a_zone_that_is_no_place_is_refused_wherever_it_is_installed(name: str) -> None:
    """What some systems offer beside the places is refused by its name, there or not."""
    with pytest.raises(DateError, match=f"^{re.escape(repr(name))} is a fixed offset or no place;"):
        read_zone(name)


def test_utc_is_a_zone() -> None:
    """UTC is no place and still an honest zone: its clock never changes."""
    assert read_zone("UTC") == ZoneInfo("UTC")


def test_a_time_that_is_skipped_moves_on_by_the_gap() -> None:
    """02:30 does not exist when the clocks go forward; 03:30 stands for it, and is marked."""
    moment = at_wall_clock(dt.date(2027, 3, 28), dt.time(2, 30), ZoneInfo("Europe/Berlin"))

    assert (moment.local.hour, moment.local.minute, moment.happens_once) == (3, 30, False)


def test_of_a_time_that_comes_twice_the_first_is_taken() -> None:
    """02:30 comes twice when the clocks go back; the first is summer time, and is marked."""
    moment = at_wall_clock(dt.date(2027, 10, 31), dt.time(2, 30), ZoneInfo("Europe/Berlin"))

    assert moment.local.utcoffset() == dt.timedelta(hours=2)
    assert not moment.happens_once


def test_an_ordinary_time_happens_once() -> None:
    """On every other day the clock on the wall is enough."""
    assert at_wall_clock(dt.date(2027, 3, 29), dt.time(8), ZoneInfo("Asia/Shanghai")).happens_once
