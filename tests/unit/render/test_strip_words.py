"""Words and days of a schedule strip: no dash, no shorthand, and nothing torn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from npc_regimens.dates import Span
from npc_regimens.dose import NOT_STATED, parse_dose, parse_dose_or_range
from npc_regimens.regimen.days import parse_days
from npc_regimens.regimen.most_doses import MostDoses
from npc_regimens.regimen.steps import Step
from npc_regimens.regimen.timing import Cycles, SomeCycles, parse_any_frequency, parse_frequency
from npc_regimens.regimen.within_a_day import SettledAfter
from npc_regimens.render.dose_places import in_cycles_words
from npc_regimens.render.strip_canvas import Canvas
from npc_regimens.render.strip_rows import Block, Row, days_words, dosing
from npc_regimens.render.strip_text import folded, width, xml
from npc_regimens.render.strip_words import (
    any_dose_words,
    bounds_words,
    count_words,
    day_words,
    doses_words,
    end_words,
    often_words,
    phase_parts,
    until_words,
)
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npc_regimens.regimen.days import Days


@pytest.mark.parametrize(
    ("days", "length", "expected"),
    [
        (parse_days("1-14"), 21, "days 1 to 14 (14 days)"),
        (parse_days("1-21"), 21, "days 1 to 21 (21 days)"),  # not every day where a cycle is late
        (parse_days("continuous"), 21, "every day"),
        (parse_days("continuous"), None, "every day"),
        (parse_days("every 2 days"), 5, "days 1, 3 and 5 (3 days)"),
        (parse_days("every 2 days"), None, "every 2 days"),
        (parse_days("2 weeks on, 1 week off"), 21, "days 1 to 14 (14 days)"),
        (parse_days("2 weeks on, 1 week off"), None, "2 weeks on, then 1 week off"),
        (parse_days("1-14 weekdays"), 21, "Monday to Friday, from day 1 to 14"),  # not 14 of them
        (parse_days("radiotherapy days"), 21, "radiotherapy days"),
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
        ("every 3 from 1", "every 3 cycles, from cycle 1 on"),
        ("from 3", "from cycle 3 on"),
    ],
)
def test_some_cycles_in_words(written: str, expected: str) -> None:
    """The cycles of a component, one or several."""
    assert in_cycles_words(SomeCycles.parse(written)) == expected


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


@pytest.mark.parametrize(
    ("until", "is_counted", "expected"),
    [
        (None, False, ("for 1 year",)),
        (None, True, ("at most 1 year",)),
        ("not stated", False, ("at most 1 year", "what ends it is not stated")),
        (["relapse"], True, ("at most 1 year", "until relapse", "whichever comes first")),
    ],
)
def test_a_span_in_words(
    until: Sequence[str] | str | None, *, is_counted: bool, expected: tuple[str, ...]
) -> None:
    """A span alone is the whole time, and beside another end it is the most."""
    assert end_words(Span(1, "year"), until, is_counted=is_counted) == expected
    assert end_words(None, until, is_counted=is_counted) == until_words(until)


def test_a_phase_in_words() -> None:
    """The words go from the start to what is beside the cycles."""
    assert phase_parts(None, ["cycle of 7 days"], None) == "cycle of 7 days"
    assert phase_parts("3 weeks after surgery", ["cycle of 7 days", "1 cycle"], 1) == (
        "starts 3 weeks after surgery, cycle of 7 days, 1 cycle,"
        " 1 session of radiotherapy, Monday to Friday less closed days"
    )


@pytest.mark.parametrize(
    ("steps", "often", "expected"),
    [
        ([], "once daily", ["500 mg, once a day"]),
        (
            [{"dose": "8 mg/kg", "cycles": "1"}],
            None,
            ["8 mg/kg in cycle 1", "otherwise 500 mg"],
        ),
        (
            [{"dose": "2000 mg", "days": "1-2"}, {"dose": "1000 mg", "days": "3-5"}],
            "once daily",
            [
                "once a day",
                "2,000 mg on days 1 to 2 (2 days)",
                "1,000 mg on days 3 to 5 (3 days)",
                "otherwise 500 mg",
            ],
        ),
        (
            [{"dose": "1000 mg", "slot": "morning"}],
            "twice daily",
            [
                "twice a day, morning and evening",
                "1,000 mg in the morning",
                "otherwise 500 mg",
            ],
        ),
        (
            [{"dose": "250 mg", "slot": "bedtime"}, {"dose": "750 mg", "slot": "noon"}],
            "four times daily",
            [
                "four times a day, morning, noon, evening and bedtime",
                "250 mg at bedtime",
                "750 mg at noon",
                "otherwise 500 mg",
            ],
        ),
    ],
)
def test_steps_in_words(
    steps: list[dict[str, str]], often: str | None, expected: list[str]
) -> None:
    """Each dose has its place, and none stands beside how often where it would be read with it."""
    settled = [each.settled(each.dose) for each in map(Step.model_validate, steps)]
    frequency = None if often is None else parse_frequency(often)

    assert [*doses_words(parse_dose("500 mg"), settled, frequency)] == expected


def test_bounds_in_words() -> None:
    """The cycles, the most doses, and the drug that goes before, each if there is one."""
    behind = SettledAfter(("docetaxel",), "docetaxel", Amount.parse("30 min"), None)

    assert [*bounds_words(None, None, None)] == []
    assert [*bounds_words(SomeCycles.parse("1-6"), MostDoses(8), behind)] == [
        "in cycles 1 to 6",
        "at most 8 doses in all",
        "30 min after the end of docetaxel",
    ]


def test_a_dose_in_words() -> None:
    """A dose, a range, and none."""
    assert any_dose_words(parse_dose("1250 mg/m2")) == "1,250 mg/m2"
    assert any_dose_words(parse_dose_or_range("80-100 mg/m2")) == "80 to 100 mg/m2"
    assert any_dose_words(NOT_STATED) == "dose not stated"


def test_how_often_in_words() -> None:
    """Elapsed hours are said as they are written, and are no slots of the day."""
    assert often_words(None) == ()
    assert often_words(NOT_STATED) == ("frequency not stated",)
    assert often_words(parse_any_frequency("every 8 hours")) == ("every 8 hours",)
    assert often_words(parse_frequency("once daily")) == ("once a day",)


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


def test_what_is_no_sure_dose_looks_like_neither() -> None:
    """Each kind of box has a look of its own, and the legend explains those that are there."""
    canvas = Canvas()
    canvas.day(0, 0, 15, "perhaps", (True,))
    canvas.day(19, 0, 15, "rest")
    canvas.day(38, 0, 15, "runs", (False,))
    canvas.legend()

    assert canvas.kinds == {"perhaps", "rest", "runs"}
    assert [part.split(">")[1].split("<")[0] for part in canvas.parts if "text" in part] == [
        "dose on some of these days",
        "infusion runs",
        "no dose",
    ]
