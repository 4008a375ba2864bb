"""Shipped trials beside each other: what differs, read in the two files and counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.comparing import compare

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.comparing import Counted
    from npc_regimens.regimen import Trial

ASSESSED = "tumour response is assessed, counted from the start of treatment"


def test_apatinib_stays_and_chemotherapy_goes(trial: Callable[[str], Trial]) -> None:
    """Apatinib is the same order in both trials; the antibody differs in name and in days.

    In the arm without chemotherapy, camrelizumab is given on day 1 of 21 days. In NCT04350190 an
    antibody that is not named is given on days 1 and 15 of 28 days, at the same 200 mg.
    """
    found = compare(trial("nct05549466"), trial("nct04350190"), before_arm="apatinib-camrelizumab")
    told = [f"{each.place}: {each}" for each in found.differences]

    assert told == [
        "phase treatment: cycle: 21 days -> 28 days",
        "phase treatment: cycles: not stated -> open",
        'phase treatment: until: not stated -> ["progression", "intolerable toxicity"]',
        'phase treatment: give: ["apatinib", "camrelizumab"] -> ["apatinib", "pd-1-antibody"]',
        "assessment response: every: (none) -> 6-8 weeks",
        "assessment response: optional: (none) -> true",
        f"assessment response: what: (none) -> {ASSESSED}",
        "component apatinib: missed_dose.make_up: (none) -> with time left",
        "component apatinib: missed_dose.time_left: (none) -> 12 h",
        "component camrelizumab: drug: camrelizumab -> (none)",
        "component camrelizumab: dose: 200 mg -> (none)",
        "component camrelizumab: route: intravenous -> (none)",
        "component camrelizumab: days: 1 -> (none)",
        "component pd-1-antibody: drug: (none) -> pd-1-antibody",
        "component pd-1-antibody: dose: (none) -> 200 mg",
        "component pd-1-antibody: route: (none) -> intravenous",
        "component pd-1-antibody: days: (none) -> 1, 15",
    ]
    assert [
        (
            str(each.component),
            each.before and words(each.before.per_cycle),
            each.after and words(each.after.per_cycle),
        )
        for each in found.totals
    ] == [
        ("component apatinib", "21 x 250 mg = 5250 mg", "28 x 250 mg = 7000 mg"),
        ("component camrelizumab", "1 x 200 mg = 200 mg", None),
        ("component pd-1-antibody", None, "2 x 200 mg = 400 mg"),
    ]


def test_two_capecitabine_orders_beside_each_other(trial: Callable[[str], Trial]) -> None:
    """650 mg/m2 on 21 days against 1250 mg/m2 on 14 days, twice a day: 27300 and 35000 mg/m2."""
    found = compare(trial("nct05807880"), trial("nct05549466"), after_arm="chemotherapy")
    told = [str(each) for each in found.differences if str(each.place) == "component capecitabine"]
    (total,) = (
        each
        for each in found.totals
        if str(each.component) == "component capecitabine" and each.phase.after == "treatment"
    )

    assert told == ["dose: 650 mg/m2 -> 1250 mg/m2", "days: 1-21 -> 1-14"]
    assert str(total.phase) == "phase combination -> treatment"
    assert total.before is not None
    assert total.after is not None
    assert words(total.before.per_cycle) == "42 x 650 mg/m2 = 27300 mg/m2"
    assert words(total.after.per_cycle) == "28 x 1250 mg/m2 = 35000 mg/m2"
    assert words(total.after.in_all) == "cycles not stated"


def words(counted: Counted) -> str:
    """Say a sum, or why there is none."""
    return str(counted)
