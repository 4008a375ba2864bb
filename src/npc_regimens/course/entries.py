"""The closed family of entries, of which a log is made."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from npc_regimens.course.happened import Late, Missed, Part
from npc_regimens.course.modifications import (
    ClockTimes,
    Delay,
    Discontinue,
    End,
    Event,
    Interrupt,
    Omit,
    Raise,
    Reduce,
    Resume,
    Review,
    Settle,
    Skip,
    Weight,
    Zone,
)

LogEntry = Annotated[
    Delay
    | Interrupt
    | Resume
    | Omit
    | Skip
    | Reduce
    | Raise
    | Discontinue
    | End
    | Weight
    | ClockTimes
    | Zone
    | Settle
    | Event
    | Review
    | Missed
    | Late
    | Part,
    Field(discriminator="what"),
]
