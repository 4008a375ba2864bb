"""Strategies for what a component says of its doses in time: steps, as people write them.

What is drawn is sound: each step holds somewhere, no two at once, and the plain dose too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from npc_regimens.regimen.days import parse_days
from npc_regimens.regimen.timing import LONGEST_CYCLE_DAYS, ONCE, SomeCycles, parse_frequency

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

Table = dict[str, Any]

_A_DAY: Final = "24 h"


@st.composite
def steps_of_doses(
    draw: DrawFn, table: Table, cycle_days: int, cycles: int, doses: SearchStrategy[str]
) -> list[Table]:
    """Draw steps by cycle, by day or by slot for the table of a component; often none.

    The last cycle, day or slot of the component is left to its plain dose.
    """
    parts = _parts(table, cycle_days, cycles)
    key = draw(st.sampled_from(("none", "none", *parts)))
    if key == "none":
        return []
    places = draw(st.lists(st.sampled_from(parts[key]), min_size=1, max_size=3, unique=True))
    return [{"dose": draw(doses), key: str(place)} for place in places]


def most_doses() -> SearchStrategy[Table]:
    """Draw the most doses of a component in a whole trial; often none, and often few."""
    counts = st.integers(1, 4) | st.integers(1, 60)
    written = counts.map(lambda count: f"{count} dose{'' if count == 1 else 's'}")
    return st.just({}) | st.just({}) | written.map(lambda text: {"at_most": text})


def infusions() -> SearchStrategy[Table]:
    """Draw how long an infusion runs; often nothing, and a whole day where days follow on."""
    times = st.sampled_from(("30 min", "1 h", _A_DAY))
    return st.just({}) | times.map(lambda text: {"infusion": text})


@st.composite
def orders_within_a_day(
    draw: DrawFn, components: dict[str, Table], phases: list[Table], first: str, then: str
) -> Table:
    """Draw that one infusion comes after another of its phases, at an interval or only behind it.

    None of them runs for a day, so that both lie on one, and their days have one in common.
    """
    both = [components[first], components[then]]
    if any("frequency" in each or each.get("infusion") == _A_DAY for each in both):
        return {}
    if not any({first, then} <= set(phase["give"]) for phase in phases):
        return {}
    order: Table = {"component": first}
    intervals = st.sampled_from(({}, {"interval": "30 min"}))
    drawn = draw(st.just({}) | intervals.map(lambda each: {"after": order | each}))
    return drawn if _meet(both) else {}


def _meet(both: list[Table]) -> bool:
    one, other = (parse_days(each["days"]) for each in both)
    days = range(1, LONGEST_CYCLE_DAYS + 1)
    return any(one.slots_on(d, ONCE.slots) and other.slots_on(d, ONCE.slots) for d in days)


def may_end_early(phases: list[Table], name: str) -> bool:
    """Whether a greatest number of doses could leave nothing for an open last phase."""
    before = any(name in phase["give"] for phase in phases[:-1])
    return phases[-1]["cycles"] == "open" and name in phases[-1]["give"] and before


def _parts(table: Table, cycle_days: int, cycles: int) -> dict[str, list[Any]]:
    """List the cycles, days and slots of a component but for the last, where there are several."""
    slots = parse_frequency(table["frequency"]).slots if "frequency" in table else ONCE.slots
    some = SomeCycles.parse(table.get("cycles", f"1-{cycles}"))
    days = parse_days(table["days"])
    due = {day: days.slots_on(day, slots) for day in range(1, cycle_days + 1)}
    parts: dict[str, list[Any]] = {
        "cycles": [cycle for cycle in range(1, cycles + 1) if cycle in some][:-1],
        "days": [day for day, each in due.items() if each][:-1],
        "slot": [slot for slot in slots if any(slot in each for each in due.values())][:-1],
    }
    return {key: part for key, part in parts.items() if part}
