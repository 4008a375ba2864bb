"""Each error of a file: the smallest bad file, the exact message, and the page of all of them."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from npc_regimens.cli import main
from npc_regimens.errors import FileProblemsError
from npc_regimens.files import check_file

if TYPE_CHECKING:
    from npc_regimens.errors import Problem

HERE = Path(__file__).resolve().parent
BAD = sorted((HERE / "bad").glob("*.toml"))
PAGE = HERE.parents[1] / "docs" / "errors.md"
LEDGER = {
    "cite-that-leads-nowhere",
    "formula-cite-that-leads-nowhere",
    "formula-coefficient-its-source-does-not-print",
    "value-that-its-source-does-not-print",
}


def problems(path: Path) -> tuple[Problem, ...]:
    """Find what is wrong with a file."""
    try:
        return tuple(check_file(path)[1])
    except FileProblemsError as error:
        return error.problems


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_has_its_exact_message(path: Path) -> None:
    """A bad file is answered with the message that stands beside it, word for word."""
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")

    found = "".join(f"{path.name}: {problem}\n" for problem in problems(path))

    assert found == expected


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_fails_the_check_command(path: Path) -> None:
    """The check tells the same on standard error; its code is 3, or 1 where sources differ."""
    result = CliRunner().invoke(main, ["check", str(path)])

    assert path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()[0] in result.stderr
    assert result.exit_code == (1 if path.stem in LEDGER else 3)
    assert result.stdout == ""


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_problem_has_a_place_and_a_remedy(path: Path) -> None:
    """No problem is without a place, a statement and a remedy, and none speaks Python."""
    for problem in problems(path):
        words = f"{problem.place} {problem.what} {problem.remedy}"

        assert problem.place
        assert problem.what
        assert problem.remedy
        assert not any(word in words for word in ("Decimal(", "datetime.", "tuple", "dict", "None"))


def test_every_message_has_its_file() -> None:
    """No message is left behind whose bad file is gone."""
    messages = {path.stem for path in (HERE / "bad").glob("*.txt")}

    assert messages == {path.stem for path in BAD}


def test_the_page_of_errors_is_up_to_date() -> None:
    """The page in the docs is what the gallery makes of the bad files."""
    gallery = runpy.run_path(str(HERE / "gallery.py"))

    assert PAGE.read_text(encoding="utf-8") == gallery["page"]()
