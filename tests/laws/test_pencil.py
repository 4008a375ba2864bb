"""Laws of the pencil: every printed line of a dose can be redone from what is printed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st
from pencil import Pencil, redo

from npc_regimens import strategies as ours
from npc_regimens.cli import main
from npc_regimens.dose import Body, DoseRule, at_level
from npc_regimens.errors import PatientError, ProductError
from npc_regimens.patient import ClearancePolicy, Formula, Measurement, SurfacePolicy, Weight
from npc_regimens.planning import difference_line, explain, order_dose
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from npc_regimens.planning import Calendar
    from npc_regimens.products import Formulary

POLICIES = (
    "as calculated",
    "nearest 50 mg",
    "nearest 0.1 g, ties down",
    "up to a whole 2.5 mg",
    "down to a whole 50 mg",
    "whole units of 500 mg and 150 mg, ties up",
    "whole units of 500 mg and at most 2 x 150 mg, ties down",
    "whole units of 500 mg and at most 2 x 150 mg, ties up, from 1500 mg to 2800 mg",
    "nearest whole vials of 1000 mg and 200 mg",
    "nearest whole vials of 100 mg, ties down",
    "whole vials of 100 mg, up",
    "bands of 180 mg, 200 mg, 220 mg and 250 mg, ties up, within 40 %",
    "bands of 500 mg, 550 mg and 600 mg, ties down, within 40 %",
)
limits = st.none() | st.just("guideline")
surfaces = st.builds(
    SurfacePolicy,
    formula=st.sampled_from(Formula),
    step=st.sampled_from(("0.01 m2", "0.1 m2", "0.05 m2", "0.0001 m2")).map(Amount.parse),
    cap=st.none() | st.just(Amount.parse("2 m2")),
)
clearances = st.builds(
    ClearancePolicy,
    weight=st.sampled_from(Weight),
    greatest=limits | st.just(Amount.parse("100 mL/min")),
    least_creatinine=limits | st.just(Amount.parse("60 umol/L")),
)
measured = ours.people() | ours.measurements(with_clearance=True)


def worked_out(rule: DoseRule, body: Body, data: st.DataObject) -> None:
    """Order a dose in any way, and redo its lines."""
    calculated = rule.calculate(body).amount
    product = data.draw(st.none() | ours.products())
    policy = None if product else data.draw(st.sampled_from(POLICIES))
    cap = data.draw(ours.caps(calculated))
    try:
        made = order_dose(rule, body, product=product, policy=policy, cap=cap)
    except ProductError:
        assume(False)
        return
    form = "unit" if product is None else product.form
    units = [f"units: {each.as_words(form)}" for each in made.result.units]
    redo([*made.steps, difference_line(made.calculated, made.result), *units])


@given(ours.dose_rules(), measured, surfaces, clearances, st.data())
def test_every_line_of_an_ordered_dose_can_be_redone(
    rule: DoseRule,
    who: Measurement,
    surface: SurfacePolicy,
    clearance: ClearancePolicy,
    data: st.DataObject,
) -> None:
    """Formula, clearance, weight, cap, multiplication, rounding and difference hold as printed."""
    try:
        body = Body.of(who, surface, clearance)
        rule.calculate(body)
    except PatientError:
        assume(False)
        return
    worked_out(rule, body, data)


@given(ours.dose_rules(), st.integers(1, 99), st.integers(1, 99))
def test_every_level_can_be_redone(rule: DoseRule, once: int, again: int) -> None:
    """A percentage of a percentage is printed as one line each, and both hold."""
    first = at_level(rule, f"{once} %")
    second = at_level(first.rule, f"{again}%")

    redo([f"level: {first.words}", f"level: {second.words}"])


@given(ours.cases())
def test_every_explanation_can_be_redone(case: ours.Case) -> None:
    """What `explain` says of the arithmetic of a planned dose holds, units and vials included."""
    redo_explained(case.calendar(), case.formulary)


NOTHING_TO_REDO = {
    *("place", "date", "order", "dose source", "modifications", "source"),
    *("infusion", "after", "step", "at most"),
}


def redo_explained(calendar: Calendar, formulary: Formulary) -> None:
    """Redo the first dose of each component."""
    first = {each.component: each for each in reversed(calendar.administrations)}
    for each in first.values():
        lines = [line.partition(" (drug")[0] for line in explain(each, formulary)]
        redo([line for line in lines if line.partition(":")[0] not in NOTHING_TO_REDO])


def test_a_power_is_shown_with_the_digits_that_decide() -> None:
    """Six digits of 1.96499994... are 1.965000, which by hand would go to 1.97: so seven stand."""
    who = Measurement.read(on=dt.date(2026, 12, 1), height="174.7 cm", weight="81.1 kg")

    surface = Body.of(who, SurfacePolicy(Formula.DU_BOIS)).surface

    assert surface.used == Amount.parse("1.96 m2")
    assert surface.arithmetic.endswith(" = about 1.9649999")
    redo(surface.steps)


@given(ours.people(), st.sampled_from(Formula), st.integers(1, 9))
def test_a_surface_can_be_redone_to_any_precision(
    who: Measurement, formula: Formula, places: int
) -> None:
    """However fine the step, the digits that are shown round to the surface that is used."""
    step = Amount(Decimal(1).scaleb(-places), "m2")

    redo(Body.of(who, SurfacePolicy(formula, step)).surface.steps)


MOSTELLER = "Mosteller, half up to 0.01 m2"
TABLETS = "nearest whole tablets of 500 mg and 150 mg, ties up, fewest units"
LINES = (
    f"body surface: square root of (170 cm x 65 kg / 3600) = 1.75 m2 ({MOSTELLER})",
    "dose: 650 mg/m2 x 1.75 m2 = 1137.5 mg",
    "cap: 1137.5 mg is over the cap of one dose, 1.1 g is used",
    f"rounding: 1100 mg to 1050 mg ({TABLETS}, never over 1090 mg)",
    "difference: (1050 mg - 1137.5 mg) / 1137.5 mg = -7.69 %",
    "units: 7 tablets of 150 mg",
)


def test_the_pencil_redoes_lines_that_hold() -> None:
    """Lines worked by hand are redone: the rounding under 1090 mg is 7 x 150 mg."""
    redo(LINES)


@pytest.mark.parametrize(
    ("index", "old", "new"),
    [
        (0, "1.75 m2", "1.76 m2"),
        (0, "half up to 0.01", "half up to 0.1"),
        (1, "1137.5", "1137.6"),
        (1, "1.75 m2", "1.74 m2"),
        (2, "1.1 g", "1.2 g"),
        (2, "1137.5 mg is", "1138 mg is"),
        (3, "1050", "1000"),
        (3, "ties up, ", ""),
        (3, "never over 1090 mg", "never over 1040 mg"),
        (4, "-7.69", "-7.7"),
        (4, "-7.69", "7.69"),
        (5, "7 tablets", "6 tablets"),
        (5, "7 tablets", "7 tablet"),
        (5, "units", "unit"),
    ],
)
def test_the_pencil_finds_a_slip_in_any_line(index: int, old: str, new: str) -> None:
    """A pencil that agrees with everything would prove nothing."""
    slipped = list(LINES)
    assert old in slipped[index]
    slipped[index] = slipped[index].replace(old, new)

    with pytest.raises((AssertionError, AttributeError)):
        redo(slipped)


BODY = ("--height", "170 cm", "--weight", "65 kg")
KIDNEY = ("--sex", "female", "--age", "30", "--creatinine", "40 umol/L")


@pytest.mark.parametrize(
    "words",
    [
        ("650 mg/m2", "--drug", "capecitabine", "--frequency", "twice daily", "--cap", "1.1 g"),
        ("1250 mg/m2", "--drug", "capecitabine", "--level", "75 %", "--over", "28 days"),
        ("AUC 5", *KIDNEY, "--creatinine-floor", "guideline", "--clearance-weight", "adjusted"),
        ("AUC 5", "--clearance", "90 mL/min", "--gfr-cap", "80 mL/min"),
        ("3 mg/kg", "--rounding", "nearest 10 mg, ties down"),
        ("75 mg/m2", "--drug", "docetaxel", "--formula", "Boyd", "--bsa-cap", "1.7 m2"),
        ("1000 mg/m2", "--drug", "gemcitabine", "--rounding", "nearest whole vials of 200 mg"),
        ("1000 mg/m2", "--drug", "gemcitabine", "--sharing"),
        (
            *("0.07 g/m2", "--drug", "irinotecan-liposome", "--basis", "free base"),
            *("--to-basis", "hydrochloride trihydrate", "--factor", "molar masses"),
        ),
    ],
)
def test_the_page_of_the_command_can_be_redone(words: tuple[str, ...]) -> None:
    """All that `dose` prints below the body holds, line by line."""
    result = CliRunner().invoke(main, ("dose", *words, *BODY))

    assert result.exit_code == 0, result.output
    _, *lines = result.stdout.splitlines()
    Pencil().redo(_without_days(lines))


def _without_days(lines: list[str]) -> list[str]:
    """Leave out the days of a spread, which have a law of their own."""
    return [line for line in lines if not line.startswith(("or over ", "  "))]
