"""Dose rules: each computes one administration and shows its arithmetic."""

from __future__ import annotations

import copy
import datetime as dt

import pytest

from npc_regimens.dose import NOT_STATED, Body, parse_dose, parse_dose_or_gap
from npc_regimens.errors import PatientError, UnitError
from npc_regimens.patient import Measurement, SurfacePolicy
from npc_regimens.units import Amount


def body(clearance: str | None = None, cap: Amount | None = None) -> Body:
    """Measure a patient of 170 cm and 65 kg."""
    measurement = Measurement.read(
        on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg", clearance=clearance
    )
    return Body.of(measurement, SurfacePolicy(cap=cap))


@pytest.mark.parametrize(
    ("text", "amount", "last_step"),
    [
        ("200 mg", "200 mg", "dose: 200 mg, the same for every patient"),
        ("650 mg/m2", "1137.5 mg", "dose: 650 mg/m2 x 1.75 m2 = 1137.5 mg"),
        ("3 mg/kg", "195 mg", "dose: 3 mg/kg x 65 kg = 195 mg"),
        ("AUC 5", "575 mg", "dose: AUC 5 x (90 mL/min + 25 mL/min) = 575 mg"),
    ],
)
def test_each_rule_computes_one_administration(text: str, amount: str, last_step: str) -> None:
    """The amount is exact, the last step is the arithmetic, and the rule prints as it was read."""
    rule = parse_dose(text)

    calculated = rule.calculate(body(clearance="90 mL/min"))

    assert str(calculated.amount) == amount
    assert calculated.steps[-1] == last_step
    assert str(rule) == text


def test_a_target_exposure_needs_a_clearance() -> None:
    """A missing clearance is never taken as one; it is asked for."""
    with pytest.raises(PatientError, match="AUC 5 needs a clearance; give the measurement"):
        parse_dose("AUC 5").calculate(body())


def test_a_capped_surface_shows_in_the_steps() -> None:
    """Where the cap took something away, a step says so."""
    calculated = parse_dose("75 mg/m2").calculate(body(cap=Amount.parse("1.7 m2")))

    assert str(calculated.amount) == "127.5 mg"
    assert "cap: 1.75 m2 is over the cap, 1.7 m2 is used" in calculated.steps


@pytest.mark.parametrize("text", ["170 cm", "65 kg", "10 mL", "12 h", "1.75 m2"])
def test_what_is_no_dose_is_refused(text: str) -> None:
    """An amount that nothing is dosed in is refused by its kind."""
    with pytest.raises(UnitError, match="not a dose; write for example '650 mg/m2'"):
        parse_dose(text)


def test_what_is_not_stated_is_a_value() -> None:
    """A gap is read as a gap, and prints as it was written."""
    assert parse_dose_or_gap("not stated") is NOT_STATED
    assert str(NOT_STATED) == "not stated"


@pytest.mark.parametrize(
    "text", ["unknown", "to be decided", "see protocol", "stated", "not  stated", "Not stated", ""]
)
def test_only_the_two_words_say_that_a_dose_is_not_stated(text: str) -> None:
    """Another word is refused, and never taken for a gap that a caller may fill."""
    with pytest.raises(UnitError, match=r"^(?:an )?amount "):
        parse_dose_or_gap(text)


def test_a_gap_stays_a_gap_when_it_is_copied() -> None:
    """Two gaps say the same, so a copy of a trial is equal to the trial."""
    copied = copy.deepcopy(NOT_STATED)

    assert copied == NOT_STATED
    assert hash(copied) == hash(NOT_STATED)
