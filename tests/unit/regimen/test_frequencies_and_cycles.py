"""Frequencies, cycle lengths and numbers of cycles."""

from __future__ import annotations

import pytest

from npc_regimens.errors import DateError, RegimenError
from npc_regimens.regimen.timing import (
    Cycles,
    Elapsed,
    Every,
    SomeCycles,
    parse_any_frequency,
    parse_cycle_length,
    parse_frequency,
    parse_frequency_or_gap,
)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("once daily", ("once",)),
        ("twice daily", ("morning", "evening")),
        ("three times daily", ("morning", "noon", "evening")),
        ("four times daily", ("morning", "noon", "evening", "bedtime")),
    ],
)
def test_a_clock_frequency_names_its_slots(text: str, slots: tuple[str, ...]) -> None:
    """A frequency by the clock is the slots of a day, and prints as it was written."""
    assert parse_frequency(text).slots == slots
    assert str(parse_frequency_or_gap(text)) == text


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("bid", "write 'twice daily'"),
        ("b.i.d.", "write 'twice daily'"),
        ("QD", "write 'once daily'"),
        ("tid", "write 'three times daily'"),
        ("qid", "write 'four times daily'"),
        ("daily", "write 'once daily'"),
        ("often", "write one of 'once daily', 'twice daily'"),
    ],
)
def test_an_abbreviation_is_refused_with_what_it_means(text: str, remedy: str) -> None:
    """Abbreviations of frequencies are misread, so the words are asked for."""
    with pytest.raises(RegimenError, match=f"frequency '{text}' is not understood; {remedy}"):
        parse_frequency(text)


@pytest.mark.parametrize("text", ["every 8 hours", "every 8 h", "q8h", "Q12H"])
def test_elapsed_hours_are_not_slots(text: str) -> None:
    """Every 8 hours is another thing than three times a day, and is not read as it."""
    with pytest.raises(RegimenError, match="counts elapsed hours"):
        parse_frequency(text)


def test_a_cycle_has_a_number_of_days() -> None:
    """Weeks are days; months are not, and neither is a length beyond all protocols."""
    assert parse_cycle_length("3 weeks") == 21
    with pytest.raises(DateError, match="'1 month' has no fixed number of days"):
        parse_cycle_length("1 month")
    with pytest.raises(RegimenError, match="a cycle of 401 days is longer than 400 days"):
        parse_cycle_length("401 days")


@pytest.mark.parametrize(
    ("text", "settled", "is_range", "is_open"),
    [
        ("6", True, False, False),
        ("4-6", False, True, False),
        ("at most 8", False, False, True),
        ("open", False, False, True),
        ("not stated", False, False, True),
    ],
)
def test_a_number_of_cycles_is_settled_a_range_or_open(
    text: str, *, settled: bool, is_range: bool, is_open: bool
) -> None:
    """Each form is one of the three, and prints as it was written."""
    cycles = Cycles.parse(text)

    assert (cycles.is_settled, cycles.is_range, cycles.has_open_end) == (settled, is_range, is_open)
    assert str(cycles) == text


def test_a_range_allows_what_lies_in_it() -> None:
    """Both ends are included; an open end allows any number from one."""
    assert [n for n in range(9) if Cycles.parse("4-6").allows(n)] == [4, 5, 6]
    assert [n for n in range(9) if Cycles.parse("at most 3").allows(n)] == [1, 2, 3]
    assert not Cycles.parse("open").allows(0)


@pytest.mark.parametrize("text", ["0", "8x", "2.5", "6-", "at least 4", "-4", "1000", ""])
def test_a_number_of_cycles_is_understood_whole(text: str) -> None:
    """What is no number of cycles is refused with the forms that are read."""
    with pytest.raises(RegimenError, match="write '6', '4-6', 'at most 8' or 'open'"):
        Cycles.parse(text)


def test_a_range_that_runs_backwards_is_refused() -> None:
    """The refusal shows it the right way round."""
    with pytest.raises(RegimenError, match="'6-4' runs backwards; write '4-6'"):
        Cycles.parse("6-4")


@pytest.mark.parametrize("text", ["open", "at most 6", "not stated"])
def test_the_cycles_of_a_component_have_an_end(text: str) -> None:
    """A component is given in cycles that are counted."""
    with pytest.raises(RegimenError, match="of a component is not understood; write '1-6'"):
        SomeCycles.parse(text)


def test_the_cycles_of_a_component_print_as_they_were_written() -> None:
    """One cycle is one number."""
    assert [str(SomeCycles.parse(text)) for text in ("1-6", "2", "3-3")] == ["1-6", "2", "3"]
    assert [n for n in range(5) if n in SomeCycles.parse("2-3")] == [2, 3]


@pytest.mark.parametrize("text", ["6-8 weeks", "6 weeks", "1 week", "1-2 days"])
def test_a_recurrence_prints_as_it_was_written(text: str) -> None:
    """What is printed is read back as the same."""
    assert str(Every.parse(text)) == text
    assert Every.parse(str(Every.parse(text))) == Every.parse(text)


@pytest.mark.parametrize("text", ["6-8 months", "often", "6 to 8 weeks", "0 weeks"])
def test_a_recurrence_is_days_or_weeks(text: str) -> None:
    """A recurrence has a number of days, or is refused with a right one."""
    with pytest.raises(RegimenError, match="write for example '6-8 weeks'"):
        Every.parse(text)


def test_a_recurrence_that_runs_backwards_is_refused() -> None:
    """The refusal shows it the right way round."""
    with pytest.raises(RegimenError, match="'8-6 weeks' runs backwards; write '6-8 weeks'"):
        Every.parse("8-6 weeks")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("first", "1"),
        ("every 2 from 1", "odd"),
        ("every 2 from 2", "even"),
        ("1\u20133,5", "1-3, 5"),
    ],
)
def test_the_cycles_of_a_component_have_one_form(text: str, printed: str) -> None:
    """Other words for the same cycles are written back in the one form."""
    assert str(SomeCycles.parse(text)) == printed
    assert SomeCycles.parse(printed) == SomeCycles.parse(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("3, 1", "1 does not come after 3; list each cycle once, in order"),
        ("1-3, 3", "3 does not come after 1-3"),
        ("6-4", "runs backwards; write '4-6'"),
        ("every 1 from 3", "are all cycles; write 'from 3'"),
        ("every 3", "write '1-6', '1, 3, 5', 'odd', 'even', 'every 3 from 1' or 'from 3'"),
        ("1, odd", "of a component: 'odd' is not understood"),
        ("0", "of a component is not understood"),
        ("1, " * 80, "characters are not read"),
    ],
)
def test_the_cycles_of_a_component_are_understood_whole(text: str, says: str) -> None:
    """What names no cycles is refused with the forms that are read."""
    with pytest.raises(RegimenError) as refused:
        SomeCycles.parse(text)

    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "printed", "clock"),
    [
        ("every 8 hours", "every 8 hours", "three times daily"),
        ("every 6 h", "every 6 hours", "four times daily"),
        ("every 24 hours", "every 24 hours", "once daily"),
        ("every 1 hour", "every 1 hour", None),
        ("every 10 hours", "every 10 hours", None),
    ],
)
def test_elapsed_hours_are_a_type_of_their_own(text: str, printed: str, clock: str | None) -> None:
    """Elapsed hours are read and printed, and are no slots of a day."""
    found = parse_any_frequency(text)

    assert isinstance(found, Elapsed)
    assert (str(found), found.slots, found.by_the_clock) == (printed, (), clock)
    assert parse_any_frequency(printed) == parse_frequency_or_gap(text) == found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "q8h",
            "in shorthand; write 'every 8 hours', or 'three times daily' if the clock is meant",
        ),
        ("Q10H", "in shorthand; write 'every 10 hours'"),
        ("every 0 hours", "counts elapsed hours"),
        ("bid", "write 'twice daily'"),
    ],
)
def test_shorthand_of_elapsed_hours_is_refused(text: str, says: str) -> None:
    """Shorthand is refused with both things that it can mean."""
    with pytest.raises(RegimenError) as refused:
        parse_any_frequency(text)

    assert str(refused.value).endswith(says) or says in str(refused.value)
