"""Laws of plans: the calendar against the walk, and what may not change it."""

from __future__ import annotations

import copy
import datetime as dt
import decimal
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from threading import Thread
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given
from hypothesis import strategies as st
from reading_days import cycle_is_named
from turning import days_in
from walking import Due, World, length_in, most_doses, pages_of, sessions, walk
from writing import through_pickle

from npc_regimens import strategies as ours
from npc_regimens.patient import Patient
from npc_regimens.planning import Administration, Calendar, find, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Trial, settle

if TYPE_CHECKING:
    from npc_regimens.strategies import Case
    from npc_regimens.units import Amount

PATIENT = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
START = dt.date(2026, 12, 7)


def in_milligrams(amount: Amount) -> Fraction:
    """Say an amount as a fraction of milligrams."""
    return Fraction(amount.to("mg").number)


def as_due(each: Administration) -> Due:
    """Say an administration in the words of the walk."""
    return Due(
        each.planned_date,
        each.phase,
        each.cycle,
        each.cycle_day,
        each.component,
        each.slot,
        in_milligrams(each.calculated),
        in_milligrams(each.ordered),
        sum(unit.count for unit in each.units),
    )


def world_of(case: Case) -> World:
    """Hand the walk plain values."""
    measured = case.patient.measurements[0]
    return World(
        height_cm=Fraction(measured.height.number),
        weight_kg=Fraction(measured.weight.number),
        products={table["drug"]: table for table in case.products},
        counts=case.counts,
        start=case.start,
        through=case.through,
        optional={case.table["component"][name]["drug"]: on for name, on in case.optional.items()},
        lengths={name: str(span) for name, span in case.caller.lengths.items()},
        waits={name: str(span) for name, span in case.caller.waits.items()},
        events=case.caller.events,
        closures=case.caller.closures,
        resume=case.caller.resume,
    )


def table_of(phases: list[dict[str, Any]], **component: str) -> dict[str, Any]:
    """Write a trial of one component."""
    stated = {"drug": "drug-a", "dose": "100 mg", "cite": "example-2020#table-1", **component}
    arm = {"id": "only", "name": "The only arm", "phase": phases}
    head = {"format": 1, "id": "example-01", "title": "An example"}
    return {**head, "component": {"drug-a": stated}, "arm": [arm]}


def phase(name: str, cycle: str, cycles: str) -> dict[str, Any]:
    """Write a phase that gives the one component."""
    return {"name": name, "cycle": cycle, "cycles": cycles, "give": ["drug-a"]}


def planned(table: dict[str, Any]) -> Calendar:
    """Plan a table for the one patient, with no products."""
    regimen = settle(Trial.model_validate(table))
    return plan(regimen, PATIENT, start=START, formulary=Formulary(()))


def dates_and_slots(calendar: Calendar) -> list[tuple[dt.date, str]]:
    """Say when doses are due, and nothing of where they stand."""
    return [(each.planned_date, each.slot) for each in calendar.administrations]


@given(ours.cases())
def test_the_calendar_agrees_with_the_walk(case: Case) -> None:
    """A second implementation that turns the pages finds the same doses on the same days."""
    expected = walk(case.table, world_of(case))

    found = [as_due(each) for each in case.calendar().administrations]

    assert sorted(found) == sorted(expected)


@given(ours.calendars())
def test_units_make_the_ordered_dose(calendar: Calendar) -> None:
    """The ordered dose is exactly the sum of its tablets or capsules, of strengths that exist."""
    for dose in calendar.doses:
        if dose.result.units:
            total = sum(in_milligrams(unit.strength) * unit.count for unit in dose.result.units)

            assert total == in_milligrams(dose.result.amount)


@given(ours.calendars())
def test_a_cap_is_never_crossed(calendar: Calendar) -> None:
    """The ordered dose is never over the cap of one dose, and the calculated one stays itself."""
    for dose in calendar.doses:
        if dose.order.cap is not None:
            assert dose.calculated == dose.order.dose.calculate(calendar.body).amount
            assert dose.result.amount <= dose.order.cap


@given(ours.calendars())
def test_order_of_places_is_order_of_dates(calendar: Calendar) -> None:
    """Administrations come in order of date, and study days count dates from the start."""
    for before, after in pairwise(calendar.administrations):
        assert before.planned_date <= after.planned_date
    for each in calendar.administrations:
        assert each.nominal_date == each.planned_date
        before_day_1 = each.planned_date < calendar.start
        assert each.study_day == (each.planned_date - calendar.start).days + (not before_day_1)


@given(ours.calendars())
def test_phases_meet_without_gap_or_overlap(calendar: Calendar) -> None:
    """Every cycle begins on the day after the one before it, unless its phase says when it starts.

    Then it may begin later, and never earlier.
    """
    assert calendar.cycles[0].first == calendar.start
    for before, after in pairwise(calendar.cycles):
        gap = (after.first - before.last).days - 1
        assert gap >= 0
        if after.phase is before.phase or after.phase.starts is None:
            assert gap == 0


@given(ours.calendars())
def test_pages_are_all_days_once(calendar: Calendar) -> None:
    """The pages hold each day once, with every administration on its own page."""
    pages = list(calendar.days())
    first = min([calendar.start, *(each.planned_date for each in calendar.administrations)])
    length = (calendar.last_day - first).days + 1

    assert [page.date for page in pages] == [
        first + dt.timedelta(days=offset) for offset in range(length)
    ]
    places = {page.date: (page.phase, page.cycle, page.cycle_day) for page in pages}
    turned = tuple(each for page in pages for each in page.administrations)
    assert turned == calendar.administrations
    for page in pages:
        assert page.is_rest == (
            not page.administrations and not page.running and page.session is None
        )
        for each in page.administrations:
            assert each.study_day == page.study_day
            if each.dose.order.cycle_length_days is None:
                # a dose before day 1 stands so many pages before that day 1
                ahead = dt.timedelta(days=min(0, each.cycle_day))
                day = max(1, each.cycle_day)
                assert places.get(page.date - ahead, (each.phase, each.cycle, day)) == (
                    each.phase,
                    each.cycle,
                    day,
                )


@given(ours.cases())
def test_pages_agree_with_the_walk(case: Case) -> None:
    """Each page has the place that the walk gives it, and days between phases have none.

    Those before the start count back from its day 1.
    """
    places: dict[dt.date, tuple[str | None, int | None, int | None]] = {
        page.date: (page.phase["name"], page.cycle, page.day)
        for page in pages_of(case.table, world_of(case))
    }

    for page in case.calendar().days():
        expected = places.get(page.date, (None, None, None))
        if page.date < case.start:
            phase, cycle, _ = places[case.start]
            expected = (phase, cycle, (page.date - case.start).days)
        assert (page.phase, page.cycle, page.cycle_day) == expected


@given(ours.cases())
def test_sessions_agree_with_the_walk(case: Case) -> None:
    """Sessions lie on working days less closed days, and number those before a resumed cycle."""
    calendar = case.calendar()
    found = [(each.phase, each.number, each.date) for each in calendar.sessions]

    assert found == sessions(case.table, world_of(case))
    assert found == [
        (day.session.phase, day.session.number, day.date)
        for day in calendar.days()
        if day.session is not None
    ]


@given(ours.cases())
def test_rest_days_name_who_rests(case: Case) -> None:
    """A drug rests on a day of its cycle on which it is taken by mouth on others, but not then."""
    component = case.table["component"]
    calendar, world = case.calendar(), world_of(case)
    for page in calendar.days():
        if page.cycle is None or page.cycle_day is None or page.study_day < 0:
            assert page.resting == ()
            continue
        first = page.date - dt.timedelta(days=page.cycle_day - 1)
        had = Counter(a.component for a in calendar.administrations if a.planned_date < first)
        phase_table = next(p for p in case.table["arm"][0]["phase"] if p["name"] == page.phase)
        length = length_in(phase_table, world)
        elapsed = (page.cycle - 1) * length + page.cycle_day - 1
        expected = [
            component[name]["drug"]
            for name in phase_table["give"]
            if component[name]["route"] == "oral"
            and cycle_is_listed(component[name], length, elapsed)
            and had[name] != most_doses(component[name])
            and name not in {each.component for each in page.administrations}
        ]

        assert list(page.resting) == expected


def cycle_is_listed(component: dict[str, Any], length: int, elapsed: int) -> bool:
    """Whether a component is given in its cycle of a day so long after the first of the phase."""
    cycle = elapsed // (days_in(component["cycle"]) if "cycle" in component else length) + 1
    return "cycles" not in component or cycle_is_named(component["cycles"], cycle)


@given(ours.calendars())
def test_totals_are_the_sum_of_administrations(calendar: Calendar) -> None:
    """Totals of the calendar and of its cycles are what adding up one by one gives."""
    by_component: dict[str, Fraction] = {}
    calculated: dict[str, Fraction] = {}
    for each in calendar.administrations:
        before = by_component.get(each.component, Fraction(0))
        by_component[each.component] = before + in_milligrams(each.ordered)
        before = calculated.get(each.component, Fraction(0))
        calculated[each.component] = before + in_milligrams(each.calculated)

    assert {t.component: in_milligrams(t.calculated) for t in calendar.totals()} == calculated
    assert {t.component: in_milligrams(t.ordered) for t in calendar.totals()} == by_component
    in_cycles = dict.fromkeys(by_component, Fraction(0))
    for each_cycle in calendar.cycle_totals():
        in_cycles[each_cycle.total.component] += in_milligrams(each_cycle.total.ordered)
    assert in_cycles == by_component
    for total in calendar.totals():
        units = sum(in_milligrams(unit.strength) * unit.count for unit in total.units)
        assert units in {0, in_milligrams(total.ordered)}


@given(ours.cases(), st.integers(0, 40))
def test_a_longer_horizon_only_appends(case: Case, more: int) -> None:
    """What is planned through a day is the beginning of what is planned through a later one."""
    assume(case.through is not None)
    assert case.through is not None
    later = replace(case, through=case.through + dt.timedelta(days=more)).calendar()

    shorter = case.calendar().administrations

    assert later.administrations[: len(shorter)] == shorter
    assert all(each.planned_date > case.through for each in later.administrations[len(shorter) :])


@given(ours.cases(), st.integers(1, 800))
def test_shifting_the_start_shifts_every_date(case: Case, days: int) -> None:
    """A start some days later gives the same places and doses that many days later.

    Where doses are given on real days of the week, it is so many weeks later. A phase with a span
    of months ends with another day of a cycle, for months differ.
    """
    assume(not any("month" in phase.get("span", "") for phase in case.table["arm"][0]["phase"]))
    by_date = any(order.days.only_on for order in case.regimen.orders)
    by = dt.timedelta(days=days * 7 if by_date else days)
    later = case.moved(by.days).calendar()

    shifted = [
        replace(each, nominal_date=each.nominal_date + by, planned_date=each.planned_date + by)
        for each in case.calendar().administrations
    ]

    assert list(later.administrations) == shifted


@given(ours.cases(), st.randoms(use_true_random=False))
def test_the_order_of_components_changes_nothing(case: Case, random: Any) -> None:
    """Components listed in another order give the same set of doses."""
    table = copy.deepcopy(case.table)
    for each in table["arm"][0]["phase"]:
        random.shuffle(each["give"])
    names = sorted(table["component"])
    random.shuffle(names)
    table["component"] = {name: table["component"][name] for name in names}
    regimen = settle(Trial.model_validate(table), None, case.settlement)

    found = replace(case, table=table, regimen=regimen).calendar().administrations

    assert sorted(map(as_due, found)) == sorted(map(as_due, case.calendar().administrations))


@given(ours.calendars())
def test_following_is_the_place_of_the_next_day(calendar: Calendar) -> None:
    """What lies behind a horizon is named by the place of the first day that is not planned."""
    behind, last = calendar.following, list(calendar.days())[-1]
    if behind is None:
        ended = calendar.cycles[-1]
        assert ended.cycle == ended.phase.count or ended.phase.span is not None
        assert ended.phase is calendar.regimen.phases[-1]
    elif last.cycle_day is None or last.cycle is None:
        assert (behind.cycle, behind.cycle_day) == (1, 1)
        assert behind.phase != calendar.cycles[-1].phase.name
    elif behind.cycle_day > 1:
        expected = (last.phase, last.cycle, last.cycle_day + 1)
        assert (behind.phase, behind.cycle, behind.cycle_day) == expected
    elif behind.phase == last.phase:
        assert behind.cycle == last.cycle + 1
    else:
        assert behind.cycle == 1


@given(ours.calendars())
def test_every_dose_is_found_at_its_place(calendar: Calendar) -> None:
    """Looking up a place gives all the slots of its day and nothing else."""
    places: dict[tuple[str, str, int, int], list[Administration]] = {}
    for each in calendar.administrations:
        key = (each.component, each.phase, each.cycle, each.cycle_day)
        places.setdefault(key, []).append(each)
    for (component, phase_name, cycle, day), expected in list(places.items())[:20]:
        assert list(find(calendar, component, cycle, day, phase=phase_name)) == expected


@given(ours.cases())
def test_count_is_cycles_times_days_times_slots(case: Case) -> None:
    """Where nothing cuts, each component has cycles x days x slots doses, or the most it may."""
    assume(case.through is None)
    plain = ["progression"]
    phases = case.table["arm"][0]["phase"]
    assume(all(p.get("until", plain) == plain and "span" not in p for p in phases))
    calendar = case.calendar()
    left = {each.component: each.at_most.count for each in calendar.regimen.orders if each.at_most}
    names = [settled.name for settled in calendar.regimen.phases]
    resumed, at_cycle = case.caller.resume or (names[0], 1)
    for settled in calendar.regimen.phases[names.index(resumed) :]:
        first = at_cycle if settled.name == resumed else 1
        for order in settled.orders:
            if order.cycle_length_days is not None or order.days.only_on is not None:
                continue  # parts of cycles, and parts of weeks: the walk counts them
            length = settled.cycle_length_days
            slots = order.frequency.slots
            days = [*range(-length, 0), *range(1, length + 1)]
            a_cycle = sum(len(order.days.slots_on(day, slots)) for day in days)
            cycles = sum(order.is_given_in(n) for n in range(first, (settled.count or 0) + 1))
            found = [
                each
                for each in calendar.administrations
                if (each.phase, each.component) == (settled.name, order.component)
            ]

            most = left.get(order.component, cycles * a_cycle)
            assert len(found) == min(most, cycles * a_cycle)
            if order.component in left:
                left[order.component] -= len(found)


def test_six_cycles_without_rest_equal_continuous_days() -> None:
    """Six cycles of 21 days of days 1 to 21 are the same as 126 days without a break."""
    daily = {"route": "oral", "frequency": "twice daily"}
    listed = planned(table_of([phase("p", "21 days", "6")], days="1-21", **daily))

    continuous = planned(table_of([phase("p", "126 days", "1")], days="continuous", **daily))

    assert dates_and_slots(listed) == dates_and_slots(continuous)
    assert len(listed.administrations) == 252


def test_every_two_weeks_is_a_fortnight_cycle() -> None:
    """Days 1 and 15 of four cycles of 28 days are day 1 of eight cycles of 14 days."""
    visit = {"route": "intravenous"}
    long_cycles = planned(table_of([phase("p", "28 days", "4")], days="1, 15", **visit))

    short_cycles = planned(table_of([phase("p", "2 weeks", "8")], days="1", **visit))

    assert dates_and_slots(long_cycles) == dates_and_slots(short_cycles)


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 42), st.data())
def test_splitting_a_phase_changes_nothing_but_names(
    first: int, second: int, length: int, data: st.DataObject
) -> None:
    """A phase and the same phase cut in two give the same dates, slots and doses."""
    order = {
        "route": "oral",
        "frequency": "twice daily",
        "days": data.draw(ours.days_texts(length, ("morning", "evening"))),
    }
    cycle = f"{length} days"
    whole = planned(table_of([phase("p", cycle, str(first + second))], **order))

    halves = [phase("p", cycle, str(first)), phase("q", cycle, str(second))]
    split = planned(table_of(halves, **order))

    assert dates_and_slots(split) == dates_and_slots(whole)
    assert [a.ordered for a in split.administrations] == [a.ordered for a in whole.administrations]


@given(ours.cases())
def test_what_comes_after_another_stands_behind_it(case: Case) -> None:
    """On a day when both are given, one is listed behind the other, at its end and the interval."""
    minutes = {"30 min": 30, "1 h": 60}
    clock = {"clinic": dt.time(8), **dict.fromkeys(("once", "morning"), dt.time(8))}
    calendar = plan(case.regimen, case.patient, formulary=case.formulary, clock=clock, **case.given)
    for name, component in case.table["component"].items():
        for page in calendar.days() if "after" in component else ():
            given = {each.component: each for each in page.administrations}
            first = given.get(component["after"]["component"])
            if name not in given or first is None:
                continue
            assert [*given].index(name) > [*given].index(first.component)
            runs = case.table["component"][first.component].get("infusion")
            if "interval" in component["after"] and runs is not None and first.time is not None:
                end = dt.datetime.combine(page.date, first.time)
                end += dt.timedelta(minutes=minutes[runs] + 30)
                assert given[name].time == end.time()


@given(ours.cases())
def test_each_dose_is_that_of_its_place(case: Case) -> None:
    """The order tells for each place the dose that was planned there, whatever steps it has."""
    orders = {order.component: order for order in case.regimen.orders}
    for each in case.calendar().administrations:
        expected = orders[each.component].dose_at(each.cycle, each.cycle_day, each.slot)

        assert each.dose.order.dose == expected


@given(ours.cases())
def test_the_ambient_decimal_context_changes_nothing(case: Case) -> None:
    """A precision of four digits and another rounding around us give the same calendar."""
    expected = case.calendar()
    with decimal.localcontext(decimal.Context(prec=4, rounding=decimal.ROUND_DOWN)):
        found = case.calendar()

    assert found == expected
    assert repr(found.administrations) == repr(expected.administrations)
    assert [dose.steps for dose in found.doses] == [dose.steps for dose in expected.doses]


@given(ours.cases())
def test_another_thread_gives_the_same_calendar(case: Case) -> None:
    """A thread has a decimal context of its own, and plans the same."""
    made: list[Calendar] = []
    thread = Thread(target=lambda: made.append(case.calendar()))
    thread.start()
    thread.join()

    assert made == [case.calendar()]


@given(ours.calendars())
def test_a_calendar_survives_copying_and_pickling(calendar: Calendar) -> None:
    """A calendar that went through a pickle or a deep copy is equal and still adds up."""
    for again in (through_pickle(calendar), copy.deepcopy(calendar)):
        assert again == calendar
        assert again.totals() == calendar.totals()
        assert repr(again) == repr(calendar)
    if calendar.administrations:
        first = calendar.administrations[0]
        assert through_pickle(first) == copy.copy(first) == first
