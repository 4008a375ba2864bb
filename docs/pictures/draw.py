"""Draw the pictures of the README from real plans: ``python docs/pictures/draw.py``.

A test compares the files with what this draws, so no picture shows what the program does not print.
"""

from __future__ import annotations

import datetime as dt
from html import escape
from pathlib import Path

import npc_regimens as npc
from npc_regimens.course.definition import Course
from npc_regimens.course.replaying import replay

STRIP = Path(__file__).with_name("strip.svg")
PICTURE = Path(__file__).with_name("calendar.svg")
LINE, LEFT, TOP, WIDTH = 19, 24, 34, 880
STYLE = """
  text { font: 13px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #17252a; }
  .head { font-weight: bold; fill: #0b5d56; }
  .rest { fill: #5b3f00; }
  .clinic { font-weight: bold; }
"""
PATTERN = """<defs>
<pattern id="rest" width="8" height="8" patternUnits="userSpaceOnUse"
 patternTransform="rotate(45)">
<rect width="8" height="8" fill="#fff7e6"/><rect width="2" height="8" fill="#f0d9a8"/>
</pattern>
</defs>"""


def lines() -> list[str]:
    """Plan ALTER-HN005 as the README does, and keep what comes before the second cycle."""
    six = npc.Settlement(cycles={"combination": 6})
    trial, formulary = npc.load("nct05807880"), npc.load_formulary()
    start = dt.date(2026, 12, 7)
    calendar = npc.plan(
        npc.settle(trial, settlement=six),
        npc.Patient.measured(on=start, height="170 cm", weight="65 kg"),
        start=start,
        through=dt.date(2028, 12, 7),
        formulary=formulary,
    )
    title = f"{trial.acronym}: {trial.title}"
    text = npc.to_text(calendar, formulary, npc.findings(calendar, formulary), title=title)
    before, _, _ = text.partition("Cycle 2 of 6")
    return before.rstrip().splitlines()


def drawn() -> str:
    """Draw the lines as an SVG; rest days have a pattern, so that grey print shows them too."""
    shown = lines()
    height = TOP + LINE * len(shown)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>The first cycle of ALTER-HN005, day by day</title>",
        f"<style>{STYLE}</style>",
        PATTERN,
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#ffffff" stroke="#b9c7c5"/>',
        *(part for number, line in enumerate(shown) for part in _line(number, line)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _line(number: int, line: str) -> list[str]:
    base = TOP + LINE * number
    resting, clinic = "REST" in line, "CLINIC" in line
    kind = "rest" if resting else "clinic" if clinic else "head" if line[:1].strip() else ""
    marks = []
    if resting:
        marks = [
            f'<rect x="8" y="{base - 14}" width="{WIDTH - 16}" height="{LINE}" fill="url(#rest)"/>'
        ]
    text = f'<text x="{LEFT}" y="{base}" class="{kind}" xml:space="preserve">{escape(line)}</text>'
    return [*marks, text] if line else []


def strip() -> str:
    """Draw ALTER-HN005 with four cycles of the combination, the third of them late and lower."""
    body = {"on": dt.date(2026, 12, 1), "height": "170 cm", "weight": "65 kg"}
    late = {
        "what": "delay",
        "recorded": dt.date(2027, 1, 16),
        "reason": "neutrophils",
        "phase": "combination",
        "cycle": 3,
        "to": dt.date(2027, 1, 25),
    }
    lower = {
        "what": "reduce",
        "recorded": dt.date(2027, 1, 16),
        "reason": "hands and feet",
        "component": "capecitabine",
        "from": dt.date(2027, 1, 25),
        "level": "75 %",
    }
    course = {
        "format": 1,
        "participant": "03-0017",
        "identity": "example-03-0017",
        "regimen": "nct05807880",
        "start": dt.date(2026, 12, 7),
        "through": dt.date(2027, 5, 9),
        "zone": "Asia/Shanghai",
        "recalculate": "never",
        "settled": {"cycles": {"combination": 4}},
        "measured": [body],
        "log": [late, lower],
    }
    trial, formulary = npc.load("nct05807880"), npc.load_formulary()
    followed = replay(Course.model_validate(course), trial, formulary=formulary)
    title = f"{trial.acronym}: {trial.title}"
    return npc.calendar_svg(followed.calendar, title=title, most_cycles=4)


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
    STRIP.write_text(strip(), encoding="utf-8")
