"""The names under which regimens are planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.files import shipped_trials

if TYPE_CHECKING:
    from npc_regimens.regimen import Trial


def regimen_ids() -> list[str]:
    """List what can be planned: trials, and arms where a trial has several."""
    return [name for trial in shipped_trials() for name in ids_of(trial)]


def ids_of(trial: Trial) -> list[str]:
    """List the ids under which a trial's arms are planned."""
    if len(trial.arm) == 1:
        return [trial.id]
    return [f"{trial.id}/{arm.id}" for arm in trial.arm]
