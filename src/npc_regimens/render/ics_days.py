"""One event for each day of a cycle at home, and one for each visit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from npc_regimens.planning.infusions import later_days
from npc_regimens.render.ics_entry import Entry, grouped, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.course.versions import Version
    from npc_regimens.planning import Administration
    from npc_regimens.render.ics_entry import Due, Writing

_Key = tuple[str, int, int, bool]


class _Whole(NamedTuple):
    """All doses of a place, whatever their dates: their version, and how many beside the first."""

    key: _Key
    version: Version | None
    others: int


def days(writing: Writing) -> Iterator[Entry]:
    """Write down what is due on each day of a cycle, doses at home apart from a visit.

    A day is named by its place, and never by its date: all of it moves when its cycle is delayed.
    """
    for key, due in grouped((_key(each), each) for each in writing.due()).items():
        whole = _Whole(key, together(each.version for each in due), len(due) - 1)
        kept = [each.given for each in due if not each.is_dropped]
        if not kept:
            yield _day(writing, whole, _on_one_date(due), is_dropped=True)
        by_date: dict[dt.date, list[Administration]] = {}
        for each in kept:
            by_date.setdefault(each.planned_date, []).append(each)
        for number, date in enumerate(sorted(by_date)):
            # a place whose doses fell apart: the first keeps the event, the others get their own
            given = by_date[date]
            name = (given[0].component, given[0].slot) if number else ()
            yield _day(writing, whole, given, *name)


def _key(due: Due) -> _Key:
    given = due.given
    return given.phase, given.cycle, given.cycle_day, given.at_home


def _on_one_date(due: Sequence[Due]) -> list[Administration]:
    date = min(each.given.planned_date for each in due)
    return [each.given for each in due if each.given.planned_date == date]


def _day(
    writing: Writing,
    whole: _Whole,
    given: Sequence[Administration],
    *name: str,
    is_dropped: bool = False,
) -> Entry:
    given = sorted(given, key=lambda each: each.time or dt.time.min)
    phase, cycle, cycle_day, at_home = whole.key
    time, length = _when(writing, given)
    return Entry(
        writing.name("day", phase, cycle, cycle_day, "home" if at_home else "visit", *name),
        given[0].planned_date,
        time,
        1 + max(map(later_days, given)),
        writing.plain_length if at_home else length,
        writing.summary(writing.wording.summary_of_day(given), is_dropped=is_dropped),
        writing.wording.description_of_day(given),
        is_visit=not at_home,
        version=whole.version,
        is_dropped=is_dropped,
        others=whole.others,
    )


def _when(writing: Writing, given: Sequence[Administration]) -> tuple[dt.time | None, dt.timedelta]:
    """Say when the first begins and how long it is to the end of the last.

    Where one has no time nobody knows, and it is the whole day.
    """
    first = given[0]
    if first.time is None:
        return None, writing.plain_length
    spans = [
        writing.zones.times(each.planned_date, each.time, writing.length(each))
        for each in given
        if each.time is not None
    ]
    begins = spans[0].start.astimezone(dt.UTC)
    return first.time, max(span.end.astimezone(dt.UTC) for span in spans) - begins
