"""Laws that a user runs over dose functions and regimen files of their own, each in one line."""

from __future__ import annotations

from npc_regimens.strategies.laws.calendars import (
    law_no_dose_is_over_its_cap,
    law_one_event_for_each_administration,
    law_totals_are_sums,
)
from npc_regimens.strategies.laws.days import (
    law_count_is_cycles_by_days_by_slots,
    law_every_dose_lies_on_a_permitted_day,
    law_longer_horizon_only_appends,
    law_shifting_the_start_shifts_all_dates,
)
from npc_regimens.strategies.laws.doses import (
    check_dose,
    law_dose_agrees,
    law_dose_grows_with_height,
    law_dose_grows_with_weight,
    law_dose_ignores_units,
    law_dose_is_an_amount,
    law_dose_is_in_proportion,
    law_dose_is_never_over_its_cap,
)
from npc_regimens.strategies.laws.dosing import Dosing
from npc_regimens.strategies.laws.files import (
    law_entries_agree_with_sources,
    law_every_arm_can_be_planned,
    law_file_loads,
    law_order_of_components_changes_nothing,
    law_written_and_read_is_the_same,
)
from npc_regimens.strategies.laws.folders import check_folder, check_regimen_file, regimen_tests
from npc_regimens.strategies.laws.searching import Search
from npc_regimens.strategies.laws.subject import RegimenFile
from npc_regimens.strategies.laws.surfaces import (
    check_surface,
    law_surface_agrees,
    law_surface_grows_with_height,
    law_surface_grows_with_weight,
    law_surface_ignores_units,
    law_surface_is_an_area,
    law_surface_is_symmetric,
    law_surface_rounds_ties,
)

__all__ = [
    "Dosing",
    "RegimenFile",
    "Search",
    "check_dose",
    "check_folder",
    "check_regimen_file",
    "check_surface",
    "law_count_is_cycles_by_days_by_slots",
    "law_dose_agrees",
    "law_dose_grows_with_height",
    "law_dose_grows_with_weight",
    "law_dose_ignores_units",
    "law_dose_is_an_amount",
    "law_dose_is_in_proportion",
    "law_dose_is_never_over_its_cap",
    "law_entries_agree_with_sources",
    "law_every_arm_can_be_planned",
    "law_every_dose_lies_on_a_permitted_day",
    "law_file_loads",
    "law_longer_horizon_only_appends",
    "law_no_dose_is_over_its_cap",
    "law_one_event_for_each_administration",
    "law_order_of_components_changes_nothing",
    "law_shifting_the_start_shifts_all_dates",
    "law_surface_agrees",
    "law_surface_grows_with_height",
    "law_surface_grows_with_weight",
    "law_surface_ignores_units",
    "law_surface_is_an_area",
    "law_surface_is_symmetric",
    "law_surface_rounds_ties",
    "law_totals_are_sums",
    "law_written_and_read_is_the_same",
    "regimen_tests",
]
