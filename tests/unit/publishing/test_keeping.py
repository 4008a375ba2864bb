"""A collection is kept in step: what is new, changed or gone, interrupted or changed meanwhile."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from ics_collection import InMemory, ServerStoppedError
from ics_courses import FORMULARY, Course, course, delayed, stopped

from npc_regimens.publishing import Kept, Published, keep_in_step
from npc_regimens.render.ics import Per, Reminders, keeper_key, to_objects

REMINDERS = Reminders(
    course="a-course",
    stamp=dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC),
    zone=ZoneInfo("Europe/London"),
)
RECORDED = dt.date(2026, 12, 20)
FOREIGN = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:somebody-elses\nSUMMARY:Tea\nEND:VEVENT\n"


def kept(collection: InMemory, made: Course, reminders: Reminders = REMINDERS) -> Published:
    """Publish a course."""
    objects = to_objects(made.calendar, reminders, FORMULARY, made.versions)
    return keep_in_step(collection, objects, keeper_key(reminders))


def counts(done: Published) -> tuple[int, int, int, int]:
    """Count what was added, changed, deleted and left."""
    return len(done.added), len(done.changed), len(done.deleted), len(done.unchanged)


def test_a_course_is_put_once_and_then_left_alone() -> None:
    """100 doses are 100 objects; a second run sends nothing, though the server rewrote them."""
    collection = InMemory()

    assert counts(kept(collection, course())) == (100, 0, 0, 0)
    collection.done.clear()
    again = kept(collection, course())
    assert counts(again) == (0, 0, 0, 100)
    assert collection.done == []
    assert str(again) == "0 added, 0 changed, 0 deleted, 100 unchanged"


def test_what_moved_is_changed_and_what_is_gone_is_deleted_first() -> None:
    """Cycle 2 moves: 50 changes; then it stops on its day 14: 10 are deleted before anything."""
    collection = InMemory()
    kept(collection, course())
    late = delayed(course(), 2, 7, RECORDED)

    assert counts(kept(collection, late)) == (0, 50, 0, 50)
    collection.done.clear()
    ended = stopped(delayed(late, 2, 1, RECORDED), dt.date(2027, 1, 18), RECORDED)
    assert counts(kept(collection, ended)) == (0, 40, 10, 50)
    assert collection.done == ["delete"] * 10 + ["change"] * 40


@pytest.mark.parametrize("per", Per)
def test_a_run_that_was_interrupted_is_finished_by_the_next(per: Per) -> None:
    """Broken off after any number of changes, the next run does the rest, and nothing twice."""
    reminders = replace(REMINDERS, events=per)
    late = delayed(course(cycles=1), 1, 1, RECORDED)
    whole = InMemory()
    kept(whole, late, reminders)
    for changes in range(len(whole.kept)):
        broken = InMemory(breaks_after=changes)
        with pytest.raises(ServerStoppedError):
            kept(broken, late, reminders)
        broken.breaks_after = None
        done = kept(broken, late, reminders)
        assert (len(done.unchanged), len(done.added)) == (changes, len(whole.kept) - changes)
        assert _contents(broken) == _contents(whole)


def _contents(collection: InMemory) -> dict[str, str]:
    return {path: data for path, (_, data) in collection.kept.items()}


def test_others_are_never_touched() -> None:
    """What lies there without our key stays, through a first run, a change and a stop."""
    collection = InMemory()
    collection.kept["tea.ics"] = 0, FOREIGN
    other = replace(REMINDERS, course="b-course")
    kept(collection, course(cycles=1), other)
    before = dict(collection.kept)

    kept(collection, course())
    kept(collection, stopped(course(), dt.date(2026, 1, 1), RECORDED))
    assert collection.kept == before


def test_an_event_that_a_telephone_changed_is_put_back() -> None:
    """An event that was moved by hand is as planned after the next run."""
    collection = InMemory()
    kept(collection, course(cycles=1))
    path = next(iter(collection.kept))
    before = collection.kept[path][1]
    collection.touch(path, "T080000", "T230000")

    assert collection.kept[path][1] != before
    assert counts(kept(collection, course(cycles=1))) == (0, 1, 0, 49)
    assert collection.kept[path][1] == before


def test_a_copy_of_an_event_is_removed() -> None:
    """A second object with our key and the same identity is one too many."""
    collection = InMemory()
    kept(collection, course(cycles=1))
    path, (_, data) = next(iter(collection.kept.items()))
    collection.kept["copy.ics"] = 999, data

    assert counts(kept(collection, course(cycles=1))) == (0, 0, 1, 50)
    assert list(collection.kept).count(path) == 1
    assert "copy.ics" not in collection.kept


class ChangedMeanwhile(InMemory):
    """Another program changes every object right after it was listed."""

    def change(self, kept: Kept, data: bytes) -> bool:
        """Come too late."""
        self.touch(kept.path)
        return super().change(kept, data)

    def delete(self, kept: Kept) -> bool:
        """Come too late."""
        self.touch(kept.path)
        return super().delete(kept)

    def add(self, name: str, data: bytes) -> bool:
        """Come too late."""
        super().add(name, data)
        return super().add(name, data)


def test_what_was_changed_meanwhile_is_told_and_left() -> None:
    """A stale version is never overwritten: not when put, changed or deleted."""
    collection = ChangedMeanwhile()

    first = kept(collection, course())
    assert (len(first.stale), first.is_in_step) == (100, False)
    moved = kept(collection, delayed(course(), 2, 7, RECORDED))
    assert (len(moved.stale), len(moved.unchanged)) == (50, 50)
    ended = kept(collection, stopped(course(), dt.date(2027, 1, 10), RECORDED))
    assert (len(ended.stale), len(ended.deleted)) == (10, 0)


def test_an_event_of_ours_that_another_put_there_is_told() -> None:
    """An import into the same collection has our identities without our key: it is not touched."""
    collection = InMemory()
    objects = to_objects(course(cycles=1).calendar, REMINDERS, FORMULARY)
    uid, data = next(iter(objects.items()))
    collection.kept["import.ics"] = 0, data.decode().replace("X-KEEPER-KEY", "X-OTHER")

    done = kept(collection, course(cycles=1))
    assert (done.strange, len(done.added), done.is_in_step) == ([uid], 49, False)
    assert "X-OTHER" in collection.kept["import.ics"][1]
