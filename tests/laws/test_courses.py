"""Laws of courses: any log against a slow walk, and what no entry may do.

The laws are functions in tests/oracle/course_laws.py; here each is tested with what is drawn.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import course_laws as laws
from drawing import CHANGES, KINDS_BEFORE, OF_DAYS, OF_DOSES, cases, entries, stories
from following import Log, Story, Table, follow, last_day, with_horizon
from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from judging import HAPPENED, effective_day, is_sound
from replayed import LOG, PAST, doses, doses_of, followed, in_words, refusal, said, until

if TYPE_CHECKING:
    from npc_regimens.course.replaying import Followed

# A course is planned anew for each of its entries: few examples will do from day to day.
FEW = settings(max_examples=10 if settings().max_examples < 1000 else settings().max_examples)
CASES, AND_MORE = cases(), (cases(KINDS_BEFORE, 2), st.data())


# A machine that grows random logs.


class Following(RuleBasedStateMachine):
    """Grow a log entry by entry, and hold every calendar against the slow walk."""

    story: Story
    log: Log
    results: list[Followed]

    @initialize(story=stories())
    def begin(self, story: Story) -> None:
        """Begin a course, with nothing in its log."""
        self.story, self.log = story, []
        self.results = [followed(story, [])]

    def enter(self, entry: Table) -> None:
        """Take an entry, or see that it is refused by name and nothing is lost."""
        before = self.results[-1]
        event(f"{entry['what']}: {is_sound(self.story, self.log, entry)}")
        if not is_sound(self.story, self.log, entry):
            refusal(self.story, [*self.log, entry])
            assert followed(self.story, self.log) == before
            return
        since = effective_day(self.story, self.log, entry)
        self.log = [*self.log, entry]
        after = followed(self.story, self.log)
        assert until(after.calendar, since) == until(before.calendar, since)
        self.results.append(after)

    @rule(data=st.data())
    def change_days(self, data: st.DataObject) -> None:
        """Enter what changes days."""
        self.enter(data.draw(entries(self.story, self.log, OF_DAYS)))

    @rule(data=st.data())
    def change_doses(self, data: st.DataObject) -> None:
        """Enter what changes doses, times or the clock."""
        self.enter(data.draw(entries(self.story, self.log, OF_DOSES)))

    @rule(data=st.data())
    def tell(self, data: st.DataObject) -> None:
        """Enter what happened."""
        self.enter(data.draw(entries(self.story, self.log, HAPPENED)))

    @precondition(lambda self: self.log)
    @rule()
    def enter_the_last_again(self) -> None:
        """Record the last entry twice: one error, and not two effects."""
        refusal(self.story, [*self.log, self.log[-1]])

    @precondition(lambda self: self.log)
    @rule(data=st.data())
    def look_back(self, data: st.DataObject) -> None:
        """Follow the log as of a day: the calendar is the one that was made then."""
        day = data.draw(st.sampled_from(self.log))["recorded"]
        known = sum(each["recorded"] <= day for each in self.log)
        then = followed(self.story, self.log, as_of=day)
        assert then.calendar == self.results[known].calendar
        assert then.versions == self.results[known].versions

    @invariant()
    def agrees(self) -> None:
        """Find the same doses on the same days by the slow walk, and the same last day."""
        calendar = self.results[-1].calendar
        assert doses_of(calendar) == follow(self.story, self.log)
        assert calendar.last_day == last_day(self.story, self.log)
        intended = followed(with_horizon(self.story, self.log), []).calendar
        assert self.results[-1].intended == intended


Following.TestCase.settings = settings(FEW, stateful_step_count=12)
TestFollowing = Following.TestCase


def holds(law: Any, *drawn: st.SearchStrategy[Any]) -> Any:
    """Test a law with what is drawn."""
    return FEW(given(*drawn)(law))


test_a_course_agrees_with_the_walk = holds(laws.law_a_course_agrees_with_the_walk, CASES)
test_the_past_never_changes = holds(laws.law_the_past_never_changes, cases(CHANGES))
test_any_prefix_gives_the_calendar_made_then = holds(
    laws.law_any_prefix_gives_the_calendar_made_then, CASES
)
test_replay_is_deterministic = holds(laws.law_replay_is_deterministic, CASES)
test_an_entry_recorded_twice_is_one_error = holds(
    laws.law_an_entry_recorded_twice_is_one_error, CASES, st.data()
)
test_delays_of_one_cycle_add_up = holds(laws.law_delays_of_one_cycle_add_up, *AND_MORE)
test_delays_of_different_cycles_commute = holds(
    laws.law_delays_of_different_cycles_commute, *AND_MORE
)
test_a_delay_moves_what_is_later_by_its_days = holds(
    laws.law_a_delay_moves_what_is_later_by_its_days, stories(), st.data()
)
test_translation_in_time = holds(laws.law_translation_in_time, CASES, st.integers(-900, 9_000))
test_independent_entries_of_one_day_commute = holds(
    laws.law_independent_entries_of_one_day_commute, stories(), st.data()
)
test_an_interruption_removes_what_lies_in_it = holds(
    laws.law_an_interruption_removes_what_lies_in_it, *AND_MORE
)
test_a_stop_removes_all_after = holds(laws.law_a_stop_removes_all_after, *AND_MORE)
test_what_is_left_out_is_not_made_up = holds(laws.law_what_is_left_out_is_not_made_up, *AND_MORE)
test_a_reduction_changes_doses_and_no_dates = holds(
    laws.law_a_reduction_changes_doses_and_no_dates, *AND_MORE
)
test_a_new_weight_counts_by_the_policy = holds(
    laws.law_a_new_weight_counts_by_the_policy,
    cases((*OF_DAYS, "reduce", "clock", "zone"), 3),
    st.data(),
)
test_nominal_dates_never_change = holds(laws.law_nominal_dates_never_change, cases(CHANGES))
test_versions_count_the_entries_that_changed_a_dose = holds(
    laws.law_versions_count_the_entries_that_changed_a_dose, CASES
)
test_dropped_is_what_was_given_and_is_not_now = holds(
    laws.law_dropped_is_what_was_given_and_is_not_now, CASES
)
test_what_happened_changes_no_administration = holds(
    laws.law_what_happened_changes_no_administration, cases(CHANGES, 3), st.data()
)
test_left_out_is_what_would_be_given_otherwise = holds(
    laws.law_left_out_is_what_would_be_given_otherwise, CASES
)
test_totals_add_up_what_is_left = holds(laws.law_totals_add_up_what_is_left, CASES)
test_every_dose_is_on_a_page = holds(laws.law_every_dose_is_on_a_page, CASES)


def test_replay_is_the_same_under_another_hash_seed() -> None:
    """Rule 20: no order of a set or of a hash is seen, in another process with another seed."""
    here = Path(__file__).parent
    paths = map(str, (here, here.parent / "oracle", *sys.path))
    code = "import test_courses as laws; print(laws.in_words(laws.followed(laws.PAST, laws.LOG)))"
    environment = {**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

    assert done.stdout == in_words(followed(PAST, LOG)) + "\n"


def test_dependent_entries_of_one_day_are_taken_in_the_order_of_the_log() -> None:
    """The later of two entries on one thing holds; the other way round, it may contradict."""
    less = said("reduce", PAST.start, component="pill", since=PAST.start, level="75 %")
    least = less | {"level": "50 %"}
    early = said("clock", PAST.start, since=PAST.start, times={"morning": dt.time(6)})
    late = early | {"times": {"morning": dt.time(9)}}

    # 300 mg/m2 on 1.75 m2 are 525 mg, and half of them 262.5 mg
    pills = [each for each in doses(PAST, [less, least]) if each.component == "pill"]
    assert {each.calculated for each in pills} == {Fraction("262.5")}
    assert "is not lower" in refusal(PAST, [least, less])
    for log, hour in (([early, late], 9), ([late, early], 6)):
        mornings = {each.time for each in doses(PAST, log) if each.slot == "morning"}
        assert mornings == {dt.time(hour)}
