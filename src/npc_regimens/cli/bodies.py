"""From options to a body: what a patient measures, and by which policies it is computed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.cli.option_texts import is_count
from npc_regimens.errors import PatientError, ProductError, UnitError
from npc_regimens.patient import ClearancePolicy, Formula, Measurement, SurfacePolicy
from npc_regimens.products import parse_mass
from npc_regimens.units import Amount
from npc_regimens.units.vocabulary import CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

# One surface or one dose is worked out for one body; no date takes part in it.
NO_DAY: Final = dt.date(2000, 1, 1)
_NONE: Final = "none"
_GUIDELINE: Final = "guideline"


def measurement_of(options: Mapping[str, Any], on: dt.date) -> Measurement:
    """Read what was measured; a clearance and what it would be estimated from are two answers."""
    if options.get("clearance") and options.get("creatinine"):
        raise PatientError(
            "--clearance is given, and --creatinine for an estimate of it; give one of the two"
        )
    return Measurement.read(
        on=on,
        height=options["height"],
        weight=options["weight"],
        sex=options["sex"],
        age=age_of(options["age"]),
        clearance=options.get("clearance"),
        creatinine=options.get("creatinine"),
    )


def surface_policy_of(options: Mapping[str, Any]) -> SurfacePolicy:
    """Read how a body surface is computed."""
    cap = options["bsa_cap"]
    return SurfacePolicy(
        formula=Formula.read(options["formula"]),
        step=_amount("precision of the body surface", options["precision"], "0.01 m2"),
        cap=None if cap is None else _amount("body-surface cap", cap, "2 m2"),
    )


def clearance_policy_of(options: Mapping[str, Any]) -> ClearancePolicy:
    """Read how a clearance is estimated and limited."""
    return ClearancePolicy(
        weight=options["clearance_weight"],
        greatest=_limit("cap of the clearance", options["gfr_cap"], "125 mL/min"),
        least_creatinine=_limit(
            "floor of the creatinine", options["creatinine_floor"], "0.7 mg/dL"
        ),
    )


def dose_cap_of(options: Mapping[str, Any]) -> Amount | None:
    """Read the most of one dose."""
    if options["cap"] is None:
        return None
    try:
        return parse_mass(options["cap"])
    except (ProductError, UnitError) as error:
        raise PatientError(f"cap of one dose: {error}") from error


def age_of(text: str | None) -> int | None:
    """Read an age in whole years, if it is given."""
    if text is None:
        return None
    written, text = text, "".join(CHARACTERS.get(each, each) for each in text).strip(" ")
    if not is_count(text):
        raise PatientError(f"age {written!r} is not a number of whole years; write for example 55")
    return int(text)


def _limit(what: str, text: str, like: str) -> Amount | Literal["guideline"] | None:
    if text == _NONE:
        return None
    return _GUIDELINE if text == _GUIDELINE else _amount(what, text, like)


def _amount(what: str, text: str, like: str) -> Amount:
    try:
        return Amount.parse(text, like=like)
    except UnitError as error:
        raise PatientError(f"{what}: {error}") from error
