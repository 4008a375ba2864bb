"""The schema that editors use agrees with the loader on what is sound."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from npc_regimens.files import json_schema
from npc_regimens.shipped import shipped_files

KINDS = {"regimens": "regimen", "products": "product", "seeds": "source", "formulas": "formula"}
SHIPPED = [path for folder in KINDS for path in shipped_files(folder).values()]
BAD = Path(__file__).resolve().parents[2] / "errors" / "bad"


def as_an_editor_sees(value: object) -> object:
    """Write dates as text, as JSON has them."""
    if isinstance(value, dict):
        return {key: as_an_editor_sees(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_an_editor_sees(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def objections(kind: str, path: Path) -> list[Any]:
    """List what the schema has against a file."""
    data = as_an_editor_sees(tomllib.loads(path.read_text(encoding="utf-8")))
    validator = jsonschema.Draft202012Validator(json_schema(kind))
    return list(validator.iter_errors(data))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_file_agrees_with_its_schema(path: Path) -> None:
    """An editor marks nothing in a file that the loader reads."""
    assert objections(KINDS[path.parent.name], path) == []


@pytest.mark.parametrize(
    "name",
    ["key-unknown", "key-missing", "key-in-the-wrong-place", "dose-as-number", "give-number"],
)
def test_an_editor_marks_a_slip_of_the_form(name: str) -> None:
    """A key too many, a key too few and a value of another type are marked while typing."""
    assert objections("regimen", BAD / f"{name}.toml") != []
