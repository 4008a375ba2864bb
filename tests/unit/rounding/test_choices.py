"""A choice may come as a plain word: it means what it says, or it is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.errors import ProductError
from npc_regimens.rounding import (
    Bands,
    Direction,
    SpreadPattern,
    Ties,
    ToStep,
    WholeUnits,
    WholeVials,
    directed_mix,
    nearest,
    nearest_mix,
    spread,
    stepped,
    to_step,
    whole_steps,
)
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

MG = Amount.parse
DOSE, STEP = MG("125 mg"), MG("50 mg")  # halfway between two and three steps

BY_TIES: dict[str, Callable[[Any], object]] = {
    "whole_steps": lambda ties: whole_steps(Fraction(5, 2), Fraction(1), ties),
    "nearest": lambda ties: nearest(Fraction(125), STEP, ties),
    "to_step": lambda ties: to_step(DOSE, STEP, ties),
    "nearest_mix": lambda ties: nearest_mix(DOSE, [STEP], ties),
    "spread, front-loaded": lambda ties: spread(
        DOSE, [STEP], 1, SpreadPattern.FRONT_LOADED, ties=ties
    ),
    "spread, weekly": lambda ties: spread(DOSE, [STEP], 1, SpreadPattern.WEEKLY, ties=ties),
    "whole units": lambda ties: WholeUnits((STEP,), ties).apply(DOSE),
    "bands": lambda ties: Bands((MG("100 mg"), MG("144 mg")), ties, Fraction(0)).apply(
        MG("120 mg")
    ),
}
BY_DIRECTION: dict[str, Callable[[Any], object]] = {
    "stepped": lambda direction: stepped(DOSE, STEP, direction),
    "directed_mix": lambda direction: directed_mix(DOSE, [STEP], direction),
    "steps": lambda direction: ToStep(STEP, direction).apply(DOSE),
    "vials": lambda direction: WholeVials((STEP,), direction).apply(DOSE),
}


@pytest.mark.parametrize("name", BY_TIES)
def test_ties_as_a_word_are_the_ties_of_that_name(name: str) -> None:
    """A plain "up" goes up and a plain "down" goes down, and the two differ at a tie."""
    give = BY_TIES[name]

    assert give("up") == give(Ties.UP)
    assert give("down") == give(Ties.DOWN)
    assert give("up") != give("down")


@pytest.mark.parametrize("name", BY_DIRECTION)
@pytest.mark.parametrize("direction", Direction)
def test_a_direction_as_a_word_is_the_direction_of_that_name(
    name: str, direction: Direction
) -> None:
    """A plain word goes where its member goes."""
    give = BY_DIRECTION[name]

    assert give(str(direction.value)) == give(direction)


def test_a_plain_up_goes_up() -> None:
    """101 mg in steps of 50 mg, up, are 150 mg."""
    up: Any = "up"

    assert ToStep(STEP, up) == ToStep(STEP, Direction.UP)
    assert ToStep(STEP, up).apply(MG("101 mg")).amount == MG("150 mg")


@pytest.mark.parametrize(
    ("word", "pattern"),
    [
        ("front-loaded", SpreadPattern.FRONT_LOADED),
        ("weekly", SpreadPattern.WEEKLY),
        ("alternating", SpreadPattern.ALTERNATING),
    ],
)
def test_a_pattern_as_a_word_is_the_pattern_of_that_name(word: Any, pattern: SpreadPattern) -> None:
    """A plain word spreads as its member does."""
    assert spread(DOSE, [STEP], 9, word, ties=Ties.UP) == spread(
        DOSE, [STEP], 9, pattern, ties=Ties.UP
    )


@pytest.mark.parametrize("word", ["sideways", "UP", "", None, 1, Direction.UP])
@pytest.mark.parametrize("name", BY_TIES)
def test_ties_of_no_known_word_are_refused(name: str, word: object) -> None:
    """What is no word of ties is named, and the known ones with it."""
    with pytest.raises(ProductError, match=r"is none of Ties; write one of 'up', 'down'$"):
        BY_TIES[name](word)


@pytest.mark.parametrize("word", ["sideways", None, Ties.UP])
@pytest.mark.parametrize("name", BY_DIRECTION)
def test_a_direction_of_no_known_word_is_refused(name: str, word: object) -> None:
    """Ties that go up are no direction up: they mean the nearest."""
    with pytest.raises(ProductError, match="is none of Direction; write one of 'nearest', 'near"):
        BY_DIRECTION[name](word)


def test_a_pattern_of_no_known_word_is_refused() -> None:
    """A pattern that is not known is named, and the known ones with it."""
    sideways: Any = "sideways"
    with pytest.raises(ProductError, match="'sideways' is none of SpreadPattern"):
        spread(DOSE, [STEP], 9, sideways, ties=Ties.UP)
