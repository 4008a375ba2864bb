"""Public holidays of a country, from a package that is made up."""

from __future__ import annotations

import datetime as dt
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from npc_regimens.errors import DateError, MissingExtraError
from npc_regimens.visits import country_days


class MadeUp(dict[dt.date, str]):
    """The holidays of a country that is made up, as the package gives them."""

    start_year, end_year = 2001, 2100
    weekend = frozenset({5, 6})
    supported_languages: tuple[str, ...] = ("en_US", "zh_CN")

    def __init__(self, country: str, years: tuple[int, ...], language: str | None) -> None:
        """Give New Year of each year, and one of another year, as the package does at times."""
        word = {"en_US": "New Year", "zh_CN": "元旦", None: "Neujahr"}[language]
        super().__init__({dt.date(year, 1, 1): word for year in years})
        self[dt.date(2030, 12, 31)] = "New Year (observed)"
        if country == "SG":
            self[dt.date(2028, 1, 26)] = "Spring (estimated); New Moon"
            self.estimated_label = "%s (estimated)"
        if country == "DE":
            self.supported_languages = ("de",)
        self.weekend_workdays = {dt.date(2026, 1, 4), dt.date(2011, 12, 31)}

    def tr(self, words: str) -> str:
        """Say a label in the language of the names."""
        return words


def _country_holidays(
    country: str,
    subdiv: str | None = None,
    years: tuple[int, ...] = (),
    language: str | None = None,
    *,
    expand: bool = True,
) -> MadeUp:
    assert expand is not bool(years)
    if country == "ZZ" or subdiv == "ZZ":
        raise NotImplementedError
    return MadeUp(country, years, language)


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a package that is made up in the place of the real one, which may not be installed."""
    package = SimpleNamespace(country_holidays=_country_holidays)
    monkeypatch.setitem(sys.modules, "holidays", package)


def test_the_holidays_of_a_span_of_years() -> None:
    """Days of other years, which the package has too, are left out."""
    days = country_days("CN", range(2025, 2028))

    assert days.country == "CN"
    assert days.years == (2025, 2026, 2027)
    assert days.holidays == {dt.date(year, 1, 1): "New Year" for year in (2025, 2026, 2027)}
    assert days.working == {dt.date(2026, 1, 4)}
    assert days.weekend == {5, 6}


def test_a_chinese_year_without_make_up_working_days_is_provisional() -> None:
    """The package has make-up working days of 2026 alone, so only that year is announced."""
    assert country_days("CN", [2027, 2025, 2026, 2026]).provisional == {2025, 2027}
    assert country_days("DE", [2026, 2027]).provisional == set()


def test_a_year_with_estimated_days_is_provisional() -> None:
    """What the package itself calls estimated may change."""
    assert country_days("SG", [2027, 2028]).provisional == {2028}


def test_names_are_english_where_they_can_be_or_as_asked() -> None:
    """Without English names those of the country's own language are given."""
    assert country_days("CN", [2027], language="zh_CN").holidays == {dt.date(2027, 1, 1): "元旦"}
    assert country_days("DE", [2027]).holidays == {dt.date(2027, 1, 1): "Neujahr"}
    with pytest.raises(DateError, match="CN: there are no names in 'fr'; there are en_US, zh_CN"):
        country_days("CN", [2027], language="fr")


def test_a_country_or_subdivision_that_nobody_knows_is_refused() -> None:
    """The refusal says how a country is written."""
    with pytest.raises(DateError) as country:
        country_days("ZZ", [2027])
    with pytest.raises(DateError, match="of a country 'CN' with a subdivision 'ZZ'; write"):
        country_days("CN", [2027], subdivision="ZZ")

    assert str(country.value) == (
        "no public holidays are known of a country 'ZZ'; write its code of two letters, for"
        " example 'CN'"
    )


@pytest.mark.parametrize("code", ["", "cn", "CHN", "C", "HolidayBase", "CN-HK", 156, None])
def test_a_country_is_a_code_of_two_capital_letters(code: Any) -> None:
    """No other name of the package is ever asked for."""
    with pytest.raises(DateError, match="is not a country; write its code of two letters"):
        country_days(code, [2027])


def test_a_year_that_the_package_does_not_have_is_refused() -> None:
    """A year without data is not a year without holidays."""
    with pytest.raises(DateError, match="CN: no public holidays are known of 2101; there are"):
        country_days("CN", [2100, 2101])
    with pytest.raises(DateError, match="of 2000; there are those of 2001 to 2100"):
        country_days("CN", [2000])


@pytest.mark.parametrize("years", [[], "2027", 2027, [2027, "2028"], [True], range(2001, 2102)])
def test_years_are_whole_numbers_and_not_too_many(years: Any) -> None:
    """A hundred years are looked up, and one more is not."""
    with pytest.raises(DateError, match="the years of public holidays are whole numbers"):
        country_days("CN", years)
    assert len(country_days("CN", range(2001, 2101)).years) == 100


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller is told what to install, and that closed days can be given by hand."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MissingExtraError) as refused:
        country_days("CN", [2027])

    assert str(refused.value) == (
        "public holidays need the package 'holidays'; install the extra:"
        " pip install 'npc_regimens[holidays]', or give the closed days by their dates"
    )
