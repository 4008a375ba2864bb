"""Visits: dates outside their window, on a closed day, or in a year that may still change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from npc_regimens.checks.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from npc_regimens.course.visiting import Visit
    from npc_regimens.visits import Fitted


Level = Literal["note", "warning"]


def visit_findings(visits: Iterable[Visit]) -> tuple[Finding, ...]:
    """Tell what a person must answer about planned visits, and what is good to know.

    A visit outside a hard window, or on a closed day without a policy that keeps it there, is a
    warning; one outside a soft window, kept on a closed day or in a provisional year is a note, and
    so is a day 1 that is planned on another day than in the calendar.
    """
    known = tuple(visits)
    return (*(finding for each in known for finding in _of(each)), *_provisional(known))


def _of(visit: Visit) -> Iterator[Finding]:
    date, about = visit.date, _named(visit)
    if visit.status == "outside the window":
        window = f"{date.window}, from {date.earliest} to {date.latest}"
        words = f"{date.planned} is outside its window ({window})"
        level: Level = "warning" if date.window.hard else "note"
        yield Finding(level, "visit-outside-window", about, words)
    if visit.is_day_1 and date.moved_by:
        yield Finding("note", "day-1-moved", about, _moved_words(date))
    if date.stays_closed:
        kept = date.rule.policy == "keep"
        why = "it is kept there" if kept else "no policy or window gives another date"
        words = f"{date.planned} is a closed day ({date.closed}), and {why}"
        yield Finding("note" if kept else "warning", "visit-on-closed-day", about, words)


def _moved_words(date: Fitted) -> str:
    """Say what is to be done about a day 1 that the calendar has on another date."""
    days = abs(date.moved_by)
    by = f"{days} {'day' if days == 1 else 'days'}"
    calendar = f"the calendar still has it on {date.wanted}"
    if date.moved_by > 0:
        return (
            f"{date.planned} is {by} later, and {calendar}; delay the cycle by as many days, or"
            " where it begins the treatment give a later start, and plan again, so that what"
            " follows moves with it"
        )
    return (
        f"{date.planned} is {by} earlier, and {calendar}, for no plan begins a cycle early; a"
        " window without days before it gives a later date"
    )


def _provisional(visits: tuple[Visit, ...]) -> Iterator[Finding]:
    found = [each.planned for each in visits if each.date.provisional]
    if found:
        words = (
            f"the closed days of some years are not official yet, and {len(found)} of the visits,"
            f" from {min(found)} on, may move; plan again when they are"
        )
        yield Finding("note", "visits-provisional", "closed days", words)


def _named(visit: Visit) -> str:
    """Say which visit: its place in its phase, or what it is for."""
    if visit.kind in {"assessment", "review"} or visit.place is None:
        return ", ".join(visit.what)
    return f"{visit.phase} {visit.place}"
