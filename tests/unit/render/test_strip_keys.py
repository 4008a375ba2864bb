"""No key about time is dropped in silence: a schedule strip draws each or says it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from npc_regimens.dates import Span
from npc_regimens.dose import parse_dose
from npc_regimens.regimen import Order, Regimen, SettledPhase, Settlement, Trial, settle
from npc_regimens.regimen.days import parse_days
from npc_regimens.regimen.definition import Component, Phase
from npc_regimens.regimen.most_doses import MostDoses
from npc_regimens.regimen.settled import OpenEnd, SettledStart
from npc_regimens.regimen.starts import Anchor
from npc_regimens.regimen.steps import SettledStep
from npc_regimens.regimen.timing import SomeCycles, parse_frequency
from npc_regimens.regimen.within_a_day import SettledAfter
from npc_regimens.render.strip import to_svg
from npc_regimens.units import Amount

Table = dict[str, Any]


def drug(days: str, **keys: Any) -> Table:
    """Write a component."""
    table = {"drug": "drug-a", "dose": "10 mg", "route": "intravenous", "days": days}
    return {**table, "cite": "example-2020#dose", **keys}


def trial(*components: Table, **phase: Any) -> Trial:
    """Make a trial of one phase of 21 days that gives every component."""
    named = {f"component-{number}": table for number, table in enumerate(components, 1)}
    first = {"name": "first", "cycle": "21 days", "cycles": "2", "give": [*named], **phase}
    return Trial.model_validate(
        {
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "component": named,
            "arm": [{"id": "only", "name": "The only arm", "phase": [first]}],
        }
    )


# Keys of a file that say nothing of when something is given, or how much of it as ordered.
SILENT_KEYS = {
    *("named_in_source", "levels", "cap", "limits", "basis", "route"),
    *("missed_dose", "modifications", "note", "cite"),
}
GAP = {"dose": "not stated"}
BORROWED = {"dose": "9 mg", "route": "oral", "frequency": "once daily", "days": "1", "note": "x"}
KEYS: dict[str, tuple[Table, Any]] = {
    "drug": ({}, "drug-z"),
    "dose": ({}, "20 mg"),
    "steps": ({}, [{"dose": "20 mg", "cycles": "1"}]),
    "infusion": ({}, "96 h"),
    "after": ({}, {"component": "component-2"}),
    "frequency": ({}, "once daily"),
    "days": ({}, "2"),
    "optional": ({}, "15"),
    "cycle": ({}, "14 days"),
    "cycles": ({}, "1"),
    "at_most": ({}, "8 doses"),
    "reference": (GAP, {**BORROWED, "cite": "example-2020#dose"}),
}
PHASE_KEYS: dict[str, tuple[Table, Any]] = {
    "name": ({}, "other"),
    "starts": ({}, {"from": "event surgery"}),
    "cycle": ({}, "28 days"),
    "cycles": ({}, "3"),
    "span": ({}, "1 year"),
    "until": ({"cycles": "open", "span": "1 year"}, ["progression"]),
    "give": ({}, ["component-2", "component-1"]),
    "sessions": ({}, 33),
    "reference": (
        {"cycle": "not stated"},
        {"cycle": "21 days", "note": "From elsewhere.", "cite": "example-2020#dose"},
    ),
}


def test_every_key_of_a_file_is_shown_or_known_to_say_nothing_of_time() -> None:
    """A new key is no key of the picture until somebody decides so."""
    assert KEYS.keys() | SILENT_KEYS == Component.model_fields.keys()
    assert PHASE_KEYS.keys() | {"cite"} == Phase.model_fields.keys()


@pytest.mark.parametrize("key", KEYS)
def test_no_key_of_a_component_is_dropped_in_silence(key: str) -> None:
    """Another value is another picture."""
    beside, value = KEYS[key]
    without = trial(drug("1", **beside), drug("1", drug="drug-b"))
    with_it = trial(drug("1") | beside | {key: value}, drug("1", drug="drug-b"))

    assert to_svg(with_it) != to_svg(without)


@pytest.mark.parametrize("key", PHASE_KEYS)
def test_no_key_of_a_phase_is_dropped_in_silence(key: str) -> None:
    """Another value is another picture."""
    beside, value = PHASE_KEYS[key]
    both = drug("1"), drug("1", drug="drug-b")

    assert to_svg(trial(*both, **{**beside, key: value})) != to_svg(trial(*both, **beside))


# Beside what says nothing of time: where a value came from, and what planning settles dose by dose.
SILENT_ORDER = {
    *("component", "full_dose", "level", "reference_dose", "cap", "limits", "basis"),
    *("basis_source", "route", "missed_dose", "citation", "note", "step"),
}
DOSE = parse_dose("20 mg")
ORDER: Table = {
    "drug": "drug-z",
    "dose": DOSE,
    "infusion": Amount.parse("96 h"),
    "dose_source": "reference",
    "schedule_source": "reference",
    "frequency": parse_frequency("once daily"),
    "days": parse_days("2"),
    "optional": parse_days("16"),
    "with_optional": True,
    "cycle_length_days": 14,
    "cycles": SomeCycles.parse("1"),
    "after": SettledAfter(("b",), "drug-b", None, None),
    "at_most": MostDoses(8),
    "steps": (SettledStep(DOSE, DOSE, None, SomeCycles.parse("1"), None, None, ()),),
}
SILENT_PHASE = {"count_by_caller", "count_source", "citation"}
PHASE: Table = {
    "name": "other",
    "cycle_length_days": 28,
    "cycle_source": "reference",
    "count": 3,
    "end": OpenEnd(("progression",), None),
    "orders": (),
    "span": Span(1, "year"),
    "starts": SettledStart(Anchor.parse("event surgery"), None, chosen=False),
    "sessions": 33,
}


def settled() -> Regimen:
    """Settle a trial of one drug with an optional day."""
    is_given = Settlement(optional={"component-1": False})
    return settle(trial(drug("1", optional="15")), None, is_given)


def test_every_part_of_an_order_is_shown_or_known_to_say_nothing_of_time() -> None:
    """A new part is no part of the picture until somebody decides so."""
    assert ORDER.keys() | SILENT_ORDER == {each.name for each in fields(Order)}
    assert PHASE.keys() | SILENT_PHASE == {each.name for each in fields(SettledPhase)}


@pytest.mark.parametrize("part", ORDER)
def test_no_part_of_an_order_is_dropped_in_silence(part: str) -> None:
    """Another value is another picture."""
    regimen = settled()
    (phase,) = regimen.phases
    other = replace(phase, orders=(replace(phase.orders[0], **{part: ORDER[part]}),))

    assert to_svg(replace(regimen, phases=(other,))) != to_svg(regimen)


@pytest.mark.parametrize("part", PHASE)
def test_no_part_of_a_settled_phase_is_dropped_in_silence(part: str) -> None:
    """Another value is another picture."""
    regimen = settled()
    other = replace(regimen.phases[0], **{part: PHASE[part]})

    assert to_svg(replace(regimen, phases=(other,))) != to_svg(regimen)
