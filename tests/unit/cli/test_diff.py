"""The command `diff`: what it ends with, what it refuses, and both of its forms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from npc_regimens.cli import main
from npc_regimens.shipped import shipped_files

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

ARMS = ("nct05549466/camrelizumab-chemotherapy", "nct05549466/chemotherapy")


def run(*words: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ["diff", *words])


@pytest.fixture
def amended(tmp_path: Path) -> Path:
    """Write another version of a shipped trial, with another dose and another note."""
    text = shipped_files("regimens")["nct05807880"].read_text(encoding="utf-8")
    path = tmp_path / "amended.toml"
    path.write_text(
        text.replace('"650 mg/m2"', '"1000 mg/m2"').replace("planned 110", "planned 111"),
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nct05807880", "nct05807880"), 0),
        (("nct05807880", "NCT05807880", "--sources"), 0),
        (("nct05807880", "nct05807880", "--format", "json"), 0),
        (ARMS, 1),
        ((*ARMS, "--sources"), 1),
        ((*ARMS, "--format", "json"), 1),
    ],
)
def test_a_difference_ends_with_1_and_the_same_with_0(words: tuple[str, ...], code: int) -> None:
    """A difference is a finding, and what was found is printed all the same."""
    result = run(*words)

    assert (result.exit_code, result.stderr) == (code, "")
    assert result.stdout


def test_two_versions_of_one_trial_are_compared_by_their_files(amended: Path) -> None:
    """Two files of one id are told apart by the names they were given."""
    result = run("nct05807880", str(amended))

    assert result.exit_code == 1
    assert result.stdout.startswith(f"A: nct05807880\nB: {amended} (nct05807880)\n")
    assert "component capecitabine\n  dose: 650 mg/m2 -> 1000 mg/m2\n" in result.stdout
    # 42 doses a cycle in 4 to 6 cycles; in maintenance there is no last cycle
    assert "per cycle: 42 x 650 mg/m2 = 27300 mg/m2 -> 42 x 1000 mg/m2 = 42000 mg/m2" in (
        result.stdout
    )
    assert "sources and notes: 1 difference is not shown" in result.stdout


def test_other_notes_alone_are_a_difference_only_when_sources_are_asked_for(
    tmp_path: Path,
) -> None:
    """The same treatment is the same, whoever writes of it; `--sources` is stricter."""
    text = shipped_files("regimens")["nct05807880"].read_text(encoding="utf-8")
    path = tmp_path / "noted.toml"
    path.write_text(text.replace("planned 110", "planned 111"), encoding="utf-8")

    assert run("nct05807880", str(path)).exit_code == 0
    assert run("nct05807880", str(path), "--sources").exit_code == 1
    data = json.loads(run("nct05807880", str(path), "--format", "json").stdout)
    assert (data["same_treatment"], [each["key"] for each in data["sources"]]) == (True, ["note"])


def test_another_unit_alone_is_the_same_treatment(tmp_path: Path) -> None:
    """Spelling ends with 0: 650 mg/m2 is 0.65 g/m2."""
    text = shipped_files("regimens")["nct05807880"].read_text(encoding="utf-8")
    path = tmp_path / "spelled.toml"
    path.write_text(text.replace('"650 mg/m2"', '"0.65 g/m2"'), encoding="utf-8")

    result = run("nct05807880", str(path))

    assert result.exit_code == 0
    assert "no difference in treatment" in result.stdout


def test_totals_are_told_in_the_unit_of_the_first(tmp_path: Path) -> None:
    """42 doses a cycle: 42 x 650 mg/m2 = 27300 mg/m2, and of 1 g/m2 they are 42000 mg/m2."""
    text = shipped_files("regimens")["nct05807880"].read_text(encoding="utf-8")
    path = tmp_path / "grams.toml"
    path.write_text(text.replace('"650 mg/m2"', '"1 g/m2"'), encoding="utf-8")

    there, back = run("nct05807880", str(path)), run(str(path), "nct05807880")
    rows = json.loads(run("nct05807880", str(path), "--format", "json").stdout)["totals"]

    assert "dose: 650 mg/m2 -> 1 g/m2" in there.stdout
    assert "42 x 650 mg/m2 = 27300 mg/m2 -> 42 x 1000 mg/m2 = 42000 mg/m2" in there.stdout
    assert "42 x 1 g/m2 = 42 g/m2 -> 42 x 0.65 g/m2 = 27.3 g/m2" in back.stdout
    assert rows[0]["after"]["per_cycle"]["amount"]["most"] == {"value": "42000", "unit": "mg/m2"}


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (
            ("nct05807880", "nct0580788"),
            3,
            "error: no regimen 'nct0580788'; give an id or the path of a .toml file; did you mean",
        ),
        (
            ("nct05549466/chemotherapie", "nct05549466/chemotherapy"),
            3,
            "error: trial 'nct05549466' has no arm 'chemotherapie'; did you mean 'chemotherapy'",
        ),
        (("nct05549466", "nct05807880"), 3, "error: trial 'nct05549466' has 4 arms; name one: "),
        (("nct05807880", "missing.toml"), 3, "error: missing.toml: file: "),
        (("nct05807880",), 2, "Usage: "),
    ],
)
def test_a_slip_is_refused_with_its_remedy(words: tuple[str, ...], code: int, message: str) -> None:
    """An unknown id, an unknown arm, an arm that is not named, a file that is not there."""
    result = run(*words)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(message)
