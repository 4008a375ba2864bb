"""Read a calendar file in the slow and obvious way: unfold, split, unescape, and no library."""

from __future__ import annotations

import datetime as dt
import re
from io import StringIO
from typing import Any

from dateutil.tz import tzical

Event = dict[str, str]
_ESCAPED = re.compile(r"\\([\\;,nN])")


def lines(data: bytes) -> list[str]:
    """Take the folds out."""
    text = data.decode("utf-8").replace("\r\n ", "")
    assert text.endswith("\r\n")
    return text.split("\r\n")[:-1]


def events(data: bytes) -> list[Event]:
    """Return the properties of each event; those of its alarm begin with ``ALARM.``."""
    found: list[Event] = []
    prefix, inside = "", False
    for line in lines(data):
        name, _, value = line.partition(":")
        if line in {"BEGIN:VEVENT", "END:VEVENT"}:
            inside = line == "BEGIN:VEVENT"
            found += [{}] if inside else []
        elif line in {"BEGIN:VALARM", "END:VALARM"}:
            prefix = "ALARM." if line == "BEGIN:VALARM" else ""
        elif inside:
            assert prefix + name not in found[-1], f"twice: {line}"
            found[-1][prefix + name] = text_of(value)
    return found


def text_of(value: str) -> str:
    """Take the escapes out."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def zone_of(data: bytes) -> Any:
    """Read the VTIMEZONE of a file, if there is one, with dateutil's reader."""
    text = "\r\n".join(lines(data))
    begin, end = text.find("BEGIN:VTIMEZONE"), text.find("END:VTIMEZONE")
    return tzical(StringIO(f"{text[begin:end]}END:VTIMEZONE\r\n")).get() if begin >= 0 else None


def moment(event: Event, name: str, zone: Any) -> dt.date:
    """Read a date, or an instant by the file's own VTIMEZONE."""
    key = next(key for key in event if key.partition(";")[0] == name)
    value = event[key]
    if "VALUE=DATE" in key:
        return dt.date.fromisoformat(value)
    if value.endswith("Z"):
        return dt.datetime.fromisoformat(value)
    return dt.datetime.fromisoformat(value).replace(tzinfo=zone).astimezone(dt.UTC)
