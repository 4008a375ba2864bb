"""ALTER-HN005 with a delay, a reduction and three missed doses, worked by hand.

Patient of 170 cm and 65 kg: capecitabine 650 mg/m2 x 1.75 m2 = 1137.5 mg is ordered as 1150 mg,
2 x 500 + 1 x 150, twice daily on days 1 to 21. Start Monday 7 December 2026, four cycles.

First intended: cycles from 7 December, 28 December, 18 January and 8 February 2027.
As modified: cycle 3 begins 7 days later, on 25 January, and cycle 4 on 15 February. From cycle 3
capecitabine is 800 mg, 1 x 500 + 2 x 150.
Missed: C1D5 evening (1150 mg), C2D10 morning (1150 mg), C3D4 morning (800 mg).

Through 14 February, the last day of cycle 3:
intended 3 x 42 = 126 doses, 126 x 1150 = 144 900 mg; 126 x 2 = 252 of 500 mg, 126 of 150 mg.
planned 84 x 1150 + 42 x 800 = 96 600 + 33 600 = 130 200 mg; 84 x 2 + 42 = 210 of 500 mg,
84 + 42 x 2 = 168 of 150 mg.
taken 126 - 3 = 123 doses; 130 200 - 2 x 1150 - 800 = 127 100 mg; 82 x 2 + 41 = 205 of 500 mg,
82 + 41 x 2 = 164 of 150 mg.

Dose only: 127 100 / 144 900 = 1271 / 1449 = 0.8771..., 87.7 %.
Time: intended 3 x 21 = 63 days; passed 21 + 28 + 21 = 70 days.
Dose and time: 1271 / 1449 x 63 / 70 = 1271 / 1610 = 0.7894..., 78.9 %.
In a week: 127 100 / 10 = 12 710 mg taken, 144 900 / 9 = 16 100 mg intended; 12 710 / 16 100 too.
Taken of planned: 127 100 / 130 200 = 41 / 42 = 0.9761..., 97.6 %.
Days: 63 with doses, 60 of them correct: 20 / 21 = 0.9523..., 95.2 %. From 7 December to
14 February are 25 + 31 + 14 = 70 days; with the 7 days of the gap 67 / 70 = 0.9571..., 95.7 %.

Anlotinib: 14 of 21 days, nothing missed: dose only 1, dose and time 63 / 70 = 9 / 10.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from modifying import at, delayed, kept, reordered, told

from npc_regimens.course.adherence import ComponentFigures, Standing, adherence
from npc_regimens.course.correct_days import CorrectDays
from npc_regimens.course.passages import CycleKey
from npc_regimens.files.courses import course_of
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Ordered
from npc_regimens.products.ordered import Units
from npc_regimens.regimen import Settlement, settle
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from npc_regimens.course.actual import Actual
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

PHASE = "combination"
LAST = dt.date(2027, 2, 14)
MISSED = (("C1D5", "evening"), ("C2D10", "morning"), ("C3D4", "morning"))


@pytest.fixture(name="intended", scope="module")
def _intended(trial: Callable[[str], Trial], formulary: Formulary) -> Calendar:
    """Plan the first patient through June."""
    regimen = settle(trial("nct05807880"), None, Settlement(cycles={PHASE: 4}))
    patient = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
    start, through = dt.date(2026, 12, 7), dt.date(2027, 6, 30)
    return plan(regimen, patient, start=start, through=through, formulary=formulary)


@pytest.fixture(name="modified", scope="module")
def _modified(intended: Calendar) -> Calendar:
    """Delay cycle 3 and all after it by a week, and reduce capecitabine from cycle 3."""
    late = {
        (span.phase.name, span.cycle): 7
        for span in intended.cycles
        if span.first >= dt.date(2027, 1, 18)
    }
    strengths = (("500 mg", 1), ("150 mg", 2))
    units = tuple(Units("tablets", Amount.parse(text), count) for text, count in strengths)
    calculated, amount = Amount.parse("853.125 mg"), Amount.parse("800 mg")
    ordered = Ordered.of(calculated, amount, units, "by hand", None)
    return reordered(
        delayed(intended, late),
        ordered,
        lambda each: each.component == "capecitabine" and (each.phase != PHASE or each.cycle > 2),
    )


def missed(calendar: Calendar, places: Sequence[tuple[str, str]] = MISSED) -> list[Actual]:
    """Tell of missed doses of capecitabine."""
    given = [at(calendar, "capecitabine", *place) for place in places]
    return [told(each, "missed", Fraction(0)) for each in given]


def figures(
    intended: Calendar, calendar: Calendar, actuals: Sequence[Actual], as_of: dt.date
) -> dict[str, ComponentFigures]:
    """Name the figures by component."""
    found = adherence(intended, calendar, actuals, as_of=as_of)
    return {each.component: each for each in found.components}


def test_a_delay_a_reduction_and_three_missed_doses(intended: Calendar, modified: Calendar) -> None:
    """Every figure of capecitabine is the one worked by hand."""
    found = figures(intended, modified, missed(modified), LAST)["capecitabine"]

    sides = [found.tally.intended, found.tally.planned, found.tally.taken]
    assert [(side.doses, str(side.amount)) for side in sides] == [
        (126, "144900 mg"),
        (126, "130200 mg"),
        (123, "127100 mg"),
    ]
    by_strength = [{str(each.strength): each.count for each in side.units} for side in sides[:1]]
    assert by_strength == [{"500 mg": 252, "150 mg": 126}]
    assert found.tally.as_planned == 123
    assert (found.tally.missed, found.tally.omitted, found.tally.added) == (3, 0, 0)
    assert found.tally.changed == 42
    assert found.tally.taken_of_planned == Fraction(41, 42)
    assert found.correct_days == CorrectDays(correct=60, dosing_days=63, other_days=7)
    assert found.correct_days.of_dosing_days == Fraction(20, 21)
    assert found.correct_days.of_all_days == Fraction(67, 70)


def test_units_by_strength(intended: Calendar, modified: Calendar) -> None:
    """Units are added by strength, over both doses; those of missed doses are left out."""
    tally = figures(intended, modified, missed(modified), LAST)["capecitabine"].tally

    counts = [
        sum(each.count for each in side.units if str(each.strength) == strength)
        for side in (tally.planned, tally.taken)
        for strength in ("500 mg", "150 mg")
    ]
    assert counts == [210, 168, 205, 164]


def test_relative_dose_intensity_by_both_methods(intended: Calendar, modified: Calendar) -> None:
    """Dose only knows no delay; dose and time does, and both are those worked by hand."""
    found = figures(intended, modified, missed(modified), LAST)

    intensity = found["capecitabine"].intensity
    assert intensity is not None
    assert (intensity.cycles, intensity.intended_days, intensity.days) == (3, 63, 70)
    assert intensity.dose_only == Fraction(1271, 1449)
    assert intensity.dose_and_time == Fraction(1271, 1610)
    assert intensity.taken_per_week == Fraction(12710)
    assert intensity.intended_per_week == Fraction(16100)
    for component in ("anlotinib", "penpulimab"):
        other = found[component].intensity
        assert other is not None
        assert (other.dose_only, other.dose_and_time) == (Fraction(1), Fraction(9, 10))


def test_the_delay_is_told(intended: Calendar, modified: Calendar) -> None:
    """One cycle is delayed, for the later ones only follow it."""
    (delay,) = adherence(intended, modified, as_of=LAST).delays

    assert delay.key == CycleKey(PHASE, 3)
    assert (delay.expected, delay.first) == (dt.date(2027, 1, 18), dt.date(2027, 1, 25))
    assert (delay.days, delay.so_far) == (7, 7)


@pytest.mark.parametrize(
    ("as_of", "so_far"),
    [
        (dt.date(2027, 1, 17), None),  # the day before cycle 3 was expected
        (dt.date(2027, 1, 18), 1),
        (dt.date(2027, 1, 20), 3),
        (dt.date(2027, 1, 24), 7),
    ],
)
def test_a_delay_under_way(
    intended: Calendar, modified: Calendar, as_of: dt.date, so_far: int | None
) -> None:
    """A delay is told from its first day on, with the days that have passed."""
    found = adherence(intended, modified, as_of=as_of)

    assert [each.so_far for each in found.delays] == ([] if so_far is None else [so_far])
    assert found.days_of_delay == (so_far or 0)


def test_a_day_within_a_cycle(intended: Calendar, modified: Calendar) -> None:
    """Through 4 February, day 11 of cycle 3, two cycles count for the intensity and it is said.

    Cycle 2 was longer by the delay: 21 + 28 = 49 days for 42. Taken 94 300 of 96 600 mg, which is
    82 / 84 = 41 / 42; with time 41 / 42 x 42 / 49 = 41 / 49. Reached are 84 + 22 doses.
    """
    found = figures(intended, modified, missed(modified), dt.date(2027, 2, 4))["capecitabine"]

    assert found.tally.planned.doses == 106
    assert found.intensity is not None
    assert (found.intensity.cycles, found.intensity.days) == (2, 49)
    assert found.intensity.dose_only == Fraction(41, 42)
    assert found.intensity.dose_and_time == Fraction(41, 49)
    (third,) = found.standing(Standing.UNDER_WAY)
    assert (third.key, third.day, third.days) == (CycleKey(PHASE, 3), 11, 21)
    assert third.tally.planned.doses == 22


def test_the_delay_makes_the_cycle_before_it_longer(intended: Calendar, modified: Calendar) -> None:
    """In the gap, cycle 2 is on day 24 of 28 and not over: one cycle counts, and all of it."""
    found = figures(intended, modified, (), dt.date(2027, 1, 20))["capecitabine"]

    assert found.intensity is not None
    assert (found.intensity.cycles, found.intensity.dose_and_time) == (1, Fraction(1))
    (second,) = found.standing(Standing.UNDER_WAY)
    assert (second.key, second.day, second.days) == (CycleKey(PHASE, 2), 24, 28)


def test_before_the_first_cycle_is_over_there_is_no_intensity(intended: Calendar) -> None:
    """On day 20 of cycle 1 there is none; on day 21 there is."""
    before = figures(intended, intended, (), dt.date(2026, 12, 26))
    after = figures(intended, intended, (), dt.date(2026, 12, 27))

    assert {each.intensity for each in before.values()} == {None}
    assert None not in {each.intensity for each in after.values()}


def test_before_the_start_nothing_is_reached(intended: Calendar) -> None:
    """Nothing is intended, planned or taken by the day before the start, and nothing is a part."""
    found = figures(intended, intended, (), dt.date(2026, 12, 6))

    for each in found.values():
        assert (each.tally.intended.doses, each.tally.taken_of_planned) == (0, None)
        assert (each.cycles, each.intensity, each.correct_days) == ((), None, None)


def test_late_made_up_and_in_part(intended: Calendar) -> None:
    """In cycle 1 of capecitabine: one late, one made up, one in part, one missed.

    42 doses of 1150 mg are 48 300 mg. In part: 500 of 1150 mg, which is 10 / 23. Taken
    48 300 - 650 - 1150 = 46 500 mg: 465 / 483 = 155 / 161. Correct are 21 - 3 days.
    """
    places = [("C1D2", "morning"), ("C1D3", "evening"), ("C1D4", "morning"), ("C1D5", "morning")]
    late, made_up, part, gone = (at(intended, "capecitabine", *place) for place in places)
    actuals = [
        told(late, "late", Fraction(1), "2026-12-08T23:59"),
        told(made_up, "late", Fraction(1), "2026-12-10T00:00"),
        told(part, "part", Fraction(10, 23)),
        told(gone, "missed", Fraction(0)),
    ]
    found = figures(intended, intended, actuals, dt.date(2026, 12, 27))["capecitabine"]

    tally = found.tally
    outcomes = (tally.as_planned, tally.late, tally.made_up, tally.in_part, tally.missed)
    assert outcomes == (38, 1, 1, 1, 1)
    assert (tally.taken.doses, str(tally.taken.amount)) == (41, "46500 mg")
    # 40 whole doses: 80 of 500 mg and 40 of 150 mg
    assert [each.count for each in tally.taken.units] == [80, 40]
    assert found.intensity is not None
    assert found.intensity.dose_only == Fraction(155, 161)
    assert found.correct_days == CorrectDays(correct=18, dosing_days=21, other_days=0)


def test_taken_after_the_day_counts_as_missed(intended: Calendar) -> None:
    """A dose of the as-of day that is made up the day after is missed by then, and this is told."""
    given = at(intended, "capecitabine", "C1D3", "evening")
    actual = told(given, "late", Fraction(1), "2026-12-10T08:00")

    then = figures(intended, intended, [actual], dt.date(2026, 12, 9))["capecitabine"].tally
    later = figures(intended, intended, [actual], dt.date(2026, 12, 10))["capecitabine"].tally

    assert (then.missed, then.afterwards, then.made_up) == (1, 1, 0)
    assert (later.missed, later.afterwards, later.made_up) == (0, 0, 1)


def test_an_interruption_omits_and_its_days_are_not_counted(intended: Calendar) -> None:
    """Days 8 to 14 of cycle 1 omitted: 14 doses, a third of the cycle, and no day is incorrect."""
    calendar = kept(
        intended,
        lambda each: (
            not (each.component == "capecitabine" and each.cycle == 1 and 8 <= each.cycle_day <= 14)
        ),
    )
    found = figures(intended, calendar, (), dt.date(2026, 12, 27))["capecitabine"]

    assert (found.tally.omitted, found.tally.missed, found.tally.planned.doses) == (14, 0, 28)
    assert found.intensity is not None
    assert (found.intensity.dose_only, found.intensity.dose_and_time) == (
        Fraction(2, 3),
        Fraction(2, 3),
    )
    assert found.tally.taken_of_planned == 1
    assert found.correct_days == CorrectDays(correct=14, dosing_days=14, other_days=7)


def test_a_stop_ends_the_cycles_of_a_component(intended: Calendar) -> None:
    """Anlotinib stopped after C2D7: cycle 2 counts whole, and cycle 3 not at all but as omitted.

    Through 7 February: 14 + 7 of 28 capsules, 3 / 4. Cycle 3 has 14 more that are omitted.
    """
    calendar = kept(
        intended,
        lambda each: each.drug != "anlotinib" or (each.cycle, each.cycle_day) <= (2, 7),
    )
    found = figures(intended, calendar, (), dt.date(2027, 2, 7))["anlotinib"]

    assert found.intensity is not None
    assert (found.intensity.cycles, found.intensity.dose_only) == (2, Fraction(3, 4))
    (third,) = found.standing(Standing.STOPPED)
    assert (third.key, third.tally.omitted) == (CycleKey(PHASE, 3), 14)
    assert (found.tally.intended.doses, found.tally.planned.doses) == (42, 21)
    assert found.tally.omitted == 21
    # 7 December to 17 January: two cycles of 21 days
    assert found.correct_days == CorrectDays(correct=21, dosing_days=21, other_days=21)


def test_a_cycle_that_was_not_intended_has_no_part_in_the_intensity(intended: Calendar) -> None:
    """A fourth cycle, which a changed range gives, is told apart."""
    fourth_begins = dt.date(2027, 2, 8)
    spans = tuple(span for span in intended.cycles if span.first < fourth_begins)
    three = kept(intended, lambda each: each.planned_date < fourth_begins)
    shorter = replace(three, cycles=spans)
    found = figures(shorter, intended, (), dt.date(2027, 2, 28))["anlotinib"]

    (fourth,) = found.standing(Standing.NOT_INTENDED)
    assert (fourth.key, fourth.tally.added) == (CycleKey(PHASE, 4), 14)
    assert found.intensity is not None
    assert (found.intensity.cycles, found.intensity.dose_and_time) == (3, Fraction(1))
    assert (found.tally.intended.doses, found.tally.taken.doses) == (42, 56)


def test_a_course_file_gives_the_same_figures() -> None:
    """A log with the delay, a reduction to 75 % and the three missed doses, followed.

    75 % of 1137.5 mg is 853.125 mg; 6 x 150 = 900 mg is 46.875 mg away and 500 + 2 x 150 = 800 mg
    53.125 mg, so 900 mg is ordered. Planned 84 x 1150 + 42 x 900 = 134 400 mg, taken
    134 400 - 2 x 1150 - 900 = 131 200 mg. Dose only 131 200 / 144 900 = 1312 / 1449; dose and time
    x 63 / 70 = 656 / 805. Of 150 mg 84 + 42 x 6 = 336 planned, and 82 + 41 x 6 = 328 taken.
    """
    capecitabine = {"component": "capecitabine"}
    data = {
        "format": 1,
        "participant": "HN-01",
        "identity": "6d0c1c9e-1c1f-4d0e-9a53-0d3b8f4b9a11",
        "regimen": "nct05807880",
        "start": dt.date(2026, 12, 7),
        "through": dt.date(2027, 6, 30),
        "zone": "Asia/Shanghai",
        "recalculate": "never",
        "settled": {"cycles": {PHASE: 4}},
        "measured": [{"on": dt.date(2026, 12, 1), "height": "170 cm", "weight": "65 kg"}],
        "log": [
            entry("missed", "2026-12-12", on="2026-12-11", slot="evening", **capecitabine),
            entry("missed", "2027-01-08", on="2027-01-06", slot="morning", **capecitabine),
            entry("delay", "2027-01-16", to="2027-01-25", phase=PHASE, cycle=3),
            entry("reduce", "2027-01-16", level="75 %", **{"from": "2027-01-25"}, **capecitabine),
            entry("missed", "2027-01-29", on="2027-01-28", slot="morning", **capecitabine),
        ],
    }
    course = course_of(data, Path("course.toml")).follow()
    found = figures(course.intended, course.calendar, course.actuals, LAST)["capecitabine"]

    tally = found.tally
    assert (str(tally.planned.amount), str(tally.taken.amount)) == ("134400 mg", "131200 mg")
    assert (tally.missed, tally.changed, tally.omitted, tally.added) == (3, 42, 0, 0)
    assert found.intensity is not None
    assert found.intensity.dose_only == Fraction(1312, 1449)
    assert found.intensity.dose_and_time == Fraction(656, 805)
    assert found.correct_days == CorrectDays(correct=60, dosing_days=63, other_days=7)
    small = [
        each.count
        for side in (tally.planned, tally.taken)
        for each in side.units
        if str(each.strength) == "150 mg"
    ]
    assert small == [336, 328]


DATES = {"on", "to", "from"}


def entry(what: str, recorded: str, **keys: Any) -> dict[str, Any]:
    """Write an entry of a log, its dates as text."""
    dates = {key: dt.date.fromisoformat(keys[key]) for key in DATES & keys.keys()}
    when = dt.date.fromisoformat(recorded)
    return {"what": what, "recorded": when, "reason": "an example", **keys, **dates}


def test_a_continuous_drug_in_a_delay_and_in_the_real_plan(
    trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """Apatinib of NCT04350190 goes on for 3 days while cycle 2 of 28 days is delayed.

    Through the end of cycle 2: intended 56 doses, added 3, taken 59. Dose only 59 / 56; 59 days
    passed for 56, so dose and time is 1.
    """
    regimen = settle(trial("nct04350190"), None)
    patient = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
    start, through = dt.date(2026, 12, 7), dt.date(2027, 4, 30)
    phase = regimen.phases[0].name
    intended, modified = (
        plan(regimen, patient, start=start, through=through, formulary=formulary, delays=delays)
        for delays in ({}, {(phase, 2): 3})
    )
    found = figures(intended, modified, (), start + dt.timedelta(days=58))["apatinib"]

    assert (found.tally.intended.doses, found.tally.added, found.tally.taken.doses) == (56, 3, 59)
    assert found.intensity is not None
    assert found.intensity.dose_only == Fraction(59, 56)
    assert found.intensity.dose_and_time == Fraction(1)
