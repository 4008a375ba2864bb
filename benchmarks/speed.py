"""The benchmark: start-up, planning and the calendar file, in one run and as ratios.

``python benchmarks/speed.py``. Every time is the median of interleaved runs on this machine, so
that the ratios hold where the milliseconds do not.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import subprocess
import sys
import time
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, rrule
from icalendar import Alarm, Event
from icalendar import Calendar as Ics

import npc_regimens as npc

if TYPE_CHECKING:
    from collections.abc import Callable

START, THROUGH = dt.date(2026, 12, 7), dt.date(2028, 12, 5)
COMBINATION_CYCLES = 6
CLOCK = {"once": dt.time(8), "morning": dt.time(8), "evening": dt.time(20)}

CLOSED_VOCABULARY = """
import pint, decimal
registry = pint.UnitRegistry(None, non_int_type=decimal.Decimal)
registry.load_definitions(["milligram = [mass]", "square_metre = [area]"])
"""
MAIN_JOB = """
from npc_regimens.cli import main
main(["calendar", "nct05807880", "--height", "170 cm", "--weight", "65 kg", "--start",
      "2026-12-07", "--through", "2028-12-05", "--cycles", "combination=6",
      "--tz", "Asia/Shanghai"])
"""
PROGRAMS = {
    "bare interpreter": "pass",
    "import click": "import click",
    "import pydantic, one model": "import pydantic\nclass A(pydantic.BaseModel):\n  a: int\nA(a=1)",
    "import pint (closed vocabulary), pydantic, icalendar": (
        f"{CLOSED_VOCABULARY}\nimport pydantic, icalendar\n"
        "class A(pydantic.BaseModel):\n  a: int\nA(a=1)"
    ),
    "import npc_regimens": "import npc_regimens",
    "import npc_regimens and its planning names": (
        "from npc_regimens import load, load_formulary, plan, settle"
    ),
    "npc-regimens --help": "from npc_regimens.cli import main\nmain(['--help'])",
    "main job: plan two years and write the .ics": MAIN_JOB,
}
RATIOS = (
    ("import npc_regimens", "bare interpreter"),
    ("import npc_regimens and its planning names", "import pydantic, one model"),
    ("npc-regimens --help", "bare interpreter"),
    ("npc-regimens --help", "import click"),
    (
        "main job: plan two years and write the .ics",
        "import pint (closed vocabulary), pydantic, icalendar",
    ),
)


def programs(runs: int = 9) -> dict[str, float]:
    """Time each program, in turns; a first turn that compiles the modules does not count."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for turn in range(runs + 1):
        for name, program in PROGRAMS.items():
            begun = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", program],
                check=True,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if turn:
                times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(each) for name, each in times.items()}


def medians(jobs: dict[str, Callable[[], object]], runs: int = 15) -> dict[str, float]:
    """Time each job in this process, in turns."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(runs):
        for name, job in jobs.items():
            begun = time.perf_counter()
            job()
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(each) for name, each in times.items()}


def straightforward() -> list[tuple[object, ...]]:
    """Plan the same two years with a plain dateutil script that does the same arithmetic."""
    surface = (Decimal(170) * Decimal(65) / 3600).sqrt().quantize(Decimal("0.01"), ROUND_HALF_UP)
    calculated = 650 * surface
    ordered = (calculated / 50).quantize(Decimal(1), ROUND_HALF_UP) * 50
    rows: list[tuple[object, ...]] = []
    first = dt.datetime.combine(START, dt.time())
    cycle = 0
    while first.date() <= THROUGH:
        cycle += 1
        days = min(21, (THROUGH - first.date()).days + 1)
        if cycle <= COMBINATION_CYCLES:
            rows += [
                (cycle, day.date(), "once", "anlotinib", Decimal(10), Decimal(10))
                for day in rrule(DAILY, first, count=min(14, days))
            ]
        rows.append((cycle, first.date(), "once", "penpulimab", Decimal(200), Decimal(200)))
        rows += [
            (cycle, day.date(), slot, "capecitabine", calculated, ordered)
            for day in rrule(DAILY, first, count=days)
            for slot in ("morning", "evening")
        ]
        first += dt.timedelta(days=21)
    return rows


def plain_icalendar(calendar: npc.Calendar) -> bytes:
    """Write the same number of events with icalendar's own constructors, one by one."""
    zone = ZoneInfo("Asia/Shanghai")
    stamp = dt.datetime(2026, 12, 7, tzinfo=dt.UTC)
    file = Ics()
    file.add("prodid", "-//Calendar//EN")
    file.add("version", "2.0")
    for number, each in enumerate(calendar.administrations):
        begin = dt.datetime.combine(each.planned_date, each.time or dt.time(8), zone)
        event = Event()
        event.add("uid", str(number))
        event.add("dtstamp", stamp)
        event.add("last-modified", stamp)
        event.add("sequence", 0)
        event.add("dtstart", begin)
        event.add("dtend", begin + dt.timedelta(minutes=15))
        event.add("summary", f"Medicine, {each.slot}")
        event.add("description", f"Cycle {each.cycle}, day {each.cycle_day}")
        event.add("status", "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Medicine, {each.slot}")
        alarm.add("trigger", dt.timedelta())
        event.add_component(alarm)
        file.add_component(event)
    return bytes(file.to_ical())


def table(title: str, times: dict[str, float]) -> None:
    """Print milliseconds."""
    print(f"\n{title}")
    for name, seconds in times.items():
        print(f"  {seconds * 1000:9.1f} ms  {name}")


def main() -> None:
    """Measure and print."""
    print(f"Python {sys.version.split()[0]}, medians of interleaved runs")
    startup = programs()
    table("Start-up", startup)
    for name, base in RATIOS:
        print(f"  {startup[name] / startup[base]:6.2f} x  {name}, against {base}")
    formulary = npc.load_formulary()
    six = npc.Settlement(cycles={"combination": COMBINATION_CYCLES})
    regimen = npc.settle(npc.load("nct05807880"), settlement=six)
    patient = npc.Patient.measured(on=START, height="170 cm", weight="65 kg")

    def planned() -> npc.Calendar:
        return npc.plan(
            regimen, patient, start=START, through=THROUGH, formulary=formulary, clock=CLOCK
        )

    calendar = planned()
    count = len(calendar.administrations)
    reminders = npc.Reminders(
        course="benchmark",
        stamp=dt.datetime(2026, 12, 7, tzinfo=dt.UTC),
        zone=ZoneInfo("Asia/Shanghai"),
    )
    times = medians(
        {
            "plan": planned,
            "dateutil script": straightforward,
            "to_text": lambda: npc.to_text(calendar, formulary),
            "to_jsonl": lambda: npc.to_jsonl(calendar),
            "to_ics": lambda: npc.to_ics(calendar, reminders, formulary),
            "plain icalendar loop": lambda: plain_icalendar(calendar),
        }
    )
    table(f"ALTER-HN005 for two years: {count} administrations", times)
    print(f"  {times['plan'] / count * 1e6:6.2f} us an administration, planned")
    for name, base in (("plan", "dateutil script"), ("to_ics", "plain icalendar loop")):
        print(f"  {times[name] / times[base]:6.2f} x  {name}, against the {base}")


if __name__ == "__main__":
    main()
