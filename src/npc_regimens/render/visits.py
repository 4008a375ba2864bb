"""Visits as text for a reader, as rows for a spreadsheet, and as JSON for a program."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.render.folding import INDENT, folded
from npc_regimens.render.words import counted, joined, long_date, short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from npc_regimens.checks import Finding
    from npc_regimens.course.visiting import Visit
    from npc_regimens.planning import Calendar
    from npc_regimens.visits import Fitted

FORMAT: Final = 1
# The columns stand still: a key is never renamed, and new ones come behind.
COLUMNS: Final = (
    "kind",
    "phase",
    "cycle",
    "cycle_day",
    "what",
    "at_home",
    "nominal_date",
    "planned_date",
    "status",
    "window_kind",
    "days_before",
    "days_after",
    "earliest",
    "latest",
    "closed_day",
    "provisional",
)


def visits_to_text(
    visits: Sequence[Visit], calendar: Calendar, findings: Iterable[Finding] = ()
) -> str:
    """Write one paragraph a visit, with both of its dates where they differ."""
    lines = [f"Visits of {calendar.regimen.id}, from {long_date(calendar.start)}", ""]
    lines += [line for each in visits for line in _paragraph(each)]
    said = (f"{each.level}: {each.about}: {each.words}" for each in findings)
    told = [line for words in said for line in folded(words, "  ")]
    lines += ["", "FINDINGS", *told] if told else []
    return "\n".join(lines) + "\n"


def _paragraph(visit: Visit) -> Iterator[str]:
    # the place is beside the date, and what is done behind it
    yield from folded(f"{short_date(visit.planned):23}{_heading(visit)}", "  ")
    date = visit.date
    if visit.status != "kept" or date.closed is not None:
        yield from folded(_how(date), INDENT)
    if date.window.before or date.window.after:
        edges = f"{long_date(date.earliest)} to {long_date(date.latest)}"
        yield from folded(f"window: {edges} ({_kind(date)})", INDENT)


def _kind(date: Fitted) -> str:
    return "hard" if date.window.hard else "soft"


def _heading(visit: Visit) -> str:
    if visit.kind in {"assessment", "review"}:
        return f"{visit.kind}: {', '.join(visit.what)}"
    clinic = joined(visit.what) or "nothing is given at the clinic"
    home = f"; at home: {joined(visit.at_home)}" if visit.at_home else ""
    return f"{visit.phase} {visit.place}: {clinic}{home}"


def _how(date: Fitted) -> str:
    """Say what came of the nominal date, the loud part first."""
    closed = "" if date.closed is None else f"; {long_date(date.wanted)} is closed: {date.closed}"
    days = (date.planned - date.nominal).days
    by = f", {counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}" if days else ""
    return f"{date.status.upper()}{by}, nominal {long_date(date.nominal)}{closed}"


def visit_rows(visits: Iterable[Visit]) -> list[dict[str, Any]]:
    """Write one row a visit; a list of names is one cell, with commas between them."""
    rows = [_row(each) for each in visits]
    return [{key: _cell(value) for key, value in row.items()} for row in rows]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else value


def visits_to_json(
    visits: Iterable[Visit], calendar: Calendar, findings: Iterable[Finding] = ()
) -> str:
    """Write all visits as one JSON object."""
    document = {
        "format": FORMAT,
        "regimen": calendar.regimen.id,
        "start": calendar.start.isoformat(),
        "visits": [_row(each) for each in visits],
        "findings": [asdict(each) for each in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _row(visit: Visit) -> dict[str, Any]:
    date = visit.date
    values = (
        visit.kind,
        visit.phase,
        visit.cycle,
        visit.cycle_day,
        list(visit.what),
        list(visit.at_home),
        date.nominal.isoformat(),
        date.planned.isoformat(),
        date.status,
        _kind(date),
        date.window.before,
        date.window.after,
        date.earliest.isoformat(),
        date.latest.isoformat(),
        date.closed,
        date.provisional,
    )
    return dict(zip(COLUMNS, values, strict=True))
