"""The public names: one list, one room each, and nothing else."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import npc_regimens

SOURCE = Path(npc_regimens.__file__).read_text(encoding="utf-8")


def names_for_type_checkers() -> set[str]:
    """Read the names that stand under TYPE_CHECKING."""
    guarded = [node for node in ast.parse(SOURCE).body if isinstance(node, ast.If)]
    imports = [node for block in guarded for node in block.body if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in imports for alias in node.names}


def test_the_three_lists_of_names_agree() -> None:
    """What is promised, what is found at run time and what type checkers see are the same."""
    promised = set(npc_regimens.__all__) - {"__version__"}

    assert promised == set(npc_regimens._ROOMS)
    assert promised == names_for_type_checkers()


def test_the_promised_names_stand_in_order_and_once() -> None:
    """The list of names is sorted, so that a reader finds a name and a merge shows it."""
    assert sorted(npc_regimens.__all__) == list(npc_regimens.__all__)
    assert len(set(npc_regimens.__all__)) == len(npc_regimens.__all__)
    assert dir(npc_regimens) == sorted(npc_regimens.__all__)


@pytest.mark.parametrize("name", npc_regimens.__all__)
def test_every_name_can_be_used(name: str) -> None:
    """Every promised name exists, and is documented where it has a docstring of its own."""
    value = getattr(npc_regimens, name)

    assert value.__doc__
    assert name in {"__version__", getattr(value, "__name__", "__version__")}


def test_plan_stays_the_function_after_its_room_was_imported() -> None:
    """Importing a room never puts a module in the place of a public name."""
    for room in set(npc_regimens._ROOMS.values()):
        import_module(f"npc_regimens.{room}")

    for name in npc_regimens._ROOMS:
        assert type(getattr(npc_regimens, name)).__name__ != "module"


def test_an_unknown_name_is_refused_as_python_does() -> None:
    """A name that is not there is an attribute error, so that hasattr and imports work."""
    with pytest.raises(AttributeError, match="has no attribute 'prescribe'"):
        _ = npc_regimens.prescribe
