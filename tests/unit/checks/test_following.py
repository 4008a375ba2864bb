"""Findings of a course: long delays, interruptions without an end, and what was decided."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from npc_regimens.checks import Finding, course_findings
from npc_regimens.files.courses import course_of

COURSE: dict[str, Any] = {
    "format": 1,
    "participant": "03-0017",
    "identity": "6f1a2c3d-0000",
    "regimen": "nct05807880",
    "start": dt.date(2026, 12, 7),
    "through": dt.date(2029, 1, 31),
    "zone": "Asia/Shanghai",
    "recalculate": "always",
    "settled": {"cycles": {"combination": 4}},
    "measured": [{"on": dt.date(2026, 12, 1), "height": "170 cm", "weight": "65 kg"}],
}


def found(*log: dict[str, Any], **changed: object) -> tuple[Finding, ...]:
    """Follow a course with a log, and look at it."""
    entries = [{"recorded": dt.date(2026, 12, 20), "reason": "because", **each} for each in log]
    file = course_of({**COURSE, **changed, "log": entries}, Path("course.toml"))
    return course_findings(file.follow())


def delay(day: int) -> dict[str, Any]:
    """Delay the second cycle, of 28 December, to a day of January."""
    return {"what": "delay", "phase": "combination", "cycle": 2, "to": dt.date(2027, 1, day)}


def test_a_delay_over_the_longest_is_told() -> None:
    """Two weeks after 28 December is 11 January: that day is allowed, and the next is told."""
    assert found(delay(11), longest_delay="2 weeks") == ()
    (finding,) = found(delay(12), longest_delay="2 weeks")
    assert (finding.level, finding.name, finding.about) == ("warning", "long-delay", "combination")
    assert finding.words == (
        "cycle 2 was delayed by 15 days, to 2027-01-12, and the longest delay is 2 weeks; the"
        " protocol says what follows"
    )
    assert found(delay(31)) == ()


def test_an_interruption_without_an_end_is_told() -> None:
    """Until it is resumed, of one component or of all."""
    stop = {"what": "interrupt", "from": dt.date(2027, 1, 5)}
    on = {"what": "resume", "from": dt.date(2027, 1, 9)}
    assert [each.about for each in found(stop)] == ["all"]
    assert [each.about for each in found({**stop, "component": "anlotinib"})] == ["anlotinib"]
    assert found(stop, on) == ()


def test_a_decision_is_told() -> None:
    """What was decided at the review point stands with the calendar."""
    review = {"what": "review", "name": "penpulimab after 2 years", "decision": "go on"}
    (finding,) = found(review)
    assert (finding.level, finding.about) == ("note", "penpulimab after 2 years")
    assert finding.words == "decided: go on"
