"""Public holidays and make-up working days of a country, by the package ``holidays``.

The package comes with the extra ``holidays`` and is loaded when it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from npc_regimens.errors import DateError, MissingExtraError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

_MOST_YEARS: Final = 100
_CODE: Final = re.compile(r"[A-Z]{2}")
_ENGLISH: Final = "en_US"
# The arrangement of a year is announced in the autumn before it, and the package knows it from the
# announcement alone. Since 2001 each one has had make-up working days, so a year without any is one
# whose arrangement the package does not have.
_ARRANGED: Final = frozenset({"CN"})
_ESTIMATES: Final = ("estimated_label", "observed_estimated_label")


class _Entity(Protocol):
    """A country or a part of one, as the package gives it: its days by date, and what it has."""

    start_year: int
    end_year: int
    weekend: set[int]
    weekend_workdays: set[dt.date]
    supported_languages: tuple[str, ...]

    def items(self) -> Iterable[tuple[dt.date, str]]:
        """List the days that were asked for."""
        ...

    def tr(self, words: str) -> str:
        """Say a label in the language of the names."""
        ...


class _Package(Protocol):
    """The part of the package that is used here."""

    def country_holidays(
        self,
        country: str,
        subdiv: str | None = None,
        years: tuple[int, ...] | None = None,
        *,
        expand: bool = True,
        language: str | None = None,
    ) -> _Entity:
        """Look up a country."""
        ...


@dataclass(frozen=True, slots=True)
class CountryDays:
    """What a country closes in a span of years, and on which days of a weekend it works.

    The arrangement of a ``provisional`` year is not official yet, or some of its days are
    estimated.
    """

    country: str
    years: tuple[int, ...]
    holidays: Mapping[dt.date, str] = field(default_factory=dict)
    working: frozenset[dt.date] = frozenset()
    weekend: frozenset[int] = frozenset()
    provisional: frozenset[int] = frozenset()


def country_days(
    country: str,
    years: Collection[int],
    *,
    subdivision: str | None = None,
    language: str | None = None,
) -> CountryDays:
    """Look up the public holidays of a country, or of a subdivision of it, for some years.

    ``country`` is a code of two letters, as in ``CN``. Names are in English where the package has
    them, unless a language is given.

    Raises `MissingExtraError` where the package is not installed, and `DateError` for a country,
    subdivision, language or year that it does not have.
    """
    wanted = _years(years)
    if _CODE.fullmatch(str(country)) is None:
        raise DateError(f"{country!r} is not a country; write its code of two letters, like 'CN'")
    package = _package()
    entity = _entity(package, country, subdivision)
    _refuse_other_years(entity, country, wanted)
    found = package.country_holidays(
        country,
        subdiv=subdivision,
        years=wanted,
        language=_spoken(entity, country, language),
        expand=False,
    )
    dates = {date: name for date, name in sorted(found.items()) if date.year in wanted}
    working = frozenset(date for date in found.weekend_workdays if date.year in wanted)
    return CountryDays(
        country=country,
        years=wanted,
        holidays=dates,
        working=working,
        weekend=frozenset(found.weekend),
        provisional=_estimated(found, dates) | _not_arranged(country, wanted, working),
    )


def _package() -> _Package:
    try:
        return cast("_Package", import_module("holidays"))
    except ImportError:
        raise MissingExtraError(
            "public holidays need the package 'holidays'; install the extra:"
            " pip install 'npc_regimens[holidays]', or give the closed days by their dates"
        ) from None


def _years(years: object) -> tuple[int, ...]:
    wanted = tuple(years) if isinstance(years, Collection) and not isinstance(years, str) else ()
    if not 0 < len(wanted) <= _MOST_YEARS or any(type(each) is not int for each in wanted):
        raise DateError(
            f"the years of public holidays are whole numbers, at most {_MOST_YEARS} of them, for"
            f" example range(2026, 2029), not {years!r}"
        )
    return tuple(sorted(set(wanted)))


def _entity(package: _Package, country: str, subdivision: str | None) -> _Entity:
    """Find a country without its days; the package says by an exception what it does not have."""
    try:
        return package.country_holidays(country, subdiv=subdivision)
    except (NotImplementedError, AttributeError, TypeError):
        known = "" if subdivision is None else f" with a subdivision {subdivision!r}"
        raise DateError(
            f"no public holidays are known of a country {country!r}{known}; write its code of two"
            " letters, for example 'CN'"
        ) from None


def _spoken(entity: _Entity, country: str, language: str | None) -> str | None:
    """Choose the language that is asked for, or English, or that of the country."""
    languages = entity.supported_languages
    if language is None:
        return _ENGLISH if _ENGLISH in languages else None
    if language not in languages:
        raise DateError(
            f"{country}: there are no names in {language!r}; there are {', '.join(languages)}"
        )
    return language


def _refuse_other_years(entity: _Entity, country: str, years: tuple[int, ...]) -> None:
    for year in years:
        if not entity.start_year <= year <= entity.end_year:
            raise DateError(
                f"{country}: no public holidays are known of {year}; there are those of"
                f" {entity.start_year} to {entity.end_year}"
            )


def _estimated(found: _Entity, dates: Mapping[dt.date, str]) -> frozenset[int]:
    """Find the years with days that the package marks as estimated, in its own words for that."""
    labels = (getattr(found, each, None) for each in _ESTIMATES)
    marks = [found.tr(label).replace("%s", "") for label in labels if label]
    # two holidays of one date are one name
    return frozenset(
        date.year for date, name in dates.items() if any(mark in name for mark in marks)
    )


def _not_arranged(
    country: str, years: tuple[int, ...], working: frozenset[dt.date]
) -> frozenset[int]:
    if country not in _ARRANGED:
        return frozenset()
    return frozenset(years) - {date.year for date in working}
