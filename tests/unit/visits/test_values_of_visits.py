"""The values of the room of visits, and how files read them from text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from npc_regimens.visits import (
    AnchorText,
    ClosedDays,
    PolicyText,
    VisitRule,
    Window,
    WindowText,
    fit,
)

DAY = dt.date(2027, 1, 4)


def test_a_visit_is_provisional_only_where_something_says_so() -> None:
    """Without a country no year is."""
    assert not fit(DAY, VisitRule(), ClosedDays()).provisional


def test_a_file_reads_a_window_from_its_text() -> None:
    """Text is read, a window is taken, and a number is refused with an example."""
    window: TypeAdapter[Window] = TypeAdapter(WindowText)

    assert window.validate_python("-3 to +2 days") == Window(3, 2)
    assert window.validate_python(Window(3, 2)) == Window(3, 2)
    assert window.dump_python(Window(3, 2, hard=False), mode="json") == "-3 to +2 days, soft"
    assert "hard" in window.json_schema()["description"]
    with pytest.raises(ValidationError, match="expected text such as '-3 to"):
        window.validate_python(3)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (PolicyText, "next working day", "next day"),
        (AnchorText, "day 1 of the cycle", "C1D1"),
    ],
)
def test_a_file_reads_policies_and_anchors_from_their_words(
    kind: Any, right: str, wrong: str
) -> None:
    """A word of the closed list is taken, and nothing else is."""
    read: TypeAdapter[str] = TypeAdapter(kind)

    assert read.validate_python(right) == right
    assert right in read.json_schema()["examples"]
    for each in (wrong, 1, None):
        with pytest.raises(ValidationError):
            read.validate_python(each)
