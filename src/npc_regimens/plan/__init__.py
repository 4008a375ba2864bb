"""The calendar, and the act of making it."""

from __future__ import annotations

from npc_regimens.plan.calendar import (
    Administration,
    AssessmentDate,
    Calendar,
    CycleSpan,
    CycleTotal,
    Day,
    Following,
    PlannedDose,
    ReviewPoint,
    Total,
)
from npc_regimens.plan.explaining import explain, find
from npc_regimens.plan.making import plan

__all__ = [
    "Administration",
    "AssessmentDate",
    "Calendar",
    "CycleSpan",
    "CycleTotal",
    "Day",
    "Following",
    "PlannedDose",
    "ReviewPoint",
    "Total",
    "explain",
    "find",
    "plan",
]
