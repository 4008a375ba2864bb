"""Origins: what of an arm its own source does not print as it stands, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.files import load, load_sources
from npc_regimens.files.origins import Origin, cited_by, origins_of
from npc_regimens.regimen import Trial
from npc_regimens.sources import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

Table = dict[str, Any]
FIGURES = {
    "dose": "10 mg",
    "route": "intravenous",
    "days": "1",
    "cycle": "21 days",
    "cycles": "2",
}


def locator(figures: Mapping[str, object], rule: str | None = None) -> Table:
    """Write a place in a source, derived if it has a rule."""
    known = {key: {"printed": "as it is", "value": value} for key, value in figures.items()}
    derived = {"evidence": "read"} if rule is None else {"evidence": "derived", "rule": rule}
    return {"place": "table 1", "figures": known, **derived}


def record(name: str, locators: Table, **keys: Any) -> SourceRecord:
    """Write a source record."""
    return SourceRecord.model_validate(
        {
            "format": 1,
            "id": name,
            "kind": "journal article",
            "title": "An example",
            "describes": "An example.",
            "read_on": dt.date(2026, 11, 21),
            "open": [],
            "locator": locators,
            **keys,
        }
    )


RECORDS = {
    each.id: each
    for each in (
        record(
            "paper",
            {
                "all": locator(FIGURES),
                "no-days": locator({k: v for k, v in FIGURES.items() if k != "days"}),
                "derived-days": locator({"days": "1"}, "One dose is on day 1."),
                "start": locator({"from": "event surgery"}, "It starts with it."),
                "other": locator({"dose": "20 mg", "cycles": "1", "after": "2 months"}),
                "open": locator({"days": "not stated"}),
            },
        ),
        record("label", {"use": locator({"days": "1"})}),
        record("guideline", {"use": locator({"days": "1"}, "One dose is on day 1.")}),
        record(
            "registry",
            {"use": locator({"days": "1"})},
            identifier={"scheme": "nct", "value": "NCT00000001"},
        ),
    )
}


def origins(cite: list[str], **keys: Table) -> list[Origin]:
    """List the origins of one drug in one arm, which cites what a caller says."""
    drug = {"drug": "drug-a", "dose": "10 mg", "route": "intravenous", "days": "1", "cite": cite}
    phase = {"name": "first", "cycle": "21 days", "cycles": "2", "give": ["drug-a"]}
    arm = {"id": "only", "name": "The only arm", "cite": ["paper#all"]}
    made = Trial.model_validate(
        {
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "registry": "NCT00000001",
            "component": {"drug-a": {**drug, **keys.get("drug", {})}},
            "arm": [{**arm, **keys.get("arm", {}), "phase": [{**phase, **keys.get("phase", {})}]}],
        }
    )
    return list(origins_of(made, made.arm[0], RECORDS))


@pytest.mark.parametrize(
    ("cite", "expected"),
    [
        (["paper#all"], []),
        # what the own source prints needs no other, and no derivation
        (["label#use", "paper#derived-days", "paper#all"], []),
        (["paper#no-days", "paper#derived-days"], [("paper", True, True)]),
        # an own derivation goes before the print of another source
        (["paper#no-days", "label#use", "paper#derived-days"], [("paper", True, True)]),
        (["paper#no-days", "label#use"], [("label", False, False)]),
        (["paper#no-days", "guideline#use"], [("guideline", False, True)]),
        (["paper#no-days", "guideline#use", "label#use"], [("label", False, False)]),
        # the record of the trial itself is its own, whoever cites it
        (["paper#no-days", "registry#use"], []),
    ],
)
def test_the_best_source_of_a_value_is_its_origin(
    cite: list[str], expected: list[tuple[str, bool, bool]]
) -> None:
    """The own source before another, and what is printed before what is derived."""
    assert origins(cite) == [Origin("drug-a", "days", *each) for each in expected]


def test_what_is_not_stated_has_no_origin() -> None:
    """A gap comes from nowhere, and its reference from elsewhere is told apart."""
    reference = {"dose": "10 mg", "route": "intravenous", "days": "1", "note": "From a label."}
    drug = {"days": "not stated", "reference": {**reference, "cite": ["label#use"]}}

    assert origins(["paper#no-days", "paper#open"], drug=drug) == []


def test_each_table_within_has_its_own_citations() -> None:
    """A start within a phase, a step within a component, and a review within an arm."""
    step = {"dose": "20 mg", "cycles": "1", "cite": ["paper#other"]}
    review = {"name": "look", "after": "2 months", "first": "drug-a", "what": "A look."}

    assert origins(
        ["paper#all"],
        phase={"starts": {"from": "event surgery"}, "cite": ["paper#all", "paper#start"]},
        drug={"steps": [step]},
        arm={"review": [{**review, "cite": ["paper#other"]}]},
    ) == [Origin("phase first", "from", "paper", is_own=True, is_derived=True)]


def test_an_arm_that_cites_nothing_is_held_by_what_its_trial_cites() -> None:
    """The trial's sources are those of its arms."""
    trial = load("nct01245959")
    arm = trial.find_arm("tpf-induction").model_copy(update={"cite": None})
    told = {(each.part, each.key, each.source) for each in origins_of(trial, arm, load_sources())}

    assert told == {
        ("phase concurrent", "from", "sun-2016"),
        ("fluorouracil", "infusion", "sun-2016"),
        ("concurrent-cisplatin", "route", "cisplatin-label"),
        ("concurrent-cisplatin", "days", "sun-2016"),
    }


def test_a_source_of_references_alone_is_told_apart() -> None:
    """What is cited for a reference from elsewhere, and for nothing else."""
    cited = cited_by(load("nct03700476"))

    assert set(cited["liu-2024"].values()) == {False}
    assert set(cited["zhang-2019"].values()) == {True}
