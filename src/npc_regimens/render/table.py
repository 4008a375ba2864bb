"""The calendar as text: every day has its line, and rest days are as loud as dosing days."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections import defaultdict
from itertools import groupby, islice
from typing import TYPE_CHECKING, Final

from npc_regimens.render.phase_words import end_words, gap_words, phase_words, session_words
from npc_regimens.render.words import (
    ROUTES,
    amount_words,
    counted,
    days_words,
    dose_words,
    frequency_words,
    joined,
    long_date,
    measured_words,
    medicine_names,
    short_date,
    units_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from npc_regimens.checks import Finding
    from npc_regimens.planning import (
        Administration,
        Calendar,
        CycleSpan,
        Day,
        Following,
        PlannedDose,
        Total,
    )
    from npc_regimens.products import Formulary
    from npc_regimens.regimen.timing import SomeCycles

ONE_DAY: Final = dt.timedelta(days=1)
WIDTH: Final = 104
INDENT: Final = " " * 6
BESIDE_THE_DATE: Final = " " * 33
_ORIGIN: Final = {
    "stated": "",
    "chosen": "dose chosen by the planner in the range that the record states: ",
    "reference": "REFERENCE DOSE, accepted by the planner, not of this trial's record: ",
    "given": "DOSE GIVEN BY THE PLANNER, the record states none: ",
}
_KEPT: Final = "\u00a0"
_BESIDE_A_NUMBER: Final = re.compile(r"(?<=[0-9]) (?=[A-Za-z%])|(?<=[A-Za-z]) (?=[0-9])")
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
        *_doses(calendar, formulary),
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
    yield from _wrapped(f"{title or calendar.regimen.title} ({calendar.regimen.id})", "")
    for choice, option in calendar.regimen.choices:
        yield f"Chosen: {choice} is {option}"
    yield from _wrapped(
        f"{', '.join(measured_words(measured))} ({long_date(measured.on)})", "Patient: "
    )
    yield f"Body surface: {surface.used} ({surface.policy})"
    yield from _times(calendar)
    if calendar.resumed is not None:
        phase, cycle = calendar.resumed
        yield f"Resumed: the first day is day 1 of cycle {cycle} of {phase}"
    yield f"First day: {long_date(calendar.start)}"
    yield f"Last planned day: {long_date(calendar.last_day)} ({counted(count, 'day')})"


def _times(calendar: Calendar) -> Iterator[str]:
    times = {
        each.slot if each.at_home else "clinic": each.time
        for each in calendar.administrations
        if each.time is not None
    }
    if times:
        said = [
            f"{'once a day' if slot == 'once' else slot} {times[slot]:%H:%M}"
            for slot in sorted(times, key=times.__getitem__)
        ]
        yield f"Times of day: {', '.join(said)}"


def _doses(calendar: Calendar, formulary: Formulary) -> Iterator[str]:
    yield from ("", "DOSES")
    names = medicine_names(calendar.regimen)
    for dose in calendar.doses:
        order, result = dose.order, dose.result
        often = frequency_words(order.frequency)
        how = ROUTES[order.route] if often == "once" else f"{ROUTES[order.route]}, {often}"
        yield f"  {order.drug}: {amount_words(result.amount)} {how}"
        if order.dose_source != "stated":
            # what the caller gave has no source, though the days beside it may have one
            cites = f" ({', '.join(map(str, order.citation))})"
            source = cites if order.dose_source == "reference" else ""
            said = f"{_ORIGIN[order.dose_source]}{dose_words(order.full_dose)}{source}"
            yield from _wrapped(said, INDENT)
        if order.level is not None:
            yield from _wrapped(f"dose level: {order.level}", INDENT)
        if order.basis is not None:
            given = ", given by the planner" if order.basis_source == "given" else ""
            yield f"{INDENT}basis: {order.basis}{given}"
        for units in result.units:
            yield f"{INDENT}{units_words(units, order.drug, formulary)}"
        yield from _difference(dose)
        if order.route == "oral":
            yield f"{INDENT}called {names[order.component]} in discreet reminders"
        yield from _instructions(dose, formulary)


def _instructions(dose: PlannedDose, formulary: Formulary) -> Iterator[str]:
    """Say the missed-dose rule in force: the trial's, or where it states none the label's."""
    product, rule = formulary.get(dose.order.drug), dose.order.missed_dose
    if product is not None and product.how_to_take is not None:
        yield from _wrapped(f"how to take: {product.how_to_take.text}", INDENT)
    if rule is not None:
        yield from _wrapped(f"missed dose, as the trial says: {rule}", INDENT)
    elif product is not None and product.missed_dose is not None:
        words = f"missed dose, as the label says (the trial says nothing): {product.missed_dose}"
        yield from _wrapped(words, INDENT)


def _difference(dose: PlannedDose) -> Iterator[str]:
    percent = dose.result.difference_percent
    if percent:
        direction = "more" if percent > 0 else "less"
        capped = f", capped at {dose.order.cap}" if dose.is_capped else ""
        yield (
            f"{INDENT}{dose_words(dose.order.dose)}: calculated {amount_words(dose.calculated)},"
            f" ordered {amount_words(dose.result.amount)}"
            f" ({percent.copy_abs()} % {direction}{capped})"
        )


def _phases(calendar: Calendar, formulary: Formulary) -> Iterator[str]:
    days = calendar.days()
    marks = _marks(calendar)
    date = calendar.start
    totals = {
        place: [each.total for each in group]
        for place, group in groupby(
            calendar.cycle_totals(), key=lambda each: (each.phase, each.cycle)
        )
    }
    before: set[str] = set()
    for span in calendar.cycles:
        given = {order.drug for order in span.orders}
        yield from _between(islice(days, (span.first - date).days), marks)
        date = span.last + ONE_DAY
        if span.cycle == 1 or span is calendar.cycles[0]:
            yield from _phase_head(span)
        yield from ("", *_cycle_head(span, calendar.following))
        yield from (f"  NO {drug} from here on" for drug in _ended(span, before - given))
        before = given
        for day in islice(days, (span.last - span.first).days + 1):
            yield from _day(day)
            yield from marks.get(day.date, ())
        words = [
            _total_words(each, formulary) for each in totals.get((span.phase.name, span.cycle), ())
        ]
        yield from _wrapped("; ".join(words) or "nothing is given", "  In this cycle: ")
    yield from _between(days, marks)


def _between(days: Iterable[Day], marks: Mapping[dt.date, list[str]]) -> Iterator[str]:
    """Write the days between two phases: in one line, but for those on which something is due."""
    for is_plain, run in groupby(days, key=lambda day: day.is_rest and day.date not in marks):
        yield ""
        if is_plain:
            yield from _wrapped(gap_words(list(run)), "")
            continue
        for day in run:
            yield from _day(day)
            yield from marks.get(day.date, ())


def _marks(calendar: Calendar) -> dict[dt.date, list[str]]:
    marks: dict[dt.date, list[str]] = defaultdict(list)
    for point in calendar.reviews:
        marks[point.date] += _wrapped(f"REVIEW POINT: {point.name}", BESIDE_THE_DATE)
    for each in calendar.assessments:
        marks[each.date] += _wrapped(f"ASSESSMENT {each.number}: {each.name}", BESIDE_THE_DATE)
    return marks


def _phase_head(span: CycleSpan) -> Iterator[str]:
    settled = span.phase
    yield ""
    yield from _wrapped(f"PHASE {settled.name}: {phase_words(settled)}", "")
    if settled.starts is not None:
        yield from _wrapped(f"starts {settled.starts}", "  ")
    if settled.sessions is not None:
        count = counted(settled.sessions, "session")
        yield f"  radiotherapy: {count}, Monday to Friday less closed days"
    for order in settled.orders:
        if order.is_given_from(span.cycle):
            yield f"  {order.drug}: {days_words(order.days)} of {_which_cycles(order.cycles)}"


def _ended(span: CycleSpan, dropped: set[str]) -> list[str]:
    """Name the drugs that were given before and never come again in this phase."""
    later = {
        order.drug
        for order in span.phase.orders
        if order.cycles is None or order.cycles.last >= span.cycle
    }
    return sorted(dropped - later)


def _which_cycles(cycles: SomeCycles | None) -> str:
    if cycles is None:
        return "each cycle"
    if cycles.first == cycles.last:
        return f"cycle {cycles.first}"
    return f"each cycle, in cycles {cycles.first} to {cycles.last}"


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
    return _wrapped(f"Cycle {span.cycle}{of} ({span.phase.name}): {dates}{cut}", "")


def _day(day: Day) -> Iterator[str]:
    parts = [] if day.session is None else [session_words(day.session)]
    if day.is_rest:
        resting = joined([f"no {drug}" for drug in day.resting])
        parts.append(f"REST DAY: {resting or 'no treatment'}")
    elif day.resting:
        parts.append(f"REST from {joined(day.resting)}")
    in_clinic_first = sorted(day.administrations, key=lambda each: (each.at_home, each.component))
    in_clinic = False
    for at_home, visits in groupby(in_clinic_first, key=lambda each: each.at_home):
        doses = groupby(visits, key=lambda each: each.component)
        words = "; ".join(_given(list(each)) for _, each in doses)
        in_clinic |= not at_home
        parts.append(f"{_WHERE[at_home]}: {words}" if in_clinic else words)
    place = "between" if day.cycle_day is None else f"day {day.cycle_day:<3}"
    yield from _wrapped("; ".join(parts), f"  {short_date(day.date):21}  {place} ")


def _given(doses: list[Administration]) -> str:
    """Say what is taken of one component, an amount for each time of the day."""
    first = doses[0]
    amount = amount_words(first.ordered)
    each = [amount if dose.slot == "once" else f"{amount} {dose.slot}" for dose in doses]
    return f"{first.drug} {joined(each)}{_MARK[first.dose.order.dose_source]}"


def _end(calendar: Calendar) -> list[str]:
    return ["", *_wrapped(end_words(calendar), "")]


def _totals(calendar: Calendar, formulary: Formulary) -> Iterator[str]:
    yield from ("", "TOTALS")
    for total in calendar.totals():
        yield from _wrapped(_total_words(total, formulary), "  ")


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
        yield from _wrapped(point.what, "  ")
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
        yield from _wrapped(f"{level}{finding.about}: {finding.words}", "  ")


def _wrapped(words: str, start: str) -> list[str]:
    """Fold at spaces, but never between a drug, its number and what the number counts."""
    lines = textwrap.wrap(
        _BESIDE_A_NUMBER.sub(_KEPT, words),
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * max(len(start), 2),
        break_on_hyphens=False,
    )
    return [line.replace(_KEPT, " ") for line in lines]
