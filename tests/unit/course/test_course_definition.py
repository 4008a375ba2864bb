"""The course as its file says it: whose it is, what it takes, and the order of its log."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from npc_regimens.course.definition import Course, Recalculation, Settled
from npc_regimens.dates import Span
from npc_regimens.errors import CourseError, PatientError
from npc_regimens.patient import Sex
from npc_regimens.regimen import Settlement

if TYPE_CHECKING:
    from collections.abc import Callable

    Data = Callable[..., dict[str, Any]]


@pytest.fixture(name="said")
def _said(course_data: Data) -> Callable[..., str]:
    """Say why a course is refused: by a cause of its own, in its exact words."""

    def words(*log: dict[str, Any], **other: Any) -> str:
        with pytest.raises(ValidationError) as error:
            Course.model_validate(course_data(*log, **other))
        (detail,) = error.value.errors()
        cause = detail["ctx"]["error"]
        assert isinstance(cause, CourseError | PatientError)
        return str(cause)

    return words


@pytest.mark.parametrize(
    "name", ["Anna B", "Anna\tB", "", "a" * 41, "03/17", "\u674e\u6cb3", "03-0017\n"]
)
def test_a_participant_has_a_code_and_no_name(said: Callable[..., str], name: str) -> None:
    """What is no code is refused, with a code to write."""
    assert said(participant=name) == (
        f"participant code {name!r} has more than letters, digits and . _ -; write a code such as"
        " '03-0017', never a name"
    )


@pytest.mark.parametrize("identity", ["abcdefg", "a" * 81, "abcd efgh", ""])
def test_an_identity_is_long_and_plain(said: Callable[..., str], identity: str) -> None:
    """A short identity could be guessed or come twice."""
    assert said(identity=identity) == (
        f"the identity {identity!r} is not 8 to 80 letters, digits and . _ -; write a long random"
        " one, as `npc-regimens new` makes it, and never change it"
    )


@pytest.mark.parametrize("identity", ["abcdefgh", "a" * 80, "5f0c3f0e-7c0b_4b.0a"])
def test_an_identity_at_its_bounds(course_data: Data, identity: str) -> None:
    """Eight characters and eighty are read."""
    assert Course.model_validate(course_data(identity=identity)).identity == identity


@pytest.mark.parametrize(
    ("text", "least"),
    [("always", Fraction(0)), ("from 10 %", Fraction(1, 10)), ("never", None)],
)
def test_a_policy_for_a_new_weight_is_named(text: str, least: Fraction | None) -> None:
    """There are three policies, and each is written back as it was read."""
    policy = Recalculation.parse(text)

    assert (policy.least, str(policy)) == (least, text)


@pytest.mark.parametrize("text", ["10 %", "from 10", "from 0 %", "from 100 %", "from ten %", ""])
def test_another_policy_for_a_new_weight_is_refused(text: str) -> None:
    """A policy that is not named is no policy."""
    with pytest.raises(CourseError) as error:
        Recalculation.parse(text)

    assert str(error.value) == (
        f"{text!r} is no policy for a new weight; write 'always', 'from 10 %' or 'never'"
    )


@pytest.mark.parametrize(
    ("text", "new", "bites"),
    [
        ("always", 65, True),
        ("never", 40, False),
        ("from 10 %", Fraction(117, 2), True),  # 65 - 6.5 = 58.5: exactly 10 % less
        ("from 10 %", Fraction(143, 2), True),  # 65 + 6.5 = 71.5
        ("from 10 %", Fraction(586, 10), False),
        ("from 10 %", Fraction(714, 10), False),
    ],
)
def test_a_policy_bites_from_its_bound(text: str, new: Fraction, bites: bool) -> None:  # noqa: FBT001  a table
    """A change of exactly the bound counts, up or down, of the weight that is used."""
    assert Recalculation.parse(text).bites(Fraction(65), Fraction(new)) is bites


def test_a_log_is_in_the_order_of_recording(said: Callable[..., str]) -> None:
    """An entry that was recorded before the one above it is refused, by its number."""
    early = {"what": "end", "recorded": dt.date(2027, 1, 4), "from": dt.date(2027, 1, 5)}
    late = {**early, "recorded": dt.date(2027, 1, 5)}

    assert said(late, late, early) == (
        "log entry 3 (end of treatment, nothing from 2027-01-05 on) was recorded on 2027-01-04,"
        " and the one before it on 2027-01-05; the log is in the order of recording"
    )


def test_entries_of_one_day_keep_their_order(course_data: Data) -> None:
    """Entries of one day are in order, whatever they are."""
    day = {"recorded": dt.date(2027, 1, 4)}
    zone = {"what": "zone", "from": dt.date(2027, 1, 5), "zone": "Europe/London"}
    log = Course.model_validate(course_data({**day, **zone}, {**day, **zone})).log

    assert [entry.what for entry in log] == ["zone", "zone"]


def test_a_measurement_behind_the_start_is_an_entry(said: Callable[..., str]) -> None:
    """A later weight is never ignored: it stands in the log, which says from when it is used."""
    one = {"height": "170 cm", "weight": "65 kg"}
    measured = [{"on": dt.date(2026, 12, 7), **one}, {"on": dt.date(2026, 12, 8), **one}]

    assert said(measured=measured) == (
        "the measurement of 2026-12-08 is later than the start, 2026-12-07; a weight during the"
        " treatment is an entry of the log (what = 'weight')"
    )


def test_two_measurements_of_one_day_are_refused(said: Callable[..., str]) -> None:
    """What contradicts itself about a patient is refused when the file is read."""
    one = {"on": dt.date(2026, 12, 1), "height": "170 cm", "weight": "65 kg"}

    assert said(measured=[one, one]) == ("two measurements have one date; keep the one that holds")


def test_the_patient_of_a_course(course_data: Data) -> None:
    """A course knows its patient by code, with sex, birth date and what was measured."""
    born = dt.date(1970, 12, 2)
    patient = Course.model_validate(course_data(sex="female", born=born)).patient

    at = patient.at(dt.date(2026, 12, 7))
    assert (patient.code, patient.born) == ("03-0017", born)
    assert (at.sex, at.age, str(at.weight)) == (Sex.FEMALE, 55, "65 kg")  # 56 on the next day
    assert Course.model_validate(course_data()).patient.sex is None


def test_what_is_settled_is_settled_as_in_python() -> None:
    """The table of a file says the same as a settlement of a caller."""
    settled = Settled.model_validate(
        {
            "choose": {"chemotherapy": "gemcitabine"},
            "cycles": {"combination": 4},
            "accept_reference_doses": True,
            "optional": {"drug-a": False},
            "assess": {"response": "6 weeks"},
        }
    )

    assert settled.settlement == Settlement(
        choose={"chemotherapy": "gemcitabine"},
        cycles={"combination": 4},
        accept_reference_doses=True,
        optional={"drug-a": False},
        assess={"response": Span(6, "week")},
    )


@pytest.mark.parametrize("count", [0, 1000, True, "4"])
def test_a_number_of_cycles_is_a_number(course_data: Data, count: object) -> None:
    """No text, no truth value, and no number that no treatment has."""
    with pytest.raises(ValidationError):
        Course.model_validate(course_data(settled={"cycles": {"combination": count}}))
