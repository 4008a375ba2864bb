"""The VTIMEZONE of a zone, against zoneinfo and as it is written."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.tz import tzical

from npc_regimens.dates import at_wall_clock
from npc_regimens.render.vtimezone import vtimezone

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every zone that is of another kind: rules of the north and the south, half an hour, Friday,
# 24:00, a day that is no fixed weekday of its month, changes by decree, negative daylight saving.
TELLING = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Godthab",
    "America/Havana",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Almaty",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Chisinau",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Norfolk",
)


def read(data: bytes) -> Any:
    """Read a VTIMEZONE with dateutil, which knows nothing of the zone but what stands there."""
    return tzical(StringIO(data.decode())).get()


def local_times(zone: ZoneInfo, years: range) -> Iterator[dt.datetime]:
    """Yield local times that happen once: through the days, and hour by hour where one changes."""
    day = dt.datetime(years[0], 1, 1, tzinfo=dt.UTC)
    while day.year in years:
        end = day + dt.timedelta(days=1)
        changes = day.astimezone(zone).utcoffset() != end.astimezone(zone).utcoffset()
        for minutes in range(0, 1440, 15) if changes else (day.day * 45,):
            local = (day + dt.timedelta(minutes=minutes)).astimezone(zone)
            if at_wall_clock(local.date(), local.time(), zone).happens_once:
                yield local
        day = end if changes else day + dt.timedelta(days=5)


@pytest.mark.parametrize("name", TELLING)
@pytest.mark.parametrize("years", [range(2006, 2013), range(2023, 2029), range(2086, 2089)])
def test_it_agrees_with_the_zone(name: str, years: range) -> None:
    """In the years used, the year before and the year after, each local time has its offset."""
    zone = ZoneInfo(name)
    reader = read(vtimezone(zone, years[1], years[-2]))

    for local in local_times(zone, years):
        assert local.replace(tzinfo=reader).utcoffset() == local.utcoffset(), local


def test_every_zone_can_be_written() -> None:
    """Each zone that there is gets parts that begin with the offset that holds."""
    for name in sorted(available_timezones() - {"localtime"}):
        zone = ZoneInfo(name)
        at = dt.datetime(2027, 1, 15, 12, tzinfo=zone)

        reader = read(vtimezone(zone, 2027, 2027))

        assert at.replace(tzinfo=reader).utcoffset() == at.utcoffset(), name


def test_a_zone_of_one_offset_has_one_part() -> None:
    """A zone without changes is one part without a rule, from 1970."""
    expected = (
        "BEGIN:VTIMEZONE\r\n"
        "TZID:Asia/Shanghai\r\n"
        "BEGIN:STANDARD\r\n"
        "DTSTART:19700101T000000\r\n"
        "TZNAME:CST\r\n"
        "TZOFFSETFROM:+0800\r\n"
        "TZOFFSETTO:+0800\r\n"
        "END:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
    )

    assert vtimezone(ZoneInfo("Asia/Shanghai"), 2026, 2028).decode() == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Europe/London", {"19700329T010000", "19701025T020000", "-1SU"}),
        ("America/New_York", {"19700308T020000", "19701101T020000", "2SU", "1SU"}),
        ("Australia/Lord_Howe", {"19701004T020000", "19700405T020000", "1SU"}),
    ],
)
def test_an_onset_is_the_local_time_before_the_change(name: str, expected: set[str]) -> None:
    """London's clocks go forward at 01:00, not at 02:00, and the rule is yearly since 1970."""
    lines = vtimezone(ZoneInfo(name), 2026, 2028).decode().split("\r\n")

    starts = {line.partition(":")[2] for line in lines if line.startswith("DTSTART:")}
    days = {line.split("BYDAY=")[1].split(";")[0] for line in lines if "BYDAY=" in line}
    assert starts | days == expected


def test_an_irregular_zone_has_a_part_for_each_change() -> None:
    """Morocco's clocks follow the moon: no rule, and a part for each of the changes."""
    text = vtimezone(ZoneInfo("Africa/Casablanca"), 2027, 2027).decode()

    assert "RRULE" not in text
    assert text.count("DTSTART:") == 1 + 2 * 3  # the beginning, and two a year
