"""Files: regimens, products and source records, read whole or refused with all their problems."""

from __future__ import annotations

from npc_regimens.files.checking import check_file
from npc_regimens.files.loading import (
    find_regimen,
    load,
    load_formulary,
    load_product,
    load_sources,
    shipped_trials,
)
from npc_regimens.files.schema import KINDS, json_schema

__all__ = [
    "KINDS",
    "check_file",
    "find_regimen",
    "json_schema",
    "load",
    "load_formulary",
    "load_product",
    "load_sources",
    "shipped_trials",
]
