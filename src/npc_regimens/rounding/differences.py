"""By how much an ordered dose differs from the calculated one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from npc_regimens.errors import ProductError
from npc_regimens.rounding.steps import Ties, exact_decimal, whole_steps

if TYPE_CHECKING:
    from decimal import Decimal

    from npc_regimens.units import Amount


def percent_difference(ordered: Amount, calculated: Amount) -> Decimal:
    """Say by how many percent the ordered dose differs, half away from zero to 0.01.

    Raises `ProductError` when nothing was calculated.

    >>> from npc_regimens.units import Amount
    >>> percent_difference(Amount.parse("1150 mg"), Amount.parse("1137.5 mg"))
    Decimal('1.1')
    """
    exact = exact_difference(ordered, calculated) * 100
    hundredths = whole_steps(abs(exact), Fraction(1, 100), Ties.UP)
    return exact_decimal(Fraction(hundredths if exact >= 0 else -hundredths, 100))


def percent_words(part: Fraction) -> str:
    """Write a part of a whole in percent, exactly.

    >>> percent_words(Fraction(6, 100))
    '6 %'
    """
    return f"{format(exact_decimal(part * 100), 'f')} %"


def rounded_percent(part: Fraction) -> Decimal:
    """Write a part of a whole in percent, rounded half up to 0.1.

    >>> rounded_percent(Fraction(6, 7)), rounded_percent(Fraction(1, 2000)), rounded_percent(1)
    (Decimal('85.7'), Decimal('0.1'), Decimal('100'))
    """
    return exact_decimal(Fraction(whole_steps(part * 100, Fraction(1, 10), Ties.UP), 10))


def exact_difference(ordered: Amount, calculated: Amount) -> Fraction:
    """Say by which part of the calculated dose the ordered dose differs, with nothing dropped.

    Raises `ProductError` when nothing was calculated.
    """
    base = Fraction(calculated.number)
    if not base:
        raise ProductError(f"{ordered} is no part of {calculated}; compare with a dose above 0")
    return (Fraction(ordered.to(calculated.unit).number) - base) / base
