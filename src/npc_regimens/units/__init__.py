"""Amounts: exact numbers with a unit of a closed vocabulary."""

from __future__ import annotations

from npc_regimens.units.amount import EXACT, Amount, PintQuantity
from npc_regimens.units.vocabulary import UNITS

__all__ = ["EXACT", "UNITS", "Amount", "PintQuantity"]
