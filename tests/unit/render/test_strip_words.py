"""Words and days of a schedule strip, and the kinds of days and keys that it does not know."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from npc_regimens.dose import NOT_STATED, parse_dose, parse_dose_or_range
from npc_regimens.files import load
from npc_regimens.regimen import Order, settle
from npc_regimens.regimen.days import parse_days
from npc_regimens.regimen.definition import Choice
from npc_regimens.regimen.timing import CycleLength, Cycles, parse_frequency
from npc_regimens.render.strip_arm import blocks_of, component_days, reference_words
from npc_regimens.render.strip_canvas import Canvas
from npc_regimens.render.strip_rows import Block, Row, days_words, dosing
from npc_regimens.render.strip_settled import settled_blocks
from npc_regimens.render.strip_text import folded, width, xml
from npc_regimens.render.strip_words import (
    any_dose_words,
    besides,
    count_words,
    day_words,
    often_words,
    some_cycles_words,
    until_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.regimen import Trial
    from npc_regimens.regimen.days import Days
    from npc_regimens.regimen.definition import Arm, Component, Reference


class Written(SimpleNamespace):
    """A table of a later format: keys and values, as a record gives them."""

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """List its keys and values."""
        return iter(vars(self).items())


class Weekdays:
    """Days of the real calendar, which no picture of a cycle can place."""

    first = 1
    only_on = "weekdays"

    def slots_on(self, day: int, slots: tuple[str, ...]) -> tuple[str, ...]:
        """Any day may be one."""
        return slots if day > 0 else ()

    def __str__(self) -> str:
        return "1-14 weekdays"


class BeforeDayOne:
    """Days -3 to 2, without a day 0."""

    first = -3

    def slots_on(self, day: int, slots: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse day 0, which there is not."""
        assert day != 0
        return slots if -3 <= day <= 2 else ()


class EveryOther:
    """Every second day without an end."""

    first = 1

    def slots_on(self, day: int, slots: tuple[str, ...]) -> tuple[str, ...]:
        """Give on odd days."""
        return slots if day % 2 else ()

    def __str__(self) -> str:
        return "every 2 days"


def component(days: object, **keys: Any) -> Written:
    """Write a component of a later format."""
    table = {
        "drug": "drug-a",
        "dose": parse_dose("10 mg"),
        "frequency": None,
        "days": days,
        "cycles": None,
        "reference": None,
    }
    return Written(**{**table, **keys})


def blocks(*components: Written, **keys: Any) -> list[Block]:
    """Lay out one phase of 21 days that gives every component."""
    named = {str(number): each for number, each in enumerate(components)}
    phase = {
        "name": "first",
        "cycle": CycleLength(21),
        "cycles": Cycles.parse("2"),
        "until": None,
        "give": tuple(named),
        "reference": None,
    }
    trial = SimpleNamespace(component=named, choice=dict[str, Choice]())
    arm = SimpleNamespace(phase=(Written(**{**phase, **keys}),))
    return list(blocks_of(cast("Trial", trial), cast("Arm", arm), {}))


def test_days_before_day_one_stand_before_it_and_there_is_no_day_0() -> None:
    """Day -1 is the day before day 1."""
    (block,) = blocks(component(BeforeDayOne()))

    assert block.days[:5] == (-3, -2, -1, 1, 2)
    assert block.days[-1] == 21
    assert block.rows[0].dosed == [-3, -2, -1, 1, 2]
    assert block.rows[0].days == "days -3 to 2 (5 days)"


def test_days_of_the_real_calendar_may_be_any_and_are_said() -> None:
    """Which day of a cycle is a Monday is not known before there is a date."""
    (block,) = blocks(component(Weekdays()))
    (row,) = block.rows

    assert row.perhaps == frozenset(range(1, 22))
    assert row.words == ("10 mg", "on weekdays alone")
    assert row.days == "1 to 14 weekdays"


def test_optional_days_may_have_a_dose() -> None:
    """A day that the caller settles is drawn apart from the days that are sure."""
    (block,) = blocks(component(parse_days("1, 8"), optional=parse_days("15")))
    (row,) = block.rows

    assert (row.dosed, sorted(row.perhaps)) == ([1, 8, 15], [15])
    assert row.words == ("10 mg", "optional: day 15")
    assert row.days == "days 1 and 8 (2 days)"


def test_a_frequency_without_slots_is_one_box_a_day() -> None:
    """Every 8 hours names no slots of the day; the day has doses all the same."""
    often = Written(name="every 8 hours", slots=())
    (block,) = blocks(component(parse_days("1-3"), frequency=often))

    assert block.rows[0].doses == {day: (day <= 3,) for day in range(1, 22)}


def test_a_cycle_of_its_own_has_a_block_of_its_own() -> None:
    """Days of 14 are not drawn into 21."""
    mine, own = blocks(
        component(parse_days("1-14"), cycle=CycleLength(14)), component(parse_days("1"))
    )

    assert (mine.name, len(mine.days)) == ("first", 21)
    assert (own.name, len(own.days)) == ("first, in cycles of 14 days of their own", 14)
    assert own.words == "cycles of 14 days of their own; the phase: cycle of 21 days, 2 cycles"


def test_of_a_range_of_lengths_the_longest_is_drawn_and_the_range_said() -> None:
    """The caller settles the length."""

    class Range(SimpleNamespace):
        def __str__(self) -> str:
            return "21-28 days"

    (block,) = blocks(component(parse_days("1")), cycle=Range(most=CycleLength(28)))

    assert len(block.days) == 28
    assert block.words == "cycle of 21 to 28 days, 2 cycles"


def test_a_key_that_is_not_drawn_is_said() -> None:
    """Nothing of a regimen is dropped in silence."""
    choice = Choice(one_of=("a", "b"), note="not said")
    values = [
        ("at_most", "8 doses"),
        ("steps", (choice, "x")),
        ("days", "1"),
        ("span", None),
        ("after", ()),
        ("is_open", False),
    ]

    assert besides(values, {"days"}) == ("at most: 8 doses", "steps: one_of a; b; x")
    (block,) = blocks(component(parse_days("1"), at_most="8 doses"), span="1 year")
    assert block.rows[0].words == ("10 mg", "at most: 8 doses")
    assert block.words == "cycle of 21 days, 2 cycles, span: 1 year"


@pytest.mark.parametrize(
    ("days", "length", "expected"),
    [
        (parse_days("1-14"), 21, "days 1 to 14 (14 days)"),
        (parse_days("1-21"), 21, "days 1 to 21 (21 days)"),  # not every day where a cycle is late
        (parse_days("continuous"), 21, "every day"),
        (parse_days("continuous"), None, "every day"),
        (EveryOther(), 5, "days 1, 3 and 5 (3 days)"),
        (EveryOther(), None, "every 2 days"),
    ],
)
def test_days_are_written_as_people_say_them(days: Days, length: int | None, expected: str) -> None:
    """Listed days and continuous dosing stay two things, and a rule without an end stays a rule."""
    assert days_words(days, ("once",), length) == expected


def test_the_slots_of_a_day_are_asked_of_the_days() -> None:
    """The evening of day 1 and the morning of day 2, of two slots each."""
    assert dosing(parse_days("1 evening-2 morning"), ("morning", "evening"), 3) == {
        1: (False, True),
        2: (True, False),
        3: (False, False),
    }


def test_an_open_block_ends_with_the_week_behind_its_last_dose() -> None:
    """Where the length is not stated, some unknown days follow the last dose."""
    row = Row("drug-a", (), None, {1: (True,), 14: (True,)}, "days 1 and 14 (2 days)")
    block = Block("first", "", (row,), None)

    assert (block.known, block.days) == (14, tuple(range(1, 22)))


def test_a_reference_says_dose_times_and_days() -> None:
    """All that is borrowed is told."""
    borrowed = SimpleNamespace(
        dose=parse_dose("1250 mg/m2"),
        frequency=parse_frequency("twice daily"),
        days=parse_days("1-14"),
    )

    assert reference_words(cast("Reference", borrowed)) == (
        "1,250 mg/m2, twice a day, morning and evening, days 1 to 14 (14 days)"
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1", "1 cycle"),
        ("6", "6 cycles"),
        ("4-6", "4 to 6 cycles"),
        ("at most 8", "at most 8 cycles"),
        ("open", "without a fixed number of cycles"),
        ("not stated", "number of cycles not stated"),
    ],
)
def test_a_number_of_cycles_in_words(written: str, expected: str) -> None:
    """Neither a dash nor a bare word of the file."""
    assert count_words(Cycles.parse(written)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2", "in cycle 2"),
        ("1-6", "in cycles 1 to 6"),
        ("even", "in even cycles"),
        ("1, 3, 5", "in cycles 1, 3, 5"),
    ],
)
def test_some_cycles_in_words(written: str, expected: str) -> None:
    """The cycles of a component, one or several."""
    assert some_cycles_words(written) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], "no day"),
        ([8], "day 8"),
        ([1, 2], "days 1 and 2 (2 days)"),
        ([1, 2, 3, 8, 15, 16], "days 1 to 3, 8, 15 and 16 (6 days)"),
        ([-1, 1], "days -1 and 1 (2 days)"),
        ([-2, -1, 1, 2], "days -2 to 2 (4 days)"),
    ],
)
def test_days_in_words(days: list[int], expected: str) -> None:
    """A run has its first and last day; the day behind day -1 is day 1."""
    assert day_words(days) == expected


def test_an_end_in_words() -> None:
    """What ends a phase, nothing, or that nobody says it."""
    assert until_words(None) == ()
    assert until_words("not stated") == ("what ends it is not stated",)
    assert until_words(("progression", "toxicity")) == ("until progression or toxicity",)


def test_a_dose_in_words() -> None:
    """A dose, a range, and none."""
    assert any_dose_words(parse_dose("1250 mg/m2")) == "1,250 mg/m2"
    assert any_dose_words(parse_dose_or_range("80-100 mg/m2")) == "80 to 100 mg/m2"
    assert any_dose_words(NOT_STATED) == "dose not stated"


def test_how_often_in_words() -> None:
    """A frequency of another kind is said as it is written."""
    assert often_words(None) == ()
    assert often_words(NOT_STATED) == ("frequency not stated",)
    assert often_words("every 8 hours") == ("every 8 hours",)


def test_what_no_xml_may_hold_is_replaced() -> None:
    """One character of a drug's name never makes a picture unreadable."""
    assert xml("a\x00\x1b\ud800\ufffeb") == "a\ufffd\ufffd\ufffd\ufffdb"
    assert xml("<&>\"'") == "&lt;&amp;&gt;&quot;&#x27;"


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("one two", 100, ["one two"]),
        ("one two three", 60, ["one two", "three"]),
        ("irinotecan-liposome", 80, ["irinotecan-", "liposome"]),
        ("give 1,250 mg/m2", 80, ["give", "1,250 mg/m2"]),  # no number is torn from its unit
        ("吉西他滨", 22, ["吉西", "他滨"]),
        ("WWWW", 20, ["WW", "WW"]),
        ("", 20, [""]),
    ],
)
def test_text_is_folded_where_people_would(text: str, most: int, lines: list[str]) -> None:
    """At spaces and behind hyphens, between Chinese characters, and within a word at last."""
    assert folded(text, 10, most) == lines
    assert all(width(line, 10) <= most for line in lines)


def test_a_dose_that_is_not_sure_looks_like_neither() -> None:
    """Three kinds of box, and the legend explains those that are there."""
    canvas = Canvas()
    canvas.day(0, 0, 15, (True,), perhaps=True)
    canvas.day(19, 0, 15, (), perhaps=False)
    canvas.legend()

    assert canvas.kinds == {"perhaps", "rest"}
    assert [part.split(">")[1].split("<")[0] for part in canvas.parts if "text" in part] == [
        "dose on some of these days",
        "no dose",
    ]


def test_days_whatever_their_cycle_are_said() -> None:
    """A table of components has their days, or that there are none to say."""
    listed = cast("Component", component(parse_days("1, 8")))
    unknown = cast("Component", component(NOT_STATED))

    assert component_days(listed) == "days 1 and 8 (2 days)"
    assert component_days(unknown) == "not stated"


def test_a_settled_order_says_what_is_not_drawn() -> None:
    """Days of the real calendar, a cycle of its own and a key of a later format."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Later(Order):
        at_most: str = "8 doses"

    regimen = settle(load("nct03130270"))
    (phase,) = regimen.phases
    (order,) = phase.orders
    keys = {each.name: getattr(order, each.name) for each in fields(order)}
    later = Later(**{**keys, "days": Weekdays(), "cycle_length_days": 14})
    (block,) = settled_blocks(replace(regimen, phases=(replace(phase, orders=(later,)),)))
    (row,) = block.rows

    assert row.words == ("500 mg, once a day", "on weekdays alone", "at most: 8 doses")
    assert (row.perhaps, row.days) == (frozenset(range(1, 15)), "1 to 14 weekdays")
    assert block.name == "treatment, in cycles of 14 days of their own"
