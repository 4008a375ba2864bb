"""What a policy is made of: read, kept where nobody changes it, or refused in our own words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.errors import InexactError, ProductError, UnitError
from npc_regimens.rounding import (
    Bands,
    Direction,
    Ties,
    ToStep,
    WholeUnits,
    WholeVials,
    covering_mix,
    easier_mix,
    exact_difference,
    nearest,
    nearest_mix,
    percent_difference,
    square_root,
    stepped,
    to_step,
    whole_steps,
)
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

MG = Amount.parse
NOTHING = MG("1 mg") * 0
PART = Fraction(6, 100)


def loose(value: object) -> Any:
    """Let a value through the types, as a caller without types does."""
    return value


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0.06, r"0\.06 \(float\)"),
        (Decimal("0.06"), r"Decimal\('0\.06'\) \(Decimal\)"),
        (0, r"0 \(int\)"),
        (True, r"True \(bool\)"),
        ("6 %", r"'6 %' \(str\)"),
        (None, r"None \(NoneType\)"),
    ],
)
def test_a_part_of_a_dose_is_a_fraction(part: object, said: str) -> None:
    """A float is no exact part, and nothing but a fraction is taken for one."""
    with pytest.raises(
        InexactError, match=rf"^within {said}: write a fraction, like Fraction\(6, 100\)"
    ):
        Bands((MG("180 mg"),), Ties.UP, loose(part))


def test_amounts_may_be_text() -> None:
    """Text is read as the amount that it says."""
    large, small = MG("500 mg"), MG("150 mg")

    assert ToStep(loose("50 mg")) == ToStep(MG("50 mg"))
    assert WholeVials(loose(("500 mg",))) == WholeVials((large,))
    assert WholeUnits(
        loose(("500 mg", "150 mg")), Ties.UP, loose((("150 mg", 2),)), loose("150 mg"), loose("1 g")
    ) == WholeUnits((large, small), Ties.UP, ((small, 2),), small, MG("1 g"))
    assert Bands(loose(("180 mg", "198 mg")), Ties.UP, PART, loose("6 mg/mL")) == Bands(
        (MG("180 mg"), MG("198 mg")), Ties.UP, PART, MG("6 mg/mL")
    )


def test_a_caller_cannot_change_a_policy_later() -> None:
    """Lists and tables become tuples, so that a policy is hashable and stays as it is."""
    sizes, limits = [MG("500 mg"), MG("150 mg")], {MG("150 mg"): 2}
    bands = [MG("180 mg"), MG("200 mg")]
    made = (
        WholeUnits(loose(sizes), Ties.UP, loose(limits)),
        WholeUnits(loose(sizes), Ties.UP, loose([[MG("150 mg"), 2]])),
        WholeVials(loose(sizes)),
        Bands(loose(bands), Ties.UP, PART),
    )
    before = tuple(map(str, made))
    for given in (sizes, bands, limits):
        given.clear()

    assert tuple(map(str, made)) == before
    assert made[0] == made[1]
    assert len({*made}) == 3


@pytest.mark.parametrize("sizes", ["500 mg", MG("500 mg"), 500, None])
def test_sizes_that_are_no_list_are_refused(sizes: object) -> None:
    """One amount is no list of amounts, and its letters are none."""
    made_of: dict[str, Callable[[], object]] = {
        "whole vials": lambda: WholeVials(loose(sizes)),
        "whole units": lambda: WholeUnits(loose(sizes), Ties.UP),
        "bands": lambda: Bands(loose(sizes), Ties.UP, PART),
    }
    for rule, make in made_of.items():
        with pytest.raises(ProductError) as refusal:
            make()
        assert str(refusal.value) == (
            f"{rule} of {sizes!r}: write a list of doses, like ('500 mg',)"
        )


def test_no_sizes_are_refused() -> None:
    """The refusal names the rule that has none."""
    made_of: dict[str, Callable[[], object]] = {
        "whole vials": lambda: WholeVials(()),
        "whole units": lambda: WholeUnits((), Ties.UP),
        "bands": lambda: Bands((), Ties.UP, PART),
        "steps": lambda: ToStep(NOTHING),
    }
    for rule, make in made_of.items():
        with pytest.raises(ProductError, match=f"^{rule} of (nothing; name at least one|0 mg)"):
            make()


@pytest.mark.parametrize(
    "limits", [2, [2], ["150 mg"], [("150 mg", 2, 2)], [("150 mg", "2")], [("150 mg", True)]]
)
def test_limits_that_are_no_pairs_are_refused(limits: object) -> None:
    """A limit is a strength and a whole number."""
    with pytest.raises(ProductError, match="write pairs like"):
        WholeUnits((MG("150 mg"),), Ties.UP, loose(limits))


UNREADABLE: dict[str, tuple[Callable[[str], object], str]] = {
    "step": (lambda text: ToStep(loose(text)), "50 mg"),
    "contents of vials": (lambda text: WholeVials(loose([text])), "500 mg"),
    "strengths": (lambda text: WholeUnits(loose([text]), Ties.UP), "500 mg"),
    "limits": (lambda text: WholeUnits((MG("150 mg"),), Ties.UP, loose([(text, 2)])), "150 mg"),
    "least rung": (
        lambda text: WholeUnits((MG("150 mg"),), Ties.UP, least=loose(text)),
        "500 mg",
    ),
    "most rung": (lambda text: WholeUnits((MG("150 mg"),), Ties.UP, most=loose(text)), "500 mg"),
    "bands": (lambda text: Bands(loose([text]), Ties.UP, PART), "500 mg"),
    "concentration": (
        lambda text: Bands((MG("180 mg"),), Ties.UP, PART, loose(text)),
        "6 mg/mL",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_amount_that_cannot_be_read_is_refused(name: str) -> None:
    """The refusal is the one of amounts, and shows one that could stand in this place."""
    make, like = UNREADABLE[name]
    with pytest.raises(UnitError) as refusal:
        make("7")

    assert str(refusal.value) == f"amount '7' has no unit; write number and unit, like {like!r}"


@pytest.mark.parametrize("direction", Direction)
def test_a_step_of_nothing_is_refused(direction: Direction) -> None:
    """No number of nothings makes a dose."""
    with pytest.raises(ProductError, match="steps of 0 mg: write a step above 0, like '50 mg'"):
        stepped(MG("5 mg"), NOTHING, direction)


def test_a_step_of_nothing_has_no_nearest() -> None:
    """No number of nothings comes near to anything, whichever way a tie goes."""
    with pytest.raises(ProductError, match="steps of 0 mg: write a step above 0"):
        to_step(MG("5 mg"), NOTHING, Ties.UP)
    with pytest.raises(ProductError, match="a step of 0: write a step above 0"):
        nearest(Fraction(5), NOTHING, Ties.UP)
    with pytest.raises(ProductError, match="a step of -1: write a step above 0"):
        whole_steps(Fraction(5), Fraction(-1), Ties.UP)


@pytest.mark.parametrize(
    ("strengths", "said"),
    [((), "nothing"), ((NOTHING,), "0 mg"), ((MG("5 mg"), NOTHING), "5 mg and 0 mg")],
)
def test_strengths_of_nothing_are_refused(strengths: tuple[Amount, ...], said: str) -> None:
    """Nothing is made of no units, and nothing of units of nothing."""
    makers: tuple[Callable[[], object], ...] = (
        lambda: nearest_mix(MG("5 mg"), strengths, Ties.UP),
        lambda: covering_mix(MG("5 mg"), strengths),
        lambda: easier_mix(MG("5 mg"), strengths, 1, within=PART),
    )
    for make in makers:
        with pytest.raises(
            ProductError, match=f"^whole units of {said}: write strengths above 0, like '500 mg'$"
        ):
            make()


@pytest.mark.parametrize(
    "strengths", [(MG("5 mL"), MG("5 mg")), (MG("5 mg"), MG("5 mL"))], ids=["first", "last"]
)
def test_a_strength_of_another_kind_is_named(strengths: tuple[Amount, ...]) -> None:
    """It is the one that does not go with the dose, wherever it stands."""
    with pytest.raises(UnitError, match=r"^5 mL \(volume\) cannot be expressed in 'mg'"):
        nearest_mix(MG("5 mg"), strengths, Ties.UP)


@pytest.mark.parametrize("limits", [{"cap": MG("4 mg")}, {"at_most": {MG("5 mg"): 0}}])
def test_where_nothing_can_be_made_nothing_is_easier(limits: dict[str, Any]) -> None:
    """No unit differs from the dose by the whole dose, which is still no dose."""
    assert easier_mix(MG("5 mg"), [MG("5 mg")], 1, within=Fraction(1), **limits) is None


def test_a_difference_from_nothing_is_refused() -> None:
    """No dose is a part of nothing."""
    for compare in (exact_difference, percent_difference):
        with pytest.raises(ProductError, match="5 mg is no part of 0 mg; compare with a dose"):
            compare(MG("5 mg"), NOTHING)


def test_a_negative_number_has_no_root() -> None:
    """The root of 0 is 0, and below it there is none."""
    assert square_root(Fraction(0), Fraction(1)) == 0
    with pytest.raises(UnitError, match="-1/4 has no square root; write a number from 0 up"):
        square_root(Fraction(-1, 4), Fraction(1))
