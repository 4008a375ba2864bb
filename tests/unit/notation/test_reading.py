"""Reading a line: each way to write a part, and what it says in the words of a file."""

# ruff: noqa: RUF001  the look-alikes that people type

from __future__ import annotations

from typing import Any

import pytest

from npc_regimens.notation import parse

# What each line says of its only component and its only phase, worked from the protocol's words.
LINES: dict[str, dict[str, Any]] = {
    "capecitabine 650 mg/m² PO BID d1-21 q21d x6": {
        "drug": "capecitabine",
        "dose": "650 mg/m2",
        "route": "oral",
        "frequency": "twice daily",
        "days": "1-21",
        "cycle": "21 days",
        "cycles": "6",
    },
    "irinotecan liposome 70 mg/m² IV over 90 min q2w x8": {
        "drug": "irinotecan-liposome",
        "dose": "70 mg/m2",
        "route": "intravenous",
        "infusion": "90 min",
        "days": "1",
        "cycle": "14 days",
        "cycles": "8",
    },
    "apatinib 250 mg QD continuous until progression": {
        "dose": "250 mg",
        "route": "not stated",
        "frequency": "once daily",
        "days": "continuous",
        "cycle": "7 days",
        "cycles": "open",
        "until": ["progression"],
    },
    "carboplatin AUC 5 IV d1 q21d 4-6 cycles": {
        "dose": "AUC 5",
        "days": "1",
        "cycle": "21 days",
        "cycles": "4-6",
    },
    "carboplatin AUC 5–6 i.v. every 3 weeks up to 6 cycles": {
        "dose": "AUC 5-6",
        "cycle": "21 days",
        "cycles": "at most 6",
        "until": "not stated",
    },
    "vincristine 1.4 mg/m2 max 2 mg IV d1,8,15 Q4W ×4": {
        "dose": "1.4 mg/m2",
        "cap": "2 mg",
        "days": "1, 8, 15",
        "cycle": "28 days",
        "cycles": "4",
    },
    "ｃapecitabine ６５０ mg/㎡ p.o. b.i.d. d1–14 q21d X 6": {
        "drug": "capecitabine",
        "dose": "650 mg/m2",
        "frequency": "twice daily",
        "days": "1-14",
        "cycles": "6",
    },
    "capecitabine 1000 mg/m2 口服 每日两次 第1-14天 每3周 x8": {
        "route": "oral",
        "frequency": "twice daily",
        "days": "1-14",
        "cycle": "21 days",
        "cycles": "8",
    },
    "camrelizumab 200 mg 静脉滴注 每三周 6个周期": {
        "route": "intravenous",
        "days": "1",
        "cycle": "21 days",
        "cycles": "6",
    },
    "apatinib 250 mg 口服，每日一次，连续": {
        "route": "oral",
        "frequency": "once daily",
        "days": "continuous",
        "cycles": "not stated",
        "until": "not stated",
    },
    "anlotinib 12 mg by mouth once a day days 1 to 14 every 21 days until progression or death": {
        "route": "oral",
        "frequency": "once daily",
        "days": "1-14",
        "cycle": "21 days",
        "cycles": "open",
        "until": ["progression", "death"],
    },
    "5-fluorouracil 4 g/m2 IV over 4 days d1 q28d 3 cycles": {
        "drug": "5-fluorouracil",
        "dose": "4 g/m2",
        "infusion": "96 h",
        "cycles": "3",
    },
    "nimotuzumab 100 mg IV weekly 8 times": {"days": "1", "cycle": "7 days", "cycles": "8"},
    "irinotecan-liposome 70 mg/m2 as free base IV over 1.5 h q2w x8": {
        "basis": "free base",
        "infusion": "1.5 h",
    },
    "capecitabine 650 mg/m2 PO BID d1 evening-15 morning q21d x6": {"days": "1 evening-15 morning"},
    "camrelizumab dose not stated IV days not stated cycle not stated": {
        "dose": "not stated",
        "days": "not stated",
        "cycle": "not stated",
    },
    "gemcitabine 1000 mg/m2 IV d1,8 in cycles 1-6 q21d until progression": {
        "days": "1, 8",
        "component cycles": "1-6",
    },
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_says_what_a_file_would(line: str) -> None:
    """Every part of a line is a key of the file, in the file's own words."""
    trial = parse(line)
    ((_, component),) = trial.component.items()
    table = component.model_dump(mode="json", exclude_none=True)
    if "cycles" in table:
        table["component cycles"] = table.pop("cycles")
    said = {**table, **trial.arm[0].phase[0].model_dump(mode="json", exclude_none=True)}

    assert {key: said.get(key) for key in LINES[line]} == LINES[line]


def test_what_stands_behind_the_last_drug_is_said_of_all() -> None:
    """A cycle and a count behind the last of several drugs are those of the phase."""
    trial = parse("gemcitabine 1000 mg/m2 IV d1,8 + cisplatin 80 mg/m2 IV d1 q21d x3")
    (phase,) = trial.arm[0].phase

    assert (str(phase.cycle), str(phase.cycles)) == ("21 days", "3")
    assert phase.give == ("gemcitabine", "cisplatin")


@pytest.mark.parametrize(
    "line",
    [
        "(gemcitabine 1000 mg/m2 IV d1,8 + cisplatin 80 mg/m2 IV d1) q21d x3",
        "gemcitabine 1000 mg/m2 IV d1,8 q21d x3 + cisplatin 80 mg/m2 IV d1 q21d x3",
        "gemcitabine 1000 mg/m2 IV d1,8\ncisplatin 80 mg/m2 IV d1\n\nq21d x3",
        "gemcitabine 1000 mg/m2 IV d1,8 + \n cisplatin 80 mg/m2 IV d1, q3w, x3",
    ],
)
def test_lines_brackets_and_repeats_say_the_same(line: str) -> None:
    """However the drugs are put together, the regimen is one."""
    plain = parse("gemcitabine 1000 mg/m2 IV d1,8 + cisplatin 80 mg/m2 IV d1 q21d x3")

    assert parse(line).component == plain.component
    assert parse(line).arm == plain.arm


def test_phases_follow_with_then_and_may_have_names() -> None:
    """Phases stand in their order; a name stands before a colon, and others are numbered."""
    trial = parse(
        "induction: (gemcitabine 1000 mg/m2 IV d1,8 + camrelizumab 200 mg IV d1) q3w 4-6 cycles"
        " then camrelizumab 200 mg IV q3w until progression"
    )
    induction, second = trial.arm[0].phase

    assert (induction.name, str(induction.cycles)) == ("induction", "4-6")
    assert (second.name, second.until) == ("phase-2", ("progression",))
    assert second.give == ("camrelizumab",)  # the same order in both phases is one component


def test_one_drug_with_two_orders_is_two_components() -> None:
    """Another dose of the same drug is a component of its own, with a number."""
    trial = parse("a 200 mg IV q3w x3 then a 400 mg IV q6w x3 then a 600 mg IV q6w x1")

    assert {name: str(each.dose) for name, each in trial.component.items()} == {
        "a": "200 mg",
        "a-2": "400 mg",
        "a-3": "600 mg",
    }


def test_a_route_that_is_left_out_is_not_guessed() -> None:
    """A caller may say how a drug is given; otherwise the route is not stated."""
    line = "apatinib 250 mg QD continuous"

    assert parse(line).component["apatinib"].route == "not stated"
    assert parse(line, routes={"apatinib": "oral"}).component["apatinib"].route == "oral"
    stated = parse("apatinib 250 mg IV d1 q21d x1", routes={"apatinib": "oral"})
    assert stated.component["apatinib"].route == "intravenous"


def test_the_line_is_the_title() -> None:
    """The trial of a line says what was typed, on one line."""
    trial = parse("a 5 mg IV\n q3w x2")

    assert (trial.id, trial.title, trial.arm[0].name) == (
        "notation",
        "a 5 mg IV q3w x2",
        "As typed",
    )
