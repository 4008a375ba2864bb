"""The visits of a course: kinds, places, rules that do not fit, and cycles without doses."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.checks.visiting import visit_findings
from npc_regimens.course.visiting import VisitRules, first_delay, visits_of
from npc_regimens.dates import Span
from npc_regimens.errors import PlanError
from npc_regimens.notation import parse
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, settle
from npc_regimens.visits import CountryDays, VisitRule, closed_days

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.planning import Calendar
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

START = dt.date(2026, 12, 7)
PATIENT = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")


def _planned(line: str, formulary: Formulary, **options: Any) -> Calendar:
    return plan(settle(parse(line)), PATIENT, start=START, formulary=formulary, **options)


def test_visits_are_made_of_a_calendar_and_rules(formulary: Formulary) -> None:
    """What is no calendar or no rule is refused by name."""
    none: Any = "nct05807880"
    with pytest.raises(PlanError, match="visits_of takes a Calendar, not str"):
        visits_of(none)
    with pytest.raises(PlanError, match="dosing: a rule of visits is a VisitRule, not 'nct"):
        VisitRules(dosing=none)
    with pytest.raises(PlanError, match="the rules of visits are VisitRules, not 'nct05807880'"):
        visits_of(_planned("drug-a 5 mg IV d1 q21d x1", formulary), none)


@pytest.mark.parametrize("kind", ["assessment", "review"])
def test_what_counts_from_the_treatment_has_no_anchor_in_a_cycle(kind: str) -> None:
    """An assessment counts from the start, and a review from a first dose."""
    cycle = VisitRule.parse(anchor="day 1 of the cycle")
    rules: dict[str, Any] = {kind: cycle}
    with pytest.raises(PlanError, match=f"{kind}: 'day 1 of the cycle' does not fit"):
        VisitRules(**rules)
    rules[kind] = VisitRule.parse(anchor="start of the course")
    assert VisitRules(**rules) != VisitRules()


def test_a_dose_before_day_1_is_a_visit_with_its_own_place(formulary: Formulary) -> None:
    """Day -1 of cycle 2 is the last day of cycle 1; the drug at home makes no visit."""
    line = "(drug-a 5 mg IV d-1,1 + drug-b 5 mg PO QD d1-3) q21d x2"
    visits = visits_of(_planned(line, formulary))

    assert [(each.kind, each.place, each.planned, each.what) for each in visits] == [
        ("dosing", "C1D-1", dt.date(2026, 12, 6), ("drug-a",)),
        ("day 1", "C1D1", START, ("drug-a",)),
        ("dosing", "C2D-1", dt.date(2026, 12, 27), ("drug-a",)),
        ("day 1", "C2D1", dt.date(2026, 12, 28), ("drug-a",)),
    ]
    assert [each.at_home for each in visits] == [(), ("drug-b",), (), ("drug-b",)]


@pytest.mark.parametrize("day", [1, 21])
def test_a_day_1_names_a_drug_that_is_taken_on_one_day_of_its_cycle(
    day: int, formulary: Formulary
) -> None:
    """The first and the last day of a cycle are in it."""
    line = f"(drug-a 5 mg IV d1 + drug-b 5 mg PO QD d{day} in cycles 2) q21d x3"
    visits = visits_of(_planned(line, formulary))

    assert [each.at_home for each in visits] == [(), ("drug-b",), ()]


def test_a_dose_of_another_cycle_does_not_follow_a_moved_day_1(formulary: Formulary) -> None:
    """A drug every 14 days beside a cycle of 21 days: cycle 2 moves, and day 15 does not."""
    line = "(drug-a 5 mg IV d1 q14d + drug-b 5 mg PO QD d1-14) q21d x2"
    rule = VisitRule.parse(window="0 to +3 days", policy="next working day")
    closed = closed_days([dt.date(2026, 12, 28)])
    visits = visits_of(_planned(line, formulary), VisitRules(day_1=rule, dosing=rule), closed)

    assert [(each.kind, each.place, each.planned) for each in visits] == [
        ("day 1", "C1D1", START),
        ("dosing", "C2D1", dt.date(2026, 12, 21)),
        ("day 1", "C2D1", dt.date(2026, 12, 29)),
        ("dosing", "C3D1", dt.date(2027, 1, 4)),
    ]


def test_a_cycle_without_doses_is_as_late_as_the_one_before(formulary: Formulary) -> None:
    """Cycle 2 gives nothing; it is delayed by 3 days, and counts from the start 3 days earlier."""
    line = "drug-a 5 mg IV d1 in cycles 1,3 q21d x3"
    rules = VisitRules(day_1=VisitRule.parse(anchor="start of the course", window="0 to +3 days"))
    calendar = _planned(line, formulary, delays={("phase-1", 2): 3})
    visits = visits_of(calendar, rules)

    assert [(each.nominal, each.planned, each.what) for each in visits] == [
        (START, START, ("drug-a",)),
        (dt.date(2026, 12, 28), dt.date(2026, 12, 31), ()),
        (dt.date(2027, 1, 18), dt.date(2027, 1, 21), ("drug-a",)),
    ]


def test_assessments_have_the_place_of_their_page_and_their_own_rule(
    trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """Every 6 weeks from 7 December 2026: 18 January 2027, day 15 of cycle 2 of 28 days."""
    settled = Settlement(assess={"response": Span(6, "week")})
    calendar = plan(
        settle(trial("nct04350190"), None, settled),
        PATIENT,
        start=START,
        formulary=formulary,
        through=dt.date(2027, 1, 31),
    )
    rules = VisitRules(
        assessment=VisitRule.parse(window="-7 to +7 days", policy="nearest within the window")
    )
    closed = closed_days({dt.date(2027, 1, 18): "holiday"}, weekends=True)
    found = [each for each in visits_of(calendar, rules, closed) if each.kind == "assessment"]

    assert [(each.place, each.what, each.nominal, each.planned) for each in found] == [
        ("C2D15", ("response 1",), dt.date(2027, 1, 18), dt.date(2027, 1, 19))
    ]
    flagged = visit_findings(visits_of(calendar, None, closed_days([dt.date(2027, 1, 18)])))
    # the antibody is given on the same day, which is a visit of its own
    assert [(each.name, each.about) for each in flagged] == [
        ("visit-on-closed-day", "treatment C2D15"),
        ("visit-on-closed-day", "response 1"),
    ]


@pytest.mark.parametrize(("days", "place"), [(55, "C2D28"), (56, "C3D1")])
def test_the_first_and_the_last_day_of_a_cycle_are_in_it(
    days: int, place: str, trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """55 days behind day 1 is the last of two cycles of 28 days, and a day later the next."""
    settled = Settlement(assess={"response": Span(days, "day")})
    calendar = plan(
        settle(trial("nct04350190"), None, settled),
        PATIENT,
        start=START,
        formulary=formulary,
        through=dt.date(2027, 2, 28),
    )
    (found,) = [each for each in visits_of(calendar) if each.kind == "assessment"]

    assert (found.place, found.planned) == (place, START + dt.timedelta(days=days))


def test_a_dose_of_another_cycle_does_not_say_how_late_a_cycle_is(formulary: Formulary) -> None:
    """Cycle 2 of 14 days is on 21 December, before the delay of cycle 2 of 21 days."""
    line = "(drug-a 5 mg IV d1 q14d + drug-b 5 mg IV d1) q21d x2"
    rules = VisitRules(day_1=VisitRule.parse(anchor="start of the course", window="0 to +3 days"))
    calendar = _planned(line, formulary, delays={("phase-1", 2): 3})
    found = [each for each in visits_of(calendar, rules) if each.is_day_1]

    assert [(each.nominal, each.planned) for each in found] == [
        (START, START),
        (dt.date(2026, 12, 28), dt.date(2026, 12, 31)),
    ]
    assert first_delay(calendar, ()) is None


def test_findings_of_visits_that_are_no_doses_name_what_they_are(
    trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """A review behind the plan has no place, and is named by what it is."""
    settled = Settlement(cycles={"combination": 4})
    calendar = plan(
        settle(trial("nct05807880"), None, settled),
        PATIENT,
        start=START,
        formulary=formulary,
        through=dt.date(2027, 1, 31),
    )
    closed = closed_days([dt.date(2028, 12, 7)])
    (found,) = visit_findings(visits_of(calendar, None, closed))

    assert (found.level, found.name) == ("warning", "visit-on-closed-day")
    assert found.about == next(each.name for each in calendar.reviews)
    assert found.words == (
        "2028-12-07 is a closed day (closed), and no policy or window gives another date"
    )


def test_a_soft_window_is_left_with_a_note(formulary: Formulary) -> None:
    """What a protocol calls soft is told, and asks for no answer."""
    rule = VisitRule.parse(window="0 to +1 days, soft", policy="next working day")
    closed = closed_days([dt.date(2026, 12, 28), dt.date(2026, 12, 29)])
    calendar = _planned("drug-a 5 mg IV d1 q21d x2", formulary)
    found = visit_findings(visits_of(calendar, VisitRules(day_1=rule), closed))

    assert [(each.level, each.name, each.about) for each in found] == [
        ("note", "visit-outside-window", "phase-1 C2D1"),
        ("note", "day-1-moved", "phase-1 C2D1"),
    ]


def test_visits_in_a_year_that_is_not_official_are_told_once(formulary: Formulary) -> None:
    """Two of three visits lie in 2027, whose closed days may change."""
    country = CountryDays("XX", (2026, 2027), provisional=frozenset({2027}))
    calendar = _planned("drug-a 5 mg IV d1 q28d x3", formulary)
    (found,) = visit_findings(visits_of(calendar, None, closed_days(country=country)))

    assert (found.level, found.name, found.about) == ("note", "visits-provisional", "closed days")
    assert "2 of the visits, from 2027-01-04 on, may move" in found.words


def test_a_visit_that_is_planned_earlier_is_no_delay(formulary: Formulary) -> None:
    """Only a later day 1 delays its cycle, and only a day 1 does."""
    nearest = VisitRule.parse(window="-1 to 0 days", policy="nearest within the window")
    later = VisitRule.parse(window="0 to +1 days", policy="next working day")
    calendar = _planned("drug-a 5 mg IV d1,8 q21d x2", formulary)
    closed = closed_days([dt.date(2026, 12, 14), dt.date(2026, 12, 28)])
    visits = visits_of(calendar, VisitRules(day_1=nearest, dosing=later), closed)

    assert [each.date.moved_by for each in visits] == [0, 1, -1, 0]
    assert [each.planned for each in visits][3] == dt.date(2027, 1, 3)
    assert first_delay(calendar, visits) is None
    (found,) = visit_findings(visits)
    assert (found.level, found.name, found.about) == ("note", "day-1-moved", "phase-1 C2D1")
    assert found.words == (
        "2026-12-27 is 1 day earlier, and the calendar still has it on 2026-12-28, for no plan"
        " begins a cycle early; a window without days before it gives a later date"
    )
