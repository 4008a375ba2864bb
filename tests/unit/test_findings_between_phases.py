"""Findings where phases, cycles and components meet, worked by hand from Monday 7 December 2026."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from npc_regimens.checks import Finding, findings
from npc_regimens.errors import PlanError
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Trial, settle

START = dt.date(2026, 12, 7)
DRUG = {"drug": "x", "dose": "1 mg", "route": "intravenous", "days": "1", "cite": "a#b"}
THREE_WEEKS = {"cycle": "21 days", "cycles": "1"}
OPEN = {"cycle": "7 days", "cycles": "open", "until": ["progression"]}
SURGERY = {"starts": {"from": "event surgery"}}


def found(
    components: dict[str, dict[str, Any]], *phases: dict[str, Any], **given: Any
) -> dict[str, list[Finding]]:
    """Plan phases a and b, and say what is found, by name."""
    every = [{"name": n, "give": [*components]} | p for n, p in zip("ab", phases, strict=False)]
    table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {name: DRUG | each for name, each in components.items()},
        "arm": [{"id": "only", "name": "The only arm", "phase": every}],
    }
    patient = Patient.measured(on=START - dt.timedelta(days=9), height="170 cm", weight="65 kg")
    regimen = settle(Trial.model_validate(table))
    calendar = plan(regimen, patient, start=START, formulary=Formulary(()), **given)
    told: dict[str, list[Finding]] = {}
    for each in findings(calendar, Formulary(())):
        told.setdefault(each.name, []).append(each)
    return told


@pytest.mark.parametrize("by_event", [False, True])
def test_two_doses_across_the_border_of_two_phases(by_event: bool) -> None:  # noqa: FBT001
    """Day 35 of phase a is day 14 of its cycle 2, and day -1 of phase b: 10 January 2027.

    A span of 35 days and an event on the 36th, 11 January, end phase a on the same day.
    """
    ends = {"span": "35 days"} if not by_event else {"until": ["surgery"]}
    first = {"cycle": "21 days", "cycles": "open", **ends}
    events = {"surgery": dt.date(2027, 1, 11)} if by_event else {}
    then = {**THREE_WEEKS, **(SURGERY if by_event else {})}

    said = "'c' would be given twice on 2027-01-10, as day 14 of cycle 2 of 'a' and as day -1 of"
    with pytest.raises(PlanError, match=said):
        found({"c": {"days": "-1, 1, 14"}}, first, then, events=events)


def test_one_dose_on_each_date_is_planned() -> None:
    """Phase a of 28 days ends on day 7 of its cycle 2, which is day -1 of b and has no dose."""
    first = {"cycle": "21 days", "cycles": "open", "span": "28 days"}

    assert "same-drug" not in found({"c": {"days": "-1, 1, 14"}}, first, THREE_WEEKS)


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ({}, {"days": "1, 8"}, "c and d are both x, and both have doses on one date, 2026-12-07"),
        (
            {"days": "1-8"},
            {"days": "2, 8"},
            "c and d are both x, and both have doses on 2 dates, first 2026-12-08",
        ),
        (
            {"route": "oral", "frequency": "once daily"},
            {"infusion": "1 h"},
            "c and d are both x, and both have doses on one date, 2026-12-07",
        ),
        ({"infusion": "60 min"}, {"infusion": "1 h"}, "c and d are both x"),
    ],
)
def test_two_components_of_a_drug_on_a_date_are_noted(
    one: dict[str, str], other: dict[str, str], words: str
) -> None:
    """It may be meant, so it is a note, once for a pair."""
    (told,) = found({"c": one, "d": other}, THREE_WEEKS)["same-drug"]

    assert (told.level, told.about) == ("note", "x")
    assert words in told.words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"after": {"component": "c"}}),
        ({"after": {"component": "d"}}, {}),
        ({}, {"infusion": "46 h"}),
        ({"infusion": "46 h"}, {"infusion": "15 min"}),
        ({}, {"days": "8"}),
        ({}, {"drug": "y"}),
    ],
)
def test_an_order_or_a_bolus_before_an_infusion_is_by_design(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """So are other days, and another drug."""
    assert "same-drug" not in found({"c": one, "d": other}, THREE_WEEKS)


def test_a_bolus_of_one_phase_and_an_infusion_of_another_are_noted() -> None:
    """Day -1 of phase b is day 21 of phase a: 27 December."""
    told = found(
        {"c": {"days": "21"}, "d": {"days": "-1", "infusion": "2 h"}},
        {**THREE_WEEKS, "give": ["c"]},
        {**THREE_WEEKS, "give": ["d"]},
    )["same-drug"]

    assert [each.words[-10:] for each in told] == ["2026-12-27"]


def test_an_open_phase_goes_on_behind_its_sessions() -> None:
    """Three sessions from Monday 7 December end on the 9th, and the next dose is on the 14th."""
    (told,) = found({"c": {}}, {**OPEN, "sessions": 3}, through=dt.date(2026, 12, 14))[
        "sessions-over"
    ]

    assert (told.level, told.about) == ("note", "a")
    assert told.words == "the sessions of 'a' end on 2026-12-09, and the phase goes on"


@pytest.mark.parametrize(
    ("phase", "component", "through"),
    [
        ({**OPEN, "sessions": 3}, {}, "2026-12-13"),  # no dose behind the last
        ({**OPEN, "sessions": 3}, {"days": "3"}, "2026-12-13"),  # the dose is on its day
        ({**OPEN, "sessions": 9}, {}, "2026-12-16"),  # the ninth is on the 17th
        ({**OPEN, "sessions": 3}, {"days": "7"}, "2026-12-09"),  # nothing is given
        ({**THREE_WEEKS, "sessions": 3}, {"days": "8"}, None),  # the end is counted
    ],
)
def test_sessions_that_are_not_over_are_no_finding(
    phase: dict[str, Any], component: dict[str, str], through: str | None
) -> None:
    """The last session is planned, the phase is open, and a dose lies behind it, or nothing."""
    last = None if through is None else dt.date.fromisoformat(through)

    assert "sessions-over" not in found({"c": component}, phase, through=last)


def test_a_phase_that_waits_for_an_event_is_a_warning() -> None:
    """Nobody said when surgery is, so the weekly doses go on through the last day."""
    first = {**OPEN, "until": ["progression", "surgery"]}
    (told,) = found({"c": {}}, first, {**THREE_WEEKS, **SURGERY}, through=dt.date(2027, 1, 10))[
        "event-not-given"
    ]

    assert (told.level, told.about) == ("warning", "a")
    assert told.words == (
        "the date of 'surgery', which ends it, is not given, so it is planned through the last day,"
        " 2027-01-10; give it (events, --event 'surgery=DATE')"
    )


@pytest.mark.parametrize(
    ("first", "then", "events"),
    [
        # given, and behind the last day
        ({**OPEN, "until": ["surgery"]}, SURGERY, {"surgery": dt.date(2027, 3, 1)}),
        # counted to the last day, and the event ends nothing
        ({"cycle": "35 days", "cycles": "1"}, SURGERY, {}),
        # nothing waits for an event
        ({"cycle": "35 days", "cycles": "1"}, {}, {}),
    ],
)
def test_an_event_that_nobody_awaits_is_no_finding(
    first: dict[str, Any], then: dict[str, Any], events: dict[str, dt.date]
) -> None:
    """Its date is given, it ends no phase, or there is none."""
    through = dt.date(2027, 1, 10)  # day 35
    then = {**THREE_WEEKS, **then}

    assert "event-not-given" not in found({"c": {}}, first, then, events=events, through=through)


def test_a_phase_behind_the_last_day_waits_for_nothing() -> None:
    """Phase b, which surgery would end, begins on the day behind the last: 28 December."""
    phases: list[dict[str, Any]] = [
        {"name": "a", **THREE_WEEKS},
        {"name": "b", **OPEN, "until": ["surgery"]},
        {"name": "c", **THREE_WEEKS, **SURGERY},
    ]
    table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {"c": DRUG},
        "arm": [{"id": "o", "name": "O", "phase": [each | {"give": ["c"]} for each in phases]}],
    }
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")
    regimen, none = settle(Trial.model_validate(table)), Formulary(())

    for through, awaited in (("2026-12-27", None), ("2026-12-28", "surgery")):
        last = dt.date.fromisoformat(through)
        made = plan(regimen, patient, start=START, formulary=none, through=last)
        assert made.awaited == awaited
