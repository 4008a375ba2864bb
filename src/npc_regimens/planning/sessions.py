"""Sessions of radiotherapy: Monday to Friday less closed days, until their number is reached."""

from __future__ import annotations

import datetime as dt
from itertools import count, islice
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import PlanError
from npc_regimens.planning.calendar import Session

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from npc_regimens.planning.placing import Place
    from npc_regimens.regimen import Regimen

_SATURDAY: Final = 5  # as Python counts the days of a week, from Monday


def is_weekday(date: dt.date) -> bool:
    """Whether a date is a Monday to Friday."""
    return date.weekday() < _SATURDAY


def sessions_of(
    regimen: Regimen, place: Place, closures: Collection[dt.date]
) -> tuple[Session, ...]:
    """List the sessions of a phase from its first day.

    Raises `PlanError` where they outlast the phase.
    """
    number = place.phase.sessions or 0
    dates = list(islice(_weekdays(place.first, closures), number))
    if dates and place.last is not None and dates[-1] > place.last:
        raise PlanError(
            f"{regimen.id}: the {number} sessions of {place.phase.name!r} last until {dates[-1]},"
            f" and the phase ends on {place.last}; give it more cycles, and limit the components"
            " that end earlier to some of them"
        )
    return tuple(
        Session(place.phase.name, index, number, date) for index, date in enumerate(dates, 1)
    )


def _weekdays(first: dt.date, closures: Collection[dt.date]) -> Iterator[dt.date]:
    days = (first + dt.timedelta(days=days) for days in count())
    return (day for day in days if is_weekday(day) and day not in closures)
