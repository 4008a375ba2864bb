"""Reading TOML: exact, bounded, and refused with the line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from npc_regimens.errors import FileProblemsError
from npc_regimens.files.reading import LARGEST_BYTES, read_toml

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path, text: str) -> dict[str, object]:
    """Write a file and read it."""
    path.write_text(text, encoding="utf-8", newline="")
    return read_toml(path)


@pytest.fixture(name="path")
def name_path(tmp_path: Path) -> Path:
    """Name a file."""
    return tmp_path / "a.toml"


def test_decimals_stay_exact(path: Path) -> None:
    """75.10 is read with its zero, never as a binary float."""
    number = read(path, "a = 75.10")["a"]

    assert isinstance(number, Decimal)
    assert str(number) == "75.10"


def test_the_largest_file_is_read_and_one_byte_more_is_not(path: Path) -> None:
    """The limit is exact, and a huge file is not read to its end."""
    assert read(path, "#" * LARGEST_BYTES) == {}
    with pytest.raises(FileProblemsError, match="larger than 1000000 bytes"):
        read(path, "#" * (LARGEST_BYTES + 1))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["a = 1", "b = ?"], "line 2: not TOML: .*, in 'b = \\?'"),
        (["a = 1", "a = 2"], "line 2: 'a' stands twice"),
        (["[t]", "[t]"], "line 2: '\\[t\\]' stands twice"),
        (["a.b = 1", "a.b = 2"], "line 2: 'a.b' stands twice"),
        (["# \u2028", "b = ?"], "line 2: not TOML: .*, in 'b = \\?'"),
        (["a = [", ""], "line 1: not TOML: invalid value.*, in 'a = \\['"),
        (['a = "x'], "line 1: not TOML: illegal character"),
    ],
)
def test_a_slip_is_told_with_its_line(
    path: Path, lines: list[str], says: str, newline: str
) -> None:
    """The line is counted as TOML counts, and quoted."""
    with pytest.raises(FileProblemsError, match=says):
        read(path, newline.join(lines) + newline)


def test_nesting_without_end_is_refused(path: Path) -> None:
    """A file that would exhaust the stack is refused as a file."""
    with pytest.raises(FileProblemsError, match="nested too deeply"):
        read(path, "a = " + "[" * 100_000)
