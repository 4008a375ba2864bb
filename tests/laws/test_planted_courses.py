"""A museum of planted bugs in courses: each law of a course is shown to fail."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import course_laws as laws
import pytest
from drawing import KINDS_BEFORE, START, cases, stories
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from replayed import PAST, doses, refusal, said
from turning import ONE_DAY

from npc_regimens.course import applying, replaying
from npc_regimens.course import modifications as of
from npc_regimens.course.changing_days import delay
from npc_regimens.course.changing_doses import reduce
from npc_regimens.course.definition import Recalculation
from npc_regimens.course.making import Maker
from npc_regimens.course.state import Interruption, State
from npc_regimens.course.tracing import Traces
from npc_regimens.course.versions import DosePlace
from npc_regimens.planning.stretch import Stretch

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.course.now import Now
    from npc_regimens.course.written import Entry
    from npc_regimens.planning import Administration, Calendar

# It only has to fail, and need not fail by the smallest example.
SEARCH = settings(
    max_examples=150,
    phases=(Phase.generate,),
    derandomize=True,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
)
APPLIED: dict[Any, Any] = applying._APPLIED
OF_A_LOG = (cases(KINDS_BEFORE, 2), st.data())


def a_delay_that_rewrites_the_past(patch: pytest.MonkeyPatch) -> None:
    """Move the cycle before as well, and hold nothing to the past."""

    def both(entry: of.Delay, now: Now) -> State:
        state, span = delay(entry, now), now.cycle(entry)
        before = span.phase.name, span.cycle - 1
        days = state.delays[span.phase.name, span.cycle]
        return replace(state, delays={**state.delays, before: days}) if span.cycle > 2 else state

    patch.setitem(APPLIED, of.Delay, both)
    patch.setattr(replaying, "_hold_the_past", lambda *_: None)


def a_delay_that_moves_what_was_told_of(patch: pytest.MonkeyPatch) -> None:
    """Change a dose of which the log says what happened to it."""
    patch.setattr(replaying, "_hold_what_happened", lambda *_: None)


def a_dose_on_the_day_of_a_stop(patch: pytest.MonkeyPatch) -> None:
    """Take the first day without a dose for the last with one."""
    right = State.gives

    def late(state: State, given: Administration) -> bool:
        stops = {name: since + ONE_DAY for name, since in state.discontinued.items()}
        return right(replace(state, discontinued=stops), given)

    patch.setattr(State, "gives", late)


def a_continuous_drug_that_rests_in_a_pause(patch: pytest.MonkeyPatch) -> None:
    """Give nothing between two cycles."""
    patch.setattr(Stretch, "pauses", lambda *_: iter(()))


def a_reduction_of_the_reduced_dose(patch: pytest.MonkeyPatch) -> None:
    """Take a part of what holds, where a part of the full dose is meant."""

    def again(entry: of.Reduce, now: Now) -> State:
        state, before = reduce(entry, now), now.level(entry.component, entry.since)
        if before is None:
            return state
        part = int(entry.level.split()[0]) * int(before.split()[0]) // 100
        return replace(
            state, levels=(*state.levels[:-1], replace(state.levels[-1], level=f"{part} %"))
        )

    patch.setitem(APPLIED, of.Reduce, again)


def an_interruption_a_day_too_short(patch: pytest.MonkeyPatch) -> None:
    """Leave the last day out."""

    def short(found: Interruption, date: dt.date) -> bool:
        return found.first <= date and (found.last is None or date < found.last)

    patch.setattr(Interruption, "covers", short)


def a_weight_that_always_counts(patch: pytest.MonkeyPatch) -> None:
    """Forget the policy."""
    patch.setattr(Recalculation, "bites", lambda *_: True)


def a_weight_that_counts_for_all_days(patch: pytest.MonkeyPatch) -> None:
    """Compute the doses before it from it too, and hold nothing to the past."""
    right = Maker._later_bodies

    def at_once(maker: Maker, body: Any, state: State) -> Any:
        return [(dt.date.min, each) for _, each in right(maker, body, state)]

    patch.setattr(Maker, "_later_bodies", at_once)
    patch.setattr(replaying, "_hold_the_past", lambda *_: None)


def a_revision_for_what_did_not_change(patch: pytest.MonkeyPatch) -> None:
    """Give every dose of the calendar a new revision with each entry."""
    right = Traces.follow

    def touching(traces: Traces, calendar: Calendar, entry: Entry, *zones: Any) -> None:
        for each in calendar.administrations:
            traces._raise(DosePlace.of(each), entry)
        right(traces, calendar, entry, *zones)

    patch.setattr(Traces, "follow", touching)


def a_day_that_is_not_over(patch: pytest.MonkeyPatch) -> None:
    """Leave out what was recorded on the day as of which a course is followed."""

    def before(as_of: dt.date, course: Any) -> Any:
        return tuple(entry for entry in course.log if entry.recorded < as_of)

    patch.setattr(replaying, "_recorded_by", before)


MUSEUM: list[Any] = [
    (a_delay_that_rewrites_the_past, laws.law_the_past_never_changes, (cases(("delay",), 1),)),
    (
        a_delay_that_rewrites_the_past,
        laws.law_a_delay_moves_what_is_later_by_its_days,
        (stories(), st.data()),
    ),
    (a_dose_on_the_day_of_a_stop, laws.law_a_stop_removes_all_after, OF_A_LOG),
    (
        a_continuous_drug_that_rests_in_a_pause,
        laws.law_a_course_agrees_with_the_walk,
        (cases(("delay",), 2),),
    ),
    (
        a_reduction_of_the_reduced_dose,
        laws.law_a_reduction_changes_doses_and_no_dates,
        OF_A_LOG,
    ),
    (
        an_interruption_a_day_too_short,
        laws.law_an_interruption_removes_what_lies_in_it,
        OF_A_LOG,
    ),
    (a_weight_that_always_counts, laws.law_a_new_weight_counts_by_the_policy, OF_A_LOG),
    (a_weight_that_counts_for_all_days, laws.law_the_past_never_changes, (cases(("weight",), 2),)),
    (
        a_revision_for_what_did_not_change,
        laws.law_versions_count_the_entries_that_changed_a_dose,
        (cases(),),
    ),
    (a_day_that_is_not_over, laws.law_any_prefix_gives_the_calendar_made_then, (cases(),)),
]


@pytest.mark.parametrize(("plant", "law", "drawn"), MUSEUM)
def test_planted_courses_are_found(
    plant: Callable[[pytest.MonkeyPatch], None],
    law: Any,
    drawn: tuple[Any, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each planted slip in a course breaks the law that it should."""
    drawing: Any = given(*drawn)
    searched: Any = SEARCH(drawing(law))
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        searched()


def test_a_dose_that_was_told_of_cannot_be_moved_unnoticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the hold, an entry of the same day drops a dose that was missed already."""
    start = START + ONE_DAY * 7
    log = [
        said("missed", start, component="pill", on=start, slot="morning"),
        said("interrupt", start, component="pill", since=start, through=start),
    ]
    assert "stands in the log" in refusal(PAST, log)
    a_delay_that_moves_what_was_told_of(monkeypatch)
    assert ("one", "pill", 2, 1, "morning") not in {each.place for each in doses(PAST, log)}
