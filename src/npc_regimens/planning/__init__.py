"""The calendar, and the act of making it."""

from __future__ import annotations

from npc_regimens.planning.administration import Administration, PlannedDose
from npc_regimens.planning.calendar import (
    AssessmentDate,
    Calendar,
    CycleSpan,
    Day,
    Following,
    ReviewPoint,
    Session,
)
from npc_regimens.planning.dosing import OrderedDose, order_dose
from npc_regimens.planning.ending import last_doses
from npc_regimens.planning.explaining import difference_line, explain, find
from npc_regimens.planning.making import plan
from npc_regimens.planning.totals import CycleTotal, Total

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
    "last_doses",
    "order_dose",
    "plan",
]
