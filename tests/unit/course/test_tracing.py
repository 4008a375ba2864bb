"""Tracing: which entries touched a dose, how often it was changed, and what was dropped."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from npc_regimens.course.versions import DosePlace, SessionPlace, Version

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.course.replaying import Followed

    Follow = Callable[..., Followed]

JANUARY_4 = dt.date(2027, 1, 4)


def entry(what: str, day: int, recorded: int = 4, **other: Any) -> dict[str, Any]:
    """Make an entry that holds from a day of January on."""
    since = dt.date(2027, 1, day)
    return {"what": what, "recorded": dt.date(2027, 1, recorded), "from": since, **other}


def place(cycle: int, day: int, slot: str, component: str = "capecitabine") -> DosePlace:
    """Name a dose of the combination."""
    return DosePlace("combination", component, cycle, day, slot)


def reasons(followed: Followed, where: DosePlace) -> list[str]:
    """Say which entries touched a dose."""
    return [each.what for each in followed.reasons.get(where, ())]


def test_a_changed_dose_knows_its_entries(follow: Follow) -> None:
    """6 January is day 10 of cycle 2: reduced, and from the 8th again; day 9 is as it was."""
    followed = follow(
        entry("reduce", 6, component="capecitabine", level="75 %"),
        entry("reduce", 8, 7, component="capecitabine", level="50 %"),
    )
    changed = followed.versions.changed

    assert place(2, 9, "evening") not in changed
    assert changed[place(2, 10, "morning")] == Version(1, JANUARY_4)
    assert changed[place(2, 12, "morning")] == Version(2, dt.date(2027, 1, 7))
    assert reasons(followed, place(2, 12, "morning")) == ["reduce", "reduce"]
    assert reasons(followed, place(2, 9, "evening")) == []
    assert {where[1] for where in changed} == {"capecitabine"}
    assert followed.versions.dropped == ()


def test_a_dropped_dose_is_kept_as_it_was(follow: Follow) -> None:
    """What is interrupted is dropped, with the date and dose that it had at last."""
    followed = follow(
        entry("reduce", 6, component="capecitabine", level="75 %"),
        entry("interrupt", 6, 5, component="capecitabine", through=dt.date(2027, 1, 6)),
    )
    dropped = followed.versions.dropped

    assert [(each.place, each.slot, str(each.ordered)) for each, _ in dropped] == [
        ("C2D10", "morning", "900 mg"),
        ("C2D10", "evening", "900 mg"),
    ]
    assert {version for _, version in dropped} == {Version(2, dt.date(2027, 1, 5))}
    assert place(2, 10, "morning") not in followed.versions.changed


def test_a_dose_that_comes_back(follow: Follow) -> None:
    """Interrupted until further notice and resumed on the 8th: those behind it changed twice."""
    followed = follow(
        entry("interrupt", 6, component="capecitabine"),
        entry("resume", 8, 7, component="capecitabine"),
    )
    versions = followed.versions

    assert versions.changed[place(2, 12, "morning")] == Version(2, dt.date(2027, 1, 7))
    assert reasons(followed, place(2, 12, "morning")) == ["interrupt", "resume"]
    assert [each.place for each, _ in versions.dropped] == ["C2D10"] * 2 + ["C2D11"] * 2
    assert {version.revision for _, version in versions.dropped} == {1}


def test_a_dose_that_is_new_has_a_version(follow: Follow) -> None:
    """A fifth cycle was never planned before: its doses have a version and a reason.

    What stood behind it is moved by it: maintenance begins 21 days later.
    """
    settle = {"what": "settle", "recorded": JANUARY_4, "cycles": {"combination": 5}}
    followed = follow(settle)

    assert followed.versions.changed[place(5, 1, "morning")] == Version(1, JANUARY_4)
    assert reasons(followed, place(5, 1, "morning")) == ["settle"]
    moved = DosePlace("maintenance", "penpulimab", 1, 1, "once")
    assert followed.versions.changed[moved] == Version(1, JANUARY_4)
    assert reasons(followed, moved) == ["settle"]


def test_a_journey_touches_what_lies_behind_it(follow: Follow) -> None:
    """From 6 January the clock is another one; nothing before is touched."""
    followed = follow(
        entry("zone", 6, zone="Europe/London"), entry("zone", 8, 7, zone="Asia/Tokyo")
    )
    changed = followed.versions.changed

    assert place(2, 9, "evening") not in changed
    assert changed[place(2, 10, "morning")] == Version(1, JANUARY_4)
    assert changed[place(2, 12, "morning")] == Version(2, dt.date(2027, 1, 7))
    assert [zone.key for _, zone in followed.versions.zones] == ["Europe/London", "Asia/Tokyo"]


def test_other_times_touch_their_slot_alone(follow: Follow) -> None:
    """An hour later in the morning: the evening doses are as first planned."""
    changed = follow(entry("clock", 6, times={"morning": "09:00"})).versions.changed

    assert {where[-1] for where in changed} == {"morning"}


def test_a_missed_dose_is_no_change(follow: Follow) -> None:
    """What happened to a dose changes no event."""
    missed = {"what": "missed", "recorded": JANUARY_4, "component": "capecitabine"}
    followed = follow({**missed, "on": dt.date(2027, 1, 3)})

    assert (followed.versions.changed, followed.versions.dropped) == ({}, ())


def radiotherapy() -> dict[str, Any]:
    """Write a regimen of one visit, then three weeks with 10 sessions."""
    visit = {"route": "intravenous", "days": "1", "cite": "example#a"}
    phase = {"cycle": "7 days", "give": ["drug-a"]}
    return {
        "format": 1,
        "id": "sessions",
        "title": "Drug A, then radiotherapy",
        "component": {"drug-a": {"drug": "drug-a", "dose": "100 mg", **visit}},
        "arm": [
            {
                "id": "a",
                "name": "A",
                "phase": [
                    {"name": "before", "cycles": "4", **phase},
                    {"name": "radiotherapy", "cycles": "3", "sessions": 10, **phase},
                ],
            }
        ],
    }


def test_sessions_move_with_their_phase(follow: Follow) -> None:
    """Radiotherapy was to begin on 4 January; a week later all 10 sessions have changed."""
    to = dt.date(2027, 1, 11)
    delay = {"what": "delay", "recorded": JANUARY_4, "phase": "radiotherapy", "cycle": 1, "to": to}
    versions = follow(delay, of=radiotherapy(), through=None).versions

    changed = [SessionPlace("radiotherapy", number) for number in range(1, 11)]
    assert [versions.changed[each] for each in changed] == [Version(1, JANUARY_4)] * 10
    assert versions.dropped_sessions == ()


def test_sessions_behind_the_end_are_dropped(follow: Follow) -> None:
    """Six sessions are over before 12 January; the other four are kept, to be cancelled."""
    versions = follow(entry("end", 12, 11), of=radiotherapy(), through=None).versions

    dropped = [(each.number, version) for each, version in versions.dropped_sessions]
    assert dropped == [(number, Version(1, dt.date(2027, 1, 11))) for number in (7, 8, 9, 10)]
    assert SessionPlace("radiotherapy", 6) not in versions.changed


def test_sessions_are_at_the_times_of_the_clinic(follow: Follow) -> None:
    """From 11 January the clinic begins at two: sessions 6 to 10 move with the visits."""
    followed = follow(
        entry("clock", 11, times={"clinic": "14:00"}),
        of=radiotherapy(),
        through=None,
        clock={"clinic": "09:00"},
    )

    times = {each.number: str(each.time) for each in followed.calendar.sessions}
    assert (times[5], times[6], times[10]) == ("09:00:00", "14:00:00", "14:00:00")
    changed = {place for place in followed.versions.changed if isinstance(place, SessionPlace)}
    assert changed == {SessionPlace("radiotherapy", number) for number in range(6, 11)}
