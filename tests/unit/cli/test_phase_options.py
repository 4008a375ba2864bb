"""The options of phases: lengths, waits, events, closed days, resuming; and what is shown."""

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

FILE = """
format = 1
id = "example-01"
title = "Drug A around radiotherapy"

[component.drug-a]
drug = "drug-a"
dose = "100 mg"
route = "intravenous"
days = "1"
cite = "example-2020#drug-a"

[[arm]]
id = "a"
name = "Drug A"

[[arm.phase]]
name = "induction"
cycle = "21-28 days"
cycles = "2"
give = ["drug-a"]

[[arm.phase]]
name = "concurrent"
starts = { from = "event radiotherapy start", after = "1-7 days" }
cycle = "7 days"
cycles = "open"
span = "3 weeks"
sessions = 10
give = ["drug-a"]
"""
SETTLED = (
    *("--length", "induction=4 weeks", "--wait", "concurrent=1 day"),
    *("--event", "radiotherapy start=2027-03-01"),
)


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> str:
    """Write the example."""
    path = tmp_path / "example-01.toml"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def run(file: str, *words: str, form: str = "json") -> Result:
    """Plan the example from Monday 7 December 2026."""
    body = ("--height", "170 cm", "--weight", "65 kg", "--start", "2026-12-07")
    return CliRunner().invoke(main, ["plan", file, *body, "--format", form, *words])


def dates(result: Result) -> list[str]:
    """List the days of doses."""
    assert result.exit_code == 0, result.stderr
    return [each["planned_date"] for each in json.loads(result.stdout)["administrations"]]


def test_everything_is_settled_on_the_command_line(file: str) -> None:
    """Two cycles of 28 days, and then weekly from the day after the event."""
    found = run(file, *SETTLED, "--closed", "2027-03-03", "--closed", "2027-03-04")

    assert dates(found) == ["2026-12-07", "2027-01-04", "2027-03-02", "2027-03-09", "2027-03-16"]
    sessions = [each["date"] for each in json.loads(found.stdout)["sessions"]]
    assert (sessions[0], sessions[1], sessions[-1]) == ("2027-03-02", "2027-03-05", "2027-03-17")


def test_resuming_on_the_command_line(file: str) -> None:
    """The start is day 1 of the second cycle."""
    assert dates(run(file, *SETTLED, "--resume", "induction=2"))[:2] == ["2026-12-07", "2027-03-02"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 3, "settle how long (lengths, --length), for example induction='28 days'"),
        (SETTLED[:2], 3, "settle how long after (waits, --wait), for example concurrent='1 day'"),
        (SETTLED[:4], 2, "give it (events, --event 'radiotherapy start=DATE')"),
        ((*SETTLED, "--event", "surgery=2027-03-01"), 2, "no phase starts from an event 'surgery'"),
        ((*SETTLED, "--event", "b=soon"), 2, "'soon' is not a date"),
        ((*SETTLED, "--closed", "Easter"), 2, "'Easter' is not a date"),
        ((*SETTLED, "--resume", "induction"), 2, "'induction' is not PHASE=N; write for example"),
        ((*SETTLED, "--resume", "induction=two"), 2, "is not PHASE=N"),
        ((*SETTLED, "--resume", "induction=3"), 2, "cannot be resumed at cycle 3"),
        ((*SETTLED, "--resume", "induction=0"), 2, "a cycle that counts from 1"),
        ((*SETTLED, "--cycles", "concurrent=4"), 2, "after its last day, 2027-03-22"),
    ],
)
def test_a_slip_is_refused(file: str, words: tuple[str, ...], code: int, said: str) -> None:
    """Each refusal names the option that is missing or wrong."""
    result = run(file, *words)

    assert result.exit_code == code
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_show_says_how_phases_begin_and_end(file: str) -> None:
    """In words, without a dash between two numbers."""
    shown = CliRunner().invoke(main, ["show", file]).stdout

    assert "  phase induction: cycle 21 to 28 days, cycles 2\n" in shown
    assert "  phase concurrent: cycle 7 days, cycles open, at most 3 weeks\n" in shown
    assert "    starts 1 to 7 days after radiotherapy start\n" in shown
    assert "    radiotherapy sessions, Monday to Friday less closed days: 10\n" in shown
    written = json.loads(CliRunner().invoke(main, ["show", file, "--format", "json"]).stdout)
    starts = written["arm"][0]["phase"][1]["starts"]
    assert starts == {"from": "event radiotherapy start", "after": "1-7 days"}


def test_list_says_what_phases_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lengths and waits to settle, and the events whose dates are asked for."""
    trial = Trial.model_validate(tomllib.loads(FILE))
    monkeypatch.setattr(listing, "shipped_trials", lambda: (trial,))
    (row,) = json.loads(CliRunner().invoke(main, ["list", "--format", "json"]).stdout)

    asked = {key: row[key] for key in ("length_ranges", "waits", "events", "end")}
    assert asked == {
        "length_ranges": "induction=21-28 days",
        "waits": "concurrent=1-7 days",
        "events": "radiotherapy start",
        "end": "counted",
    }
    text = CliRunner().invoke(main, ["list"]).stdout
    assert "(lengths induction=21-28 days; waits concurrent=1-7 days; events radioth" in text


def test_a_key_that_starts_does_not_have_is_named(tmp_path: Path) -> None:
    """The nearest key is that of the file, not that of the program."""
    path = tmp_path / "wrong.toml"
    path.write_text(FILE.replace("{ from =", "{ form ="), encoding="utf-8")

    said = " ".join(CliRunner().invoke(main, ["check", str(path)]).stderr.split())

    assert "key 'form' is not known here did you mean 'from'?" in said
    assert "key 'from' is missing write for example from = \"end of induction\"" in said
