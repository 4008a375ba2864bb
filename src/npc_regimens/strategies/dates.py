"""Strategies for first days of treatment, aimed at the days on which calendars go wrong."""

from __future__ import annotations

import calendar
import datetime as dt
import operator
from functools import cache
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_FIRST: Final = dt.date(2021, 1, 1)
_LAST: Final = dt.date(2110, 12, 31)


@cache
def dangerous_dates() -> tuple[dt.date, ...]:
    """List days around leap days, year ends and changes of the clock.

    2100 is no leap year. The days before a change of the clock are those of Europe and of North
    America.

    >>> dt.date(2028, 2, 29) in dangerous_dates()
    True
    """
    found: list[dt.date] = []
    for year in (2024, 2026, 2027, 2028, 2096, 2100):
        found += [dt.date(year, *day) for day in ((2, 28), (3, 1), (12, 31), (1, 1))]
        found += [dt.date(year, 2, 29)] if calendar.isleap(year) else []
        # in Europe the last Sundays, in North America the second and the first
        for month, which in ((3, -1), (10, -1), (3, 1), (11, 0)):
            found.append(_sundays(year, month)[which] - dt.timedelta(days=1))
    return tuple(found)


def _sundays(year: int, month: int) -> list[dt.date]:
    days = [week[calendar.SUNDAY] for week in calendar.monthcalendar(year, month)]
    return [dt.date(year, month, day) for day in days if day]


def start_dates() -> SearchStrategy[dt.date]:
    """Draw a first day of treatment, often on or shortly before a dangerous date.

    It shrinks towards the first day of 2021.
    """
    lead = st.integers(0, 30).map(lambda days: dt.timedelta(days=days))
    aimed = st.builds(operator.sub, st.sampled_from(dangerous_dates()), lead)
    # one number and not a year, a month and a day: what is drawn in fewer choices is simpler
    any_day = st.integers(_FIRST.toordinal(), _LAST.toordinal()).map(dt.date.fromordinal)
    return any_day | aimed
