"""Where phases meet, and plans that are resumed, worked by hand from Monday 4 January 2027.

Cycles of 21 days begin on 4 January, 25 January, 15 February and 8 March; the weeks after the start
on 11 and 18 January. Ten days from 4 January last through 13 January, so a next phase begins on the
14th, and its day -1 is the 13th, which is day 10 of the phase before.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from npc_regimens.checks import findings
from npc_regimens.dates import Span
from npc_regimens.errors import PlanError
from npc_regimens.patient import Measurement, Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.render.table import to_text

START = dt.date(2027, 1, 4)
NONE = Formulary(())
CITE = "example-2020#table-1"
LIGHT = Measurement.read(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
HEAVY = Measurement.read(on=START, height="170 cm", weight="80 kg")
HOME = {"route": "oral", "frequency": "twice daily"}


def phase(name: str, cycle: str, cycles: str, *give: str, **more: Any) -> dict[str, Any]:
    """Write a phase."""
    return {"name": name, "cycle": cycle, "cycles": cycles, "give": list(give), **more}


def planned(
    phases: list[dict[str, Any]], components: dict[str, dict[str, Any]], **given: Any
) -> Calendar:
    """Plan infusions of 100 mg, unless told otherwise."""
    stated = {"dose": "100 mg", "route": "intravenous", "days": "1", "cite": CITE}
    arm = {"id": "only", "name": "The only arm", "phase": phases, **given.pop("arm", {})}
    table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {name: {"drug": name, **stated, **c} for name, c in components.items()},
        "arm": [arm],
    }
    regimen = settle(Trial.model_validate(table), None, given.pop("settled", None))
    measured = given.pop("measured", (LIGHT,))
    options = {"start": START, "formulary": NONE, **given}
    return plan(regimen, Patient(measurements=measured), **options)


def given(calendar: Calendar) -> list[str]:
    """Say phase, place, date and dose of each administration."""
    return [
        f"{a.phase} {a.place} {a.planned_date:%m-%d} {a.ordered}" for a in calendar.administrations
    ]


def names(calendar: Calendar) -> set[str]:
    """Name what is found."""
    return {each.name for each in findings(calendar, NONE)} - {"no-product"}


TEN_DAYS = {"span": "10 days", "until": ["progression"]}


def test_two_doses_of_a_component_at_once_are_refused() -> None:
    """A span cuts the cycle, so that day -1 of the next phase meets a day that has the dose."""
    cut = phase("p", "21 days", "at most 4", "a", **TEN_DAYS)
    said = (
        "^example-01: component 'a' would be given twice on 2027-01-13, as day 10 of cycle 1 of 'p'"
        " and as day -1 of cycle 1 of 'q'; give one of them on another day, or write a component"
        " for each phase$"
    )
    with pytest.raises(PlanError, match=said):
        planned([cut, phase("q", "21 days", "1", "a")], {"a": {"days": "-1, 10"}})


def test_an_event_may_bring_them_together_too() -> None:
    """Day -2 before 27 January is 25 January, day 1 of cycle 2; before the 28th it is the 26th."""
    phases = [
        phase("p", "21 days", "open", "a", until=["surgery"]),
        phase("q", "21 days", "1", "a", starts={"from": "event surgery"}),
    ]
    days = {"a": {"days": "-2, 1", **HOME}}
    with pytest.raises(PlanError, match="twice on 2027-01-25 in the morning, as day 1 of cycle 2"):
        planned(phases, days, events={"surgery": dt.date(2027, 1, 27)})

    apart = planned(phases, days, events={"surgery": dt.date(2027, 1, 28)})
    assert [each for each in given(apart) if "01-26" in each] == ["q C1D-2 01-26 100 mg"] * 2


def test_two_halves_of_a_day_are_no_doubled_dose() -> None:
    """The morning is of one phase and the evening of the other."""
    cut = phase("p", "21 days", "at most 4", "a", **TEN_DAYS)
    days = {"a": {"days": "-1 evening, 10 morning", **HOME}}
    calendar = planned([cut, phase("q", "21 days", "1", "a")], days)

    assert [each for each in given(calendar) if "01-13" in each] == [
        "p C1D10 01-13 100 mg",
        "q C1D-1 01-13 100 mg",
    ]


def test_the_first_day_is_one_on_which_a_dose_is_due() -> None:
    """Day -2 and -1 are a Saturday and a Sunday, so the weight of Monday the 4th counts."""
    days = {"a": {"dose": "10 mg/kg", "days": "-2 to 2 weekdays"}}
    calendar = planned([phase("p", "21 days", "1", "a")], days, measured=(LIGHT, HEAVY))

    assert given(calendar) == ["p C1D1 01-04 800 mg", "p C1D2 01-05 800 mg"]
    tuesday = dt.date(2027, 1, 5)
    before = planned(
        [phase("p", "21 days", "1", "a")], days, start=tuesday, measured=(LIGHT, HEAVY)
    )
    assert given(before)[0] == "p C1D-1 01-04 800 mg"


def test_a_weekday_before_the_first_cycle_of_a_component() -> None:
    """A component of cycle 2 has no dose before day 1 of cycle 1."""
    days = {"a": {"dose": "10 mg/kg", "days": "-1, 1", "cycles": "2"}}
    calendar = planned([phase("p", "7 days", "2", "a")], days, measured=(HEAVY,))

    assert given(calendar) == ["p C2D-1 01-10 800 mg", "p C2D1 01-11 800 mg"]


REVIEW = {"name": "look", "after": "12 weeks", "first": "a", "what": "w", "cite": CITE}
SCAN = {"name": "scan", "every": "6 weeks", "optional": False, "what": "a scan", "cite": CITE}
OTHER = {"name": "mri", "every": "6 weeks", "optional": True, "what": "an MRI", "cite": CITE}
ARM = {"review": [REVIEW], "assessment": [SCAN, OTHER]}
SIX_WEEKS = Settlement(assess={"scan": Span(6, "week")})


def test_what_counts_from_the_beginning_is_not_in_a_resumed_plan() -> None:
    """12 and 6 weeks from 4 January are 29 March and 15 February; from cycle 3 nobody knows."""
    phases = [phase("p", "21 days", "4", "a")]
    how: dict[str, Any] = {"arm": ARM, "settled": SIX_WEEKS}
    whole = planned(phases, {"a": {}}, **{**how, "arm": dict(ARM)})
    again = planned(phases, {"a": {}}, resume=("p", 1), **{**how, "arm": dict(ARM)})
    later = planned(phases, {"a": {}}, resume=("p", 3), **how)

    for calendar in (whole, again):
        assert [each.date for each in calendar.reviews] == [dt.date(2027, 3, 29)]
        assert [each.date for each in calendar.assessments] == [dt.date(2027, 2, 15)]
        assert not any(name.endswith("-not-planned") for name in names(calendar))
    assert (later.reviews, later.assessments) == ((), ())
    told = {each.name: each for each in findings(later, NONE)}
    assert told["review-not-planned"].about == "look"
    assert "first dose of a in the whole treatment" in told["review-not-planned"].words
    assert told["assessment-not-planned"].about == "scan"
    assert told["assessment-not-settled"].about == "mri"


def test_a_resumed_plan_gives_nothing_before_its_start_but_of_its_own_cycle() -> None:
    """Day -10 of the next phase, 11 January, is 1 January, which lies before the resumed cycle."""
    phases = [phase("p", "7 days", "3", "a"), phase("q", "28 days", "1", "b")]
    components = {"a": {"days": "-2, 1"}, "b": {"dose": "10 mg/kg", "days": "-10, 1"}}
    calendar = planned(phases, components, resume=("p", 3), measured=(LIGHT,))

    assert given(calendar) == [
        "p C3D-2 01-02 100 mg",
        "p C3D1 01-04 100 mg",
        "q C1D1 01-11 650 mg",
    ]
    assert calendar.first_day == dt.date(2027, 1, 2)
    del components["a"]["days"]
    weighed = planned(phases, components, resume=("p", 3), measured=(HEAVY,))
    assert given(weighed)[-1] == "q C1D1 01-11 800 mg"


LOADING = {"steps": [{"dose": "200 mg", "cycles": "1"}]}


@pytest.mark.parametrize("cycles", ["4", "open"])
def test_a_loading_dose_before_the_resumed_cycle_is_no_dose_of_the_plan(cycles: str) -> None:
    """It was given, so nobody is asked to check its steps."""
    only = phase("p", "21 days", cycles, "a", **({"until": ["x"]} if cycles == "open" else {}))
    through = None if cycles == "4" else dt.date(2027, 2, 28)
    calendar = planned([only], {"a": LOADING}, resume=("p", 3), through=through)

    assert [str(each.calculated) for each in calendar.doses] == ["100 mg"]
    assert names(calendar) == set()
    assert "  a: 100 mg into a vein\n" in to_text(calendar, NONE)


def test_a_loading_dose_comes_again_in_a_later_phase() -> None:
    """Cycles count within their phase, so that cycle 1 of the next one has the step."""
    phases = [phase("p", "21 days", "2", "a"), phase("q", "21 days", "2", "a")]
    calendar = planned(phases, {"a": LOADING}, resume=("p", 2))

    assert [str(each.calculated) for each in calendar.doses] == ["200 mg", "100 mg"]
    assert given(calendar) == [
        "p C2D1 01-04 100 mg",
        "q C1D1 01-25 200 mg",
        "q C2D1 02-15 100 mg",
    ]


def test_a_plain_dose_before_the_resumed_cycle_is_not_missed() -> None:
    """From cycle 3 on the step holds, and the plain dose was given in cycles 1 and 2."""
    steps = {"steps": [{"dose": "50 mg", "cycles": "from 3"}]}
    calendar = planned([phase("p", "21 days", "4", "a")], {"a": steps}, resume=("p", 3))

    assert given(calendar) == ["p C3D1 01-04 50 mg", "p C4D1 01-25 50 mg"]
    assert names(calendar) == set()


@pytest.mark.parametrize(
    ("cycles", "count", "is_planned"),
    [("odd", "4", False), ("even", "4", True), ("1-3", "open", False), ("odd", "open", True)],
)
def test_a_component_that_is_over_is_no_component_of_a_resumed_plan(
    cycles: str, count: str, *, is_planned: bool
) -> None:
    """Behind cycle 4 of 4 no odd one comes, and behind cycle 4 of an open phase cycle 5 does."""
    until = {"until": ["x"]} if count == "open" else {}
    only = phase("p", "21 days", count, "a", "b", **until)
    through = dt.date(2027, 1, 24) if until else None
    components = {"a": {}, "b": {"cycles": cycles}}
    calendar = planned([only], components, resume=("p", 4), through=through)

    assert ("b" in {each.order.component for each in calendar.doses}) is is_planned
    assert names(calendar) == set()


def test_the_days_before_a_phase_without_a_date_are_its_own() -> None:
    """The phase ends on 24 January, and only a later phase's days before day 1 reach before it."""
    phases = [
        phase("p", "21 days", "1", "a"),
        phase("q", "21 days", "1", "b", starts={"from": "event surgery"}),
    ]
    early, plain, three = {"days": "-5, 1"}, {"days": "1"}, {"days": "-3, 1"}

    assert planned(phases, {"a": early, "b": plain}, through=dt.date(2027, 1, 24)).following
    assert planned(phases, {"a": early, "b": three}, through=dt.date(2027, 1, 21)).following
    for days, through in ((plain, dt.date(2027, 1, 25)), (three, dt.date(2027, 1, 22))):
        with pytest.raises(PlanError, match="the date of that event is not given"):
            planned(phases, {"a": early, "b": days}, through=through)
