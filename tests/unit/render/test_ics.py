"""The calendar file: worked examples of each rule, what is refused, and two files as bytes."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from ics_reading import Event, events, lines

from npc_regimens.errors import DateError, NpcRegimensError, PlanError, UnknownNameError
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary, Product
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.render.ics import Reminders, Titles, to_ics
from npc_regimens.render.ics_words import Wording

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parents[2] / "golden"
CITE = "example-2020#table-1"
STAMP = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
LONDON = ZoneInfo("Europe/London")
PLAIN = Reminders(course="a-course", stamp=STAMP, zone=SHANGHAI)
FULL = replace(PLAIN, titles=Titles.FULL)
CLOCK = {"once": dt.time(8), "morning": dt.time(8), "evening": dt.time(20)}
CHINESE = "早晨餐后服用白色药片三片。" * 25  # 325 characters

COMPONENTS: dict[str, Any] = {
    "alfamab": {
        "drug": "alfamab",
        "dose": "200 mg",
        "route": "intravenous",
        "infusion": "1.5 h",
        "days": "1",
        "cite": CITE,
    },
    "betacitabine": {
        "drug": "betacitabine",
        "dose": "650 mg/m2",
        "route": "oral",
        "frequency": "twice daily",
        "days": "1-2",
        "missed_dose": {"make_up": "with time left", "time_left": "6 h"},
        "cite": CITE,
    },
    "gammatinib": {
        "drug": "gammatinib",
        "dose": "1250.5 mg",
        "route": "oral",
        "frequency": "once daily",
        "days": "2",
        "cite": [CITE, "example-2020#table-2"],
    },
}
TABLETS: dict[str, Any] = {
    "format": 1,
    "id": "betacitabine-tablets",
    "drug": "betacitabine",
    "name": "betacitabine tablets",
    "form": "tablet",
    "route": "oral",
    "strengths": ["500 mg", "150 mg"],
    "cite": CITE,
    "rounding": {
        "rule": "nearest whole units",
        "ties": "up",
        "report_over": "10 %",
        "cite": CITE,
    },
}
FORMULARY = Formulary((Product.model_validate(TABLETS),))


def planned(
    *names: str,
    start: dt.date = dt.date(2026, 12, 7),
    clock: dict[str, dt.time] | None = None,
    weight: str = "65 kg",
    infusion: str | None = "1.5 h",
) -> Calendar:
    """Plan one cycle of 3 days with the named components, or with all three."""
    components = {name: COMPONENTS[name] for name in names or COMPONENTS}
    if infusion is None:
        del (alfamab := dict(components["alfamab"]))["infusion"]
        components["alfamab"] = alfamab
    phase = {"name": "induction", "cycle": "3 days", "cycles": "1", "give": list(components)}
    arm = {"id": "only", "name": "The only arm", "phase": [phase]}
    head = {"format": 1, "id": "example-01", "title": "An example of three drugs"}
    trial = Trial.model_validate({**head, "component": components, "arm": [arm]})
    patient = Patient.measured(on=dt.date(2020, 1, 1), height="170 cm", weight=weight)
    clock = CLOCK if clock is None else clock
    return plan(settle(trial), patient, start=start, formulary=FORMULARY, clock=clock)


def first(calendar: Calendar, reminders: Reminders = PLAIN) -> Event:
    """Write a calendar and read its first event."""
    return events(to_ics(calendar, reminders, FORMULARY))[0]


@pytest.mark.parametrize("titles", Titles)
def test_the_file_is_as_it_was_reviewed(titles: Titles) -> None:
    """The bytes change only with a reviewed file: NPC_WRITE_GOLDEN=1 pytest writes them anew."""
    labels = {"betacitabine": "白片, 饭后; 用水\\送服", "alfamab": "去医院 🏥"}
    reminders = replace(PLAIN, titles=titles, labels=labels, name="提醒, 每天", revision=2)
    data = to_ics(planned(), reminders, FORMULARY)
    path = GOLDEN / f"three-days-{titles}.ics"
    if "NPC_WRITE_GOLDEN" in os.environ:  # pragma: no cover
        path.write_bytes(data)

    assert data == path.read_bytes()


def test_a_home_dose_is_a_quarter_of_an_hour_that_rings() -> None:
    """A dose at home has its wall-clock time, blocks no time, and rings once, when it is due."""
    event = first(planned("betacitabine"))

    assert event == {
        "SUMMARY": "Medicine A, morning: 3 tablets",
        "DTSTART;TZID=Asia/Shanghai": "20261207T080000",
        "DTEND;TZID=Asia/Shanghai": "20261207T081500",
        "DTSTAMP": "20261201T093000Z",
        "UID": event["UID"],
        "SEQUENCE": "0",
        "DESCRIPTION": "2 tablets of 500 mg\n1 tablet of 150 mg\nCycle 1, day 1",
        "LAST-MODIFIED": "20261201T093000Z",
        "STATUS": "CONFIRMED",
        "TRANSP": "TRANSPARENT",
        "ALARM.ACTION": "DISPLAY",
        "ALARM.DESCRIPTION": "Medicine A, morning: 3 tablets",
        "ALARM.TRIGGER": "P0D",
    }


def test_full_titles_name_drug_dose_rule_and_source() -> None:
    """Asked for, an event names the drug, its dose, its phase, its missed-dose rule and source."""
    event = first(planned("betacitabine"), FULL)

    assert event["SUMMARY"] == "betacitabine 1,150 mg, morning"
    assert event["CATEGORIES"] == "Home"
    assert event["DESCRIPTION"].split("\n")[2:] == [
        "Cycle 1, day 1 (induction)",
        "A missed dose is not made up when fewer than 6 h remain to the next.",
        "Source: example-2020#table-1",
    ]


@pytest.mark.parametrize(
    ("reminders", "summary"),
    [(PLAIN, "Medicine A: 1,250.5 mg"), (FULL, "gammatinib 1,250.5 mg")],
)
def test_a_dose_without_a_product_is_said_in_milligrams(reminders: Reminders, summary: str) -> None:
    """Where no tablets are known the ordered amount is said, with a thousands mark."""
    assert first(planned("gammatinib"), reminders)["SUMMARY"] == summary


def test_a_visit_without_a_time_is_the_day_and_rings_the_evening_before() -> None:
    """A visit without a time lasts its day, and its alarm is at 20:00 on the day before."""
    event = first(planned("alfamab"))

    assert event["SUMMARY"] == "Appointment"
    assert event["DTSTART;VALUE=DATE"] == "20261207"
    assert event["DTEND;VALUE=DATE"] == "20261208"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["ALARM.TRIGGER"] == "-PT4H"


@pytest.mark.parametrize(("infusion", "end"), [("1.5 h", "110000"), (None, "094500")])
def test_a_visit_with_a_time_blocks_its_infusion(infusion: str | None, end: str) -> None:
    """A visit with a time is busy for its infusion, and rings at 20:00 on the evening before."""
    calendar = planned("alfamab", clock={"clinic": dt.time(9, 30)}, infusion=infusion)
    event = first(calendar, FULL)

    assert event["SUMMARY"] == "Appointment: alfamab 200 mg"
    assert event["CATEGORIES"] == "Clinic"
    assert event["DTSTART;TZID=Asia/Shanghai"] == "20261207T093000"
    assert event["DTEND;TZID=Asia/Shanghai"] == f"20261207T{end}"
    assert event["TRANSP"] == "OPAQUE"
    assert event["ALARM.TRIGGER"] == "-PT13H30M"


def test_labels_are_the_patients_own_words() -> None:
    """A label stands for medicine or appointment, and with full titles before the drug."""
    labels = {"alfamab": "医院", "betacitabine": CHINESE, "gammatinib": "Capsule"}
    discreet, full = (replace(each, labels=labels) for each in (PLAIN, FULL))

    said = [event["SUMMARY"] for event in events(to_ics(planned(), discreet, FORMULARY))]
    assert said[:2] == ["医院", f"{CHINESE}, morning: 3 tablets"]
    assert said[3] == "Capsule: 1,250.5 mg"
    assert first(planned(), full)["SUMMARY"] == "医院: alfamab 200 mg"


def test_medicines_are_lettered_in_the_order_of_the_regimen() -> None:
    """A medicine keeps its letter whatever day it comes first; behind Z letters double."""
    said = {event["SUMMARY"] for event in events(to_ics(planned(), PLAIN, FORMULARY))}

    assert said == {
        "Appointment",
        "Medicine B, morning: 3 tablets",
        "Medicine B, evening: 3 tablets",
        "Medicine C: 1,250.5 mg",
    }
    (settled,) = planned("gammatinib").regimen.phases
    orders = [replace(settled.orders[0], component=f"drug-{n}") for n in range(27)]
    regimen = replace(planned().regimen, phases=(replace(settled, orders=tuple(orders)),))
    letters = Wording.of(regimen, PLAIN, FORMULARY).letters
    assert [letters["drug-25"], letters["drug-26"]] == ["Medicine Z", "Medicine AA"]


@pytest.mark.parametrize(
    ("date", "time", "start", "end"),
    [
        # clocks go forward from 01:00 to 02:00 on 28 March 2027
        ("2027-03-28", "00:50", "20270328T005000", "20270328T020500"),
        ("2027-03-28", "01:30", "20270328T013000Z", "20270328T014500Z"),
        ("2027-03-28", "02:30", "20270328T023000", "20270328T024500"),
        # and back from 02:00 to 01:00 on 31 October 2027
        ("2027-10-31", "00:30", "20271031T003000", "20271031T004500"),
        ("2027-10-31", "00:50", "20271030T235000Z", "20271031T000500Z"),
        ("2027-10-31", "01:30", "20271031T003000Z", "20271031T004500Z"),
        ("2027-10-31", "23:50", "20271031T235000", "20271101T000500"),
    ],
)
def test_a_time_that_is_skipped_or_repeated_is_written_in_utc(
    date: str, time: str, start: str, end: str
) -> None:
    """A start or end in a gap or an overlap is an instant, which every reader reads alike."""
    calendar = planned(
        "gammatinib",
        start=dt.date.fromisoformat(date) - dt.timedelta(days=1),
        clock={"once": dt.time.fromisoformat(time)},
    )
    event = first(calendar, replace(PLAIN, zone=LONDON))

    in_zone = "" if start.endswith("Z") else ";TZID=Europe/London"
    assert event[f"DTSTART{in_zone}"] == start
    assert event[f"DTEND{in_zone}"] == end


def test_an_infusion_that_ends_in_a_repeated_hour_is_written_in_utc() -> None:
    """An end that comes twice is an instant, also where the second one is meant."""
    clock = {"clinic": dt.time(0, 50)}
    calendar = planned("alfamab", start=dt.date(2027, 10, 31), clock=clock)
    event = first(calendar, replace(PLAIN, zone=LONDON))

    assert event["DTSTART"] == "20271030T235000Z"
    assert event["DTEND"] == "20271031T012000Z"


def test_a_fold_of_a_clock_time_is_not_heeded() -> None:
    """Of a time that comes twice the first is meant, whatever fold the clock carries."""
    clock = {"once": dt.time(1, 30, fold=1)}
    calendar = planned("gammatinib", start=dt.date(2027, 10, 30), clock=clock)

    assert first(calendar, replace(PLAIN, zone=LONDON))["DTSTART"] == "20271031T003000Z"


@pytest.mark.parametrize(
    ("zone", "start"),
    [("UTC", "DTSTART"), ("Etc/UTC", "DTSTART"), ("Etc/GMT", "DTSTART;TZID=Etc/GMT")],
)
def test_utc_needs_no_zone(zone: str, start: str) -> None:
    """In UTC times end in Z and there is no VTIMEZONE; a zone that shares its offset has one."""
    data = to_ics(planned("gammatinib"), replace(PLAIN, zone=ZoneInfo(zone)), FORMULARY)

    assert start in events(data)[0]
    assert (b"VTIMEZONE" in data) is (start != "DTSTART")


def test_a_zone_that_shares_utcs_offset_keeps_its_name() -> None:
    """Iceland's clocks are Iceland's, though icalendar takes the zone for UTC."""
    reminders = replace(PLAIN, zone=ZoneInfo("Atlantic/Reykjavik"))

    assert "DTSTART;TZID=Atlantic/Reykjavik" in first(planned("gammatinib"), reminders)


def test_the_head_is_neutral_and_whole() -> None:
    """The calendar has a name, an identity and a stamp, and says nothing of who made it."""
    reminders = replace(PLAIN, name="Tabs; and, more", zone=ZoneInfo("UTC"))
    head = lines(to_ics(planned(), reminders, FORMULARY))[:10]

    assert head[:8] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Tabs\\; and\\, more",
        "X-WR-CALNAME:Tabs\\; and\\, more",
        "LAST-MODIFIED:20261201T093000Z",
    ]
    assert head[8].startswith("UID:")
    assert head[9] == "X-WR-TIMEZONE:UTC"


def test_a_stamp_of_any_offset_is_the_same_instant() -> None:
    """A stamp is written in UTC, whatever the zone that it was given in."""
    reminders = replace(PLAIN, stamp=STAMP.astimezone(SHANGHAI))

    assert to_ics(planned(), reminders, FORMULARY) == to_ics(planned(), PLAIN, FORMULARY)


def two_years(
    trial: Callable[[str], Trial], formulary: Formulary, **changed: Any
) -> tuple[Calendar, list[Event], bytes]:
    """Write two years of a shipped regimen."""
    settled: dict[str, Any] = {"start": dt.date(2026, 12, 7), "weight": "65 kg", **changed}
    regimen = settle(trial("nct05807880"), None, Settlement(cycles={"combination": 6}))
    patient = Patient.measured(
        on=dt.date(2026, 12, 1), height="170 cm", weight=settled.pop("weight")
    )
    through = settled["start"] + dt.timedelta(days=729)
    calendar = plan(regimen, patient, through=through, formulary=formulary, clock=CLOCK, **settled)
    data = to_ics(calendar, replace(PLAIN, zone=LONDON), formulary)
    return calendar, events(data), data


def test_there_is_one_event_for_each_administration(
    trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """Two years are as many events as administrations, each its own, and no recurrence."""
    calendar, written, data = two_years(trial, formulary)

    assert len(written) == len(calendar.administrations) == 1579
    assert len({event["UID"] for event in written}) == 1579
    properties = {key.partition(";")[0] for event in written for key in event}
    assert properties.isdisjoint({"RRULE", "RDATE", "EXDATE", "CLASS", "ORGANIZER", "LOCATION"})
    assert properties.isdisjoint({"URL", "CATEGORIES", "ATTENDEE", "RECURRENCE-ID"})
    assert b"VTODO" not in data


def test_a_discreet_file_of_a_shipped_regimen_leaks_nothing(
    trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """No drug, product, trial, registry number, title, disease or source is in the bytes."""
    calendar, _, data = two_years(trial, formulary)
    record, text = trial("nct05807880"), b"".join(data.split(b"\r\n ")).decode().lower()

    secrets = [
        "npc",
        "nct",
        "nasopharyn",
        "carcinom",
        "cancer",
        "onco",
        "tumour",
        "label",
        "a-course",
    ]
    secrets += [record.id, record.title, "ALTER-HN005", calendar.regimen.arm, *record.component]
    secrets += [product.name for drug in record.component if (product := formulary.get(drug))]
    secrets += [citation.source for each in calendar.doses for citation in each.order.citation]
    assert [secret for secret in secrets if secret.lower() in text] == []


def test_identity_survives_another_start_and_another_weight(
    trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """A moved or changed dose updates its event: the identity is of the course and the place."""
    _, written, _ = two_years(trial, formulary)
    _, later, _ = two_years(trial, formulary, start=dt.date(2027, 1, 4), weight="90 kg")

    assert [each["UID"] for each in later] == [each["UID"] for each in written]
    assert [each["SUMMARY"] for each in later] != [each["SUMMARY"] for each in written]


def test_another_course_has_other_identities() -> None:
    """Two courses of one regimen share no identity."""
    one, other = (
        {event["UID"] for event in events(to_ics(planned(), replace(PLAIN, course=c), FORMULARY))}
        for c in ("course-1", "course-2")
    )

    assert one.isdisjoint(other)


IN_ANOTHER_PROCESS = """
import datetime as dt, hashlib
from zoneinfo import ZoneInfo
from npc_regimens.files import load, load_formulary
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, settle
from npc_regimens.render.ics import Reminders, to_ics

formulary = load_formulary()
regimen = settle(load("nct05807880"), None, Settlement(cycles={"combination": 6}))
patient = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
start, through = dt.date(2026, 12, 7), dt.date(2028, 12, 5)
clock = {"once": dt.time(8), "morning": dt.time(8), "evening": dt.time(20)}
calendar = plan(regimen, patient, start=start, through=through, formulary=formulary, clock=clock)
stamp = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)
reminders = Reminders(course="a-course", stamp=stamp, zone=ZoneInfo("Europe/London"))
print(hashlib.sha256(to_ics(calendar, reminders, formulary)).hexdigest())
"""


def test_the_bytes_depend_on_nothing_around_them() -> None:
    """Any hash seed, local zone and locale, and Python without asserts, give the same bytes."""
    surroundings = [
        ({"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai"}, []),
        ({"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C"}, ["-O"]),
    ]
    written = {
        subprocess.run(
            [sys.executable, *flags, "-c", IN_ANOTHER_PROCESS],
            env={**os.environ, **environment},
            capture_output=True,
            check=True,
        ).stdout
        for environment, flags in surroundings
    }

    assert len(written) == 1


@pytest.mark.parametrize(
    ("changed", "kind", "words"),
    [
        ({"course": " "}, PlanError, "course is empty"),
        ({"stamp": STAMP.replace(tzinfo=None)}, DateError, "not an instant in whole seconds"),
        ({"stamp": STAMP.replace(microsecond=1)}, DateError, "not an instant in whole seconds"),
        ({"stamp": dt.date(2026, 12, 1)}, DateError, "not an instant in whole seconds"),
        (
            {"stamp": dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8)))},
            DateError,
            "has no time in UTC",
        ),
        ({"zone": dt.timezone(dt.timedelta(hours=8))}, DateError, "has no IANA name"),
        ({"titles": "full"}, PlanError, "titles 'full' is not one of discreet, full"),
        ({"revision": -1}, PlanError, "revision -1 is not a whole number from 0"),
        ({"revision": True}, PlanError, "revision True is not a whole number"),
        ({"minutes": 0}, PlanError, "minutes 0 is not a whole number from 1 to 1440"),
        ({"name": ""}, PlanError, "name is empty"),
        ({"labels": {"a": "x\ud800"}}, PlanError, r"has '\ud800'"),
        ({"labels": {"a": r"x\Ny"}}, PlanError, r"has '\\N'"),
    ],
)
def test_what_could_not_be_written_is_refused(
    changed: dict[str, Any], kind: type[NpcRegimensError], words: str
) -> None:
    """A refusal names the culprit, its place and the remedy, before anything is written."""
    with pytest.raises(kind) as refusal:
        replace(PLAIN, **changed)

    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"labels": {"delta": "x"}}, "there is no component 'delta'; there are alfamab, beta"),
        ({"labels": {"alfamab": "打Alfamab针"}}, "the label of 'alfamab' says 'alfamab'"),
        ({"name": "EXAMPLE-01"}, "name says 'example-01', which discreet titles do not"),
        ({"name": "My An example of three drugs"}, "says 'An example of three drugs'"),
    ],
)
def test_words_that_do_not_fit_the_calendar_are_refused(
    changed: dict[str, Any], words: str
) -> None:
    """A label is of a component, and what the caller says in a discreet file names nothing."""
    with pytest.raises(PlanError) as refusal:
        to_ics(planned(), replace(PLAIN, **changed), FORMULARY)

    assert words in str(refusal.value)


def test_full_titles_may_name_the_drug() -> None:
    """What discreet titles refuse, full titles take."""
    event = first(planned("alfamab"), replace(FULL, labels={"alfamab": "Alfamab day"}))

    assert event["SUMMARY"] == "Alfamab day: alfamab 200 mg"


def test_a_home_dose_without_a_time_is_refused() -> None:
    """A reminder that could not ring is refused, with each slot and how to give its time."""
    with pytest.raises(PlanError) as refusal:
        to_ics(planned(clock={"morning": dt.time(8)}), PLAIN, FORMULARY)

    assert str(refusal.value) == (
        "no time of day for 'evening' of 'betacitabine', 'once' of 'gammatinib', and a reminder"
        " at home needs one; plan with a clock, for example evening=08:00"
    )


def test_tablets_are_not_called_by_a_guess() -> None:
    """A formulary that lacks the planned product is refused, for the words would be a guess."""
    with pytest.raises(UnknownNameError, match="no product of 'betacitabine'"):
        to_ics(planned("betacitabine"), FULL, Formulary(()))


def test_a_start_before_the_rules_of_zones_is_refused() -> None:
    """Rules are written from 1970, so a calendar begins after it."""
    calendar = replace(planned(), start=dt.date(1970, 12, 31))

    with pytest.raises(DateError, match="start 1970-12-31 is before 1971"):
        to_ics(calendar, PLAIN, FORMULARY)
