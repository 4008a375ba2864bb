"""Counting tablets from the shell: what is gone against what was due."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from npc_regimens.cli import main

# Apatinib 250 mg, two tablets a day, has no rest: from 7 December before 4 January are 28 days.
PLAN = (
    *("nct03130270", "--height", "170 cm", "--weight", "65 kg", "--start", "2026-12-07"),
    *("--through", "2027-02-28", "--handed-out", "2026-12-07", "--counted", "2027-01-04"),
)


def run(*words: str) -> Result:
    """Count."""
    return CliRunner().invoke(main, ["balance", *PLAN, *words])


@pytest.mark.parametrize(
    ("dispensed", "returned", "said"),
    [
        ("62", "6", "dispensed 62, returned 6, gone 56, due 56: as due"),
        ("62", "10", "dispensed 62, returned 10, gone 52, due 56: 4 fewer than due"),
        ("62", "0", "dispensed 62, returned 0, gone 62, due 56: 6 more than due"),
    ],
)
def test_a_balance_in_words(dispensed: str, returned: str, said: str) -> None:
    """Gone is what was dispensed less what came back, and is compared with what was due."""
    made = run(
        "--dispensed", f"apatinib 250 mg={dispensed}", "--returned", f"apatinib 250 mg={returned}"
    )
    assert made.exit_code == 0, made.stderr
    assert made.stdout == f"BALANCE, in tablets or capsules\n  apatinib, 250 mg: {said}\n"


def test_a_balance_as_data() -> None:
    """The same as a row."""
    made = run("--dispensed", "apatinib 250 mg=62", "--format", "json")
    (row,) = json.loads(made.stdout)["balances"]
    assert (row["taken"], row["expected"], row["difference"]) == (62, 56, 6)
    assert (row["component"], row["strength"]) == ("apatinib", "250 mg")


def test_nothing_to_count() -> None:
    """An arm that is given at the clinic alone has no balance."""
    words = ("gp-palliative-zhang-2016/gp", "--height", "170 cm", "--weight", "65 kg")
    dates = ("--start", "2026-12-07", "--handed-out", "2026-12-07", "--counted", "2027-01-04")
    made = CliRunner().invoke(main, ["balance", *words, *dates])
    assert made.stdout.splitlines()[1:] == ["  nothing was dispensed or due"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("apatinib 425 mg=3", "is not taken at home; there are 'apatinib 250 mg'"),
        ("apatinib 250 mg=-1", "'-1' is no count"),
        ("apatinib 250 mg=2.5", "'2.5' is no count"),
    ],
)
def test_what_cannot_be_counted(text: str, said: str) -> None:
    """A strength that nobody takes, and what is no count, are refused."""
    made = run("--dispensed", text)
    assert (made.exit_code, said in made.stderr) == (2, True)
