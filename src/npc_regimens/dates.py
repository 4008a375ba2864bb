"""Days, spans and wall clocks: the only door to dateutil.

Day 1 is the first day of treatment and there is no day 0. Dates are counted from an anchor,
never chained. A week is 7 days; a month or a year is a calendar span and never a number of days.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.relativedelta import relativedelta

from npc_regimens.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Sequence

Held = TypeVar("Held")

# Named here and not by the locale: the same plan reads the same on every machine.
WEEKDAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_SPAN: Final = re.compile(r"([1-9][0-9]{0,4}) (day|week|month|year)s?")
_UNITS: Final = ("day", "week", "month", "year")
_DATE: Final = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_NO_PLACE: Final = re.compile(r"(Etc/)?GMT[-+]?[0-9]+|EST|MST|HST|localtime|posixrules|Factory")
_LATEST_YEAR: Final = 2999  # a date behind this is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class Span:
    """A number of days, weeks, months or years.

    >>> Span.parse("2 years").after(dt.date(2026, 12, 7))
    datetime.date(2028, 12, 7)
    """

    count: int
    unit: str

    def __post_init__(self) -> None:
        if type(self.count) is not int or self.count < 1 or self.unit not in _UNITS:
            raise DateError(
                f"a span is a whole number of {', '.join(_UNITS)}, not {self.count!r}"
                f" {self.unit!r}; write for example Span(6, 'week')"
            )

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read a span such as ``21 days`` or ``2 years``."""
        found = _SPAN.fullmatch(str(text))
        if found is None:
            raise DateError(f"{text!r} is not a span; write for example '21 days' or '2 years'")
        return cls(int(found[1]), found[2])

    @property
    def days(self) -> int:
        """The number of days, of a span of days or weeks alone.

        Raises `DateError` for months and years, which have no fixed number of days.
        """
        if self.unit not in _DAYS_OF:
            raise DateError(
                f"'{self}' has no fixed number of days; write days or weeks, for example '28 days'"
            )
        return self.count * _DAYS_OF[self.unit]

    def after(self, anchor: dt.date) -> dt.date:
        """Count from an anchor; 29 February ends on 28 February in a common year."""
        delta = {
            "day": relativedelta(days=self.count),
            "week": relativedelta(weeks=self.count),
            "month": relativedelta(months=self.count),
            "year": relativedelta(years=self.count),
        }[self.unit]
        try:
            return anchor + delta
        except (ValueError, OverflowError):
            raise DateError(f"{self} after {anchor} is later than any date") from None

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


_DAYS_OF: Final = {"day": 1, "week": 7}


def read_date(text: str) -> dt.date:
    """Read a date as year-month-day, and nothing else.

    >>> read_date("2026-12-07")
    datetime.date(2026, 12, 7)
    """
    remedy = "write year-month-day, for example '2026-12-07'"
    if _DATE.fullmatch(text) is None:
        raise DateError(f"{text!r} is not a date; {remedy}")
    try:
        date = dt.date.fromisoformat(text)
    except ValueError as error:
        raise DateError(f"{text!r} is not a date that exists; {remedy}") from error
    return _possible(date)


def plain_date(value: object, what: str) -> dt.date:
    """Take a date and refuse a datetime, which is a date to Python and a trap to us."""
    if type(value) is not dt.date:
        kind = type(value).__name__
        raise DateError(f"{what} must be a datetime.date, not the {kind} {value!r}")
    return _possible(value)


def _possible(date: dt.date) -> dt.date:
    if date.year > _LATEST_YEAR:
        raise DateError(f"the year of {date} is after {_LATEST_YEAR}; check the date")
    return date


def study_day(date: dt.date, start: dt.date) -> int:
    """Count from day 1; the day before day 1 is day -1.

    >>> study_day(dt.date(2026, 12, 6), start=dt.date(2026, 12, 7))
    -1
    """
    days = (date - start).days
    return days + 1 if days >= 0 else days


def age_on(born: dt.date, day: dt.date) -> int:
    """Count the whole years from a birth date to a day; who is born on 29 February ages on 1 March.

    Raises `DateError` for a day before the birth.

    >>> age_on(dt.date(1972, 2, 29), dt.date(2026, 2, 28))
    53
    """
    plain_date(born, "a birth date")
    plain_date(day, "the day of an age")
    if day < born:
        raise DateError(f"the birth date {born} is after {day}; check both")
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def holding_on(day: dt.date, first: Held, changes: Sequence[tuple[dt.date, Held]]) -> Held:
    """Return what holds on a day: the last change on or before it, or what held first.

    The changes are in order, each with its first day; of two from one day on the last holds.

    >>> holding_on(dt.date(2027, 1, 5), "home", [(dt.date(2027, 1, 5), "away")])
    'away'
    """
    return next((value for since, value in reversed(changes) if since <= day), first)


def read_time(text: str) -> dt.time:
    """Read a wall-clock time as hours and minutes.

    >>> read_time("08:00")
    datetime.time(8, 0)
    """
    if _TIME.fullmatch(text) is None:
        raise DateError(f"{text!r} is not a time; write hours and minutes, for example '08:00'")
    return dt.time.fromisoformat(text)


def read_zone(name: str) -> ZoneInfo:
    """Look up a time zone by its IANA name; offsets and other systems' names are refused."""
    remedy = "write the IANA name of a place, for example 'Asia/Shanghai'"
    if _NO_PLACE.fullmatch(name) is not None or name.startswith(("right/", "posix/")):
        raise DateError(f"{name!r} is a fixed offset or no place; {remedy}")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DateError(f"{name!r} is not a time zone; {remedy}") from None


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall-clock time of a zone that happens exactly once, or the instant that stands for it."""

    local: dt.datetime
    happens_once: bool


def at_wall_clock(date: dt.date, time: dt.time, zone: ZoneInfo) -> Moment:
    """Find the moment at which a clock on the wall shows a time.

    A time that is skipped when clocks go forward is moved on by the length of the gap; of a time
    that comes twice the first is taken. Both are marked, for a writer must give them as instants.

    >>> at_wall_clock(dt.date(2027, 3, 28), dt.time(1, 30), ZoneInfo("Europe/London")).local.hour
    2
    """
    first = dt.datetime.combine(date, time.replace(fold=0), zone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return Moment(first, happens_once=True)
    return Moment(first.astimezone(dt.UTC).astimezone(zone), happens_once=False)
