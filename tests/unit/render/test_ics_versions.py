"""Changed courses: what moved updates its event, what was dropped is cancelled, the rest stays."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from ics_courses import CLOCK, FORMULARY, Course, abroad, course, delayed, dropped, reduced, stopped
from ics_expected import Variant, expected, read
from ics_reading import Event, events, lines

from npc_regimens.course.versions import SessionPlace, Version, Versions
from npc_regimens.errors import DateError, PlanError
from npc_regimens.planning.calendar import Session
from npc_regimens.render.ics import (
    Language,
    Per,
    Reminders,
    Titles,
    keeper_key,
    to_cancellations,
    to_changes,
    to_ics,
    to_objects,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.course.replaying import Followed
    from npc_regimens.products import Formulary

LONDON = ZoneInfo("Europe/London")
STAMP = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)
PLAIN = Reminders(course="a-course", stamp=STAMP, zone=LONDON, titles=Titles.FULL)
BLOCKS = replace(PLAIN, events=Per.BLOCK)
DAYS = replace(PLAIN, events=Per.DAY)
RECORDED = dt.date(2026, 12, 20)
LATER = dt.date(2027, 5, 31)
MARKS = re.compile(rb"X-(?:KEEPER|CONTENT)-KEY:[0-9a-f-]{36}\r\n")
WHOLE = re.compile(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", re.DOTALL)


def written(made: Course, reminders: Reminders = PLAIN) -> list[Event]:
    """Write a course and read its events."""
    return events(to_ics(made.calendar, reminders, FORMULARY, made.versions))


def raw(made: Course, reminders: Reminders = PLAIN) -> dict[bytes, bytes]:
    """Write a course, and take the bytes of each event by its identity."""
    data = to_ics(made.calendar, reminders, FORMULARY, made.versions)
    found = {each.partition(b"UID:")[2][:36]: each for each in WHOLE.findall(data)}
    assert len(found) == data.count(b"BEGIN:VEVENT")
    return found


@pytest.mark.parametrize("per", Per)
def test_a_course_without_changes_is_written_as_before(per: Per) -> None:
    """No versions, and versions of nothing, give the same bytes."""
    made = course()
    reminders = replace(PLAIN, events=per)

    plain = to_ics(made.calendar, reminders, FORMULARY)
    assert to_ics(made.calendar, reminders, FORMULARY, Versions()) == plain


def test_a_moved_dose_updates_its_event_and_the_others_keep_their_bytes() -> None:
    """Cycle 2 a week later: 50 doses keep identity with a higher sequence, 50 are untouched.

    A cycle is 1 infusion, 2 x 14 doses of tablets and 21 capsules.
    """
    before = course()
    first, second = raw(before), raw(delayed(before, 2, 7, RECORDED))

    assert first.keys() == second.keys()
    changed = [uid for uid in first if first[uid] != second[uid]]
    assert (len(first), len(changed)) == (100, 50)
    for uid in changed:
        (event,) = events(b"BEGIN:VCALENDAR\r\n" + second[uid])
        assert event["SEQUENCE"] == "1"
        assert event["DTSTAMP"] == event["LAST-MODIFIED"] == "20261220T000000Z"
        assert event["DTSTART;TZID=Europe/London"] >= "20270104"


def test_a_second_change_raises_the_sequence_again() -> None:
    """The sequence is the revision of the file and that of the dose together."""
    twice = delayed(delayed(course(), 2, 7, RECORDED), 2, 1, dt.date(2026, 12, 22))
    last = written(twice, replace(PLAIN, revision=3))[-1]

    assert last["SEQUENCE"] == "5"
    assert last["DTSTAMP"] == "20261222T000000Z"


@pytest.mark.parametrize(("language", "word"), [("en", "CANCELLED "), ("zh", "已取消 ")])
def test_a_dropped_dose_is_cancelled_and_no_longer_rings(language: str, word: str) -> None:
    """From day 14 of cycle 2 on nothing is given: 2 doses of tablets and 8 capsules are cancelled.

    The first word says so, for readers that show such an event; none has an alarm or blocks time.
    """
    made = stopped(course(), dt.date(2027, 1, 10), RECORDED)
    events_ = written(made, replace(PLAIN, language=Language(language)))
    gone = [event for event in events_ if event["STATUS"] == "CANCELLED"]

    assert (len(gone), len(events_)) == (10, 100)
    for event in gone:
        assert event["SUMMARY"].startswith(word)
        assert event["SEQUENCE"] == "1"
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["LAST-MODIFIED"] == "20261220T000000Z"
        assert not any(key.startswith("ALARM") for key in event)
    assert {event["UID"] for event in events_} == {event["UID"] for event in written(course())}


def test_a_cancelled_visit_blocks_no_time() -> None:
    """A visit that was busy is free when it is cancelled."""
    made = dropped(course(), RECORDED, lambda each: each.component == "alfamab")
    visits = [event for event in written(made) if "alfamab" in event["SUMMARY"]]

    assert [(each["STATUS"], each["TRANSP"]) for each in visits] == [
        ("CANCELLED", "TRANSPARENT"),
        ("CANCELLED", "TRANSPARENT"),
    ]


@pytest.mark.parametrize("per", Per)
def test_a_feed_leaves_out_what_was_dropped(per: Per) -> None:
    """A feed is taken as a whole, so what is not there is gone; and it asks to be read often."""
    made = stopped(course(), dt.date(2027, 1, 10), RECORDED)
    reminders = replace(PLAIN, events=per, feed=True)
    data = to_ics(made.calendar, reminders, FORMULARY, made.versions)

    assert b"CANCELLED" not in data
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"} <= set(lines(data))
    assert read(events(data), ZoneInfo) == expected(made, LONDON, Variant(per, titles="full"))


def test_a_day_is_updated_by_any_of_its_doses() -> None:
    """A day at home whose evening is left out has another note and a higher sequence."""
    made = dropped(course(), RECORDED, lambda each: (each.cycle_day, each.slot) == (2, "evening"))
    before, after = raw(course(), DAYS), raw(made, DAYS)
    changed = [after[uid] for uid in before if before[uid] != after[uid]]

    assert before.keys() == after.keys()
    assert len(changed) == 2  # day 2 of both cycles
    # one change, and two doses beside the first
    assert all(b"SEQUENCE:3" in each and b"evening" not in each for each in changed)


def test_a_day_without_doses_is_cancelled_once() -> None:
    """From day 14 of cycle 2 on 8 days have nothing left, each of which was one event."""
    made = stopped(course(), dt.date(2027, 1, 10), RECORDED)
    gone = [event for event in written(made, DAYS) if event["STATUS"] == "CANCELLED"]

    assert len(gone) == 8
    assert {event["UID"] for event in gone} <= {e["UID"] for e in written(course(), DAYS)}
    assert gone[0]["SEQUENCE"] == "5"  # three doses, each changed once, two beside the first


def test_a_day_whose_doses_fell_apart_has_an_event_for_each_date() -> None:
    """What is moved away alone gets an event of its own, and the first keeps the old one."""
    made = course()
    of_a_day = [each for each in made.calendar.administrations if each.place == "C1D14"]
    days = {"morning": dt.date(2026, 12, 31), "evening": dt.date(2027, 1, 1)}
    apart = [
        replace(each, planned_date=days.get(each.slot, each.planned_date)) for each in of_a_day
    ]
    calendar = replace(made.calendar, administrations=tuple(apart))
    found = written(Course(calendar), DAYS)

    assert [event["SUMMARY"] for event in found] == [
        "gammatinib 10 mg",
        "betacitabine 1,150 mg, morning",
        "betacitabine 1,150 mg, evening",
    ]
    before = {event["UID"] for event in written(course(), DAYS)}
    assert [event["UID"] in before for event in found] == [True, False, False]
    assert len({event["UID"] for event in found}) == 3


def test_a_block_that_is_cut_short_keeps_its_event() -> None:
    """Tablets are reduced from day 6 on: days 1 to 5 keep the event, days 6 to 14 get their own."""
    made = reduced(course(cycles=1), dt.date(2026, 12, 12), dt.date(2026, 12, 11))
    before, after = written(course(cycles=1), BLOCKS), written(made, BLOCKS)
    tablets = [event for event in after if "morning" in event["SUMMARY"]]

    assert [(each["SUMMARY"], each["RRULE"], each["SEQUENCE"]) for each in tablets] == [
        # nine doses changed once, and thirteen or eight stand behind the first
        ("betacitabine 1,150 mg, morning", "FREQ=DAILY;COUNT=5", "22"),
        ("betacitabine 900 mg, morning", "FREQ=DAILY;COUNT=9", "17"),
    ]
    assert tablets[0]["UID"] in {event["UID"] for event in before}
    assert tablets[1]["UID"] not in {event["UID"] for event in before}
    assert "Cycle 1, days 6 to 14 (9 days)" in tablets[1]["DESCRIPTION"]


def test_a_block_that_grows_rises() -> None:
    """A longer calendar makes a block longer, and its sequence higher, without any version."""
    made = course(cycles=1)
    shorter = [each for each in made.calendar.administrations if each.cycle_day <= 10]
    short = Course(replace(made.calendar, administrations=tuple(shorter)))
    before, after = (written(each, BLOCKS) for each in (short, made))

    counts = [(each["RRULE"], each["SEQUENCE"]) for each in before if "RRULE" in each]
    assert counts == [("FREQ=DAILY;COUNT=10", "9")] * 3
    assert {(each["RRULE"], each["SEQUENCE"]) for each in after if "RRULE" in each} == {
        ("FREQ=DAILY;COUNT=14", "13"),
        ("FREQ=DAILY;COUNT=21", "20"),
    }
    assert [each["UID"] for each in before] == [each["UID"] for each in after]


def test_a_block_is_cancelled_when_its_first_dose_is() -> None:
    """A dropped first day cancels the block and begins a new one; a dropped last day does not."""
    without_first = dropped(course(cycles=1), RECORDED, lambda each: each.cycle_day == 1)
    without_last = dropped(course(cycles=1), RECORDED, lambda each: each.cycle_day == 14)

    gone = [each["SUMMARY"] for each in written(without_first, BLOCKS) if "RRULE" not in each]
    assert sorted(gone) == [
        "CANCELLED Appointment: alfamab 200 mg",
        "CANCELLED betacitabine 1,150 mg, evening",
        "CANCELLED betacitabine 1,150 mg, morning",
        "CANCELLED gammatinib 10 mg",
    ]
    rules = [each["RRULE"] for each in written(without_last, BLOCKS) if "RRULE" in each]
    assert sorted(rules) == [
        "FREQ=DAILY;COUNT=13",
        "FREQ=DAILY;COUNT=13",
        "FREQ=DAILY;COUNT=13",
        "FREQ=DAILY;COUNT=7",
    ]
    assert "CANCELLED" not in {each["STATUS"] for each in written(without_last, BLOCKS)}


@pytest.mark.parametrize("per", Per)
def test_a_journey_has_the_clock_of_the_place(per: Per) -> None:
    """From a day on each event is in the zone of the journey, and the file holds both zones."""
    made = abroad(course(), dt.date(2026, 12, 20), "America/New_York", RECORDED)
    made = abroad(made, dt.date(2027, 1, 3), "Asia/Shanghai", RECORDED)
    data = to_ics(made.calendar, replace(PLAIN, events=per), FORMULARY, made.versions)

    zones = [line for line in lines(data) if line.startswith("TZID:")]
    assert zones == ["TZID:America/New_York", "TZID:Asia/Shanghai", "TZID:Europe/London"]
    assert read(events(data), ZoneInfo) == expected(made, LONDON, Variant(per, titles="full"))


def test_of_two_journeys_from_one_day_on_the_last_holds() -> None:
    """A journey that was changed before it began leads where the last entry says."""
    day = dt.date(2026, 12, 20)
    made = abroad(abroad(course(), day, "Asia/Shanghai", RECORDED), day, "UTC", RECORDED)

    found = read(written(made), ZoneInfo)
    assert found == expected(made, LONDON, Variant(titles="full"))
    assert b"Asia/Shanghai" not in to_ics(made.calendar, PLAIN, FORMULARY, made.versions)


def test_a_journey_to_a_zone_of_no_name_is_refused() -> None:
    """A journey leads to a place."""
    offset = Versions(zones=((RECORDED, dt.UTC),))  # type: ignore[arg-type]

    with pytest.raises(DateError, match="has no IANA name"):
        to_ics(course().calendar, PLAIN, FORMULARY, offset)


def test_the_changes_alone_are_a_file() -> None:
    """A file of changes has what changed on a day or later, each as in the whole file."""
    made = delayed(course(), 2, 7, RECORDED)
    made = reduced(made, dt.date(2027, 1, 11), dt.date(2027, 1, 9))
    whole = raw(made)

    data = to_changes(made.calendar, PLAIN, FORMULARY, made.versions)
    assert len(events(data)) == 50
    late = to_changes(made.calendar, PLAIN, FORMULARY, made.versions, since=dt.date(2027, 1, 9))
    assert len(WHOLE.findall(late)) == 14  # tablets of days 8 to 14, twice a day
    assert all(each in whole.values() for each in WHOLE.findall(late))
    with pytest.raises(PlanError, match="no event has changed"):
        to_changes(course().calendar, PLAIN, FORMULARY, Versions())


def test_added_doses_raise_the_block_that_they_lengthen(
    follow: Callable[..., Followed], formulary: Formulary
) -> None:
    """A horizon on day 19 of a cycle that moves behind it: two days more, in a block of theirs."""

    def lines_of(made: Followed) -> dict[bytes, tuple[bytes, bytes]]:
        data = to_ics(made.calendar, BLOCKS, formulary, made.versions)
        found = re.findall(rb"UID:(\S+)\s+SEQUENCE:(\d+)\s+RRULE:(\S+)", data)
        return {uid: (rule, sequence) for uid, sequence, rule in found}

    before = lines_of(follow())
    after = lines_of(follow({"what": "settle", "recorded": RECORDED, "through": LATER}))
    raised = [(before[uid], after[uid]) for uid in before if before[uid] != after[uid]]
    new = [rule for uid, (rule, _) in after.items() if uid not in before]

    rule = b"FREQ=DAILY;COUNT=19"
    assert raised == [((rule, b"18"), (rule, b"22"))] * 2  # of a morning and of an evening
    assert new.count(b"FREQ=DAILY;COUNT=2") == 2


def test_the_changes_alone_have_the_doses_that_were_added(
    follow: Callable[..., Followed], formulary: Formulary
) -> None:
    """A fifth cycle has never been in a file, and a patient who reads changes alone needs it."""
    made = follow({"what": "settle", "recorded": RECORDED, "cycles": {"combination": 5}})

    found = events(to_changes(made.calendar, PLAIN, formulary, made.versions))
    words = [each["DESCRIPTION"] for each in found if "anlotinib" in each["SUMMARY"]]
    assert len(words) == 14
    assert all("Cycle 5" in each for each in words)


def test_what_was_revised_is_stamped_no_earlier_than_the_file() -> None:
    """Decided in November, in a file of December: the stamp does not fall, the sequence rises."""
    made = delayed(course(), 2, 7, dt.date(2026, 11, 20))
    stamps = {(each["DTSTAMP"], each["SEQUENCE"]) for each in written(made)}

    assert stamps == {("20261201T093000Z", "0"), ("20261201T093000Z", "1")}


def test_a_dropped_session_is_cancelled_and_a_moved_one_is_raised() -> None:
    """Two sessions: the first is moved, and the second is dropped."""
    one, two = (Session("radiotherapy", number, 2, RECORDED) for number in (1, 2))
    version = Version(1, RECORDED)
    versions = Versions({SessionPlace.of(one): version}, dropped_sessions=((two, version),))
    calendar = replace(course().calendar, sessions=(one,))

    found = [e for e in written(Course(calendar, versions)) if "adiotherapy" in e["SUMMARY"]]
    assert [(each["STATUS"], each["SEQUENCE"]) for each in found] == [
        ("CONFIRMED", "1"),
        ("CANCELLED", "1"),
    ]


def test_the_cancellations_alone_are_a_file_with_an_organizer() -> None:
    """A file of cancellations says so by its method, and each event says by whom."""
    made = stopped(course(), dt.date(2027, 1, 10), RECORDED)
    data = to_cancellations(
        made.calendar, PLAIN, FORMULARY, made.versions, organizer="desk@example.org"
    )

    assert "METHOD:CANCEL" in lines(data)
    assert len(events(data)) == 10
    assert {event["ORGANIZER"] for event in events(data)} == {"mailto:desk@example.org"}
    with pytest.raises(PlanError, match="'desk' is no address"):
        to_cancellations(made.calendar, PLAIN, FORMULARY, made.versions, organizer="desk")
    telling, discreet = "desk@oncology.example.org", replace(PLAIN, titles=Titles.DISCREET)
    with pytest.raises(PlanError, match="organizer has 'oncolog', which tells the disease"):
        to_cancellations(made.calendar, discreet, FORMULARY, made.versions, organizer=telling)
    with pytest.raises(PlanError, match="no event was dropped"):
        to_cancellations(
            course().calendar, PLAIN, FORMULARY, Versions(), organizer="desk@example.org"
        )


def test_a_dropped_dose_at_home_needs_its_time_too() -> None:
    """What cannot be placed on the clock is refused, cancelled or not."""
    made = stopped(course(clock={"clinic": CLOCK["clinic"]}), dt.date(2020, 1, 1), RECORDED)

    with pytest.raises(PlanError, match="no time of day for 'once'"):
        to_ics(made.calendar, PLAIN, FORMULARY, made.versions)


def test_objects_are_the_events_one_by_one_without_those_that_are_gone() -> None:
    """A collection keeps each event by itself with its zone, no method, and no dropped one."""
    made = stopped(course(), dt.date(2027, 1, 10), RECORDED)
    objects = to_objects(made.calendar, PLAIN, FORMULARY, made.versions)
    whole = raw(made)

    assert len(objects) == 90
    for uid, data in objects.items():
        (event,) = WHOLE.findall(data)
        assert MARKS.sub(b"", event) == whole[uid.encode()]
        assert len(MARKS.findall(event)) == 2
        assert data.count(b"BEGIN:VTIMEZONE") == 1
        assert b"METHOD" not in data
    untimed = course(clock={slot: CLOCK[slot] for slot in ("once", "morning", "evening")})
    visit = next(
        each
        for each in to_objects(untimed.calendar, PLAIN, FORMULARY).values()
        if b"alfamab" in each
    )
    assert b"VTIMEZONE" not in visit


def test_an_object_says_whose_it_is_and_what_it_holds() -> None:
    """All objects of a course have one keeper, another course has another; contents differ."""
    made = course()
    keys = [_marks(each) for each in to_objects(made.calendar, PLAIN, FORMULARY).values()]
    other = replace(PLAIN, course="b-course")
    others = [_marks(each) for each in to_objects(made.calendar, other, FORMULARY).values()]

    assert {keeper for keeper, _ in keys} == {keeper_key(PLAIN)}
    assert {keeper for keeper, _ in others} == {keeper_key(other)} != {keeper_key(PLAIN)}
    assert len({content for _, content in keys}) == len(keys)
    forged = replace(PLAIN, labels={"gammatinib": "x BEGIN:VALARM y"})
    for each in to_objects(made.calendar, forged, FORMULARY).values():
        assert each.count(b"\r\nX-KEEPER-KEY:") == 1


def _marks(data: bytes) -> tuple[str, str]:
    (event,) = events(data)
    return event["X-KEEPER-KEY"], event["X-CONTENT-KEY"]


def test_an_object_does_not_change_with_what_is_planned_behind_it() -> None:
    """A longer calendar adds objects and leaves the bytes of the others."""
    short = to_objects(course(cycles=1).calendar, PLAIN, FORMULARY)
    long = to_objects(course(cycles=9).calendar, PLAIN, FORMULARY)

    assert short.items() <= long.items()


def test_versions_of_the_past_stay_as_they_are() -> None:
    """An entry that changes cycle 2 leaves each event of cycle 1 as it was, to the byte."""
    made = stopped(reduced(course(), dt.date(2026, 12, 28), RECORDED), RECORDED, RECORDED)
    first, second = raw(course()), raw(made)
    early = [uid for uid, each in first.items() if _date(each) < b"20261220"]

    assert len(early) == 1 + 13 * 3  # one infusion, and three doses on each of 13 days
    assert all(first[uid] == second[uid] for uid in early)
    assert made.versions.dropped[0][1] == Version(1, RECORDED)


def _date(event: bytes) -> bytes:
    return event.partition(b"DTSTART;TZID=Europe/London:")[2][:8]
