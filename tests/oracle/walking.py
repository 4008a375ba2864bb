"""A second opinion on plans: turn the pages day by day and ask what is due.

It shares no code with the package. It works on the plain table of a regimen file with fractions
and lists, in the slowest and most obvious way, so that a reader can see that it is right.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from turning import Given, Page, sessions_turned, turned

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
    lengths: dict[str, str] = field(default_factory=dict)
    waits: dict[str, str] = field(default_factory=dict)
    events: dict[str, dt.date] = field(default_factory=dict)
    closures: frozenset[dt.date] = frozenset()
    resume: tuple[str, int] | None = None


def walk(table: Table, world: World) -> list[Due]:
    """Turn the pages of the first arm from the start until nothing is left or the horizon comes."""
    due: list[Due] = []
    doses = {name: dose(each, world) for name, each in table["component"].items()}
    for page in pages_of(table, world):
        for name in page.phase["give"]:
            component = table["component"][name]
            due += [
                Due(page.date, page.phase["name"], page.cycle, page.day, name, slot, *doses[name])
                for slot in slots_due(component, page.cycle, page.day)
                if page.date >= world.start
            ]
    return due


def sessions(table: Table, world: World) -> list[tuple[str, int, dt.date]]:
    """Turn the pages of the first arm and count the sessions of radiotherapy."""
    return sessions_turned(list(pages_of(table, world)), world.closures, world.start)


def pages_of(table: Table, world: World) -> Iterator[Page]:
    """Turn the pages of the first arm, before the start of a resumed cycle too."""

    def last_cycle(phase: Table) -> int | None:
        given = {name: table["component"][name] for name in phase["give"]}
        return number_of_cycles(phase, given, world.counts)

    caller = Given(
        world.start,
        last_cycle,
        world.lengths,
        world.waits,
        world.events,
        world.closures,
        world.resume,
    )
    return turned(table["arm"][0]["phase"], caller, world.through or dt.date.max)


def number_of_cycles(phase: Table, given: dict[str, Table], counts: dict[str, int]) -> int | None:
    """Say how many cycles there are; None is an end that nothing gives."""
    if phase["name"] in counts:
        return counts[phase["name"]]
    if phase["cycles"] in {"open", "not stated"}:
        if all("cycles" in component for component in given.values()):
            return max(cycle_limits(component)[1] for component in given.values())
        return None
    return int(phase["cycles"].removeprefix("at most "))


def cycle_limits(component: Table) -> tuple[int, int]:
    """Read the first and last cycle of a component."""
    first, _, last = component["cycles"].partition("-")
    return int(first), int(last or first)


def slots_due(component: Table, cycle: int, day: int) -> list[str]:
    """Name the slots of a day in which a component is due."""
    if "cycles" in component:
        first, last = cycle_limits(component)
        if not first <= cycle <= last:
            return []
    slots = SLOTS[component.get("frequency", "once daily")]
    return [slot for slot in slots if is_listed(component["days"], day, slot, slots)]


def is_listed(days: str, day: int, slot: str, slots: list[str]) -> bool:
    """Look through the items of a days text one by one."""
    if days == "continuous":
        return True
    now = (day, slots.index(slot))
    plain = "".join("-" if ord(character) > 127 else character for character in days)
    for item in plain.split(","):
        first, _, last = item.partition("-")
        begin = half_day(first, slots, 0)
        end = half_day(last or first, slots, len(slots) - 1)
        if begin <= now <= end:
            return True
    return False


def half_day(text: str, slots: list[str], otherwise: int) -> tuple[int, int]:
    """Read ``15`` or ``15 morning`` as a day and the number of a slot."""
    day, *named = text.split()
    return int(day), slots.index(named[0]) if named else otherwise


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
