"""Words of a schedule strip: cycles, doses and days for people, with no dash and no shorthand."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from npc_regimens.dose import DoseRange, NotStated
from npc_regimens.record import Record
from npc_regimens.regimen.timing import Frequency
from npc_regimens.render.words import dose_words, frequency_words, joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from npc_regimens.dose import DoseRule

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


def some_cycles_words(cycles: object) -> str:
    """Write in which cycles a component is given.

    >>> some_cycles_words("1-6"), some_cycles_words("2"), some_cycles_words("odd")
    ('in cycles 1 to 6', 'in cycle 2', 'in odd cycles')
    """
    written = spelled(cycles)
    if written in {"odd", "even"}:
        return f"in {written} cycles"
    return f"in cycle {written}" if written.isdigit() else f"in cycles {written}"


def until_words(until: Sequence[str] | str | None) -> tuple[str, ...]:
    """Write what ends a phase, or that nobody says so."""
    if until is None:
        return ()
    return ("what ends it is not stated",) if isinstance(until, str) else (_until(until),)


def _until(reasons: Sequence[str]) -> str:
    return f"until {' or '.join(reasons)}"


def any_dose_words(dose: DoseRule | DoseRange | NotStated) -> str:
    """Write a dose, a range of doses, or that there is none."""
    if isinstance(dose, NotStated):
        return f"dose {dose}"
    return spelled(dose) if isinstance(dose, DoseRange) else dose_words(dose)


def often_words(frequency: object) -> tuple[str, ...]:
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


def besides(values: Iterable[tuple[str, object]], known: Collection[str]) -> tuple[str, ...]:
    """Write every key that the picture does not draw, so that nothing is dropped in silence."""
    return tuple(
        f"{key.replace('_', ' ')}: {_said(value)}"
        for key, value in values
        if key not in known and _is_something(value)
    )


def _is_something(value: object) -> bool:
    return value is not None and value is not False and value != ()


def _said(value: object) -> str:
    if isinstance(value, Record):
        return ", ".join(
            f"{key} {_said(each)}"
            for key, each in value
            if key not in {"cite", "note"} and _is_something(each)
        )
    return "; ".join(map(_said, value)) if isinstance(value, tuple) else spelled(value)
