"""Files: regimens, products, courses and source records, read whole or refused with all problems.

Each name comes from its module when it is first used: who loads a regimen does not wait for the
room of courses.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from npc_regimens.files.checking import check_file
    from npc_regimens.files.courses import CourseFile, load_course
    from npc_regimens.files.loading import (
        find_regimen,
        load,
        load_formulary,
        load_product,
        load_sources,
        shipped_trials,
    )
    from npc_regimens.files.schema import KINDS, json_schema

_MODULES = {
    "KINDS": "schema",
    "CourseFile": "courses",
    "check_file": "checking",
    "find_regimen": "loading",
    "json_schema": "schema",
    "load": "loading",
    "load_course": "courses",
    "load_formulary": "loading",
    "load_product": "loading",
    "load_sources": "loading",
    "shipped_trials": "loading",
}

__all__ = [
    "KINDS",
    "CourseFile",
    "check_file",
    "find_regimen",
    "json_schema",
    "load",
    "load_course",
    "load_formulary",
    "load_product",
    "load_sources",
    "shipped_trials",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
