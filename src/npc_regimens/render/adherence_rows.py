"""Planned against actual as JSON and CSV for a program. A versioned interface.

A fraction is written exactly, as numerator and denominator, and in percent, half up to 0.1.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.render.cells import csv_text
from npc_regimens.rounding import rounded_percent

if TYPE_CHECKING:
    from fractions import Fraction

    from npc_regimens.course.adherence import (
        Adherence,
        ComponentFigures,
        CycleFigures,
        Delay,
        DrugFigures,
    )
    from npc_regimens.course.correct_days import CorrectDays
    from npc_regimens.course.intensity import Intensity
    from npc_regimens.course.tallies import Cumulative, Tally
    from npc_regimens.units import Amount

FORMAT: Final = 1
_SIDES: Final = ("intended", "planned", "taken")
_COUNTS: Final = (
    "as_planned",
    "late",
    "made_up",
    "in_part",
    "missed",
    "omitted",
    "added",
    "changed",
    "afterwards",
)
_OF_INTENSITY: Final = (
    "intended_days",
    "days",
    "dose_only_percent",
    "dose_and_time_percent",
)
_OF_DAYS: Final = (
    "correct_days",
    "dosing_days",
    "all_days",
    "correct_of_dosing_days_percent",
    "correct_of_all_days_percent",
)


def adherence_to_json(found: Adherence) -> str:
    """Write planned against actual as one JSON object, with the figures of each cycle."""
    data = {
        "format": FORMAT,
        "regimen": found.regimen,
        "start": found.start.isoformat(),
        "as_of": found.as_of.isoformat(),
        "days_of_delay": found.days_of_delay,
        "delays": [_delay(each) for each in found.delays],
        "components": [_component(each) for each in found.components],
        "drugs": [_drug(each) for each in found.drugs()],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def adherence_to_csv(found: Adherence) -> str:
    """Write a header and one line a component, safe to open in a spreadsheet."""
    rows = [_flat(found, each) for each in found.components]
    return csv_text(rows)


def _delay(each: Delay) -> dict[str, Any]:
    return {
        **_key(each),
        "expected": each.expected.isoformat(),
        "first": each.first.isoformat(),
        "days": each.days,
        "so_far": each.so_far,
    }


def _key(each: Delay | CycleFigures) -> dict[str, Any]:
    return {"phase": each.key.phase, "cycle": each.key.cycle}


def _component(each: ComponentFigures) -> dict[str, Any]:
    return {
        "component": each.component,
        "drug": each.drug,
        "basis": each.basis,
        **_tally(each.tally),
        "intensity": None if each.intensity is None else _intensity(each.intensity),
        "correct_days": None if each.correct_days is None else _correct(each.correct_days),
        "cycles": [_cycle(cycle) for cycle in each.cycles],
    }


def _cycle(each: CycleFigures) -> dict[str, Any]:
    return {
        **_key(each),
        "state": each.state.value,
        "intended_days": each.intended_days,
        "days": each.days,
        "day": each.day,
        **_tally(each.tally),
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        **{side: _cumulative(getattr(tally, side)) for side in _SIDES},
        **{count: getattr(tally, count) for count in _COUNTS},
        "taken_of_planned": _part(tally.taken_of_planned),
    }


def _cumulative(sum_: Cumulative) -> dict[str, Any]:
    units = [
        {"product": each.product, "strength": str(each.strength), "count": each.count}
        for each in sum_.units
    ]
    return {"doses": sum_.doses, "amount": _amount(sum_.amount), "units": units}


def _amount(amount: Amount) -> dict[str, str]:
    return {"value": amount.digits, "unit": amount.unit}


def _part(part: Fraction | None) -> dict[str, str] | None:
    return None if part is None else {"exact": str(part), "percent": _percent(part)}


def _percent(part: Fraction | None) -> str:
    return "" if part is None else f"{rounded_percent(part):f}"


def _intensity(found: Intensity) -> dict[str, Any]:
    return {
        "cycles": found.cycles,
        "intended": _amount(found.intended),
        "taken": _amount(found.taken),
        "intended_days": found.intended_days,
        "days": found.days,
        "dose_only": _part(found.dose_only),
        "dose_and_time": _part(found.dose_and_time),
    }


def _correct(found: CorrectDays) -> dict[str, Any]:
    return {
        "correct": found.correct,
        "dosing_days": found.dosing_days,
        "all_days": found.all_days,
        "of_dosing_days": _part(found.of_dosing_days),
        "of_all_days": _part(found.of_all_days),
    }


def _drug(each: DrugFigures) -> dict[str, Any]:
    return {
        "drug": each.drug,
        "basis": each.basis,
        "components": list(each.components),
        **{side: _amount(getattr(each, side)) for side in _SIDES},
    }


def _flat(found: Adherence, each: ComponentFigures) -> dict[str, Any]:
    """Write one component on one line; the amounts are all in its unit."""
    tally = each.tally
    return {
        "format": FORMAT,
        "regimen": found.regimen,
        "as_of": found.as_of.isoformat(),
        "days_of_delay": found.days_of_delay,
        "component": each.component,
        "drug": each.drug,
        "basis": each.basis,
        "unit": tally.intended.amount.unit,
        **{f"{side}_doses": getattr(tally, side).doses for side in _SIDES},
        **{f"{side}_amount": getattr(tally, side).amount.digits for side in _SIDES},
        **{f"{side}_units": _units(getattr(tally, side)) for side in _SIDES},
        **{count: getattr(tally, count) for count in _COUNTS},
        "taken_of_planned_percent": _percent(tally.taken_of_planned),
        **_intensity_cells(each.intensity),
        **_days_cells(each.correct_days),
    }


def _intensity_cells(found: Intensity | None) -> dict[str, Any]:
    if found is None:
        return {"cycles_over": 0, **dict.fromkeys(_OF_INTENSITY)}
    return {
        "cycles_over": found.cycles,
        "intended_days": found.intended_days,
        "days": found.days,
        "dose_only_percent": _percent(found.dose_only),
        "dose_and_time_percent": _percent(found.dose_and_time),
    }


def _days_cells(found: CorrectDays | None) -> dict[str, Any]:
    if found is None:
        return dict.fromkeys(_OF_DAYS)
    return {
        "correct_days": found.correct,
        "dosing_days": found.dosing_days,
        "all_days": found.all_days,
        "correct_of_dosing_days_percent": _percent(found.of_dosing_days),
        "correct_of_all_days_percent": _percent(found.of_all_days),
    }


def _units(sum_: Cumulative) -> str:
    return " + ".join(f"{each.count} x {each.strength}" for each in sum_.units)
