"""The moment at which something was noticed, as a person writes it: a clock time of a zone."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from npc_regimens.advising.clocks import PatientClock
from npc_regimens.dates import read_date, read_time
from npc_regimens.errors import DateError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_WRITTEN: Final = re.compile(
    r"(?P<plain>(?P<day>[0-9-]{10})T(?P<time>[0-9:]{5}))(?P<offset>[+-][0-9]{2}:[0-9]{2})?"
)


def read_moment(text: str, zone: ZoneInfo | PatientClock) -> dt.datetime:
    """Read a date and a time of day by the clock of a zone, with the offset where it is needed.

    Raises `DateError` for a time that clocks skip, for one that comes twice unless the offset says
    which, and for an offset that the zone does not have then.

    >>> from zoneinfo import ZoneInfo
    >>> read_moment("2027-01-05T14:30", ZoneInfo("Asia/Shanghai")).isoformat()
    '2027-01-05T14:30:00+08:00'
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise DateError(f"{text!r} is not a moment; write for example '2027-01-05T14:30'")
    day, time = read_date(found["day"]), read_time(found["time"])
    local = PatientClock.of(zone).zone_on(day)
    plain = dt.datetime.combine(day, time, local)
    there = {_offset(each): each for each in (plain, plain.replace(fold=1)) if _exists(each)}
    known = " or ".join(f"'{found['plain']}{offset}'" for offset in sorted(there))
    if not there:
        raise DateError(f"{text!r} does not come in {local.key}: clocks go forward; check the time")
    if found["offset"] is None and len(there) > 1:
        raise DateError(f"{text!r} comes twice in {local.key}: clocks go back; write {known}")
    chosen = found["offset"] or min(there)
    if chosen not in there:
        raise DateError(f"{text!r} has an offset that {local.key} has not then; write {known}")
    return there[chosen]


def _exists(moment: dt.datetime) -> bool:
    """Whether a clock shows this time: of one that is skipped, UTC and back makes another."""
    again = moment.astimezone(dt.UTC).astimezone(moment.tzinfo)
    return again.replace(tzinfo=None, fold=0) == moment.replace(tzinfo=None, fold=0)


def _offset(moment: dt.datetime) -> str:
    return moment.isoformat().removeprefix(moment.replace(tzinfo=None).isoformat())
