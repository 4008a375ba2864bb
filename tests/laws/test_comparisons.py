"""Laws of comparisons: nothing is told of the same, everything of another, alike both ways."""

from __future__ import annotations

import copy
import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from npc_regimens import strategies as ours
from npc_regimens.comparing import Comparison, Difference, Place, Sum, compare
from npc_regimens.comparing.counting import total_of
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.render.comparison import comparison_to_json, comparison_to_text
from npc_regimens.strategies.phases import least_length

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

Table = dict[str, Any]

PATIENT = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
START = dt.date(2026, 12, 7)

# One other value for each key, and how the comparison writes it. None takes the key out.
OF_A_COMPONENT: dict[str, tuple[Any, str | None]] = {
    "drug": ("another-drug", "another-drug"),
    "dose": ("7.25 mg", "7.25 mg"),
    "days": ("1", "1"),
    "cycles": ("1", "1"),
    "cap": ("12345 mg", "12345 mg"),
    "infusion": ("30 min", "30 min"),
    "basis": ("free base", "free base"),
    "levels": (["0.5 mg"], '["0.5 mg"]'),
    "note": ("another note", "another note"),
    "named_in_source": ("another name", "another name"),
    "cite": ("example-2021#table-2", '["example-2021#table-2"]'),
}
OF_A_PHASE: dict[str, tuple[Any, str | None]] = {
    "name": ("another-name", "another-name"),
    "cycle": ("350 days", "350 days"),
    "until": (["another end"], '["another end"]'),
    "cite": ("example-2021#table-2", '["example-2021#table-2"]'),
}


@st.composite
def changes(draw: DrawFn) -> tuple[Trial, Trial, Difference]:
    """Draw a trial, change one key of one of its tables, and say what that is."""
    table = draw(ours.trial_tables())
    changed = copy.deepcopy(table)
    kind = draw(st.sampled_from(("component", "phase")))
    if kind == "component":
        name = draw(st.sampled_from(sorted(changed["component"])))
        part = changed["component"][name]
        key, (value, after) = draw(st.sampled_from(sorted(OF_A_COMPONENT.items())))
        if key == "levels":  # a level is of the kind of its dose
            unit = part["dose"].partition(" ")[2]
            value, after = [f"0.5 {unit}"], f'["0.5 {unit}"]'
    else:
        part = draw(st.sampled_from(changed["arm"][0]["phase"]))
        name = part["name"]
        key, (value, after) = draw(st.sampled_from(sorted(OF_A_PHASE.items())))
    part[key] = value
    before = Trial.model_validate(table)
    place = Place(kind, name, value if (kind, key) == ("phase", "name") else name)
    return before, sound(changed), Difference(place, key, written(before, place, key), after)


def sound(table: Table) -> Trial:
    """Make a trial of a changed table, or draw another where the change makes no sense."""
    try:
        return Trial.model_validate(table)
    except ValidationError:
        assume(condition=False)
        raise


def written(trial: Trial, place: Place, key: str) -> str | None:
    """Write what a key of a drawn trial says, in the canonical spelling."""
    phases = {phase.name: phase for phase in trial.arm[0].phase}
    name = str(place.before)
    part: Any = trial.component[name] if place.kind == "component" else phases[name]
    value = getattr(part, key)
    if isinstance(value, tuple):
        texts = ", ".join(f'"{each}"' for each in value)
        return f"[{texts}]" if value else None
    return None if value is None else str(value)


@given(changes())
def test_a_change_of_one_key_is_told_in_its_place_and_nowhere_else(
    change: tuple[Trial, Trial, Difference],
) -> None:
    """One key that is written otherwise is one difference, with what both write."""
    before, after, expected = change
    assume(expected.before != expected.after)

    found = compare(before, after)

    assert (*found.differences, *found.sources) == (expected,)
    assert found.is_same_treatment == expected.is_about_sources


@given(ours.trial_tables())
def test_a_regimen_does_not_differ_from_itself(table: Table) -> None:
    """The same file read twice has no difference, in whatever order its components stand."""
    turned = {**table, "component": dict(reversed(table["component"].items()))}

    found = compare(Trial.model_validate(table), Trial.model_validate(turned))

    assert found == Comparison("example-01", "example-01", (), (), ())


@given(ours.trials(), ours.trials())
def test_a_comparison_the_other_way_round_says_the_same(one: Trial, other: Trial) -> None:
    """What is gained one way is lost the other way, and nothing else is told."""
    there, back = compare(one, other), compare(other, one)

    for mine, yours in (
        (there.differences, back.differences),
        (there.sources, back.sources),
        (there.totals, back.totals),
    ):
        assert Counter(map(mirrored, mine)) == Counter(yours)
    assert there.is_same_treatment == back.is_same_treatment


def mirrored(each: Any) -> Any:
    """Exchange the two sides of a difference and of its places."""
    places = {
        name: replace(value, before=value.after, after=value.before)
        for name in ("place", "phase", "component")
        if isinstance(value := getattr(each, name, None), Place)
    }
    return replace(each, before=each.after, after=each.before, **places)


@given(ours.trials(), ours.trials())
def test_totals_differ_only_where_something_differs(one: Trial, other: Trial) -> None:
    """A total follows from the keys, so the same keys come to the same; and all can be written."""
    found = compare(one, other)

    assert found.differences or not found.totals
    assert comparison_to_text(found, sources=True).endswith("\n")
    assert comparison_to_json(found).endswith("}\n")


@given(st.data())
def test_totals_are_the_administrations_of_the_calendar(data: st.DataObject) -> None:
    """Where all is counted, a total is what a plan of as many cycles has, dose by dose.

    Of optional days its least is without them and its most with them.
    """
    table = data.draw(ours.trial_tables())
    counts = data.draw(ours_counts(table))
    for phase in table["arm"][0]["phase"]:
        phase["cycles"] = str(counts[phase["name"]])
        phase["cycle"] = f"{least_length(phase)} days"
        for key in ("until", "starts", "span", "sessions"):
            phase.pop(key, None)
    for each in table["component"].values():
        each["days"] = each["days"].replace("radiotherapy days", "weekdays")
    trial = sound(table)
    for is_given in (False, True):
        optional = {n: is_given for n, each in trial.component.items() if each.optional is not None}
        regimen = settle(trial, None, Settlement(optional=optional))
        calendar = plan(regimen, PATIENT, start=START, formulary=Formulary(()))
        found = Counter((each.phase, each.component) for each in calendar.administrations)
        for phase in trial.arm[0].phase:
            for name in phase.give:
                total = total_of(phase, trial.component[name]).in_all
                if isinstance(total, Sum) and total.least is None:
                    assert found[phase.name, name] <= total.most
                    assert "at_most" in table["component"][name]
                elif isinstance(total, Sum):
                    assert found[phase.name, name] == (total.most if is_given else total.least)
                else:
                    assert NOT_COUNTED & table["component"][name].keys() or "weekdays" in total


NOT_COUNTED = {"steps", "cycle"}


@st.composite
def ours_counts(draw: DrawFn, table: Table) -> dict[str, int]:
    """Draw a number of cycles for each phase."""
    return {phase["name"]: draw(st.integers(1, 4)) for phase in table["arm"][0]["phase"]}


@pytest.mark.parametrize("key", [*OF_A_COMPONENT, *OF_A_PHASE])
def test_every_change_of_the_law_can_be_drawn(key: str) -> None:
    """The law is not empty: each of its keys makes a sound trial somewhere."""
    table: Table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {
            "a": {
                "drug": "drug-a",
                "dose": "9 mg",
                "route": "intravenous",
                "days": "1, 2",
                "cite": "example-2020#table-1",
            }
        },
        "arm": [
            {
                "id": "only",
                "name": "The only arm",
                "phase": [
                    {"name": "one", "cycle": "7 days", "cycles": "open", "give": ["a"]}
                    | {"until": ["an end"]}
                ],
            }
        ],
    }
    before = Trial.model_validate(table)
    part = table["component"]["a"] if key in OF_A_COMPONENT else table["arm"][0]["phase"][0]
    part[key] = {**OF_A_PHASE, **OF_A_COMPONENT}[key][0]

    found = compare(before, Trial.model_validate(table))

    assert [each.key for each in (*found.differences, *found.sources)] == [key]
