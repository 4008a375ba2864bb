"""Days, cycles and cycles of one's own, worked by hand: an invented trial for each sentence.

7 December 2026 is a Monday. Cycles of 21 days then begin on 7 December, 28 December, 18 January
and 8 February; those of 14 days on 7 December, 21 December and 4 January.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from npc_regimens.errors import PatientError, PlanError
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, explain, find, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Settlement, Trial, settle

MONDAY = dt.date(2026, 12, 7)
NO_PRODUCTS = Formulary(())
PATIENT = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")


def trial(cycle: str, cycles: str, sessions: int | None = None, **components: Any) -> Trial:
    """Write a trial of one phase whose components are infusions of 100 mg."""
    stated = {"dose": "100 mg", "route": "intravenous", "cite": "example-2020#table-1"}
    phase: dict[str, Any] = {"name": "p", "cycle": cycle, "cycles": cycles}
    phase |= {"give": list(components)} | ({"sessions": sessions} if sessions else {})
    return Trial.model_validate(
        {
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "component": {
                name: {"drug": name, **stated, **component}
                for name, component in components.items()
            },
            "arm": [{"id": "only", "name": "The only arm", "phase": [phase]}],
        }
    )


def planned(trial: Trial, start: dt.date = MONDAY, **optional: bool) -> Calendar:
    """Plan a trial for the one patient."""
    regimen = settle(trial, None, Settlement(optional=optional))
    return plan(regimen, PATIENT, start=start, formulary=NO_PRODUCTS)


def dates(calendar: Calendar, drug: str = "a") -> list[str]:
    """Write the dates of a drug, as month and day."""
    return [f"{a.planned_date:%m-%d}" for a in calendar.administrations if a.drug == drug]


def places(calendar: Calendar, drug: str = "a") -> list[str]:
    """Write the places of a drug."""
    return [a.place for a in calendar.administrations if a.drug == drug]


def test_the_day_before_each_cycle() -> None:
    """Drug A on day -1 and day 1: on 6 and 7 December, and on 27 and 28 December."""
    calendar = planned(trial("21 days", "2", a={"days": "-1, 1"}))

    assert dates(calendar) == ["12-06", "12-07", "12-27", "12-28"]
    assert places(calendar) == ["C1D-1", "C1D1", "C2D-1", "C2D1"]
    assert [each.study_day for each in calendar.administrations] == [-1, 1, 21, 22]
    assert calendar.start == MONDAY
    first, second = list(calendar.days())[:2]
    assert (first.date, first.study_day, first.cycle, first.cycle_day) == (
        dt.date(2026, 12, 6),
        -1,
        1,
        -1,
    )
    assert (second.date, second.study_day, second.cycle_day) == (MONDAY, 1, 1)
    assert len(list(calendar.days())) == 43
    (found,) = find(calendar, "a", 2, -1)
    assert explain(found, NO_PRODUCTS)[:3] == (
        "place: phase p, cycle 2, day -1, once",
        "date: nominal 2026-12-27, planned 2026-12-27 (study day 21)",
        "order: a 100 mg, intravenous, once, days -1, 1",
    )


def test_from_three_days_before_to_day_two() -> None:
    """Days -3 to 2 are five days, for there is no day 0: 4 to 8 December."""
    calendar = planned(trial("21 days", "1", a={"days": "-3 to 2"}))

    assert dates(calendar) == ["12-04", "12-05", "12-06", "12-07", "12-08"]
    assert [each.study_day for each in calendar.administrations] == [-3, -2, -1, 1, 2]


def test_a_dose_before_day_1_needs_a_measurement_before_it() -> None:
    """A measurement of day 1 says nothing of a dose three days before."""
    regimen = settle(trial("21 days", "1", a={"days": "-3"}))
    late = Patient.measured(on=MONDAY, height="170 cm", weight="65 kg")

    with pytest.raises(PatientError, match="no measurement on or before 2026-12-04"):
        plan(regimen, late, start=MONDAY, formulary=NO_PRODUCTS)


def test_before_the_first_of_all_days_there_is_none() -> None:
    """A start so early that the day before it has no date is refused."""
    regimen = settle(trial("21 days", "1", a={"days": "-3 to 1"}))
    with pytest.raises(PlanError, match="the days before 0001-01-01 are none"):
        plan(regimen, PATIENT, start=dt.date.min, formulary=NO_PRODUCTS)


def test_every_other_day_of_a_week() -> None:
    """Days 1 to 7, every other day: 1, 3, 5 and 7 of each cycle."""
    calendar = planned(trial("21 days", "2", a={"days": "1-7 every other day"}))

    first = ["12-07", "12-09", "12-11", "12-13"]
    assert dates(calendar) == [*first, "12-28", "12-30", "01-01", "01-03"]


def test_weekly_in_a_cycle_of_three_weeks() -> None:
    """Once a week from day 1: days 1, 8 and 15, and seven days later the next cycle begins."""
    calendar = planned(trial("21 days", "2", a={"days": "weekly"}))

    assert dates(calendar) == ["12-07", "12-14", "12-21", "12-28", "01-04", "01-11"]


def test_five_days_a_week_for_three_of_four_weeks() -> None:
    """Five days on and two off, three weeks on and one off: 15 days of 28, none after day 19."""
    days = "5 days on, 2 days off; 3 weeks on, 1 week off"
    calendar = planned(trial("28 days", "1", a={"days": days}))

    week = [1, 2, 3, 4, 5]
    assert [each.cycle_day for each in calendar.administrations] == [
        *week,
        *(day + 7 for day in week),
        *(day + 14 for day in week),
    ]


def test_weekdays_of_two_weeks_from_a_thursday() -> None:
    """Fourteen days from Thursday 10 December hold ten weekdays, the last of them the 23rd."""
    calendar = planned(trial("21 days", "1", a={"days": "1-14 weekdays"}), dt.date(2026, 12, 10))

    assert dates(calendar) == [
        *("12-10", "12-11"),
        *("12-14", "12-15", "12-16", "12-17", "12-18"),
        *("12-21", "12-22", "12-23"),
    ]
    assert places(calendar)[-1] == "C1D14"


def test_two_drugs_in_turn() -> None:
    """Drug A in odd cycles and drug B in even ones, five cycles: A, B, A, B, A."""
    odd, even = {"days": "1", "cycles": "odd"}, {"days": "1", "cycles": "even"}
    calendar = planned(trial("21 days", "5", a=odd, b=even))

    assert dates(calendar, "a") == ["12-07", "01-18", "03-01"]
    assert dates(calendar, "b") == ["12-28", "02-08"]
    assert [[order.drug for order in span.orders] for span in calendar.cycles] == [
        *(["a"], ["b"], ["a"], ["b"], ["a"]),
    ]


def test_a_cycle_of_its_own_beside_that_of_the_phase() -> None:
    """Every 14 days in two cycles of 21: three doses, of which the third is C3D1 of its own."""
    own = {"days": "1", "cycle": "14 days"}
    calendar = planned(trial("21 days", "2", a=own, b={"days": "1"}))

    assert dates(calendar, "a") == ["12-07", "12-21", "01-04"]
    assert places(calendar, "a") == ["C1D1", "C2D1", "C3D1"]
    assert dates(calendar, "b") == ["12-07", "12-28"]
    totals = [(t.cycle, t.total.drug, t.total.administrations) for t in calendar.cycle_totals()]
    assert totals == [(1, "a", 1), (1, "b", 1), (2, "a", 1), (2, "b", 1), (3, "a", 1)]
    (found,) = find(calendar, "a", 3, 1)
    assert "days 1 of its own cycle of 14 days" in explain(found, NO_PRODUCTS)[2]


def test_an_optional_day_is_given_if_the_caller_says_so() -> None:
    """Days 1 and 8, and day 15 only if it is settled: 21 December comes or does not."""
    stated = trial("21 days", "1", a={"days": "1, 8", "optional": "15"})

    assert dates(planned(stated, a=True)) == ["12-07", "12-14", "12-21"]
    assert dates(planned(stated, a=False)) == ["12-07", "12-14"]


def test_days_of_radiotherapy_are_those_of_its_sessions() -> None:
    """A dose that follows radiotherapy is given on the dates of sessions, and on no other."""
    regimen = settle(trial("21 days", "1", sessions=7, a={"days": "radiotherapy days"}))

    calendar = plan(
        regimen, PATIENT, start=MONDAY, formulary=NO_PRODUCTS, closures={dt.date(2026, 12, 8)}
    )

    assert dates(calendar) == ["12-07", "12-09", "12-10", "12-11", "12-14", "12-15", "12-16"]
    assert [each.date for each in calendar.sessions] == [
        each.planned_date for each in calendar.administrations
    ]
