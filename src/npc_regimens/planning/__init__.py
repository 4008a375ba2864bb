"""The calendar, and the act of making it."""

from __future__ import annotations

from npc_regimens.planning.calendar import (
    Administration,
    AssessmentDate,
    Calendar,
    CycleSpan,
    CycleTotal,
    Day,
    Following,
    PlannedDose,
    ReviewPoint,
    Session,
    Total,
)
from npc_regimens.planning.dosing import OrderedDose, order_dose
from npc_regimens.planning.explaining import difference_line, explain, find
from npc_regimens.planning.making import plan

__all__ = [
    "Administration",
    "AssessmentDate",
    "Calendar",
    "CycleSpan",
    "CycleTotal",
    "Day",
    "Following",
    "OrderedDose",
    "PlannedDose",
    "ReviewPoint",
    "Session",
    "Total",
    "difference_line",
    "explain",
    "find",
    "order_dose",
    "plan",
]
