"""Appending an entry to a course file: checked by a replay first, and never half written.

The old file is whole until the new one takes its place at once. One process writes at a time: it
holds a lock file beside the course file while it reads, checks and writes.
"""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import tomli_w

from npc_regimens.course.definition import Course
from npc_regimens.errors import OutputError
from npc_regimens.files.courses import course_of
from npc_regimens.files.loading import from_data
from npc_regimens.files.reading import parse_toml, read_text
from npc_regimens.files.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from npc_regimens.course.replaying import Followed
    from npc_regimens.files.courses import CourseFile

TRIES: Final = 200  # of a twentieth of a second: another process, with its few kilobytes, is done


class Recorded(NamedTuple):
    """A course before and after an entry, and the file with the entry."""

    before: Followed
    after: Followed
    file: CourseFile


def append_entry(path: str | Path, entry: Mapping[str, Any], *, write: bool = True) -> Recorded:
    """Append an entry to the log of a course file, after checking it by a replay of the whole.

    The entry is plain data with the keys of the file. Without ``write`` it is checked alone.

    Raises `FileProblemsError` for an entry that cannot be read, `LogProblemsError` for one that
    contradicts the course, and `OutputError` where the file cannot be written; it is as it was
    then.
    """
    path = Path(path)
    if path.is_symlink():
        raise OutputError(
            f"course file {str(path)!r} is a link, which is not followed; name the file itself"
        )
    read_text(path)  # a file that is missing is said before anything is locked
    with _locked(path) if write else contextlib.nullcontext():
        text = read_text(path)
        known = course_of(parse_toml(path, text), path)
        before = known.follow()
        new = f"{text.rstrip()}\n\n{table_text('log', entry)}"
        course = from_data(Course, parse_toml(path, new), str(path))
        file = replace(known, course=course)  # an entry changes neither regimen nor products
        after = file.follow()
        if write:
            _replace(path, new.encode())
    return Recorded(before, after, file)


def table_text(name: str, data: Mapping[str, Any]) -> str:
    """Write one of the repeated tables of a file, such as an entry of the log.

    >>> print(table_text("log", {"what": "clock", "times": {"evening": "21:00"}}), end="")
    [[log]]
    what = "clock"
    <BLANKLINE>
    [log.times]
    evening = "21:00"
    """
    tables = {key: value for key, value in data.items() if isinstance(value, dict)}
    plain = {key: value for key, value in data.items() if key not in tables}
    inner = (f"\n[{name}.{key}]\n{tomli_w.dumps(table)}" for key, table in tables.items())
    return f"[[{name}]]\n{tomli_w.dumps(plain)}{''.join(inner)}"


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock of a course file; what is held by another process is waited for."""
    lock, waited = path.with_name(f".{path.name}.lock"), 0
    while not _takes(path, lock):
        if waited == TRIES:
            raise OutputError(
                f"{str(path)!r} is being written by another process; if there is none, one was"
                f" stopped while it wrote: delete {str(lock)!r} and record again"
            )
        waited += 1
        threading.Event().wait(1 / 20)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _takes(path: Path, lock: Path) -> bool:
    """Take the lock, if no other process has it."""
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    except OSError as error:
        raise _cannot_write(path, error) from error
    return True


def _replace(path: Path, content: bytes) -> None:
    try:
        mode = path.stat().st_mode
        write_whole(path, content)
    except OSError as error:
        raise _cannot_write(path, error) from error
    with contextlib.suppress(OSError):  # it is recorded, for its owner at least
        path.chmod(mode)


def _cannot_write(path: Path, error: OSError) -> OutputError:
    reason = (error.strerror or str(error)).lower()
    return OutputError(
        f"{str(path)!r} cannot be written: {reason}; nothing was recorded and the file is as it"
        " was; check the folder and the disk"
    )
