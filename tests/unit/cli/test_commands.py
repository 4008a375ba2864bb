"""The commands: data on standard output, words on standard error, and the documented codes."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from npc_regimens import __version__
from npc_regimens.cli import main
from npc_regimens.cli.exits import exit_code
from npc_regimens.cli.option_texts import read_instant
from npc_regimens.cli.options import complete_regimen
from npc_regimens.errors import (
    DateError,
    FileProblemsError,
    NotStatedError,
    OutputError,
    PatientError,
    PlanError,
    UnitError,
    UnknownRegimenError,
)
from npc_regimens.files import KINDS
from npc_regimens.regimen import Trial
from npc_regimens.shipped import shipped_files

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from npc_regimens.errors import NpcRegimensError

BODY = ("--height", "170 cm", "--weight", "65 kg", "--start", "2026-12-07")
SHORT = ("nct05807880", "--cycles", "combination=4", *BODY, "--through", "2026-12-09")
FOUR_ARMS = [
    "nct05549466/apatinib-camrelizumab-chemotherapy",
    "nct05549466/apatinib-camrelizumab",
    "nct05549466/camrelizumab-chemotherapy",
    "nct05549466/chemotherapy",
]


def ids_in_files() -> list[str]:
    """Read the ids out of the files as they are written."""
    ids: list[str] = []
    for path in shipped_files("regimens").values():
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        arms = [f"{data['id']}/{arm['id']}" for arm in data["arm"]]
        ids += arms if len(arms) > 1 else [data["id"]]
    return ids


IDS = ids_in_files()


def run(*words: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["plan", "-h"], ["calendar", "--help"]])
def test_help_is_data_and_ends_well(words: list[str]) -> None:
    """Help is what was asked for, so it goes to standard output."""
    result = run(*words)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Usage: ")


def test_the_version_is_the_package_s() -> None:
    """The command prints the version of the package."""
    assert run("--version").stdout == f"npc-regimens, version {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["show", "nct05807880"],
        ["schema"],
        ["plan", *SHORT],
        ["plan", *SHORT, "--format", "jsonl"],
        ["explain", *SHORT, "--at", "C1D1", "--component", "anlotinib"],
    ],
)
def test_data_goes_to_standard_output_alone(words: list[str]) -> None:
    """A command that ends well has nothing to say beside its data, and colours nothing."""
    result = run(*words)

    assert (result.exit_code, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    assert result.stdout.endswith("\n")


def test_findings_are_words_beside_data() -> None:
    """With data on standard output, findings are told on standard error; text has them in it."""
    words = ("plan", "nct04350190", *BODY, "--through", "2026-12-09")

    data, text = run(*words, "--format", "csv"), run(*words)

    assert "note: pd-1-antibody: no product" in data.stderr
    assert "no product" not in data.stdout
    assert "no product of pd-1-antibody is known" in text.stdout
    assert text.stderr == ""
    assert data.exit_code == text.exit_code == 0


def regimen_with_a_warning(folder: Path) -> Path:
    """Write a regimen whose dose cannot be made of capsules within the limit."""
    path = folder / "mine.toml"
    text = shipped_files("regimens")["nct05807880"].read_text(encoding="utf-8")
    path.write_text(text.replace('dose = "10 mg"', 'dose = "5 mg"'), encoding="utf-8")
    return path


def test_a_warning_ends_with_1_and_still_prints(tmp_path: Path) -> None:
    """A warning is a finding: the plan is printed, and the code says that a person must look."""
    path = regimen_with_a_warning(tmp_path)

    result = run("plan", str(path), *SHORT[1:])

    assert result.exit_code == 1
    assert "WARNING: anlotinib: the ordered 8 mg differs from the calculated 5 mg" in result.stdout


def test_a_check_tells_what_differs_from_the_sources(tmp_path: Path) -> None:
    """A sound file says so on standard error; one that differs from its source ends with 1."""
    sound = run("check", str(shipped_files("regimens")["nct05807880"]))
    differs = run("check", str(regimen_with_a_warning(tmp_path)))

    assert (sound.exit_code, sound.stdout) == (0, "")
    assert "a sound regimen file; its entries agree with their sources" in sound.stderr
    assert (differs.exit_code, differs.stdout) == (1, "")
    assert "component 'anlotinib': dose is '5 mg', and the cited source has '10 mg'" in (
        differs.stderr
    )


def test_a_list_is_the_same_in_every_form() -> None:
    """Text, CSV, JSON and JSON lines list the ids that can be planned, one an arm."""
    text = [line for line in run("list").stdout.splitlines() if not line.startswith(" ")]
    table = [line.split(",")[0] for line in run("list", "--format", "csv").stdout.splitlines()]
    whole = json.loads(run("list", "--format", "json").stdout)
    lines = [json.loads(line) for line in run("list", "--format", "jsonl").stdout.splitlines()]

    assert text == IDS
    assert table == ["id", *IDS]
    assert whole == lines
    assert [row["id"] for row in lines] == IDS


def test_a_list_says_what_must_be_settled() -> None:
    """Who plans a regimen of the list knows which options it takes."""
    rows = {row["id"]: row for row in json.loads(run("list", "--format", "json").stdout)}

    assert rows["nct05807880"]["cycles"] == "combination=4-6"
    assert rows["nct05549466/chemotherapy"]["choose"] == (
        "chemotherapy=gemcitabine|capecitabine|docetaxel"
    )
    assert rows["nct05549466/apatinib-camrelizumab"]["choose"] is None
    assert rows["nct04547088"]["doses"] == "not stated"


@pytest.mark.parametrize("name", sorted(shipped_files("regimens")))
def test_what_is_shown_as_data_is_the_trial(name: str) -> None:
    """The data of a trial is read back as the trial."""
    data = json.loads(run("show", name, "--format", "json").stdout)
    path = shipped_files("regimens")[name]

    assert Trial.model_validate(data) == Trial.model_validate(
        tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    )


def test_one_arm_is_shown_alone() -> None:
    """An arm that is named is shown without its siblings, in both forms."""
    text = run("show", "nct05549466/apatinib-camrelizumab").stdout
    data = json.loads(run("show", "nct05549466/apatinib-camrelizumab", "--format", "json").stdout)

    assert "component apatinib: " in text
    assert "component docetaxel: " not in text
    assert [arm["id"] for arm in data["arm"]] == ["apatinib-camrelizumab"]
    assert run("show", "nct05549466/no", "--format", "json").exit_code == 3


def test_a_source_without_a_record_is_said_to_have_none(tmp_path: Path) -> None:
    """A regimen of one's own is shown, though nobody has entered its sources."""
    path = tmp_path / "mine.toml"
    text = shipped_files("regimens")["nct05807880"].read_text(encoding="utf-8")
    path.write_text(text.replace("nct05807880-record#anlotinib", "my-2020#a"), encoding="utf-8")

    assert "source: my-2020#a (no record)" in run("show", str(path)).stdout


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_printed_as_json(kind: str) -> None:
    """The schema of each kind can be read by any program."""
    result = run("schema", "--of", kind)

    assert result.exit_code == 0
    assert json.loads(result.stdout)["$schema"].startswith("https://json-schema.org/")


def test_an_explanation_is_one_paragraph_a_dose() -> None:
    """Two doses of one place are explained one after the other."""
    words = ("explain", *SHORT, "--at", "C1D1", "--component", "capecitabine")

    morning, evening = run(*words).stdout.split("\n\n")

    assert morning.startswith("place: phase combination, cycle 1, day 1, morning\n")
    assert evening.startswith("place: phase combination, cycle 1, day 1, evening\n")


def test_one_component_at_a_place_needs_no_name() -> None:
    """Day 15 of NCT05807880 has no anlotinib and no infusion; of day 1 all are named."""
    longer = (*SHORT[:-1], "2026-12-21")
    alone = run("explain", *longer, "--at", "C1D15")
    named = run("explain", *longer, "--at", "C1D15", "--component", "capecitabine")
    assert alone.stdout.startswith("place: phase combination, cycle 1, day 15, morning\n")
    assert (alone.exit_code, alone.stdout) == (0, named.stdout)

    several = run("explain", *SHORT, "--at", "C1D1")
    assert several.exit_code == 2
    there = "on C1D1 there are 'penpulimab', 'anlotinib', 'capecitabine'; name one with"
    assert there in " ".join(several.stderr.split())

    none = run("explain", *SHORT, "--at", "C1D22")
    assert none.exit_code == 3
    assert "nothing is given on C1D22; it may be a rest day, or behind the horizon" in none.stderr


def test_a_capped_surface_is_used_and_shown() -> None:
    """The cap that the caller sets is in the page and in the arithmetic."""
    result = run("plan", *SHORT, "--bsa-cap", "1.7 m2")

    assert "Body surface: 1.7 m2 (Mosteller, half up to 0.01 m2, capped at 1.7 m2)" in result.stdout
    assert "body surface: 1.75 m2 is over the cap; 1.7 m2 is used" in result.stdout


def test_a_calendar_is_bytes_and_its_words_are_beside_it() -> None:
    """The calendar file goes to standard output whole; the note on the course does not."""
    result = run("calendar", *SHORT, "--tz", "Asia/Shanghai")
    named = run("calendar", *SHORT, "--tz", "Asia/Shanghai", "--course", "c-0017")

    assert result.stdout_bytes.startswith(b"BEGIN:VCALENDAR\r\n")
    assert result.stdout_bytes.endswith(b"END:VCALENDAR\r\n")
    assert "no --course was given" in result.stderr
    assert (named.exit_code, named.stderr) == (0, "")


def test_a_stamp_is_read_as_utc() -> None:
    """The time at which a calendar is made is given, never taken from the machine."""
    words = ("calendar", *SHORT, "--tz", "Asia/Shanghai", "--course", "c-0017")

    stamped = run(*words, "--stamp", "2026-11-21T08:00Z").stdout_bytes

    assert b"DTSTAMP:20261121T080000Z\r\n" in stamped
    assert b"DTSTAMP:20261207T000000Z\r\n" in run(*words).stdout_bytes


def test_ids_are_completed_in_any_case() -> None:
    """What is typed so far is completed to the ids that begin so."""
    ctx = main.make_context("npc-regimens", ["list"])
    param = main.params[0]

    assert complete_regimen(ctx, param, "NCT055") == FOUR_ARMS
    assert complete_regimen(ctx, param, "") == IDS
    assert complete_regimen(ctx, param, "x") == []
    assert read_instant(ctx, param, None) is None


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OutputError("x"), 2),
        (DateError("x"), 2),
        (PlanError("x"), 2),
        (FileProblemsError("a.toml", []), 3),
        (NotStatedError("x"), 3),
        (UnknownRegimenError("x"), 3),
        (UnitError("x"), 3),
        (PatientError("x"), 4),
    ],
)
def test_each_refusal_has_its_documented_code(error: NpcRegimensError, code: int) -> None:
    """2 is the command line, 3 a regimen or notation, 4 a patient."""
    assert exit_code(error) == code


def test_visits_alone_need_no_zone() -> None:
    """A calendar of dates has no clock to be wrong, so no zone is asked for."""
    words = ("calendar", "irinotecan-liposome-nimotuzumab", *BODY, "--through", "2026-12-21")

    result = run(*words, "--course", "c-0017")

    assert result.exit_code == 0
    assert b"DTSTART;VALUE=DATE:20261221\r\n" in result.stdout_bytes
