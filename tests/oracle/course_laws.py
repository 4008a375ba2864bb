"""The laws of courses, as functions of a course with its log and of what else is drawn.

They are tested in tests/laws, and shown to fail beside planted bugs.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from drawing import sound
from following import Dose, Log, Story, Table, follow, is_interrupted, planned, with_phases, zone_on
from hypothesis import assume
from hypothesis import strategies as st
from judging import HAPPENED, effective_day, is_sound
from replayed import (
    Case,
    Place,
    as_dose,
    by_place,
    delayed,
    doses,
    first_of,
    followed,
    in_milligrams,
    in_words,
    refusal,
    said,
    until,
)
from turning import ONE_DAY
from writing import through_pickle

from npc_regimens.course.versions import DosePlace

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.planning import Administration


def law_a_course_agrees_with_the_walk(case: Case) -> None:
    """Find the same doses by a second implementation, which reads the log for every page."""
    assert doses(*case) == follow(*case)


# What no entry may do.


def law_the_past_never_changes(case: Case) -> None:
    """Rule 22: no administration before the day on which an entry takes effect differs."""
    story, log = case
    calendars = [followed(story, log[:number]).calendar for number in range(len(log) + 1)]
    for number, entry in enumerate(log):
        since = effective_day(story, log[:number], entry)

        assert since is not None
        assert since >= entry["recorded"]
        assert until(calendars[number + 1], since) == until(calendars[number], since)


def law_any_prefix_gives_the_calendar_made_then(case: Case) -> None:
    """Take a log as of a day for the log that had been written by the end of that day."""
    story, log = case
    for entry in log:
        day = entry["recorded"]
        then = followed(story, [each for each in log if each["recorded"] <= day])
        later = followed(story, log, as_of=day)

        assert replace(later, course=then.course) == then
    first = story.start - ONE_DAY * 9
    assert followed(story, log, as_of=first).calendar == followed(story, []).calendar


def law_replay_is_deterministic(case: Case) -> None:
    """Give an equal course for one log each time, and an equal one in another process."""
    once, twice = followed(*case), followed(*case)

    assert once == twice
    assert in_words(once) == in_words(twice)
    assert through_pickle(once.calendar) == once.calendar


def law_an_entry_recorded_twice_is_one_error(case: Case, data: st.DataObject) -> None:
    """Refuse the second of two equal entries by name, whatever other kinds lie between."""
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


def law_delays_of_one_cycle_add_up(case: Case, data: st.DataObject) -> None:
    """Two delays of one cycle are one delay by the sum of the two."""
    story, log = case
    place = data.draw(later_cycles(story, log))
    one, two = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 6))

    once = delayed(story, log, place, one + two)
    twice = delayed(story, delayed(story, log, place, one), place, two)
    assert followed(story, once).calendar == followed(story, twice).calendar


def law_delays_of_different_cycles_commute(case: Case, data: st.DataObject) -> None:
    """Two cycles are delayed by so many days each, and it is the same which is said first."""
    story, log = case
    one, other = data.draw(later_cycles(story, log)), data.draw(later_cycles(story, log))
    assume(one != other)
    days = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 6))

    forwards = delayed(story, delayed(story, log, one, days[0]), other, days[1])
    backwards = delayed(story, delayed(story, log, other, days[1]), one, days[0])
    assert followed(story, forwards).calendar == followed(story, backwards).calendar


def law_a_delay_moves_what_is_later_by_its_days(story: Story, data: st.DataObject) -> None:
    """Leave what is earlier, keep the place of what is later, and add what goes on in the pause."""
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


# Translation and order.


def law_translation_in_time(case: Case, days: int) -> None:
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


def law_independent_entries_of_one_day_commute(story: Story, data: st.DataObject) -> None:
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


# What each kind of entry does, and no more.


def law_an_interruption_removes_what_lies_in_it(case: Case, data: st.DataObject) -> None:
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


def law_a_stop_removes_all_after(case: Case, data: st.DataObject) -> None:
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


def law_what_is_left_out_is_not_made_up(case: Case, data: st.DataObject) -> None:
    """Leave out the omitted dose or the skipped cycle, and keep every other dose as it was."""
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


def law_a_reduction_changes_doses_and_no_dates(case: Case, data: st.DataObject) -> None:
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


def law_a_new_weight_counts_by_the_policy(case: Case, data: st.DataObject) -> None:
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


def law_nominal_dates_never_change(case: Case) -> None:
    """Keep the date that a place would have without any delay, in every calendar."""
    story, log = case
    found: dict[tuple[Place, str], dt.date] = {}
    for number in range(len(log) + 1):
        settled = repr([each.get("cycles") for each in log[:number] if each["what"] == "settle"])
        for each in doses(story, log[:number]):
            # the phases behind one of more or fewer cycles begin on other days
            nominal = found.setdefault((each.place, settled), each.nominal)
            assert each.nominal == nominal
            assert each.nominal <= each.date


# What is told of a course.


def law_versions_count_the_entries_that_changed_a_dose(case: Case) -> None:
    """Count a revision for each entry that touched a dose, and none for one as first planned."""
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
    touched = {
        place: tuple(
            number
            for number in range(len(log))
            if contents[number].get(place) != contents[number + 1].get(place)
        )
        for place in {place for each in contents for place in each}
    }
    assert {tuple(place): some for place, some in found.reasons.items()} == {
        place: tuple(found.entries[number] for number in some)
        for place, some in touched.items()
        if some
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


def law_dropped_is_what_was_given_and_is_not_now(case: Case) -> None:
    """Drop, as last planned, what any earlier calendar gives and the last one does not."""
    story, log = case
    last: dict[Place, Dose] = {}
    for number in range(len(log)):
        last |= by_place(doses(story, log[:number]))
    now = by_place(doses(story, log))
    dropped = [as_dose(each) for each, _ in followed(story, log).versions.dropped]

    assert by_place(dropped) == {place: last[place] for place in last.keys() - now.keys()}
    assert not {tuple(place) for place in followed(story, log).versions.changed} - now.keys()


def law_what_happened_changes_no_administration(case: Case, data: st.DataObject) -> None:
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


def law_left_out_is_what_would_be_given_otherwise(case: Case) -> None:
    """List, with its reason, each dose that nothing but an interruption or an omission drops."""
    story, log = case
    said_of_days = with_phases(story, log)
    kept = [each for each in said_of_days if each["what"] not in LEAVE_OUT]
    given = {each.place for each in follow(story, log)}
    expected = {
        (each.place, each.date, "interrupted" if is_in_one(log, each) else "left out")
        for each in follow(story, kept)
        if each.place not in given
    }

    found = [(*as_place(each), why) for each, why in followed(story, log).left_out]
    assert len(found) == len(set(found))
    assert set(found) == expected


LEAVE_OUT = {"interrupt", "resume", "omit", "skip"}


def as_place(each: Administration) -> tuple[Place, dt.date]:
    """Say where a dose stands, and when it is planned."""
    return as_dose(each).place, each.planned_date


def is_in_one(log: Log, each: Dose) -> bool:
    """Say whether a dose lies in an interruption."""
    return is_interrupted(log, each.date, each.component)


def law_totals_add_up_what_is_left(case: Case) -> None:
    """Add up the totals of a changed calendar from its administrations, dose by dose."""
    calendar = followed(*case).calendar
    sums: dict[str, Fraction] = {}
    for each in calendar.administrations:
        sums[each.component] = sums.get(each.component, Fraction(0)) + in_milligrams(each.ordered)

    found = {each.component: in_milligrams(each.ordered) for each in calendar.totals()}
    assert {name: total for name, total in found.items() if total} == sums


def law_every_dose_is_on_a_page(case: Case) -> None:
    """Turn pages from the first day to the last without a gap, with every dose on one."""
    calendar = followed(*case).calendar
    pages = list(calendar.days())
    days = (calendar.last_day - calendar.first_day).days + 1

    assert [page.date for page in pages] == [
        calendar.first_day + ONE_DAY * number for number in range(days)
    ]
    assert tuple(each for page in pages for each in page.administrations) == (
        calendar.administrations
    )
