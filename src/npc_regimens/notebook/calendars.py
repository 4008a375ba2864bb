"""A calendar in a notebook: its strip, its first weeks day by day, and its totals."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, Final

from npc_regimens.dates import WEEKDAYS
from npc_regimens.notebook.markup import LOUD, Html, cell, lines, picture, row, table, tag
from npc_regimens.render.calendar_rows import empty_kind
from npc_regimens.render.calendar_strip import calendar_svg
from npc_regimens.render.phase_words import end_words, session_words
from npc_regimens.render.words import MONTHS, amount_words, counted, joined, long_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from npc_regimens.planning import Administration, Calendar, CycleSpan, Day

WEEKS: Final = 6
CYCLES: Final = 4  # of the picture
_SHORT_MONTH: Final = 3  # letters
_SHADES: Final = {
    "wait": "background:rgba(128,128,128,0.4);",
    "rest": "background:rgba(128,128,128,0.15);",
}


def calendar_html(calendar: Calendar) -> Html:
    """Write a calendar: of a long one the first weeks, and how much follows."""
    name = f"{calendar.regimen.title} ({calendar.regimen.id})"
    return tag(
        "div",
        tag("div", name, style=LOUD),
        picture(calendar_svg(calendar, most_cycles=CYCLES), f"Which drug on which date: {name}"),
        *_weeks(calendar),
        tag("div", end_words(calendar), style=LOUD),
        *_totals(calendar),
    )


def _weeks(calendar: Calendar) -> Iterator[Html]:
    spans = {(span.phase.name, span.cycle): span for span in calendar.cycles}
    weeks = groupby(calendar.days(), key=_week)
    head = row("week from", *WEEKDAYS, head=True)
    yield table([head, *(_row([*days], spans) for _, days in islice(weeks, WEEKS))])
    left = [[*days] for _, days in weeks]
    if left:
        doses = sum(len(day.administrations) for days in left for day in days)
        more = f"and {counted(len(left), 'more week')}, from {long_date(left[0][0].date)}"
        through = f"through {long_date(left[-1][-1].date)}, {counted(doses, 'dose')}"
        yield tag("div", f"{more} {through}")


def _week(day: Day) -> tuple[int, int]:
    """Name the week of a day, from Monday to Sunday."""
    year, week, _ = day.date.isocalendar()
    return year, week


def _row(days: list[Day], spans: Mapping[tuple[str, int], CycleSpan]) -> Html:
    by_weekday = {day.date.weekday(): day for day in days}
    cells = []
    for weekday in range(len(WEEKDAYS)):
        day = by_weekday.get(weekday)
        cells.append(cell("") if day is None else _day(day, spans))
    return tag("tr", cell(_short(days[0].date), LOUD), *cells)


def _short(date: dt.date) -> str:
    return f"{date.day} {MONTHS[date.month - 1][:_SHORT_MONTH]} {date.year}"


def _day(day: Day, spans: Mapping[tuple[str, int], CycleSpan]) -> Html:
    span = spans.get((day.phase or "", day.cycle or 0))
    kind = empty_kind(day, span)
    shade = _SHADES[kind] if day.is_rest or kind == "wait" else ""
    begins = span is not None and day.date == span.first
    date = f"{day.date.day}: cycle {day.cycle} ({day.phase})" if begins else str(day.date.day)
    return cell(lines([tag("b", date), *_marks(day, kind)]), shade)


def _marks(day: Day, kind: str) -> Iterator[str]:
    if day.session is not None:
        yield session_words(day.session)
    for _, given in groupby(day.administrations, key=lambda each: each.component):
        yield _doses([*given])
    if day.running:
        yield f"infusion runs: {joined([each.drug for each in day.running])}"
    if kind == "wait":
        yield "DELAY"
    elif day.is_rest:
        yield "REST DAY"
    if day.resting:
        yield joined([f"no {drug}" for drug in day.resting])


def _doses(given: list[Administration]) -> str:
    """Say what is given of one component, an amount once where all are alike."""
    said = []
    for amount, doses in groupby(given, key=lambda each: each.ordered):
        slots = [each.slot for each in doses if each.slot != "once"]
        said.append(" ".join(filter(None, (amount_words(amount), joined(slots)))))
    return f"{given[0].drug} {joined(said)}"


def _totals(calendar: Calendar) -> Iterable[Html]:
    rows = [
        row(total.drug, counted(total.administrations, "dose"), amount_words(total.ordered))
        for total in calendar.totals()
    ]
    return [table([row("drug", "doses", "in all", head=True), *rows])]
