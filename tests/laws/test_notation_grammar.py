"""The grammar on the page and the parser agree: every sentence of the page is understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ebnf import sentences
from hypothesis import given

from npc_regimens.errors import NotationError
from npc_regimens.notation import parse, write

PAGE = Path(__file__).resolve().parents[2] / "docs" / "notation.md"
BLOCK = re.compile(r"^```ebnf\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GRAMMAR: str = BLOCK.findall(PAGE.read_text("utf-8"))[0]
RULES = re.findall(r"^([a-z]+) +=", GRAMMAR, re.MULTILINE)
# What is said of a text that no pattern reads. A sentence of the grammar may be refused for parts
# that contradict each other, such as day 22 of 21, and never for these. That a name is no name may
# come: letters that are drawn at random are a word of the language now and then, such as iv or or.
UNREAD = (
    "not understood",
    "has no dose",
    "nothing stands here",
    "bracket",
    "no unit",
    "belongs to one drug",
    "of one drug or of all",
    "not in the vocabulary",
    "is a time, not a dose",
    "no cycle is stated",
    "on which days",
)


def slips(line: str) -> list[str]:
    """Say how a line is refused, if it is."""
    try:
        parse(line)
    except NotationError as refusal:
        return [slip.what for slip in refusal.slips]
    return []


@given(sentences(GRAMMAR, "line"))
def test_every_sentence_of_the_grammar_is_understood(line: str) -> None:
    """What the page allows is read; only parts that contradict each other are refused."""
    unread = [what for what in slips(line) if any(each in what for each in UNREAD)]

    assert not unread, line


# The same grammar with single numbers, so that few sentences contradict themselves.
NARROW = {
    "phase": '[ "from event surgery, " ], [ name, ": " ], drugs, " q21d x9"',
    "drugs": 'drug | "(", drug, " + ", drug, ")"',
    "dose": 'amount | "AUC 5" | "2-3 mg"',
    "number": '"2"',
    "whole": '"2"',
    "run": '"1" | "1-2" | "1 to 3"',
    "listed": '( "d" | "D" | "days " ), run | "第", run, "天"',
    "after": '"after aaa"',
    "steps": '"(", amount, " in cycle 1)"',
    "frequency": '"BID" | "twice a day" | "每日两次" | "TID"',
    "days": 'listed | "continuous" | "weekdays" | "2 days on, 1 day off"',
    "optional": '"optional d8"',
    "some": '"in cycles 1-2" | "odd cycles" | "from cycle 1"',
    "most": '"at most 9 doses"',
}
CONTRADICTIONS = (
    "no component 'aaa'",
    "optional days stand beside listed days",
    "dose that is st",
    "2 have this name",
    "2 have this place in give",
    "it goes in a circle",
    "still runs on day",
)


def narrowed() -> str:
    """Put the single numbers into the grammar."""
    grammar = GRAMMAR
    for rule, body in NARROW.items():
        grammar, count = re.subn(
            rf"^{rule} +=.*?;$", f"{rule} = {body} ;", grammar, flags=re.MULTILINE | re.DOTALL
        )
        assert count == 1, rule
    return grammar


@given(sentences(narrowed(), "line"))
def test_sentences_with_small_numbers_are_read_and_written(line: str) -> None:
    """So the law above is not empty: parts that do not contradict each other make a regimen."""
    found = [what for what in slips(line) if not any(each in what for each in CONTRADICTIONS)]

    assert not found, line
    if not slips(line):
        assert write(parse(write(parse(line)))) == write(parse(line))


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_used(rule: str) -> None:
    """No rule of the page stands for nothing."""
    assert rule == "line" or len(re.findall(rf"\b{rule}\b(?!\")", GRAMMAR)) > 1
