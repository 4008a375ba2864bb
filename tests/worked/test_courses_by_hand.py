"""Two courses worked by hand: a continuous drug that rests in a delay, and an omitted day 8.

NCT04350190, start Monday 7 December 2026: apatinib 250 mg on every day, the antibody on days 1 and
15 of 28. Cycle 2 would begin on 4 January and is delayed to 11 January. Apatinib goes on in
between, on days 29 to 35 of cycle 1, unless it is interrupted too. From 6 to 12 January it is
interrupted: 5 of those days and the first 2 of cycle 2. On 13 January it is given as C2D3, for the
days of the cycle pass. Through 7 February there are 28 + 7 + 28 = 63 days, so 56 doses of 250 mg,
14 000 mg. The antibody: 7 and 21 December, 11 and 25 January, 800 mg.

NCT05549466, camrelizumab and gemcitabine 1000 mg/m2 on days 1 and 8 of 21, same start, 1.75 m2:
1750 mg. Cycles begin on 7 and 28 December, 18 January, 8 February, 1 and 22 March. Day 8 of cycle 2
is 4 January. It is omitted: cycle 3 begins on 18 January as planned, and nothing is made up. Day 8
of cycle 3 is 25 January; from then on 75 %: 1312.5 mg, to whole milligrams with ties up 1313 mg.
4 doses of 1750 mg (two of cycle 1, one of cycle 2, the first of cycle 3) and 7 of 1313 mg are
7000 + 9191 = 16 191 mg. Camrelizumab: 6 x 200 = 1200 mg.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from npc_regimens.files.courses import course_of

if TYPE_CHECKING:
    from npc_regimens.course.replaying import Followed

START: dict[str, Any] = {
    "format": 1,
    "participant": "03-0018",
    "identity": "5f0c3f0e-7c0b-4b0a",
    "start": dt.date(2026, 12, 7),
    "zone": "Asia/Shanghai",
    "recalculate": "always",
    "measured": [{"on": dt.date(2026, 12, 1), "height": "170 cm", "weight": "65 kg"}],
}
APATINIB = {**START, "regimen": "nct04350190", "through": dt.date(2027, 2, 7)}
GEMCITABINE = {
    **START,
    "regimen": "nct05549466/camrelizumab-chemotherapy",
    "through": dt.date(2027, 4, 11),
    "settled": {"choose": {"chemotherapy": "gemcitabine"}},
}
DELAY = {
    "what": "delay",
    "recorded": dt.date(2027, 1, 4),
    "cycle": 2,
    "to": dt.date(2027, 1, 11),
    "reason": "AST 210 U/L",
}
INTERRUPT = {
    "what": "interrupt",
    "recorded": dt.date(2027, 1, 5),
    "component": "apatinib",
    "from": dt.date(2027, 1, 6),
    "through": dt.date(2027, 1, 12),
    "reason": "AST 210 U/L",
}
OMIT = {
    "what": "omit",
    "recorded": dt.date(2027, 1, 4),
    "component": "gemcitabine",
    "cycle": 2,
    "day": 8,
    "reason": "platelets 60",
}
REDUCE = {
    "what": "reduce",
    "recorded": dt.date(2027, 1, 25),
    "component": "gemcitabine",
    "from": dt.date(2027, 1, 25),
    "level": "75 %",
    "reason": "platelets 90",
}


def followed(data: dict[str, Any], *log: dict[str, Any]) -> Followed:
    """Follow a course through a log."""
    return course_of({**data, "log": list(log)}, Path("course.toml")).follow()


def given(course: Followed, component: str) -> dict[str, str]:
    """List the doses of a component: the place by its date."""
    doses = course.calendar.administrations
    return {str(each.planned_date): each.place for each in doses if each.component == component}


def totals(course: Followed) -> dict[str, tuple[int, str]]:
    """Sum up each component."""
    sums = course.calendar.totals()
    return {each.component: (each.administrations, str(each.ordered)) for each in sums}


def test_a_continuous_drug_goes_on_in_a_delay() -> None:
    """Without an interruption there is a dose on each of 63 days, 7 of them in the gap."""
    course = followed(APATINIB, DELAY)

    assert totals(course) == {"apatinib": (63, "15750 mg"), "pd-1-antibody": (4, "800 mg")}
    gap = {f"2027-01-{day:02}": f"C1D{day + 25}" for day in range(4, 11)}
    assert gap.items() <= given(course, "apatinib").items()


def test_a_continuous_drug_is_interrupted_in_a_delay() -> None:
    """It rests from 6 to 12 January, over the first day of cycle 2, and none is made up."""
    course = followed(APATINIB, DELAY, INTERRUPT)
    apatinib = given(course, "apatinib")

    assert totals(course) == {"apatinib": (56, "14000 mg"), "pd-1-antibody": (4, "800 mg")}
    days = {f"2027-01-{day:02}" for day in range(6, 13)}
    assert not days & apatinib.keys()
    assert (apatinib["2027-01-05"], apatinib["2027-01-13"]) == ("C1D30", "C2D3")
    assert given(course, "pd-1-antibody") == {
        "2026-12-07": "C1D1",
        "2026-12-21": "C1D15",
        "2027-01-11": "C2D1",
        "2027-01-25": "C2D15",
    }


def test_day_8_is_omitted_and_the_cycle_goes_on() -> None:
    """4 January is left out, cycle 3 begins when it would have, and nothing is made up."""
    course = followed(GEMCITABINE, OMIT)

    first = ["2026-12-07", "2026-12-28", "2027-01-18", "2027-02-08", "2027-03-01", "2027-03-22"]
    eighth = ["2026-12-14", "2027-01-25", "2027-02-15", "2027-03-08", "2027-03-29"]
    assert sorted(given(course, "gemcitabine")) == sorted([*first, *eighth])
    assert list(given(course, "camrelizumab")) == first
    assert totals(course)["gemcitabine"] == (11, "19250 mg")  # 11 x 1750


def test_a_reduction_on_day_8() -> None:
    """It holds from that day on, within the cycle and in those behind it."""
    course = followed(GEMCITABINE, OMIT, REDUCE)

    assert totals(course) == {
        "camrelizumab": (6, "1200 mg"),
        "gemcitabine": (11, "16191 mg"),
    }
    doses = {
        each.place: str(each.ordered)
        for each in course.calendar.administrations
        if each.component == "gemcitabine" and each.cycle == 3
    }
    assert doses == {"C3D1": "1750 mg", "C3D8": "1313 mg"}
