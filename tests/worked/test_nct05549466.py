"""NCT05549466 worked by hand: four arms, one chemotherapy of three, ten concrete regimens.

First patient: 172 cm, 70 kg: 12 040 / 3600 = 3.3444, between 1.825 squared (3.3306) and 1.835
squared (3.3672): 1.83 m2. Start Wednesday 10 February 2027, nine weeks: three cycles of 21 days
from 10 February (28 days), 3 March and 24 March (31 days), through 13 April.

gemcitabine   1000 x 1.83 = 1830 mg, ordered as it is; days 1 and 8: 6 doses
capecitabine  1250 x 1.83 = 2287.5 mg; 4 x 500 + 2 x 150 = 2300 is 12.5 above, and 3 x 500 + 5 x
              150 = 2250 is 37.5 below: 2300 mg, 12.5 / 2287.5 = 0.546 %; 3 x 14 x 2 = 84 doses
docetaxel     75 x 1.83 = 137.25 mg: 137 mg, -0.25 / 137.25 = -0.182 %; day 1: 3 doses
apatinib      250 mg on each of 63 days
camrelizumab  200 mg on day 1: 3 doses
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

START = dt.date(2027, 2, 10)
THROUGH = dt.date(2027, 4, 13)
MEASURED = dt.date(2027, 2, 1)
FIRST = Patient.measured(on=MEASURED, height="172 cm", weight="70 kg")
SMALL = Patient.measured(on=MEASURED, height="155 cm", weight="52.3 kg")

NINE_WEEKS = {
    "gemcitabine": (6, "1830 mg", "1830 mg", "0", []),
    "capecitabine": (84, "2287.5 mg", "2300 mg", "0.55", [(4, "500 mg"), (2, "150 mg")]),
    "docetaxel": (3, "137.25 mg", "137 mg", "-0.18", []),
    "apatinib": (63, "250 mg", "250 mg", "0", [(1, "250 mg")]),
    "camrelizumab": (3, "200 mg", "200 mg", "0", []),
}
REGIMENS = [
    ("apatinib-camrelizumab-chemotherapy", "gemcitabine", ["apatinib", "camrelizumab"]),
    ("apatinib-camrelizumab-chemotherapy", "capecitabine", ["apatinib", "camrelizumab"]),
    ("apatinib-camrelizumab-chemotherapy", "docetaxel", ["apatinib", "camrelizumab"]),
    ("apatinib-camrelizumab", None, ["apatinib", "camrelizumab"]),
    ("camrelizumab-chemotherapy", "gemcitabine", ["camrelizumab"]),
    ("camrelizumab-chemotherapy", "capecitabine", ["camrelizumab"]),
    ("camrelizumab-chemotherapy", "docetaxel", ["camrelizumab"]),
    ("chemotherapy", "gemcitabine", []),
    ("chemotherapy", "capecitabine", []),
    ("chemotherapy", "docetaxel", []),
]


def settled(chemotherapy: str | None) -> Settlement:
    """Choose a chemotherapy, if there is one to choose."""
    return Settlement(choose={} if chemotherapy is None else {"chemotherapy": chemotherapy})


def dates(calendar: Calendar, drug: str) -> list[str]:
    """List the dates of a drug, each once, as month and day."""
    given = (each.planned_date for each in calendar.administrations if each.drug == drug)
    return list(dict.fromkeys(date.strftime("%m-%d") for date in given))


@pytest.mark.parametrize(("arm", "chemotherapy", "others"), REGIMENS)
def test_nine_weeks(
    trial: Callable[[str], Trial],
    formulary: Formulary,
    arm: str,
    chemotherapy: str | None,
    others: list[str],
) -> None:
    """Each of the ten regimens gives its own drugs, with the doses and counts worked by hand."""
    regimen = settle(trial("nct05549466"), arm, settled(chemotherapy))
    calendar = plan(regimen, FIRST, start=START, through=THROUGH, formulary=formulary)

    assert START.strftime("%A") == "Wednesday"
    assert str(calendar.body.surface.used) == "1.83 m2"
    counts = {total.drug: total.administrations for total in calendar.totals()}
    found = {
        dose.order.drug: (
            counts[dose.order.drug],
            str(dose.calculated),
            str(dose.result.amount),
            str(dose.result.difference_percent),
            [(unit.count, str(unit.strength)) for unit in dose.result.units],
        )
        for dose in calendar.doses
    }
    drugs = others if chemotherapy is None else [*others, chemotherapy]
    assert found == {drug: NINE_WEEKS[drug] for drug in drugs}


def test_dates(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """Dates of each drug are those counted by hand: 10 February, 3 and 24 March start cycles."""
    arm = "apatinib-camrelizumab-chemotherapy"
    with_drug = {
        drug: plan(
            settle(trial("nct05549466"), arm, settled(drug)),
            FIRST,
            start=START,
            through=THROUGH,
            formulary=formulary,
        )
        for drug in ("gemcitabine", "capecitabine", "docetaxel")
    }

    weekly = ["02-10", "02-17", "03-03", "03-10", "03-24", "03-31"]
    assert dates(with_drug["gemcitabine"], "gemcitabine") == weekly
    assert dates(with_drug["docetaxel"], "docetaxel") == weekly[::2]
    assert dates(with_drug["docetaxel"], "camrelizumab") == weekly[::2]
    # 14 days from 10 February end on 23 February, from 3 March on 16, from 24 March on 6 April
    tablets = dates(with_drug["capecitabine"], "capecitabine")
    assert [tablets[i] for i in (0, 13, 14, 27, 28, 41)] == [
        *("02-10", "02-23", "03-03", "03-16", "03-24", "04-06"),
    ]
    assert len(tablets) == 42
    rest = [page for page in with_drug["capecitabine"].days() if "capecitabine" in page.resting]
    assert [page.cycle_day for page in rest] == [15, 16, 17, 18, 19, 20, 21] * 3


def test_gemcitabine_stops_after_six_cycles(
    trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """Six cycles limit gemcitabine alone: 12 doses, and camrelizumab goes on in cycle 7.

    Seven cycles are 147 days: day 147 from 10 February is 146 days later, 6 July 2027 (18 days left
    in February, 31, 30, 31 and 30 are 140, and 6 more).
    """
    regimen = settle(trial("nct05549466"), "camrelizumab-chemotherapy", settled("gemcitabine"))
    through = dt.date(2027, 7, 6)
    calendar = plan(regimen, FIRST, start=START, through=through, formulary=formulary)

    counts = {total.drug: total.administrations for total in calendar.totals()}
    assert counts == {"gemcitabine": 12, "camrelizumab": 7}
    assert calendar.administrations[-1].place == "C7D1"
    assert calendar.following is not None
    assert (calendar.following.cycle, calendar.following.cycle_day) == (8, 1)


def test_gemcitabine_alone_needs_no_horizon(
    trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """With nothing else given, six cycles are 126 days and end on 15 June 2027.

    Day 126 is 125 days after 10 February: 18, 31, 30 and 31 are 110, so 15 June.
    """
    regimen = settle(trial("nct05549466"), "chemotherapy", settled("gemcitabine"))
    calendar = plan(regimen, FIRST, start=START, formulary=formulary)

    assert calendar.last_day == dt.date(2027, 6, 15)
    assert len(calendar.administrations) == 12


def test_vials(formulary: Formulary) -> None:
    """1830 mg of gemcitabine are 2 vials of 1000 mg; 137 mg of docetaxel are 6.85 mL of 4 vials.

    1000 + 4 x 200 is 1800, too little, and 2 x 1000 is 2000 with fewer vials than 1000 + 5 x 200.
    137 / 20 = 6.85 mL, half up 6.9; 80 + 3 x 20 = 140 is the least that holds 137.
    """
    gemcitabine, docetaxel = formulary["gemcitabine"], formulary["docetaxel"]
    step = docetaxel.vial[-1].content
    assert str(step) == "20 mg"
    powder = gemcitabine.prepare(type(step).parse("1830 mg"))
    liquid = docetaxel.prepare(type(step).parse("137 mg"))

    assert powder.volume is None
    assert [(str(content), count) for content, count in powder.vials] == [("1000 mg", 2)]
    assert str(liquid.volume) == "6.85 mL"
    assert [(str(content), count) for content, count in liquid.vials] == [
        ("80 mg", 1),
        ("20 mg", 3),
    ]


@pytest.mark.parametrize(
    ("drug", "calculated", "ordered", "percent", "units"),
    [
        # 1500 mg is whole
        ("gemcitabine", "1500 mg", "1500 mg", "0", []),
        # 1250 x 1.5 = 1875 lies between 1850 = 500 + 9 x 150 and 1900 = 2 x 500 + 6 x 150: up
        ("capecitabine", "1875 mg", "1900 mg", "1.33", [(2, "500 mg"), (6, "150 mg")]),
        # 75 x 1.5 = 112.5 lies between 112 and 113: up, 0.5 / 112.5 = 0.444 %
        ("docetaxel", "112.5 mg", "113 mg", "0.44", []),
    ],
)
def test_smaller_patient(  # noqa: PLR0913, PLR0917  one row of a table
    trial: Callable[[str], Trial],
    formulary: Formulary,
    drug: str,
    calculated: str,
    ordered: str,
    percent: str,
    units: list[tuple[int, str]],
) -> None:
    """155 cm and 52.3 kg make 1.50 m2, where two of the three drugs lie exactly on a tie.

    155 x 52.3 = 8106.5; / 3600 = 2.2518, between 1.495 squared (2.2350) and 1.505 squared (2.2650).
    """
    regimen = settle(trial("nct05549466"), "chemotherapy", settled(drug))
    calendar = plan(regimen, SMALL, start=START, through=THROUGH, formulary=formulary)
    first = calendar.administrations[0]

    assert str(calendar.body.surface.used) == "1.5 m2"
    assert (str(first.calculated), str(first.ordered)) == (calculated, ordered)
    assert first.difference_percent == Decimal(percent)
    assert [(unit.count, str(unit.strength)) for unit in first.units] == units


def test_a_tie_that_binary_floats_lose(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """186.9 cm and 98.4 kg: 1250 mg/m2 are exactly 2825 mg, a tie that goes up to 2850 mg.

    186.9 x 98.4 = 18 390.96; / 3600 = 5.1086, between 2.255 squared (5.0850) and 2.265 squared
    (5.1302): 2.26 m2. 1250 x 2.26 = 2825, between 2800 = 5 x 500 + 2 x 150 and 2850 = 3 x 500 + 9 x
    150; 25 / 2825 = 0.885 %. Computed in binary, 2824.9999999999995 would be 2800.
    """
    patient = Patient.measured(on=MEASURED, height="186.9 cm", weight="98.4 kg")
    regimen = settle(trial("nct05549466"), "chemotherapy", settled("capecitabine"))
    calendar = plan(regimen, patient, start=START, through=START, formulary=formulary)
    first = calendar.administrations[0]

    assert str(calendar.body.surface.used) == "2.26 m2"
    assert (str(first.calculated), str(first.ordered)) == ("2825 mg", "2850 mg")
    assert first.difference_percent == Decimal("0.88")
    assert [(unit.count, str(unit.strength)) for unit in first.units] == [
        (3, "500 mg"),
        (9, "150 mg"),
    ]
