"""Words for people about days and cycles: no dash between days, and their number beside them."""

from __future__ import annotations

import pytest

from npc_regimens.regimen.days import parse_days
from npc_regimens.regimen.timing import SomeCycles
from npc_regimens.render.dose_places import in_cycles_words
from npc_regimens.render.schedule_words import cycles_words, days_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1", "day 1"),
        ("1-14", "days 1 to 14 (14 days)"),
        ("1, 8", "days 1 and 8 (2 days)"),
        ("1-5, 8, 10-11", "days 1 to 5, 8 and 10 to 11 (8 days)"),
        ("1 evening-15 morning", "days 1 (evening) to 15 (morning) (15 days)"),
        ("1 evening", "day 1 (evening)"),
        ("continuous", "every day"),
        ("-1", "day -1 (day -1 is the day before day 1)"),
        ("-3 to 2", "days -3 to 2 (5 days; day -1 is the day before day 1)"),
        ("every 2 days", "every 2 days"),
        ("1-21 every 2 days", "every 2 days, from day 1 to 21"),
        ("2 weeks on, 1 week off", "2 weeks on, then 1 week off"),
        ("weekdays", "Monday to Friday"),
        ("1-14 weekdays", "Monday to Friday, from day 1 to 14"),
        ("radiotherapy days", "radiotherapy days"),
        (
            "5 days on, 2 days off; 3 weeks on, 1 week off",
            "5 days on, then 2 days off, for 3 weeks; then 1 week off",
        ),
    ],
)
def test_days_have_no_dash_and_their_number(text: str, words: str) -> None:
    """A dash between days has injured people; the number of days stands beside them."""
    assert days_words(parse_days(text)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1-6", "each cycle, in cycles 1 to 6"),
        ("2", "cycle 2"),
        ("1, 3, 5", "cycles 1, 3 and 5"),
        ("1-3, 5", "cycles 1 to 3 and 5"),
        ("odd", "each odd cycle (1, 3, 5 and so on)"),
        ("even", "each even cycle (2, 4, 6 and so on)"),
        ("every 2 from 3", "every 2 cycles, from cycle 3 (3, 5, 7 and so on)"),
        ("every 3 from 1", "every 3 cycles, from cycle 1 (1, 4, 7 and so on)"),
        ("from 3", "each cycle from cycle 3 on"),
    ],
)
def test_cycles_are_said_in_words(text: str, words: str) -> None:
    """A reader need not know the shorthand of a file to know in which cycles a drug is given."""
    assert cycles_words(SomeCycles.parse(text)) == words


def test_no_cycles_are_all_cycles() -> None:
    """A component without a list is given in each cycle."""
    assert cycles_words(None) == "each cycle"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2", "in cycle 2"),
        ("1-3", "in cycles 1 to 3"),
        ("1, 3", "in cycles 1, 3"),
        ("odd", "in odd cycles"),
        ("even", "in even cycles"),
        ("from 3", "from cycle 3 on"),
        ("every 3 from 1", "every 3 cycles, from cycle 1 on"),
    ],
)
def test_a_step_says_in_which_cycles_it_holds(text: str, words: str) -> None:
    """Behind the dose of a step, in a sentence of its own."""
    assert in_cycles_words(SomeCycles.parse(text)) == words
