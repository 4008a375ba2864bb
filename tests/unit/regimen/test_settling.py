"""Settling: what the source leaves open is settled by the caller, and stays marked."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.dates import Span
from npc_regimens.errors import DateError, NotStatedError, RegimenError, UnknownRegimenError
from npc_regimens.regimen import Settlement, Trial, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    Load = Callable[[str], Trial]

EXAMPLE = """
format = 1
id = "example-01"
title = "Drug A, then one of two"

[component.drug-a]
drug = "drug-a"
dose = "not stated"
route = "intravenous"
days = "1"
cite = "a#b"

[component.drug-b]
drug = "drug-b"
dose = "200 mg"
route = "intravenous"
days = "1"
cycles = "1-4"
cite = "a#b"

[component.drug-c]
drug = "drug-c"
dose = "300 mg"
route = "intravenous"
days = "1"
cycles = "1-6"
cite = "a#b"

[choice.second]
one_of = ["drug-b", "drug-c"]

[[arm]]
id = "a"
name = "Drug A"

[[arm.phase]]
name = "first"
cycle = "21 days"
cycles = "at most 4"
until = ["progression"]
give = ["drug-a"]

[[arm]]
id = "b"
name = "One of two"

[[arm.phase]]
name = "only"
cycle = "21 days"
cycles = "open"
until = ["progression"]
give = [{ choose = "second" }]

[[arm.review]]
name = "after a year"
after = "1 year"
first = "drug-b"
what = "someone decides"
cite = "a#b"
"""


@pytest.fixture(scope="module", name="example")
def read_example() -> Trial:
    """Read the example."""
    return Trial.model_validate(tomllib.loads(EXAMPLE, parse_float=Decimal))


def test_an_arm_is_named_where_there_are_several(example: Trial) -> None:
    """No arm is taken by chance, and the refusal lists the ids to use."""
    with pytest.raises(UnknownRegimenError, match="has 2 arms; name one: 'example-01/a', 'exam"):
        settle(example)
    with pytest.raises(UnknownRegimenError, match="has no arm 'c'; there are 'a', 'b'"):
        settle(example, "c")


def test_a_gap_without_a_reference_is_said_to_have_none(example: Trial) -> None:
    """Where nobody states a dose, the refusal says that no reference is known."""
    with pytest.raises(NotStatedError, match=r"'drug-a': dose \(no reference is known\)"):
        settle(example, "a", Settlement(accept_reference_doses=True))


def test_a_given_dose_fills_a_gap_and_stays_marked(example: Trial) -> None:
    """The caller's dose is read, and each order says where its dose came from."""
    regimen = settle(example, "a", Settlement(doses={"drug-a": "3 mg/kg"}, cycles={"first": 2}))

    order = regimen.phases[0].orders[0]

    assert (str(order.dose), order.dose_source) == ("3 mg/kg", "given")
    assert regimen.phases[0].count == 2


@pytest.mark.parametrize("count", [0, 5, True, "4", 4.0])
def test_a_count_that_is_not_allowed_is_refused(example: Trial, count: Any) -> None:
    """A count outside what the source allows, or of another type, is refused."""
    wanted = Settlement(doses={"drug-a": "200 mg"}, cycles={"first": count})

    with pytest.raises(
        RegimenError, match=r"'first' has at most 4 cycles, so .* allowed; settle a"
    ):
        settle(example, "a", wanted)


@pytest.mark.parametrize(("option", "count"), [("drug-b", 4), ("drug-c", 6)])
def test_an_open_phase_ends_with_the_last_of_its_limited_drugs(
    example: Trial, option: str, count: int
) -> None:
    """Where every drug of an open phase has a last cycle, the phase has one too."""
    regimen = settle(example, "b", Settlement(choose={"second": option}))

    assert regimen.phases[0].count == count
    assert regimen.choices == (("second", option),)
    assert not regimen.is_open


def test_a_review_of_a_drug_that_was_not_chosen_falls_away(example: Trial) -> None:
    """A review counts from the first dose of a drug, and so needs it."""
    chosen = [settle(example, "b", Settlement(choose={"second": o})) for o in ("drug-b", "drug-c")]

    assert [len(regimen.reviews) for regimen in chosen] == [1, 0]


def test_a_reference_is_taken_only_when_it_is_accepted(trial: Load) -> None:
    """The refusal names every gap at once and where a reference stands; accepted, it is marked."""
    with pytest.raises(NotStatedError, match=r"camrelizumab.*\n.*apatinib.*\n.*cycle length"):
        settle(trial("nct04547088"))

    regimen = settle(trial("nct04547088"), settlement=Settlement(accept_reference_doses=True))

    assert {order.dose_source for order in regimen.phases[0].orders} == {"reference"}
    assert regimen.phases[0].cycle_source == "reference"


def test_a_given_dose_goes_before_an_accepted_reference(trial: Load) -> None:
    """A caller who gives a dose means it, and takes the reference for the schedule alone."""
    wanted = Settlement(accept_reference_doses=True, doses={"camrelizumab": "3 mg/kg"})

    first, second = settle(trial("nct04547088"), settlement=wanted).phases[0].orders

    assert (str(first.dose), first.dose_source, str(first.days)) == ("3 mg/kg", "given", "1")
    assert (str(second.dose), second.dose_source) == ("250 mg", "reference")


def test_a_stated_dose_is_not_overruled(trial: Load) -> None:
    """A dose is given only where the source states none."""
    wanted = Settlement(doses={"penpulimab": "100 mg"}, cycles={"combination": 4})

    with pytest.raises(RegimenError, match="the dose of 'penpulimab' is stated, 200 mg"):
        settle(trial("nct05807880"), settlement=wanted)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (Settlement(cycles={"combination": 4, "combi": 4}), "no phase 'combi'; did you mean"),
        (Settlement(choose={"drug": "a"}), "no choice 'drug'; there are none"),
        (Settlement(doses={"docetaxel": "75 mg/m2"}), "no component 'docetaxel'; there are"),
        (Settlement(bases={"docetaxel": "free base"}), "no component 'docetaxel'; there are"),
        (Settlement(bases={"anlotinib": "free base"}), "the basis of 'anlotinib' is not open"),
        (Settlement(assess={"ct": Span(6, "week")}), "no assessment 'ct'; there are none"),
    ],
)
def test_a_setting_about_nothing_is_refused(trial: Load, wanted: Settlement, says: str) -> None:
    """Nothing that the caller says is dropped in silence."""
    with pytest.raises(RegimenError, match=says):
        settle(trial("nct05807880"), settlement=wanted)


def test_an_assessment_is_settled_inside_its_range(trial: Load) -> None:
    """6 to 8 weeks allow 7, and days count as well as weeks; outside is refused."""
    for span in (Span(6, "week"), Span(56, "day")):
        regimen = settle(trial("nct04350190"), settlement=Settlement(assess={"response": span}))
        assert regimen.assessments[0].every == span
    said = "every 6-8 weeks, so every 57 days is not .*, for example response='8 weeks'"
    with pytest.raises(RegimenError, match=said):
        settle(trial("nct04350190"), settlement=Settlement(assess={"response": Span(57, "day")}))
    with pytest.raises(DateError, match="assessment 'response': '2 months' has no fixed number"):
        settle(trial("nct04350190"), settlement=Settlement(assess={"response": Span(2, "month")}))


def test_a_basis_is_settled_and_kept(trial: Load) -> None:
    """What the source leaves open about salt and base is said by the caller."""
    name = "irinotecan-liposome"
    regimen = settle(trial(f"{name}-nimotuzumab"), settlement=Settlement(bases={name: "free base"}))

    assert [order.basis for order in regimen.phases[0].orders] == ["free base", None]
