"""Dispensing: what is refused, what cannot be counted, and counts that contradict each other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.checks.dispensing import dispensing_findings
from npc_regimens.course.balances import balances, expected_taken
from npc_regimens.course.dispensing import Supply, dispensing
from npc_regimens.course.visiting import VisitRules, visits_of
from npc_regimens.errors import DateError, PlanError
from npc_regimens.notation import parse
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.regimen import settle
from npc_regimens.units import Amount
from npc_regimens.visits import VisitRule, closed_days

if TYPE_CHECKING:
    from npc_regimens.planning import Calendar
    from npc_regimens.products import Formulary

START = dt.date(2026, 12, 7)
DAY_28 = dt.date(2027, 1, 4)
PATIENT = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
TABLET = Supply("apatinib", "apatinib-tablets", Amount.parse("250 mg"))
OTHER = Supply("apatinib", "apatinib-tablets", Amount.parse("425 mg"))


def _planned(line: str, formulary: Formulary, **options: Any) -> Calendar:
    return plan(settle(parse(line)), PATIENT, start=START, formulary=formulary, **options)


@pytest.fixture(name="calendar")
def _calendar(formulary: Formulary) -> Calendar:
    return _planned("apatinib 250 mg PO QD d1-21 q28d x2", formulary)


def test_dispensing_is_counted_from_a_calendar(calendar: Calendar) -> None:
    """What is no calendar, and spare days that are no number of days, are refused."""
    none: Any = "nct03130270"
    with pytest.raises(PlanError, match="dispensing takes a Calendar, not str"):
        dispensing(none)
    for days in (-1, 100, True, "1"):
        wrong: Any = days
        with pytest.raises(PlanError, match="spare days are a whole number from 0 to 99"):
            dispensing(calendar, spare_days=wrong)
    assert dispensing(calendar, spare_days=99) == dispensing(calendar)  # the days are listed


def test_visits_stand_in_order_and_within_the_plan(
    calendar: Calendar, formulary: Formulary
) -> None:
    """No visits, two on one date, or one behind the plan are refused."""
    visits = visits_of(calendar)
    later = visits_of(_planned("apatinib 250 mg PO QD d1-21 q28d x3", formulary))
    with pytest.raises(PlanError, match="give at least one visit"):
        dispensing(calendar, [])
    with pytest.raises(PlanError, match="the visit on 2026-12-07 does not come after that on 2026"):
        dispensing(calendar, [visits[0], visits[0]])
    with pytest.raises(
        PlanError, match="2027-02-01 lies behind the plan, which ends on 2027-01-31"
    ):
        dispensing(calendar, later)


@pytest.mark.parametrize("size", [0, -10, True, "10", 10_000])
def test_a_pack_holds_a_whole_number_of_units(size: Any, calendar: Calendar) -> None:
    """An empty pack would be handed out for ever."""
    packs = {("apatinib", TABLET.strength): size}
    with pytest.raises(PlanError, match="a pack of apatinib 250 mg holds a whole number of units"):
        dispensing(calendar, packs=packs)
    packs = {("apatinib", TABLET.strength): 9999}
    assert dispensing(calendar, packs=packs).handouts[0].items[0].handed_out == 9999


def test_a_day_1_that_is_moved_before_its_doses_is_refused(
    calendar: Calendar, formulary: Formulary
) -> None:
    """Day 1 to 3 of cycle 2 would be taken before they are handed out."""
    rule = VisitRule.parse(window="0 to +7 days", policy="next working day")
    closed = closed_days([DAY_28, dt.date(2027, 1, 5)])
    rules = VisitRules(day_1=rule)
    with pytest.raises(PlanError) as refused:
        dispensing(calendar, visits_of(calendar, rules, closed))

    assert str(refused.value) == (
        f"{calendar.regimen.id}: phase-1 C2D1 is moved to 2027-01-06, and the calendar gives"
        " 'apatinib' from 2027-01-04 on; delay the cycle, plan again and count then"
    )
    later = _planned("apatinib 250 mg PO QD d1-21 q28d x2", formulary, delays={("phase-1", 2): 2})
    assert dispensing(later, visits_of(later, rules, closed)).needed() == {TABLET: 42}


def test_one_dose_that_a_moved_day_1_leaves_behind_is_refused(formulary: Formulary) -> None:
    """The only dose of the cycle is on day 1, which is moved by one day."""
    calendar = _planned("apatinib 250 mg PO QD d1 q28d x2", formulary)
    rule = VisitRule.parse(window="0 to +1 days", policy="next working day")
    visits = visits_of(calendar, VisitRules(day_1=rule), closed_days([DAY_28]))
    with pytest.raises(PlanError, match="phase-1 C2D1 is moved to 2027-01-05, and the calendar"):
        dispensing(calendar, visits)


def test_a_visit_within_a_cycle_may_move(formulary: Formulary) -> None:
    """Day 8 is Monday 14 December, and moved to 15 December: 8 tablets before it and 6 after."""
    calendar = _planned("(drug-a 5 mg IV d1,8 + apatinib 250 mg PO QD d1-14) q21d x1", formulary)
    rule = VisitRule.parse(window="0 to +1 days", policy="next working day")
    closed = closed_days([dt.date(2026, 12, 14)])
    found = dispensing(calendar, visits_of(calendar, VisitRules(dosing=rule), closed))

    assert [i.needed for each in found.handouts for i in each.items] == [8, 6]


@pytest.mark.parametrize(
    "line",
    [
        "apatinib 250 mg PO QD continuous q28d x2",  # goes on meanwhile
        "(apatinib 250 mg PO QD d2-21 + penpulimab 200 mg IV d1) q28d x2",  # begins on day 2
    ],
)
def test_a_day_1_may_move_where_no_dose_of_its_cycle_is_left_behind(
    line: str, formulary: Formulary
) -> None:
    """One day later: a continuous drug has its tablets, and another begins on day 2."""
    calendar = _planned(line, formulary)
    rule = VisitRule.parse(window="0 to +1 days", policy="next working day")
    visits = visits_of(calendar, VisitRules(day_1=rule), closed_days([DAY_28]))

    assert visits[1].planned == dt.date(2027, 1, 5)
    assert sum(dispensing(calendar, visits).needed().values()) in {56, 40}


def test_a_soft_window_that_is_left_needs_no_further_cover(formulary: Formulary) -> None:
    """Planned 2 days behind a window of 1 day: its own date is the latest, and 30 days are due."""
    calendar = _planned("apatinib 250 mg PO QD continuous q28d x2", formulary)
    rule = VisitRule.parse(window="0 to +1 days, soft", policy="next working day")
    closed = closed_days([DAY_28, dt.date(2027, 1, 5)])
    found = dispensing(calendar, visits_of(calendar, VisitRules(day_1=rule), closed))

    assert [(i.needed, i.cover) for each in found.handouts for i in each.items] == [
        (30, 0),
        (26, 0),
    ]


def test_what_cannot_be_counted_is_told(formulary: Formulary) -> None:
    """A drug without a product has no units, and is named."""
    calendar = _planned("(drug-a 5 mg PO QD d1-3 + apatinib 250 mg PO QD d1) q21d x1", formulary)
    found = dispensing(calendar)
    (told,) = dispensing_findings(found)

    assert found.uncounted == ("drug-a",)
    assert found.needed() == {TABLET: 1}
    assert (told.level, told.name, told.about) == ("warning", "not-counted", "drug-a")


@pytest.mark.parametrize(
    ("days", "count", "said"), [("-1,1", 1, "1 dose lies"), ("-2,-1,1", 2, "2 doses lie")]
)
def test_doses_before_the_first_visit_are_told(
    days: str, count: int, said: str, formulary: Formulary
) -> None:
    """They are needed, so they are counted, and somebody must hand them out earlier."""
    found = dispensing(_planned(f"apatinib 250 mg PO QD d{days} q28d x2", formulary))
    (told,) = dispensing_findings(found)

    assert found.before_first == count
    # the days before day 1 of cycle 2 are handed out at day 1 of cycle 1
    assert [i.needed for each in found.handouts for i in each.items] == [2 * count + 1, 1]
    assert (told.level, told.name, told.about) == ("warning", "before-first-visit", "2026-12-07")
    assert told.words.startswith(said)


def test_nothing_at_home_is_nothing_to_hand_out(formulary: Formulary) -> None:
    """An infusion is given at the clinic."""
    found = dispensing(_planned("penpulimab 200 mg IV d1 q21d x2", formulary))

    assert [each.items for each in found.handouts] == [(), ()]


def test_a_plan_that_ends_early_tells_what_is_not_covered(formulary: Formulary) -> None:
    """Through day 2 of cycle 2, and the treatment goes on."""
    calendar = _planned(
        "apatinib 250 mg PO QD continuous q28d x2", formulary, through=dt.date(2027, 1, 5)
    )
    (told,) = dispensing_findings(dispensing(calendar))

    assert (told.level, told.name, told.about) == ("note", "plan-ends", "2027-01-04")
    assert "treatment goes on after 2027-01-05" in told.words


def test_a_balance_has_a_line_for_each_supply(calendar: Calendar) -> None:
    """What was expected and not dispensed, and what was dispensed and not expected, both stand."""
    found = balances(
        calendar,
        handed_out_on=START,
        counted_on=DAY_28,
        dispensed={OTHER: 5},
        returned={OTHER: 5},
    )

    assert [
        (b.supply, b.dispensed, b.returned, b.taken, b.expected, b.difference) for b in found
    ] == [
        (OTHER, 5, 5, 0, 0, 0),
        (TABLET, 0, 0, 0, 21, -21),
    ]


def test_counts_that_contradict_each_other_are_refused(calendar: Calendar) -> None:
    """More back than went out is a slip of counting."""
    dates: dict[str, Any] = {"handed_out_on": START, "counted_on": DAY_28}
    with pytest.raises(PlanError, match="apatinib, 250 mg: 22 units returned, and 21 dispensed"):
        balances(calendar, **dates, dispensed={TABLET: 21}, returned={TABLET: 22})
    with pytest.raises(PlanError, match="apatinib, 425 mg: 1 units returned, and 0 dispensed"):
        balances(calendar, **dates, dispensed={TABLET: 21}, returned={OTHER: 1})
    none: Any
    for none in (-1, True, "21"):
        with pytest.raises(PlanError, match="units dispensed are no count; give a whole number"):
            balances(calendar, **dates, dispensed={TABLET: none}, returned={})
        with pytest.raises(PlanError, match="units returned are no count; give a whole number"):
            balances(calendar, **dates, dispensed={TABLET: 21}, returned={TABLET: none})
    by_name: Any = {"apatinib": 21}
    with pytest.raises(PlanError, match="dispensed: counts are by Supply, not by 'apatinib'"):
        balances(calendar, **dates, dispensed=by_name, returned={})


def test_the_dates_of_a_count_are_in_order(calendar: Calendar) -> None:
    """What is counted on the day of handing out has no doses yet."""
    none: Any = dt.datetime(2027, 1, 4, 12, tzinfo=dt.UTC)
    assert expected_taken(calendar, START, START) == {}
    with pytest.raises(
        PlanError, match="counted on 2026-12-06, before it was handed out on 2026-1"
    ):
        expected_taken(calendar, START, dt.date(2026, 12, 6))
    with pytest.raises(DateError, match="the day of counting must be"):
        expected_taken(calendar, START, none)
    with pytest.raises(DateError, match="the day of handing out must be"):
        expected_taken(calendar, none, DAY_28)
    with pytest.raises(PlanError, match="expected_taken takes a Calendar, not datetime"):
        expected_taken(none, START, DAY_28)
