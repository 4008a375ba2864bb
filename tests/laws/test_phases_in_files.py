"""The laws of a file hold for phases with gaps, events, spans and sessions, and can fail there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.errors import LawBrokenError
from npc_regimens.planning import plan
from npc_regimens.regimen import Trial, settle
from npc_regimens.strategies import laws
from npc_regimens.strategies.laws import RegimenFile
from npc_regimens.strategies.laws.folders import OF_PLANNING
from npc_regimens.strategies.laws.phases import course_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from npc_regimens.planning import Calendar

HEAD = """
format = 1
id = "example-01"
title = "Drug A"

[component.drug-a]
drug = "drug-a"
dose = "100 mg"
route = "oral"
frequency = "twice daily"
days = "1-14"
cite = "example-2020#drug-a"

[[arm]]
id = "a"
name = "Drug A"
"""
CYCLE = {"cycle": "21 days", "cycles": "2"}
OPEN = {"cycle": "21 days", "cycles": "open", "until": ["progression"]}
FILES: dict[str, list[dict[str, Any]]] = {
    "gaps": [
        {**CYCLE, "cycle": "21-28 days"},
        {**CYCLE, "starts": {"from": "last cycle of a", "after": "28-35 days"}},
        {**CYCLE, "starts": {"from": "start of a", "after": "200 days"}, "sessions": 20},
        {**CYCLE, "starts": {"from": "end of c", "after": "3 weeks"}},
    ],
    "first from an event": [{**OPEN, "starts": {"from": "event surgery", "after": "12-16 weeks"}}],
    "first at an event": [{**OPEN, "starts": {"from": "event surgery"}}],
    "months before the first": [
        {**OPEN, "starts": {"from": "event surgery", "after": "1-3 months"}}
    ],
    "events": [
        {**OPEN, "until": ["surgery"]},
        {**CYCLE, "starts": {"from": "event surgery", "after": "1 week"}},
        {**CYCLE, "starts": {"from": "event discharge", "after": "10 days"}},
        {**OPEN, "until": "not stated"},
    ],
    "a year": [{**OPEN, "span": "1 year"}],
    "months, then weeks": [{**OPEN, "span": "5 months"}, CYCLE],
    "weeks, then months": [
        {**OPEN, "span": "30 days"},
        {**CYCLE, "starts": {"from": "end of a", "after": "1 month"}},
        {**CYCLE, "starts": {"from": "end of a", "after": "1 year"}},
    ],
}


def written(folder: Path, phases: list[dict[str, Any]]) -> Path:
    """Write a file with phases that are named a, b, c and d."""
    lines = [HEAD]
    for name, phase in zip("abcd", phases, strict=False):
        lines += ["[[arm.phase]]", f'name = "{name}"', 'give = ["drug-a"]']
        lines += [f"{key} = {toml(value)}" for key, value in phase.items()]
    path = folder / "example-01.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def toml(value: object) -> str:
    """Write a value as TOML does."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {toml(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


@pytest.mark.parametrize("name", FILES)
def test_all_laws_hold(name: str, tmp_path: Path) -> None:
    """Every law of planning finds phases where it counts them itself."""
    file = RegimenFile(written(tmp_path, FILES[name]))
    for law in (laws.law_written_and_read_is_the_same, *OF_PLANNING):
        law(file)


@pytest.mark.parametrize(
    ("name", "law", "changed", "said"),
    [
        (
            "events",
            laws.law_every_dose_lies_on_a_permitted_day,
            lambda given: {"events": {**given["events"], "discharge": dt.date(2028, 4, 30)}},
            "drug-a on C1D1, 2028-05-10, should be on",
        ),
        (
            "events",
            laws.law_shifting_the_start_shifts_all_dates,
            lambda given: {"events": {**given["events"], "discharge": dt.date(2028, 4, 30)}},
            "started 1 days later: expected",
        ),
        (
            "a year",
            laws.law_count_is_cycles_by_days_by_slots,
            lambda given: {"through": min(given["through"], dt.date(2028, 12, 14))},
            "phase 'a', cycle 18, drug-a: expected 18 doses, found 8",
        ),
    ],
)
def test_a_planner_that_misplaces_a_phase_is_found(
    name: str,
    law: Callable[[RegimenFile], None],
    changed: Callable[[dict[str, Any]], dict[str, Any]],
    said: str,
    tmp_path: Path,
) -> None:
    """The second count is one of its own, so a wrong first day or last day breaks a law."""

    def planner(*parts: Any, **given: Any) -> Calendar:
        return plan(*parts, **{**given, **changed(given)})

    file = RegimenFile(written(tmp_path, FILES[name]), planner=planner)
    with pytest.raises(LawBrokenError, match=said):
        law(file)


def test_a_way_says_what_it_settles(tmp_path: Path) -> None:
    """Both ends of each range are ways, and each says its own."""
    file = RegimenFile(written(tmp_path, FILES["gaps"]))

    said = [str(way).split(", height")[0] for way in file.ways_of_one_body]

    assert said == [
        f"arm 'a', cycle of a={length} days, wait of b={wait} days"
        for length in (21, 28)
        for wait in (28, 35)
    ]


def test_a_shared_event_has_one_date() -> None:
    """Two phases may start from one event, each with its own wait."""
    phases = [
        {"name": "a", **CYCLE, "give": ["x"], "starts": {"from": "event surgery"}},
        {
            "name": "b",
            **CYCLE,
            "give": ["x"],
            "starts": {"from": "event surgery", "after": "9 weeks"},
        },
    ]
    component = {"drug": "x", "dose": "1 mg", "route": "intravenous", "days": "1", "cite": "a#b"}
    arm = {"id": "only", "name": "Only", "phase": phases}
    head = {"format": 1, "id": "example-01", "title": "An example", "component": {"x": component}}
    regimen = settle(Trial.model_validate({**head, "arm": [arm]}))

    course = course_of(regimen, dt.date(2027, 12, 20))

    assert course.events == {"surgery": dt.date(2027, 12, 20)}
    assert [stay.first for stay in course.stays] == [dt.date(2027, 12, 20), dt.date(2028, 2, 21)]
