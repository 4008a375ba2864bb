"""Sources and citations: where every figure was printed, and how it was understood.

A record holds what one source says, entered a second time and apart from the regimens, so that a
slip of the pen in either place shows: double entry, as in a ledger.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from npc_regimens.errors import SourceError
from npc_regimens.record import FormatNumber, Record, WrittenAs

_CITATION: Final = re.compile(r"([a-z0-9][a-z0-9.-]*)#([a-z0-9][a-z0-9-]*)")

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]


def _printable(text: str) -> str:
    """Refuse what is not seen and changes what is: controls, line breaks, marks of direction."""
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            raise SourceError(
                f"{text[:40]!r} has the character U+{ord(character):04X}; leave it out"
            )
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise SourceError(f"{text!r} is blank; write a few words")
    return text


Words = Annotated[
    str,
    Field(min_length=1, max_length=2000),
    AfterValidator(_printable),
    AfterValidator(_not_blank),
]
Printed = Annotated[str, Field(max_length=2000), AfterValidator(_printable)]  # "" where nothing is


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A pointer to one locator of one source.

    >>> Citation.parse("example-2020#table-1").locator
    'table-1'
    """

    source: str
    locator: str

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read ``source#locator``."""
        found = _CITATION.fullmatch(text)
        if found is None:
            raise SourceError(
                f"{text!r} is not a citation; write source#locator, like 'example-2020#table-1'"
            )
        return cls(found[1], found[2])

    def __str__(self) -> str:
        return f"{self.source}#{self.locator}"


CitationText = Annotated[
    Citation, WrittenAs(Citation.parse, "example-2020#table-1", "A source record and a locator.")
]


def _one_or_more(value: object) -> object:
    return (value,) if isinstance(value, str) else value


_CITATION_SCHEMA: Final = {"type": "string", "pattern": f"^{_CITATION.pattern}$"}
Citations = Annotated[
    tuple[CitationText, ...],
    Field(strict=False, min_length=1),
    BeforeValidator(_one_or_more),
    WithJsonSchema(
        {
            "description": "One source and locator, or a list of them.",
            "anyOf": [
                _CITATION_SCHEMA,
                {"type": "array", "items": _CITATION_SCHEMA, "minItems": 1},
            ],
        }
    ),
]


class Figure(Record):
    """One figure of a source: as it is printed there, and as it is understood."""

    printed: Printed
    value: Words | Annotated[tuple[Words, ...], Field(strict=False)]


class Locator(Record):
    """A place in a source, and the figures that stand there."""

    place: Words
    evidence: Literal["stated", "read", "derived"]
    rule: Words | None = None
    figures: dict[Words, Figure] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _derived_has_a_rule(self) -> Locator:
        if (self.evidence == "derived") != (self.rule is not None):
            raise SourceError(
                "evidence 'derived' has a rule, no other has one; add it or leave it out"
            )
        return self


class Identifier(Record):
    """What a source is registered under."""

    scheme: Words
    value: Words


class SourceRecord(Record):
    """What one source says, in the project's own words, with each figure and its place."""

    format: FormatNumber
    id: Name
    kind: Literal[
        "registry record",
        "registry copy",
        "journal article",
        "conference abstract",
        "product label",
        "formula reference",
        "guideline",
        "project decision",
    ]
    title: Words
    identifier: Identifier | None = None
    describes: Words
    read_on: dt.date
    open: Annotated[tuple[Words, ...], Field(strict=False)]
    locator: dict[Name, Locator]
