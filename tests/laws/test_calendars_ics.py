"""Laws of calendar files: two independent readers find the administrations, and nothing more."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import assume, given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ics_expected import read
from ics_reading import events, moment, zone_of

from npc_regimens import strategies as ours
from npc_regimens.dates import at_wall_clock
from npc_regimens.planning import Administration, Calendar, Session, plan
from npc_regimens.render.ics import Language, Per, Reminders, Titles, to_ics

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from npc_regimens.patient import Patient
    from npc_regimens.strategies import Case

ZONES = (
    "Asia/Shanghai",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "UTC",
)
SLOTS = ("once", "morning", "noon", "evening", "bedtime", "clinic")
HARD_TIMES = tuple(map(dt.time.fromisoformat, ("01:30", "02:30", "00:00", "23:45", "00:50")))
STAMP = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)
CHINESE = "早晨餐后服用白色药片三片。" * 25  # 325 characters
LABELS = st.sampled_from((CHINESE, 'a, b; c\\d "e" 😀👨‍👩‍👧', "白片")) | st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=200
).filter(lambda text: text.strip() and r"\N" not in text)


class Written(NamedTuple):
    """A calendar with the file that was made of it."""

    case: Case
    clock: dict[str, dt.time]
    reminders: Reminders
    calendar: Calendar
    data: bytes


def write(case: Case, clock: dict[str, dt.time], reminders: Reminders, **changed: Any) -> Written:
    """Plan a case, or one that differs from it, and write it."""
    settled: dict[str, Any] = {**case.given, **changed}
    patient: Patient = settled.pop("patient", case.patient)
    calendar = plan(case.regimen, patient, formulary=case.formulary, clock=clock, **settled)
    return Written(case, clock, reminders, calendar, to_ics(calendar, reminders, case.formulary))


@st.composite
def files(draw: DrawFn, titles: Titles | None = None) -> Written:
    """Draw a calendar, and a file of it with times that clocks skip or repeat."""
    case = draw(ours.cases())
    times = st.sampled_from(HARD_TIMES) | st.times().map(
        lambda t: t.replace(second=0, microsecond=0)
    )
    of_the_day = draw(st.lists(times, min_size=4, max_size=4, unique=True).map(sorted))
    clock = {"once": draw(times), **dict(zip(SLOTS[1:5], of_the_day, strict=True))}
    is_in_line = any(order.after is not None for order in case.regimen.orders)
    early = times.filter(lambda time: time.hour < 19)  # three in line still end on that day
    clock["clinic"] = draw(early if is_in_line else times)
    if draw(st.booleans()):
        del clock["clinic"]
    chosen = titles or draw(st.sampled_from(Titles))
    components = [order.component for phase in case.regimen.phases for order in phase.orders]
    labels = st.dictionaries(st.sampled_from(components), LABELS).filter(
        lambda called: len({words.casefold().strip() for words in called.values()}) == len(called)
    )
    return write(
        case,
        clock,
        Reminders(
            course=draw(st.uuids()).hex,
            stamp=STAMP,
            zone=ZoneInfo(draw(st.sampled_from(ZONES))),
            titles=chosen,
            # the drawn components are called a, b and c, which discreet labels must not say
            labels=draw(labels) if chosen is Titles.FULL else {},
        ),
    )


def due(calendar: Calendar) -> list[Administration | Session]:
    """List doses and sessions day by day, the session of a day behind its doses."""
    every: list[Administration | Session] = [*calendar.administrations, *calendar.sessions]
    return sorted(every, key=date_of)  # which keeps the order of those of one day


def date_of(each: Administration | Session) -> dt.date:
    """Say on which date it is."""
    return each.date if isinstance(each, Session) else each.planned_date


def start_of(each: Administration | Session, zone: ZoneInfo) -> dt.date:
    """Say when it begins: a date, or an instant."""
    if each.time is None:
        return date_of(each)
    first = each.time.replace(fold=0)
    return at_wall_clock(date_of(each), first, zone).local.astimezone(dt.UTC)


def infusion(each: Administration | Session) -> str:
    """Say how long an infusion runs that is one."""
    return "None" if isinstance(each, Session) else str(each.dose.order.infusion)


def length(each: Administration | Session) -> dt.timedelta:
    """Say how long an event lasts: as long as a drawn infusion, and else as long as asked for."""
    minutes = {"None": 15, "30 min": 30, "1 h": 60, "24 h": 24 * 60}
    return dt.timedelta(minutes=minutes[infusion(each)])


def whole_days(each: Administration | Session) -> dt.timedelta:
    """Say how long an event without a time lasts: 24 h may still run on the day behind."""
    return dt.timedelta(days=2 if infusion(each) == "24 h" else 1)


def in_utc(value: dt.date | None) -> dt.date | None:
    """Say a moment as an instant, and leave a date alone."""
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value


@given(files())
def test_another_library_reads_the_administrations_back(written: Written) -> None:
    """Home Assistant's reader finds each dose and session at its moment, with one alarm."""
    expected = [start_of(each, written.reminders.zone) for each in due(written.calendar)]

    read = IcsCalendarStream.calendar_from_ics(written.data.decode()).events

    assert [in_utc(event.dtstart) for event in read] == expected
    assert {len(event.alarm) for event in read} <= {1}


@given(files())
def test_the_file_tells_its_own_zone(written: Written) -> None:
    """Read with nothing but what stands in the file, events are at their moment, and last."""
    zone = zone_of(written.data)

    for event, each in zip(events(written.data), due(written.calendar), strict=True):
        start, end = (moment(event, name, zone) for name in ("DTSTART", "DTEND"))
        assert start == start_of(each, written.reminders.zone)
        assert end - start == (whole_days(each) if each.time is None else length(each))


@given(files())
def test_two_readers_read_the_same_words(written: Written) -> None:
    """Commas, semicolons, backslashes, quotes, emoji and Chinese come back as they were."""
    by_library = IcsCalendarStream.calendar_from_ics(written.data.decode()).events
    by_hand = events(written.data)

    library = [(event.uid, event.summary, event.description) for event in by_library]
    assert library == [(each["UID"], each["SUMMARY"], each["DESCRIPTION"]) for each in by_hand]
    for each, given_ in zip(by_hand, due(written.calendar), strict=True):
        assert each["ALARM.DESCRIPTION"] == each["SUMMARY"]
        if isinstance(given_, Session):
            full = f"Radiotherapy, session {given_.number} of {given_.total}"
            assert each["SUMMARY"] == (full if written.reminders.is_full else "Appointment")
            continue
        label = written.reminders.labels.get(given_.component)
        assert label is None or each["SUMMARY"].startswith(f"{label}: ")


@given(files())
def test_the_bytes_are_icalendars_own(written: Written) -> None:
    """What is written line by line is what icalendar writes of the whole."""
    plain = icalendar.Calendar.from_ical(written.data).to_ical()

    assert plain == written.data


@given(files())
def test_lines_are_short_and_whole(written: Written) -> None:
    """No line is over 75 octets, none splits a character, and no control character is inside."""
    for line in written.data.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert "Cc" not in map(unicodedata.category, line.decode("utf-8"))


@given(files(Titles.DISCREET))
def test_a_discreet_file_tells_no_drug(written: Written) -> None:
    """No drug, arm, trial or source is anywhere in a discreet file, and not the course."""
    regimen = written.calendar.regimen
    orders = [order for phase in regimen.phases for order in phase.orders]
    secrets = {regimen.id, regimen.title, "example", "npc", "only", written.reminders.course}
    secrets.update(order.drug for order in orders)
    secrets.add("radiotherapy")

    text = written.data.decode().replace("\r\n ", "").lower()
    assert [secret for secret in sorted(secrets) if secret.lower() in text] == []


@given(files(), st.integers(1, 400), st.data())
def test_identity_is_of_the_place(written: Written, days: int, data: st.DataObject) -> None:
    """Identities are unique, and neither another start nor another body changes them.

    Where doses or sessions are on weekdays alone, the other start is whole weeks later.
    """
    phases = written.case.table["arm"][0]["phase"]
    assume(not any("month" in phase.get("span", "") for phase in phases))  # months differ
    by_date = any(order.days.only_on for order in written.case.regimen.orders)
    by_date = by_date or bool(written.calendar.sessions)
    case = written.case.moved(days * 7 if by_date else days)
    moved = write(case, written.clock, written.reminders, patient=data.draw(ours.patients()))

    before = [event["UID"] for event in events(written.data)]
    assert len(before) == len(set(before))
    assert [event["UID"] for event in events(moved.data)] == before


@given(files(), st.integers(1, 40))
def test_a_longer_horizon_leaves_the_events_alone(written: Written, days: int) -> None:
    """Planned further, what was there keeps its bytes, so a reader sees no change in it."""
    if written.case.through is None:
        return
    through = written.case.through + dt.timedelta(days=days)
    longer = write(written.case, written.clock, written.reminders, through=through)

    before = written.data.partition(b"BEGIN:VEVENT")[2].removesuffix(b"END:VCALENDAR\r\n")
    assert longer.data.partition(b"BEGIN:VEVENT")[2].startswith(before)


@given(files(), st.sampled_from(Language))
def test_compact_and_explicit_agree(written: Written, language: Language) -> None:
    """Block by block there are the same starts, ends, titles and alarms as dose by dose."""
    explicit, compact = (
        to_ics(
            written.calendar,
            replace(written.reminders, events=per, language=language),
            written.case.formulary,
        )
        for per in (Per.DOSE, Per.BLOCK)
    )

    assert read(events(compact), ZoneInfo) == read(events(explicit), ZoneInfo)
    assert icalendar.Calendar.from_ical(compact).to_ical() == compact


@given(files())
def test_days_have_every_dose(written: Written) -> None:
    """Day by day nothing is lost: each title of a dose stands in the note of one event."""
    reminders = replace(written.reminders, events=Per.DAY)
    found = events(to_ics(written.calendar, reminders, written.case.formulary))

    singles = [event["SUMMARY"] for event in events(written.data)]
    noted = "\n".join(f"{event['SUMMARY']}\n{event['DESCRIPTION']}" for event in found)
    assert len({event["UID"] for event in found}) == len(found) <= len(singles)
    assert [each for each in singles if each not in noted] == []
    zone = zone_of(written.data)
    starts = {moment(each, "DTSTART", zone) for each in events(written.data)}
    assert {moment(each, "DTSTART", zone) for each in found} <= starts


@given(files())
def test_the_same_arguments_give_the_same_bytes(written: Written) -> None:
    """A calendar planned and written again is the same file."""
    again = write(written.case, written.clock, written.reminders)

    assert again.data == written.data
