"""Variants of a calendar file: per dose, day or block, for patient or clinic, in two languages."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ics_courses import CLOCK, FORMULARY, TRIAL, Course, course
from ics_expected import Variant, expected, read
from ics_reading import Event, events, lines

from npc_regimens.errors import PlanError
from npc_regimens.planning import Session
from npc_regimens.products import Formulary
from npc_regimens.render.ics import Audience, Language, Per, Reminders, Titles, to_ics
from npc_regimens.render.ics_strings import strings_of

STAMP = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)
LONDON, SHANGHAI, UTC = (ZoneInfo(name) for name in ("Europe/London", "Asia/Shanghai", "UTC"))
PLAIN = Reminders(course="a-course", stamp=STAMP, zone=LONDON)
VARIANTS = [Variant(*each) for each in itertools.product(Per, Audience, Titles, Language)]
CHANGES_OF_THE_CLOCK = [
    (LONDON, dt.date(2027, 3, 22)),  # forward on 28 March
    (LONDON, dt.date(2026, 10, 12)),  # back on 25 October
    (ZoneInfo("America/New_York"), dt.date(2027, 3, 8)),  # forward on 14 March
    (SHANGHAI, dt.date(2026, 12, 7)),
    (UTC, dt.date(2026, 12, 7)),
]


def wanted(variant: Variant, zone: ZoneInfo = LONDON, **changed: Any) -> Reminders:
    """Ask for a variant."""
    return Reminders(
        course="a-course",
        stamp=STAMP,
        zone=zone,
        events=Per(variant.per),
        audience=Audience(variant.audience),
        titles=Titles(variant.titles),
        language=Language(variant.language),
        **changed,
    )


def written(made: Course, reminders: Reminders) -> list[Event]:
    """Write a course and read its events."""
    return events(to_ics(made.calendar, reminders, FORMULARY, made.versions))


@pytest.mark.parametrize("variant", VARIANTS, ids="-".join)
def test_every_variant_says_the_administrations(variant: Variant) -> None:
    """Over a change of the clocks each variant has the doses' starts, ends, titles and alarms."""
    for zone, start in CHANGES_OF_THE_CLOCK:
        made = course(start)
        found = read(written(made, wanted(variant, zone)), ZoneInfo)
        assert found == expected(made, zone, variant)


@pytest.mark.parametrize("per", Per)
def test_hard_times_are_the_same_in_every_variant(per: Per) -> None:
    """01:30 is skipped on 28 March and comes twice on 31 October; a visit has no time."""
    clock = {"once": dt.time(0, 50), "morning": dt.time(1, 30), "evening": dt.time(23, 50)}
    for start in (dt.date(2027, 3, 22), dt.date(2027, 10, 18)):
        made = course(start, clock=clock)
        found = read(written(made, replace(PLAIN, events=per)), ZoneInfo)
        assert found == expected(made, LONDON, Variant(per))


def test_a_block_ends_where_the_clock_changes() -> None:
    """From 22 March on, 21 days are 6 before the change of 28 March and 15 from it on."""
    found = written(course(dt.date(2027, 3, 22), 1), replace(PLAIN, events=Per.BLOCK))
    capsules = [event for event in found if "Medicine C" in event["SUMMARY"]]

    assert [event["RRULE"] for event in capsules] == [
        "FREQ=DAILY;COUNT=6",
        "FREQ=DAILY;COUNT=15",
    ]
    assert "Cycle 1, days 1 to 6 (6 days)" in capsules[0]["DESCRIPTION"]


def test_a_dose_at_a_skipped_time_stands_alone() -> None:
    """A dose that is written as an instant is in no block, and the days around it are."""
    made = course(dt.date(2027, 3, 22), 1, clock={**CLOCK, "once": dt.time(1, 30)})
    found = written(made, replace(PLAIN, events=Per.BLOCK))
    capsules = [event for event in found if "Medicine C" in event["SUMMARY"]]

    assert [event.get("RRULE") for event in capsules] == [
        "FREQ=DAILY;COUNT=6",
        None,
        "FREQ=DAILY;COUNT=14",
    ]
    assert capsules[1]["DTSTART"] == "20270328T013000Z"


@pytest.mark.parametrize(
    ("days", "blocks"),
    [
        ("1-5, 8-12", ["COUNT=5", "COUNT=5"]),
        ("1, 8, 15", ["COUNT=3;INTERVAL=7"]),
        ("1, 8, 9, 10", ["", "COUNT=3"]),
        ("1, 8, 15, 16", ["COUNT=2;INTERVAL=7", "COUNT=2"]),
        ("1, 3, 5, 6", ["COUNT=2;INTERVAL=2", "COUNT=2"]),
        ("1, 2, 9", ["COUNT=2", ""]),
        ("1, 5", ["COUNT=2;INTERVAL=4"]),
        ("4", [""]),
    ],
)
def test_a_block_has_one_interval(days: str, blocks: list[str]) -> None:
    """A rest or another distance ends a block; a day that lies nearer to the next goes with it."""
    text = TRIAL.replace('days = "1-21"', f'days = "{days}"')
    found = written(course(cycles=1, trial=text), replace(PLAIN, events=Per.BLOCK))
    capsules = [event for event in found if "Medicine C" in event["SUMMARY"]]

    rules = [each.get("RRULE", "").removeprefix("FREQ=DAILY;") for each in capsules]
    assert [";".join(sorted(rule.split(";"))) for rule in rules] == blocks


def test_a_block_names_days_that_lie_apart() -> None:
    """Days with an interval are listed, and no dash stands between them."""
    text = TRIAL.replace('days = "1-21"', 'days = "1, 8, 15"')
    reminders = replace(PLAIN, events=Per.BLOCK)
    made = course(cycles=1, trial=text)
    (english,) = [each for each in written(made, reminders) if "INTERVAL" in each.get("RRULE", "")]
    chinese = written(made, replace(reminders, language=Language.CHINESE))

    assert english["DESCRIPTION"].endswith("Cycle 1, days 1, 8 and 15")
    assert any("第 1 周期第 1、8、15 天" in each["DESCRIPTION"] for each in chinese)


def test_blocks_are_many_times_smaller() -> None:
    """Two years of 34 cycles are 1,700 events by dose, and at most 5 a cycle by block."""
    made = course(cycles=34)
    files = {per: to_ics(made.calendar, replace(PLAIN, events=per), FORMULARY) for per in Per}

    assert files[Per.DOSE].count(b"BEGIN:VEVENT") == 34 * 50
    assert files[Per.DAY].count(b"BEGIN:VEVENT") == 34 * 22
    assert files[Per.BLOCK].count(b"BEGIN:VEVENT") <= 34 * 5
    assert len(files[Per.BLOCK]) * 8 < len(files[Per.DOSE])


def test_a_day_says_all_of_its_doses_with_their_times() -> None:
    """The event of a day is at its first dose, and its note has every dose at its time."""
    first = written(course(cycles=1), replace(PLAIN, events=Per.DAY))[0]

    assert first["DTSTART;TZID=Europe/London"] == "20261207T080000"
    assert first["SUMMARY"] == (
        "Medicine B, morning: 3 tablets; Medicine C: 1 capsule; Medicine B, evening: 3 tablets"
    )
    assert first["DESCRIPTION"].split("\n") == [
        "08:00 Medicine B, morning: 3 tablets",
        "2 tablets of 500 mg",
        "1 tablet of 150 mg",
        "13:30 Medicine C: 1 capsule",
        "1 capsule of 10 mg",
        "20:00 Medicine B, evening: 3 tablets",
        "2 tablets of 500 mg",
        "1 tablet of 150 mg",
        "Cycle 1, day 1",
    ]


SECOND_INFUSION = """
[component.deltamab]
drug = "deltamab"
dose = "5 mg"
route = "intravenous"
infusion = "2 h"
days = "1"
after = { component = "alfamab", interval = "30 min" }
cite = "example-2020#table-1"

[[arm]]
"""


def with_a_second_infusion(clock: dict[str, dt.time]) -> Course:
    """Plan a visit with two infusions, of which the second comes after the first."""
    text = TRIAL.replace("[[arm]]\n", SECOND_INFUSION, 1)
    text = text.replace('["alfamab", ', '["alfamab", "deltamab", ')
    return course(cycles=1, trial=text, clock=clock)


def test_a_visit_of_several_infusions_is_one_event_of_the_day() -> None:
    """From 09:30 for 1.5 h, 30 minutes of waiting and 2 h: the visit ends at 13:30."""
    reminders = replace(PLAIN, events=Per.DAY, titles=Titles.FULL)
    (visit,) = (
        event
        for event in written(with_a_second_infusion(CLOCK), reminders)
        if "Appointment" in event["SUMMARY"]
    )

    assert visit["SUMMARY"] == "Appointment: alfamab 200 mg; Appointment: deltamab 5 mg"
    assert visit["DTSTART;TZID=Europe/London"] == "20261207T093000"
    assert visit["DTEND;TZID=Europe/London"] == "20261207T133000"
    discreet = written(with_a_second_infusion(CLOCK), replace(PLAIN, events=Per.DAY))
    assert [each["SUMMARY"] for each in discreet].count("Appointment") == 1


def test_a_visit_without_a_time_is_a_day_also_for_several_infusions() -> None:
    """Where the clinic gives no time, nobody knows when the visit ends."""
    clock = {slot: CLOCK[slot] for slot in ("once", "morning", "evening")}
    found = written(with_a_second_infusion(clock), replace(PLAIN, events=Per.DAY))
    (visit,) = (event for event in found if event["SUMMARY"] == "Appointment")

    assert visit["DTSTART;VALUE=DATE"] == "20261207"
    assert visit["DTEND;VALUE=DATE"] == "20261208"


def test_the_clinic_is_told_dose_and_volume() -> None:
    """200 mg of 100 mg in 4 mL are 8 mL; an infusion of no known vial has a dose alone."""
    made = with_a_second_infusion(CLOCK)
    full = replace(PLAIN, audience=Audience.CLINIC, titles=Titles.FULL)
    first, second = written(made, full)

    assert first["SUMMARY"] == "Appointment: alfamab 200 mg (8 mL)"
    assert first["DESCRIPTION"].split("\n")[:2] == ["Dose: 200 mg", "Volume: 8 mL"]
    assert second["SUMMARY"] == "Appointment: deltamab 5 mg"
    assert second["DESCRIPTION"].split("\n")[0] == "Dose: 5 mg"
    assert "Volume" not in second["DESCRIPTION"]
    discreet = written(made, replace(PLAIN, audience=Audience.CLINIC))[0]
    assert discreet["SUMMARY"] == "Appointment"
    assert discreet["DESCRIPTION"] == "Dose: 200 mg\nVolume: 8 mL\nCycle 1, day 1"


def test_a_volume_that_the_label_does_not_allow_is_left_out() -> None:
    """A vial labelled by salt or base gives no volume for a dose that says neither."""
    vial = FORMULARY["alfamab"]
    salted = vial.model_validate(
        {
            **vial.model_dump(mode="json", exclude_none=True),
            "vial": [{"content": "100 mg", "volume": "4 mL", "basis": "free base"}],
        }
    )
    dry = vial.model_validate(
        {**vial.model_dump(mode="json", exclude_none=True), "vial": [{"content": "100 mg"}]}
    )
    reminders = replace(PLAIN, audience=Audience.CLINIC)
    for product in (salted, dry):
        data = to_ics(course(cycles=1).calendar, reminders, Formulary((product,)))
        assert events(data)[0]["DESCRIPTION"] == "Dose: 200 mg\nCycle 1, day 1"


def test_a_clinic_and_a_patient_have_other_events() -> None:
    """Both files can be in one account: no identity of one is in the other."""
    patient, clinic = (
        {event["UID"] for event in written(course(), replace(PLAIN, audience=audience))}
        for audience in Audience
    )

    assert (len(patient), len(clinic)) == (100, 2)
    assert patient.isdisjoint(clinic)


def test_a_chinese_file_is_chinese() -> None:
    """Names and amounts are as in the data; all words around them are Chinese."""
    reminders = wanted(Variant("dose", "patient", "full", "zh"))
    data = to_ics(course(cycles=1).calendar, reminders, FORMULARY)
    found = events(data)

    assert {"NAME:提醒", "X-WR-CALNAME:提醒"} <= set(lines(data))
    assert found[0]["SUMMARY"] == "betacitabine 1,150 mg\uff0c早晨"
    assert found[0]["CATEGORIES"] == "在家"
    assert found[0]["DESCRIPTION"].split("\n") == [
        "2 片\uff0c每片 500 mg",
        "1 片\uff0c每片 150 mg",
        "第 1 周期第 1 天\uff08induction\uff09",
        "来源\uff1aexample-2020#table-1",
    ]


@pytest.mark.parametrize(
    ("language", "after", "missed"),
    [
        (
            "en",
            "30 min after the end of alfamab, on a day when both are given.",
            "A missed dose is not made up.",
        ),
        ("zh", "两药同日给药时\uff0c在 alfamab 结束后 30 分钟。", "漏服的一次不补。"),
    ],
)
def test_rules_are_said_in_either_language(language: str, after: str, missed: str) -> None:
    """What comes after what, and what of a missed dose, are sentences of the language."""
    text = TRIAL.replace("[[arm]]\n", SECOND_INFUSION, 1)
    text = text.replace('["alfamab", ', '["alfamab", "deltamab", ')
    text = text.replace('days = "1-21"', 'days = "1-21"\nmissed_dose = { make_up = "never" }')
    reminders = wanted(Variant("dose", "patient", "full", language))
    notes = [each["DESCRIPTION"] for each in written(course(cycles=1, trial=text), reminders)]

    assert sum(after in note for note in notes) == 1
    assert sum(missed in note for note in notes) == 21


@pytest.mark.parametrize(
    ("titles", "language", "said", "noted"),
    [
        ("full", "en", "Radiotherapy, session 2 of 33", "Session 2 of 33 (induction)"),
        (
            "full",
            "zh",
            "放疗\uff0c第 2 次\uff0c共 33 次",
            "第 2 次\uff0c共 33 次\uff08induction\uff09",
        ),
        ("discreet", "en", "Appointment", "Visit 2 of 33"),
        ("discreet", "zh", "就诊", "第 2 次就诊\uff0c共 33 次"),
    ],
)
def test_a_session_is_a_visit_of_its_own(titles: str, language: str, said: str, noted: str) -> None:
    """In every variant a session of radiotherapy has one event, for patient and clinic."""
    session = Session("induction", 2, 33, dt.date(2026, 12, 8))
    calendar = replace(course(cycles=1).calendar, administrations=(), sessions=(session,))
    for per, audience in itertools.product(Per, Audience):
        variant = Variant(per, audience, titles, language)
        (event,) = events(to_ics(calendar, wanted(variant), FORMULARY))
        assert (event["SUMMARY"], event["DESCRIPTION"]) == (said, noted)
        assert event["DTSTART;VALUE=DATE"] == "20261208"


def test_both_languages_have_the_same_sentences() -> None:
    """No sentence is missing in a language, and each is filled in with the same names or fewer."""
    tables = [strings_of(language)._table for language in Language]

    assert _keys(tables[0]) == _keys(tables[1])


def _keys(table: Any, before: str = "") -> list[str]:
    found: list[str] = []
    for key, value in table.items():
        found += _keys(value, f"{key}.") if isinstance(value, dict) else [before + key]
    return sorted(found)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"events": "week"}, "events 'week' is not one of dose, day, block"),
        ({"audience": "family"}, "audience 'family' is not one of patient, clinic"),
        ({"language": "fr"}, "language 'fr' is not one of en, zh"),
    ],
)
def test_a_variant_that_does_not_exist_is_refused(changed: dict[str, Any], words: str) -> None:
    """A refusal names what there is."""
    with pytest.raises(PlanError) as refusal:
        replace(PLAIN, **changed)

    assert str(refusal.value) == words


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("My Cancer pills", "cancer"),
        ("鼻咽癌用药", "癌"),
        ("ChemoTherapy", "chemo"),
        ("化疗药", "化疗"),
    ],
)
def test_a_discreet_label_tells_no_disease_in_any_language(words: str, part: str) -> None:
    """A word that tells the disease is refused in a label or name, and full titles take it."""
    made = course(cycles=1)
    for changed in ({"labels": {"gammatinib": words}}, {"name": words}):
        with pytest.raises(PlanError, match=f"has '{part}', which tells the disease"):
            to_ics(made.calendar, replace(PLAIN, **changed), FORMULARY)
        full = replace(PLAIN, titles=Titles.FULL, **changed)
        assert words in to_ics(made.calendar, full, FORMULARY).decode().replace("\r\n ", "")


@pytest.mark.parametrize(
    "variant", [each for each in VARIANTS if each.titles == "discreet"], ids="-".join
)
def test_a_discreet_variant_leaks_nothing(variant: Variant) -> None:
    """No drug, trial, source, disease, radiotherapy or course is in the bytes, cancelled or not."""
    made = course()
    reminders = wanted(variant, labels={"gammatinib": "红胶囊"})
    text = to_ics(made.calendar, reminders, FORMULARY).replace(b"\r\n ", b"").decode().lower()

    secrets = ["alfamab", "betacitabine", "gammatinib", "example", "induction", "npc", "a-course"]
    secrets += ["radiother", "放疗", "cancer", "癌", "瘤", "onco", "nct"]
    assert [secret for secret in secrets if secret in text] == []
