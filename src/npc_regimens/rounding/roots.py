"""A square root that ends at once, in a named rounding."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

from npc_regimens.errors import UnitError
from npc_regimens.rounding.steps import exact_decimal

if TYPE_CHECKING:
    from decimal import Decimal


def square_root(value: Fraction, step: Fraction) -> Decimal:
    """Take a square root and end it at once, half up, at a whole number of steps.

    The floor of twice the root in steps is an integer square root, and half up of x is half of
    (the floor of 2 x, plus 1): no digit is ever guessed.

    Raises `UnitError` when the number is negative.

    >>> square_root(Fraction(170 * 65, 3600), Fraction(1, 100))
    Decimal('1.75')
    """
    if value < 0:
        raise UnitError(f"{value} has no square root; write a number from 0 up")
    doubled = isqrt(value * 4 // step**2)
    return exact_decimal(Fraction((doubled + 1) // 2) * step)
