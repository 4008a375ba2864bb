"""Laws of dispensing: nothing is lost between visits, cover is never short, balances add up."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npc_regimens import strategies as ours
from npc_regimens.course.balances import balances, expected_taken
from npc_regimens.course.dispensing import Supply, dispensing
from npc_regimens.course.visiting import VisitRules, visits_of
from npc_regimens.notation import parse
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.regimen import settle
from npc_regimens.units import Amount
from npc_regimens.visits import VisitRule, Window

if TYPE_CHECKING:
    from npc_regimens.products import Formulary

START = dt.date(2026, 12, 7)
PATIENT = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
SUPPLY = Supply("apatinib", "apatinib-tablets", Amount.parse("250 mg"))


@given(ours.calendars(), st.integers(0, 9), st.integers(0, 3), st.integers(1, 30))
def test_what_is_handed_out_is_what_the_calendar_totals(
    calendar: Calendar, after: int, spare: int, pack: int
) -> None:
    """The needed units of all visits are the totals by strength, whatever windows and packs are."""
    rules = VisitRules(day_1=VisitRule(Window(0, after)))
    visits = [each for each in visits_of(calendar, rules) if each.is_day_1]
    sizes = {(each.drug, u.strength): pack for each in calendar.administrations for u in each.units}
    found = dispensing(calendar, visits, packs=sizes, spare_days=spare)
    oral = {each.component for each in calendar.administrations if each.route == "oral"}
    totals = {
        Supply(total.component, units.product, units.strength): units.count
        for total in calendar.totals()
        if total.component in oral
        for units in total.units
    }

    assert found.needed() == totals
    for item in (item for each in found.handouts for item in each.items):
        assert item.handed_out % pack == 0
        assert 0 <= item.handed_out - item.needed - item.cover < pack
        assert item.expected_return == item.handed_out - item.needed
    ends = [each.planned for each in visits[1:]] + [calendar.last_day + dt.timedelta(days=1)]
    for each, end in zip(found.handouts, ends, strict=True):
        since = calendar.first_day if each is found.handouts[0] else each.visit.planned
        wanted = expected_taken(calendar, since, end)
        assert {item.supply: item.needed for item in each.items if item.needed} == wanted


LINES = [
    f"({a} + {b}) q{length}d x3"
    for a, b, length in product(
        ("apatinib 250 mg PO QD continuous", "apatinib 675 mg PO BID continuous"),
        ("capecitabine 1150 mg PO BID d1-14", "capecitabine 500 mg PO QD 5 days on, 2 days off"),
        (14, 21, 28),
    )
]


@pytest.mark.parametrize("line", LINES)
def test_cover_is_never_short_on_any_date_of_the_window(line: str, formulary: Formulary) -> None:
    """Planned anew with the next visit on each date of its window, the supply still suffices.

    On the late edge it is used up to the last unit, and a drug that is listed has no cover.
    """
    regimen = settle(parse(line))
    calendar = plan(regimen, PATIENT, start=START, formulary=formulary)
    for after in (0, 1, 7):
        rules = VisitRules(day_1=VisitRule(Window(2, after)))
        visits = [each for each in visits_of(calendar, rules) if each.is_day_1]
        handed_out = {
            item.supply: item.handed_out for item in dispensing(calendar, visits).handouts[0].items
        }
        for late in range(after + 1):
            delays = {(regimen.phases[0].name, 2): late} if late else {}
            anew = plan(regimen, PATIENT, start=START, formulary=formulary, delays=delays)
            taken = Counter(
                {
                    Supply(each.component, units.product, units.strength): 0
                    for each in anew.administrations
                    for units in each.units
                }
            )
            for each in anew.administrations:
                if each.planned_date < visits[1].planned + dt.timedelta(days=late):
                    for units in each.units:
                        taken[Supply(each.component, units.product, units.strength)] += units.count
            assert all(taken[supply] <= handed_out[supply] for supply in taken)
            if late == after:
                assert taken == handed_out


@given(first=st.integers(0, 500), second=st.integers(0, 500), days=st.integers(0, 60))
def test_a_balance_adds_up(formulary: Formulary, first: int, second: int, days: int) -> None:
    """What is dispensed comes back or is taken, and what is taken is expected or a difference."""
    dispensed, returned = max(first, second), min(first, second)
    line = "apatinib 500 mg PO QD d1-21 q28d x2"
    calendar = plan(settle(parse(line)), PATIENT, start=START, formulary=formulary)
    found = balances(
        calendar,
        handed_out_on=START,
        counted_on=START + dt.timedelta(days=days),
        dispensed={SUPPLY: dispensed},
        returned={SUPPLY: returned},
    )
    by_supply = {each.supply: each for each in found}

    assert len(by_supply) == len(found)
    for each in found:
        assert each.dispensed == each.returned + each.taken
        assert each.taken == each.expected + each.difference
    assert by_supply[SUPPLY].taken == dispensed - returned
