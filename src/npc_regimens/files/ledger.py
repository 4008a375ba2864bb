"""Double entry: every cited value of a file is compared with the figure in its source record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from npc_regimens.errors import Problem
from npc_regimens.files.problems import place
from npc_regimens.sources import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from npc_regimens.sources import Locator, SourceRecord

ENTERED_TWICE: Final = frozenset(
    {
        *("dose", "cap", "basis", "route", "infusion", "frequency", "days", "cycles"),
        *("cycle", "until", "after", "every", "make_up", "time_left"),
        *("strengths", "content", "volume", "step", "report_over", "ties"),
        *("levels", "per_cycle", "lifetime", "policy", "grams_per_mole"),
    }
)


def discrepancies(
    data: Mapping[str, Any], records: Mapping[str, SourceRecord]
) -> Iterator[Problem]:
    """Name every citation that leads nowhere, and every value that its sources do not print."""
    yield from _node(data, (), (), data, records)


def _node(
    node: object,
    location: tuple[int | str, ...],
    cites: tuple[str, ...],
    data: Mapping[str, Any],
    records: Mapping[str, SourceRecord],
) -> Iterator[Problem]:
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _node(item, (*location, index), cites, data, records)
    if not isinstance(node, dict):
        return
    own = node.get("cite", cites)
    cites = (own,) if isinstance(own, str) else tuple(own)
    locators = [_locator(cite, records) for cite in cites]
    where = place(location, data)
    for cite, locator in zip(cites, locators, strict=True):
        if locator is None and "cite" in node:
            yield Problem(where, f"no source has {cite!r}", "add it to a record in seeds/")
    known = [locator for locator in locators if locator is not None]
    for key, value in node.items():
        if key in ENTERED_TWICE and not cites:
            remedy = 'write cite = "source#locator" beside it'
            yield Problem(where, f"{key} is {value!r} and has no citation", remedy)
        elif key in ENTERED_TWICE:
            yield from _entry(where, key, value, known)
        else:
            yield from _node(value, (*location, key), cites, data, records)


def _locator(cite: str, records: Mapping[str, SourceRecord]) -> Locator | None:
    citation = Citation.parse(cite)
    record = records.get(citation.source)
    return None if record is None else record.locator.get(citation.locator)


def _entry(where: str, key: str, value: object, locators: list[Locator]) -> Iterator[Problem]:
    printed = [each.figures[key].value for each in locators if key in each.figures]
    wanted = tuple(value) if isinstance(value, list) else value
    if wanted not in printed:
        seen = " or ".join(map(repr, printed)) or "nothing"
        remedy = "correct the one that is wrong, the file or the record in seeds/"
        yield Problem(where, f"{key} is {value!r}, and the cited source has {seen}", remedy)
