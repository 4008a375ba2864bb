"""Words of the strip of a calendar: cycles with their dates, delays, and what is not drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.render.strip_words import day_words
from npc_regimens.render.words import counted, joined, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.planning import Calendar, Day
    from npc_regimens.render.calendar_rows import Band, Row


def period_words(calendar: Calendar) -> str:
    """Say from when to when, and for how many days."""
    first, last = calendar.first_day, calendar.last_day
    days = counted((last - first).days + 1, "day")
    return f"{long_date(first)} to {long_date(last)}, {days}"


def heading(band: Band) -> str:
    """Say which cycle it is and its dates, those of a wait behind it included."""
    days = _dates(band.days)
    if band.span is None:
        return f"Between two phases: {days}"
    of = "" if band.span.phase.count is None else f" of {band.span.phase.count}"
    return f"Cycle {band.span.cycle}{of}: {days}"


def _dates(days: Sequence[Day]) -> str:
    first, last = days[0].date, days[-1].date
    return long_date(first) if first == last else f"{long_date(first)} to {long_date(last)}"


def delay_words(band: Band) -> tuple[str, ...]:
    """Say by how many days day 1 of a cycle was moved, if it was."""
    moved = 0 if band.span is None else band.span.delayed_days
    return (f"DELAYED: day 1 is {counted(moved, 'day')} later",) if moved else ()


def like_words(band: Band) -> str:
    """Say which cycles are not drawn because they are like the one that is.

    The end of the sentence has their dates, and how many doses they have.
    """
    spans = [each.span.cycle for each in band.like if each.span is not None]
    first, last = spans[0], spans[-1]
    many = f"cycles {first} {'and' if last - first == 1 else 'to'} {last}"
    days = _dates([day for each in band.like for day in each.days])
    which = f"cycle {first}" if first == last else many
    return f"and {counted(len(spans), 'more cycle')} like this one: {which}, {days}"


def more_words(bands: Sequence[Band]) -> str:
    """Say how many cycles are left out at the end, their dates and their doses."""
    cycles = sum(1 for band in bands for each in band.every if each.span is not None)
    days = [day for band in bands for each in band.every for day in each.days]
    doses = counted(sum(band.doses for band in bands), "dose")
    return f"and {counted(cycles, 'more cycle')}, not drawn: {_dates(days)}, {doses}"


def band_sentences(band: Band) -> Iterator[str]:
    """Say a cycle in words, for those who do not see it."""
    yield f"{'; '.join((heading(band), *delay_words(band)))}."
    for row in band.rows:
        said = ", ".join((row.drug, *row.words, *filter(None, (row.change,))))
        yield f"{said}: {_days(band, row)}."
    if band.like:
        yield f"{like_words(band)}."


def _days(band: Band, row: Row) -> str:
    """List the days with a dose or a session, those in part and those of a running infusion."""
    kinds = {
        "": ("day", "part", "session"),
        "in part of the day on ": ("part",),
        "the infusion still runs on ": ("runs",),
        "waiting on ": ("wait",),
    }
    found = {
        words: [day for day, cell in zip(band.days, row.cells, strict=True) if cell.kind in some]
        for words, some in kinds.items()
    }
    said = (f"{words}{_day_words(days)}" for words, days in found.items() if days or not words)
    return "; ".join(said)


def _day_words(days: Sequence[Day]) -> str:
    """Name days by their place in the cycle, and between two phases by their dates."""
    numbers = [day.cycle_day for day in days if day.cycle_day is not None]
    if len(numbers) == len(days):
        return day_words(numbers)
    return joined([long_date(day.date) for day in days])
