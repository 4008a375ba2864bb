"""Words of a schedule strip: cycles, doses and days for people, with no dash and no shorthand."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from npc_regimens.dose import DoseRange, NotStated
from npc_regimens.regimen.infusions import ONE_DAY
from npc_regimens.regimen.timing import Frequency
from npc_regimens.render.dose_places import in_cycles_words, step_words
from npc_regimens.render.words import counted, dose_words, frequency_words, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from npc_regimens.dates import Span
    from npc_regimens.dose import DoseRule
    from npc_regimens.regimen.most_doses import MostDoses
    from npc_regimens.regimen.steps import SettledStep
    from npc_regimens.regimen.timing import Elapsed, SomeCycles
    from npc_regimens.regimen.within_a_day import SettledAfter
    from npc_regimens.units import Amount

_DASH: Final = re.compile(r"(?<=\d)-(?=\d)")
_OPEN: Final = {
    "open": "without a fixed number of cycles",
    "not stated": "number of cycles not stated",
}


def spelled(value: object) -> str:
    """Write a range as a sentence says it.

    >>> spelled("80-100 mg/m2")
    '80 to 100 mg/m2'
    """
    return _DASH.sub(" to ", str(value))


def count_words(cycles: object) -> str:
    """Write how many cycles a phase has.

    >>> count_words("4-6"), count_words("1"), count_words("open")
    ('4 to 6 cycles', '1 cycle', 'without a fixed number of cycles')
    """
    written = str(cycles)
    if written in _OPEN:
        return _OPEN[written]
    return "1 cycle" if written == "1" else f"{spelled(written)} cycles"


def until_words(until: Sequence[str] | str | None) -> tuple[str, ...]:
    """Write what ends a phase, or that nobody says so."""
    if until is None:
        return ()
    return ("what ends it is not stated",) if isinstance(until, str) else (_until(until),)


def _until(reasons: Sequence[str]) -> str:
    return f"until {' or '.join(reasons)}"


def end_words(
    span: Span | None, until: Sequence[str] | str | None, *, is_counted: bool
) -> tuple[str, ...]:
    """Write for how long a phase goes on, and what ends it.

    >>> from npc_regimens.dates import Span
    >>> end_words(Span(1, "year"), None, is_counted=False)
    ('for 1 year',)
    >>> end_words(Span(2, "year"), ["progression"], is_counted=False)
    ('at most 2 years', 'until progression', 'whichever comes first')
    """
    said = until_words(until)
    if span is None:
        return said
    if until is None and not is_counted:
        return (f"for {span}",)
    first = () if until is None or isinstance(until, str) else ("whichever comes first",)
    return (f"at most {span}", *said, *first)


def phase_parts(starts: str | None, times: Iterable[str], sessions: int | None) -> str:
    """Write of a phase from when it starts, its cycles and end, and its radiotherapy.

    >>> phase_parts("3 weeks after the end of induction", ["cycle of 7 days", "6 cycles"], None)
    'starts 3 weeks after the end of induction, cycle of 7 days, 6 cycles'
    """
    first = () if starts is None else (f"starts {starts}",)
    given = f"{counted(sessions or 0, 'session')} of radiotherapy"
    beside = () if sessions is None else (f"{given}, Monday to Friday less closed days",)
    return ", ".join((*first, *times, *beside))


def any_dose_words(dose: DoseRule | DoseRange | NotStated) -> str:
    """Write a dose, a range of doses, or that there is none."""
    if isinstance(dose, NotStated):
        return f"dose {dose}"
    return spelled(dose) if isinstance(dose, DoseRange) else dose_words(dose)


def doses_words(
    dose: DoseRule | DoseRange | NotStated,
    steps: Sequence[SettledStep],
    frequency: Frequency | Elapsed | NotStated | None,
) -> Iterator[str]:
    """Write a dose with its steps, and how often a day."""
    often, plain = often_words(frequency), any_dose_words(dose)
    if not steps:
        yield ", ".join((plain, *often))
        return
    # how often goes first: 1,000 mg in the morning is no dose twice a day
    yield from often
    yield from (f"{dose_words(step.dose)} {step_words(step)}" for step in steps)
    yield f"otherwise {plain}"


def bounds_words(
    cycles: SomeCycles | None, at_most: MostDoses | None, after: SettledAfter | None
) -> Iterator[str]:
    """Write in which cycles, at most how many doses, and behind which drug of the same day."""
    if cycles is not None:
        yield in_cycles_words(cycles)
    if at_most is not None:
        yield f"at most {at_most} in all"
    if after is not None:
        yield str(after)


def infusion_words(infusion: Amount | None) -> Iterator[str]:
    """Write how long an infusion runs that runs for a day or longer: later days are no dose."""
    if infusion is not None and infusion >= ONE_DAY:
        yield f"each infusion over {infusion}"


def often_words(frequency: Frequency | Elapsed | NotStated | None) -> tuple[str, ...]:
    """Write how often a day; once on a listed day goes without saying."""
    if isinstance(frequency, Frequency):
        return () if frequency.name == "once" else (frequency_words(frequency),)
    if isinstance(frequency, NotStated):
        return (f"frequency {frequency}",)
    return () if frequency is None else (str(frequency),)


def day_words(days: Iterable[int]) -> str:
    """Write days with a word between them, and their number where there are several.

    >>> day_words([1, 8]), day_words([1, 2, 3]), day_words([15]), day_words([-2, -1, 1])
    ('days 1 and 8 (2 days)', 'days 1 to 3 (3 days)', 'day 15', 'days -2 to 1 (3 days)')
    """
    listed = list(days)
    if not listed:
        return "no day"
    if len(listed) == 1:
        return f"day {listed[0]}"
    return f"days {joined([*_runs(listed)])} ({len(listed)} days)"


def _runs(days: list[int]) -> Iterator[str]:
    """Part days where one is missing; behind day -1 comes day 1."""
    first = days[0]
    for day, following in pairwise(days):
        if following - day > 1 and (day, following) != (-1, 1):
            yield from _run(first, day)
            first = following
    yield from _run(first, days[-1])


def _run(first: int, last: int) -> Iterator[str]:
    """Write a run; two days are no run."""
    days = [day for day in range(first, last + 1) if day]
    is_run = len(days) > len((first, last))
    yield from (f"{first} to {last}",) if is_run else map(str, days)
