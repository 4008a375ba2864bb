"""Products: what can be given of a drug, and the rule that turns a dose into it."""

from __future__ import annotations

from npc_regimens.products.bases import Converted, Factor, convert_basis
from npc_regimens.products.formulary import Formulary
from npc_regimens.products.ordered import Ordered, Units
from npc_regimens.products.preparing import Preparation
from npc_regimens.products.product import Product
from npc_regimens.products.written import (
    Basis,
    Limits,
    MassText,
    MissedDose,
    Percent,
    Route,
    StatedBasis,
    TimeText,
    Vial,
    parse_mass,
)

__all__ = [
    "Basis",
    "Converted",
    "Factor",
    "Formulary",
    "Limits",
    "MassText",
    "MissedDose",
    "Ordered",
    "Percent",
    "Preparation",
    "Product",
    "Route",
    "StatedBasis",
    "TimeText",
    "Units",
    "Vial",
    "convert_basis",
    "parse_mass",
]
