"""The calendar as text: what a nurse and a patient find on it."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.checks import Finding, findings
from npc_regimens.dates import Span
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.render.table import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    Load = Callable[[str], Trial]

START = dt.date(2026, 12, 7)
EXAMPLE = """
format = 1
id = "example-01"
title = "Drug A"

[component.drug-a]
drug = "drug-a"
dose = "200 mg"
route = "oral"
frequency = "twice daily"
days = "1 evening-3 morning"
cycles = "2"
cite = "a#b"

[[arm]]
id = "a"
name = "Drug A"

[[arm.phase]]
name = "only"
cycle = "7 days"
cycles = "2"
give = ["drug-a"]
"""


def printed(of: Trial, formulary: Formulary, *, days: int | None = None, **settled: Any) -> str:
    """Plan for a patient of ordinary size and print."""
    calendar = plan(
        settle(of, settlement=Settlement(**settled)),
        Patient.measured(on=START, height="170 cm", weight="65 kg"),
        start=START,
        through=None if days is None else START + dt.timedelta(days=days - 1),
        formulary=formulary,
    )
    return to_text(calendar, formulary, findings(calendar, formulary))


@pytest.fixture(scope="module", name="example")
def read_example() -> Trial:
    """Read the example."""
    return Trial.model_validate(tomllib.loads(EXAMPLE, parse_float=Decimal))


def test_every_day_has_one_line(trial: Load, formulary: Formulary) -> None:
    """No day is missing and none stands twice, rest days included."""
    text = printed(trial("nct05807880"), formulary, days=105, cycles={"combination": 4})

    dates = re.findall(r"^  (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [ 0-9]\d \w+ \d{4}", text, re.MULTILINE)

    assert len(dates) == len(set(dates)) == 105


def test_a_rest_is_as_loud_as_a_dose(trial: Load, formulary: Formulary) -> None:
    """A day off one drug, a day off all, and a drug that ends are said in capitals."""
    text = printed(trial("nct05807880"), formulary, days=105, cycles={"combination": 4})

    assert "REST from anlotinib; capecitabine 1,150 mg morning and 1,150 mg evening" in text
    assert "  NO anlotinib from here on" in text


def test_a_day_without_any_dose_says_so(example: Trial) -> None:
    """Half days, a cycle without a dose, and the drug that is not taken are in words."""
    text = printed(example, Formulary(()))

    assert "drug-a: days 1 (evening) to 3 (morning) (3 days) of cycle 2" in text
    assert "In this cycle: nothing is given" in text
    assert "REST DAY: no treatment" in text
    assert "REST DAY: no drug-a" in text
    assert "Mon 14 December 2026   day 1   drug-a 200 mg evening\n" in text
    assert "In this cycle: drug-a: 4 doses, 800 mg in all" in text
    assert "END: the last planned cycle ends on Sunday 20 December 2026." in text


def test_a_calendar_that_is_cut_is_not_the_end(trial: Load, formulary: Formulary) -> None:
    """Where the plan stops and treatment does not, the next place is named."""
    text = printed(trial("nct04350190"), formulary, days=20)

    assert (
        "NOT THE END: the plan stops here; next is cycle 1, day 21 of treatment, and continues"
        in text
    )


def test_an_end_says_what_kind_of_end_it_is(trial: Load, formulary: Formulary) -> None:
    """At most n cycles, until progression, and nothing stated are three ends."""
    limited = printed(trial("irinotecan-liposome-nimotuzumab"), formulary)
    open_ended = printed(trial("nct04350190"), formulary, cycles={"treatment": 1})
    unstated = printed(
        trial("nct04547088"), formulary, cycles={"treatment": 1}, accept_reference_doses=True
    )

    assert "END: at most 8 cycles are allowed; treatment ends earlier on progression" in limited
    assert "END OF THE PLAN: treatment goes on until progression or intolerable" in open_ended
    assert "END OF WHAT IS STATED: the source does not say what follows." in unstated


def test_review_points_and_assessments_stand_on_their_days(
    trial: Load, formulary: Formulary
) -> None:
    """A date on which someone decides is marked on its day and listed at the end."""
    assessed = printed(
        trial("nct04350190"), formulary, days=50, assess={"response": Span(6, "week")}
    )
    reviewed = printed(trial("nct05807880"), formulary, days=732, cycles={"combination": 6})

    assert re.search(r"Mon 18 January 2027 .*\n +ASSESSMENT 1: response\n", assessed)
    assert re.search(r"Thu  7 December 2028 .*\n +REVIEW POINT: penpulimab after 2 years", reviewed)
    assert "REVIEW POINT: Thursday 7 December 2028, penpulimab after 2 years\n" in reviewed
    assert "penpulimab: 35 doses before this date\n" in reviewed


def test_a_review_behind_the_plan_does_not_count_doses_that_are_not_planned(
    trial: Load, formulary: Formulary
) -> None:
    """The number of doses before a review is marked as far as the plan goes."""
    text = printed(trial("nct05807880"), formulary, days=21, cycles={"combination": 4})

    assert "penpulimab after 2 years (after the last planned day)" in text
    assert "penpulimab: 1 dose before this date, as far as this plan goes" in text


def test_doses_of_another_source_are_marked_where_they_stand(
    trial: Load, formulary: Formulary
) -> None:
    """A reference has its citation; what the caller gave has none, for nobody printed it."""
    text = printed(
        trial("nct04547088"),
        formulary,
        days=1,
        accept_reference_doses=True,
        doses={"camrelizumab": "3 mg/kg"},
    )

    assert "DOSE GIVEN BY THE PLANNER, the record states none: 3 mg/kg\n" in text
    assert "REFERENCE DOSE, accepted by the planner, not of this trial's record: 250 mg" in text
    assert "camrelizumab 195 mg" in text


def test_a_warning_is_louder_than_a_note(example: Trial) -> None:
    """A warning is said in capitals; without findings there is no heading."""
    calendar = plan(
        settle(example),
        Patient.measured(on=START, height="170 cm", weight="65 kg"),
        start=START,
        formulary=Formulary(()),
    )
    told = (Finding("warning", "a", "drug-a", "look here"), Finding("note", "b", "drug-a", "so"))

    text = to_text(calendar, Formulary(()), told)

    assert text.endswith("NOTES\n  WARNING: drug-a: look here\n  drug-a: so\n")
    assert "NOTES" not in to_text(calendar, Formulary(()))


@pytest.mark.parametrize(
    "name", ["nct05807880", "nct04350190", "nct04547088", "irinotecan-liposome-nimotuzumab"]
)
def test_the_text_keeps_to_the_rules_for_people(
    trial: Load, formulary: Formulary, name: str
) -> None:
    """No line is too wide, no number trails a zero, and no control character colours it."""
    settled = {"cycles": {"combination": 4}} if name == "nct05807880" else {}

    text = printed(trial(name), formulary, days=60, accept_reference_doses=True, **settled)

    assert max(map(len, text.splitlines())) <= 104
    assert text.isprintable() or text.replace("\n", "").isprintable()
    assert not re.search(r"\d\.\d*0 |\bBID\b|\bQD\b|µ|[0-9]-[0-9]+ days", text)


def test_fewer_cycles_than_the_most_are_said(trial: Load, formulary: Formulary) -> None:
    """Five of at most eight cycles say both numbers, and all eight say one."""
    of = trial("irinotecan-liposome-nimotuzumab")

    assert "5 cycles (at most 8 are allowed) of 14 days" in printed(
        of, formulary, cycles={"treatment": 5}
    )
    assert "PHASE treatment: at most 8 cycles of 14 days" in printed(of, formulary)


def test_a_cycle_that_is_cut_says_so(trial: Load, formulary: Formulary) -> None:
    """A cycle of which only a part is planned does not look whole."""
    text = " ".join(printed(trial("nct04350190"), formulary, days=30).split())

    assert "to Tuesday 5 January 2027, CUT: the plan stops after day 2 of 28" in text
    assert 1 == text.count("CUT")


def test_what_is_taken_at_home_is_not_given_in_the_clinic(
    trial: Load, formulary: Formulary
) -> None:
    """On the day of an infusion the tablets are named apart, with an amount for each time."""
    text = printed(trial("nct05807880"), formulary, days=1, cycles={"combination": 4})
    words = " ".join(text.split())

    assert "CLINIC: penpulimab 200 mg; AT HOME: anlotinib 10 mg; capecitabine" in words
    assert "capecitabine 1,150 mg morning and 1,150 mg evening" in words
