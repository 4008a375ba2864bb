"""Options that stand once: given twice they are refused, in every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from npc_regimens.cli import main
from npc_regimens.cli.once import Once

if TYPE_CHECKING:
    from click.testing import Result

BODY = ("--height", "170 cm", "--weight", "65 kg")
PLAN = ("nct05807880", *BODY, "--start", "2026-12-07", "--through", "2026-12-31")
OPTIONS = [
    pytest.param(command, option, id=f"{name} {option.opts[-1]}")
    for name, command in main.commands.items()
    for option in command.params
    if isinstance(option, click.Option)
]


def run(*words: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option_is_one_flag_or_one_value_or_repeats(
    command: click.Command, option: click.Option
) -> None:
    """No command has an option of which click would keep the last value."""
    assert option.is_flag or option.multiple or isinstance(option, Once), command.name


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("bsa", *BODY, "--height", "180 cm"),
            "--height is given 2 times, as '170 cm' and '180 cm'; give it once",
        ),
        (("bsa", *BODY, "--weight", "65 kg"), "--weight is given 2 times, as '65 kg' and '65 kg'"),
        (
            ("bsa", *BODY, "--formula", "Boyd", "--bsa-formula", "Mosteller"),
            "--formula or --bsa-formula is given 2 times, as 'Boyd' and 'Mosteller'; give it once",
        ),
        (
            ("dose", "5 mg", *BODY, "--cap", "1 mg", "--cap=2 mg", "--cap", "3 mg"),
            "--cap is given 3 times, as '1 mg' and '2 mg' and '3 mg'; give it once",
        ),
        (("dose", "5 mg", *BODY, "--format", "json", "--format", "text"), "--format is given 2"),
        (("plan", *PLAN, "--start", "2027-12-07"), "'2026-12-07' and '2027-12-07'; give it once"),
        (("plan", *PLAN, "-o", "a", "--output", "b"), "-o or --output is given 2 times, as 'a'"),
        (("calendar", *PLAN, "--revision", "1", "--revision", "2"), "--revision is given 2 times"),
        (("explain", *PLAN, "--at", "C1D1", "--at", "C1D2"), "--at is given 2 times"),
        (("list", "--format", "csv", "--format", "json"), "--format is given 2 times"),
        (("schema", "--of", "source", "--of", "product"), "--of is given 2 times"),
    ],
)
def test_a_second_value_is_refused_with_both(words: tuple[str, ...], said: str) -> None:
    """A second height is another patient: nothing is printed, and all values are named."""
    result = run(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


def test_what_means_the_same_twice_stays() -> None:
    """A flag has no second value, and an option of many values is one for each of them."""
    levels = ("--level", "capecitabine=75 %", "--level", "anlotinib=75 %")

    assert run("bsa", *BODY, "--all", "--all").exit_code == 0
    planned = run("plan", *PLAN, "--cycles", "combination=4", *levels, "--format", "jsonl")
    assert planned.exit_code in {0, 1}
    assert '"level": "75 % of 10 mg = 7.5 mg"' in planned.stdout
    assert '"level": "75 % of 650 mg/m2 = 487.5 mg/m2"' in planned.stdout


def test_a_shell_completes_a_line_with_a_value_twice() -> None:
    """The words before the cursor are not judged while somebody still types them."""
    completing = ShellComplete(main, {}, "npc-regimens", "_NPC_REGIMENS_COMPLETE")

    found = completing.get_completions(["bsa", "--format", "text", "--format", "json"], "--al")

    assert [each.value for each in found] == ["--all"]
