"""A strip of a calendar: what is counted in the picture is what is counted by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from picture_reading import boxes, counts, description, drawn, words
from planned import hn005, phase, planned, with_dose

from npc_regimens.errors import PlanError
from npc_regimens.render.calendar_rows import bands_of
from npc_regimens.render.calendar_strip import calendar_svg

HOME = {"route": "oral", "frequency": "once daily", "days": "1-14"}
TWICE = {"route": "oral", "frequency": "twice daily"}
CHRISTMAS, MAY = "Monday 28 December 2026", "Monday 3 May 2027"
TWO_DRUGS = [phase("induction", "21 days", "3", "a", "b")], {"a": {"days": "1, 8"}, "b": {}}


def test_each_cycle_has_its_dates_its_doses_and_its_rests() -> None:
    """Three cycles of 21 days: drug a on days 1 and 8, drug b on day 1."""
    picture = calendar_svg(planned(*TWO_DRUGS))
    said = words(picture)

    assert counts(picture) == {"day": 9, "dose": 9, "rest": 3 * (19 + 20)}
    # a column is 19 wide, and day 8 stands 7 of them to the right of day 1
    assert [box.x for box in boxes(picture) if box.kind == "dose"] == [233, 233 + 7 * 19, 233] * 3
    assert said[:5] == [
        "An example (example-01)",
        "Monday 7 December 2026 to Sunday 7 February 2027, 63 days",
        "induction: 3 cycles of 21 days",
        "Cycle 1 of 3: Monday 7 December 2026 to Sunday 27 December 2026",
        "7 Dec",
    ]
    assert said[5:11] == ["1", "14 Dec", "8", "21 Dec", "15", "day"]
    assert "Cycle 3 of 3: Monday 18 January 2027 to Sunday 7 February 2027" in said
    assert "END: the last planned cycle ends on Sunday 7 February 2027." in said
    assert said[-2:] == ["dose", "no dose"]
    assert said.count("induction: 3 cycles of 21 days") == 1


def test_a_delay_is_said_and_its_days_are_hatched() -> None:
    """Cycle 2 begins 7 days late: 7 days of cycle 1 wait, in each of the two rows and above."""
    picture = calendar_svg(planned(*TWO_DRUGS, delays={("induction", 2): 7}))
    said = words(picture)

    assert counts(picture)["wait"] == 7 + 7 + 1
    assert counts(picture)["rest"] == 3 * (19 + 20)
    assert "Cycle 1 of 3: Monday 7 December 2026 to Sunday 3 January 2027" in said
    place = said.index("Cycle 2 of 3: Monday 4 January 2027 to Sunday 24 January 2027")
    assert said[place + 1] == "DELAYED: day 1 is 7 days later"
    assert said.count("DELAYED: day 1 is 7 days later") == 1
    assert said[-1] == "delay"
    assert "waiting on days 22 to 28 (7 days)" in description(picture)


def test_a_drug_that_goes_on_through_a_delay_lies_below_its_beam() -> None:
    """A continuous drug has its doses on the days of the delay, and the beam tells them."""
    phases = [phase("p", "7 days", "2", "a")]
    daily = {"a": {**HOME, "days": "continuous"}}
    picture = calendar_svg(planned(phases, daily, delays={("p", 2): 1}))

    assert counts(picture) == {"day": 15, "dose": 15, "wait": 1}
    (beam,) = [box for box in boxes(picture) if box.kind == "wait"]
    last = max(box.x for box in boxes(picture) if box.kind == "day")
    assert (beam.x, beam.wide) == (last, 15)


def test_a_lower_dose_is_a_lower_bar_and_is_said_once() -> None:
    """Of a box of 15 high, 50 mg of 100 mg fill 7, and the cycle of the change says so."""
    picture = calendar_svg(with_dose(planned(*TWO_DRUGS), "a", "50 mg", from_cycle=2))
    said = words(picture)

    assert sorted(box.high for box in boxes(picture) if box.kind == "dose") == [7] * 4 + [15] * 5
    assert " ".join(said).count("LOWER DOSE, before: 100 mg") == 1
    assert "below the greatest dose" in said
    assert "a, 50 mg, LOWER DOSE, before: 100 mg: days 1 and 8 (2 days)." in description(picture)
    bars = [box for box in boxes(picture) if box.kind == "dose"]
    assert {box.y + box.high for box in bars} <= {
        box.y + box.high for box in boxes(picture) if box.kind == "day"
    }


def test_a_higher_dose_and_one_within_a_cycle_are_said_too() -> None:
    """A dose that goes up again is higher; one that begins within a cycle says from when."""
    lower = with_dose(planned(*TWO_DRUGS), "a", "50 mg", from_cycle=2)
    higher = description(calendar_svg(with_dose(lower, "a", "75 mg", from_cycle=3)))
    steps = {"a": {"days": "1, 8", "steps": [{"dose": "60 mg", "days": "8", "cycles": "2"}]}}
    within = description(calendar_svg(planned([phase("p", "21 days", "2", "a")], steps)))

    assert "HIGHER DOSE, before: 50 mg" in higher
    change = "LOWER DOSE from Monday 4 January 2027, before: 100 mg"
    assert f"a, 100 mg or 60 mg, {change}: days 1 and 8 (2 days)." in within


def test_a_hair_of_a_difference_is_seen() -> None:
    """99 mg of 100 mg leave two lines of the box empty, and 1 mg fills two."""
    almost = calendar_svg(with_dose(planned(*TWO_DRUGS), "b", "99 mg", from_cycle=3))
    little = calendar_svg(with_dose(planned(*TWO_DRUGS), "b", "1 mg", from_cycle=3))

    assert min(box.high for box in boxes(almost) if box.kind == "dose") == 13
    assert min(box.high for box in boxes(little) if box.kind == "dose") == 2


def test_half_days_are_half_a_box_on_their_side() -> None:
    """From the evening of day 1 to the morning of day 15 are 13 whole and 2 half days."""
    half = {"a": {**TWICE, "days": "1 evening-15 morning"}}
    picture = calendar_svg(planned([phase("p", "21 days", "1", "a")], half))
    bars = [box for box in boxes(picture) if box.kind == "dose"]
    part = [box for box in boxes(picture) if box.kind == "part"]

    assert counts(picture) == {"day": 13, "part": 2, "dose": 28, "rest": 6}
    assert bars[0].x > part[0].x  # the evening: to the right
    assert bars[-1].x == part[1].x  # the morning: to the left
    assert "in part of the day on days 1 and 15 (2 days)" in description(picture)


def test_doses_of_one_day_that_differ_are_said_with_their_times() -> None:
    """100 mg in the morning and 50 mg in the evening are no 100 mg twice a day."""
    steps = [{"dose": "50 mg", "slot": "evening"}]
    table = {"a": {**TWICE, "days": "1-2", "steps": steps}}
    picture = calendar_svg(planned([phase("p", "7 days", "1", "a")], table))

    assert "a, 100 mg (morning), 50 mg (evening): days 1 and 2 (2 days)." in description(picture)
    assert [box.high for box in boxes(picture) if box.kind == "dose"] == [15, 7, 15, 7]


def test_an_infusion_over_days_runs_on() -> None:
    """96 hours from an unknown time of day 1 on may touch days 2 to 5."""
    long = {"a": {"infusion": "96 h"}}
    picture = calendar_svg(planned([phase("p", "7 days", "1", "a")], long))

    assert counts(picture) == {"day": 1, "dose": 1, "runs": 4, "rest": 2}
    assert "each infusion over 96 h: day 1; the infusion still runs on days 2 to 5" in (
        description(picture)
    )


def test_sessions_of_radiotherapy_have_a_row_of_their_own() -> None:
    """Eight sessions from a Monday: five and three, and the closed Tuesday has none."""
    phases = [phase("p", "7 days", "2", "a", sessions=8)]
    closed = [dt.date(2026, 12, 8)]
    picture = calendar_svg(planned(phases, {"a": {}}, closures=closed))

    assert counts(picture)["session"] == counts(picture)["mark"] == 8
    assert "sessions 1 to 4 of 8" in words(picture)
    assert "sessions 5 to 8 of 8" in words(picture)
    assert "radiotherapy, sessions 1 to 4 of 8: days 1 and 3 to 5 (4 days)" in description(picture)


def test_one_session_and_one_day_are_no_run() -> None:
    """A cycle of one day has one date, and a single session is no range of them."""
    picture = calendar_svg(planned([phase("p", "1 day", "1", "a", sessions=1)], {"a": {}}))

    assert "Cycle 1 of 1: Monday 7 December 2026" in words(picture)
    assert "session 1 of 1" in words(picture)


def test_two_phases_and_the_days_between_are_told_apart() -> None:
    """A second phase has its heading; a gap without treatment is one line."""
    wait = {"from": "end of first", "after": "2 weeks"}
    phases = [phase("first", "7 days", "1", "a"), phase("second", "7 days", "2", "b", starts=wait)]
    said = words(calendar_svg(planned(phases, {"a": {}, "b": {}})))

    assert "first: 1 cycle of 7 days" in said
    assert "second: 2 cycles of 7 days" in said
    assert any(line.startswith("14 DAYS WITHOUT TREATMENT: ") for line in said)
    assert said.count("b") == 2


def test_a_dose_between_two_phases_is_drawn_on_its_date() -> None:
    """Day -1 of the second phase lies on a day that is in no phase, and has no number."""
    wait = {"from": "end of first", "after": "2 weeks"}
    phases = [phase("first", "7 days", "1", "a"), phase("second", "7 days", "1", "b", starts=wait)]
    picture = calendar_svg(planned(phases, {"a": {}, "b": {"days": "-1"}}))
    (line,) = [each for each in words(picture) if each.startswith("Between two phases: ")]

    assert line == "Between two phases: Monday 14 December 2026 to Sunday 27 December 2026"
    assert "b, 100 mg: Sunday 27 December 2026." in description(picture)
    assert counts(picture)["dose"] == 2


def test_days_before_day_1_come_first() -> None:
    """Days -2 and -1 stand before day 1, which has the first number that has room."""
    picture = calendar_svg(planned([phase("p", "7 days", "1", "a")], {"a": {"days": "-2, 1"}}))
    said = words(picture)

    assert counts(picture) == {"day": 2, "dose": 2, "rest": 7}
    assert said[4:7] == ["7 Dec", "1", "day"]


def test_two_doses_of_one_slot_on_one_day_stand_beside_each_other() -> None:
    """Where a dose was moved to the day of another, both are seen."""
    calendar = planned([phase("p", "7 days", "1", "a")], {"a": {"days": "1-2, 4"}})
    first, second, third = calendar.administrations
    moved = replace(second, planned_date=first.planned_date)
    picture = calendar_svg(replace(calendar, administrations=(first, moved, third)))
    bars = [box for box in boxes(picture) if box.kind == "dose"]

    assert [box.wide for box in bars] == [6, 8, 15]
    assert bars[1].x == bars[0].x + 7
    assert counts(picture) == {"day": 2, "dose": 3, "rest": 5}


def test_a_component_without_a_dose_in_a_cycle_says_so() -> None:
    """A cycle that a last day cuts before day 8 has no dose of what is due then."""
    phases = [phase("p", "21 days", "open", "a", "b", until=["progression"])]
    through = dt.date(2026, 12, 10)
    picture = calendar_svg(planned(phases, {"a": {}, "b": {"days": "8"}}, through=through))

    assert "no dose in this cycle" in words(picture)
    assert "b, no dose in this cycle: no day." in description(picture)


def test_a_long_cycle_goes_on_below() -> None:
    """Of 42 days the first 28 stand in one run, and the words of a drug stand there alone."""
    picture = calendar_svg(planned([phase("p", "42 days", "1", "a")], {"a": {"days": "1, 29"}}))

    assert counts(picture) == {"day": 2, "dose": 2, "rest": 40}
    assert words(picture).count("100 mg") == 1
    assert [word for word in words(picture) if word.isdigit()] == ["1", "8", "15", "22", "29", "36"]


def test_two_years_fold_into_three_bands() -> None:
    """Six like cycles, 28 like ones and one that is cut: one of each is drawn."""
    picture = calendar_svg(hn005())
    said = words(picture)

    # 14 + 1 + 42, then 1 + 42, and at last 1 + 36 in 18 days
    assert counts(picture)["dose"] == 57 + 43 + 37
    first, second = (each.split(" like this one: ") for each in said if "like this one" in each)
    assert first == ["and 5 more cycles", f"cycles 2 to 6, {CHRISTMAS} to Sunday 11 April 2027"]
    assert second == ["and 27 more cycles", f"cycles 2 to 28, {MAY} to Sunday 19 November 2028"]
    assert int(drawn(picture).get("height", "")) < 800


def test_what_differs_is_not_folded_and_what_is_too_much_is_counted() -> None:
    """A delayed cycle and one of another dose break a run; behind the most, cycles are told."""
    phases = [phase("p", "7 days", "9", "a")]
    delayed = planned(phases, {"a": {}}, delays={("p", 4): 1})
    said = words(calendar_svg(with_dose(delayed, "a", "50 mg", from_cycle=6)))
    short = calendar_svg(delayed, most_cycles=2)

    # 1 to 2, 3 with its wait, 4 that is delayed with 5 like it, 6 that is lower with 7 to 9
    assert [each.partition(":")[0] for each in said if each.startswith("Cycle")] == [
        f"Cycle {cycle} of 9" for cycle in (1, 3, 4, 6)
    ]
    assert "and 1 more cycle like this one: cycle 2, Monday 14 December 2026 to" in " ".join(said)
    assert (
        "and 6 more cycles, not drawn: Tuesday 29 December 2026 to Monday 8 February 2027, 6 doses"
        in words(short)
    )
    assert "6 more cycles, not drawn" in description(short)


def test_days_between_phases_are_no_cycle() -> None:
    """They are not counted, and not like the cycle before them."""
    phases = [phase("p", "7 days", "2", "a"), phase("q", "7 days", "open", "a", until=["x"])]
    phases[1]["starts"] = {"from": "end of p", "after": "4 weeks"}
    calendar = planned(phases, {"a": {}}, through=dt.date(2026, 12, 27))
    said = words(calendar_svg(calendar, most_cycles=1))

    assert "and 1 more cycle like this one: cycle 2, Monday 14 December 2026 to" in " ".join(said)
    assert "7 DAYS WITHOUT TREATMENT: Monday 21 December 2026 to Sunday 27 December 2026" in said


@pytest.mark.parametrize(
    ("cycles", "expected"),
    [("2", "cycle 2"), ("3", "cycles 2 and 3"), ("4", "cycles 2 to 4")],
)
def test_cycles_that_are_folded_are_named(cycles: str, expected: str) -> None:
    """Two are no run."""
    picture = calendar_svg(planned([phase("p", "7 days", cycles, "a")], {"a": {}}), most_cycles=1)

    assert f"like this one: {expected}, Monday 14 December 2026 to Sunday" in description(picture)


def test_few_cycles_are_all_drawn() -> None:
    """Nothing folds while there is room, and a caller says how much there is."""
    three = planned(*TWO_DRUGS)
    drawn_of = {
        most: sum(each.startswith("Cycle") for each in words(calendar_svg(three, most_cycles=most)))
        for most in (2, 3, 8)
    }

    assert drawn_of == {2: 1, 3: 3, 8: 3}


def test_each_delay_is_drawn_though_one_is_like_the_other() -> None:
    """Cycles 2 and 3 are both a week late: cycle 2 has the days of cycle 1, and is not like it."""
    delays = {("p", 2): 7, ("p", 3): 7}
    calendar = planned([phase("p", "7 days", "4", "a")], {"a": {}}, delays=delays)
    said = words(calendar_svg(calendar, most_cycles=3))

    assert said.count("DELAYED: day 1 is 7 days later") == 2
    assert sum(each.startswith("Cycle") for each in said) == 3


def test_a_cycle_of_another_phase_or_of_other_days_is_not_like_one() -> None:
    """The same doses in another phase have a heading of their own; a cut cycle is shorter."""
    phases = [phase("p", "7 days", "1", "a"), phase("q", "7 days", "1", "a")]
    calendar = planned(phases, {"a": {}})
    first, second = bands_of(calendar)
    other = replace(second, span=first.span)

    assert not first.is_like(second)
    assert first.is_like(other)
    assert not replace(first, rows=()).is_like(replace(other, rows=(), days=other.days[:3]))
    assert "and 1 more cycle, not drawn: Monday 14 December 2026" in (
        " ".join(words(calendar_svg(calendar, most_cycles=1)))
    )


@pytest.mark.parametrize(("days", "runs"), [(36, 1), (37, 2)])
def test_as_many_days_stand_in_a_run_as_there_is_room_for(days: int, runs: int) -> None:
    """36 columns of at least 15 fit, and of one day more the first 28 stand alone."""
    picture = calendar_svg(planned([phase("p", f"{days} days", "1", "a")], {"a": {}}))

    assert words(picture).count("day") == runs
    assert counts(picture)["rest"] == days - 1


def test_rows_are_in_the_order_of_the_regimen() -> None:
    """Between two phases b is given before a, and a stands before b."""
    wait = {"from": "end of first", "after": "2 weeks"}
    phases = [phase("first", "7 days", "1", "c"), phase("second", "7 days", "1", "a", "b")]
    phases[1]["starts"] = wait
    components = {"a": {"days": "-1"}, "b": {"days": "-3"}, "c": {}}
    said = description(calendar_svg(planned(phases, components)))

    assert "a, 100 mg: Sunday 27 December 2026. b, 100 mg: Friday 25 December 2026." in said


LONG = "a-very-long-name-of-a-conjugated-antibody-that-goes-on-and-on-and-on-without-end"


@pytest.mark.parametrize("component", [{"a": {"drug": LONG}}, {"a": {"drug": "w" * 80}}])
def test_lines_beside_the_boxes_keep_apart(component: dict[str, Any]) -> None:
    """A long name is folded, and no line stands on another."""
    picture = calendar_svg(planned([phase("p", "21 days", "2", "a")], component))
    root = drawn(picture)
    left = sorted(
        int(each.get("y", ""))
        for each in root.iter()
        if each.tag.endswith("}text") and each.get("x") == "16"
    )

    assert all(after - before >= 12 for before, after in pairwise(left))


def test_text_stays_text() -> None:
    """A title with markup in it is shown as it is written, and is never markup."""
    name = '</text><script>alert("1")</script>&amp; ]]>'
    picture = calendar_svg(planned(*TWO_DRUGS), title=name)

    assert words(picture)[0] == f"{name} (example-01)"
    assert [each for each in drawn(picture).iter() if each.tag.endswith("script")] == []


def test_a_picture_can_be_heard() -> None:
    """Title and description come first, and say each cycle and each drug."""
    root = drawn(calendar_svg(planned(*TWO_DRUGS)))
    title, said, *_ = root

    assert (root.get("role"), title.text) == (
        "img",
        "An example (example-01): which drug on which date",
    )
    assert (said.text or "").startswith(
        "Cycle 1 of 3: Monday 7 December 2026 to Sunday 27 December 2026."
        " a, 100 mg: days 1 and 8 (2 days). b, 100 mg: day 1."
    )


def test_what_is_no_calendar_or_no_number_is_refused() -> None:
    """The error names what was given, and shows a right value."""
    with pytest.raises(PlanError, match="calendar_svg takes a Calendar, not str"):
        calendar_svg("2026")  # type: ignore[arg-type]
    for wrong in (0, True, "8"):
        with pytest.raises(PlanError, match=f"a whole number from 1, like 8, not {wrong!r}"):
            calendar_svg(planned(*TWO_DRUGS), most_cycles=wrong)  # type: ignore[arg-type]
