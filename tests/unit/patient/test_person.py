"""Who is measured: sex, birth date and age, which must agree with each other and with the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from npc_regimens.errors import DateError, PatientError
from npc_regimens.patient import Measurement, Patient, Sex

DAY = dt.date(2026, 12, 1)
LATER = dt.date(2027, 6, 1)
BIRTHDAY = dt.date(1971, 3, 15)


def measured(on: dt.date = DAY, **given: Any) -> Measurement:
    """Measure a body of ordinary size."""
    return Measurement.read(**{"on": on, "height": "170 cm", "weight": "65 kg", **given})


def patient(**given: Any) -> Patient:
    """Make a patient of one measurement."""
    return Patient.measured(**{"on": DAY, "height": "170 cm", "weight": "65 kg", **given})


# The sex.


@pytest.mark.parametrize("sex", ["female", "male", Sex.FEMALE, Sex.MALE])
def test_a_sex_is_read_from_text(sex: str) -> None:
    """A sex becomes one of the two, wherever it was given."""
    assert measured(sex=sex).sex is Sex(sex)
    assert Measurement(**{**fields(measured()), "sex": sex}).sex is Sex(sex)
    assert Patient(measurements=(measured(),), sex=sex).sex is Sex(sex)  # type: ignore[arg-type]  # text is read


def fields(measurement: Measurement) -> dict[str, Any]:
    """Return what a measurement is made of."""
    return {name: getattr(measurement, name) for name in ("on", "height", "weight")}


@pytest.mark.parametrize("sex", ["Female", "FEMALE", "f", "m", "woman", "女", "", "male ", 1, True])
def test_another_word_for_a_sex_is_refused(sex: Any) -> None:
    """The two words are read, and nothing that is near to them."""
    for make in (
        lambda: measured(sex=sex),
        lambda: Measurement(**{**fields(measured()), "sex": sex}),
        lambda: Patient(measurements=(measured(),), sex=sex),
        lambda: Sex.read(sex),
    ):
        with pytest.raises(PatientError) as refusal:
            make()
        assert str(refusal.value) == f"sex {sex!r} is not read; write 'female' or 'male'"


@pytest.mark.parametrize(
    ("of_patient", "of_measurements"),
    [
        ("female", ("male",)),
        ("male", (None, "female")),
        (None, ("female", "male")),
        ("female", ("female", "male")),
    ],
)
def test_two_sexes_of_one_patient_are_refused(
    of_patient: Any, of_measurements: tuple[str | None, ...]
) -> None:
    """Which of the two holds is for a person to say."""
    bodies = [
        measured(DAY + dt.timedelta(days=day), sex=sex) for day, sex in enumerate(of_measurements)
    ]

    with pytest.raises(PatientError, match="two sexes are given for one patient; keep the one"):
        Patient(measurements=tuple(bodies), sex=of_patient)


def test_the_sex_of_a_patient_is_that_of_each_measurement() -> None:
    """Given once for the patient, it is there on every day; without it, that of the measurement."""
    once = Patient(measurements=(measured(), measured(LATER)), sex=Sex.FEMALE)
    bodies = (measured(sex="female"), measured(LATER, sex="female"))
    twice, thrice = Patient(measurements=bodies), Patient(measurements=bodies, sex=Sex.FEMALE)
    unsaid = Patient(measurements=(measured(), measured(LATER, sex="male")))

    assert once.at(DAY).sex is once.at(LATER).sex is Sex.FEMALE
    assert twice.at(DAY).sex is thrice.at(DAY).sex is Sex.FEMALE
    assert (unsaid.at(DAY).sex, unsaid.at(LATER).sex) == (None, Sex.MALE)


# The birth date, and the age.


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (dt.date(2026, 3, 14), 54),
        (dt.date(2026, 3, 15), 55),
        (dt.date(2027, 3, 14), 55),
        (dt.date(2027, 3, 15), 56),
    ],
)
def test_the_age_is_that_of_the_day_of_the_measurement(day: dt.date, age: int) -> None:
    """A year is completed on the birthday, and the day of the dose does not count."""
    born = patient(on=day, born=BIRTHDAY)

    assert born.at(day).age == born.at(day + dt.timedelta(days=700)).age == age


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (dt.date(2027, 2, 28), 54),
        (dt.date(2027, 3, 1), 55),
        (dt.date(2028, 2, 28), 55),
        (dt.date(2028, 2, 29), 56),
    ],
)
def test_who_is_born_on_29_february_ages_on_1_march_of_a_common_year(
    day: dt.date, age: int
) -> None:
    """A birth date that comes every four years gives an age on every day between."""
    assert patient(on=day, born=dt.date(1972, 2, 29)).at(day).age == age


def test_a_birth_after_the_first_measurement_is_refused() -> None:
    """The first measurement counts, whichever stands first in the list."""
    bodies = (measured(LATER), measured(DAY))

    with pytest.raises(
        PatientError,
        match=r"^birth date: the birth date 2027-01-01 is after 2026-12-01; check",
    ) as refusal:
        Patient(measurements=bodies, born=dt.date(2027, 1, 1))
    assert isinstance(refusal.value.__cause__, DateError)


@pytest.mark.parametrize(
    ("born", "age"),
    [(DAY, 0), (dt.date(2025, 12, 2), 0), (dt.date(1905, 12, 1), 121), (dt.date(1867, 1, 1), 159)],
)
def test_a_birth_date_that_gives_no_age_of_a_patient_is_refused(born: dt.date, age: int) -> None:
    """A slip in the century shows when the patient is made, not when the first dose is planned."""
    with pytest.raises(
        PatientError,
        match=f"^birth date: {born} gives age {age} on {DAY}, which cannot be right: an age is"
        " read from 1 to 120; check both dates$",
    ):
        patient(born=born)


@pytest.mark.parametrize(("born", "age"), [(dt.date(2025, 12, 1), 1), (dt.date(1905, 12, 2), 120)])
def test_the_first_and_the_last_age_are_read(born: dt.date, age: int) -> None:
    """A limit is included."""
    assert patient(born=born).at(DAY).age == age


@pytest.mark.parametrize("age", [54, 56])
def test_an_age_that_contradicts_the_birth_date_is_refused(age: int) -> None:
    """Born in March 1971 is 55 years old in December 2026: one of the two is a slip."""
    with pytest.raises(
        PatientError,
        match=f"^age {age} on 2026-12-01 and the birth date 1971-03-15 do not belong together;"
        " give one of the two$",
    ):
        patient(born=BIRTHDAY, age=age)


def test_an_age_that_agrees_with_the_birth_date_is_taken() -> None:
    """Both may be given, each measurement with the age of its own day."""
    bodies = (measured(age=55), measured(LATER, age=56))
    both = Patient(measurements=bodies, born=BIRTHDAY)

    assert (both.at(DAY).age, both.at(LATER).age) == (55, 56)
    with pytest.raises(PatientError, match=r"^age 55 on 2027-06-01 and the birth date"):
        Patient(measurements=(measured(age=55), measured(LATER, age=55)), born=BIRTHDAY)


@pytest.mark.parametrize("born", ["1971-03-15", dt.datetime(1971, 3, 15, tzinfo=dt.UTC), 1971])
def test_a_birth_date_is_a_date(born: Any) -> None:
    """Text and a moment are no date."""
    with pytest.raises(PatientError, match=r"^birth date: a birth date must be a datetime\.date"):
        patient(born=born)


def test_without_sex_and_birth_date_the_measurement_itself_is_returned() -> None:
    """Nothing is added to what was measured."""
    body = measured(age=55)

    assert Patient(measurements=(body,)).at(DAY) is body


@pytest.mark.parametrize("age", [0, 121, -1, True, "55", 55.0, 1000])
def test_an_age_of_nobody_is_refused(age: Any) -> None:
    """An age is a whole number of years from 1 to 120: no text, no truth value, no fraction."""
    with pytest.raises(PatientError) as refusal:
        measured(age=age)

    assert str(refusal.value) == (
        f"age {age!r} cannot be right: it is read from 1 to 120 whole years, for example 55"
    )


@pytest.mark.parametrize("age", [1, 120])
def test_the_limits_of_an_age_are_read(age: int) -> None:
    """A limit is included."""
    assert measured(age=age).age == age


# The creatinine.


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("80 mg/dL", "0.1 mg/dL to 9 mg/dL"),
        ("9.1 mg/dL", "0.1 mg/dL to 9 mg/dL"),
        ("0.09 mg/dL", "0.1 mg/dL to 9 mg/dL"),
        ("0.9 umol/L", "10 umol/L to 800 umol/L"),
        ("9.9 umol/L", "10 umol/L to 800 umol/L"),
        ("801 umol/L", "10 umol/L to 800 umol/L"),
    ],
)
def test_one_unit_of_creatinine_for_the_other_is_refused(text: str, limits: str) -> None:
    """80 mg/dL and 0.9 umol/L are numbers of the other unit, and nobody has them."""
    with pytest.raises(
        PatientError,
        match=f"^creatinine {text} cannot be right: it is read from {limits}; check the number and"
        " the unit, for example '80 umol/L'$",
    ):
        measured(creatinine=text)


@pytest.mark.parametrize("text", ["0.1 mg/dL", "9 mg/dL", "10 umol/L", "800 umol/L"])
def test_the_limits_of_a_creatinine_are_read(text: str) -> None:
    """A limit is included, in either unit."""
    assert str(measured(creatinine=text).creatinine) == text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("80", "creatinine: amount '80' has no unit; write number and unit, like '80 umol/L'"),
        ("80 mg", "creatinine 80 mg is a drug mass, not a serum"),
        ("90 mL/min", "creatinine 90 mL/min is a clearance, not a serum"),
        (80, "creatinine: pint unit"),
    ],
)
def test_a_creatinine_is_an_amount_of_its_kind(value: Any, said: str) -> None:
    """A number without a unit, or with that of something else, is refused."""
    with pytest.raises(PatientError, match=f"^{said}"):
        measured(creatinine=value)


def test_a_measurement_made_by_hand_is_read_as_strictly() -> None:
    """Text for an amount is refused with the door that reads it."""
    with pytest.raises(
        PatientError, match=r"^creatinine is an Amount, not the str '80 umol/L'; use Measurement"
    ):
        Measurement(**fields(measured()), creatinine="80 umol/L")  # type: ignore[arg-type]  # on purpose
    with pytest.raises(PatientError, match=r"^height is an Amount, not the str '170 cm'; use"):
        Measurement(**{**fields(measured()), "height": "170 cm"})
