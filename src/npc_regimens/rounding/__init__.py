"""The only room that drops digits, and only by a named rule.

Everything here is arithmetic on whole numbers and fractions, so that a tie is a tie.
"""

from __future__ import annotations

from npc_regimens.rounding.converging import Converging, Exact, Root, Unrounded
from npc_regimens.rounding.differences import exact_difference, percent_difference
from npc_regimens.rounding.mixes import (
    MOST_STEPS,
    Mix,
    covering_mix,
    easier_mix,
    nearest_mix,
)
from npc_regimens.rounding.roots import square_root
from npc_regimens.rounding.steps import Ties, nearest, to_step, whole_steps

__all__ = [
    "MOST_STEPS",
    "Converging",
    "Exact",
    "Mix",
    "Root",
    "Ties",
    "Unrounded",
    "covering_mix",
    "easier_mix",
    "exact_difference",
    "nearest",
    "nearest_mix",
    "percent_difference",
    "square_root",
    "to_step",
    "whole_steps",
]
