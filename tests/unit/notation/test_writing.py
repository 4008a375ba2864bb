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
