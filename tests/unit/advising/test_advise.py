"""Advice on changing a dose: whose rule answers, whose is in force, and what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.advising import Counts, Toxicity, advise
from npc_regimens.errors import AdviceError, UnknownNameError
from npc_regimens.products import CellCount, Formulary, Product
from npc_regimens.regimen import Trial

if TYPE_CHECKING:
    from npc_regimens.advising import Advice

CITE = "example-2020#label"
OWN = "example-2020#trial"
GRID = {"toxicity": [{"grade": "2", "by_occurrence": ["80 %", "stop"]}], "cite": CITE}
LOW = {"neutrophils": "below 30 /mm3", "action": "hold"}
FULL = {"neutrophils": "30 /mm3 or more", "action": "100 %"}
BOTH = {"neutrophils": "30 /mm3 or more", "platelets": "300 /mm3 or more", "when": "both"}


def a_trial(**keys: Any) -> Trial:
    """Make a trial of one component, with or without rules of its own."""
    component = {"drug": "drug-a", "dose": "10 mg", "route": "intravenous", "days": "1"}
    phase = {"name": "only", "cycle": "21 days", "cycles": "2", "give": ["drug-a"]}
    return Trial.model_validate(
        {
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "component": {"drug-a": {**component, "cite": OWN, **keys}},
            "arm": [{"id": "only", "name": "The only arm", "phase": [phase]}],
        }
    )


def formulary(rules: Any = None) -> Formulary:
    """Make the products: one, with the rules of its label."""
    rounding = {"rule": "nearest step", "step": "1 mg", "ties": "up", "report_over": "10 %"}
    product = {
        "format": 1,
        "id": "drug-a-vial",
        "drug": "drug-a",
        "name": "drug A powder",
        "form": "vial",
        "route": "intravenous",
        "vial": [{"content": "100 mg"}],
        "rounding": {**rounding, "cite": CITE},
        "modifications": rules,
        "cite": CITE,
    }
    return Formulary((Product.model_validate(product),))


def ask(trial: Trial, rules: Any, asked: Toxicity | Counts) -> Advice:
    """Ask about the one component."""
    return advise(trial, "drug-a", formulary(rules), asked)


def test_the_label_is_in_force_where_the_trial_says_nothing() -> None:
    """The row is quoted with its citation, and what it says to do is a value."""
    made = ask(a_trial(), GRID, Toxicity("2", 1))

    assert made.trial is None
    assert made.in_force is made.label
    assert made.label is not None
    assert (made.label.is_rule, made.label.said) == (True, ("grade 2, 1st occurrence: 80 %",))
    assert str(made.label.action) == "80 %"
    assert list(map(str, made.label.citations)) == [CITE]


def test_the_trials_own_rule_is_in_force_and_the_labels_is_shown() -> None:
    """Both are quoted, each from its own source, and the trial's is in force."""
    own = {"toxicity": [{"grade": "2", "by_occurrence": ["60 %"], "cite": OWN}]}
    made = ask(a_trial(modifications=own), GRID, Toxicity("2", 1))

    assert made.trial is not None
    assert made.label is not None
    assert made.in_force is made.trial
    assert (str(made.trial.action), str(made.label.action)) == ("60 %", "80 %")
    assert list(map(str, made.trial.citations)) == [OWN]


def test_rules_of_trial_and_label_are_never_mixed() -> None:
    """Where the trial has rules and none answers, the label's is not put in its place."""
    own = {"once_reduced": "never raised", "cite": OWN}
    made = ask(a_trial(modifications=own), GRID, Toxicity("2", 1))

    assert made.in_force is not None
    assert (made.in_force.whose, made.in_force.is_rule) == ("trial", False)
    assert made.in_force.said == ("no table by grade and occurrence",)
    assert made.in_force.beside == ("a dose that was once reduced is never raised",)
    assert made.label is not None
    assert made.label.is_rule


def test_levels_of_the_trial_are_rules_of_the_trial() -> None:
    """A list of levels is shown and is in force, though nothing tells when one is given."""
    made = ask(a_trial(levels=["10 mg", "8 mg"]), GRID, Toxicity("2", 1))

    assert made.in_force is not None
    assert (made.in_force.whose, made.in_force.is_rule) == ("trial", False)
    assert made.in_force.said == ("no rule tells when a lower level is given",)
    assert made.in_force.beside == ("dose levels: 10 mg, then 8 mg",)
    assert list(map(str, made.in_force.citations)) == [OWN]


def test_levels_of_the_trial_stand_beside_its_other_rules() -> None:
    """Neither hides the other."""
    own = {"toxicity": [{"grade": "2", "by_occurrence": ["stop"]}], "cite": OWN}
    made = ask(a_trial(levels=["10 mg", "8 mg"], modifications=own), None, Toxicity("2", 1))

    assert made.in_force is not None
    assert made.in_force.said == ("grade 2, 1st occurrence: stop",)
    assert made.in_force.beside == ("dose levels: 10 mg, then 8 mg",)


@pytest.mark.parametrize("products", [Formulary(()), formulary()])
def test_no_rule_is_no_rule(products: Formulary) -> None:
    """Without a product, or rules in it, there is no answer and nothing is in force."""
    made = advise(a_trial(), "drug-a", products, Toxicity("2", 1))

    assert (made.trial, made.label, made.in_force) == (None, None, None)


@pytest.mark.parametrize(
    ("rules", "asked", "said"),
    [
        (GRID, Toxicity("3", 1), "no row for grade 3; rows: 2"),
        (
            GRID,
            Toxicity("2", 3),
            "no rule for the 3rd occurrence of grade 2; the row ends with the 2nd: stop",
        ),
        (GRID, Counts(3, CellCount(9)), "no table of counts for day 3"),
        (
            {"counts": [{"day": 4, "row": [FULL]}], "cite": CITE},
            Counts(3, CellCount(9)),
            "no table of counts for day 3; tables: day 4",
        ),
        (
            {"counts": [{"day": 3, "row": [FULL]}], "cite": CITE},
            Counts(3, CellCount(9)),
            "no row of day 3 holds for these counts; rows: neutrophils 30 /mm3 or more: 100 %",
        ),
        (
            {"counts": [{"day": 3, "row": [{**BOTH, "action": "100 %"}]}], "cite": CITE},
            Counts(3, platelets=CellCount(900)),
            ("the table of day 3 counts neutrophils and platelets; ask again with neutrophils too"),
        ),
    ],
)
def test_what_is_not_there_is_said(rules: Any, asked: Toxicity | Counts, said: str) -> None:
    """No neighbouring row, day or count is put in the place of one that is missing."""
    answer = ask(a_trial(), rules, asked).in_force

    assert answer is not None
    assert (answer.is_rule, answer.action, answer.said) == (False, None, (said,))


@pytest.mark.parametrize(("neutrophils", "action"), [(30, "100 %"), (29, "hold")])
def test_a_table_of_counts_answers(neutrophils: int, action: str) -> None:
    """The row is quoted with what the table is printed for and what it does not count."""
    rules = {"counts": [{"day": 3, "use": "an example", "row": [FULL, LOW]}], "cite": CITE}
    answer = ask(a_trial(), rules, Counts(3, CellCount(neutrophils), CellCount(0))).in_force

    assert answer is not None
    assert (answer.is_rule, str(answer.action), answer.use) == (True, action, "an example")
    assert answer.said[1:] == ("printed for an example", "the table does not count platelets")


def test_of_two_tables_of_one_day_none_is_chosen() -> None:
    """Both are quoted, and no one action is told."""
    tables = [
        {"day": 3, "use": "one", "row": [FULL], "cite": CITE},
        {"day": 3, "use": "another", "row": [{**FULL, "action": "90 %"}], "cite": OWN},
    ]
    answer = ask(a_trial(), {"counts": tables}, Counts(3, CellCount(40))).in_force

    assert answer is not None
    assert answer.is_rule
    assert (answer.action, answer.use) == (None, None)
    assert answer.said == (
        "day 3, neutrophils 30 /mm3 or more: 100 %",
        "printed for one",
        "day 3, neutrophils 30 /mm3 or more: 90 %",
        "printed for another",
    )
    assert list(map(str, answer.citations)) == [CITE, OWN]


@pytest.mark.parametrize("asked", [Toxicity("2", 1), Counts(3, CellCount(9))])
def test_a_dose_that_is_never_changed_is_the_answer(asked: Toxicity | Counts) -> None:
    """That a label withholds or stops alone answers every question."""
    answer = ask(
        a_trial(), {"dose_changes": "none, withheld or stopped only", "cite": CITE}, asked
    ).in_force

    assert answer is not None
    assert (answer.is_rule, answer.said, answer.action) == (True, (), None)
    assert answer.beside == ("changes of the dose: none, withheld or stopped only",)


@pytest.mark.parametrize(
    ("keys", "levels", "below"),
    [
        ({}, {"sequence": ["10 mg", "8 mg", "stop"]}, "8 mg, then stop"),
        ({}, {"sequence": ["12 mg", "10 mg"]}, "none"),
        ({"dose": "0.01 g"}, {"sequence": ["10 mg", "8 mg"]}, "8 mg"),
        ({}, {"sequence": ["12 mg", "8 mg"]}, None),
        ({}, {"sequence": ["10 mg/m2", "8 mg/m2"]}, None),
        ({"dose": "10-12 mg"}, {"sequence": ["10 mg", "8 mg"]}, None),
        ({"dose": "not stated"}, {"sequence": ["10 mg", "8 mg"]}, None),
        ({}, {"sequence": ["10 mg", "8 mg"], "basis": "free base"}, None),
        ({"basis": "free base"}, {"sequence": ["10 mg", "8 mg"], "basis": "free base"}, "8 mg"),
    ],
)
def test_a_dose_is_found_among_levels_of_its_own_kind(
    keys: Any, levels: Any, below: str | None
) -> None:
    """A dose of another basis, of another kind, in a range or not stated is no level."""
    answer = ask(a_trial(**keys), {"reduction": [levels], "cite": CITE}, Toxicity("2", 1)).in_force

    assert answer is not None
    places = answer.beside[1:]
    dose = keys.get("dose", "10 mg")
    expected = f"the regimen's dose, {dose}, is one of these levels; below it: {below}"
    assert places == (() if below is None else (expected,))


def test_an_unknown_component_is_refused() -> None:
    """The refusal lists those that there are."""
    with pytest.raises(UnknownNameError, match="no component 'drug-z'; there are drug-a"):
        advise(a_trial(), "drug-z", formulary(), Toxicity("2", 1))


@pytest.mark.parametrize(
    ("grade", "occurrence", "said"),
    [
        ("0", 1, "grade '0' is none of 1, 2, 3, 4; give one"),
        (2, 1, "grade 2 is none of"),
        ("2", 0, "occurrence 0 is not counted from 1"),
        ("2", True, "occurrence True is not counted from 1"),
    ],
)
def test_a_question_of_toxicity_has_a_grade_and_a_place(
    grade: Any, occurrence: Any, said: str
) -> None:
    """There is no grade 0, no grade 5, and no occurrence before the first."""
    with pytest.raises(AdviceError, match=said):
        Toxicity(grade, occurrence)


@pytest.mark.parametrize(
    ("day", "cells", "said"),
    [
        (0, {"platelets": CellCount(9)}, "day 0 is no day of a cycle"),
        ("8", {"platelets": CellCount(9)}, "day '8' is no day of a cycle"),
        (8, {}, "no counts are given; give neutrophils, platelets or both"),
        (8, {"neutrophils": CellCount(1_000_001)}, "neutrophils of 1000001 /mm3 cannot be true"),
        (8, {"platelets": CellCount(10_000_001)}, "platelets of 10000001 /mm3 cannot be true"),
    ],
)
def test_a_question_of_counts_is_possible(day: Any, cells: Any, said: str) -> None:
    """A count in the wrong unit, which would call for a full dose, is refused."""
    with pytest.raises(AdviceError, match=said):
        Counts(day, **cells)


def test_the_greatest_counts_are_taken() -> None:
    """The guards are far above any count of a patient, and are included."""
    asked = Counts(8, CellCount(1_000_000), CellCount(10_000_000))

    assert str(asked) == "day 8, neutrophils 1000000 /mm3, platelets 10000000 /mm3"
