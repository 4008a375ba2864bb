"""The calendar as text: every day has its line, and rest days are as loud as dosing days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import partial
from itertools import groupby, islice
from typing import TYPE_CHECKING, Final

from npc_regimens.render.dose_places import in_the_clinic
from npc_regimens.render.folding import folded
from npc_regimens.render.phase_words import end_words, gap_words, phase_words, session_words
from npc_regimens.render.schedule_words import (
    cycle_sums,
    elsewhere,
    nothing_words,
    schedule_words,
)
from npc_regimens.render.table_doses import doses_section
from npc_regimens.render.words import (
    amount_words,
    counted,
    joined,
    long_date,
    measured_words,
    short_date,
    units_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from npc_regimens.checks import Finding
    from npc_regimens.planning import (
        Administration,
        Calendar,
        CycleSpan,
        Day,
        Following,
        Total,
    )
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import SettledPhase

    _Page = Callable[[Day], Iterator[str]]

ONE_DAY: Final = dt.timedelta(days=1)
BESIDE_THE_DATE: Final = " " * 33
_WHERE: Final = {True: "AT HOME", False: "CLINIC"}
_MARK: Final = {
    "stated": "",
    "chosen": "",
    "reference": " (reference dose)",
    "given": " (given dose)",
}


def to_text(
    calendar: Calendar,
    formulary: Formulary,
    findings: Iterable[Finding] = (),
    *,
    title: str = "",
    zone: ZoneInfo | None = None,
) -> str:
    """Write the day-by-day calendar, the totals, the review points and the notes.

    ``zone`` is that of the clock: with it, an infusion over a change of the clocks ends at the time
    that they show then.
    """
    lines = [
        *_head(calendar, title),
        *doses_section(calendar, formulary),
        *_phases(calendar, formulary, partial(_day, zone=zone)),
        *_end(calendar),
        *_totals(calendar, formulary),
        *_reviews(calendar),
        *_notes(findings),
    ]
    return "\n".join(lines) + "\n"


def _head(calendar: Calendar, title: str) -> Iterator[str]:
    measured, surface = calendar.body.measurement, calendar.body.surface
    count = (calendar.last_day - calendar.start).days + 1
    first = calendar.first_day
    yield from folded(f"{title or calendar.regimen.title} ({calendar.regimen.id})", "")
    for choice, option in calendar.regimen.choices:
        yield f"Chosen: {choice} is {option}"
    yield from folded(
        f"{', '.join(measured_words(measured))} ({long_date(measured.on)})", "Patient: "
    )
    yield f"Body surface: {surface.used} ({surface.policy})"
    for since, body in calendar.later_bodies:
        weight = f"weight {body.measurement.weight} ({long_date(body.measurement.on)})"
        said = f"From {long_date(since)}: {weight}, body surface {body.surface.used}"
        yield from folded(said, "  ")
    yield from _times(calendar)
    if calendar.resumed is not None:
        phase, cycle = calendar.resumed
        yield f"Resumed: the first day is day 1 of cycle {cycle} of {phase}"
    yield f"First day: {long_date(calendar.start)}"
    if first < calendar.start:
        yield f"Treatment before day 1: from {long_date(first)}"
    yield f"Last planned day: {long_date(calendar.last_day)} ({counted(count, 'day')})"


def _times(calendar: Calendar) -> Iterator[str]:
    """Say the times of day, each time of a slot at home with the day from which it holds."""
    times: dict[str, list[tuple[dt.date, dt.time]]] = {}
    for each in calendar.administrations:
        if each.time is None:
            continue
        known = times.setdefault(each.slot if each.at_home else "clinic", [])
        # an infusion behind another has a later time of its own; the first of all has the clinic's
        if not known or (each.at_home and known[-1][1] != each.time):
            known.append((each.planned_date, each.time))
    if times:
        slots = sorted(times, key=lambda slot: times[slot][0][1])
        yield from folded(
            ", ".join(_slot_times(slot, times[slot]) for slot in slots), "Times of day: "
        )


def _slot_times(slot: str, times: list[tuple[dt.date, dt.time]]) -> str:
    (_, first), *later = times
    said = [f"{'once a day' if slot == 'once' else slot} {first:%H:%M}"]
    said += [f"from {long_date(since)} {time:%H:%M}" for since, time in later]
    return " and ".join(said)


def _phases(calendar: Calendar, formulary: Formulary, written: _Page) -> Iterator[str]:
    days = calendar.days()
    marks = _marks(calendar)
    date = calendar.start
    totals = {
        place: [each.total for each in group]
        for place, group in groupby(
            calendar.cycle_totals(), key=lambda each: (each.phase, each.cycle)
        )
    }
    yield from _days_before(calendar, days, written)
    before: set[str] = set()
    for span, following in zip(calendar.cycles, [*calendar.cycles[1:], None], strict=True):
        given = {order.drug for order in span.orders}
        later = calendar.regimen.phases[calendar.regimen.phases.index(span.phase) + 1 :]
        yield from _between(islice(days, (span.first - date).days), marks, written)
        date = span.last + ONE_DAY
        if span.cycle == 1 or span is calendar.cycles[0]:
            yield from _phase_head(span)
        yield from ("", *_cycle_head(span, calendar.following))
        yield from _ended(span, before - given, later)
        before = given
        pages = list(islice(days, (span.last - span.first).days + 1))
        for day in pages:
            yield from written(day)
            yield from marks.get(day.date, ())
        is_last = following is None or following.phase.name != span.phase.name
        for start, found in cycle_sums(span, totals, is_last=is_last):
            words = "; ".join(_total_words(each, formulary) for each in found)
            yield from folded(words or nothing_words(pages), f"  {start}: ")
    yield from _between(days, marks, written)
    for (phase, cycle), found in totals.items():
        words = "; ".join(_total_words(each, formulary) for each in found)
        yield from folded(words, f"  Before day 1 of cycle {cycle} ({phase}): ")


def _days_before(calendar: Calendar, days: Iterator[Day], written: _Page) -> Iterator[str]:
    """Write the pages before day 1, which only a dose before day 1 brings."""
    first = calendar.first_day
    if first < calendar.start:
        until = long_date(calendar.start - ONE_DAY)
        yield ""
        cycle = calendar.cycles[0].cycle
        yield from folded(f"Before day 1 of cycle {cycle}: {long_date(first)} to {until}", "")
        for day in islice(days, (calendar.start - first).days):
            yield from written(day)


def _between(
    days: Iterable[Day], marks: Mapping[dt.date, list[str]], written: _Page
) -> Iterator[str]:
    """Write the days between two phases: in one line, but for those on which something is due."""
    for is_plain, run in groupby(days, key=lambda day: day.is_rest and day.date not in marks):
        yield ""
        if is_plain:
            yield from folded(gap_words(list(run)), "")
            continue
        for day in run:
            yield from written(day)
            yield from marks.get(day.date, ())


def _marks(calendar: Calendar) -> dict[dt.date, list[str]]:
    marks: dict[dt.date, list[str]] = defaultdict(list)
    for point in calendar.reviews:
        marks[point.date] += folded(f"REVIEW POINT: {point.name}", BESIDE_THE_DATE)
    for each in calendar.assessments:
        marks[each.date] += folded(f"ASSESSMENT {each.number}: {each.name}", BESIDE_THE_DATE)
    return marks


def _phase_head(span: CycleSpan) -> Iterator[str]:
    settled = span.phase
    yield ""
    yield from folded(f"PHASE {settled.name}: {phase_words(settled)}", "")
    if settled.starts is not None:
        yield from folded(f"starts {settled.starts}", "  ")
    if settled.sessions is not None:
        count = counted(settled.sessions, "session")
        yield f"  radiotherapy: {count}, Monday to Friday less closed days"
    for order in settled.orders:
        if span.has_or_precedes(order):
            most = "" if order.at_most is None else f", at most {order.at_most} in all"
            after = "" if order.after is None else f", {order.after}"
            yield from folded(f"{schedule_words(order)}{most}{after}", f"  {order.drug}: ")


def _ended(span: CycleSpan, dropped: set[str], later: Iterable[SettledPhase]) -> Iterator[str]:
    """Name the drugs that were given before and never come again in this phase."""
    to_come = {order.drug for order in span.phase.orders if span.has_or_precedes(order)}
    again: dict[str, str] = {}
    for phase in later:
        for order in phase.orders:
            if order.component not in span.ended:
                again.setdefault(order.drug, phase.name)
    for drug in sorted(dropped - to_come):
        until = f"until {again[drug]}" if drug in again else "from here on"
        yield from folded(f"NO {drug} {until}", "  ")


def _cycle_head(span: CycleSpan, following: Following | None) -> list[str]:
    of = "" if span.phase.count is None else f" of {span.phase.count}"
    dates = f"{long_date(span.first)} to {long_date(span.last)}"
    days, whole = (span.last - span.first).days + 1, span.phase.cycle_length_days
    goes_on = following is not None and (following.phase, following.cycle) == (
        span.phase.name,
        span.cycle,
    )
    what = "plan stops" if goes_on else "phase ends"
    cut = f", CUT: the {what} after day {days} of {whole}" if days < whole else ""
    late = span.delayed_days
    due = long_date(span.first - dt.timedelta(days=late))
    delayed = f", DELAYED by {counted(late, 'day')} from {due}" if late else ""
    return folded(f"Cycle {span.cycle}{of} ({span.phase.name}): {dates}{delayed}{cut}", "")


def _day(day: Day, zone: ZoneInfo | None) -> Iterator[str]:
    parts = [] if day.session is None else [session_words(day.session)]
    if day.is_rest:
        resting = joined([f"no {drug}" for drug in day.resting])
        parts.append(f"REST DAY: {resting or 'no treatment'}")
    elif day.resting:
        parts.append(f"REST from {joined(day.resting)}")
    if day.running:
        runs = "STILL RUNS" if all(each.time for each in day.running) else "MAY STILL RUN"
        parts.append(f"INFUSION {runs}: {joined([each.drug for each in day.running])}")
    in_clinic_first = sorted(day.administrations, key=_in_line)
    in_clinic = False
    for at_home, visits in groupby(in_clinic_first, key=lambda each: each.at_home):
        doses = groupby(visits, key=lambda each: (each.component, each.cycle, each.cycle_day))
        words = "; ".join(_given(list(each), day, zone) for _, each in doses)
        in_clinic |= not at_home
        parts.append(f"{_WHERE[at_home]}: {words}" if in_clinic else words)
    place = "between" if day.cycle_day is None else f"day {day.cycle_day:<3}"
    yield from folded("; ".join(parts), f"  {short_date(day.date):21}  {place} ")


def _in_line(given: Administration) -> tuple[bool, tuple[str, ...]]:
    """Sort by name, the clinic first, and what comes after another behind it."""
    after = given.dose.order.after
    return given.at_home, (*(() if after is None else after.line), given.component)


def _given(doses: list[Administration], day: Day, zone: ZoneInfo | None) -> str:
    """Say what is taken of one component, an amount for each time of the day."""
    first = doses[0]
    amounts = [(amount_words(dose.ordered), dose.slot) for dose in doses]
    each = [amount if slot == "once" else f"{amount} {slot}" for amount, slot in amounts]
    mark = _MARK[first.dose.order.dose_source]
    in_clinic = "" if first.at_home else in_the_clinic(first, zone)
    return f"{first.drug} {joined(each)}{mark}{in_clinic}{elsewhere(first, day)}"


def _end(calendar: Calendar) -> list[str]:
    return ["", *folded(end_words(calendar), "")]


def _totals(calendar: Calendar, formulary: Formulary) -> Iterator[str]:
    yield from ("", "TOTALS")
    for total in calendar.totals():
        yield from folded(_total_words(total, formulary), "  ")


def _total_words(total: Total, formulary: Formulary) -> str:
    units = [units_words(each, total.drug, formulary) for each in total.units]
    made = f", {joined(units)}" if units else ""
    doses = counted(total.administrations, "dose")
    return f"{total.drug}: {doses}{made}, {amount_words(total.ordered)} in all"


def _reviews(calendar: Calendar) -> Iterator[str]:
    for point in calendar.reviews:
        behind = "" if point.within else " (after the last planned day)"
        yield ""
        yield f"REVIEW POINT: {long_date(point.date)}, {point.name}{behind}"
        yield from folded(point.what, "  ")
        dose_count = sum(
            each.planned_date < point.date
            for each in calendar.administrations
            if each.component == point.component
        )
        known = "" if point.within else ", as far as this plan goes"
        yield f"  {point.component}: {counted(dose_count, 'dose')} before this date{known}"


def _notes(findings: Iterable[Finding]) -> Iterator[str]:
    for index, finding in enumerate(findings):
        if index == 0:
            yield from ("", "NOTES")
        level = "WARNING: " if finding.level == "warning" else ""
        yield from folded(f"{level}{finding.about}: {finding.words}", "  ")
