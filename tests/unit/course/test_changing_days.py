"""Entries that change days: what each takes away or moves, and what it refuses in its words.

ALTER-HN005 from Monday 7 December 2026: combination cycles begin on 7 and 28 December, 18 January
and 8 February, maintenance on 1 and 22 March and on 12 April; planned through 30 April 2027.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.course.replaying import Followed

    Follow = Callable[..., Followed]
    Refused = Callable[..., list[tuple[str, str, str]]]

# One drug on the day before each cycle and on its first day, and one in cycles of its own.
BEFORE_DAY_1: dict[str, Any] = {
    "format": 1,
    "id": "before-day-1",
    "title": "A drug on the day before",
    "component": {
        "drug-a": {
            "drug": "drug-a",
            "dose": "250 mg",
            "route": "oral",
            "frequency": "once daily",
            "days": "-1, 1",
            "cite": "example#a",
        },
        "drug-b": {
            "drug": "drug-b",
            "dose": "50 mg",
            "route": "intravenous",
            "days": "1",
            "cycle": "7 days",
            "cite": "example#b",
        },
    },
    "arm": [
        {
            "id": "a",
            "name": "A",
            "phase": [
                {"name": "one", "cycle": "7 days", "cycles": "3", "give": ["drug-a", "drug-b"]}
            ],
        }
    ],
}


def december(day: int) -> dt.date:
    """Name a day of December 2026."""
    return dt.date(2026, 12, day)


def january(day: int) -> dt.date:
    """Name a day of January 2027."""
    return dt.date(2027, 1, day)


def delay(cycle: int, to: dt.date, recorded: dt.date, **other: Any) -> dict[str, Any]:
    """Delay a cycle."""
    return {"what": "delay", "cycle": cycle, "to": to, "recorded": recorded, **other}


def entry(what: str, recorded: dt.date, since: dt.date, **other: Any) -> dict[str, Any]:
    """Make an entry that holds from a day on."""
    return {"what": what, "recorded": recorded, "from": since, **other}


def gone(followed: Followed) -> Counter[str]:
    """Count the doses of each component that the log took away."""
    intended = Counter(each.component for each in followed.intended.administrations)
    intended.subtract(each.component for each in followed.calendar.administrations)
    return Counter({name: count for name, count in intended.items() if count})


def firsts(followed: Followed) -> list[dt.date]:
    """List the first days of the cycles."""
    return [span.first for span in followed.calendar.cycles]


def test_a_delay_moves_the_cycle_and_those_behind_it(follow: Follow) -> None:
    """Cycle 2 a week later: each later one follows, and the first stays."""
    followed = follow(delay(2, january(4), december(28), phase="combination"))

    assert firsts(followed)[:4] == [december(7), january(4), january(25), dt.date(2027, 2, 15)]
    assert [span.delayed_days for span in followed.calendar.cycles[:4]] == [0, 7, 0, 0]


def test_delays_add_up(follow: Follow) -> None:
    """A cycle that was delayed to 4 January and then to 11 January is delayed by 14 days."""
    once = follow(delay(2, january(11), december(28), phase="combination"))
    twice = follow(
        delay(2, january(4), december(28), phase="combination"),
        delay(2, january(11), january(4), phase="combination"),
    )

    assert twice.calendar == once.calendar
    assert twice.calendar.cycles[1].delayed_days == 14


@pytest.mark.parametrize(
    ("log", "what", "remedy"),
    [
        (
            [delay(2, december(28), december(20), phase="combination")],
            (
                "cycle 2 of 'combination' begins on 2026-12-28 as it stands, and 2026-12-28 is not"
                " later"
            ),
            "give a later day, or leave the entry out",
        ),
        (
            [delay(2, december(21), december(20), phase="combination")],
            (
                "cycle 2 of 'combination' begins on 2026-12-28 as it stands, and 2026-12-21 is not"
                " later"
            ),
            "give a later day, or leave the entry out",
        ),
        (
            [delay(2, january(4), december(29), phase="combination")],
            (
                "it would take effect on 2026-12-28, before it was recorded on 2026-12-29, and the"
                " past does not change"
            ),
            (
                "give a later day, or the day on which it was decided as recorded; what was not"
                " taken until then is missed (what = 'missed')"
            ),
        ),
        (
            [delay(9, january(4), december(29))],
            "cycle 9 is not planned",
            "the last planned ones are 'maintenance' 1, 'maintenance' 2, 'maintenance' 3",
        ),
        (
            [delay(5, january(4), december(29), phase="combination")],
            "cycle 5 of 'combination' is not planned",
            "the last planned ones are 'maintenance' 1, 'maintenance' 2, 'maintenance' 3",
        ),
        (
            [delay(2, january(4), december(28))],
            "cycle 2 stands in 'combination', 'maintenance'",
            "give the phase",
        ),
        (
            [delay(1, december(8), december(7), phase="combination")],
            "nct05807880: cycle 1 of 'combination' begins the treatment",
            "give a later start",
        ),
        (
            [delay(2, dt.date(2029, 12, 28), december(28), phase="combination")],
            (
                "the delay of cycle 2 of 'combination' is a whole number of days from 1 to 999,"
                " not 1096"
            ),
            "correct the entry",
        ),
    ],
)
def test_a_delay_that_contradicts_the_course(
    refused: Refused, log: list[dict[str, Any]], what: str, remedy: str
) -> None:
    """Not earlier, not into the past, not of what is not planned, and not of two at once."""
    assert [each[1:] for each in refused(*log)] == [(what, remedy)]


def test_a_delay_that_meets_the_end(refused: Refused) -> None:
    """A cycle cannot begin on a day on which the treatment has ended."""
    end = entry("end", december(20), january(10))
    ((_, what, remedy),) = refused(end, delay(2, january(10), december(28), phase="combination"))

    assert what == "the treatment ends before 2027-01-10, so the cycle cannot begin on 2027-01-10"
    assert remedy == "leave the entry out, or correct one of the two"


def test_a_dose_before_day_1_moves_with_its_cycle(follow: Follow) -> None:
    """Day -1 of cycle 2 is 13 December; with the cycle 3 days later it is 16 December."""
    followed = follow(delay(2, december(17), december(9)), of=BEFORE_DAY_1)
    given = [each for each in followed.calendar.administrations if each.component == "drug-a"]

    assert [each.planned_date.day for each in given] == [6, 7, 16, 17, 23, 24]


def test_a_delay_behind_the_dose_before_day_1(refused: Refused) -> None:
    """What was given on day -1 is past on day 1, and cannot be moved."""
    ((_, what, _),) = refused(delay(2, december(17), december(14)), of=BEFORE_DAY_1)

    assert what == (
        "it would take effect on 2026-12-13, before it was recorded on 2026-12-14, and the past"
        " does not change"
    )


def test_an_interruption_of_one_drug(follow: Follow) -> None:
    """10 to 12 December: six doses of capecitabine are gone, none is made up, no other changes."""
    since = entry("interrupt", december(9), december(10), component="capecitabine")
    followed = follow({**since, "through": december(12)})

    assert gone(followed) == {"capecitabine": 6}
    assert firsts(followed) == [span.first for span in followed.intended.cycles]


def test_an_interruption_of_all(follow: Follow) -> None:
    """From 27 to 29 December: 27 is a rest day of anlotinib, and 28 is day 1 of cycle 2."""
    since = entry("interrupt", december(9), december(27))
    followed = follow({**since, "through": december(29)})

    assert gone(followed) == {"capecitabine": 6, "anlotinib": 2, "penpulimab": 1}


def test_an_interruption_is_resumed(follow: Follow) -> None:
    """Interrupted from 10 December and resumed on 13 December is interrupted on three days."""
    interrupt = entry("interrupt", december(10), december(10), component="capecitabine")
    resume = entry("resume", december(12), december(13), component="capecitabine")
    fixed = {**interrupt, "through": december(12)}

    assert follow(interrupt, resume).calendar == follow(fixed).calendar
    assert follow(interrupt).calendar.administrations[-1].component != "capecitabine"


def test_an_interruption_is_resumed_early(follow: Follow) -> None:
    """What was to rest through 20 December and is resumed on 13 December rests until then."""
    interrupt = entry("interrupt", december(10), december(10), component="capecitabine")
    resume = entry("resume", december(12), december(13), component="capecitabine")
    other = entry("interrupt", december(9), december(10), component="anlotinib")

    first, second = {**interrupt, "through": december(20)}, {**interrupt, "through": december(12)}
    assert follow(other, first, resume).calendar == follow(other, second).calendar


def test_what_was_discontinued_is_not_resumed(refused: Refused) -> None:
    """Interrupted, then discontinued: an entry that resumes it would have no effect."""
    told = refused(
        entry("interrupt", december(10), december(10), component="capecitabine"),
        entry("discontinue", december(11), december(12), component="capecitabine"),
        entry("resume", december(12), december(13), component="capecitabine"),
    )

    assert [each[1] for each in told] == ["'capecitabine' was discontinued from 2026-12-12"]


@pytest.mark.parametrize(
    ("second", "what"),
    [
        (
            {"component": "capecitabine", "from": december(20)},
            "'capecitabine' is interrupted already from 2026-12-10 through 2026-12-20",
        ),
        (
            {"component": "capecitabine", "from": december(9), "through": december(10)},
            "'capecitabine' is interrupted already from 2026-12-10 through 2026-12-20",
        ),
    ],
)
def test_two_interruptions_of_the_same_days(
    refused: Refused, second: dict[str, Any], what: str
) -> None:
    """A day that is interrupted twice is a slip."""
    first = entry("interrupt", december(8), december(10), component="capecitabine")
    told = refused(
        {**first, "through": december(20)},
        {"what": "interrupt", "recorded": december(8), **second},
    )

    assert [each[1:] for each in told] == [(what, "give the days that are new")]


def test_one_drug_within_an_interruption_of_all(refused: Refused, follow: Follow) -> None:
    """All are interrupted: so is each; but one may rest already when all are interrupted."""
    every = entry("interrupt", december(8), december(10))
    one = entry("interrupt", december(8), december(11), component="capecitabine")

    assert [each[1:] for each in refused(every, one)] == [
        ("all is interrupted already from 2026-12-10 on", "give the days that are new")
    ]
    assert follow(one, every).calendar.administrations[-1].planned_date == december(9)


def test_days_between_two_interruptions_are_given(follow: Follow) -> None:
    """Two that do not touch: 10 to 11 and 13 December, and 12 December is given."""
    first = entry("interrupt", december(9), december(10), component="capecitabine")
    second = {**first, "from": december(13), "through": december(13)}

    assert gone(follow({**first, "through": december(11)}, second)) == {"capecitabine": 6}


def test_one_of_all_is_not_resumed_alone(refused: Refused) -> None:
    """An interruption of all ends for all, and what stays away is interrupted again."""
    told = refused(
        {**entry("interrupt", december(9), december(10))},
        entry("resume", december(9), december(13), component="anlotinib"),
    )
    assert [each[1:] for each in told] == [
        (
            "'anlotinib' is interrupted with all others",
            "resume all, and interrupt again those that do not come back",
        )
    ]


@pytest.mark.parametrize("component", [{}, {"component": "anlotinib"}])
@pytest.mark.parametrize(
    "interrupt",
    [
        {"component": "capecitabine", "from": december(10)},
        {"component": "capecitabine", "from": december(13)},
        {"component": "anlotinib", "from": december(13)},
        {"component": "anlotinib", "from": december(10), "through": december(12)},
        {"from": december(13)},
    ],
)
def test_there_is_nothing_to_resume(
    refused: Refused, interrupt: dict[str, Any], component: dict[str, str]
) -> None:
    """Of another component, over already, or begun on the same day."""
    told = refused(
        {"what": "interrupt", "recorded": december(9), **interrupt},
        entry("resume", december(9), december(13), **component),
    )

    name = "'anlotinib'" if component else "all"
    assert [each[1:] for each in told] == [
        (
            (
                f"{name} is not interrupted on 2026-12-13, by an entry of the same component from"
                f" an"
                " earlier day"
            ),
            "there is nothing to resume",
        )
    ]


def test_an_omission_takes_one_day(follow: Follow) -> None:
    """Day 4 of cycle 1 is 10 December: two doses, or one of them by its slot."""
    omit = {"what": "omit", "recorded": december(9), "component": "capecitabine", "cycle": 1}
    day = {**omit, "day": 4, "phase": "combination"}

    assert gone(follow(day)) == {"capecitabine": 2}
    evening = follow({**day, "slot": "evening"})
    assert gone(evening) == {"capecitabine": 1}
    left = [e.slot for e in evening.calendar.administrations if e.planned_date == december(10)]
    assert left == ["once", "morning"]


def test_an_omission_finds_its_phase(follow: Follow) -> None:
    """Anlotinib is given in the combination alone, so that its phase needs no name."""
    omit = {"what": "omit", "recorded": december(9), "component": "anlotinib"}

    assert gone(follow({**omit, "cycle": 1, "day": 14})) == {"anlotinib": 1}


@pytest.mark.parametrize(
    ("omit", "what", "remedy"),
    [
        (
            {"component": "capecitabine", "cycle": 1, "day": 4},
            "cycle 1 stands in 'combination', 'maintenance'",
            "give the phase",
        ),
        (
            {"component": "anlotinib", "cycle": 1, "day": 15},
            "nothing of 'anlotinib' is planned on day 15 of cycle 1",
            "it may be a rest day, omitted or discontinued already, or behind the last planned day",
        ),
        (
            {"component": "anlotinib", "cycle": 1, "day": 4, "phase": "maintenance"},
            "nothing of 'anlotinib' is planned on day 4 of cycle 1",
            "it may be a rest day, omitted or discontinued already, or behind the last planned day",
        ),
        (
            {"component": "anlotinib", "cycle": 1, "day": 4, "slot": "evening"},
            "nothing of 'anlotinib' is planned on day 4 of cycle 1",
            "it may be a rest day, omitted or discontinued already, or behind the last planned day",
        ),
        (
            {"component": "anlotinb", "cycle": 1, "day": 4},
            "there is no component 'anlotinb'",
            "did you mean 'anlotinib'?",
        ),
        (
            {"component": "anlotinib", "cycle": 1, "day": 2},
            (
                "it would take effect on 2026-12-08, before it was recorded on 2026-12-09, and the"
                " past does not change"
            ),
            (
                "give a later day, or the day on which it was decided as recorded; what was not"
                " taken until then is missed (what = 'missed')"
            ),
        ),
    ],
)
def test_an_omission_of_nothing(
    refused: Refused, omit: dict[str, Any], what: str, remedy: str
) -> None:
    """A dose that is not planned cannot be left out, and one of the past was missed."""
    told = refused({"what": "omit", "recorded": december(9), **omit})

    assert [each[1:] for each in told] == [(what, remedy)]


def test_a_skipped_cycle_passes(follow: Follow) -> None:
    """Cycle 2 of the combination: 14 capsules, one infusion, 42 doses; the next one stays."""
    skip = {"what": "skip", "recorded": december(28), "cycle": 2, "phase": "combination"}
    followed = follow(skip)

    assert gone(followed) == {"anlotinib": 14, "penpulimab": 1, "capecitabine": 42}
    assert firsts(followed) == [span.first for span in followed.intended.cycles]
    assert gone(follow({**skip, "component": "anlotinib"})) == {"anlotinib": 14}


def test_a_skipped_cycle_takes_its_day_before_and_no_cycle_of_another(follow: Follow) -> None:
    """Cycle 2 has 13 and 14 December; a drug that counts cycles of its own is not meant."""
    skip = {"what": "skip", "recorded": december(9), "cycle": 2}
    followed = follow(skip, of=BEFORE_DAY_1)

    assert gone(followed) == {"drug-a": 2}
    given = [each for each in followed.calendar.administrations if each.component == "drug-a"]
    assert [each.planned_date.day for each in given] == [6, 7, 20, 21]


def test_a_cycle_is_skipped_once(refused: Refused) -> None:
    """What is skipped already, and a drug that is not given in a cycle, are refused."""
    skip = {"what": "skip", "recorded": december(9), "cycle": 2, "phase": "combination"}
    other = {**skip, "phase": "maintenance", "component": "anlotinib"}

    assert [each[1:] for each in refused(skip, skip, other)] == [
        (
            "nothing of any component is planned in cycle 2 of 'combination'",
            "it may be skipped already",
        ),
        (
            "nothing of 'anlotinib' is planned in cycle 2 of 'maintenance'",
            "it may be skipped already",
        ),
    ]


def test_a_component_is_discontinued(follow: Follow) -> None:
    """From 5 January nothing of anlotinib: 9 of its doses of cycle 1 and 2 are before, 14 + 8."""
    followed = follow(entry("discontinue", january(4), january(5), component="anlotinib"))

    assert gone(followed) == {"anlotinib": 4 * 14 - 14 - 8}
    ended = {(s.phase.name, s.cycle): s.ended for s in followed.calendar.cycles}
    assert ended["combination", 2] == ()  # it is discontinued within this cycle
    assert ended["combination", 3] == ("anlotinib",)


def test_a_component_is_discontinued_once(refused: Refused) -> None:
    """It cannot stop twice, and nothing of it can be changed from then on."""
    stop = entry("discontinue", january(4), january(5), component="anlotinib")
    level = entry("reduce", january(4), january(5), component="anlotinib", level="8 mg")
    what, remedy = (
        "'anlotinib' was discontinued from 2027-01-05",
        "leave the entry out, or correct that one",
    )
    skip = {"what": "skip", "recorded": january(4), "cycle": 3, "phase": "combination"}
    told = refused(stop, stop, level, {**skip, "component": "anlotinib"})

    assert [each[1:] for each in told] == [(what, remedy)] * 3


def test_a_stopped_component_has_days_before(follow: Follow) -> None:
    """It stops on 8 January: 11 of the 14 doses of cycle 2 are before, and one is left out."""
    stop = entry("discontinue", january(4), january(8), component="anlotinib")
    omit = {"what": "omit", "recorded": january(4), "component": "anlotinib", "cycle": 2}

    assert gone(follow(stop, {**omit, "day": 9})) == {"anlotinib": 14 - 11 + 28 + 1}


def test_the_treatment_ends(follow: Follow) -> None:
    """From 5 January nothing is given, and the calendar ends on the day before."""
    followed = follow(entry("end", january(4), january(5)))
    calendar = followed.calendar

    assert calendar.last_day == january(4)
    assert max(each.planned_date for each in calendar.administrations) == january(4)
    assert (calendar.stopped, calendar.following) == (january(5), None)
    assert [span.cycle for span in calendar.cycles] == [1, 2]
    assert calendar.reviews == ()


def test_nothing_follows_the_end(refused: Refused) -> None:
    """Entries that would take effect behind the end are refused, each by its place."""
    end = entry("end", january(4), january(5))
    told = refused(
        end,
        end,
        delay(3, january(25), january(4), phase="combination"),
        entry("zone", january(4), january(5), zone="Europe/London"),
        {"what": "settle", "recorded": january(5), "cycles": {"combination": 5}},
    )

    ended = "the treatment has ended, and nothing is given from 2027-01-05 on"
    assert [each[0].partition(" (")[0] for each in told] == [
        "log entry 2, recorded 2027-01-04",
        "log entry 3, recorded 2027-01-04",
        "log entry 4, recorded 2027-01-04",
        "log entry 5, recorded 2027-01-05",
    ]
    assert told[0][1:] == (ended, "leave the entry out, or correct that one")
    assert told[1][1].startswith("cycle 3 of 'combination' is not planned")
    assert [each[1] for each in told[2:]] == [ended, ended]


@pytest.mark.parametrize(
    ("since", "what", "remedy"),
    [
        (
            december(7),
            "the treatment begins on 2026-12-07, and cannot end before it",
            "give a later day",
        ),
        (
            dt.date(2027, 5, 1),
            "2027-05-01 is behind the last planned day, 2027-04-30",
            "correct the date, or plan through a later day (through)",
        ),
    ],
)
def test_an_end_lies_within_the_plan(
    refused: Refused, since: dt.date, what: str, remedy: str
) -> None:
    """A treatment that never began has no course, and one ends only where it is planned."""
    told = refused(entry("end", december(1), since))

    assert [each[1:] for each in told] == [(what, remedy)]


def test_a_number_of_cycles_is_settled(follow: Follow) -> None:
    """A fifth combination cycle begins on 1 March, and maintenance on 22 March."""
    settle = {"what": "settle", "recorded": january(4), "cycles": {"combination": 5}}
    followed = follow(settle)

    names = [(span.phase.name, span.cycle, span.first) for span in followed.calendar.cycles[4:6]]
    assert names == [
        ("combination", 5, dt.date(2027, 3, 1)),
        ("maintenance", 1, dt.date(2027, 3, 22)),
    ]
    assert follow(settle, {**settle, "cycles": {"combination": 6}}, settle).calendar == (
        followed.calendar
    )


def test_a_longer_plan_only_appends(follow: Follow) -> None:
    """Planned through a later day: what was planned stays as it was."""
    settle = {"what": "settle", "recorded": january(4), "through": dt.date(2027, 5, 31)}
    followed = follow(settle)

    known = len(followed.intended.administrations)
    assert followed.calendar.last_day == dt.date(2027, 5, 31)
    assert followed.calendar.administrations[:known] == followed.intended.administrations


def test_what_is_settled_already(refused: Refused) -> None:
    """The same number of cycles and the same last day are no change."""
    settle = {"what": "settle", "recorded": january(4), "cycles": {"combination": 4}}
    through = {"what": "settle", "recorded": january(4), "through": dt.date(2027, 4, 30)}

    assert [each[1:] for each in refused(settle, through)] == [
        ("4 cycles of combination is settled already", "leave the entry out"),
        ("planned through 2027-04-30 is settled already", "leave the entry out"),
    ]


def test_a_delay_of_a_cycle_that_is_not_given_any_more(follow: Follow) -> None:
    """Five cycles with the fifth delayed, then four: as though there had been four always."""
    five = {"what": "settle", "recorded": january(4), "cycles": {"combination": 5}}
    later = delay(5, dt.date(2027, 3, 8), january(5), phase="combination")
    four = {"what": "settle", "recorded": january(6), "cycles": {"combination": 4}}

    followed = follow(five, later, four)
    assert followed.calendar == followed.intended


@pytest.mark.parametrize(
    ("settled", "what", "remedy"),
    [
        (
            {"cycles": {"combination": 3}},
            "nct05807880: phase 'combination' has 4-6 cycles, so 3 is not allowed",
            "settle a whole number that it has, or leave it out (cycles, --cycles)",
        ),
        (
            {"cycles": {"combintion": 5}},
            "nct05807880: there is no phase 'combintion'",
            "did you mean 'combination'?",
        ),
        (
            {"through": january(3)},
            (
                "it takes effect on 2027-01-05 and would change 'anlotinib' of 2027-01-04 (C2D8),"
                " which is past"
            ),
            "enter it as from a day on or before that, if it was recorded by then",
        ),
    ],
)
def test_what_cannot_be_settled(
    refused: Refused, settled: dict[str, Any], what: str, remedy: str
) -> None:
    """The regimen says how many cycles there can be, and what was given stays planned."""
    told = refused({"what": "settle", "recorded": january(5), **settled})

    assert [each[1:] for each in told] == [(what, remedy)]


def test_a_review_is_decided(follow: Follow, refused: Refused) -> None:
    """A decision is taken down once, of a review that there is, and changes no dose."""
    review = {
        "what": "review",
        "recorded": january(4),
        "name": "penpulimab after 2 years",
        "decision": "go on",
    }
    followed = follow(review)

    assert followed.decisions == {"penpulimab after 2 years": "go on"}
    assert followed.calendar == followed.intended
    assert [each[1:] for each in refused(review, review, {**review, "name": "penpulimb"})] == [
        ("the review 'penpulimab after 2 years' is decided already", "leave the entry out"),
        ("there is no review 'penpulimb'", "there are 'penpulimab after 2 years'"),
    ]


def test_what_is_settled_is_not_settled_again(refused: Refused) -> None:
    """The number that the file settles, and the last day that it gives."""
    told = refused(
        {"what": "settle", "recorded": december(9), "cycles": {"combination": 4}, "reason": "r"}
    )
    assert told[0][1].endswith("4 cycles of combination is settled already")
