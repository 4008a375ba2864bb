"""The printed calendar of days before day 1, of cycles of one's own and of optional days."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from npc_regimens.checks import findings
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.render.rows import to_csv, to_json
from npc_regimens.render.table import to_text

MONDAY = dt.date(2026, 12, 7)
NO_PRODUCTS = Formulary(())
PATIENT = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
HOME = {"route": "oral", "frequency": "once daily"}


def phase(name: str, cycle: str, cycles: str, *give: str) -> dict[str, Any]:
    """Write a phase."""
    until = {} if cycles[0].isdigit() else {"until": ["progression"]}
    return {"name": name, "cycle": cycle, "cycles": cycles, "give": list(give), **until}


def lines(
    phases: list[dict[str, Any]],
    through: dt.date | None = None,
    optional: dict[str, bool] | None = None,
    **components: dict[str, str],
) -> list[str]:
    """Print the plan of infusions of 100 mg, unless told otherwise."""
    stated = {"dose": "100 mg", "route": "intravenous", "cite": "example-2020#table-1"}
    table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {name: {"drug": name, **stated, **c} for name, c in components.items()},
        "arm": [{"id": "only", "name": "The only arm", "phase": phases}],
    }
    regimen = settle(Trial.model_validate(table), None, Settlement(optional=optional or {}))
    calendar = plan(regimen, PATIENT, start=MONDAY, through=through, formulary=NO_PRODUCTS)
    days = json.loads(to_json(calendar))["days"]
    assert [day["date"] for day in days] == [f"{day.date}" for day in calendar.days()]
    assert to_csv(calendar).count("\n") == len(calendar.administrations) + 1
    found = findings(calendar, NO_PRODUCTS)
    return [" ".join(line.split()) for line in to_text(calendar, NO_PRODUCTS, found).splitlines()]


def test_days_before_day_1_have_their_pages() -> None:
    """The pages before day 1 come first, and a dose on another cycle's page says its place."""
    said = lines([phase("p", "7 days", "2", "a")], a={"days": "-2, 1", **HOME})

    start = said.index("Treatment before day 1: from Saturday 5 December 2026")
    assert said[start - 1] == "First day: Monday 7 December 2026"
    start = said.index(
        "Before day 1 of cycle 1: Saturday 5 December 2026 to Sunday 6 December 2026"
    )
    assert said[start + 1 : start + 3] == [
        "Sat 5 December 2026 day -2 a 100 mg",
        "Sun 6 December 2026 day -1 REST DAY: no treatment",
    ]
    assert "Sat 12 December 2026 day 6 a 100 mg (day -2 of cycle 2)" in said
    assert "a: days -2 and 1 (2 days; day -1 is the day before day 1) of each cycle" in said
    assert said.count("In this cycle: a: 2 doses, 200 mg in all") == 2


def test_a_plan_that_ends_before_the_day_1_of_a_dose() -> None:
    """A dose before day 1 of a cycle behind the last day has its total too."""
    through = dt.date(2026, 12, 12)
    phases = [phase("p", "7 days", "1", "b"), phase("q", "7 days", "open", "a", "b")]
    said = lines(phases, through, a={"days": "-2, 1"}, b={"days": "1"})

    assert "Sat 12 December 2026 day 6 CLINIC: a 100 mg (day -2 of cycle 1 of q)" in said
    assert "In this cycle: b: 1 dose, 100 mg in all" in said
    assert "Before day 1 of cycle 1 (q): a: 1 dose, 100 mg in all" in said


def test_a_cycle_of_its_own_is_told_where_it_ends() -> None:
    """Its days are those of its own cycle, and its totals stand where that cycle ends."""
    own = {"days": "1, 3", "cycle": "5 days"}
    said = lines([phase("p", "7 days", "2", "a", "b")], a=own, b={"days": "1", "cycles": "1"})

    assert "a: days 1 and 3 (2 days) of each cycle, in its own cycles of 5 days" in said
    assert "Sat 12 December 2026 day 6 CLINIC: a 100 mg (day 1 of its cycle 2)" in said
    totals = [line for line in said if line.startswith("In ")]
    assert totals == [
        "In this cycle: b: 1 dose, 100 mg in all",
        "In its own cycle 1: a: 2 doses, 200 mg in all",
        "In this cycle: nothing is counted; the doses on its pages are counted in other cycles",
        "In its own cycle 2: a: 2 doses, 200 mg in all",
        "In its own cycle 3: a: 2 doses, 200 mg in all",
    ]
    assert "NO b from here on" in said
    alone = lines([phase("p", "7 days", "2", "a")], a=own)
    assert not [line for line in alone if line.startswith("In this cycle")]


def test_a_drug_rests_in_its_own_cycles() -> None:
    """A drug with cycles of its own rests on their days, and not in those it is not given in."""
    own = {"days": "1", "cycle": "2 days", "cycles": "1, 4", **HOME}
    said = lines([phase("p", "8 days", "1", "a")], a=own)
    pages = [line.partition(" day ")[2] for line in said if " December 2026 day " in line]

    assert pages == [
        "1 a 100 mg",
        "2 REST DAY: no a",
        "3 REST DAY: no treatment",
        "4 REST DAY: no treatment",
        "5 REST DAY: no treatment",
        "6 REST DAY: no treatment",
        "7 a 100 mg (day 1 of its cycle 4)",
        "8 REST DAY: no a",
    ]


def test_a_drug_that_comes_again_is_not_over() -> None:
    """A drug of every other cycle is not said to have ended, but for its last cycle."""
    phases = [phase("p", "7 days", "4", "a", "b"), phase("q", "7 days", "open", "c", "b")]
    through = dt.date(2027, 1, 31)
    said = lines(
        phases,
        through,
        a={"days": "1", "cycles": "odd"},
        b={"days": "1"},
        c={"days": "1", "cycles": "odd"},
    )

    over = [(said[at - 1], line) for at, line in enumerate(said) if line.startswith("NO ")]
    assert over == [
        ("Cycle 4 of 4 (p): Monday 28 December 2026 to Sunday 3 January 2027", "NO a from here on")
    ]


def test_optional_days_say_what_was_settled() -> None:
    """The plan says of optional days whether they are given, and that the caller settled it."""
    for given, word, note in ((True, "with", "given"), (False, "without", "left out")):
        phases = [phase("p", "21 days", "1", "a")]
        said = lines(phases, optional={"a": given}, a={"days": "1", "optional": "8"})

        assert any(line.endswith(f", {word} the optional day 8") for line in said)
        assert f"a: optional days (8): {note}, as the caller settled" in said


def test_patterns_are_said_in_words() -> None:
    """Days on and off stand in each cycle, and are no days of it."""
    said = lines([phase("p", "21 days", "1", "a")], a={"days": "2 weeks on, 1 week off"})

    assert "a: 2 weeks on, then 1 week off, in each cycle" in said
    note = "infusions on days that follow one another, 2 weeks on, 1 week off: check each day"
    assert f"a: {note}" in said


def test_which_infusions_are_looked_at_twice() -> None:
    """Days that follow one another are told; every second day is none of them."""
    told = {
        "1-14": True,
        "1, 2": False,
        "continuous": True,
        "weekdays": True,
        "every 7 days": False,
        "1 day on, 6 days off": False,
        "2 days on, 5 days off": True,
    }
    for days, is_told in told.items():
        said = lines([phase("p", "21 days", "1", "a")], a={"days": days})
        assert any("follow one another" in line for line in said) == is_told, days
