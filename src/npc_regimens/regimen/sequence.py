"""The sequence of the phases of an arm: what follows what, and from where each starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.errors import Problem
from npc_regimens.regimen.starts import event_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.regimen.definition import Phase


def out_of_sequence(place: str, phases: Sequence[Phase]) -> Iterator[Problem]:
    """Name every phase that cannot follow the one before, or start from where it says."""
    for index, phase in enumerate(phases):
        if index + 1 < len(phases) and _goes_on(phase, phases[index + 1]):
            what = f"it is {phase.cycles}, so no phase can follow"
            remedy = (
                "give it a number of cycles or a span, or name in its until the event from which"
                " the next phase starts"
            )
            yield Problem(f"{place}, phase {phase.name!r}", what, remedy)
        if phase.starts is not None and phase.starts.anchor.kind != "event":
            where = f"{place}, phase {phase.name!r}, key 'starts', key 'from'"
            yield from _anchored(where, phase.starts.anchor.name, index, phases)


def _goes_on(phase: Phase, following: Phase) -> bool:
    """Whether nothing says on which day a phase ends before the next one starts."""
    until = phase.until if isinstance(phase.until, tuple) else ()
    anchor = None if following.starts is None else following.starts.anchor
    event = event_between(until, anchor)
    return phase.cycles.most is None and phase.span is None and event is None


def _anchored(where: str, name: str, index: int, phases: Sequence[Phase]) -> Iterator[Problem]:
    earlier = [each.name for each in phases[:index]]
    if not earlier:
        remedy = "write 'event WORDS', or leave starts out: the caller gives the first day"
        yield Problem(where, "the first phase can start from an event alone", remedy)
    elif name not in earlier:
        later = name in {each.name for each in phases}
        what = (
            f"{'phase' if later else 'no phase'} {name!r} {'does not come' if later else 'comes'}"
        )
        remedy = f"name one that does: {', '.join(map(repr, earlier))}"
        yield Problem(where, f"{what} before this one", remedy)
