"""Delayed cycles worked by hand: what goes on, what rests, and what follows.

Start Monday 7 December 2026. ALTER-HN005 has cycles of 21 days: 7 December + 21 = 28 December, and
5 days later is Saturday 2 January 2027. Its drugs are listed, so none of them is taken on
28 December to 1 January. In NCT04350190 apatinib is continuous: 7 December + 28 = 4 January 2027,
3 days later is 7 January, and on the three days between it goes on as days 29, 30 and 31.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.errors import PlanError
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, Trial, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.products import Formulary

START = dt.date(2026, 12, 7)
PATIENT = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
JANUARY = [dt.date(2027, 1, day) for day in range(1, 32)]
TWO_PHASES: dict[str, Any] = {
    "format": 1,
    "id": "two-phases",
    "title": "Drug A with drug B, then drug A",
    "component": {
        "drug-a": {
            "drug": "drug-a",
            "dose": "250 mg",
            "route": "oral",
            "frequency": "once daily",
            "days": "continuous",
            "cite": "example#a",
        },
        "drug-b": {
            "drug": "drug-b",
            "dose": "100 mg",
            "route": "oral",
            "frequency": "once daily",
            "days": "continuous",
            "cite": "example#b",
        },
        "drug-c": {
            "drug": "drug-c",
            "dose": "50 mg",
            "route": "intravenous",
            "days": "1, 5, 9",
            "cycle": "10 days",
            "cite": "example#c",
        },
    },
    "arm": [
        {
            "id": "a",
            "name": "A",
            "phase": [
                {
                    "name": "one",
                    "cycle": "7 days",
                    "cycles": "2",
                    "give": ["drug-a", "drug-b", "drug-c"],
                },
                {"name": "two", "cycle": "7 days", "cycles": "2", "give": ["drug-a"]},
            ],
        }
    ],
}


def dates_of(calendar: Calendar, component: str) -> list[dt.date]:
    """List the dates of a component."""
    return [each.planned_date for each in calendar.administrations if each.component == component]


def on(calendar: Calendar, date: dt.date) -> list[Administration]:
    """List what is given on a date."""
    return [each for each in calendar.administrations if each.planned_date == date]


def test_listed_drugs_rest_in_the_gap(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """Days 1 to 21 of 21 do not run into the gap, and each later cycle follows."""
    regimen = settle(trial("nct05807880"), None, Settlement(cycles={"combination": 4}))
    delays = {("combination", 2): 5, ("maintenance", 1): 3}
    through = dt.date(2027, 4, 30)
    calendar = plan(
        regimen, PATIENT, start=START, formulary=formulary, through=through, delays=delays
    )

    gap = [dt.date(2026, 12, 28) + dt.timedelta(days=days) for days in range(5)]
    assert not {each.planned_date for each in calendar.administrations} & set(gap)
    pages = [page for page in calendar.days() if page.date in gap]
    assert [page.cycle_day for page in pages] == [22, 23, 24, 25, 26]
    assert all(page.is_rest and page.resting == ("anlotinib", "capecitabine") for page in pages)
    # 2 January + 21 = 23 January, + 21 = 13 February, + 21 = 6 March, and 3 days later 9 March
    firsts = [(span.phase.name, span.cycle, span.first) for span in calendar.cycles]
    assert firsts[:6] == [
        ("combination", 1, START),
        ("combination", 2, dt.date(2027, 1, 2)),
        ("combination", 3, dt.date(2027, 1, 23)),
        ("combination", 4, dt.date(2027, 2, 13)),
        ("maintenance", 1, dt.date(2027, 3, 9)),
        ("maintenance", 2, dt.date(2027, 3, 30)),
    ]
    assert [span.delayed_days for span in calendar.cycles] == [0, 5, 0, 0, 3, 0, 0]
    assert calendar.cycles[3].last == dt.date(2027, 3, 8)


def test_nominal_dates_stay(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """The nominal date is that without any delay: 5 days earlier, and 8 in the next phase."""
    regimen = settle(trial("nct05807880"), None, Settlement(cycles={"combination": 4}))
    delays = {("combination", 2): 5, ("maintenance", 1): 3}
    through = dt.date(2027, 4, 30)
    calendar = plan(
        regimen, PATIENT, start=START, formulary=formulary, through=through, delays=delays
    )
    late = {
        (each.phase, each.cycle): (each.planned_date - each.nominal_date).days
        for each in calendar.administrations
    }
    combination = {("combination", 1): 0} | {("combination", cycle): 5 for cycle in (2, 3, 4)}
    assert late == combination | {("maintenance", cycle): 8 for cycle in (1, 2, 3)}


def test_a_continuous_drug_goes_on(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """Apatinib has a dose on every day, of which three are days 29 to 31 of cycle 1."""
    regimen = settle(trial("nct04350190"))
    through = dt.date(2027, 2, 28)
    delays = {("treatment", 2): 3}
    calendar = plan(
        regimen, PATIENT, start=START, formulary=formulary, through=through, delays=delays
    )

    every_day = [START + dt.timedelta(days=days) for days in range(84)]
    assert dates_of(calendar, "apatinib") == every_day
    places = {date: on(calendar, date)[0].place for date in JANUARY[:8]}
    assert [places[date] for date in JANUARY[2:8]] == [
        "C1D28",
        "C1D29",
        "C1D30",
        "C1D31",
        "C2D1",
        "C2D2",
    ]
    # 7 and 21 December; 7 January and 14 days later; 7 January + 28 = 4 February, and 14 later
    assert dates_of(calendar, "pd-1-antibody") == [
        dt.date(2026, 12, 7),
        dt.date(2026, 12, 21),
        dt.date(2027, 1, 7),
        dt.date(2027, 1, 21),
        dt.date(2027, 2, 4),
        dt.date(2027, 2, 18),
    ]
    assert [each.study_day for each in calendar.administrations if each.place == "C1D30"] == [30]
    assert not any(page.resting for page in calendar.days())


def test_what_goes_on_between_two_phases(formulary: Formulary) -> None:
    """A continuous drug of both phases goes on between them, and one of the first alone ends."""
    calendar = plan(
        settle(Trial.model_validate(TWO_PHASES)),
        PATIENT,
        start=START,
        formulary=formulary,
        delays={("two", 1): 4},
    )
    # two weeks from 7 December end on 20 December; 21 to 24 December are the gap
    assert dates_of(calendar, "drug-a") == [START + dt.timedelta(days=day) for day in range(32)]
    assert dates_of(calendar, "drug-b") == [START + dt.timedelta(days=day) for day in range(14)]
    assert [span.last.day for span in calendar.cycles] == [13, 24, 31, 7]


def test_a_pause_within_a_cycle_of_its_own(formulary: Formulary) -> None:
    """Days 1, 5 and 9 of 10: the delay of the second week moves day 9, and cycle 2 of its own.

    Without a delay they are 7, 11, 15, 17 December and, day 15 of the phase, 21 December, which is
    behind the phase. The pause of 2 days before day 8 of the phase moves day 9 and all behind it.
    """
    calendar = plan(
        settle(Trial.model_validate(TWO_PHASES)),
        PATIENT,
        start=START,
        formulary=formulary,
        delays={("one", 2): 2},
    )
    found = [each for each in calendar.administrations if each.component == "drug-c"]
    assert [each.planned_date.day for each in found] == [7, 11, 17, 19]
    assert [each.nominal_date.day for each in found] == [7, 11, 15, 17]
    assert [each.place for each in found] == ["C1D1", "C1D5", "C1D9", "C2D1"]
    assert [each.study_day for each in found] == [1, 5, 11, 13]


def test_a_horizon_in_a_gap(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """A last day in a gap cuts it: 5 January is the second day of apatinib in it."""
    regimen = settle(trial("nct04350190"))
    through = dt.date(2027, 1, 5)
    delays = {("treatment", 2): 3}
    calendar = plan(
        regimen, PATIENT, start=START, formulary=formulary, through=through, delays=delays
    )
    assert dates_of(calendar, "apatinib")[-1] == through
    assert calendar.last_day == through
    assert (calendar.cycles[-1].cycle, calendar.cycles[-1].last) == (1, through)
    following = calendar.following
    assert following is not None
    assert (following.cycle, following.cycle_day) == (1, 31)


@pytest.mark.parametrize(
    ("delays", "words"),
    [
        ({("none", 2): 3}, "there is no phase 'none' to delay; there are 'one', 'two'"),
        ({("one", 3): 3}, "phase 'one' has no cycle 3 to delay"),
        ({("one", 0): 3}, "phase 'one' has no cycle 0 to delay"),
        ({("one", 1): 3}, "cycle 1 of 'one' begins the treatment; give a later start"),
        ({("one", 2): 0}, "is a whole number of days from 1 to 999, not 0"),
        ({("one", 2): True}, "is a whole number of days from 1 to 999, not True"),
        ({("one", 2): 1000}, "is a whole number of days from 1 to 999, not 1000"),
    ],
)
def test_refusals(formulary: Formulary, delays: dict[tuple[str, int], int], words: str) -> None:
    """What is no cycle, and what is no number of days, is refused by name."""
    regimen = settle(Trial.model_validate(TWO_PHASES))
    with pytest.raises(PlanError, match=words):
        plan(regimen, PATIENT, start=START, formulary=formulary, delays=delays)


def test_delays_and_other_anchors(formulary: Formulary) -> None:
    """A phase that starts from an event, and a resumed plan, take no delay of their start."""
    regimen = settle(Trial.model_validate(TWO_PHASES))
    with pytest.raises(PlanError, match="a resumed plan takes no delays"):
        plan(
            regimen,
            PATIENT,
            start=START,
            formulary=formulary,
            delays={("two", 2): 3},
            resume=("two", 1),
        )
    anchored = {**TWO_PHASES["arm"][0]["phase"][1], "starts": {"from": "event surgery"}}
    arm = {**TWO_PHASES["arm"][0], "phase": [TWO_PHASES["arm"][0]["phase"][0], anchored]}
    regimen = settle(Trial.model_validate({**TWO_PHASES, "arm": [arm]}))
    with pytest.raises(PlanError, match="give a later event or a longer wait"):
        plan(regimen, PATIENT, start=START, formulary=formulary, delays={("two", 1): 3})


@pytest.mark.parametrize(
    ("behind", "days"), [({}, 31), ({("two", 1): 4}, 35), ({("one", 4): 2}, 31)]
)
def test_a_delay_behind_the_end_of_a_span(
    formulary: Formulary, behind: dict[tuple[str, int], int], days: int
) -> None:
    """A span of 17 days ends on 23 December: a third week delayed to the 26th is not given.

    Its pause ends there too, so the continuous drug is given once a day, whatever comes after.
    """
    one, two = TWO_PHASES["arm"][0]["phase"]
    arm = {**TWO_PHASES["arm"][0], "phase": [{**one, "cycles": "open", "span": "17 days"}, two]}
    calendar = plan(
        settle(Trial.model_validate({**TWO_PHASES, "arm": [arm]})),
        PATIENT,
        start=START,
        through=dt.date(2027, 1, 31),
        formulary=formulary,
        delays={("one", 3): 5, **behind},
    )

    assert dates_of(calendar, "drug-a") == [START + dt.timedelta(days=day) for day in range(days)]
    places = [(each.place, each.planned_date.day) for each in calendar.administrations]
    assert ("C2D10", 23) in places
    assert not any(span.cycle == 3 for span in calendar.cycles)


def test_radiotherapy_goes_on(formulary: Formulary) -> None:
    """Sessions know no delay of a drug's cycle, and what goes with them is given with them.

    Ten sessions from Monday 7 December are on 7 to 11 and 14 to 18 December. The second cycle of 7
    days is delayed by 7 days, from 14 to 21 December, and the weekend has no session.
    """
    with_sessions = {"drug": "drug-a", "route": "oral", "frequency": "once daily"}
    table = {
        **TWO_PHASES,
        "component": {
            "drug-a": {
                **with_sessions,
                "dose": "75 mg",
                "days": "radiotherapy days",
                "cite": "example#a",
            }
        },
        "arm": [
            {
                "id": "a",
                "name": "A",
                "phase": [
                    {
                        "name": "one",
                        "cycle": "7 days",
                        "cycles": "2",
                        "sessions": 10,
                        "give": ["drug-a"],
                    }
                ],
            }
        ],
    }
    calendar = plan(
        settle(Trial.model_validate(table)),
        PATIENT,
        start=START,
        formulary=formulary,
        delays={("one", 2): 7},
    )
    days = [7, 8, 9, 10, 11, 14, 15, 16, 17, 18]
    assert [each.day for each in dates_of(calendar, "drug-a")] == days
    assert [each.date.day for each in calendar.sessions] == days
    assert [each.place for each in on(calendar, dt.date(2026, 12, 15))] == ["C1D9"]
