"""Strategies for the sequence of phases: starts, gaps, lengths, spans, sessions, and resuming.

What is drawn together fits: no phase begins before the one before has ended, no session comes
behind its phase, and no number of cycles contradicts a span. All of it shrinks to nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from npc_regimens.dates import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import DrawFn

Table = dict[str, Any]

# Longer than any drawn phase, which has at most 4 cycles of at most 37 days.
_BEHIND_A_PHASE: Final = 150
_BEHIND_ALL: Final = 400  # and than a phase with the wait before it
_SPANS: Final = ("10 days", "5 weeks", "1 month", "2 months")
_EVENTS: Final = ("surgery", "radiotherapy start", "second randomisation")
_OPEN: Final = ("open", "at most")


@dataclass(frozen=True)
class Caller:
    """What a caller settles and gives for the sequence of phases."""

    lengths: dict[str, Span] = field(default_factory=dict)
    waits: dict[str, Span] = field(default_factory=dict)
    events: dict[str, dt.date] = field(default_factory=dict)
    closures: frozenset[dt.date] = frozenset()
    resume: tuple[str, int] | None = None

    def moved(self, by: dt.timedelta) -> Caller:
        """Move every date."""
        events = {name: date + by for name, date in self.events.items()}
        return replace(self, events=events, closures=frozenset(day + by for day in self.closures))


def sequence(draw: DrawFn, phases: list[Table]) -> list[Table]:
    """Draw when each phase begins and what else ends it, often nothing of that."""
    timed: list[Table] = []
    for index, phase in enumerate(phases):
        kind = draw(st.sampled_from(("", "", "span", "cycle", "sessions", "starts")))
        more: Table = {}
        if kind == "span" and not _is_range(phase):
            more = {"span": draw(st.sampled_from(_SPANS))}
        if kind == "cycle":
            days = least_length(phase)
            more = {"cycle": f"{days}-{days + draw(st.integers(1, 7))} days"}
        if kind == "sessions" and _most_sessions(phase) >= 1:
            more = {"sessions": draw(st.integers(1, _most_sessions(phase)))}
        if kind == "starts":
            more = {"starts": _starts(draw, index, timed)}
            _end_by(draw, timed, more["starts"]["from"])
        timed.append({**phase, **more})
    return timed


def _starts(draw: DrawFn, index: int, before: list[Table]) -> Table:
    event = {"from": f"event {_EVENTS[index]}"}
    waits = st.sampled_from(({}, {"after": "3 weeks"}, {"after": "12-28 days"}))
    if not before:
        return {**event, **draw(waits)}
    last, name = most_length(before[-1]), before[-1]["name"]
    kinds: tuple[Table, ...] = (
        {"from": f"end of {name}", **draw(waits)},
        {**event, **draw(waits)},
        {"from": f"last cycle of {name}", "after": f"{last}-{last + 7} days"},
        {"from": f"start of {name}", "after": f"{_BEHIND_A_PHASE} days"},
    )
    return draw(st.sampled_from(kinds))


def _end_by(draw: DrawFn, before: list[Table], anchor: str) -> None:
    """Let an event end the first phase, where the second starts from it."""
    kind, _, name = anchor.partition(" ")
    if len(before) != 1 or kind != "event" or not before[0]["cycles"].startswith(_OPEN):
        return
    ends: list[Table] = [{}]
    ends += [] if "span" in before[0] else [{"until": [name]}, {"until": [name], "cycles": "open"}]
    before[0] |= draw(st.sampled_from(ends))


def _is_range(phase: Table) -> bool:
    return "-" in phase["cycles"]


def least_length(phase: Table) -> int:
    """Read the least length of a drawn cycle, in days."""
    return int(phase["cycle"].split()[0].partition("-")[0])


def most_length(phase: Table) -> int:
    """Read the greatest length of a drawn cycle, in days."""
    return int(phase["cycle"].split()[0].rpartition("-")[2])


def _most_sessions(phase: Table) -> int:
    """Count the sessions that surely fit into a phase, two closed days among them."""
    if not phase["cycles"].isdigit():
        return 0
    return least_length(phase) * int(phase["cycles"]) // 7 * 5 - 2


def on_sessions(draw: DrawFn, components: Mapping[str, Table], phases: list[Table]) -> None:
    """Give some components on days of radiotherapy, where each phase that gives them has any."""
    for name, table in components.items():
        held = all("sessions" in phase for phase in phases if name in phase["give"])
        if held and not {"cycle", "optional", "steps"} & table.keys() and draw(st.booleans()):
            table["days"] = "radiotherapy days"


def settled_lengths(draw: DrawFn, phases: list[Table]) -> dict[str, Span]:
    """Draw the length of each cycle that is a range."""
    return {
        phase["name"]: Span(draw(st.integers(least_length(phase), most_length(phase))), "day")
        for phase in phases
        if "-" in phase["cycle"]
    }


def settled_waits(draw: DrawFn, phases: list[Table]) -> dict[str, Span]:
    """Draw each wait that is a range."""
    waits = {}
    for phase in phases:
        number = phase.get("starts", {}).get("after", "").split(" ")[0]
        least, dash, most = number.partition("-")
        if dash:
            waits[phase["name"]] = Span(draw(st.integers(int(least), int(most))), "day")
    return waits


@st.composite
def callers(draw: DrawFn, table: Table, counts: Mapping[str, int], start: dt.date) -> Caller:
    """Draw what a caller gives for a drawn trial, of which some numbers of cycles are settled."""
    phases = table["arm"][0]["phase"]
    lengths, waits = settled_lengths(draw, phases), settled_waits(draw, phases)
    is_counted = any("at_most" in each for each in table["component"].values())
    resumable = [] if is_counted else _resumable(phases)  # how many were given is not known
    resume = draw(st.sampled_from((None, None, *resumable)))
    events = _events(draw, phases, counts, waits, start)
    if resume is not None:
        names = [phase["name"] for phase in phases]
        resumed = phases[names.index(resume[0])]
        own = resumed.get("starts", {}).get("from", "").removeprefix("event ")
        events.pop(own, None)
    closed = draw(st.sets(st.integers(0, 20), max_size=2))
    sessions = any("sessions" in phase for phase in phases)
    closures = frozenset(start + dt.timedelta(days=days) for days in closed)
    return Caller(lengths, waits, events, closures if sessions else frozenset(), resume)


def _events(
    draw: DrawFn,
    phases: list[Table],
    counts: Mapping[str, int],
    waits: Mapping[str, Span],
    start: dt.date,
) -> dict[str, dt.date]:
    events: dict[str, dt.date] = {}
    for index, phase in enumerate(phases):
        kind, _, name = phase.get("starts", {}).get("from", "").partition(" ")
        if kind != "event":
            continue
        if index == 0:
            after = waits.get(phase["name"]) or phase["starts"].get("after")
            wait = 0 if after is None else Span.parse(str(after)).days
            events[name] = start - dt.timedelta(days=wait)
            continue
        before = phases[index - 1]
        ends = name in before.get("until", ()) and before["name"] not in counts
        days = draw(st.integers(1, 60)) + (0 if ends else index * _BEHIND_ALL)
        events[name] = start + dt.timedelta(days=days)
    return events


def _resumable(phases: list[Table]) -> list[tuple[str, int]]:
    """List the cycles at which a drawn trial can be resumed: no later phase looks behind them."""
    found = []
    for index, phase in enumerate(phases):
        later = [each.get("starts", {}).get("from", "") for each in phases[index + 1 :]]
        passed = [each["name"] for each in phases[:index]]
        looks_behind = any(anchor.endswith(f" of {name}") for anchor in later for name in passed)
        if phase["cycles"].isdigit() and "span" not in phase and not looks_behind:
            found += [(phase["name"], cycle) for cycle in range(1, int(phase["cycles"]) + 1)]
    return found
