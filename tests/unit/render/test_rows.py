"""The calendar as data: exact text, one row an administration, safe in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.checks import findings
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, settle
from npc_regimens.render.cells import csv_text
from npc_regimens.render.rows import to_csv, to_json, to_jsonl

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.planning import Calendar
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

START = dt.date(2026, 12, 7)
KEYS = {
    "phase": str,
    "cycle": int,
    "cycle_day": int,
    "study_day": int,
    "slot": str,
    "nominal_date": str,
    "planned_date": str,
    "time": str | None,
    "drug": str,
    "route": str,
    "calculated": dict,
    "ordered": dict,
    "difference_percent": str,
    "units": list,
    "citation": str,
}


@pytest.fixture(scope="module", name="calendar")
def plan_calendar(trial: Callable[[str], Trial], formulary: Formulary) -> Calendar:
    """Plan five cycles of the trial whose phases differ."""
    return plan(
        settle(trial("nct05807880"), settlement=Settlement(cycles={"combination": 4})),
        Patient.measured(on=START, height="170 cm", weight="65 kg"),
        start=START,
        through=START + dt.timedelta(days=104),
        formulary=formulary,
        clock={"once": dt.time(8), "morning": dt.time(8), "evening": dt.time(20)},
    )


def rows(calendar: Calendar) -> list[dict[str, Any]]:
    """Read the lines back."""
    return [json.loads(line) for line in to_jsonl(calendar).splitlines()]


def test_a_line_is_one_administration_in_order_of_time(calendar: Calendar) -> None:
    """There are as many lines as administrations, and time never goes back."""
    times = [(row["planned_date"], row["time"] or "") for row in rows(calendar)]

    assert len(times) == len(calendar.administrations)
    assert times == sorted(times)


def test_a_row_has_its_keys_and_their_types(calendar: Calendar) -> None:
    """The keys that programs read are there, each of its type."""
    for row in rows(calendar):
        for key, kind in KEYS.items():
            assert isinstance(row[key], kind), key


def test_numbers_with_a_unit_are_exact_text(calendar: Calendar) -> None:
    """No dose goes through a binary float on its way out."""
    row = next(each for each in rows(calendar) if each["drug"] == "capecitabine")

    assert row["calculated"] == {"value": "1137.5", "unit": "mg"}
    assert row["ordered"] == {"value": "1150", "unit": "mg"}
    assert row["difference_percent"] == "1.1"
    assert row["units"] == [
        {"product": "capecitabine-tablets", "strength": "500 mg", "count": 2},
        {"product": "capecitabine-tablets", "strength": "150 mg", "count": 1},
    ]
    assert row["citation"] == "nct05807880-record#capecitabine"


def test_a_visit_has_a_date_only_and_a_home_dose_its_time(calendar: Calendar) -> None:
    """What the clock does not give is null, never midnight."""
    times = {(row["drug"], row["slot"]): row["time"] for row in rows(calendar)}

    assert times["penpulimab", "once"] is None
    assert times["capecitabine", "evening"] == "20:00"


def test_the_document_holds_the_rows_the_days_and_the_totals(calendar: Calendar) -> None:
    """One object has everything, and its parts agree with each other."""
    document = json.loads(to_json(calendar))

    assert document["administrations"] == rows(calendar)
    assert len(document["days"]) == 105
    assert sum(day["administrations"] for day in document["days"]) == len(rows(calendar))
    assert {total["component"]: total["administrations"] for total in document["totals"]} == {
        "anlotinib": 56,
        "penpulimab": 5,
        "capecitabine": 210,
    }
    assert document["reviews"][0]["date"] == "2028-12-07"
    assert document["reviews"][0]["within_plan"] is False
    assert document["open_end"] == {"until": ["progression", "intolerance"], "at_most_cycles": None}
    assert document["continues"] == {"phase": "maintenance", "cycle": 2, "cycle_day": 1}


def test_the_cycle_totals_add_up_to_the_totals(calendar: Calendar) -> None:
    """What is counted by cycle is what is counted in all."""
    document = json.loads(to_json(calendar))

    for total in document["totals"]:
        cycles = [c for c in document["cycle_totals"] if c["component"] == total["component"]]
        assert sum(c["administrations"] for c in cycles) == total["administrations"]
        ordered = sum(Decimal(c["ordered"]["value"]) for c in cycles)
        assert ordered == Decimal(total["ordered"]["value"])


def test_findings_go_into_the_document(calendar: Calendar, formulary: Formulary) -> None:
    """A document without findings says so with an empty list."""
    assert json.loads(to_json(calendar, findings(calendar, formulary)))["findings"] == []


def test_a_table_has_a_header_and_the_rows(calendar: Calendar) -> None:
    """The same rows in columns: amounts split from their units, units in one cell."""
    table = list(csv.DictReader(io.StringIO(to_csv(calendar))))

    assert len(table) == len(calendar.administrations)
    dose = next(each for each in table if each["drug"] == "capecitabine")
    assert (dose["calculated"], dose["calculated_unit"]) == ("1137.5", "mg")
    assert dose["units"] == "2 x 500 mg + 1 x 150 mg"
    assert next(each for each in table if each["drug"] == "penpulimab")["time"] == ""


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    """A text that a spreadsheet would compute is kept as text; a number stays a number."""
    cells = list(
        csv.reader(io.StringIO(csv_text([{"a": text, "b": "-0.19", "c": -1}]), newline=""))
    )

    assert cells[1:] == [["'" + text.replace("\r", "\n"), "-0.19", "-1"]]


def test_a_table_of_nothing_is_empty() -> None:
    """No row, no header: there is nothing to name."""
    assert csv_text([]) == ""
