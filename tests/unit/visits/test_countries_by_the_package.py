"""Public holidays of a country, from the package of the extra, where it is installed."""

from __future__ import annotations

import datetime as dt

import pytest

from npc_regimens.errors import DateError
from npc_regimens.visits import closed_days, country_days

pytest.importorskip("holidays", reason="the extra 'holidays' is not installed")


def test_real_make_up_working_days_of_china() -> None:
    """By the notice of 2025, Sunday 4 January 2026 is worked for Friday 2 January."""
    china = country_days("CN", range(2025, 2027))
    days = closed_days(weekends=True, country=china)

    assert days.name_of(dt.date(2026, 1, 1)) == "New Year's Day"
    assert days.name_of(dt.date(2026, 1, 2)) == "Day off (substituted from 01/04/2026)"
    assert days.name_of(dt.date(2026, 1, 3)) == "Saturday"
    assert days.name_of(dt.date(2026, 1, 4)) is None
    assert days.name_of(dt.date(2026, 1, 11)) == "Sunday"
    assert china.provisional == set()


def test_real_years_that_are_not_announced_are_provisional() -> None:
    """The arrangement of a far year of China is announced in the autumn before it."""
    assert country_days("CN", [2026, 2040]).provisional == {2040}
    assert country_days("SG", [2040]).provisional == {2040}
    assert country_days("GB", [2040], subdivision="ENG").provisional == set()


def test_real_refusals() -> None:
    """What the real package does not have is refused in our words."""
    with pytest.raises(DateError, match="no public holidays are known of a country 'ZZ'"):
        country_days("ZZ", [2027])
    with pytest.raises(DateError, match="with a subdivision 'ZZ'"):
        country_days("GB", [2027], subdivision="ZZ")
    with pytest.raises(DateError, match="of 2101"):
        country_days("GB", [2101])
