"""A course at two times as text and as JSON: each entry, and what it did to which doses."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.render.words import amount_words, counted, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.course.differing import DoseChange, Kind
    from npc_regimens.course.written import Entry
    from npc_regimens.planning import Administration

_SAID: Final = {
    "moved": "moved",
    "dose": "at another dose",
    "time": "at another time",
    "beyond": "moved behind the last planned day",
    "dropped": "dropped",
    "added": "added",
}


def changes_to_text(changes: Sequence[DoseChange]) -> str:
    """Write the changes under the entries that made them, alike doses in one line."""
    if not changes:
        return "no dose differs\n"
    lines: list[str] = []
    by_reason: dict[tuple[int, ...], list[DoseChange]] = {}
    for change in changes:
        # by identity: an entry holds tables and has no hash
        by_reason.setdefault(tuple(map(id, change.reasons)), []).append(change)
    for of_reason in by_reason.values():
        lines += _heads(of_reason[0].reasons)
        of_reason.sort(
            key=lambda each: (each.place.component, each.place.phase, each.kinds, each.date)
        )
        for _, alike in groupby(of_reason, key=_alike):
            lines.append(f"  {_line([*alike])}")
    return "\n".join(lines) + "\n"


def changes_to_json(changes: Sequence[DoseChange]) -> str:
    """Write every changed dose as a row, before and after."""
    rows = [
        {
            **change.place._asdict(),
            "changed": list(change.kinds),
            "before": _row(change.before),
            "after": _row(change.after),
            "entries": [entry.model_dump(mode="json") for entry in change.reasons],
        }
        for change in changes
    ]
    return json.dumps({"format": 1, "changes": rows}, ensure_ascii=False, indent=2) + "\n"


def _heads(reasons: tuple[Entry, ...]) -> Iterator[str]:
    for entry in reasons:
        yield f"{entry.words} (recorded {long_date(entry.recorded)}): {entry.reason}"
    if not reasons:
        yield "without an entry of its own"


def _alike(change: DoseChange) -> tuple[Any, ...]:
    """Tell apart what one line cannot say together."""
    before, after = change.before, change.after
    days = None
    if before is not None and after is not None:
        days = (after.planned_date - before.planned_date).days
    doses = tuple(None if each is None else each.dose for each in (before, after))
    kept = doses if "dose" in change.kinds else None
    return change.place.component, change.place.phase, change.kinds, days, kept


def _line(alike: list[DoseChange]) -> str:
    """Say how many doses changed, how, and between which places."""
    first, last = alike[0], alike[-1]
    how = " and ".join(_how(kind, first) for kind in first.kinds)
    words = f"{first.place.component}: {counted(len(alike), 'dose')} {how}"
    one, other = _place(first), _place(last)
    given = one if one == other else f"{one} to {other}"
    return f"{words}; {given} ({first.place.phase})"


def _how(kind: Kind, change: DoseChange) -> str:
    """Say in which way a dose changed, of a moved one how far and of another one how much."""
    before, after = change.before, change.after
    if before is None or after is None or kind == "time":
        return _SAID[kind]
    if kind == "dose":
        ordered = f"{amount_words(before.ordered)} to {amount_words(after.ordered)}"
        return f"{_SAID[kind]}, {ordered}"
    was, now = before.planned_date, after.planned_date
    days = (now - was).days
    by = counted(abs(days), "day") + (" earlier" if days < 0 else "")
    return f"{_SAID[kind]} by {by} (the first from {long_date(was)} to {long_date(now)})"


def _place(change: DoseChange) -> str:
    return f"C{change.place.cycle}D{change.place.cycle_day} on {long_date(change.date)}"


def _row(given: Administration | None) -> dict[str, object] | None:
    if given is None:
        return None
    return {
        "date": given.planned_date.isoformat(),
        "time": None if given.time is None else given.time.isoformat("minutes"),
        "ordered": str(given.ordered),
        "level": given.dose.order.level,
    }
