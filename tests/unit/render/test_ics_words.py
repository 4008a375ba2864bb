"""The words of an event: with full titles it says when a dose was chosen, and at which level."""

from __future__ import annotations

import datetime as dt
import tomllib
from zoneinfo import ZoneInfo

from ics_reading import events

from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.render.ics import Reminders, Titles, to_ics

TEXT = """
format = 1
id = "example-01"
title = "Cisplatin in a range, and capsules in levels"

[component.cisplatin]
drug = "cisplatin"
dose = "80-100 mg/m2"
route = "intravenous"
days = "1"
cite = "a#b"

[component.capsules]
drug = "drug-c"
dose = "12 mg"
levels = ["12 mg", "10 mg", "8 mg"]
route = "oral"
frequency = "once daily"
days = "1"
cite = "a#b"

[[arm]]
id = "only"
name = "The only arm"

[[arm.phase]]
name = "treatment"
cycle = "21 days"
cycles = "1"
give = ["cisplatin", "capsules"]
"""
START = dt.date(2026, 12, 7)
REMINDERS = Reminders(
    course="a-course",
    stamp=dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC),
    zone=ZoneInfo("Asia/Shanghai"),
    titles=Titles.FULL,
)


def descriptions(settlement: Settlement, text: str = TEXT) -> list[list[str]]:
    """Plan one cycle, and read the lines of each event: cisplatin first, then the capsules."""
    regimen = settle(Trial.model_validate(tomllib.loads(text)), settlement=settlement)
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")
    calendar = plan(
        regimen, patient, start=START, clock={"once": dt.time(8)}, formulary=Formulary(())
    )
    read = events(to_ics(calendar, REMINDERS, Formulary(())))
    return [event["DESCRIPTION"].split("\n") for event in read]


def test_a_dose_chosen_of_a_range_says_so() -> None:
    """A nurse sees that the record states a range, and that somebody chose within it."""
    cisplatin, capsules = descriptions(Settlement(doses={"cisplatin": "90 mg/m2"}))

    assert "Chosen dose: the record states a range." in cisplatin
    assert not any("hosen" in line or "level" in line for line in capsules)


def test_a_dose_at_a_level_names_the_level() -> None:
    """A lowered dose is told from a full one by its level; the other drug has none."""
    settlement = Settlement(doses={"cisplatin": "90 mg/m2"}, levels={"capsules": "10 mg"})
    cisplatin, capsules = descriptions(settlement)

    assert any(line.startswith("Dose level: 10 mg instead of 12 mg") for line in capsules)
    assert not any("level" in line for line in cisplatin)


def test_an_infusion_says_how_long_it_runs_and_what_it_comes_after() -> None:
    """Of a day or longer, and behind which other one of the same day."""
    second = """
[component.pump]
drug = "drug-p"
dose = "5 mg"
route = "intravenous"
infusion = "46 h"
days = "1"
after = { component = "cisplatin" }
cite = "a#b"

[[arm]]
"""
    text = TEXT.replace("[[arm]]\n", second, 1).replace('"capsules"]', '"capsules", "pump"]')
    read = descriptions(Settlement(doses={"cisplatin": "90 mg/m2"}), text)

    (pump,) = (lines for lines in read if "Infusion over 46 h." in lines)
    assert "After cisplatin, on a day when both are given." in pump
