"""Laws of advice: no table gives more where it is worse, and no missed dose comes back in time."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npc_regimens.advising import missed_dose
from npc_regimens.files import load_formulary, load_product
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.products import CellCount, Formulary
from npc_regimens.regimen import Trial, settle
from npc_regimens.shipped import shipped_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.advising import Reading
    from npc_regimens.planning import Calendar
    from npc_regimens.products import CountsTable, Modifications

CITE = "example-2020#table-1"
PRODUCTS = [load_product(path) for path in shipped_files("products").values()]
RULES = {each.id: each.modifications for each in PRODUCTS if each.modifications is not None}
TABLES = [pytest.param(t, id=f"{name}-{t.day}") for name, r in RULES.items() for t in r.counts]
ZONES = ["UTC", "Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Lord_Howe"]
# Days around which a clock changes somewhere above, and one on which none does.
TURNS = [dt.date(2027, 3, 14), dt.date(2027, 3, 28), dt.date(2027, 4, 4), dt.date(2027, 7, 1),
         dt.date(2027, 10, 3), dt.date(2027, 10, 31), dt.date(2027, 11, 7)]  # fmt: skip
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize("rules", [pytest.param(r, id=name) for name, r in RULES.items()])
def test_a_higher_grade_or_a_later_occurrence_never_gives_more(rules: Modifications) -> None:
    """In every shipped table, for every pair of grades and of occurrences."""
    parts = {
        (grade.grade, place): action.most
        for grade in rules.toxicity
        for place, action in enumerate(grade.by_occurrence, 1)
    }
    for (grade, place), part in parts.items():
        for (other, later), less in parts.items():
            if other >= grade and later >= place:
                assert less <= part, (grade, place, other, later)


def test_there_are_tables_for_these_laws() -> None:
    """The laws do not hold for want of tables."""
    assert len(TABLES) >= 3
    assert any(rules.toxicity for rules in RULES.values())
    assert any(rules.reduction for rules in RULES.values())


def edges(table: CountsTable, cells: str) -> list[int]:
    """List the counts at which anything can change, and those beside them."""
    bands = [row.bands[cells] for row in table.row if cells in row.bands]
    ends = {end for band in bands for end in (band.least, band.most) if end is not None}
    return sorted({max(0, end + beside) for end in ends for beside in (-1, 0, 1)})


def answers(table: CountsTable) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Answer for every combination of such counts."""
    for counts in product(*(edges(table, cells) for cells in table.cells)):
        row = table.row_of(
            {cells: CellCount(n) for cells, n in zip(table.cells, counts, strict=True)}
        )
        yield counts, None if row is None else row.action.part


@pytest.mark.parametrize("table", TABLES)
def test_a_higher_count_never_gives_less(table: CountsTable) -> None:
    """Of any two answers, the one for counts that are all as high is as much; no answer is none."""
    found = dict(answers(table))

    for counts, part in found.items():
        for other, more in found.items():
            if all(high >= low for low, high in zip(counts, other, strict=True)):
                assert (more or 0) >= (part or 0), (counts, other)


@pytest.mark.parametrize("rules", [pytest.param(r, id=name) for name, r in RULES.items()])
def test_levels_fall_to_the_end(rules: Modifications) -> None:
    """No level is more than the one before, and nothing stands behind a stop."""
    for reduction in rules.reduction:
        for higher, lower in pairwise(reduction.sequence):
            assert higher.dose is not None
            assert lower.dose is None or lower.dose <= higher.dose


def calendar(start: dt.date, clock: dt.time, hours: str, twice: bool) -> Calendar:  # noqa: FBT001  drawn
    """Plan six days of one drug at home, with a rule of some hours."""
    drug = {
        "drug": "drug-a",
        "dose": "10 mg",
        "route": "oral",
        "frequency": "twice daily" if twice else "once daily",
        "days": "continuous",
        "missed_dose": {"make_up": "with time left", "time_left": hours},
        "cite": CITE,
    }
    phase = {"name": "only", "cycle": "6 days", "cycles": "1", "give": ["drug-a"]}
    trial = Trial.model_validate(
        {
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "component": {"drug-a": drug},
            "arm": [{"id": "only", "name": "The only arm", "phase": [phase]}],
        }
    )
    slots = {"once": clock, "morning": clock, "evening": dt.time(23, 30)}
    patient = Patient.measured(on=start, height="170 cm", weight="65 kg")
    return plan(settle(trial), patient, start=start, formulary=Formulary(()), clock=slots)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Calendar, int, ZoneInfo, int]:
    """Draw a calendar near a change of clocks, one of its doses but the last, and the hours."""
    start = draw(st.sampled_from(TURNS)) - dt.timedelta(days=draw(st.integers(0, 4)))
    clock = dt.time(draw(st.integers(0, 22)), draw(st.sampled_from((0, 30, 59))))
    hours, twice = draw(st.integers(1, 30)), draw(st.booleans())
    made = calendar(start, clock, f"{hours} h", twice)
    index = draw(st.integers(0, len(made.administrations) - 2))
    return made, index, ZoneInfo(draw(st.sampled_from(ZONES))), hours


def instants(made: Calendar, zone: ZoneInfo) -> list[dt.datetime]:
    """Say when each dose is due, in UTC, by the first of two readings of a clock."""
    locals_ = (dt.datetime.combine(g.planned_date, g.time or dt.time(), zone)
               for g in made.administrations)  # fmt: skip
    return [each.astimezone(dt.UTC) for each in locals_]


def reading(made: Calendar, index: int, zone: ZoneInfo, noticed: dt.datetime) -> Reading:
    """Ask, and take the trial's rule."""
    missed = made.administrations[index]
    answer = missed_dose(made, missed, noticed=noticed, zone=zone, formulary=Formulary(()))
    assert answer.trial is not None
    return answer.trial


@given(cases(), st.integers(0, 3000))
def test_it_is_allowed_while_that_many_real_hours_are_left(
    case: tuple[Calendar, int, ZoneInfo, int], late: int
) -> None:
    """Hours are counted from instant to instant, whatever clocks do between them."""
    made, index, zone, hours = case
    due = instants(made, zone)
    noticed = due[index] + late * MINUTE
    left = due[index + 1] - noticed

    expected = "allowed" if left >= dt.timedelta(hours=hours) else "not allowed"
    assert reading(made, index, zone, noticed).verdict == expected


@given(cases())
def test_the_last_moment_is_the_last_one(case: tuple[Calendar, int, ZoneInfo, int]) -> None:
    """A minute before it and at it the dose is allowed, a minute later not, nor ever again."""
    made, index, zone, _ = case
    due = instants(made, zone)[index]
    until = reading(made, index, zone, due).until
    assert until is not None
    last = until.astimezone(dt.UTC)

    said = [
        reading(made, index, zone, last + late * MINUTE).verdict
        for late in (-1, 0, 1, 60, 6000)
        if last + late * MINUTE >= due
    ]
    allowed = [each == "allowed" for each in said]
    assert allowed == sorted(allowed, reverse=True)
    assert allowed.count(True) == sum(last + late * MINUTE >= due for late in (-1, 0))


def test_every_rule_of_a_label_on_missed_doses_can_be_asked() -> None:
    """The products with a rule are those that are taken at home."""
    formulary = load_formulary()
    asked = {each.drug for each in PRODUCTS if each.missed_dose is not None}

    assert asked == {"anlotinib", "apatinib", "capecitabine"}
    assert all(formulary[drug].route == "oral" for drug in asked)
