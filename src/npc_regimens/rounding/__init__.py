"""The only room that drops digits, and only by a named rule.

Everything here is arithmetic on whole numbers and fractions, so that a tie is a tie.
"""

from __future__ import annotations

from npc_regimens.rounding.bands import BandRow, Bands
from npc_regimens.rounding.converging import Converging, Exact, Root, Unrounded
from npc_regimens.rounding.differences import (
    exact_difference,
    percent_difference,
    percent_words,
    rounded_percent,
)
from npc_regimens.rounding.ladders import WholeUnits
from npc_regimens.rounding.mixes import (
    MOST_STEPS,
    Mix,
    covering_mix,
    directed_mix,
    easier_mix,
    nearest_mix,
)
from npc_regimens.rounding.policies import AsCalculated, Rounded, ToStep, WholeVials
from npc_regimens.rounding.roots import square_root
from npc_regimens.rounding.spreading import Spread, SpreadPattern, spread
from npc_regimens.rounding.steps import (
    Direction,
    Ties,
    exact_decimal,
    nearest,
    stepped,
    to_step,
    whole_steps,
)
from npc_regimens.rounding.vials import Vials, vials_for
from npc_regimens.rounding.wording import RoundingPolicy, parse_rounding

__all__ = [
    "MOST_STEPS",
    "AsCalculated",
    "BandRow",
    "Bands",
    "Converging",
    "Direction",
    "Exact",
    "Mix",
    "Root",
    "Rounded",
    "RoundingPolicy",
    "Spread",
    "SpreadPattern",
    "Ties",
    "ToStep",
    "Unrounded",
    "Vials",
    "WholeUnits",
    "WholeVials",
    "covering_mix",
    "directed_mix",
    "easier_mix",
    "exact_decimal",
    "exact_difference",
    "nearest",
    "nearest_mix",
    "parse_rounding",
    "percent_difference",
    "percent_words",
    "rounded_percent",
    "spread",
    "square_root",
    "stepped",
    "to_step",
    "vials_for",
    "whole_steps",
]
