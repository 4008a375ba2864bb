"""Products: what can be given of a drug, and the rule that turns a dose into it."""

from __future__ import annotations

from npc_regimens.products.actions import Action, DoseStep
from npc_regimens.products.bases import Converted, Factor, convert_basis
from npc_regimens.products.count_tables import CountRow, CountsTable
from npc_regimens.products.counts import CellCount, CountBand
from npc_regimens.products.formulary import Formulary
from npc_regimens.products.modifications import (
    Grade,
    Modifications,
    Reduction,
    ToxicityGrade,
    nth,
)
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
    "Action",
    "Basis",
    "CellCount",
    "Converted",
    "CountBand",
    "CountRow",
    "CountsTable",
    "DoseStep",
    "Factor",
    "Formulary",
    "Grade",
    "Limits",
    "MassText",
    "MissedDose",
    "Modifications",
    "Ordered",
    "Percent",
    "Preparation",
    "Product",
    "Reduction",
    "Route",
    "StatedBasis",
    "TimeText",
    "ToxicityGrade",
    "Units",
    "Vial",
    "convert_basis",
    "nth",
    "parse_mass",
]
