"""What a schedule strip shows of each key about time: drawn where it can be, and said otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.dates import Span
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.regimen.definition import Reference
from npc_regimens.render.dose_places import how_words
from npc_regimens.render.strip import to_svg
from npc_regimens.render.strip_arm import blocks_of, component_days, phase_words, reference_words
from npc_regimens.render.strip_settled import settled_blocks

if TYPE_CHECKING:
    from npc_regimens.render.strip_rows import Block

Table = dict[str, Any]


def drug(days: str, **keys: Any) -> Table:
    """Write a component."""
    table = {"drug": "drug-a", "dose": "10 mg", "route": "intravenous", "days": days}
    return {**table, "cite": "example-2020#dose", **keys}


def trial(*components: Table, **phase: Any) -> Trial:
    """Make a trial of one phase of 21 days that gives every component."""
    named = {f"component-{number}": table for number, table in enumerate(components, 1)}
    first = {"name": "first", "cycle": "21 days", "cycles": "2", "give": [*named], **phase}
    return trial_of(named, first)


def trial_of(components: Table, *phases: Table, **keys: Any) -> Trial:
    """Make a trial of some phases."""
    return Trial.model_validate(
        {
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "component": components,
            "arm": [{"id": "only", "name": "The only arm", "phase": [*phases]}],
            **keys,
        }
    )


def blocks(*components: Table, **phase: Any) -> list[Block]:
    """Lay out one phase."""
    made = trial(*components, **phase)
    return list(blocks_of(made, made.arm[0], {}))


def test_days_before_day_one_stand_before_it_and_there_is_no_day_0() -> None:
    """Day -1 is the day before day 1."""
    (block,) = blocks(drug("-3 to 2"))

    assert block.days[:5] == (-3, -2, -1, 1, 2)
    assert block.days[-1] == 21
    assert block.rows[0].dosed == [-3, -2, -1, 1, 2]
    assert block.rows[0].days == "days -3 to 2 (5 days)"


def test_days_of_the_real_calendar_may_be_any_and_are_said() -> None:
    """Which day of a cycle is a Monday is not known before there is a date."""
    (block,) = blocks(drug("1-14 weekdays"))
    (row,) = block.rows

    assert set(row.dosed) == set(range(1, 15)) <= row.perhaps
    assert row.words == ("10 mg", "on weekdays alone")
    assert row.days == "Monday to Friday, from day 1 to 14"


def test_where_a_dose_holds_is_said_of_each_part_of_the_day() -> None:
    """In the morning and in the evening, but at noon and at bedtime."""
    keys = {"dose": "500 mg", "route": "oral", "frequency": "four times daily"}
    steps = [{"dose": "250 mg", "slot": "morning"}]
    (phase,) = settle(trial(drug("1-5", steps=steps, **keys))).phases
    (order,) = phase.orders

    assert how_words(order) == "by mouth, at noon, in the evening and at bedtime"


def test_optional_days_may_have_a_dose() -> None:
    """A day that the caller settles is drawn apart from the days that are sure."""
    (block,) = blocks(drug("1, 8", optional="15"))
    (row,) = block.rows

    assert (row.dosed, sorted(row.perhaps)) == ([1, 8, 15], [15])
    assert row.words == ("10 mg", "optional on day 15")
    assert row.days == "days 1 and 8 (2 days)"


@pytest.mark.parametrize(
    ("is_given", "dosed", "said"),
    [
        (True, [1, 8, 15], "with the optional day 15"),
        (False, [1, 8], "without the optional day 15"),
    ],
)
def test_optional_days_that_are_settled_are_sure(
    *, is_given: bool, dosed: list[int], said: str
) -> None:
    """What the caller says is drawn, and that it was the caller's to say is told."""
    settlement = Settlement(optional={"component-1": is_given})
    (block,) = settled_blocks(settle(trial(drug("1, 8", optional="15")), None, settlement))
    (row,) = block.rows

    assert (row.dosed, row.perhaps) == (dosed, frozenset())
    assert row.words == ("10 mg", said)


def test_a_frequency_without_slots_is_one_box_a_day() -> None:
    """Every 8 hours names no slots of the day; the day has doses all the same."""
    (block,) = blocks(drug("1-3", frequency="every 8 hours"))

    assert block.rows[0].doses == {day: (day <= 3,) for day in range(1, 22)}
    assert block.rows[0].words == ("10 mg, every 8 hours",)


def test_a_cycle_of_its_own_has_a_block_of_its_own() -> None:
    """Days of 14 are not drawn into 21."""
    mine, own = blocks(drug("1-14", cycle="14 days"), drug("1"))

    assert (mine.name, len(mine.days)) == ("first", 21)
    assert (own.name, len(own.days)) == ("first, in cycles of 14 days of their own", 14)
    assert own.words == "the phase itself, cycle of 21 days, 2 cycles"


def test_of_a_range_of_lengths_the_longest_is_drawn_and_the_range_said() -> None:
    """The caller settles the length."""
    (block,) = blocks(drug("1"), cycle="21-28 days")

    assert len(block.days) == 28
    assert block.words == "cycle of 21 to 28 days, 2 cycles"


def test_an_infusion_behind_another_is_said_with_the_drug_and_not_the_component() -> None:
    """A row has the name of a drug, so what goes before it has one too."""
    first = drug("1", drug="docetaxel", infusion="1 h")
    (block,) = blocks(first, drug("1, 8", after={"component": "component-1", "interval": "30 min"}))

    assert block.rows[1].words == ("10 mg", "30 min after the end of docetaxel")
    assert block.rows[1].days == "days 1 and 8 (2 days)"


@pytest.mark.parametrize(
    ("days", "infusion", "runs", "said"),
    [
        # 96 h from day 1 are 4 days of 24 h; there is no day 0
        ("1", "96 h", {2, 3, 4}, "; the infusion still runs on days 2 to 4 (3 days)"),
        ("-2", "72 h", {-1, 1}, "; the infusion still runs on days -1 and 1 (2 days)"),
        # a start counts as the whole of its day, and each day for 24 h
        ("1", "24 h", set(), ""),
        ("1", "25 h", {2}, "; the infusion still runs on day 2"),
        ("1-5", "24 h", set(), ""),
        ("1, 8", "46 h", {2, 9}, "; the infusion still runs on days 2 and 9 (2 days)"),
        # the next cycle is not drawn
        ("20", "96 h", {21}, "; the infusion still runs on day 21"),
    ],
)
def test_an_infusion_of_days_is_marked_on_its_later_days(
    days: str, infusion: str, runs: set[int], said: str
) -> None:
    """A day through which an infusion runs is neither a dose nor a day without treatment."""
    made = trial(drug(days, infusion=infusion))
    (block,) = blocks_of(made, made.arm[0], {})
    (settled,) = settled_blocks(settle(made))

    for row in (*block.rows, *settled.rows):
        assert row.runs == runs
        assert row.sentence.endswith(f"{row.days}{said}.")
    assert to_svg(made).count('class="runs"') == len(runs) + bool(runs)
    assert ("infusion runs" in to_svg(made)) == bool(runs)


def test_an_optional_infusion_runs_on_its_later_days_too() -> None:
    """What may be given may run."""
    (block,) = blocks(drug("1", optional="8", infusion="48 h"))

    assert block.rows[0].runs == {2, 9}


def test_where_a_length_is_not_stated_the_days_of_an_infusion_are_known() -> None:
    """What runs on day 9 is drawn, though nobody says how long a cycle is."""
    (block,) = blocks(drug("6", infusion="96 h"), cycle="not stated")

    assert block.known == 9
    assert block.rows[0].runs == {7, 8, 9}


def test_a_choice_that_is_settled_takes_away_what_an_infusion_comes_after() -> None:
    """Nothing is given behind a drug that nobody gets."""
    after = {"component": "docetaxel", "interval": "30 min"}
    components = {
        "docetaxel": drug("1", drug="docetaxel"),
        "paclitaxel": drug("1", drug="paclitaxel"),
        "second": drug("1", after=after),
    }
    times = {"name": "first", "cycle": "21 days", "cycles": "2"}
    phase = {**times, "give": [{"choose": "taxane"}, "second"]}
    made = trial_of(components, phase, choice={"taxane": {"one_of": ["docetaxel", "paclitaxel"]}})

    assert "30 min after the end of docetaxel" in to_svg(made)
    assert "30 min after the end of docetaxel" in to_svg(made, choose={"taxane": "docetaxel"})
    assert "docetaxel" not in to_svg(made, choose={"taxane": "paclitaxel"})


THEN = "cycle of 21 days, 2 cycles, 33 sessions of radiotherapy, Monday to Friday less closed days"
MOST = "at most 35 cycles, at most 2 years"


def two_phases(**keys: Any) -> Trial:
    """Make a trial of two phases, of which the second has some keys."""
    both = {"cycle": "21 days", "give": ["a"]}
    first = {"name": "induction", "cycles": "3", **both}
    return trial_of({"a": drug("1")}, first, {"name": "later", "cycles": "2", **both, **keys})


@pytest.mark.parametrize(
    ("keys", "expected", "settled"),
    [
        (
            {"starts": {"from": "last cycle of induction", "after": "21-28 days"}, "sessions": 33},
            f"starts 21 to 28 days after day 1 of the last cycle of induction, {THEN}",
            f"starts 26 days after day 1 of the last cycle of induction, {THEN}",
        ),
        (
            {"cycles": "open", "span": "1 year"},
            "cycle of 21 days, without a fixed number of cycles, for 1 year",
            "cycle of 21 days, without a fixed number of cycles, for 1 year",
        ),
        (
            {"cycles": "at most 35", "span": "2 years", "until": ["progression"]},
            f"cycle of 21 days, {MOST}, until progression, whichever comes first",
            f"cycle of 21 days, {MOST}, until progression, whichever comes first",
        ),
        (
            {"cycles": "not stated", "until": "not stated"},
            "cycle of 21 days, number of cycles not stated, what ends it is not stated",
            "cycle of 21 days, without a fixed number of cycles, what ends it is not stated",
        ),
    ],
)
def test_a_phase_is_said_alike_before_and_after_it_is_settled(
    keys: Table, expected: str, settled: str
) -> None:
    """Its start, cycles, end and radiotherapy; a wait that the caller settles is one number."""
    made = two_phases(**keys)
    waits = {"later": Span(26, "day")} if "starts" in keys else {}
    *_, block = settled_blocks(settle(made, None, Settlement(waits=waits)))

    assert phase_words(made.arm[0].phase[1]) == expected
    assert block.words == settled


def test_fewer_cycles_than_are_allowed_are_said_with_the_most() -> None:
    """A count that the caller settles is not taken for that of the source."""
    made = two_phases(cycles="at most 35", until=["progression"])
    *_, block = settled_blocks(settle(made, None, Settlement(cycles={"later": 20})))

    assert block.words == (
        "cycle of 21 days, 20 cycles (at most 35 are allowed), until progression"
    )


def test_a_reference_says_dose_times_and_days() -> None:
    """All that is borrowed is told."""
    borrowed = Reference.model_validate(
        {
            "dose": "1250 mg/m2",
            "route": "oral",
            "frequency": "twice daily",
            "days": "1-14",
            "note": "From elsewhere.",
            "cite": "example-2020#dose",
        }
    )

    assert reference_words(borrowed) == (
        "1,250 mg/m2, twice a day, morning and evening, days 1 to 14 (14 days)"
    )


def test_days_whatever_their_cycle_are_said() -> None:
    """A table of components has their days, or that there are none to say."""
    listed, unknown = trial(drug("1, 8"), drug("not stated")).component.values()

    assert component_days(listed) == "days 1 and 8 (2 days)"
    assert component_days(unknown) == "not stated"


def test_a_settled_order_says_what_is_not_drawn() -> None:
    """Days of the real calendar, a cycle of its own and the most doses of the arm."""
    keys = {"frequency": "once daily", "cycle": "14 days", "at_most": "8 doses"}
    (block,) = settled_blocks(settle(trial(drug("1-14 weekdays", dose="500 mg", **keys))))
    (row,) = block.rows

    assert row.words == ("500 mg, once a day", "on weekdays alone", "at most 8 doses in all")
    assert row.perhaps == frozenset(range(1, 15))
    assert row.days == "Monday to Friday, from day 1 to 14"
    assert block.name == "first, in cycles of 14 days of their own"
