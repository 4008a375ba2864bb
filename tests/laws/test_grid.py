"""The dose arithmetic agrees with fractions on the grid of bodies: sampled here, complete by verb.

``python tasks.py grid`` goes through all of it.
"""

from __future__ import annotations

import ast
import inspect
import math
from fractions import Fraction
from typing import TYPE_CHECKING

import agreement
import grid
import pytest
import walking
from agreement import Comparison, Judge, Tally
from grid import Body

import npc_regimens as npc
from npc_regimens.rounding import square_root

if TYPE_CHECKING:
    from decimal import Decimal


def test_the_library_agrees_with_fractions_on_a_sample() -> None:
    """On every tie, the corners and an even spread, surface, dose and order are the oracle's."""
    sample = grid.sample()
    readable = sum(body.readable for body in sample)
    tally = Comparison(Judge()).of(sample)

    assert tally == Tally(readable, len(sample) - readable, ())
    assert (readable, len(sample)) == (4828, 5117)


def test_the_sample_holds_every_tie_and_every_corner() -> None:
    """All 145 ties, found again by whole squares, and the four corners are in the sample."""
    sample = set(grid.sample())
    ties = {
        Body(height, weight)
        for height in grid.HEIGHTS
        for weight in grid.WEIGHTS
        if not (height * weight) % 9
        and math.isqrt(height * weight // 9) ** 2 * 9 == height * weight
        and math.isqrt(height * weight // 9) % 2
    }

    assert len(ties) == 145
    assert ties | {Body(1200, 300), Body(1200, 1500), Body(2100, 300), Body(2100, 1500)} <= sample


def test_the_grid_has_as_many_bodies_as_the_complete_command_expects() -> None:
    """901 times 1201 bodies, of which 57,042 have a body mass index below 12 and none over 110."""
    lightest = [math.ceil(Fraction(12 * height**2, 100_000)) for height in grid.HEIGHTS]
    refused = sum(len(range(300, least)) for least in lightest)

    assert agreement.READABLE + agreement.REFUSED == 901 * 1201 == 1_082_101
    assert agreement.REFUSED == refused
    assert Fraction(1500 * 100_000, 1200**2) < 110


def test_a_row_of_the_complete_command_is_a_whole_height() -> None:
    """At 180.0 cm, 12 kg/m2 is 38.88 kg: the 89 weights up to 38.8 kg are refused."""
    assert agreement.row(1800) == (1201 - 89, 89, ())


def test_the_oracle_is_right_where_it_is_worked_by_hand() -> None:
    """120.3 x 120.3 / 3600 is 2.005 squared, a tie; 1250 x 2.26 = 2825 lies between two mixes."""
    assert grid.surface(Body(1203, 1203)) == Fraction(201, 100)
    assert grid.half_even_surface(Body(1203, 1203)) == 2
    assert grid.surface(Body(1203, 1202)) == 2
    assert grid.surface(Body(1869, 984)) == Fraction(226, 100)
    assert grid.ordered(1250, Fraction(226, 100)) == (2850, 12)  # up: 3 x 500 + 9 x 150
    assert grid.ordered(650, Fraction(175, 100)) == (1150, 3)  # 1137.5: 2 x 500 + 1 x 150
    assert grid.ordered(70, Fraction(175, 100)) == (123, 0)  # 122.5 goes up


def ties_down(rate: int, surface: Fraction) -> grid.Order:
    """Take the smaller of two mixes that are equally near: wrong here, and planted."""
    right = grid.ordered(rate, surface)
    dose = rate * surface
    below = [n for n in range(math.floor(dose) + 1) if n % 50 == 0 and dose - n == right[0] - dose]
    return grid.Order(below[0], right.tablets) if below and rate in grid.IN_TABLETS else right


def greedy(rate: int, surface: Fraction) -> grid.Order:
    """Fill up with 500 mg and take the nearest of 150 mg for the rest: wrong, and planted."""
    if rate not in grid.IN_TABLETS:
        return grid.ordered(rate, surface)
    large, rest = divmod(rate * surface, 500)
    small = math.floor(rest / 150 + Fraction(1, 2))
    return grid.Order(int(large) * 500 + small * 150, int(large) + small)


def half_even(rate: int, surface: Fraction) -> grid.Order:
    """Round a whole milligram as Python's round does: wrong here, and planted."""
    if rate in grid.IN_TABLETS:
        return grid.ordered(rate, surface)
    return grid.Order(round(rate * surface), 0)


WRONG = {
    "the surface half even": Judge(surface=grid.half_even_surface),
    "a tie between mixes goes down": Judge(ordered=ties_down),
    "the largest tablet first": Judge(ordered=greedy),
    "milligrams half even": Judge(ordered=half_even),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_planted_mistake_is_found_by_the_sample(name: str) -> None:
    """The comparison fails when one side rounds by another rule."""
    tally = Comparison(WRONG[name]).of(grid.sample())

    assert tally.differences != ()
    assert tally.compared + tally.refused == len(grid.sample())


def test_a_wrong_guard_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that is refused and should be read, or read and should be refused, is a difference."""
    fat, thin = Body(1700, 650), Body(2100, 300)
    monkeypatch.setattr(Body, "readable", property(lambda body: body == thin))
    tally = Comparison(Judge()).of([fat, thin])

    assert [each.split(") ")[1] for each in tally.differences] == ["is read", "is refused"]


def test_the_arithmetic_of_refused_bodies_is_compared() -> None:
    """Of a body that the guards refuse, a wrong root is still found."""

    def a_hundredth_more(value: Fraction, step: Fraction) -> Decimal:
        return square_root(value, step) + npc.Amount.parse("0.01 m2").number

    tally = Comparison(Judge(), a_hundredth_more).of([Body(2100, 300)])

    assert tally == Tally(0, 1, ("Body(height=2100, weight=300): root 1.33, not 33/25",))


@pytest.mark.parametrize("oracle", [grid, walking])
def test_the_oracle_shares_no_code_with_the_package(oracle: object) -> None:
    """Nothing of the package is imported by a second opinion on doses."""
    tree = ast.parse(inspect.getsource(oracle))  # type: ignore[arg-type]  # a module
    imported = [
        ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)
    ]

    assert imported
    assert [words for words in imported if "npc_regimens" in words] == []
