"""One dose: calculated, capped and rounded in this order, with every step in words."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest

from npc_regimens.dose import Body, DoseRange, parse_dose
from npc_regimens.errors import PatientError, PlanError, ProductError, UnitError
from npc_regimens.files import load_formulary
from npc_regimens.patient import ClearancePolicy, Measurement, Patient, SurfacePolicy
from npc_regimens.planning import difference_line, order_dose, plan
from npc_regimens.products import Formulary, Percent, Product
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.rounding import parse_rounding
from npc_regimens.units import Amount

START = dt.date(2026, 12, 7)
MEASURED = Measurement.read(on=START, height="170 cm", weight="65 kg")
TABLETS = load_formulary()["capecitabine"]
SURFACE = (
    "body surface: square root of (170 cm x 65 kg / 3600) = 1.75 m2 (Mosteller, half up to 0.01 m2)"
)
DOSE = "dose: 650 mg/m2 x 1.75 m2 = 1137.5 mg"
WHOLE = "nearest whole tablets of 500 mg and 150 mg, ties up, fewest units"


def mg(number: str) -> Amount:
    """Write an amount of drug."""
    return Amount.parse(f"{number} mg")


def test_the_steps_are_those_of_a_pencil() -> None:
    """Surface, dose and rounding stand in the order in which a person works."""
    made = order_dose("650 mg/m2", MEASURED, product=TABLETS)

    assert made.steps == (SURFACE, DOSE, f"rounding: 1137.5 mg to 1150 mg ({WHOLE})")
    assert (made.calculated, made.result.amount) == (mg("1137.5"), mg("1150"))
    assert difference_line(made.calculated, made.result) == (
        "difference: (1150 mg - 1137.5 mg) / 1137.5 mg = 1.1 %"
    )


def test_a_cap_bites_before_rounding_and_holds_after_it() -> None:
    """A cap of 1.1 g is 1100 mg, in the unit of the dose, and the difference is from 1137.5 mg."""
    made = order_dose("650 mg/m2", MEASURED, product=TABLETS, cap="1.1 g")

    assert made.steps[2:] == (
        "cap: 1137.5 mg is over the cap of one dose, 1100 mg is used",
        f"rounding: 1100 mg to 1100 mg ({WHOLE}, never over 1.1 g)",
    )
    assert str(made.result.difference_percent) == "-3.3"
    assert not made.result.over_limit


def test_a_cap_that_bites_in_rounding_alone_is_named_there() -> None:
    """1137.5 mg are under 1140 mg, and 1150 mg are over: the line says why it is 1100 mg."""
    made = order_dose("650 mg/m2", MEASURED, product=TABLETS, cap=mg("1140"))

    assert made.steps[2:] == (f"rounding: 1137.5 mg to 1100 mg ({WHOLE}, never over 1140 mg)",)


def test_a_cap_at_the_dose_takes_nothing() -> None:
    """Exactly at the cap is not over it."""
    made = order_dose("650 mg/m2", MEASURED, cap="1137.5 mg")

    assert made.result.amount == mg("1137.5")
    assert not any(step.startswith("cap: ") for step in made.steps)


def test_an_easier_dose_under_a_cap_differs_from_what_was_calculated() -> None:
    """2625 mg under a cap of 2200 mg: 2150 mg in five tablets are 18.1 % less, not 2.27 %."""
    made = order_dose("1500 mg/m2", MEASURED, product=TABLETS, cap="2200 mg")

    assert made.result.amount == mg("2200")
    assert str(made.result.difference_percent) == "-16.19"
    assert made.result.easier is not None
    assert made.result.easier.amount == mg("2150")
    assert str(made.result.easier.difference_percent) == "-18.1"


@pytest.mark.parametrize(
    ("policy", "rule", "ordered"),
    [
        (None, "no product is known: as calculated", "1137.5"),
        ("none", "as calculated", "1137.5"),
        ("nearest 50 mg", "nearest 50 mg, ties up", "1150"),
        (parse_rounding("down to a whole 50 mg"), "down to a whole 50 mg", "1100"),
    ],
)
def test_without_a_product_a_rule_orders(policy: str | None, rule: str, ordered: str) -> None:
    """A rule in words or as a value rounds; without one the dose is as calculated."""
    made = order_dose("650 mg/m2", MEASURED, policy=policy)

    assert made.result.amount == mg(ordered)
    assert made.steps[-1] == f"rounding: 1137.5 mg to {ordered} mg ({rule})"


def test_a_rule_of_the_caller_goes_before_the_product_s() -> None:
    """With a ladder the product orders by the ladder."""
    ladder = "whole units of 500 mg and at most 2 x 150 mg, ties up"

    made = order_dose("1250 mg/m2", MEASURED, product=TABLETS, policy=ladder)

    assert (made.calculated, made.result.amount) == (mg("2187.5"), mg("2150"))
    assert made.result.rule == ladder


@pytest.mark.parametrize(
    ("limit", "over"),
    [("5 %", True), ("6 %", False), (Percent(5), True), (None, False)],
)
def test_a_limit_is_reported_without_a_product(limit: str | Percent | None, *, over: bool) -> None:
    """1137.5 mg to 1200 mg are 5.49 %, over 5 % and under 6 %; without a limit nothing is."""
    made = order_dose("650 mg/m2", MEASURED, policy="nearest 0.2 g", report_over=limit)

    assert made.result.over_limit is over


def test_no_difference_is_said_in_a_word() -> None:
    """A dose that is ordered as calculated has no percentage."""
    made = order_dose("650 mg/m2", MEASURED)

    assert difference_line(made.calculated, made.result) == "difference: none"


def test_policies_of_the_body_are_in_the_steps() -> None:
    """110 x 65 / (72 x 40 / 88.42) = 219.5 mL/min, which the guideline caps for an estimate."""
    kidney = Measurement.read(
        on=START, height="170 cm", weight="65 kg", sex="male", age=30, creatinine="40 umol/L"
    )
    body = Body.of(kidney, SurfacePolicy(), ClearancePolicy())

    assert order_dose("AUC 5", body).steps[1:3] == (
        "cap: 219.5 mL/min is over the cap of the clearance, 125 mL/min is used",
        "dose: AUC 5 x (125 mL/min + 25 mL/min) = 750 mg",
    )


@pytest.mark.parametrize(
    ("rule", "how", "error", "says"),
    [
        ("50.1 g", {}, PlanError, "one dose of 50.1 g cannot be right, it is over 50 g; check"),
        ("80-100 mg/m2", {}, UnitError, "is a range of doses; write one dose of it"),
        (
            DoseRange(parse_dose("1 mg"), parse_dose("2 mg")),
            {},
            PlanError,
            "by one dose rule, like '650 mg/m2', not by 1-2 mg",
        ),
        (650, {}, PlanError, "not by 650"),
        ("650 mg", {"cap": "2 mL"}, ProductError, "2 mL is a volume, not an amount of drug"),
        ("650 mg", {"cap": "0 mg"}, UnitError, "'0 mg' is zero"),
        ("650 mg", {"report_over": "6"}, ProductError, "'6' is not a percentage; write for exam"),
        ("650 mg", {"policy": "nearest"}, ProductError, "rule 'nearest' is not understood"),
        ("650 mg", {"policy": "nearest 2 g"}, ProductError, "650 mg cannot be given in steps of 2"),
        ("AUC 5", {}, PatientError, "a dose of AUC 5 needs a clearance"),
    ],
)
def test_what_cannot_be_ordered_is_refused(
    rule: object, how: dict[str, str], error: type[Exception], says: str
) -> None:
    """Each refusal is one of ours, and says what is wrong."""
    with pytest.raises(error, match=says):
        order_dose(rule, MEASURED, **how)  # type: ignore[arg-type]  # slips of a caller


def test_a_cap_of_nothing_is_refused() -> None:
    """A dose of nothing is left out, not capped."""
    with pytest.raises(ProductError, match="650 mg under a cap of 0 mg is no dose; leave it out"):
        order_dose("650 mg", MEASURED, cap=Amount(mg("1").number * 0, "mg"))


def test_fifty_grams_are_still_a_dose() -> None:
    """The guard against slips of the unit includes its end."""
    assert order_dose("50 g", MEASURED).result.amount == Amount.parse("50 g")


TRIAL = """
format = 1
id = "example-01"
title = "Drug A"

[component.first]
drug = "drug-a"
dose = "DOSE"
route = "intravenous"
days = "1"
cite = "a#b"

[[arm]]
id = "a"
name = "A"
[[arm.phase]]
name = "only"
cycle = "21 days"
cycles = "1"
give = ["first"]
"""
VIALS = """
format = 1
id = "drug-a-vials"
drug = "drug-a"
name = "drug A vials"
form = "vial"
route = "ROUTE"
vial = [{ content = "50 mg" }]
rounding = { rule = "policy", policy = "nearest 50 mg", report_over = "10 %", cite = "a#b" }
cite = "a#b"
"""


@pytest.mark.parametrize(
    ("dose", "route", "error", "says"),
    [
        ("60 g", "intravenous", PlanError, "first: one dose of 60 g cannot be right"),
        ("20 mg", "intravenous", ProductError, "first: 20 mg cannot be given in steps of 50 mg"),
        ("AUC 5", "intravenous", PatientError, "first: a dose of AUC 5 needs a clearance"),
        ("50 mg", "oral", ProductError, "first: the product 'drug-a-vials' is oral and the order"),
    ],
)
def test_a_planned_dose_that_cannot_be_names_its_component(
    dose: str, route: str, error: type[Exception], says: str
) -> None:
    """Whoever plans several drugs learns which of them cannot be given."""
    trial = Trial.model_validate(tomllib.loads(TRIAL.replace("DOSE", dose)))
    vials = Product.model_validate(tomllib.loads(VIALS.replace("ROUTE", route)))
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")

    with pytest.raises(error, match=says):
        plan(settle(trial, None, Settlement()), patient, start=START, formulary=Formulary((vials,)))
