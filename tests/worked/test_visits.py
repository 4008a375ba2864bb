"""Visits worked by hand: a site that closes over the turn of the year, and a delayed cycle.

Gemcitabine on days 1 and 8 with cisplatin on day 1, every 21 days, three cycles, from Monday
7 December 2026. 7 December + 21 = 28 December, + 21 = 18 January 2027; each day 8 is 7 days later:
14 December, 4 January, 25 January. The site is closed from Friday 25 December to Sunday 3 January,
and on every Saturday and Sunday, so the first open day behind 28 December is Monday 4 January.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from npc_regimens.checks.visiting import visit_findings
from npc_regimens.course.visiting import Visit, VisitRules, first_delay, visits_of
from npc_regimens.notation import parse
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, settle
from npc_regimens.visits import VisitRule, closed_days

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.planning import Calendar
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

START = dt.date(2026, 12, 7)
PATIENT = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
LINE = "(gemcitabine 1000 mg/m2 IV d1,8 + cisplatin 80 mg/m2 IV d1) q21d x3"
CLOSED = closed_days(
    {dt.date(2026, 12, 25) + dt.timedelta(days=days): "winter break" for days in range(10)},
    weekends=True,
)
NEXT = VisitRule.parse(window="0 to +7 days", policy="next working day")
FROM_START = VisitRule.parse(
    window="0 to +7 days", policy="next working day", anchor="start of the course"
)


def _calendar(formulary: Formulary, delays: dict[tuple[str, int], int] | None = None) -> Calendar:
    return plan(settle(parse(LINE)), PATIENT, start=START, formulary=formulary, delays=delays)


def _table(visits: tuple[Visit, ...]) -> list[str]:
    return [
        f"{each.place} {each.nominal:%d %b} {each.planned:%d %b} {each.status}" for each in visits
    ]


def test_a_day_1_on_a_closed_day_goes_to_the_next_working_day(formulary: Formulary) -> None:
    """Cycle 2 moves over the break by 7 days, and its day 8 is counted from where it begins."""
    visits = visits_of(_calendar(formulary), VisitRules(day_1=NEXT, dosing=NEXT), CLOSED)

    assert _table(visits) == [
        "C1D1 07 Dec 07 Dec kept",
        "C1D8 14 Dec 14 Dec kept",
        "C2D1 28 Dec 04 Jan moved",
        "C2D8 11 Jan 11 Jan kept",
        "C3D1 18 Jan 18 Jan kept",
        "C3D8 25 Jan 25 Jan kept",
    ]
    assert visits[2].date.closed == "winter break"
    assert [each.what for each in visits[:2]] == [("gemcitabine", "cisplatin"), ("gemcitabine",)]
    (found,) = visit_findings(visits)
    assert (found.level, found.about) == ("note", "phase-1 C2D1")
    assert found.words == (
        "2027-01-04 is 7 days later, and the calendar still has it on 2026-12-28; delay the cycle"
        " by as many days, or where it begins the treatment give a later start, and plan again, so"
        " that what follows moves with it"
    )


def test_a_moved_day_1_is_the_delay_of_its_cycle(formulary: Formulary) -> None:
    """Planned again with that delay, cycle 3 follows: 4 January + 21 = 25 January, + 7 = 1 Feb."""
    rules = VisitRules(day_1=FROM_START, dosing=NEXT)
    calendar = _calendar(formulary)
    found = first_delay(calendar, visits_of(calendar, rules, CLOSED))
    assert found == (("phase-1", 2), 7)
    later = _calendar(formulary, dict([found]))
    visits = visits_of(later, rules, CLOSED)

    assert first_delay(later, visits) is None
    assert visit_findings(visits) == ()
    assert _table(visits)[2:] == [
        "C2D1 28 Dec 04 Jan moved",
        "C2D8 11 Jan 11 Jan kept",
        "C3D1 18 Jan 25 Jan moved",
        "C3D8 01 Feb 01 Feb kept",
    ]


def test_the_delay_of_a_cycle_that_is_late_already_is_both_together(
    formulary: Formulary,
) -> None:
    """3 days late cycle 2 would begin on Thursday 31 December; 4 more days are Monday 4 January."""
    calendar = _calendar(formulary, {("phase-1", 2): 3})
    visits = visits_of(calendar, VisitRules(day_1=NEXT), CLOSED)

    assert visits[2].date.moved_by == 4
    assert first_delay(calendar, visits) == (("phase-1", 2), 7)
    assert _calendar(formulary, {("phase-1", 2): 7}).cycles[1].first == dt.date(2027, 1, 4)


def test_a_day_that_counts_from_the_start_does_not_follow_a_moved_day_1(
    formulary: Formulary,
) -> None:
    """Day 8 of cycle 2 stays on Monday 4 January, which is open."""
    visits = visits_of(_calendar(formulary), VisitRules(day_1=NEXT, dosing=FROM_START), CLOSED)

    assert _table(visits)[2:4] == ["C2D1 28 Dec 04 Jan moved", "C2D8 04 Jan 04 Jan kept"]


def test_a_window_from_the_start_is_left_by_a_delay(formulary: Formulary) -> None:
    """With a delay of 8 days, every day of cycles 2 and 3 is one day behind its window."""
    rules = VisitRules(day_1=FROM_START, dosing=FROM_START)
    visits = visits_of(_calendar(formulary, {("phase-1", 2): 8}), rules)

    assert _table(visits)[2:] == [
        "C2D1 28 Dec 05 Jan outside the window",
        "C2D8 04 Jan 12 Jan outside the window",
        "C3D1 18 Jan 26 Jan outside the window",
        "C3D8 25 Jan 02 Feb outside the window",
    ]
    assert visit_findings(visits)[0].words == (
        "2027-01-05 is outside its window (0 to +7 days, from 2026-12-28 to 2027-01-04)"
    )


@pytest.mark.parametrize(
    ("policy", "window", "level"),
    [("keep", "0 to 0 days", "note"), ("flag", "0 to 0 days", "warning")],
)
def test_a_visit_that_stays_on_a_closed_day_is_told(
    policy: str, window: str, level: str, formulary: Formulary
) -> None:
    """What a site wants to keep is a note, and what nobody has decided is a warning."""
    rule = VisitRule.parse(window=window, policy=policy)
    found = visit_findings(visits_of(_calendar(formulary), VisitRules(day_1=rule), CLOSED))

    assert [(each.level, each.name, each.about) for each in found] == [
        (level, "visit-on-closed-day", "phase-1 C2D1")
    ]
    assert "2026-12-28 is a closed day (winter break)" in found[0].words


def test_the_visits_of_alter_hn005(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """Four cycles and a maintenance: day 1 of each, and the review two years after day 1."""
    regimen = settle(trial("nct05807880"), None, Settlement(cycles={"combination": 4}))
    calendar = plan(
        regimen, PATIENT, start=START, formulary=formulary, through=dt.date(2027, 3, 28)
    )
    visits = visits_of(calendar, VisitRules(day_1=NEXT), CLOSED)

    # 7 December, 28 December, 18 January, 8 February, and 1 and 22 March of the maintenance
    assert [(each.phase, each.place, f"{each.planned:%d %b %Y}") for each in visits] == [
        ("combination", "C1D1", "07 Dec 2026"),
        ("combination", "C2D1", "04 Jan 2027"),
        ("combination", "C3D1", "18 Jan 2027"),
        ("combination", "C4D1", "08 Feb 2027"),
        ("maintenance", "C1D1", "01 Mar 2027"),
        ("maintenance", "C2D1", "22 Mar 2027"),
        (None, None, "07 Dec 2028"),
    ]
    assert visits[0].at_home == ("anlotinib", "capecitabine")
    assert visits[4].at_home == ("capecitabine",)
    assert all(each.is_day_1 == (each.kind == "day 1") for each in visits)
    assert visits[-1].kind == "review"
