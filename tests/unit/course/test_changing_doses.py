"""Entries that change doses and times: from which day on, to what, and what they refuse.

170 cm and 65 kg are 1.75 m2, so capecitabine 650 mg/m2 is 1137.5 mg, ordered as 1150 mg. At 75 %
it is 853.125 mg: 6 x 150 = 900 mg is 46.875 away and 500 + 2 x 150 = 800 mg 53.125, so 900 mg.
At 50 % it is 568.75 mg: 4 x 150 = 600 mg is 31.25 away and 500 mg 68.75, so 600 mg.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.course.replaying import Followed

    Follow = Callable[..., Followed]
    Refused = Callable[..., list[tuple[str, str, str]]]


def january(day: int) -> dt.date:
    """Name a day of January 2027."""
    return dt.date(2027, 1, day)


def entry(what: str, day: int, **other: Any) -> dict[str, Any]:
    """Make an entry that was recorded on 4 January and holds from a day of January on."""
    return {"what": what, "recorded": january(4), "from": january(day), **other}


def level(what: str, day: int, text: str, component: str = "capecitabine") -> dict[str, Any]:
    """Give a component at a level."""
    return entry(what, day, component=component, level=text)


def weight(text: str, measured: int, day: int, **other: Any) -> dict[str, Any]:
    """Take a weight of a day of January, used from another day of it on."""
    return {**entry("weight", day, weight=text, measured=january(measured)), **other}


def doses(followed: Followed, component: str = "capecitabine") -> list[tuple[str, str, int]]:
    """List the doses of a component in the order of time: from when, calculated and ordered."""
    found: list[tuple[str, str, int]] = []
    for each in followed.calendar.administrations:
        if each.component == component:
            dose = str(each.planned_date), str(each.calculated), int(each.ordered.number)
            if not found or found[-1][1:] != dose[1:]:
                found.append(dose)
    return found


FULL = ("2026-12-07", "1137.5 mg", 1150)


def test_a_reduction_holds_from_its_day(follow: Follow) -> None:
    """From 6 January at 75 %; no date changes, and no other component."""
    followed = follow(level("reduce", 6, "75 %"))

    assert doses(followed) == [FULL, ("2027-01-06", "853.125 mg", 900)]
    given, intended = followed.calendar.administrations, followed.intended.administrations
    assert [each.planned_date for each in given] == [each.planned_date for each in intended]
    assert doses(followed, "anlotinib") == [("2026-12-07", "10 mg", 10)]


def test_a_percentage_is_of_the_full_dose(follow: Follow) -> None:
    """75 % and then 50 % is half of the full dose, and not of the reduced one."""
    followed = follow(level("reduce", 6, "75 %"), level("reduce", 20, "50 %"))

    assert doses(followed) == [
        FULL,
        ("2027-01-06", "853.125 mg", 900),
        ("2027-01-20", "568.75 mg", 600),
    ]


def test_of_two_on_one_day_the_later_entry_holds(follow: Follow) -> None:
    """Entries of one day are taken in the order of the log."""
    followed = follow(level("reduce", 6, "75 %"), level("reduce", 6, "50 %"))

    assert doses(followed) == [FULL, ("2027-01-06", "568.75 mg", 600)]


def test_a_reduced_dose_goes_up_by_an_entry_that_says_so(follow: Follow) -> None:
    """From 50 % to 75 %, and to the full dose."""
    followed = follow(
        level("reduce", 6, "50 %"), level("raise", 13, "75 %"), level("raise", 20, "full")
    )

    assert doses(followed) == [
        FULL,
        ("2027-01-06", "568.75 mg", 600),
        ("2027-01-13", "853.125 mg", 900),
        ("2027-01-20", "1137.5 mg", 1150),
    ]


def test_a_course_can_begin_at_a_level(follow: Follow, refused: Refused) -> None:
    """What is settled from the beginning can be raised, and not reduced to itself."""
    settled = {"cycles": {"combination": 4}, "levels": {"capecitabine": "75 %"}}

    followed = follow(level("raise", 6, "full"), settled=settled)
    assert doses(followed) == [("2026-12-07", "853.125 mg", 900), ("2027-01-06", *FULL[1:])]
    assert refused(level("reduce", 6, "75 %"), settled=settled)[0][1] == (
        "'capecitabine' is at 487.5 mg/m2 on 2027-01-06, and 487.5 mg/m2 is not lower"
    )


# 99 % of 650 is 643.5 mg/m2, and of 1.75 m2 1126.125 mg: 1150 is 23.875 away and 1100 26.125
@pytest.mark.parametrize(
    ("log", "what", "remedy"),
    [
        (
            [level("reduce", 6, "75 %"), level("reduce", 7, "80 %")],
            "'capecitabine' is at 487.5 mg/m2 on 2027-01-07, and 520 mg/m2 is not lower",
            "a reduced dose goes up only by an entry that says so (what = 'raise')",
        ),
        (
            [level("reduce", 6, "75 %"), level("raise", 7, "50 %")],
            "'capecitabine' is at 487.5 mg/m2 on 2027-01-07, and 325 mg/m2 is not higher",
            "leave the entry out, or write what = 'reduce'",
        ),
        (
            [level("raise", 7, "full")],
            "'capecitabine' is at 650 mg/m2 on 2027-01-07, and 650 mg/m2 is not higher",
            "leave the entry out, or write what = 'reduce'",
        ),
        (
            [level("reduce", 10, "75 %"), level("reduce", 9, "50 %")],
            "'capecitabine' is at another level from 2027-01-10 on already",
            "give that day or a later one",
        ),
        (
            [level("reduce", 6, "99 %")],
            (
                "'capecitabine' at 99 % is calculated as 1126.125 mg and ordered as 1150 mg, and"
                " 1150 mg was ordered before: that is not what 'reduce' says"
            ),
            "give a level that its product can make",
        ),
        (
            [level("reduce", 6, "lots")],
            "component 'capecitabine': level 'lots' of 650 mg/m2: amount 'lots' has no number",
            "write number and unit, like '650 mg/m2'; write a percentage like '75 %'",
        ),
        (
            [level("reduce", 6, "600 mg")],
            "component 'capecitabine': level '600 mg' of 650 mg/m2 is not one of its levels",
            "write a percentage like '75 %'",
        ),
        (
            [level("reduce", 6, "120 %")],
            (
                "component 'capecitabine': level '120 %' of 650 mg/m2: write a whole percentage"
                " from 1 % to 99 %, like '75 %'"
            ),
            "correct the entry",
        ),
        (
            [level("reduce", 6, "full")],
            "component 'capecitabine': level 'full' of 650 mg/m2: amount 'full' has no number",
            "write number and unit, like '650 mg/m2'; write a percentage like '75 %'",
        ),
        (
            [level("reduce", 6, "75 %", "capecitabin")],
            "there is no component 'capecitabin'",
            "did you mean 'capecitabine'?",
        ),
        (
            [{**level("reduce", 6, "75 %"), "from": dt.date(2027, 5, 1)}],
            "2027-05-01 is behind the last planned day, 2027-04-30",
            "correct the date, or plan through a later day (through)",
        ),
        (
            [level("reduce", 3, "75 %")],
            (
                "it would take effect on 2027-01-03, before it was recorded on 2027-01-04, and the"
                " past does not change"
            ),
            (
                "give a later day, or the day on which it was decided as recorded; what was not"
                " taken until then is missed (what = 'missed')"
            ),
        ),
    ],
)
def test_a_level_that_contradicts_the_course(
    refused: Refused, log: list[dict[str, Any]], what: str, remedy: str
) -> None:
    """Not the wrong way, not among later ones, not what is no level, and not in the past."""
    assert [each[1:] for each in refused(*log)] == [(what, remedy)]


# 170 x 58.5 = 9945; / 3600 = 2.7625; 1.655 squared is 2.7390 and 1.665 squared 2.7722: 1.66 m2;
# 650 x 1.66 = 1079 mg: 500 + 4 x 150 = 1100 is 21 away, 7 x 150 = 1050 is 29. A tenth of 65 kg is
# 6.5 kg, so 58.5 kg is exactly 10 % less.
# 170 x 58.6 = 9962; / 3600 = 2.7672, between the same: 1.66 m2 too.
LIGHTER = ("2027-01-06", "1079 mg", 1100)


@pytest.mark.parametrize(
    ("policy", "text", "found"),
    [
        ("from 10 %", "58.5 kg", [FULL, LIGHTER]),
        ("from 10 %", "58.6 kg", [FULL]),
        ("always", "58.6 kg", [FULL, LIGHTER]),
        ("never", "58.5 kg", [FULL]),
    ],
)
def test_a_new_weight_by_each_policy(
    follow: Follow, policy: str, text: str, found: list[tuple[str, str, int]]
) -> None:
    """It is used from its day on if the policy asks for it, and then for every dose behind."""
    assert doses(follow(weight(text, 4, 6), recalculate=policy)) == found


def test_small_changes_add_up(follow: Follow) -> None:
    """The change is that from the weight in use: 61 kg is 6 % less, 58 kg then 10.8 %.

    170 x 58 = 9860; / 3600 = 2.7389; 1.645 squared is 2.7060 and 1.655 squared 2.7390, which is
    more: 1.65 m2. 650 x 1.65 = 1072.5 mg: 1050 is 22.5 away and 1100 27.5.
    """
    followed = follow(weight("61 kg", 4, 6), weight("58 kg", 13, 13, recorded=january(13)))

    assert doses(followed) == [FULL, ("2027-01-13", "1072.5 mg", 1050)]


def test_a_weight_and_a_level_go_together(follow: Follow) -> None:
    """75 % of 1079 mg is 809.25 mg: 500 + 2 x 150 = 800 is 9.25 away."""
    followed = follow(weight("58.5 kg", 4, 6), level("reduce", 13, "75 %"))

    assert doses(followed) == [FULL, LIGHTER, ("2027-01-13", "809.25 mg", 800)]


@pytest.mark.parametrize(
    ("log", "what", "remedy"),
    [
        (
            [weight("650 kg", 4, 6)],
            "weight 650 kg cannot be right: it is read from 20 kg to 300 kg",
            "check the number and the unit, for example '65 kg'",
        ),
        (
            [weight("58 kg", 5, 6)],
            "a weight of 2027-01-05 was not known on 2027-01-04",
            "correct the dates",
        ),
        (
            [weight("58 kg", 4, 6), weight("57 kg", 4, 7)],
            "the weight of 2027-01-04 is used from 2027-01-06",
            "give one that was measured later and is used from that day or a later one",
        ),
        (
            [weight("58 kg", 3, 10), weight("57 kg", 4, 9)],
            "the weight of 2027-01-03 is used from 2027-01-10",
            "give one that was measured later and is used from that day or a later one",
        ),
        (
            [{**weight("58 kg", 3, 10), "measured": dt.date(2026, 12, 1)}],
            "the weight of 2026-12-01 is used from 2026-12-07",
            "give one that was measured later and is used from that day or a later one",
        ),
        (
            [weight("58 kg", 3, 3)],
            (
                "it would take effect on 2027-01-03, before it was recorded on 2027-01-04, and the"
                " past does not change"
            ),
            (
                "give a later day, or the day on which it was decided as recorded; what was not"
                " taken until then is missed (what = 'missed')"
            ),
        ),
        (
            [weight("58 kg", 3, 6, **{"from": dt.date(2027, 5, 1)})],
            "2027-05-01 is behind the last planned day, 2027-04-30",
            "correct the date, or plan through a later day (through)",
        ),
    ],
)
def test_a_weight_that_contradicts_the_course(
    refused: Refused, log: list[dict[str, Any]], what: str, remedy: str
) -> None:
    """Not what nobody weighs, not from the future, and not an older one after a newer one."""
    assert [each[1:] for each in refused(*log)] == [(what, remedy)]


def times(followed: Followed) -> set[tuple[str, str]]:
    """Say at which times doses are taken, before and from 6 January on."""
    return {
        ("before" if each.planned_date < january(6) else "from", f"{each.time:%H:%M}")
        for each in followed.calendar.administrations
        if each.time is not None and each.component == "capecitabine"
    }


def test_other_times_of_day(follow: Follow) -> None:
    """From 6 January an hour later in the morning; the evening, and every date, stay."""
    followed = follow(entry("clock", 6, times={"morning": "09:00"}))

    assert times(followed) == {
        ("before", "08:00"),
        ("before", "20:00"),
        ("from", "09:00"),
        ("from", "20:00"),
    }
    order = [(each.planned_date, each.slot) for each in followed.calendar.administrations]
    assert order == [(each.planned_date, each.slot) for each in followed.intended.administrations]


def test_times_are_changed_again(follow: Follow) -> None:
    """What a later entry does not name stays as the one before it says."""
    followed = follow(
        entry("clock", 5, times={"morning": "09:00"}),
        entry("clock", 6, times={"evening": "21:00"}),
    )

    assert {time for when, time in times(followed) if when == "from"} == {"09:00", "21:00"}


@pytest.mark.parametrize(
    ("log", "what", "remedy"),
    [
        (
            [entry("clock", 6, times={"morning": "08:00"})],
            "these times hold already",
            "leave the entry out",
        ),
        (
            [
                entry("clock", 6, times={"morning": "09:00"}),
                entry("clock", 7, times={"morning": "09:00", "evening": "20:00"}),
            ],
            "these times hold already",
            "leave the entry out",
        ),
        (
            [
                entry("clock", 6, times={"morning": "09:00"}),
                entry("clock", 5, times={"evening": "21:00"}),
            ],
            "other times hold from 2027-01-06",
            "give that day or a later one",
        ),
        (
            [entry("clock", 3, times={"morning": "09:00"})],
            (
                "it would take effect on 2027-01-03, before it was recorded on 2027-01-04, and the"
                " past does not change"
            ),
            (
                "give a later day, or the day on which it was decided as recorded; what was not"
                " taken until then is missed (what = 'missed')"
            ),
        ),
        (
            [entry("zone", 6, zone="Asia/Shanghai")],
            "the clock is that of Asia/Shanghai already",
            "leave the entry out",
        ),
        (
            [
                entry("zone", 6, zone="Europe/London"),
                entry("zone", 7, zone="Europe/London"),
            ],
            "the clock is that of Europe/London already",
            "leave the entry out",
        ),
        (
            [
                entry("zone", 6, zone="Europe/London"),
                entry("zone", 5, zone="Asia/Tokyo"),
            ],
            "the clock is that of Europe/London from 2027-01-06",
            "give that day or a later one",
        ),
    ],
)
def test_a_clock_that_contradicts_the_course(
    refused: Refused, log: list[dict[str, Any]], what: str, remedy: str
) -> None:
    """What holds already is a slip, and so is what would hold behind a later change."""
    assert [each[1:] for each in refused(*log)] == [(what, remedy)]


def test_a_journey_changes_no_dose(follow: Follow) -> None:
    """The wall clock of another place: dates, times and doses are as they were."""
    followed = follow(
        entry("zone", 6, zone="Europe/London"), entry("zone", 20, zone="Asia/Shanghai")
    )

    assert followed.calendar == followed.intended
    assert [(since, zone.key) for since, zone in followed.versions.zones] == [
        (january(6), "Europe/London"),
        (january(20), "Asia/Shanghai"),
    ]
