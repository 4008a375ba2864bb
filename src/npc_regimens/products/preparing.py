"""Preparing an infusion: millilitres, the vials that are opened, and what of them is wasted."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import ProductError
from npc_regimens.products.ordered import Units
from npc_regimens.rounding import Ties, exact_decimal, nearest, vials_for
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.products.written import Vial

# What a syringe shows: a large one tenths of a millilitre, a small one hundredths.
_LARGE: Final = (Amount.parse("10 mL"), Amount.parse("0.1 mL"))
_SMALL: Final = Amount.parse("0.01 mL")


@dataclass(frozen=True, slots=True)
class Preparation:
    """Millilitres where the concentration is known, whole vials, what of them is wasted, and how.

    The steps say it in words, with the arithmetic.
    """

    volume: Amount | None
    vials: tuple[tuple[Amount, int], ...]
    waste: Amount
    steps: tuple[str, ...] = field(default=(), compare=False)


def prepared(
    ordered: Amount, vials: Sequence[Vial], units: Sequence[Units], *, sharing: bool
) -> Preparation:
    """Open the vials that were ordered, or those that leave the least over."""
    volume = _volume(ordered, vials)
    if units:
        _refuse_another_sum(ordered, units)
        counts, waste = tuple((each.strength, each.count) for each in units), ordered * 0
    else:
        contents = list(dict.fromkeys(vial.content for vial in vials))
        counts, _, waste = vials_for(ordered, contents, sharing=sharing)
    steps = (
        *_volume_steps(ordered, vials[0], volume),
        *(Units("", *each).as_words("vial") for each in counts),
        _wasted(waste, _left_over(ordered, counts), sharing=sharing),
    )
    return Preparation(volume, counts, waste, steps)


def _refuse_another_sum(ordered: Amount, units: Sequence[Units]) -> None:
    """Whole vials that were ordered hold exactly the dose."""
    held = sum(Fraction(each.strength.to("mg").number) * each.count for each in units)
    if held != Fraction(ordered.to("mg").number):
        raise ProductError(f"the vials that were ordered do not hold {ordered}; order them again")


def _volume_steps(ordered: Amount, vial: Vial, volume: Amount | None) -> Iterator[str]:
    if volume is not None:
        dose = ordered.to(vial.content.unit)
        yield f"{dose} x {vial.volume} / {vial.content} = {volume} (half up to {_drop(volume)})"


def _left_over(ordered: Amount, counts: Sequence[tuple[Amount, int]]) -> Fraction:
    held = sum((Fraction(each.to("mg").number) * count for each, count in counts), Fraction(0))
    return held - Fraction(ordered.to("mg").number)


def _wasted(waste: Amount, left_over: Fraction, *, sharing: bool) -> str:
    if waste.number:
        return f"{waste} left over, wasted if nobody shares the vials"
    if sharing and left_over:
        over = Amount(exact_decimal(left_over), "mg")
        return f"{over} left over for others, nothing is wasted: the vials are shared"
    return f"nothing is wasted{', the vials are shared' * sharing}"


def per_millilitre(vial: Vial) -> Fraction | None:
    """Count the milligrams in one millilitre, where the vial states its volume."""
    if vial.volume is None:
        return None
    return Fraction(vial.content.to("mg").number) / Fraction(vial.volume.to("mL").number)


def _volume(ordered: Amount, vials: Sequence[Vial]) -> Amount | None:
    """Say the volume, where every vial that may be opened says its own."""
    concentrations = [per_millilitre(vial) for vial in vials]
    first = concentrations[0]
    if first is None or None in concentrations:
        return None
    exact = Fraction(ordered.to("mg").number) / first
    least, tenth = _LARGE
    volume = nearest(exact, tenth if exact >= Fraction(least.number) else _SMALL, Ties.UP)
    if not volume.number:
        raise ProductError(f"{ordered} is less than {_SMALL} of this vial; dilute it, or ask")
    return volume


def _drop(volume: Amount) -> Amount:
    least, tenth = _LARGE
    return _SMALL if volume < least else tenth
