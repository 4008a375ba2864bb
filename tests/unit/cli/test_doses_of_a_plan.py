"""Ranges, levels, formulas and clearances of a plan: from an option to the page, and in lists."""

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
KIDNEY = ("--sex", "female", "--age", "30", "--creatinine", "40 umol/L")
TEXT = """
format = 1
id = "example-01"
title = "Carboplatin with cisplatin"

[component.carboplatin]
drug = "carboplatin"
dose = "AUC 5"
route = "intravenous"
days = "1"
cite = "calvert-1989#equation"

[component.cisplatin]
drug = "cisplatin"
dose = "80-100 mg/m2"
levels = ["100 mg/m2", "80 mg/m2", "60 mg/m2"]
cap = "180 mg"
limits = { per_cycle = "90 mg/m2", lifetime = "300 mg" }
route = "intravenous"
days = "1"
cite = "calvert-1989#equation"

[[arm]]
id = "a"
name = "Both"
[[arm.phase]]
name = "only"
cycle = "21 days"
cycles = "2"
give = ["carboplatin", "cisplatin"]
"""


@pytest.fixture(name="file")
def write_file(tmp_path: Path) -> str:
    """Write the regimen."""
    path = tmp_path / "example.toml"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def run(*words: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, words)


def page(file: str, *words: str) -> str:
    """Plan with a dose of the range, and return the page."""
    chosen = () if "--dose" in words else ("--dose", "cisplatin=80 mg/m2")
    result = run("plan", file, *BODY, *chosen, *words)
    assert result.exit_code in {0, 1}, result.stderr
    return result.stdout


def test_a_range_is_open_until_it_is_settled(file: str) -> None:
    """The refusal names the range and an example; both ends are taken, and more is not."""
    clearance = ("--clearance", "90 mL/min")
    still_open = run("plan", file, *BODY, *clearance)
    outside = run("plan", file, *BODY, *clearance, "--dose", "cisplatin=101 mg/m2")

    assert (still_open.exit_code, outside.exit_code) == (3, 3)
    assert (
        "cisplatin (80-100 mg/m2); settle it (doses, --dose), for example cisplatin='80 mg/m2'"
        in (still_open.stderr)
    )
    assert "the dose of 'cisplatin' is 80-100 mg/m2, and 101 mg/m2 is outside" in outside.stderr
    # 80 x 1.75 = 140, and 100 x 1.75 = 175
    for dose, ordered in (("80 mg/m2", "140 mg"), ("0.1 g/m2", "0.175 g")):
        text = page(file, *clearance, "--dose", f"cisplatin={dose}")
        assert f"cisplatin: {ordered} into a vein" in text


def test_a_level_of_a_plan_is_in_page_rows_and_explanation(file: str) -> None:
    """60 mg/m2 instead of 80: 105 mg, and the words of the level wherever the dose is shown."""
    words = ("--clearance", "90 mL/min", "--level", "cisplatin=60 mg/m2")
    level = "60 mg/m2 instead of 80 mg/m2 (levels: 100 mg/m2, 80 mg/m2, 60 mg/m2)"

    text = page(file, *words)
    rows = [json.loads(line) for line in page(file, *words, "--format", "jsonl").splitlines()]
    place = ("--at", "C1D1", "--component", "cisplatin", "--dose", "cisplatin=80 mg/m2")
    explained = run("explain", file, *BODY, *words, *place).stdout

    assert "cisplatin: 105 mg into a vein" in text
    assert f"dose level: {level}" in " ".join(text.split())
    assert {row["level"] for row in rows if row["drug"] == "cisplatin"} == {level}
    assert {row["level"] for row in rows if row["drug"] == "carboplatin"} == {None}
    assert f"level: {level}" in explained


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((*KIDNEY,), "carboplatin: 750 mg into a vein"),  # the guideline's cap: 5 x 150
        ((*KIDNEY, "--gfr-cap", "none"), "carboplatin: 1,058 mg into a vein"),  # 5 x 211.6
        ((*KIDNEY, "--gfr-cap", "100 mL/min"), "carboplatin: 625 mg into a vein"),
        # 110 x 65 / (72 x 0.7) x 0.85 = 120.6
        (
            (*KIDNEY, "--creatinine-floor", "guideline"),
            "carboplatin: 728 mg into a vein",
        ),
        # 110 x 61.44 / (72 x 0.7) x 0.85 = 113.98, so 5 x 139
        (
            (*KIDNEY, "--creatinine-floor", "guideline", "--clearance-weight", "ideal"),
            "carboplatin: 695 mg into a vein",
        ),
        (("--clearance", "90 mL/min"), "carboplatin: 575 mg into a vein"),
        (
            (*KIDNEY, "--formula", "Schlich"),
            # 0.000975482 x 65^0.46 x 170^1.08 = 1.705
            "Body surface: 1.71 m2 (Schlich, half up to 0.01 m2)",
        ),
        ((*KIDNEY, "--precision", "0.1 m2"), "Body surface: 1.8 m2 (Mosteller, half up to 0.1 m2)"),
        (
            (*KIDNEY,),
            "Patient: height 170 cm, weight 65 kg, female, 30 years, creatinine 40 umol/L",
        ),
    ],
)
def test_an_option_of_the_body_is_on_the_page(file: str, words: tuple[str, ...], says: str) -> None:
    """Clearance, formula and precision change the doses, and the page says what was given."""
    assert says in page(file, *words)


def test_what_was_measured_is_in_the_data(file: str) -> None:
    """A second person finds in the data what the doses were computed with."""
    patient = json.loads(page(file, *KIDNEY, "--format", "json"))["patient"]

    assert list(patient) == [
        *("measured_on", "height", "weight", "sex", "age", "creatinine", "clearance"),
        "body_surface",
    ]
    assert (patient["sex"], patient["age"], patient["clearance"]) == ("female", 30, None)
    assert patient["creatinine"] == {"value": "40", "unit": "umol/L"}


def test_limits_are_told_beside_the_plan(file: str) -> None:
    """100 mg/m2 are over 90 mg/m2 a cycle, and 2 x 175 mg over 300 mg; the doses do not change."""
    result = run(
        *("plan", file, *BODY, "--clearance", "90 mL/min", "--dose", "cisplatin=100 mg/m2"),
        *("--format", "csv"),
    )

    assert result.exit_code == 1
    assert "warning: cisplatin: 175 mg in cycles 1, 2 of 'only' is over the limit" in result.stderr
    assert "by the trial, 90 mg/m2, which is 157.5 mg here" in result.stderr
    assert "warning: cisplatin: with the dose of 2026-12-28 this plan comes to 350 mg" in (
        result.stderr
    )


def test_a_range_is_shown_with_how_to_settle_it(file: str) -> None:
    """Levels, cap and limits of a component stand with its dose."""
    text = run("show", file).stdout

    assert "component cisplatin: cisplatin 80-100 mg/m2, intravenous" in text
    assert "  a range of doses, to settle: --dose cisplatin='80 mg/m2', for example\n" in text
    assert "  dose levels: 100 mg/m2, 80 mg/m2, 60 mg/m2\n" in text
    assert "  cap of one dose: 180 mg\n" in text
    assert "  limit of one cycle, told when it is passed: 90 mg/m2\n" in text
    assert "  limit of a lifetime, told when it is passed: 300 mg\n" in text


@pytest.mark.parametrize(
    ("left_out", "gone"), [("per_cycle", "limit of one cycle"), ("lifetime", "limit of a lifetime")]
)
def test_a_limit_that_is_not_there_is_not_shown(tmp_path: Path, left_out: str, gone: str) -> None:
    """Only what the file says is shown."""
    limits = {"per_cycle": '"90 mg/m2"', "lifetime": '"300 mg"'}
    kept = ", ".join(f"{key} = {value}" for key, value in limits.items() if key != left_out)
    path = tmp_path / "one.toml"
    before = 'limits = { per_cycle = "90 mg/m2", lifetime = "300 mg" }'
    path.write_text(TEXT.replace(before, f"limits = {{ {kept} }}"), encoding="utf-8")

    assert gone not in run("show", str(path)).stdout


def test_a_list_tells_open_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who plans a regimen of the list knows which doses to choose."""
    trial = Trial.model_validate(tomllib.loads(TEXT))
    monkeypatch.setattr(listing, "shipped_trials", lambda: (trial,))

    (row,) = json.loads(run("list", "--format", "json").stdout)

    assert (row["doses"], row["dose_ranges"]) == ("stated", "cisplatin=80-100 mg/m2")
    assert list(row)[-5:] == ["lengths", "length_ranges", "waits", "events", "optional"]
    (first, second, _) = run("list").stdout.splitlines()
    assert (first, second) == ("example-01", "    Both (dose cisplatin=80-100 mg/m2)")
