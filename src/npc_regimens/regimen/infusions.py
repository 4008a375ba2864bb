"""How long infusions run: over days, without a break, or into the next dose, which is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import Problem
from npc_regimens.regimen.step_places import days_of_doses
from npc_regimens.regimen.timing import LONGEST_CYCLE_DAYS
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.regimen.days import Days
    from npc_regimens.regimen.definition import Component, Phase

ONE_DAY: Final = Amount.parse("24 h")
_MINUTE: Final = dt.timedelta(minutes=1)


def is_continuous(infusion: Amount | None, days: Days) -> bool:
    """Whether infusions run without a break over days that follow one another.

    Days that depend on the real calendar, such as weekdays, are broken by it.

    >>> from npc_regimens.regimen.days import parse_days
    >>> is_continuous(ONE_DAY, parse_days("1-5")), is_continuous(ONE_DAY, parse_days("1, 8"))
    (True, False)
    """
    if infusion is None or not ONE_DAY <= infusion <= ONE_DAY or days.only_on is not None:
        return False
    in_turn = (*range(days.first, 0), *range(1, LONGEST_CYCLE_DAYS + 1))  # there is no day 0
    given = [bool(days.slots_on(day, ("once",))) for day in in_turn]
    return any(one and next_one for one, next_one in pairwise(given))


def later_days(infusion: Amount | None) -> int:
    """Count the days behind its first through which an infusion runs, each taken for 24 h.

    >>> later_days(Amount.parse("96 h")), later_days(ONE_DAY), later_days(None)
    (3, 0, 0)
    """
    days = 0
    while infusion is not None and ONE_DAY * (days + 1) < infusion:
        days += 1
    return days


def overlaps(infusion: Amount, between: dt.timedelta) -> bool:
    """Whether an infusion still runs when the next one begins so much later.

    Of two on one day without times of their own, it is sure only of those that run for a day.
    """
    if not between:
        return infusion >= ONE_DAY
    return Amount(Decimal(between // _MINUTE), "min") < infusion


def overlapping(where: str, phase: Phase, component: Component) -> Iterator[Problem]:
    """Name an infusion that runs into the next dose of its component in one cycle."""
    infusion = component.infusion
    if infusion is None:
        return
    for one, other in pairwise(days_of_doses(phase, component)):
        between = other - one - (one < 0 < other)  # there is no day 0
        if overlaps(infusion, dt.timedelta(days=between)):
            what = f"an infusion of {infusion} from day {one} still runs on day {other}, the next"
            yield Problem(f"{where}, key 'infusion'", what, "correct the days or the infusion")
            return
