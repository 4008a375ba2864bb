"""The forms of a plan at the shell: a picture and a month grid, printed like any other output."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from click.testing import CliRunner
from picture_reading import boxes, counts, days_of, words

from npc_regimens.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

LINE = ("--notation", "capecitabine 650 mg/m2 PO BID d1-14 q21d x2")
BODY = ("--height", "170 cm", "--weight", "65 kg", "--start", "2026-12-07")


COURSE = """\
format = 1
participant = "03-0017"
identity = "example-03-0017"
regimen = "nct05807880"
start = 2026-12-07
through = 2027-02-28
zone = "Asia/Shanghai"
recalculate = "never"
settled.cycles = { combination = 4 }
measured = [{ on = 2026-12-01, height = "170 cm", weight = "65 kg" }]

[[log]]
what = "interrupt"
recorded = 2026-12-16
reason = "fever"
component = "capecitabine"
from = 2026-12-18
through = 2026-12-20

[[log]]
what = "reduce"
recorded = 2026-12-23
reason = "hands and feet"
component = "capecitabine"
from = 2026-12-28
level = "75 %"
"""


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


def test_a_course_is_drawn_as_its_log_says(tmp_path: Path) -> None:
    """Four cycles of 14, 1 and 42 doses, less 6 in three days; three cycles have the lower dose."""
    path = tmp_path / "course.toml"
    path.write_text(COURSE, encoding="utf-8")
    drawn = CliRunner().invoke(main, ("plan", str(path), "--picture")).stdout
    grid = CliRunner().invoke(main, ("plan", str(path), "--format", "month")).stdout
    heights = Counter(box.high for box in boxes(drawn) if box.kind == "dose")

    # of 15 lines, 900 mg of 1150 mg fill 11
    assert heights == {15: 4 * (14 + 1) + 42 - 6, 11: 3 * 42}
    assert "LOWER DOSE, before: 1,150 mg" in " ".join(words(drawn))
    assert [days_of(grid)[dt.date(2026, 12, day)] for day in (17, 18)] == [["A", "C", "C"], ["A"]]
    assert "  28  capecitabine 900 mg; LOWER DOSE, before: 1,150 mg\n" in grid


def test_a_picture_has_no_other_form() -> None:
    """A picture and another form are two wishes, and neither is dropped in silence."""
    result = plan("--picture", "--format", "month")

    assert result.exit_code == 2
    assert "--picture is an SVG and --format month is none; leave one out" in result.stderr
