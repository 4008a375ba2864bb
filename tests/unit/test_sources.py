"""Sources: what a citation and a locator may be."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from npc_regimens.errors import SourceError
from npc_regimens.sources import Citation, Locator, Words


@pytest.mark.parametrize("text", ["example-2020", "example#", "#table-1", "Example#a", "a#b#c", ""])
def test_a_citation_names_a_source_and_a_locator(text: str) -> None:
    """Half a citation is refused, with a whole one to copy."""
    with pytest.raises(SourceError, match="write source#locator, like 'example-2020#table-1'"):
        Citation.parse(text)


def test_a_citation_prints_as_it_was_written() -> None:
    """Reading and printing agree."""
    assert str(Citation.parse("example-2020#table-1")) == "example-2020#table-1"


def test_what_is_derived_has_a_rule() -> None:
    """A derived figure says how, and a printed one has nothing to say."""
    with pytest.raises(ValueError, match="evidence 'derived' has a rule"):
        Locator(place="table 1", evidence="derived")
    with pytest.raises(ValueError, match="evidence 'derived' has a rule"):
        Locator(place="table 1", evidence="read", rule="4 x 14 = 56")


def test_words_are_not_blank() -> None:
    """Blanks alone say nothing."""
    with pytest.raises(ValidationError, match="'   ' is blank; write a few words"):
        TypeAdapter(Words).validate_python("   ")
