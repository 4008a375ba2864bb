"""Appending an entry: checked by a replay, written at once, and nothing lost whatever happens."""

from __future__ import annotations

import datetime as dt
import errno
import os
import stat
import subprocess
import sys
import threading
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.errors import FileProblemsError, LogProblemsError, OutputError
from npc_regimens.files import appending
from npc_regimens.files.appending import append_entry

if TYPE_CHECKING:
    from pathlib import Path

COURSE = """\
format = 1
participant = "03-0017"
identity = "6f1a2c3d-0000"
regimen = "nct04350190"
start = 2026-12-07
through = 2027-02-28
zone = "Asia/Shanghai"
recalculate = "always"

[[measured]]
on = 2026-12-01
height = "170 cm"
weight = "65 kg"
# the last line of a person, without a line break behind it"""
MISSED = {
    "what": "missed",
    "recorded": dt.date(2026, 12, 31),
    "component": "apatinib",
    "on": dt.date(2026, 12, 9),
    "reason": 'forgot, he said "on a journey" 忘了',
}


@pytest.fixture(name="path")
def write_a_course(tmp_path: Path) -> Path:
    """Write a course file."""
    path = tmp_path / "course.toml"
    path.write_text(COURSE, encoding="utf-8")
    return path


def log_of(path: Path) -> list[dict[str, Any]]:
    """Read the log as any reader of TOML does."""
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["log"])


def test_an_entry_is_appended_and_the_rest_is_kept(path: Path) -> None:
    """What a person wrote stays to the letter, comments too, and the entry stands behind it."""
    made = append_entry(path, MISSED)

    assert path.read_text(encoding="utf-8").startswith(COURSE + "\n\n[[log]]\n")
    assert log_of(path) == [MISSED]
    assert len(made.before.actuals) == 0
    assert len(made.after.actuals) == 1


def test_permissions_are_kept(path: Path) -> None:
    """A file that a group shares stays shared."""
    path.chmod(0o640)
    append_entry(path, MISSED)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_entries_with_tables_follow_each_other(path: Path) -> None:
    """An entry after one that ends with a table of its own is an entry, and no key of that."""
    clock = {
        "what": "clock",
        "recorded": dt.date(2026, 12, 31),
        "from": dt.date(2027, 1, 2),
        "times": {"once": "09:00"},
        "reason": "work",
    }
    append_entry(path, clock)
    append_entry(path, MISSED)
    assert log_of(path) == [clock, MISSED]


def test_a_check_writes_nothing(path: Path) -> None:
    """Without writing, the entry is checked alone, and no lock is left."""
    append_entry(path, MISSED, write=False)
    assert path.read_text(encoding="utf-8") == COURSE
    assert [*path.parent.iterdir()] == [path]


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ({**MISSED, "component": "apatinip"}, LogProblemsError),
        ({**MISSED, "colour": "red"}, FileProblemsError),
    ],
)
def test_what_is_refused_is_not_written(
    path: Path, entry: dict[str, Any], kind: type[Exception]
) -> None:
    """A slip in an entry leaves the file as it was."""
    with pytest.raises(kind):
        append_entry(path, entry)
    assert path.read_text(encoding="utf-8") == COURSE
    assert [*path.parent.iterdir()] == [path]


def test_an_entry_recorded_twice_is_one_error(path: Path) -> None:
    """The second time it is refused, and there is one effect."""
    append_entry(path, MISSED)
    with pytest.raises(LogProblemsError, match="stands in the log already"):
        append_entry(path, MISSED)
    assert log_of(path) == [MISSED]


def test_a_full_disk_loses_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file is whole, nothing else is left, and the message says so."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space left on device; nothing was recorded"):
        append_entry(path, MISSED)
    assert path.read_text(encoding="utf-8") == COURSE
    assert [*path.parent.iterdir()] == [path]


def test_a_folder_that_takes_no_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not even the lock can be made, the message says that nothing was recorded."""

    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutputError, match="permission denied; nothing was recorded"):
        append_entry(path, MISSED)


def test_a_held_lock_is_waited_for_and_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that stays is named with what to do, after the time in which a writer is done."""
    lock = path.with_name(".course.toml.lock")
    lock.touch()
    waited: list[float] = []
    monkeypatch.setattr(threading.Event, "wait", lambda _, seconds: waited.append(seconds))
    with pytest.raises(OutputError, match="is being written by another process; if there is none"):
        append_entry(path, MISSED)
    assert sum(waited) > 9
    assert len(waited) == appending.TRIES
    assert lock.exists()


def test_a_lock_that_is_let_go_is_taken(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the other process is done, the entry is appended to what it wrote."""
    lock = path.with_name(".course.toml.lock")
    lock.touch()
    other = COURSE.replace("# the last line", "# what the other wrote: the last line")

    def done(*_: object) -> None:
        path.write_text(other, encoding="utf-8")
        lock.unlink()

    monkeypatch.setattr(threading.Event, "wait", done)
    append_entry(path, MISSED)
    assert path.read_text(encoding="utf-8").startswith(other)
    assert log_of(path) == [MISSED]


def test_a_link_is_not_followed(path: Path) -> None:
    """A link is not written through, for the file behind it is another's."""
    link = path.with_name("link.toml")
    link.symlink_to(path)
    with pytest.raises(OutputError, match="is a link, which is not followed"):
        append_entry(link, MISSED)


PROGRAM = """
import datetime as dt, sys
from npc_regimens.files.appending import append_entry
entry = {"what": "missed", "recorded": dt.date(2026, 12, 31), "component": "apatinib",
         "on": dt.date(2026, 12, int(sys.argv[2])), "reason": "forgot"}
append_entry(sys.argv[1], entry)
"""


def test_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    """Three processes record one dose each at the same time, and all three stand in the log."""
    days = ("8", "9", "10")
    started = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, str(path), day], stderr=subprocess.PIPE)
        for day in days
    ]
    said = [each.communicate()[1] for each in started]
    assert said == [b""] * 3
    assert sorted(entry["on"].day for entry in log_of(path)) == [8, 9, 10]
    assert [*path.parent.iterdir()] == [path]
