"""The file of `page --facts`: what a printed page tells beyond the calendar."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import click
from pydantic import Field

from npc_regimens.dates import read_date
from npc_regimens.errors import FileProblemsError
from npc_regimens.files.loading import from_data
from npc_regimens.files.reading import read_toml
from npc_regimens.record import Record
from npc_regimens.render.page import Dispensed, PageFacts, Visit
from npc_regimens.sources import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

_List = Field(default=(), strict=False)
SomeWords = Annotated[tuple[Words, ...], _List]


class VisitTable(Record):
    """A ``[[visit]]``."""

    what: Words
    date: dt.date | None = None
    cycle: int | None = None
    day: int | None = None
    phase: Words | None = None
    time: dt.time | None = None
    bring: SomeWords
    fasting: bool = False
    window: Words | None = None
    planned: dt.date | None = None

    def visit(self) -> Visit:
        """Make the visit of it."""
        given = {name: value for name, value in self if value is not None}
        return Visit(**given)


class DispensedTable(Record):
    """A ``[[dispensed]]``."""

    drug: Words
    strength: Words
    count: Annotated[int, Field(ge=0)]
    batch: Words | None = None
    phase: Words | None = None
    cycle: int | None = None

    def dispensed(self) -> Dispensed:
        """Make what was handed out of it."""
        given = {name: value for name, value in self if value is not None}
        return Dispensed(**given)


class OmittedTable(Record):
    """An ``[[omitted]]``."""

    date: dt.date
    component: Words
    reason: Words


class FactsFile(Record):
    """The whole file; every key may be left out."""

    language: Literal["en", "zh"] | None = None
    large: bool | None = None
    participant: Words | None = None
    study: Words | None = None
    site: Words | None = None
    arm: Words | None = None
    protocol: Words | None = None
    issued: dt.date | None = None
    phone_day: Words | None = None
    phone_night: Words | None = None
    call_when: SomeWords
    vomited: Words | None = None
    other_medicines: SomeWords
    note: Words | None = None
    visit: Annotated[tuple[VisitTable, ...], _List]
    dispensed: Annotated[tuple[DispensedTable, ...], _List]
    omitted: Annotated[tuple[OmittedTable, ...], _List]
    closed: dict[str, Words] = Field(default_factory=dict)
    working: Annotated[tuple[dt.date, ...], _List]
    delays: dict[str, Words] = Field(default_factory=dict)
    names: dict[str, Words] = Field(default_factory=dict)

    def facts(self) -> dict[str, Any]:
        """Make the arguments of `PageFacts` of it."""
        return {
            **{name: value for name, value in self if value is not None and name != "visit"},
            "visits": tuple(each.visit() for each in self.visit),
            "dispensed": tuple(each.dispensed() for each in self.dispensed),
            "omitted": {(each.date, each.component): each.reason for each in self.omitted},
            "closed": _dated(self.closed),
            "delays": _dated(self.delays),
            "working": frozenset(self.working),
        }


def _dated(table: Mapping[str, str]) -> dict[dt.date, str]:
    return {read_date(day): text for day, text in table.items()}


def facts_of(options: Mapping[str, Any]) -> PageFacts:
    """Read the file, if there is one, and take the options in its place where they are given."""
    found = {} if options["facts"] is None else _read(Path(options["facts"]))
    said = {name: options[name] for name in ("language", "participant", "study", "site")}
    said["large"] = options["large"] or None
    return PageFacts(
        **{**found, **{key: value for key, value in said.items() if value is not None}}
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return from_data(FactsFile, read_toml(path), str(path)).facts()
    except FileProblemsError as error:
        raise click.UsageError(str(error)) from None
