"""What is handed out at each visit: as text for a pharmacist, as rows, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.products import Units
from npc_regimens.render.folding import INDENT, folded
from npc_regimens.render.words import counted, long_date, short_date, units_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from npc_regimens.checks import Finding
    from npc_regimens.course.dispensing import Dispensing, Handout, Item
    from npc_regimens.planning import Calendar
    from npc_regimens.products import Formulary

FORMAT: Final = 1
# The columns stand still: a key is never renamed, and new ones come behind.
COLUMNS: Final = (
    "date",
    "phase",
    "cycle",
    "cycle_day",
    "doses_through",
    "covered_through",
    "component",
    "drug",
    "product",
    "strength",
    "needed",
    "cover",
    "pack",
    "packs",
    "handed_out",
    "expected_return",
    "cut",
)


def dispensing_to_text(
    found: Dispensing, calendar: Calendar, formulary: Formulary, findings: Iterable[Finding] = ()
) -> str:
    """Write one paragraph a visit, one strength a line, and the sum of all."""
    lines = [f"Dispensing of {calendar.regimen.id}, from {long_date(calendar.start)}", ""]
    for each in found.handouts:
        lines += _visit(each, found, formulary)
    lines += ["", "HANDED OUT IN ALL", *_sums(found, formulary)]
    said = (f"{each.level}: {each.about}: {each.words}" for each in findings)
    told = [line for words in said for line in folded(words, "  ")]
    lines += ["", "FINDINGS", *told] if told else []
    return "\n".join(lines) + "\n"


def _visit(handout: Handout, found: Dispensing, formulary: Formulary) -> Iterator[str]:
    visit = handout.visit
    place = ", ".join(visit.what) if visit.place is None else f"{visit.phase} {visit.place}"
    through = f"for the doses through {long_date(handout.last)}"
    yield from folded(f"{short_date(visit.planned):23}{place}, {through}", "  ")
    if not handout.items:
        yield f"{INDENT}nothing to hand out"
    is_last = handout is found.handouts[-1]
    for item in handout.items:
        words = _item(item, handout, formulary)
        back = "at the end" if is_last else "if the next visit is on its date"
        back = f"; {item.expected_return:,} come back {back}" if item.expected_return else ""
        yield from folded(f"{item.drug}: {words}{back}", INDENT)
    if is_last and found.goes_on:
        yield f"{INDENT}THE PLAN ENDS HERE, and treatment goes on: later days are not counted"


def _item(item: Item, handout: Handout, formulary: Formulary) -> str:
    words = _units(item, item.handed_out, formulary)
    if item.pack is not None:
        words += f", in {counted(item.packs or 0, 'pack')} of {item.pack}"
    if item.cover:
        words += f"; {item.cover:,} of them cover the days through {long_date(handout.covered)}"
    return words


def _units(item: Item, count: int, formulary: Formulary) -> str:
    return units_words(
        Units(item.supply.product, item.supply.strength, count), item.drug, formulary
    )


def _sums(found: Dispensing, formulary: Formulary) -> Iterator[str]:
    items = [item for each in found.handouts for item in each.items]
    for supply in dict.fromkeys(item.supply for item in items):
        alike = [item for item in items if item.supply == supply]
        words = _units(alike[0], sum(item.handed_out for item in alike), formulary)
        needed = sum(item.needed for item in alike)
        yield from folded(f"{alike[0].drug}: {words}, {needed:,} of them for doses", "  ")
    if not items:
        yield "  nothing"


def dispensing_rows(found: Dispensing) -> list[dict[str, Any]]:
    """Write one row for each strength at each visit.

    It is ``cut`` where the plan ends before the next visit, so that later days are not counted.
    """
    last = found.handouts[-1]
    return [
        _row(each, item, cut=found.goes_on and each is last)
        for each in found.handouts
        for item in each.items
    ]


def dispensing_to_json(
    found: Dispensing, calendar: Calendar, findings: Iterable[Finding] = ()
) -> str:
    """Write all as one JSON object."""
    document = {
        "format": FORMAT,
        "regimen": calendar.regimen.id,
        "start": calendar.start.isoformat(),
        "items": dispensing_rows(found),
        "not_counted": list(found.uncounted),
        "findings": [asdict(each) for each in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _row(handout: Handout, item: Item, *, cut: bool) -> dict[str, Any]:
    visit = handout.visit
    values = (
        visit.planned.isoformat(),
        visit.phase,
        visit.cycle,
        visit.cycle_day,
        handout.last.isoformat(),
        (handout.covered if item.cover else handout.last).isoformat(),
        item.supply.component,
        item.drug,
        item.supply.product,
        str(item.supply.strength),
        item.needed,
        item.cover,
        item.pack,
        item.packs,
        item.handed_out,
        item.expected_return,
        cut,
    )
    return dict(zip(COLUMNS, values, strict=True))
