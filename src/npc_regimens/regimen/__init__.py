"""The definition of a regimen, and the settling of what it leaves open."""

from __future__ import annotations

from npc_regimens.regimen.settled import OpenEnd, Order, Regimen, SettledPhase, Settlement
from npc_regimens.regimen.settling import settle
from npc_regimens.regimen.trial import Trial

__all__ = ["OpenEnd", "Order", "Regimen", "SettledPhase", "Settlement", "Trial", "settle"]
