"""Columns of a terminal: text of any language stands where it should."""

from __future__ import annotations

import pytest

from npc_regimens.render.columns import columns, filled, hanging, padded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("abc", 3),
        ("白片", 4),
        ("\uff41", 2),  # a letter of full width
        ("\uff71", 1),  # and one of half
        ("e\u0301", 1),  # an accent on the letter before
        ("a\u200bb", 2),  # nothing that is seen
    ],
)
def test_a_wide_letter_takes_two_columns_and_a_mark_none(text: str, expected: int) -> None:
    """What a terminal shows is counted, not what Python counts."""
    assert columns(text) == expected
    assert columns(padded(text, 9)) == 9


def test_a_line_is_filled_and_never_over() -> None:
    """Words go on the line while they fit to the column."""
    assert filled(["12345", "678", "9"], 9) == ["12345 678", "9"]
    assert filled(["白片", "白片", "白"], 9) == ["白片 白片", "白"]


def test_a_word_that_is_wider_than_the_line_is_cut() -> None:
    """A wide letter is not cut in two: five columns hold two of them."""
    assert filled(["a", "白片白片白"], 5) == ["a", "白片", "白片", "白"]
    assert filled(["白片白片", "a"], 5) == ["白片", "白片", "a"]


def test_an_amount_is_not_torn_from_its_unit() -> None:
    """The number goes to the next line with its unit."""
    assert hanging("A  ", "dose of 1,150 mg by mouth", 17) == [
        "A  dose of",
        "   1,150 mg by",
        "   mouth",
    ]
    assert hanging("", "100 % more", 8) == ["100 %", "more"]
