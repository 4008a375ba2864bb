"""Settling when a phase begins, and how long its cycles are."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from npc_regimens.errors import DateError, RegimenError
from npc_regimens.regimen.lengths import CycleLengthRange
from npc_regimens.regimen.settled import SettledStart
from npc_regimens.regimen.timing import CycleLength

if TYPE_CHECKING:
    from npc_regimens.dates import Span
    from npc_regimens.regimen.definition import Phase
    from npc_regimens.regimen.settled import DoseSource, Settlement


def cycle_of(where: str, phase: Phase, wanted: Settlement) -> tuple[int, DoseSource]:
    """Settle the length of the cycles in days, and say whose it is."""
    length, stated = wanted.lengths.get(phase.name), phase.cycle
    days = None if length is None else days_of(f"{where}: phase {phase.name!r}", length)
    if isinstance(stated, CycleLengthRange):
        if length is None:
            raise RegimenError(
                f"{where}: phase {phase.name!r} has cycles of {stated}; settle how long (lengths,"
                f" --length), for example {phase.name}='{stated.most}'"
            )
        if not stated.allows(length):
            raise RegimenError(
                f"{where}: phase {phase.name!r} has cycles of {stated}, so {length} is not allowed;"
                f" settle one that is (lengths, --length), for example {phase.name}='{stated.most}'"
            )
        return length.days, "chosen"
    if length is not None and not (isinstance(stated, CycleLength) and days == stated.days):
        raise RegimenError(
            f"{where}: phase {phase.name!r} has a cycle of {stated}, so {length} is not allowed;"
            " a length is settled only where the regimen gives a range"
        )
    if isinstance(stated, CycleLength):
        return stated.days, "stated"
    # a phase with neither a stated nor an accepted length has been refused before
    return cast("CycleLength", phase.reference and phase.reference.cycle).days, "reference"


def days_of(what: str, span: Span) -> int:
    """Count the days of a span that settles something.

    Raises `DateError` for months and years, which names what it would settle.
    """
    try:
        return span.days
    except DateError as error:
        raise DateError(f"{what}: {error}") from error


def start_of(where: str, phase: Phase, wanted: Settlement) -> SettledStart | None:
    """Settle from where a phase starts, and how long after it."""
    wait, starts = wanted.waits.get(phase.name), phase.starts
    after = None if starts is None else starts.after
    if wait is not None and (after is None or not after.allows(wait)):
        stated = "follows without a wait" if starts is None else f"starts {starts.words}"
        remedy = "leave the wait out (waits, --wait)"
        if after is not None:
            remedy = f"settle one that is (waits, --wait), for example {phase.name}='{after.least}'"
        raise RegimenError(
            f"{where}: phase {phase.name!r} {stated}, so {wait} is not allowed; {remedy}"
        )
    if starts is None or after is None:
        return None if starts is None else SettledStart(starts.anchor, None, chosen=False)
    if wait is None and not after.is_settled:
        raise RegimenError(
            f"{where}: phase {phase.name!r} starts {starts.words}; settle how long after (waits,"
            f" --wait), for example {phase.name}='{after.least}'"
        )
    return SettledStart(starts.anchor, wait or after.least, chosen=not after.is_settled)
