"""Laws of planned against actual: nothing hidden, nothing counted twice, nothing rising by a miss.

Calendars are those of random regimens, with cycles delayed, doses dropped, added and replaced.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from keeping_books import Books, Cycle, Event, Row, follow
from modifying import delayed, kept, key_of, reordered, told

from npc_regimens import strategies as ours
from npc_regimens.course.adherence import Adherence, ComponentFigures, Standing, adherence
from npc_regimens.course.versions import DosePlace
from npc_regimens.products import Ordered
from npc_regimens.render.adherence import adherence_to_text
from npc_regimens.render.adherence_rows import adherence_to_csv, adherence_to_json

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from npc_regimens.course.actual import Actual
    from npc_regimens.planning import Administration, Calendar, CycleSpan

FEW = 60  # doses that may be dropped or told of, so that a case can be read
COUNTS = ("as_planned", "late", "made_up", "in_part", "missed", "omitted", "added", "changed")


@dataclass(frozen=True)
class Told:
    """Two calendars, what was told, and the day."""

    intended: Calendar
    calendar: Calendar
    actuals: tuple[Actual, ...]
    as_of: dt.date

    def found(self) -> Adherence:
        """Compare them."""
        return adherence(self.intended, self.calendar, self.actuals, as_of=self.as_of)


@st.composite
def days(draw: DrawFn, calendar: Calendar) -> dt.date:
    """Draw a day that both calendars know, often an edge of a cycle or the last day."""
    last = calendar.last_day
    edges = [span.last for span in calendar.cycles]
    behind = 0 if calendar.following is not None else 40
    some = st.integers(-2, (last - calendar.first_day).days + behind)
    drawn = some.map(lambda day: calendar.first_day + dt.timedelta(days=day))
    return draw(st.sampled_from([*edges, last]) | drawn)


@st.composite
def shifts(draw: DrawFn, calendar: Calendar) -> dict[tuple[str, int], int]:
    """Draw delays of some cycles; what follows is as late as the cycle before it."""
    found, late = {}, 0
    for span in calendar.cycles:
        late += draw(st.sampled_from((0, 0, 0, 1, 7, -1)))
        found[span.phase.name, span.cycle] = late
    return found


def some_of(calendar: Calendar) -> st.SearchStrategy[set[DosePlace]]:
    """Draw some places."""
    places = [DosePlace.of(each) for each in calendar.administrations[:FEW]]
    return st.sets(st.sampled_from(places), max_size=8) if places else st.just(set())


@st.composite
def actuals_of(draw: DrawFn, calendar: Calendar) -> tuple[Actual, ...]:
    """Draw what became of some doses."""
    places = draw(some_of(calendar))
    return tuple(
        draw(actual_of(each)) for each in calendar.administrations if DosePlace.of(each) in places
    )


def actual_of(dose: Administration) -> st.SearchStrategy[Actual]:
    """Draw what became of a dose: missed, in part, late on its day or days later."""
    later = st.integers(0, 3).map(lambda day: f"{dose.planned_date + dt.timedelta(days=day)}T23:59")
    return st.one_of(
        st.just(told(dose, "missed", Fraction(0))),
        st.just(told(dose, "part", Fraction(1, 2))),
        later.map(lambda at: told(dose, "late", Fraction(1), at)),
    )


def skipped(calendar: Calendar, number: int) -> Calendar:
    """Drop one cycle with its doses; those after it stay where they are."""
    span = calendar.cycles[number]
    gone = (span.phase.name, span.cycle)
    left = kept(calendar, lambda each: key_of(each, calendar) != gone)
    return replace(left, cycles=tuple(each for each in calendar.cycles if each is not span))


def half(calendar: Calendar) -> Calendar:
    """Order half of the first dose at every second place that has it."""
    dose = calendar.administrations[0].dose
    number = dose.result.amount.number / 2
    ordered = Ordered.as_calculated(replace(dose.result.amount, number=Decimal(number)))
    return reordered(calendar, ordered, lambda each: each.dose is dose and each.cycle_day % 2 == 0)


@st.composite
def told_courses(draw: DrawFn) -> Told:
    """Draw a course: a plan, delays, doses dropped, added and replaced, and what was told."""
    plan = draw(ours.calendars())
    assume(plan.administrations)
    dropped, added = draw(some_of(plan)), draw(some_of(plan))
    as_of = draw(days(plan))
    calendar = delayed(plan, draw(shifts(plan)))
    calendar = half(calendar) if draw(st.booleans()) else calendar
    if len(calendar.cycles) > 1 and draw(st.booleans()):
        calendar = skipped(calendar, draw(st.integers(1, len(calendar.cycles) - 1)))
    calendar = kept(calendar, lambda each: DosePlace.of(each) not in dropped)
    intended = kept(plan, lambda each: DosePlace.of(each) not in added)
    return Told(intended, calendar, draw(actuals_of(calendar)), as_of)


def rows(calendar: Calendar) -> list[Row]:
    """Write a calendar as plain rows."""
    return [
        Row(
            place=tuple(DosePlace.of(each)),
            component=each.component,
            date=each.planned_date,
            key=key_of(each, calendar),
            amount=Fraction(each.ordered.to("mg").number),
            at_home=each.at_home,
        )
        for each in calendar.administrations
    ]


def cycles(calendar: Calendar) -> list[Cycle]:
    """Write the cycles of a calendar as plain rows, each to its own end, behind a horizon too."""
    return [
        Cycle((each.phase.name, each.cycle), each.first, own_end(each)) for each in calendar.cycles
    ]


def own_end(span: CycleSpan) -> dt.date:
    """Turn the days of a cycle, as far as its length and its phase go."""
    number, date = (span.cycle - 1) * span.phase.cycle_length_days, span.first
    for _ in range(span.phase.cycle_length_days - 1):
        number += 1
        if number == span.days_of_phase:
            break
        date += dt.timedelta(days=1)
    return date


def behind(calendar: Calendar) -> list[Row]:
    """Write that components of the last cycle have doses behind the horizon, if they may have."""
    last, never = calendar.cycles[-1], dt.date.max
    if calendar.following is None:
        return []
    return [
        Row(("later", each), each, never, (last.phase.name, last.cycle), Fraction(0), at_home=True)
        for each in {order.component for order in last.orders}
    ]


def books(course: Told) -> Books:
    """Write a course as plain rows."""
    events = {
        tuple(each.place): Event(each.part, None if each.at is None else each.at.date())
        for each in course.actuals
    }
    planned = {row.place: row for row in rows(course.calendar)}
    for place, event in events.items():
        if event.part and event.date is None:
            events[place] = Event(event.part, planned[place].date)
    return Books(
        rows(course.intended),
        [*planned.values(), *behind(course.calendar)],
        cycles(course.intended),
        cycles(course.calendar),
        events,
    )


@given(told_courses())
def test_the_walk_finds_the_same(course: Told) -> None:
    """Counts, amounts, both intensities and days agree with turning the days one by one."""
    on_slips = books(course)
    for each in course.found().components:
        slip = follow(on_slips, each.component, course.as_of)
        sides = ("intended", "planned", "taken")
        amounts = {side: getattr(each.tally, side).amount.to("mg").number for side in sides}
        assert amounts == {side: slip.amounts.get(side, 0) for side in sides}
        assert each.tally.intended.doses == slip.counts.get("intended", 0)
        assert each.tally.planned.doses == slip.counts.get("planned", 0)
        counts = {name: getattr(each.tally, name) for name in COUNTS}
        assert counts == {name: slip.counts.get(name, 0) for name in COUNTS}
        intensity = each.intensity
        assert (intensity and intensity.dose_only) == slip.dose_only
        assert (intensity and intensity.dose_and_time) == slip.dose_and_time
        if each.correct_days is not None:
            found = each.correct_days
            assert (found.correct, found.dosing_days) == (slip.correct, slip.dosing)
            assert found.all_days == slip.days


@given(ours.calendars().flatmap(lambda plan: st.tuples(st.just(plan), days(plan))))
def test_what_goes_as_planned_is_whole(drawn: tuple[Calendar, dt.date]) -> None:
    """With nothing modified and nothing missed, every figure is one, and there is no delay."""
    plan, as_of = drawn
    found = adherence(plan, plan, as_of=as_of)

    assert found.delays == ()
    for each in found.components:
        assert {figure for figure in figures(each) if figure is not None} <= {1}
        assert each.tally.intended == each.tally.planned == each.tally.taken
        assert each.tally.as_planned == each.tally.planned.doses


def figures(each: ComponentFigures) -> tuple[Fraction | None, ...]:
    """List the parts of a component."""
    one, days_of = each.intensity, each.correct_days
    return (
        each.tally.taken_of_planned,
        None if one is None else one.dose_only,
        None if one is None else one.dose_and_time,
        None if days_of is None else days_of.of_dosing_days,
        None if days_of is None else days_of.of_all_days,
    )


@given(told_courses(), st.data())
def test_one_more_missed_dose_raises_nothing(course: Told, data: st.DataObject) -> None:
    """No figure of any component rises when one more dose is missed, whatever else was told."""
    assume(course.calendar.administrations)
    dose = data.draw(st.sampled_from(course.calendar.administrations))
    others = tuple(each for each in course.actuals if each.place != DosePlace.of(dose))
    worse = replace(course, actuals=(*others, told(dose, "missed", Fraction(0))))

    for before, after in zip(course.found().components, worse.found().components, strict=True):
        assert after.tally.taken.amount <= before.tally.taken.amount
        assert after.tally.intended == before.tally.intended
        assert after.tally.planned == before.tally.planned
        for one, other in zip(figures(before), figures(after), strict=True):
            assert (one is None) == (other is None)
            assert one is None or other is None or other <= one


@given(told_courses())
def test_the_cycles_of_a_component_add_up_to_it(course: Told) -> None:
    """Doses, amounts and outcomes of a component are the sums of those of its cycles."""
    for each in course.found().components:
        parts = [cycle.tally for cycle in each.cycles]
        assert len({cycle.key for cycle in each.cycles}) == len(each.cycles)
        for side in ("intended", "planned", "taken"):
            whole = getattr(each.tally, side)
            sides = [getattr(part, side) for part in parts]
            assert whole.doses == sum(one.doses for one in sides)
            assert whole.amount.number == sum(one.amount.number for one in sides)
        for count in (*COUNTS, "afterwards"):
            assert getattr(each.tally, count) == sum(getattr(part, count) for part in parts)


@given(told_courses())
def test_every_dose_has_one_outcome(course: Told) -> None:
    """Outcomes add up to the planned doses; what is omitted and added makes up the difference."""
    for each in course.found().components:
        tally = each.tally
        outcomes = (tally.as_planned, tally.late, tally.made_up, tally.in_part, tally.missed)
        assert sum(outcomes) == tally.planned.doses
        assert tally.intended.doses - tally.omitted + tally.added == tally.planned.doses
        assert tally.taken.doses == tally.planned.doses - tally.missed
        assert tally.afterwards <= tally.missed


@given(told_courses(), st.integers(1, 400))
def test_a_course_may_lie_at_any_time(course: Told, later: int) -> None:
    """All figures stay when all dates move by whole weeks."""
    by = dt.timedelta(weeks=later)
    moved = Told(
        moved_by(course.intended, by),
        moved_by(course.calendar, by),
        tuple(
            replace(each, at=None if each.at is None else each.at + by) for each in course.actuals
        ),
        course.as_of + by,
    )

    assert moved.found().components == course.found().components


def moved_by(calendar: Calendar, by: dt.timedelta) -> Calendar:
    """Move a whole calendar."""
    weeks = {(span.phase.name, span.cycle): by.days for span in calendar.cycles}
    through = None if calendar.through is None else calendar.through + by
    return replace(delayed(calendar, weeks), start=calendar.start + by, through=through)


@given(ours.calendars())
def test_a_horizon_ends_no_cycle(plan: Calendar) -> None:
    """On the last planned day a cycle that goes on behind it is under way, and not over."""
    cut = plan.following
    goes_on = None if cut is None or cut.cycle_day == 1 else (cut.phase, cut.cycle)
    for each in adherence(plan, plan, as_of=plan.last_day).components:
        over = [cycle.key for cycle in each.standing(Standing.OVER)]
        assert goes_on not in over


@given(told_courses())
def test_nothing_that_is_not_over_is_in_the_intensity(course: Told) -> None:
    """The intensity is that of the cycles that are over, and every other one is told by name."""
    found = course.found()
    text = adherence_to_text(found)
    for each in found.components:
        over = each.standing(Standing.OVER)
        amounts = [cycle.tally.intended.amount.number for cycle in over]
        if each.intensity is None:
            assert over == ()
        else:
            assert each.intensity.cycles == len(over)
            assert each.intensity.intended.number == sum(amounts)
        for cycle in each.cycles:
            if cycle.state is not Standing.OVER:
                assert f"phase {cycle.key.phase}, cycle {cycle.key.cycle}" in text


@settings(max_examples=15)
@given(told_courses())
def test_the_same_is_written_the_same(course: Told) -> None:
    """Same course, same bytes, in all three forms; a row and a heading for each component."""
    for write in (adherence_to_text, adherence_to_json, adherence_to_csv):
        assert write(course.found()) == write(course.found())
    assert adherence_to_csv(course.found()).count("\n") >= len(course.found().components)
