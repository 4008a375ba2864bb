"""Laying out: the cycles of each phase on the calendar, and the last day.

The start of a cycle is counted from the start of its phase, never from the cycle before.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, cast

from npc_regimens.dates import plain_date
from npc_regimens.errors import PlanError
from npc_regimens.planning.calendar import Following
from npc_regimens.planning.placing import place
from npc_regimens.planning.sessions import sessions_of
from npc_regimens.planning.stretch import Stretch
from npc_regimens.regimen.days import Continuous

if TYPE_CHECKING:
    from collections.abc import Iterable

    from npc_regimens.planning.calendar import CycleSpan, Session
    from npc_regimens.planning.placing import Dates, Place, Places
    from npc_regimens.regimen import Order, Regimen, SettledPhase


@dataclass(frozen=True, slots=True)
class Layout:
    """The phases on the calendar; past the last day, if there is one, by as far as is needed.

    ``later`` is the first phase that is not laid out, for it lies behind the last day; ``awaited``
    is the event that ends the last phase that is, where its date is not given.
    """

    regimen: Regimen
    start: dt.date
    last_day: dt.date | None
    stretches: tuple[Stretch, ...]
    later: SettledPhase | None
    all_sessions: tuple[Session, ...]
    awaited: str | None

    @property
    def first_day(self) -> dt.date:
        """The first day of treatment: the start, or the first day before a day 1."""
        before = (
            islice(stretch.days_before(order), 1)
            for stretch in self.stretches
            for order in stretch.phase.orders
        )
        return min((self.start, *chain.from_iterable(before)))

    @property
    def cycles(self) -> tuple[CycleSpan, ...]:
        """The cycles through the last day, the last of them cut there."""
        end = self.last_day
        spans = (span for stretch in self.stretches for span in stretch.spans())
        if end is None:
            return tuple(spans)
        return tuple(span.cut(end) for span in spans if span.first <= end)

    @property
    def following(self) -> Following | None:
        """The place of the first day of a cycle behind a last day that cuts."""
        end = self.last_day
        if end is None:
            return None
        spans = (span for stretch in self.stretches for span in stretch.spans())
        behind = next((span for span in spans if span.last > end), None)
        if behind is None:
            return None if self.later is None else Following(self.later.name, 1, 1)
        day = max(1, (end - behind.first).days + 2)
        return Following(behind.phase.name, behind.cycle, day)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions from the start through the last day."""
        end = self.last_day or dt.date.max
        return tuple(each for each in self.all_sessions if self.start <= each.date <= end)

    @property
    def orders(self) -> tuple[Order, ...]:
        """The components that are not over when planning begins, each once."""
        opening = self.stretches[0]
        later = self.regimen.phases[self.regimen.phases.index(opening.phase) + 1 :]
        wanted = {order.component for phase in later for order in phase.orders}
        wanted |= {each.component for each in opening.phase.orders if not opening.is_over(each)}
        return tuple(order for order in self.regimen.orders if order.component in wanted)

    def has_left(self, order: Order) -> bool:
        """Whether the dose of an order, which may be that of a step, is not over at the start."""
        opening = self.stretches[0]
        places = self.regimen.phases[self.regimen.phases.index(opening.phase) + 1 :]
        later = (each.component for phase in places for each in phase.orders)
        return not opening.is_over(order, order.step) or order.component in later


def lay(regimen: Regimen, dates: Dates) -> Layout:
    """Lay out the phases, from the start through a last day.

    Raises `PlanError` for phases that overlap or whose start nobody knows, and for a last day that
    is missing, lies before the start or contradicts a count.
    """
    # what is given before day 1 of a cycle may lie before the last day, and its cycle behind it
    ahead = _ahead(regimen.orders)
    _refuse_too_long(regimen, dates.start, ahead)
    _refuse_idle_closures(regimen, dates)
    places = place(regimen, dates)
    last_day = _horizon(regimen, dates, places)
    reach = None if last_day is None else last_day + dt.timedelta(days=ahead)
    _refuse_unplaced(regimen, places, last_day)
    sessions = tuple(sessions_of(regimen, each, dates.closures) for each in places.placed)
    laid = [each for each in places.placed if reach is None or each.first <= reach]
    stretches = (
        _stretch(regimen, each, dates, reach, of_phase)
        for each, of_phase in zip(laid, sessions, strict=False)
    )
    behind = [each.phase for each in places.placed[len(laid) :]]
    behind += [] if places.unplaced is None else [places.unplaced.phase]
    layout = Layout(
        regimen=regimen,
        start=dates.start,
        last_day=last_day,
        stretches=tuple(stretches),
        later=behind[0] if behind else None,
        all_sessions=tuple(chain(*sessions)),
        awaited=places.awaited_before(last_day),
    )
    _refuse_unknown_rest(layout, dates)
    return layout


def _stretch(
    regimen: Regimen,
    where: Place,
    dates: Dates,
    reach: dt.date | None,
    sessions: tuple[Session, ...],
) -> Stretch:
    """Lay out a phase, or as many of its cycles as touch the days in reach."""
    last = where.last
    if reach is not None:
        length = where.phase.cycle_length_days
        cycles = where.rhythm.day_on(reach) // length + 1
        touched = where.rhythm.date_of(cycles * length) - dt.timedelta(days=1)
        last = touched if last is None else min(last, touched)
    days = frozenset(each.date for each in sessions) if where.phase.sessions else None
    begin = max(where.first, dates.start)
    resumed_on = None if regimen.begins_at(dates.resume) else dates.start
    return Stretch(
        phase=where.phase,
        rhythm=where.rhythm,
        last=cast("dt.date", last),
        begin=begin,
        ends=where.last,
        resumed_on=resumed_on,
        sessions=days,
        goes_on=_continuous_behind(regimen, where.phase),
    )


def _continuous_behind(regimen: Regimen, phase: SettledPhase) -> frozenset[str]:
    """Name the continuous components of the next phase."""
    following = regimen.phases[regimen.phases.index(phase) + 1 :][:1]
    orders = (order for each in following for order in each.orders if order.is_given_in(1))
    return frozenset(each.component for each in orders if isinstance(each.days, Continuous))


def _refuse_too_long(regimen: Regimen, start: dt.date, ahead: int) -> None:
    if ahead > (start - dt.date.min).days + 1:
        raise PlanError(f"{regimen.id}: the days before {start} are none; give a later start")
    days = sum(phase.cycle_length_days * (phase.count or 0) for phase in regimen.phases)
    if days > (dt.date.max - start).days:
        raise PlanError(
            f"{regimen.id}: {days} days from {start} are more than the calendar has; give fewer"
            " cycles"
        )


def _refuse_idle_closures(regimen: Regimen, dates: Dates) -> None:
    if dates.closures and not any(phase.sessions for phase in regimen.phases):
        raise PlanError(
            f"{regimen.id}: closed days move sessions of radiotherapy, and no phase has any; leave"
            " them out (closures, --closed)"
        )


def _refuse_unknown_rest(layout: Layout, dates: Dates) -> None:
    """Refuse to count on from doses that nobody has counted."""
    if layout.regimen.begins_at(dates.resume):
        return
    for order in layout.orders:
        if order.at_most is not None:
            raise PlanError(
                f"{layout.regimen.id}: {order.component!r} has at most {order.at_most} in all, and"
                " how many of them were given before the resumed cycle is not known; plan from the"
                " beginning, or write into a copy of the file at_most = the doses that are left"
            )


def _refuse_unplaced(regimen: Regimen, places: Places, last_day: dt.date | None) -> None:
    """Refuse a phase that would be planned if anybody knew when it begins."""
    if places.unplaced is None:
        return
    last = places.placed[-1].last if places.placed else dt.date.min
    behind = regimen.phases[regimen.phases.index(places.unplaced.phase) :]
    ahead = _ahead(order for phase in behind for order in phase.orders)
    if last_day is None or (last is not None and last < last_day + dt.timedelta(days=ahead - 1)):
        raise PlanError(places.unplaced.why)


def _ahead(orders: Iterable[Order]) -> int:
    """Count the days of which the first may lie on a last day, and a day 1 behind them."""
    return max(1, *(1 - order.days.first for order in orders))


def _horizon(regimen: Regimen, dates: Dates, places: Places) -> dt.date | None:
    through = dates.through
    if through is None:
        if regimen.is_open:
            raise PlanError(
                f"{regimen.id}: phase {regimen.phases[-1].name!r} goes on until"
                f" {regimen.phases[-1].end}; give a last day to plan, through (--through)"
            )
        return None
    plain_date(through, "through")
    if through < dates.start:
        raise PlanError(
            f"through {through} is before the start {dates.start}; give a later last day"
        )
    for each in places.placed:
        if each.phase.count_by_caller and each.last is not None and through < each.last:
            raise PlanError(
                f"{regimen.id}: {each.phase.count} cycles of {each.phase.name!r} end on"
                f" {each.last}, after through {through}; give one of the two"
            )
    return through
