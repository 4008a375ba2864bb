"""Dispensing: what to hand out at each visit, by component and strength, in whole units.

The doses on the day of a visit come from what is handed out at it. A listed component is covered to
its last dose and no further. A continuous one goes on where the next visit is late, so it is
covered to the late edge of that visit's window.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.course.visiting import visits_of
from npc_regimens.errors import PlanError
from npc_regimens.planning import Calendar
from npc_regimens.regimen.days import Continuous

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.course.visiting import Visit
    from npc_regimens.planning import Administration
    from npc_regimens.units import Amount

Packs = Mapping[tuple[str, "Amount"], int]

_ONE_DAY: Final = dt.timedelta(days=1)
_MOST_SPARE_DAYS: Final = 99  # a guard against slips of the keyboard: two digits
_LARGEST_PACK: Final = 9999  # the same: four digits


class Supply(NamedTuple):
    """What is counted as one: a strength of a product, handed out for one component."""

    component: str
    product: str
    strength: Amount


@dataclass(frozen=True, slots=True)
class Item:
    """What is handed out of one supply at one visit, in units such as tablets.

    ``needed`` are the units of the planned doses, and ``cover`` those for a late next visit and for
    spare days. Whole packs may hold more than both.
    """

    supply: Supply
    drug: str
    needed: int
    cover: int
    handed_out: int
    pack: int | None = None

    @property
    def expected_return(self) -> int:
        """The units that come back at the next visit, if that is on its date and all are taken."""
        return self.handed_out - self.needed

    @property
    def packs(self) -> int | None:
        """The number of packs, where the size of a pack is known."""
        return None if self.pack is None else self.handed_out // self.pack


@dataclass(frozen=True, slots=True)
class Handout:
    """One visit, and all that is handed out at it.

    The doses through ``last`` are needed; what has cover is covered through ``covered``.
    """

    visit: Visit
    last: dt.date
    covered: dt.date
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Dispensing:
    """What to hand out over a whole calendar.

    ``uncounted`` are components at home of which no product is known, so that nobody can count
    units. ``before_first`` doses lie before the first visit, and are handed out at it all the same.
    Where treatment ``goes_on`` behind the last planned day, nothing covers what lies behind it.
    """

    handouts: tuple[Handout, ...]
    uncounted: tuple[str, ...]
    before_first: int
    goes_on: bool

    def needed(self) -> dict[Supply, int]:
        """Add up the units of all planned doses."""
        total: Counter[Supply] = Counter()
        for each in self.handouts:
            total.update({item.supply: item.needed for item in each.items})
        return dict(total)


def dispensing(
    calendar: Calendar,
    visits: Sequence[Visit] | None = None,
    *,
    packs: Packs | None = None,
    spare_days: int = 0,
) -> Dispensing:
    """Count what to hand out at each of some visits; at each day 1 of the calendar, if none.

    ``packs`` gives the units of a whole pack by drug and strength; without it single units are
    handed out. ``spare_days`` cover so many more days of a continuous component.

    Raises `PlanError` for visits that are not in order or lie behind the plan, and for a day 1 that
    a closed day has moved while the calendar still has its doses on the old date.
    """
    if not isinstance(calendar, Calendar):
        raise PlanError(f"dispensing takes a Calendar, not {type(calendar).__name__}")
    if type(spare_days) is not int or not 0 <= spare_days <= _MOST_SPARE_DAYS:
        raise PlanError(
            f"spare days are a whole number from 0 to {_MOST_SPARE_DAYS}, not {spare_days!r}"
        )
    days_1 = (each for each in visits_of(calendar) if each.is_day_1)
    chosen = tuple(days_1 if visits is None else visits)
    _check_visits(calendar, chosen)
    _check_packs(packs or {})
    home = tuple(each for each in calendar.administrations if each.at_home)
    counting = _Counting(home, packs or {}, spare_days)
    return Dispensing(
        handouts=tuple(counting.handouts(chosen, calendar.last_day)),
        uncounted=tuple(dict.fromkeys(each.component for each in home if not each.units)),
        before_first=sum(each.planned_date < chosen[0].planned for each in home),
        goes_on=calendar.following is not None,
    )


def supplies(doses: Sequence[Administration]) -> Counter[Supply]:
    """Add up the units of some doses by component, product and strength."""
    total: Counter[Supply] = Counter()
    for each in doses:
        for units in each.units:
            total[Supply(each.component, units.product, units.strength)] += units.count
    return total


class _Counting:
    """The doses at home of one calendar, to be counted between visits."""

    def __init__(self, home: tuple[Administration, ...], packs: Packs, spare_days: int) -> None:
        self._home, self._packs, self._spare_days = home, packs, spare_days
        self._drugs = {each.component: each.drug for each in home}

    def handouts(self, visits: Sequence[Visit], last_day: dt.date) -> Iterator[Handout]:
        """Hand out at each visit what is needed until the next, and its cover."""
        begin = min((each.planned_date for each in self._home[:1]), default=dt.date.max)
        for visit, following in zip(visits, [*visits[1:], None], strict=True):
            yield self._handout(visit, following, min(begin, visit.planned), last_day)
            begin = dt.date.max

    def _handout(
        self, visit: Visit, following: Visit | None, first: dt.date, last_day: dt.date
    ) -> Handout:
        if following is None:
            needed = self._between(first, last_day)
            return Handout(visit, last_day, last_day, self._items(needed, Counter()))
        last, late = following.planned - _ONE_DAY, following.date.latest - following.planned
        days = max(0, late.days) + self._spare_days
        cover = self._a_day_behind(last)
        for supply in cover:
            cover[supply] *= days
        covered = last + dt.timedelta(days=days if cover else 0)
        return Handout(visit, last, covered, self._items(self._between(first, last), cover))

    def _between(self, first: dt.date, last: dt.date) -> Counter[Supply]:
        return supplies([each for each in self._home if first <= each.planned_date <= last])

    def _a_day_behind(self, last: dt.date) -> Counter[Supply]:
        """Count one more day of each continuous component that is given on both sides of a day."""
        after = last + _ONE_DAY
        goes_on = {each.component for each in self._home if each.planned_date == after}
        return supplies(
            [
                each
                for each in self._home
                if each.planned_date == last
                and each.component in goes_on
                and isinstance(each.dose.order.days, Continuous)
            ]
        )

    def _items(self, needed: Counter[Supply], cover: Counter[Supply]) -> tuple[Item, ...]:
        return tuple(
            self._item(supply, needed[supply], cover[supply])
            for supply in dict.fromkeys((*needed, *cover))
        )

    def _item(self, supply: Supply, needed: int, cover: int) -> Item:
        drug = self._drugs[supply.component]
        pack = self._packs.get((drug, supply.strength))
        units = needed + cover
        handed_out = units if pack is None else -(-units // pack) * pack
        return Item(supply, drug, needed, cover, handed_out, pack)


def _check_visits(calendar: Calendar, visits: tuple[Visit, ...]) -> None:
    if not visits:
        raise PlanError(
            f"{calendar.regimen.id}: give at least one visit at which drugs are handed out"
        )
    for before, after in pairwise(visits):
        if after.planned <= before.planned:
            raise PlanError(
                f"{calendar.regimen.id}: the visit on {after.planned} does not come after that on"
                f" {before.planned}; give each visit at which drugs are handed out once, in order"
            )
    if visits[-1].planned > calendar.last_day:
        raise PlanError(
            f"{calendar.regimen.id}: the visit on {visits[-1].planned} lies behind the plan, which"
            f" ends on {calendar.last_day}; leave it out, or plan further"
        )
    for visit in visits:
        _refuse_left_behind(calendar, visit)


def _refuse_left_behind(calendar: Calendar, visit: Visit) -> None:
    """Refuse a day 1 that is moved, while doses of its cycle still lie before it."""
    if not visit.is_day_1 or visit.date.moved_by <= 0:
        return
    for each in calendar.administrations:
        is_left = visit.date.wanted <= each.planned_date < visit.planned
        if is_left and each.at_home and not isinstance(each.dose.order.days, Continuous):
            raise PlanError(
                f"{calendar.regimen.id}: {visit.phase} {visit.place} is moved to {visit.planned},"
                f" and the calendar gives {each.component!r} from {visit.date.wanted} on; delay"
                " the cycle, plan again and count then"
            )


def _check_packs(packs: Packs) -> None:
    for (drug, strength), size in packs.items():
        if type(size) is not int or not 1 <= size <= _LARGEST_PACK:
            raise PlanError(
                f"a pack of {drug} {strength} holds a whole number of units from 1 to"
                f" {_LARGEST_PACK}, not {size!r}"
            )
