"""From pydantic's errors to problems in the words of the file: place by name, what, remedy."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Annotated, Any, Final, get_args, get_origin

from pydantic import BaseModel

from npc_regimens.errors import ConflictsError, Problem
from npc_regimens.record import WrittenAs
from npc_regimens.regimen.conflicts import near

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import ValidationError

_KEYED: Final = {
    "component",
    "choice",
    "locator",
    "figures",
    "coefficients",
}  # tables of named tables
_LONGEST_SHOWN: Final = 60
_NAME: Final = "write small letters, digits and hyphens, at most 80, for example 'drug-a'"
_INSTANCE: Final = re.compile(r" or instance of \w+")
_WORDS: Final = (  # pydantic speaks Python, the reader of a file speaks TOML
    ("Input should be", "expected"),
    ("valid dictionary", "table"),
    ("valid tuple", "list"),
    ("a valid string", "text"),
    ("Tuple should have", "expected"),
    ("String should have", "expected"),
    ("String should match pattern", "expected text of the pattern"),
    (" after validation", ""),
)
_EXAMPLES: Final = {
    "format": "format = 1",
    "cite": 'cite = "example-2020#table-1"',
    "until": 'until = ["progression"] or until = "not stated"',
    "give": 'give = ["drug-a", { choose = "chemotherapy" }]',
    "id": 'id = "example-01"',
    "name": 'name = "induction"',
    "arm": "[[arm]]",
    "phase": "[[arm.phase]]",
    "route": 'route = "oral"',
    "basis": 'basis = "free base"',
    "choice": "[choice.chemotherapy]",
    "component": "[component.drug-a]",
    "coefficients": "[coefficients.anyone]",
    "gives": 'gives = "body surface"',
    "adults_only": "adults_only = false",
    "kind": 'kind = "registry record"',
    "drug": 'drug = "drug-a"',
    "evidence": 'evidence = "stated"',
    "figures": 'dose = { printed = "10mg", value = "10 mg" }',
    "form": 'form = "tablet"',
    "from": 'from = "end of induction"',
    "locator": "[locator.table-1]",
    "missed_dose": 'missed_dose = { make_up = "never" }',
    "make_up": 'make_up = "never"',
    "open": 'open = ["the missed-dose rule is not stated"]',
    "optional": "optional = true",
    "rule": 'rule = "nearest step"',
    "vial": "[[vial]]",
    "one_of": 'one_of = ["drug-a", "drug-b"]',
    "read_on": "read_on = 2026-12-07",
    "rounding": 'rounding = { rule = "nearest step", step = "1 mg", ... }',
    "sessions": "sessions = 33",
    "starts": 'starts = { from = "last cycle of induction", after = "21-28 days" }',
    "strengths": 'strengths = ["500 mg", "150 mg"]',
    "ties": 'ties = "up"',
    "title": 'title = "Drug A with drug B"',
}


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
    location = detail["loc"]
    where, key = place(location, data), _last_key(location, data, detail["type"])
    models = _models_at(model, location[:-1])
    example = _example([*models, *_all_models(model)], key)
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
        known = {f.alias or name for each in models for name, f in each.model_fields.items()}
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
    return Problem(where, what, f"write for example {_EXAMPLES[key]}")


def _short(value: object) -> str:
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
            if isinstance(node, dict):
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


def _models_at(model: type[BaseModel], location: Sequence[int | str]) -> list[type[BaseModel]]:
    models = [model]
    for step in location:
        fields = [each.model_fields[step] for each in models if step in each.model_fields]
        deeper = [inner for field in fields for inner in _models_in(field.annotation)]
        models = deeper or models
    return models


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _example(models: Sequence[type[BaseModel]], key: str) -> str:
    if key in _EXAMPLES:
        return f"write for example {_EXAMPLES[key]}"
    for each in models:
        field = each.model_fields.get(key)
        if field is not None:
            written = [*field.metadata, *_written_in(field.annotation)]
            for form in written:
                if isinstance(form, WrittenAs):
                    return f'write for example {key} = "{form.example}"'
    if any(each.model_config.get("extra") == "allow" for each in models):
        return f'write for example {key} = "0.725"'  # only coefficients have names of their own
    return f'write for example {key} = "a few words"'


def _written_in(annotation: object) -> Iterator[WrittenAs]:
    if get_origin(annotation) is Annotated:
        yield from (each for each in get_args(annotation)[1:] if isinstance(each, WrittenAs))
    for argument in get_args(annotation):
        yield from _written_in(argument)


def _all_models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Walk a model and those in it; none holds itself."""
    yield model
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            yield from _all_models(inner)
