"""What every entry of a course's log has, and the values in it that are written as text."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainSerializer, model_serializer

from npc_regimens.dates import plain_date, read_time, read_zone
from npc_regimens.errors import CourseError
from npc_regimens.planning.due import CLINIC
from npc_regimens.record import Record, WrittenAs
from npc_regimens.regimen.days import SLOTS
from npc_regimens.sources import Words
from npc_regimens.units import Amount

Slot = Literal["once", "morning", "noon", "evening", "bedtime"]


def _whole_date(date: dt.date) -> dt.date:
    return plain_date(date, "the date of an entry")


def _slot(name: str) -> str:
    if name not in {*SLOTS, CLINIC}:
        raise CourseError(
            f"there is no slot {name!r} of a day; there are {', '.join(SLOTS)}, clinic"
        )
    return name


def _whole_minutes(time: dt.time) -> dt.time:
    if time.second or time.microsecond:
        raise CourseError(f"the time {time} has seconds; write hours and minutes, such as '08:00'")
    return time


Date = Annotated[dt.date, AfterValidator(_whole_date)]
Cycle = Annotated[int, Field(ge=1, le=999)]
TimeOfDay = Annotated[
    dt.time,
    WrittenAs(read_time, "08:00", "Hours and minutes on the clock of the wall."),
    AfterValidator(_whole_minutes),
    PlainSerializer(lambda time: f"{time:%H:%M}", when_used="json"),
]
ZoneName = Annotated[
    str, WrittenAs(lambda text: read_zone(text).key, "Asia/Shanghai", "An IANA time zone.")
]
WeightText = Annotated[
    Amount,
    WrittenAs(lambda text: Amount.parse(text, like="65 kg"), "65 kg", "A weight with its unit."),
]
Clock = dict[Annotated[str, AfterValidator(_slot)], TimeOfDay]


class Entry(Record):
    """What every entry has: when it was recorded, and why."""

    what: str
    recorded: Date
    reason: Words

    @property
    def words(self) -> str:
        """What the entry says, in a few words."""
        return self._said()

    def _said(self) -> str:
        raise NotImplementedError

    @model_serializer(mode="wrap")
    def _as_written(self, handler: Any) -> dict[str, Any]:  # noqa: ANN401  pydantic's own handler
        """Write the keys of the file, without those that are not there."""
        written = {
            ("from" if key == "since" else key): value for key, value in handler(self).items()
        }
        return {key: value for key, value in written.items() if value is not None}
