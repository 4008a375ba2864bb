"""Days before day 1, cycles of one's own and optional days on the command line."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from npc_regimens.cli import listing, main
from npc_regimens.regimen import Trial

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

BODY = ("--height", "170 cm", "--weight", "65 kg", "--start", "2026-12-07")
MEASURED = ("--measured-on", "2026-12-01")
TEXT = """
format = 1
id = "example-01"
title = "Cisplatin"

[component.cisplatin]
drug = "cisplatin"
dose = "100 mg/m2"
route = "intravenous"
days = "-1, 8"
optional = "15"
cycle = "28 days"
cycles = "odd"
cite = "calvert-1989#equation"

[[arm]]
id = "a"
name = "Cisplatin"
[[arm.phase]]
name = "only"
cycle = "21 days"
cycles = "2"
give = ["cisplatin"]
"""


@pytest.fixture(name="file")
def write_file(tmp_path: Path) -> str:
    """Write the regimen."""
    path = tmp_path / "example.toml"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def run(*words: str, code: int = 0) -> Result:
    """Run a command."""
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == code, result.output
    return result


def test_a_place_before_day_1_is_read_back(file: str) -> None:
    """The place that a plan prints is explained."""
    words = ("--optional", "cisplatin=no", *MEASURED)
    said = run("plan", file, *BODY, *words, "--format", "jsonl").stdout.splitlines()

    assert [(json.loads(line)["cycle"], json.loads(line)["cycle_day"]) for line in said] == [
        (1, -1),
        (1, 8),
    ]
    explained = run(
        "explain", file, *BODY, *words, "--at", "C1D-1", "--component", "cisplatin"
    ).stdout
    assert "cycle 1, day -1, once" in explained
    assert "days -1, 8 of its own cycle of 28 days" in explained
    for place in ("C1D0", "C1D-0", "C1D--1"):
        refused = run("explain", file, *BODY, *words, "--at", place, "--component", "c", code=2)
        assert "is not a place, like C2D8" in refused.stderr


def test_a_zone_tells_when_an_infusion_ends(tmp_path: Path) -> None:
    """48 h from 09:00 on 24 October 2026 in Berlin, where summer time ends on the 25th: 08:00."""
    path = tmp_path / "pump.toml"
    text = TEXT.replace('days = "-1, 8"\noptional = "15"', 'days = "1"\ninfusion = "48 h"')
    path.write_text(text, encoding="utf-8")
    words = ("plan", str(path), *BODY[:-1], "2026-10-24", "--clock", "clinic=09:00")

    said = " ".join(run(*words, "--tz", "Europe/Berlin").stdout.split())
    assert "cisplatin 175 mg, ends on Monday 26 October 2026 at 08:00" in said
    said = " ".join(run(*words).stdout.split())
    assert "cisplatin 175 mg, runs for 48 h, ends on Monday 26 October 2026 at 09:00" in said


def test_sessions_at_a_time_need_a_zone(tmp_path: Path) -> None:
    """Through day 3 there are sessions at 09:00 alone, and whose 09:00 is asked."""
    path = tmp_path / "sessions.toml"
    text = TEXT.replace('days = "-1, 8"\noptional = "15"', 'days = "8"') + "sessions = 3\n"
    path.write_text(text, encoding="utf-8")
    words = ("calendar", str(path), *BODY, "--through", "2026-12-09", "--course", "c")

    refused = run(*words, "--clock", "clinic=09:00", code=2)
    assert "needs a time zone; give --tz" in refused.stderr
    assert run(*words).stdout.count("SUMMARY:Appointment") == 3


def test_optional_days_are_settled_with_yes_or_no(file: str) -> None:
    """Neither is refused with both, and a word that is neither with what it is."""
    refused = run("plan", file, *BODY, *MEASURED, code=3)
    assert "optional days are not settled" in refused.stderr
    assert "(optional, --optional): cisplatin=yes or cisplatin=no" in refused.stderr
    refused = run("plan", file, *BODY, *MEASURED, "--optional", "cisplatin=maybe", code=2)
    assert "'maybe' is not yes or no" in refused.stderr
    said = run("plan", file, *BODY, *MEASURED, "--optional", "cisplatin=yes").stdout
    assert "with the optional day 15" in said


def test_a_dose_before_day_1_needs_an_earlier_measurement(file: str) -> None:
    """Measured on the start, unless told otherwise, is too late for the day before."""
    refused = run("plan", file, *BODY, "--optional", "cisplatin=no", code=4)

    assert "no measurement on or before 2026-12-06" in refused.stderr


def test_show_and_list_say_what_is_to_settle(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader sees a cycle of its own and optional days before planning."""
    said = run("show", file).stdout

    assert "  days: -1, 8, in cycles odd\n" in said
    assert "  its own cycle, beside the phase's: 28 days\n" in said
    assert "  optional days, to settle: 15 (--optional cisplatin=yes or no)\n" in said
    trial = Trial.model_validate(tomllib.loads(TEXT))
    monkeypatch.setattr(listing, "shipped_trials", lambda: (trial,))
    assert run("list").stdout == (
        "example-01\n    Cisplatin (optional cisplatin=15)\n    cisplatin\n"
    )
    (row,) = json.loads(run("list", "--format", "json").stdout)
    assert row["optional"] == "cisplatin=15"
