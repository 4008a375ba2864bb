"""What the laws of courses share: a course of plain data replayed, and said in plain words."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from drawing import CITE, START, course_of
from following import Dose, Log, Story, Table, is_ended, planned
from hypothesis import assume
from judging import is_within
from turning import ONE_DAY

from npc_regimens.course.definition import Course
from npc_regimens.course.replaying import Followed, replay
from npc_regimens.errors import CourseError, LogProblemsError, NpcRegimensError
from npc_regimens.files.loading import from_data
from npc_regimens.products import Formulary, Product
from npc_regimens.regimen import Trial

if TYPE_CHECKING:
    from collections.abc import Iterable

    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.units import Amount

Place = tuple[str, str, int, int, str]


Case = tuple[Story, Log]


def followed(story: Story, log: Log, as_of: dt.date | None = None) -> Followed:
    """Follow the course of a log."""
    course = from_data(Course, course_of(story, log), "course.toml")
    trial = from_data(Trial, story.table, "regimen.toml")
    products = (from_data(Product, each, "product.toml") for each in story.products.values())
    return replay(course, trial, formulary=Formulary(tuple(products)), as_of=as_of)


def in_milligrams(amount: Amount) -> Fraction:
    """Say an amount as a fraction of milligrams."""
    return Fraction(amount.to("mg").number)


def as_dose(each: Administration) -> Dose:
    """Say an administration in the words of the walk."""
    level = each.dose.order.level
    return Dose(
        each.planned_date,
        each.nominal_date,
        *(each.phase, each.cycle, each.cycle_day, each.component, each.slot),
        each.study_day,
        each.time or dt.time.min,
        100 if level is None else int(level.split()[0]),
        in_milligrams(each.calculated),
        in_milligrams(each.ordered),
    )


def doses_of(calendar: Calendar) -> list[Dose]:
    """List the doses of a calendar as the walk lists its own."""
    return sorted(map(as_dose, calendar.administrations))


def doses(story: Story, log: Log) -> list[Dose]:
    """List the doses that a log leaves."""
    return doses_of(followed(story, log).calendar)


def by_place(found: Iterable[Dose]) -> dict[Place, Dose]:
    """Look doses up by their places."""
    return {each.place: each for each in found}


def until(calendar: Calendar, since: dt.date | None) -> list[Administration]:
    """List what lies before a day, or everything."""
    return [each for each in calendar.administrations if since is None or each.planned_date < since]


def refusal(story: Story, log: Log) -> str:
    """See that the last entry of a log is refused, alone and by name; return the words."""
    with pytest.raises(CourseError) as error:
        followed(story, log)
    assert isinstance(error.value, LogProblemsError)
    assert isinstance(error.value, NpcRegimensError)
    (problem,) = error.value.problems
    recorded = log[-1]["recorded"]
    assert problem.place.startswith(f"log entry {len(log)}, recorded {recorded} (")
    assert problem.remedy
    return problem.what


def in_words(found: Followed) -> str:
    """Print a course with all its parts in their order."""
    days = [(each.date, each.resting) for each in found.calendar.days()]
    parts = (found.calendar.administrations, found.calendar.doses, days, found.versions)
    return repr((*parts, found.reasons, found.actuals))


def said(what: str, recorded: dt.date, **rest: Any) -> Table:
    """Write an entry."""
    since = {"from": rest.pop("since")} if "since" in rest else {}
    return {"what": what, "recorded": recorded, "reason": "as it happened", **since, **rest}


def first_of(story: Story, log: Log, place: tuple[str, int]) -> dt.date:
    """Find day 1 of a cycle, which may lie behind the horizon."""
    found = (each for each in planned(story, log) if each.day == 1)
    firsts = {(each.phase["name"], each.cycle): each.date for each in found}
    assume(place in firsts)
    return firsts[place]


def delayed(story: Story, log: Log, place: tuple[str, int], days: int) -> Log:
    """Delay a cycle by some days from where it stands."""
    recorded = log[-1]["recorded"] if log else story.start - ONE_DAY
    entry = said("delay", recorded, phase=place[0], cycle=place[1])
    entry["to"] = first_of(story, log, place) + ONE_DAY * days
    assume(is_within(story, [*log, entry]) and not is_ended(log, entry["to"]))
    return [*log, entry]


# One course with an entry of many kinds, worked nowhere else.


PAST = Story(
    table={
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {
            "pill": {
                "drug": "pill",
                "dose": "300 mg/m2",
                "route": "oral",
                "frequency": "twice daily",
                "days": "continuous",
                "cite": CITE,
            },
            "drip": {
                "drug": "drip",
                "dose": "3 mg/kg",
                "route": "intravenous",
                "days": "-1, 1",
                "cite": CITE,
            },
        },
        "arm": [
            {
                "id": "only",
                "name": "The only arm",
                "phase": [
                    {"name": "one", "cycle": "7 days", "cycles": "2-4", "give": ["pill", "drip"]},
                    {
                        "name": "two",
                        "cycle": "7 days",
                        "cycles": "open",
                        "until": ["progression"],
                        "give": ["pill"],
                    },
                ],
            }
        ],
    },
    start=START,
    through=START + ONE_DAY * 50,
    counts={"one": 3},
    weight_kg=Fraction(65),
)


LOG = [
    said("delay", START + ONE_DAY * 3, phase="one", cycle=2, to=START + ONE_DAY * 9),
    said("interrupt", START + ONE_DAY * 9, since=START + ONE_DAY * 10),
    said("resume", START + ONE_DAY * 12, since=START + ONE_DAY * 12),
    said(
        "reduce", START + ONE_DAY * 12, component="pill", level="75 %", since=START + ONE_DAY * 14
    ),
    said("settle", START + ONE_DAY * 12, cycles={"one": 2}),
    said("missed", START + ONE_DAY * 14, component="pill", on=START + ONE_DAY * 13),
    said(
        "weight",
        START + ONE_DAY * 20,
        weight="80 kg",
        measured=START + ONE_DAY * 20,
        since=START + ONE_DAY * 20,
    ),
    said("zone", START + ONE_DAY * 21, zone="Europe/London", since=START + ONE_DAY * 22),
    said("end", START + ONE_DAY * 30, since=START + ONE_DAY * 40),
]
