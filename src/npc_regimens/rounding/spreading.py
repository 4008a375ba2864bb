"""A dose that lies between two makeable doses, spread over days: larger on some, smaller on others.

Every day takes one of the two makeable doses next to the daily dose, so that the average comes
nearest to it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.errors import ProductError
from npc_regimens.rounding.choices import Choice
from npc_regimens.rounding.differences import percent_difference
from npc_regimens.rounding.mixes import directed_mix
from npc_regimens.rounding.sizes import listed, refuse_unfit
from npc_regimens.rounding.steps import Direction, Ties, whole_steps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from npc_regimens.rounding.mixes import Mix
    from npc_regimens.units import Amount

MOST_DAYS: Final = 10_000  # a guard against slips: more than any treatment lasts
WEEK: Final = 7


class SpreadPattern(Choice):
    """Which of the days take the larger dose."""

    FRONT_LOADED = "front-loaded"
    WEEKLY = "weekly"
    ALTERNATING = "alternating"


class Spread(NamedTuple):
    """What each day takes, the total, and by how many percent the average differs from the dose."""

    days: tuple[Mix, ...]
    total: Amount
    difference_percent: Decimal


def spread(  # noqa: PLR0913  each choice has its name
    dose: Amount,
    strengths: Sequence[Amount],
    days: int,
    pattern: SpreadPattern,
    *,
    ties: Ties,
    cap: Amount | None = None,
) -> Spread:
    """Spread a daily dose over days of whole units; a tie is one between two totals.

    Front-loaded days come once over the whole run, a weekly pattern is the same in each week, and
    alternating days are as even as can be; the larger dose comes first.

    Raises `ProductError` when a day would take nothing, for that is a day without a dose.

    >>> from npc_regimens.units import Amount
    >>> week = spread(Amount.parse("125 mg"), [Amount.parse("50 mg")], 7,
    ...               SpreadPattern.FRONT_LOADED, ties=Ties.UP)
    >>> [str(day.amount) for day in week.days]
    ['150 mg', '150 mg', '150 mg', '150 mg', '100 mg', '100 mg', '100 mg']
    """
    pattern, ties = SpreadPattern.read(pattern), Ties.read(ties)
    _refuse_unfit_run(dose, strengths, days)
    smaller, larger = _neighbours(dose, strengths, cap)
    wanted = days * _part(dose, smaller, larger)
    larger_days = _PATTERNS[pattern](wanted, days, ties)
    taken = tuple(larger if is_larger else smaller for is_larger in larger_days)
    count = sum(larger_days)
    total = smaller.amount * (days - count) + larger.amount * count
    return Spread(taken, total, percent_difference(total, dose * days))


def _refuse_unfit_run(dose: Amount, strengths: Sequence[Amount], days: int) -> None:
    refuse_unfit((dose,), "a spread")
    refuse_unfit(strengths, "whole units")
    if not 1 <= days <= MOST_DAYS:
        raise ProductError(f"{days} days: a dose is spread over 1 to {MOST_DAYS} days")


def _neighbours(dose: Amount, strengths: Sequence[Amount], cap: Amount | None) -> tuple[Mix, Mix]:
    """Find the makeable doses next below and next above; under a cap, the highest is both."""
    if (dose if cap is None else min(dose, cap)) < min(strengths):
        under = "" if cap is None else f" under the cap of {cap}"
        raise ProductError(
            f"{dose} a day of {listed(strengths)}{under} would leave days without a dose;"
            " use a smaller strength, or order a larger dose on fewer days"
        )
    smaller = directed_mix(dose, strengths, Direction.DOWN, cap=cap)
    return smaller, directed_mix(dose, strengths, Direction.UP, cap=cap)


def _part(dose: Amount, smaller: Mix, larger: Mix) -> Fraction:
    """Say which part of the days takes the larger dose, where the average is the dose."""
    low, high = Fraction(smaller.amount.number), Fraction(larger.amount.number)
    return (Fraction(dose.number) - low) / (high - low) if low < high else Fraction(0)


def _front_loaded(wanted: Fraction, days: int, ties: Ties) -> list[bool]:
    count = whole_steps(wanted, Fraction(1), ties)
    return [day < count for day in range(days)]


def _alternating(wanted: Fraction, days: int, ties: Ties) -> list[bool]:
    """Place the larger days as a straight line is drawn on a grid."""
    count = whole_steps(wanted, Fraction(1), ties)
    return [day * count % days < count for day in range(days)]


def _weekly(wanted: Fraction, days: int, ties: Ties) -> list[bool]:
    """Choose the pattern of one week whose repetition comes nearest."""
    patterns = [[day % WEEK < count for day in range(days)] for count in range(WEEK + 1)]
    # of two that are as near, the first is taken
    in_turn = reversed(patterns) if ties is Ties.UP else patterns
    return min(in_turn, key=lambda larger_days: abs(sum(larger_days) - wanted))


_PATTERNS: Final = {
    SpreadPattern.FRONT_LOADED: _front_loaded,
    SpreadPattern.WEEKLY: _weekly,
    SpreadPattern.ALTERNATING: _alternating,
}
