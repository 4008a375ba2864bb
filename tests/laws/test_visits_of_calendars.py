"""Laws of visits: each page of a calendar has its visits, windows hold, and time may be moved."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from npc_regimens import strategies as ours
from npc_regimens.course.visiting import VisitRules, first_delay, visits_of
from npc_regimens.notation import parse
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.regimen import settle
from npc_regimens.visits import ClosedDays, VisitRule, Window, closed_days, fit
from npc_regimens.visits.rules import POLICIES

if TYPE_CHECKING:
    from npc_regimens.products import Formulary

MONDAY = dt.date(2024, 2, 26)  # its windows go over a leap day
PATIENT = Patient.measured(on=MONDAY, height="170 cm", weight="65 kg")
DAYS = st.integers(-15, 15)
CLOSURES = st.sets(DAYS, max_size=20)
WINDOWS = st.builds(Window, st.integers(0, 9), st.integers(0, 9), st.booleans())
RULES = st.builds(VisitRule, WINDOWS, st.sampled_from(POLICIES))


def _closed(days: set[int], first: dt.date = MONDAY) -> ClosedDays:
    return closed_days([first + dt.timedelta(days=day) for day in days])


@given(ours.calendars())
def test_without_closed_days_every_visit_is_where_the_calendar_has_it(calendar: Calendar) -> None:
    """Each cycle has one day 1, each date at the clinic one visit, and all of them are kept."""
    visits = visits_of(calendar)
    at_clinic = {each.planned_date for each in calendar.administrations if not each.at_home}
    days_1 = [(each.phase, each.cycle, each.planned) for each in visits if each.is_day_1]
    dosing = [each for each in visits if each.kind in {"day 1", "dosing"} and each.what]

    assert days_1 == [(span.phase.name, span.cycle, span.first) for span in calendar.cycles]
    assert sorted(each.planned for each in dosing) == sorted(at_clinic)
    assert {each.status for each in visits} <= {"kept"}
    assert [each.planned for each in visits] == sorted(each.planned for each in visits)
    assert first_delay(calendar, visits) is None


@given(RULES, CLOSURES)
def test_a_hard_window_is_never_left_and_an_open_day_never_moved(
    rule: VisitRule, days: set[int]
) -> None:
    """A planned date is in the window, or its window is soft and the policy goes on."""
    found = fit(MONDAY, rule, _closed(days))

    if rule.window.hard or rule.policy != "next working day":
        assert rule.window.holds(MONDAY, found.planned)
    if 0 not in days:
        assert (found.planned, found.status, found.closed) == (MONDAY, "kept", None)
    if found.planned != MONDAY:
        assert (found.planned - MONDAY).days not in days
    assert (found.status == "flagged") == (rule.policy != "keep" and found.stays_closed)


@given(RULES, CLOSURES, st.integers(-4000, 4000))
def test_a_visit_moves_in_time_with_its_closed_days(
    rule: VisitRule, days: set[int], later: int
) -> None:
    """The same days later, everything is the same days later."""
    by = dt.timedelta(days=later)
    one, other = (
        fit(MONDAY, rule, _closed(days)),
        fit(MONDAY + by, rule, _closed(days, MONDAY + by)),
    )

    assert (other.nominal, other.planned) == (one.nominal + by, one.planned + by)
    assert (other.status, other.closed) == (one.status, one.closed)


@given(RULES, CLOSURES)
def test_a_planned_date_that_is_open_stays_where_it_is(rule: VisitRule, days: set[int]) -> None:
    """Fitted again from where it was planned, a visit that is not flagged stays."""
    closed = _closed(days)
    once = fit(MONDAY, rule, closed)
    twice = fit(MONDAY, rule, closed, wanted=once.planned)

    assert twice.planned == once.planned
    assert twice.status == once.status


@given(closures=st.sets(st.integers(0, 60), max_size=25))
def test_delays_are_followed_until_every_day_1_is_open(
    formulary: Formulary, closures: set[int]
) -> None:
    """Planned again cycle by cycle, each day 1 is the first open day 14 days behind the last."""
    regimen = settle(parse("drug-a 5 mg IV d1 q14d x4"))
    start = MONDAY + dt.timedelta(days=61)
    closed = _closed({day + 62 for day in closures})
    rule = VisitRule.parse(window="0 to +99 days", policy="next working day")
    delays: dict[tuple[str, int], int] = {}
    for _ in range(3):
        calendar = plan(regimen, PATIENT, start=start, formulary=formulary, delays=delays)
        found = first_delay(calendar, visits_of(calendar, VisitRules(day_1=rule), closed))
        delays |= {} if found is None else dict([found])
    calendar = plan(regimen, PATIENT, start=start, formulary=formulary, delays=delays)
    expected = [start]
    for _ in range(3):
        day = expected[-1] + dt.timedelta(days=14)
        while (day - MONDAY).days - 62 in closures:
            day += dt.timedelta(days=1)
        expected.append(day)

    assert [span.first for span in calendar.cycles] == expected
