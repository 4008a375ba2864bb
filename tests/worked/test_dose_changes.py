"""Rules on changing a dose and on missed doses, worked by hand from the sources.

Capecitabine by grade and occurrence: grade 2 goes 100, 75, 50 %, stop; grade 3 goes 75, 50 %, stop;
grade 4 stops, or 50 % if judged useful. Gemcitabine on day 8, in ovarian cancer: neutrophils of
1500 and platelets of 100,000 or more are the full dose, 1000 to 1499 or 75,000 to 99,999 half of
it, and less is a hold.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from npc_regimens.advising import Counts, Toxicity, advise, missed_dose
from npc_regimens.patient import Patient
from npc_regimens.planning import find, plan
from npc_regimens.products import CellCount
from npc_regimens.regimen import Settlement, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.products import Formulary, Grade
    from npc_regimens.regimen import Trial

STOP = "stop"
HALF_OR_STOP = "stop, or 50 % if judged useful"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("grade", "occurrence", "action"),
    [
        ("2", 1, "100 %"), ("2", 2, "75 %"), ("2", 3, "50 %"), ("2", 4, STOP), ("2", 5, None),
        ("3", 1, "75 %"), ("3", 2, "50 %"), ("3", 3, STOP), ("3", 4, None),
        ("4", 1, HALF_OR_STOP), ("4", 2, None),
        ("1", 1, None),
    ],
)  # fmt: skip
def test_the_grid_of_capecitabine(
    trial: Callable[[str], Trial],
    formulary: Formulary,
    grade: Grade,
    occurrence: int,
    action: str | None,
) -> None:
    """Every field of the grid, and none beside it."""
    answer = advise(
        trial("nct05807880"), "capecitabine", formulary, Toxicity(grade, occurrence)
    ).in_force

    assert answer is not None
    assert answer.whose == "label"
    assert (None if answer.action is None else str(answer.action)) == action
    assert answer.is_rule is (action is not None)
    assert "a dose that was once reduced is never raised" in answer.beside
    assert "doses that were omitted are not replaced" in answer.beside


@pytest.mark.parametrize(
    ("neutrophils", "platelets", "action"),
    [
        ("1500 /mm3", "100000 /mm3", "100 %"),
        ("4 x10^9/L", "250 x10^9/L", "100 %"),
        ("1499 /mm3", "100000 /mm3", "50 %"),
        ("1500 /mm3", "99999 /mm3", "50 %"),
        ("1 x10^9/L", "75 x10^9/L", "50 %"),
        ("999 /mm3", "250 x10^9/L", "hold"),
        ("4 x10^9/L", "74999 /mm3", "hold"),
        ("1.2 x10^9/L", "60 x10^9/L", "hold"),
        ("0 /mm3", "0 /mm3", "hold"),
    ],
)
def test_day_8_of_gemcitabine(
    trial: Callable[[str], Trial],
    formulary: Formulary,
    neutrophils: str,
    platelets: str,
    action: str,
) -> None:
    """Every edge of the table, and that it is printed for another disease."""
    asked = Counts(8, CellCount.parse(neutrophils), CellCount.parse(platelets))
    answer = advise(trial("nct05549466"), "gemcitabine", formulary, asked).in_force

    assert answer is not None
    assert str(answer.action) == action
    assert answer.use == "ovarian cancer, with carboplatin"


@pytest.mark.parametrize(
    ("name", "component", "lines"),
    [
        (
            "nct05807880",
            "anlotinib",
            (
                "levels: 12 mg, then 10 mg, then 8 mg, then stop",
                "the regimen's dose, 10 mg, is one of these levels; below it: 8 mg, then stop",
            ),
        ),
        (
            "nct05549466",
            "apatinib",
            ("levels for gastric cancer: 850 mg, then 750 mg, then 500 mg, then stop",),
        ),
        ("nct05549466", "camrelizumab", ("changes of the dose: none, withheld or stopped only",)),
    ],
)
def test_what_labels_say_beside_tables(
    trial: Callable[[str], Trial],
    formulary: Formulary,
    name: str,
    component: str,
    lines: tuple[str, ...],
) -> None:
    """Levels and what is never changed are told where there is no table by grade."""
    answer = advise(trial(name), component, formulary, Toxicity("3", 1)).in_force

    assert answer is not None
    assert answer.action is None
    assert answer.beside == lines


def test_docetaxel_waits_for_1500_neutrophils(
    trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """At 1500 a cycle starts and below it is delayed; 75 mg/m2 goes to 60 mg/m2, then stop."""
    made = {
        count: advise(
            trial("nct05549466"), "docetaxel", formulary, Counts(1, CellCount(count))
        ).in_force
        for count in (1499, 1500)
    }

    assert {count: str(each.action) for count, each in made.items() if each} == {
        1499: "delay",
        1500: "start",
    }
    assert made[1500] is not None
    assert made[1500].beside[:2] == (
        "levels: 75 mg/m2, then 60 mg/m2, then stop",
        "the regimen's dose, 75 mg/m2, is one of these levels; below it: 60 mg/m2, then stop",
    )


def test_levels_of_a_salt_are_no_levels_of_a_base(
    trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """The trial's 70 mg/m2 has no stated basis, so it stands among no levels of either."""
    name, drug = "irinotecan-liposome-nimotuzumab", "irinotecan-liposome"
    answer = advise(trial(name), drug, formulary, Toxicity("3", 1)).in_force

    assert answer is not None
    assert [line.partition(":")[0] for line in answer.beside] == [
        "levels, counted as hydrochloride trihydrate",
        "levels, counted as free base",
        "levels for homozygous carriers of UGT1A1*28, counted as free base",
    ]


@pytest.mark.parametrize(
    ("noticed", "trial_says", "label_says"),
    [("14:30", "allowed", "not allowed"), ("20:00", "allowed", "not allowed"),
     ("20:01", "not allowed", "not allowed")],
)  # fmt: skip
def test_apatinib_by_the_trial_and_by_the_label(
    trial: Callable[[str], Trial],
    formulary: Formulary,
    noticed: str,
    trial_says: str,
    label_says: str,
) -> None:
    """For 08:00 each day the trial's last moment is 20:00; the label never allows it."""
    start = dt.date(2027, 1, 4)
    calendar = plan(
        settle(trial("nct04350190")),
        Patient.measured(on=start, height="170 cm", weight="65 kg"),
        start=start,
        through=dt.date(2027, 1, 31),
        formulary=formulary,
        clock={"once": dt.time(8)},
    )
    (missed,) = find(calendar, "apatinib", 1, 2)
    moment = dt.datetime.fromisoformat(f"2027-01-05T{noticed}+08:00")
    answer = missed_dose(calendar, missed, noticed=moment, zone=SHANGHAI, formulary=formulary)

    assert answer.trial is not None
    assert answer.label is not None
    assert (answer.trial.verdict, answer.label.verdict) == (trial_says, label_says)
    assert answer.in_force is answer.trial
    assert answer.trial.until is not None
    assert answer.trial.until.isoformat() == "2027-01-05T20:00:00+08:00"


def test_capecitabine_of_alter_hn005_is_never_made_up(
    trial: Callable[[str], Trial], formulary: Formulary
) -> None:
    """The trial states no rule, so the leaflet's is in force, by which a dose is skipped."""
    start = dt.date(2027, 1, 4)
    calendar = plan(
        settle(trial("nct05807880"), None, Settlement(cycles={"combination": 4})),
        Patient.measured(on=start, height="170 cm", weight="65 kg"),
        start=start,
        through=dt.date(2027, 1, 31),
        formulary=formulary,
        clock={"once": dt.time(8), "morning": dt.time(8), "evening": dt.time(20)},
    )
    missed = find(calendar, "capecitabine", 1, 2)[0]
    moment = dt.datetime.fromisoformat("2027-01-05T08:00+08:00")
    answer = missed_dose(calendar, missed, noticed=moment, zone=SHANGHAI, formulary=formulary)

    assert answer.trial is None
    assert answer.in_force is not None
    assert (answer.in_force.whose, answer.in_force.verdict) == ("label", "not allowed")
