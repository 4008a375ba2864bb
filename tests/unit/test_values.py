"""Values: what is computed once stays as it was."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from functools import cached_property

import pytest

import npc_regimens

# `__main__` runs the command when it is imported; strategies make examples, and compute nothing.
LEFT_OUT = ("npc_regimens.__main__", "npc_regimens.strategies")
MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(npc_regimens.__path__, "npc_regimens.")
    if not found.name.startswith(LEFT_OUT)
]
VALUES = sorted(
    {
        value
        for module in MODULES
        for value in vars(module).values()
        if isinstance(value, type)
        and dataclasses.is_dataclass(value)
        and value.__module__ == module.__name__
    },
    key=lambda value: f"{value.__module__}.{value.__qualname__}",
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__qualname__)
def test_a_value_never_changes(value: type) -> None:
    """No attribute of a value can be set again, and none can be added by a slip of spelling."""
    name = dataclasses.fields(value)[0].name if dataclasses.fields(value) else "other"
    blank: object = object.__new__(value)

    for attribute in (name, "mispelt"):
        # Python says TypeError for a name that a frozen class with slots does not have.
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            setattr(blank, attribute, None)
    remembers = any(isinstance(each, cached_property) for each in vars(value).values())
    assert remembers or not hasattr(blank, "__dict__")
