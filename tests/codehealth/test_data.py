"""About our own data: every number has its source, every regimen can be planned."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from readings import PLAIN, READINGS

from npc_regimens.checks import findings
from npc_regimens.files import check_file, load, load_sources, shipped_trials
from npc_regimens.patient import Patient
from npc_regimens.planning import explain, plan
from npc_regimens.regimen import Regimen, settle
from npc_regimens.regimen.ways import ways_to_settle
from npc_regimens.shipped import shipped_files
from npc_regimens.sources import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from npc_regimens.products import Formulary
    from npc_regimens.sources import Figure

START = dt.date(2027, 12, 20)
THROUGH = dt.date(2028, 6, 30)
FOLDERS = {"regimens": "regimen", "products": "product", "seeds": "source", "formulas": "formula"}
FILES = [
    pytest.param(kind, path, id=f"{folder}/{path.stem}")
    for folder, kind in FOLDERS.items()
    for path in shipped_files(folder).values()
]
SHIPPED = [
    pytest.param(path, id=f"{folder}/{path.stem}")
    for folder in FOLDERS
    for path in shipped_files(folder).values()
]
BODIES = {
    "small": ("148 cm", "44 kg"),
    "middle": ("170 cm", "65 kg"),
    "large": ("190 cm", "120 kg"),
}
# A clearance, for the doses of carboplatin alone.
REFERENCE_PATIENTS = [
    pytest.param(
        Patient.measured(on=START, height=height, weight=weight, clearance="90 mL/min"), id=name
    )
    for name, (height, weight) in BODIES.items()
]


CONCRETE = [
    pytest.param(
        settle(trial, arm, settlement),
        id="-".join(
            [
                *(trial.id, arm, *settlement.choose.values(), *settlement.doses.values()),
                *map(str, settlement.cycles.values()),
            ]
        ),
    )
    for trial in shipped_trials()
    for arm, settlement in ways_to_settle(trial)
]


# Each choice, and both ends of each range of cycles or doses, multiplied and added by hand.
MANY = {
    "nct05549466": 3 + 1 + 3 + 3,
    "nct05807880": 2,
    "asco-csco-induction": 2 + 2 * 2 * 2 * 2 + 2 * 2 * 2 + 2 + 2,
    "asco-csco-concurrent": 1 + 2 + 1 + 2,
    "asco-csco-adjuvant-pf": 2 * 2,
    "scottish-npc-sact": 2 * 2 + 2 + 2 * 2,
    "chictr-trc-12001979": 1 + 1,
    "gp-palliative-zhang-2016": 1 + 1,
    "nct01245959": 1 + 1,
    "nct02460887": 1 + 1,
    "nct02611960": 1 + 1,
    "nct03707509": 2,
    "nct07373990": 1 + 1,
    "nct03924986": 2,
    "nct04974398": 2,
    "nct06177301": 2 + 2,
    "nimotuzumab-radiotherapy": 1 + 1,
}


def test_each_trial_is_as_many_concrete_regimens_as_its_choices_and_ranges_make() -> None:
    """Each way to settle a trial is planned below; a trial that leaves nothing open has one."""
    counted = {trial.id: len(list(ways_to_settle(trial))) for trial in shipped_trials()}

    assert counted == {trial.id: MANY.get(trial.id, 1) for trial in shipped_trials()}
    assert len(CONCRETE) == sum(counted.values())


@pytest.mark.parametrize(("kind", "path"), FILES)
def test_double_entry(kind: str, path: Path) -> None:
    """Every cited value of a shipped file stands equal in its source record."""
    found, problems = check_file(path)

    assert found == kind
    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize("patient", REFERENCE_PATIENTS)
@pytest.mark.parametrize("regimen", CONCRETE)
def test_every_regimen_plans_for_reference_patients(
    regimen: Regimen, patient: Patient, formulary: Formulary
) -> None:
    """Every arm and choice gives a calendar whose doses stay within ten percent and explain all.

    An event comes 12 weeks after the start, behind every phase that it follows.
    """
    anchors = [phase.starts.anchor for phase in regimen.phases if phase.starts is not None]
    events = {each.name: START + dt.timedelta(weeks=12) for each in anchors if each.kind == "event"}
    calendar = plan(
        regimen, patient, start=START, through=THROUGH, formulary=formulary, events=events
    )

    assert calendar.administrations
    assert calendar.totals()
    warnings = [each for each in findings(calendar, formulary) if each.level == "warning"]
    assert warnings == []
    records = load_sources()
    for dose in calendar.doses:
        first = next(each for each in calendar.administrations if each.dose is dose)
        assert all(explain(first, formulary))
        assert dose.order.citation
        for citation in dose.order.citation:
            assert citation.locator in records[citation.source].locator


QUANTITY = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?)[ -]?"
    r"(mg/m\^?2|mg/mL|mL/min|mg|g|mL|min|h|%|days?|weeks?|years?)(?!\w)",
    re.IGNORECASE,
)
# In "8, 10, 12 mg" the unit stands once and holds for all.
LISTED = re.compile(r"(\d+)(?=(?:, \d+)+ ?(mg|g)\b)")
WORDS = {"hours": "h", "hour": "h", "minutes": "min", "three": "3", "two": "2"}
SAME = {
    "g": ("mg", 1000),
    "week": ("day", 7),
    "h": ("min", 60),
    "mg/m^2": ("mg/m2", 1),
}


def quantities(text: str) -> set[tuple[str, Fraction]]:
    """Find every number with a unit in a text, in one unit of each kind."""
    plain = " ".join(WORDS.get(word, word) for word in text.split())
    plain = LISTED.sub(r"\1 \2", plain)
    found = set()
    for number, unit in QUANTITY.findall(plain):
        single = unit.lower().removesuffix("s")
        name, factor = SAME.get(single, (single, 1))
        found.add((name, Fraction(number) * factor))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10mg", {("mg", 10)}),
        ("0.25 g, 0.425 g", {("mg", 250), ("mg", 425)}),
        ("8, 10, 12 mg", {("mg", 8), ("mg", 10), ("mg", 12)}),
        ("650mg/m2, bid", {("mg/m2", 650)}),
        ("every three weeks", {("day", 21)}),
        ("over 90 minutes", {("min", 90)}),
        ("day 1 to day 14", set()),
    ],
)
def test_the_reading_of_printed_quantities(text: str, expected: set[tuple[str, int]]) -> None:
    """The small reader of this test finds what a person finds."""
    assert quantities(text) == {(unit, Fraction(number)) for unit, number in expected}


def values_of(figure: Figure) -> tuple[str, ...]:
    """Return the value or values of a figure."""
    return (figure.value,) if isinstance(figure.value, str) else figure.value


def figures() -> Iterator[tuple[str, Figure]]:
    """List every figure of every source record that is printed there and not derived."""
    for record in load_sources().values():
        for name, locator in record.locator.items():
            if locator.evidence != "derived":
                for key, figure in locator.figures.items():
                    yield f"{record.id}#{name}.{key}", figure


COMPARABLE = [
    pytest.param(figure, id=name)
    for name, figure in figures()
    if {unit for unit, _ in quantities(figure.printed)}
    & {unit for value in values_of(figure) for unit, _ in quantities(value)}
]


@pytest.mark.parametrize("figure", COMPARABLE)
def test_printed_and_understood_agree(figure: Figure) -> None:
    """A figure is understood as the number and unit that are printed."""
    printed = quantities(figure.printed)
    understood = set().union(*map(quantities, values_of(figure)))
    units = {unit for unit, _ in printed}

    assert understood
    assert {each for each in understood if each[0] in units} <= printed


SCHEDULES = [
    pytest.param(name.rpartition(".")[2], figure, id=name)
    for name, figure in figures()
    if name.rpartition(".")[2] in READINGS and figure.printed
]


@pytest.mark.parametrize(("key", "figure"), SCHEDULES)
def test_printed_words_are_understood_as_a_second_reader_does(key: str, figure: Figure) -> None:
    """Routes, frequencies, days and cycles mean what the table of readings says."""
    assert isinstance(figure.value, str)
    assert figure.printed.translate(PLAIN) in READINGS[key][figure.value]


def test_most_understood_quantities_are_compared() -> None:
    """The comparison above is not empty: most doses and strengths are found on both sides."""
    both = [
        name
        for name, figure in figures()
        if isinstance(figure.value, str) and quantities(figure.value) & quantities(figure.printed)
    ]

    assert len(both) > 30


@pytest.mark.parametrize("path", SHIPPED)
def test_no_links_or_machine_paths(path: Path) -> None:
    """No shipped file holds a link, a path of somebody's machine, or an address."""
    text = path.read_text(encoding="utf-8")

    for banned in ("http", "www.", "/home/", "/wo" + "rk/", "/tmp/", "C:\\", "@"):  # noqa: S108  a text
        assert banned not in text


@pytest.mark.parametrize("name", sorted(shipped_files("seeds")))
def test_a_source_is_named_as_its_file(name: str) -> None:
    """The id of a record is the name of its file, so a citation leads to the file."""
    assert load_sources()[name].id == name


@pytest.mark.parametrize("name", sorted(shipped_files("regimens")))
def test_a_trial_is_named_as_its_file(name: str) -> None:
    """The id of a trial is the name of its file."""
    assert load(name).id == name


# Records that no file cites, and why they are kept.
KEPT = {
    "asco-obesity": "why the actual weight and no cap are the default",
    "capecitabine-eu-table": "worked examples of a label, for tests",
    "capecitabine-us-table": "rows of a label table, for tests",
    "nhs-dose-banding": "where the tables of bands in tests/oracle come from",
}


def test_every_source_is_cited() -> None:
    """No record lies in seeds that no file cites, references for formulas and those kept apart."""
    text = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("regimens", "products", "formulas")
        for path in shipped_files(folder).values()
    )
    cited = {
        Citation.parse(each).source for each in re.findall(r'"([a-z0-9.-]+#[a-z0-9-]+)"', text)
    }
    records = load_sources()
    uncited = {name for name, each in records.items() if each.kind != "formula reference"} - cited

    assert uncited == KEPT.keys()
    assert cited <= records.keys()
