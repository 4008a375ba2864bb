"""Days of a cycle that follow a rule: every k-th day, on and off, weekdays, radiotherapy days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Final, NamedTuple

from npc_regimens.dates import Span
from npc_regimens.errors import RegimenError
from npc_regimens.regimen.listed import DayRange, after_day_1, parse_run

LONGEST_PATTERN_DAYS: Final = 400  # as long as a cycle may be
RADIOTHERAPY: Final = "radiotherapy days"

_WEEK: Final = Span(1, "week").days
_COUNT: Final = "[1-9][0-9]{0,2}"
_EVERY: Final = re.compile(
    rf"(?:(?P<run>.+?) )?(?:every (?P<count>{_COUNT}) (?P<unit>day|week)s?|(?P<word>every other day"
    r"|every week|weekly))"
)
_ONE_WORD: Final = {"every other day": 2, "every week": _WEEK, "weekly": _WEEK}
_LEVEL: Final = re.compile(
    rf"(?P<on>{_COUNT}) (?P<on_unit>day|week)s? on, (?P<off>{_COUNT}) (?P<off_unit>day|week)s? off"
)
# what people write for several things: no one of them is taken
_SEVERAL: Final = {
    **dict.fromkeys(
        ("daily", "every day", "every 1 day", "every 1 days"),
        "says no last day; write 'continuous' where nothing ends it, or a range such as '1-21'",
    ),
    **dict.fromkeys(
        ("biweekly", "bi-weekly", "twice weekly", "twice a week"),
        "names no days; write 'every 14 days' for one day in two weeks, or list the days of the"
        " cycle, such as '1, 4, 8, 11'",
    ),
    **dict.fromkeys(
        ("every other week", "alternate weeks"),
        "can be a day or a week; write 'every 14 days', or '1 week on, 1 week off'",
    ),
    **dict.fromkeys(
        ("monthly", "every month"),
        "is no number of days; write weeks or days, such as 'every 28 days'",
    ),
}


class _MayHaveARun:
    """Days by a rule, within a run of days or the whole cycle."""

    __slots__ = ()

    within: DayRange | None

    @property
    def first(self) -> int:
        """The day from which doses may be due."""
        return 1 if self.within is None else min(1, self.within.first)

    def check_slots(self, slots: tuple[str, ...]) -> None:
        """Refuse a half day that names a slot which the frequency does not have."""
        if self.within is not None:
            self.within.check_slots(slots)


@dataclass(frozen=True, slots=True)
class EveryNth(_MayHaveARun):
    """Every k-th day, from the first of a run, or from day 1 to the end of the cycle.

    >>> every = EveryNth(2, DayRange(1, 5))
    >>> [day for day in range(1, 22) if every.slots_on(day, ("once",))]
    [1, 3, 5]
    """

    only_on: ClassVar[str | None] = None

    step: int
    within: DayRange | None = None

    def slots_on(self, day: int, slots: tuple[str, ...]) -> tuple[str, ...]:
        """Return the slots in which a dose is due on a day of the cycle."""
        begin = 1 if self.within is None else self.within.first
        if day < begin or (after_day_1(day) - after_day_1(begin)) % self.step:
            return ()
        return slots if self.within is None else self.within.slots_on(day, slots)

    def __str__(self) -> str:
        run = "" if self.within is None else f"{self.within} "
        return f"{run}every {self.step} days"


class Level(NamedTuple):
    """So many days with doses, and then so many without."""

    on: int
    off: int

    @property
    def days(self) -> int:
        """The days of both."""
        return self.on + self.off

    @property
    def spans(self) -> tuple[Span, Span]:
        """Both as weeks where they are whole weeks, and otherwise as days."""
        if self.on % _WEEK or self.off % _WEEK:
            return Span(self.on, "day"), Span(self.off, "day")
        return Span(self.on // _WEEK, "week"), Span(self.off // _WEEK, "week")

    def __str__(self) -> str:
        on, off = self.spans
        return f"{on} on, {off} off"


@dataclass(frozen=True, slots=True)
class OnOff:
    """So many days on and so many off, in one level or several, the innermost first.

    >>> nested = OnOff((Level(5, 2), Level(21, 7)))
    >>> nested.period, sum(bool(nested.slots_on(day, ("once",))) for day in range(1, 29))
    (28, 15)
    """

    first: ClassVar[int] = 1
    only_on: ClassVar[str | None] = None

    levels: tuple[Level, ...]

    @property
    def period(self) -> int:
        """After how many days the whole pattern comes again."""
        return self.levels[-1].days

    def check_slots(self, slots: tuple[str, ...]) -> None:
        """Take any slots: there are no half days."""

    def slots_on(self, day: int, slots: tuple[str, ...]) -> tuple[str, ...]:
        """Return the slots in which a dose is due on a day of the cycle."""
        if day < 1:
            return ()
        place = day - 1
        for level in reversed(self.levels):
            place %= level.days
            if place >= level.on:
                return ()
        return slots

    def __str__(self) -> str:
        return "; ".join(map(str, self.levels))


@dataclass(frozen=True, slots=True)
class Weekdays(_MayHaveARun):
    """Monday to Friday of the real calendar, within a run of days or the whole cycle."""

    only_on: ClassVar[str | None] = "weekdays"

    within: DayRange | None = None

    def slots_on(self, day: int, slots: tuple[str, ...]) -> tuple[str, ...]:
        """Return the slots of a day on which a dose is due if its date is a weekday."""
        if self.within is None:
            return slots if day > 0 else ()
        return self.within.slots_on(day, slots)

    def __str__(self) -> str:
        return "weekdays" if self.within is None else f"{self.within} weekdays"


@dataclass(frozen=True, slots=True)
class RadiotherapyDays:
    """The days on which radiotherapy is given."""

    first: ClassVar[int] = 1
    only_on: ClassVar[str | None] = RADIOTHERAPY

    def check_slots(self, slots: tuple[str, ...]) -> None:
        """Take any slots: there are no half days."""

    def slots_on(self, day: int, slots: tuple[str, ...]) -> tuple[str, ...]:
        """Return the slots of a day on which a dose is due if radiotherapy is given on its date."""
        return slots if day > 0 else ()

    def __str__(self) -> str:
        return RADIOTHERAPY


Pattern = EveryNth | OnOff | Weekdays | RadiotherapyDays


def parse_pattern(plain: str, text: str) -> Pattern | None:
    """Read days that follow a rule, or say by None that they follow none.

    >>> str(parse_pattern("1-21 every other day", "1-21 every other day"))
    '1-21 every 2 days'
    """
    if plain == RADIOTHERAPY:
        return RadiotherapyDays()
    if plain in _SEVERAL:
        raise RegimenError(f"days {text!r} {_SEVERAL[plain]}")
    if plain == "weekdays":
        return Weekdays()
    if plain.endswith(" weekdays"):
        return Weekdays(_one_run(plain.removesuffix(" weekdays"), "weekdays", text))
    if plain.endswith((" on", " off")):
        return _on_off(plain)
    every = _EVERY.fullmatch(plain)
    return None if every is None else _every(every, text)


def _one_run(item: str, what: str, text: str) -> DayRange:
    if "," in item:
        raise RegimenError(
            f"days {text!r}: one run of days stands before {what!r}, not the list {item!r};"
            f" write for example '1-14 {what}'"
        )
    return parse_run(item, text)


def _every(found: re.Match[str], text: str) -> EveryNth:
    step = _ONE_WORD.get(found["word"] or "") or Span(int(found["count"]), found["unit"]).days
    run = None if found["run"] is None else _one_run(found["run"], f"every {step} days", text)
    if step == 1:
        days = "continuous" if run is None else run
        raise RegimenError(f"days {text!r} are all days; write '{days}'")
    if run is not None and len(run) <= step:
        raise RegimenError(
            f"days {text!r}: of {run} this is day {run.first} alone; write '{run.first}', or a"
            " longer run"
        )
    return EveryNth(step, run)


def _on_off(plain: str) -> OnOff:
    levels = tuple(_level(item.strip(" ")) for item in plain.split(";"))
    for inner, outer in pairwise(levels):
        if outer.on % inner.days:
            near = Level(max(1, outer.on // inner.days) * inner.days, outer.off)
            raise RegimenError(
                f"days on and off: '{inner}' does not fill the {outer.on} days on of '{outer}';"
                f" write whole ones of it, such as '{near}'"
            )
    pattern = OnOff(levels)
    if pattern.period > LONGEST_PATTERN_DAYS:
        raise RegimenError(
            f"days on and off that come again after {pattern.period} days are not read, which is"
            f" more than {LONGEST_PATTERN_DAYS}; check the numbers and the units"
        )
    return pattern


def _level(item: str) -> Level:
    found = _LEVEL.fullmatch(item)
    if found is None:
        raise RegimenError(
            f"days on and off: {item!r} is not understood; each number has its unit, and days off"
            " follow days on: write for example '2 weeks on, 1 week off'"
        )
    on = Span(int(found["on"]), found["on_unit"]).days
    return Level(on, Span(int(found["off"]), found["off_unit"]).days)
