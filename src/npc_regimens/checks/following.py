"""Findings of a course: what a careful reader of its log would ask about."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from npc_regimens.checks.finding import Finding
from npc_regimens.checks.gaps import gap_findings
from npc_regimens.course.modifications import Raise, Reduce, Weight
from npc_regimens.rounding import percent_difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.course.replaying import Followed
    from npc_regimens.course.visiting import Visit
    from npc_regimens.products import Formulary, Product

# A change over which a reader asks whether the number is right; no protocol is meant.
ASKED_ABOUT: Final = Fraction(20, 100)


def course_findings(followed: Followed, formulary: Formulary) -> tuple[Finding, ...]:
    """Look at a course that was followed, and say what a careful reader would ask about."""
    return (
        *_long_delays(followed),
        *_open_interruptions(followed),
        *_weights(followed),
        *gap_findings(followed),
        *_against_the_label(followed, formulary),
        *_journeys(followed),
        *_decisions(followed),
    )


def closed_day_findings(visits: Sequence[Visit]) -> tuple[Finding, ...]:
    """Tell visits that a closed day moves, while the doses stay on their day."""
    return tuple(
        Finding(
            "warning",
            "closed-day",
            f"{each.phase} {each.place}",
            f"{each.date.wanted} is closed ({each.date.closed}): the visit is planned on"
            f" {each.planned}, and the doses stay; record a delay to move them, or omit them",
        )
        for each in visits
        if each.kind in {"day 1", "dosing"} and each.date.moved_by
    )


def _long_delays(followed: Followed) -> Iterator[Finding]:
    """Tell a delay over the longest that the course file gives, and without one over a cycle."""
    longest = followed.course.longest_delay
    for span in followed.calendar.cycles:
        due = span.first - dt.timedelta(days=span.delayed_days)
        length = span.phase.cycle_length_days
        if longest is None and span.delayed_days > length:
            what = f"which is longer than a cycle of {length} days; check the date"
        elif longest is not None and span.first > longest.after(due):
            what = f"and the longest delay is {longest}; the protocol says what follows"
        else:
            continue
        words = (
            f"cycle {span.cycle} was delayed by {span.delayed_days} days, to {span.first}, {what}"
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


def _weights(followed: Followed) -> Iterator[Finding]:
    """Tell a weight that differs much from the one before: a slip of it is a slip of a dose."""
    known = max(followed.course.patient.measurements, key=lambda each: each.on).weight.to("kg")
    for entry in followed.entries:
        if not isinstance(entry, Weight):
            continue
        weight = entry.weight.to("kg")
        change = Fraction(weight.number) / Fraction(known.number) - 1
        if abs(change) > ASKED_ABOUT:
            percent = percent_difference(weight, known)
            words = (
                f"{entry.weight} of {entry.measured} differs by {percent} % from {known}; check the"
                " number"
            )
            yield Finding("warning", "weight-change", "weight", words)
        known = weight


def _against_the_label(followed: Followed, formulary: Formulary) -> Iterator[Finding]:
    """Tell an entry that changes a dose as the rules of its product say that it is not changed."""
    drugs = {order.component: order.drug for order in followed.calendar.regimen.orders}
    for entry in followed.entries:
        if isinstance(entry, Reduce | Raise):
            product = formulary.get(drugs[entry.component])
            for rule in _broken(entry, product):
                words = f"its label says {rule!r}, and the log says: {entry.words}"
                yield Finding("warning", "against-the-label", entry.component, words)


def _broken(entry: Reduce | Raise, product: Product | None) -> Iterator[str]:
    rules = None if product is None else product.modifications
    if rules is None:
        return
    if rules.dose_changes is not None:
        yield f"dose changes: {rules.dose_changes}"
    if rules.once_reduced is not None and isinstance(entry, Raise):
        yield f"once reduced {rules.once_reduced}"


def _journeys(followed: Followed) -> Iterator[Finding]:
    """Tell from which day times are those of another place: rows and pages have no zone."""
    for since, zone in followed.versions.zones:
        words = f"from {since} on, times of day are those of {zone.key}"
        yield Finding("note", "clock", "times", words)


def _decisions(followed: Followed) -> Iterator[Finding]:
    """Tell what was decided at a review point."""
    for name, decision in followed.decisions.items():
        yield Finding("note", "decided", name, f"decided: {decision}")
