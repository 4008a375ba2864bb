"""A reader of pictures and month grids that knows only what stands on them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import NamedTuple
from xml.etree import ElementTree as ET

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
CELL = 11


class Box(NamedTuple):
    """A rectangle of a picture."""

    kind: str
    x: int
    y: int
    wide: int
    high: int


def drawn(picture: str) -> ET.Element:
    """Read a picture as XML."""
    return ET.fromstring(picture)  # noqa: S314  our own picture


def boxes(picture: str) -> list[Box]:
    """List the rectangles, those of the legend and the white page left out."""
    root = drawn(picture)
    legend = max(int(each.get("y", "0")) for each in root.iter()) - 9
    found = [each for each in root.iter() if each.tag.endswith("}rect") and each.get("x")]
    numbers = ("x", "y", "width", "height")
    made = [
        Box(each.get("class", ""), *(int(each.get(name, "")) for name in numbers))
        for each in found[1:]
    ]
    return [each for each in made if each.y < legend]


def counts(picture: str) -> Counter[str]:
    """Count the rectangles of each kind."""
    return Counter(box.kind for box in boxes(picture))


def words(picture: str) -> list[str]:
    """List every line of text that is drawn, in order."""
    return [each.text or "" for each in drawn(picture).iter() if each.tag.endswith("}text")]


def description(picture: str) -> str:
    """Read what is said to those who do not see it."""
    return next(each.text or "" for each in drawn(picture).iter() if each.tag.endswith("}desc"))


def doses_told(picture: str) -> int:
    """Count the doses: those drawn, those of cycles like a drawn one, and those only told."""
    total = in_cycle = 0
    for each in drawn(picture).iter():
        said = each.text or ""
        if each.get("class") == "loud" and re.match("(Cycle|Between) ", said):
            in_cycle = 0
        if each.get("class") == "dose":
            total, in_cycle = total + 1, in_cycle + 1
        like = re.match("and ([0-9,]+) more cycles? like this one", said)
        if like and each.tag.endswith("}text"):
            total += in_cycle * int(like[1].replace(",", ""))
    told = re.search(r"not drawn: .*?, ([0-9,]+) doses?\b", description(picture))
    legend = (
        sum(each.get("class") == "dose" for each in drawn(picture).iter()) - counts(picture)["dose"]
    )
    return total - legend + (int(told[1].replace(",", "")) if told else 0)


def days_of(text: str) -> dict[dt.date, list[str]]:
    """Read a month grid: the marks of each date."""
    found: dict[dt.date, list[str]] = {}
    first, week = dt.date.min, [dt.date.min] * 7
    is_grid = False
    for line in text.splitlines():
        month = re.fullmatch(f"({'|'.join(MONTHS)}) ([0-9]{{1,4}})", line)
        if month:
            first = dt.date(int(month[2]), MONTHS.index(month[1]) + 1, 1)
            is_grid = True
        elif line.startswith("Mon ") or not line:
            is_grid &= bool(line)
        elif is_grid and (line[:2].strip() or not line[:CELL].strip()):
            _read(line, first, week, found)
    return found


def _read(line: str, first: dt.date, week: list[dt.date], found: dict[dt.date, list[str]]) -> None:
    for weekday in range(7):
        cell = line[weekday * CELL : (weekday + 1) * CELL]
        number = re.match("[ 0-9][0-9](?: |$)", cell)
        if number:
            week[weekday] = first.replace(day=int(cell[:2]))
            found[week[weekday]] = []
        if cell.strip():
            found[week[weekday]] += (cell[2:] if number else cell).split()


def doses_on(text: str) -> dict[dt.date, Counter[str]]:
    """Read a month grid: how often each letter stands on each date that has one."""
    marks = {
        date: Counter(m[1] for m in map(re.compile(r"\[?([A-Z]+)\]?").fullmatch, each) if m)
        for date, each in days_of(text).items()
    }
    return {date: letters for date, letters in marks.items() if letters}
