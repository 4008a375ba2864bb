"""Whole tablets or capsules as a policy: a free mix, or the ladder of a label table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from npc_regimens.errors import ProductError
from npc_regimens.rounding.mixes import nearest_mix
from npc_regimens.rounding.policies import Rounded
from npc_regimens.rounding.sizes import limits_of, listed, refuse_unfit, sizes_of
from npc_regimens.rounding.steps import Ties
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from npc_regimens.rounding.mixes import Mix


@dataclass(frozen=True, slots=True)
class WholeUnits:
    """Take the whole units that come nearest, in the fewest units.

    ``at_most`` limits how many units of a strength are taken at once. ``least`` and ``most`` are
    the outer rungs of a label table: a dose beyond them goes to that rung.

    >>> from npc_regimens.rounding import Ties
    >>> from npc_regimens.units import Amount
    >>> large, small = Amount.parse("500 mg"), Amount.parse("150 mg")
    >>> ladder = WholeUnits((large, small), Ties.DOWN, at_most=((small, 2),))
    >>> print(ladder)
    whole units of 500 mg and at most 2 x 150 mg, ties down
    >>> ladder.apply(Amount.parse("2125 mg")).counts
    ((Amount('500 mg'), 4), (Amount('150 mg'), 1))
    """

    strengths: tuple[Amount, ...]
    ties: Ties
    at_most: tuple[tuple[Amount, int], ...] = ()
    least: Amount | None = None
    most: Amount | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "ties", Ties.read(self.ties))
        object.__setattr__(self, "strengths", sizes_of(self.strengths, "whole units"))
        object.__setattr__(self, "at_most", limits_of(self.at_most))
        for name, rung in (("least", self.least), ("most", self.most)):
            if rung is not None:
                object.__setattr__(self, name, Amount.of(rung, like="500 mg"))
        refuse_unfit(self.strengths, "whole units")
        self._refuse_limits_that_fit_no_strength()
        for rung in filter(None, (self.least, self.most)):
            refuse_unfit((rung,), f"{self}: rungs")
            if rung.number != self._nearest(rung).amount.to(rung.unit).number:
                raise ProductError(f"{self}: {rung} is no number of whole units; write a rung")
        if self.least is not None and self.most is not None and self.most < self.least:
            raise ProductError(f"{self}: write the least rung first")

    def _refuse_limits_that_fit_no_strength(self) -> None:
        for strength, count in self.at_most:
            if strength not in self.strengths or count < 1:
                raise ProductError(
                    f"at most {count} x {strength} of {listed(self.strengths)}:"
                    " write at least 1 of one of these strengths"
                )
        if len(dict(self.at_most)) != len(self.at_most):
            raise ProductError("at most: one strength has two limits; write each once")

    def apply(self, dose: Amount, *, cap: Amount | None = None) -> Rounded:
        """Round to the nearest whole units, from the least rung to the most, never past the cap.

        Raises `ProductError` when no unit comes near, when the cap is under the least that can be
        given, and when a ladder that ends names no most rung and the dose is over its end.
        """
        if not dose.number:
            return Rounded(dose, (), str(self))
        smallest = self.least or min(self.strengths)
        if cap is not None and cap < smallest:
            raise ProductError(
                f"{dose} under the cap of {cap}: the least of {self} is {smallest};"
                " use smaller units, or a rule with a smaller least rung"
            )
        self._refuse_over_the_end(dose)
        rung, beyond = self._rung(dose)
        mix = self._nearest(rung, cap)
        return Rounded(mix.amount.to(dose.unit), mix.counts, f"{self}{beyond}")

    def _rung(self, dose: Amount) -> tuple[Amount, str]:
        """Say the dose to come near to, and where that is not the calculated one, why."""
        if self.least is not None and dose < self.least:
            return self.least, f"; below the table, whose least rung is {self.least}"
        if self.most is not None and self.most < dose:
            return self.most, f"; above the table, whose most rung is {self.most}"
        return dose, ""

    def _refuse_over_the_end(self, dose: Amount) -> None:
        limits = dict(self.at_most)
        if self.most is not None or len(limits) < len(self.strengths):
            return
        first, *others = (strength * limits[strength] for strength in self.strengths)
        end = sum(others, start=first)
        if end < dose:
            raise ProductError(
                f"{dose} is over {end}, where {self} ends; write ', to {end}' if that is meant"
            )

    def _nearest(self, dose: Amount, cap: Amount | None = None) -> Mix:
        return nearest_mix(dose, self.strengths, self.ties, cap=cap, at_most=dict(self.at_most))

    def __str__(self) -> str:
        limits = dict(self.at_most)
        units = listed(
            f"at most {limits[strength]} x {strength}" if strength in limits else strength
            for strength in self.strengths
        )
        least = "" if self.least is None else f"from {self.least}"
        most = "" if self.most is None else f"to {self.most}"
        rungs = " ".join(filter(None, (least, most)))
        return f"whole units of {units}, ties {self.ties}{rungs and ', '}{rungs}"
