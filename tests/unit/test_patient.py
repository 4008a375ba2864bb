"""Patients: what can be measured, and the measurement that counts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.errors import InexactError, PatientError
from npc_regimens.patient import Measurement, Patient, SurfacePolicy, body_surface
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = dt.date(2026, 12, 1)


def measured(
    height: str = "170 cm",
    weight: str = "65 kg",
    *,
    on: dt.date = DAY,
    clearance: str | None = None,
) -> Measurement:
    """Measure a patient of ordinary size."""
    return Measurement.read(on=on, height=height, weight=weight, clearance=clearance)


@pytest.mark.parametrize("height", ["99.9 cm", "230.1 cm"])
def test_a_height_of_nobody_is_refused(height: str) -> None:
    """A height outside 100 to 230 cm is a slip of the pen, and the refusal shows the limits."""
    with pytest.raises(PatientError, match=r"height .* cannot be right: it is read from 100 cm"):
        measured(height=height)


@pytest.mark.parametrize(
    ("height", "weight", "index"),
    [
        ("200 cm", "47.9 kg", "11.98"),  # 47.9 / 4 = 11.975
        ("200 cm", "47.99 kg", "just under 12"),  # 11.9975
        ("100 cm", "110.01 kg", "110.01"),
        ("100 cm", "110.001 kg", "just over 110"),
        ("110 cm", "143 kg", "118.18"),  # 143 / 1.21 = 118.1818
    ],
)
def test_an_index_that_is_refused_never_looks_like_one_that_is_read(
    height: str, weight: str, index: str
) -> None:
    """It is shown to 0.01, half up, and in words where that would be the limit itself."""
    with pytest.raises(
        PatientError,
        match=rf"do not belong together \(body mass index {index}, read from 12 to 110\); check",
    ):
        measured(height, weight)


@pytest.mark.parametrize(("height", "weight"), [("200 cm", "48 kg"), ("100 cm", "110 kg")])
def test_the_limits_of_an_index_are_read(height: str, weight: str) -> None:
    """Exactly 12 and exactly 110 are in the range."""
    assert measured(height, weight).body_mass_index in {12, 110}


@pytest.mark.parametrize("weight", ["19.9 kg", "300.1 kg", "43 lb"])
def test_a_weight_of_nobody_is_refused(weight: str) -> None:
    """A weight outside 20 to 300 kg is a slip of the pen."""
    with pytest.raises(PatientError, match=r"weight .* cannot be right: it is read from 20 kg"):
        measured(weight=weight)


def test_the_limits_themselves_are_read() -> None:
    """A limit is included."""
    for height, weight in (("100 cm", "20 kg"), ("230 cm", "300 kg"), ("100 cm", "75 kg")):
        assert str(measured(height, weight).height) == height


@pytest.mark.parametrize(("height", "weight"), [("200 cm", "48 kg"), ("100 cm", "110 kg")])
def test_the_limits_of_the_body_mass_index_are_read(height: str, weight: str) -> None:
    """48 kg over 2 m x 2 m is an index of exactly 12, and 110 kg over 1 m x 1 m one of 110."""
    assert str(measured(height, weight).weight) == weight


@pytest.mark.parametrize(
    ("height", "weight", "index"),
    [
        # 44 / (2 x 2) = 11, and 111 / (1 x 1)
        ("200 cm", "44 kg", "11"),
        ("100 cm", "111 kg", "111"),
    ],
)
def test_height_and_weight_of_two_bodies_are_refused(height: str, weight: str, index: str) -> None:
    """A pair that nobody has is refused with its index to a whole number, and the limits."""
    with pytest.raises(PatientError) as refusal:
        measured(height, weight)

    assert str(refusal.value) == (
        f"height {height} and weight {weight} do not belong together (body mass index {index},"
        " read from 12 to 110); check both and their units"
    )


@pytest.mark.parametrize(
    ("make", "height", "weight"),
    [
        (Measurement, Amount.parse("170 cm"), Amount.parse("65 kg")),
        (Measurement.read, "170 cm", "65 kg"),
        (Patient.measured, "170 cm", "65 kg"),
    ],
)
def test_what_is_measured_is_given_by_name(
    make: Callable[..., object], height: Any, weight: Any
) -> None:
    """Two amounts cannot change places unseen, for no place stands for a name."""
    assert make(on=DAY, height=height, weight=weight)
    with pytest.raises(TypeError, match="positional argument"):
        make(DAY, height, weight)
    with pytest.raises(TypeError, match="positional argument"):
        make(DAY, height=height, weight=weight)


def test_a_patient_is_made_by_name() -> None:
    """A code, a sex and a birth date are told apart by their names alone."""
    with pytest.raises(TypeError, match="positional argument"):
        Patient((measured(),), "03-0017")  # type: ignore[call-arg]  # on purpose


@pytest.mark.parametrize(
    ("what", "text", "kind"),
    [
        ("height", "170 kg", "body mass"),
        ("weight", "65 cm", "length"),
        ("weight", "65 mg", "drug mass"),
        ("clearance", "90 mL", "volume"),
    ],
)
def test_an_amount_of_another_kind_is_refused(what: str, text: str, kind: str) -> None:
    """A height is a length, a weight a body mass, and a clearance a clearance."""
    with pytest.raises(PatientError, match=f"{what} {text} is a {kind}, not a"):
        Patient.measured(on=DAY, **{"height": "170 cm", "weight": "65 kg", what: text})  # type: ignore[arg-type]


def test_a_float_is_refused_as_a_fault_of_the_patient_and_of_the_type() -> None:
    """A float never becomes a height; the cause says that it is inexact."""
    with pytest.raises(PatientError, match="height: an amount needs a whole number") as caught:
        Measurement.read(on=DAY, height=1.7, weight="65 kg")  # type: ignore[arg-type]

    assert isinstance(caught.value.__cause__, InexactError)


def test_the_latest_measurement_up_to_the_day_counts() -> None:
    """A dose is computed from the last measurement before it, never from a later one."""
    first, second = measured(on=DAY), measured(weight="60 kg", on=dt.date(2026, 12, 20))
    patient = Patient(measurements=(second, first), code="03-0017")

    assert patient.at(DAY) is first
    assert patient.at(dt.date(2026, 12, 19)) is first
    assert patient.at(dt.date(2026, 12, 20)) is second
    with pytest.raises(PatientError, match="no measurement on or before 2026-11-30; the first is"):
        patient.at(dt.date(2026, 11, 30))


def test_a_patient_has_measurements_of_different_days() -> None:
    """No measurement, and two of one day, are refused."""
    with pytest.raises(PatientError, match="at least one measurement"):
        Patient(measurements=())
    with pytest.raises(PatientError, match="two measurements have one date"):
        Patient(measurements=(measured(), measured(weight="66 kg")))


def test_who_is_measured_every_day_of_a_year_is_one_patient() -> None:
    """The number of measurements has no limit."""
    days = [DAY + dt.timedelta(days=number) for number in range(366)]
    patient = Patient(measurements=tuple(measured(on=day) for day in days))

    assert [patient.at(day).on for day in days] == days


@pytest.mark.parametrize("code", ["Wang Fang", "03/0017", "", "x" * 41])
def test_a_participant_code_is_never_a_name(code: str) -> None:
    """A code has letters, digits and three marks, so that a name does not fit."""
    with pytest.raises(PatientError, match="never a name"):
        Patient.measured(on=DAY, height="170 cm", weight="65 kg", code=code)


def test_a_cap_of_the_body_surface_bites_and_says_so() -> None:
    """The computed surface is kept beside the capped one, and the policy prints its cap."""
    policy = SurfacePolicy(cap=Amount.parse("1.7 m2"))

    surface = body_surface(measured(), policy)

    assert (str(surface.computed), str(surface.used)) == ("1.75 m2", "1.7 m2")
    assert surface.capped
    assert str(policy) == "Mosteller, half up to 0.01 m2, capped at 1.7 m2"


def test_a_cap_that_does_not_bite_takes_nothing() -> None:
    """A cap above the surface changes nothing."""
    surface = body_surface(measured(), SurfacePolicy(cap=Amount.parse("2 m2")))

    assert not surface.capped
    assert surface.used == surface.computed


def test_a_surface_policy_is_in_square_metres() -> None:
    """A step or cap of another unit is refused by its name."""
    with pytest.raises(
        PatientError, match="the cap of a body surface is 2 mg; write for example '2 m2'"
    ):
        SurfacePolicy(cap=Amount.parse("2 mg"))
    with pytest.raises(PatientError, match="the step of a body surface is 1 cm; write"):
        SurfacePolicy(step=Amount.parse("1 cm"))
