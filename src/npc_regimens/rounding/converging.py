"""Numbers that nobody has rounded yet: exact ones, roots, and powers that have no last digit.

A power is computed to so many digits that everything it can still be rounds to the same step. So
a value a hair beside a boundary goes the right way, and that is shown and not assumed.
"""

from __future__ import annotations

import decimal
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Protocol

from npc_regimens.errors import InexactError
from npc_regimens.rounding.roots import square_root
from npc_regimens.rounding.steps import Ties, exact_decimal, whole_steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

DIGITS: Final = (40, 80, 160, 320)  # tried in turn
# Each operation of a context errs by less than one unit of the last digit, and a formula has fewer
# than ten, on numbers below 10^6: what stays uncertain lies behind the eighth digit from the end.
UNCERTAIN: Final = 8


class Unrounded(Protocol):
    """A number that can be rounded once, and only once."""

    def half_up(self, step: Fraction) -> Decimal:
        """Round to a whole number of steps, a tie up."""
        ...


@dataclass(frozen=True, slots=True)
class Exact:
    """A number that is known exactly."""

    value: Fraction

    def half_up(self, step: Fraction) -> Decimal:
        """Round to a whole number of steps, a tie up.

        >>> Exact(Fraction("1.745")).half_up(Fraction(1, 100))
        Decimal('1.75')
        """
        return exact_decimal(whole_steps(self.value, step, Ties.UP) * step)


@dataclass(frozen=True, slots=True)
class Root:
    """The square root of a number that is known exactly."""

    square: Fraction

    def half_up(self, step: Fraction) -> Decimal:
        """Round to a whole number of steps, a tie up.

        >>> Root(Fraction("2.005") ** 2).half_up(Fraction(1, 100))
        Decimal('2.01')
        """
        return square_root(self.square, step)


@dataclass(frozen=True, slots=True)
class Converging:
    """A number of powers and logarithms, which a function computes in the context it is given."""

    at: Callable[[decimal.Context], Decimal]

    def half_up(self, step: Fraction) -> Decimal:
        """Round to a whole number of steps, with as many digits as that needs.

        Raises `InexactError` where 320 digits do not tell on which side of a boundary it lies.

        >>> Converging(lambda context: context.power(2, context.divide(1, 3))).half_up(
        ...     Fraction(1, 1000))
        Decimal('1.26')
        """
        for digits in DIGITS:
            value = Fraction(self.at(_context(digits)))
            doubt = abs(value) / 10 ** (digits - UNCERTAIN)
            least, most = (whole_steps(v, step, Ties.UP) for v in (value - doubt, value + doubt))
            if least == most:
                return exact_decimal(least * step)
        raise InexactError(
            f"{digits} digits do not tell to which multiple of {exact_decimal(step)} this rounds;"
            " take a finer step"
        )


def _context(digits: int) -> decimal.Context:
    """Make a context of our own: whatever the process has set does not reach it."""
    return decimal.Context(
        prec=digits,
        rounding=decimal.ROUND_HALF_EVEN,
        Emin=-999_999,
        Emax=999_999,
        clamp=0,
        flags=[],
        traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
    )
