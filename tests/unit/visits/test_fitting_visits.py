"""Fitting a visit: by hand for each policy, and against a slow search for every window."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import pytest

from npc_regimens.errors import DateError
from npc_regimens.visits import (
    ClosedDays,
    CountryDays,
    VisitRule,
    Window,
    closed_days,
    day_from,
    fit,
)
from npc_regimens.visits.rules import POLICIES

THURSDAY = dt.date(2026, 12, 31)
FRIDAY = dt.date(2027, 1, 1)
MONDAY = dt.date(2027, 1, 4)
TUESDAY = dt.date(2027, 1, 5)
NEW_YEAR = closed_days({FRIDAY: "New Year"}, weekends=True)
NEXT = "next working day"
NEAREST = "nearest within the window"


@pytest.mark.parametrize(
    ("policy", "window", "planned", "status"),
    [
        ("keep", "-3 to +3 days", FRIDAY, "kept"),
        ("flag", "-3 to +3 days", FRIDAY, "flagged"),
        (NEXT, "-3 to +3 days", MONDAY, "moved"),
        (NEXT, "-3 to +2 days", FRIDAY, "flagged"),
        (NEXT, "-3 to +2 days, soft", MONDAY, "outside the window"),
        (NEAREST, "-3 to +3 days", THURSDAY, "moved"),
        (NEAREST, "0 to +3 days", MONDAY, "moved"),
        (NEAREST, "0 to +2 days", FRIDAY, "flagged"),
        (NEAREST, "0 to +2 days, soft", FRIDAY, "flagged"),
    ],
)
def test_a_visit_on_new_year_by_each_policy(
    policy: str, window: str, planned: dt.date, status: str
) -> None:
    """Friday 1 January 2027 is closed, and so is the weekend behind it."""
    found = fit(FRIDAY, VisitRule.parse(window=window, policy=policy), NEW_YEAR)

    assert (found.nominal, found.wanted, found.planned) == (FRIDAY, FRIDAY, planned)
    assert (found.status, found.closed) == (status, "New Year")
    assert found.stays_closed == (planned == FRIDAY)
    assert found.moved_by == (planned - FRIDAY).days


@pytest.mark.parametrize("policy", POLICIES)
def test_a_visit_on_an_open_day_is_kept_by_every_policy(policy: str) -> None:
    """A day that is open is never moved."""
    found = fit(THURSDAY, VisitRule.parse(window="-3 to +2 days", policy=policy), NEW_YEAR)

    assert (found.planned, found.status, found.closed) == (THURSDAY, "kept", None)
    assert (found.moved_by, found.stays_closed) == (0, False)
    assert (found.earliest, found.latest) == (dt.date(2026, 12, 28), dt.date(2027, 1, 2))


def test_of_two_days_equally_near_the_later_is_taken() -> None:
    """Thursday and Saturday are both one day from a closed Friday: no interval is shortened."""
    found = fit(
        FRIDAY, VisitRule.parse(window="-1 to +1 days", policy=NEAREST), closed_days([FRIDAY])
    )

    assert found.planned == dt.date(2027, 1, 2)


def test_a_visit_that_is_moved_already_is_fitted_from_where_it_is() -> None:
    """The window lies around the nominal date, and the search begins at the wanted one."""
    rule = VisitRule.parse(window="-3 to +3 days, soft", policy=NEXT)
    open_day = fit(THURSDAY, rule, NEW_YEAR, wanted=MONDAY)
    closed_day = fit(THURSDAY, rule, NEW_YEAR, wanted=FRIDAY)

    assert (open_day.planned, open_day.status, open_day.moved_by) == (
        MONDAY,
        "outside the window",
        0,
    )
    assert (closed_day.planned, closed_day.status) == (MONDAY, "outside the window")
    assert (closed_day.closed, closed_day.moved_by) == ("New Year", 3)


def test_a_move_within_the_window_is_told_as_one() -> None:
    """A wanted date that is another than the nominal one is a move, on an open day too."""
    found = fit(MONDAY, VisitRule.parse(window="-1 to +2 days"), NEW_YEAR, wanted=TUESDAY)

    assert (found.planned, found.status, found.closed) == (TUESDAY, "moved", None)


def test_a_closed_day_moves_no_visit_further_out_of_a_hard_window() -> None:
    """A visit that lies outside already stays where it is."""
    rule = VisitRule.parse(window="-1 to +1 days", policy=NEXT)
    found = fit(dt.date(2026, 12, 28), rule, NEW_YEAR, wanted=FRIDAY)

    assert (found.planned, found.status) == (FRIDAY, "outside the window")
    assert found.stays_closed


def test_a_year_that_is_not_official_is_marked_on_the_visit() -> None:
    """A visit on either side of New Year is provisional if one of its years is."""
    country = CountryDays("XX", (2026, 2027), provisional=frozenset({2027}))
    days = closed_days({THURSDAY: "Stocktaking"}, country=country)
    rule = VisitRule.parse(window="0 to +3 days", policy=NEXT)

    assert not fit(dt.date(2026, 12, 30), rule, days).provisional
    assert fit(THURSDAY, rule, days).provisional
    assert fit(FRIDAY, rule, days).provisional


def test_day_1_is_the_first_day_and_there_is_no_day_0() -> None:
    """Day 8 is a week later, and day -1 the day before."""
    assert day_from(MONDAY, 1) == MONDAY
    assert day_from(MONDAY, 8) == dt.date(2027, 1, 11)
    assert day_from(MONDAY, -1) == dt.date(2027, 1, 3)
    for day in (0, "1", True):
        none: Any = day
        with pytest.raises(DateError, match="day 1 is the first day"):
            day_from(MONDAY, none)


def test_a_datetime_is_no_date_of_a_visit() -> None:
    """A datetime is a date to Python, and a trap here."""
    noon: Any = dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC)
    with pytest.raises(DateError, match="the nominal date of a visit must be"):
        fit(noon, VisitRule(), NEW_YEAR)
    with pytest.raises(DateError, match="the wanted date of a visit must be"):
        fit(FRIDAY, VisitRule(), NEW_YEAR, wanted=noon)


def test_a_visit_is_fitted_by_a_rule_and_closed_days() -> None:
    """What is neither is refused by name."""
    none: Any = "flag"
    with pytest.raises(DateError, match="a rule of visits is a VisitRule, not 'flag'"):
        fit(FRIDAY, none, NEW_YEAR)
    with pytest.raises(DateError, match="closed days are ClosedDays, not 'flag'"):
        fit(FRIDAY, VisitRule(), none)


def _slowly(wanted: int, policy: str, window: Window, closed: set[int]) -> int:
    """Find the planned day by trying every day in turn; the nominal day is 0."""
    if wanted not in closed or policy in {"keep", "flag"}:
        return wanted
    allowed = [day for day in range(-40, 41) if day not in closed]
    if policy == NEXT:
        later = next(day for day in allowed if day > wanted)
        return wanted if window.hard and not -window.before <= later <= window.after else later
    inside = [day for day in allowed if -window.before <= day <= window.after]
    for distance in range(80):
        for day in (wanted + distance, wanted - distance):
            if day in inside:
                return day
    return wanted


def test_every_small_window_agrees_with_a_slow_search() -> None:
    """All windows up to 2 days, all policies, all closed days of 5, all wanted days of 5."""
    days = range(-2, 3)
    closures = [
        {d for d, shut in zip(days, each, strict=True) if shut}
        for each in product([0, 1], repeat=5)
    ]
    tried = 0
    for before, after, hard in product(range(3), range(3), (True, False)):
        window = Window(before, after, hard=hard)
        for policy, closed, wanted in product(POLICIES, closures, days):
            named = {MONDAY + dt.timedelta(days=day): str(day) for day in closed}
            found = fit(
                MONDAY,
                VisitRule(window, policy),
                ClosedDays(named=named),
                wanted=MONDAY + dt.timedelta(days=wanted),
            )
            planned = (found.planned - MONDAY).days
            inside = -before <= planned <= after
            assert planned == _slowly(wanted, policy, window, closed)
            assert (found.status == "outside the window") == (not inside)
            assert found.closed == (str(wanted) if wanted in closed else None)
            if inside and policy != "keep":
                assert (found.status == "flagged") == (planned in closed)
            if hard and -before <= wanted <= after:
                assert inside
            tried += 1

    assert tried == 9 * 2 * 4 * 32 * 5
