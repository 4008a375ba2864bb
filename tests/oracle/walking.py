"""A second opinion on plans: turn the pages day by day and ask what is due.

It shares no code with the package. It works on the plain table of a regimen file with fractions
and lists, in the slowest and most obvious way, so that a reader can see that it is right.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from reading_days import cycle_is_named, is_listed, last_named
from turning import ONE_DAY, Given, Page, days_in, turned

if TYPE_CHECKING:
    from collections.abc import Iterator

Table = dict[str, Any]

SLOTS = {
    "once daily": ["once"],
    "twice daily": ["morning", "evening"],
    "three times daily": ["morning", "noon", "evening"],
    "four times daily": ["morning", "noon", "evening", "bedtime"],
}


@dataclass(frozen=True, order=True)
class Due:
    """One dose that is due: where it stands, and how much in milligrams."""

    date: dt.date
    phase: str
    cycle: int
    day: int
    component: str
    slot: str
    calculated: Fraction
    ordered: Fraction
    units: int


@dataclass(frozen=True)
class World:
    """What the walk needs besides the table: body, products, what was settled, and the dates."""

    height_cm: Fraction
    weight_kg: Fraction
    products: dict[str, Table]
    counts: dict[str, int]
    start: dt.date
    through: dt.date | None
    optional: dict[str, bool] = field(default_factory=dict)  # by the name of the drug
    lengths: dict[str, str] = field(default_factory=dict)
    waits: dict[str, str] = field(default_factory=dict)
    events: dict[str, dt.date] = field(default_factory=dict)
    closures: frozenset[dt.date] = frozenset()
    resume: tuple[str, int] | None = None


def walk(table: Table, world: World) -> list[Due]:
    """List the doses through the horizon, in the order of time."""
    return until(course(table, world).due, table, world)


def pages_of(table: Table, world: World) -> list[Page]:
    """List the pages of the first arm, before the start of a resumed cycle too."""
    return course(table, world).pages


def sessions(table: Table, world: World) -> list[tuple[str, int, dt.date]]:
    """List the sessions of radiotherapy from the start through the horizon."""
    last = world.through or dt.date.max
    return [each for each in course(table, world).sessions if world.start <= each[2] <= last]


@dataclass
class Course:
    """What has been turned so far."""

    pages: list[Page] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    sessions: list[tuple[str, int, dt.date]] = field(default_factory=list)


def course(table: Table, world: World) -> Course:
    """Turn the pages of the first arm until nothing is left or the horizon comes.

    Behind the horizon some pages more are turned, for a dose before day 1 of a cycle may lie before
    the horizon.
    """
    found = Course()
    components = table["component"]
    doses = {
        (name, rule): dose(each | {"dose": rule}, world)
        for name, each in components.items()
        for rule in [each["dose"], *(step["dose"] for step in each.get("steps", []))]
    }

    def is_over(phase: Table, page: int) -> bool:
        given = {name: components[name] for name in phase["give"]}
        return all_ended(given, phase, length_in(phase, world), page, found.due)

    caller = Given(
        world.start,
        lambda phase: number_of_cycles(phase, world.counts),
        is_over,
        world.lengths,
        world.waits,
        world.events,
        world.resume,
    )
    last = dt.date.max if world.through is None else world.through + LOOKED_BEHIND
    for page in turned(table["arm"][0]["phase"], caller, last):
        found.pages.append(page)
        note_session(found, page, world.closures)
        if page.date < world.start:  # it was given before the cycle that is resumed
            continue
        for name in page.phase["give"]:
            each = components[name]
            where = own_place(each, page.number) if "cycle" in each else (page.cycle, page.day)
            for on, (cycle, day), slot in on_page(each, world, found, where):
                amounts = doses[name, rule_at(each, cycle, day, slot)]
                found.due.append(Due(on, page.phase["name"], cycle, day, name, slot, *amounts))
    return found


def note_session(found: Course, page: Page, closures: frozenset[dt.date]) -> None:
    """Hold a session on a page, Monday to Friday less closed days, if there is one left."""
    if "sessions" not in page.phase or page.date in closures:
        return
    number = 1 + sum(name == page.phase["name"] for name, _, _ in found.sessions)
    if page.date.strftime("%a") not in {"Sat", "Sun"} and number <= page.phase["sessions"]:
        found.sessions.append((page.phase["name"], number, page.date))


def length_in(phase: Table, world: World) -> int:
    """Say how many days a cycle of a phase has."""
    return days_in(world.lengths.get(phase["name"]) or phase["cycle"])


ORDER = ["once", *SLOTS["four times daily"]]
LOOKED_BEHIND = dt.timedelta(days=60)
Place = tuple[int, int]


def until(due: list[Due], table: Table, world: World) -> list[Due]:
    """Keep what is due through the horizon, and of each component no more than it may have."""
    had: dict[str, int] = {}
    kept = []
    for each in sorted(due, key=lambda each: (each.date, ORDER.index(each.slot))):
        had[each.component] = had.get(each.component, 0) + 1
        enough = had[each.component] > most_doses(table["component"][each.component])
        if not enough and (world.through is None or each.date <= world.through):
            kept.append(each)
    return kept


def own_place(component: Table, page: int) -> Place:
    """Count a component's own cycles from the first page of the phase."""
    cycle, day = 1, 1
    for _ in range(page):
        day += 1
        if day > days_in(component["cycle"]):
            cycle, day = cycle + 1, 1
    return cycle, day


def on_page(
    component: Table, world: World, found: Course, where: Place
) -> Iterator[tuple[dt.date, Place, str]]:
    """List the doses of the last page; that of a day 1 also brings those of the days before it."""
    cycle, day = where
    date = found.pages[-1].date
    is_session = any(held == date for _, _, held in found.sessions)
    for slot in slots_due(component, world, cycle, day, date):
        if component["days"] != "radiotherapy days" or is_session:
            yield date, where, slot
    if day == 1:
        for before in range(1, LOOKED_BEHIND.days):
            earlier = date - ONE_DAY * before
            for slot in slots_due(component, world, cycle, -before, earlier):
                yield earlier, (cycle, -before), slot


def number_of_cycles(phase: Table, counts: dict[str, int]) -> int | None:
    """Say how many cycles there are; None is an end that nothing gives."""
    if phase["name"] in counts:
        return counts[phase["name"]]
    if phase["cycles"] in {"open", "not stated"}:
        return None
    return int(phase["cycles"].removeprefix("at most "))


def most_doses(component: Table) -> int:
    """Read how many doses there are at most, or more than anybody counts."""
    return int(component["at_most"].split()[0]) if "at_most" in component else 1_000_000


def all_ended(
    given: dict[str, Table], phase: Table, length: int, page: int, due: list[Due]
) -> bool:
    """Say whether no component of a phase is given any more, from a page on."""
    if phase["cycles"] not in {"open", "not stated"}:
        return False
    had = Counter(each.component for each in due)
    for name, component in given.items():
        last = last_day(component, length)
        if had[name] < most_doses(component) and (last is None or page < last):
            return False
    return True


def last_day(component: Table, length: int) -> int | None:
    """Say the last day of the last cycle in which a component is given, if there is one."""
    last = last_named(component["cycles"]) if "cycles" in component else None
    length = days_in(component["cycle"]) if "cycle" in component else length
    return None if last is None else last * length


def slots_due(component: Table, world: World, cycle: int, day: int, date: dt.date) -> list[str]:
    """Name the slots of a day in which a component is due."""
    if "cycles" in component and not cycle_is_named(component["cycles"], cycle):
        return []
    if "weekdays" in component["days"] and date.strftime("%A") in {"Saturday", "Sunday"}:
        return []
    texts = [component["days"]]
    if world.optional.get(component["drug"], False):
        texts.append(component["optional"])
    slots = SLOTS[component.get("frequency", "once daily")]
    return [slot for slot in slots if any(is_listed(each, day, slot, slots) for each in texts)]


def rule_at(component: Table, cycle: int, day: int, slot: str) -> str:
    """Look through the steps one by one; where none holds, the plain dose does."""
    slots = SLOTS[component.get("frequency", "once daily")]
    for step in component.get("steps", []):
        in_cycles = "cycles" not in step or cycle_is_named(step["cycles"], cycle)
        in_days = "days" not in step or is_listed(step["days"], day, slot, slots)
        if in_cycles and in_days and step.get("slot", slot) == slot:
            return str(step["dose"])
    return str(component["dose"])


def surface(height_cm: Fraction, weight_kg: Fraction) -> Fraction:
    """Find the Mosteller surface half up to 0.01 m2, by trying one hundredth after the other."""
    square = height_cm * weight_kg / 3600
    hundredths = 0
    while Fraction(2 * hundredths + 1, 200) ** 2 <= square:
        hundredths += 1
    return Fraction(hundredths, 100)


def milligrams(text: str) -> Fraction:
    """Read ``150 mg``."""
    number, unit = text.split()
    if unit != "mg":
        raise ValueError(text)
    return Fraction(number)


def dose(component: Table, world: World) -> tuple[Fraction, Fraction, int]:
    """Say the calculated dose, the ordered dose, and the number of tablets or capsules."""
    number, unit = component["dose"].split()
    per = {
        "mg": Fraction(1),
        "mg/m2": surface(world.height_cm, world.weight_kg),
        "mg/kg": world.weight_kg,
    }
    calculated = Fraction(number) * per[unit]
    cap = milligrams(component["cap"]) if "cap" in component else None
    wanted = calculated if cap is None else min(calculated, cap)
    product = world.products.get(component["drug"])
    if product is None:
        return calculated, wanted, 0
    rounding = product["rounding"]
    if "step" in rounding:
        return calculated, whole_steps(wanted, rounding, cap), 0
    ordered, units = tablets(wanted, product["strengths"], rounding["ties"], cap)
    return calculated, ordered, units


def whole_steps(calculated: Fraction, rounding: Table, cap: Fraction | None) -> Fraction:
    """Compare the step below with the step above."""
    step = milligrams(rounding["step"])
    below = step * math.floor(calculated / step)
    above = below if below == calculated else below + step
    if cap is not None and above > cap:
        return below
    if above - calculated == calculated - below:
        return above if rounding["ties"] == "up" else below
    return above if above - calculated < calculated - below else below


def tablets(
    calculated: Fraction, strengths: list[str], ties: str, cap: Fraction | None
) -> tuple[Fraction, int]:
    """Try every number of every strength; return the best sum and its fewest units."""
    sizes = [milligrams(strength) for strength in strengths]
    counts = [range(math.ceil(calculated / size) + 1) for size in sizes]
    best: tuple[Fraction, Fraction, int] | None = None
    for tried in itertools.product(*counts):
        total = sum((n * size for n, size in zip(tried, sizes, strict=True)), Fraction(0))
        if cap is not None and total > cap:
            continue
        sign = -1 if ties == "up" else 1
        rank = (abs(total - calculated), sign * total, sum(tried))
        if best is None or rank < best:
            best = rank
    if best is None:
        raise ValueError(calculated)
    distance, signed, units = best
    del distance
    return abs(signed), units
