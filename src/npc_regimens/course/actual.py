"""What really happened to a planned dose: missed, taken late, or taken in part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from fractions import Fraction

    from npc_regimens.course.versions import DosePlace

What = Literal["missed", "late", "part"]


@dataclass(frozen=True, slots=True)
class Actual:
    """One dose that was not taken as planned; what is in no such record was taken as planned.

    ``part`` is how much of the ordered dose was taken: nothing of a missed one, all of a late one.
    """

    place: DosePlace
    what: What
    part: Fraction
    at: dt.datetime | None
    recorded: dt.date
    reason: str
