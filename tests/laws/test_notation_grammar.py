"""The grammar on the page and the parser agree: every sentence of the page is understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ebnf import sentences
from hypothesis import given

from npc_regimens.errors import NotationError
from npc_regimens.notation import parse

PAGE = Path(__file__).resolve().parents[2] / "docs" / "notation.md"
GRAMMAR = re.findall(r"^```ebnf\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)[0]
RULES = re.findall(r"^([a-z]+) +=", GRAMMAR, re.MULTILINE)
# What a sentence of the grammar may still be refused for: its parts do not go together.
CONTRADICTIONS = (
    "does not exist in",
    "no phase can follow",
    "come after",
    "is longer than",
    "cannot be right",
    "runs backwards",
    "does not fit",
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
    unread = [what for what in slips(line) if not any(each in what for each in CONTRADICTIONS)]

    assert not unread, line


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_used(rule: str) -> None:
    """No rule of the page stands for nothing."""
    assert rule == "line" or len(re.findall(rf"\b{rule}\b(?!\")", GRAMMAR)) > 1
