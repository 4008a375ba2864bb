"""Dose bands: only some doses are given, and each stands for the calculated doses near it.

The boundary between two bands is their geometric mean. Everything is counted in hundredths of a
milligram, in which the tables of NHS England are printed. Those tables are made of volumes: their
boundaries are first rounded to a thousandth of a millilitre, which moves some by 0.01 mg.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.errors import InexactError, ProductError
from npc_regimens.rounding.differences import percent_difference, percent_words
from npc_regimens.rounding.policies import Rounded
from npc_regimens.rounding.roots import square_root
from npc_regimens.rounding.sizes import listed, refuse_unfit, sizes_of
from npc_regimens.rounding.steps import Ties, exact_decimal, whole_steps
from npc_regimens.units import EXACT, Amount

if TYPE_CHECKING:
    from collections.abc import Iterator

HUNDREDTH: Final = Fraction(1, 100)  # of a milligram: the grid of the printed tables
THOUSANDTH: Final = Fraction(1, 1000)  # of a millilitre: the grid of the volumes they are made of
FINEST: Final = 1_000_000  # a percentage has at most six places, so that it can be printed


class BandRow(NamedTuple):
    """One row of a band table: which calculated doses a band stands for.

    ``first`` belongs to the band. ``below`` is the end for a reader that compares with "less
    than", ``through`` for one that compares with "at most": the tables' columns From, To (A) and
    To (B). The variances are those of ``first`` and of ``below``.
    """

    first: Amount
    below: Amount
    through: Amount
    band: Amount
    low_percent: Decimal
    high_percent: Decimal


@dataclass(frozen=True, slots=True)
class Bands:
    """Give only the doses of some bands.

    A tie is a calculated dose on the boundary of two bands. Outside the bands, a dose belongs to
    the first or the last only while the band differs from it by no more than ``within``, a part
    of the calculated dose. With a ``concentration``, boundaries are rounded as volumes first.

    >>> doses = tuple(map(Amount.parse, ("180 mg", "200 mg", "220 mg")))
    >>> bands = Bands(doses, Ties.UP, within=Fraction(6, 100))
    >>> print(bands)
    bands of 180 mg, 200 mg and 220 mg, ties up, within 6 %
    >>> bands.apply(Amount.parse("189.74 mg")).amount
    Amount('200 mg')
    """

    doses: tuple[Amount, ...]
    ties: Ties
    within: Fraction
    concentration: Amount | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "ties", Ties.read(self.ties))
        object.__setattr__(self, "doses", sizes_of(self.doses, "bands"))
        refuse_unfit(self.doses, "bands")
        self._refuse_unfit_part()
        if self.concentration is not None:
            self._read_concentration(Amount.of(self.concentration, like="6 mg/mL"))
        self._refuse_bands_too_close()

    def _refuse_unfit_part(self) -> None:
        part: object = self.within  # a caller without types may give anything
        if not isinstance(part, Fraction):
            kind = type(part).__name__
            raise InexactError(f"within {part!r} ({kind}): write a fraction, like Fraction(6, 100)")
        if not 0 <= part < 1 or FINEST % (part * 100).denominator:
            raise ProductError(
                f"within {part} of a dose: write a part from 0 to 1 of at most six places"
                " of a percent, like Fraction(6, 100)"
            )

    def _read_concentration(self, strength: Amount) -> None:
        if strength.kind != "concentration" or not strength.number:
            raise ProductError(f"bands at {strength}: write a concentration, like '6 mg/mL'")
        object.__setattr__(self, "concentration", strength)

    def _refuse_bands_too_close(self) -> None:
        for dose in self.doses:
            if _hundredths(dose).denominator != 1:
                raise ProductError(f"band {dose} has a part of 0.01 mg; write it to 0.01 mg")
        for lower, upper in pairwise(self.doses):
            if not _hundredths(lower) < self._boundary(lower, upper) < _hundredths(upper):
                raise ProductError(
                    f"bands {lower} and {upper} are not in order, or have no doses between them;"
                    " write them from small to large, and farther apart"
                )

    def apply(self, dose: Amount, *, cap: Amount | None = None) -> Rounded:
        """Give the band that a dose belongs to, or the highest band not over the cap.

        Raises `ProductError` when the dose is too far outside, or every band is over the cap.
        """
        if not dose.number:
            return Rounded(dose, (), str(self))
        calculated = whole_steps(_hundredths(dose), Fraction(1), Ties.UP)
        edges = self._edges()
        if not edges[0] <= calculated < edges[-1]:
            raise ProductError(f"{dose} lies outside {self}; order another product or dose")
        reached = self.doses[: bisect_right(edges, calculated)]
        allowed = [band for band in reached if cap is None or band <= cap]
        if not allowed:
            raise ProductError(
                f"{dose} under the cap of {cap}: over it are all {self};"
                " add a smaller band, or check the cap"
            )
        return Rounded(allowed[-1].to(dose.unit), (), f"{self}{self._decided(calculated)}")

    def _decided(self, calculated: int) -> str:
        """Name the boundary of the two bands that a dose lies between, so that it is redone."""
        for lower, upper in pairwise(self.doses):
            if _hundredths(lower) < calculated < _hundredths(upper):
                volumes = "" if self.concentration is None else " by volumes to 0.001 mL,"
                how = f"{volumes} half up to 0.01 mg"
                edge = _milligrams(self._boundary(lower, upper))
                return f"; the geometric mean of {lower} and {upper},{how}, is {edge}"
        return ""

    def rows(self) -> tuple[BandRow, ...]:
        """Write the table of the bands, in milligrams and in percent to 0.01."""
        edges = self._edges()
        return tuple(map(_row, edges, edges[1:], self.doses))

    def _edges(self) -> list[int]:
        """Count the first hundredth of each band, and the first behind the last band."""
        least = _hundredths(self.doses[0]) / (1 + self.within)
        most = _hundredths(self.doses[-1]) // (1 - self.within)
        return [math.ceil(least), *self._inner_edges(), most + 1]

    def _inner_edges(self) -> Iterator[int]:
        behind = 0 if self.ties is Ties.UP else 1
        return (self._boundary(lower, upper) + behind for lower, upper in pairwise(self.doses))

    def _boundary(self, lower: Amount, upper: Amount) -> int:
        """Take the geometric mean in hundredths, half up."""
        product = _hundredths(lower) * _hundredths(upper)
        if self.concentration is None:
            return int(square_root(product, Fraction(1)))
        per_millilitre = Fraction(self.concentration.number) / HUNDREDTH
        volume = Fraction(square_root(product / per_millilitre**2, THOUSANDTH))
        return whole_steps(volume * per_millilitre, Fraction(1), Ties.UP)

    def __str__(self) -> str:
        bands = listed(self.doses)
        if self.concentration is not None:
            bands += f" at {self.concentration}"
        return f"bands of {bands}, ties {self.ties}, within {percent_words(self.within)}"


def _hundredths(dose: Amount) -> Fraction:
    return Fraction(dose.to("mg").number) / HUNDREDTH


def _row(first: int, end: int, band: Amount) -> BandRow:
    low, below, through = map(_milligrams, (first, end, end - 1))
    ends = (percent_difference(band.to("mg"), edge) for edge in (low, below))
    return BandRow(low, below, through, band, *ends)


def _milligrams(hundredths: int) -> Amount:
    return Amount(EXACT.multiply(Decimal(hundredths), exact_decimal(HUNDREDTH)), "mg")
