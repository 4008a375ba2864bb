"""Closed days: the closures of a site, weekends and public holidays, less the days worked anyway.

What the site says goes before what its country says, and both before the weekend.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from npc_regimens.dates import WEEKDAYS, plain_date
from npc_regimens.errors import DateError
from npc_regimens.visits.countries import CountryDays

SATURDAY_AND_SUNDAY: Final = frozenset({calendar.SATURDAY, calendar.SUNDAY})

_UNNAMED: Final = "closed"
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """The days on which a site is closed, each with a name.

    ``weekend`` holds days of the week as Python counts them, Monday being 0. The arrangement of a
    ``provisional`` year is not official yet, so its days may change. Where the holidays of some
    ``years`` were looked up, no date of another year has an answer.
    """

    named: Mapping[dt.date, str] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset()
    working: frozenset[dt.date] = frozenset()
    provisional: frozenset[int] = frozenset()
    years: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if not self.weekend < frozenset(range(len(WEEKDAYS))):
            raise DateError(
                f"a weekend of {sorted(self.weekend)!r} is none; give some of the days 0 (Monday)"
                " to 6 (Sunday), and not all of them"
            )

    def name_of(self, date: dt.date) -> str | None:
        """Name the closed day that a date is, or return nothing where it is open.

        Raises `DateError` for a date in a year whose holidays were not looked up.

        >>> days = closed_days({dt.date(2027, 1, 1): "New Year"}, weekends=True)
        >>> days.name_of(dt.date(2027, 1, 1)), days.name_of(dt.date(2027, 1, 3))
        ('New Year', 'Sunday')
        """
        if date in self.named:
            return self.named[date]
        if self.years is not None and date.year not in self.years:
            raise DateError(
                f"the public holidays of {date.year} were not looked up, and {date} is asked for;"
                " look up more years, for example country_days('CN', range(2026, 2030))"
            )
        if date in self.working or date.weekday() not in self.weekend:
            return None
        return WEEKDAYS[date.weekday()]

    def next_open(self, date: dt.date) -> dt.date:
        """Return the first open day after a date."""
        date += dt.timedelta(days=1)
        while self.name_of(date) is not None:
            date += dt.timedelta(days=1)
        return date


def closed_days(
    closures: Mapping[dt.date, str] | Collection[dt.date] = (),
    *,
    weekends: bool = False,
    working: Collection[dt.date] = (),
    country: CountryDays | None = None,
) -> ClosedDays:
    """Put together the closed days of a site.

    ``closures`` are the site's own, with a name each or without; ``working`` are days on which it
    works although they are a holiday or a weekend. A closure of the site holds on a make-up working
    day of its country too. With ``weekends`` it is closed on the weekend of its country, and
    without a country on Saturdays and Sundays.

    Raises `DateError` for a day that is said to be closed and worked.
    """
    named = _named(closures)
    worked = frozenset(plain_date(date, "a working day") for date in working)
    both = sorted(named.keys() & worked)
    if both:
        raise DateError(f"{both[0]} is a closed day and a working day; keep the one that holds")
    _check_country(country)
    holidays = {} if country is None else country.holidays
    weekend = SATURDAY_AND_SUNDAY if country is None else country.weekend
    made_up = frozenset() if country is None else country.working
    return ClosedDays(
        named={**{date: name for date, name in holidays.items() if date not in worked}, **named},
        weekend=weekend if weekends else frozenset(),
        working=(worked | made_up) - named.keys(),
        provisional=frozenset() if country is None else country.provisional,
        years=None if country is None else country.years,
    )


def _check_country(country: object) -> None:
    if country is not None and not isinstance(country, CountryDays):
        raise DateError(
            f"a country is what country_days returns, not {country!r}; use country_days('CN',"
            " range(2026, 2029))"
        )


def _named(closures: object) -> dict[dt.date, str]:
    if isinstance(closures, str) or not isinstance(closures, Collection):
        raise DateError(f"closed days are dates, or dates with their names, not {closures!r}")
    pairs = closures.items() if isinstance(closures, Mapping) else ((d, _UNNAMED) for d in closures)
    return {plain_date(date, "a closed day"): _name(date, name) for date, name in pairs}


def _name(date: object, name: object) -> str:
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise DateError(
            f"{name!r} is not the name of the closed day {date}; write one line of words, for"
            " example 'Christmas Day'"
        )
    if len(name) > _LONGEST_NAME:
        raise DateError(
            f"the name of the closed day {date} has {len(name)} characters; write at most"
            f" {_LONGEST_NAME}"
        )
    return name
