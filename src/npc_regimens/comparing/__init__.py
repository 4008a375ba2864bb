"""Comparing: what differs between two regimens, or between two versions of one."""

from __future__ import annotations

from npc_regimens.comparing.comparison import Comparison, TotalDifference, compare
from npc_regimens.comparing.counting import Counted, Sum, Total, is_same_count
from npc_regimens.comparing.keys import Difference, Place

__all__ = [
    "Comparison",
    "Counted",
    "Difference",
    "Place",
    "Sum",
    "Total",
    "TotalDifference",
    "compare",
    "is_same_count",
]
