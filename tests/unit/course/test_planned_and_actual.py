"""Calendars that belong together, cycles of a component's own, and components of one drug."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from modifying import delayed, kept, reordered, told

from npc_regimens.course.adherence import Standing, adherence
from npc_regimens.course.intensity import Intensity
from npc_regimens.course.passages import CycleKey
from npc_regimens.errors import DateError, PlanError
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary, Ordered
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable


START = dt.date(2027, 3, 1)


def planned(through: dt.date | None = None, *, cycles: str = "2", **components: Any) -> Calendar:
    """Plan components of one phase of 21 days from Monday 1 March 2027."""
    table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {
            name: {"drug": name, "cite": "example-2020#dose", **keys}
            for name, keys in components.items()
        },
        "arm": [
            {
                "id": "only",
                "name": "The only arm",
                "phase": [
                    {
                        "name": "first",
                        "cycle": "21 days",
                        "cycles": cycles,
                        "give": list(components),
                        **({"until": ["progression"]} if cycles == "open" else {}),
                    }
                ],
            }
        ],
    }
    patient = Patient.measured(on=dt.date(2027, 2, 20), height="170 cm", weight="65 kg")
    regimen = settle(Trial.model_validate(table), None, Settlement())
    return plan(regimen, patient, start=START, through=through, formulary=Formulary(()))


def tablets(dose: str = "100 mg", **keys: Any) -> dict[str, Any]:
    """Order tablets twice a day on days 1 to 14."""
    oral = {"route": "oral", "frequency": "twice daily", "days": "1-14"}
    return {"dose": dose, **oral, **keys}


def infusion(dose: str = "200 mg", **keys: Any) -> dict[str, Any]:
    """Order an infusion on day 1."""
    return {"dose": dose, "route": "intravenous", "days": "1", **keys}


def test_a_datetime_is_no_day() -> None:
    """A datetime is a date to Python, and refused."""
    calendar = planned(drug=tablets())
    with pytest.raises(DateError, match=r"the as-of day must be a datetime\.date"):
        adherence(calendar, calendar, as_of=dt.datetime.fromisoformat("2027-03-02T10:00"))


def test_calendars_of_two_regimens_are_refused() -> None:
    """The plan of one regimen is not compared with the calendar of another."""
    calendar = planned(drug=tablets())
    other = replace(calendar, regimen=replace(calendar.regimen, id="example-02"))
    with pytest.raises(PlanError, match=r"two regimens, 'example-01' and 'example-02'; give those"):
        adherence(calendar, other, as_of=START)


@pytest.mark.parametrize(("longer", "which"), [(0, "first intended"), (1, "modified")])
def test_a_day_behind_the_horizon_is_refused(longer: int, which: str) -> None:
    """What an open plan gives behind its horizon is not known, and is not counted as nothing."""
    short = planned(dt.date(2027, 4, 1), cycles="open", drug=tablets())
    long = planned(dt.date(2027, 4, 30), cycles="open", drug=tablets())
    pair = (long, short) if longer else (short, long)
    with pytest.raises(PlanError, match=rf"as {which} is laid out through 2027-04-01, and goes on"):
        adherence(*pair, as_of=dt.date(2027, 4, 2))

    assert adherence(*pair, as_of=dt.date(2027, 4, 1)).as_of == dt.date(2027, 4, 1)


def test_a_plan_that_is_over_may_be_asked_about_at_any_later_day() -> None:
    """A plan that has ended has no doses later: 2 x 28 doses, long after."""
    calendar = planned(drug=tablets())
    (found,) = adherence(calendar, calendar, as_of=dt.date(2030, 1, 1)).components

    assert (found.tally.planned.doses, found.standing(Standing.UNDER_WAY)) == (56, ())
    assert found.intensity is not None
    assert found.intensity.days == 42


def test_a_cycle_that_a_horizon_cuts_is_not_over() -> None:
    """Planned through day 11 of cycle 2 of 21 days: that is what is said, and one cycle is over."""
    last = dt.date(2027, 4, 1)
    calendar = planned(last, cycles="open", drug=tablets())
    (found,) = adherence(calendar, calendar, as_of=last).components

    assert found.intensity is not None
    assert found.intensity.cycles == 1
    (second,) = found.standing(Standing.UNDER_WAY)
    assert (second.key.cycle, second.day, second.days) == (2, 11, 21)


def test_a_horizon_before_the_next_dose_is_no_stop() -> None:
    """Day 8 of cycle 2 lies behind the horizon; cycle 2 is under way, and cycle 1 not the last.

    Cycle 2 begins 7 days late, on 29 March: cycle 1 took 28 days for 21, and 3 / 4 was given.
    """
    last = dt.date(2027, 4, 1)
    intended = planned(last, cycles="open", drug=infusion(days="8"))
    calendar = delayed(intended, {("first", 2): 7})
    (found,) = adherence(intended, calendar, as_of=last).components

    assert found.intensity is not None
    assert found.intensity.dose_and_time == Fraction(3, 4)
    (second,) = found.standing(Standing.UNDER_WAY)
    assert (second.key.cycle, second.day, second.tally.planned.doses) == (2, 4, 0)


def test_an_interruption_through_the_horizon_is_no_stop() -> None:
    """Cycle 2 omitted whole, and the drug not discontinued: half of two cycles was given."""
    last = dt.date(2027, 4, 30)
    intended = planned(last, cycles="open", drug=infusion())
    calendar = kept(intended, lambda each: each.cycle == 1)
    (found,) = adherence(intended, calendar, as_of=dt.date(2027, 4, 11)).components

    assert found.intensity is not None
    assert (found.intensity.cycles, found.intensity.dose_only) == (2, Fraction(1, 2))


def test_a_continuous_drug_goes_on_in_a_delay() -> None:
    """Cycle 2 is delayed by 7 days in which the drug is taken on: dose only is over 100 %.

    Once a day for 21 days: intended 42 doses, taken 21 + 7 + 21 = 49. Dose only 49 / 42 = 7 / 6;
    in 28 + 21 = 49 days for 42, dose and time is 1.
    """
    once = {"frequency": "once daily", "days": "continuous"}
    intended = planned(drug=tablets(**once))
    later = delayed(intended, {("first", 2): 7})
    first = [each for each in later.administrations if each.cycle == 1]
    more = tuple(
        replace(each, cycle_day=each.cycle_day + 21, planned_date=each.planned_date + 21 * DAY)
        for each in first[:7]
    )
    calendar = replace(later, administrations=(*later.administrations, *more))
    (found,) = adherence(intended, calendar, as_of=dt.date(2027, 4, 18)).components

    assert (found.tally.added, found.tally.taken.doses) == (7, 49)
    assert found.intensity is not None
    assert (found.intensity.dose_only, found.intensity.dose_and_time) == (
        Fraction(7, 6),
        Fraction(1),
    )


DAY = dt.timedelta(days=1)


def test_cycles_of_its_own_are_counted_in_those_of_the_phase() -> None:
    """A weekly drug has its days 1, 8 and 15 in each cycle of 21 days, and so 3 doses of 200 mg."""
    calendar = planned(drug=infusion(cycle="7 days"))
    last = dt.date(2027, 3, 21)
    (found,) = adherence(calendar, calendar, as_of=last).components

    assert found.intensity is not None
    assert (found.intensity.cycles, str(found.intensity.taken)) == (1, "600 mg")
    assert [each.key for each in found.cycles] == [CycleKey("first", 1)]
    (both,) = adherence(calendar, calendar, as_of=dt.date(2027, 4, 11)).components
    assert [each.tally.taken.doses for each in both.cycles] == [3, 3]


def test_a_cycle_is_under_way_from_its_day_1() -> None:
    """On day 1 of cycle 2, before any dose of it, the cycle is told as under way."""
    calendar = planned(drug=infusion(days="8"))
    (found,) = adherence(calendar, calendar, as_of=dt.date(2027, 3, 22)).components

    (second,) = found.standing(Standing.UNDER_WAY)
    assert (second.key.cycle, second.day, second.tally.planned.doses) == (2, 1, 0)


def test_a_dose_before_day_1_is_counted_in_its_cycle() -> None:
    """Of a cycle whose day 1 is tomorrow, the dose of today is reached, and it is not over."""
    calendar = planned(drug=infusion(days="-1"))
    (found,) = adherence(calendar, calendar, as_of=dt.date(2027, 3, 21)).components

    first, second = found.cycles
    assert (first.state, second.state, second.day) == (Standing.OVER, Standing.UNDER_WAY, -1)
    assert (first.tally.taken.doses, second.tally.taken.doses) == (1, 1)


def test_a_dose_before_day_1_in_cycles_of_its_own() -> None:
    """A dose before the first day of the phase lies in the first cycle of the phase."""
    calendar = planned(drug=infusion(days="-1", cycle="14 days"))
    (found,) = adherence(calendar, calendar, as_of=START).components

    assert [(each.key.cycle, each.tally.taken.doses) for each in found.cycles] == [(1, 1)]


def test_a_component_that_is_never_planned_has_no_intensity() -> None:
    """Stopped before its first dose: all is omitted, no cycle is on its way, and no day counts."""
    intended = planned(drug=tablets(), other=infusion())
    calendar = kept(intended, lambda each: each.drug == "other")
    found = adherence(intended, calendar, as_of=dt.date(2027, 4, 11))
    drug = next(each for each in found.components if each.drug == "drug")

    assert (drug.tally.omitted, drug.intensity, drug.correct_days) == (56, None, None)
    assert [each.state for each in drug.cycles] == [Standing.STOPPED, Standing.STOPPED]
    assert drug.tally.taken_of_planned is None


def test_a_component_that_is_only_added_has_no_intensity() -> None:
    """A drug that nobody intended has doses, days with correct doses, and no intensity."""
    calendar = planned(drug=tablets(), other=infusion())
    intended = kept(calendar, lambda each: each.drug == "other")
    found = adherence(intended, calendar, as_of=dt.date(2027, 4, 11))
    drug = next(each for each in found.components if each.drug == "drug")

    assert (drug.tally.added, drug.tally.intended.doses, drug.intensity) == (56, 0, None)
    assert [each.state for each in drug.cycles] == [Standing.NOT_INTENDED, Standing.NOT_INTENDED]
    assert drug.correct_days is not None
    # both dosing fortnights and the seven days between them
    assert (drug.correct_days.dosing_days, drug.correct_days.all_days) == (28, 35)


def test_cycles_without_an_intended_dose_have_no_dose_intensity() -> None:
    """Intended in cycle 2 alone and added in cycle 1: of cycle 1 nothing can be a part."""
    calendar = planned(drug=infusion())
    intended = kept(calendar, lambda each: each.cycle == 2)
    (found,) = adherence(intended, calendar, as_of=dt.date(2027, 3, 21)).components

    assert found.intensity is None
    assert [each.state for each in found.cycles] == [Standing.NOT_INTENDED]


def test_an_intensity_of_nothing_is_none() -> None:
    """Where nothing was intended or no day passed, there is no part and no rate."""
    nothing, some = Amount.parse("1 mg") * 0, Amount.parse("1 mg")

    assert Intensity(nothing, some, 21, 21, 1).dose_only is None
    assert Intensity(nothing, some, 21, 21, 1).dose_and_time is None
    assert Intensity(some, some, 21, 0, 1).dose_and_time is None
    assert Intensity(some, some, 21, 0, 1).taken_per_week is None


def test_components_of_one_drug_add_up_and_two_drugs_do_not() -> None:
    """A loading and a maintenance dose of one drug are summed; each salt or base is apart.

    Two cycles: 2 x 400 + 2 x 200 = 1200 mg; 2 x 50 mg of the other.
    """
    calendar = planned(
        loading=infusion("400 mg", drug="drug"),
        later=infusion("200 mg", drug="drug", days="8"),
        other=infusion("50 mg", days="2"),
    )
    missed = [told(calendar.administrations[0], "missed", Fraction(0))]
    drug, other = adherence(calendar, calendar, missed, as_of=dt.date(2027, 4, 11)).drugs()

    assert (drug.drug, drug.components) == ("drug", ("loading", "later"))
    assert (str(drug.intended), str(drug.planned), str(drug.taken)) == (
        "1200 mg",
        "1200 mg",
        "800 mg",
    )
    assert (other.components, str(other.intended)) == (("other",), "100 mg")


def test_salt_and_base_of_one_drug_are_not_summed() -> None:
    """70 mg of the base and 80 mg of a salt are two amounts."""
    calendar = planned(
        one=infusion("70 mg", drug="drug", basis="free base"),
        other=infusion("80 mg", drug="drug", basis="hydrochloride trihydrate", days="2"),
    )
    found = adherence(calendar, calendar, as_of=dt.date(2027, 4, 11)).drugs()

    assert [(each.basis, str(each.taken)) for each in found] == [
        ("free base", "140 mg"),
        ("hydrochloride trihydrate", "160 mg"),
    ]


def test_amounts_of_other_units_are_the_same_dose() -> None:
    """0.2 g in place of 200 mg is no other dose, and the sum is in the unit of the intended one."""
    intended = planned(drug=infusion())
    grams = Ordered.as_calculated(Amount.parse("0.2 g"))
    calendar = reordered(intended, grams, lambda each: each.cycle == 2)
    (found,) = adherence(intended, calendar, as_of=dt.date(2027, 4, 11)).components

    assert (found.tally.changed, str(found.tally.taken.amount)) == (0, "400 mg")


def test_the_last_cycle_of_a_component_is_not_made_longer(
    trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """A delay of maintenance is no delay of anlotinib, which ends with the combination.

    Four cycles of 21 days end on 28 February 2027; maintenance begins a week later.
    """
    regimen = settle(trial("nct05807880"), None, Settlement(cycles={"combination": 4}))
    patient = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
    start, through = dt.date(2026, 12, 7), dt.date(2027, 6, 30)
    intended = plan(regimen, patient, start=start, through=through, formulary=formulary)
    late = {
        (each.phase.name, each.cycle): 7
        for each in intended.cycles
        if each.phase.name == "maintenance"
    }
    found = adherence(intended, delayed(intended, late), as_of=dt.date(2027, 3, 7)).components
    times = {each.component: each.intensity and each.intensity.days for each in found}

    assert times == {"anlotinib": 84, "penpulimab": 91, "capecitabine": 91}


def test_a_cycle_that_comes_earlier_is_a_delay_of_less_than_nothing() -> None:
    """Cycle 2 two days early: its days are taken away, and cycle 1 is 19 days long."""
    intended = planned(drug=infusion())
    calendar = delayed(intended, {("first", 2): -2})
    found = adherence(intended, calendar, as_of=dt.date(2027, 3, 20))

    (delay,) = found.delays
    assert (delay.days, delay.so_far, found.days_of_delay) == (-2, -2, -2)
    (drug,) = found.components
    assert drug.intensity is not None
    assert drug.intensity.dose_and_time == Fraction(21, 19)
