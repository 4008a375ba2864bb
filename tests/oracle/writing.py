"""Write a plain table as TOML text, and turn the places of a table one by one."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Table = dict[str, Any]


def toml(table: Table) -> str:
    """Write each key on a line, and all that is nested as inline values."""
    return "".join(f"{json.dumps(key)} = {_value(value)}\n" for key, value in table.items())


def _value(value: object) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{json.dumps(key)} = {_value(each)}" for key, each in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower()


def tables(node: object) -> Iterator[Table]:
    """Visit every table of a file, the outermost first."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from tables(value)
    if isinstance(node, list):
        for item in node:
            yield from tables(item)


def through_pickle(value: Any) -> Any:
    """Send a value to another process and back."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301  our own bytes
