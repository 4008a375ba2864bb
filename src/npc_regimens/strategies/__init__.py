"""Hypothesis strategies and reusable laws, for the tests of users as for our own.

The strategies aim at dangerous places, which chance rarely meets: ties of a surface, caps that
bite by a hair, leap days, year ends, changes of the clock, edges of cycles and horizons. They
shrink towards what a person can read. The laws hold a user's own dose functions and regimen files
against the library, each in one line. Needs the extra ``testing``.
"""

from __future__ import annotations

from npc_regimens.strategies.amounts import amounts, decimals
from npc_regimens.strategies.bodies import (
    body_limits,
    measurements,
    patients,
    people,
    surface_ties,
)
from npc_regimens.strategies.cases import Case, calendars, cases
from npc_regimens.strategies.dates import dangerous_dates, start_dates
from npc_regimens.strategies.doses import caps, dose_rules
from npc_regimens.strategies.laws import (
    Search,
    check_dose,
    check_folder,
    check_regimen_file,
    check_surface,
    regimen_tests,
)
from npc_regimens.strategies.products import product_tables, products
from npc_regimens.strategies.regimens import Table, regimens, trial_tables, trials
from npc_regimens.strategies.schedules import cycles_texts, days_texts

__all__ = [
    "Case",
    "Search",
    "Table",
    "amounts",
    "body_limits",
    "calendars",
    "caps",
    "cases",
    "check_dose",
    "check_folder",
    "check_regimen_file",
    "check_surface",
    "cycles_texts",
    "dangerous_dates",
    "days_texts",
    "decimals",
    "dose_rules",
    "measurements",
    "patients",
    "people",
    "product_tables",
    "products",
    "regimen_tests",
    "regimens",
    "start_dates",
    "surface_ties",
    "trial_tables",
    "trials",
]
