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
        "optional",
        *("cycle", "until", "after", "every", "make_up", "time_left"),
        *("span", "from", "sessions"),
        *("strengths", "content", "volume", "step", "report_over", "ties"),
        *("slot", "at_most", "interval"),
        *("levels", "per_cycle", "lifetime", "policy", "grams_per_mole"),
    }
)


def discrepancies(
    data: Mapping[str, Any], records: Mapping[str, SourceRecord]
) -> Iterator[Problem]:
    """Name every citation that leads nowhere, and every value that its sources do not print."""
    yield from _node(data, (), (), data, records)


def formula_discrepancies(
    data: Mapping[str, Any], records: Mapping[str, SourceRecord]
) -> Iterator[Problem]:
    """Compare every coefficient of a formula, whatever its name is, and the weight it holds from.

    The weight stands above the coefficients, so it is of any source that they cite.
    """
    cited: list[Locator] = []
    for whom, table in data["coefficients"].items():
        where = place(("coefficients", whom), data)
        cites = _as_tuple(table["cite"])
        located = {cite: _locator(cite, records) for cite in cites}
        yield from _leading_nowhere(where, located)
        known = [locator for locator in located.values() if locator is not None]
        cited += known
        for name, value in table.items():
            if name != "cite":
                yield from _entry(where, name, value, known)
    if "weight_from" in data:
        yield from _entry("file", "weight_from", data["weight_from"], cited)


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
    cites = _as_tuple(node.get("cite", cites))
    located = {cite: _locator(cite, records) for cite in cites}
    where = place(location, data)
    if "cite" in node:
        yield from _leading_nowhere(where, located)
    known = [locator for locator in located.values() if locator is not None]
    for key, value in node.items():
        if value is True or value is False:
            continue  # whether an assessment is optional is read from words, and is no figure
        if key in ENTERED_TWICE and not cites:
            remedy = 'write cite = "source#locator" beside it'
            yield Problem(where, f"{key} is {value!r} and has no citation", remedy)
        elif key in ENTERED_TWICE:
            yield from _entry(where, key, value, known)
        else:
            yield from _node(value, (*location, key), cites, data, records)


def _as_tuple(cites: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (cites,) if isinstance(cites, str) else tuple(cites)


def _leading_nowhere(where: str, located: Mapping[str, Locator | None]) -> Iterator[Problem]:
    for cite, locator in located.items():
        if locator is None:
            yield Problem(where, f"no source has {cite!r}", "add it to a record in seeds/")


def _locator(cite: str, records: Mapping[str, SourceRecord]) -> Locator | None:
    citation = Citation.parse(cite)
    record = records.get(citation.source)
    return None if record is None else record.locator.get(citation.locator)


def _entry(where: str, key: str, value: object, locators: list[Locator]) -> Iterator[Problem]:
    printed = [each.figures[key].value for each in locators if key in each.figures]
    wanted = tuple(value) if isinstance(value, list) else value
    wanted = str(value) if isinstance(value, int) else wanted  # a number of sessions
    if wanted not in printed:
        seen = " or ".join(map(repr, printed)) or "nothing"
        remedy = "correct the one that is wrong, the file or the record in seeds/"
        yield Problem(where, f"{key} is {value!r}, and the cited source has {seen}", remedy)
