"""The moment at which something was noticed, as a person writes it: a clock time of a zone."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from npc_regimens.dates import read_date, read_time
from npc_regimens.errors import DateError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_WRITTEN: Final = re.compile(r"([0-9-]{10})T([0-9:]{5})(?:([+-])([0-9]{2}:[0-9]{2}))?")


def read_moment(text: str, zone: ZoneInfo) -> dt.datetime:
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
    plain = dt.datetime.combine(read_date(found[1]), read_time(found[2]), zone)
    there = [each for each in (plain, plain.replace(fold=1)) if _exists(each)]
    moments = {each.utcoffset(): each for each in reversed(there)}
    if not moments:
        raise DateError(f"{text} does not come in {zone.key}: clocks go forward; check the time")
    if found[4] is not None:
        moments = {
            way: each for way, each in moments.items() if _offset(each) == found[3] + found[4]
        }
    known = " or ".join(sorted({text[:16] + _offset(each) for each in there}))
    if not moments:
        raise DateError(f"{text} has an offset that {zone.key} has not then; write {known}")
    if len(moments) > 1:
        raise DateError(f"{text} comes twice in {zone.key}: clocks go back; write {known}")
    return next(iter(moments.values()))


def _exists(moment: dt.datetime) -> bool:
    """Whether the clock shows this time: going to UTC and back, a skipped one comes out later."""
    again = moment.astimezone(dt.UTC).astimezone(moment.tzinfo)
    return again.replace(tzinfo=None, fold=0) == moment.replace(tzinfo=None, fold=0)


def _offset(moment: dt.datetime) -> str:
    return moment.isoformat()[len("2027-01-05T14:30:00") :]
