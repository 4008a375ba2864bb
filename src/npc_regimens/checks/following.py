"""Findings of a course: delays that are longer than the protocol allows, doses to be decided."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from npc_regimens.checks.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.course.replaying import Followed


def course_findings(followed: Followed) -> tuple[Finding, ...]:
    """Look at a course that was followed, and say what a careful reader would ask about."""
    return (*_long_delays(followed), *_open_interruptions(followed), *_decisions(followed))


def _long_delays(followed: Followed) -> Iterator[Finding]:
    """Tell a delay over the longest one that the course file gives."""
    longest = followed.course.longest_delay
    if longest is None:
        return
    for span in followed.calendar.cycles:
        due = span.first - dt.timedelta(days=span.delayed_days)
        if span.delayed_days and span.first > longest.after(due):
            words = (
                f"cycle {span.cycle} was delayed by {span.delayed_days} days, to {span.first}, and"
                f" the longest delay is {longest}; the protocol says what follows"
            )
            yield Finding("warning", "long-delay", span.phase.name, words)


def _open_interruptions(followed: Followed) -> Iterator[Finding]:
    """Tell what is interrupted without an end: nothing of it is planned any more."""
    for interruption in followed.interruptions:
        if interruption.last is None:
            words = (
                f"it is interrupted from {interruption.first} on, and nothing of it is planned"
                " until an entry resumes it"
            )
            yield Finding("warning", "interrupted", interruption.component or "all", words)


def _decisions(followed: Followed) -> Iterator[Finding]:
    """Tell what was decided at a review point."""
    for name, decision in followed.decisions.items():
        yield Finding("note", "decided", name, f"decided: {decision}")
