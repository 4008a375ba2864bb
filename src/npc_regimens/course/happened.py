"""The entries of a log that tell of doses that were due: missed, taken late, taken in part."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import model_validator

from npc_regimens.course.written import Date, Entry, Slot
from npc_regimens.errors import CourseError
from npc_regimens.products.written import MassText
from npc_regimens.sources import Name


class OfADose(Entry):
    """What happened to the doses of a component that were due on a date."""

    component: Name
    on: Date
    slot: Slot | None = None

    @model_validator(mode="after")
    def _is_over(self) -> OfADose:
        if self.on > self.recorded:
            raise CourseError(
                f"it was recorded on {self.recorded} and tells of {self.on}, which is later;"
                " correct the one that is wrong"
            )
        return self

    def _place(self) -> str:
        slot = "" if self.slot is None else f", {self.slot}"
        return f"{self.component} on {self.on}{slot}"


class Missed(OfADose):
    """Doses of a component were not taken: on a date, or on all dates through another."""

    what: Literal["missed"]
    through: Date | None = None

    @model_validator(mode="after")
    def _ends_before_it_was_recorded(self) -> Missed:
        last = self.through
        if last is not None and not self.on <= last <= self.recorded:
            raise CourseError(
                f"it runs from {self.on} through {last} and was recorded on {self.recorded};"
                " correct the dates"
            )
        return self

    def _said(self) -> str:
        through = "" if self.through is None else f" through {self.through}"
        return f"missed: {self._place()}{through}"


class Late(OfADose):
    """A dose was taken whole, and later than planned, at a time on the clock of the wall."""

    what: Literal["late"]
    at: dt.datetime

    @model_validator(mode="after")
    def _is_on_the_clock(self) -> Late:
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond:
            raise CourseError(
                f"at {self.at} is no time on the clock of the wall; write whole minutes without an"
                " offset, for example at = 2027-01-05T22:30:00"
            )
        if not self.on <= self.at.date() <= self.recorded:
            raise CourseError(
                f"a dose of {self.on} cannot be taken late at {self.at} and be recorded on"
                f" {self.recorded}; correct the dates"
            )
        return self

    def _said(self) -> str:
        return f"taken late: {self._place()}, at {self.at:%Y-%m-%d %H:%M}"


class Part(OfADose):
    """A part of a dose was taken."""

    what: Literal["part"]
    taken: MassText

    def _said(self) -> str:
        return f"taken in part: {self._place()}, {self.taken}"
