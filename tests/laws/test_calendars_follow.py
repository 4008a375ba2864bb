"""Laws of calendar files of a course that changes, entry by entry, by the replay of its log."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ics_expected import read
from ics_reading import events

from npc_regimens.course.definition import Course
from npc_regimens.course.replaying import replay
from npc_regimens.errors import LogProblemsError
from npc_regimens.files import load, load_formulary
from npc_regimens.render.ics import Per, Reminders, to_ics, to_objects

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from npc_regimens.course.replaying import Followed

DAY = dt.timedelta(days=1)
COURSE: dict[str, Any] = {
    "format": 1,
    "participant": "P-01",
    "identity": "5f0c3f0e-7c0b",
    "regimen": "nct05807880",
    "start": dt.date(2027, 2, 15),  # so that the clocks of London change within
    "through": dt.date(2027, 5, 15),
    "zone": "Europe/London",
    "recalculate": "always",
    "clock": {"once": "08:00", "morning": "08:00", "evening": "20:00"},
    "settled": {"cycles": {"combination": 4}},
    "measured": [{"on": dt.date(2027, 2, 1), "height": "170 cm", "weight": "65 kg"}],
}
REMINDERS = Reminders(
    course="5f0c3f0e-7c0b",
    stamp=dt.datetime(2027, 2, 1, tzinfo=dt.UTC),
    zone=ZoneInfo("Europe/London"),
)
WHOLE = re.compile(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", re.DOTALL)
# a log is planned again for each of its entries, so a tenth of the examples say enough
FEW = settings(max_examples=max(5, settings().max_examples // 10))
TABLETS = "capecitabine"


@st.composite
def logs(draw: DrawFn) -> list[dict[str, Any]]:
    """Draw a few entries, each recorded later than the last; some contradict the log."""
    log: list[dict[str, Any]] = []
    recorded = dt.date(2027, 2, 16)
    for _ in range(draw(st.integers(1, 4))):
        recorded += draw(st.integers(0, 20)) * DAY
        since = recorded + draw(st.integers(1, 20)) * DAY
        cycle = draw(st.integers(1, 4))
        kinds: list[dict[str, Any]] = [
            {"what": "delay", "phase": "combination", "cycle": cycle, "to": since},
            {"what": "reduce", "component": TABLETS, "level": "75 %", "from": since},
            {"what": "interrupt", "from": since, "through": since + 5 * DAY},
            {
                "what": "omit",
                "component": TABLETS,
                "phase": "combination",
                "cycle": cycle,
                "day": 9,
            },
            {"what": "discontinue", "component": "anlotinib", "from": since},
            {"what": "clock", "from": since, "times": {"morning": "09:30"}},
            {"what": "zone", "from": since, "zone": "America/New_York"},
            {"what": "end", "from": since},
        ]
        log.append({"reason": "r", "recorded": recorded, **draw(st.sampled_from(kinds))})
    return log


def followed(log: list[dict[str, Any]]) -> list[Followed]:
    """Follow a log entry by entry, or reject one that contradicts itself."""
    trial, formulary = shipped()
    course = [Course.model_validate({**COURSE, "log": log[:n]}) for n in range(len(log) + 1)]
    try:
        return [replay(each, trial, formulary=formulary) for each in course]
    except LogProblemsError:
        assume(False)
        raise


@cache
def shipped() -> tuple[Any, Any]:
    """Load the regimen and the products once."""
    return load("nct05807880"), load_formulary()


def raw(made: Followed, per: Per = Per.DOSE, *, feed: bool = False) -> dict[str, bytes]:
    """Write a file, and take the bytes of each event by its identity."""
    reminders = replace(REMINDERS, events=per, feed=feed)
    data = to_ics(made.calendar, reminders, shipped()[1], made.versions)
    found = {each.partition(b"UID:")[2][:36].decode(): each for each in WHOLE.findall(data)}
    assert len(found) == data.count(b"BEGIN:VEVENT")
    return found


def sequence(event: bytes) -> int:
    """Read the sequence of an event."""
    return int(event.partition(b"\r\nSEQUENCE:")[2].partition(b"\r\n")[0])


@FEW
@given(logs())
def test_nothing_is_lost_and_every_change_raises_a_sequence(log: list[dict[str, Any]]) -> None:
    """After each entry every event is there, the same to the byte or of a higher sequence."""
    for before, after in pairwise(map(raw, followed(log))):
        assert before.keys() <= after.keys()
        changed = [uid for uid in before if before[uid] != after[uid]]
        assert all(sequence(after[uid]) > sequence(before[uid]) for uid in changed)


@FEW
@given(logs(), st.sampled_from((Per.DAY, Per.BLOCK)))
def test_events_of_several_doses_rise_with_each_change(log: list[dict[str, Any]], per: Per) -> None:
    """A day or block that says something else after an entry has a higher sequence."""
    for before, after in pairwise(raw(each, per) for each in followed(log)):
        changed = [uid for uid in before.keys() & after.keys() if before[uid] != after[uid]]
        assert all(sequence(after[uid]) > sequence(before[uid]) for uid in changed)
        lost = before.keys() - after.keys()
        assert per is Per.BLOCK or not lost


@FEW
@given(logs())
def test_feeds_of_doses_and_blocks_agree(log: list[dict[str, Any]]) -> None:
    """After the last entry a feed of blocks has the starts and titles of one of doses."""
    last = followed(log)[-1]
    explicit, compact = (
        read(events(b"".join(raw(last, per, feed=True).values())), ZoneInfo)
        for per in (Per.DOSE, Per.BLOCK)
    )

    assert compact == explicit
    assert len(explicit) == len(last.calendar.administrations)


@FEW
@given(logs())
def test_a_collection_changes_where_the_course_does(log: list[dict[str, Any]]) -> None:
    """An object that differs after an entry is of an event that differs, and no other."""
    blocks = replace(REMINDERS, events=Per.BLOCK)
    for before, after in pairwise(followed(log)):
        objects = [
            to_objects(each.calendar, blocks, shipped()[1], each.versions)
            for each in (before, after)
        ]
        files = raw(before, Per.BLOCK), raw(after, Per.BLOCK)
        for uid in objects[0].keys() & objects[1].keys():
            assert (objects[0][uid] == objects[1][uid]) == (files[0][uid] == files[1][uid])
