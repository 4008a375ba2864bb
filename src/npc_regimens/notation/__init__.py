"""The line in which protocols write a regimen: read whole or refused, and written back."""

from __future__ import annotations

from npc_regimens.notation.reading import parse
from npc_regimens.notation.writing import write

__all__ = ["parse", "write"]
