"""Days of a cycle: listed, from a half day to a half day, or continuous."""

from __future__ import annotations

import pytest

from npc_regimens.errors import RegimenError
from npc_regimens.regimen.days import Continuous, Listed, parse_days, parse_days_or_gap

TWICE = ("morning", "evening")


def listed(text: str) -> Listed:
    """Read days that are listed."""
    days = parse_days(text)
    assert isinstance(days, Listed)
    return days


def doses(text: str, slots: tuple[str, ...] = TWICE, length: int = 21) -> int:
    """Count the doses of a cycle."""
    days = parse_days(text)
    return sum(len(days.slots_on(day, slots)) for day in range(1, length + 1))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1-14", 28),
        ("1, 8", 4),
        ("1 evening-15 morning", 28),
        ("1 evening", 1),
        ("1-2, 8 evening-9", 7),
        ("continuous", 42),
    ],
)
def test_the_days_say_how_many_doses_there_are(text: str, count: int) -> None:
    """A half day at either end counts as what it is."""
    assert doses(text) == count


@pytest.mark.parametrize("dash", "‐‑‒–—−～")  # noqa: RUF001  look-alikes of a hyphen
def test_every_dash_is_read_and_one_is_written(dash: str) -> None:
    """People type many dashes; the days are written back with a hyphen."""
    assert str(parse_days(f"1{dash}14")) == "1-14"


@pytest.mark.parametrize("text", ["1, 8, 15", "1 evening-15 morning", "3", "continuous"])
def test_days_print_as_they_were_written(text: str) -> None:
    """Reading and printing agree."""
    assert str(parse_days(text)) == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0", "there is no day 0"),
        ("1,,3", "'' is not understood"),
        ("1 night", "'1 night' is not understood"),
        ("1 evening-1 morning", "runs backwards; write '1 morning-1 evening'"),
        ("8, 1", "1 does not come after 8"),
        ("1-5, 5-8", "5-8 does not come after 1-5"),
        ("1, " * 80, "characters are not read"),
    ],
)
def test_days_are_understood_whole_or_refused(text: str, says: str) -> None:
    """The part that was not understood is named."""
    with pytest.raises(RegimenError, match=says):
        parse_days(text)


def test_a_half_day_needs_its_slot() -> None:
    """An evening that the frequency does not have is refused, with those that it has."""
    days = listed("1 noon-15 morning")

    with pytest.raises(RegimenError, match=r"the slot 'noon'.* it has 'morning', 'evening'"):
        days.check_slots(TWICE)
    listed("1 evening-15 morning").check_slots(TWICE)


def test_the_last_listed_day_is_known() -> None:
    """The last day is compared with the length of the cycle."""
    assert listed("1-2, 8-9").last == 9


def test_a_gap_is_read_as_a_gap() -> None:
    """What is not stated is neither listed nor continuous."""
    assert not isinstance(parse_days_or_gap("not stated"), Listed | Continuous)
    assert isinstance(parse_days_or_gap("1"), Listed)
