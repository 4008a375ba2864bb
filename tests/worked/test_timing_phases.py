"""Phases in sequence worked by hand: with a gap, from an event, with a span, and with sessions.

The sentences are those of published regimens; the body is 170 cm and 65 kg, so 1.75 m2.

Chemoradiotherapy starts 21 to 28 days after day 1 of the last induction cycle. Induction of three
cycles of 21 days starts on Monday 7 December 2026: 7 Dec -> 28 Dec -> 18 Jan, and ends on 7 Feb.
21 days after 18 January is 8 February, the next day: no gap. 28 days after it is 15 February, and
8 to 14 February are 7 days without treatment. Cisplatin then: 15 Feb -> 8 Mar -> 29 Mar.
33 sessions from Monday 15 February: six weeks of five are 30, through Friday 26 March; then
Monday 29, Tuesday 30 and Wednesday 31 March. With 26 and 29 March closed, session 29 is on Thursday
25 March, 30 on Tuesday 30, 31 on Wednesday 31, 32 on Thursday 1 and 33 on Friday 2 April.

Metronomic capecitabine starts 12 to 16 weeks after radiotherapy ends, Wednesday 31 March 2027.
84 days: 30 April is 30 days after it, 31 May 61, 23 June 84. One year from 23 June 2027 ends before
23 June 2028: 366 days, for 29 February 2028 lies in it; 2 x 366 = 732 doses of 650 x 1.75 = 1137.5,
ordered 1150 mg. 366 = 17 x 21 + 9, so the eighteenth cycle has 9 days.

Toripalimab 240 mg every 21 days through two years, with gemcitabine and cisplatin in at most six
cycles: from 7 December 2026 the last day is 6 December 2028, day 731. Dose n lies on day
1 + 21 x (n - 1): the 35th on day 715, 17 days before 7 December 2028, which is 20 November.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ics_reading import events

from npc_regimens.dates import Span
from npc_regimens.errors import RegimenError
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.render.ics import Reminders, Titles, to_ics

START = dt.date(2026, 12, 7)
CITE = "example-2020#table-1"
INFUSED = {"route": "intravenous", "cite": CITE}
COMPONENTS: dict[str, dict[str, Any]] = {
    "gemcitabine": {"drug": "gemcitabine", "dose": "1000 mg/m2", "days": "1, 8", **INFUSED},
    "cisplatin": {"drug": "cisplatin", "dose": "80 mg/m2", "days": "1", **INFUSED},
    "cisplatin-100": {"drug": "cisplatin", "dose": "100 mg/m2", "days": "1", **INFUSED},
    "toripalimab": {"drug": "toripalimab", "dose": "240 mg", "days": "1", **INFUSED},
    "capecitabine": {
        "drug": "capecitabine",
        "dose": "650 mg/m2",
        "days": "continuous",
        "route": "oral",
        "frequency": "twice daily",
        "cite": CITE,
    },
}
INDUCTION = {"name": "induction", "cycle": "21 days", "cycles": "3", "give": ["cisplatin"]}
CONCURRENT = {
    "name": "concurrent",
    "starts": {"from": "last cycle of induction", "after": "21-28 days"},
    "cycle": "21 days",
    "cycles": "3",
    "sessions": 33,
    "give": ["cisplatin-100"],
}
METRONOMIC = {
    "name": "adjuvant",
    "starts": {"from": "event radiotherapy end", "after": "12-16 weeks"},
    "cycle": "21 days",
    "cycles": "open",
    "span": "1 year",
    "give": ["capecitabine"],
}


def trial(*phases: dict[str, Any], **changed: dict[str, str]) -> Trial:
    """Write a trial of these phases."""
    names = dict.fromkeys(name for phase in phases for name in phase["give"])
    components = {name: {**COMPONENTS[name], **changed.get(name, {})} for name in names}
    arm = {"id": "only", "name": "The only arm", "phase": list(phases)}
    head = {"format": 1, "id": "example-01", "title": "An example"}
    return Trial.model_validate({**head, "component": components, "arm": [arm]})


def planned(made: Trial, formulary: Formulary, start: dt.date = START, **given: Any) -> Calendar:
    """Plan for the one patient; waits are settled by the way."""
    waits = {name: Span.parse(text) for name, text in given.pop("waits", {}).items()}
    regimen = settle(made, None, Settlement(waits=waits))
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")
    return plan(regimen, patient, start=start, formulary=formulary, **given)


def dates(calendar: Calendar, component: str) -> list[str]:
    """List the days of a component, as month and day."""
    return [f"{a.planned_date:%m-%d}" for a in calendar.administrations if a.component == component]


def test_chemoradiotherapy_without_a_gap(formulary: Formulary) -> None:
    """21 days after day 1 of the last cycle is the day behind that cycle."""
    calendar = planned(trial(INDUCTION, CONCURRENT), formulary, waits={"concurrent": "21 days"})

    assert dates(calendar, "cisplatin") == ["12-07", "12-28", "01-18"]
    assert dates(calendar, "cisplatin-100") == ["02-08", "03-01", "03-22"]
    assert all(day.phase is not None for day in calendar.days())


def test_chemoradiotherapy_after_a_week_of_rest(formulary: Formulary) -> None:
    """28 days after it there are 7 days that lie in no phase."""
    calendar = planned(trial(INDUCTION, CONCURRENT), formulary, waits={"concurrent": "4 weeks"})

    assert dates(calendar, "cisplatin-100") == ["02-15", "03-08", "03-29"]
    gap = [day.date for day in calendar.days() if day.phase is None]
    assert gap == [dt.date(2027, 2, day) for day in range(8, 15)]


@pytest.mark.parametrize("wait", ["20 days", "29 days", "1 month"])
def test_another_wait_is_refused(wait: str, formulary: Formulary) -> None:
    """What is outside the range is refused, and so is a span that cannot be compared with it."""
    with pytest.raises(RegimenError, match=f"starts 21 to 28 days after .*, so {wait} is not"):
        planned(trial(INDUCTION, CONCURRENT), formulary, waits={"concurrent": wait})


def test_thirty_three_sessions(formulary: Formulary) -> None:
    """Sessions lie on Monday to Friday from the first day, until there are 33."""
    made = trial(INDUCTION, CONCURRENT)
    calendar = planned(made, formulary, waits={"concurrent": "28 days"})

    assert (calendar.sessions[0].date, calendar.sessions[0].number) == (dt.date(2027, 2, 15), 1)
    assert [f"{each.date:%a %d %b}" for each in calendar.sessions[29:]] == [
        *("Fri 26 Mar", "Mon 29 Mar", "Tue 30 Mar", "Wed 31 Mar")
    ]
    closed = {dt.date(2027, 3, 26), dt.date(2027, 3, 29)}
    later = planned(made, formulary, waits={"concurrent": "28 days"}, closures=closed)
    assert [f"{each.date:%a %d %b}" for each in later.sessions[28:]] == [
        *("Thu 25 Mar", "Tue 30 Mar", "Wed 31 Mar", "Thu 01 Apr", "Fri 02 Apr")
    ]


SHORT = {"name": "concurrent", "cycle": "7 days", "cycles": "1", "sessions": 3}


def reminders_of(calendar: Calendar, titles: Titles = Titles.FULL) -> list[dict[str, str]]:
    """Read the events of the file of a calendar."""
    stamp, zone = dt.datetime(2026, 12, 1, tzinfo=dt.UTC), ZoneInfo("Europe/Berlin")
    reminders = Reminders(course="c", stamp=stamp, zone=zone, titles=titles)
    return events(to_ics(calendar, reminders, Formulary(())))


def test_sessions_are_visits_in_the_calendar_file() -> None:
    """Three sessions from Friday 11 December are on the 11th, Monday 14 and Tuesday 15."""
    made, friday = trial({**SHORT, "give": ["toripalimab"]}), dt.date(2026, 12, 11)
    calendar = planned(made, Formulary(()), friday)

    read = reminders_of(calendar)
    said = [(each["SUMMARY"], each["DTSTART;VALUE=DATE"]) for each in read]
    assert said == [
        ("Appointment: toripalimab 240 mg", "20261211"),
        ("Radiotherapy, session 1 of 3", "20261211"),
        ("Radiotherapy, session 2 of 3", "20261214"),
        ("Radiotherapy, session 3 of 3", "20261215"),
    ]
    last = read[-1]
    assert (last["DTEND;VALUE=DATE"], last["TRANSP"]) == ("20261216", "TRANSPARENT")
    assert (last["DESCRIPTION"], last["CATEGORIES"]) == ("Session 3 of 3 (concurrent)", "Clinic")
    assert last["ALARM.TRIGGER"] == "-PT4H"  # 20:00 on the evening before
    hidden = reminders_of(calendar, Titles.DISCREET)
    assert (hidden[-1]["SUMMARY"], hidden[-1]["DESCRIPTION"]) == ("Appointment", "Visit 3 of 3")
    later = reminders_of(planned(made, Formulary(()), friday + dt.timedelta(days=3)))
    # from Monday 14 December they are on three days in a row, and each is the same event
    assert [each["DTSTART;VALUE=DATE"] for each in later[1:]] == [
        *("20261214", "20261215", "20261216")
    ]
    assert [each["UID"] for each in later] == [each["UID"] for each in read]
    assert len({each["UID"] for each in read}) == 4


def test_sessions_at_the_time_of_the_clinic() -> None:
    """With a time they last 15 minutes, block it, and ring at 20:00 of the evening before."""
    made = trial({**SHORT, "give": ["toripalimab"]})
    calendar = planned(made, Formulary(()), clock={"clinic": dt.time(9, 30)})

    last = reminders_of(calendar)[-1]
    assert last["DTSTART;TZID=Europe/Berlin"] == "20261209T093000"
    assert last["DTEND;TZID=Europe/Berlin"] == "20261209T094500"
    assert (last["TRANSP"], last["ALARM.TRIGGER"]) == ("OPAQUE", "-PT13H30M")


def test_metronomic_capecitabine_for_a_year(formulary: Formulary) -> None:
    """It is given through the day before the anniversary, and needs no last day from the caller."""
    calendar = planned(
        trial(METRONOMIC),
        formulary,
        start=dt.date(2027, 6, 23),
        waits={"adjuvant": "12 weeks"},
        events={"radiotherapy end": dt.date(2027, 3, 31)},
    )

    (total,) = calendar.totals()
    assert (total.administrations, str(total.ordered)) == (732, "841800 mg")
    assert calendar.last_day == dt.date(2028, 6, 22)
    last = calendar.cycles[-1]
    assert (last.cycle, (last.last - last.first).days + 1) == (18, 9)


def test_toripalimab_through_two_years(formulary: Formulary) -> None:
    """Gemcitabine and cisplatin end with cycle 6, toripalimab on the day before two years."""
    phase = {
        "name": "treatment",
        "cycle": "21 days",
        "cycles": "open",
        "span": "2 years",
        "until": ["progression"],
        "give": ["toripalimab", "gemcitabine", "cisplatin"],
    }
    six = {"cycles": "1-6"}
    calendar = planned(trial(phase, gemcitabine=six, cisplatin=six), formulary)

    counts = {total.component: total.administrations for total in calendar.totals()}
    assert counts == {"toripalimab": 35, "gemcitabine": 12, "cisplatin": 6}
    given = [a for a in calendar.administrations if a.component == "toripalimab"]
    assert (given[-1].planned_date, given[-1].study_day) == (dt.date(2028, 11, 20), 715)
    assert calendar.last_day == dt.date(2028, 12, 6)
    assert str(calendar.open_end) == "progression, at most 2 years, whichever comes first"
