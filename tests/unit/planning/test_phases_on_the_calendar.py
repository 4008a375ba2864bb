"""Phases on the calendar: gaps, anchors, events, spans, sessions, resuming, and what is refused."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.checks import findings
from npc_regimens.dates import Span
from npc_regimens.errors import DateError, PlanError
from npc_regimens.patient import Patient
from npc_regimens.planning import Following, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.render.rows import to_json
from npc_regimens.render.table import to_text

if TYPE_CHECKING:
    from npc_regimens.planning import Calendar

CITE = "example-2020#table-1"
START = dt.date(2026, 12, 7)
NONE = Formulary(())
X = {"drug": "x", "dose": "1 mg", "route": "intravenous", "days": "1", "cite": CITE}
WEEK = {"cycle": "7 days", "cycles": "2"}
OPEN = {"cycle": "7 days", "cycles": "open"}
EVENT = {"starts": {"from": "event surgery"}}


def planned(*phases: dict[str, Any], **given: Any) -> Calendar:
    """Plan phases a, b and c, which give drug x on day 1 of weekly cycles."""
    named = [
        {"name": name, **WEEK, "give": ["x"], **phase}
        for name, phase in zip("abc", phases, strict=False)
    ]
    every = {"route": "intravenous", "days": "1", "cite": CITE}
    dropped = {name for phase in named for name in phase["give"]}
    components = {name: {"drug": name, "dose": "1 mg", **every} for name in sorted(dropped)}
    components |= given.pop("components", {})
    trial = Trial.model_validate(
        {
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "component": components,
            "arm": [{"id": "only", "name": "The only arm", "phase": named}],
        }
    )
    regimen = settle(trial, None, Settlement(**given.pop("settled", {})))
    start = given.pop("start", START)
    patient = Patient.measured(on=start, height="170 cm", weight="65 kg")
    return plan(regimen, patient, start=start, formulary=NONE, **given)


def firsts(calendar: Calendar) -> list[str]:
    """Say where each phase begins."""
    return [f"{c.phase.name} {c.first:%m-%d}" for c in calendar.cycles if c.cycle == 1]


@pytest.mark.parametrize(
    ("starts", "first"),
    [
        ({"from": "end of a"}, "b 12-21"),
        ({"from": "end of a", "after": "3 weeks"}, "b 01-11"),
        ({"from": "end of a", "after": "1 month"}, "b 01-21"),
        ({"from": "start of a", "after": "20 days"}, "b 12-27"),
        ({"from": "last cycle of a", "after": "7 days"}, "b 12-21"),
        ({"from": "event surgery"}, "b 12-24"),
        ({"from": "event surgery", "after": "1 week"}, "b 12-31"),
    ],
)
def test_each_anchor(starts: dict[str, str], first: str) -> None:
    """Two weeks from 7 December end on the 20th; the last of them begins on the 14th."""
    events = {"surgery": dt.date(2026, 12, 24)} if "surgery" in starts["from"] else {}

    assert firsts(planned({}, {"starts": starts}, events=events)) == ["a 12-07", first]


def test_an_anchor_two_phases_back() -> None:
    """A phase may be counted from any earlier one."""
    third = {"starts": {"from": "start of a", "after": "5 weeks"}}

    assert firsts(planned({}, {}, third)) == ["a 12-07", "b 12-21", "c 01-11"]


@pytest.mark.parametrize(
    ("starts", "events"),
    [
        ({"from": "start of a", "after": "13 days"}, {}),
        ({"from": "last cycle of a", "after": "6 days"}, {}),
        ({"from": "event surgery"}, {"surgery": dt.date(2026, 12, 20)}),
    ],
)
def test_an_overlap_is_refused(starts: dict[str, str], events: dict[str, dt.date]) -> None:
    """The refusal names both dates, behind the horizon too."""
    said = "phase 'b' would begin on 2026-12-20, and phase 'a' ends on 2026-12-20: they overlap"
    for through in (None, START):
        with pytest.raises(PlanError, match=said):
            planned({}, {"starts": starts}, events=events, through=through)


def test_a_missing_event_is_refused_where_it_is_needed() -> None:
    """Through the end of the phase before nobody needs its date, and what follows is named."""
    said = (
        r"starts on the day of surgery, and the date .* not given; give it"
        r" \(events, --event 'surgery=DATE'\)"
    )
    for through in (None, dt.date(2026, 12, 21)):
        with pytest.raises(PlanError, match=said):
            planned({}, EVENT, through=through)

    calendar = planned({}, EVENT, through=dt.date(2026, 12, 20))
    assert calendar.following == Following("b", 1, 1)
    assert calendar.last_day == dt.date(2026, 12, 20)


def test_an_event_that_no_phase_knows_is_refused() -> None:
    """A slip in its name is not a date that changes nothing."""
    with pytest.raises(PlanError, match="no phase starts from an event 'surgry'; there are 'surg"):
        planned({}, EVENT, events={"surgry": START})
    with pytest.raises(PlanError, match="from an event 'surgery'; there are none"):
        planned({}, {"starts": {"from": "end of a"}}, events={"surgery": START})


def test_the_first_phase_from_an_event() -> None:
    """The start and the event must say the same day."""
    first = {"starts": {"from": "event surgery", "after": "1 week"}}
    right = {"surgery": dt.date(2026, 11, 30)}

    assert firsts(planned(first, events=right)) == ["a 12-07"]
    said = r"starts 1 week after surgery, which is on 2026-12-14, and the start is 2026-12-07; corr"
    with pytest.raises(PlanError, match=said):
        planned(first, events={"surgery": START})
    with pytest.raises(PlanError, match="the date of that event is not given"):
        planned(first, through=START)


def test_an_event_ends_an_open_phase() -> None:
    """What is given until an event is given through the day before it."""
    before = {**OPEN, "until": ["progression", "surgery"]}
    calendar = planned(before, EVENT, events={"surgery": dt.date(2026, 12, 30)})

    assert firsts(calendar) == ["a 12-07", "b 12-30"]
    assert [(c.cycle, c.last) for c in calendar.cycles[:4]] == [
        (1, dt.date(2026, 12, 13)),
        (2, dt.date(2026, 12, 20)),
        (3, dt.date(2026, 12, 27)),
        (4, dt.date(2026, 12, 29)),
    ]
    assert all(day.phase is not None for day in calendar.days())


def test_an_open_phase_goes_on_while_its_event_has_no_date() -> None:
    """It is planned through a horizon, as one until progression is; without one it is refused."""
    before = {**OPEN, "until": ["surgery"]}
    calendar = planned(before, EVENT, through=dt.date(2027, 1, 31))

    assert len(calendar.cycles) == 8
    assert calendar.following == Following("a", 9, 1)
    with pytest.raises(PlanError, match="the date of that event is not given"):
        planned(before, EVENT)


@pytest.mark.parametrize("day", [6, 7])
def test_an_event_before_the_phase_that_it_ends_is_refused(day: int) -> None:
    """Nothing could be given then."""
    said = f"the event 'surgery' on 2026-12-0{day} ends phase 'a', which begins on 2026-12-07; give"
    with pytest.raises(PlanError, match=said):
        planned({**OPEN, "until": ["surgery"]}, EVENT, events={"surgery": dt.date(2026, 12, day)})


def test_a_horizon_in_a_gap() -> None:
    """Days without treatment are shown through the horizon, and what comes next is named."""
    calendar = planned(
        {}, {"starts": {"from": "end of a", "after": "2 weeks"}}, through=dt.date(2026, 12, 23)
    )

    days = list(calendar.days())
    assert [day.date.day for day in days if day.phase is None] == [21, 22, 23]
    assert all(day.cycle is day.cycle_day is None for day in days[-3:])
    assert (calendar.last_day, days[-1].study_day) == (dt.date(2026, 12, 23), 17)
    assert calendar.following == Following("b", 1, 1)
    text = to_text(calendar, NONE)
    assert "\n3 DAYS WITHOUT TREATMENT: Monday 21 December 2026 to Wednesday 23 Dec" in text
    assert "NOT THE END: the plan stops here; next is cycle 1, day 1 of b." in text
    rows = json.loads(to_json(calendar))["days"]
    assert (rows[-1]["phase"], rows[-1]["cycle"], rows[-1]["rest_day"]) == (None, None, True)


def test_a_gap_shows_what_lies_in_it() -> None:
    """An assessment in a gap has its own line; one day is told as one."""
    named = {"name": "scan", "every": "16 days", "optional": False, "what": "a scan", "cite": CITE}
    every = {"drug": "x", "dose": "1 mg", "route": "intravenous", "days": "1", "cite": CITE}
    phases = [
        {"name": "a", **WEEK, "give": ["x"]},
        {"name": "b", **WEEK, "give": ["x"], "starts": {"from": "end of a", "after": "3 days"}},
    ]
    arm = {
        "id": "only",
        "name": "Only",
        "phase": phases,
        "assessment": [named | {"every": "16-16 days"}],
    }
    head = {"format": 1, "id": "example-01", "title": "An example", "component": {"x": every}}
    trial = Trial.model_validate({**head, "arm": [arm]})
    regimen = settle(trial, None, Settlement(assess={"scan": Span(16, "day")}))
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")

    text = to_text(plan(regimen, patient, start=START, formulary=NONE), NONE)

    assert "\n2 DAYS WITHOUT TREATMENT: Monday 21 December 2026 to Tuesday 22 December" in text
    assert "\n  Wed 23 December 2026   between REST DAY: no treatment\n" in text
    assert "ASSESSMENT 1: scan" in text


def test_a_span_ends_a_phase_on_the_day_before_its_anniversary() -> None:
    """No dose lies on the anniversary, and the next phase may begin there."""
    calendar = planned({**OPEN, "span": "1 month"}, {})

    assert firsts(calendar) == ["a 12-07", "b 01-07"]
    cut = calendar.cycles[4]
    assert (cut.cycle, cut.first, cut.last) == (5, dt.date(2027, 1, 4), dt.date(2027, 1, 6))
    text = to_text(calendar, NONE)
    assert "PHASE a: cycles of 7 days for 1 month\n" in text
    assert "CUT: the phase ends after day 3 of 7" in " ".join(text.split())


@pytest.mark.parametrize(
    ("phase", "end"),
    [
        ({**OPEN, "span": "10 days"}, "END: 10 days of a, through Wednesday 16 December 2026."),
        ({"cycles": "2", "span": "1 year"}, "END: the last planned cycle ends on Sunday 20 Dec"),
        ({"cycles": "2", "span": "9 days"}, "END: 9 days of a, through Tuesday 15 December 2026."),
        (
            {**OPEN, "span": "10 days", "until": ["progression"]},
            "END: at most 10 days are allowed, through Wednesday 16 December 2026; treatment ends",
        ),
        (
            {"cycles": "at most 35", "span": "10 days", "until": ["progression"]},
            "treatment ends earlier on progression or after 35 cycles.",
        ),
        (
            {"cycles": "at most 2", "span": "1 year", "until": ["progression"]},
            "END: at most 2 cycles are allowed; treatment ends earlier on progression.",
        ),
    ],
)
def test_what_comes_first_ends_the_plan(phase: dict[str, Any], end: str) -> None:
    """Count and span both end a phase, and the words say which did."""
    assert end in " ".join(to_text(planned(phase), NONE).split())


def test_the_head_of_a_phase_lists_all_that_ends_it() -> None:
    """People read every bound, and that the first of them counts."""
    phase = {"cycles": "at most 3", "span": "1 year", "until": ["progression"]}
    text = to_text(planned(phase), NONE)

    head = "PHASE a: at most 3 cycles of 7 days, at most 1 year, until progression, whichever comes"
    assert head in text
    row = json.loads(to_json(planned(phase)))["open_end"]
    assert row == {"until": ["progression"], "at_most_cycles": 3, "at_most_span": "1 year"}


def test_a_count_of_the_caller_may_not_outlast_the_span() -> None:
    """Two weeks are 14 days, and a span of 13 ends before them."""
    said = r"3 cycles of 'a' end on 2026-12-27, after its last day, 2026-12-26; settle fewer cycles"
    phase = {"cycles": "at most 9", "until": ["progression"], "span": "20 days"}
    with pytest.raises(PlanError, match=said):
        planned(phase, settled={"cycles": {"a": 3}})

    assert len(planned(phase, settled={"cycles": {"a": 2}}).cycles) == 2
    assert (
        len(planned({"cycles": "3", "span": "20 days"}, settled={"cycles": {"a": 3}}).cycles) == 3
    )


def test_sessions_stand_on_their_days() -> None:
    """A day of radiotherapy is no rest day, and says what else is given on it."""
    calendar = planned(
        {"sessions": 6}, start=dt.date(2026, 12, 11), closures={dt.date(2026, 12, 14)}
    )

    assert [each.date.day for each in calendar.sessions] == [11, 15, 16, 17, 18, 21]
    text = to_text(calendar, NONE)
    assert "  radiotherapy: 6 sessions, Monday to Friday less closed days\n" in text
    assert "day 1   RADIOTHERAPY, session 1 of 6; CLINIC: x 1 mg\n" in text
    assert "day 2   REST DAY: no treatment\n" in text
    assert "day 5   RADIOTHERAPY, session 2 of 6\n" in text
    document = json.loads(to_json(calendar))
    assert document["sessions"][1] == {"phase": "a", "number": 2, "of": 6, "date": "2026-12-15"}
    assert [day["rest_day"] for day in document["days"][:5]] == [False, True, True, True, False]
    seen = planned({"sessions": 6}, start=dt.date(2026, 12, 11), through=dt.date(2026, 12, 15))
    assert [each.number for each in seen.sessions] == [1, 2, 3]


def test_sessions_may_not_outlast_their_phase() -> None:
    """Ten sessions from a Monday need two weeks, and eleven a day more."""
    assert len(planned({"sessions": 10}).sessions) == 10
    said = r"the 11 sessions of 'a' last until 2026-12-21, and the phase ends on 2026-12-20; give"
    with pytest.raises(PlanError, match=said):
        planned({"sessions": 11})


def test_closed_days_without_sessions_are_refused() -> None:
    """They would change nothing in silence."""
    with pytest.raises(PlanError, match=r"no phase has any; leave them out \(closures, --closed\)"):
        planned({}, closures={START})


@pytest.mark.parametrize(
    "given",
    [
        {"closures": {dt.datetime(2026, 12, 7, tzinfo=dt.UTC)}},
        {"closures": ["2026-12-07"]},
        {"events": {"surgery": "2026-12-07"}},
    ],
)
def test_a_date_is_a_plain_date(given: dict[str, Any]) -> None:
    """A datetime and text are no dates."""
    with pytest.raises(DateError, match=r"must be a datetime.date"):
        planned({"sessions": 2}, EVENT, **given)


@pytest.mark.parametrize("events", ["x", [("surgery", START)]])
def test_events_are_a_mapping(events: Any) -> None:
    """Anything else is refused with what it looks like."""
    with pytest.raises(PlanError, match=r"events is a mapping of names to dates, like .*, not "):
        planned({}, EVENT, events=events)


TWO = {
    "components": {
        "early": {
            "drug": "early",
            "dose": "1 mg",
            "route": "intravenous",
            "days": "1",
            "cycles": "1-2",
            "cite": CITE,
        }
    }
}


def test_resuming_at_a_cycle() -> None:
    """The start is day 1 of that cycle; what was before is not planned, and counts stay totals."""
    calendar = planned(
        {"cycles": "4", "give": ["x", "early"], "sessions": 15}, {}, resume=("a", 3), **TWO
    )

    places = [(a.phase, a.place, a.planned_date.day) for a in calendar.administrations]
    assert places == [("a", "C3D1", 7), ("a", "C4D1", 14), ("b", "C1D1", 21), ("b", "C2D1", 28)]
    assert calendar.administrations[0].study_day == 1
    assert [dose.order.component for dose in calendar.doses] == ["x"]
    assert [each.number for each in calendar.sessions] == [11, 12, 13, 14, 15]
    text = to_text(calendar, NONE)
    assert "Resumed: the first day is day 1 of cycle 3 of a\n" in text
    assert "Cycle 3 of 4 (a): Monday 7 December 2026" in text
    assert "PHASE a: 4 cycles of 7 days\n" in text
    assert "early" not in text
    assert json.loads(to_json(calendar))["resumed"] == {"phase": "a", "cycle": 3}


def test_resuming_keeps_what_a_later_phase_gives() -> None:
    """A component that is over in the resumed phase and comes again later stays."""
    calendar = planned(
        {"cycles": "4", "give": ["x", "early"]}, {"give": ["early"]}, resume=("a", 3), **TWO
    )

    assert [a.place for a in calendar.administrations if a.component == "early"] == ["C1D1", "C2D1"]
    assert to_text(calendar, NONE).count("early: day 1 of each cycle") == 1


def test_resuming_in_the_middle_of_a_cycle_of_its_own() -> None:
    """Of a cycle of 14 days that began a week before the start, what is left is given."""
    component = {"drug": "a", "dose": "1 mg", "route": "intravenous", "days": "1, 8", "cite": CITE}
    phase = {"name": "a", "cycle": "21 days", "cycles": "3", "give": ["x"]}
    table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {"x": component},
        "arm": [{"id": "only", "name": "The only arm", "phase": [phase]}],
    }
    regimen = settle(Trial.model_validate(table))
    (order,) = regimen.orders
    own = replace(regimen.phases[0], orders=(replace(order, cycle_length_days=14),))
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")

    calendar = plan(
        replace(regimen, phases=(own,)), patient, start=START, formulary=NONE, resume=("a", 2)
    )

    places = [(each.place, each.study_day) for each in calendar.administrations]
    assert places[:3] == [("C2D8", 1), ("C3D1", 8), ("C3D8", 15)]


def test_resuming_a_later_phase() -> None:
    """Earlier phases are not planned, and what they give alone does not appear."""
    calendar = planned({"give": ["x", "early"]}, {}, resume=("b", 2), **TWO)

    assert [(c.phase.name, c.cycle) for c in calendar.cycles] == [("b", 2)]
    assert [dose.order.component for dose in calendar.doses] == ["x"]


def test_a_resumed_component_with_a_most_of_doses_is_refused() -> None:
    """How many of them were given before nobody has counted; from the beginning everybody can."""
    few = {"x": {**X, "at_most": "3 doses"}}
    said = "'x' has at most 3 doses in all, and how many .* before the resumed cycle is not known"
    for place in (("a", 2), ("b", 1)):
        with pytest.raises(PlanError, match=said):
            planned({}, {}, resume=place, components=few)

    assert len(planned({}, {}, resume=("a", 1), components=few).administrations) == 3
    # what is over before the resumed cycle counts no doses
    early = {"early": {**X, "drug": "early", "at_most": "1 dose"}}
    calendar = planned({"give": ["x", "early"]}, {}, resume=("b", 1), components=early)
    assert {each.component for each in calendar.administrations} == {"x"}


def test_a_span_counts_from_the_true_first_day() -> None:
    """Three cycles before the resumed one are 21 days of the month that are over."""
    calendar = planned({**OPEN, "span": "30 days"}, resume=("a", 4))

    assert calendar.last_day == START + dt.timedelta(days=30 - 21 - 1)


def test_an_anchor_in_the_resumed_phase_counts_from_its_true_first_day() -> None:
    """Day 1 of the resumed phase lies before the start."""
    calendar = planned({}, {"starts": {"from": "start of a", "after": "3 weeks"}}, resume=("a", 2))

    assert firsts(calendar) == ["b 12-21"]


def test_an_anchor_before_the_resumed_phase_is_refused_where_it_is_needed() -> None:
    """Nobody knows when that phase was."""
    third = {"starts": {"from": "start of a", "after": "9 weeks"}}
    with pytest.raises(
        PlanError, match="which lies before the resumed phase, so nobody knows when"
    ):
        planned({}, {}, third, resume=("b", 1))

    calendar = planned({}, {}, third, resume=("b", 1), through=dt.date(2026, 12, 20))
    assert calendar.following == Following("c", 1, 1)


def test_a_resumed_phase_needs_no_anchor() -> None:
    """Its first day is counted back from the cycle; an event that is given must agree."""
    late = {"starts": {"from": "end of a", "after": "3 weeks"}}
    assert len(planned({}, late, resume=("b", 2)).cycles) == 1
    assert len(planned({}, EVENT, resume=("b", 2)).cycles) == 1
    right = {"surgery": dt.date(2026, 11, 30)}
    assert len(planned({}, EVENT, resume=("b", 2), events=right).cycles) == 1
    said = "which is on 2026-12-07, .* 2026-12-07, so the phase would have begun on 2026-11-30"
    with pytest.raises(PlanError, match=said):
        planned({}, EVENT, resume=("b", 2), events={"surgery": START})


@pytest.mark.parametrize(
    ("resume", "said"),
    [
        (("d", 1), "there is no phase 'd' to resume; there are 'a'"),
        (("a", 4), "phase 'a' has 3 cycles, so it cannot be resumed at cycle 4"),
        (("a", 3), "ends on 2026-12-05, before the start 2026-12-07 of the cycle"),
        (("a", 0), r"resume is a phase and a cycle that counts from 1, like \('induction', 3\)"),
        (("a", True), "resume is a phase and a cycle"),
        (("a",), "resume is a phase and a cycle"),
        ("a=3", "resume is a phase and a cycle"),
        (["a", 3], "resume is a phase and a cycle"),
    ],
)
def test_a_place_that_is_not_there_is_not_resumed(resume: Any, said: str) -> None:
    """Neither is one behind the end of its phase."""
    with pytest.raises(PlanError, match=said):
        planned({"cycles": "3", "span": "13 days"}, resume=resume)


def test_a_start_before_all_dates_is_refused() -> None:
    """The first day of the phase must be a date."""
    with pytest.raises(PlanError, match="too early for cycle 3 of 'a'"):
        planned({"cycles": "3"}, resume=("a", 3), start=dt.date(1, 1, 7))


def test_what_the_caller_chose_is_told() -> None:
    """Two notes, and none for what the file says."""
    calendar = planned(
        {"cycle": "7-9 days"},
        {"starts": {"from": "end of a", "after": "1-2 weeks"}},
        settled={"lengths": {"a": Span(8, "day")}, "waits": {"b": Span(9, "day")}},
    )
    notes = {each.name: each.words for each in findings(calendar, NONE)}

    assert notes["chosen-cycle"].startswith("the cycle of 8 days was chosen by the caller")
    assert notes["chosen-start"].startswith("the start, 9 days after the end of a, was chosen")
    plain = findings(planned({}, {"starts": {"from": "end of a", "after": "1 week"}}), NONE)
    assert not {"chosen-cycle", "chosen-start"} & {each.name for each in plain}
