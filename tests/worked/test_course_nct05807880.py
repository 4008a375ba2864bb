"""One whole course of ALTER-HN005 worked by hand, from the first dose to the end of treatment.

170 cm, 65 kg, start Monday 7 December 2026, four combination cycles. Body surface 1.75 m2, so
capecitabine 650 x 1.75 = 1137.5 mg, ordered as 1150 mg in 2 x 500 + 150 mg (see the plan of the
same patient).

What happened:

* 19 December, evening: capecitabine is missed. It stays planned, for it was.
* 18 January: cycle 3 is delayed to 25 January, and capecitabine is given at 75 % from then on.
  0.75 x 1137.5 = 853.125 mg; 6 x 150 = 900 mg is 46.875 away, 500 + 2 x 150 = 800 mg is 53.125.
* 25 January: 60 kg, used from that day. 65 - 60 = 5 kg are 7.7 % of 65 kg.
  170 x 60 = 10 200; / 3600 = 2.8333; 1.675 squared is 2.8056 and 1.685 squared 2.8392: 1.68 m2.
  0.75 x 650 x 1.68 = 819 mg; 800 mg is 19 away, 900 mg is 81 away.
* 2 February: anlotinib is discontinued from 3 February.
* 8 March: 57 kg, used from that day. 8 kg are 12.3 % of 65 kg.
  170 x 57 = 9690; / 3600 = 2.6917; 1.635 squared is 2.6732 and 1.645 squared 2.7060: 1.64 m2.
  0.75 x 650 x 1.64 = 799.5 mg; 800 mg is 0.5 away.
* 10 May: end of treatment, nothing from 11 May on.

Cycles of 21 days: 7 Dec -> 28 Dec -> 18 Jan, delayed to 25 Jan -> 15 Feb -> maintenance 8 Mar (28
days of February) -> 29 Mar -> 19 Apr -> 10 May. From 18 to 24 January nothing is given.

Capecitabine on 42 days at 1150 mg (7 Dec to 17 Jan), on 42 days from 25 Jan to 7 Mar, and on
24 + 30 + 10 = 64 days from 8 Mar to 10 May: 84 + 84 + 128 = 296 doses.

* New doses from 10 % of change: 84 x 1150 + 84 x 900 + 128 x 800 = 96 600 + 75 600 + 102 400 =
  274 600 mg; 500 mg: 168 + 0 + 128 = 296; 150 mg: 84 + 504 + 256 = 844.
* Always: 84 x 1150 + 212 x 800 = 96 600 + 169 600 = 266 200 mg; 168 + 212 = 380; 84 + 424 = 508.
* Never: 84 x 1150 + 212 x 900 = 96 600 + 190 800 = 287 400 mg; 168; 84 + 1272 = 1356.

Anlotinib: 14 + 14 + 9 (25 Jan to 2 Feb) = 37 doses. Penpulimab: 4 + 4 = 8 infusions, 1600 mg.
7 December to 10 May are 25 + 31 + 28 + 31 + 30 + 10 = 155 days.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from npc_regimens.files import load_course

if TYPE_CHECKING:
    from pathlib import Path

    from npc_regimens.course.replaying import Followed

COURSE = """\
format = 1
participant = "03-0017"
identity = "5f0c3f0e-7c0b-4b0a-9f55-2d6f4f0b8c11"
regimen = "nct05807880"
start = 2026-12-07
through = 2027-06-30
zone = "Asia/Shanghai"
recalculate = "POLICY"
clock = { once = "08:00", morning = "08:00", evening = "20:00" }
settled = { cycles = { combination = 4 } }

[[measured]]
on = 2026-12-01
height = "170 cm"
weight = "65 kg"

[[log]]
what = "missed"
recorded = 2026-12-20
component = "capecitabine"
on = 2026-12-19
slot = "evening"
reason = "forgot"

[[log]]
what = "delay"
recorded = 2027-01-18
cycle = 3
phase = "combination"
to = 2027-01-25
reason = "ANC 0.9"

[[log]]
what = "reduce"
recorded = 2027-01-18
component = "capecitabine"
from = 2027-01-25
level = "75 %"
reason = "ANC 0.9"

[[log]]
what = "weight"
recorded = 2027-01-25
measured = 2027-01-25
weight = "60 kg"
from = 2027-01-25
reason = "weighed"

[[log]]
what = "discontinue"
recorded = 2027-02-02
component = "anlotinib"
from = 2027-02-03
reason = "proteinuria"

[[log]]
what = "weight"
recorded = 2027-03-08
measured = 2027-03-08
weight = "57 kg"
from = 2027-03-08
reason = "weighed"

[[log]]
what = "end"
recorded = 2027-05-10
from = 2027-05-11
reason = "progression"
"""
FULL = ("2026-12-07", "1137.5 mg", "1150 mg", [(2, "500 mg"), (1, "150 mg")])
REDUCED = ("2027-01-25", "853.125 mg", "900 mg", [(6, "150 mg")])
AT_60 = ("2027-01-25", "819 mg", "800 mg", [(1, "500 mg"), (2, "150 mg")])
AT_57 = ("2027-03-08", "799.5 mg", "800 mg", [(1, "500 mg"), (2, "150 mg")])


@pytest.fixture(name="course")
def _course(tmp_path: Path, request: pytest.FixtureRequest) -> Followed:
    """Follow the course by a policy for new weights."""
    path = tmp_path / "03-0017.toml"
    policy = getattr(request, "param", "from 10 %")
    path.write_text(COURSE.replace("POLICY", policy), encoding="utf-8")
    return load_course(path).follow()


def test_cycles(course: Followed) -> None:
    """The third cycle is a week later, each behind it follows, and the last is one day long."""
    starts = ["12-07", "12-28", "01-25", "02-15", "03-08", "03-29", "04-19", "05-10"]

    spans = course.calendar.cycles
    assert [str(span.first)[5:] for span in spans] == starts
    assert [span.phase.name for span in spans] == ["combination"] * 4 + ["maintenance"] * 4
    assert [span.delayed_days for span in spans] == [0, 0, 7, 0, 0, 0, 0, 0]
    assert (spans[1].last, spans[-1].last) == (dt.date(2027, 1, 24), dt.date(2027, 5, 10))
    assert course.calendar.stopped == dt.date(2027, 5, 11)
    assert len(list(course.calendar.days())) == 155


def test_days_of_the_gap(course: Followed) -> None:
    """Monday 18 to Sunday 24 January are days 22 to 28 of cycle 2, and all are rest days."""
    gap = [dt.date(2027, 1, day) for day in range(18, 25)]

    assert gap[0].strftime("%A") == "Monday"
    pages = [page for page in course.calendar.days() if page.date in gap]
    assert [(page.cycle, page.cycle_day) for page in pages] == [(2, day) for day in range(22, 29)]
    assert all(page.is_rest and page.resting == ("anlotinib", "capecitabine") for page in pages)


def test_nominal_and_planned_dates(course: Followed) -> None:
    """What lies behind the delay is a week later than it was meant to be, to the last dose."""
    late = {
        (each.planned_date >= dt.date(2027, 1, 18)): (each.planned_date - each.nominal_date).days
        for each in course.calendar.administrations
    }

    assert late == {False: 0, True: 7}


@pytest.mark.parametrize(
    ("course", "doses"),
    [
        ("from 10 %", [FULL, REDUCED, AT_57]),
        ("always", [FULL, AT_60, AT_57]),
        ("never", [FULL, REDUCED]),
    ],
    indirect=["course"],
)
def test_doses(course: Followed, doses: list[tuple[str, str, str, list[tuple[int, str]]]]) -> None:
    """From when which dose is given, in which tablets, by each policy for a new weight."""
    found: list[tuple[str, str, str, list[tuple[int, str]]]] = []
    for each in course.calendar.administrations:
        if each.component == "capecitabine":
            units = [(unit.count, str(unit.strength)) for unit in each.units]
            dose = str(each.planned_date), str(each.calculated), str(each.ordered), units
            if not found or found[-1][1:] != dose[1:]:
                found.append(dose)

    assert found == doses


@pytest.mark.parametrize(
    ("course", "milligrams", "tablets"),
    [
        ("from 10 %", "274600 mg", [(296, "500 mg"), (844, "150 mg")]),
        ("always", "266200 mg", [(380, "500 mg"), (508, "150 mg")]),
        ("never", "287400 mg", [(168, "500 mg"), (1356, "150 mg")]),
    ],
    indirect=["course"],
)
def test_totals(course: Followed, milligrams: str, tablets: list[tuple[int, str]]) -> None:
    """The sums of the whole course, by each policy for a new weight."""
    totals = {
        total.component: (
            total.administrations,
            str(total.ordered),
            [(unit.count, str(unit.strength)) for unit in total.units],
        )
        for total in course.calendar.totals()
    }

    assert totals == {
        "anlotinib": (37, "370 mg", [(37, "10 mg")]),
        "penpulimab": (8, "1600 mg", []),
        "capecitabine": (296, milligrams, tablets),
    }


def test_what_was_dropped_and_why(course: Followed) -> None:
    """Of 56 doses of anlotinib 19 are gone: 5 of the delayed cycle 3, and 14 of cycle 4."""
    dropped = [each for each, _ in course.versions.dropped if each.component == "anlotinib"]

    assert [(each.cycle, each.cycle_day) for each in dropped] == [
        *((3, day) for day in range(10, 15)),
        *((4, day) for day in range(1, 15)),
    ]
    reasons = {
        tuple(entry.what for entry in entries)
        for place, entries in course.reasons.items()
        if place.component == "anlotinib" and place.cycle == 4
    }
    assert reasons == {("delay", "discontinue")}


def test_the_missed_dose(course: Followed) -> None:
    """It stays planned, and is told of as missed: 19 December is day 13 of cycle 1."""
    (missed,) = course.actuals

    assert (missed.what, missed.part, missed.reason) == ("missed", Fraction(0), "forgot")
    assert (missed.place.cycle, missed.place.cycle_day, missed.place.slot) == (1, 13, "evening")
    planned = [
        e for e in course.calendar.administrations if e.planned_date.isoformat() == "2026-12-19"
    ]
    assert [each.slot for each in planned] == ["once", "morning", "evening"]


def test_what_was_known_before(tmp_path: Path) -> None:
    """On 17 January nothing was changed; on 18 January the delay and the reduction were known."""
    path = tmp_path / "03-0017.toml"
    path.write_text(COURSE.replace("POLICY", "from 10 %"), encoding="utf-8")
    file = load_course(path)

    before, then = file.follow(dt.date(2027, 1, 17)), file.follow(dt.date(2027, 1, 18))
    assert before.calendar == before.intended
    assert before.calendar.last_day == dt.date(2027, 6, 30)
    assert [entry.what for entry in then.entries] == ["missed", "delay", "reduce"]
    assert [span.first.isoformat() for span in then.calendar.cycles[2:4]] == [
        "2027-01-25",
        "2027-02-15",
    ]
    assert not any(span.ended for span in then.calendar.cycles[:4])
