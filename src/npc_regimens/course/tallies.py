"""Tallies: the doses that were reached, and what was intended, planned and taken of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from npc_regimens.course.outcomes import WHOLE, Happened, Outcome
from npc_regimens.planning.totals import totals
from npc_regimens.units import Amount

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from npc_regimens.course.passages import CycleKey
    from npc_regimens.planning import Administration
    from npc_regimens.products import Units


@dataclass(frozen=True, slots=True)
class Reached:
    """One place that the course has reached: what was intended, is planned, and happened there.

    ``due`` is its day on the calendar as modified. A dose that a modification omitted is not
    planned, and its day is the one on which it would lie. A dose that one added is not intended.
    """

    key: CycleKey
    due: dt.date
    intended: Administration | None
    planned: Administration | None
    happened: Happened | None


@dataclass(frozen=True, slots=True)
class Cumulative:
    """A number of doses, what they come to, and the units of those given whole, by strength."""

    doses: int
    amount: Amount
    units: tuple[Units, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a component comes to over some places.

    ``taken`` counts the doses taken whole or in part, and its units those of the whole ones alone.
    ``changed`` are the doses planned in another amount than intended. ``afterwards`` are those of
    the missed doses that were taken after the as-of day.
    """

    intended: Cumulative
    planned: Cumulative
    taken: Cumulative
    as_planned: int
    late: int
    made_up: int
    in_part: int
    missed: int
    omitted: int
    added: int
    changed: int
    afterwards: int

    @property
    def taken_of_planned(self) -> Fraction | None:
        """The part of the planned amount that was taken; nothing where nothing was planned."""
        return part_of(self.taken.amount, self.planned.amount)


def tally(reached: Sequence[Reached], unit: str) -> Tally:
    """Add up doses of one component, in a unit of the drug."""
    outcomes = Counter(each.happened.outcome for each in reached if each.happened)
    return Tally(
        intended=_cumulative((each.intended for each in reached), unit),
        planned=_cumulative((each.planned for each in reached), unit),
        taken=_taken(reached, unit),
        as_planned=outcomes[Outcome.AS_PLANNED],
        late=outcomes[Outcome.LATE],
        made_up=outcomes[Outcome.MADE_UP],
        in_part=outcomes[Outcome.IN_PART],
        missed=outcomes[Outcome.MISSED],
        omitted=sum(each.planned is None for each in reached),
        added=sum(each.intended is None for each in reached),
        changed=sum(map(_is_changed, reached)),
        afterwards=sum(each.happened.afterwards for each in reached if each.happened),
    )


def part_of(some: Amount, whole: Amount) -> Fraction | None:
    """Say which part of an amount another of the same drug is, exactly; of nothing there is none.

    >>> part_of(Amount.parse("950 mg"), Amount.parse("1000 mg"))
    Fraction(19, 20)
    """
    if not whole.number:
        return None
    return Fraction(some.to(whole.unit).number) / Fraction(whole.number)


def summed(amounts: Iterable[Amount], unit: str) -> Amount:
    """Add amounts of one drug, in a unit of it."""
    return reduce(add, amounts, Amount(Decimal(0), unit))


def _cumulative(given: Iterable[Administration | None], unit: str) -> Cumulative:
    doses = [each for each in given if each is not None]
    parts = tuple(totals([each.dose for each in doses[:1]], doses))
    amount = summed((each.ordered for each in parts), unit)
    return Cumulative(len(doses), amount, tuple(u for each in parts for u in each.units))


def _taken(reached: Sequence[Reached], unit: str) -> Cumulative:
    whole = [each.planned for each in reached if each.happened and each.happened.outcome in WHOLE]
    parts = [
        each.happened.amount
        for each in reached
        if each.happened and each.happened.outcome is Outcome.IN_PART
    ]
    taken = _cumulative(whole, unit)
    amount = summed((taken.amount, *parts), unit)
    return Cumulative(taken.doses + len(parts), amount, taken.units)


def _is_changed(each: Reached) -> bool:
    if each.intended is None or each.planned is None:
        return False
    one, other = each.intended.ordered, each.planned.ordered
    return part_of(other, one) != 1
