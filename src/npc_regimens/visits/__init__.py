"""Visits: windows and closed days, which move a planned date away from its nominal one."""

from __future__ import annotations

from npc_regimens.visits.closing import SATURDAY_AND_SUNDAY, ClosedDays, closed_days
from npc_regimens.visits.countries import CountryDays, country_days
from npc_regimens.visits.fitting import Fitted, Status, day_from, fit
from npc_regimens.visits.rules import (
    Anchor,
    AnchorText,
    Policy,
    PolicyText,
    VisitRule,
    parse_anchor,
    parse_policy,
)
from npc_regimens.visits.windows import Window, WindowText

__all__ = [
    "SATURDAY_AND_SUNDAY",
    "Anchor",
    "AnchorText",
    "ClosedDays",
    "CountryDays",
    "Fitted",
    "Policy",
    "PolicyText",
    "Status",
    "VisitRule",
    "Window",
    "WindowText",
    "closed_days",
    "country_days",
    "day_from",
    "fit",
    "parse_anchor",
    "parse_policy",
]
