"""Courses for the tests of calendar files: made, then delayed, reduced, stopped and taken abroad.

The changes are made here by hand, dose by dose, and know nothing of how a course is replayed.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from npc_regimens.course.versions import DosePlace, Version, Versions
from npc_regimens.patient import Patient
from npc_regimens.planning import Administration, Calendar, plan
from npc_regimens.products import Formulary, Product
from npc_regimens.regimen import Settlement, Trial, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TRIAL = """
format = 1
id = "example-01"
title = "An example of three drugs"

[component.alfamab]
drug = "alfamab"
dose = "200 mg"
route = "intravenous"
infusion = "1.5 h"
days = "1"
cite = "example-2020#table-1"

[component.betacitabine]
drug = "betacitabine"
dose = "650 mg/m2"
route = "oral"
frequency = "twice daily"
days = "1-14"
cite = "example-2020#table-1"

[component.gammatinib]
drug = "gammatinib"
dose = "10 mg"
route = "oral"
frequency = "once daily"
days = "1-21"
cite = "example-2020#table-1"

[[arm]]
id = "only"
name = "The only arm"

[[arm.phase]]
name = "induction"
cycle = "21 days"
cycles = "1-40"
give = ["alfamab", "betacitabine", "gammatinib"]
"""
_PRODUCT = """
format = 1
id = "{drug}-{form}"
drug = "{drug}"
name = "{drug} {form}"
form = "{form}"
route = "{route}"
cite = "example-2020#table-1"
{content}

[rounding]
{rule}
ties = "up"
report_over = "10 %"
cite = "example-2020#table-1"
"""
_UNITS = 'rule = "nearest whole units"'
_STEP = 'rule = "nearest step"\nstep = "1 mg"'
PRODUCTS = (
    ("betacitabine", "tablet", "oral", 'strengths = ["500 mg", "150 mg"]', _UNITS),
    ("gammatinib", "capsule", "oral", 'strengths = ["10 mg"]', _UNITS),
    ("alfamab", "vial", "intravenous", 'vial = [{ content = "100 mg", volume = "4 mL" }]', _STEP),
)
FORMULARY = Formulary(
    tuple(
        Product.model_validate(
            tomllib.loads(
                _PRODUCT.format(drug=drug, form=form, route=route, content=content, rule=rule)
            )
        )
        for drug, form, route, content, rule in PRODUCTS
    )
)
CLOCK = {
    "once": dt.time(13, 30),
    "morning": dt.time(8),
    "evening": dt.time(20),
    "clinic": dt.time(9, 30),
}
PLANNED = dt.date(2026, 12, 7)


class Course(NamedTuple):
    """A calendar and what changed in it since it was first planned."""

    calendar: Calendar
    versions: Versions = Versions()


def course(
    start: dt.date = PLANNED,
    cycles: int = 2,
    *,
    level: str | None = None,
    clock: dict[str, dt.time] | None = None,
    trial: str = TRIAL,
) -> Course:
    """Plan some cycles of 21 days: an infusion, 14 days of tablets, a capsule every day."""
    levels = {} if level is None else {"betacitabine": level}
    read = Trial.model_validate(tomllib.loads(trial))
    regimen = settle(read, settlement=Settlement(cycles={"induction": cycles}, levels=levels))
    patient = Patient.measured(on=dt.date(2020, 1, 1), height="170 cm", weight="65 kg")
    clock = CLOCK if clock is None else clock
    return Course(plan(regimen, patient, start=start, formulary=FORMULARY, clock=clock))


def delayed(before: Course, cycle: int, days: int, recorded: dt.date) -> Course:
    """Begin a cycle and all behind it some days later."""

    def later(given: Administration) -> Administration:
        moved = given.planned_date + dt.timedelta(days=days)
        return replace(given, planned_date=moved) if given.cycle >= cycle else given

    return _changed(before, later, recorded)


def reduced(before: Course, since: dt.date, recorded: dt.date) -> Course:
    """Give 75 % of the tablets from a day on."""
    lower = course(before.calendar.start, before.calendar.cycles[-1].cycle, level="75 %")
    (dose,) = (each for each in lower.calendar.doses if each.order.drug == "betacitabine")

    def less(given: Administration) -> Administration:
        holds = given.component == "betacitabine" and given.planned_date >= since
        return replace(given, dose=dose) if holds else given

    return _changed(before, less, recorded)


def dropped(before: Course, recorded: dt.date, which: Callable[[Administration], bool]) -> Course:
    """Leave some doses out: those of a stop, an interruption or an omission."""
    gone = {DosePlace.of(each): each for each in before.calendar.administrations if which(each)}
    changed = dict(before.versions.changed)
    left_out = [(each, _next(changed.pop(place, None), recorded)) for place, each in gone.items()]
    kept = (each for each in before.calendar.administrations if DosePlace.of(each) not in gone)
    versions = replace(
        before.versions, changed=changed, dropped=(*before.versions.dropped, *left_out)
    )
    return Course(_with(before.calendar, kept), versions)


def stopped(before: Course, since: dt.date, recorded: dt.date) -> Course:
    """Give nothing from a day on."""
    return dropped(before, recorded, lambda given: given.planned_date >= since)


def abroad(before: Course, since: dt.date, zone: str, recorded: dt.date) -> Course:
    """Keep another zone's clock from a day on, which changes every dose from then on."""
    changed = dict(before.versions.changed)
    for each in before.calendar.administrations:
        place = DosePlace.of(each)
        if each.planned_date >= since:
            changed[place] = _next(changed.get(place), recorded)
    zones = (*before.versions.zones, (since, ZoneInfo(zone)))
    return Course(before.calendar, replace(before.versions, changed=changed, zones=zones))


def _changed(
    before: Course, change: Callable[[Administration], Administration], recorded: dt.date
) -> Course:
    changed = dict(before.versions.changed)
    after = []
    for each in before.calendar.administrations:
        after.append(change(each))
        if after[-1] != each:
            place = DosePlace.of(each)
            changed[place] = _next(changed.get(place), recorded)
    return Course(_with(before.calendar, after), replace(before.versions, changed=changed))


def _next(version: Version | None, recorded: dt.date) -> Version:
    return Version(1 if version is None else version.revision + 1, recorded)


def _with(calendar: Calendar, given: Iterable[Administration]) -> Calendar:
    in_order = sorted(given, key=lambda each: (each.planned_date, each.time or dt.time.min))
    return replace(calendar, administrations=tuple(in_order))
