"""Strategies for trials and regimens, written as people write them.

Everything shrinks towards one phase of one cycle of seven days, with one flat dose on day 1.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from npc_regimens.dose import Body, parse_dose
from npc_regimens.patient import SurfacePolicy
from npc_regimens.regimen import Regimen, Settlement, Trial, settle
from npc_regimens.regimen.days import Listed, parse_days
from npc_regimens.regimen.timing import parse_frequency
from npc_regimens.strategies.amounts import decimals
from npc_regimens.strategies.bodies import PLAIN_HEIGHT, PLAIN_WEIGHT, measured
from npc_regimens.strategies.doses import caps
from npc_regimens.strategies.doses_in_time import (
    infusions,
    may_end_early,
    most_doses,
    orders_within_a_day,
    steps_of_doses,
)
from npc_regimens.strategies.phases import (
    least_length,
    most_length,
    on_sessions,
    sequence,
    settled_lengths,
    settled_waits,
)
from npc_regimens.strategies.schedules import cycles_texts, days_of
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from npc_regimens.patient import Measurement

Table = dict[str, Any]

_FREQUENCIES: Final = ("once daily", "twice daily", "three times daily")
_RATES: Final = (("mg", 200, 1000), ("mg/m2", 200, 400), ("mg/kg", 6, 10))
_LONGEST_OWN_CYCLE: Final = 30
_LEAST_CAP: Final = 200  # in mg; the smallest drawn tablets still come near it
_CITE: Final = "example-2020#table-1"


@st.composite
def trial_tables(draw: DrawFn, body: Measurement | None = None) -> Table:
    """Draw a small trial as the plain table of its file: one arm, 1 to 3 phases and components.

    Caps aim at the doses of a body, by default of 170 cm and 65 kg, and often bite by a hair.
    """
    aim = body or measured(PLAIN_HEIGHT, PLAIN_WEIGHT)
    phases = [draw(_phases(f"phase-{n}", last=False)) for n in range(draw(st.integers(0, 2)))]
    phases.append(draw(_phases("phase-z", last=True)))
    phases = sequence(draw, phases)
    names = draw(st.sampled_from((["a"], ["a", "b"], ["a", "b", "c"])))
    components = {name: draw(_components(f"drug-{name}", phases, aim)) for name in names}
    for phase in phases:
        phase["give"] = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    given = {name for phase in phases for name in phase["give"]}
    phases[0]["give"] += [name for name in names if name not in given]
    on_sessions(draw, components, phases)
    for name in names:
        if not may_end_early(phases, name):
            components[name] |= draw(most_doses())
    for first, then in pairwise(names):
        components[then] |= draw(orders_within_a_day(components, phases, first, then))
    arm = {"id": "only", "name": "The only arm", "phase": phases}
    head = {"format": 1, "id": "example-01", "title": "An example"}
    return {**head, "component": components, "arm": [arm]}


@st.composite
def _phases(draw: DrawFn, name: str, *, last: bool) -> Table:
    days = draw(st.sampled_from((7, 14, 21, 28)) | st.integers(1, 30))
    cycles = ["1", "2", "3", "1-3", "2-4", "at most 1", "at most 4", *(["open"] if last else [])]
    phase = {"name": name, "cycle": f"{days} days", "cycles": draw(st.sampled_from(cycles))}
    return phase if least_cycles(phase) else {**phase, "until": ["progression"]}


def least_cycles(phase: Table) -> int | None:
    """Read the fewest cycles of a drawn phase, if its text says so."""
    return int(phase["cycles"][0]) if phase["cycles"][0].isdigit() else None


def most_cycles(phase: Table) -> int | None:
    """Read the most cycles of a drawn phase, if there is such a number."""
    return None if phase["cycles"] == "open" else int(phase["cycles"][-1])


@st.composite
def _components(draw: DrawFn, drug: str, phases: list[Table], body: Measurement) -> Table:
    frequency = draw(st.none() | st.sampled_from(_FREQUENCIES))
    rate = draw(_rates())
    route = "intravenous" if frequency is None else "oral"
    table: Table = {"drug": drug, "dose": str(rate), "route": route, "cite": _CITE}
    slots: tuple[str, ...] = ("once",)
    if frequency is not None:
        table["frequency"], slots = frequency, parse_frequency(frequency).slots
    else:
        table |= draw(infusions())
    table |= draw(_schedules(phases, slots))
    own = int(table["cycle"].split()[0]) if "cycle" in table else None
    days = own or min(map(least_length, phases))
    steps = draw(steps_of_doses(table, days, _fewest_cycles(phases, own), _rates().map(str)))
    if steps:
        table["steps"] = steps
    cap = draw(_caps(rate, body))
    return table if cap is None else {**table, "cap": str(cap)}


@st.composite
def _rates(draw: DrawFn) -> Amount:
    unit, least, most = draw(st.sampled_from(_RATES))
    return Amount(draw(decimals(least, most, places=1)), unit)


def _fewest_cycles(phases: list[Table], own: int | None) -> int:
    """Count the cycles of a component, its own or the phase's, in the shortest of the phases."""
    lengths = [(most_cycles(phase) or 4, least_length(phase)) for phase in phases]
    return min(-(-cycles * days // (own or days)) for cycles, days in lengths)


@st.composite
def _schedules(draw: DrawFn, phases: list[Table], slots: tuple[str, ...]) -> Table:
    """Draw days, perhaps in a cycle of their own, perhaps optional ones, and perhaps cycles."""
    lengths = tuple(
        days for phase in phases for days in range(least_length(phase), most_length(phase) + 1)
    )
    own = draw(st.none() | st.integers(1, _LONGEST_OWN_CYCLE))
    text = draw(days_of(lengths if own is None else (own,), slots))
    if text == "continuous" or (text.startswith("-") and len(phases) > 1 and own is not None):
        own, text = None, text if text == "continuous" else "1"  # what has no cycle of its own
    table: Table = {"days": text} if own is None else {"days": text, "cycle": f"{own} days"}
    shortest, days = own or min(lengths), parse_days(text)
    if isinstance(days, Listed) and 0 < days.ranges[0].first <= days.last < shortest:
        later = draw(st.none() | st.integers(days.last + 1, shortest))
        table |= {} if later is None else {"optional": f"{later}"}
    if draw(st.booleans()):
        table["cycles"] = draw(cycles_texts(_fewest_cycles(phases, own)))
    return table


def _caps(rate: Amount, body: Measurement) -> SearchStrategy[Amount | None]:
    calculated = parse_dose(str(rate)).calculate(Body.of(body, SurfacePolicy())).amount
    anywhere = decimals(_LEAST_CAP, 900).map(lambda number: Amount(number, "mg"))
    aimed = caps(calculated).filter(lambda cap: cap is None or cap.number >= _LEAST_CAP)
    return st.none() | aimed | anywhere


@st.composite
def counts_of_cycles(draw: DrawFn, table: Table, *, every_phase: bool) -> dict[str, int]:
    """Draw the settled numbers of cycles of a trial, where they are open for every phase."""
    return {
        phase["name"]: draw(st.integers(least_cycles(phase) or 1, most_cycles(phase) or 4))
        for phase in table["arm"][0]["phase"]
        if (every_phase and "span" not in phase) or least_cycles(phase)
    }


@st.composite
def optional_days(draw: DrawFn, table: Table) -> dict[str, bool]:
    """Draw whether the optional days of each component that has some are given."""
    components = table["component"].items()
    return {name: draw(st.booleans()) for name, each in components if "optional" in each}


def trials() -> SearchStrategy[Trial]:
    """Draw a small trial."""
    return trial_tables().map(Trial.model_validate)


@st.composite
def regimens(draw: DrawFn) -> Regimen:
    """Draw a regimen with everything settled; the end of its last phase may be open."""
    table = draw(trial_tables())
    counts = draw(counts_of_cycles(table, every_phase=draw(st.booleans())))
    phases = table["arm"][0]["phase"]
    lengths, waits = settled_lengths(draw, phases), settled_waits(draw, phases)
    optional = draw(optional_days(table))
    settled = Settlement(cycles=counts, optional=optional, lengths=lengths, waits=waits)
    return settle(Trial.model_validate(table), None, settled)
