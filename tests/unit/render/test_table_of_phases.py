"""The printed calendar where components end before their phase, and phases before their cycles.

All begin on Monday 4 January 2027; weeks begin on 4, 11, 18 and 25 January and on 1 February.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.render.rows import to_json
from npc_regimens.render.table import to_text

START = dt.date(2027, 1, 4)
NONE = Formulary(())
UNTIL = {"until": ["progression"]}


def phase(name: str, cycles: str, *give: str, **more: Any) -> dict[str, Any]:
    """Write a phase of weekly cycles."""
    return {"name": name, "cycle": "7 days", "cycles": cycles, "give": list(give), **more}


def planned(
    phases: list[dict[str, Any]],
    components: dict[str, dict[str, str]],
    settled: Settlement | None = None,
    **given: Any,
) -> Calendar:
    """Plan infusions of 100 mg on day 1, unless told otherwise."""
    cite = "example-2020#table-1"
    stated = {"dose": "100 mg", "route": "intravenous", "days": "1", "cite": cite}
    table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {name: {"drug": name, **stated, **c} for name, c in components.items()},
        "arm": [{"id": "only", "name": "The only arm", "phase": phases}],
    }
    regimen = settle(Trial.model_validate(table), None, settled)
    patient = Patient.measured(on=dt.date(2026, 12, 28), height="170 cm", weight="65 kg")
    return plan(regimen, patient, start=START, formulary=NONE, **given)


def lines(calendar: Calendar) -> list[str]:
    """Print it, blanks apart."""
    return [" ".join(line.split()) for line in to_text(calendar, NONE).splitlines()]


def words(calendar: Calendar) -> str:
    """Print it in one line."""
    return " ".join(to_text(calendar, NONE).split())


def over(calendar: Calendar) -> list[tuple[str, str]]:
    """Say which drugs end, each with the line before: a cycle, or another drug that ends."""
    said = lines(calendar)
    return [
        (said[at - 1].partition(":")[0], line)
        for at, line in enumerate(said)
        if line.startswith("NO ")
    ]


def test_the_end_of_cycles_that_end_with_their_doses() -> None:
    """Two doses are all of an open phase, so treatment does not go on behind them."""
    calendar = planned([phase("p", "open", "a", **UNTIL)], {"a": {"at_most": "2 doses"}})

    assert "END: all doses are given; treatment ends earlier on progression." in words(calendar)
    head = (
        "PHASE p: 2 cycles of 7 days, after which all doses are given, until progression, whichever"
        " comes first a: day 1"
    )
    assert head in words(calendar)
    row = json.loads(to_json(calendar))["open_end"]
    assert row == {"until": ["progression"], "at_most_cycles": None}


def test_cycles_that_the_caller_counts_do_not_end_the_treatment() -> None:
    """Two cycles are planned of an open phase, and it goes on."""
    calendar = planned([phase("p", "open", "a", **UNTIL)], {"a": {}}, Settlement(cycles={"p": 2}))

    assert "END OF THE PLAN: treatment goes on until progression." in words(calendar)
    assert "PHASE p: 2 cycles of 7 days, until progression a: day 1" in words(calendar)


def test_the_days_before_the_start_say_what_still_runs() -> None:
    """An infusion over 48 hours from day -3, 1 January, may run on the 2nd and on the 3rd."""
    calendar = planned([phase("p", "1", "a")], {"a": {"days": "-3, 1", "infusion": "48 h"}})

    said = lines(calendar)
    start = said.index("Before day 1 of cycle 1: Friday 1 January 2027 to Sunday 3 January 2027")
    assert said[start + 1 : start + 4] == [
        "Fri 1 January 2027 day -3 CLINIC: a 100 mg, runs for 48 h",
        "Sat 2 January 2027 day -2 INFUSION MAY STILL RUN: a",
        "Sun 3 January 2027 day -1 INFUSION MAY STILL RUN: a",
    ]
    rows = json.loads(to_json(calendar))["days"]
    assert [(row["study_day"], row["rest_day"], row["resting"]) for row in rows[:4]] == [
        *((-3, False, []), (-2, False, []), (-1, False, []), (1, False, []))
    ]


def test_a_drug_that_a_later_phase_gives_is_not_over() -> None:
    """It is given again from the third phase on, and only what never comes again is over."""
    phases = [phase("p", "1", "a", "b"), phase("q", "1", "c"), phase("r", "1", "a", "c")]
    calendar = planned(phases, {"a": {}, "b": {}, "c": {}})

    assert over(calendar) == [
        ("Cycle 1 of 1 (q)", "NO a until r"),
        ("NO a until r", "NO b from here on"),
    ]


def test_a_drug_with_all_its_doses_is_over_though_a_later_phase_names_it() -> None:
    """One dose is the most it may have."""
    phases = [phase("p", "2", "a", "b"), phase("q", "1", "a", "b")]
    calendar = planned(phases, {"a": {"at_most": "1 dose"}, "b": {}})

    assert over(calendar) == [("Cycle 2 of 2 (p)", "NO a from here on")]


@pytest.mark.parametrize(
    ("span", "expected"),
    [("28 days", [("Cycle 2 of 10 (p)", "NO b from here on")]), ("36 days", [])],
)
def test_a_drug_whose_next_cycle_the_span_cuts_off_is_over(
    span: str, expected: list[tuple[str, str]]
) -> None:
    """Cycle 6 would begin on day 36, which a span of 36 days has and one of 28 days has not."""
    cut = phase("p", "at most 10", "a", "b", span=span, **UNTIL)
    calendar = planned([cut], {"a": {}, "b": {"cycles": "1, 6"}})

    assert over(calendar) == expected


def test_an_open_phase_may_give_it_again() -> None:
    """Nobody knows its last cycle: what is given in cycles 1 and 3 is over behind the third."""
    calendar = planned(
        [phase("p", "open", "a", "b", **UNTIL)],
        {"a": {}, "b": {"cycles": "1, 3"}},
        through=dt.date(2027, 2, 7),
    )

    assert over(calendar) == [("Cycle 4 (p)", "NO b from here on")]


def test_pages_with_doses_do_not_say_that_nothing_is_given() -> None:
    """Days -3 to -1 of cycle 2 stand on the pages of cycle 1, and are counted in cycle 2."""
    calendar = planned([phase("p", "3", "a")], {"a": {"days": "-3 to -1", "cycles": "2"}})

    said = [line for line in lines(calendar) if line.startswith("In this cycle")]
    assert said == [
        "In this cycle: nothing is counted; the doses on its pages are counted in other cycles",
        "In this cycle: a: 3 doses, 300 mg in all",
        "In this cycle: nothing is given",
    ]
