"""Double entry: every cited value of a file is compared with the figure in its source record."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.errors import NpcRegimensError, Problem
from npc_regimens.files.forms import all_models, forms_of
from npc_regimens.files.problems import place
from npc_regimens.patient.coefficients import FormulaRecord
from npc_regimens.products import Product
from npc_regimens.regimen.trial import Trial
from npc_regimens.sources import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from npc_regimens.record import WrittenAs
    from npc_regimens.sources import Locator, SourceRecord

ENTERED_TWICE: Final = frozenset(
    {
        *("dose", "cap", "basis", "route", "infusion", "frequency", "days", "cycles"),
        "optional",
        *("cycle", "until", "after", "every", "make_up", "time_left"),
        *("span", "from", "sessions"),
        *("strengths", "content", "volume", "step", "report_over", "ties"),
        *("slot", "at_most", "interval"),
        *("grade", "by_occurrence", "day", "use", "neutrophils", "platelets", "when", "action"),
        *("sequence", "once_reduced", "omitted_doses", "dose_changes"),
        *("levels", "per_cycle", "lifetime", "policy", "grams_per_mole", "setting"),
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
    if not any(is_the_same(key, value, each) for each in printed):
        seen = " or ".join(map(repr, printed)) or "nothing"
        remedy = "correct the one that is wrong, the file or the record in seeds/"
        yield Problem(where, f"{key} is {value!r}, and the cited source has {seen}", remedy)


def is_the_same(key: str, entered: object, printed: object) -> bool:
    """Compare what two texts say: a dash of another kind, or mg/m² for mg/m2, is no difference."""
    entered = str(entered) if isinstance(entered, int) else entered  # a number of sessions
    if isinstance(entered, list) and isinstance(printed, tuple):
        pairs = zip(entered, printed, strict=True)
        return len(entered) == len(printed) and all(is_the_same(key, *pair) for pair in pairs)
    if entered == printed or not (isinstance(entered, str) and isinstance(printed, str)):
        return entered == printed
    return any(_reads_alike(form, entered, printed) for form in _forms(key))


def _reads_alike(form: WrittenAs, entered: str, printed: str) -> bool:
    try:
        return form.read(entered) == form.read(printed)
    except NpcRegimensError:
        return False


@cache
def _forms(key: str) -> tuple[WrittenAs, ...]:
    models = [each for kind in (Trial, Product, FormulaRecord) for each in all_models(kind)]
    return tuple(dict.fromkeys(forms_of(models, key)))
