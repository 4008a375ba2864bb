"""`list`: all arms, or those of a drug, a setting or a source, in every form."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from npc_regimens.cli import main
from npc_regimens.files import shipped_trials
from npc_regimens.regimen.trial import settings

if TYPE_CHECKING:
    from click.testing import Result

FORMS = ("text", "csv", "json", "jsonl")
NOTHING = {"text": "", "json": "[]\n", "jsonl": ""}


def listed(*words: str) -> Result:
    """List in this process."""
    return CliRunner().invoke(main, ["list", *words])


def ids(form: str, *words: str) -> list[str]:
    """Read the ids out of a list in any form."""
    text = listed("--format", form, *words).stdout
    if form == "json":
        return [row["id"] for row in json.loads(text)]
    if form == "jsonl":
        return [json.loads(line)["id"] for line in text.splitlines()]
    if form == "csv":
        return [row["id"] for row in csv.DictReader(io.StringIO(text))]
    return [line for line in text.splitlines() if not line.startswith(" ")]


@pytest.mark.parametrize("form", FORMS)
def test_without_a_wish_every_arm_is_listed(form: str) -> None:
    """There is one row an arm, in the order of the files."""
    assert len(ids(form)) == sum(len(trial.arm) for trial in shipped_trials())


@pytest.mark.parametrize("form", FORMS)
def test_all_the_drugs_are_wanted_at_once(form: str) -> None:
    """Two drugs narrow the list: only what gives both is left, in any case of letters."""
    both = ["asco-csco-induction/px", "nct02940925"]

    assert ids(form, "--drug", "Capecitabine", "--drug", "cisplatin") == both
    assert set(both) < set(ids(form, "--drug", "capecitabine"))


def test_a_drug_may_be_written_with_spaces() -> None:
    """A name of two words is read as on a line of notation."""
    hyphens = ids("json", "--drug", "irinotecan-liposome")

    assert "irinotecan-liposome-nimotuzumab" in hyphens
    assert ids("json", "--drug", " Irinotecan  liposome ") == hyphens


@pytest.mark.parametrize("form", FORMS)
def test_a_setting_is_one_of_several(form: str) -> None:
    """A regimen of two settings is found by each."""
    for setting in ("adjuvant", "Metronomic"):
        assert "nct02958111" in ids(form, "--setting", setting)
    assert ids(form, "--setting", "metronomic") == ["nct02958111"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("source", ["chen-2021", "hen-202", "NCT02958111", "nct0295"])
def test_a_source_is_a_record_or_a_registry_number(form: str, source: str) -> None:
    """A part of either is enough, in any case of letters."""
    assert ids(form, "--source", source) == ["nct02958111"]


def test_a_reference_and_a_choice_are_sources_too() -> None:
    """What fills a gap was read somewhere, and the place is found."""
    assert "nct03581786" in ids("json", "--source", "yang-2021")  # references of two drugs
    assert "nct00997906" in ids("json", "--source", "asco-csco-npc")  # the length of a cycle
    rows = json.loads(listed("--format", "json", "--source", "nct05549466").stdout)
    # the first arm may choose docetaxel, and the component of docetaxel cites its label
    assert [("docetaxel-label" in row["sources"]) for row in rows] == [True, False, True, True]


def test_wishes_narrow_together() -> None:
    """Of three wishes a row has all."""
    words = ("--drug", "cisplatin", "--setting", "first line", "--source", "yang-2021")

    assert ids("json", *words) == ["nct03581786", "nct03707509", "nct03924986"]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_fits_is_no_error(form: str) -> None:
    """The list is empty and well formed, and a word on standard error says so."""
    result = listed("--format", form, "--drug", "apatinib", "--setting", "induction")

    head = listed("--format", "csv").stdout.splitlines()[0] + "\n"
    assert (result.exit_code, result.stdout) == (0, {**NOTHING, "csv": head}[form])
    assert result.stderr == "no regimen has all of this; ask for less, or list them all\n"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["--drug", "apatinb"], "no regimen gives 'apatinb'; did you mean 'apatinib'"),
        (["--setting", "inducton"], "'inducton' is no setting; did you mean 'induction'?"),
        (
            ["--source", "docetaxel-labl"],
            "no regimen cites a source with 'docetaxel-labl'; did you mean 'docetaxel-label'",
        ),
        (["--source", ""], "the text is empty; write a part of the name of a source record"),
        (["--source", " "], "the text is empty; write a part of the name of a source record"),
    ],
)
def test_a_slip_is_refused_with_the_nearest(form: str, words: list[str], near: str) -> None:
    """An unknown drug, setting or source is a slip in the command line, not an empty list."""
    result = listed("--format", form, *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert near in result.stderr


def test_a_row_tells_drugs_setting_and_sources() -> None:
    """The columns are there in rows, and the text names setting and drugs."""
    rows = json.loads(listed("--format", "json").stdout)
    row = next(each for each in rows if each["id"] == "tp-induction-hui")

    assert (row["drugs"], row["setting"]) == ("docetaxel, cisplatin", "induction")
    assert row["sources"] == "liu-2021, docetaxel-label, cisplatin-label"
    assert list(row)[-8:-4] == ["drugs", "setting", "sources", "lengths"]
    text = "tp-induction-hui\n    Docetaxel and cisplatin\n    induction: docetaxel, cisplatin\n"
    assert text in listed().stdout


def test_a_length_that_is_not_stated_is_told() -> None:
    """Who plans such a regimen knows that the reference is to be accepted."""
    rows = {row["id"]: row for row in json.loads(listed("--format", "json").stdout)}

    assert (rows["nct00997906"]["doses"], rows["nct00997906"]["lengths"]) == (
        "stated",
        "not stated",
    )
    assert rows["nct03581786"]["lengths"] == "stated"
    name = "    Gemcitabine, carboplatin and paclitaxel (length of a cycle not stated)\n"
    assert name in listed().stdout


def test_every_setting_of_the_list_is_used() -> None:
    """No word of the closed list is empty, and the help of a slip can name each."""
    for setting in settings():
        assert ids("jsonl", "--setting", setting)
