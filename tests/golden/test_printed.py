"""What the commands print, compared as text with files that a person has read."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
REGENERATE = runpy.run_path(str(HERE / "regenerate.py"))
COMMANDS: dict[str, tuple[str, ...]] = REGENERATE["commands"]()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_what_was_read(name: str) -> None:
    """The same command prints the same text, to the last character."""
    expected = (HERE / "plans" / name).read_text(encoding="utf-8")

    assert REGENERATE["printed"](COMMANDS[name]) == expected


def test_no_golden_file_is_left_behind() -> None:
    """Every golden file has a command that prints it."""
    kept = {path.name for path in (HERE / "plans").iterdir()}

    assert kept == set(COMMANDS)
