"""Closed days: closures, weekends, holidays and the days that are worked all the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from npc_regimens.errors import DateError
from npc_regimens.visits import SATURDAY_AND_SUNDAY, ClosedDays, CountryDays, closed_days

FRIDAY = dt.date(2027, 1, 1)
SATURDAY = dt.date(2027, 1, 2)
SUNDAY = dt.date(2027, 1, 3)
MONDAY = dt.date(2027, 1, 4)
COUNTRY = CountryDays(
    country="XX",
    years=(2027,),
    holidays={FRIDAY: "New Year", MONDAY: "Day after New Year"},
    working=frozenset({SATURDAY, SUNDAY}),
    weekend=frozenset({4, 5}),
    provisional=frozenset({2027}),
)


def test_no_closed_days_close_nothing() -> None:
    """A site of which nothing is said is open every day."""
    assert [closed_days().name_of(FRIDAY + dt.timedelta(days=n)) for n in range(7)] == [None] * 7


def test_weekends_are_closed_where_the_site_says_so() -> None:
    """Saturday and Sunday are named, and the Friday and the Monday beside them are open."""
    days = closed_days(weekends=True)

    names = [days.name_of(each) for each in (FRIDAY, SATURDAY, SUNDAY, MONDAY)]
    assert names == [None, "Saturday", "Sunday", None]
    assert {SATURDAY.weekday(), SUNDAY.weekday()} == SATURDAY_AND_SUNDAY


def test_every_day_of_the_week_has_its_own_name() -> None:
    """1 January 2027 is a Friday."""
    days = [ClosedDays(weekend=frozenset({n})) for n in range(7)]
    names = [each.name_of(FRIDAY + dt.timedelta(days=n)) for n in range(7) for each in days]

    assert [name for name in names if name] == [
        "Friday",
        "Saturday",
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
    ]


def test_closures_have_their_own_names_or_none() -> None:
    """A closure without a name is called closed."""
    assert closed_days({FRIDAY: "Stocktaking"}).name_of(FRIDAY) == "Stocktaking"
    assert closed_days([FRIDAY]).name_of(FRIDAY) == "closed"
    assert closed_days({SATURDAY: "Moving"}, weekends=True).name_of(SATURDAY) == "Moving"


def test_a_working_day_of_the_site_goes_before_the_weekend_and_the_holiday() -> None:
    """A site that works on a Saturday or a public holiday is open."""
    days = closed_days(weekends=True, working=[SATURDAY, MONDAY], country=COUNTRY)

    assert days.name_of(SATURDAY) is None
    assert days.name_of(MONDAY) is None
    assert days.name_of(FRIDAY) == "New Year"


def test_a_make_up_working_day_of_the_country_opens_a_weekend() -> None:
    """The weekend is that of the country: here Friday and Saturday."""
    days = closed_days(weekends=True, country=COUNTRY)

    assert days.weekend == {4, 5}
    assert days.name_of(SATURDAY) is None
    assert days.name_of(dt.date(2027, 1, 8)) == "Friday"
    assert days.name_of(dt.date(2027, 1, 10)) is None
    assert days.provisional == {2027}


def test_a_country_closes_no_weekend_of_a_site_that_works_on_it() -> None:
    """Weekends are closed by the word of the site alone."""
    days = closed_days(country=COUNTRY)

    assert days.name_of(dt.date(2027, 1, 9)) is None
    assert days.years == (2027,)
    assert days.name_of(MONDAY) == "Day after New Year"


def test_a_closure_of_the_site_goes_before_a_make_up_working_day() -> None:
    """What the site says of itself holds."""
    days = closed_days({SATURDAY: "Power cut", MONDAY: "Moving"}, weekends=True, country=COUNTRY)

    assert days.name_of(SATURDAY) == "Power cut"
    assert days.name_of(MONDAY) == "Moving"
    assert days.working == {SUNDAY}


def test_a_day_that_is_closed_and_worked_is_refused() -> None:
    """Two words of one site about one day contradict each other."""
    with pytest.raises(DateError, match="2027-01-01 is a closed day and a working day"):
        closed_days([FRIDAY], working=[FRIDAY])


def test_the_next_open_day_lies_behind_all_closed_ones() -> None:
    """Friday and Monday are holidays and the weekend lies between them."""
    days = closed_days([FRIDAY, MONDAY], weekends=True)

    assert days.next_open(dt.date(2026, 12, 31)) == dt.date(2027, 1, 5)
    assert days.next_open(MONDAY) == dt.date(2027, 1, 5)


@pytest.mark.parametrize("weekend", [frozenset(range(7)), frozenset({7}), frozenset({-1})])
def test_a_weekend_leaves_a_day_of_the_week_open(weekend: frozenset[int]) -> None:
    """Without an open day of the week no visit could ever be planned."""
    with pytest.raises(DateError, match=r"is none; give some of the days 0 \(Monday\) to 6"):
        ClosedDays(weekend=weekend)


@pytest.mark.parametrize("closures", ["2027-01-01", 3, None])
def test_what_is_no_collection_of_dates_is_refused(closures: Any) -> None:
    """A text has characters, and no dates."""
    with pytest.raises(DateError, match="closed days are dates, or dates with their names"):
        closed_days(closures)


def test_a_datetime_is_no_closed_day() -> None:
    """A datetime is a date to Python, and a trap here."""
    noon: Any = dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC)
    with pytest.raises(DateError, match=r"a closed day must be a datetime\.date"):
        closed_days([noon])
    with pytest.raises(DateError, match=r"a working day must be a datetime\.date"):
        closed_days(working=[noon])


@pytest.mark.parametrize("name", ["", " ", "two\nlines", "\u202edays", 3, None])
def test_the_name_of_a_closed_day_is_one_line_of_words(name: Any) -> None:
    """A name is printed, so it holds nothing that is not seen."""
    with pytest.raises(DateError, match="is not the name of the closed day 2027-01-01"):
        closed_days({FRIDAY: name})


def test_the_name_of_a_closed_day_is_not_long() -> None:
    """A hundred characters are read, and one more is not."""
    assert closed_days({FRIDAY: "x" * 100}).name_of(FRIDAY) == "x" * 100
    with pytest.raises(DateError, match="has 101 characters; write at most 100"):
        closed_days({FRIDAY: "x" * 101})


def test_a_year_whose_holidays_were_not_looked_up_has_no_answer() -> None:
    """A date of another year is refused; a closure of the site itself is known in any year."""
    days = closed_days({dt.date(2028, 1, 3): "Moving"}, weekends=True, country=COUNTRY)

    assert days.name_of(dt.date(2027, 12, 30)) is None
    assert days.name_of(dt.date(2028, 1, 3)) == "Moving"
    with pytest.raises(DateError) as refused:
        days.next_open(dt.date(2027, 12, 31))
    assert str(refused.value) == (
        "the public holidays of 2028 were not looked up, and 2028-01-01 is asked for; look up more"
        " years, for example country_days('CN', range(2026, 2030))"
    )


def test_a_country_is_what_was_looked_up() -> None:
    """A code alone closes nothing."""
    code: Any = "CN"
    with pytest.raises(DateError, match="a country is what country_days returns, not 'CN'"):
        closed_days(country=code)
