"""From pydantic's errors to problems in the words of the file: place by name, what, remedy."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.errors import ConflictsError, Problem
from npc_regimens.files.forms import EXAMPLES, all_models, example_of, keys_of, models_at
from npc_regimens.regimen.conflicts import near

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import BaseModel, ValidationError

_KEYED: Final = {
    "component",
    "choice",
    "locator",
    "figures",
    "coefficients",
}  # tables of named tables
# tables of several kinds, and the key that says of which
_TAGS: Final = {"rounding": "rule", "log": "what"}
_LONGEST_SHOWN: Final = 60
_NAME: Final = "write small letters, digits and hyphens, at most 80, for example 'drug-a'"
_INSTANCE: Final = re.compile(r" or instance of \w+")
_WORDS: Final = (  # pydantic speaks Python, the reader of a file speaks TOML
    ("Input should be", "expected"),
    ("valid dictionary", "table"),
    ("valid tuple", "list"),
    ("valid frozenset", "list"),
    ("a valid string", "text"),
    ("Tuple should have", "expected"),
    ("Dictionary should have", "expected"),
    (" or object to extract fields from", ""),
    ("String should have", "expected"),
    ("String should match pattern", "expected text of the pattern"),
    (" after validation", ""),
)


def problems_of(
    error: ValidationError, model: type[BaseModel], data: Mapping[str, Any]
) -> list[Problem]:
    """Translate all that pydantic found; one problem a place, deepest first."""
    found: dict[str, Problem] = {}
    details = error.errors(include_url=False)
    locations = {tuple(detail["loc"]) for detail in details}
    for detail in details:
        location = tuple(detail["loc"])
        beneath = any(other[: len(location)] == location for other in locations - {location})
        if detail["type"] == "too_short" and beneath:
            continue  # pydantic counts a tuple whose item failed as empty
        for problem in _translated(detail, model, data):
            # a union says several things of one place, and the first is enough
            about_keys = detail["type"] in {"missing", "extra_forbidden"}
            found.setdefault(str(problem) if about_keys else problem.place, problem)
    return list(found.values())


def _translated(
    detail: Mapping[str, Any], model: type[BaseModel], data: Mapping[str, Any]
) -> Iterator[Problem]:
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, ConflictsError):
        yield from cause.problems
        return
    location = _without_tags(detail["loc"], data)
    where, key = place(location, data), _last_key(location, data, detail["type"])
    models = models_at(model, location[:-1])
    example = example_of([*models, *all_models(model)], key)
    if isinstance(cause, Exception):
        what, _, remedy = str(cause).partition("; ")
        yield Problem(where, what, remedy or example)
    elif location[-1:] == ("[key]",) and detail["type"].startswith("string"):
        yield Problem(where, f"{key!r} is not a name", _NAME)
    elif detail["type"].startswith("union_tag"):
        yield _of_kind(detail, where)
    elif detail["type"] == "missing":
        yield Problem(place(location[:-1], data), f"key {key!r} is missing", example)
    elif detail["type"] == "extra_forbidden":
        known = {name for each in models for name, _ in keys_of(each)}
        what = f"key {key!r} is not known here"
        elsewhere = "leave it out; another kind of this table has it"
        remedy = elsewhere if key in known else near(key, known)
        yield Problem(place(location[:-1], data), what, remedy)
    else:
        words = reduce(
            lambda said, pair: said.replace(*pair), _WORDS, _INSTANCE.sub("", detail["msg"])
        )
        yield Problem(where, f"{words}, got {_short(detail['input'])}", example)


def _of_kind(detail: Mapping[str, Any], where: str) -> Problem:
    """Name the key that says of which kind a table is, where it is missing or says none."""
    context = detail["ctx"]
    key = context["discriminator"].strip("'")
    known = context.get("expected_tags")
    what = (
        f"key {key!r} is missing" if known is None else f"{context['tag']!r} is not one of {known}"
    )
    return Problem(where, what, f"write for example {EXAMPLES[key]}")


def _short(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    text = f"{value}" if isinstance(value, Decimal | dt.date) else repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def place(location: Sequence[int | str], data: object) -> str:
    """Name a place by names: phase 'maintenance', component 'drug-b', key 'days'.

    >>> place(("arm", 0, "id"), {"arm": [{"id": "a", "name": "A"}]})
    "arm 'a', key 'id'"
    """
    parts: list[str] = []
    node, kind = data, ""
    for step in location:
        if isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
            if kind == "log":
                parts[-1:] = [_entry(step, node)]
            elif isinstance(node, dict):
                parts[-1:] = [f"{kind} {node.get('id', node.get('name', step + 1))!r}"]
            else:
                parts.append(f"item {step + 1}")
        elif isinstance(node, dict) and kind in _KEYED and step in node:
            node = node[step]
            parts[-1:] = [f"{kind} {step!r}"]
            kind = ""
        elif isinstance(node, dict) and step in node:  # and no tag of a union
            node, kind = node[step], str(step)
            parts.append(f"key {kind!r}")
    return ", ".join(parts) or "file"


def _entry(index: int, node: object) -> str:
    """Name an entry of a log by its number and kind: those of one kind have no names."""
    what = node.get(_TAGS["log"]) if isinstance(node, dict) else None
    return f"log entry {index + 1}" + (f" ({what})" if isinstance(what, str) else "")


def _without_tags(location: Sequence[int | str], data: object) -> tuple[int | str, ...]:
    """Leave out which kind of a union a table is: pydantic says it where a file has no key."""
    kept: list[int | str] = []
    node, above = data, ""
    for step in location:
        tag = _TAGS.get(above)
        above = above if isinstance(step, int) else str(step)  # a list is of tables of its name
        if tag is not None and isinstance(node, dict) and node.get(tag) == step:
            continue
        kept.append(step)
        if isinstance(node, dict):
            node = node.get(step)
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
    return tuple(kept)


def _last_key(location: Sequence[int | str], data: object, kind: str) -> str:
    """Return the last step that is a key of the file, not a tag of a union."""
    if kind in {"missing", "extra_forbidden"}:
        return str(location[-1])
    names, node = [""], data
    for step in location:
        if isinstance(node, dict) and step in node:
            names.append(str(step))
        if isinstance(node, dict):
            node = node.get(step, node)
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
    return names[-1]
