"""A second opinion on doses: the grid of bodies, worked with fractions in the most obvious way.

It shares no code with the package. No root is taken: a surface has reached a hundredth when the
product of height and weight has reached the square of it. The ordered dose is found by trying
every count of every tablet, or every whole milligram.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from fractions import Fraction
from functools import cache
from typing import NamedTuple

# Everything is counted in tenths, of a centimetre and of a kilogram.
HEIGHTS = range(1200, 2101)
WEIGHTS = range(300, 1501)

TABLETS = (500, 150)
IN_TABLETS = (650, 1000, 1250)
IN_MILLIGRAMS = (70, 75)
RATES = (*IN_TABLETS, *IN_MILLIGRAMS)

_LEAST_INDEX, _MOST_INDEX = 12, 110


class Body(NamedTuple):
    """One body, in tenths of a centimetre and of a kilogram."""

    height: int
    weight: int

    @property
    def product(self) -> Fraction:
        """Centimetres times kilograms."""
        return Fraction(self.height, 10) * Fraction(self.weight, 10)

    @property
    def readable(self) -> bool:
        """Whether height and weight can belong to one body."""
        metres = Fraction(self.height, 1000)
        return _LEAST_INDEX <= Fraction(self.weight, 10) / metres**2 <= _MOST_INDEX


class Order(NamedTuple):
    """Milligrams to give, and the fewest tablets that make them."""

    milligrams: int
    tablets: int


# Where the surface is halfway from n to n + 1 hundredths: from here on it is rounded up.
HALFWAY = [Fraction(2 * n + 1, 200) ** 2 * 3600 for n in range(400)]


def surface(body: Body) -> Fraction:
    """Count how many halves between two hundredths the body has reached: half up."""
    return Fraction(bisect_right(HALFWAY, body.product), 100)


def half_even_surface(body: Body) -> Fraction:
    """Take the even hundredth at a tie: wrong here, and planted to be caught."""
    reached = bisect_right(HALFWAY, body.product)
    tie = reached and HALFWAY[reached - 1] == body.product
    return Fraction(reached - 1 if tie and reached % 2 else reached, 100)


@cache
def ordered(rate: int, of_surface: Fraction) -> Order:
    """Order the nearest dose that can be given, and the larger of two that are equally near."""
    dose = rate * of_surface
    if rate in IN_MILLIGRAMS:
        whole = min(range(math.ceil(dose) + 1), key=lambda each: (abs(each - dose), -each))
        return Order(whole, 0)
    large, small = TABLETS
    tried = [
        Order(a * large + b * small, a + b)
        for a in range(math.ceil(dose / large) + 1)
        for b in range(math.ceil(dose / small) + 1)
    ]
    return min(tried, key=lambda o: (abs(o.milligrams - dose), -o.milligrams, o.tablets))


def surface_ties() -> list[Body]:
    """List the bodies with a surface exactly halfway between two hundredths."""
    products = [int(half * 100) for half in HALFWAY]  # in tenths times tenths: 9, 81, 225, ...
    return [
        Body(height, product // height)
        for product in products
        for height in HEIGHTS
        if product % height == 0 and product // height in WEIGHTS
    ]


def sample() -> list[Body]:
    """Take every tie, the four corners, and bodies evenly spread over the grid."""
    corners = [Body(h, w) for h in (1200, 2100) for w in (300, 1500)]
    spread = [Body(h, w) for h in HEIGHTS[::13] for w in WEIGHTS[::17]]
    return sorted({*surface_ties(), *corners, *spread})
