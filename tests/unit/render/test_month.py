"""The month grid: weeks from Monday, each day with its marks, as somebody writes them by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from picture_reading import days_of
from planned import MONDAY, hn005, patient, phase, planned, with_dose

from npc_regimens.dates import Span
from npc_regimens.errors import PlanError
from npc_regimens.files import load, load_formulary
from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, settle
from npc_regimens.render.columns import columns
from npc_regimens.render.month import to_months

HOME = {"route": "oral", "frequency": "twice daily", "days": "1-3"}

WHOLE = """\
An example (example-01)
Monday 7 December 2026 to Sunday 27 December 2026, 21 days

A      a  100 mg, into a vein
B      b  100 mg, by mouth, twice a day, morning and evening
[ ]    given in the clinic
rest   no treatment on this day
delay  the next cycle waits

December 2026
Mon        Tue        Wed        Thu        Fri        Sat        Sun
            1          2          3          4          5          6
 7 cycle 1  8 B B      9 B B     10 rest    11 rest    12 rest    13 rest
[A] B B
14 delay   15 delay   16 delay   17 delay   18 delay   19 delay   20 delay
21 cycle 2 22 B B     23 B B     24 rest    25 rest    26 rest    27 rest
[A] B B
28         29         30         31
   7  cycle 1 of 2 (p)
  21  cycle 2 of 2 (p), DELAYED by 7 days

END: the last planned cycle ends on Sunday 27 December 2026.
"""


def test_a_month_is_as_one_would_write_it() -> None:
    """Two cycles of 7 days with 7 days of delay between them, in December 2026."""
    calendar = planned(
        [phase("p", "7 days", "2", "a", "b")], {"a": {}, "b": HOME}, delays={("p", 2): 7}
    )

    assert to_months(calendar) == WHOLE


def test_a_drug_that_goes_on_through_a_delay_has_both_marks() -> None:
    """The delay is told beside the dose."""
    daily = {"a": {"route": "oral", "frequency": "once daily", "days": "continuous"}}
    found = days_of(
        to_months(planned([phase("p", "7 days", "2", "a")], daily, delays={("p", 2): 1}))
    )

    assert found[dt.date(2026, 12, 14)] == ["A", "delay"]
    assert found[dt.date(2026, 12, 15)] == ["cycle", "2", "A"]


def test_infusions_that_run_on_and_sessions_have_marks_of_their_own() -> None:
    """48 hours from an unknown time may run on two more days."""
    phases = [phase("p", "7 days", "1", "a", sessions=2)]
    text = to_months(planned(phases, {"a": {"infusion": "48 h"}}))
    found = days_of(text)

    assert [found[MONDAY + dt.timedelta(days=n)] for n in range(4)] == [
        ["cycle", "1", "[A]", "rt"],
        ["~A", "rt"],
        ["~A"],
        ["rest"],
    ]
    assert "rt    session of radiotherapy" in text
    assert "~     before a letter: an infusion of a day before still runs, or may" in text


def test_a_dose_that_changes_is_said_below_its_month() -> None:
    """The note stands on the first day of the new dose, and the letters say both doses."""
    calendar = planned([phase("p", "7 days", "2", "a")], {"a": {}})
    text = to_months(with_dose(calendar, "a", "1250 mg", from_cycle=2), labels={"a": "白片"})

    assert "  14  白片 1,250 mg; HIGHER DOSE, before: 100 mg\n" in text
    assert "A     白片  100 mg or 1,250 mg, into a vein\n" in text
    assert days_of(text)[dt.date(2026, 12, 14)] == ["cycle", "2", "[A]", "!"]
    assert "!     said below the month\n" in text


def test_names_in_any_letters_keep_the_columns() -> None:
    """A Chinese name takes two columns a letter; the doses begin in one column all the same."""
    components = {"a": {}, "capecitabine": HOME}
    calendar = planned(
        [phase("p", "7 days", "1", *components)], components, title="化疗联合放疗" * 9
    )
    lines = to_months(calendar, labels={"a": "注射液"}).splitlines()
    doses = [line for line in lines if "100 mg" in line]

    assert [columns(line.partition("100 mg")[0]) for line in doses] == [20, 20]
    assert max(map(columns, lines)) <= 80
    assert "".join(lines[:2]).startswith("化疗联合放疗" * 9)


def test_the_marks_of_one_day_do_not_touch_those_of_the_next() -> None:
    """A cell has ten columns and one between: the eleven of these marks are two lines."""
    components = {"a": {"days": "1-2"}, "b": {"days": "1-2"}, "c": {**HOME, "days": "1-2"}}
    lines = to_months(planned([phase("p", "7 days", "1", *components)], components)).splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith(" 7 cycle 1"))

    assert lines[first : first + 3] == [
        " 7 cycle 1  8 [A] [B]  9 rest    10 rest    11 rest    12 rest    13 rest",
        "[A] [B] C  C C",
        "C",
    ]


def test_a_name_that_leaves_no_room_has_its_dose_below() -> None:
    """No line is longer than 80 columns, whatever a drug is called."""
    lines = to_months(
        planned([phase("p", "7 days", "1", "a")], {"a": {"drug": "w" * 80}})
    ).splitlines()

    assert max(map(columns, lines)) <= 80
    assert "    100 mg, into a vein" in lines


def test_reviews_and_assessments_are_noted_or_told_behind() -> None:
    """A review behind the last planned day stands at the end, with its date."""
    within, before = to_months(hn005()), to_months(hn005(through=dt.date(2028, 12, 6)))

    assert "\n   7  REVIEW POINT: penpulimab after 2 years\n" in within
    assert "!" in days_of(within)[dt.date(2028, 12, 7)]
    assert "after the last planned day" not in within
    assert (
        "REVIEW POINT: Thursday 7 December 2028, penpulimab after 2 years"
        " (after the last planned day)"
    ) in " ".join(before.split())
    assert days_of(before)[dt.date(2028, 12, 7)] == []


def test_an_assessment_is_noted_on_its_day() -> None:
    """An assessment every 6 weeks is noted on day 43."""
    settled = Settlement(assess={"response": Span(6, "week")})
    calendar = plan(
        settle(load("nct04350190"), settlement=settled),
        patient(),
        start=MONDAY,
        through=dt.date(2027, 1, 31),
        formulary=load_formulary(),
    )

    assert "  18  ASSESSMENT 1: response\n" in to_months(calendar)


def test_two_notes_of_one_day_are_one_mark() -> None:
    """The mark says that there is something to read, and not how much."""
    calendar = planned([phase("p", "7 days", "2", "a", "b")], {"a": {}, "b": {}})
    lower = with_dose(calendar, "a", "50 mg", from_cycle=2)
    text = to_months(with_dose(lower, "b", "50 mg", from_cycle=2))

    assert text.count("LOWER DOSE") == 2
    assert days_of(text)[dt.date(2026, 12, 14)] == ["cycle", "2", "[A]", "[B]", "!"]


def test_a_component_that_is_never_given_has_no_line() -> None:
    """The legend explains what stands in the grid, and nothing else."""
    phases = [phase("p", "21 days", "open", "a", "b", until=["progression"])]
    calendar = planned(phases, {"a": {}, "b": {"days": "8"}}, through=dt.date(2026, 12, 10))

    assert "\nA  " in to_months(calendar)
    assert "\nB  " not in to_months(calendar)


def test_what_is_no_calendar_or_no_component_is_refused() -> None:
    """The error names what was given, and what there is."""
    with pytest.raises(PlanError, match="to_months takes a Calendar, not int"):
        to_months(2026)  # type: ignore[arg-type]
    with pytest.raises(PlanError, match="there is no component 'z'; there are 'a'"):
        to_months(planned([phase("p", "7 days", "1", "a")], {"a": {}}), labels={"z": "x"})


@pytest.mark.parametrize("wrong", ["a\nb", "\x1b[31m", "\u202eabc", "a\u2028b", "\x00"])
def test_what_would_move_the_columns_is_refused(wrong: str) -> None:
    """A line break, a control of the terminal and a mark of direction are named, not printed."""
    calendar = planned([phase("p", "7 days", "1", "a")], {"a": {}})

    with pytest.raises(PlanError, match=r"the label of 'a' has U\+[0-9A-F]{4} at character"):
        to_months(calendar, labels={"a": wrong})
    with pytest.raises(PlanError, match=r"title has U\+[0-9A-F]{4} at character"):
        to_months(calendar, title=wrong)
