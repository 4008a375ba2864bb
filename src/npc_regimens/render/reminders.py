"""How a caller wants a calendar written as reminders, refused where it could not be written."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from npc_regimens.errors import DateError, PlanError

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """How a calendar becomes reminders: whose course, made when, in which zone, in what words.

    ``course`` is the name under which the course is kept. Every identity comes from it, so it
    stays the same, is long and random, and never is the patient's number. ``labels`` are the
    patient's own words for a component. ``revision`` goes up whenever a file replaces an earlier
    one. ``minutes`` is how long an event lasts where no infusion time is stated.
    """

    course: str
    stamp: dt.datetime
    zone: ZoneInfo
    titles: Titles = Titles.DISCREET
    labels: Mapping[str, str] = field(default_factory=dict)
    name: str = "Reminders"
    revision: int = 0
    minutes: int = 15

    def __post_init__(self) -> None:
        if not str(self.course).strip():
            raise PlanError("course is empty; give the name under which this course is kept")
        _require_stamp(self.stamp)
        if getattr(self.zone, "key", None) in {None, "localtime"}:
            raise DateError(f"zone {self.zone!r} has no IANA name; give ZoneInfo('Asia/Shanghai')")
        if not isinstance(self.titles, Titles):
            raise PlanError(f"titles {self.titles!r} is not one of {', '.join(Titles)}")
        _require_number(self.revision, "revision", 0, LARGEST_REVISION)
        _require_number(self.minutes, "minutes", 1, LONGEST_MINUTES)
        for what, words in [("course", self.course), *self.said]:
            _require_plain(words, what)

    @property
    def said(self) -> list[tuple[str, str]]:
        """The caller's own words, each with where it was said."""
        labels = [(f"the label of {name!r}", words) for name, words in self.labels.items()]
        return [("name", self.name), *labels]

    @property
    def in_utc(self) -> bool:
        """Whether times are written as instants, without a zone."""
        return self.zone.key in _UTC

    @property
    def is_full(self) -> bool:
        """Whether drugs and doses are named."""
        return self.titles is Titles.FULL

    @property
    def namespace(self) -> UUID:
        """Where the identities of this course live."""
        return uuid5(NAMESPACE_URL, self.course)


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
