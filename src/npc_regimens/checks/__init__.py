"""Checks: from a calendar to findings."""

from __future__ import annotations

from npc_regimens.checks.finding import Finding
from npc_regimens.checks.following import course_findings
from npc_regimens.checks.reading import findings

__all__ = ["Finding", "course_findings", "findings"]
