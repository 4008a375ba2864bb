"""Public holidays and make-up working days of a country, by the package ``holidays``.

The package comes with the extra ``holidays`` and is loaded when it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.errors import DateError, MissingExtraError

if TYPE_CHECKING:
    import datetime as dt

_MOST_YEARS: Final = 100
_CODE: Final = re.compile(r"[A-Z]{2}")
_ENGLISH: Final = "en_US"
# The arrangement of a year is announced in the autumn before it, and the package knows it from the
# announcement alone. Since 2001 each one has had make-up working days, so a year without any is one
# whose arrangement the package does not have.
_ARRANGED: Final = frozenset({"CN"})
_ESTIMATES: Final = ("estimated_label", "observed_estimated_label")


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
    found = _asked(package, country, subdivision, wanted, language)
    _refuse_other_years(found, country, wanted)
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


def _package() -> Any:  # noqa: ANN401  the package has no types that we could name without it
    try:
        return import_module("holidays")
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


def _asked(
    package: Any,  # noqa: ANN401  see above
    country: str,
    subdivision: str | None,
    years: tuple[int, ...],
    language: str | None,
) -> Any:  # noqa: ANN401  see above
    """Ask the package, which says by an exception what it does not have."""
    try:
        languages = package.country_holidays(country, subdiv=subdivision).supported_languages
    except (NotImplementedError, AttributeError, TypeError):
        known = "" if subdivision is None else f" with a subdivision {subdivision!r}"
        raise DateError(
            f"no public holidays are known of a country {country!r}{known}; write its code of two"
            " letters, for example 'CN'"
        ) from None
    if language is not None and language not in languages:
        raise DateError(
            f"{country}: there are no names in {language!r}; there are {', '.join(languages)}"
        )
    spoken = language or (_ENGLISH if _ENGLISH in languages else None)
    return package.country_holidays(
        country, subdiv=subdivision, years=years, language=spoken, expand=False
    )


def _refuse_other_years(found: Any, country: str, years: tuple[int, ...]) -> None:  # noqa: ANN401
    for year in years:
        if not found.start_year <= year <= found.end_year:
            raise DateError(
                f"{country}: no public holidays are known of {year}; there are those of"
                f" {found.start_year} to {found.end_year}"
            )


def _estimated(found: Any, dates: Mapping[dt.date, str]) -> frozenset[int]:  # noqa: ANN401
    """Find the years with days that the package marks as estimated, in its own words for that."""
    labels = (getattr(found, each, None) for each in _ESTIMATES)
    marks = tuple(found.tr(label).replace("%s", "") for label in labels if label)
    return frozenset(date.year for date, name in dates.items() if name.endswith(marks))


def _not_arranged(
    country: str, years: tuple[int, ...], working: frozenset[dt.date]
) -> frozenset[int]:
    if country not in _ARRANGED:
        return frozenset()
    return frozenset(years) - {date.year for date in working}
