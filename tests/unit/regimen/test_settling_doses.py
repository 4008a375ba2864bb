"""Settling doses: ranges stay ranges until a caller settles them, and levels only lower a dose."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.checks import findings
from npc_regimens.dose import DoseRange
from npc_regimens.errors import NotStatedError, RegimenError
from npc_regimens.patient import Patient
from npc_regimens.planning import explain, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.render.rows import administration_row, to_csv
from npc_regimens.render.table import to_text
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from npc_regimens.planning import Calendar
    from npc_regimens.regimen import Order

START = dt.date(2026, 12, 7)
TEXT = """
format = 1
id = "example-01"
title = "Cisplatin in a range, carboplatin in another, anlotinib in levels, one not stated"

[component.cisplatin]
drug = "cisplatin"
dose = "80-100 mg/m2"
levels = ["100 mg/m2", "80 mg/m2", "60 mg/m2"]
route = "intravenous"
days = "1"
cite = "a#b"

[component.carboplatin]
drug = "carboplatin"
dose = "AUC 5-6"
route = "intravenous"
days = "1"
cite = "a#b"

[component.capsules]
drug = "drug-c"
dose = "12 mg"
levels = ["12 mg", "10 mg", "8 mg"]
route = "oral"
frequency = "once daily"
days = "1-2"
cite = "a#b"

[component.silent]
drug = "drug-d"
dose = "not stated"
route = "intravenous"
days = "1"
reference = { dose = "3 mg/kg", route = "intravenous", days = "1", note = "a label", cite = "a#b" }
cite = "a#b"

[[arm]]
id = "ranges"
name = "Two ranges"
[[arm.phase]]
name = "only"
cycle = "21 days"
cycles = "2"
give = ["cisplatin", "carboplatin"]

[[arm]]
id = "capsules"
name = "Capsules"
[[arm.phase]]
name = "only"
cycle = "21 days"
cycles = "1"
give = ["capsules"]

[[arm]]
id = "silent"
name = "Nothing stated"
[[arm.phase]]
name = "only"
cycle = "21 days"
cycles = "1"
give = ["silent", "cisplatin"]
"""
BOTH = {"cisplatin": "90 mg/m2", "carboplatin": "AUC 5"}


@pytest.fixture(scope="module", name="example")
def read_example() -> Trial:
    """Read the example."""
    return Trial.model_validate(tomllib.loads(TEXT, parse_float=Decimal))


def first_order(example: Trial, arm: str, **wanted: Any) -> Order:
    """Settle an arm and return its first order."""
    return settle(example, arm, Settlement(**wanted)).phases[0].orders[0]


def planned(example: Trial, arm: str, **wanted: Any) -> Calendar:
    """Plan an arm for a patient of 170 cm, 65 kg and 90 mL/min."""
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg", clearance="90 mL/min")
    regimen = settle(example, arm, Settlement(**wanted))
    return plan(regimen, patient, start=START, formulary=Formulary(()))


def test_a_range_stays_a_range_in_the_definition(example: Trial) -> None:
    """Reading a file settles nothing."""
    dose = example.component["cisplatin"].dose

    assert isinstance(dose, DoseRange)
    assert str(dose) == "80-100 mg/m2"
    assert example.component["cisplatin"].is_stated


def test_all_open_ranges_are_told_at_once(example: Trial) -> None:
    """The refusal lists every range that nobody settled, and how to settle one of them."""
    with pytest.raises(RegimenError) as caught:
        settle(example, "ranges")

    assert str(caught.value) == (
        "example-01/ranges: a range of doses is not settled: cisplatin (80-100 mg/m2), carboplatin"
        " (AUC 5-6); settle it (doses, --dose), for example cisplatin='80 mg/m2'"
    )


def test_a_range_that_is_left_is_told_alone(example: Trial) -> None:
    """What is settled is not told again."""
    with pytest.raises(RegimenError, match=r"not settled: carboplatin \(AUC 5-6\); .*='AUC 5'"):
        settle(example, "ranges", Settlement(doses={"cisplatin": "80 mg/m2"}))


@pytest.mark.parametrize("dose", ["80 mg/m2", "90.5 mg/m2", "0.1 g/m2", "100 mg/m²"])
def test_a_dose_inside_is_chosen(example: Trial, dose: str) -> None:
    """Both ends are inside, in any unit, and the order says that a caller chose it."""
    order = first_order(example, "ranges", doses={**BOTH, "cisplatin": dose})

    assert order.dose_source == "chosen"
    assert order.level is None


@pytest.mark.parametrize("dose", ["79.9 mg/m2", "100.1 mg/m2", "1 g/m2", "90 mg", "AUC 90"])
def test_a_dose_outside_is_refused(example: Trial, dose: str) -> None:
    """Outside the range, and in another kind, a dose is refused with both ends."""
    says = f"'cisplatin' is 80-100 mg/m2, and {dose} is outside; give one from 80 mg/m2 to 100 mg/"

    with pytest.raises(RegimenError, match=says):
        settle(example, "ranges", Settlement(doses={**BOTH, "cisplatin": dose}))


def test_a_dose_that_is_a_range_again_settles_nothing(example: Trial) -> None:
    """A caller who writes the range has not settled it."""
    with pytest.raises(RegimenError, match="dose given for 'cisplatin': '80-90 mg/m2' is a range"):
        settle(example, "ranges", Settlement(doses={**BOTH, "cisplatin": "80-90 mg/m2"}))


def test_what_is_not_stated_is_told_before_ranges(example: Trial) -> None:
    """A gap is told first, and an accepted reference does not settle the range beside it."""
    with pytest.raises(NotStatedError, match="'silent': dose"):
        settle(example, "silent")
    with pytest.raises(RegimenError, match=r"not settled: cisplatin \(80-100 mg/m2\)"):
        settle(example, "silent", Settlement(accept_reference_doses=True))


def test_a_chosen_dose_says_so_wherever_it_is_shown(example: Trial) -> None:
    """Finding, explanation, printed page and rows all tell that the caller chose the dose."""
    calendar = planned(example, "ranges", doses=BOTH)
    told = [each for each in findings(calendar, Formulary(())) if each.name == "chosen-dose"]

    assert [(each.about, each.level) for each in told] == [
        ("cisplatin", "note"),
        ("carboplatin", "note"),
    ]
    assert told[0].words == "90 mg/m2 was chosen by the caller in the range that the source states"
    lines = explain(calendar.administrations[0], Formulary(()))
    assert "dose source: chosen by the caller in the range that the source states" in lines
    text = to_text(calendar, Formulary(()))
    assert "dose chosen by the planner in the range that the record states: 90 mg/m2" in text
    row = administration_row(calendar.administrations[0], calendar)
    assert (row["dose"], row["dose_source"]) == ("90 mg/m2", "chosen")


def test_a_chosen_dose_is_computed_as_any_other(example: Trial) -> None:
    """90 mg/m2 for 1.75 m2 are 157.5 mg, and AUC 5 at 90 mL/min is 5 x 115 = 575 mg."""
    doses = [dose.calculated for dose in planned(example, "ranges", doses=BOTH).doses]

    assert doses == [Amount.parse("157.5 mg"), Amount.parse("575 mg")]


# --- levels --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "dose", "words"),
    [
        ("8 mg", "8 mg", "8 mg instead of 12 mg (levels: 12 mg, 10 mg, 8 mg)"),
        ("75 %", "9 mg", "75 % of 12 mg = 9 mg"),
    ],
)
def test_a_level_says_so_wherever_it_is_shown(
    example: Trial, level: str, dose: str, words: str
) -> None:
    """The steps begin with the level; finding, page and the last key of a row have its words."""
    calendar = planned(example, "capsules", levels={"capsules": level})
    given = calendar.administrations[0]

    assert str(given.ordered) == dose
    assert given.dose.steps[0] == f"level: {words}"
    assert f"level: {words}" in explain(given, Formulary(()))
    assert f"dose level: {words}" in to_text(calendar, Formulary(()))
    told = {each.name: each for each in findings(calendar, Formulary(()))}["dose-level"]
    assert (told.level, told.words) == ("note", f"planned at a dose level: {words}")
    row = administration_row(given, calendar)
    assert list(row)[-1] == "level"
    assert (row["level"], row["dose"], row["dose_source"]) == (words, dose, "stated")
    assert "citation,level,calculated," in to_csv(calendar)


def test_without_a_level_there_is_none(example: Trial) -> None:
    """The full dose has no level, in no row and no finding."""
    calendar = planned(example, "capsules")

    assert administration_row(calendar.administrations[0], calendar)["level"] is None
    assert "dose-level" not in {each.name for each in findings(calendar, Formulary(()))}


@pytest.mark.parametrize(
    ("level", "says"),
    [
        ("9 mg", r"component 'capsules': level '9 mg' of 12 mg is not one of its levels"),
        ("100 %", r"component 'capsules': level '100 %' of 12 mg: write a whole percentage"),
        ("0 %", "a whole percentage from 1 % to 99 %"),
    ],
)
def test_an_unknown_level_is_refused_with_its_component(
    example: Trial, level: str, says: str
) -> None:
    """What is not listed, the whole and nothing are refused, with the component by name."""
    with pytest.raises(RegimenError, match=says):
        settle(example, "capsules", Settlement(levels={"capsules": level}))


def test_a_level_of_nothing_is_refused(example: Trial) -> None:
    """A level for a component that the arm does not give is refused."""
    with pytest.raises(RegimenError, match="there is no component 'cisplatin'"):
        settle(example, "capsules", Settlement(levels={"cisplatin": "75 %"}))


def test_a_level_is_of_the_dose_that_was_chosen_accepted_or_given(example: Trial) -> None:
    """A level lowers what the caller settled, whoever states it."""
    lower = {"silent": "50 %"}
    chosen = {"cisplatin": "80 mg/m2"}

    order = first_order(example, "silent", accept_reference_doses=True, doses=chosen, levels=lower)
    given = first_order(example, "silent", doses={**chosen, "silent": "200 mg"}, levels=lower)

    assert (str(order.dose), order.dose_source) == ("1.5 mg/kg", "reference")
    assert (str(given.dose), given.dose_source) == ("100 mg", "given")


def test_a_level_never_raises_a_chosen_dose(example: Trial) -> None:
    """80 mg/m2 was chosen: its level 60 mg/m2 is lower, and 100 mg/m2 is refused."""
    doses = {**BOTH, "cisplatin": "80 mg/m2"}

    order = first_order(example, "ranges", doses=doses, levels={"cisplatin": "60 mg/m2"})

    assert (str(order.dose), order.dose_source) == ("60 mg/m2", "chosen")
    with pytest.raises(RegimenError, match="level 100 mg/m2 is over the dose 80 mg/m2"):
        settle(example, "ranges", Settlement(doses=doses, levels={"cisplatin": "100 mg/m2"}))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('["12 mg", "10 mg", "8 mg"]', '["12 mg", "8 mg", "10 mg"]', "8 mg to 10 mg do not"),
        ('["12 mg", "10 mg", "8 mg"]', '["15 mg"]', "level 15 mg is over the full dose 12 mg"),
        ('["12 mg", "10 mg", "8 mg"]', '["8 mg/m2"]', "the levels of 12 mg are not of its kind"),
        ('["100 mg/m2", "80 m', '["120 mg/m2", "80 m', "over the full dose 100 mg/m2"),
        ('dose = "12 mg"', 'dose = "not stated"', "levels stand only beside a dose that is stated"),
        ('dose = "12 mg"', 'dose = "12-8 mg"', "12 mg to 8 mg is not a range of doses"),
        ('["12 mg", "10 mg", "8 mg"]', '["12-8 mg"]', "12 mg to 8 mg is not a range"),
        ('dose = "12 mg"', 'dose = "12 mg"\nlimits = {}', "limits without a limit"),
        ('dose = "12 mg"', 'dose = "12 mg"\nlimits = { lifetime = "5 mL" }', "5 mL is a volume"),
    ],
)
def test_a_definition_that_cannot_be_is_refused(old: str, new: str, says: str) -> None:
    """Levels and limits that make no sense are refused when the file is read."""
    assert old in TEXT

    with pytest.raises(ValueError, match="validation error") as caught:
        Trial.model_validate(tomllib.loads(TEXT.replace(old, new), parse_float=Decimal))

    assert says in str(caught.value)
