"""What readers that nobody here wrote find is what the calendar says, and nothing else.

The expected list is made of the calendar's administrations alone, never of a calendar file.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from ics_courses import (
    CLOCK,
    FORMULARY,
    Course,
    abroad,
    course,
    delayed,
    reduced,
    stopped,
)
from ics_expected import Found, Variant, expected
from outside_readers import ical_js, libical
from python_readers import by_ical, by_khal, by_recurring_ical_events, by_vobject

from npc_regimens.render.ics import Audience, Language, Per, Reminders, Titles, to_ics

READERS = {
    "ical.js": ical_js,
    "libical": libical,
    "recurring-ical-events": by_recurring_ical_events,
    "vobject": by_vobject,
    "khal": by_khal,
    "ical": by_ical,
}
LONDON, NEW_YORK, SHANGHAI = (
    ZoneInfo(name) for name in ("Europe/London", "America/New_York", "Asia/Shanghai")
)
RECORDED = dt.date(2026, 12, 20)
WITHOUT_CLINIC = {slot: CLOCK[slot] for slot in ("once", "morning", "evening")}
HARD = {"once": dt.time(1, 30), "morning": dt.time(2, 30), "evening": dt.time(23, 50)}
PLACES = {
    "London in spring": (course(dt.date(2027, 3, 15)), LONDON),
    "London in autumn": (course(dt.date(2026, 10, 12)), LONDON),
    "New York in spring": (course(dt.date(2027, 3, 1)), NEW_YORK),
    "New York in autumn": (course(dt.date(2026, 10, 19)), NEW_YORK),
    "Shanghai": (course(), SHANGHAI),
    "visits without a time": (course(clock=WITHOUT_CLINIC), SHANGHAI),
    "times that clocks skip": (course(dt.date(2027, 3, 15), clock=HARD), LONDON),
    "times that come twice": (course(dt.date(2026, 10, 19), clock=HARD), NEW_YORK),
    "a journey": (
        abroad(
            abroad(course(dt.date(2027, 3, 1)), dt.date(2027, 3, 10), "America/New_York", RECORDED),
            dt.date(2027, 3, 24),
            "Asia/Shanghai",
            RECORDED,
        ),
        LONDON,
    ),
    "delayed and reduced": (
        reduced(delayed(course(), 2, 7, RECORDED), dt.date(2027, 1, 11), dt.date(2027, 1, 9)),
        SHANGHAI,
    ),
}
VARIANTS = [Variant(*each) for each in itertools.product(Per, Audience, Titles, Language)]


def wanted(variant: Variant, zone: ZoneInfo) -> Reminders:
    """Ask for a variant."""
    return Reminders(
        course="a-course",
        stamp=dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC),
        zone=zone,
        events=Per(variant.per),
        audience=Audience(variant.audience),
        titles=Titles(variant.titles),
        language=Language(variant.language),
    )


def found_by(reader: str, made: Course, reminders: Reminders) -> list[Found]:
    """Let a reader read a course, and put what it finds in order."""
    data = to_ics(made.calendar, reminders, FORMULARY, made.versions)
    behind = made.calendar.administrations[-1].planned_date + dt.timedelta(days=60)
    found = READERS[reader](data, behind)
    return sorted(found, key=lambda each: (str(each.start), each.title))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("per", Per)
@pytest.mark.parametrize("place", PLACES)
def test_a_reader_finds_the_administrations(reader: str, per: Per, place: str) -> None:
    """Over changes of the clocks, on a journey, at hard times, after changes: all, no more."""
    made, zone = PLACES[place]
    variant = Variant(per)

    assert found_by(reader, made, wanted(variant, zone)) == expected(made, zone, variant)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("variant", VARIANTS, ids="-".join)
def test_a_reader_reads_every_variant(reader: str, variant: Variant) -> None:
    """For patient and clinic, discreet and full, English and Chinese, in every granularity."""
    made, zone = PLACES["London in spring"]

    assert found_by(reader, made, wanted(variant, zone)) == expected(made, zone, variant)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("per", Per)
def test_a_reader_reads_a_course_of_700_days(reader: str, per: Per) -> None:
    """34 cycles are 714 days and 1,700 doses, over four changes of the clocks."""
    made = course(dt.date(2026, 12, 7), 34)
    assert len(made.calendar.administrations) == 1700
    variant = Variant(per, "patient", "full", "zh")

    assert found_by(reader, made, wanted(variant, LONDON)) == expected(made, LONDON, variant)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("language", Language)
def test_a_reader_shows_a_cancelled_dose_as_cancelled(reader: str, language: Language) -> None:
    """After a stop what is left is unchanged; what a reader still shows says so, and is silent."""
    made = stopped(course(), dt.date(2027, 1, 10), RECORDED)
    variant = Variant(language=language)
    word = {"en": "CANCELLED ", "zh": "已取消 "}[language]
    found = found_by(reader, made, wanted(variant, LONDON))

    gone = [each for each in found if each.title.startswith(word)]
    assert [each for each in found if each not in gone] == expected(made, LONDON, variant)
    assert {each.alarm for each in gone} <= {None}
    assert len(gone) in {0, 10}


@pytest.mark.parametrize("reader", READERS)
def test_a_feed_shows_a_reader_nothing_that_is_gone(reader: str) -> None:
    """A feed of a stopped course is the doses that are left."""
    made = stopped(course(), dt.date(2027, 1, 10), RECORDED)
    reminders = replace(wanted(Variant(), LONDON), feed=True)

    assert found_by(reader, made, reminders) == expected(made, LONDON, Variant())
