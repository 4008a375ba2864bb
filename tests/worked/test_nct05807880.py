"""ALTER-HN005 worked by hand: anlotinib, penpulimab and capecitabine, then the last two.

First patient: 170 cm, 65 kg, start Monday 7 December 2026, six combination cycles, two years.

Body surface: 170 x 65 = 11 050; / 3600 = 3.0694. 1.745 squared is 3.0450 and 1.755 squared is
3.0800, so the root lies between them and 1.75 m2 is used (the root is 1.7520).

Capecitabine: 650 mg/m2 x 1.75 m2 = 1137.5 mg. Of 500 mg and 150 mg tablets: 4 x 150 + 500 = 1100
is 37.5 below, 2 x 500 + 150 = 1150 is 12.5 above, so 1150 mg; 12.5 / 1137.5 = 1.0989 %.

Cycles, 21 days each: 7 Dec (31 days) -> 28 Dec -> 18 Jan (31) -> 8 Feb (28) -> 1 Mar -> 22 Mar
(31) -> maintenance from 12 Apr 2027.

Horizon 7 December 2028: 365 days to 7 December 2027 and 366 more, with 29 February 2028 between,
so it is day 732. Penpulimab is on day 1 + 21 x (n - 1): dose 35 on day 715, dose 36 on day 736.
Capecitabine: 732 days x 2 = 1464 doses. Anlotinib: 6 x 14 = 84 doses. 35 + 1464 + 84 = 1583.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.regimen import Settlement, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

START = dt.date(2026, 12, 7)
ANNIVERSARY = dt.date(2028, 12, 7)


def day(text: str) -> dt.date:
    """Read a date of a table."""
    return dt.date.fromisoformat(text)


@pytest.fixture(name="two_years", scope="module")
def _two_years(trial: Callable[[str], Trial], formulary: Formulary) -> Calendar:
    """Plan the first patient."""
    regimen = settle(trial("nct05807880"), None, Settlement(cycles={"combination": 6}))
    patient = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
    return plan(regimen, patient, start=START, through=ANNIVERSARY, formulary=formulary)


def test_doses(two_years: Calendar) -> None:
    """Surface, calculated and ordered doses, tablets and differences are those worked by hand."""
    assert START.strftime("%A") == "Monday"
    assert str(two_years.body.surface.used) == "1.75 m2"
    doses = {
        dose.order.component: (
            str(dose.calculated),
            str(dose.result.amount),
            dose.result.difference_percent,
            [(unit.count, str(unit.strength)) for unit in dose.result.units],
        )
        for dose in two_years.doses
    }
    assert doses == {
        "anlotinib": ("10 mg", "10 mg", 0, [(1, "10 mg")]),
        "penpulimab": ("200 mg", "200 mg", 0, []),
        "capecitabine": ("1137.5 mg", "1150 mg", Decimal("1.1"), [(2, "500 mg"), (1, "150 mg")]),
    }


def test_cycles(two_years: Calendar) -> None:
    """Six combination cycles start on the days counted by hand, and maintenance follows."""
    starts = [span.first for span in two_years.cycles]
    combination = ["2026-12-07", "2026-12-28", "2027-01-18", "2027-02-08", "2027-03-01"]

    assert starts[:7] == [day(text) for text in [*combination, "2027-03-22", "2027-04-12"]]
    names = [span.phase.name for span in two_years.cycles]
    assert names == ["combination"] * 6 + ["maintenance"] * 29
    assert [span.cycle for span in two_years.cycles[6:]] == list(range(1, 30))


def test_totals(two_years: Calendar) -> None:
    """Two years are 1583 doses: 84 capsules, 35 infusions, and tablets by strength."""
    totals = {
        total.drug: (
            total.administrations,
            str(total.ordered),
            [(unit.count, str(unit.strength)) for unit in total.units],
        )
        for total in two_years.totals()
    }

    # 35 x 200 = 7000; 1464 x 1150 = 1 683 600; 1464 x 2 = 2928
    assert totals == {
        "anlotinib": (84, "840 mg", [(84, "10 mg")]),
        "penpulimab": (35, "7000 mg", []),
        "capecitabine": (1464, "1683600 mg", [(2928, "500 mg"), (1464, "150 mg")]),
    }
    assert len(two_years.administrations) == 1583


@pytest.mark.parametrize(
    ("cycle", "first", "last"),
    [
        (1, "2026-12-21", "2026-12-27"),  # 7 + 14 = 21 December
        (2, "2027-01-11", "2027-01-17"),  # 28 + 14 = 42, less 31
        (3, "2027-02-01", "2027-02-07"),  # 18 + 14 = 32, less 31
        (4, "2027-02-22", "2027-02-28"),  # 8 + 14 = 22 February, of 28 days
        (5, "2027-03-15", "2027-03-21"),  # 1 + 14 = 15 March
        (6, "2027-04-05", "2027-04-11"),  # 22 + 14 = 36, less 31
    ],
)
def test_rest_from_anlotinib(two_years: Calendar, cycle: int, first: str, last: str) -> None:
    """Days 15 to 21 of each combination cycle name anlotinib as resting; the others go on."""
    pages = [
        page
        for page in two_years.days()
        if (page.phase, page.cycle) == ("combination", cycle) and page.resting
    ]

    assert [page.cycle_day for page in pages] == [15, 16, 17, 18, 19, 20, 21]
    assert {page.resting for page in pages} == {("anlotinib",)}
    assert (pages[0].date, pages[-1].date) == (day(first), day(last))
    assert not any(page.is_rest for page in pages)


def test_no_rest_in_maintenance(two_years: Calendar) -> None:
    """Capecitabine has no rest week: nothing rests after the combination."""
    assert all(not page.resting for page in two_years.days() if page.phase == "maintenance")


def test_penpulimab_around_two_years(two_years: Calendar) -> None:
    """Dose 35 is on day 715, 20 November 2028; a review follows, and dose 36 would be day 736."""
    given = [each for each in two_years.administrations if each.drug == "penpulimab"]

    assert (given[-1].study_day, given[-1].planned_date) == (715, day("2028-11-20"))
    review = two_years.reviews[0]
    assert (review.date, review.within) == (ANNIVERSARY, True)
    # day 733 is 34 whole cycles (714 days) and 19 days; 34 - 6 = 28 of maintenance are over
    behind = two_years.following
    assert behind is not None
    assert (behind.phase, behind.cycle, behind.cycle_day) == ("maintenance", 29, 19)
    assert str(two_years.open_end) == "progression or intolerance"


def test_smaller_patient(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """148 cm, 44 kg, four cycles from Tuesday 15 February 2028, a leap year: six small tablets.

    148 x 44 = 6512; / 3600 = 1.808889. 1.345 squared is 1.809025, which is more: so 1.34 m2.
    650 x 1.34 = 871 mg. With 500 mg: 500 + 2 x 150 = 800, 500 + 3 x 150 = 950; without: 5 x 150 =
    750, 6 x 150 = 900. 900 is nearest, 29 above; 29 / 871 = 3.3295 %.
    Cycles: 15 Feb (29 days) -> 7 Mar (31) -> 28 Mar -> 18 Apr (30) -> 9 May. Day 84 is 8 May.
    """
    regimen = settle(trial("nct05807880"), None, Settlement(cycles={"combination": 4}))
    patient = Patient.measured(on=day("2028-02-01"), height="148 cm", weight="44 kg")
    start = day("2028-02-15")
    calendar = plan(regimen, patient, start=start, through=day("2028-05-08"), formulary=formulary)

    assert start.strftime("%A") == "Tuesday"
    assert str(calendar.body.surface.used) == "1.34 m2"
    starts = ["2028-02-15", "2028-03-07", "2028-03-28", "2028-04-18"]
    assert [span.first for span in calendar.cycles] == [day(text) for text in starts]
    dose = next(each for each in calendar.administrations if each.drug == "capecitabine")
    assert (str(dose.calculated), str(dose.ordered)) == ("871 mg", "900 mg")
    assert dose.difference_percent == Decimal("3.33")
    # 84 days x 2 = 168 doses x 6 tablets = 1008; 4 x 14 = 56 capsules; 4 infusions
    units = {total.drug: [u.count for u in total.units] for total in calendar.totals()}
    assert units == {"anlotinib": [56], "penpulimab": [], "capecitabine": [1008]}
    assert [total.administrations for total in calendar.totals()] == [56, 4, 168]
    behind = calendar.following
    assert behind is not None
    assert (behind.phase, behind.cycle, behind.cycle_day) == ("maintenance", 1, 1)
