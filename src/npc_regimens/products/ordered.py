"""The ordered dose: what is given of a calculated dose, in which units, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from npc_regimens.rounding import Bands, exact_difference, percent_difference, percent_words

if TYPE_CHECKING:
    from fractions import Fraction

    from npc_regimens.rounding import RoundingPolicy
    from npc_regimens.units import Amount


@dataclass(frozen=True, slots=True)
class Units:
    """A number of units of one strength of a product."""

    product: str
    strength: Amount
    count: int

    def as_words(self, form: str) -> str:
        """Say them by the form of their product.

        >>> from npc_regimens.units import Amount
        >>> Units("drug-a-tablets", Amount.parse("150 mg"), 1).as_words("tablet")
        '1 tablet of 150 mg'
        """
        return f"{self.count} {form}{'' if self.count == 1 else 's'} of {self.strength}"


@dataclass(frozen=True, slots=True)
class Ordered:
    """The dose that is given, by how much it differs, the units that make it, and the rule.

    ``easier`` is another dose within the reported limit, of half as many units or fewer. Where a
    cap took something away, ``difference_percent`` is that from the calculated dose, and
    ``over_limit`` tells of the rounding alone, from the cap. ``limit`` is the part of the dose over
    which a difference is told, where there is one.
    """

    amount: Amount
    difference_percent: Decimal
    units: tuple[Units, ...]
    rule: str
    over_limit: bool
    easier: Ordered | None = None
    limit: Fraction | None = None

    @classmethod
    def of(
        cls,
        calculated: Amount,
        amount: Amount,
        units: tuple[Units, ...],
        rule: str,
        report_over: Fraction | None,
    ) -> Ordered:
        """Compare with the calculated dose; the limit is compared before any digit is dropped."""
        over = report_over is not None and abs(exact_difference(amount, calculated)) > report_over
        difference = percent_difference(amount, calculated)
        return cls(amount, difference, units, rule, over, limit=report_over)

    def warning(self, calculated: Amount) -> str | None:
        """Say that a person must answer for the difference, where it is over its limit.

        >>> from fractions import Fraction
        >>> from npc_regimens.units import Amount
        >>> dose, given = Amount.parse("100 mg"), Amount.parse("120 mg")
        >>> Ordered.of(dose, given, (), "", Fraction(1, 10)).warning(dose)
        'the ordered 120 mg differs from the calculated 100 mg by 20 %, over the limit of 10 %'
        """
        if self.limit is None or not self.over_limit:
            return None
        return (
            f"the ordered {self.amount} differs from the calculated {calculated}"
            f" by {self.difference_percent} %, over the limit of {percent_words(self.limit)}"
        )

    @classmethod
    def as_calculated(cls, calculated: Amount) -> Ordered:
        """Order exactly what was calculated, for a drug of which no product is known."""
        return cls(
            calculated, Decimal(0), (), "no product is known: as calculated", over_limit=False
        )

    @classmethod
    def by(  # noqa: PLR0913  each side of an order has its name
        cls,
        policy: RoundingPolicy,
        calculated: Amount,
        report_over: Fraction | None,
        *,
        product: str = "",
        cap: Amount | None = None,
        rule: str | None = None,
    ) -> Ordered:
        """Round by a policy, never past the cap; ``rule`` says it in other words.

        >>> from fractions import Fraction
        >>> from npc_regimens.rounding import parse_rounding
        >>> from npc_regimens.units import Amount
        >>> policy = parse_rounding("nearest 50 mg")
        >>> Ordered.by(policy, Amount.parse("1137.5 mg"), Fraction(1, 10)).amount
        Amount('1150 mg')
        """
        if isinstance(policy, Bands):  # a band may lie farther off than the rule says
            report_over = min(policy.within, report_over or policy.within)
        rounded = policy.apply(calculated, cap=cap)
        units = tuple(Units(product, strength, count) for strength, count in rounded.counts)
        return cls.of(calculated, rounded.amount, units, rule or rounded.rule, report_over)
