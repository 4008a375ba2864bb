"""Laws of calendar files of a course that changes, entry by entry, by the replay of its log."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
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
    "start": dt.date(2027, 2, 15),  # so that the clocks of London change within
    "through": dt.date(2027, 5, 15),
    "zone": "Europe/London",
    "recalculate": "always",
    "clock": {"once": "08:00", "morning": "08:00", "evening": "20:00"},
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


class Drawn(NamedTuple):
    """A regimen, and a log of a course of it."""

    regimen: str
    log: list[dict[str, Any]]


# the phase with cycles, the drug at home, and another: listed days, and a drug that goes on
REGIMENS = {
    "nct05807880": ("combination", "capecitabine", "anlotinib", {"cycles": {"combination": 4}}),
    "nct04350190": ("treatment", "apatinib", "pd-1-antibody", {}),
}


@st.composite
def courses(draw: DrawFn) -> Drawn:
    """Draw a few entries, each recorded later than the last; some contradict the log."""
    regimen = draw(st.sampled_from(sorted(REGIMENS)))
    phase, drug, other, _ = REGIMENS[regimen]
    log: list[dict[str, Any]] = []
    recorded = dt.date(2027, 2, 16)
    for _ in range(draw(st.integers(1, 4))):
        recorded += draw(st.integers(0, 20)) * DAY
        since = recorded + draw(st.integers(1, 20)) * DAY
        cycle = draw(st.integers(1, 4))
        kinds: list[dict[str, Any]] = [
            {"what": "delay", "phase": phase, "cycle": cycle, "to": since},
            {"what": "reduce", "component": drug, "level": "75 %", "from": since},
            {"what": "interrupt", "from": since, "through": since + 5 * DAY},
            {"what": "omit", "component": drug, "phase": phase, "cycle": cycle, "day": 9},
            {"what": "discontinue", "component": other, "from": since},
            {"what": "clock", "from": since, "times": {"morning": "09:30", "once": "09:30"}},
            {"what": "zone", "from": since, "zone": "America/New_York"},
            {"what": "end", "from": since},
        ]
        log.append({"reason": "r", "recorded": recorded, **draw(st.sampled_from(kinds))})
    return Drawn(regimen, log)


def followed(drawn: Drawn) -> list[Followed]:
    """Follow a log entry by entry, or reject one that contradicts itself."""
    trial, formulary = load(drawn.regimen), load_formulary()
    settled = REGIMENS[drawn.regimen][3]
    data = {**COURSE, "regimen": drawn.regimen, "settled": settled}
    log = [drawn.log[:n] for n in range(len(drawn.log) + 1)]
    courses_ = [Course.model_validate({**data, "log": entries}) for entries in log]
    try:
        return [replay(each, trial, formulary=formulary) for each in courses_]
    except LogProblemsError:
        assume(False)
        raise


def raw(made: Followed, per: Per = Per.DOSE, *, feed: bool = False) -> dict[str, bytes]:
    """Write a file, and take the bytes of each event by its identity."""
    reminders = replace(REMINDERS, events=per, feed=feed)
    data = to_ics(made.calendar, reminders, load_formulary(), made.versions)
    found = {each.partition(b"UID:")[2][:36].decode(): each for each in WHOLE.findall(data)}
    assert len(found) == data.count(b"BEGIN:VEVENT")
    return found


def sequence(event: bytes) -> int:
    """Read the sequence of an event."""
    return int(event.partition(b"\r\nSEQUENCE:")[2].partition(b"\r\n")[0])


@FEW
@given(courses())
def test_nothing_is_lost_and_every_change_raises_a_sequence(drawn: Drawn) -> None:
    """After each entry every event is there, the same to the byte or of a higher sequence."""
    for before, after in pairwise(map(raw, followed(drawn))):
        assert before.keys() <= after.keys()
        changed = [uid for uid in before if before[uid] != after[uid]]
        assert all(sequence(after[uid]) > sequence(before[uid]) for uid in changed)


@FEW
@given(courses(), st.sampled_from((Per.DAY, Per.BLOCK)))
def test_events_of_several_doses_rise_with_each_change(drawn: Drawn, per: Per) -> None:
    """A day or block that says something else after an entry has a higher sequence."""
    for before, after in pairwise(raw(each, per) for each in followed(drawn)):
        changed = [uid for uid in before.keys() & after.keys() if before[uid] != after[uid]]
        assert all(sequence(after[uid]) > sequence(before[uid]) for uid in changed)
        lost = before.keys() - after.keys()
        assert per is Per.BLOCK or not lost


@FEW
@given(courses())
def test_feeds_of_doses_and_blocks_agree(drawn: Drawn) -> None:
    """After the last entry a feed of blocks has the starts and titles of one of doses."""
    last = followed(drawn)[-1]
    explicit, compact = (
        read(events(b"".join(raw(last, per, feed=True).values())), ZoneInfo)
        for per in (Per.DOSE, Per.BLOCK)
    )

    assert compact == explicit
    assert len(explicit) == len(last.calendar.administrations)


@FEW
@given(courses())
def test_a_collection_changes_where_the_course_does(drawn: Drawn) -> None:
    """An object that differs after an entry is of an event that differs, and no other."""
    blocks = replace(REMINDERS, events=Per.BLOCK)
    for before, after in pairwise(followed(drawn)):
        objects = [
            to_objects(each.calendar, blocks, load_formulary(), each.versions)
            for each in (before, after)
        ]
        files = raw(before, Per.BLOCK), raw(after, Per.BLOCK)
        for uid in objects[0].keys() & objects[1].keys():
            assert (objects[0][uid] == objects[1][uid]) == (files[0][uid] == files[1][uid])
