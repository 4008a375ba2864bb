"""Small courses to draw: short cycles, two drugs, one or two phases, and aimed entries of a log.

The entries are aimed at the edges: day 1 and the last day of a cycle, the day of another entry, the
first and the last planned day. Many contradict the log, for that has to be found out too.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from following import Log, Story, Table, follow, interruptions, last_day, planned
from hypothesis import assume
from hypothesis import strategies as st
from judging import HAPPENED, MEASURED, is_sound
from turning import ONE_DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

START = dt.date(2026, 12, 7)
CITE = "example-2020#table-1"
POLICIES = {"always": Fraction(0), "from 10 %": Fraction(1, 10), "never": None}
TIMES = {"once": "08:00", "morning": "08:00", "evening": "20:00", "clinic": "10:00"}
TABLETS: Table = {
    "format": 1,
    "id": "pill-tablets",
    "drug": "pill",
    "name": "pill tablets",
    "form": "tablet",
    "route": "oral",
    "strengths": ["100 mg", "40 mg"],
    "rounding": {"rule": "nearest whole units", "ties": "up", "report_over": "10 %", "cite": CITE},
    "cite": CITE,
}


@st.composite
def pills(draw: DrawFn) -> Table:
    """Draw an oral drug, continuous most of the time."""
    pill = {
        "drug": "pill",
        "dose": draw(st.sampled_from(["500 mg", "300 mg/m2"])),
        "route": "oral",
        "frequency": draw(st.sampled_from(["once daily", "twice daily"])),
        "days": draw(st.sampled_from(["continuous", "continuous", "1-3", "1 evening-3 morning"])),
        "cite": CITE,
    }
    if "evening" in pill["days"]:
        pill["frequency"] = "twice daily"
    cycles = draw(st.sampled_from([None, None, "odd", "from 2"]))
    return pill if cycles is None else pill | {"cycles": cycles}


@st.composite
def drips(draw: DrawFn) -> Table:
    """Draw an infused drug of listed days, which may lie before day 1 or in its own cycle."""
    drip = {
        "drug": "drip",
        "dose": draw(st.sampled_from(["100 mg/m2", "3 mg/kg"])),
        "route": "intravenous",
        "days": draw(st.sampled_from(["1", "1, 3", "-1, 1", "-2, 2"])),
        "cite": CITE,
    }
    own = draw(st.sampled_from(["5 days", "10 days"]))
    return drip | {"cycle": own} if drip["days"] == "1, 3" and draw(st.booleans()) else drip


@st.composite
def phases(draw: DrawFn, name: str, cycles: list[str]) -> Table:
    """Draw a phase of short cycles."""
    return {
        "name": name,
        "cycle": f"{draw(st.integers(4, 8))} days",
        "cycles": draw(st.sampled_from(cycles)),
        "give": draw(st.sampled_from([["pill"], ["drip"], ["pill", "drip"], ["pill", "drip"]])),
    }


@st.composite
def stories(draw: DrawFn) -> Story:
    """Draw a course without its log."""
    counted, last = ["2", "3", "2-4"], draw(st.sampled_from(["2", "3", "2-4", "open"]))
    found = [draw(phases("one", [last]))]
    if draw(st.booleans()):
        found = [draw(phases("one", counted)), draw(phases("two", [last]))]
        if draw(st.integers(0, 3)) == 0:
            found[1] |= {"starts": {"from": "end of one", "after": "3 days"}}
    if last == "open":
        found[-1] |= {"until": ["progression"]}
    given = {name for phase in found for name in phase["give"]}
    drugs = {"pill": draw(pills()), "drip": draw(drips())}
    start = START + ONE_DAY * draw(st.integers(0, 30))
    days = draw(st.integers(9, 40)) if last == "open" or draw(st.booleans()) else None
    return Story(
        table={
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "component": {name: drugs[name] for name in drugs if name in given},
            "arm": [{"id": "only", "name": "The only arm", "phase": found}],
        },
        start=start,
        through=None if days is None else start + ONE_DAY * days,
        counts={each["name"]: draw(st.integers(2, 4)) for each in found if each["cycles"] == "2-4"},
        weight_kg=Fraction(draw(st.integers(60, 70))),
        least=POLICIES[draw(st.sampled_from(sorted(POLICIES)))],
        clock={
            slot: dt.time.fromisoformat(TIMES[slot])
            for slot in draw(st.sets(st.sampled_from(sorted(TIMES))))
        },
        products={"pill": TABLETS} if draw(st.booleans()) else {},
    )


def course_of(story: Story, log: Log) -> Table:
    """Write the table of a course file."""
    policy = {least: name for name, least in POLICIES.items()}[story.least]
    through = {} if story.through is None else {"through": story.through}
    measured = {
        "on": story.start - MEASURED,
        "height": f"{story.height_cm} cm",
        "weight": f"{story.weight_kg} kg",
    }
    return {
        "format": 1,
        "participant": "03-0017",
        "identity": "abcdefgh-1234",
        "regimen": "example-01",
        "start": story.start,
        **through,
        "zone": story.zone,
        "recalculate": policy,
        "clock": dict(story.clock),
        "settled": {"cycles": story.counts},
        "measured": [measured],
        "log": log,
    }


def first_days(story: Story, log: Log) -> list[dt.date]:
    """List the days 1 of the planned cycles."""
    return [page.date for page in planned(story, log) if page.day == 1]


@st.composite
def entries(draw: DrawFn, story: Story, log: Log, kinds: tuple[str, ...]) -> Table:
    """Draw an entry that follows a log, recorded on the same day or some days later."""
    before = log[-1]["recorded"] if log else story.start - ONE_DAY
    recorded = before + ONE_DAY * draw(st.sampled_from([0, 0, 0, 1, 2, 4, 7]))
    what = draw(st.sampled_from(kinds))
    rest = DRAWN[what](draw, story, log, recorded)
    return {"what": what, "recorded": recorded, "reason": "as it happened", **rest}


def a_day(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> dt.date:
    """Draw a day, most of the time one at an edge, and seldom one before it was recorded."""
    last = last_day(story, log)
    said = [each["from"] for each in log if "from" in each]
    edges = [day for first in first_days(story, log) for day in (first - ONE_DAY, first)]
    aimed = [each for each in (*edges, *said, last, last + ONE_DAY) if each >= recorded]
    near = recorded + ONE_DAY * draw(st.integers(-1, 9))
    day: dt.date = draw(st.sampled_from([near, near, recorded, *aimed]))
    return day


def a_component(draw: DrawFn, story: Story) -> str:
    """Draw one of the drugs."""
    return str(draw(st.sampled_from(sorted(story.table["component"]))))


def a_cycle(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw a cycle, most of the time one that is still to come."""
    pages = [page for page in planned(story, log) if page.day == 1]
    later = [page for page in pages if page.date >= recorded and page.date > story.start]
    page = draw(st.sampled_from(later or pages))
    cycle = page.cycle + draw(st.sampled_from([0, 0, 0, 0, 1]))
    is_plain = len({each.phase["name"] for each in pages if each.cycle == cycle}) < 2
    named = draw(st.integers(0, 3)) == 0 if is_plain else draw(st.integers(0, 9)) > 0
    return {"cycle": cycle, **({"phase": page.phase["name"]} if named else {})}


def a_delay(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw a delay of up to nine days."""
    which = a_cycle(draw, story, log, recorded)
    named = [
        page.date
        for page in planned(story, log)
        if (page.cycle, page.day) == (which["cycle"], 1)
        and page.phase["name"] == which.get("phase", page.phase["name"])
    ]
    first = named[-1] if named else recorded
    return {**which, "to": first + ONE_DAY * draw(st.integers(0, 9))}


def an_interruption(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw an interruption of one drug or of all, with or without an end."""
    since = a_day(draw, story, log, recorded)
    of = {"component": a_component(draw, story)} if draw(st.booleans()) else {}
    days = draw(st.sampled_from([None, 0, 1, 3, 6]))
    through = {} if days is None else {"through": since + ONE_DAY * days}
    return {**of, "from": since, **through}


def a_resumption(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw the end of an interruption."""
    known = [each for each in interruptions(log) if each[2] >= recorded]
    since = a_day(draw, story, log, recorded)
    if not known:
        return {"from": since}
    of, first, _ = draw(st.sampled_from(known))
    later = max(recorded, first) + ONE_DAY * draw(st.integers(0, 4))
    named = {} if of is None else {"component": of}
    return {**named, "from": draw(st.sampled_from([since, later, later, later]))}


def an_omission(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw an omission of a dose that is due, or of one that is not."""
    due = [each for each in follow(story, log) if each.date >= recorded]
    if not due:
        return {"component": a_component(draw, story), "cycle": 1, "day": 2}
    dose = draw(st.sampled_from(due))
    day = dose.day + draw(st.sampled_from([0, 0, 0, 0, 1]))
    slot = {"slot": dose.slot} if draw(st.booleans()) else {}
    phase = {"phase": dose.phase} if draw(st.booleans()) else {}
    return {"component": dose.component, "cycle": dose.cycle, "day": day or 1, **slot, **phase}


def a_skip(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw a cycle that is left out, of one drug or of all."""
    of = {"component": a_component(draw, story)} if draw(st.booleans()) else {}
    return {**of, **a_cycle(draw, story, log, recorded)}


def a_reduction(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw a part of the full dose."""
    level = draw(st.sampled_from(["80 %", "75 %", "50 %"]))
    since = a_day(draw, story, log, recorded)
    return {"component": a_component(draw, story), "from": since, "level": level}


def a_raise(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw a part of the full dose, or the whole of it."""
    found = a_reduction(draw, story, log, recorded)
    if draw(st.booleans()):
        found["level"] = "full"
    known = [each for each in log if each["what"] == "reduce" and each["from"] >= recorded]
    again: Table = draw(st.sampled_from([found, *known]))
    return found | {key: again[key] for key in ("component", "from")}


def a_stop(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw a drug and a day."""
    return {"component": a_component(draw, story), "from": a_day(draw, story, log, recorded)}


def an_end(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw a day."""
    return {"from": a_day(draw, story, log, recorded)}


def a_weight(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw a weight around the first, measured before it is used."""
    since = a_day(draw, story, log, recorded)
    measured = min(recorded, since) - ONE_DAY * draw(st.sampled_from([0, 0, 1, 9]))
    weight = f"{draw(st.integers(50, 85))} kg"
    return {"from": since, "weight": weight, "measured": measured}


def a_clock(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw other times of day."""
    hours = {"once": [7, 9], "morning": [6, 8, 21], "evening": [19, 20], "clinic": [9, 10]}
    slots = draw(st.lists(st.sampled_from(sorted(hours)), min_size=1, unique=True))
    times = {slot: dt.time(draw(st.sampled_from(hours[slot]))) for slot in slots}
    return {"from": a_day(draw, story, log, recorded), "times": times}


def a_zone(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw a journey."""
    zone = draw(st.sampled_from(["Europe/London", "Asia/Shanghai"]))
    return {"from": a_day(draw, story, log, recorded), "zone": zone}


def a_settlement(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw a number of cycles, which may be outside the range."""
    names = [phase["name"] for phase in story.phases]
    cycles = {"cycles": {draw(st.sampled_from(names)): draw(st.integers(2, 5))}}
    through = {"through": a_day(draw, story, log, recorded) + ONE_DAY * draw(st.integers(0, 20))}
    return draw(st.sampled_from([cycles, cycles, through, {**cycles, **through}]))


def a_miss(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw doses that were due, one or those of some days."""
    due = [each for each in follow(story, log) if each.date <= recorded]
    if not due:
        return {"component": a_component(draw, story), "on": recorded}
    dose = draw(st.sampled_from(due[-6:]))
    slot = {"slot": dose.slot} if draw(st.booleans()) else {}
    told = {"component": dose.component, "on": dose.date, **slot}
    if draw(st.integers(0, 3)) == 0:
        told["through"] = min(recorded, dose.date + ONE_DAY * 2)
    return told


def a_late_dose(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw a dose and a later time, of the day of recording at the latest."""
    told = a_miss(draw, story, log, recorded)
    told.pop("through", None)
    hour = draw(st.sampled_from([5, 12, 22]))
    day = draw(st.sampled_from([told["on"], recorded]))
    return {**told, "at": dt.datetime.combine(day, dt.time(hour))}


def a_part(draw: DrawFn, story: Story, log: Log, recorded: dt.date) -> Table:
    """Draw a dose and how much of it was taken."""
    told = a_miss(draw, story, log, recorded)
    told.pop("through", None)
    return {**told, "taken": f"{draw(st.sampled_from([1, 100, 500]))} mg"}


DRAWN: dict[str, Callable[[DrawFn, Story, Log, dt.date], Table]] = {
    "delay": a_delay,
    "interrupt": an_interruption,
    "resume": a_resumption,
    "omit": an_omission,
    "skip": a_skip,
    "reduce": a_reduction,
    "raise": a_raise,
    "discontinue": a_stop,
    "end": an_end,
    "weight": a_weight,
    "clock": a_clock,
    "zone": a_zone,
    "settle": a_settlement,
    "missed": a_miss,
    "late": a_late_dose,
    "part": a_part,
}
OF_DOSES = ("reduce", "raise", "weight", "clock", "zone")
OF_DAYS = tuple(kind for kind in DRAWN if kind not in {*OF_DOSES, *HAPPENED})
CHANGES = (*OF_DAYS, *OF_DOSES)
KINDS_BEFORE = ("delay", "reduce", "omit", "interrupt", "clock", "settle")


@st.composite
def logs(draw: DrawFn, story: Story, kinds: tuple[str, ...] = tuple(DRAWN), most: int = 5) -> Log:
    """Draw entries one after the other, and keep those that are sound."""
    log: Log = []
    for _ in range(draw(st.integers(1, most))):
        entry: dict[str, Any] = draw(entries(story, log, kinds))
        if is_sound(story, log, entry):
            log.append(entry)
    return log


@st.composite
def cases(draw: DrawFn, kinds: tuple[str, ...] = tuple(DRAWN), most: int = 5) -> tuple[Story, Log]:
    """Draw a course with its log."""
    story = draw(stories())
    return story, draw(logs(story, kinds, most))


@st.composite
def sound(draw: DrawFn, story: Story, log: Log, *kinds: str) -> Table:
    """Draw an entry of some kinds that is sound after a log."""
    entry: Table = draw(entries(story, log, kinds))
    assume(is_sound(story, log, entry))
    return entry
