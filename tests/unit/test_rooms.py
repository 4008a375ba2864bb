"""The rooms that are packages: what each lists is what it hands out."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import npc_regimens

PACKAGES = {
    path.parent.relative_to(Path(npc_regimens.__file__).parent).as_posix().replace("/", "."): path
    for path in Path(npc_regimens.__file__).parent.glob("*/**/__init__.py")
}
LISTING = sorted(name for name, path in PACKAGES.items() if "__all__" in path.read_text("utf-8"))


@pytest.mark.parametrize("room", LISTING)
def test_a_room_lists_what_it_hands_out(room: str) -> None:
    """The list of a room names each thing that it imports from its modules, once and no other.

    A room that imports on first use has the same imports for type checkers.
    """
    body = ast.parse(PACKAGES[room].read_text("utf-8")).body
    guarded = [node for block in body if isinstance(block, ast.If) for node in block.body]
    imported = {
        alias.asname or alias.name
        for node in (*body, *guarded)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("npc_regimens")
        for alias in node.names
    }
    module = importlib.import_module(f"npc_regimens.{room}")

    assert sorted(module.__all__) == sorted(imported)
    for name in module.__all__:
        assert hasattr(module, name)
    assert not hasattr(module, "prescribe")
