"""Edges at which nothing may pass in silence, and no foreign exception may come out."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

from npc_regimens.errors import NpcRegimensError, RegimenError
from npc_regimens.patient import Measurement, Patient, SurfacePolicy, body_surface
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary
from npc_regimens.products.written import parse_mass
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.regimen.days import parse_days
from npc_regimens.regimen.timing import Every
from npc_regimens.units import Amount

DAY = dt.date(2026, 12, 7)
PATIENT = Patient.measured(on=DAY, height="170 cm", weight="65 kg")
CITE = "example-2020#table-1"
DAILY = {"drug": "drug-a", "dose": "100 mg", "route": "oral", "frequency": "once daily"}


def trial(phase: dict[str, Any], **components: dict[str, Any]) -> Trial:
    """Write a trial of one phase that gives all components."""
    head = {"format": 1, "id": "example-01", "title": "An example"}
    phase = {"name": "p", "cycle": "21 days", "cycles": "2", "give": list(components), **phase}
    arm = {"id": "only", "name": "The only arm", "phase": [phase]}
    stated = {name: {**DAILY, "cite": CITE, **each} for name, each in components.items()}
    return Trial.model_validate({**head, "component": stated, "arm": [arm]})


def planned(definition: Trial) -> Calendar:
    """Plan with whatever reference there is."""
    regimen = settle(definition, None, Settlement(accept_reference_doses=True))
    return plan(regimen, PATIENT, start=DAY, formulary=Formulary(()))


def test_days_behind_an_accepted_cycle_are_refused() -> None:
    """Days 1 to 28 in an accepted reference cycle of 21 days are an error, not 21 days."""
    reference = {"cycle": "21 days", "note": "elsewhere", "cite": CITE}
    with pytest.raises(ValueError, match="day 28"):
        planned(trial({"cycle": "not stated", "reference": reference}, a={"days": "1-28"}))


def test_a_range_of_half_days_within_a_day_runs_forward() -> None:
    """From the evening to the morning of one day is backwards, and refused."""
    assert parse_days("1 morning-1 evening").slots_on(1, ("morning", "evening"))
    with pytest.raises(RegimenError, match="backwards"):
        parse_days("1 evening-1 morning")


def test_half_days_of_an_infusion_are_refused_in_the_file() -> None:
    """A slot that the frequency does not have is refused as early as the file is read."""
    with pytest.raises(ValueError, match="'evening'"):
        trial({}, a={"route": "intravenous", "days": "1 evening", "frequency": None})


def test_a_drug_that_is_given_does_not_rest() -> None:
    """Of two components of one drug, a dose of either means that the drug does not rest."""
    calendar = planned(trial({}, first={"days": "1-3"}, then={"days": "4-14", "dose": "50 mg"}))
    for page in calendar.days():
        assert page.resting == (() if (page.cycle_day or 0) <= 14 else ("drug-a",))


def test_an_interval_runs_forward() -> None:
    """An assessment every 8 to 6 weeks is refused."""
    with pytest.raises(RegimenError, match="6-8"):
        Every.parse("8-6 weeks")


@pytest.mark.parametrize("other", [5, "5 mg", None, Decimal(5)])
def test_an_amount_compares_with_amounts_only(other: Any) -> None:
    """Comparing with anything else is the TypeError that a caller expects."""
    with pytest.raises(TypeError):
        assert Amount.parse("5 mg") < other
    with pytest.raises(TypeError):
        assert Amount.parse("5 mg") <= other


def test_more_digits_than_there_is_room_for_are_our_own_refusal() -> None:
    """A sum or a product that has no exact value in 60 digits is refused as such."""
    long = Amount(Decimal("1." + "3" * 45), "mg")
    with pytest.raises(NpcRegimensError):
        long * long.number
    with pytest.raises(NpcRegimensError):
        long + Amount(Decimal("1e40"), "mg")


def test_a_surface_of_many_digits_is_still_exact() -> None:
    """170.333... x 70.777... / 3600 is 3.3488, between the squares of 1.825 and 1.835."""
    height, weight = Decimal("170." + "3" * 40), Decimal("70." + "7" * 40)
    measured = Measurement(on=DAY, height=Amount(height, "cm"), weight=Amount(weight, "kg"))

    assert body_surface(measured, SurfacePolicy()).used == Amount.parse("1.83 m2")


def test_a_step_of_nothing_is_refused() -> None:
    """A surface cannot be rounded to steps of zero."""
    with pytest.raises(NpcRegimensError):
        body_surface(PATIENT.measurements[0], SurfacePolicy(step=Amount(Decimal(0), "m2")))


def test_a_time_in_minutes_compares_with_hours() -> None:
    """90 minutes are more than an hour and fewer than two, whichever stands first."""
    minutes, hours = Amount.parse("90 min"), Amount.parse("2 h")

    assert minutes < hours
    assert hours > minutes
    assert minutes.to("h") == Amount.parse("1.5 h")


RACE = """
import sys, threading
import pint
from npc_regimens.units import Amount
sys.setswitchinterval(1e-6)
gate, wrong = threading.Barrier(8), []
def multiply():
    gate.wait()
    try:
        Amount.parse("75 mg/m2") * Amount.parse("1.7 m2")
    except Exception as error:
        wrong.append(error)
threads = [threading.Thread(target=multiply) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
sys.exit(str(wrong[0]) if wrong else 0)
"""


@pytest.mark.parametrize("attempt", range(3))
def test_the_first_use_may_come_from_many_threads(attempt: int) -> None:
    """Threads that meet at the very first product of a process all get it."""
    done = subprocess.run([sys.executable, "-c", RACE], capture_output=True, text=True, check=False)

    assert done.stderr == "", attempt


@pytest.mark.parametrize("drug", ["capecitabine", "gemcitabine"])
def test_a_dose_of_nothing_is_no_division_by_zero(formulary: Formulary, drug: str) -> None:
    """Ordering or preparing zero milligrams is refused or gives nothing, and never one vial."""
    nothing = Amount(Decimal(0), "mg")
    try:
        assert formulary[drug].order(nothing).units == ()
        assert formulary[drug].prepare(nothing).vials == ()
    except NpcRegimensError:
        return


def test_an_amount_of_very_many_digits_is_refused_in_few_words() -> None:
    """A number that would fill a page is refused without being printed."""
    with pytest.raises(NpcRegimensError) as refusal:
        Amount(Decimal("1e99999"), "mg")

    assert len(str(refusal.value)) < 200


def test_a_strength_is_an_amount_of_drug() -> None:
    """A volume is no strength."""
    with pytest.raises(NpcRegimensError, match="not an amount of drug"):
        parse_mass("5 mL")
