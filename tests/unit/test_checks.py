"""Findings: what a careful reader of a calendar would ask about."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import TYPE_CHECKING, Any

from npc_regimens.checks import findings
from npc_regimens.patient import Patient, SurfacePolicy
from npc_regimens.planning import plan
from npc_regimens.products import Formulary, Product
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.checks import Finding

    Load = Callable[[str], Trial]

START = dt.date(2026, 12, 7)
BIG_TABLETS = """
format = 1
id = "apatinib-tablets"
drug = "apatinib"
name = "apatinib tablets"
form = "tablet"
route = "oral"
strengths = ["300 mg"]
rounding = { rule = "nearest whole units", ties = "up", report_over = "10 %", cite = "a#b" }
cite = "a#b"
"""


def found(
    of: Trial, formulary: Formulary, surface: SurfacePolicy | None = None, **settled: Any
) -> dict[tuple[str, str], Finding]:
    """Plan one day and look at the calendar; name each finding and what it is about."""
    calendar = plan(
        settle(of, settlement=Settlement(**settled)),
        Patient.measured(on=START, height="170 cm", weight="65 kg"),
        start=START,
        through=START + dt.timedelta(days=200),
        formulary=formulary,
        surface=surface,
    )
    return {(each.name, each.about): each for each in findings(calendar, formulary)}


def test_a_calendar_without_surprise_has_no_finding(trial: Load, formulary: Formulary) -> None:
    """Silence means that nothing is notable."""
    assert found(trial("nct05807880"), formulary, cycles={"combination": 4}) == {}


def test_a_dose_far_from_its_calculation_is_a_warning(trial: Load) -> None:
    """A deviation over the product's limit is told with both doses and the percentage."""
    tablets = Product.model_validate(tomllib.loads(BIG_TABLETS))

    found_here = found(trial("nct04350190"), Formulary((tablets,)))

    warning = found_here["dose-difference", "apatinib"]
    assert warning.level == "warning"
    assert warning.words == (
        "the ordered 300 mg differs from the calculated 250 mg by 20 %, over the limit of 10 %"
    )


def test_a_missed_dose_rule_that_differs_from_the_label_is_told(
    trial: Load, formulary: Formulary
) -> None:
    """The trial's rule is in force, and the label's is named beside it."""
    told = found(trial("nct04350190"), formulary)["missed-dose-rules-differ", "apatinib"]

    assert told.level == "note"
    assert "in force, from the trial: " in told.words
    assert "the label differs: a missed dose is not made up" in told.words


def test_a_drug_without_a_product_is_told(trial: Load, formulary: Formulary) -> None:
    """A drug that is not named has no product, and is ordered as calculated."""
    told = found(trial("nct04350190"), formulary)

    assert ("no-product", "pd-1-antibody") in told
    assert ("no-product", "apatinib") not in told


def test_doses_and_cycles_of_another_source_are_told(trial: Load, formulary: Formulary) -> None:
    """A reference and a dose of the caller's own stay marked in the findings."""
    told = found(
        trial("nct04547088"),
        formulary,
        accept_reference_doses=True,
        doses={"camrelizumab": "3 mg/kg"},
    )

    assert set(told) == {
        ("given-dose", "camrelizumab"),
        ("reference-schedule", "camrelizumab"),
        ("reference-dose", "apatinib"),
        ("reference-cycle", "treatment"),
    }
    assert "esmo-2022-663p#apatinib" in told["reference-dose", "apatinib"].words


def test_a_basis_that_is_not_stated_is_told_until_it_is(trial: Load, formulary: Formulary) -> None:
    """The finding goes when the caller states the basis."""
    name = "irinotecan-liposome"
    of = trial(f"{name}-nimotuzumab")

    assert ("basis-not-stated", name) in found(of, formulary)
    assert ("basis-not-stated", name) not in found(of, formulary, bases={name: "free base"})


def test_a_capped_body_surface_is_told(trial: Load, formulary: Formulary) -> None:
    """A cap never bites in silence."""
    capped = SurfacePolicy(cap=Amount.parse("1.7 m2"))

    told = found(trial("nct05807880"), formulary, capped, cycles={"combination": 4})

    words = told["surface-cap", "body surface"].words
    assert words == "1.75 m2 is over the cap; 1.7 m2 is used"


def test_a_basis_that_the_caller_gave_is_told(trial: Load, formulary: Formulary) -> None:
    """What the source does not state stays marked as the caller's."""
    name = "irinotecan-liposome"
    told = found(trial(f"{name}-nimotuzumab"), formulary, bases={name: "free base"})

    assert "'free base' was given by the caller" in told["given-basis", name].words


def test_many_tablets_are_told_with_an_easier_dose(trial: Load, formulary: Formulary) -> None:
    """A dose of ten tablets is a note, and says what half as many would be."""
    settlement = Settlement(choose={"chemotherapy": "capecitabine"})
    calendar = plan(
        settle(trial("nct05549466"), "chemotherapy", settlement),
        Patient.measured(on=START, height="170 cm", weight="65 kg"),
        start=START,
        through=START,
        formulary=formulary,
    )
    (told,) = findings(calendar, formulary)

    assert (told.level, told.name) == ("note", "many-units")
    assert told.words == "one dose is 10 units; 2150 mg would be 5, and differ by -1.71 %"
