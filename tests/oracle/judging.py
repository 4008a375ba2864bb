"""A second opinion on entries: whether one contradicts the log before it, the regimen or the past.

It shares no code with the package, and asks the slow walk of `following` for everything.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from following import (
    Dose,
    Log,
    Page,
    Story,
    Table,
    clock_on,
    delays_in,
    follow,
    interruptions,
    is_ended,
    is_named,
    last_day,
    level_on,
    planned,
    settled,
    turned_for_ever,
    used_slots,
    with_horizon,
    with_phases,
    zone_on,
)
from turning import ONE_DAY
from walking import ORDER

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_DELAY = 999
MEASURED = dt.timedelta(days=6)  # before the start, the first weight was taken


class Now(NamedTuple):
    """What is known before an entry."""

    story: Story
    log: Log
    doses: list[Dose]
    pages: list[Page]


def is_sound(story: Story, log: Log, entry: Table) -> bool:
    """Say whether an entry may follow a log."""
    now = Now(story, log, follow(story, log), planned(story, log))
    if not JUDGED[entry["what"]](now, entry):
        return False
    if entry["what"] in HAPPENED:
        return True
    since = effective(now, entry)
    ends = [each["from"] for each in log if each["what"] == "end"]
    if since < entry["recorded"] or any(since >= each for each in ends):
        return False
    after = [*log, entry]
    if not is_within(story, after) or not orders_otherwise(now, entry):
        return False
    return kept(now, follow(story, after), since)


def orders_otherwise(now: Now, entry: Table) -> bool:
    """Say whether a level is one at which the product makes less, or more, than before."""
    if entry["what"] not in {"reduce", "raise"}:
        return True
    after = {each.place: each.ordered for each in follow(now.story, [*now.log, entry])}
    before = [
        (each.ordered, after[each.place])
        for each in now.doses
        if each.component == entry["component"] and each.date >= entry["from"]
    ]
    return all(new < old if entry["what"] == "reduce" else old < new for old, new in before)


def effective_day(story: Story, log: Log, entry: Table) -> dt.date | None:
    """Say from which day on a sound entry may change doses; one that tells of some changes none."""
    if entry["what"] in HAPPENED:
        return None
    return effective(Now(story, log, follow(story, log), planned(story, log)), entry)


def kept(now: Now, after: list[Dose], since: dt.date) -> bool:
    """Say whether the doses before a day, and those that the log tells of, are as they were."""
    told = told_of(now.story, now.log)
    if [each for each in now.doses if each.place in told and each not in after]:
        return False
    return [each for each in now.doses if each.date < since] == [
        each for each in after if each.date < since
    ]


def told_of(story: Story, log: Log) -> set[tuple[str, str, int, int, str]]:
    """Name the doses of which the log says what happened."""
    return {
        each.place
        for index, entry in enumerate(log)
        if entry["what"] in HAPPENED
        for each in meant(follow(story, log[:index]), entry)
    }


def meant(doses: list[Dose], entry: Table) -> list[Dose]:
    """Find the doses of which an entry says what happened."""
    last = entry["through"] if "through" in entry else entry["on"]
    return [
        each
        for each in doses
        if each.component == entry["component"]
        and entry["on"] <= each.date <= last
        and each.slot == entry.get("slot", each.slot)
    ]


def effective(now: Now, entry: Table) -> dt.date:
    """Say on which day an entry first may change anything."""
    if "from" in entry:
        date: dt.date = entry["from"]
        return date
    if entry["what"] == "skip":
        return min([the_cycle(now, entry)[0].date, *(d.date for d in skipped(now, entry))])
    if entry["what"] == "delay":
        first = the_cycle(now, entry)[0].date
        before = (each for each in now.doses if each.day < 0)
        return min([first, *(d.date for d in before if d.date - ONE_DAY * d.day >= first)])
    if entry["what"] == "omit":
        return min(each.date for each in omitted(now, entry))
    recorded: dt.date = entry["recorded"]
    return recorded


def the_cycle(now: Now, entry: Table) -> list[Page]:
    """Find the first pages of the planned cycles that an entry may mean."""
    return [
        page
        for page in now.pages
        if (page.cycle, page.day) == (entry["cycle"], 1)
        and page.phase["name"] == entry.get("phase", page.phase["name"])
    ]


def omitted(now: Now, entry: Table) -> list[Dose]:
    """Find the doses that an omission may mean."""
    return [
        each
        for each in now.doses
        if is_named(entry, each)
        and each.phase == entry.get("phase", each.phase)
        and each.slot == entry.get("slot", each.slot)
    ]


def is_given_on(now: Now, name: str | None, date: dt.date) -> bool:
    """Say whether a component is one of the regimen, and not discontinued by a day."""
    if name is None:
        return True
    stopped = [
        each["from"]
        for each in now.log
        if each["what"] == "discontinue" and each["component"] == name
    ]
    known = {each for phase in now.story.phases for each in phase["give"]}
    return name in known and not any(each <= date for each in stopped)


def may_hold(now: Now, entry: Table) -> bool:
    """Say whether an entry begins within the plan, with a component that is still given."""
    within: bool = entry["from"] <= last_day(now.story, now.log)
    return within and is_given_on(now, entry.get("component"), entry["from"])


def delay(now: Now, entry: Table) -> bool:
    """Delay one planned cycle to a later day, which is not the first of all or of a wait."""
    found = the_cycle(now, entry)
    if len(found) != 1 or entry["to"] <= found[0].date or is_ended(now.log, entry["to"]):
        return False
    phase, cycle = found[0].phase, entry["cycle"]
    if cycle == 1 and (phase is now.story.phases[0] or "starts" in phase):
        return False
    said = with_phases(now.story, [*now.log, entry])
    return delays_in(now.story, said)[phase["name"], cycle] <= LONGEST_DELAY


def interrupt(now: Now, entry: Table) -> bool:
    """Interrupt on days that are not interrupted yet."""
    first, last = entry["from"], entry.get("through", dt.date.max)
    of = entry.get("component")
    return may_hold(now, entry) and not any(
        other in {None, of} and first <= end and begin <= last
        for other, begin, end in interruptions(now.log)
    )


def resume(now: Now, entry: Table) -> bool:
    """Resume what is interrupted since an earlier day."""
    return any(
        of == entry.get("component") and first < entry["from"] <= last
        for of, first, last in interruptions(now.log)
    )


def omit(now: Now, entry: Table) -> bool:
    """Omit doses of one phase that are due."""
    in_any_slot = omitted(now, {key: entry[key] for key in entry if key != "slot"})
    return bool(omitted(now, entry)) and len({each.phase for each in in_any_slot}) == 1


def skip(now: Now, entry: Table) -> bool:
    """Skip one planned cycle of which anything is left."""
    found = the_cycle(now, entry)
    if len(found) != 1 or not is_given_on(now, entry.get("component"), found[0].date):
        return False
    return bool(skipped(now, entry))


def skipped(now: Now, entry: Table) -> list[Dose]:
    """Find the doses of a cycle that is skipped."""
    return [
        each
        for each in now.doses
        if (each.phase, each.cycle) == (the_cycle(now, entry)[0].phase["name"], entry["cycle"])
        and each.component == entry.get("component", each.component)
        and "cycle" not in now.story.table["component"][each.component]
    ]


def change_level(now: Now, entry: Table) -> bool:
    """Reduce to less than holds, and raise to more."""
    name, since = entry["component"], entry["from"]
    levels = [each for each in now.log if each["what"] in {"reduce", "raise"}]
    if any(each["component"] == name and each["from"] > since for each in levels):
        return False
    before, after = level_on(now.log, name, since), level_on([*now.log, entry], name, since)
    is_right = after < before if entry["what"] == "reduce" else before < after
    return may_hold(now, entry) and is_right


def discontinue(now: Now, entry: Table) -> bool:
    """Discontinue a component once."""
    return may_hold(now, entry) and is_given_on(now, entry["component"], dt.date.max)


def end(now: Now, entry: Table) -> bool:
    """End the treatment behind its first day."""
    return may_hold(now, entry) and bool(entry["from"] > now.story.start)


def weigh(now: Now, entry: Table) -> bool:
    """Use a weight that is later than those before it."""
    weights = [each for each in now.log if each["what"] == "weight"]
    last = max([now.story.start - MEASURED, *(each["measured"] for each in weights)])
    begin = min([now.story.start, *(each.date for each in now.doses[:1])])
    first = max([begin, *(each["from"] for each in weights)])
    is_known = last < entry["measured"] <= entry["recorded"]
    return may_hold(now, entry) and is_known and bool(entry["from"] >= first)


def set_clock(now: Now, entry: Table) -> bool:
    """Set times that do not hold yet, in the order of the day."""
    first = max([dt.date.min, *(e["from"] for e in now.log if e["what"] == "clock")])
    before = clock_on(now.story, now.log, dt.date.max)
    after = before | entry["times"]
    times = [after[slot] for slot in ORDER[1:] if slot in after and slot in used_slots(now.story)]
    in_order = times == sorted(set(times))
    return may_hold(now, entry) and entry["from"] >= first and after != before and in_order


def set_zone(now: Now, entry: Table) -> bool:
    """Set a clock that does not hold yet."""
    first = max([dt.date.min, *(e["from"] for e in now.log if e["what"] == "zone")])
    is_new = entry["zone"] != zone_on(now.story, now.log, dt.date.max)
    return may_hold(now, entry) and is_new and bool(entry["from"] >= first)


def settle(now: Now, entry: Table) -> bool:
    """Settle another number of cycles, out of those that the protocol leaves open."""
    written = {phase["name"]: phase["cycles"] for phase in now.story.phases}
    fixed = {name: int(cycles) for name, cycles in written.items() if cycles.isdigit()}
    counts, new = fixed | settled(now.story, now.log), entry.get("cycles", {})
    horizon = with_horizon(now.story, now.log).through
    last = entry.get("through", horizon)
    is_new = counts | new != counts or last != horizon
    allowed = all(is_in(written[name], count) for name, count in new.items())
    return allowed and is_new and (last is None or last >= now.story.start)


def is_in(cycles: str, count: int) -> bool:
    """Say whether a number is one of a range, or any of an open end."""
    least, dash, most = cycles.partition("-")
    return cycles == "open" or int(least) <= count <= int(most if dash else least)


def is_within(story: Story, log: Log) -> bool:
    """Say whether an open phase whose cycles are settled ends by the horizon."""
    counts, through = settled(story, log), with_horizon(story, log).through
    delays = delays_in(story, with_phases(story, log))
    opened = {each["name"] for each in story.phases if each["cycles"] == "open"}
    if through is None or not opened & set(counts):
        return True
    pages = turned_for_ever(story, counts, delays)
    return max(page.date for page in pages) <= through


def happened(now: Now, entry: Table) -> bool:
    """Tell of doses that were due, each once."""
    found = meant(now.doses, entry)
    told = told_of(now.story, now.log)
    is_still = is_given_on(now, entry["component"], entry["on"])
    return bool(found) and is_still and not any(each.place in told for each in found)


def late(now: Now, entry: Table) -> bool:
    """Take one dose later than it was due."""
    found = meant(now.doses, entry)
    due = [dt.datetime.combine(each.date, each.time) for each in found]
    return happened(now, entry) and len(due) == 1 and bool(entry["at"] > due[0])


def part(now: Now, entry: Table) -> bool:
    """Take something of one dose, and not all."""
    found = meant(now.doses, entry)
    taken = Fraction(entry["taken"].split()[0])
    return happened(now, entry) and len(found) == 1 and 0 < taken < found[0].ordered


HAPPENED = ("missed", "late", "part")
JUDGED: dict[str, Callable[[Now, Table], bool]] = {
    "delay": delay,
    "interrupt": interrupt,
    "resume": resume,
    "omit": omit,
    "skip": skip,
    "reduce": change_level,
    "raise": change_level,
    "discontinue": discontinue,
    "end": end,
    "weight": weigh,
    "clock": set_clock,
    "zone": set_zone,
    "settle": settle,
    "missed": happened,
    "late": late,
    "part": part,
}
