"""The definition of a regimen, and the settling of what it leaves open."""

from __future__ import annotations

from npc_regimens.regimen.settling import (
    OpenEnd,
    Order,
    Regimen,
    SettledPhase,
    Settlement,
    settle,
)
from npc_regimens.regimen.trial import Trial

__all__ = ["OpenEnd", "Order", "Regimen", "SettledPhase", "Settlement", "Trial", "settle"]
