"""The command `visits`: its forms, its options by kind, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from npc_regimens.cli import main
from npc_regimens.render.visits import COLUMNS

if TYPE_CHECKING:
    import datetime as dt

    from click.testing import Result

LINE = "(drug-a 5 mg IV d1,8 + apatinib 250 mg PO QD d1-14) q21d x2"
BODY = ("--height", "170 cm", "--weight", "65 kg", "--start", "2026-12-07")
BREAK = ("--weekends", "--closed-day", "2026-12-28=Winter break")


def run(*words: str, of: tuple[str, ...] = ("--notation", LINE)) -> Result:
    """Run the command in this process, from Monday 7 December 2026."""
    return CliRunner().invoke(main, ["visits", *of, *BODY, *words])


def rows(*words: str) -> list[dict[str, str]]:
    """Read the rows of the command, which is well."""
    result = run(*words, "--format", "csv")
    assert result.exit_code in {0, 1}, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_page_says_both_dates_and_why_they_differ() -> None:
    """Cycle 2 begins on 28 December, which is closed, so on Tuesday 29 December."""
    result = run("--window", "0 to +3 days", "--policy", "next working day", *BREAK)

    assert result.exit_code == 0
    assert result.stdout == (
        "Visits of notation, from Monday 7 December 2026\n"
        "\n"
        "  Mon  7 December 2026   phase-1 C1D1: drug-a; at home: apatinib\n"
        "      window: Monday 7 December 2026 to Thursday 10 December 2026 (hard)\n"
        "  Mon 14 December 2026   phase-1 C1D8: drug-a\n"
        "      window: Monday 14 December 2026 to Thursday 17 December 2026 (hard)\n"
        "  Tue 29 December 2026   phase-1 C2D1: drug-a; at home: apatinib\n"
        "      MOVED, 1 day later, nominal Monday 28 December 2026; Monday 28 December 2026 is"
        " closed: Winter\n"
        "      break\n"
        "      window: Monday 28 December 2026 to Thursday 31 December 2026 (hard)\n"
        "  Tue  5 January 2027    phase-1 C2D8: drug-a\n"
        "      window: Tuesday 5 January 2027 to Friday 8 January 2027 (hard)\n"
        "\n"
        "FINDINGS\n"
        "  note: phase-1 C2D1: 2026-12-29 is 1 day later, and the calendar still has it on"
        " 2026-12-28; delay the\n"
        "  cycle by as many days, or where it begins the treatment give a later start, and plan"
        " again, so that\n"
        "  what follows moves with it\n"
    )


def test_a_page_of_open_days_has_no_findings() -> None:
    """Without windows and closed days each visit is one line."""
    result = run()

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[2:] == [
        "  Mon  7 December 2026   phase-1 C1D1: drug-a; at home: apatinib",
        "  Mon 14 December 2026   phase-1 C1D8: drug-a",
        "  Mon 28 December 2026   phase-1 C2D1: drug-a; at home: apatinib",
        "  Mon  4 January 2027    phase-1 C2D8: drug-a",
    ]


def test_a_flagged_visit_is_a_warning_and_ends_with_1() -> None:
    """Nobody has said what to do on a closed day."""
    result = run(*BREAK)

    assert result.exit_code == 1
    assert "FLAGGED, nominal Monday 28 December 2026" in result.stdout
    assert "  warning: phase-1 C2D1: 2026-12-28 is a closed day (Winter break)" in result.stdout


def test_a_day_1_without_a_dose_at_the_clinic_says_so() -> None:
    """Drugs at home begin on it, so it is a visit all the same; an earlier date is said too."""
    of = ("--notation", "apatinib 250 mg PO QD d1-14 q21d x2")
    words = ("--policy", "nearest within the window", "--window", "-1 to 0 days, soft")
    result = run(*words, "--closed-day", "2026-12-28", of=of)

    assert "phase-1 C1D1: nothing is given at the clinic; at home: apatinib" in result.stdout
    assert "MOVED, 1 day earlier, nominal Monday 28 December 2026" in result.stdout
    assert "window: Sunday 27 December 2026 to Monday 28 December 2026 (soft)" in result.stdout


def test_reviews_are_named_by_what_they_are() -> None:
    """A review behind the plan has no place."""
    settled = ("--cycles", "combination=4", "--through", "2027-03-28")
    result = run(*settled, of=("nct05807880",))

    assert "  Thu  7 December 2028   review: penpulimab after 2 years\n" in result.stdout


def test_rows_have_a_column_for_each_key() -> None:
    """One row a visit; findings are words on standard error."""
    result = run("--format", "csv", *BREAK)
    found = list(csv.DictReader(io.StringIO(result.stdout)))

    assert result.stderr.startswith("warning: phase-1 C2D1: 2026-12-28 is a closed day")
    assert tuple(found[0]) == COLUMNS
    assert found[2] == {
        "kind": "day 1",
        "phase": "phase-1",
        "cycle": "2",
        "cycle_day": "1",
        "what": "drug-a",
        "at_home": "apatinib",
        "nominal_date": "2026-12-28",
        "planned_date": "2026-12-28",
        "status": "flagged",
        "window_kind": "hard",
        "days_before": "0",
        "days_after": "0",
        "earliest": "2026-12-28",
        "latest": "2026-12-28",
        "closed_day": "Winter break",
        "provisional": "no",
    }


def test_the_name_of_a_closed_day_is_no_formula_of_a_spreadsheet() -> None:
    """A cell that begins like a formula is made plain, and a name in two lines is refused."""
    found = rows("--closed-day", "2026-12-28==1+1")

    assert found[2]["closed_day"] == "'=1+1"
    assert run("--closed-day", "2026-12-28=one\ntwo").exit_code == 2


def test_json_has_the_same_rows_with_lists() -> None:
    """One object, findings included."""
    result = run("--format", "json", *BREAK)
    document: dict[str, Any] = json.loads(result.stdout)

    assert (result.exit_code, result.stderr) == (1, "")
    assert list(document) == ["format", "regimen", "start", "visits", "findings"]
    assert document["visits"][0]["what"] == ["drug-a"]
    assert document["visits"][0]["provisional"] is False
    assert [each["name"] for each in document["findings"]] == ["visit-on-closed-day"]


def test_what_is_said_of_one_kind_goes_before_what_is_said_of_all() -> None:
    """Day 1 has a window of its own; the others have that of all."""
    found = rows("--window", "0 to +1 days", "--window", "day 1=-3 to +2 days")

    assert [(each["days_before"], each["days_after"]) for each in found] == [
        ("3", "2"),
        ("0", "1"),
        ("3", "2"),
        ("0", "1"),
    ]


def test_an_anchor_for_all_kinds_leaves_assessments_and_reviews_alone() -> None:
    """These count from the treatment; said of them by name, another anchor is refused."""
    of = ("nct05807880", "--cycles", "combination=4", "--through", "2027-03-28")

    assert run("--anchor", "day 1 of the cycle", of=of).exit_code == 0
    refused = run("--anchor", "review=day 1 of the cycle", of=of)
    assert refused.exit_code == 2
    assert "review: 'day 1 of the cycle' does not fit" in refused.stderr
    counted = rows("--anchor", "dosing=start of the course", "--policy", "next working day")
    assert [each["status"] for each in counted] == ["kept"] * 4


def test_a_day_closed_to_radiotherapy_is_a_closed_day() -> None:
    """The site does not open for a visit on a day on which it gives no radiotherapy."""
    of = ("--notation", "drug-a 5 mg IV d1 weekly x3 with 10 sessions")
    result = run("--closed", "2026-12-14", of=of)

    assert result.exit_code == 1
    assert "phase-1 C2D1: 2026-12-14 is a closed day (closed)" in result.stdout


def test_a_working_day_opens_a_weekend() -> None:
    """From a Saturday, day 1 is worked and day 8 is not."""
    start = ("--start", "2026-12-05")
    words = ["visits", "--notation", LINE, *BODY[:4], *start, "--weekends"]
    result = CliRunner().invoke(main, [*words, "--working-day", "2026-12-05", "--format", "json"])

    found = json.loads(result.stdout)["visits"]
    assert [each["closed_day"] for each in found] == [None, "Saturday", "Saturday", "Saturday"]


def test_holidays_are_looked_up_for_the_years_of_the_visits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From the year of the first visit to the year behind the last, of the part that is named."""
    asked: list[tuple[str, str | None, tuple[int, ...]]] = []

    def country_holidays(
        country: str, subdiv: str | None, years: tuple[int, ...] = (), **_: Any
    ) -> Any:
        asked.append((country, subdiv, years))
        days: dict[dt.date, str] = {}
        return _Holidays(days)

    package = SimpleNamespace(country_holidays=country_holidays)
    monkeypatch.setitem(sys.modules, "holidays", package)
    result = run("--holidays", "GB-ENG")

    assert result.exit_code == 0
    assert asked[-1] == ("GB", "ENG", (2026, 2027, 2028))


class _Holidays(dict["dt.date", str]):
    """A country without holidays, as the package gives it."""

    start_year, end_year = 1900, 2100
    weekend, weekend_workdays = frozenset({5, 6}), frozenset[Any]()
    supported_languages = ("en_GB",)


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command ends with 2 and says what to install."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    result = run("--holidays", "CN")

    assert result.exit_code == 2
    assert "install the extra: pip install 'npc_regimens[holidays]'" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--window", "3 days"), "'3 days' is not a window"),
        (("--window", ""), "'' is not a window"),
        (("--window", "day 1="), "'' is not a window"),
        (("--policy", "later"), "'later' is not a policy for closed days"),
        (("--anchor", "dosing=C1D1"), "'C1D1' is not an anchor of visits"),
        (("--window", "day 8=0 to +1 days"), "'day 8' is no kind of visit; there are 'day 1'"),
        (("--window", "=0 to +1 days"), "'' is no kind of visit"),
        (("--policy", "keep", "--policy", "flag"), "all kinds stands twice"),
        (("--policy", "dosing=keep", "--policy", "dosing=flag"), "'dosing' stands twice"),
        (("--closed-day", "Christmas"), "'Christmas' is not a date"),
        (
            ("--closed-day", "2026-12-25=a", "--closed-day", "2026-12-25=b"),
            "2026-12-25 stands twice",
        ),
        (("--working-day", "Sunday"), "'Sunday' is not a date"),
        (
            ("--closed-day", "2026-12-25", "--working-day", "2026-12-25"),
            "2026-12-25 is a closed day and a working day",
        ),
    ],
)
def test_a_slip_in_the_options_is_refused(words: tuple[str, ...], said: str) -> None:
    """Each refusal names what was written, and ends with 2."""
    result = run(*words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
