"""The calendar and the act of making it: refusals, words, and what a day is."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.errors import DateError, PatientError, PlanError, UnknownNameError
from npc_regimens.patient import Patient
from npc_regimens.planning import explain, find, plan
from npc_regimens.products import Formulary, Product
from npc_regimens.regimen import Settlement, Trial, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.planning import Calendar
    from npc_regimens.regimen import Regimen

    Load = Callable[[str], Trial]

START = dt.date(2026, 12, 7)
ROOT = "square root of (170 cm x 65 kg / 3600)"
SURFACE = f"body surface: {ROOT} = 1.75 m2 (Mosteller, half up to 0.01 m2)"
PATIENT = Patient.measured(on=START, height="170 cm", weight="65 kg")

EXAMPLE = """
format = 1
id = "example-01"
title = "Drug A"

[component.drug-a]
drug = "drug-a"
dose = "650 mg/m2"
cap = "1100 mg"
route = "intravenous"
days = "1"
cite = "a#b"

[[arm]]
id = "a"
name = "Drug A"

[[arm.phase]]
name = "first"
cycle = "21 days"
cycles = "2"
give = ["drug-a"]

[[arm.phase]]
name = "second"
cycle = "14 days"
cycles = "at most 3"
until = ["progression"]
give = ["drug-a"]

[[arm.review]]
name = "after a month"
after = "1 month"
first = "drug-a"
what = "someone decides"
cite = "a#b"
"""


def regimen(text: str = EXAMPLE, **settled: Any) -> Regimen:
    """Settle the example."""
    trial = Trial.model_validate(tomllib.loads(text, parse_float=Decimal))
    return settle(trial, settlement=Settlement(**settled))


def planned(of: Regimen, formulary: Formulary | None = None, **options: Any) -> Calendar:
    """Plan for a patient of ordinary size."""
    chosen = {"start": START, **options}
    return plan(of, PATIENT, formulary=formulary or Formulary(()), **chosen)


def test_a_regimen_with_an_end_needs_no_horizon() -> None:
    """An upper bound on cycles is an end; what may come earlier is said beside it."""
    calendar = planned(regimen())

    assert calendar.last_day == START + dt.timedelta(days=2 * 21 + 3 * 14 - 1)
    assert calendar.following is None
    assert str(calendar.open_end) == "progression, at most 3 cycles"


def test_a_horizon_cuts_and_says_what_follows() -> None:
    """Behind the horizon the next place is known, inside a cycle and between two."""
    inside = planned(regimen(), through=START + dt.timedelta(days=9))
    between = planned(regimen(), through=START + dt.timedelta(days=41))

    assert inside.following is not None
    assert between.following is not None
    assert (inside.following.phase, inside.following.cycle_day) == ("first", 11)
    assert (between.following.phase, between.following.cycle_day) == ("second", 1)


def test_a_count_and_a_through_that_contradict_each_other_are_refused() -> None:
    """The caller set a count on an open end, and a last day before it."""
    with pytest.raises(PlanError, match="3 cycles of 'second' end on 2027-02-28, after through"):
        planned(regimen(cycles={"second": 3}), through=dt.date(2027, 2, 27))
    assert planned(regimen(cycles={"second": 3}), through=dt.date(2027, 2, 28)).following is None


def test_a_horizon_before_the_start_is_refused() -> None:
    """The past is not planned."""
    with pytest.raises(PlanError, match="through 2026-12-06 is before the start 2026-12-07"):
        planned(regimen(), through=dt.date(2026, 12, 6))


def test_a_datetime_is_no_start_and_no_horizon() -> None:
    """A datetime is refused wherever a date is meant."""
    moment = dt.datetime(2026, 12, 7, tzinfo=dt.UTC)

    with pytest.raises(DateError, match="start must be"):
        planned(regimen(), start=moment)
    with pytest.raises(DateError, match="through must be"):
        planned(regimen(), through=moment)


def test_a_measurement_after_the_start_is_not_used() -> None:
    """A dose is never computed from a later measurement."""
    with pytest.raises(PatientError, match="no measurement on or before 2026-12-06"):
        planned(regimen(), start=dt.date(2026, 12, 6))


@pytest.mark.parametrize(
    ("clock", "says"),
    [
        ({"night": dt.time(20)}, "no slot 'night'; there are once, morning"),
        (
            {"evening": "20:00"},
            "the time of 'evening' is a plain datetime.time of whole minutes, not '20:00'",
        ),
        ({"evening": dt.time(20, tzinfo=dt.UTC)}, "is a plain datetime.time of whole"),
    ],
)
def test_a_clock_names_slots_and_plain_times(clock: dict[str, Any], says: str) -> None:
    """A slot that no day has, and a time that is none, are refused."""
    with pytest.raises(PlanError, match=says):
        planned(regimen(), clock=clock)


def test_too_many_administrations_are_refused_before_they_are_made(trial: Load) -> None:
    """A slip of the keyboard is answered at once, with the number.

    4 cycles of 57 doses are 228, and 1,214 begun cycles of 43 doses are 52,202.
    """
    of = settle(trial("nct05807880"), settlement=Settlement(cycles={"combination": 4}))

    with pytest.raises(PlanError, match=r"up to 52430 administrations, more than the 50000"):
        planned(of, through=dt.date(2096, 12, 7))


def test_a_regimen_longer_than_the_calendar_is_refused() -> None:
    """Cycles that end after the last date there is are refused with their number of days."""
    phase = 'name = "p{}"\ncycle = "400 days"\ncycles = "999"\ngive = ["drug-a"]\n'
    head = EXAMPLE[: EXAMPLE.index("[[arm.phase]]")]
    text = head + "".join(f"[[arm.phase]]\n{phase.format(number)}" for number in range(8))

    with pytest.raises(PlanError, match="days from 2026-12-07 are more than the calendar has"):
        planned(regimen(text), through=START)


def test_a_cap_bites_before_rounding_and_says_so() -> None:
    """The step of the cap stands between the arithmetic and the rounding."""
    dose = planned(regimen()).doses[0]

    assert str(dose.result.amount) == "1100 mg"
    assert [step.partition(":")[0] for step in dose.steps] == [
        "body surface",
        "dose",
        "cap",
        "rounding",
    ]


def test_a_cap_that_does_not_bite_is_not_mentioned() -> None:
    """A cap over the dose changes nothing."""
    dose = planned(regimen(EXAMPLE.replace("1100 mg", "1200 mg"))).doses[0]

    assert str(dose.result.amount) == "1137.5 mg"
    assert len(dose.steps) == 3


def test_a_review_counts_from_the_first_dose() -> None:
    """A review behind the horizon is shown, and marked as such."""
    near, far = (planned(regimen(), through=START + dt.timedelta(days=d)) for d in (60, 9))

    assert [point.date for point in near.reviews] == [dt.date(2027, 1, 7)]
    assert [point.within for point in (*near.reviews, *far.reviews)] == [True, False]


def test_a_review_of_a_drug_that_is_never_given_has_no_date() -> None:
    """A drug whose cycles lie behind the horizon has no first dose to count from."""
    text = EXAMPLE.replace('days = "1"', 'days = "8"')

    assert planned(regimen(text), through=START).reviews == ()


def test_a_day_is_shown_whether_anything_is_given_or_not() -> None:
    """Every day from the first to the last has its page, and rest days say so."""
    days = list(planned(regimen(), through=START + dt.timedelta(days=21)).days())

    assert [day.is_rest for day in days] == [False, *[True] * 20, False]
    assert [day.study_day for day in days] == list(range(1, 23))


def test_calendars_and_administrations_say_what_they_are() -> None:
    """In a debugger a calendar and a dose are one line each."""
    calendar = planned(regimen())

    assert repr(calendar) == (
        "<Calendar of example-01: 5 administrations, 2026-12-07 to 2027-02-28>"
    )
    assert repr(calendar.administrations[-1]) == ("<second C3D1, 2027-02-15 once: drug-a 1100 mg>")


def test_a_dose_is_found_by_its_place() -> None:
    """Cycle and day find a dose in every phase, or in one."""
    calendar = planned(regimen())

    assert [each.phase for each in find(calendar, "drug-a", 2, 1)] == ["first", "second"]
    assert [each.phase for each in find(calendar, "drug-a", 2, 1, phase="first")] == ["first"]
    with pytest.raises(UnknownNameError, match="no 'drug-a' on C3D1 of phase 'first'; it may be"):
        find(calendar, "drug-a", 3, 1, phase="first")
    with pytest.raises(UnknownNameError, match=r"no 'drug-b' on C1D1; .* not a component: drug-a"):
        find(calendar, "drug-b", 1, 1)


VIALS = """
format = 1
id = "drug-a-vials"
drug = "drug-a"
name = "drug A vials"
form = "vial"
route = "intravenous"
vial = [{ content = "400 mg" }]
rounding = { rule = "nearest step", step = "1 mg", ties = "up", report_over = "10 %", cite = "a#b" }
cite = "a#b"
"""


def test_an_explanation_names_place_arithmetic_vials_and_source() -> None:
    """A second person can redo a dose by hand from what its explanation says."""
    product = Product.model_validate(tomllib.loads(VIALS))
    formulary = Formulary((product,))
    calendar = planned(regimen(), formulary)

    lines = explain(calendar.administrations[0], formulary)

    assert lines == (
        "place: phase first, cycle 1, day 1, once",
        "date: nominal 2026-12-07, planned 2026-12-07 (study day 1)",
        "order: drug-a 650 mg/m2, intravenous, once, days 1",
        "dose source: stated by the source",
        SURFACE,
        "dose: 650 mg/m2 x 1.75 m2 = 1137.5 mg",
        "cap: 1137.5 mg is over the cap of one dose, 1100 mg is used",
        "rounding: 1100 mg to 1100 mg (nearest whole 1 mg, ties up, never over 1100 mg)",
        "difference: (1100 mg - 1137.5 mg) / 1137.5 mg = -3.3 %",
        "preparation: 3 vials of 400 mg",
        "preparation: 100 mg left over, wasted if nobody shares the vials",
        "modifications: none",
        "source: a#b",
    )


def test_an_explanation_says_when_millilitres_are_refused(
    trial: Load, formulary: Formulary
) -> None:
    """A dose whose basis is not stated has no vials, and its explanation says why."""
    calendar = planned(settle(trial("irinotecan-liposome-nimotuzumab")), formulary, through=START)

    lines = explain(calendar.administrations[0], formulary)

    assert any(line.startswith("preparation: refused: irinotecan-liposome") for line in lines)


def test_a_clock_keeps_the_order_of_the_day() -> None:
    """An evening dose at six in the morning would come before the morning dose."""
    clock = {"morning": dt.time(8), "evening": dt.time(6)}
    twice = EXAMPLE.replace('"intravenous"', '"oral"\nfrequency = "twice daily"')
    with pytest.raises(PlanError, match="evening at 06:00 is not after morning at 08:00"):
        planned(regimen(twice), clock=clock)
    assert planned(regimen(), clock=clock).administrations[0].time is None
