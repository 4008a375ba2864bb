"""Whole steps, and which way a tie goes."""

from __future__ import annotations

import math
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from npc_regimens.errors import ProductError
from npc_regimens.units import EXACT, Amount


class Ties(StrEnum):
    """Where a number goes that lies exactly between two steps."""

    UP = "up"
    DOWN = "down"


def whole_steps(value: Fraction, step: Fraction, ties: Ties) -> int:
    """Count the steps nearest to a value.

    >>> whole_steps(Fraction(975), Fraction(50), Ties.UP)
    20
    """
    doubled = 2 * value / step
    if ties is Ties.UP:
        return math.floor((doubled + 1) / 2)
    return math.ceil((doubled - 1) / 2)


def nearest(value: Fraction, step: Amount, ties: Ties) -> Amount:
    """Round an exact value, in the unit of the step, to a whole number of steps.

    >>> nearest(Fraction(20, 3), Amount.parse("0.1 mL"), Ties.UP)
    Amount('6.7 mL')
    """
    count = whole_steps(value, Fraction(step.number), ties)
    return Amount(EXACT.multiply(step.number, Decimal(count)), step.unit)


def to_step(amount: Amount, step: Amount, ties: Ties, *, cap: Amount | None = None) -> Amount:
    """Round to the nearest whole number of steps, never past the cap.

    Raises `ProductError` when the nearest whole number of steps is none.

    >>> to_step(Amount.parse("122.5 mg"), Amount.parse("1 mg"), Ties.UP)
    Amount('123 mg')
    """
    unit = amount.unit
    rounded = nearest(Fraction(amount.number), step.to(unit), ties)
    if cap is not None and cap < rounded:
        whole = math.floor(Fraction(cap.to(unit).number) / Fraction(step.to(unit).number))
        rounded = step.to(unit) * whole
    if amount.number and not rounded.number:
        raise ProductError(f"{amount} cannot be given in steps of {step}")
    return rounded


def exact_decimal(value: Fraction) -> Decimal:
    """Write a fraction of a decimal step as a decimal, exactly.

    >>> exact_decimal(Fraction(5, 4))
    Decimal('1.25')
    """
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
