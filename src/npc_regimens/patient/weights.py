"""Ideal and adjusted body weight, for the formulas that ask for one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from npc_regimens.errors import PatientError
from npc_regimens.patient.coefficients import coefficients
from npc_regimens.patient.formulas import Size, needed_sex
from npc_regimens.rounding import Exact
from npc_regimens.units import Amount

HUNDREDTH: Final = Fraction(1, 100)  # of a kilogram, half up: what a second person redoes
_HALF_UP: Final = "half up to 0.01 kg"


class Weighed(NamedTuple):
    """A body weight that a formula gives, and its arithmetic in words."""

    weight: Amount
    words: str


def ideal_weight(size: Size) -> Weighed:
    """Compute the ideal body weight by Devine 1974, half up to 0.01 kg.

    Raises `PatientError` without a sex, and below the height from which the formula counts: what
    it gives there nobody has said. Source: seeds/devine-1974.toml.

    >>> from npc_regimens.patient import Sex
    >>> size = Size(Amount.parse("170 cm"), Amount.parse("65 kg"), Sex.MALE)
    >>> ideal_weight(size).weight
    Amount('65.94 kg')
    """
    n = coefficients("devine")
    base = coefficients("devine", needed_sex(size, "the ideal weight"))["base"]
    foot_of_it = Amount(n["above_inches"], "in").to("cm")
    inch = Amount(Decimal(1), "in").to("cm")
    if size.height < foot_of_it:
        raise PatientError(
            f"the ideal weight is counted from a height of {foot_of_it}, and this is {size.height};"
            " take the actual weight"
        )
    inches = (Fraction(size.cm) - Fraction(foot_of_it.number)) / Fraction(inch.number)
    kilograms = Fraction(base) + Fraction(n["per_inch"]) * inches
    weight = Amount(Exact(kilograms).half_up(HUNDREDTH), "kg")
    words = f"{base} kg + {n['per_inch']} kg x ({size.height.to('cm')} - {foot_of_it}) / {inch}"
    return Weighed(weight, f"ideal weight: {words} = {weight} (Devine, {_HALF_UP})")


def adjusted_weight(size: Size) -> Weighed:
    """Compute the adjusted body weight, between the ideal and the actual one, half up to 0.01 kg.

    Raises `PatientError` as `ideal_weight` does. Source: seeds/adjusted-weight.toml.

    >>> from npc_regimens.patient import Sex
    >>> size = Size(Amount.parse("170 cm"), Amount.parse("100 kg"), Sex.MALE)
    >>> adjusted_weight(size).weight
    Amount('79.56 kg')
    """
    ideal = ideal_weight(size)
    part = coefficients("adjusted-weight")["part"]
    low, actual = Fraction(ideal.weight.number), Fraction(size.kg)
    weight = Amount(Exact(low + Fraction(part) * (actual - low)).half_up(HUNDREDTH), "kg")
    words = f"{ideal.weight} + {part} x ({size.weight.to('kg')} - {ideal.weight}) = {weight}"
    return Weighed(weight, f"{ideal.words}; adjusted weight: {words} ({_HALF_UP})")
