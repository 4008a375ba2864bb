"""Refusing a line: each part that is not understood, with a caret under it and the remedy."""

from __future__ import annotations

import pickle

import pytest

from npc_regimens.errors import NotationError, RegimenError
from npc_regimens.notation import parse

# A line, the part of it that is refused, and what the refusal says.
REFUSED = [
    ("capecitabine 650 mg/m2 PO OD d1-14 q21d x6", "OD", "right eye", "QD or once daily"),
    ("capecitabine 650 BID d1-14 q21d x6", "650", "has no unit", "650 mg/m2"),
    ("insulin 5 U IV q3w x1", "5 U", "'U'", "write the mass"),
    ("drug 5 µg IV q3w x1", "µ", "micro", "mcg"),
    ("drug 5 MG IV q3w x1", "5 MG", "'MG'", "write 'mg'"),
    ("drug 1,5 mg IV q3w x1", "1,5 mg", "comma", "1.5"),
    ("drug 5 mg/m2/day IV q3w x1", "5 mg/m2/day", "mg/m2/day", "one administration"),
    ("drug 5 mg IV q3 x6", "q3", "no unit", "q21d or q3w"),
    ("drug 5 mg IV q0w x6", "q0w", "'0 weeks'", "21 days"),
    ("drug 5 mg IV q3w x0", "x0", "no cycle at all", "x1"),
    ("drug 5 mg IV q3w x2.5", "x2.5", "'2.5'", "'6'"),
    ("drug 5 mg IV q3w 6-4 cycles", "6-4 cycles", "backwards", "'4-6'"),
    ("drug 5 mg IV d0 q3w x6", "d0", "'0'", "no day 0"),
    ("drug 5 mg IV d8,1 q3w x6", "d8,1", "come after", "in order"),
    ("drug 5 mg IV d21-1 q3w x6", "d21-1", "backwards", "'1-21'"),
    ("drug 5 mg IV d1-22 q21d x6", "22", "day 22 does not exist", "1 to 21"),
    ("drug 5 mg IV in cycles 2-7 q21d x6", "7", "cycle 7", "1 to 6"),
    ("drug 5 mg IV monthly x6", "monthly", "no fixed number of days", "q28d"),
    ("drug 5 mg TIW d1 q21d", "TIW", "three times a day", "d1,4"),
    ("drug 5 mg SC d1 q21d", "SC", "not known", "PO or IV"),
    ("drug 5 mg IV d1 q21d x6 x8", "x8", "a second number of cycles", "keep"),
    ("drug 5 mg IV d1 q21d x6 until progression", "until progression", "by themselves", "at most"),
    ("drug 5 mg IV d1 q21d until RECIST 1.1", "until RECIST 1.1", "figures", "in words"),
    ("drug 5 mg IV d1 q21d x6 please", "please", "'please'", "a route (PO)"),
    ("drug IV d1 q21d x6", "drug IV d1 q21d x6", "has no dose", "a drug, its dose"),
    ("5 mg IV d1 q21d x6", "5", "no drug stands before", "generic name"),
    ("阿帕替尼 250 mg PO QD continuous", "阿帕替尼", "no name of a drug", "Latin letters"),
    ("drug 5 mg IV d1", "1", "no cycle is stated", "q21d"),
    ("drug 5 mg PO QD q28d x2", "drug 5 mg PO QD q28d x2", "not on which days", "continuous"),
    (
        "(a 5 mg PO QD q7d + b 5 mg IV) q21d x2",
        "a 5 mg PO QD q7d",
        "not on which days",
        "continuous",
    ),
    ("drug 5 mg PO d1-14 q21d", "drug 5 mg PO d1-14 q21d", "by mouth", "QD d1 for one dose"),
    ("a 5 mg IV q2w x8 + b 5 mg IV q3w x6", "x8", "of one drug or of all", "brackets"),
    ("a 5 mg PO QD continuous + b 5 mg IV q2w x8", "x8", "of one drug or of all", "brackets"),
    ("(a 5 mg IV + b 5 mg IV d8) d1 q21d x6", "d1", "belongs to one drug", "inside"),
    ("(a 5 mg IV + b 5 mg IV d8 q21d x6", "6", "not closed", ")"),
    ("a 5 mg IV q21d) x6", ")", "not opened", "open it"),
    ("a 5 mg IV q21d x6 + + b 5 mg IV", "+", "nothing stands here", "a drug, its dose"),
    ("a 5 mg IV q21d x6 then ", "", "nothing stands here", "a drug, its dose"),
    ("a 5 mg IV q21d then b 5 mg IV q21d x1", "a 5 mg IV q21d", "no phase can follow", "a number"),
    ("d" * 81 + " 5 mg IV q21d x2", "d" * 81 + " 5 mg IV q21d x2", "at most 80", "correct it"),
    ("a 5 mg IV q21d x2 700 sessions", "700 sessions", "equal to 100", "correct it"),
    ("a 5 mg IV q21d until death weekly", "until death weekly", "'weekly' behind", "behind all"),
    ("a 5 mg (loading) IV q21d x2", "loading", "has no dose", "(8 mg/kg in cycle 1)"),
    ("a 5 mg (8-9 mg in cycle 1) IV q21d x2", "8-9 mg", "range", "one dose"),
    ("a 5 mg IV q21d x2-3 doses", "doses", "not understood", "write a route"),
    ("a 5 mg IV 5 mins after b q21d x2", "5", "not understood", "write a route"),
    ("a 5 mg PO BID d1 (noon) q21d x2", "(", "not understood", "write a route"),
    ("a 5 mg IV d1-2,22 weekdays q28d x1", "d1-2,22 weekdays", "one run of days", "1-14 weekdays"),
    ("a 5 mg IV q28-21d x1", "q28-21d", "backwards", "21-28"),
    # what hides best: parts that a tolerant reader would drop, or count for another drug
    ("a 5 mg IV q2w + b 5 mg IV weekly x6", "x6", "of one drug or of all", "brackets"),
    ("a 5 mg IV q2w x6 + b 5 mg IV q3w x6", "x6", "of one drug or of all", "brackets"),
    ("a 5 mg IV q3w + b 5 mg IV weekly for 6 weeks", "for 6 weeks", "of one drug", "brackets"),
    ("a 5 mg PO QD continuous + b 5 mg IV q1w for 6 weeks", "for 6 weeks", "of one", "brackets"),
    ("a 5 mg PO QD in the evening d1-3 q21d x1", "in the evening", "another dose alone", "half"),
    ("Day 8: a 5 mg IV q21d x3", "Day 8", "no name", "behind the dose"),
    ("cycle-2: a 5 mg IV q21d x3", "cycle-2", "no name", "behind the dose"),
    ("weekly: a 5 mg IV q21d x3", "weekly", "no name", "behind the dose"),
    ("x6: a 5 mg IV q21d x3", "x6", "no name", "behind the dose"),
    ("weekly paclitaxel 80 mg/m2 IV q21d x3", "weekly paclitaxel", "before the name", "behind"),
    ("gemcitabine and cisplatin 80 mg/m2 IV q21d x3", "gemcitabine and cisplatin", "no name", ""),
    ("not cisplatin 80 mg/m2 IV q21d x3", "not cisplatin", "no name of a drug", ""),
    ("maintenance a 5 mg IV q21d x3", "maintenance a", "no name of a drug", "generic name"),
    ("a 5 mg IV q2w until death or six cycles", "until death or six cycles", "'six'", "behind all"),
    ("a 5 mg IV q2w until death and more", "until death and more", "'and'", "behind all"),
    ("a 5 mg PO QD continuous x3", "3", "no cycle is stated", "q21d"),
    ("a 5 mg PO QD continuous in cycles 2-4", "4", "no cycle is stated", "q21d"),
    ("a 5 mg (9 mg in cycle 1) PO QD continuous", "s", "no cycle is stated", "q21d"),
    (
        "a 5 mg IV + b 5 mg IV over 2 h 30 min after a q3w x1",
        "over 2 h 30 min after a",
        "",
        "comma",
    ),
    ("a 5 mg (9 mg q3w) IV q21d x3", "q3w", "of another dose", "cycles, days or time"),
    ("a 5 mg IV d1,8,22 q21d x6", "22", "day 22 does not exist", "1 to 21"),
    ("a 5 mg IV d22,22-23 q21d x6", "d22,22-23", "does not come after", "in order"),
    ("a 5 mg (9 mg d8) IV d1 q21d x6", "(9 mg d8)", "holds nowhere", "correct the step"),
    ("a 5 mg PO QD d1-14 for 14 days q21d", "for 14 days", "of each cycle or of all", "d1-14"),
    ("apatinib 5 mg IV q2w until death apatinib", "until death apatinib", "is a drug", "+ before"),
    ("apatinib until death 5 mg IV q2w", "apatinib until death", "no name of a drug", "generic"),
    ("a 5 mg IV q2w until progression after b", "until progression after b", "'after'", "behind"),
    ("a 5 mg PO TDS d1-3 q21d x1", "TDS", "British", "TID"),
    ("a 5 mg IV d1 b 5 mg IV d1 q21d x1", "b", "not understood", "write a route"),
    (
        "a 5 mg IV d1, cisplatin 5 mg IV d1 q21d x1",
        "cisplatin 5 mg IV d1 q21d x1",
        "another drug begins here",
        "write +",
    ),
    (
        "x: a 5 mg IV q21d x1 then 9-2 days after end of x, x: a 5 mg IV q21d x1",
        "9-2 days after end of x, x: a 5 mg IV q21d x1",
        "runs backwards",
        "2-9 days",
    ),
    ("a 5 mg PO weekly x6", "a 5 mg PO weekly x6", "by mouth", "QD d1 for one dose in a cycle"),
    ("a 5 mg IV\u202e q21d x6", "\u202e", "U+202E", "leave it out"),
]


@pytest.mark.parametrize(("line", "part", "what", "remedy"), REFUSED)
def test_what_is_not_understood_is_shown(line: str, part: str, what: str, remedy: str) -> None:
    """Nothing is dropped and nothing guessed: the caret stands under the part, with a remedy."""
    with pytest.raises(NotationError) as refusal:
        parse(line)

    about = [slip for slip in refusal.value.slips if line[slip.start : slip.end] == part]
    assert any(what in slip.what and remedy in slip.remedy for slip in about), str(refusal.value)


def test_the_caret_stands_under_the_part() -> None:
    """A reader sees the line and, under the very letters, what is wrong with them."""
    with pytest.raises(NotationError) as refusal:
        parse("capecitabine 650 mg/m2 PO OD d1-22 q21d x6")

    assert str(refusal.value) == (
        "'OD': 'OD' is also read as the right eye; write QD or once daily\n"
        "  capecitabine 650 mg/m2 PO OD d1-22 q21d x6\n"
        "                            ^^"
    )


def test_all_slips_come_at_once_in_their_order() -> None:
    """Two slips are two carets, so that one reading mends the line."""
    with pytest.raises(NotationError) as refusal:
        parse("a 5 mg OD q3w x6\nb 5 U IV q3w x6")

    assert [slip.start for slip in refusal.value.slips] == [7, 19]
    rows = str(refusal.value).splitlines()
    assert rows[1:3] == ["  a 5 mg OD q3w x6", "         ^^"]
    assert rows[4:6] == ["  b 5 U IV q3w x6", "    ^^^"]


def test_a_chinese_character_takes_two_columns() -> None:
    """The caret stands under its part in a terminal, also behind Chinese words."""
    with pytest.raises(NotationError) as refusal:
        parse("a 5 mg 口服 每日一次 OD d1 q3w x6")

    _, row, caret = str(refusal.value).splitlines()
    assert row == "  a 5 mg 口服 每日一次 OD d1 q3w x6"
    assert caret == " " * (2 + 7 + 4 + 1 + 8 + 1) + "^^"


@pytest.mark.parametrize("line", ["", "  ", "\n\n"])
def test_an_empty_line_is_refused(line: str) -> None:
    """Nothing is no regimen."""
    with pytest.raises(NotationError, match="nothing stands here; write a drug"):
        parse(line)


def test_a_line_is_text_of_a_readable_length() -> None:
    """A value of another type, and a text that nobody reads, are refused in our words."""
    with pytest.raises(NotationError, match="a line is text, not 5"):
        parse(5)  # type: ignore[arg-type]
    with pytest.raises(NotationError, match="2001 characters is not read; write at most 2000"):
        parse("a" * 2001)


def test_a_refusal_travels_whole_between_processes() -> None:
    """The line and the places stay with the error."""
    with pytest.raises(NotationError) as refusal:
        parse("a 5 U IV q3w")

    again = pickle.loads(pickle.dumps(refusal.value))  # noqa: S301  our own bytes
    assert (str(again), again.slips) == (str(refusal.value), refusal.value.slips)
    assert isinstance(again, RegimenError)
