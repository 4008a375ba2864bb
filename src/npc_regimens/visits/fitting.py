"""Fitting: from the nominal date of a visit to the planned one, and how it went.

Pure functions on dates: windows, policies and closed days are arguments.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from npc_regimens.dates import plain_date
from npc_regimens.errors import DateError
from npc_regimens.visits.closing import ClosedDays
from npc_regimens.visits.rules import VisitRule

if TYPE_CHECKING:
    from npc_regimens.visits.windows import Window

Status = Literal["kept", "moved", "flagged", "outside the window"]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The nominal and the planned date of a visit, what moved it, and how it went.

    ``wanted`` is the date on which it would be if no day were closed: the nominal one, or a later
    one where something else has moved it. ``closed`` names the closed day that the wanted date is;
    ``provisional`` says that the closed days of its year may still change.
    """

    nominal: dt.date
    wanted: dt.date
    planned: dt.date
    rule: VisitRule
    closed: str | None
    status: Status
    provisional: bool = False

    @property
    def window(self) -> Window:
        """The window, which lies around the nominal date."""
        return self.rule.window

    @property
    def moved_by(self) -> int:
        """By how many days the planned date is later than the wanted one; earlier is negative."""
        return (self.planned - self.wanted).days

    @property
    def stays_closed(self) -> bool:
        """Whether the planned date is a closed day all the same."""
        return self.closed is not None and self.planned == self.wanted

    @property
    def earliest(self) -> dt.date:
        """The first date of the window."""
        return self.window.earliest(self.nominal)

    @property
    def latest(self) -> dt.date:
        """The last date of the window."""
        return self.window.latest(self.nominal)


def day_from(first: dt.date, day: int) -> dt.date:
    """Count a day from day 1; day -1 is the day before, and there is no day 0.

    >>> day_from(dt.date(2027, 1, 4), 8), day_from(dt.date(2027, 1, 4), -1)
    (datetime.date(2027, 1, 11), datetime.date(2027, 1, 3))
    """
    if type(day) is not int or day == 0:
        raise DateError(
            f"there is no day {day!r}; day 1 is the first day, and day -1 the day before it"
        )
    return first + dt.timedelta(days=day - 1 if day > 0 else day)


def fit(
    nominal: dt.date, rule: VisitRule, closed: ClosedDays, *, wanted: dt.date | None = None
) -> Fitted:
    """Plan a visit: on its wanted date, or where that is a closed day, by the policy.

    The window lies around the nominal date. A closed day never moves a visit out of a hard window;
    where there is no way, the visit stays where it is and is flagged. Of two open days that are
    equally near, the later one is taken, so that no interval becomes shorter than it must.

    >>> from npc_regimens.visits.closing import closed_days
    >>> rule = VisitRule.parse(window="-3 to +2 days", policy="nearest within the window")
    >>> found = fit(dt.date(2027, 1, 1), rule, closed_days([dt.date(2027, 1, 1)], weekends=True))
    >>> found.planned, found.status
    (datetime.date(2026, 12, 31), 'moved')
    """
    _check(rule, closed)
    plain_date(nominal, "the nominal date of a visit")
    wanted = nominal if wanted is None else plain_date(wanted, "the wanted date of a visit")
    name = closed.name_of(wanted)
    planned = wanted if name is None else _moved(nominal, wanted, rule, closed)
    return Fitted(
        nominal=nominal,
        wanted=wanted,
        planned=planned,
        rule=rule,
        closed=name,
        status=_status(nominal, planned, rule, closed),
        provisional=not closed.provisional.isdisjoint({wanted.year, planned.year}),
    )


def _check(rule: object, closed: object) -> None:
    if not isinstance(rule, VisitRule):
        raise DateError(f"a rule of visits is a VisitRule, not {rule!r}; use VisitRule.parse")
    if not isinstance(closed, ClosedDays):
        raise DateError(f"closed days are ClosedDays, not {closed!r}; use closed_days")


def _moved(nominal: dt.date, wanted: dt.date, rule: VisitRule, closed: ClosedDays) -> dt.date:
    """Find the date to which the policy moves a visit, which may be where it is."""
    window = rule.window
    match rule.policy:
        case "next working day":
            date = closed.next_open(wanted)
            return date if window.holds(nominal, date) or not window.hard else wanted
        case "nearest within the window":
            open_days = (date for date in window.dates(nominal) if closed.name_of(date) is None)
            return min(
                open_days, key=lambda date: (abs(date - wanted), wanted - date), default=wanted
            )
        case _:
            return wanted


def _status(nominal: dt.date, planned: dt.date, rule: VisitRule, closed: ClosedDays) -> Status:
    if not rule.window.holds(nominal, planned):
        return "outside the window"
    if rule.policy != "keep" and closed.name_of(planned) is not None:
        return "flagged"
    return "kept" if planned == nominal else "moved"
