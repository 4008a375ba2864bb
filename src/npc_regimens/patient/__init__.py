"""Patients: dated measurements, and the formulas that make a dose of them. Never a name."""

from __future__ import annotations

from npc_regimens.patient.clearance import (
    Clearance,
    ClearancePolicy,
    Weight,
    calvert_constant,
    clearance_of,
    cockcroft_gault,
)
from npc_regimens.patient.formulas import FORMULAS, Formula, Size
from npc_regimens.patient.measured import BODY_MASS_INDICES, Measurement, Sex
from npc_regimens.patient.person import Patient
from npc_regimens.patient.surface import Surface, SurfacePolicy, body_surface
from npc_regimens.patient.weights import adjusted_weight, ideal_weight

__all__ = [
    "BODY_MASS_INDICES",
    "FORMULAS",
    "Clearance",
    "ClearancePolicy",
    "Formula",
    "Measurement",
    "Patient",
    "Sex",
    "Size",
    "Surface",
    "SurfacePolicy",
    "Weight",
    "adjusted_weight",
    "body_surface",
    "calvert_constant",
    "clearance_of",
    "cockcroft_gault",
    "ideal_weight",
]
