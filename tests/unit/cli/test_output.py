"""Writing a file: whole or not at all, for its owner only, and nothing replaced unasked."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from npc_regimens.cli.output import deliver, write_file
from npc_regimens.errors import OutputError


@pytest.fixture(name="path")
def name_path(tmp_path: Path) -> Path:
    """Name a file in an empty folder."""
    return tmp_path / "plan.txt"


def test_a_file_is_for_its_owner_only(path: Path) -> None:
    """A plan is about a patient: nobody else on the machine reads it."""
    write_file(path, b"one", replace=False)

    assert path.read_bytes() == b"one"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_file_is_replaced_when_asked_and_then_for_its_owner_only(path: Path) -> None:
    """What is replaced takes no permission from what stood there before."""
    path.write_bytes(b"one")
    path.chmod(0o644)

    write_file(path, b"two", replace=True)

    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_content_is_left_as_it_is(path: Path) -> None:
    """Writing the same plan again is no change and no error."""
    write_file(path, b"one", replace=False)
    before = path.stat().st_mtime_ns

    write_file(path, b"one", replace=False)

    assert path.stat().st_mtime_ns == before


def test_the_same_content_becomes_the_owners_only(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is already right is said to be unchanged, and nobody else may read it."""
    path.write_bytes(b"one")
    path.chmod(0o644)

    deliver(b"one", str(path), replace=False)

    assert capsys.readouterr().err == f"unchanged: {path} (3 bytes)\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def fail(*_: object, **__: object) -> None:
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["replace", "fsync"])
@pytest.mark.parametrize("before", [None, b"one"])
def test_a_failing_write_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, before: bytes | None
) -> None:
    """When the disk is full or the renaming fails, the folder is as it was."""
    if before is not None:
        path.write_bytes(before)
    monkeypatch.setattr(Path if step == "replace" else os, step, fail)

    with pytest.raises(OutputError, match="cannot be written: no space left on device; check"):
        write_file(path, b"two", replace=True)

    assert [each.read_bytes() for each in path.parent.iterdir()] == ([before] if before else [])


def test_an_interrupted_write_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The interrupt goes on to the caller, and the half file is taken away."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)

    with pytest.raises(KeyboardInterrupt):
        write_file(path, b"two", replace=True)

    assert list(path.parent.iterdir()) == []


def test_a_file_that_cannot_be_read_is_not_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody can tell whether the content is the same, the reason is told."""
    path.write_bytes(b"one")
    monkeypatch.setattr(Path, "read_bytes", fail)

    with pytest.raises(OutputError, match="cannot be written: no space left"):
        write_file(path, b"two", replace=False)


def test_a_delivery_says_what_was_written(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name and the size are told on standard error."""
    deliver(b"one", str(path), replace=False)

    assert capsys.readouterr() == ("", f"written: {path} (3 bytes)\n")
