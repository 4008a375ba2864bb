"""What `dose` warns of, and a spread over days: its warnings, its cap and its refusal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from npc_regimens.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

BODY = ("--height", "170 cm", "--weight", "65 kg")
TABLETS = ("--drug", "capecitabine")
OWN = """
format = 1
id = "site-tablets"
drug = "capecitabine"
name = "tablets of a site"
form = "tablet"
route = "oral"
strengths = ["500 mg", "150 mg"]
cite = "a#b"
[rounding]
{rule}
report_over = "10 %"
cite = "a#b"
"""
LADDER = "whole units of 500 mg and at most 2 x 150 mg, ties up"
RUNGS = "whole units of 500 mg and 150 mg, ties up, from 650 mg to 3000 mg"


def run(*words: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ("dose", *words, *BODY))


def warnings(*words: str) -> list[str]:
    """Return the warnings of a dose, which are the same as text and as data."""
    text, data = run(*words), run(*words, "--format", "json")
    told: list[str] = json.loads(data.stdout)["warnings"]
    lines = text.stdout.splitlines()
    assert [line for line in lines if line.startswith("warning: ")] == [
        f"warning: {w}" for w in told
    ]
    assert text.exit_code == data.exit_code == bool(told)
    return told


def test_a_warning_names_the_limit_of_bands_too() -> None:
    """200 mg for 189.74 mg are 5.41 %: within the 6 % of the bands, over the 5 % of a caller."""
    bands = ("189.74 mg", "--rounding", "bands of 180 mg and 200 mg, ties up, within 6 %")

    assert warnings(*bands) == []
    assert warnings(*bands, "--report-over", "5 %") == [
        "the ordered 200 mg differs from the calculated 189.74 mg by 5.41 %, over the limit of 5 %"
    ]
    # a band over its own part is told where a wider limit is given: 200 / 180 is 11.11 % more
    wide = ("180 mg", "--rounding", "bands of 160 mg and 200 mg, ties up, within 6.5 %")
    assert warnings(*wide, "--report-over", "10 %") == [
        "the ordered 200 mg differs from the calculated 180 mg by 11.11 %, over the limit of 6.5 %"
    ]


def test_the_days_of_a_spread_are_told_as_one_dose_is() -> None:
    """175 mg are given as 300 mg on 2 days and as 150 mg on 12: 71.43 % more, 14.29 % less."""
    assert warnings("100 mg/m2", *TABLETS, "--over", "14 days") == [
        "the ordered 150 mg differs from the calculated 175 mg by -14.29 %, over the limit of 10 %",
        (
            "on 2 of 14 days, the ordered 300 mg differs from the calculated 175 mg by 71.43 %,"
            " over the limit of 10 %"
        ),
        (
            "on 12 of 14 days, the ordered 150 mg differs from the calculated 175 mg by -14.29 %,"
            " over the limit of 10 %"
        ),
    ]


def test_only_the_days_over_the_limit_are_told() -> None:
    """1137.5 mg: 1150 mg are 1.1 % more, 1100 mg are 3.3 % less, and the limit is 2 %."""
    words = ("650 mg/m2", *TABLETS, "--over", "8 days")

    assert warnings(*words) == []
    (told,) = warnings(*words, "--report-over", "2 %")
    assert told.startswith("on 2 of 8 days, the ordered 1100 mg differs from the calculated 1137.5")
    assert told.endswith(" by -3.3 %, over the limit of 2 %")


def test_what_a_cap_takes_from_days_is_no_warning() -> None:
    """600 mg are 47 % less than 1137.5 mg, and all that the cap allows; 500 mg are 16.7 % less."""
    words = ("650 mg/m2", *TABLETS, "--over", "1 day", "--cap")

    assert warnings(*words, "600 mg") == []
    # from 580 mg 500 mg are 13.79 % less, over the limit; told is (500 - 1137.5) / 1137.5
    on_days = (
        "on 1 of 1 day, the ordered 500 mg differs from the calculated 1137.5 mg by -56.04 %,"
        " over the limit of 10 %"
    )
    assert warnings(*words, "580 mg") == [on_days.removeprefix("on 1 of 1 day, "), on_days]


@pytest.mark.parametrize(
    "rule",
    [
        f'rule = "policy"\npolicy = "{LADDER}"',
        f'rule = "policy"\npolicy = "{RUNGS}"',
        'rule = "nearest whole units"\nties = "up"\nat_most = { "150 mg" = 2 }',
    ],
    ids=["a ladder", "rungs", "a limit"],
)
def test_a_rule_that_limits_its_units_is_not_spread(tmp_path: Path, rule: str) -> None:
    """A spread takes any number of each strength, which such a product does not give."""
    (tmp_path / "own.toml").write_text(OWN.replace("{rule}", rule), encoding="utf-8")
    own = ("650 mg/m2", *TABLETS, "--products", str(tmp_path))

    one, spread_out = run(*own), run(*own, "--over", "28 days")

    assert (one.exit_code, spread_out.exit_code, spread_out.stdout) == (0, 2, "")
    said = " ".join(spread_out.stderr.split())
    assert (
        "--over spreads any number of each strength, and the rule of tablets of a site is" in said
    )
    assert said.endswith("; leave it out")


def test_a_plain_rule_in_words_is_spread(tmp_path: Path) -> None:
    """Whole units of all strengths are spread, however the file says them."""
    rule = 'rule = "policy"\npolicy = "whole units of 500 mg and 150 mg, ties up"'
    (tmp_path / "own.toml").write_text(OWN.replace("{rule}", rule), encoding="utf-8")

    told = run("650 mg/m2", *TABLETS, "--products", str(tmp_path), "--over", "8 days")

    assert told.exit_code == 0
    assert "or over 8 days, one dose a day, weekly: 9100 mg in all" in told.stdout
