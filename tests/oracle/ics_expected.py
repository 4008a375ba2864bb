"""What a reader must find in a calendar file, said of the calendar alone and never of a file.

Slow and obvious: every title is written out here by hand for the courses of `ics_courses`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from ics_courses import Course

    from npc_regimens.planning import Administration

QUARTER = dt.timedelta(minutes=15)
INFUSION = dt.timedelta(minutes=90)
EVENING_BEFORE = {dt.time(9, 30): dt.timedelta(hours=13, minutes=30), None: dt.timedelta(hours=4)}

# by language, titles and what is given; the slot is filled in
TITLES = {
    ("en", "discreet", "alfamab", "200 mg"): "Appointment",
    ("en", "discreet", "betacitabine", "1150 mg"): "Medicine B, {slot}: 3 tablets",
    ("en", "discreet", "betacitabine", "900 mg"): "Medicine B, {slot}: 6 tablets",
    ("en", "discreet", "gammatinib", "10 mg"): "Medicine C: 1 capsule",
    ("en", "full", "alfamab", "200 mg"): "Appointment: alfamab 200 mg",
    ("en", "full", "betacitabine", "1150 mg"): "betacitabine 1,150 mg, {slot}",
    ("en", "full", "betacitabine", "900 mg"): "betacitabine 900 mg, {slot}",
    ("en", "full", "gammatinib", "10 mg"): "gammatinib 10 mg",
    ("zh", "discreet", "alfamab", "200 mg"): "就诊",
    ("zh", "discreet", "betacitabine", "1150 mg"): "药 B\uff0c{slot}\uff1a3 片",
    ("zh", "discreet", "betacitabine", "900 mg"): "药 B\uff0c{slot}\uff1a6 片",
    ("zh", "discreet", "gammatinib", "10 mg"): "药 C\uff1a1 粒",
    ("zh", "full", "alfamab", "200 mg"): "就诊\uff1aalfamab 200 mg",
    ("zh", "full", "betacitabine", "1150 mg"): "betacitabine 1,150 mg\uff0c{slot}",
    ("zh", "full", "betacitabine", "900 mg"): "betacitabine 900 mg\uff0c{slot}",
    ("zh", "full", "gammatinib", "10 mg"): "gammatinib 10 mg",
}
SLOTS = {
    "en": {"morning": "morning", "evening": "evening", "once": ""},
    "zh": {"morning": "早晨", "evening": "晚上", "once": ""},
}
VOLUMES = {"en": " (8 mL)", "zh": "\uff088 mL\uff09"}
BETWEEN = {"en": "; ", "zh": "\uff1b"}


class Found(NamedTuple):
    """One event as a person sees it: instants, or dates where it is of whole days."""

    start: dt.date
    end: dt.date
    title: str
    alarm: dt.timedelta | None  # before the start


class Variant(NamedTuple):
    """How a calendar is written."""

    per: str = "dose"
    audience: str = "patient"
    titles: str = "discreet"
    language: str = "en"


def expected(course: Course, home: ZoneInfo, variant: Variant) -> list[Found]:
    """List what there is to find, in order."""
    found = [_found([each], course, home, variant) for each in _given(course, variant)]
    if variant.per == "day":
        days = defaultdict(list)
        for each in _given(course, variant):
            days[each.planned_date, each.at_home].append(each)
        found = [_found(given, course, home, variant) for given in days.values()]
    return sorted(found, key=lambda each: (str(each.start), each.title))


def _given(course: Course, variant: Variant) -> list[Administration]:
    given = course.calendar.administrations
    return [each for each in given if variant.audience == "patient" or not each.at_home]


def _found(given: list[Administration], course: Course, home: ZoneInfo, variant: Variant) -> Found:
    first = min(given, key=lambda each: each.time or dt.time.min)
    titles = [title(each, variant) for each in sorted(given, key=lambda each: str(each.time))]
    joined = BETWEEN[variant.language].join(titles)
    alarm = dt.timedelta(0) if first.at_home else EVENING_BEFORE[first.time]
    if first.time is None:
        day = first.planned_date
        return Found(day, day + dt.timedelta(days=1), joined, alarm)
    start = instant(first.planned_date, first.time, zone_on(first.planned_date, course, home))
    return Found(start, start + (QUARTER if first.at_home else INFUSION), joined, alarm)


def title(given: Administration, variant: Variant) -> str:
    """Say under which title a dose stands."""
    key = variant.language, variant.titles, given.drug, str(given.ordered)
    words = TITLES[key].format(slot=SLOTS[variant.language][given.slot])
    with_volume = variant.titles == "full" and variant.audience == "clinic"
    return words + (VOLUMES[variant.language] if with_volume else "")


def zone_on(date: dt.date, course: Course, home: ZoneInfo) -> ZoneInfo:
    """Say whose clock holds on a date."""
    zone = home
    for since, there in course.versions.zones:
        if date >= since:
            zone = there
    return zone


def instant(date: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """Say when the clock shows a time first; a time that it skips is later by what is skipped."""
    return dt.datetime.combine(date, time, zone).astimezone(dt.UTC)


def read(events: list[dict[str, str]], zone_of: Callable[[str], ZoneInfo]) -> list[Found]:
    """Read the events of `ics_reading`, a rule as so many days of the same clock time."""
    found = []
    for event in events:
        rule = dict(part.split("=") for part in event.get("RRULE", "").split(";") if part)
        assert rule.keys() <= {"FREQ", "COUNT", "INTERVAL"}
        for number in range(int(rule.get("COUNT", 1))):
            later = dt.timedelta(days=number * int(rule.get("INTERVAL", 1)))
            start, end = (_moment(event, name, later, zone_of) for name in ("DTSTART", "DTEND"))
            alarm = _before(event["ALARM.TRIGGER"])
            found.append(Found(start, end, event["SUMMARY"], alarm))
    return sorted(found, key=lambda each: (str(each.start), each.title, str(each.end)))


def _moment(
    event: dict[str, str], name: str, later: dt.timedelta, zone_of: Callable[[str], ZoneInfo]
) -> dt.date:
    key = next(key for key in event if key.partition(";")[0] == name)
    if "VALUE=DATE" in key:
        return dt.date.fromisoformat(event[key]) + later
    moment = dt.datetime.fromisoformat(event[key]) + later
    tzid = key.partition("TZID=")[2]
    return (moment.replace(tzinfo=zone_of(tzid)) if tzid else moment).astimezone(dt.UTC)


def _before(trigger: str) -> dt.timedelta:
    """Read a length of days, hours and minutes before the start."""
    found = re.fullmatch(r"-?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", trigger)
    assert found is not None, trigger
    days, hours, minutes = (int(part or 0) for part in found.groups())
    assert trigger.startswith("-") or not (days or hours or minutes), trigger
    return dt.timedelta(days=days, hours=hours, minutes=minutes)
