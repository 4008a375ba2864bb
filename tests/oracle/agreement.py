"""The library beside the oracle of the grid: ``python tests/oracle/agreement.py``.

The command goes through all 1,082,101 bodies, a row of one height after the other, on every
core. The default tests go through a sample. This module alone in this folder knows the package.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import sys
import time
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import grid

import npc_regimens as npc
from npc_regimens.dose import Body, parse_dose
from npc_regimens.errors import PatientError
from npc_regimens.rounding import square_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from npc_regimens.products import Product

DAY: Final = dt.date(2026, 12, 1)
POLICY: Final = npc.SurfacePolicy()
# Of each rate, a shipped product that is ordered in the way that the oracle tries.
DRUGS: Final = {
    **dict.fromkeys(grid.IN_TABLETS, "capecitabine"),
    **dict.fromkeys(grid.IN_MILLIGRAMS, "docetaxel"),
}
READABLE: Final = 1_025_059
REFUSED: Final = 57_042
_SHOWN: Final = 20


class Judge(NamedTuple):
    """What is held against the library; a test plants a wrong one."""

    surface: Callable[[grid.Body], Fraction] = grid.surface
    ordered: Callable[[int, Fraction], grid.Order] = grid.ordered


class Tally(NamedTuple):
    """How many bodies were compared and refused, and where the two differ."""

    compared: int = 0
    refused: int = 0
    differences: tuple[str, ...] = ()

    def plus(self, other: Tally) -> Tally:
        """Add the counts of another part of the grid."""
        differences = self.differences + other.differences
        return Tally(self.compared + other.compared, self.refused + other.refused, differences)


class Maker(Protocol):
    """The arithmetic of the library alone, for a body that it refuses."""

    def __call__(self, value: Fraction, step: Fraction) -> Decimal:
        """Take a square root, rounded to a step."""


@cache
def amount(tenths: int, unit: str) -> npc.Amount:
    """Read a height or weight as a user writes it."""
    whole, tenth = divmod(tenths, 10)
    return npc.Amount.parse(f"{whole}.{tenth} {unit}")


@cache
def product(rate: int) -> Product:
    """Look up the product of a rate."""
    return npc.load_formulary()[DRUGS[rate]]


def measured(body: grid.Body) -> npc.Measurement | None:
    """Measure a body, or say that the library refuses it."""
    height, weight = amount(body.height, "cm"), amount(body.weight, "kg")
    try:
        return npc.Measurement(on=DAY, height=height, weight=weight)
    except PatientError:
        return None


class Comparison:
    """Goes through bodies, and keeps what was found of a surface: a dose depends on it alone."""

    def __init__(self, judge: Judge, root: Maker = square_root) -> None:
        self.judge = judge
        self.root = root
        self.known: dict[tuple[Decimal, Fraction], tuple[str, ...]] = {}

    def of(self, bodies: Iterable[grid.Body]) -> Tally:
        """Compare each body; none is skipped, for each is counted."""
        compared = refused = 0
        differences: list[str] = []
        for body in bodies:
            measurement = measured(body)
            if (measurement is not None) != body.readable:
                differences.append(f"{body} is {'refused' if body.readable else 'read'}")
            if measurement is None:
                refused += 1
                found = self._arithmetic(body)
            else:
                compared += 1
                found = self._doses(body, Body.of(measurement, POLICY))
            differences += [f"{body}: {each}" for each in found]
        return Tally(compared, refused, tuple(differences))

    def _arithmetic(self, body: grid.Body) -> tuple[str, ...]:
        used = self.root(Fraction(body.height * body.weight, 360_000), Fraction(1, 100))
        expected = self.judge.surface(body)
        return () if Fraction(used) == expected else (f"root {used}, not {expected}",)

    def _doses(self, body: grid.Body, ours: Body) -> tuple[str, ...]:
        key = ours.surface.used.number, self.judge.surface(body)
        if key not in self.known:
            self.known[key] = self._of_surface(ours, key[1])
        return self.known[key]

    def _of_surface(self, body: Body, expected: Fraction) -> tuple[str, ...]:
        used = body.surface.used
        wrong = [] if Fraction(used.number) == expected else [f"surface {used}, not {expected}"]
        for rate in grid.RATES:
            calculated = parse_dose(f"{rate} mg/m2").calculate(body).amount
            if Fraction(calculated.to("mg").number) != rate * expected:
                wrong.append(f"{rate} mg/m2: calculated {calculated}, not {rate * expected}")
            ordered = product(rate).order(calculated)
            tablets = sum(units.count for units in ordered.units)
            theirs = self.judge.ordered(rate, expected)
            same_dose = Fraction(ordered.amount.to("mg").number) == theirs.milligrams
            if not same_dose or tablets != theirs.tablets:
                wrong.append(f"{rate} mg/m2: {ordered.amount} in {tablets} tablets, not {theirs}")
        return tuple(wrong)


def row(height: int) -> Tally:
    """Compare all bodies of one height."""
    return _comparison().of(grid.Body(height, weight) for weight in grid.WEIGHTS)


@cache
def _comparison() -> Comparison:
    return Comparison(Judge())  # one in each process


def main() -> None:
    """Compare the complete grid, and stop with an error where the two differ."""
    begun = time.perf_counter()
    total = Tally()
    with multiprocessing.Pool() as pool:
        for tally in pool.imap_unordered(row, grid.HEIGHTS, chunksize=10):
            total = total.plus(tally)
    took = time.perf_counter() - begun
    shown = total.differences[:_SHOWN] or ("the library and the oracle agree on all of them",)
    sys.stdout.write(
        f"{total.compared:,} bodies compared, {total.refused:,} refused, in {took:.0f} s\n"
        + "".join(f"{line}\n" for line in shown)
    )
    if total != Tally(READABLE, REFUSED):
        sys.exit(f"{len(total.differences):,} differences; expected {READABLE:,} and {REFUSED:,}")


if __name__ == "__main__":
    main()
