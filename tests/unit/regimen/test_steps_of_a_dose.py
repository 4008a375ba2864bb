"""Steps of a dose: read whole, settled each by itself, and refused where they contradict."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest

from npc_regimens.checks import findings
from npc_regimens.errors import FileProblemsError, RegimenError
from npc_regimens.files import KINDS
from npc_regimens.files.loading import from_data
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Regimen, Settlement, Trial, settle

START = dt.date(2026, 12, 7)
TABLE: dict[str, Any] = {
    "format": 1,
    "id": "example-01",
    "title": "An example",
    "component": {
        "a": {
            "drug": "drug-a",
            "dose": "6 mg/kg",
            "steps": [{"dose": "8 mg/kg", "cycles": "1"}],
            "route": "oral",
            "frequency": "twice daily",
            "days": "1-5",
            "cite": "a#b",
        }
    },
    "arm": [
        {
            "id": "only",
            "name": "The only arm",
            "phase": [{"name": "p", "cycle": "21 days", "cycles": "3", "give": ["a"]}],
        }
    ],
}


def table_with(*steps: dict[str, Any], **component: Any) -> dict[str, Any]:
    """Write the example with other steps, or with a component that differs."""
    table, phases = copy.deepcopy(TABLE), component.pop("phases", 1)
    table["component"]["a"] |= {**({"steps": [*steps]} if steps else {}), **component}
    names = [f"p{number}" for number in range(phases)]
    table["arm"][0]["phase"] = [TABLE["arm"][0]["phase"][0] | {"name": name} for name in names]
    return table


def settled(table: dict[str, Any], **wanted: Any) -> Regimen:
    """Settle a table."""
    return settle(Trial.model_validate(table), settlement=Settlement(**wanted))


def planned(table: dict[str, Any], **wanted: Any) -> Calendar:
    """Plan a table for a patient of 65 kg."""
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")
    return plan(settled(table, **wanted), patient, start=START, formulary=Formulary(()))


def refusal(table: dict[str, Any]) -> str:
    """Say what is wrong with a table, as the file says it."""
    with pytest.raises(FileProblemsError) as error:
        from_data(KINDS["regimen"], table, "file")
    return str(error.value)


@pytest.mark.parametrize(
    ("steps", "component", "words"),
    [
        ([{"dose": "8 mg/kg"}], {}, "says neither cycles, days nor slot"),
        (
            [{"dose": "8 mg/kg", "cycles": "1"}, {"dose": "7 mg/kg", "days": "1"}],
            {},
            "one step names cycles and another days\n    let all steps name the same keys",
        ),
        (
            [{"dose": "8 mg/kg", "cycles": "1-2"}, {"dose": "7 mg/kg", "cycles": "2-3"}],
            {},
            "key 'steps': the steps 8 mg/kg in cycles 1-2 and 7 mg/kg in cycles 2-3 hold at once",
        ),
        (
            [{"dose": "8 mg/kg", "days": "8"}],
            {},
            "on day 8 holds nowhere; the component is given on days 1-5, twice daily, in a phase",
        ),
        (
            [{"dose": "8 mg/kg", "cycles": "1"}],
            {"cycles": "2-3"},
            "given on days 1-5, twice daily, in cycles 2-3, in a phase of 3 cycles",
        ),
        (
            [{"dose": "8 mg/kg", "slot": "morning"}],
            {"days": "1 evening"},
            "the step 8 mg/kg in the morning holds nowhere",
        ),
        (
            [{"dose": "8 mg/kg", "slot": "noon"}],
            {},
            "a step names the slot 'noon', which the frequency does not have",
        ),
        (
            [{"dose": "8 mg/kg", "days": "1 noon-2"}],
            {},
            "days name the slot 'noon', which the frequency does not have",
        ),
        (
            [{"dose": "8 mg/kg", "cycles": "1-2"}, {"dose": "7 mg/kg", "cycles": "3"}],
            {},
            "key 'steps': the dose 6 mg/kg holds nowhere, for one of its steps always does",
        ),
        (
            [{"dose": "8 mg/kg", "days": "1-5 weekdays"}],
            {},
            "a step on '1-5 weekdays' would hold on real dates",
        ),
        (
            # 21 days and three cycles are nine cycles of seven days
            [{"dose": "8 mg/kg", "cycles": "10"}],
            {"cycle": "7 days"},
            "the step 8 mg/kg in cycle 10 holds nowhere",
        ),
        (
            [{"dose": "8 mg/kg", "days": "8"}],
            {"optional": "7"},
            "the step 8 mg/kg on day 8 holds nowhere",
        ),
        (
            [{"dose": "8 mg/kg", "slot": "morning"}],
            {"frequency": "every 8 hours"},
            "steps name slots of the day, and every 8 hours has none",
        ),
        ([], {"dose": "not stated"}, "steps stand only beside a dose that is stated"),
        ([], {"levels": ["6 mg/kg", "5 mg/kg"]}, "a dose with steps is several"),
        ([{"dose": "8-9 mg/kg", "cycles": "1"}], {}, "is a range of doses\n    write one dose"),
        ([{"dose": "8 mg/kg", "slot": "night"}], {}, "steps 1, key 'slot'"),
        ([{"dose": "8 mg/kg", "cycle": "1"}], {}, "did you mean 'cycles'?"),
    ],
)
def test_steps_that_contradict_are_refused(
    steps: list[dict[str, str]], component: dict[str, Any], words: str
) -> None:
    """Each contradiction names the step and what it contradicts."""
    assert words in refusal(table_with(*steps, **component))


def test_where_the_schedule_is_open_its_own_refusal_comes() -> None:
    """Without a cycle length or days nothing can be placed, and a reference's days are taken."""
    table = table_with()
    table["arm"][0]["phase"][0]["cycle"] = "not stated"
    assert len(Trial.model_validate(table).component["a"].steps) == 1
    reference = {"dose": "1 mg", "route": "oral", "frequency": "once daily", "days": "2"}
    open_days = {"days": "not stated", "reference": {**reference, "note": "a label", "cite": "a#b"}}
    words = "the step 8 mg/kg on day 1 holds nowhere"
    assert words in refusal(table_with({"dose": "8 mg/kg", "days": "1"}, **open_days))
    made = Trial.model_validate(table_with({"dose": "8 mg/kg", "cycles": "1"}, **open_days))
    assert len(made.component["a"].steps) == 1


@pytest.mark.parametrize(
    ("step", "component"),
    [
        ({"dose": "8 mg/kg", "cycles": "9"}, {"cycle": "7 days"}),
        ({"dose": "8 mg/kg", "days": "8"}, {"optional": "8"}),
        ({"dose": "8 mg/kg", "days": "-1"}, {"days": "-1, 1"}),
        ({"dose": "8 mg/kg", "cycles": "odd"}, {}),
    ],
)
def test_steps_hold_wherever_the_component_may_be_given(
    step: dict[str, str], component: dict[str, Any]
) -> None:
    """Cycles of its own, optional days and days before day 1 are places too."""
    made = Trial.model_validate(table_with(step, **component))

    assert len(made.component["a"].steps) == 1


def test_an_own_cycle_of_a_phase_without_a_length_has_any_number() -> None:
    """How many cycles of seven days a phase has is not known where its own are not stated."""
    table = table_with({"dose": "8 mg/kg", "cycles": "99"}, cycle="7 days")
    table["arm"][0]["phase"][0]["cycle"] = "not stated"

    assert Trial.model_validate(table).component["a"].steps[0].keys == ("cycles",)


def test_an_order_knows_its_dose_at_each_place() -> None:
    """In all cycles, days and slots the step that names the place holds, and else the dose."""
    table = table_with(
        {"dose": "8 mg/kg", "cycles": "1", "days": "1-2", "slot": "morning"},
        {"dose": "7 mg/kg", "cycles": "1", "days": "1-2", "slot": "evening"},
    )
    order = settled(table).orders[0]

    found = {
        (cycle, day, slot): str(order.dose_at(cycle, day, slot))
        for cycle in (1, 2)
        for day in (2, 3)
        for slot in ("morning", "evening")
    }
    expected = dict.fromkeys(found, "6 mg/kg")
    expected |= {(1, 2, "morning"): "8 mg/kg", (1, 2, "evening"): "7 mg/kg"}
    assert found == expected
    assert str(order.steps[0]) == "8 mg/kg in cycle 1 on days 1-2 in the morning"


def test_a_percentage_is_of_each_step() -> None:
    """At 50 % of 8 and 6 mg/kg there are 4 and 3 mg/kg, and each says of what."""
    calendar = planned(table_with(), levels={"a": "50 %"})

    assert [(str(dose.order.dose), dose.order.level) for dose in calendar.doses] == [
        ("4 mg/kg", "50 % of 8 mg/kg = 4 mg/kg"),
        ("3 mg/kg", "50 % of 6 mg/kg = 3 mg/kg"),
    ]
    assert str(calendar.doses[0].order.full_dose) == "8 mg/kg"


def test_a_level_as_an_amount_is_refused() -> None:
    """An amount could be the level of one step or of another."""
    with pytest.raises(RegimenError, match="write a percentage like '75 %'"):
        settled(table_with(), levels={"a": "6 mg/kg"})


def test_a_dose_is_given_only_for_what_is_open() -> None:
    """A dose for steps could mean each of them; in the range of the plain dose it means it."""
    with pytest.raises(RegimenError, match="is stated, 6 mg/kg and in 1 of its own steps"):
        settled(table_with(), doses={"a": "5 mg/kg"})
    calendar = planned(table_with(dose="5-6 mg/kg"), doses={"a": "5 mg/kg"})
    assert [(str(dose.order.dose), dose.order.dose_source) for dose in calendar.doses] == [
        ("8 mg/kg", "stated"),
        ("5 mg/kg", "chosen"),
    ]


def test_a_loading_dose_may_be_of_another_kind() -> None:
    """A loading dose by weight and a flat one after it each follow their own rule."""
    calendar = planned(table_with(dose="400 mg"))

    assert [str(dose.calculated) for dose in calendar.doses] == ["520 mg", "400 mg"]


def test_a_step_brings_its_own_source() -> None:
    """A dose of a step cites the step's source beside the component's, each once."""
    step = {"dose": "8 mg/kg", "cycles": "1", "cite": ["a#b", "c#d"]}
    loading, plain = planned(table_with(step)).doses

    assert [str(each) for each in loading.order.citation] == ["a#b", "c#d"]
    assert [str(each) for each in plain.order.citation] == ["a#b"]


def test_units_of_several_doses_are_added_by_strength() -> None:
    """500 mg in the morning and 650 mg in the evening are 1 x 500, and 1 x 500 with 1 x 150 mg."""
    rounding = {"rule": "nearest whole units", "ties": "up", "report_over": "10 %", "cite": "a#b"}
    product = {
        "format": 1,
        "id": "tablets",
        "drug": "drug-a",
        "name": "tablets",
        "form": "tablet",
        "route": "oral",
        "strengths": ["500 mg", "150 mg"],
        "cite": "a#b",
        "rounding": rounding,
    }
    table = table_with({"dose": "150 mg", "slot": "morning"}, dose="650 mg", days="1-2")
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")
    formulary = Formulary((from_data(KINDS["product"], product, "file"),))  # type: ignore[arg-type]  # of any kind
    calendar = plan(settled(table), patient, start=START, formulary=formulary)

    (total,) = calendar.totals()
    # two days in each of three cycles
    assert [(str(each.strength), each.count) for each in total.units] == [
        ("500 mg", 6),
        ("150 mg", 12),
    ]


def test_a_step_that_a_whole_plan_never_gives_is_told() -> None:
    """With one cycle of one to three there is no cycle 2, and no place for the plain dose."""
    table = table_with({"dose": "8 mg/kg", "cycles": "1"}, {"dose": "7 mg/kg", "cycles": "2"})
    table["arm"][0]["phase"][0]["cycles"] = "1-3"
    calendar = planned(table, cycles={"p0": 1})

    told = [each.words for each in findings(calendar, Formulary(())) if "never" in each.name]
    which = ("7 mg/kg in cycle 2", "6 mg/kg, which holds where no step does,")
    rest = "is given nowhere in this plan; check its steps and the cycles"
    assert told == [f"{each} {rest}" for each in which]


def test_steps_by_cycle_come_again_in_a_later_phase() -> None:
    """Cycles count within their phase, so a loading dose of two phases is told."""
    again = planned(table_with(phases=2))
    by_day = planned(table_with({"dose": "8 mg/kg", "days": "1"}, phases=2))

    told = [each.words for each in findings(again, Formulary(())) if each.name == "steps-again"]
    assert told == ["cycles count within their phase, so its steps come again in 'p1'"]
    assert not [e for e in findings(by_day, Formulary(())) if e.name == "steps-again"]
    doses = [f"{each.phase} {each.place} {each.ordered}" for each in again.administrations]
    assert "p1 C1D1 520 mg" in doses
