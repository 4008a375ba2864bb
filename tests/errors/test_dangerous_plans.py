"""Dangerous bodies, settlements and dates, one row each: refused with the remedy, or read as meant.

The same at the command line is in tests/errors/test_bad_input.py. A local time that does not exist
or comes twice is in tests/unit/render/test_ics.py, and outputs that cannot be written are in
tests/errors/test_bad_input.py and tests/unit/cli/test_output.py.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

import npc_regimens as npc
from npc_regimens.dates import read_date, read_zone
from npc_regimens.errors import (
    DateError,
    NotStatedError,
    NpcRegimensError,
    PatientError,
    PlanError,
    RegimenError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = dt.date(2026, 12, 7)
LEAP_DAY = dt.date(2028, 2, 29)
STAMP = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
CITE = "example-2020#table-1"


def measured(
    height: str = "170 cm", weight: str = "65 kg", on: dt.date = DAY, **given: Any
) -> npc.Patient:
    """Measure a patient."""
    return npc.Patient.measured(on=on, height=height, weight=weight, **given)


def planned(
    *,
    patient: npc.Patient | None = None,
    start: dt.date = DAY,
    through: dt.date | None = None,
    count: int | None = None,
    **phase: Any,
) -> npc.Calendar:
    """Plan one infusion every 21 days, six times unless the phase says otherwise."""
    component = {"drug": "drug-a", "dose": phase.pop("dose", "200 mg"), "route": "intravenous"}
    phase = {"name": "p", "cycle": "21 days", "cycles": "6", "give": ["a"], **phase}
    arm = {"id": "only", "name": "The only arm", "phase": [phase]}
    head = {"format": 1, "id": "example-01", "title": "An example"}
    components = {"a": {**component, "days": "1", "cite": CITE}}
    trial = npc.Trial.model_validate({**head, "component": components, "arm": [arm]})
    settlement = npc.Settlement(cycles={} if count is None else {"p": count})
    regimen = npc.settle(trial, settlement=settlement)
    patient = measured() if patient is None else patient
    return npc.plan(regimen, patient, start=start, through=through, formulary=npc.load_formulary())


OPEN: dict[str, Any] = {"cycles": "open", "until": ["progression"]}


def in_zone(zone: Any) -> bytes:
    """Write a calendar file in a zone."""
    reminders = npc.Reminders(course="a-course", stamp=STAMP, zone=zone)
    return npc.to_ics(planned(), reminders, npc.load_formulary())


class Row(NamedTuple):
    """One dangerous input: what it is, the call, its class, and what the refusal says."""

    name: str
    call: Callable[[], object]
    kind: type[NpcRegimensError]
    says: tuple[str, ...]


REFUSED = [
    # the body
    Row(
        "metres for centimetres",
        lambda: measured(height="1.7 cm"),
        PatientError,
        ("height 1.7 cm cannot be right", "check the number and the unit", "'170 cm'"),
    ),
    Row(
        "centimetres for metres",
        lambda: measured(height="170 m"),
        PatientError,
        ("height 170 m cannot be right", "from 100 cm to 230 cm", "'170 cm'"),
    ),
    Row(
        "feet and inches, which pint multiplies",
        lambda: measured(height="5 ft 7 in"),
        PatientError,
        ("height: amount '5 ft 7 in'", "'ft 7 in' is not in the vocabulary", "write"),
    ),
    Row(
        "inches given as centimetres",
        lambda: measured(height="67 cm"),
        PatientError,
        ("height 67 cm cannot be right", "from 100 cm to 230 cm", "'170 cm'"),
    ),
    Row(
        "a digit too many",
        lambda: measured(weight="650 kg"),
        PatientError,
        ("weight 650 kg cannot be right", "from 20 kg to 300 kg", "'65 kg'"),
    ),
    Row(
        "kilograms given as pounds",
        lambda: measured(weight="65 lb"),
        PatientError,
        ("height 170 cm and weight 65 lb do not belong together", "check both and their units"),
    ),
    Row(
        "pounds given as kilograms",
        lambda: measured(height="110 cm", weight="143 kg"),
        PatientError,
        ("height 110 cm and weight 143 kg", "body mass index 118.18", "check both and their units"),
    ),
    Row(
        "height and weight exchanged",
        lambda: measured(height="65 cm", weight="170 kg"),
        PatientError,
        ("height 65 cm cannot be right", "'170 cm'"),
    ),
    # what is settled
    Row(
        "seven of four to six cycles",
        lambda: planned(cycles="4-6", count=7),
        RegimenError,
        ("'p'", "4-6", "7 is"),
    ),
    Row(
        "a dose that is not stated",
        lambda: planned(dose="not stated"),
        NotStatedError,
        ("component 'a': dose (no reference is known)", "--dose NAME=DOSE"),
    ),
    # dates
    Row(
        "an open regimen without a horizon",
        lambda: planned(**OPEN),
        PlanError,
        ("phase 'p' goes on until progression", "give a last day to plan"),
    ),
    Row(
        "a horizon before the start",
        lambda: planned(through=dt.date(2026, 12, 6)),
        PlanError,
        ("through 2026-12-06 is before the start 2026-12-07", "give a later last day"),
    ),
    Row(
        "a horizon of a thousand years",
        lambda: planned(through=dt.date(3026, 12, 7), **OPEN),
        DateError,
        ("the year of 3026-12-07 is after 2999", "check the date"),
    ),
    Row(
        "a million cycles",
        lambda: planned(count=1_000_000, **OPEN),
        PlanError,
        ("21000000 days from 2026-12-07 are more than the calendar has", "give fewer cycles"),
    ),
    Row(
        "a hundred thousand cycles",
        lambda: planned(count=100_000, cycle="1 day", **OPEN),
        PlanError,
        ("up to 100000 administrations, more than the 50000", "give an earlier through"),
    ),
    Row(
        "29 February of a common year",
        lambda: read_date("2027-02-29"),
        DateError,
        ("'2027-02-29' is not a date that exists", "write year-month-day"),
    ),
    Row(
        "a birth date in the future",
        lambda: measured(born=dt.date(2027, 5, 18)),
        PatientError,
        ("birth date: the birth date 2027-05-18 is after 2026-12-07", "check both"),
    ),
    Row(
        "a birth date in the wrong century",
        lambda: measured(born=dt.date(1872, 2, 29)),
        PatientError,
        ("1872-02-29 gives age 154 on 2026-12-07", "check both dates"),
    ),
    Row(
        "29 February of a common year as a birth date",
        lambda: measured(born=read_date("1971-02-29")),
        DateError,
        ("'1971-02-29' is not a date that exists", "write year-month-day"),
    ),
    Row(
        "a measurement after the dose that uses it",
        lambda: planned(patient=measured(on=dt.date(2026, 12, 8))),
        PatientError,
        ("no measurement on or before 2026-12-07", "never computed from a later one"),
    ),
    Row(
        "a time of day for a date",
        lambda: planned(start=dt.datetime(2026, 12, 7, tzinfo=dt.UTC)),
        DateError,
        ("start must be a datetime.date, not the datetime",),
    ),
    # zones
    Row(
        "an unknown zone",
        lambda: read_zone("Asia/Shangai"),
        DateError,
        ("'Asia/Shangai' is not a time zone", "for example 'Asia/Shanghai'"),
    ),
    Row(
        "the name of a fixed offset",
        lambda: read_zone("Etc/GMT-8"),
        DateError,
        ("'Etc/GMT-8' is a fixed offset or no place", "for example 'Asia/Shanghai'"),
    ),
    Row(
        "a fixed offset",
        lambda: in_zone(dt.timezone(dt.timedelta(hours=8))),
        DateError,
        ("has no IANA name", "give ZoneInfo('Asia/Shanghai')"),
    ),
]


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.name)
def test_a_dangerous_plan_is_refused_with_its_remedy(row: Row) -> None:
    """What cannot be true, or was not said, is refused with what to check or to give."""
    with pytest.raises(row.kind) as refusal:
        row.call()

    for words in row.says:
        assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("height", "weight", "surface"),
    [
        ("1.7 m", "65 kg", "1.75 m2"),  # the root of 170 x 65 / 3600 = 3.0694 is 1.7520
        ("67 in", "65 kg", "1.75 m2"),  # 170.18 cm: the root of 3.0727 is 1.7529
        ("170 cm", "143 lb", "1.75 m2"),  # 64.8637 kg: the root of 3.0630 is 1.7501
    ],
)
def test_the_same_body_is_read_in_other_units(height: str, weight: str, surface: str) -> None:
    """Metres, inches and pounds are read as what they are, never as centimetres or kilograms."""
    calendar = planned(patient=measured(height, weight), dose="100 mg/m2")

    assert str(calendar.body.surface.used) == surface


def test_29_february_is_a_day_like_others() -> None:
    """Cycles from a leap day: 21 days on is 21 March; a year on is 28 February."""
    calendar = planned(patient=measured(on=LEAP_DAY), start=LEAP_DAY)

    dates = [each.planned_date for each in calendar.administrations]
    assert dates[:2] == [LEAP_DAY, dt.date(2028, 3, 21)]
    assert npc.Span.parse("1 year").after(LEAP_DAY) == dt.date(2029, 2, 28)
    assert npc.Span.parse("4 years").after(LEAP_DAY) == dt.date(2032, 2, 29)


def test_29_february_is_a_birth_date_like_others() -> None:
    """Who is born on a leap day is a year older on 1 March of a common year."""
    born = dt.date(1972, 2, 29)

    ages = [
        measured(on=day, born=born).at(day).age
        for day in (dt.date(2027, 2, 28), dt.date(2027, 3, 1), LEAP_DAY)
    ]
    assert ages == [54, 55, 56]


def test_a_place_is_a_zone() -> None:
    """What the refused zones should have been is written."""
    assert b"X-WR-TIMEZONE:Asia/Shanghai" in in_zone(ZoneInfo("Asia/Shanghai"))
