"""Readers in other languages: ical.js, which is Thunderbird's, and libical, which is GNOME's."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from ics_expected import Found

HERE = Path(__file__).parent
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def ical_js(data: bytes, behind: dt.date) -> list[Found]:
    """Read with ical.js, in the folder that the environment names."""
    folder = Path(os.environ["NPC_READERS"], "node_modules", "ical.js")
    program = ["node", str(HERE / "read_with_icaljs.mjs"), str(folder), behind.isoformat()]
    printed = subprocess.run(program, input=data, capture_output=True, check=True).stdout
    return [_of_json(json.loads(line)) for line in printed.decode().splitlines()]


def _of_json(said: dict[str, Any]) -> Found:
    (alarm,) = said["alarms"] or [None]
    start, end = (_moment(str(said[which])) for which in ("start", "end"))
    return Found(start, end, str(said["title"]), _before(alarm))


def _moment(text: str) -> dt.date:
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)


def _before(seconds: int | None) -> dt.timedelta | None:
    return None if seconds is None else dt.timedelta(seconds=-seconds)


def libical(data: bytes, behind: dt.date) -> list[Found]:
    """Read with libical, through a small program that is compiled once."""
    last = dt.datetime.combine(behind, dt.time(), dt.UTC) - EPOCH
    with tempfile.NamedTemporaryFile(suffix=".ics") as file:
        file.write(data)
        file.flush()
        program = [_compiled(), file.name, str(last // dt.timedelta(seconds=1))]
        printed = subprocess.run(program, capture_output=True, check=True).stdout
    return [_of_line(line) for line in printed.decode("ascii").splitlines()]


@lru_cache
def _compiled() -> str:
    program = str(Path(tempfile.mkdtemp(), "read_with_libical"))
    source = str(HERE / "read_with_libical.c")
    command = ["cc", "-Wall", "-Wextra", "-Werror", "-o", program, source, "-lical"]
    subprocess.run(command, check=True)
    return program


def _of_line(line: str) -> Found:
    start, end, is_date, alarm, title = line.split(" ")
    moments = (EPOCH + dt.timedelta(seconds=int(each)) for each in (start, end))
    begins, ends = (each.date() if is_date == "1" else each for each in moments)
    before = None if alarm == "none" else _before(int(alarm))
    return Found(begins, ends, bytes.fromhex(title).decode(), before)
