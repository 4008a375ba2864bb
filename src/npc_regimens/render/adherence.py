"""Planned against actual as text for a reader."""

from __future__ import annotations

from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Final

from npc_regimens.course.adherence import Standing
from npc_regimens.course.intensity import DOSE_AND_TIME, DOSE_ONLY
from npc_regimens.render.words import amount_words, counted, long_date
from npc_regimens.rounding import Ties, nearest, rounded_percent
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from fractions import Fraction

    from npc_regimens.course.adherence import (
        Adherence,
        ComponentFigures,
        CycleFigures,
        Delay,
        DrugFigures,
    )
    from npc_regimens.course.correct_days import CorrectDays
    from npc_regimens.course.intensity import Intensity
    from npc_regimens.course.tallies import Tally
    from npc_regimens.products import Units

_OUTCOMES: Final[tuple[tuple[str, Callable[[Tally], int]], ...]] = (
    ("taken as planned", lambda tally: tally.as_planned),
    ("taken late, on its day", lambda tally: tally.late),
    ("made up on a later day", lambda tally: tally.made_up),
    ("taken in part", lambda tally: tally.in_part),
    ("missed", lambda tally: tally.missed),
)
_MODIFICATIONS: Final[tuple[tuple[str, Callable[[Tally], int]], ...]] = (
    ("omitted by a modification", lambda tally: tally.omitted),
    ("added by a modification", lambda tally: tally.added),
    ("planned in another dose than intended", lambda tally: tally.changed),
)
_PER_WEEK: Final = Decimal("0.1")
_NOTE: Final = "A dose of which nothing is recorded counts as taken as planned."


def adherence_to_text(found: Adherence) -> str:
    """Write planned against actual, component by component, with what is not yet over."""
    day = long_date(found.as_of)
    blocks = [
        [f"planned against actual of {found.regimen}", f"through the end of {day}", _NOTE],
        list(_delays(found)),
        *(list(_component(each)) for each in found.components),
        *(list(_drug(each)) for each in found.drugs() if len(each.components) > 1),
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def percent(part: Fraction | None) -> str:
    """Write a part in percent, half up to one decimal, or say that there is none.

    >>> from fractions import Fraction
    >>> percent(Fraction(6, 7)), percent(None)
    ('85.7 %', 'none')
    """
    return "none" if part is None else f"{rounded_percent(part):f} %"


def _delays(found: Adherence) -> Iterator[str]:
    if not found.delays:
        yield "delays: none"
        return
    yield "delays"
    yield from (f"  {_delay(each)}" for each in found.delays)
    yield f"  in all: {counted(found.days_of_delay, 'day')}"


def _delay(each: Delay) -> str:
    which = "later" if each.days > 0 else "earlier"
    words = f"{counted(abs(each.days), 'day')} {which}, on {long_date(each.first)}"
    so_far = "" if each.so_far == each.days else f" ({counted(each.so_far, 'day')} so far)"
    return f"phase {each.key.phase}, cycle {each.key.cycle}: {words}{so_far}"


def _component(each: ComponentFigures) -> Iterator[str]:
    yield each.drug if each.drug == each.component else f"{each.drug}, component {each.component}"
    yield from _table(each.tally)
    yield from (f"  {words}: {counted(of(each.tally), 'dose')}" for words, of in _OUTCOMES)
    if each.tally.afterwards:
        yield f"    of them taken after this day: {counted(each.tally.afterwards, 'dose')}"
    yield from (f"  {words}: {counted(of(each.tally), 'dose')}" for words, of in _MODIFICATIONS)
    yield f"  taken of the planned dose: {percent(each.tally.taken_of_planned)}"
    yield from _intensity(each.intensity)
    yield from _correct(each.correct_days)
    yield from _apart(each)


def _table(tally: Tally) -> Iterator[str]:
    """Write doses, amounts and units beside each other; each column is as wide as it must be."""
    sides = (tally.intended, tally.planned, tally.taken)
    strengths = dict.fromkeys(each.strength for side in sides for each in side.units)
    rows = [
        ("", "intended", "planned", "taken"),
        ("doses", *(f"{side.doses:,}" for side in sides)),
        ("dose in all", *(amount_words(side.amount) for side in sides)),
        *(
            (f"units of {amount_words(one)}", *(_units(side.units, one) for side in sides))
            for one in strengths
        ),
    ]
    name, *widths = (max(map(len, column)) for column in zip(*rows, strict=True))
    for words, *cells in rows:
        right = (f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        yield "  " + "  ".join((f"{words:{name}}", *right))


def _units(units: Iterable[Units], strength: Amount) -> str:
    return f"{sum(each.count for each in units if each.strength == strength):,}"


def _intensity(found: Intensity | None) -> Iterator[str]:
    if found is None:
        yield "  relative dose intensity: none, for no cycle is over"
        return
    yield f"  relative dose intensity over {counted(found.cycles, 'cycle')} that {_be(found)} over"
    amounts = f"{amount_words(found.taken)} of {amount_words(found.intended)}"
    yield f"    {DOSE_ONLY}: {percent(found.dose_only)} ({amounts})"
    weekly = (
        _per_week(rate, found.intended.unit)
        for rate in (found.taken_per_week, found.intended_per_week)
    )
    days = f"{counted(found.days, 'day')} for {counted(found.intended_days, 'day')}"
    rates = " of ".join(weekly)
    yield f"    {DOSE_AND_TIME}: {percent(found.dose_and_time)} ({rates} a week; {days})"


def _be(found: Intensity) -> str:
    return "is" if found.cycles == 1 else "are"


def _per_week(rate: Fraction | None, unit: str) -> str:
    return "none" if rate is None else amount_words(nearest(rate, Amount(_PER_WEEK, unit), Ties.UP))


def _correct(found: CorrectDays | None) -> Iterator[str]:
    if found is None:
        return
    yield "  days with correct doses"
    dosing = f"{found.correct:,} of {counted(found.dosing_days, 'day')}"
    yield f"    of the days with a planned dose: {dosing} ({percent(found.of_dosing_days)})"
    every = f"{found.correct + found.other_days:,} of {counted(found.all_days, 'day')}"
    yield f"    of all days: {every} ({percent(found.of_all_days)})"


def _apart(each: ComponentFigures) -> Iterator[str]:
    """Say which cycles have no part in the intensity, and why."""
    for cycle in each.standing(Standing.UNDER_WAY):
        place = f"day {cycle.day} of {cycle.days}"
        yield f"  not yet over: {_cycle(cycle)}, {place}: counted above, not in the intensity"
    for cycle in chain(each.standing(Standing.STOPPED), each.standing(Standing.NOT_INTENDED)):
        yield f"  {_why(cycle)}: {_cycle(cycle)}: counted above, not in the intensity"


def _why(cycle: CycleFigures) -> str:
    if cycle.state is Standing.STOPPED:
        return "after the last planned dose"
    return "not first intended"


def _cycle(cycle: CycleFigures) -> str:
    return f"phase {cycle.key.phase}, cycle {cycle.key.cycle}"


def _drug(each: DrugFigures) -> Iterator[str]:
    basis = "" if each.basis is None else f" as {each.basis}"
    yield f"{each.drug}{basis}, all components"
    yield f"  intended {amount_words(each.intended)}"
    yield f"  planned {amount_words(each.planned)}"
    yield f"  taken {amount_words(each.taken)}"
