"""NCT04547088 worked by hand: the record states no dose, so reference doses must be accepted.

Accepted: camrelizumab 200 mg on day 1 of 21 days, apatinib 250 mg once a day without a rest.
Start Monday 20 December 2027, nine weeks: 12 days of December, 31 of January and 20 of February
are 63 days, so the last day is 20 February 2028. Camrelizumab on 20 December, + 21 = 10 January,
+ 21 = 31 January; the next, 21 February, is behind the horizon. Apatinib: 63 doses, 63 tablets.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from npc_regimens.checks import findings
from npc_regimens.errors import NotStatedError
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

START = dt.date(2027, 12, 20)
PATIENT = Patient.measured(on=dt.date(2027, 12, 1), height="165 cm", weight="58 kg")


def test_nothing_is_planned_in_silence(trial: Callable[[str], Trial]) -> None:
    """Without a word of the caller the regimen is refused."""
    with pytest.raises(NotStatedError, match="the source does not state"):
        settle(trial("nct04547088"))


def test_accepted_reference_doses(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """With reference doses accepted, the dates and amounts are those worked by hand."""
    regimen = settle(trial("nct04547088"), None, Settlement(accept_reference_doses=True))
    through = dt.date(2028, 2, 20)
    calendar = plan(regimen, PATIENT, start=START, through=through, formulary=formulary)

    assert START.strftime("%A") == "Monday"
    antibody = [each for each in calendar.administrations if each.drug == "camrelizumab"]
    tablets = [each for each in calendar.administrations if each.drug == "apatinib"]
    assert [each.planned_date for each in antibody] == [
        dt.date(2027, 12, 20),
        dt.date(2028, 1, 10),
        dt.date(2028, 1, 31),
    ]
    assert {str(each.ordered) for each in antibody} == {"200 mg"}
    assert [each.study_day for each in tablets] == list(range(1, 64))
    assert {(str(each.ordered), each.units[0].count) for each in tablets} == {("250 mg", 1)}
    assert {each.dose.order.dose_source for each in calendar.administrations} == {"reference"}
    assert calendar.following is not None
    assert (calendar.following.cycle, calendar.following.cycle_day) == (4, 1)
    names = sorted((each.name, each.about) for each in findings(calendar, formulary))
    assert names == [
        ("reference-cycle", "treatment"),
        ("reference-dose", "apatinib"),
        ("reference-dose", "camrelizumab"),
    ]


def test_another_body_gets_the_same(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """Both doses are flat: a patient of 190 cm and 110 kg gets the same milligrams."""
    regimen = settle(trial("nct04547088"), None, Settlement(accept_reference_doses=True))
    large = Patient.measured(on=dt.date(2027, 12, 1), height="190 cm", weight="110 kg")
    totals = [
        plan(regimen, each, start=START, through=START, formulary=formulary).totals()
        for each in (PATIENT, large)
    ]

    assert totals[0] == totals[1]
