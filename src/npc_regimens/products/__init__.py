"""Products: what can be given of a drug, and the rule that turns a dose into it."""

from __future__ import annotations

from npc_regimens.products.product import Formulary, Ordered, Preparation, Product, Units
from npc_regimens.products.written import (
    Basis,
    Limits,
    MassText,
    MissedDose,
    Percent,
    Route,
    TimeText,
    Vial,
    WholeSteps,
    WholeUnits,
)

__all__ = [
    "Basis",
    "Formulary",
    "Limits",
    "MassText",
    "MissedDose",
    "Ordered",
    "Percent",
    "Preparation",
    "Product",
    "Route",
    "TimeText",
    "Units",
    "Vial",
    "WholeSteps",
    "WholeUnits",
]
