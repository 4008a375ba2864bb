"""What the printed page tells beyond the calendar; what is not given is a blank to fill in by hand.

There is no place for a person's name: the page has a participant code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Final

from npc_regimens.dates import plain_date
from npc_regimens.errors import PlanError
from npc_regimens.render.page_html import require_glyphs
from npc_regimens.units import Amount

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

LANGUAGES: Final = ("en", "zh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit: when, what happens, what to bring, and how far it may move.

    It lies on a date, or on a day of a cycle of a phase (the only one that has such a cycle, unless
    it is named). ``planned`` is the date on which it was planned before it was moved.
    """

    what: str
    date: dt.date | None = None
    cycle: int | None = None
    day: int | None = None
    phase: str | None = None
    time: dt.time | None = None
    bring: tuple[str, ...] = ()
    fasting: bool = False
    window: str = ""
    planned: dt.date | None = None

    def __post_init__(self) -> None:
        is_place = self.cycle is not None and self.day is not None
        if (self.date is None) != is_place or (self.date and (self.cycle or self.day)):
            raise PlanError(
                f"visit {self.what!r}: give it a date, or a cycle and a day, and not both"
            )
        for each in (self.date, self.planned):
            if each is not None:
                plain_date(each, f"the date of visit {self.what!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispensed:
    """How many units of one strength were handed out for a cycle, or for each, and their batch."""

    drug: str
    strength: str
    count: int
    batch: str = ""
    phase: str | None = None
    cycle: int | None = None

    def __post_init__(self) -> None:
        if type(self.count) is not int or self.count < 0:
            raise PlanError(
                f"dispensed {self.count!r} of {self.drug} {self.strength} is not a count of tablets"
                " or capsules; write a whole number"
            )
        Amount.parse(self.strength)

    @property
    def amount(self) -> Amount:
        """The strength as an amount."""
        return Amount.parse(self.strength)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What the page tells of study, site, visits and closed days; blanks where nothing is given.

    ``names`` are what drugs, phases and routes are called on this page, in place of the names that
    the data has. ``closed`` are closed days with their names, and ``working`` the make-up working
    days. ``omitted`` are the doses that were left out, by date and component, with the reason.
    ``discontinued`` are the components that were stopped for good, with the first day without them.
    ``delays`` are reasons of delayed cycles by the date of their first day. ``vomited`` is the
    site's own line on what to do after vomiting.
    """

    language: str = "en"
    large: bool = False
    participant: str = ""
    study: str = ""
    site: str = ""
    arm: str = ""
    protocol: str = ""
    issued: dt.date | None = None
    phone_day: str = ""
    phone_night: str = ""
    call_when: tuple[str, ...] = ()
    vomited: str = ""
    other_medicines: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()
    closed: Mapping[dt.date, str] = field(default_factory=dict)
    working: frozenset[dt.date] = frozenset()
    dispensed: tuple[Dispensed, ...] = ()
    omitted: Mapping[tuple[dt.date, str], str] = field(default_factory=dict)
    delays: Mapping[dt.date, str] = field(default_factory=dict)
    discontinued: Mapping[str, dt.date] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise PlanError(
                f"language {self.language!r} is not one of {', '.join(map(repr, LANGUAGES))}"
            )
        for what, text in self._texts():
            require_glyphs(text, what)
        dates = (*self.closed, *self.working, *self.delays, *self.discontinued.values())
        for date in (*dates, *(day for day, _ in self.omitted)):
            plain_date(date, "a day of the page")
        both = self.working & self.closed.keys()
        if both:
            raise PlanError(f"{min(both)} is a closed day and a working day; keep one of the two")

    def _texts(self) -> Iterator[tuple[str, str]]:
        """List every text that a caller gives, with where it stands."""
        for part in fields(self):
            yield from _texts_in(getattr(self, part.name), part.name)


def _texts_in(value: object, what: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield what, value
    elif isinstance(value, Mapping):
        for key, text in value.items():
            yield from _texts_in(key, what)
            yield from _texts_in(text, what)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts_in(each, what)
    elif isinstance(value, Visit | Dispensed):
        for part in fields(value):
            yield from _texts_in(getattr(value, part.name), f"{what}: {part.name}")
