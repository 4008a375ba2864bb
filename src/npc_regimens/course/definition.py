"""A course as its file says it: whose, which regimen and choices, when, and the log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from npc_regimens.course.entries import LogEntry
from npc_regimens.course.measured import ClearanceRecord, Measured, SurfaceRecord
from npc_regimens.course.site import SiteVisits
from npc_regimens.course.written import Clock, Cycle, Date, ZoneName
from npc_regimens.errors import CourseError, ProductError
from npc_regimens.patient import Patient, Sex
from npc_regimens.products import Percent
from npc_regimens.record import FormatNumber, Record, WrittenAs
from npc_regimens.regimen import Settlement
from npc_regimens.regimen.timing import SpanText
from npc_regimens.sources import Name, Words

_CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")
# An edition outnumbers the log: a file that is changed by hand replaces every earlier one.
EDITION = 1_000
MOST_EDITIONS = 1_000
_IDENTITY = re.compile(r"[A-Za-z0-9._-]{8,80}")


def _code(text: str) -> str:
    if _CODE.fullmatch(text) is None:
        raise CourseError(
            f"participant code {text!r} has more than letters, digits and . _ -; write a code such"
            " as '03-0017', never a name"
        )
    return text


def _identity(text: str) -> str:
    if _IDENTITY.fullmatch(text) is None:
        raise CourseError(
            f"the identity {text!r} is not 8 to 80 letters, digits and . _ -; write a long random"
            " one, as `npc-regimens new` makes it, and never change it"
        )
    return text


@dataclass(frozen=True, slots=True)
class Recalculation:
    """From which part of a change on a new weight gives new doses; with none it never does.

    >>> Recalculation.parse("from 10 %").least
    Fraction(1, 10)
    """

    least: Fraction | None
    words: str

    @classmethod
    def parse(cls, text: str) -> Recalculation:
        """Read ``always``, ``from 10 %`` or ``never``."""
        if text in {"always", "never"}:
            return cls(Fraction(0) if text == "always" else None, text)
        try:
            percent = Percent.parse(text.removeprefix("from "))
        except ProductError:
            percent = None
        if percent is None or not text.startswith("from "):
            raise CourseError(
                f"{text!r} is no policy for a new weight; write 'always', 'from 10 %' or 'never'"
            )
        return cls(percent.part, text)

    def bites(self, used: Fraction, new: Fraction) -> bool:
        """Whether a weight differs enough from the one that doses are computed from."""
        return self.least is not None and abs(new - used) >= self.least * used

    def __str__(self) -> str:
        return self.words


RecalculationText = Annotated[
    Recalculation,
    WrittenAs(
        Recalculation.parse,
        "from 10 %",
        "When a new weight gives new doses: 'always', 'from 10 %' (of a change) or 'never'.",
    ),
]


class Settled(Record):
    """What is settled of what the regimen leaves open, from the beginning."""

    choose: dict[Words, Name] = Field(default_factory=dict)
    cycles: dict[Words, Cycle] = Field(default_factory=dict)
    accept_reference_doses: bool = False
    doses: dict[Name, Words] = Field(default_factory=dict)
    levels: dict[Name, Words] = Field(default_factory=dict)
    bases: dict[Name, Words] = Field(default_factory=dict)
    optional: dict[Name, bool] = Field(default_factory=dict)
    assess: dict[Words, SpanText] = Field(default_factory=dict)
    lengths: dict[Words, SpanText] = Field(default_factory=dict)
    waits: dict[Words, SpanText] = Field(default_factory=dict)

    @property
    def settlement(self) -> Settlement:
        """The same, as settling takes it."""
        return Settlement(**dict(self))


class Course(Record):
    """One participant's course: the regimen and its choices, the body, the dates, and the log."""

    format: FormatNumber
    participant: Annotated[str, AfterValidator(_code)]
    identity: Annotated[str, AfterValidator(_identity)]
    edition: Annotated[int, Field(ge=0, le=MOST_EDITIONS)] = 0
    regimen: Words
    products: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    start: Date
    through: Date | None = None
    zone: ZoneName
    clock: Clock = Field(default_factory=dict)
    closed: Annotated[frozenset[Date], Field(strict=False)] = frozenset()
    events: dict[Words, Date] = Field(default_factory=dict)
    recalculate: RecalculationText
    longest_delay: SpanText | None = None
    sex: Literal["female", "male"] | None = None
    born: Date | None = None
    surface: SurfaceRecord = Field(default_factory=SurfaceRecord)
    clearance: ClearanceRecord = Field(default_factory=ClearanceRecord)
    settled: Settled = Field(default_factory=Settled)
    visits: SiteVisits | None = None
    measured: Annotated[tuple[Measured, ...], Field(strict=False, min_length=1)]
    log: Annotated[tuple[LogEntry, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _belongs_together(self) -> Course:
        self.patient  # noqa: B018  a birth date and measurements that contradict each other
        last = max(each.on for each in self.measured)
        if last > self.start:
            raise CourseError(
                f"the measurement of {last} is later than the start, {self.start}; a weight during"
                " the treatment is an entry of the log (what = 'weight')"
            )
        before = None
        for number, entry in enumerate(self.log, 1):
            if before is not None and entry.recorded < before:
                raise CourseError(
                    f"log entry {number} ({entry.words}) was recorded on {entry.recorded}, and the"
                    f" one before it on {before}; the log is in the order of recording"
                )
            before = entry.recorded
        return self

    @property
    def revision(self) -> int:
        """By how much the sequence of every event is raised."""
        return self.edition * EDITION

    @property
    def patient(self) -> Patient:
        """The patient as measured before the treatment."""
        return Patient(
            measurements=tuple(each.measurement for each in self.measured),
            code=self.participant,
            sex=None if self.sex is None else Sex(self.sex),
            born=self.born,
        )
