"""Dispensing: what cannot be counted, what comes too late, and where cover ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.checks.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.course.dispensing import Dispensing


def dispensing_findings(found: Dispensing) -> tuple[Finding, ...]:
    """Tell what a person must answer before anything is handed out."""
    return tuple(_of(found))


def _of(found: Dispensing) -> Iterator[Finding]:
    for component in found.uncounted:
        words = "no product of it is known, so its units are not counted; give its product"
        yield Finding("warning", "not-counted", component, words)
    first, last = found.handouts[0], found.handouts[-1]
    if found.before_first:
        count = found.before_first
        doses = "1 dose lies" if count == 1 else f"{count} doses lie"
        words = (
            f"{doses} before it, and the units are in what is handed out at it; hand them out"
            " earlier"
        )
        yield Finding("warning", "before-first-visit", str(first.visit.planned), words)
    if found.goes_on:
        words = (
            f"treatment goes on after {last.last}, and nothing is counted for the days behind it;"
            " plan through a day behind the next visit"
        )
        yield Finding("note", "plan-ends", str(last.visit.planned), words)
