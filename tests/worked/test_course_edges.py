"""Edges of a course's log, worked by hand: days before day 1, fewer cycles, what was told of.

The course begins on Monday 7 December 2026. Its first phase has cycles of 7 days, which begin on
7, 14, 21 and 28 December if four of them are settled. The drip is given on day -1 and day 1: on 6
and 7, 13 and 14, 20 and 21, 27 and 28 December. The pill is taken every day, twice.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from replayed import PAST, doses, followed, refusal, said

if TYPE_CHECKING:
    from following import Log

FOUR = replace(PAST, counts={"one": 4})


def december(day: int) -> dt.date:
    """Say a day of December 2026."""
    return dt.date(2026, 12, day)


def drips(log: Log) -> list[int]:
    """Say on which days of December the drip is given."""
    return [each.date.day for each in doses(FOUR, log) if each.component == "drip"]


def test_a_delay_moves_the_day_before_day_1_too() -> None:
    """Cycle 3 three days later begins on 24 December, and its day -1 is 23 December."""
    log = [said("delay", december(20), phase="one", cycle=3, to=december(24))]
    assert drips(log) == [6, 7, 13, 14, 23, 24, 30, 31]


def test_a_delay_is_too_late_when_the_day_before_day_1_has_passed() -> None:
    """On 21 December the drip of 20 December has been given, and the past does not change."""
    log = [said("delay", december(21), phase="one", cycle=3, to=december(24))]
    assert "it would take effect on 2026-12-20, before it was recorded" in refusal(FOUR, log)


def test_a_skipped_cycle_leaves_out_the_day_before_day_1() -> None:
    """Without cycle 3 neither 20 nor 21 December has a dose."""
    log = [said("skip", december(14), phase="one", cycle=3)]
    assert drips(log) == [6, 7, 13, 14, 27, 28]


def test_the_treatment_cannot_end_before_day_1() -> None:
    """A course of which no cycle is left is none, whatever was given on day -1."""
    log = [said("end", december(6), since=december(7))]
    assert "the treatment begins on 2026-12-07, and cannot end before it" in refusal(FOUR, log)


def test_fewer_cycles_after_a_delay_of_a_later_one() -> None:
    """Cycle 4 was delayed and is then not given; if it is after all, it is delayed still."""
    delay = said("delay", december(8), phase="one", cycle=4, to=december(30))
    fewer = said("settle", december(9), cycles={"one": 2})
    again = said("settle", december(9), cycles={"one": 4})
    assert drips([delay, fewer]) == [6, 7, 13, 14]
    assert drips([delay, fewer, again]) == [6, 7, 13, 14, 20, 21, 29, 30]


def test_a_count_that_the_protocol_fixes_is_settled_already() -> None:
    """Two cycles of a phase that has two need no entry, and an open end can have one."""
    phases = [{**FOUR.phases[0], "cycles": "2"}, FOUR.phases[1]]
    arm = {**FOUR.table["arm"][0], "phase": phases}
    fixed = replace(FOUR, table={**FOUR.table, "arm": [arm]}, counts={})
    entry = said("settle", december(8), cycles={"one": 2})
    assert "2 cycles of one is settled already" in refusal(fixed, [entry])
    # cycles of 7 days from 21 December: two of them end on 3 January
    last = followed(fixed, [said("settle", december(8), cycles={"two": 2})]).calendar.last_day
    assert last == dt.date(2027, 1, 3)


def test_a_dose_before_a_stop_can_still_be_told_of() -> None:
    """The pill is discontinued from 16 December; on 17 December one learns what was missed."""
    stop = said("discontinue", december(15), component="pill", since=december(16))
    missed = said("missed", december(17), component="pill", on=december(15))
    assert len(followed(FOUR, [stop, missed]).actuals) == 2
    behind = missed | {"on": december(16)}
    assert "was discontinued from 2026-12-16" in refusal(FOUR, [stop, behind])


def test_a_dose_before_a_stop_to_come_can_still_be_omitted() -> None:
    """The pill is discontinued from 18 December, and day 2 of cycle 2 is 15 December."""
    stop = said("discontinue", december(14), component="pill", since=december(18))
    omit = said("omit", december(14), component="pill", phase="one", cycle=2, day=2)
    pills = [each.date for each in doses(FOUR, [stop, omit]) if each.component == "pill"]
    assert december(15) not in pills
    assert pills[-1] == december(17)


def test_an_older_weight_replaces_none() -> None:
    """The first weight is of 1 December, and one of 30 November is stale."""
    stale = said(
        "weight",
        december(8),
        weight="80 kg",
        measured=dt.date(2026, 11, 30),
        since=december(8),
    )
    words = "the weight of 2026-12-01 is used from 2026-12-06"
    assert words in refusal(FOUR, [stale])
    # 3 mg/kg of 80 kg are 240 mg; of 65 kg they are 195 mg
    new = stale | {"measured": december(2)}
    given = [each.calculated for each in doses(FOUR, [new]) if each.component == "drip"]
    assert given == [Fraction(195)] * 2 + [Fraction(240)] * 6


@pytest.mark.parametrize(
    "change",
    [
        said("interrupt", december(14), component="pill", since=december(14)),
        said("reduce", december(14), component="pill", level="75 %", since=december(14)),
        said("delay", december(13), phase="one", cycle=2, to=december(16)),
        said("clock", december(14), times={"morning": dt.time(9)}, since=december(14)),
    ],
)
def test_what_happened_stays(change: dict[str, object]) -> None:
    """A dose of which the log tells is past, also for an entry of the same day."""
    day = change["recorded"]
    told = said("missed", december(14), component="pill", on=day, slot="morning")
    if change["what"] == "delay":
        # on 13 December nothing of cycle 2 but its drip has been due
        told = said("missed", december(13), component="drip", on=day)
    words = refusal(FOUR, [told | {"recorded": day}, change])
    assert f"on {day}" in words
    assert "stands in the log, and it would change that dose" in words
    assert followed(FOUR, [change]).calendar != followed(FOUR, []).calendar
