"""One event for each block of like doses, as a daily rule that every reader reads alike.

A block ends with its cycle, at a rest, at a delay, where the dose changes, and where the clock
changes its distance from UTC. It ends too where the entries of a course have touched a dose and not
the one before: such a cut stays, so that no block vanishes when a change is taken back. It has a
count and at most an interval: readers disagree about every other part of a rule, and about any rule
across a change of the clocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from npc_regimens.planning.infusions import later_days
from npc_regimens.render.ics_entry import Entry, grouped, place_of, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.course.versions import Version
    from npc_regimens.planning import Administration
    from npc_regimens.render.ics_entry import Due, Writing


class _Dose(NamedTuple):
    """A dose in its line, with what it says and its own version, which a block has in common.

    The ``version`` is that of all from this dose on: a change behind it may shorten its block, and
    those behind it are counted, because a new one may make it longer.
    """

    given: Administration
    is_dropped: bool
    version: Version | None
    behind: int
    own: Version | None
    said: tuple[object, ...] | None

    @property
    def alike(self) -> tuple[object, ...] | None:
        """What is equal within a block, or nothing where the dose stands alone."""
        return None if self.said is None else (*self.said, self.own)

    @property
    def unversioned(self) -> _Dose:
        """The same, as though no entry had touched it."""
        return self._replace(own=None)


def blocks(writing: Writing) -> Iterator[Entry]:
    """Write down each block once, however many days it has.

    A block is cut where a dropped dose would have cut it, so that blocks keep their names. What was
    dropped is written down where it may have been the first of a block.
    """
    for line in grouped((_line_of(each), each) for each in writing.due()).values():
        # by place: what was dropped may have a date from before a delay, and places never change
        line.sort(key=lambda each: each.given.cycle_day)
        doses = _doses(writing, line)
        heads = {id(block[0].given) for block in _cut([each.unversioned for each in doses])}
        for block in _cut(doses):
            first, own = block[0], block[0].own
            if first.is_dropped and (id(first.given) in heads or own is None or own.revision > 1):
                yield _block(writing, block[:1])
            for part in _cut([each for each in block if not each.is_dropped]):
                yield _block(writing, part)


def _line_of(due: Due) -> tuple[str, str, int, str]:
    given = due.given
    return given.phase, given.component, given.cycle, given.slot


def _doses(writing: Writing, line: Sequence[Due]) -> list[_Dose]:
    doses: list[_Dose] = []
    since: Version | None = None
    for behind, (given, version, is_dropped) in enumerate(reversed(line)):
        since = together((version, since))
        said = _said(writing, given)
        doses.append(_Dose(given, is_dropped, since, behind, version, said))
    return doses[::-1]


def _said(writing: Writing, given: Administration) -> tuple[object, ...] | None:
    """Say what is equal within a block; nothing, where a dose must stand alone."""
    said = writing.wording.summary(given), writing.wording.details(given), later_days(given)
    if given.time is None:
        return said
    length = writing.length(given)
    times = writing.zones.times(given.planned_date, given.time, length)
    zone = writing.zones.on(given.planned_date)
    return (*said, given.time, length, zone.key, times.offset) if times.happen_once else None


def _cut(line: Sequence[_Dose]) -> Iterator[Sequence[_Dose]]:
    """Cut a line into blocks whose doses are alike and equally far apart.

    The last of a block that would lie nearer to the next dose belongs to that one's block: of days
    1, 8, 9 and 10 the first stands alone.
    """
    at = 0
    while at < len(line):
        end, gap = at + 1, _gap(line, at)
        while gap and _gap(line, end - 1) == gap:
            end += 1
        behind = _gap(line, end - 1)
        if gap and behind and behind < gap:
            end -= 1
        yield line[at:end]
        at = end


def _gap(line: Sequence[_Dose], at: int) -> int | None:
    """Count the days to the next dose, if it is alike and no delay lies between."""
    if at + 1 >= len(line):
        return None
    one, other = line[at], line[at + 1]
    if one.alike is None or one.alike != other.alike:
        return None
    gap = (other.given.planned_date - one.given.planned_date).days
    return gap if gap == other.given.cycle_day - one.given.cycle_day else None


def _block(writing: Writing, doses: Sequence[_Dose]) -> Entry:
    first = doses[0]
    given = [each.given for each in doses]
    summary = writing.wording.summary(first.given)
    return Entry(
        writing.name("block", *place_of(first.given)),
        first.given.planned_date,
        first.given.time,
        1 + later_days(first.given),
        writing.length(first.given),
        writing.summary(summary, is_dropped=first.is_dropped),
        writing.wording.description_of_block(given),
        is_visit=not first.given.at_home,
        version=first.version,
        is_dropped=first.is_dropped,
        repeats=len(doses),
        gap=_gap(doses, 0) or 1,
        others=first.behind,
    )
