"""The weight that an estimate of the clearance takes: chosen by its name, and shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from npc_regimens.errors import PatientError
from npc_regimens.patient import ClearancePolicy, Measurement, Weight, clearance_of

DAY = dt.date(2026, 12, 1)
PERSON = {"height": "170 cm", "sex": "male", "age": 55, "creatinine": "1 mg/dL"}
IDEAL = (
    "ideal weight: 50 kg + 2.3 kg x (170 cm - 152.4 cm) / 2.54 cm = 65.94 kg"
    " (Devine, half up to 0.01 kg)"
)
ADJUSTED = (
    f"{IDEAL}; adjusted weight: 65.94 kg + 0.4 x (100 kg - 65.94 kg) = 79.56 kg"
    " (half up to 0.01 kg)"
)


def measured(weight: str, **given: Any) -> Measurement:
    """Measure a man of 55 years with a creatinine of 1 mg/dL, or whom else is said."""
    return Measurement.read(on=DAY, weight=weight, **{**PERSON, **given})


def steps(body: Measurement, weight: Weight) -> tuple[str, ...]:
    """Estimate with a weight and without a cap, and return the arithmetic."""
    return clearance_of(body, ClearancePolicy(weight=weight, greatest=None)).steps


@pytest.mark.parametrize(
    ("weight", "used", "words"),
    [
        (Weight.ACTUAL, "100 kg", ()),
        (Weight.IDEAL, "65.94 kg", (IDEAL,)),
        (Weight.ADJUSTED, "79.56 kg", (ADJUSTED,)),
    ],
)
def test_the_weight_of_an_estimate_is_named_and_shown(
    weight: Weight, used: str, words: tuple[str, ...]
) -> None:
    """The weight that enters is in the line, and how it came is in the line before."""
    *before, last = steps(measured("100 kg"), weight)

    assert tuple(before) == words
    assert last.startswith(f"clearance: (140 - 55) x {used} / (72 x 1 mg/dL) = ")
    assert f"(Cockcroft-Gault, weight: {weight}, half up" in last


@pytest.mark.parametrize(
    ("weight", "adjusted"),
    [("100 kg", True), ("99.999999999 kg", False), ("101 kg", True), ("65 kg", False)],
)
def test_overweight_begins_at_a_body_mass_index_of_exactly_25(
    weight: str, *, adjusted: bool
) -> None:
    """2 metres and 100 kg are an index of exactly 25, and that is overweight."""
    *before, last = steps(measured(weight, height="200 cm"), Weight.ADJUSTED_IF_OVERWEIGHT)

    assert any("adjusted weight:" in each for each in before) is adjusted
    assert (f"x {weight} /" in last) is not adjusted
    assert "weight: adjusted if overweight" in last


@pytest.mark.parametrize(
    ("weight", "index"),
    [
        # over 1.7 m x 1.7 m = 2.89 m2 these are 22.4913..., 21.4532..., 21.4551... and 17.3010...
        ("65 kg", "22.49"),
        ("62 kg", "21.45"),
        ("62.0054 kg", "21.46"),
        ("50 kg", "17.3"),
    ],
)
def test_a_body_mass_index_is_shown_to_a_hundredth(weight: str, index: str) -> None:
    """Somebody who divides by hand finds the two places that are printed."""
    first, *_ = steps(measured(weight), Weight.ADJUSTED_IF_OVERWEIGHT)

    assert first == (
        f"body mass index: {weight} / (1.7 m x 1.7 m) = about {index}, under 25: the actual weight"
    )


@pytest.mark.parametrize("weight", [Weight.IDEAL, Weight.ADJUSTED])
def test_who_has_the_ideal_weight_is_estimated_with_it(weight: Weight) -> None:
    """50 kg are the ideal weight of a man of 60 inches, and the adjusted one too."""
    *_, last = steps(measured("50 kg", height="60 in"), weight)

    # 85 x 50 / 72 = 59.03
    assert last.startswith("clearance: (140 - 55) x 50 kg / (72 x 1 mg/dL) = 59 mL/min (")


@pytest.mark.parametrize(
    ("weight", "other"), [(Weight.IDEAL, "50 kg"), (Weight.ADJUSTED, "49.99 kg")]
)
def test_no_weight_of_an_estimate_is_over_the_actual_one(weight: Weight, other: str) -> None:
    """A thin man is not estimated with more than he weighs, not even a hundredth of a kilogram."""
    # 50 + 0.4 x (49.98 - 50) = 49.992
    with pytest.raises(
        PatientError, match=f"^the {weight} weight, {other}, is over the actual weight, 49.98 kg,"
    ):
        steps(measured("49.98 kg", height="60 in"), weight)


def test_a_weight_is_chosen_by_its_name() -> None:
    """A policy takes the word, and refuses another with those that there are."""
    policy = ClearancePolicy(weight="ideal")  # type: ignore[arg-type]  # text is read

    assert policy.weight is Weight.IDEAL
    with pytest.raises(
        PatientError,
        match="there is no weight 'lean' to take; there are actual, ideal, adjusted, adjusted if",
    ):
        ClearancePolicy(weight="lean")  # type: ignore[arg-type]  # on purpose
