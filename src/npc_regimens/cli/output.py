"""Writing: data to standard output, or to a file that appears whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import click

from npc_regimens.errors import OutputError
from npc_regimens.files.writing import write_whole


def deliver(content: bytes, output: str | None, *, replace: bool) -> None:
    """Print data, or write it to a file and say so."""
    if output is None:
        _print(content)
        return
    changed = write_file(Path(output), content, replace=replace)
    words = "written" if changed else "unchanged"
    click.echo(f"{words}: {output} ({len(content)} bytes)", err=True)


def _print(content: bytes) -> None:
    try:
        click.echo(content, nl=False)
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader has enough, which click ends quietly
            raise
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"standard output cannot be written: {reason}; check the disk") from error


def check_output(output: str | None) -> None:
    """Refuse a path that cannot be written, before any work is done."""
    if output is None:
        return
    try:
        _check_path(Path(output), output)
    except OutputError:
        raise
    except OSError as error:  # a name that is too long, a folder that may not be entered
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"output {output!r} cannot be used: {reason}; name another") from error


def _check_path(path: Path, output: str) -> None:
    if output.endswith(("/", os.sep)):
        raise OutputError(f"output {output!r} names a folder; name a file in it")
    if path.is_symlink():
        raise OutputError(f"output {output!r} is a link, which is not followed; name a plain file")
    if path.is_dir():
        raise OutputError(f"output {output!r} is a folder; name a file in it")
    if path.exists() and not path.is_file():
        raise OutputError(f"output {output!r} is a device or a pipe; name a plain file")
    if not path.parent.is_dir():
        raise OutputError(f"output folder {str(path.parent)!r} does not exist; make it first")


def write_file(path: Path, content: bytes, *, replace: bool) -> bool:
    """Write a file at once, readable by its owner alone, and say whether it changed.

    Raises `OutputError` when it cannot be written, or holds something else and may not be replaced;
    nothing is left behind then.
    """
    check_output(str(path))
    try:
        kept = path.read_bytes() if path.exists() else None
        if kept is None or (replace and kept != content):
            write_whole(path, content)
            return True
        if kept == content:
            path.chmod(0o600)
            return False
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{str(path)!r} cannot be written: {reason}; check the folder") from error
    raise OutputError(f"{str(path)!r} exists with other content; add --replace to replace it")
