"""The vials that a dose takes, with and without vial sharing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from npc_regimens.rounding.mixes import covering_mix
from npc_regimens.rounding.sizes import refuse_unfit
from npc_regimens.rounding.steps import exact_decimal
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Sequence


class Vials(NamedTuple):
    """The whole vials that are opened for a dose, its share of their content, and the waste.

    The share is what this dose uses up: the dose, and the waste where nobody shares the vials.
    """

    counts: tuple[tuple[Amount, int], ...]
    share: Amount
    waste: Amount


def vials_for(dose: Amount, contents: Sequence[Amount], *, sharing: bool) -> Vials:
    """Open the whole vials for a dose that leave the least over, and of these the fewest.

    With vial sharing others use what is left over, so nothing is wasted. The dose does not change.

    Raises `ProductError` when the contents are no amounts of drug, or the dose is far too much.

    >>> vials = [Amount.parse("100 mg"), Amount.parse("40 mg")]
    >>> vials_for(Amount.parse("170 mg"), vials, sharing=False)
    Vials(counts=((Amount('100 mg'), 1), (Amount('40 mg'), 2)),
          share=Amount('180 mg'), waste=Amount('10 mg'))
    >>> vials_for(Amount.parse("170 mg"), vials, sharing=True)[1:]
    (Amount('170 mg'), Amount('0 mg'))
    """
    refuse_unfit(contents, "vials")
    opened = covering_mix(dose, contents)
    over = Fraction(opened.amount.number) - Fraction(dose.number)
    waste = Amount(exact_decimal(Fraction(0) if sharing else over), dose.unit)
    return Vials(opened.counts, dose + waste, waste)
