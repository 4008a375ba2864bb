"""Dispensing worked by hand: capecitabine 21 of 21 and 14 of 21 days, apatinib on all 28 days.

Start Monday 7 December 2026. The patient of 170 cm and 65 kg has 1.75 m2, so capecitabine of
650 mg/m2 is 1137.5 mg, ordered as 1150 mg: 2 tablets of 500 mg and 1 of 150 mg. Twice a day for 21
days that is 42 doses: 84 tablets of 500 mg and 42 of 150 mg.
1500 mg are 3 tablets of 500 mg; twice a day for 14 days that is 28 doses: 84 tablets.
Apatinib of 500 mg is 2 tablets of 250 mg; 28 days are 56 tablets, and each further day is 2.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.checks.dispensing import dispensing_findings
from npc_regimens.course.balances import balances, expected_taken
from npc_regimens.course.dispensing import Dispensing, Supply, dispensing
from npc_regimens.course.visiting import VisitRules, visits_of
from npc_regimens.notation import parse
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, settle
from npc_regimens.units import Amount
from npc_regimens.visits import VisitRule

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.planning import Calendar
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

START = dt.date(2026, 12, 7)
PATIENT = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
APATINIB = "apatinib 500 mg PO QD continuous q28d x3"
TABLET = Supply("apatinib", "apatinib-tablets", Amount.parse("250 mg"))


def _planned(line: str, formulary: Formulary, **options: Any) -> Calendar:
    return plan(settle(parse(line)), PATIENT, start=START, formulary=formulary, **options)


def _at_day_1(calendar: Calendar, window: str, **options: Any) -> Dispensing:
    rules = VisitRules(day_1=VisitRule.parse(window=window))
    visits = [each for each in visits_of(calendar, rules) if each.is_day_1]
    return dispensing(calendar, visits, **options)


def _counts(found: Dispensing) -> list[list[tuple[str, int, int, int, int]]]:
    """List strength, needed, cover, handed out and expected return of each handout."""
    return [
        [
            (str(i.supply.strength), i.needed, i.cover, i.handed_out, i.expected_return)
            for i in each.items
        ]
        for each in found.handouts
    ]


@pytest.mark.parametrize("window", ["0 to 0 days", "-3 to +3 days"])
def test_capecitabine_on_21_of_21_days_is_handed_out_to_the_last_dose(
    window: str, formulary: Formulary
) -> None:
    """Days are listed, so a late visit has no further doses and no cover."""
    calendar = _planned("capecitabine 650 mg/m2 PO BID d1-21 q21d x2", formulary)
    found = _at_day_1(calendar, window)

    assert _counts(found) == [[("500 mg", 84, 0, 84, 0), ("150 mg", 42, 0, 42, 0)]] * 2
    assert [each.visit.place for each in found.handouts] == ["C1D1", "C2D1"]
    assert [each.last for each in found.handouts] == [dt.date(2026, 12, 27), dt.date(2027, 1, 17)]
    assert [each.covered for each in found.handouts] == [each.last for each in found.handouts]
    assert dispensing_findings(found) == ()


def test_capecitabine_on_14_of_21_days_is_handed_out_to_the_last_dose(formulary: Formulary) -> None:
    """Fourteen days, and nothing for the week of rest or for a late visit."""
    calendar = _planned("capecitabine 1500 mg PO BID d1-14 q21d x3", formulary)

    assert _counts(_at_day_1(calendar, "-2 to +3 days")) == [[("500 mg", 84, 0, 84, 0)]] * 3


def test_apatinib_every_day_is_covered_to_the_late_edge_of_the_next_visit(
    formulary: Formulary,
) -> None:
    """56 tablets and 2 for each of 3 days: 62, of which 6 come back; the last 28 days end it."""
    found = _at_day_1(_planned(APATINIB, formulary), "-2 to +3 days")

    assert _counts(found) == [
        [("250 mg", 56, 6, 62, 6)],
        [("250 mg", 56, 6, 62, 6)],
        [("250 mg", 56, 0, 56, 0)],
    ]
    # visits on 7 December, 4 January and 1 February; the window of 4 January ends on 7 January,
    # and the tablets of that day come from what is handed out on it
    assert [(each.last, each.covered) for each in found.handouts] == [
        (dt.date(2027, 1, 3), dt.date(2027, 1, 6)),
        (dt.date(2027, 1, 31), dt.date(2027, 2, 3)),
        (dt.date(2027, 2, 28), dt.date(2027, 2, 28)),
    ]
    assert found.needed() == {TABLET: 168}


def test_spare_days_cover_the_morning_of_the_next_visit(formulary: Formulary) -> None:
    """One more day is 2 tablets more."""
    found = _at_day_1(_planned(APATINIB, formulary), "-2 to +3 days", spare_days=1)

    assert _counts(found)[0] == [("250 mg", 56, 8, 64, 8)]
    assert found.handouts[0].covered == dt.date(2027, 1, 7)


def test_whole_packs_hold_at_least_what_is_needed(formulary: Formulary) -> None:
    """62 tablets are 7 packs of 10, and 14 tablets come back; 56 are 6 packs, and 4 come back."""
    packs = {("apatinib", Amount.parse("250 mg")): 10}
    found = _at_day_1(_planned(APATINIB, formulary), "-2 to +3 days", packs=packs)

    assert [
        [(i.packs, i.handed_out, i.expected_return) for i in each.items] for each in found.handouts
    ] == [
        [(7, 70, 14)],
        [(7, 70, 14)],
        [(6, 60, 4)],
    ]


def test_a_delayed_cycle_needs_the_days_on_which_a_continuous_drug_goes_on(
    formulary: Formulary,
) -> None:
    """Cycle 2 begins 3 days late: 31 days and 62 tablets are needed, and 6 more are cover."""
    calendar = _planned(APATINIB, formulary, delays={("phase-1", 2): 3})

    assert _counts(_at_day_1(calendar, "-2 to +3 days")) == [
        [("250 mg", 62, 6, 68, 6)],
        [("250 mg", 56, 6, 62, 6)],
        [("250 mg", 56, 0, 56, 0)],
    ]


def test_a_drug_that_ends_at_the_next_visit_has_no_cover(formulary: Formulary) -> None:
    """Continuous through cycle 1 alone: 28 tablets of 250 mg and no more."""
    calendar = _planned("apatinib 250 mg PO QD continuous in cycles 1,3 q28d x3", formulary)

    assert _counts(_at_day_1(calendar, "0 to +7 days")) == [
        [("250 mg", 28, 0, 28, 0)],
        [],
        [("250 mg", 28, 0, 28, 0)],
    ]


def test_alter_hn005_at_each_visit(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """14 capsules and the tablets of 21 days a cycle; the infusion is not handed out."""
    regimen = settle(trial("nct05807880"), None, Settlement(cycles={"combination": 4}))
    calendar = plan(
        regimen, PATIENT, start=START, formulary=formulary, through=dt.date(2027, 3, 21)
    )
    found = dispensing(calendar)
    capecitabine = [("500 mg", 84, 0, 84, 0), ("150 mg", 42, 0, 42, 0)]

    assert _counts(found) == [[("10 mg", 14, 0, 14, 0), *capecitabine]] * 4 + [capecitabine]
    assert [each.name for each in dispensing_findings(found)] == ["plan-ends"]


def test_a_balance_by_hand(formulary: Formulary) -> None:
    """62 handed out and 10 back: 52 gone, of 56 expected in 28 days, so 2 days are missing."""
    calendar = _planned(APATINIB, formulary)
    (found,) = balances(
        calendar,
        handed_out_on=START,
        counted_on=dt.date(2027, 1, 4),
        dispensed={TABLET: 62},
        returned={TABLET: 10},
    )

    assert (found.dispensed, found.returned, found.taken) == (62, 10, 52)
    assert (found.expected, found.difference) == (56, -4)


def test_a_balance_of_a_late_visit_expects_the_days_until_it(formulary: Formulary) -> None:
    """Counted 3 days late in a plan with that delay, 62 are expected and none come back."""
    calendar = _planned(APATINIB, formulary, delays={("phase-1", 2): 3})
    late = dt.date(2027, 1, 7)
    (found,) = balances(
        calendar, handed_out_on=START, counted_on=late, dispensed={TABLET: 62}, returned={}
    )

    assert expected_taken(calendar, START, late) == {TABLET: 62}
    assert (found.returned, found.taken, found.difference) == (0, 62, 0)
