"""Origins: which values of an arm are derived, or printed in another source than the arm's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from npc_regimens.dose import NOT_STATED
from npc_regimens.files.ledger import ENTERED_TWICE, is_the_same
from npc_regimens.regimen.conflicts import given_in
from npc_regimens.sources import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from npc_regimens.record import Record
    from npc_regimens.regimen import Trial
    from npc_regimens.regimen.definition import Arm
    from npc_regimens.sources import SourceRecord


@dataclass(frozen=True, slots=True)
class Origin:
    """A value of a part of an arm that its own source does not print as it stands."""

    part: str
    key: str
    source: str
    is_own: bool
    is_derived: bool


def origins_of(trial: Trial, arm: Arm, records: Mapping[str, SourceRecord]) -> Iterator[Origin]:
    """Name each value of an arm that is derived, or comes from another source than its own.

    The own sources are those that the trial and the arm cite, and those with the trial's number in
    its registry. What is not stated has no origin, and a reference from elsewhere is none of these.
    `records` hold every source that is cited, as those that are shipped do.

    >>> from npc_regimens.files import load, load_sources
    >>> trial = load("nct01245959")
    >>> for each in origins_of(trial, trial.find_arm("concurrent-cisplatin"), load_sources()):
    ...     print(each.part, each.key, each.source, each.is_derived)
    concurrent-cisplatin route cisplatin-label False
    concurrent-cisplatin days sun-2016 True
    """
    own = {cite.source for table in (trial, arm) for cite in table.cite or ()} | {
        record.id
        for record in records.values()
        if record.identifier is not None and record.identifier.value == trial.registry
    }
    names = dict.fromkeys(name for phase in arm.phase for name in given_in(phase, trial.choice))
    parts: list[tuple[str, Record]] = [
        *((f"phase {phase.name}", phase) for phase in arm.phase),
        *((name, trial.component[name]) for name in names),
        *((f"review {review.name}", review) for review in arm.review),
        *((f"assessment {each.name}", each) for each in arm.assessment),
    ]
    for part, table in parts:
        data = table.model_dump(mode="json", exclude_none=True, exclude={"reference"})
        for key, value, cites in _values(data, arm.cite or trial.cite or ()):
            printed = [
                Origin(part, key, cite.source, cite.source in own, locator.evidence == "derived")
                for cite in cites
                for locator in [records[cite.source].locator[cite.locator]]
                if key in locator.figures and is_the_same(key, value, locator.figures[key].value)
            ]
            first = min(printed, key=lambda each: (not each.is_own, each.is_derived))
            if first.is_derived or not first.is_own:
                yield first


def _values(
    node: object, cites: tuple[Citation, ...]
) -> Iterator[tuple[str, object, tuple[Citation, ...]]]:
    """List each value that is entered twice, with what is cited for it."""
    if isinstance(node, list):
        for item in node:
            yield from _values(item, cites)
    if not isinstance(node, dict):
        return
    mine: Any = node.get("cite")
    cites = cites if mine is None else tuple(map(Citation.parse, mine))
    for key, value in node.items():
        if key in ENTERED_TWICE and not isinstance(value, dict | bool):
            if value not in ([], str(NOT_STATED)):
                yield key, value, cites
        else:
            yield from _values(value, cites)


def cited_by(trial: Trial) -> dict[str, dict[Citation, bool]]:
    """List what a regimen cites by source, and whether for a reference from elsewhere alone.

    >>> from npc_regimens.files import load
    >>> for cite, is_reference in cited_by(load("tpf-induction-frikha"))["asco-csco-npc"].items():
    ...     print(cite, is_reference)
    asco-csco-npc#tpf-fluorouracil False
    asco-csco-npc#tpf-docetaxel True
    asco-csco-npc#tpf-cisplatin True
    asco-csco-npc#induction True
    """
    arms = (part for arm in trial.arm for part in (arm, *arm.phase, *arm.review, *arm.assessment))
    tables = [trial, *trial.component.values(), *trial.choice.values(), *arms]
    own, borrowed = _cites(tables), _cites([getattr(each, "reference", None) for each in tables])
    cites = dict.fromkeys(borrowed, True) | dict.fromkeys(own, False)
    ordered = dict.fromkeys((*own, *borrowed))
    sources = dict.fromkeys(cite.source for cite in ordered)
    return {
        source: {cite: cites[cite] for cite in ordered if cite.source == source}
        for source in sources
    }


def _cites(tables: Sequence[object]) -> list[Citation]:
    return [cite for each in tables for cite in getattr(each, "cite", None) or ()]
