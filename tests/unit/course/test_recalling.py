"""Entries about doses that were due: which they find, and what they refuse in their words."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.course.actual import Actual
from npc_regimens.course.versions import DosePlace

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.course.replaying import Followed

    Follow = Callable[..., Followed]
    Refused = Callable[..., list[tuple[str, str, str]]]

RECORDED = dt.date(2026, 12, 21)


def told(what: str, day: int, component: str = "capecitabine", **other: Any) -> dict[str, Any]:
    """Tell on 21 December of a dose of a day of December."""
    on = dt.date(2026, 12, day)
    return {"what": what, "recorded": RECORDED, "component": component, "on": on, **other}


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """Show a clock on the wall in December 2026."""
    return dt.datetime(2026, 12, day, hour, minute)  # noqa: DTZ001  a wall clock has no zone


def place(cycle_day: int, slot: str, component: str = "capecitabine") -> DosePlace:
    """Name a dose of the first cycle."""
    return DosePlace("combination", component, 1, cycle_day, slot)


def test_one_missed_dose(follow: Follow) -> None:
    """19 December is day 13; the plan stays as it was, for it says what was intended."""
    followed = follow(told("missed", 19, slot="evening", reason="forgot"))

    assert followed.actuals == (
        Actual(place(13, "evening"), "missed", Fraction(0), None, RECORDED, "forgot"),
    )
    assert followed.calendar == followed.intended
    assert followed.reasons == {}


def test_missed_doses_of_some_days(follow: Follow) -> None:
    """From 19 through 21 December: six doses, or three in the evening."""
    through = dt.date(2026, 12, 21)
    days = follow(told("missed", 19, through=through)).actuals
    evenings = follow(told("missed", 19, through=through, slot="evening")).actuals

    assert [each.place for each in days] == [
        place(day, slot) for day in (13, 14, 15) for slot in ("morning", "evening")
    ]
    assert [each.place for each in evenings] == [place(day, "evening") for day in (13, 14, 15)]


def test_missed_days_may_hold_rest_days(follow: Follow) -> None:
    """Anlotinib is taken through day 14, 20 December: of two days told, one had a dose."""
    found = follow(told("missed", 20, "anlotinib", through=dt.date(2026, 12, 21))).actuals

    assert [each.place for each in found] == [place(14, "once", "anlotinib")]


def test_a_dose_that_was_taken_late(follow: Follow) -> None:
    """All of it counts, and when it was taken is kept."""
    late = told("late", 19, slot="evening", at=at(20, 1, 30))

    assert follow(late).actuals == (
        Actual(place(13, "evening"), "late", Fraction(1), at(20, 1, 30), RECORDED, "r"),
    )


def test_an_infusion_has_no_time_of_day(follow: Follow) -> None:
    """A dose without a planned time is late from the beginning of its day on."""
    late = told("late", 7, "penpulimab", at=at(7, 15))

    assert [each.at for each in follow(late).actuals] == [at(7, 15)]


def test_a_dose_that_was_taken_in_part(follow: Follow) -> None:
    """500 of 1150 mg is 10/23, in whichever unit it is told."""
    milligrams = follow(told("part", 19, slot="morning", taken="500 mg")).actuals
    grams = follow(told("part", 19, slot="morning", taken="0.5 g")).actuals

    assert [(each.what, each.part) for each in milligrams] == [("part", Fraction(10, 23))]
    assert grams == milligrams


def test_doses_of_a_changed_plan(follow: Follow) -> None:
    """What is told of is the plan that held: half of a reduced dose is half."""
    reduce = {
        "what": "reduce",
        "recorded": dt.date(2026, 12, 9),
        "component": "capecitabine",
        "from": dt.date(2026, 12, 10),
        "level": "75 %",
    }
    followed = follow(reduce, told("part", 19, slot="morning", taken="450 mg"))

    assert [each.part for each in followed.actuals] == [Fraction(1, 2)]  # of 900 mg


def test_what_happened_before_the_end_can_be_told_behind_it(follow: Follow) -> None:
    """The treatment ended on 15 December; on 21 December one tells of the 14th."""
    end = {"what": "end", "recorded": dt.date(2026, 12, 14), "from": dt.date(2026, 12, 15)}

    assert len(follow(end, told("missed", 14)).actuals) == 2


TWICE = "leave the entry out, or correct that one"


@pytest.mark.parametrize(
    ("log", "what", "remedy"),
    [
        (
            [told("missed", 21, "anlotinib")],
            "nothing of 'anlotinib' was planned on 2026-12-21",
            "check the date and the component",
        ),
        (
            [told("missed", 21, "anlotinib", through=RECORDED)],
            "nothing of 'anlotinib' was planned on 2026-12-21 to 2026-12-21",
            "check the date and the component",
        ),
        (
            [told("missed", 19, slot="noon")],
            "nothing of 'capecitabine' was planned on 2026-12-19 in the noon",
            "check the date and the component",
        ),
        (
            [told("missed", 6)],
            "nothing of 'capecitabine' was planned on 2026-12-06",
            "check the date and the component",
        ),
        (
            [told("missed", 19, "capecitabin")],
            "there is no component 'capecitabin'",
            "did you mean 'capecitabine'?",
        ),
        (
            [told("missed", 19, slot="evening"), told("missed", 19, slot="evening")],
            (
                "what happened to 'capecitabine' on 2026-12-19 (C1D13, evening) stands in the log"
                " already"
            ),
            TWICE,
        ),
        (
            [
                told("missed", 19, through=dt.date(2026, 12, 20)),
                told("part", 20, slot="morning", taken="500 mg"),
            ],
            (
                "what happened to 'capecitabine' on 2026-12-20 (C1D14, morning) stands in the log"
                " already"
            ),
            TWICE,
        ),
        (
            [told("late", 19, at=at(19, 22))],
            "there are 2 doses of 'capecitabine' on 2026-12-19",
            "give the slot (morning, evening)",
        ),
        (
            [told("late", 19, slot="evening", at=at(19, 20))],
            (
                "the dose of 'capecitabine' was planned at 2026-12-19 20:00, and 2026-12-19 20:00"
                " is not later"
            ),
            "correct the time",
        ),
        (
            [told("late", 19, slot="evening", at=at(19, 8))],
            (
                "the dose of 'capecitabine' was planned at 2026-12-19 20:00, and 2026-12-19 08:00"
                " is not later"
            ),
            "correct the time",
        ),
        (
            [told("part", 19, slot="evening", taken="1150 mg")],
            "1150 mg is no part of the dose of 'capecitabine', 1150 mg",
            "give less than that and more than nothing",
        ),
        (
            [told("part", 19, slot="evening", taken="2 g")],
            "2 g is no part of the dose of 'capecitabine', 1150 mg",
            "give less than that and more than nothing",
        ),
    ],
)
def test_what_does_not_fit_the_plan(
    refused: Refused, log: list[dict[str, Any]], what: str, remedy: str
) -> None:
    """Not on a rest day, not twice, not early, not of two doses at once, and no whole as a part."""
    assert [each[1:] for each in refused(*log)] == [(what, remedy)]


def test_what_is_told_of_a_stopped_drug(follow: Follow, refused: Refused) -> None:
    """A dose that was due before a drug was discontinued can still be told of, and no other."""
    stop = {
        "what": "discontinue",
        "recorded": dt.date(2026, 12, 14),
        "component": "anlotinib",
        "from": dt.date(2026, 12, 15),
    }

    assert len(follow(stop, told("missed", 14, "anlotinib")).actuals) == 1
    assert [each[1:] for each in refused(stop, told("missed", 15, "anlotinib"))] == [
        ("'anlotinib' was discontinued from 2026-12-15", TWICE)
    ]
