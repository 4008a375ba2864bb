"""Keys: two tables of a file beside each other, key by key, in the words of the file.

The keys are those of the tables themselves, and equal amounts are no difference in whatever unit
each is written. A key that is new in the file format is compared like
every other, and counts as treatment until it is named here among the sources and notes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.comparing.meanings import is_the_same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from npc_regimens.record import Record

# What says where something comes from, or explains it; it changes no dose and no day.
_SOURCES: Final = frozenset({"cite", "note", "named_in_source"})
_LABELS: Final = {
    "trial": frozenset({"format", "id", "title", "registry", "acronym", "condition", "setting"}),
    "arm": frozenset({"id", "name"}),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a regimen by its kind, and its name in the one and in the other.

    A name is missing where the part stands in one of them alone.

    >>> print(Place("phase", "induction", "lead-in"))
    phase induction -> lead-in
    """

    kind: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        names = dict.fromkeys(name for name in (self.before, self.after) if name is not None)
        return f"{self.kind} {' -> '.join(names)}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One key that differs: where it stands, and what the one and the other write.

    A key of a table within is written with a point, as in ``missed_dose.make_up``. A value is
    missing where the key is.
    """

    place: Place
    key: str
    before: str | None
    after: str | None

    @property
    def is_about_sources(self) -> bool:
        """Whether it is about a source, a note or a title, and changes no treatment."""
        last = self.key.rpartition(".")[-1]
        return last in _SOURCES or self.key in _LABELS.get(self.place.kind, ())

    def __str__(self) -> str:
        before, after = ("(none)" if each is None else each for each in (self.before, self.after))
        return f"{self.key}: {before} -> {after}"


def differences(
    place: Place, before: Record | None, after: Record | None, *, apart: Collection[str] = ()
) -> Iterator[Difference]:
    """Compare two tables key by key; the keys that are compared apart are left out."""
    one, other = _written(before, apart), _written(after, apart)
    for key in _in_order((before, after), (one, other)):
        if one.get(key) != other.get(key) and not _means_the_same(before, after, key):
            yield Difference(place, key, one.get(key), other.get(key))


def _means_the_same(before: Record | None, after: Record | None, path: str) -> bool:
    """Whether the values at a path of keys mean the same, however each is written."""
    tables: tuple[object, object] = (before, after)
    one, other = (reduce(_value, path.split("."), each) for each in tables)
    return one is not None and is_the_same(one, other)


def _value(table: object, key: str) -> object:
    """Take the value of a key, if the table has it by that name and not by another, as ``from``."""
    return getattr(table, key, None)


def _in_order(
    records: tuple[Record | None, ...], tables: tuple[Mapping[str, str], ...]
) -> list[str]:
    """Name the keys of all tables once, in the order of the file format."""
    fields = [key for record in records if record is not None for key in type(record).model_fields]
    keys = dict.fromkeys(key for table in tables for key in table)
    return sorted(keys, key=lambda key: fields.index(key.partition(".")[0]))


def _written(record: Record | None, apart: Collection[str]) -> dict[str, str]:
    if record is None:
        return {}
    table = record.model_dump(mode="json", exclude_none=True, exclude=set(apart))
    return dict(_flat(table))


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Name each value by its path; a list that is empty says what a list that is missing says."""
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{above}{key}.")
        elif value != []:
            yield f"{above}{key}", value if isinstance(value, str) else as_written(value)


def as_written(value: object) -> str:
    """Write a value as it stands in a file.

    >>> as_written(["gemcitabine", {"choose": "platinum"}])
    '["gemcitabine", { choose = "platinum" }]'
    """
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {as_written(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(as_written, value))}]"
    return json.dumps(value, ensure_ascii=False)
