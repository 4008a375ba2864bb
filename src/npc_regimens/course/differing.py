"""What differs between a course at two times: what moved, what changed in dose, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from npc_regimens.course.modifications import Delay, Settle
from npc_regimens.course.versions import DosePlace
from npc_regimens.errors import CourseError

if TYPE_CHECKING:
    import datetime as dt

    from npc_regimens.course.replaying import Followed
    from npc_regimens.course.written import Entry
    from npc_regimens.planning import Administration

Kind = Literal["moved", "dose", "time", "beyond", "dropped", "added"]


@dataclass(frozen=True, slots=True)
class DoseChange:
    """One dose before and after, where it was and is given, with the entries that changed it."""

    place: DosePlace
    before: Administration | None
    after: Administration | None
    reasons: tuple[Entry, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """In which ways it changed."""
        before, after = self.before, self.after
        if before is None:
            return ("added",) if after is not None else ()
        if after is None:
            is_moved = bool(self.reasons) and _only_moves(self.reasons[-1], self.place)
            return ("beyond",) if is_moved else ("dropped",)
        differs: dict[Kind, bool] = {
            "moved": before.planned_date != after.planned_date,
            "time": before.time != after.time,
            "dose": before.dose != after.dose,
        }
        return tuple(kind for kind, changed in differs.items() if changed)

    @property
    def date(self) -> dt.date:
        """The date before the change, or that of a dose that is new."""
        given = self.before or self.after
        if given is None:
            raise CourseError(f"{self.place} is given neither before nor after")
        return given.planned_date


def _only_moves(entry: Entry, place: DosePlace) -> bool:
    """Whether a dose that an entry took away lies behind the last planned day, and is not gone."""
    return isinstance(entry, Delay) or (
        isinstance(entry, Settle) and place.phase not in entry.cycles
    )


def differences(before: Followed, after: Followed) -> tuple[DoseChange, ...]:
    """Compare a course with itself at another time, dose by dose in the order of time.

    Raises `CourseError` for two courses.
    """
    if before.course.identity != after.course.identity:
        raise CourseError(
            f"{before.course.participant} and {after.course.participant} are two courses; compare"
            " one with itself, at two days"
        )
    was, now = _by_place(before), _by_place(after)
    known = len(before.entries)
    found = []
    for place in dict.fromkeys((*was, *now)):
        entries = after.reasons.get(place, ())
        change = DoseChange(
            place,
            was.get(place),
            now.get(place),
            tuple(e for e in entries if e in after.entries[known:]),
        )
        if change.kinds:
            found.append(change)
    return tuple(sorted(found, key=lambda each: each.date))


def _by_place(followed: Followed) -> dict[DosePlace, Administration]:
    return {DosePlace.of(each): each for each in followed.calendar.administrations}
