"""Limits of a cycle and of a lifetime: told when a plan passes them, and never applied."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.checks import findings
from npc_regimens.files.ledger import discrepancies
from npc_regimens.patient import Patient, SurfacePolicy
from npc_regimens.planning import plan
from npc_regimens.products import Formulary, Limits, Product
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.sources import SourceRecord
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from npc_regimens.checks import Finding

START = dt.date(2026, 12, 7)
A_CYCLE, A_LIFE = "is over the limit of one cycle", "over the limit of a lifetime"
LAST = "with the dose of 2027-01-25 this plan comes to"
NOT_COUNTED = "what was given before this plan is not counted"
TRIAL = """
format = 1
id = "example-01"
title = "Drug A on days 1 and 8, and drug A again"

[component.first]
drug = "drug-a"
dose = "100 mg"
route = "intravenous"
days = "1, 8"
cite = "a#b"
LIMITS

[component.second]
drug = "DRUG"
dose = "50 mg"
route = "intravenous"
days = "1"
cycles = "1-2"
cite = "a#b"

[[arm]]
id = "a"
name = "A"
[[arm.phase]]
name = "only"
cycle = "21 days"
cycles = "3"
give = ["first", "second"]
"""
VIALS = """
format = 1
id = "drug-a-vials"
drug = "drug-a"
name = "drug A vials"
form = "vial"
route = "intravenous"
vial = [{ content = "50 mg" }]
rounding = { rule = "nearest step", step = "1 mg", ties = "up", report_over = "10 %", cite = "a#b" }
cite = "a#b"
LIMITS
"""


def told(
    *,
    trial: str = "",
    label: str = "",
    drug: str = "drug-a",
    change: tuple[str, str] = ("", ""),
    **how: Any,
) -> list[Finding]:
    """Plan three cycles for 65 kg and 1.75 m2, with limits of the trial and of the label."""
    text = TRIAL.replace("LIMITS", trial and f"limits = {{ {trial} }}").replace("DRUG", drug)
    text = text.replace(*change)
    vials = VIALS.replace("LIMITS", label and f"limits = {{ {label} }}")
    formulary = Formulary((Product.model_validate(tomllib.loads(vials)),))
    calendar = plan(
        settle(Trial.model_validate(tomllib.loads(text)), None, Settlement()),
        Patient.measured(on=START - dt.timedelta(days=7), height="170 cm", weight="65 kg"),
        start=START,
        formulary=formulary,
        **how,
    )
    assert {str(each.ordered) for each in calendar.administrations[:2]} == {"100 mg", "50 mg"}
    return [each for each in findings(calendar, formulary) if each.name.endswith("-limit")]


def test_exactly_at_the_limit_is_no_finding() -> None:
    """200 mg a cycle and 600 mg in all are allowed where they are the limit."""
    assert told(trial='per_cycle = "200 mg", lifetime = "600 mg"') == []


def test_a_hair_over_the_limit_of_a_cycle_is_a_warning() -> None:
    """All cycles of one sum are told together, with the sum and the limit."""
    (found,) = told(trial='per_cycle = "199.999999999 mg"')

    assert (found.level, found.name, found.about) == ("warning", "cycle-limit", "first")
    assert found.words == (
        "200 mg in cycles 1, 2, 3 of 'only' is over the limit of one cycle by the trial,"
        " 199.999999999 mg"
    )


def test_a_hair_over_the_limit_of_a_lifetime_is_a_warning_with_its_date() -> None:
    """The sixth dose of 100 mg, on day 50, passes 599.9 mg; earlier treatment is not known."""
    (found,) = told(trial='lifetime = "599.9 mg"')

    assert (found.level, found.name, found.about) == ("warning", "lifetime-limit", "first")
    assert found.words == (
        "with the dose of 2027-01-25 this plan comes to 600 mg, over the limit of a lifetime by the"
        f" trial, 599.9 mg; {NOT_COUNTED}"
    )


@pytest.mark.parametrize(
    ("limit", "is_over", "said"),
    [
        ("114.285 mg/m2", True, "114.285 mg/m2, which is 199.99875 mg here"),
        ("114.286 mg/m2", False, ""),
        ("3.0769 mg/kg", True, "3.0769 mg/kg, which is 199.9985 mg here"),
        ("3.077 mg/kg", False, ""),
        ("0.2 g", False, ""),
        ("0.1999 g", True, "0.1999 g"),
        ("199999 mcg", True, "199999 mcg"),
    ],
)
def test_a_limit_per_body_is_an_amount_for_that_body(
    limit: str, *, is_over: bool, said: str
) -> None:
    """A limit per m2 is of 1.75 m2, per kg of 65 kg: 200 / 1.75 = 114.2857, 200 / 65 = 3.0769."""
    found = told(trial=f'per_cycle = "{limit}"')

    assert bool(found) == is_over
    assert all(each.words.endswith(f"by the trial, {said}") for each in found)


def test_a_limit_per_surface_is_of_the_surface_that_is_used() -> None:
    """Nothing but the surface of the doses counts, and it is the one that was measured."""
    assert told(trial='lifetime = "342.857 mg/m2"')  # 600 / 1.75 = 342.857142...
    assert not told(trial='lifetime = "342.858 mg/m2"')
    capped = SurfacePolicy(cap=Amount.parse("1.7 m2"))
    assert told(trial='lifetime = "342.858 mg/m2"', surface=capped)  # 600 / 1.7 = 352.9


def test_components_of_one_drug_add_for_the_label() -> None:
    """Cycles 1 and 2 come to 250 mg, cycle 3 to 200 mg; all three to 700 mg."""
    found = told(label='per_cycle = "200 mg", lifetime = "699 mg"')

    assert [(each.name, each.about, each.words) for each in found] == [
        (
            "cycle-limit",
            "drug-a",
            f"250 mg in cycles 1, 2 of 'only' {A_CYCLE} by the label, 200 mg",
        ),
        (
            "lifetime-limit",
            "drug-a",
            f"{LAST} 700 mg, {A_LIFE} by the label, 699 mg; {NOT_COUNTED}",
        ),
    ]


def test_cycles_of_two_sums_are_told_apart() -> None:
    """Over 150 mg are cycles 1 and 2 with 250 mg, and cycle 3 with 200 mg."""
    found = told(label='per_cycle = "150 mg"')

    assert [each.words.partition(" is over")[0] for each in found] == [
        "250 mg in cycles 1, 2 of 'only'",
        "200 mg in cycle 3 of 'only'",
    ]


def test_components_with_cycles_of_their_own_add_in_those_of_the_phase() -> None:
    """A second component every 7 days brings 150 mg into each cycle of the phase: 350 mg.

    In its own cycles it is 50 mg, and the limit of the trial counts it there.
    """
    every_week = ('days = "1"\ncycles = "1-2"', 'days = "1"\ncycle = "7 days"')
    found = told(label='per_cycle = "349 mg"', change=every_week)

    assert [each.words.partition(" is over")[0] for each in found] == [
        "350 mg in cycles 1, 2, 3 of 'only'"
    ]
    assert told(label='per_cycle = "350 mg"', change=every_week) == []


def test_a_dose_before_day_1_is_of_the_first_cycle() -> None:
    """Day -1 of cycle 1 adds to cycle 1, and day -1 of cycle 2 to the phase's cycle 1 too."""
    before = ('days = "1"\ncycles = "1-2"', 'days = "-1"\ncycle = "7 days"\ncycles = "1, 4"')
    found = told(label='per_cycle = "250 mg"', change=before)

    # 200 mg of the first component, and 50 mg on 6 and on 27 December
    assert [each.words.partition(" is over")[0] for each in found] == [
        "300 mg in cycle 1 of 'only'"
    ]


def test_milligrams_of_two_drugs_never_add() -> None:
    """50 mg of another drug do not count towards the limit of the first."""
    assert told(drug="drug-b", label='per_cycle = "200 mg", lifetime = "600 mg"') == []
    assert told(drug="drug-a", label='per_cycle = "200 mg"') != []


def test_a_limit_of_the_trial_is_of_its_component_alone() -> None:
    """The trial limits the component that it stands in, though another gives the same drug."""
    assert told(drug="drug-a", trial='per_cycle = "200 mg"') == []


def test_both_limits_are_told() -> None:
    """Trial and label are two voices, and both are heard."""
    found = told(trial='per_cycle = "150 mg"', label='per_cycle = "200 mg"')

    assert [each.about for each in found] == ["first", "drug-a"]


def test_a_plan_that_is_cut_counts_what_it_holds() -> None:
    """Through day 7 the second dose is not in the plan, and nothing is over."""
    assert told(trial='per_cycle = "199 mg"', through=START + dt.timedelta(days=6)) == []
    assert told(trial='per_cycle = "199 mg"', through=START + dt.timedelta(days=7))


def test_limits_say_at_least_one_thing() -> None:
    """A limit that limits nothing is refused, and one alone is enough."""
    with pytest.raises(ValueError, match="limits without a limit; write per_cycle"):
        Limits()
    assert Limits(lifetime=Amount.parse("300 mg/m2")).per_cycle is None


RECORD = SourceRecord.model_validate(
    tomllib.loads(
        """
format = 1
id = "a"
kind = "product label"
title = "An example"
describes = "An example of a source record."
read_on = 2026-01-02
open = []

[locator.b]
place = "table 1"
evidence = "read"
figures.per_cycle = { printed = "200mg", value = "200 mg" }
figures.lifetime = { printed = "550mg/m2", value = "550 mg/m2" }
figures.levels = { printed = "10, 8", value = ["10 mg", "8 mg"] }
figures.policy = { printed = "nearest 50", value = "nearest 50 mg" }
figures.grams_per_mole = { printed = "586.69", value = "586.69" }
"""
    )
)


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("per_cycle", "200 mg", "300 mg"),
        ("lifetime", "550 mg/m2", "450 mg/m2"),
        ("levels", ["10 mg", "8 mg"], ["10 mg", "6 mg"]),
        ("policy", "nearest 50 mg", "nearest 100 mg"),
        ("grams_per_mole", "586.69", "586.96"),
    ],
)
def test_every_figure_of_a_dose_is_entered_twice(key: str, right: object, wrong: object) -> None:
    """A limit, level, rule or molar mass agrees with its source, and has one."""

    def differs(value: object, cite: str | None = "a#b") -> list[str]:
        node = {key: value} if cite is None else {key: value, "cite": cite}
        return [each.what for each in discrepancies({"limits": node}, {"a": RECORD})]

    assert differs(right) == []
    assert differs(wrong) == [f"{key} is {wrong!r}, and the cited source has {_printed(right)!r}"]
    assert differs(right, None) == [f"{key} is {right!r} and has no citation"]


def _printed(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize("own", ["", 'cycle = "21 days"\n'])
def test_a_dose_before_day_1_is_of_the_cycle_of_its_place(own: str) -> None:
    """Days -1 and 1 of cycle 2 are one cycle, whether another component has cycles of its own.

    2 x 100 mg, and in cycles 1 and 2 another 50 mg: 250 mg in each; in cycle 3 it is 200 mg.
    """
    changed = ('"1"\ncycles', f'"1"\n{own}cycles')
    trial = TRIAL.replace('days = "1, 8"', 'days = "-1, 1"').replace(*changed)
    trial = trial.replace("LIMITS", "").replace("DRUG", "drug-a")
    vials = VIALS.replace("LIMITS", 'limits = { per_cycle = "220 mg" }')
    formulary = Formulary((Product.model_validate(tomllib.loads(vials)),))
    calendar = plan(
        settle(Trial.model_validate(tomllib.loads(trial))),
        Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg"),
        start=START,
        formulary=formulary,
    )

    (found,) = (each for each in findings(calendar, formulary) if each.name == "cycle-limit")
    assert found.words.startswith("250 mg in cycles 1, 2 of 'only' is over the limit")
