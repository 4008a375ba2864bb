"""The calendar as text: every day has its line, and rest days are as loud as dosing days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import groupby, islice
from typing import TYPE_CHECKING, Final

from npc_regimens.render.dose_places import in_the_clinic
from npc_regimens.render.folding import folded
from npc_regimens.render.schedule_words import cycle_sums, elsewhere, schedule_words
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
    from collections.abc import Iterable, Iterator

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

BESIDE_THE_DATE: Final = " " * 33
_WHERE: Final = {True: "AT HOME", False: "CLINIC"}
_MARK: Final = {
    "stated": "",
    "chosen": "",
    "reference": " (reference dose)",
    "given": " (given dose)",
}


def to_text(
    calendar: Calendar, formulary: Formulary, findings: Iterable[Finding] = (), *, title: str = ""
) -> str:
    """Write the day-by-day calendar, the totals, the review points and the notes."""
    lines = [
        *_head(calendar, title),
        *doses_section(calendar, formulary),
        *_phases(calendar, formulary),
        *_end(calendar),
        *_totals(calendar, formulary),
        *_reviews(calendar),
        *_notes(findings),
    ]
    return "\n".join(lines) + "\n"


def _head(calendar: Calendar, title: str) -> Iterator[str]:
    measured, surface = calendar.body.measurement, calendar.body.surface
    count = (calendar.last_day - calendar.start).days + 1
    first = min((each.planned_date for each in calendar.administrations), default=calendar.start)
    yield from folded(f"{title or calendar.regimen.title} ({calendar.regimen.id})", "")
    for choice, option in calendar.regimen.choices:
        yield f"Chosen: {choice} is {option}"
    yield from folded(
        f"{', '.join(measured_words(measured))} ({long_date(measured.on)})", "Patient: "
    )
    yield f"Body surface: {surface.used} ({surface.policy})"
    yield from _times(calendar)
    yield f"First day: {long_date(calendar.start)}"
    if first < calendar.start:
        yield f"Treatment before day 1: from {long_date(first)}"
    yield f"Last planned day: {long_date(calendar.last_day)} ({counted(count, 'day')})"


def _times(calendar: Calendar) -> Iterator[str]:
    times: dict[str, dt.time] = {}
    for each in calendar.administrations:
        slot = each.slot if each.at_home else "clinic"
        if each.time is not None:  # an infusion behind another has a later time of its own
            times[slot] = min(each.time, times.get(slot, each.time))
    if times:
        said = [
            f"{'once a day' if slot == 'once' else slot} {times[slot]:%H:%M}"
            for slot in sorted(times, key=times.__getitem__)
        ]
        yield f"Times of day: {', '.join(said)}"


def _phases(calendar: Calendar, formulary: Formulary) -> Iterator[str]:
    days = calendar.days()
    marks = _marks(calendar)
    totals = {
        place: [each.total for each in group]
        for place, group in groupby(
            calendar.cycle_totals(), key=lambda each: (each.phase, each.cycle)
        )
    }
    yield from _days_before(calendar, days)
    before: set[str] = set()
    for span, following in zip(calendar.cycles, [*calendar.cycles[1:], None], strict=True):
        given = {order.drug for order in span.orders}
        if span.cycle == 1:
            yield from _phase_head(span)
        yield from ("", *_cycle_head(span))
        yield from (f"  NO {drug} from here on" for drug in _ended(span, before - given))
        before = given
        for day in islice(days, (span.last - span.first).days + 1):
            yield from _day(day)
            yield from marks.get(day.date, ())
        is_last = following is None or following.phase.name != span.phase.name
        for start, found in cycle_sums(span, totals, is_last=is_last):
            words = "; ".join(_total_words(each, formulary) for each in found)
            yield from folded(words or "nothing is given", f"  {start}: ")
    for (phase, cycle), found in totals.items():
        words = "; ".join(_total_words(each, formulary) for each in found)
        yield from folded(words, f"  Before day 1 of cycle {cycle} ({phase}): ")


def _days_before(calendar: Calendar, days: Iterator[Day]) -> Iterator[str]:
    """Write the pages before day 1, which only a dose before day 1 brings."""
    first = min((each.planned_date for each in calendar.administrations), default=calendar.start)
    if first < calendar.start:
        until = long_date(calendar.start - dt.timedelta(days=1))
        yield ""
        yield from folded(f"Before day 1 of cycle 1: {long_date(first)} to {until}", "")
        for day in islice(days, (calendar.start - first).days):
            yield from _day(day)


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
    length = f"{_how_many(settled)} of {settled.cycle_length_days} days"
    until = "" if settled.end is None else f", until {settled.end.reasons}"
    yield from folded(f"PHASE {settled.name}: {length}{until}", "")
    for order in settled.orders:
        most = "" if order.at_most is None else f", at most {order.at_most} in all"
        after = "" if order.after is None else f", {order.after}"
        yield from folded(f"{schedule_words(order)}{most}{after}", f"  {order.drug}: ")


def _how_many(phase: SettledPhase) -> str:
    if phase.count is None:
        return "cycles"
    most = None if phase.end is None else phase.end.at_most
    if most is None:
        return counted(phase.count, "cycle")
    if phase.count == most:
        return f"at most {counted(most, 'cycle')}"
    return f"{counted(phase.count, 'cycle')} (at most {most} are allowed)"


def _ended(span: CycleSpan, dropped: set[str]) -> list[str]:
    """Name the drugs that were given before and never come again in this phase."""
    later = {order.drug for order in span.phase.orders if span.has_or_precedes(order)}
    return sorted(dropped - later)


def _cycle_head(span: CycleSpan) -> list[str]:
    of = "" if span.phase.count is None else f" of {span.phase.count}"
    dates = f"{long_date(span.first)} to {long_date(span.last)}"
    days, whole = (span.last - span.first).days + 1, span.phase.cycle_length_days
    cut = f", CUT: the plan stops after day {days} of {whole}" if days < whole else ""
    return folded(f"Cycle {span.cycle}{of} ({span.phase.name}): {dates}{cut}", "")


def _day(day: Day) -> Iterator[str]:
    parts = []
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
        words = "; ".join(_given(list(each), day) for _, each in doses)
        in_clinic |= not at_home
        parts.append(f"{_WHERE[at_home]}: {words}" if in_clinic else words)
    yield from folded("; ".join(parts), f"  {short_date(day.date):21}  day {day.cycle_day:<3} ")


def _in_line(given: Administration) -> tuple[bool, tuple[str, ...]]:
    """Sort by name, the clinic first, and what comes after another behind it."""
    after = given.dose.order.after
    return given.at_home, (*(() if after is None else after.line), given.component)


def _given(doses: list[Administration], day: Day) -> str:
    """Say what is taken of one component, an amount for each time of the day."""
    first = doses[0]
    amounts = [(amount_words(dose.ordered), dose.slot) for dose in doses]
    each = [amount if slot == "once" else f"{amount} {slot}" for amount, slot in amounts]
    mark = _MARK[first.dose.order.dose_source]
    in_clinic = "" if first.at_home else in_the_clinic(first)
    return f"{first.drug} {joined(each)}{mark}{in_clinic}{elsewhere(first, day)}"


def _end(calendar: Calendar) -> Iterator[str]:
    following, end = calendar.following, calendar.open_end
    yield ""
    if following is not None:
        place = f"cycle {following.cycle}, day {following.cycle_day} of {following.phase}"
        words = f"NOT THE END: the plan stops here; next is {place}{_then(calendar, following)}."
        yield from folded(words, "")
    elif end is None:
        yield f"END: the last planned cycle ends on {long_date(calendar.last_day)}."
    elif not end.until and end.at_most is None:
        yield from folded("END OF WHAT IS STATED: the source does not say what follows.", "")
    elif end.at_most is None:
        yield from folded(f"END OF THE PLAN: treatment goes on until {end}.", "")
    elif calendar.regimen.phases[-1].count != end.at_most:
        count = counted(calendar.regimen.phases[-1].count or 0, "cycle")
        words = f"END OF THE PLAN: {count} are planned and at most {end.at_most} are allowed;"
        yield from folded(f"{words} treatment ends earlier on {end.reasons}.", "")
    else:
        words = f"END: at most {end.at_most} cycles are allowed; treatment ends earlier on"
        words = f"{words} {end.reasons}."
        yield from folded(words, "")


def _then(calendar: Calendar, following: Following) -> str:
    """Say what comes behind the next day: the phases that follow, and the end."""
    names = [phase.name for phase in calendar.regimen.phases]
    later = names[names.index(following.phase) + 1 :]
    then = f"; then {joined(later)}" if later else ""
    end = calendar.open_end
    return then if end is None else f"{then or ', and continues'} until {end}"


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
