"""Whole steps, and which way a tie goes."""

from __future__ import annotations

import math
from decimal import Decimal, DecimalException
from fractions import Fraction

from npc_regimens.errors import ProductError, UnitError
from npc_regimens.rounding.choices import Choice
from npc_regimens.units import EXACT, Amount


class Ties(Choice):
    """Where a number goes that lies exactly between two steps."""

    UP = "up"
    DOWN = "down"


class Direction(Choice):
    """Which way a dose goes that lies between two that can be given."""

    NEAREST = "nearest"
    NEAREST_TIES_DOWN = "nearest, ties down"
    UP = "up"
    DOWN = "down"

    @classmethod
    def nearest(cls, ties: Ties) -> Direction:
        """Say the direction of the nearest, where a tie goes as the rule says.

        >>> Direction.nearest(Ties.UP)
        <Direction.NEAREST: 'nearest'>
        """
        return cls.NEAREST if Ties.read(ties) is Ties.UP else cls.NEAREST_TIES_DOWN


def whole_steps(value: Fraction, step: Fraction, ties: Ties) -> int:
    """Count the steps nearest to a value.

    Raises `ProductError` when the step is none.

    >>> whole_steps(Fraction(975), Fraction(50), Ties.UP)
    20
    """
    if step <= 0:
        raise ProductError(f"a step of {step}: write a step above 0")
    doubled = 2 * value / step
    if Ties.read(ties) is Ties.UP:
        return (doubled + 1) // 2
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

    Raises `ProductError` when the nearest whole number of steps is none, or the step is.

    >>> to_step(Amount.parse("122.5 mg"), Amount.parse("1 mg"), Ties.UP)
    Amount('123 mg')
    """
    return stepped(amount, step, Direction.nearest(ties), cap=cap)


def stepped(
    amount: Amount, step: Amount, direction: Direction, *, cap: Amount | None = None
) -> Amount:
    """Round to a whole number of steps in a direction, never past the cap.

    Raises `ProductError` when that is no step at all, or the step is nothing.

    >>> stepped(Amount.parse("101 mg"), Amount.parse("50 mg"), Direction.UP)
    Amount('150 mg')
    """
    unit = amount.unit
    one = step.to(unit)
    value, size = Fraction(amount.number), Fraction(one.number)
    if not size:
        raise ProductError(f"steps of {step}: write a step above 0, like '50 mg'")
    count = _counted(value, size, Direction.read(direction))
    if cap is not None:
        count = min(count, Fraction(cap.to(unit).number) // size)
    if value and not count:
        under = "" if cap is None else f" under the cap of {cap}"
        raise ProductError(
            f"{amount} cannot be given in steps of {step}{under}; take a smaller step,"
            f" or check the {'dose' if cap is None else 'cap'}"
        )
    return one * count


def _counted(value: Fraction, size: Fraction, direction: Direction) -> int:
    if direction is Direction.UP:
        return math.ceil(value / size)
    if direction is Direction.DOWN:
        return value // size
    return whole_steps(value, size, Ties.UP if direction is Direction.NEAREST else Ties.DOWN)


def exact_decimal(value: Fraction) -> Decimal:
    """Write a fraction of a decimal step as a decimal, exactly.

    Raises `UnitError` when that takes more digits than an amount has.

    >>> exact_decimal(Fraction(5, 4))
    Decimal('1.25')
    """
    try:
        return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    except DecimalException:
        raise UnitError(
            f"{value} has no exact value in {EXACT.prec} digits; write fewer digits"
        ) from None
