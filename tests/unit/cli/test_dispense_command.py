"""The command `dispense`: its forms, packs and windows, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from npc_regimens.cli import main
from npc_regimens.render.dispensing import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

LINE = "(apatinib 500 mg PO QD continuous + capecitabine 1500 mg PO BID d1-14) q28d x2"
BODY = ("--height", "170 cm", "--weight", "65 kg", "--start", "2026-12-07")

WINDOW = ("--window", "-2 to +3 days")


def run(*words: str, line: str = LINE) -> Result:
    """Run the command in this process, from Monday 7 December 2026."""
    return CliRunner().invoke(main, ["dispense", "--notation", line, *BODY, *words])


def test_a_page_says_what_to_hand_out_and_what_of_it_is_cover() -> None:
    """28 days of 2 tablets and 3 days more; 14 days of 6 tablets and no more."""
    result = run("--window", "-2 to +3 days")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "Dispensing of notation, from Monday 7 December 2026\n"
        "\n"
        "  Mon  7 December 2026   phase-1 C1D1, for the doses through Sunday 3 January 2027\n"
        "      apatinib: 62 tablets of 250 mg; 6 of them cover the days through Wednesday 6 January"
        " 2027; 6 come\n"
        "      back if the next visit is on its date\n"
        "      capecitabine: 84 tablets of 500 mg\n"
        "  Mon  4 January 2027    phase-1 C2D1, for the doses through Sunday 31 January 2027\n"
        "      apatinib: 56 tablets of 250 mg\n"
        "      capecitabine: 84 tablets of 500 mg\n"
        "\n"
        "HANDED OUT IN ALL\n"
        "  apatinib: 118 tablets of 250 mg, 112 of them for doses\n"
        "  capecitabine: 168 tablets of 500 mg, 168 of them for doses\n"
    )


def test_a_course_file_is_counted_as_its_log_has_made_it(tmp_path: Path) -> None:
    """Cycle 2 is delayed by 3 days: 31 tablets are needed until it, and visits say its date."""
    path = str(tmp_path / "03-0017.toml")
    who = ("--participant", "03-0017", "--through", "2027-02-28", "--tz", "Asia/Shanghai")
    delay = ("delay", "--cycle", "2", "--to", "2027-01-07", "--recorded", "2027-01-04")
    for words in (
        ("new", "nct04350190", *BODY, *who, "-o", path),
        ("record", path, *delay, "--reason", "ANC 0.9"),
    ):
        assert CliRunner().invoke(main, words).exit_code == 0
    counted = CliRunner().invoke(main, ["dispense", path, "--format", "csv"])
    visits = CliRunner().invoke(main, ["visits", path, "--format", "csv"])
    found = list(csv.DictReader(io.StringIO(counted.stdout)))
    days_1 = [
        each for each in csv.DictReader(io.StringIO(visits.stdout)) if each["kind"] == "day 1"
    ]

    # 7 December to 6 January, 7 January to 3 February, and 4 to 28 February, where the plan ends
    assert [each["needed"] for each in found] == ["31", "28", "25"]
    assert [each["planned_date"] for each in days_1] == ["2026-12-07", "2027-01-07", "2027-02-04"]
    assert [each["at_home"] for each in days_1] == ["apatinib"] * 3

    stop = ("discontinue", "--component", "apatinib", "--from", "2027-01-20")
    words = ("record", path, *stop, "--recorded", "2027-01-20", "--reason", "toxicity")
    assert CliRunner().invoke(main, words).exit_code == 0
    counted = CliRunner().invoke(main, ["dispense", path, "--format", "csv", *WINDOW])
    visits = CliRunner().invoke(main, ["visits", path, "--format", "csv"])
    found = list(csv.DictReader(io.StringIO(counted.stdout)))
    days_1 = [
        each for each in csv.DictReader(io.StringIO(visits.stdout)) if each["kind"] == "day 1"
    ]

    # the last dose is that of 19 January, 13 days after 7 January, so there is no cover behind it
    assert [(each["needed"], each["cover"]) for each in found] == [("31", "3"), ("13", "0")]
    assert [each["at_home"] for each in days_1] == ["apatinib", "apatinib", ""]


def test_packs_are_whole_and_named() -> None:
    """56 tablets are 6 packs of 10, and 4 come back at the end; 1 pack of 100 holds 84."""
    result = run("--pack", "apatinib 250 mg=10", "--pack", "capecitabine 500 mg=100")

    assert "apatinib: 60 tablets of 250 mg, in 6 packs of 10; 4 come back at the end" in (
        result.stdout
    )
    assert "capecitabine: 100 tablets of 500 mg, in 1 pack of 100; 16 come back if" in result.stdout


def test_rows_have_a_column_for_each_key() -> None:
    """One row for each strength at each visit; spare days are cover."""
    result = run("--format", "csv", "--spare-days", "2", "--pack", "apatinib 250 mg=10")
    found = list(csv.DictReader(io.StringIO(result.stdout)))

    assert tuple(found[0]) == COLUMNS
    assert len(found) == 4
    assert found[0] == {
        "date": "2026-12-07",
        "phase": "phase-1",
        "cycle": "1",
        "cycle_day": "1",
        "doses_through": "2027-01-03",
        "covered_through": "2027-01-05",
        "component": "apatinib",
        "drug": "apatinib",
        "product": "apatinib-tablets",
        "strength": "250 mg",
        "needed": "56",
        "cover": "4",
        "pack": "10",
        "packs": "6",
        "handed_out": "60",
        "expected_return": "4",
        "cut": "no",
    }
    listed = found[1]
    assert (listed["drug"], listed["cover"]) == ("capecitabine", "0")
    assert listed["doses_through"] == listed["covered_through"] == "2027-01-03"


def test_a_plan_that_ends_early_says_so_in_each_form() -> None:
    """A page that a pharmacist counts by must not look whole where it is cut."""
    cut = ("--through", "2027-01-10")
    page, table = run(*cut), run(*cut, "--format", "csv")
    document = json.loads(run(*cut, "--format", "json").stdout)

    assert page.exit_code == 0
    assert "THE PLAN ENDS HERE, and treatment goes on: later days are not counted" in page.stdout
    assert "note: 2027-01-04: treatment goes on after 2027-01-10" in page.stdout
    assert table.stderr.startswith("note: 2027-01-04: treatment goes on after 2027-01-10")
    assert [row["cut"] for row in csv.DictReader(io.StringIO(table.stdout))] == [
        "no",
        "no",
        "yes",
        "yes",
    ]
    assert [item["cut"] for item in document["items"]] == [False, False, True, True]
    assert [each["name"] for each in document["findings"]] == ["plan-ends"]


def test_a_drug_without_a_product_is_a_warning() -> None:
    """Nobody knows its tablets, so the command ends with 1."""
    result = run("--format", "json", line="drug-a 5 mg PO QD d1-14 q21d x1")
    document = json.loads(result.stdout)

    assert result.exit_code == 1
    assert (document["items"], document["not_counted"]) == ([], ["drug-a"])


def test_nothing_to_hand_out_is_said() -> None:
    """A regimen of infusions has nothing to take home."""
    result = run(line="penpulimab 200 mg IV d1 q21d x1")

    assert result.exit_code == 0
    assert "      nothing to hand out\n" in result.stdout
    assert result.stdout.endswith("HANDED OUT IN ALL\n  nothing\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--window", "3 days"), "'3 days' is not a window"),
        (("--spare-days", "100"), "100 is not in the range 0<=x<=99"),
        (("--pack", "apatinib 425 mg=10"), "'apatinib 425 mg' is not handed out; there are apat"),
        (("--pack", "apatinib 250 mg=0"), "'0' is not a number of units in a pack"),
        (("--pack", "apatinib 250 mg=10000"), "'10000' is not a number of units in a pack"),
        (("--pack", "apatinib 250 mg=ten"), "write for example 'apatinib 250 mg=10'"),
        (("--pack", "apatinib 250 mg=\u0661\u0660"), "is not a number of units in a pack"),
    ],
)
def test_a_slip_in_the_options_is_refused(words: tuple[str, ...], said: str) -> None:
    """Each refusal names what was written, and ends with 2."""
    result = run(*words)

    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize("name", ["apatinib", "apatinib 250", "apatinib 250 mL"])
def test_a_pack_needs_a_strength_with_its_unit(name: str) -> None:
    """The strength is read as any amount of drug is."""
    result = run("--pack", f"{name}=10")

    assert result.exit_code == 3
    assert result.stdout == ""


def test_a_pack_of_a_regimen_without_tablets_is_refused() -> None:
    """There is nothing that could be packed."""
    result = run("--pack", "penpulimab 200 mg=1", line="penpulimab 200 mg IV d1 q21d x1")

    assert result.exit_code == 2
    assert "'penpulimab 200 mg' is not handed out; there are none" in result.stderr
