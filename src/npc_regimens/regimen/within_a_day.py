"""The order of infusions within a day, and the interval from the end of one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from pydantic import model_validator

from npc_regimens.errors import RegimenError
from npc_regimens.products import TimeText
from npc_regimens.record import Record
from npc_regimens.sources import Citations, Name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.units import Amount


class After(Record):
    """Another component of the same day that goes before, and how long after its end."""

    component: Name
    interval: TimeText | None = None
    cite: Citations | None = None

    @model_validator(mode="after")
    def _has_whole_minutes(self) -> After:
        if self.interval is not None and whole_minutes(self.interval) is None:
            raise RegimenError(
                f"an interval of {self.interval} is no whole number of minutes; a time of day has"
                " no seconds, write for example '30 min'"
            )
        return self


@dataclass(frozen=True, slots=True)
class SettledAfter:
    """What an infusion comes after on a day when both are given.

    ``line`` are all the components that go before, the first of the day first; ``infusion`` is how
    long the one runs that goes directly before, if its source says so.
    """

    line: tuple[str, ...]
    drug: str
    interval: Amount | None
    infusion: Amount | None

    @property
    def component(self) -> str:
        """The component that goes directly before."""
        return self.line[-1]

    @property
    def lead(self) -> int | None:
        """The minutes from the start of the one before; none where they are not stated."""
        if self.interval is None or self.infusion is None:
            return None
        # whole minutes: what is none has been refused in the file
        return (whole_minutes(self.infusion) or 0) + (whole_minutes(self.interval) or 0)

    def __str__(self) -> str:
        if self.interval is None:
            return f"after {self.drug}"
        return f"{self.interval} after the end of {self.drug}"


def whole_minutes(time: Amount) -> int | None:
    """Say a time in minutes, or nothing where it is no whole number of them.

    >>> from npc_regimens.units import Amount
    >>> whole_minutes(Amount.parse("1.5 h"))
    90
    """
    minutes = Fraction(time.to("min").number)
    return minutes.numerator if minutes.denominator == 1 else None


def line_before(name: str, after: Mapping[str, str]) -> tuple[str, ...]:
    """List what goes before a component, the first of the day first; a circle ends at itself.

    >>> line_before("c", {"c": "b", "b": "a"})
    ('a', 'b')
    """
    line: list[str] = []
    while name in after and after[name] not in line:
        name = after[name]
        line.insert(0, name)
    return tuple(line)
