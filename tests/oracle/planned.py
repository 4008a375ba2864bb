"""Small plans for tests: one patient, a table of components and phases, and a start."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from npc_regimens.files import load, load_formulary
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.units import Amount

MONDAY = dt.date(2026, 12, 7)


def patient() -> Patient:
    """Make a patient of 170 cm and 65 kg."""
    return Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")


def phase(name: str, cycle: str, cycles: str, *give: str, **keys: Any) -> dict[str, Any]:
    """Write a phase."""
    return {"name": name, "cycle": cycle, "cycles": cycles, "give": [*give], **keys}


def planned(
    phases: list[dict[str, Any]],
    components: dict[str, dict[str, Any]],
    *,
    title: str = "An example",
    **world: Any,
) -> Calendar:
    """Plan infusions of 100 mg on day 1, unless told otherwise, from 7 December 2026."""
    stated = {"dose": "100 mg", "route": "intravenous", "days": "1", "cite": "example-2020#dose"}
    named = {name: {"drug": name, **stated, **keys} for name, keys in components.items()}
    table = {
        "format": 1,
        "id": "example-01",
        "title": title,
        "component": named,
        "arm": [{"id": "only", "name": "The only arm", "phase": phases}],
    }
    regimen = settle(Trial.model_validate(table))
    return plan(regimen, patient(), start=MONDAY, formulary=Formulary(()), **world)


def hn005(**world: Any) -> Calendar:
    """Plan two years of ALTER-HN005, of 6 and then 29 cycles, the last of them cut."""
    regimen = settle(load("nct05807880"), settlement=Settlement(cycles={"combination": 6}))
    given = {"through": dt.date(2028, 12, 7), "formulary": load_formulary(), **world}
    return plan(regimen, patient(), start=MONDAY, **given)


def with_dose(calendar: Calendar, component: str, dose: str, *, from_cycle: int) -> Calendar:
    """Order another dose of a component from a cycle on, as a reduction does."""
    amount = Amount.parse(dose)
    given = tuple(
        replace(each, dose=replace(each.dose, result=replace(each.dose.result, amount=amount)))
        if each.component == component and each.cycle >= from_cycle
        else each
        for each in calendar.administrations
    )
    return replace(calendar, administrations=given)
