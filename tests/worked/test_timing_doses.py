"""Doses in time, worked by hand for a patient of 170 cm and 65 kg from Monday 7 December 2026.

The protocols are invented after published ones; what is checked is the counting. Body surface:
170 x 65 = 11 050; / 3600 = 3.0694, of which the root is 1.7520, so 1.75 m2.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from npc_regimens.checks import findings
from npc_regimens.dates import read_zone
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, explain, find, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Trial, settle
from npc_regimens.render.ics import to_ics
from npc_regimens.render.reminders import Reminders, Titles
from npc_regimens.render.rows import administration_row
from npc_regimens.render.table import to_text

START = dt.date(2026, 12, 7)
NO_PRODUCTS = Formulary(())
INTO_A_VEIN = {"route": "intravenous", "cite": "a#b"}
BY_MOUTH = {"route": "oral", "cite": "a#b"}


def planned(
    components: dict[str, dict[str, Any]],
    *phases: tuple[str, str, list[str]],
    clock: dict[str, dt.time] | None = None,
) -> Calendar:
    """Plan phases of a cycle, a number of cycles, and what they give."""
    arm_phases = [
        {
            "name": f"phase-{number}",
            "cycle": cycle,
            "cycles": cycles,
            "give": give,
            **({"until": ["progression"]} if cycles == "open" else {}),
        }
        for number, (cycle, cycles, give) in enumerate(phases, 1)
    ]
    table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {name: {"drug": name, **each} for name, each in components.items()},
        "arm": [{"id": "only", "name": "The only arm", "phase": arm_phases}],
    }
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")
    regimen = settle(Trial.model_validate(table))
    options: dict[str, Any] = {"start": START, "clock": clock}
    return plan(regimen, patient, formulary=NO_PRODUCTS, **options)


def day(text: str) -> dt.date:
    """Read a date of a table."""
    return dt.date.fromisoformat(text)


def given(calendar: Calendar) -> list[tuple[str, str, str]]:
    """Say date, slot and dose of each administration."""
    return [
        (f"{each.planned_date}", each.slot, f"{each.ordered}") for each in calendar.administrations
    ]


def printed(calendar: Calendar, zone: str | None = None) -> str:
    """Print a calendar, each line once folded laid open."""
    known = None if zone is None else read_zone(zone)
    text = to_text(calendar, NO_PRODUCTS, findings(calendar, NO_PRODUCTS), zone=known)
    return " ".join(text.split())


def reminders_of(calendar: Calendar, zone: str = "Asia/Shanghai") -> str:
    """Write the reminders of a calendar with full titles, lines laid open."""
    stamp = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    reminders = Reminders(course="c", stamp=stamp, zone=read_zone(zone), titles=Titles.FULL)
    return to_ics(calendar, reminders, NO_PRODUCTS).decode().replace("\r\n ", "")


LOADING = {
    "dose": "6 mg/kg",
    "steps": [{"dose": "8 mg/kg", "cycles": "1"}],
    "cap": "500 mg",
    "days": "1",
    **INTO_A_VEIN,
}


def test_a_loading_dose_and_a_maintenance_dose() -> None:
    """8 mg/kg in cycle 1 and then 6 mg/kg: 520 mg, over the cap, so 500 mg; then 390 mg twice."""
    calendar = planned({"antibody": LOADING}, ("21 days", "3", ["antibody"]))

    assert given(calendar) == [
        ("2026-12-07", "once", "500 mg"),
        ("2026-12-28", "once", "390 mg"),
        ("2027-01-18", "once", "390 mg"),
    ]
    assert [str(each.calculated) for each in calendar.administrations] == [
        *("520 mg", "390 mg", "390 mg")
    ]
    (total,) = calendar.totals()
    assert (total.administrations, str(total.calculated), str(total.ordered)) == (
        *(3, "1300 mg", "1280 mg"),
    )
    assert [str(each.total.ordered) for each in calendar.cycle_totals()] == [
        *("500 mg", "390 mg", "390 mg")
    ]
    assert len(calendar.doses) == 2


def test_a_loading_dose_is_told_in_words_and_rows() -> None:
    """The page, the explanation and the rows say of each dose which rule made it."""
    calendar = planned({"antibody": LOADING}, ("21 days", "3", ["antibody"]))

    first, second = find(calendar, "antibody", 1, 1)[0], find(calendar, "antibody", 2, 1)[0]
    assert "step: 8 mg/kg in cycle 1" in explain(first, NO_PRODUCTS)
    assert "step: none of 8 mg/kg in cycle 1, so 6 mg/kg" in explain(second, NO_PRODUCTS)
    rows = [administration_row(each, calendar) for each in calendar.administrations]
    assert [row["dose"] for row in rows] == ["8 mg/kg", "6 mg/kg", "6 mg/kg"]
    text = printed(calendar)
    assert "antibody: 500 mg into a vein, in cycle 1 8 mg/kg: calculated 520 mg" in text
    assert "antibody: 390 mg into a vein, otherwise" in text
    caps = [each.words for each in findings(calendar, NO_PRODUCTS) if each.name == "dose-cap"]
    assert caps == ["the calculated 520 mg is over the cap of one dose, 500 mg"]


def test_a_taper() -> None:
    """60 mg for two days, 40 mg for two, 20 mg for one: 220 mg, and the same in each cycle."""
    taper = {
        "dose": "20 mg",
        "steps": [{"dose": "60 mg", "days": "1-2"}, {"dose": "40 mg", "days": "3-4"}],
        "frequency": "once daily",
        "days": "1-5",
        **BY_MOUTH,
    }
    calendar = planned({"steroid": taper}, ("7 days", "2", ["steroid"]))

    amounts = [str(each.ordered) for each in calendar.administrations]
    assert amounts == ["60 mg", "60 mg", "40 mg", "40 mg", "20 mg"] * 2
    assert [str(each.total.ordered) for each in calendar.cycle_totals()] == ["220 mg", "220 mg"]
    text = printed(calendar)
    assert "steroid: 60 mg by mouth, once a day, on days 1 to 2 (2 days)" in text
    assert "steroid: 20 mg by mouth, once a day, otherwise" in text


def test_morning_and_evening_are_unequal() -> None:
    """1000 mg in the morning and 500 mg in the evening, from an evening to a morning: 2 + 2 x 2."""
    unequal = {
        "dose": "500 mg",
        "steps": [{"dose": "1000 mg", "slot": "morning"}],
        "frequency": "twice daily",
        "days": "1 evening-3 morning",
        **BY_MOUTH,
    }
    calendar = planned({"tablet": unequal}, ("7 days", "1", ["tablet"]))

    assert given(calendar) == [
        ("2026-12-07", "evening", "500 mg"),
        ("2026-12-08", "morning", "1000 mg"),
        ("2026-12-08", "evening", "500 mg"),
        ("2026-12-09", "morning", "1000 mg"),
    ]
    text = printed(calendar)
    assert "tablet: 1,000 mg by mouth, in the morning" in text
    assert "tablet: 500 mg by mouth, in the evening" in text
    assert "tablet 1,000 mg morning and 500 mg evening" in text


def test_three_doses_of_200_mg_and_then_400_mg() -> None:
    """200 mg in cycles 1 to 3 of 21 days, then 400 mg: with five cycles 3 x 200 + 2 x 400 mg."""
    stepped = {
        "dose": "400 mg",
        "steps": [{"dose": "200 mg", "cycles": "1-3"}],
        "days": "1",
        **INTO_A_VEIN,
    }
    calendar = planned({"antibody": stepped}, ("21 days", "5", ["antibody"]))

    assert [each.ordered.digits for each in calendar.administrations] == [
        *("200", "200", "200", "400", "400")
    ]
    assert str(calendar.totals()[0].ordered) == "1400 mg"
    assert "antibody: 200 mg into a vein, in cycles 1 to 3" in printed(calendar)


ONE_AFTER_ANOTHER: dict[str, dict[str, Any]] = {
    "gemcitabine": {
        "dose": "1000 mg/m2",
        "infusion": "30 min",
        "days": "1, 8",
        "after": {"component": "taxane", "interval": "30 min"},
        **INTO_A_VEIN,
    },
    "taxane": {"dose": "75 mg/m2", "infusion": "1 h", "days": "1", **INTO_A_VEIN},
}


def test_one_infusion_30_minutes_after_another() -> None:
    """At 09:00 for an hour and 30 minutes more is 10:30; on day 8 there is no other: 09:00."""
    calendar = planned(
        ONE_AFTER_ANOTHER,
        ("21 days", "1", ["gemcitabine", "taxane"]),
        clock={"clinic": dt.time(9)},
    )

    assert [(each.component, str(each.time)) for each in calendar.administrations] == [
        ("taxane", "09:00:00"),
        ("gemcitabine", "10:30:00"),
        ("gemcitabine", "09:00:00"),
    ]
    text = printed(calendar)
    assert "Times of day: clinic 09:00" in text
    # 75 mg/m2 x 1.75 m2 = 131.25 mg, and there is no product that rounds it
    assert "CLINIC: taxane 131.25 mg; gemcitabine 1,750 mg at 10:30" in text
    assert (
        "gemcitabine: days 1 and 8 (2 days) of each cycle, 30 min after the end of taxane" in text
    )
    steps = explain(calendar.administrations[1], NO_PRODUCTS)
    assert "after: 30 min after the end of taxane, on a day when both are given" in steps


def test_eight_weekly_doses_end_and_the_phase_goes_on() -> None:
    """Eight doses, each Monday from 7 December: the last on 25 January, in cycle 3 of 21 days.

    Days 1, 8 and 15 are three doses a cycle, so cycle 3 has two, and the other drug goes on.
    """
    weekly = {"dose": "200 mg", "days": "1, 8, 15", "at_most": "8 doses", **INTO_A_VEIN}
    other = {"dose": "100 mg", "days": "1", **INTO_A_VEIN}
    calendar = planned({"weekly": weekly, "other": other}, ("21 days", "4", ["weekly", "other"]))

    dates = [each.planned_date for each in calendar.administrations if each.component == "weekly"]
    assert dates == [START + dt.timedelta(days=7 * number) for number in range(8)]
    assert dates[-1] == day("2027-01-25")
    assert Counter(each.component for each in calendar.administrations) == {"weekly": 8, "other": 4}
    assert calendar.last_day == day("2027-02-28")
    text = printed(calendar)
    assert "weekly: days 1, 8 and 15 (3 days) of each cycle, at most 8 doses in all" in text
    assert "NO weekly from here on" in text
    assert "the last of at most 8 doses is on 2027-01-25, in cycle 3 of 'phase-1'" in text


def test_eight_doses_alone_count_an_open_phase() -> None:
    """Three doses a cycle: an open phase of this drug alone has three cycles and needs no end."""
    weekly = {"dose": "200 mg", "days": "1, 8, 15", "at_most": "8 doses", **INTO_A_VEIN}
    calendar = planned({"weekly": weekly}, ("21 days", "open", ["weekly"]))

    assert len(calendar.administrations) == 8
    assert len(calendar.cycles) == 3
    assert str(calendar.open_end) == "progression"


@pytest.mark.parametrize(
    ("cycles", "count", "phases"),
    [("1-2", 6, 2), ("1-5", 8, 3)],
)
def test_the_first_of_doses_and_cycles_holds(cycles: str, count: int, phases: int) -> None:
    """Beside cycles, at most eight doses bite only where the cycles would give more."""
    weekly = {"dose": "1 mg", "days": "1, 8, 15", "at_most": "8 doses", "cycles": cycles}
    calendar = planned({"weekly": {**weekly, **INTO_A_VEIN}}, ("21 days", "open", ["weekly"]))

    assert len(calendar.administrations) == count
    assert len(calendar.cycles) == phases


def test_doses_are_counted_over_all_phases() -> None:
    """Two cycles give six doses, so an open phase of 14 days after them has the last two in one."""
    weekly = {"dose": "200 mg", "days": "1, 8", "at_most": "6 doses", **INTO_A_VEIN}
    phases = ("21 days", "2", ["weekly"]), ("14 days", "open", ["weekly"])
    calendar = planned({"weekly": weekly}, *phases)

    assert [len([*spans]) for spans in (calendar.cycles[:2], calendar.cycles[2:])] == [2, 1]
    assert [each.phase for each in calendar.administrations] == [*["phase-1"] * 4, *["phase-2"] * 2]


def test_an_infusion_over_96_hours() -> None:
    """From Monday 09:00 it ends on Friday at 09:00; the event spans it, and none of it is rest."""
    infusion = {"dose": "4000 mg/m2", "infusion": "96 h", "days": "1", **INTO_A_VEIN}
    calendar = planned({"pump": infusion}, ("14 days", "1", ["pump"]), clock={"clinic": dt.time(9)})

    text = printed(calendar)
    assert "pump: 7,000 mg into a vein over 96 h" in text
    assert "pump 7,000 mg, runs for 96 h, ends on Friday 11 December 2026 at 09:00" in text
    pages = [*calendar.days()]
    assert [page.is_rest for page in pages] == [False] * 5 + [True] * 9
    assert text.count("INFUSION STILL RUNS: pump") == 4
    data = reminders_of(calendar)
    assert "DTSTART;TZID=Asia/Shanghai:20261207T090000" in data
    assert "DTEND;TZID=Asia/Shanghai:20261211T090000" in data


def test_page_and_file_agree_over_a_change_of_the_clocks() -> None:
    """Day 111 is Saturday 27 March 2027; 48 h from 09:00 in Berlin end on Monday at 10:00.

    7 December and 110 days: 24 to the end of the year, 31, 28, and 27 of March. Its 09:00 are 08:00
    in UTC, and two days later 08:00 in UTC are 10:00 by summer time, which began on the Sunday.
    """
    infusion = {"dose": "4000 mg/m2", "infusion": "48 h", "days": "111", **INTO_A_VEIN}
    calendar = planned(
        {"pump": infusion}, ("112 days", "1", ["pump"]), clock={"clinic": dt.time(9)}
    )

    text = printed(calendar, "Europe/Berlin")
    assert "pump 7,000 mg, ends on Monday 29 March 2027 at 10:00" in text
    data = reminders_of(calendar, "Europe/Berlin")
    assert "DTSTART;TZID=Europe/Berlin:20270327T090000" in data
    assert "DTEND;TZID=Europe/Berlin:20270329T100000" in data
    without = "pump 7,000 mg, runs for 48 h, ends on Monday 29 March 2027 at 09:00"
    assert without in printed(calendar)


def test_an_infusion_without_a_time_spans_whole_days() -> None:
    """96 h from some time of Monday end on Friday: five days on the phone, as on the page."""
    infusion = {"dose": "4000 mg/m2", "infusion": "96 h", "days": "1", **INTO_A_VEIN}
    calendar = planned({"pump": infusion}, ("14 days", "1", ["pump"]))

    assert [page.is_rest for page in calendar.days()] == [False] * 5 + [True] * 9
    text = printed(calendar)
    assert "pump 7,000 mg, runs for 96 h" in text
    assert text.count("INFUSION MAY STILL RUN: pump") == 4
    data = reminders_of(calendar)
    assert "DTSTART;VALUE=DATE:20261207" in data
    assert "DTEND;VALUE=DATE:20261212" in data  # the day behind the last
    assert "Infusion over 96 h." in data


def test_a_dose_a_day_over_24_hours_is_continuous() -> None:
    """Five doses over 24 h each follow one another without a break, and are said so."""
    infusion = {"dose": "750 mg/m2", "infusion": "24 h", "days": "1-5", **INTO_A_VEIN}
    calendar = planned({"pump": infusion}, ("21 days", "1", ["pump"]), clock={"clinic": dt.time(9)})

    text = printed(calendar)
    # 750 mg/m2 x 1.75 m2 = 1312.5 mg
    assert "pump: 1,312.5 mg into a vein over 24 h, continuous" in text
    # day 6 has no dose, and the fifth ends on it
    assert text.count("INFUSION STILL RUNS: pump") == 1
    assert [page.is_rest for page in calendar.days()][:7] == [False] * 6 + [True]
