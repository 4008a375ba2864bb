"""From a trial arm's regimen to exact doses, dated administrations and a patient's calendar.

The names below are the public interface, and each comes from its own room when it is first used:
a command that only prints its help must not wait for rooms that it does not enter.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from npc_regimens._version import __version__
from npc_regimens.showing import answer_by

if TYPE_CHECKING:
    from npc_regimens.checks import Finding, findings
    from npc_regimens.comparing import Comparison, Difference, compare
    from npc_regimens.course.balances import balances
    from npc_regimens.course.definition import Course
    from npc_regimens.course.dispensing import Supply, dispensing
    from npc_regimens.course.replaying import Followed, replay
    from npc_regimens.course.visiting import VisitRules, visits_of
    from npc_regimens.dates import Span
    from npc_regimens.dose import parse_dose
    from npc_regimens.files import (
        CourseFile,
        check_file,
        load,
        load_course,
        load_formulary,
        load_product,
        load_sources,
        shipped_trials,
    )
    from npc_regimens.notation import parse, write
    from npc_regimens.patient import (
        ClearancePolicy,
        Formula,
        Measurement,
        Patient,
        Sex,
        SurfacePolicy,
        body_surface,
    )
    from npc_regimens.planning import (
        Administration,
        Calendar,
        OrderedDose,
        explain,
        find,
        order_dose,
        plan,
    )
    from npc_regimens.products import Formulary, Product, convert_basis
    from npc_regimens.regimen import Regimen, Settlement, Trial, settle
    from npc_regimens.render.calendar_strip import calendar_svg
    from npc_regimens.render.comparison import comparison_to_json, comparison_to_text
    from npc_regimens.render.ics import to_ics
    from npc_regimens.render.month import to_months
    from npc_regimens.render.reminders import Reminders, Titles
    from npc_regimens.render.rows import to_csv, to_json, to_jsonl
    from npc_regimens.render.strip import to_svg
    from npc_regimens.render.table import to_text
    from npc_regimens.rounding import parse_rounding
    from npc_regimens.units import Amount
    from npc_regimens.visits import VisitRule, Window, closed_days, country_days

_ROOMS = {
    "Administration": "planning",
    "Amount": "units",
    "Calendar": "planning",
    "ClearancePolicy": "patient",
    "Comparison": "comparing",
    "Course": "course.definition",
    "CourseFile": "files",
    "Difference": "comparing",
    "Finding": "checks",
    "Followed": "course.replaying",
    "Formula": "patient",
    "Formulary": "products",
    "Measurement": "patient",
    "OrderedDose": "planning",
    "Patient": "patient",
    "Product": "products",
    "Regimen": "regimen",
    "Reminders": "render.reminders",
    "Settlement": "regimen",
    "Sex": "patient",
    "Span": "dates",
    "Supply": "course.dispensing",
    "SurfacePolicy": "patient",
    "Titles": "render.reminders",
    "Trial": "regimen",
    "VisitRule": "visits",
    "VisitRules": "course.visiting",
    "Window": "visits",
    "balances": "course.balances",
    "body_surface": "patient",
    "calendar_svg": "render.calendar_strip",
    "check_file": "files",
    "closed_days": "visits",
    "compare": "comparing",
    "comparison_to_json": "render.comparison",
    "comparison_to_text": "render.comparison",
    "convert_basis": "products",
    "country_days": "visits",
    "dispensing": "course.dispensing",
    "explain": "planning",
    "find": "planning",
    "findings": "checks",
    "load": "files",
    "load_course": "files",
    "load_formulary": "files",
    "load_product": "files",
    "load_sources": "files",
    "order_dose": "planning",
    "parse": "notation",
    "parse_dose": "dose",
    "parse_rounding": "rounding",
    "plan": "planning",
    "replay": "course.replaying",
    "settle": "regimen",
    "shipped_trials": "files",
    "to_csv": "render.rows",
    "to_ics": "render.ics",
    "to_json": "render.rows",
    "to_jsonl": "render.rows",
    "to_months": "render.month",
    "to_svg": "render.strip",
    "to_text": "render.table",
    "visits_of": "course.visiting",
    "write": "notation",
}

__all__ = [
    "Administration",
    "Amount",
    "Calendar",
    "ClearancePolicy",
    "Comparison",
    "Course",
    "CourseFile",
    "Difference",
    "Finding",
    "Followed",
    "Formula",
    "Formulary",
    "Measurement",
    "OrderedDose",
    "Patient",
    "Product",
    "Regimen",
    "Reminders",
    "Settlement",
    "Sex",
    "Span",
    "Supply",
    "SurfacePolicy",
    "Titles",
    "Trial",
    "VisitRule",
    "VisitRules",
    "Window",
    "__version__",
    "balances",
    "body_surface",
    "calendar_svg",
    "check_file",
    "closed_days",
    "compare",
    "comparison_to_json",
    "comparison_to_text",
    "convert_basis",
    "country_days",
    "dispensing",
    "explain",
    "find",
    "findings",
    "load",
    "load_course",
    "load_formulary",
    "load_product",
    "load_sources",
    "order_dose",
    "parse",
    "parse_dose",
    "parse_rounding",
    "plan",
    "replay",
    "settle",
    "shipped_trials",
    "to_csv",
    "to_ics",
    "to_json",
    "to_jsonl",
    "to_months",
    "to_svg",
    "to_text",
    "visits_of",
    "write",
]


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return __all__


def _shown(value: object) -> str:
    """Write what a value shows in a notebook, in the room that is asked for nothing else."""
    html: str = import_module(f"{__name__}.notebook").html_of(value)
    return html


answer_by(_shown)
