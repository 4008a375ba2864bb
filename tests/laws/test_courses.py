"""Laws of courses: any log against a slow walk, and what no entry may do."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from drawing import (
    CHANGES,
    CITE,
    OF_DAYS,
    OF_DOSES,
    START,
    cases,
    course_of,
    entries,
    sound,
    stories,
)
from following import Dose, Log, Story, Table, follow, last_day, planned, zone_on
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from judging import HAPPENED, effective_day, is_sound, is_within
from turning import ONE_DAY
from writing import through_pickle

from npc_regimens.course.definition import Course
from npc_regimens.course.replaying import Followed, replay
from npc_regimens.course.versions import DosePlace
from npc_regimens.errors import CourseError, LogProblemsError, NpcRegimensError
from npc_regimens.files.loading import from_data
from npc_regimens.products import Formulary, Product
from npc_regimens.regimen import Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.units import Amount

# A course is planned anew for each of its entries: few examples will do from day to day.
FEW = settings(max_examples=10 if settings().max_examples < 1000 else settings().max_examples)
Place = tuple[str, str, int, int, str]
Case = tuple[Story, Log]
KINDS_BEFORE = ("delay", "reduce", "omit", "interrupt", "clock", "settle")


def followed(story: Story, log: Log, as_of: dt.date | None = None) -> Followed:
    """Follow the course of a log."""
    course = from_data(Course, course_of(story, log), "course.toml")
    trial = from_data(Trial, story.table, "regimen.toml")
    products = (from_data(Product, each, "product.toml") for each in story.products.values())
    return replay(course, trial, formulary=Formulary(tuple(products)), as_of=as_of)


def in_milligrams(amount: Amount) -> Fraction:
    """Say an amount as a fraction of milligrams."""
    return Fraction(amount.to("mg").number)


def as_dose(each: Administration) -> Dose:
    """Say an administration in the words of the walk."""
    level = each.dose.order.level
    return Dose(
        each.planned_date,
        each.nominal_date,
        *(each.phase, each.cycle, each.cycle_day, each.component, each.slot),
        each.study_day,
        each.time or dt.time.min,
        100 if level is None else int(level.split()[0]),
        in_milligrams(each.calculated),
        in_milligrams(each.ordered),
    )


def doses_of(calendar: Calendar) -> list[Dose]:
    """List the doses of a calendar as the walk lists its own."""
    return sorted(map(as_dose, calendar.administrations))


def doses(story: Story, log: Log) -> list[Dose]:
    """List the doses that a log leaves."""
    return doses_of(followed(story, log).calendar)


def by_place(found: Iterable[Dose]) -> dict[Place, Dose]:
    """Look doses up by their places."""
    return {each.place: each for each in found}


def until(calendar: Calendar, since: dt.date | None) -> list[Administration]:
    """List what lies before a day, or everything."""
    return [each for each in calendar.administrations if since is None or each.planned_date < since]


def refusal(story: Story, log: Log) -> str:
    """See that the last entry of a log is refused, alone and by name; return the words."""
    with pytest.raises(CourseError) as error:
        followed(story, log)
    assert isinstance(error.value, LogProblemsError)
    assert isinstance(error.value, NpcRegimensError)
    (problem,) = error.value.problems
    recorded = log[-1]["recorded"]
    assert problem.place.startswith(f"log entry {len(log)}, recorded {recorded} (")
    assert problem.remedy
    return problem.what


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
        assert self.results[-1].intended == self.results[0].calendar


Following.TestCase.settings = settings(FEW, stateful_step_count=12)
TestFollowing = Following.TestCase


# What no entry may do.


@FEW
@given(cases(CHANGES))
def test_the_past_never_changes(case: Case) -> None:
    """Rule 22: no administration before the day on which an entry takes effect differs."""
    story, log = case
    calendars = [followed(story, log[:number]).calendar for number in range(len(log) + 1)]
    for number, entry in enumerate(log):
        since = effective_day(story, log[:number], entry)

        assert since is not None
        assert since >= entry["recorded"]
        assert until(calendars[number + 1], since) == until(calendars[number], since)


@FEW
@given(cases())
def test_any_prefix_gives_the_calendar_made_then(case: Case) -> None:
    """A log as of a day is the log that had been written by the end of that day."""
    story, log = case
    for entry in log:
        day = entry["recorded"]
        then = followed(story, [each for each in log if each["recorded"] <= day])
        later = followed(story, log, as_of=day)

        assert replace(later, course=then.course) == then
    first = story.start - ONE_DAY * 9
    assert followed(story, log, as_of=first).calendar == followed(story, []).calendar


@FEW
@given(cases())
def test_replay_is_deterministic(case: Case) -> None:
    """The same log gives an equal course each time, and an equal one in another process."""
    once, twice = followed(*case), followed(*case)

    assert once == twice
    assert in_words(once) == in_words(twice)
    assert through_pickle(once.calendar) == once.calendar


def in_words(found: Followed) -> str:
    """Print a course with all its parts in their order."""
    days = [(each.date, each.resting) for each in found.calendar.days()]
    parts = (found.calendar.administrations, found.calendar.doses, days, found.versions)
    return repr((*parts, found.reasons, found.actuals))


def test_replay_is_the_same_under_another_hash_seed() -> None:
    """Rule 20: no order of a set or of a hash is seen, in another process with another seed."""
    here = Path(__file__).parent
    paths = map(str, (here, here.parent / "oracle", *sys.path))
    code = "import test_courses as laws; print(laws.in_words(laws.followed(laws.PAST, laws.LOG)))"
    environment = {**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

    assert done.stdout == in_words(followed(PAST, LOG)) + "\n"


@FEW
@given(cases(), st.data())
def test_an_entry_recorded_twice_is_one_error(case: Case, data: st.DataObject) -> None:
    """The second of two equal entries is refused by name, whatever other kinds lie between."""
    story, log = case
    assume(log)
    entry = data.draw(st.sampled_from(log))
    between = log[log.index(entry) + 1 :]
    assume(all(each["what"] not in undone_by(entry["what"]) for each in between))

    refusal(story, [*log, entry | {"recorded": log[-1]["recorded"]}])


def undone_by(what: str) -> set[str]:
    """Say what takes the effect of an entry away again, so that it may be entered anew."""
    others = {"reduce": {"raise"}, "raise": {"reduce"}, "delay": {"settle"}}
    return {what, *others.get(what, set())}


# Delays.


@FEW
@given(cases(KINDS_BEFORE, 2), st.data())
def test_delays_of_one_cycle_add_up(case: Case, data: st.DataObject) -> None:
    """Two delays of one cycle are one delay by the sum of the two."""
    story, log = case
    place = data.draw(later_cycles(story, log))
    one, two = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 6))

    once = delayed(story, log, place, one + two)
    twice = delayed(story, delayed(story, log, place, one), place, two)
    assert followed(story, once).calendar == followed(story, twice).calendar


@FEW
@given(cases(KINDS_BEFORE, 2), st.data())
def test_delays_of_different_cycles_commute(case: Case, data: st.DataObject) -> None:
    """Two cycles are delayed by so many days each, and it is the same which is said first."""
    story, log = case
    one, other = data.draw(later_cycles(story, log)), data.draw(later_cycles(story, log))
    assume(one != other)
    days = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 6))

    forwards = delayed(story, delayed(story, log, one, days[0]), other, days[1])
    backwards = delayed(story, delayed(story, log, other, days[1]), one, days[0])
    assert followed(story, forwards).calendar == followed(story, backwards).calendar


@FEW
@given(stories(), st.data())
def test_a_delay_moves_what_is_later_by_its_days(story: Story, data: st.DataObject) -> None:
    """What is earlier stays; what is later keeps its place; new is what goes on in the pause."""
    place = data.draw(later_cycles(story, []))
    days = ONE_DAY * data.draw(st.integers(1, 6))
    first = first_of(story, [], place)
    before = by_place(doses(story, []))
    after = by_place(doses(story, delayed(story, [], place, days.days)))

    for where, each in before.items():
        of_day_1 = each.date - ONE_DAY * min(each.day, 0)
        moved = each.date + days if of_day_1 >= first else each.date
        assert (where in after) == (story.through is None or moved <= story.through)
        assert where not in after or after[where].date == moved
    for where in after.keys() - before.keys():
        is_kept_on = story.table["component"][where[1]]["days"] == "continuous"
        came_in = after[where].date - days > (story.through or dt.date.max)
        assert is_kept_on or came_in
        assert came_in or first <= after[where].date < first + days


def later_cycles(story: Story, log: Log) -> st.SearchStrategy[tuple[str, int]]:
    """Draw a cycle that can be delayed after a log, on the day of its last entry."""
    recorded = log[-1]["recorded"] if log else story.start - ONE_DAY
    waited = {phase["name"] for phase in story.phases if "starts" in phase}
    found = [
        (page.phase["name"], page.cycle)
        for page in planned(story, log)
        if page.day == 1 and page.date > max(story.start, recorded + ONE_DAY * 2)
    ]
    found = [each for each in found if each[1] > 1 or each[0] not in waited]
    return st.sampled_from(found) if found else st.nothing()


def first_of(story: Story, log: Log, place: tuple[str, int]) -> dt.date:
    """Find day 1 of a cycle, which may lie behind the horizon."""
    found = (each for each in planned(story, log) if each.day == 1)
    firsts = {(each.phase["name"], each.cycle): each.date for each in found}
    assume(place in firsts)
    return firsts[place]


def delayed(story: Story, log: Log, place: tuple[str, int], days: int) -> Log:
    """Delay a cycle by some days from where it stands."""
    recorded = log[-1]["recorded"] if log else story.start - ONE_DAY
    entry = said("delay", recorded, phase=place[0], cycle=place[1])
    entry["to"] = first_of(story, log, place) + ONE_DAY * days
    assume(is_within(story, [*log, entry]))
    return [*log, entry]


def said(what: str, recorded: dt.date, **rest: Any) -> Table:
    """Write an entry."""
    since = {"from": rest.pop("since")} if "since" in rest else {}
    return {"what": what, "recorded": recorded, "reason": "as it happened", **since, **rest}


# Translation and order.


@FEW
@given(cases(), st.integers(-900, 9_000))
def test_translation_in_time(case: Case, days: int) -> None:
    """All dates of a course by so many days later are its calendar by so many days later."""
    story, log = case
    by = ONE_DAY * days
    through = None if story.through is None else story.through + by
    moved = replace(story, start=story.start + by, through=through)

    expected = [replace(e, date=e.date + by, nominal=e.nominal + by) for e in doses(story, log)]
    assert doses(moved, shifted(log, by)) == expected


def shifted(node: Any, by: dt.timedelta) -> Any:
    """Move every date in plain data."""
    if isinstance(node, dict):
        return {key: shifted(each, by) for key, each in node.items()}
    if isinstance(node, list):
        return [shifted(each, by) for each in node]
    return node + by if isinstance(node, dt.date) else node


@FEW
@given(stories(), st.data())
def test_independent_entries_of_one_day_commute(story: Story, data: st.DataObject) -> None:
    """Entries of one day about different things give one calendar in either order."""
    recorded = story.start + ONE_DAY * data.draw(st.integers(-1, 6))
    some = [make(recorded, data) for make in data.draw(st.permutations(INDEPENDENT))[:2]]
    assume({each.get("component", "pill") for each in some} <= set(story.table["component"]))
    one, other = some
    assume(is_sound(story, [], one) and is_sound(story, [], other))
    assume(is_sound(story, [one], other) and is_sound(story, [other], one))

    forwards, backwards = followed(story, [one, other]), followed(story, [other, one])
    assert forwards.calendar == backwards.calendar


def since_when(recorded: dt.date, data: st.DataObject) -> dt.date:
    """Draw the day from which an entry holds."""
    return recorded + ONE_DAY * data.draw(st.integers(0, 8))


def of_one(what: str, component: str, **rest: Any) -> Callable[[dt.date, st.DataObject], Table]:
    """Make entries of a component, from a day that is drawn."""
    return lambda recorded, data: said(
        what, recorded, component=component, since=since_when(recorded, data), **rest
    )


def new_weight(recorded: dt.date, data: st.DataObject) -> Table:
    """Make an entry of a weight that was measured on the day."""
    since = since_when(recorded, data)
    return said("weight", recorded, weight="80 kg", measured=recorded, since=since)


def new_times(recorded: dt.date, data: st.DataObject) -> Table:
    """Make an entry of other times of day."""
    times = {"once": dt.time(9), "morning": dt.time(9), "clinic": dt.time(11)}
    return said("clock", recorded, times=times, since=since_when(recorded, data))


INDEPENDENT = [
    of_one("interrupt", "pill"),
    of_one("reduce", "pill", level="75 %"),
    of_one("reduce", "drip", level="50 %"),
    of_one("discontinue", "drip"),
    new_weight,
    new_times,
]


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


# What each kind of entry does, and no more.


@FEW
@given(cases(KINDS_BEFORE, 2), st.data())
def test_an_interruption_removes_what_lies_in_it(case: Case, data: st.DataObject) -> None:
    """Every dose of the component from the first day through the last is gone, and no other."""
    story, log = case
    entry = data.draw(sound(story, log, "interrupt"))
    of, last = entry.get("component"), entry.get("through", dt.date.max)

    kept = [
        each
        for each in doses(story, log)
        if of not in {None, each.component} or not entry["from"] <= each.date <= last
    ]
    assert doses(story, [*log, entry]) == kept


@FEW
@given(cases(KINDS_BEFORE, 2), st.data())
def test_a_stop_removes_all_after(case: Case, data: st.DataObject) -> None:
    """From the day on nothing is given: of one component, or after the end of treatment at all."""
    story, log = case
    entry = data.draw(sound(story, log, "end", "discontinue"))
    of = entry.get("component")

    kept = [
        each
        for each in doses(story, log)
        if of not in {None, each.component} or each.date < entry["from"]
    ]
    assert doses(story, [*log, entry]) == kept


@FEW
@given(cases(KINDS_BEFORE, 2), st.data())
def test_what_is_left_out_is_not_made_up(case: Case, data: st.DataObject) -> None:
    """An omitted dose and a skipped cycle are gone, and every other dose is as it was."""
    story, log = case
    entry = data.draw(sound(story, log, "omit", "skip"))
    before, after = doses(story, log), doses(story, [*log, entry])
    gone = [each for each in before if each not in after]

    assert len(gone) + len(after) == len(before)
    assert [each for each in before if each not in gone] == after
    assert gone
    for each in gone:
        assert each.cycle == entry["cycle"]
        assert each.component == entry.get("component", each.component)
        assert each.day == entry.get("day", each.day)
        assert each.slot == entry.get("slot", each.slot)


@FEW
@given(cases(KINDS_BEFORE, 2), st.data())
def test_a_reduction_changes_doses_and_no_dates(case: Case, data: st.DataObject) -> None:
    """From the day on the dose is the part of the full one, however often it was reduced before."""
    story, log = case
    entry = data.draw(sound(story, log, "reduce", "raise"))
    part = 100 if entry["level"] == "full" else int(entry["level"].split()[0])
    expected = []
    for each in doses(story, log):
        full = each.calculated * 100 / each.level
        is_it = each.component == entry["component"] and each.date >= entry["from"]
        changed = replace(each, level=part, calculated=full * part / 100)
        expected.append(changed if is_it else each)

    after = doses(story, [*log, entry])
    assert [replace(each, ordered=each.calculated) for each in after] == [
        replace(each, ordered=each.calculated) for each in expected
    ]


@FEW
@given(cases((*OF_DAYS, "reduce", "clock", "zone"), 3), st.data())
def test_a_new_weight_counts_by_the_policy(case: Case, data: st.DataObject) -> None:
    """From its day on doses are as of a patient who always weighed so, or all stay as they were."""
    story, log = case
    entry = data.draw(sound(story, log, "weight"))
    weight = Fraction(entry["weight"].split()[0])
    change = abs(weight - story.weight_kg) / story.weight_kg
    counts = story.least is not None and change >= story.least

    before = doses(story, log)
    heavier = doses(replace(story, weight_kg=weight), log)
    expected = [
        new if counts and new.date >= entry["from"] else old
        for old, new in zip(before, heavier, strict=True)
    ]
    assert doses(story, [*log, entry]) == expected


@FEW
@given(cases(CHANGES))
def test_nominal_dates_never_change(case: Case) -> None:
    """A place keeps the date that it would have without any delay, in every calendar."""
    story, log = case
    found: dict[tuple[Place, str], dt.date] = {}
    for number in range(len(log) + 1):
        settled = repr([each["cycles"] for each in log[:number] if each["what"] == "settle"])
        for each in doses(story, log[:number]):
            # the phases behind one of more or fewer cycles begin on other days
            nominal = found.setdefault((each.place, settled), each.nominal)
            assert each.nominal == nominal
            assert each.nominal <= each.date


# What is told of a course.


@FEW
@given(cases())
def test_versions_count_the_entries_that_changed_a_dose(case: Case) -> None:
    """A revision for each entry that touched a dose, none for one as first planned."""
    story, log = case
    contents = [contents_of(story, log[:number]) for number in range(len(log) + 1)]
    expected: dict[Place, tuple[int, dt.date]] = {}
    for number, entry in enumerate(log):
        before, after = contents[number], contents[number + 1]
        known = {place for each in contents[: number + 1] for place in each}
        for place in known:
            if before.get(place) != after.get(place):
                count = expected.get(place, (0, story.start))[0] + 1
                expected[place] = count, entry["recorded"]

    found = followed(story, log)
    versions = dict(found.versions.changed)
    for given_before, version in found.versions.dropped:
        versions[DosePlace.of(given_before)] = version
    assert {tuple(p): (v.revision, v.recorded) for p, v in versions.items()} == expected
    assert {tuple(p): len(some) for p, some in found.reasons.items()} == {
        place: count for place, (count, _) in expected.items()
    }


def contents_of(story: Story, log: Log) -> dict[Place, tuple[Any, ...]]:
    """Say of each dose what its reader is told."""
    return {
        each.place: (
            each.date,
            each.time,
            each.level,
            each.calculated,
            zone_on(story, log, each.date),
        )
        for each in follow(story, log)
    }


@FEW
@given(cases())
def test_dropped_is_what_was_given_and_is_not_now(case: Case) -> None:
    """A dose of any earlier calendar that is in the last no more is dropped, as last planned."""
    story, log = case
    last: dict[Place, Dose] = {}
    for number in range(len(log)):
        last |= by_place(doses(story, log[:number]))
    now = by_place(doses(story, log))
    dropped = [as_dose(each) for each, _ in followed(story, log).versions.dropped]

    assert by_place(dropped) == {place: last[place] for place in last.keys() - now.keys()}
    assert not {tuple(place) for place in followed(story, log).versions.changed} - now.keys()


@FEW
@given(cases(CHANGES, 3), st.data())
def test_what_happened_changes_no_administration(case: Case, data: st.DataObject) -> None:
    """Missed, late and in part are told of the doses, which stay as they were planned."""
    story, log = case
    entry = data.draw(sound(story, log, *HAPPENED))
    before, after = followed(story, log), followed(story, [*log, entry])

    assert after.calendar == before.calendar
    assert after.versions == before.versions
    told = [each for each in after.actuals if each not in before.actuals]
    assert told
    places = {DosePlace.of(each) for each in after.calendar.administrations}
    assert all(each.what == entry["what"] and each.place in places for each in told)


@FEW
@given(cases())
def test_totals_add_up_what_is_left(case: Case) -> None:
    """The totals of a changed calendar are the sums of its administrations, dose by dose."""
    calendar = followed(*case).calendar
    sums: dict[str, Fraction] = {}
    for each in calendar.administrations:
        sums[each.component] = sums.get(each.component, Fraction(0)) + in_milligrams(each.ordered)

    found = {each.component: in_milligrams(each.ordered) for each in calendar.totals()}
    assert {name: total for name, total in found.items() if total} == sums


@FEW
@given(cases())
def test_every_dose_is_on_a_page(case: Case) -> None:
    """The pages run from the first day to the last without a gap, and hold every dose."""
    calendar = followed(*case).calendar
    pages = list(calendar.days())
    days = (calendar.last_day - calendar.first_day).days + 1

    assert [page.date for page in pages] == [
        calendar.first_day + ONE_DAY * number for number in range(days)
    ]
    assert tuple(each for page in pages for each in page.administrations) == (
        calendar.administrations
    )


# One course with an entry of many kinds, worked nowhere else.

PAST = Story(
    table={
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {
            "pill": {
                "drug": "pill",
                "dose": "300 mg/m2",
                "route": "oral",
                "frequency": "twice daily",
                "days": "continuous",
                "cite": CITE,
            },
            "drip": {
                "drug": "drip",
                "dose": "3 mg/kg",
                "route": "intravenous",
                "days": "-1, 1",
                "cite": CITE,
            },
        },
        "arm": [
            {
                "id": "only",
                "name": "The only arm",
                "phase": [
                    {"name": "one", "cycle": "7 days", "cycles": "2-4", "give": ["pill", "drip"]},
                    {
                        "name": "two",
                        "cycle": "7 days",
                        "cycles": "open",
                        "until": ["progression"],
                        "give": ["pill"],
                    },
                ],
            }
        ],
    },
    start=START,
    through=START + ONE_DAY * 50,
    counts={"one": 3},
    weight_kg=Fraction(65),
)
LOG = [
    said("delay", START + ONE_DAY * 3, phase="one", cycle=2, to=START + ONE_DAY * 9),
    said("interrupt", START + ONE_DAY * 9, since=START + ONE_DAY * 10),
    said("resume", START + ONE_DAY * 12, since=START + ONE_DAY * 12),
    said(
        "reduce", START + ONE_DAY * 12, component="pill", level="75 %", since=START + ONE_DAY * 14
    ),
    said("settle", START + ONE_DAY * 12, cycles={"one": 2}),
    said("missed", START + ONE_DAY * 14, component="pill", on=START + ONE_DAY * 13),
    said(
        "weight",
        START + ONE_DAY * 20,
        weight="80 kg",
        measured=START + ONE_DAY * 20,
        since=START + ONE_DAY * 20,
    ),
    said("zone", START + ONE_DAY * 21, zone="Europe/London", since=START + ONE_DAY * 22),
    said("end", START + ONE_DAY * 30, since=START + ONE_DAY * 40),
]
