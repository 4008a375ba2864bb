"""Writing a line: the one form of each part, and what no line can say."""

# ruff: noqa: RUF001  the look-alikes that people type

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from npc_regimens.errors import RegimenError
from npc_regimens.notation import parse, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.regimen import Trial

# How a line is typed, and how it is written: no abbreviation that is easily misread.
WRITTEN = {
    "capecitabine 650 mg/m² PO BID d1–21 Q3W ×6": (
        "capecitabine 650 mg/m2 oral twice daily d1-21 every 21 days x6"
    ),
    "apatinib 250 mg 口服 每日一次 连续 until progression": (
        "apatinib 250 mg oral once daily continuous until progression"
    ),
    "vincristine 1.4 mg/m2 max 2 mg IV over 10 min D1, D8 q4w at most 6 cycles": (
        "vincristine 1.4 mg/m2 max 2 mg intravenous over 10 min d1,8 every 28 days at most 6 cycles"
    ),
    "induction: a 5 mg IV d1,8\nb AUC 5-6 IV in cycles 1-2\nq3w 4 to 6 cycles then a 5 mg IV q2w": (
        "induction: (a 5 mg intravenous d1,8 + b AUC 5-6 intravenous d1 in cycles 1-2) every 21"
        " days 4-6 cycles then a 5 mg intravenous d1 every 14 days"
    ),
    "(a 5 mg as free base IV in cycle 1) q1w x2": (
        "a 5 mg as free base intravenous d1 in cycle 1 every 7 days x2"
    ),
    "a dose not stated frequency not stated days not stated cycle not stated": (
        "a dose not stated frequency not stated days not stated cycle not stated"
    ),
    "irinotecan liposome 70 mg/m2 basis not stated IV q2w x8": (
        "irinotecan-liposome 70 mg/m2 basis not stated intravenous d1 every 14 days x8"
    ),
    # the whole timing model, a sentence of a protocol each
    "a 6 mg/kg (8 mg/kg in cycle 1) IV q3w x6": (
        "a 6 mg/kg (8 mg/kg in cycle 1) intravenous d1 every 21 days x6"
    ),
    "a 20 mg (5 mg d1,2, 10 mg d3-4 ) PO QD d1-7 q28d x1": (
        "a 20 mg (5 mg d1,2, 10 mg d3-4) oral once daily d1-7 every 28 days x1"
    ),
    "a 500 mg (1 g in the morning) PO BID d1–14 q3w x2": (
        "a 500 mg (1 g in the morning) oral twice daily d1-14 every 21 days x2"
    ),
    "a 500 mg (1 g at noon) PO TID d1-14 q3w x2": (
        "a 500 mg (1 g at noon) oral three times daily d1-14 every 21 days x2"
    ),
    "a 5 mg IV d-1 to 2 q3w x2": "a 5 mg intravenous d-1 to 2 every 21 days x2",
    "a 5 mg PO BID d1 evening-15 morning q3w x2": (
        "a 5 mg oral twice daily d1 evening-15 morning every 21 days x2"
    ),
    "a 5 mg PO QD on every 2nd day of d1-21 q4w x2": (
        "a 5 mg oral once daily on every 2nd day of d1-21 every 28 days x2"
    ),
    "a 5 mg PO QD on every 4th day q4w x2": (
        "a 5 mg oral once daily on every 4th day every 28 days x2"
    ),
    "a 5 mg PO QOD until progression": "a 5 mg oral once daily d1 every 2 days until progression",
    "a 5 mg PO QOD q2d x9": "a 5 mg oral once daily d1 every 2 days x9",
    "a 5 mg PO QOD d1-14 q3w x2": (
        "a 5 mg oral once daily on every 2nd day of d1-14 every 21 days x2"
    ),
    "(a 5 mg PO QOD continuous + b 5 mg IV d1) q3w x2": (
        "(a 5 mg oral once daily d1 every 2 days + b 5 mg intravenous d1) every 21 days x2"
    ),
    "a 5 mg PO QD 5 days on, 2 days off; 3 weeks on, 1 week off q4w x2": (
        "a 5 mg oral once daily 5 days on, 2 days off; 3 weeks on, 1 week off every 28 days x2"
    ),
    "a 5 mg PO QD weekdays q1w x6": "a 5 mg oral once daily weekdays every 7 days x6",
    "a 5 mg PO QD d1-14 weekdays q3w x6": (
        "a 5 mg oral once daily d1-14 weekdays every 21 days x6"
    ),
    "a 5 mg IV on radiotherapy days q1w x7 33 sessions": (
        "a 5 mg intravenous radiotherapy days every 7 days x7 with 33 sessions"
    ),
    "a 5 mg IV on radiotherapy days q1w x1 with 1 radiotherapy session": (
        "a 5 mg intravenous radiotherapy days every 7 days x1 with 1 session"
    ),
    "a 5 mg IV d1,8 optional d15 q4w x2": ("a 5 mg intravenous d1,8 optional d15 every 28 days x2"),
    "a 5 mg IV odd cycles + b 5 mg IV in even cycles q3w x6": (
        "(a 5 mg intravenous d1 in odd cycles + b 5 mg intravenous d1 in even cycles) every 21"
        " days x6"
    ),
    "a 5 mg IV in every 3rd cycle + b 5 mg IV from cycle 2 on q3w x6": (
        "(a 5 mg intravenous d1 in every 3 cycles from 1 + b 5 mg intravenous d1 from cycle 2)"
        " every 21 days x6"
    ),
    "a 5 mg IV cycles 1, 3 only q3w x6": "a 5 mg intravenous d1 in cycles 1,3 every 21 days x6",
    "(a 5 mg IV q2w + b 5 mg IV) q3w x6": (
        "(a 5 mg intravenous d1 every 14 days + b 5 mg intravenous d1) every 21 days x6"
    ),
    "a 5 mg IV x8 doses q2w until progression": (
        "a 5 mg intravenous d1 at most 8 doses every 14 days until progression"
    ),
    "a 5 mg IV at most 1 dose q2w x3": "a 5 mg intravenous d1 at most 1 dose every 14 days x3",
    "a 5 mg IV over 2 days q2w x3": "a 5 mg intravenous over 48 h d1 every 14 days x3",
    "a 5 mg IV + b 5 mg IV 30 min after a q3w x6": (
        "(a 5 mg intravenous d1 + b 5 mg intravenous 30 min after a d1) every 21 days x6"
    ),
    "a 5 mg IV + b 5 mg IV after a q3w x6": (
        "(a 5 mg intravenous d1 + b 5 mg intravenous after a d1) every 21 days x6"
    ),
    "a 5 mg IV q21-28d x2": "a 5 mg intravenous d1 every 21-28 days x2",
    "a 5 mg IV q3w for 1 year": "a 5 mg intravenous d1 every 21 days for 1 year",
    "a 5 mg IV q3w at most 30 days until progression": (
        "a 5 mg intravenous d1 every 21 days at most 30 days until progression"
    ),
    "x: a 5 mg IV q3w x2 then 21-28 days after last cycle of x, b 5 mg IV q3w x3": (
        "x: a 5 mg intravenous d1 every 21 days x2 then 21-28 days after last cycle of x, b 5 mg"
        " intravenous d1 every 21 days x3"
    ),
    "a 5 mg IV q3w x2 then from event radiotherapy start, rt: b 5 mg IV q1w x7": (
        "a 5 mg intravenous d1 every 21 days x2 then from event radiotherapy start, rt: b 5 mg"
        " intravenous d1 every 7 days x7"
    ),
    "a 5 mg IV d1 + a 10 mg IV d8 q3w x2": (
        "(a 5 mg intravenous d1 + a 10 mg intravenous d8) every 21 days x2"
    ),
    # as hospitals write it
    "cisplatin IV 80 mg/m2 d1 q21d×6": "cisplatin 80 mg/m2 intravenous d1 every 21 days x6",
    "capecitabine PO 1000 mg/m2 BID d1-14 q3w×4": (
        "capecitabine 1000 mg/m2 oral twice daily d1-14 every 21 days x4"
    ),
    "a 5 mg 静脉滴注30分钟 第1天、第8天 每3周一次 共6周期。": (
        "a 5 mg intravenous over 30 min d1,8 every 21 days x6"
    ),
    "a 5 mg 口服 每日两次 第1至14天 每三周 6周期": (
        "a 5 mg oral twice daily d1-14 every 21 days x6"
    ),
    "a 5 mg 静脉滴注 over 2小时 第1天和第8天 每21天 直至疾病进展": (
        "a 5 mg intravenous over 2 h d1,8 every 21 days until 疾病进展"
    ),
    "a 5 mg 口服 每日一次 连续服用": "a 5 mg oral once daily continuous",
    "a 5 mg IV d1 and 8 every three weeks for 6 cycles": (
        "a 5 mg intravenous d1,8 every 21 days x6"
    ),
    "a 5 mg IV d1 every 3 to 4 weeks x2": "a 5 mg intravenous d1 every 21-28 days x2",
    "a 5 mg PO QD 2 weeks on 1 week off q3wk x2": (
        "a 5 mg oral once daily 2 weeks on, 1 week off every 21 days x2"
    ),
    "a 5 mg IV q21d x6 cycle 1 only": "a 5 mg intravenous d1 in cycle 1 every 21 days x6",
    "a 5 mg PO q8h d1-14 q3w x2": "a 5 mg oral every 8 hours d1-14 every 21 days x2",
    "a 5 mg PO 每8小时 d1-14 q3w x2": "a 5 mg oral every 8 hours d1-14 every 21 days x2",
    "a 5 mg IV + b 5 mg IV over 90 min, 30 min after a q3w x6": (
        "(a 5 mg intravenous d1 + b 5 mg intravenous over 90 min, 30 min after a d1) every 21"
        " days x6"
    ),
    "a 5 mg (9 mg in cycle 1) PO QD continuous q1w": (
        "a 5 mg (9 mg in cycle 1) oral once daily continuous every 7 days"
    ),
    "a 5 mg IV weekly for 6 weeks": "a 5 mg intravenous d1 every 7 days at most 6 weeks",
    "a 5 mg IV q3-4w for 6 weeks": "a 5 mg intravenous d1 every 21-28 days at most 6 weeks",
    "a 5 mg IV cycle not stated for 6 weeks": (
        "a 5 mg intravenous d1 cycle not stated at most 6 weeks"
    ),
    "a 5~6 mg IV q3w x2": "a 5-6 mg intravenous d1 every 21 days x2",
}


@pytest.mark.parametrize("typed", WRITTEN)
def test_a_line_has_one_form(typed: str) -> None:
    """However a line was typed it is written in one form, and this form stays as it is."""
    written = write(parse(typed))

    assert written == WRITTEN[typed]
    assert write(parse(written)) == written


def test_an_arm_of_a_file_is_a_line(trial: Callable[[str], Trial]) -> None:
    """The sentence of a shipped trial, phase by phase."""
    assert write(trial("nct05807880")) == (
        "combination: (anlotinib 10 mg oral once daily d1-14 + penpulimab 200 mg intravenous d1 +"
        " capecitabine 650 mg/m2 oral twice daily d1-21) every 21 days 4-6 cycles then maintenance:"
        " (penpulimab 200 mg intravenous d1 + capecitabine 650 mg/m2 oral twice daily d1-21) every"
        " 21 days until progression or intolerance"
    )


def test_a_choice_is_settled_before_it_is_written(trial: Callable[[str], Trial]) -> None:
    """A line says one regimen; a choice that is open, or no option, is refused with one to take."""
    of = trial("nct05549466")

    written = write(of, "chemotherapy", {"chemotherapy": "docetaxel"})
    assert written == "treatment: docetaxel 75 mg/m2 intravenous d1 every 21 days"
    for choose in ({}, {"chemotherapy": "cisplatin"}):
        with pytest.raises(RegimenError, match="'chemotherapy', for example chemotherapy=gemcit"):
            write(of, "chemotherapy", choose)


def test_what_no_line_can_say_is_refused(trial: Callable[[str], Trial]) -> None:
    """Words that would be read otherwise, or not at all, are not written."""
    table = parse("a 5 mg IV q3w until progression").model_dump(exclude_none=True)
    for until in ("progression (RECIST 1.1)", "progression or death"):
        table["arm"][0]["phase"][0]["until"] = [until]
        with pytest.raises(RegimenError, match=r"notation: no line can say (all of )?this regimen"):
            write(type(trial("nct05807880")).model_validate(table))
