"""Visits, dispensing and planned against actual of a course, from the shell."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from npc_regimens.cli import main

if TYPE_CHECKING:
    from pathlib import Path

# Cycles of 28 days from Monday 7 December 2026 begin on 4 January and on 1 February 2027.
COURSE = """\
format = 1
participant = "03-0017"
identity = "6f1a2c3d-0000"
regimen = "nct04350190"
start = 2026-12-07
through = 2027-02-28
zone = "Asia/Shanghai"
recalculate = "always"
clock = { once = "08:00" }
closed = [2027-01-04]
%s
[[measured]]
on = 2026-12-01
height = "170 cm"
weight = "65 kg"
"""
VISITS = """
[visits]
weekends = true
working = [2027-01-09]
day_1 = { window = "-1 to +3 days", policy = "next working day" }
"""
MISSED = """
[[log]]
what = "missed"
recorded = 2026-12-13
component = "apatinib"
on = 2026-12-09
reason = "forgot"
"""


def run(*words: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, [*map(str, words)])


def write(folder: Path, visits: str = "", log: str = "") -> Path:
    """Write a course file."""
    path = folder / "course.toml"
    path.write_text(COURSE % visits + log, encoding="utf-8")
    return path


def day_1(made: Result, cycle: int) -> dict[str, Any]:
    """Find the visit of day 1 of a cycle."""
    rows = json.loads(made.stdout)["visits"]
    return next(each for each in rows if (each["cycle"], each["kind"]) == (cycle, "day 1"))


def test_visits_follow_the_file(tmp_path: Path) -> None:
    """The closed Monday moves day 1 to Tuesday, and how to move the cycle too is said."""
    made = run("visits", write(tmp_path, VISITS), "--format", "json")
    assert made.exit_code == 0, made.stderr
    moved = day_1(made, 2)
    assert (moved["nominal_date"], moved["planned_date"]) == ("2027-01-04", "2027-01-05")
    assert day_1(made, 3)["planned_date"] == "2027-02-01"
    assert "delay --phase treatment --cycle 2 --to 2027-01-05 --reason 'closed'" in made.stderr


def test_visits_of_a_file_that_says_nothing_follow_the_options(tmp_path: Path) -> None:
    """Closed days of the file count with the options, and the options with the file."""
    path = write(tmp_path)
    assert day_1(run("visits", path, "--format", "json"), 2)["status"] == "flagged"
    options = ("--policy", "next working day", "--window", "0 to +3 days")
    moved = day_1(run("visits", path, *options, "--format", "json"), 2)
    assert moved["planned_date"] == "2027-01-05"


@pytest.mark.parametrize(
    "words", [("visits", "--weekends"), ("dispense", "--window", "0 to +1 days")]
)
def test_what_the_file_says_is_not_said_beside_it(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Two rules for one visit are refused."""
    made = run(words[0], write(tmp_path, VISITS), *words[1:])
    assert made.exit_code == 2
    assert f"{words[1]} stands beside a course file" in made.stderr


def test_what_is_handed_out_lasts_to_the_window_of_the_file(tmp_path: Path) -> None:
    """Until the day before the latest day of the next visit, before a delay and with it.

    The window of 4 January ends on the 7th, and from 7 December through 6 January are 25 + 6 = 31
    days. With the delay it lies around the 5th, a day later.
    """
    path = write(tmp_path, VISITS)
    assert "apatinib: 31 tablets of 250 mg" in run("dispense", path).stdout
    delay = ("--cycle", "2", "--to", "2027-01-05", "--recorded", "2026-12-20")
    run("record", path, "delay", *delay, "--reason", "closed")
    assert "apatinib: 32 tablets of 250 mg" in run("dispense", path).stdout
    assert run("visits", path).stderr == ""


def test_dispensing_of_a_file_that_says_nothing(tmp_path: Path) -> None:
    """The window of a day 1 is an option then."""
    assert run("dispense", write(tmp_path), "--window", "0 to +2 days").exit_code == 0


def test_planned_against_actual(tmp_path: Path) -> None:
    """Of the 7 days from 7 to 13 December one was missed; the day is that of the last entry."""
    made = run("adherence", write(tmp_path, log=MISSED))
    assert made.exit_code == 0, made.stderr
    assert "through the end of Sunday 13 December 2026" in made.stdout
    assert "of the days with a planned dose: 6 of 7 days (85.7 %)" in made.stdout
    later = run("adherence", write(tmp_path, log=MISSED), "--through", "2026-12-16")
    assert "9 of 10 days (90 %)" in later.stdout


def test_a_plan_that_goes_on_is_told_as_far(tmp_path: Path) -> None:
    """Where an entry plans through a later day, the figures reach it: 7 December to 9 March."""
    path = write(tmp_path, log=MISSED)
    through = ("--through", "2027-03-31", "--recorded", "2027-02-20", "--reason", "goes on")
    assert run("record", path, "settle", *through).exit_code == 0
    made = run("adherence", path, "--through", "2027-03-09")
    # 25 days of December, 31 of January, 28 of February and 9 of March are 93
    assert "of the days with a planned dose: 92 of 93 days" in made.stdout


@pytest.mark.parametrize("form", ["csv", "json"])
def test_planned_against_actual_as_data(tmp_path: Path, form: str) -> None:
    """The same as rows and as JSON, into a file when asked."""
    path, output = write(tmp_path, log=MISSED), tmp_path / f"figures.{form}"
    made = run("adherence", path, "--format", form, "-o", output)
    assert made.exit_code == 0, made.stderr
    text = output.read_text(encoding="utf-8")
    assert "apatinib" in text
    assert json.loads(text) if form == "json" else list(csv.DictReader(io.StringIO(text)))


def test_planned_against_actual_needs_a_day(tmp_path: Path) -> None:
    """Without an entry no day is taken from today."""
    made = run("adherence", write(tmp_path))
    assert (made.exit_code, "give --through" in made.stderr) == (2, True)


def test_a_course_file_is_checked_with_its_log(tmp_path: Path) -> None:
    """A sound file is said so, and an entry that contradicts the course is named."""
    path = write(tmp_path, log=MISSED)
    sound = run("check", path)
    assert (sound.exit_code, "its log of 1 entry is followed" in sound.stderr) == (0, True)
    path.write_text(path.read_text(encoding="utf-8") + MISSED, encoding="utf-8")
    twice = run("check", path)
    assert twice.exit_code == 3
    assert "log entry 2, recorded 2026-12-13 (missed: apatinib on 2026-12-09)" in twice.stderr


def test_a_closed_day_is_told_wherever_doses_are(tmp_path: Path) -> None:
    """A day 1 on a closed day of its own file is asked about, until its cycle is delayed."""
    path = write(tmp_path, VISITS)
    made = run("plan", path)
    assert made.exit_code == 1
    words = " ".join(made.stdout.split())
    assert (
        "treatment C2D1: 2027-01-04 is closed (closed): the visit is planned on 2027-01-05" in words
    )
    delay = ("--cycle", "2", "--to", "2027-01-05", "--recorded", "2026-12-20")
    run("record", path, "delay", *delay, "--reason", "closed")
    assert run("plan", path).exit_code == 0
    assert run("plan", write(tmp_path)).exit_code == 0
