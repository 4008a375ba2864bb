"""A course at two times: each dose that differs, in which ways, and why."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from npc_regimens.course.differing import DoseChange, differences
from npc_regimens.course.versions import DosePlace
from npc_regimens.errors import CourseError
from npc_regimens.files.courses import CourseFile, course_of
from npc_regimens.render.course_changes import changes_to_json, changes_to_text

JANUARY_1 = dt.date(2027, 1, 1)
COURSE: dict[str, Any] = {
    "format": 1,
    "participant": "03-0017",
    "identity": "6f1a2c3d-0000",
    "regimen": "nct04350190",
    "start": dt.date(2026, 12, 7),
    "through": dt.date(2027, 2, 28),
    "zone": "Asia/Shanghai",
    "recalculate": "always",
    "clock": {"once": "08:00"},
    "measured": [{"on": dt.date(2026, 12, 1), "height": "170 cm", "weight": "65 kg"}],
}


def course(*log: dict[str, Any], **changed: object) -> CourseFile:
    """Make a course with a log."""
    entries = [{"recorded": JANUARY_1, "reason": "because", **entry} for entry in log]
    return course_of({**COURSE, **changed, "log": entries}, Path("course.toml"))


def changes(*log: dict[str, Any], **changed: object) -> tuple[DoseChange, ...]:
    """Compare a course with and without its log."""
    file = course(*log, **changed)
    return differences(file.follow(dt.date(2026, 12, 31)), file.follow())


def kinds(*log: dict[str, Any], **changed: object) -> set[tuple[str, ...]]:
    """Say in which ways doses differ."""
    return {each.kinds for each in changes(*log, **changed)}


DELAY = {"what": "delay", "cycle": 2, "to": dt.date(2027, 1, 7)}
SINCE = {"from": dt.date(2027, 2, 20)}


def test_moved_doses_and_those_behind_the_end() -> None:
    """A delay by 3 days moves all behind it, adds 3 in between, and takes 3 behind the end."""
    found = changes(DELAY)
    by_kind = {
        kind: [each for each in found if each.kinds == (kind,)]
        for kind in ("moved", "added", "beyond")
    }
    assert sum(map(len, by_kind.values())) == len(found)
    assert len(by_kind["added"]) == len(by_kind["beyond"]) == 3
    assert all(each.after is not None and each.after.cycle_day > 28 for each in by_kind["added"])
    assert all(each.reasons[0].reason == "because" for each in found)
    dates = [each.date for each in found]
    assert dates == sorted(dates)


def test_each_way_in_which_a_dose_differs() -> None:
    """Another dose, another time, dropped, and nothing at all."""
    since = {"from": dt.date(2027, 2, 10)}
    reduce = {"what": "reduce", "component": "pd-1-antibody", "level": "50 %", **since}
    assert kinds(reduce) == {("dose",)}
    assert kinds({"what": "clock", "times": {"once": "09:00"}, **SINCE}) == {("time",)}
    assert kinds({"what": "discontinue", "component": "apatinib", **SINCE}) == {("dropped",)}
    assert kinds({"what": "end", **SINCE}) == {("dropped",)}
    assert kinds({"what": "missed", "component": "apatinib", "on": JANUARY_1}) == set()
    assert kinds() == set()


def test_an_earlier_last_day_drops_nothing() -> None:
    """What lies behind a last planned day that was settled is not gone."""
    assert kinds({"what": "settle", "through": dt.date(2027, 2, 20)}) == {("beyond",)}


def test_fewer_cycles_drop_doses() -> None:
    """Of six cycles four are left: two are dropped, and the phase behind them comes earlier."""
    settled = {"cycles": {"combination": 6}}
    log = {"what": "settle", "cycles": {"combination": 4}}
    through = dt.date(2027, 6, 30)
    found = changes(log, regimen="nct05807880", settled=settled, through=through)
    dropped = {(e.place.phase, e.place.cycle) for e in found if e.kinds == ("dropped",)}
    assert dropped == {("combination", 5), ("combination", 6)}


def test_two_courses_are_not_compared() -> None:
    """A course is compared with itself alone."""
    one, other = course().follow(), course(identity="other-0001").follow()
    with pytest.raises(CourseError, match="are two courses"):
        differences(one, other)


def test_a_place_without_a_dose_has_no_date() -> None:
    """A change that is none is refused where a date is asked for."""
    place = DosePlace("treatment", "apatinib", 1, 1, "once")
    nothing = DoseChange(place, None, None, ())
    assert nothing.kinds == ()
    with pytest.raises(CourseError, match="given neither before nor after"):
        _ = nothing.date


def test_the_words_of_changes() -> None:
    """Alike doses stand in one line under their entry; one dose is said by its place."""
    log = {"what": "omit", "component": "pd-1-antibody", "cycle": 2, "day": 15}
    assert changes_to_text(changes(log)) == (
        "omission of pd-1-antibody on day 15 of cycle 2 (recorded Friday 1 January 2027): because\n"
        "  pd-1-antibody: 1 dose dropped; C2D15 on Monday 18 January 2027 (treatment)\n"
    )
    since = {"from": dt.date(2027, 1, 20)}
    reduce = {"what": "reduce", "component": "pd-1-antibody", "level": "50 %", **since}
    # 4 January + 28 = 1 February, and + 14 = 15 February; + 14 = 1 March is behind 28 February
    assert changes_to_text(changes(reduce)).splitlines()[1] == (
        "  pd-1-antibody: 2 doses at another dose, 200 mg to 100 mg; C3D1 on Monday 1 February 2027"
        " to C3D15 on Monday 15 February 2027 (treatment)"
    )
    assert changes_to_text(()) == "no dose differs\n"
    assert "moved by 3 days (the first from Monday 4 January 2027" in changes_to_text(
        changes(DELAY)
    )


def test_a_change_without_an_entry_is_said_so() -> None:
    """A file that was changed by hand differs, and no entry says why."""
    one = course().follow()
    other = course(through=dt.date(2027, 3, 1)).follow()
    found = differences(one, other)
    assert {each.kinds for each in found} == {("added",)}
    assert changes_to_text(found).startswith("without an entry of its own\n")
    rows = json.loads(changes_to_json(found))["changes"]
    (row,) = [each for each in rows if each["component"] == "apatinib"]
    assert (row["before"], row["after"]["date"], row["entries"]) == (None, "2027-03-01", [])
    assert row["after"]["time"] == "08:00"


def test_a_row_without_a_time() -> None:
    """An infusion whose time nobody gave has none in its row."""
    log = {"what": "omit", "component": "pd-1-antibody", "cycle": 2, "day": 15}
    (row,) = json.loads(changes_to_json(changes(log)))["changes"]
    assert row["before"] == {"date": "2027-01-18", "time": None, "ordered": "200 mg", "level": None}
    assert row["changed"] == ["dropped"]
