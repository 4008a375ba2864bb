"""From a file to plain data: TOML with exact decimals, or a problem with its line."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.errors import FileProblemsError, Problem

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES: Final = 1_000_000  # far above any regimen; a hundred megabytes are no regimen
_LINE: Final = re.compile(r"line (\d+)")
_TWICE: Final = ("Cannot overwrite a value", "Cannot declare", "Cannot mutate")
_UTF8: Final = "save the file as UTF-8 text without a byte order mark"


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; duplicate keys, other encodings and huge files are refused."""
    return parse_toml(path, read_text(path))


def read_text(path: Path) -> str:
    """Read the text of a file; other encodings and huge files are refused."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise _problem(path, "file", f"cannot be read: {reason}", "check the path") from None
    if len(content) > LARGEST_BYTES:
        remedy = "a regimen is a few kilobytes; check the path"
        raise _problem(path, "file", f"larger than {LARGEST_BYTES} bytes", remedy)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _problem(path, f"byte {error.start}", "not UTF-8 text", _UTF8) from None
    if text.startswith("\ufeff"):
        raise _problem(path, "line 1", "a byte order mark stands before the text", _UTF8)
    return text


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """Read TOML that a file has, or would have; duplicate keys are refused."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, text, str(error)) from None
    except (RecursionError, ValueError):
        what = "nested too deeply, or a number that is too long"
        raise _problem(path, "file", what, "write it as the file format shows") from None


def _not_toml(path: Path, text: str, message: str) -> FileProblemsError:
    what, _, where = message.rpartition(" (at ")  # a line, or the end of the document
    at_line = _LINE.match(where)
    number = int(at_line[1]) if at_line else len(text.rstrip().split("\n"))
    line = text.split("\n")[number - 1].strip()  # as TOML counts lines
    if what.startswith(_TWICE):
        name = line.split("=")[0].strip()
        return _problem(path, f"line {number}", f"{name!r} stands twice", "keep the one that holds")
    words = f"not TOML: {what.lower()}, in {line!r}"
    return _problem(path, f"line {number}", words, 'write key = "value", text in double quotes')


def _problem(path: Path, place: str, what: str, remedy: str) -> FileProblemsError:
    return FileProblemsError(str(path), [Problem(place, what, remedy)])
