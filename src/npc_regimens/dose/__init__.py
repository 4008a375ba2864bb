"""Doses: the closed family of dose rules, ranges of them, and levels."""

from __future__ import annotations

from npc_regimens.dose.levels import Level, at_level, at_percent, check_levels
from npc_regimens.dose.reading import (
    NOT_STATED,
    DoseRange,
    DoseText,
    NotStated,
    StatedDoseText,
    parse_dose,
    parse_dose_or_gap,
    parse_dose_or_range,
)
from npc_regimens.dose.rules import (
    Body,
    Calculated,
    DoseRule,
    Flat,
    PerSurface,
    PerWeight,
    TargetExposure,
    amount_of,
)

__all__ = [
    "NOT_STATED",
    "Body",
    "Calculated",
    "DoseRange",
    "DoseRule",
    "DoseText",
    "Flat",
    "Level",
    "NotStated",
    "PerSurface",
    "PerWeight",
    "StatedDoseText",
    "TargetExposure",
    "amount_of",
    "at_level",
    "at_percent",
    "check_levels",
    "parse_dose",
    "parse_dose_or_gap",
    "parse_dose_or_range",
]
