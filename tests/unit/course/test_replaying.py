"""Following a log: the past stays, every entry that contradicts it is named, and nothing else."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.errors import DateError, LogProblemsError, NotStatedError, Problem
from npc_regimens.files.courses import load_course

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from npc_regimens.course.replaying import Followed
    from npc_regimens.planning import Calendar

    Follow = Callable[..., Followed]
    Refused = Callable[..., list[tuple[str, str, str]]]

JANUARY_4 = dt.date(2027, 1, 4)
REDUCE: dict[str, Any] = {
    "what": "reduce",
    "recorded": JANUARY_4,
    "component": "capecitabine",
    "from": dt.date(2027, 1, 6),
    "level": "75 %",
}
DELAY: dict[str, Any] = {
    "what": "delay",
    "recorded": dt.date(2027, 1, 18),
    "phase": "combination",
    "cycle": 3,
    "to": dt.date(2027, 1, 25),
}


def test_a_course_without_entries_is_as_intended(follow: Follow) -> None:
    """Nothing has happened, and nothing is changed."""
    followed = follow()

    assert followed.calendar == followed.intended
    assert (followed.entries, followed.actuals, followed.reasons) == ((), (), {})
    assert (followed.versions.changed, followed.versions.dropped) == ({}, ())


def test_a_course_as_of_a_day(follow: Follow) -> None:
    """What was recorded on the day is known, and what was recorded on the next is not."""
    before, on, behind = (
        follow(REDUCE, DELAY, as_of=day)
        for day in (dt.date(2027, 1, 3), JANUARY_4, dt.date(2027, 1, 18))
    )

    assert before.calendar == follow().calendar
    assert on.calendar == follow(REDUCE).calendar
    assert behind == follow(REDUCE, DELAY)
    assert [entry.what for entry in on.entries] == ["reduce"]


def test_the_day_of_a_course_is_a_date(follow: Follow) -> None:
    """A date with a time is refused by name."""
    with pytest.raises(DateError, match="the day as of which a course is followed must be a"):
        follow(REDUCE, as_of=dt.datetime(2027, 1, 4))  # noqa: DTZ001  it is refused


def test_rule_22_what_is_past_stays(follow: Follow) -> None:
    """Each entry leaves every dose before the day on which it takes effect."""
    followed = follow(REDUCE, DELAY)

    def before(day: dt.date) -> list[object]:
        return [each for each in followed.calendar.administrations if each.planned_date < day]

    intended = followed.intended.administrations
    assert before(dt.date(2027, 1, 6)) == [
        each for each in intended if each.planned_date < dt.date(2027, 1, 6)
    ]
    assert before(dt.date(2027, 1, 18)) == [
        each
        for each in follow(REDUCE).calendar.administrations
        if each.planned_date < dt.date(2027, 1, 18)
    ]


def test_every_entry_that_contradicts_is_named(refused: Refused) -> None:
    """Three slips of five entries: each has its number, day and words, and the others hold."""
    log = [
        REDUCE,
        {**REDUCE, "component": "capecitabin"},
        {**REDUCE, "level": "50 %"},
        {**REDUCE, "level": "60 %"},
        {**DELAY, "to": dt.date(2027, 1, 11)},
    ]

    assert [each[:2] for each in refused(*log)] == [
        (
            "log entry 2, recorded 2027-01-04 (capecitabin reduced to 75 % from 2027-01-06)",
            "there is no component 'capecitabin'",
        ),
        (
            "log entry 4, recorded 2027-01-04 (capecitabine reduced to 60 % from 2027-01-06)",
            "'capecitabine' is at 325 mg/m2 on 2027-01-06, and 390 mg/m2 is not lower",
        ),
        (
            "log entry 5, recorded 2027-01-18 (delay of cycle 3 of combination to 2027-01-11)",
            (
                "cycle 3 of 'combination' begins on 2027-01-18 as it stands, and 2027-01-11 is not"
                " later"
            ),
        ),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        REDUCE,
        DELAY,
        {"what": "end", "recorded": JANUARY_4, "from": dt.date(2027, 1, 6)},
        {"what": "skip", "recorded": JANUARY_4, "phase": "combination", "cycle": 3},
        {"what": "interrupt", "recorded": JANUARY_4, "from": dt.date(2027, 1, 6)},
        {"what": "settle", "recorded": JANUARY_4, "cycles": {"combination": 5}},
        {"what": "zone", "recorded": JANUARY_4, "from": JANUARY_4, "zone": "Europe/London"},
        {"what": "clock", "recorded": JANUARY_4, "from": JANUARY_4, "times": {"once": "09:00"}},
        {
            "what": "omit",
            "recorded": JANUARY_4,
            "component": "anlotinib",
            "cycle": 2,
            "day": 9,
        },
        {
            "what": "weight",
            "recorded": JANUARY_4,
            "from": JANUARY_4,
            "measured": JANUARY_4,
            "weight": "50 kg",
        },
        {
            "what": "discontinue",
            "recorded": JANUARY_4,
            "component": "anlotinib",
            "from": dt.date(2027, 1, 6),
        },
        {
            "what": "missed",
            "recorded": JANUARY_4,
            "component": "anlotinib",
            "on": dt.date(2027, 1, 3),
        },
    ],
    ids=lambda entry: entry["what"],
)
def test_an_entry_twice_is_one_problem(refused: Refused, entry: dict[str, Any]) -> None:
    """Recorded twice it has no second effect: the second one is refused."""
    told = refused(entry, entry)

    assert [each[0].partition(",")[0] for each in told] == ["log entry 2"]


def test_what_was_told_of_stays(refused: Refused, follow: Follow) -> None:
    """A dose of today that was missed is not changed any more, and those of tomorrow can be."""
    missed = {
        "what": "missed",
        "recorded": JANUARY_4,
        "component": "capecitabine",
        "on": JANUARY_4,
        "slot": "morning",
    }

    assert [each[1:] for each in refused(missed, {**REDUCE, "from": JANUARY_4})] == [
        (
            (
                "what happened to 'capecitabine' on 2027-01-04 (C2D8, morning) stands in the log,"
                " and it would change that dose"
            ),
            "enter it as from the day after, or correct that one",
        )
    ]
    assert len(follow(missed, {**REDUCE, "from": dt.date(2027, 1, 5)}).actuals) == 1


def test_a_number_of_cycles_that_changes_the_past(refused: Refused) -> None:
    """On 15 March maintenance is going on; a fifth combination cycle would have been before."""
    settle = {"what": "settle", "recorded": dt.date(2027, 3, 15), "cycles": {"combination": 5}}
    told = refused(settle)

    assert [each[1:] for each in told] == [
        (
            (
                "it takes effect on 2027-03-15 and would change 'penpulimab' of 2027-03-01 (C1D1),"
                " which is past"
            ),
            "enter it as from a day on or before that, if it was recorded by then",
        )
    ]


def test_the_problems_of_a_log_travel(follow: Follow) -> None:
    """They are kept when the error goes to another process, and printed one below the other."""
    with pytest.raises(LogProblemsError) as error:
        follow({**REDUCE, "component": "capecitabin"})
    again = pickle.loads(pickle.dumps(error.value))  # noqa: S301  our own bytes

    assert again.problems == error.value.problems
    assert str(again) == (
        "log entry 1, recorded 2027-01-04 (capecitabin reduced to 75 % from 2027-01-06): there is"
        " no component 'capecitabin'\n    did you mean 'capecitabine'?"
    )
    assert isinstance(again.problems[0], Problem)
    assert isinstance(again, ValueError)


def test_a_course_that_cannot_be_planned_at_all(follow: Follow) -> None:
    """What the regimen leaves open and the course does not settle is refused as by a plan."""
    with pytest.raises(NotStatedError):
        follow(of="nct04547088")


def test_fewer_cycles_and_an_earlier_last_day_than_were_intended(follow: Follow) -> None:
    """Six cycles of maintenance were settled; now three, which end on 2 May.

    What was intended stays: six cycles end on 4 July.
    """
    settle = {"what": "settle", "recorded": dt.date(2027, 1, 18), "cycles": {"maintenance": 3}}
    followed = follow(
        {**settle, "through": dt.date(2027, 5, 2)},
        settled={"cycles": {"combination": 4, "maintenance": 6}},
        through=None,
    )

    assert followed.intended.last_day == dt.date(2027, 7, 4)
    assert followed.calendar.last_day == dt.date(2027, 5, 2)


def test_an_event_becomes_known_and_moves(tmp_path: Path) -> None:
    """Radiotherapy on 1 March, then on 8 March: a week later, and a week of delay as intended.

    Three cycles of 21 days from 7 December end on 7 February. Concurrent cisplatin is given on day
    1 of 21 days, three times.
    """
    head = """
format = 1
participant = "1-2"
identity = "6f1a2c3d-0000"
regimen = "gp-induction-zhang-2019"
start = 2026-12-07
through = 2027-02-07
zone = "Asia/Shanghai"
recalculate = "always"
[[measured]]
on = 2026-12-01
height = "170 cm"
weight = "65 kg"
"""
    entries = """
[[log]]
what = "event"
name = "radiotherapy start"
on = 2027-03-01
recorded = 2027-01-15
reason = "r"
[[log]]
what = "settle"
through = 2027-05-31
recorded = 2027-01-15
reason = "r"
[[log]]
what = "event"
name = "radiotherapy start"
on = 2027-03-08
recorded = 2027-02-20
reason = "r"
"""
    path = tmp_path / "course.toml"
    path.write_text(head + entries, encoding="utf-8")
    followed = load_course(path).follow()

    def given(calendar: Calendar) -> list[dt.date]:
        phase = (each for each in calendar.administrations if each.phase == "concurrent")
        return [each.planned_date for each in phase]

    days = [dt.timedelta(days=21 * cycle) for cycle in range(3)]
    assert given(followed.intended) == [dt.date(2027, 3, 1) + each for each in days]
    assert given(followed.calendar) == [dt.date(2027, 3, 8) + each for each in days]
    again = "[[log]]" + entries.rpartition("[[log]]")[2]
    path.write_text(head + entries + again, encoding="utf-8")
    with pytest.raises(LogProblemsError, match="on 2027-03-08 is given already"):
        load_course(path).follow()
