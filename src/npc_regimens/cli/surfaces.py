"""What `bsa` prints: a body surface by one formula, or by every one that the body allows."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.cli.bodies import NO_DAY, measurement_of, surface_policy_of
from npc_regimens.errors import PatientError
from npc_regimens.patient import Formula, body_surface
from npc_regimens.render.rows import amount_row
from npc_regimens.render.words import measured_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.patient import Measurement, SurfacePolicy

FORMAT: Final = 1


def surfaces(options: Mapping[str, Any], form: str, *, every: bool) -> str:
    """Compute a body surface, as text or as data."""
    measured, policy = measurement_of(options, NO_DAY), surface_policy_of(options)
    if every:
        rows = [_row_or_reason(measured, replace(policy, formula=each)) for each in Formula]
    else:
        rows = [_row(measured, policy)]
    if form == "json":
        body = {"height": amount_row(measured.height), "weight": amount_row(measured.weight)}
        person = {"sex": measured.sex, "age": measured.age}
        data = {"format": FORMAT, **body, **person, "surfaces": rows}
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    lines = [", ".join(measured_words(measured))]
    if every:
        capped = "" if policy.cap is None else f", capped at {policy.cap}"
        lines += [f"half up to {policy.step}{capped}"]
    for row in rows:
        lines += [_line(row)] if every else row["steps"]
        lines += [f"  note: {row['note']}"] if row["note"] else []
    return "\n".join(lines) + "\n"


def _line(row: Mapping[str, Any]) -> str:
    """Write one formula as one line: its name, the surface, and how it came."""
    if row["refused"] is not None:
        return f"{row['formula']:15}not computed: {row['refused']}"
    used, computed = (f"{row[key]['value']} {row[key]['unit']}" for key in ("used", "computed"))
    capped = "" if used == computed else f"; {computed} is over the cap"
    return f"{row['formula']:15}{used:8} {row['arithmetic']}{capped}"


def _row(measured: Measurement, policy: SurfacePolicy) -> dict[str, Any]:
    made = body_surface(measured, policy)
    return {
        "formula": str(policy.formula),
        "computed": amount_row(made.computed),
        "used": amount_row(made.used),
        "policy": str(policy),
        "arithmetic": made.arithmetic,
        "steps": list(made.steps),
        "note": policy.formula.note,
        "refused": None,
    }


def _row_or_reason(measured: Measurement, policy: SurfacePolicy) -> dict[str, Any]:
    """Say why a formula does not suit a body, where all formulas are asked for."""
    try:
        return _row(measured, policy)
    except PatientError as refusal:
        silent = dict.fromkeys(("computed", "used"))
        return {
            "formula": str(policy.formula),
            **silent,
            "policy": str(policy),
            "arithmetic": None,
            "steps": [],
            "note": policy.formula.note,
            "refused": str(refusal),
        }
