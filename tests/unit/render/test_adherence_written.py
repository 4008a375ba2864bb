"""Planned against actual as text, JSON and CSV: what a reader and a program get of each figure."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from modifying import delayed, kept, told

from npc_regimens.course.adherence import Adherence, adherence
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.render.adherence import adherence_to_text, percent
from npc_regimens.render.adherence_rows import adherence_to_csv, adherence_to_json

if TYPE_CHECKING:
    from collections.abc import Callable

Table = dict[str, Any]
START = dt.date(2027, 3, 1)
AS_OF = dt.date(2027, 4, 13)


@pytest.fixture(name="calendar", scope="module")
def _calendar(trial: Callable[[str], Trial], formulary: Formulary) -> Calendar:
    """Plan two cycles of the combination: anlotinib 14 of 21 days, penpulimab on day 1."""
    table = trial("nct05807880").model_dump(mode="json", exclude_none=True)
    table["arm"][0]["phase"] = [
        {"name": "first", "cycle": "21 days", "cycles": "2", "give": ["anlotinib", "penpulimab"]}
    ]
    table["component"] = {name: table["component"][name] for name in ("anlotinib", "penpulimab")}
    regimen = settle(Trial.model_validate(table), None, Settlement())
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")
    return plan(regimen, patient, start=START, through=None, formulary=formulary)


@pytest.fixture(name="course", scope="module")
def _course(calendar: Calendar) -> Adherence:
    """Delay cycle 2 by a week; of anlotinib one dose is late, one made up, one in part, one missed.

    In cycle 1 are 14 capsules of 10 mg, 140 mg. Taken are 140 - 5 - 10 = 125 mg: 25 / 28 is
    89.285..., 89.3 %. Cycle 1 is 28 days long: 25 / 28 x 21 / 28 = 75 / 112 = 66.96..., 67 %.
    In a week 125 / 4 = 31.25, half up 31.3 mg, of 140 / 3 = 46.66..., 46.7 mg.
    Cycle 2 begins on 29 March; 13 April is its day 16, and all its 14 capsules are reached: 28
    doses of 280 mg, 265 mg taken: 53 / 56 = 94.64..., 94.6 %. Whole are 26 capsules.
    Days: 28 with doses, 3 of them not correct: 25 / 28, 89.3 %. From 1 March to 13 April are
    31 + 13 = 44 days: 41 / 44 = 93.18..., 93.2 %.
    """
    later = delayed(calendar, {("first", 2): 7})
    doses = [each for each in later.administrations if each.drug == "anlotinib"]
    actuals = [
        told(doses[0], "late", Fraction(1), "2027-03-01T20:00"),
        told(doses[1], "late", Fraction(1), "2027-03-03T08:00"),
        told(doses[2], "part", Fraction(1, 2)),
        told(doses[3], "missed", Fraction(0)),
    ]
    return adherence(calendar, later, actuals, as_of=AS_OF)


TEXT = """\
planned against actual of nct05807880
through the end of Tuesday 13 April 2027
A dose of which nothing is recorded counts as taken as planned.

delays
  phase first, cycle 2: 7 days later, on Monday 29 March 2027
  in all: 7 days

anlotinib
                  intended  planned   taken
  doses                 28       28      27
  dose in all       280 mg   280 mg  265 mg
  units of 10 mg        28       28      26
  taken as planned: 24 doses
  taken late, on its day: 1 dose
  made up on a later day: 1 dose
  taken in part: 1 dose
  missed: 1 dose
  omitted by a modification: 0 doses
  added by a modification: 0 doses
  planned in another dose than intended: 0 doses
  taken of the planned dose: 94.6 %
  relative dose intensity over 1 cycle that is over
    dose only: 89.3 % (125 mg of 140 mg)
    dose and time: 67 % (31.3 mg of 46.7 mg a week; 28 days for 21 days)
  days with correct doses
    of the days with a planned dose: 25 of 28 days (89.3 %)
    of all days: 41 of 44 days (93.2 %)
  not yet over: phase first, cycle 2, day 16 of 21: counted above, not in the intensity

penpulimab
               intended  planned   taken
  doses               2        2       2
  dose in all    400 mg   400 mg  400 mg
  taken as planned: 2 doses
  taken late, on its day: 0 doses
  made up on a later day: 0 doses
  taken in part: 0 doses
  missed: 0 doses
  omitted by a modification: 0 doses
  added by a modification: 0 doses
  planned in another dose than intended: 0 doses
  taken of the planned dose: 100 %
  relative dose intensity over 1 cycle that is over
    dose only: 100 % (200 mg of 200 mg)
    dose and time: 75 % (50 mg of 66.7 mg a week; 28 days for 21 days)
  not yet over: phase first, cycle 2, day 16 of 21: counted above, not in the intensity
"""


def test_a_reader_gets_every_figure(course: Adherence) -> None:
    """The text holds what was worked by hand, and says what is not yet over."""
    assert adherence_to_text(course) == TEXT


def test_without_a_delay_there_is_said_to_be_none(calendar: Calendar) -> None:
    """No delay and no cycle that is over are said, not left out."""
    text = adherence_to_text(adherence(calendar, calendar, as_of=START))

    assert "\n\ndelays: none\n\n" in text
    assert "  relative dose intensity: none, for no cycle is over\n" in text


def test_a_delay_under_way_says_how_far(calendar: Calendar) -> None:
    """Cycle 2 was expected on 22 March; by the end of the 23rd, two of seven days have passed."""
    later = delayed(calendar, {("first", 2): 7})
    text = adherence_to_text(adherence(calendar, later, as_of=dt.date(2027, 3, 23)))

    assert (
        "cycle 2: 7 days later, on Monday 29 March 2027 (2 days so far)\n  in all: 2 days" in text
    )


def test_a_cycle_may_come_earlier(calendar: Calendar) -> None:
    """A cycle that begins a day early is said to."""
    sooner = delayed(calendar, {("first", 2): -1})
    text = adherence_to_text(adherence(calendar, sooner, as_of=dt.date(2027, 3, 21)))

    assert "phase first, cycle 2: 1 day earlier, on Sunday 21 March 2027\n" in text


def test_what_was_taken_after_the_day_is_told(calendar: Calendar) -> None:
    """A dose that is made up only later counts as missed, and the text says so."""
    dose = next(each for each in calendar.administrations if each.drug == "anlotinib")
    actual = told(dose, "late", Fraction(1), "2027-03-02T08:00")
    text = adherence_to_text(adherence(calendar, calendar, [actual], as_of=START))

    assert "  missed: 1 dose\n    of them taken after this day: 1 dose\n" in text


def test_cycles_that_are_stopped_or_not_intended_are_told(calendar: Calendar) -> None:
    """Both stand in the counts, have no part in the intensity, and are told by name."""
    one = kept(calendar, lambda each: each.cycle == 1)
    short = replace(one, cycles=calendar.cycles[:1])
    last = dt.date(2027, 4, 11)
    stopped = adherence_to_text(adherence(calendar, one, as_of=last))
    longer = adherence_to_text(adherence(short, calendar, as_of=last))

    told_of = "phase first, cycle 2: counted above, not in the intensity\n"
    assert f"  after the last planned dose: {told_of}" in stopped
    assert f"  not first intended: {told_of}" in longer


def two_of_a_drug() -> Calendar:
    """Plan two components of a drug that has a basis, and one tablet drug."""
    loading = {"drug": "drug-a", "dose": "400 mg", "route": "intravenous", "days": "1"}
    table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {
            "loading": {**loading, "basis": "free base", "cite": "example-2020#dose"},
            "later": {
                **loading,
                "dose": "200 mg",
                "days": "8",
                "basis": "free base",
                "cite": "example-2020#dose",
            },
        },
        "arm": [
            {
                "id": "only",
                "name": "The only arm",
                "phase": [
                    {
                        "name": "first",
                        "cycle": "21 days",
                        "cycles": "1",
                        "give": ["loading", "later"],
                    }
                ],
            }
        ],
    }
    regimen = settle(Trial.model_validate(table), None, Settlement())
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")
    return plan(regimen, patient, start=START, through=None, formulary=Formulary(()))


def test_components_of_one_drug_are_summed_at_the_end() -> None:
    """400 and 200 mg are 600 mg; each component is named with its drug."""
    calendar = two_of_a_drug()
    text = adherence_to_text(adherence(calendar, calendar, as_of=dt.date(2027, 3, 21)))

    assert "\ndrug-a, component loading\n" in text
    assert text.endswith(
        "\n\ndrug-a as free base, all components\n"
        "  intended 600 mg\n  planned 600 mg\n  taken 600 mg\n"
    )
    plain = adherence_to_text(unbased(adherence(calendar, calendar, as_of=START)))
    assert "\ndrug-a, all components\n" in plain


def unbased(found: Adherence) -> Adherence:
    """Take the basis away."""
    return replace(found, components=tuple(replace(e, basis=None) for e in found.components))


def test_a_program_gets_exact_fractions(course: Adherence) -> None:
    """The object has amounts with units, fractions exact and in percent, and each cycle."""
    data = json.loads(adherence_to_json(course))
    anlotinib, penpulimab = data["components"]

    assert {key: data[key] for key in ("format", "regimen", "start", "as_of", "days_of_delay")} == {
        "format": 1,
        "regimen": "nct05807880",
        "start": "2027-03-01",
        "as_of": "2027-04-13",
        "days_of_delay": 7,
    }
    assert data["delays"] == [
        {
            "phase": "first",
            "cycle": 2,
            "expected": "2027-03-22",
            "first": "2027-03-29",
            "days": 7,
            "so_far": 7,
        }
    ]
    assert anlotinib["taken"] == {
        "doses": 27,
        "amount": milligrams("265"),
        "units": [{"product": "anlotinib-capsules", "strength": "10 mg", "count": 26}],
    }
    assert anlotinib["taken_of_planned"] == {"exact": "53/56", "percent": "94.6"}
    assert anlotinib["intensity"] == {
        "cycles": 1,
        "intended": milligrams("140"),
        "taken": milligrams("125"),
        "intended_days": 21,
        "days": 28,
        "dose_only": {"exact": "25/28", "percent": "89.3"},
        "dose_and_time": {"exact": "75/112", "percent": "67"},
    }
    assert anlotinib["correct_days"] == {
        "correct": 25,
        "dosing_days": 28,
        "all_days": 44,
        "of_dosing_days": {"exact": "25/28", "percent": "89.3"},
        "of_all_days": {"exact": "41/44", "percent": "93.2"},
    }
    assert [(each["cycle"], each["state"], each["day"]) for each in anlotinib["cycles"]] == [
        (1, "over", None),
        (2, "under way", 16),
    ]
    assert [(each["intended_days"], each["days"]) for each in anlotinib["cycles"]] == [
        (21, 28),
        (21, 21),
    ]
    assert penpulimab["correct_days"] is None
    assert data["drugs"][0] == {
        "drug": "anlotinib",
        "basis": None,
        "components": ["anlotinib"],
        "intended": milligrams("280"),
        "planned": milligrams("280"),
        "taken": milligrams("265"),
    }


def milligrams(value: str) -> Table:
    """Write an amount."""
    return {"value": value, "unit": "mg"}


def test_nothing_is_null_in_data(calendar: Calendar) -> None:
    """Before the start there is no part, no intensity and no day, and each is null or empty."""
    found = adherence(calendar, calendar, as_of=dt.date(2027, 2, 28))
    anlotinib = json.loads(adherence_to_json(found))["components"][0]
    row = next(csv.DictReader(io.StringIO(adherence_to_csv(found))))

    assert (anlotinib["taken_of_planned"], anlotinib["intensity"]) == (None, None)
    assert (anlotinib["correct_days"], anlotinib["cycles"]) == (None, [])
    assert (row["cycles_over"], row["dose_only_percent"], row["correct_days"]) == ("0", "", "")
    assert (row["taken_of_planned_percent"], row["taken_amount"]) == ("", "0")


def test_a_spreadsheet_gets_a_row_a_component(course: Adherence) -> None:
    """Amounts stand as numbers with their unit in a column of its own."""
    anlotinib, penpulimab = csv.DictReader(io.StringIO(adherence_to_csv(course)))

    assert anlotinib == {
        "format": "1",
        "regimen": "nct05807880",
        "as_of": "2027-04-13",
        "days_of_delay": "7",
        "component": "anlotinib",
        "drug": "anlotinib",
        "basis": "",
        "unit": "mg",
        "intended_doses": "28",
        "planned_doses": "28",
        "taken_doses": "27",
        "intended_amount": "280",
        "planned_amount": "280",
        "taken_amount": "265",
        "intended_units": "28 x 10 mg",
        "planned_units": "28 x 10 mg",
        "taken_units": "26 x 10 mg",
        "as_planned": "24",
        "late": "1",
        "made_up": "1",
        "in_part": "1",
        "missed": "1",
        "omitted": "0",
        "added": "0",
        "changed": "0",
        "afterwards": "0",
        "taken_of_planned_percent": "94.6",
        "cycles_over": "1",
        "intended_days": "21",
        "days": "28",
        "dose_only_percent": "89.3",
        "dose_and_time_percent": "67",
        "correct_days": "25",
        "dosing_days": "28",
        "all_days": "44",
        "correct_of_dosing_days_percent": "89.3",
        "correct_of_all_days_percent": "93.2",
    }
    assert (penpulimab["correct_days"], penpulimab["dose_and_time_percent"]) == ("", "75")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (None, "none"),
        (Fraction(0), "0 %"),
        (Fraction(1), "100 %"),
        (Fraction(7, 6), "116.7 %"),
        (Fraction(1, 2000), "0.1 %"),  # 0.05 is halfway, and goes up
        (Fraction(1, 2001), "0 %"),
        (Fraction(1999, 2000), "100 %"),  # 99.95 is halfway, and goes up
        (Fraction(1998, 2000), "99.9 %"),
        (Fraction(12_345, 10_000), "123.5 %"),
    ],
)
def test_percent_is_half_up_to_one_decimal(part: Fraction | None, words: str) -> None:
    """A tie goes up, no trailing zero is written, and nothing is called none."""
    assert percent(part) == words
