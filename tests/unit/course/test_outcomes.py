"""What became of a dose: each outcome, and each record that contradicts itself or the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from modifying import kept, told

from npc_regimens.course.adherence import adherence
from npc_regimens.course.outcomes import Outcome, by_place, happened
from npc_regimens.errors import CourseError
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.course.actual import What
    from npc_regimens.regimen import Trial

START = dt.date(2027, 3, 1)
LAST = dt.date(2027, 3, 21)


@pytest.fixture(name="calendar", scope="module")
def _calendar(trial: Callable[[str], Trial]) -> Calendar:
    """Plan one cycle of metronomic capecitabine, without a product."""
    regimen = settle(trial("nct02958111"), None)
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")
    return plan(regimen, patient, start=START, through=LAST, formulary=Formulary(()))


@pytest.mark.parametrize(
    ("what", "part", "at", "becomes"),
    [
        ("missed", Fraction(0), None, (Outcome.MISSED, "0")),
        ("late", Fraction(1), "2027-03-01T09:00", (Outcome.LATE, "1137.5")),
        ("late", Fraction(1), "2027-03-01T23:59", (Outcome.LATE, "1137.5")),
        ("late", Fraction(1), "2027-03-02T00:00", (Outcome.MADE_UP, "1137.5")),
        ("part", Fraction(1, 2), None, (Outcome.IN_PART, "568.75")),
        ("part", Fraction(1, 2), "2027-03-02T00:00", (Outcome.IN_PART, "568.75")),
    ],
)
def test_each_outcome(
    calendar: Calendar, what: What, part: Fraction, at: str | None, becomes: tuple[Outcome, str]
) -> None:
    """The clock of a later day makes a dose made up; a part is a part at any time.

    650 mg/m2 x 1.75 m2 = 1137.5 mg, and half of it is 568.75 mg.
    """
    dose = calendar.administrations[0]
    found = happened(dose, told(dose, what, part, at), LAST)

    assert (found.outcome, found.amount.digits) == becomes
    assert not found.afterwards


def test_nothing_told_is_as_planned(calendar: Calendar) -> None:
    """A dose without a record was taken as planned."""
    found = happened(calendar.administrations[0], None, LAST)

    assert (found.outcome, found.amount.digits) == (Outcome.AS_PLANNED, "1137.5")


@pytest.mark.parametrize(
    ("what", "part", "at", "problem"),
    [
        ("missed", Fraction(1, 2), None, "'missed' of .* with a part of 1/2; nothing is taken of"),
        ("late", Fraction(1, 2), "2027-03-01T09:00", "'late' of .* with a part of 1/2; .* all of"),
        ("part", Fraction(0), None, "'part' of .* with a part of 0; .* less than all"),
        ("part", Fraction(1), None, "'part' of .* with a part of 1; .* less than all"),
        ("part", Fraction(3, 2), None, "'part' of .* with a part of 3/2; .* less than all"),
        ("late", Fraction(1), None, "'late' of .* without a time; say when it was taken"),
        ("missed", Fraction(0), "2027-03-01T09:00", "with a time, .*; a missed dose has none"),
        ("late", Fraction(1), "2027-02-28T23:59", "before its day, 2027-03-01; correct the time"),
        ("part", Fraction(1, 3), None, "1/3 of 1137.5 mg has no exact value; say the amount"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(
    calendar: Calendar, what: What, part: Fraction, at: str | None, problem: str
) -> None:
    """The refusal names the record and its place, what is wrong, and the remedy."""
    dose = calendar.administrations[0]
    with pytest.raises(CourseError, match=problem) as refused:
        happened(dose, told(dose, what, part, at), LAST)

    assert f"{what!r} of 'capecitabine' at {dose.phase} C1D1 {dose.slot}" in str(refused.value)


def test_a_part_may_be_any_fraction_of_an_exact_amount(calendar: Calendar) -> None:
    """500 mg of 1137.5 mg are 40 of 91 parts, and exactly 500 mg."""
    dose = calendar.administrations[0]

    assert str(happened(dose, told(dose, "part", Fraction(40, 91)), LAST).amount) == "500 mg"


def test_a_record_of_a_dose_that_is_not_planned_is_refused(calendar: Calendar) -> None:
    """A dose that a modification dropped cannot be missed."""
    first = calendar.administrations[0]
    left = kept(calendar, lambda each: each is not first)
    with pytest.raises(
        CourseError, match=r"a dose that the calendar does not have; name a planned dose, or"
    ):
        adherence(calendar, left, [told(first, "missed", Fraction(0))], as_of=LAST)


def test_two_records_of_one_dose_are_refused(calendar: Calendar) -> None:
    """Nobody can tell which of the two is true."""
    first = calendar.administrations[0]
    two = [told(first, "missed", Fraction(0)), told(first, "part", Fraction(1, 2))]
    with pytest.raises(
        CourseError, match=r"'part' of .* of which 'missed' is told too; keep the one"
    ):
        by_place(two, calendar)


def test_records_of_two_doses_are_kept_apart(calendar: Calendar) -> None:
    """Each place has its own record, whatever day it was recorded on."""
    one, other = calendar.administrations[:2]
    actuals = [told(one, "missed", Fraction(0)), told(other, "part", Fraction(1, 2))]
    late = [replace(each, recorded=dt.date(2030, 1, 1)) for each in actuals]

    assert list(by_place(late, calendar).values()) == late
