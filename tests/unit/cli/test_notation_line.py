"""A line at the shell: planned as typed, with what it leaves out said, and shown for every arm."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from writing import toml

from npc_regimens.cli import main

if TYPE_CHECKING:
    from click.testing import Result

BODY = ("--height", "170 cm", "--weight", "65 kg", "--start", "2026-12-07")


def run(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, words)


def data(*words: str) -> Any:
    """Plan as JSON."""
    result = run("plan", *words, *BODY, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_a_line_is_planned_as_a_file_is() -> None:
    """14 days, twice a day, in 2 cycles are 56 doses of 650 mg/m2 on 1.75 m2."""
    made = data("--notation", "capecitabine 650 mg/m² PO BID d1-14 q21d x2")
    doses = made["administrations"]

    assert len(doses) == 56
    assert {dose["calculated"]["value"] for dose in doses} == {"1137.5"}
    assert {dose["planned_date"] for dose in doses[-2:]} == {"2027-01-10"}


def test_a_route_that_the_line_leaves_out_is_that_of_the_product_and_said() -> None:
    """Nothing is taken in silence."""
    line = "apatinib 250 mg QD continuous until progression"
    result = run("plan", "--notation", line, *BODY, "--through", "2026-12-20")

    assert result.exit_code == 0
    assert "note: apatinib: the line says no route; oral, as apatinib" in result.stderr
    assert "apatinib: 250 mg by mouth, once a day" in result.stdout


def test_a_route_that_nobody_states_is_refused() -> None:
    """Without a product nobody knows how the drug is given."""
    result = run("plan", "--notation", "alfamab 250 mg d1 q21d x2", *BODY)

    assert result.exit_code == 3
    assert "component 'alfamab': route" in result.stderr


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--notation", "alfamab 5 mg IV q3 x2"], 3, "'q3': it has no unit"),
        (["nct05807880", "--notation", "alfamab 5 mg IV q3w x2"], 2, "are two regimens"),
        ([], 2, "or a line with --notation"),
    ],
)
def test_what_is_no_regimen_is_refused(words: list[str], code: int, says: str) -> None:
    """A line with a slip, two regimens and none are refused before anything is planned."""
    result = run("plan", *words, *BODY)

    assert (result.exit_code, result.stdout) == (code, "")
    assert says in result.stderr


def test_show_prints_the_line_of_every_arm_and_choice() -> None:
    """A trial of four arms, three of them with a choice of three, is ten lines."""
    shown = run("show", "nct05549466").stdout
    lines = [line for line in shown.splitlines() if line.startswith("  notation")]

    assert len(lines) == 3 + 1 + 3 + 3
    assert (
        "  notation with chemotherapy=docetaxel: treatment: docetaxel 75 mg/m2 intravenous d1"
        " every 21 days"
    ) in lines


def test_a_typed_line_is_shown_as_a_file_is() -> None:
    """Its canonical line, its phases and its components, with nothing of a patient."""
    line = "gemcitabine 1000 mg/m² IV d1,8 q3w x3 then capecitabine 650 mg/m² BID d1-21 q21d x2"
    result = run("show", "--notation", line)
    shown = result.stdout.splitlines()

    assert result.exit_code == 0
    assert "note: capecitabine: the line says no route; oral, as capecitabine" in result.stderr
    assert (
        "  notation: gemcitabine 1000 mg/m2 intravenous d1,8 every 21 days x3 then capecitabine"
        " 650 mg/m2 oral twice daily d1-21 every 21 days x2"
    ) in shown
    assert "  phase phase-1: cycle 21 days, cycles 3" in shown
    assert "  phase phase-2: cycle 21 days, cycles 2" in shown
    assert "component capecitabine: capecitabine 650 mg/m2, oral, twice daily" in shown
    assert "  days: 1, 8" in shown


def test_a_typed_line_has_the_other_forms_of_show_too() -> None:
    """The data of a file, and a picture."""
    line = "gemcitabine 1000 mg/m2 IV d1,8 q3w x3"
    table = json.loads(run("show", "--notation", line, "--format", "json").stdout)
    picture = run("show", "--notation", line, "--picture").stdout

    assert table["component"]["gemcitabine"]["dose"] == "1000 mg/m2"
    assert picture.startswith("<svg")
    assert "gemcitabine, 1,000 mg/m2: days 1 and 8 (2 days)." in picture


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nct05807880", "--notation", "alfamab 5 mg IV q3w x2"], "are two regimens"),
        ([], "or a line with --notation"),
    ],
)
def test_show_takes_one_regimen(words: list[str], says: str) -> None:
    """Two regimens and none are refused, as a plan refuses them."""
    result = run("show", *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_show_says_why_an_arm_has_no_line(tmp_path: Any) -> None:
    """A regimen that no line can say is shown all the same."""
    text = run("show", "nct05807880", "--format", "json").stdout
    table = json.loads(text)
    table["arm"][0]["phase"][1]["until"] = ["progression (RECIST 1.1)"]
    path = tmp_path / "other.toml"
    path.write_text(toml(table), encoding="utf-8")

    assert (
        "notation: none (nct05807880: no line can say this regimen" in run("show", str(path)).stdout
    )
