"""Matching: which part of the one belongs to which part of the other."""

from __future__ import annotations

import pytest

from npc_regimens.comparing.matching import match


def by_name(position: int, name: str) -> str:
    """Take the name for the mark."""
    del position
    return name


def by_position(position: int, name: str) -> int:
    """Take the position for the mark."""
    del name
    return position


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ("", "", []),
        ("ab", "ab", [("a", "a"), ("b", "b")]),
        ("ab", "b", [("a", None), ("b", "b")]),
        ("b", "ab", [("b", "b"), (None, "a")]),
        ("ab", "ax", [("a", "a"), ("b", "x")]),
        # b has taken the second place, so the first of the other stays alone
        ("ab", "bx", [("a", None), ("b", "b"), (None, "x")]),
        ("abc", "xa", [("a", "a"), ("b", None), ("c", None), (None, "x")]),
    ],
)
def test_names_go_before_positions(
    before: str, after: str, pairs: list[tuple[str | None, str | None]]
) -> None:
    """A name in common wins; what is left goes together only in the very same position."""
    assert list(match(before, after, by_name, by_position).pairs) == pairs


def test_several_of_one_mark_go_together_from_the_first() -> None:
    """The first belongs to the first, and what is over stays alone."""
    found = match(["a1", "a2", "a3"], ["a4", "a5"], lambda _, name: name[0])

    assert found.pairs == (("a1", "a4"), ("a2", "a5"), ("a3", None))


@pytest.mark.parametrize(
    ("before", "after", "in_order"),
    [("abc", "abc", True), ("abc", "ac", True), ("ab", "ba", False), ("abc", "bca", False)],
)
def test_an_order_is_that_of_what_both_have(before: str, after: str, *, in_order: bool) -> None:
    """What stands in one alone changes no order."""
    assert match(before, after, by_name).in_order is in_order
