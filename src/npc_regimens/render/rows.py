"""The calendar as data: one row an administration, in order of time. A versioned interface.

Numbers with a unit are written as text, exactly. A key is never renamed and never changes its
meaning within a format number; new keys may come. docs/plan-rows.md describes each.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.render.cells import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from npc_regimens.checks import Finding
    from npc_regimens.patient import Measurement
    from npc_regimens.planning import Administration, Calendar, Day, ReviewPoint, Total
    from npc_regimens.products import Units
    from npc_regimens.units import Amount

FORMAT: Final = 1


def amount_row(amount: Amount) -> dict[str, str]:
    """Write an amount as value and unit."""
    return {"value": amount.digits, "unit": amount.unit}


def measured_row(measured: Measurement) -> dict[str, Any]:
    """Write what was measured of a patient; null is what was not given."""
    optional = (measured.creatinine, measured.clearance)
    creatinine, clearance = (None if each is None else amount_row(each) for each in optional)
    return {
        "height": amount_row(measured.height),
        "weight": amount_row(measured.weight),
        "sex": measured.sex,
        "age": measured.age,
        "creatinine": creatinine,
        "clearance": clearance,
    }


def administration_row(each: Administration, calendar: Calendar) -> dict[str, Any]:
    """Write one administration."""
    order, surface = each.dose.order, calendar.body_on(each.planned_date).surface
    return {
        "format": FORMAT,
        "regimen": calendar.regimen.id,
        "phase": each.phase,
        "cycle": each.cycle,
        "cycle_day": each.cycle_day,
        "study_day": each.study_day,
        "slot": each.slot,
        "nominal_date": each.nominal_date.isoformat(),
        "planned_date": each.planned_date.isoformat(),
        "time": None if each.time is None else each.time.isoformat("minutes"),
        "component": each.component,
        "drug": each.drug,
        "route": each.route,
        "dose": str(order.dose),
        "dose_source": order.dose_source,
        "schedule_source": order.schedule_source,
        "basis": order.basis,
        "body_surface": str(surface.used),
        "surface_policy": str(surface.policy),
        "calculated": amount_row(each.calculated),
        "ordered": amount_row(each.ordered),
        "difference_percent": str(each.difference_percent),
        "units": [_units_row(units) for units in each.units],
        "citation": ", ".join(map(str, each.citation)),
        "level": order.level,
    }


def to_jsonl(calendar: Calendar) -> str:
    """Write one JSON object a line, one line an administration."""
    rows = (administration_row(each, calendar) for each in calendar.administrations)
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def to_json(calendar: Calendar, findings: Iterable[Finding] = ()) -> str:
    """Write the whole calendar as one JSON object."""
    regimen = calendar.regimen
    document = {
        "format": FORMAT,
        "regimen": regimen.id,
        "title": regimen.title,
        "choices": dict(regimen.choices),
        "patient": _patient_row(calendar),
        "start": calendar.start.isoformat(),
        "through": None if calendar.through is None else calendar.through.isoformat(),
        "last_day": calendar.last_day.isoformat(),
        **_end_row(calendar),
        **_sessions(calendar),
        "administrations": [administration_row(a, calendar) for a in calendar.administrations],
        "days": [_day_row(day) for day in calendar.days()],
        "totals": [_total_row(total) for total in calendar.totals()],
        "cycle_totals": [
            {"phase": each.phase, "cycle": each.cycle, **_total_row(each.total)}
            for each in calendar.cycle_totals()
        ],
        "reviews": [_review_row(point) for point in calendar.reviews],
        "assessments": [
            {"name": each.name, "number": each.number, "date": each.date.isoformat()}
            for each in calendar.assessments
        ],
        "findings": [asdict(each) for each in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _patient_row(calendar: Calendar) -> dict[str, Any]:
    measured, surface = calendar.body.measurement, calendar.body.surface
    return {
        "measured_on": measured.on.isoformat(),
        **measured_row(measured),
        "body_surface": {**amount_row(surface.used), "policy": str(surface.policy)},
    }


def _end_row(calendar: Calendar) -> dict[str, Any]:
    following, end = calendar.following, calendar.open_end
    return {
        "continues": None if following is None else asdict(following),
        "open_end": None
        if end is None
        else {
            "until": list(end.until) or None,
            "at_most_cycles": end.at_most,
            **({} if end.span is None else {"at_most_span": str(end.span)}),
        },
    }


def _sessions(calendar: Calendar) -> dict[str, Any]:
    """Write sessions and the resumed cycle where there are any, and no empty key elsewhere."""
    sessions = [
        {"phase": each.phase, "number": each.number, "of": each.total, "date": str(each.date)}
        for each in calendar.sessions
    ]
    resumed = calendar.resumed
    return {
        **({} if resumed is None else {"resumed": {"phase": resumed[0], "cycle": resumed[1]}}),
        **({"sessions": sessions} if sessions else {}),
    }


def _day_row(day: Day) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "study_day": day.study_day,
        "phase": day.phase,
        "cycle": day.cycle,
        "cycle_day": day.cycle_day,
        "administrations": len(day.administrations),
        "rest_day": day.is_rest,
        "resting": list(day.resting),
    }


def _review_row(point: ReviewPoint) -> dict[str, Any]:
    return {
        "name": point.name,
        "component": point.component,
        "date": point.date.isoformat(),
        "what": point.what,
        "within_plan": point.within,
        "citation": ", ".join(map(str, point.citation)),
    }


def to_csv(calendar: Calendar) -> str:
    """Write a header and one line an administration, safe to open in a spreadsheet."""
    rows = [_flat(administration_row(a, calendar)) for a in calendar.administrations]
    return csv_text(rows)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    units = " + ".join(f"{each['count']} x {each['strength']}" for each in row["units"])
    amounts = {
        key: value
        for name in ("calculated", "ordered")
        for key, value in ((name, row[name]["value"]), (f"{name}_unit", row[name]["unit"]))
    }
    before = {key: value for key, value in row.items() if key not in {*amounts, "units"}}
    return {**before, **amounts, "units": units}


def _total_row(total: Total) -> dict[str, Any]:
    return {
        "component": total.component,
        "drug": total.drug,
        "administrations": total.administrations,
        "calculated": amount_row(total.calculated),
        "ordered": amount_row(total.ordered),
        "units": [_units_row(each) for each in total.units],
    }


def _units_row(units: Units) -> dict[str, Any]:
    return {"product": units.product, "strength": str(units.strength), "count": units.count}
