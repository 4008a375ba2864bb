"""A second opinion on courses: turn the pages day by day with the log in hand.

It shares no code with the package. A log is a list of plain tables, as a course file has them. It
is read from its beginning for every question, and nothing but the arithmetic of a dose is
remembered between two questions.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from reading_days import cycle_is_named
from turning import ONE_DAY, days_in
from walking import SLOTS, World, dose, number_of_cycles, own_place, slots_due

if TYPE_CHECKING:
    from collections.abc import Iterator

Table = dict[str, Any]
Log = list[Table]

AHEAD = 3  # pages behind the horizon are turned, for a day -1 may lie before it
LONG = dt.timedelta(days=2_000)


@dataclass(frozen=True)
class Story:
    """What a course file says before its log; a policy without a least change is ``never``."""

    table: Table
    start: dt.date
    through: dt.date | None
    counts: dict[str, int]
    weight_kg: Fraction
    height_cm: Fraction = Fraction(170)
    least: Fraction | None = Fraction(0)
    clock: dict[str, dt.time] = field(default_factory=dict)
    zone: str = "Asia/Shanghai"
    products: dict[str, Table] = field(default_factory=dict)

    @property
    def phases(self) -> list[Table]:
        """The phases of the only arm."""
        return list(self.table["arm"][0]["phase"])


class Page(NamedTuple):
    """One day: of a cycle, or of the pause behind it, before the cycle that is delayed."""

    date: dt.date
    phase: Table
    cycle: int
    day: int
    number: int  # of the pages of its phase before it, those of a pause left out
    paused: int = 0
    awaited: tuple[Table, int] | None = None


@dataclass(frozen=True, order=True)
class Dose:
    """One dose that is due, in milligrams; no time is midnight's first second."""

    date: dt.date
    nominal: dt.date
    phase: str
    cycle: int
    day: int
    component: str
    slot: str
    study_day: int
    time: dt.time
    level: int
    calculated: Fraction
    ordered: Fraction

    @property
    def place(self) -> tuple[str, str, int, int, str]:
        """What makes it the same dose when its date changes."""
        return self.phase, self.component, self.cycle, self.day, self.slot


def follow(story: Story, log: Log) -> list[Dose]:
    """List the doses that a log leaves, through the horizon."""
    story, said = with_horizon(story, log), with_phases(story, log)
    delays = delays_in(story, said)
    nominal = {
        (page.phase["name"], page.number): page.date for page in turned(story, settled(story, log))
    }
    found = []
    for page, name, (cycle, day), slot, before in due(story, settled(story, log), delays):
        date = page.date - ONE_DAY * before
        place = page.phase["name"], name, cycle, day, slot
        if story.through is not None and date > story.through:
            continue
        if not is_given(story, said, date, place):
            continue
        as_planned = nominal[page.phase["name"], page.number] + ONE_DAY * (page.paused - before)
        level = level_on(said, name, date)
        found.append(
            Dose(
                date,
                as_planned,
                *(place[0], cycle, day, name, slot),
                counted_from(story.start, date),
                clock_on(story, said, date).get(slot_on_clock(story, name, slot), dt.time.min),
                level,
                *amounts(story, name, level, weight_on(story, said, date)),
            )
        )
    return sorted(found)


def settled(story: Story, log: Log) -> dict[str, int]:
    """Say how many cycles each phase has, as last settled."""
    counts = dict(story.counts)
    for entry in log:
        if entry["what"] == "settle":
            counts.update(entry.get("cycles", {}))
    return counts


def with_horizon(story: Story, log: Log) -> Story:
    """Plan through the last day that the log gives, if it gives one."""
    for entry in log:
        if "through" in entry and entry["what"] == "settle":
            story = replace(story, through=entry["through"])
    return story


def with_phases(story: Story, log: Log) -> Log:
    """Write into each entry about a cycle the phase that it meant on its day."""
    said: Log = []
    for entry in log:
        if entry["what"] in {"delay", "skip"} and "phase" not in entry:
            said.append(entry | {"phase": the_phase(story, said, entry["cycle"])})
        elif entry["what"] == "omit" and "phase" not in entry:
            meant = {each.phase for each in follow(story, said) if is_named(entry, each)}
            said.append(entry | {"phase": meant.pop()})
        else:
            said.append(entry)
    return said


def is_named(entry: Table, each: Dose) -> bool:
    """Say whether an omission names a dose, its phase apart."""
    same = (entry["component"], entry["cycle"], entry["day"])
    return same == (each.component, each.cycle, each.day)


def the_phase(story: Story, log: Log, cycle: int) -> str:
    """Find the only phase in which a cycle is planned."""
    (name,) = {page.phase["name"] for page in planned(story, log) if page.cycle == cycle}
    return str(name)


def delays_in(story: Story, log: Log) -> dict[tuple[str, int], int]:
    """Add up the days by which the log moves each cycle, as the pages lay on that day."""
    delays: dict[tuple[str, int], int] = {}
    for index, entry in enumerate(log):
        if entry["what"] == "settle":
            fewer = entry.get("cycles", {})
            for phase, cycle in list(delays):
                if cycle > fewer.get(phase, cycle):
                    del delays[phase, cycle]
        if entry["what"] == "delay":
            place = entry["phase"], entry["cycle"]
            first = day_1(story, settled(story, log[:index]), delays, place)
            delays[place] = delays.get(place, 0) + (entry["to"] - first).days
    return delays


def day_1(
    story: Story,
    counts: dict[str, int],
    delays: dict[tuple[str, int], int],
    place: tuple[str, int],
) -> dt.date:
    """Turn the pages to day 1 of a cycle."""
    for page in turned_for_ever(story, counts, delays):
        if (page.phase["name"], page.cycle, page.day) == (*place, 1):
            return page.date
    raise ValueError(place)


def turned(
    story: Story, counts: dict[str, int], delays: dict[tuple[str, int], int] | None = None
) -> Iterator[Page]:
    """Turn the pages, and in a pause more pages of the cycle before it."""
    last = (story.through or story.start + LONG) + ONE_DAY * AHEAD
    for page in turned_for_ever(story, counts, delays or {}):
        if page.date > last:
            return
        yield page


def turned_for_ever(
    story: Story, counts: dict[str, int], delays: dict[tuple[str, int], int]
) -> Iterator[Page]:
    """Turn the pages of each phase; a phase may begin some days behind the end of the last."""
    date, page = story.start, None
    for phase in story.phases:
        if "starts" in phase:
            date += ONE_DAY * days_in(phase["starts"]["after"])
        last_cycle, number = number_of_cycles(phase, counts), 0
        for cycle in itertools.count(1):
            if last_cycle is not None and cycle > last_cycle:
                break
            for paused in range(1, delays.get((phase["name"], cycle), 0) + 1):
                assert page is not None
                page = page._replace(
                    date=date, day=page.day + 1, paused=paused, awaited=(phase, cycle)
                )
                yield page
                date += ONE_DAY
            for day in range(1, days_in(phase["cycle"]) + 1):
                page = Page(date, phase, cycle, day, number)
                yield page
                number += 1
                date += ONE_DAY


def planned(story: Story, log: Log) -> list[Page]:
    """List the pages through the horizon and before the end of treatment."""
    delays = delays_in(story, with_phases(story, log))
    story = with_horizon(story, log)
    last = story.through or dt.date.max
    pages = turned(story, settled(story, log), delays)
    return [page for page in pages if page.date <= last and not is_ended(log, page.date)]


def last_day(story: Story, log: Log) -> dt.date:
    """Find the last planned day: the horizon, if a day of treatment lies behind it."""
    last, through = planned(story, log)[-1].date, with_horizon(story, log).through
    if through is None or is_ended(log, through):
        return last
    delays = delays_in(story, with_phases(story, log))
    everything = turned_for_ever(story, settled(story, log), delays)
    return through if any(page.date > through for page in everything) else last


Due = tuple[Page, str, tuple[int, int], str, int]


def due(story: Story, counts: dict[str, int], delays: dict[tuple[str, int], int]) -> Iterator[Due]:
    """Say on each page what is due on it, and on a day 1 what was due so many days before it."""
    for page in turned(story, counts, delays):
        for name in page.phase["give"]:
            component = story.table["component"][name]
            if page.awaited is not None and not goes_on(component, name, page.awaited):
                continue
            is_own = "cycle" in component
            place = own_place(component, page.number) if is_own else (page.cycle, page.day)
            yield from on_page(story, page, name, place, 0)
            for before in range(1, AHEAD if place[1] == 1 else 1):
                yield from on_page(story, page, name, (place[0], -before), before)


def on_page(
    story: Story, page: Page, name: str, place: tuple[int, int], before: int
) -> Iterator[Due]:
    """Look up the slots of one day of a cycle."""
    component = story.table["component"][name]
    world = World(story.height_cm, story.weight_kg, {}, {}, story.start, story.through)
    for slot in slots_due(component, world, *place, page.date):
        yield page, name, place, slot, before


def goes_on(component: Table, name: str, awaited: tuple[Table, int]) -> bool:
    """Say whether a component is given in a pause: every day, and also in the cycle behind it."""
    phase, cycle = awaited
    in_cycle = "cycles" not in component or cycle_is_named(component["cycles"], cycle)
    return component["days"] == "continuous" and name in phase["give"] and in_cycle


def is_ended(log: Log, date: dt.date) -> bool:
    """Say whether the treatment has ended on a date."""
    return any(entry["what"] == "end" and date >= entry["from"] for entry in log)


def is_given(story: Story, log: Log, date: dt.date, place: tuple[str, str, int, int, str]) -> bool:
    """Go through the log and look for anything that takes a dose away."""
    phase, name, cycle, day, slot = place
    if is_ended(log, date) or is_interrupted(log, date, name):
        return False
    for entry in log:
        of_it = entry.get("component", name) == name
        if entry["what"] == "discontinue" and of_it and date >= entry["from"]:
            return False
        if entry["what"] not in {"omit", "skip"} or not of_it:
            continue
        if (entry["phase"], entry["cycle"]) != (phase, cycle):
            continue
        if entry["what"] == "skip" and "cycle" not in story.table["component"][name]:
            return False
        if entry["what"] == "omit" and entry["day"] == day and entry.get("slot", slot) == slot:
            return False
    return True


def is_interrupted(log: Log, date: dt.date, name: str) -> bool:
    """Say whether a date lies in an interruption of a component or of all."""
    return any(
        of in {None, name} and first <= date <= last for of, first, last in interruptions(log)
    )


def interruptions(log: Log) -> list[tuple[str | None, dt.date, dt.date]]:
    """List the interruptions with their last days, as far as the log knows them."""
    found: list[tuple[str | None, dt.date, dt.date]] = []
    for entry in log:
        of, since = entry.get("component"), entry.get("from", dt.date.min)
        if entry["what"] == "interrupt":
            found.append((of, since, entry.get("through", dt.date.max)))
        if entry["what"] == "resume":
            is_on = [each for each in found if each[0] == of and each[1] < since <= each[2]]
            for each in is_on:
                found[found.index(each)] = each[0], each[1], since - ONE_DAY
    return found


def level_on(log: Log, name: str, date: dt.date) -> int:
    """Read the last level before a date, in percent of the full dose."""
    level = 100
    for entry in log:
        is_level = entry["what"] in {"reduce", "raise"} and entry["component"] == name
        if is_level and entry["from"] <= date:
            level = 100 if entry["level"] == "full" else int(entry["level"].split()[0])
    return level


def weight_on(story: Story, log: Log, date: dt.date) -> Fraction:
    """Take each new weight that differs enough from the one that is used."""
    used = story.weight_kg
    for entry in log:
        if entry["what"] == "weight" and entry["from"] <= date and story.least is not None:
            new = Fraction(entry["weight"].split()[0])
            if abs(new - used) >= used * story.least:
                used = new
    return used


def clock_on(story: Story, log: Log, date: dt.date) -> dict[str, dt.time]:
    """Read the clock times that hold on a date."""
    clock = dict(story.clock)
    for entry in log:
        if entry["what"] == "clock" and entry["from"] <= date:
            clock.update(entry["times"])
    return clock


def zone_on(story: Story, log: Log, date: dt.date) -> str:
    """Read whose clock holds on a date."""
    zone = story.zone
    for entry in log:
        if entry["what"] == "zone" and entry["from"] <= date:
            zone = entry["zone"]
    return zone


def slot_on_clock(story: Story, name: str, slot: str) -> str:
    """Say which clock time a dose has: its own, or that of a visit."""
    return slot if story.table["component"][name]["route"] == "oral" else "clinic"


def counted_from(start: dt.date, date: dt.date) -> int:
    """Count the study day, where the day before day 1 is day -1."""
    days = (date - start).days
    return days + 1 if days >= 0 else days


def amounts(story: Story, name: str, level: int, weight_kg: Fraction) -> tuple[Fraction, Fraction]:
    """Take the level of the full dose, and say the calculated and the ordered dose."""
    component = story.table["component"][name]
    number, unit = component["dose"].split()
    at_level = {"drug": component["drug"], "dose": f"{Fraction(number) * level / 100} {unit}"}
    product = json.dumps(story.products.get(component["drug"]))
    return worked_out(json.dumps(at_level), product, story.height_cm, weight_kg)


@cache
def worked_out(
    component: str, product: str, height_cm: Fraction, weight_kg: Fraction
) -> tuple[Fraction, Fraction]:
    """Work the arithmetic of a dose, which is slow, once for all who ask."""
    table = json.loads(component)
    products = {} if product == "null" else {table["drug"]: json.loads(product)}
    world = World(height_cm, weight_kg, products, counts={}, start=dt.date.min, through=None)
    calculated, ordered, _ = dose(table, world)
    return calculated, ordered


def used_slots(story: Story) -> set[str]:
    """Name all slots of the day in which anything may be due."""
    tables = story.table["component"].values()
    return {slot for each in tables for slot in SLOTS[each.get("frequency", "once daily")]}
