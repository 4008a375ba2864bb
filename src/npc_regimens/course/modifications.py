"""The entries of a log that change doses to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from npc_regimens.course.written import Clock, Cycle, Date, Entry, Slot, WeightText, ZoneName
from npc_regimens.errors import CourseError
from npc_regimens.sources import Name, Words

if TYPE_CHECKING:
    import datetime as dt


class Since(Entry):
    """What holds from a day on."""

    since: Date = Field(alias="from")


class SinceOfComponent(Since):
    """What holds of one component from a day on."""

    component: Name


class Delay(Entry):
    """Day 1 of a cycle is later; later cycles follow."""

    what: Literal["delay"]
    phase: Words | None = None
    cycle: Cycle
    to: Date

    def _said(self) -> str:
        return f"delay of cycle {self.cycle}{_of(self.phase)} to {self.to}"


class Interrupt(Since):
    """Doses from a day on are omitted, of one component or of all, until a day or until resumed."""

    what: Literal["interrupt"]
    component: Name | None = None
    through: Date | None = None

    @model_validator(mode="after")
    def _ends_behind_its_beginning(self) -> Interrupt:
        _check_span(self.since, self.through)
        return self

    def _said(self) -> str:
        end = "until it is resumed" if self.through is None else f"through {self.through}"
        return f"interruption of {self.component or 'all'} from {self.since} {end}"


class Resume(Since):
    """An interruption without an end is over: doses are given again from a day on."""

    what: Literal["resume"]
    component: Name | None = None

    def _said(self) -> str:
        return f"{self.component or 'all'} resumed from {self.since}"


class Omit(Entry):
    """The doses of a component on one day of a cycle are not given, and not made up."""

    what: Literal["omit"]
    component: Name
    phase: Words | None = None
    cycle: Cycle
    day: Annotated[int, Field(ge=-99, le=999)]
    slot: Slot | None = None

    def _said(self) -> str:
        slot = "" if self.slot is None else f", {self.slot}"
        return f"omission of {self.component} on day {self.day} of cycle {self.cycle}{slot}"


class Skip(Entry):
    """A cycle is not given, of one component or of all; its days pass."""

    what: Literal["skip"]
    component: Name | None = None
    phase: Words | None = None
    cycle: Cycle

    def _said(self) -> str:
        return f"{self.component or 'all'} skipped in cycle {self.cycle}{_of(self.phase)}"


class Reduce(SinceOfComponent):
    """A component is given at a lower level from a day on: a part of its full dose, or a dose."""

    what: Literal["reduce"]
    level: Words

    def _said(self) -> str:
        return f"{self.component} reduced to {self.level} from {self.since}"


class Raise(SinceOfComponent):
    """A component that was reduced is given at a higher level again, or at its ``full`` dose."""

    what: Literal["raise"]
    level: Words

    def _said(self) -> str:
        return f"{self.component} raised to {self.level} from {self.since}"


class Discontinue(SinceOfComponent):
    """A component is given no more from a day on, while the others go on."""

    what: Literal["discontinue"]

    def _said(self) -> str:
        return f"{self.component} discontinued from {self.since}"


class End(Since):
    """The treatment has ended: from a day on nothing is given."""

    what: Literal["end"]

    def _said(self) -> str:
        return f"end of treatment, nothing from {self.since} on"


class Weight(Since):
    """A new weight, and from which day doses may be computed from it."""

    what: Literal["weight"]
    weight: WeightText
    measured: Date

    @model_validator(mode="after")
    def _is_measured_before_it_is_used(self) -> Weight:
        if self.measured > self.since:
            raise CourseError(
                f"a weight of {self.measured} is used from {self.since}: a dose is never computed"
                " from a later one; correct the two dates"
            )
        return self

    def _said(self) -> str:
        return f"weight {self.weight} of {self.measured}, used from {self.since}"


class ClockTimes(Since):
    """Other times of day from a day on."""

    what: Literal["clock"]
    times: Annotated[Clock, Field(min_length=1)]

    def _said(self) -> str:
        times = ", ".join(f"{slot} {time:%H:%M}" for slot, time in self.times.items())
        return f"{times} from {self.since}"


class Zone(Since):
    """The clock is that of another time zone from a day on, or through the end of a journey."""

    what: Literal["zone"]
    zone: ZoneName
    through: Date | None = None

    @model_validator(mode="after")
    def _ends_behind_its_beginning(self) -> Zone:
        _check_span(self.since, self.through)
        return self

    def _said(self) -> str:
        through = "" if self.through is None else f" through {self.through}"
        return f"clock of {self.zone} from {self.since}{through}"


class Settle(Entry):
    """A number of cycles that was open or settled otherwise is settled, or the last planned day."""

    what: Literal["settle"]
    cycles: dict[Words, Cycle] = Field(default_factory=dict)
    through: Date | None = None

    @model_validator(mode="after")
    def _settles_something(self) -> Settle:
        if not self.cycles and self.through is None:
            raise CourseError(
                "nothing is settled; write for example cycles = { combination = 5 } or"
                " through = 2027-12-31"
            )
        return self

    def _said(self) -> str:
        parts = [f"{count} cycles of {phase}" for phase, count in self.cycles.items()]
        parts += [] if self.through is None else [f"planned through {self.through}"]
        return ", ".join(parts)


class Event(Entry):
    """The date of an event from which a phase starts, such as surgery, is known or is another."""

    what: Literal["event"]
    name: Words
    on: Date

    def _said(self) -> str:
        return f"event {self.name!r} on {self.on}"


class Review(Entry):
    """What was decided at a review point; a decision to stop needs an entry that ends as well."""

    what: Literal["review"]
    name: Words
    decision: Words

    def _said(self) -> str:
        return f"review {self.name!r}: {self.decision}"


def _check_span(since: dt.date, through: dt.date | None) -> None:
    if through is not None and through < since:
        raise CourseError(
            f"it runs from {since} through {through}, backwards; correct the two dates"
        )


def _of(phase: str | None) -> str:
    return "" if phase is None else f" of {phase}"
