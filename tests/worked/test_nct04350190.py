"""NCT04350190 worked by hand: apatinib 250 mg daily, a PD-1 antibody on days 1 and 15 of 28.

Start Thursday 10 February 2028, a leap year, twelve weeks: 20 days of February, 31 of March, 30 of
April and 3 of May are 84 days, so the last day is 3 May. Cycles: 10 February + 28 = day 38 of
February, less 29 = 9 March; + 28 = day 37 of March, less 31 = 6 April. Day 15 is 14 days later.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from npc_regimens.checks import findings
from npc_regimens.dates import Span
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

START = dt.date(2028, 2, 10)
PATIENT = Patient.measured(on=dt.date(2028, 2, 1), height="162 cm", weight="55 kg")
ANTIBODY_DATES = [
    dt.date(2028, 2, 10),
    dt.date(2028, 2, 24),
    dt.date(2028, 3, 9),
    dt.date(2028, 3, 23),
    dt.date(2028, 4, 6),
    dt.date(2028, 4, 20),
]


def test_twelve_weeks(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """Six infusions of 200 mg are 1200 mg, and 84 daily tablets have no rest day."""
    wanted = Settlement(assess={"response": Span.parse("6 weeks")})
    regimen = settle(trial("nct04350190"), None, wanted)
    through = dt.date(2028, 5, 3)
    calendar = plan(regimen, PATIENT, start=START, through=through, formulary=formulary)

    assert START.strftime("%A") == "Thursday"
    antibody = [each for each in calendar.administrations if each.drug == "pd-1-antibody"]
    assert [each.planned_date for each in antibody] == ANTIBODY_DATES
    assert [each.place for each in antibody] == ["C1D1", "C1D15", "C2D1", "C2D15", "C3D1", "C3D15"]
    totals = {t.drug: (t.administrations, str(t.ordered)) for t in calendar.totals()}
    # 84 x 250 = 21 000
    assert totals == {"apatinib": (84, "21000 mg"), "pd-1-antibody": (6, "1200 mg")}
    assert not any(page.resting for page in calendar.days())
    # 6 weeks after 10 February is 23 March; 12 weeks after is 4 May, behind the horizon
    assert [each.date for each in calendar.assessments] == [dt.date(2028, 3, 23)]
    assert str(calendar.open_end) == "progression or intolerable toxicity"


def test_missed_dose(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """The trial's own rule of 12 hours is in force, and that the label differs is a finding."""
    regimen = settle(trial("nct04350190"))
    calendar = plan(regimen, PATIENT, start=START, through=START, formulary=formulary)
    rule = calendar.doses[0].order.missed_dose

    assert str(rule) == "a missed dose is not made up when fewer than 12 h remain to the next"
    names = {(each.name, each.about) for each in findings(calendar, formulary)}
    assert names == {
        ("missed-dose-rules-differ", "apatinib"),
        ("no-product", "pd-1-antibody"),
        ("assessment-not-settled", "response"),
    }
