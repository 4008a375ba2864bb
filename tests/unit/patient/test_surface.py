"""Body surfaces: the step, the cap, the digits that are shown, and what is told of a formula."""

from __future__ import annotations

import datetime as dt

import pytest

from npc_regimens.errors import PatientError
from npc_regimens.patient import Formula, Measurement, Surface, SurfacePolicy, body_surface
from npc_regimens.units import Amount

DAY = dt.date(2026, 12, 1)


@pytest.mark.parametrize("step", ["0.2 m2", "0.100000001 m2", "1 m2"])
def test_a_step_that_is_coarser_than_a_tenth_is_refused(step: str) -> None:
    """A step of 1 m2 would make one surface of nearly everybody."""
    with pytest.raises(PatientError) as refusal:
        SurfacePolicy(step=Amount.parse(step))

    assert str(refusal.value) == (
        f"the step of a body surface is {step}, coarser than 0.1 m2; write for example '0.01 m2'"
    )


def test_a_step_of_a_tenth_is_read() -> None:
    """The limit is included, and 1.7520 is 1.8 in tenths."""
    policy = SurfacePolicy(step=Amount.parse("0.1 m2"))
    body = Measurement.read(on=DAY, height="170 cm", weight="65 kg")

    assert str(body_surface(body, policy).used) == "1.8 m2"


@pytest.mark.parametrize(
    ("used", "capped"), [("1.7 m2", True), ("1.750 m2", False), ("1.8 m2", False)]
)
def test_a_surface_is_capped_where_something_was_taken_away(used: str, *, capped: bool) -> None:
    """Less than was computed is a cap; the same in other digits, and more, is none."""
    made = Surface(Amount.parse("1.75 m2"), Amount.parse(used), SurfacePolicy())

    assert made.capped is capped
    assert len(made.steps) == (2 if capped else 1)


# The formulas give 1.7535977042 and 1.7574920931, worked by hand in tests/worked.
@pytest.mark.parametrize(
    ("formula", "step", "shown", "used"),
    [
        (Formula.DU_BOIS, "0.000001 m2", "1.753598", "1.753598 m2"),
        # six digits are over the seventh that is used here, and under it in the next formula
        (Formula.DU_BOIS, "0.0000001 m2", "1.7535977", "1.7535977 m2"),
        (Formula.YU, "0.0000001 m2", "1.7574921", "1.7574921 m2"),
        (Formula.YU, "0.00000001 m2", "1.75749209", "1.75749209 m2"),
    ],
)
def test_a_power_is_shown_with_the_digits_that_its_step_needs(
    formula: Formula, step: str, shown: str, used: str
) -> None:
    """Six digits are shown, and more where those six would not give the surface that is used."""
    body = Measurement.read(on=DAY, height="170 cm", weight="65 kg")

    made = body_surface(body, SurfacePolicy(formula, Amount.parse(step)))

    assert made.arithmetic.endswith(f" = about {shown}")
    assert str(made.used) == used


def test_a_power_beside_a_tie_is_shown_with_the_digit_that_decides() -> None:
    """0.007184 x 81.1^0.425 x 174.7^0.725 is 1.96499994..., and six digits of it would be a tie."""
    body = Measurement.read(on=DAY, height="174.7 cm", weight="81.1 kg")

    made = body_surface(body, SurfacePolicy(Formula.DU_BOIS))

    assert made.arithmetic.endswith(" = about 1.9649999")
    assert str(made.used) == "1.96 m2"


def test_a_formula_tells_what_its_reader_must_know() -> None:
    """A formula that rests on little says so, and one without a doubt says nothing."""
    assert "the paper was not read" in (Formula.HU.note or "")
    assert Formula.MOSTELLER.note is None
