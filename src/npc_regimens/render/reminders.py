"""How a caller wants a calendar written as reminders, refused where it could not be written."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from npc_regimens.errors import DateError, PlanError
from npc_regimens.render.ics_strings import Language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

LONGEST_MINUTES: Final = 24 * 60
LARGEST_REVISION: Final = 2**31 - 1  # RFC 5545, 3.3.8
_UTC: Final = frozenset(
    {"UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"}
)

# Controls and line breaks end a line of the file, marks of direction reorder what is read, a lone
# surrogate has no bytes, and icalendar 7.3.0 makes a line break of a backslash with an N.
_REFUSED: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
    r"|\\N"
)


class Titles(StrEnum):
    """What a lock screen may show: counts and labels only, or drugs and doses."""

    DISCREET = "discreet"
    FULL = "full"


class Per(StrEnum):
    """What has an event: each dose, each day, or each block of like doses day after day."""

    DOSE = "dose"
    DAY = "day"
    BLOCK = "block"


class Audience(StrEnum):
    """For whom it is: a patient takes doses and has visits, a clinic gives infusions."""

    PATIENT = "patient"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """How a calendar becomes reminders: whose course, made when, in which zone, in what words.

    ``course`` is the name under which the course is kept. Every identity comes from it, so it
    stays the same, is long and random, and never is the patient's number. ``labels`` are the
    patient's own words for a component. ``revision`` goes up whenever a file replaces an earlier
    one. ``minutes`` is how long an event lasts where no infusion time is stated. ``events`` says
    what has an event, and ``audience`` for whom it is. A ``feed`` is read again and again and
    taken as a whole, so it leaves out what was dropped.
    """

    course: str
    stamp: dt.datetime
    zone: ZoneInfo
    titles: Titles = Titles.DISCREET
    labels: Mapping[str, str] = field(default_factory=dict)
    name: str | None = None
    revision: int = 0
    minutes: int = 15
    events: Per = Per.DOSE
    audience: Audience = Audience.PATIENT
    language: Language = Language.ENGLISH
    feed: bool = False

    def __post_init__(self) -> None:
        if not str(self.course).strip():
            raise PlanError("course is empty; give the name under which this course is kept")
        _require_stamp(self.stamp)
        require_zone(self.zone)
        _require_one_of(self.titles, "titles", Titles)
        _require_one_of(self.events, "events", Per)
        _require_one_of(self.audience, "audience", Audience)
        _require_one_of(self.language, "language", Language)
        _require_number(self.revision, "revision", 0, LARGEST_REVISION)
        _require_number(self.minutes, "minutes", 1, LONGEST_MINUTES)
        for what, words in [("course", self.course), *self.said]:
            _require_plain(words, what)

    @property
    def said(self) -> list[tuple[str, str]]:
        """The caller's own words, each with where it was said."""
        labels = [(f"the label of {name!r}", words) for name, words in self.labels.items()]
        return [*labels] if self.name is None else [("name", self.name), *labels]

    @property
    def is_full(self) -> bool:
        """Whether drugs and doses are named."""
        return self.titles is Titles.FULL

    @property
    def is_for_clinic(self) -> bool:
        """Whether a clinic reads it, and no patient."""
        return self.audience is Audience.CLINIC

    @property
    def namespace(self) -> UUID:
        """Where the identities of this course live."""
        return uuid5(NAMESPACE_URL, self.course)


def is_utc(zone: ZoneInfo) -> bool:
    """Whether the times of a zone are written as instants."""
    return zone.key in _UTC


def require_zone(zone: object) -> None:
    """Refuse a zone that has no name of a place."""
    if getattr(zone, "key", None) in {None, "localtime"}:
        raise DateError(f"zone {zone!r} has no IANA name; give ZoneInfo('Asia/Shanghai')")


def _require_one_of(value: object, what: str, kind: type[StrEnum]) -> None:
    if not isinstance(value, kind):
        raise PlanError(f"{what} {value!r} is not one of {', '.join(kind)}")


def _require_stamp(stamp: dt.datetime) -> None:
    remedy = "give an aware datetime in whole seconds, like datetime(2026, 12, 1, tzinfo=UTC)"
    if type(stamp) is not dt.datetime or stamp.utcoffset() is None or stamp.microsecond:
        raise DateError(f"stamp {stamp!r} is not an instant in whole seconds; {remedy}")
    try:
        stamp.astimezone(dt.UTC)
    except OverflowError:
        raise DateError(f"stamp {stamp!r} has no time in UTC; {remedy}") from None


def _require_number(value: int, what: str, least: int, most: int) -> None:
    if type(value) is not int or not least <= value <= most:
        raise PlanError(f"{what} {value!r} is not a whole number from {least} to {most}")


def _require_plain(text: str, what: str) -> None:
    if not text.strip():
        raise PlanError(f"{what} is empty; write what the patient calls it")
    found = _REFUSED.search(text)
    if found is not None:
        raise PlanError(f"{what} has {found[0]!a} at character {found.start() + 1}; leave it out")
