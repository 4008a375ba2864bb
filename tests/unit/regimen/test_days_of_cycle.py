"""Days of a cycle: listed, from a half day to a half day, by a rule, or continuous."""

from __future__ import annotations

import pytest

from npc_regimens.errors import RegimenError
from npc_regimens.regimen.days import (
    Continuous,
    Listed,
    parse_days,
    parse_days_or_gap,
    parse_listed_days,
)
from npc_regimens.regimen.infusions import ONE_DAY, is_continuous

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


@pytest.mark.parametrize(
    "text",
    [
        *("1, 8, 15", "1 evening-15 morning", "3", "continuous", "-1", "-3 to 2", "-1, 1, 8"),
        *("every 2 days", "-3 to 4 every 2 days", "1 evening-21 morning every 2 days"),
        *("2 weeks on, 1 week off", "1 day on, 1 day off", "weekdays", "1 noon-14 weekdays"),
        *("5 days on, 2 days off; 3 weeks on, 1 week off", "radiotherapy days"),
    ],
)
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
        ("-3-2", "a dash can be a minus; .* write 'to', '-3 to 2'"),
        ("-3 --1", "a dash can be a minus; .* write 'to', '-3 to -1'"),
        ("2 to -3", "runs backwards; write '-3 to 2'"),
        ("-1 to 0", "'-1 to 0' is not understood"),
        ("1, -8", "-8 does not come after 1"),
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


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("\u22121", "-1"),
        ("D-3 to D2", "-3 to 2"),
        ("1 to 14", "1-14"),
        ("-2 to -2", "-2"),
        ("every other day", "every 2 days"),
        ("weekly", "every 7 days"),
        ("every week", "every 7 days"),
        ("every 2 weeks", "every 14 days"),
        ("1-21 every other day", "1-21 every 2 days"),
        ("1-28 weekly", "1-28 every 7 days"),
        ("14 days on, 7 days off", "2 weeks on, 1 week off"),
        ("1 week on, 3 days off", "7 days on, 3 days off"),
    ],
)
def test_what_can_mean_one_thing_is_printed_in_one_form(text: str, printed: str) -> None:
    """Other words for the same days are read, and written back in the one form."""
    assert str(parse_days(text)) == printed
    assert parse_days(printed) == parse_days(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("daily", "write 'continuous' where nothing ends it, or a range such as '1-21'"),
        ("every day", "write 'continuous'"),
        ("biweekly", "write 'every 14 days' for one day in two weeks, or list the days"),
        ("twice weekly", "or list the days of the cycle, such as '1, 4, 8, 11'"),
        ("every other week", "can be a day or a week; write 'every 14 days', or '1 week on"),
        ("monthly", "is no number of days; write weeks or days, such as 'every 28 days'"),
        ("1-21 every 1 day", "are all days; write '1-21'"),
        ("1-2 every 2 days", "of 1-2 this is day 1 alone; write '1', or a longer run"),
        ("1, 8 every 2 days", "one run of days stands before 'every 2 days', not the list '1, 8'"),
        ("1, 8 weekdays", "one run of days stands before 'weekdays', not the list '1, 8'"),
        ("x every 2 days", "'x' is not understood"),
        ("every 0 days", "'every 0 days' is not understood"),
        ("2 weeks on", "'2 weeks on' is not understood; each number has its unit"),
        ("2 on, 1 off", "'2 on, 1 off' is not understood"),
        ("1 month on, 1 week off", "'1 month on, 1 week off' is not understood"),
        (
            "5 days on, 2 days off; 16 days on, 5 days off",
            "does not fill the 16 days on of '16 days on, 5 days off'; write whole ones of it,",
        ),
        (
            "5 days on, 2 days off; 16 days on, 5 days off",
            "'5 days on, 2 days off' does not fill",
        ),
        (
            "5 days on, 2 days off; 16 days on, 5 days off",
            "such as '14 days on, 5 days off'",
        ),
        (
            "5 days on, 2 days off; 3 days on, 4 days off",
            "write whole ones of it, such as '7 days on, 4 days off'",
        ),
        ("300 days on, 101 days off", "after 401 days are not read"),
    ],
)
def test_a_rule_for_days_is_understood_whole_or_refused(text: str, says: str) -> None:
    """What can mean several things, or nothing, is refused with what to write."""
    with pytest.raises(RegimenError) as refused:
        parse_days(text)

    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("every 3 days", [1, 4, 7, 10]),
        ("2-8 every 3 days", [2, 5, 8]),
        ("-3 to 4 every 2 days", [-3, -1, 2, 4]),
        ("2 days on, 3 days off", [1, 2, 6, 7]),
        ("1 day on, 1 day off; 4 days on, 6 days off", [1, 3]),
        ("-1 to 2 weekdays", [-1, 1, 2]),
    ],
)
def test_a_rule_says_its_days(text: str, days: list[int]) -> None:
    """Days are counted by hand, through the missing day 0."""
    found = parse_days(text)

    pages = [*range(-10, 0), *range(1, 11)]
    assert [day for day in pages if found.slots_on(day, ("once",))] == days
    assert found.first == min(1, *days)


def test_a_half_day_at_the_edge_of_a_rule() -> None:
    """The first day begins, and the last one ends, with half a day."""
    days = parse_days("1 evening-5 morning every 2 days")

    assert [days.slots_on(day, TWICE) for day in (1, 3, 5)] == [("evening",), TWICE, ("morning",)]
    for text in ("1 noon-5 every 2 days", "1 noon-5 weekdays"):
        with pytest.raises(RegimenError, match="the slot 'noon'"):
            parse_days(text).check_slots(TWICE)
    for text in ("every 2 days", "weekdays", "radiotherapy days", "1 day on, 1 day off"):
        parse_days(text).check_slots(TWICE)


def test_optional_days_are_listed() -> None:
    """Only listed days can be optional."""
    assert str(parse_listed_days("15")) == "15"
    with pytest.raises(RegimenError, match="optional days are listed, not 'weekdays'"):
        parse_listed_days("weekdays")


def test_lists_are_joined_in_order() -> None:
    """Two lists are one list, unless a day stands in both."""
    assert str(listed("1, 15").joined(listed("8-9"))) == "1, 8-9, 15"
    with pytest.raises(RegimenError, match="1-8 and 8 list one day twice"):
        listed("1-8").joined(listed("8"))


@pytest.mark.parametrize(
    ("days", "without_a_break"),
    [
        ("-5 to -1", True),
        ("-1, 1", True),
        ("-2, 1", False),
        ("1-5", True),
        ("continuous", True),
        ("weekdays", False),
        ("1-5 weekdays", False),
        ("radiotherapy days", False),
    ],
)
def test_which_infusions_run_without_a_break(days: str, *, without_a_break: bool) -> None:
    """Day 1 follows day -1, and a week's end breaks what is given on weekdays."""
    assert is_continuous(ONE_DAY, parse_days(days)) is without_a_break
