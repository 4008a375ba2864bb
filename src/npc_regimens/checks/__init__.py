"""Checks: from a calendar to findings."""

from __future__ import annotations

from npc_regimens.checks.finding import Finding
from npc_regimens.checks.following import closed_day_findings, course_findings
from npc_regimens.checks.reading import findings

__all__ = ["Finding", "closed_day_findings", "course_findings", "findings"]
