"""The regimens of the catalogue worked by hand: how many doses, and how many milligrams in all.

One patient of 170 cm and 65 kg: the root of 170 x 65 / 3600 = 3.0694... is 1.7519..., so 1.75 m2.
The clearance is 90 mL/min, so a target exposure of AUC 1 is 90 + 25 = 115 mg. The numbers of
cycles are fixed; a regimen with an open end is planned through the last day of the last cycle that
is counted here. The doses are those as calculated, before any is rounded to what can be given.

Each row is worked from the facts, in the words of its comment: cycles x days x times a day doses,
and doses x milligrams.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import pytest

from npc_regimens.errors import NotStatedError
from npc_regimens.files import shipped_trials
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

START = dt.date(2026, 12, 7)
PATIENT = Patient.measured(
    on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg", clearance="90 mL/min"
)


class Row(NamedTuple):
    """A regimen, how it is settled, its last day, and each component's doses and milligrams.

    An event comes so many days after the start.
    """

    regimen: str
    totals: Mapping[str, tuple[int, str]]
    days: int
    cycles: Mapping[str, int] = {}
    choose: Mapping[str, str] = {}
    doses: Mapping[str, str] = {}
    events: Mapping[str, int] = {}
    reference: bool = False


WORKED = [
    # 3 cycles: 3 x 2 x 1000 x 1.75 = 6 x 1750; 3 x 80 x 1.75 = 3 x 140; with radiotherapy from
    # day 85 on 3 x 100 x 1.75 = 3 x 175, so 84 + 63 days
    Row(
        "gp-induction-zhang-2019",
        {
            "gemcitabine": (6, "10500 mg"),
            "cisplatin": (3, "420 mg"),
            "concurrent-cisplatin": (3, "525 mg"),
        },
        147,
        events={"radiotherapy start": 84},
    ),
    # 2 cycles: 4 x 1750; 2 x 140
    Row(
        "nct02460887/gp-induction",
        {"gemcitabine": (4, "7000 mg"), "cisplatin": (2, "280 mg")},
        42,
    ),
    # at most 7 weeks: 7 x 40 x 1.75 = 7 x 70
    Row("nct02460887/weekly-cisplatin", {"weekly-cisplatin": (7, "490 mg")}, 49),
    # 3 cycles: 3 x 60 x 1.75 = 3 x 105, twice; 3 x 5 days x 600 x 1.75 = 15 x 1050; and with
    # radiotherapy from day 85 on 3 x 100 x 1.75 = 3 x 175
    Row(
        "nct01245959/tpf-induction",
        {
            "docetaxel": (3, "315 mg"),
            "cisplatin": (3, "315 mg"),
            "fluorouracil": (15, "15750 mg"),
            "concurrent-cisplatin": (3, "525 mg"),
        },
        147,
        events={"radiotherapy start": 84},
    ),
    # 3 x 100 x 1.75 = 3 x 175
    Row("nct01245959/concurrent-cisplatin", {"concurrent-cisplatin": (3, "525 mg")}, 63),
    # 3 x 75 x 1.75 = 3 x 131.25, twice, on day 1 as a reference has it; and of what the source
    # states itself 3 x 5 x 750 x 1.75 = 15 x 1312.5
    Row(
        "tpf-induction-frikha",
        {
            "docetaxel": (3, "393.75 mg"),
            "cisplatin": (3, "393.75 mg"),
            "fluorouracil": (15, "19687.5 mg"),
        },
        63,
        reference=True,
    ),
    # 2 x 131.25, twice
    Row(
        "tp-induction-hui",
        {"docetaxel": (2, "262.5 mg"), "cisplatin": (2, "262.5 mg")},
        42,
    ),
    # 3 cycles as in the first row
    Row(
        "asco-csco-induction/gp",
        {"gemcitabine": (6, "10500 mg"), "gp-cisplatin": (3, "420 mg")},
        63,
        cycles={"induction": 3},
    ),
    # 2 cycles of 70, 65 and 700 mg/m2: 2 x 122.5; 2 x 113.75; 2 x 5 x 1225
    Row(
        "asco-csco-induction/tpf",
        {
            "tpf-docetaxel": (2, "245 mg"),
            "tpf-cisplatin": (2, "227.5 mg"),
            "tpf-fluorouracil": (10, "12250 mg"),
        },
        42,
        cycles={"induction": 2},
        doses={
            "tpf-docetaxel": "70 mg/m2",
            "tpf-cisplatin": "65 mg/m2",
            "tpf-fluorouracil": "700 mg/m2",
        },
    ),
    # 3 cycles of 80 and 1000 mg/m2: 3 x 140; 3 x 5 x 1750
    Row(
        "asco-csco-induction/pf",
        {"pf-cisplatin": (3, "420 mg"), "pf-fluorouracil": (15, "26250 mg")},
        63,
        cycles={"induction": 3},
        doses={"pf-cisplatin": "80 mg/m2", "pf-fluorouracil": "1000 mg/m2"},
    ),
    # 2000 mg/m2 a day for 14 days, 2 cycles: 2 x 14 x 2 doses of 1750; 2 x 175
    Row(
        "asco-csco-induction/px",
        {"px-cisplatin": (2, "350 mg"), "px-capecitabine": (56, "98000 mg")},
        42,
        cycles={"induction": 2},
    ),
    # 3 x 131.25, twice
    Row(
        "asco-csco-induction/tp",
        {"tp-docetaxel": (3, "393.75 mg"), "tp-cisplatin": (3, "393.75 mg")},
        63,
        cycles={"induction": 3},
    ),
    # 3 cycles of days 1 and 8: 6 x 1750; 6 x 2.5 x 115 = 6 x 287.5; 6 x 70 x 1.75 = 6 x 122.5
    Row(
        "nct00997906",
        {
            "gemcitabine": (6, "10500 mg"),
            "carboplatin": (6, "1725 mg"),
            "paclitaxel": (6, "735 mg"),
        },
        63,
        reference=True,
    ),
    # 2 cycles: 2 x 150 x 1.75 = 2 x 262.5; 2 x 105; 2 x 14 x 2 x 1750
    Row(
        "nct02940925",
        {
            "paclitaxel": (2, "525 mg"),
            "cisplatin": (2, "210 mg"),
            "capecitabine": (56, "98000 mg"),
        },
        42,
    ),
    # 2 cycles with the swap: 4 x 1750; 2 x 5 x 115 = 2 x 575
    Row(
        "scottish-npc-sact/gp",
        {"gemcitabine": (4, "7000 mg"), "carboplatin": (2, "1150 mg")},
        42,
        cycles={"induction": 2},
        choose={"platinum": "carboplatin"},
    ),
    # 3 cycles with cisplatin, as in the first row
    Row(
        "scottish-npc-sact/gp",
        {"gemcitabine": (6, "10500 mg"), "cisplatin": (3, "420 mg")},
        63,
        cycles={"induction": 3},
        choose={"platinum": "cisplatin"},
    ),
    # 3000 mg/m2 a cycle is 5250 mg, 3 times 15750; 3 x 105, twice
    Row(
        "scottish-npc-sact/tpf-60",
        {
            "docetaxel-60": (3, "315 mg"),
            "cisplatin-60": (3, "315 mg"),
            "fluorouracil-600": (15, "15750 mg"),
        },
        63,
        cycles={"induction": 3},
        reference=True,
    ),
    # 4000 mg/m2 a cycle is 7000 mg, twice 14000, over 4 days; 2 x 131.25, twice
    Row(
        "scottish-npc-sact/tpf-75",
        {
            "docetaxel-75": (2, "262.5 mg"),
            "cisplatin-75": (2, "262.5 mg"),
            "fluorouracil-four-days": (8, "14000 mg"),
        },
        42,
        cycles={"induction": 2},
        choose={"fluorouracil": "fluorouracil-four-days"},
        reference=True,
    ),
    # the same 14000 mg over 5 days
    Row(
        "scottish-npc-sact/tpf-75",
        {
            "docetaxel-75": (2, "262.5 mg"),
            "cisplatin-75": (2, "262.5 mg"),
            "fluorouracil-five-days": (10, "14000 mg"),
        },
        42,
        cycles={"induction": 2},
        choose={"fluorouracil": "fluorouracil-five-days"},
        reference=True,
    ),
    # up to 7 x 40 x 1.75; 280 mg/m2, so over the cumulative 200
    Row("asco-csco-concurrent/weekly-cisplatin", {"weekly-cisplatin": (7, "490 mg")}, 49),
    # up to 3 of 100 mg/m2: 3 x 175
    Row(
        "asco-csco-concurrent/triweekly-cisplatin",
        {"triweekly-cisplatin": (3, "525 mg")},
        63,
        doses={"triweekly-cisplatin": "100 mg/m2"},
    ),
    # 2 doses in 42 days: 2 x 175
    Row("asco-csco-concurrent/nedaplatin", {"nedaplatin": (2, "350 mg")}, 42),
    # 2 doses of AUC 6 in 42 days: 2 x 6 x 115 = 2 x 690
    Row(
        "asco-csco-concurrent/carboplatin",
        {"carboplatin": (2, "1380 mg")},
        42,
        doses={"carboplatin": "AUC 6"},
    ),
    # 2 x 100 x 1.75 = 350; 6 x 40 x 1.75 = 420
    Row("chictr-trc-12001979/two-doses", {"large": (2, "350 mg")}, 42, reference=True),
    Row("chictr-trc-12001979/six-doses", {"small": (6, "420 mg")}, 42, reference=True),
    # 7 weeks of 200 mg, and 8 weeks of 100 mg
    Row("nimotuzumab-radiotherapy/weekly-200-mg", {"nimotuzumab": (7, "1400 mg")}, 49),
    Row(
        "nimotuzumab-radiotherapy/label-weekly-100-mg",
        {"label-nimotuzumab": (8, "800 mg")},
        56,
    ),
    # 3 cycles of 28 days: 3 x 140; 3 x 4 x 1750
    Row(
        "asco-csco-adjuvant-pf",
        {"cisplatin-one-day": (3, "420 mg"), "fluorouracil-four-days": (12, "21000 mg")},
        84,
        choose={"cisplatin": "cisplatin-one-day", "fluorouracil": "fluorouracil-four-days"},
    ),
    # 3 x 5 x 20 x 1.75 = 15 x 35; 3 x 5 x 800 x 1.75 = 15 x 1400
    Row(
        "asco-csco-adjuvant-pf",
        {"cisplatin-five-days": (15, "525 mg"), "fluorouracil-five-days": (15, "21000 mg")},
        84,
        choose={"cisplatin": "cisplatin-five-days", "fluorouracil": "fluorouracil-five-days"},
    ),
    # a year from 7 December 2026 is 365 days, every day twice: 730 x 650 x 1.75 = 730 x 1137.5
    Row("nct02958111", {"capecitabine": (730, "830375 mg")}, 365),
    # 8 x 14 x 2 = 224 doses of 1750
    Row("adjuvant-capecitabine-miao-2022", {"capecitabine": (224, "392000 mg")}, 168),
    # 12 x 200
    Row("nct03427827", {"camrelizumab": (12, "2400 mg")}, 252),
    # 12 x 200; 3 cycles of gemcitabine and cisplatin; 3 doses with radiotherapy
    Row(
        "nct03700476",
        {
            "sintilimab": (12, "2400 mg"),
            "gemcitabine": (6, "10500 mg"),
            "cisplatin": (3, "420 mg"),
            "concurrent-cisplatin": (3, "525 mg"),
        },
        252,
        reference=True,
    ),
    # 6 cycles: 12 x 1750; 6 x 140
    Row(
        "gp-palliative-zhang-2016/gp",
        {"gemcitabine": (12, "21000 mg"), "cisplatin": (6, "840 mg")},
        126,
    ),
    # 6 infusions of 4000 x 1.75 = 7000
    Row(
        "gp-palliative-zhang-2016/pf",
        {"fluorouracil": (6, "42000 mg"), "cisplatin": (6, "840 mg")},
        126,
    ),
    # 4 cycles of 21 days: 4 x 28 doses of 1750
    Row("nct02460419", {"capecitabine": (112, "196000 mg")}, 84),
    # two years from 7 December 2026, with 29 February 2028, are 731 days; day 1 of cycle n is day
    # 21n - 20, so 35 cycles begin in them: 35 x 240, and chemotherapy in the first 6
    Row(
        "nct03581786",
        {
            "toripalimab": (35, "8400 mg"),
            "gemcitabine": (12, "21000 mg"),
            "cisplatin": (6, "840 mg"),
        },
        731,
        reference=True,
    ),
    # 3 cycles of three drugs: 3 x 200; 6 x 1750; 3 x 140; from day 169 on 3 cycles of 42 days:
    # 3 x 400
    Row(
        "nct07373990/short",
        {
            "tislelizumab": (3, "600 mg"),
            "gemcitabine": (6, "10500 mg"),
            "cisplatin": (3, "420 mg"),
            "adjuvant-tislelizumab": (3, "1200 mg"),
        },
        168 + 126,
        events={"adjuvant start": 168},
    ),
    # the same, and 5 x 400
    Row(
        "nct07373990/long",
        {
            "tislelizumab": (3, "600 mg"),
            "gemcitabine": (6, "10500 mg"),
            "cisplatin": (3, "420 mg"),
            "adjuvant-tislelizumab": (5, "2000 mg"),
        },
        168 + 210,
        events={"adjuvant start": 168},
    ),
    # 5 cycles of three drugs and 2 of one: 7 x 200; 10 x 1750; 5 x 140
    Row(
        "nct03707509",
        {
            "camrelizumab": (7, "1400 mg"),
            "gemcitabine": (10, "17500 mg"),
            "cisplatin": (5, "700 mg"),
        },
        147,
        cycles={"combination": 5},
    ),
    # 4 cycles of three drugs and 2 of one: 6 x 200; 8 x 1750; 4 x 140
    Row(
        "nct03924986",
        {
            "tislelizumab": (6, "1200 mg"),
            "gemcitabine": (8, "14000 mg"),
            "cisplatin": (4, "560 mg"),
        },
        126,
        cycles={"combination": 4},
        reference=True,
    ),
    # 6 cycles of three drugs and 2 of one: 8 x 200; 12 x 1750; 6 x 5 x 115
    Row(
        "nct04974398",
        {
            "penpulimab": (8, "1600 mg"),
            "gemcitabine": (12, "21000 mg"),
            "carboplatin": (6, "3450 mg"),
        },
        168,
        choose={"platinum": "carboplatin"},
    ),
    # 4 cycles of three drugs and 2 of two: 6 x 200; 8 x 1750; 6 x 28 doses of 1750
    Row(
        "nct06177301/gx",
        {
            "tislelizumab": (6, "1200 mg"),
            "gemcitabine": (8, "14000 mg"),
            "capecitabine": (168, "294000 mg"),
        },
        126,
        cycles={"combination": 4},
    ),
    # 6 cycles of three drugs and 1 of one: 7 x 200; 12 x 1750; 6 x 140
    Row(
        "nct06177301/gp",
        {
            "tislelizumab": (7, "1400 mg"),
            "gemcitabine": (12, "21000 mg"),
            "cisplatin": (6, "840 mg"),
        },
        147,
        cycles={"combination": 6},
    ),
    # 3 x 65 = 195 mg, 6 times in 84 days
    Row("nct02915432", {"toripalimab": (6, "1170 mg")}, 84),
    # 200 mg, 6 times in 84 days
    Row("camrelizumab-alone", {"camrelizumab": (6, "1200 mg")}, 84),
    # at most 35 x 200 in 735 days; at most 17 x 200 in 357
    Row("nct02611960/pembrolizumab", {"pembrolizumab": (35, "7000 mg")}, 735),
    Row("nct02611960/second-course", {"pembrolizumab": (17, "3400 mg")}, 357),
    # 3 cycles of 28 days, 2 doses of 195 mg each
    Row("nct02339558", {"nivolumab": (6, "1170 mg")}, 84),
    # 4 cycles of 14 capsules: 56 x 12
    Row("nct03906058", {"anlotinib": (56, "672 mg")}, 84),
    # 84 days: 84 x 500
    Row("nct03130270", {"apatinib": (84, "42000 mg")}, 84),
    # 4 cycles of 21 days: 4 x 200; 84 x 250
    Row(
        "nct04586088",
        {"camrelizumab": (4, "800 mg"), "apatinib": (84, "21000 mg")},
        84,
    ),
]


@pytest.mark.parametrize(
    "row", [pytest.param(row, id="-".join([row.regimen, *row.choose.values()])) for row in WORKED]
)
def test_doses_and_milligrams(
    row: Row, trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """Each component has as many doses, and as many milligrams in all, as are worked by hand."""
    name, _, arm = row.regimen.partition("/")
    wanted = Settlement(
        cycles=dict(row.cycles),
        choose=dict(row.choose),
        doses=dict(row.doses),
        accept_reference_doses=row.reference,
    )
    regimen = settle(trial(name), arm or None, wanted)
    through = START + dt.timedelta(days=row.days - 1)
    events = {name: START + dt.timedelta(days=days) for name, days in row.events.items()}
    calendar = plan(
        regimen, PATIENT, start=START, through=through, formulary=formulary, events=events
    )

    totals: dict[str, tuple[int, str]] = {}
    for component in {each.component for each in calendar.administrations}:
        mine = [each for each in calendar.administrations if each.component == component]
        (dose,) = {each.dose.calculated for each in mine}
        totals[component] = (len(mine), str(dose.to("mg") * len(mine)))
    assert totals == dict(row.totals)
    assert calendar.last_day == through


@pytest.mark.parametrize(
    "regimen", ["gp-palliative-zhang-2016/gp", "nct03707509", "nct02611960/pembrolizumab"]
)
def test_an_end_before_the_last_cycle_is_told(
    regimen: str, trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """At most so many cycles, or open: the plan says that something may end it."""
    name, _, arm = regimen.partition("/")
    wanted = Settlement(cycles={"combination": 4} if name == "nct03707509" else {})
    settled = settle(trial(name), arm or None, wanted)
    through = START + dt.timedelta(days=20)
    calendar = plan(settled, PATIENT, start=START, through=through, formulary=formulary)

    assert calendar.open_end is not None


def test_what_a_review_does_not_print_stands_as_a_reference(trial: Callable[[str], Trial]) -> None:
    """The days of two drugs of Frikha come from a guideline, and only when a caller accepts it."""
    file = trial("tpf-induction-frikha")
    found = {name: (each.open_parts, each.infusion) for name, each in file.component.items()}

    assert found == {
        "docetaxel": (["days"], None),
        "cisplatin": (["days"], None),
        "fluorouracil": ([], None),
    }
    with pytest.raises(NotStatedError, match="component 'docetaxel': days"):
        settle(file)
    settled = settle(file, None, Settlement(accept_reference_doses=True))
    (phase,) = settled.phases
    days = {each.drug: (str(each.days), each.schedule_source) for each in phase.orders}
    assert days == {
        "docetaxel": ("1", "reference"),
        "cisplatin": ("1", "reference"),
        "fluorouracil": ("1-5", "stated"),
    }


FIVE = {
    "irinotecan-liposome-nimotuzumab",
    "nct04350190",
    "nct04547088",
    "nct05549466",
    "nct05807880",
}


def test_every_arm_of_the_catalogue_is_worked() -> None:
    """No arm is shipped that nobody has worked by hand; the five trials have pages of their own."""
    arms = {
        trial.id if len(trial.arm) == 1 else f"{trial.id}/{arm.id}"
        for trial in shipped_trials()
        if trial.id not in FIVE
        for arm in trial.arm
    }

    assert {row.regimen for row in WORKED} == arms
