"""The forms of a plan at the shell: a picture and a month grid, printed like any other output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner
from picture_reading import counts, days_of, words

from npc_regimens.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

LINE = ("--notation", "capecitabine 650 mg/m2 PO BID d1-14 q21d x2")
BODY = ("--height", "170 cm", "--weight", "65 kg", "--start", "2026-12-07")


def plan(*more: str) -> Result:
    """Plan two cycles of one drug twice a day on 14 of 21 days."""
    return CliRunner().invoke(main, ("plan", *LINE, *BODY, *more))


def test_a_picture_is_printed_like_other_data() -> None:
    """Two cycles of 14 days with two doses each, and 7 days without."""
    result = plan("--picture")

    assert result.exit_code == 0
    assert counts(result.stdout) == {"day": 28, "dose": 56, "rest": 14}
    assert words(result.stdout)[1].startswith("Monday 7 December 2026 to Sunday 17 January 2027")


def test_a_picture_is_written_to_a_file(tmp_path: Path) -> None:
    """The file holds what would be printed, and standard output holds nothing."""
    path = tmp_path / "plan.svg"
    result = plan("--picture", "-o", str(path))

    assert (result.exit_code, result.stdout) == (0, "")
    assert path.read_text(encoding="utf-8") == plan("--picture").stdout


def test_a_month_grid_is_printed() -> None:
    """The findings go to standard error, as with data."""
    result = plan("--format", "month")
    found = days_of(result.stdout)

    assert result.exit_code == 0
    assert sum(marks.count("A") for marks in found.values()) == 56
    assert sum(marks.count("rest") for marks in found.values()) == 14
    assert "NOTES" not in result.stdout


def test_a_picture_has_no_other_form() -> None:
    """A picture and another form are two wishes, and neither is dropped in silence."""
    result = plan("--picture", "--format", "month")

    assert result.exit_code == 2
    assert "--picture is an SVG and --format month is none; leave one out" in result.stderr
