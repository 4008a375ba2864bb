"""The calendar that a log asks for: which doses it lists, shares and keeps, and where it ends."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.course.replaying import Followed
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

    Follow = Callable[..., Followed]
    Refused = Callable[..., list[tuple[str, str, str]]]

JANUARY_4 = dt.date(2027, 1, 4)
# A drug with a loading dose in the first cycle, and an assessment and sessions beside it.
STEPS: dict[str, Any] = {
    "format": 1,
    "id": "steps",
    "title": "A drug with a loading dose",
    "component": {
        "drug-a": {
            "drug": "drug-a",
            "dose": "200 mg",
            "steps": [{"dose": "400 mg", "cycles": "1"}],
            "route": "oral",
            "frequency": "once daily",
            "days": "1-7",
            "cite": "example#a",
        },
    },
    "arm": [
        {
            "id": "a",
            "name": "A",
            "phase": [
                {
                    "name": "one",
                    "cycle": "14 days",
                    "cycles": "3",
                    "sessions": 20,
                    "give": ["drug-a"],
                }
            ],
            "assessment": [
                {
                    "name": "response",
                    "every": "2 weeks",
                    "optional": False,
                    "what": "it is assessed",
                    "cite": "example#a",
                }
            ],
        }
    ],
}


def entry(what: str, day: int, **other: Any) -> dict[str, Any]:
    """Make an entry of 4 January that holds from a day of January on."""
    return {"what": what, "recorded": JANUARY_4, "from": dt.date(2027, 1, day), **other}


def test_without_entries_it_is_the_plan(
    follow: Follow, trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """A course that nothing happened to gives the calendar of a plan."""
    followed = follow()
    course = followed.course
    regimen = settle(trial("nct05807880"), None, Settlement(cycles={"combination": 4}))
    planned = plan(
        regimen,
        course.patient,
        start=course.start,
        through=course.through,
        formulary=formulary,
        clock=course.clock,
    )

    assert followed.calendar == planned


def test_the_doses_of_a_calendar_are_those_that_it_has(follow: Follow) -> None:
    """Each dose once, in the order of the plan; one with nothing left keeps its first dose."""
    log = [
        entry("reduce", 6, component="capecitabine", level="75 %"),
        entry("raise", 8, component="capecitabine", level="full"),
        entry("reduce", 10, component="capecitabine", level="75 %"),
        {"what": "interrupt", "recorded": dt.date(2026, 12, 1), "from": dt.date(2026, 12, 1)},
    ]
    calendar = follow(*log[:3]).calendar
    ordered = [(each.order.component, int(each.result.amount.number)) for each in calendar.doses]
    assert ordered == [
        ("anlotinib", 10),
        ("penpulimab", 200),
        ("capecitabine", 1150),
        ("capecitabine", 900),
    ]
    doses = {id(each.dose) for each in calendar.administrations}
    assert doses == {id(each) for each in calendar.doses}

    never = {**log[3], "component": "anlotinib"}
    kept = follow(never).calendar
    assert [each.order.component for each in kept.doses] == [
        "anlotinib",
        "penpulimab",
        "capecitabine",
    ]
    assert [total.component for total in kept.totals()] == ["penpulimab", "capecitabine"]


def test_totals_add_up_what_is_given(follow: Follow) -> None:
    """7 to 9 January at 75 %: 6 doses of 900 mg, in 6 tablets of 150 mg each, of 290 in all.

    7 December through 30 April are 25 + 31 + 28 + 31 + 30 = 145 days, so 290 doses: 284 of 1150 mg
    are 326 600 mg, and 5400 mg more are 332 000 mg.
    """
    calendar = follow(
        entry("reduce", 7, component="capecitabine", level="75 %"),
        entry("raise", 10, component="capecitabine", level="full"),
    ).calendar
    total = next(each for each in calendar.totals() if each.component == "capecitabine")

    assert (total.administrations, str(total.ordered)) == (290, "332000 mg")
    assert [(each.count, str(each.strength)) for each in total.units] == [
        (284 * 2, "500 mg"),
        (284 + 36, "150 mg"),
    ]


def test_a_step_is_reduced_as_the_plain_dose_is(follow: Follow) -> None:
    """Half of a loading dose of 400 mg is 200 mg, and of the plain 200 mg it is 100 mg.

    A plain dose of 200 mg and half a loading dose of 200 mg are of different orders.
    """
    half = {
        "what": "reduce",
        "recorded": dt.date(2026, 12, 7),
        "component": "drug-a",
        "from": dt.date(2026, 12, 10),
        "level": "50 %",
    }
    given = follow(half, of=STEPS).calendar.administrations

    ordered = [(each.cycle, int(each.ordered.number)) for each in given]
    assert ordered == [(1, 400)] * 3 + [(1, 200)] * 4 + [(2, 100)] * 7 + [(3, 100)] * 7


def test_an_end_ends_all_that_is_dated(follow: Follow) -> None:
    """From 22 December: 11 sessions are over, one assessment, and cycle 2 is cut.

    Sessions: 7 to 11, 14 to 18 and 21 December. Assessments every 2 weeks from 7 December: the
    first on 21 December.
    """
    end = {"what": "end", "recorded": JANUARY_4, "from": dt.date(2026, 12, 22)}
    end |= {"recorded": dt.date(2026, 12, 21)}
    calendar = follow(end, of=STEPS, settled={"assess": {"response": "2 weeks"}}).calendar

    assert [each.date.day for each in calendar.sessions] == [
        7,
        8,
        9,
        10,
        11,
        14,
        15,
        16,
        17,
        18,
        21,
    ]
    assert [each.date.day for each in calendar.assessments] == [21]
    assert [(span.cycle, span.last.day) for span in calendar.cycles] == [(1, 20), (2, 21)]
    assert calendar.last_day == dt.date(2026, 12, 21)
    assert len(list(calendar.days())) == 15


def test_an_end_behind_what_is_left_changes_nothing(follow: Follow) -> None:
    """The treatment ends on 15 January, and is then settled to be planned through the 10th."""
    end = entry("end", 15)
    shorter = {"what": "settle", "recorded": JANUARY_4, "through": dt.date(2027, 1, 10)}

    calendar = follow(end, shorter).calendar
    assert (calendar.last_day, calendar.stopped) == (dt.date(2027, 1, 10), None)


def test_a_weight_counts_for_what_is_computed_from_it(follow: Follow) -> None:
    """A flat dose stays; and who was born is as old as on the day of weighing."""
    weight = entry("weight", 6, weight="50 kg", measured=JANUARY_4)
    followed = follow(weight, born=dt.date(1970, 12, 2))

    doses = {(e.component, str(e.ordered)) for e in followed.calendar.administrations}
    # 170 x 50 = 8500; / 3600 = 2.3611; 1.535 squared is 2.3562 and 1.545 squared 2.3870: 1.54 m2;
    # 650 x 1.54 = 1001 mg, and 2 x 500 mg is 1 away
    assert doses == {
        ("anlotinib", "10 mg"),
        ("penpulimab", "200 mg"),
        ("capecitabine", "1150 mg"),
        ("capecitabine", "1000 mg"),
    }


@pytest.mark.parametrize("text", ["45 kg", "20 kg", "300 kg"])
def test_a_weight_is_one_that_the_height_allows(refused: Refused, text: str) -> None:
    """What can be of a patient is judged together with the height that is known."""
    measured = [{"on": dt.date(2026, 12, 1), "height": "200 cm", "weight": "65 kg"}]
    weight = entry("weight", 6, weight=text, measured=JANUARY_4)

    if text == "300 kg":  # 300 / 4 = 75, which is read
        weight |= {"weight": "47 kg"}  # 47 / 4 = 11.75, which is not
    ((_, what, _),) = refused(weight, measured=measured)
    assert "do not belong together" in what


def test_a_lower_dose_as_it_is(follow: Follow) -> None:
    """Where a regimen lists no levels, a lower dose is one: 500 x 1.75 = 875 mg."""
    followed = follow(
        {
            "what": "reduce",
            "recorded": dt.date(2026, 12, 10),
            "component": "capecitabine",
            "from": dt.date(2026, 12, 28),
            "level": "500 mg/m2",
        }
    )
    (dose,) = [each for each in followed.calendar.doses if each.order.level is not None]
    assert str(dose.calculated) == "875 mg"
    assert dose.order.level == "500 mg/m2 instead of 650 mg/m2"
