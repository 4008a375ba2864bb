"""An event before it is written, and the versions of the doses that it stands for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from npc_regimens.course.versions import DosePlace, SessionPlace, Version
from npc_regimens.planning.infusions import later_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from npc_regimens.course.versions import Versions
    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.render.ics_times import Zones
    from npc_regimens.render.ics_words import Wording
    from npc_regimens.render.reminders import Reminders

_SECONDS: Final = 60  # of a minute
Key = TypeVar("Key")


class Entry(NamedTuple):
    """One event: its name within the course, its first day, time and length, and its words.

    Without a time it lasts whole ``days``. ``repeats`` is how often it comes, every ``gap`` days.
    ``others`` counts the further doses on which it depends: they may become more, and never fewer.
    """

    name: str
    date: dt.date
    time: dt.time | None
    days: int
    length: dt.timedelta
    summary: str
    description: str
    is_visit: bool
    version: Version | None = None
    is_dropped: bool = False
    repeats: int = 1
    gap: int = 1
    others: int = 0


class Due(NamedTuple):
    """A dose that is due or was dropped, and its version if it ever changed."""

    given: Administration
    version: Version | None
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class Writing:
    """What every entry of a file is made with."""

    calendar: Calendar
    reminders: Reminders
    wording: Wording
    versions: Versions
    zones: Zones

    def due(self) -> list[Due]:
        """List the doses of this audience, then those that were dropped."""
        changed = self.versions.changed
        kept = self.calendar.administrations
        listed = [
            Due(each, changed.get(DosePlace.of(each)) if changed else None, False) for each in kept
        ]
        listed += [Due(each, version, True) for each, version in self.versions.dropped]
        if not self.reminders.is_for_clinic:
            return listed
        return [each for each in listed if not each.given.at_home]

    def name(self, *parts: object) -> str:
        """Name a thing within the course; a clinic's events are others than a patient's."""
        reader = ("clinic",) if self.reminders.is_for_clinic else ()
        return "/".join(map(str, (*reader, *parts)))

    def length(self, given: Administration) -> dt.timedelta:
        """Say how long a dose takes: its infusion, or as long as a reminder lasts."""
        infusion = given.dose.order.infusion
        if infusion is None:
            return self.plain_length
        # a fraction, and no Decimal: the ambient context must not reach the file
        return dt.timedelta(seconds=int(Fraction(infusion.to("min").number) * _SECONDS))

    @property
    def plain_length(self) -> dt.timedelta:
        """How long an event lasts of which nothing else is known."""
        return dt.timedelta(minutes=self.reminders.minutes)

    def summary(self, said: str, *, is_dropped: bool) -> str:
        """Say first of a dropped event that it is cancelled."""
        return self.wording.cancelled(said) if is_dropped else said

    def sessions(self) -> Iterator[Entry]:
        """Write down each session of radiotherapy, which is a visit."""
        changed = self.versions.changed
        kept = ((each, changed.get(SessionPlace.of(each))) for each in self.calendar.sessions)
        for sessions, is_dropped in ((kept, False), (self.versions.dropped_sessions, True)):
            for each, version in sessions:
                yield Entry(
                    self.name("session", each.phase, each.number),
                    each.date,
                    each.time,
                    1,
                    self.plain_length,
                    self.summary(self.wording.session(each), is_dropped=is_dropped),
                    self.wording.note_of(each),
                    is_visit=True,
                    version=version,
                    is_dropped=is_dropped,
                )


def place_of(given: Administration) -> tuple[object, ...]:
    """Name the place and never the date, so that a moved dose keeps its event (rule 21)."""
    return given.phase, given.component, given.cycle, given.cycle_day, given.slot


def doses(writing: Writing) -> Iterator[Entry]:
    """Write down each dose as an event of its own."""
    said: dict[tuple[int, str], tuple[str, dt.timedelta]] = {}
    for given, version, is_dropped in writing.due():
        # by identity: a dose is shared by its administrations, and its hash is slow
        key = id(given.dose), given.slot
        if key not in said:
            said[key] = writing.wording.summary(given), writing.length(given)
        summary, length = said[key]
        yield Entry(
            writing.name("dose", *place_of(given)),
            given.planned_date,
            given.time,
            1 + later_days(given),  # on which it may still run, whatever its time of day
            length,
            writing.summary(summary, is_dropped=is_dropped),
            writing.wording.description(given),
            is_visit=not given.at_home,
            version=version,
            is_dropped=is_dropped,
        )


def together(versions: Iterable[Version | None]) -> Version | None:
    """Add up the versions of what shares an event, so that any change of one raises it."""
    known = [version for version in versions if version is not None]
    if not known:
        return None
    revision = sum(version.revision for version in known)
    return Version(revision, max(version.recorded for version in known))


def grouped(keyed: Iterable[tuple[Key, Due]]) -> dict[Key, list[Due]]:
    """Collect by key, in the order of the first of each."""
    groups: dict[Key, list[Due]] = defaultdict(list)
    for key, each in keyed:
        groups[key].append(each)
    return groups
