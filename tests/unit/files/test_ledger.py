"""Double entry: a value and the figure that it cites are compared."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from npc_regimens.files.ledger import discrepancies, formula_discrepancies
from npc_regimens.sources import SourceRecord

RECORD = SourceRecord.model_validate(
    tomllib.loads(
        """
format = 1
id = "example-2020"
kind = "guideline"
title = "An example"
describes = "An example of a source record."
read_on = 2026-01-02
open = []

[locator.table-1]
place = "table 1"
evidence = "read"
figures.dose = { printed = "200mg", value = "200 mg" }

[locator.table-2]
place = "table 2"
evidence = "read"
figures.dose = { printed = "250mg", value = "250 mg" }
figures.scale = { printed = "x 0.5", value = "0.5" }
figures.weight_from = { printed = "from 10 kg", value = "10 kg" }
figures.strengths = { printed = "500, 150", value = ["500 mg", "150 mg"] }
"""
    )
)
BOTH = ["example-2020#table-1", "example-2020#table-2"]


def told(node: dict[str, Any]) -> list[str]:
    """Compare one component with its sources."""
    found = discrepancies({"component": {"drug-a": node}}, {"example-2020": RECORD})
    return [f"{problem.place}: {problem.what}" for problem in found]


def test_a_value_that_its_source_prints_is_silent() -> None:
    """A value agrees with any of the places that it cites, and a list with a list."""
    for dose in ("200 mg", "250 mg"):
        assert told({"dose": dose, "cite": BOTH}) == []
    assert told({"strengths": ["500 mg", "150 mg"], "cite": BOTH[1]}) == []


def test_a_value_that_no_cited_source_prints_is_told() -> None:
    """Both entries are shown, for either may be the wrong one."""
    assert told({"dose": "240 mg", "cite": BOTH}) == [
        "component 'drug-a': dose is '240 mg', and the cited source has '200 mg' or '250 mg'"
    ]


LOOK_ALIKES = """
format = 1
id = "example-2021"
kind = "guideline"
title = "Another example"
describes = "An example of a source record."
read_on = 2026-01-02
open = []

[locator.table]
place = "table"
evidence = "read"
figures.dose = { printed = "80-100mg/m2", value = "80-100 mg/m2" }
figures.days = { printed = "d1-14", value = "1-14" }
figures.levels = { printed = "100, 80", value = ["100 mg/m2", "80 mg/m2"] }
figures.policy = { printed = "to 50 mg", value = "nearest 50 mg, ties up" }
figures.until = { printed = "progression", value = ["progression"] }
"""


@pytest.mark.parametrize(
    ("key", "entered"),
    [
        ("dose", "80\u2013100 mg/m2"),
        ("dose", "80 - 100 mg/m\u00b2"),
        ("days", "1\u201314"),
        ("levels", ["100 mg/m\u00b2", "80 mg per m2"]),
        ("policy", "nearest 50 mg"),
    ],
)
def test_what_says_the_same_is_silent(key: str, entered: object) -> None:
    """A dash of another kind and another spelling of a unit are read alike, so nothing differs."""
    assert told_of_look_alikes(key, entered) == []


@pytest.mark.parametrize(
    ("key", "entered"),
    [
        ("dose", "80\u2013110 mg/m2"),
        ("dose", "100 mg/m2"),
        ("dose", "not understood"),
        ("days", "1, 14"),
        ("levels", ["100 mg/m2"]),
        ("levels", ["100 mg/m2", "80 mg/kg"]),
        ("levels", "100 mg/m2"),
        ("policy", "nearest 50 mg, ties down"),
        ("until", ["Progression"]),
        ("step", "1 mg"),
    ],
)
def test_what_says_something_else_is_told(key: str, entered: object) -> None:
    """Another number, another unit, a shorter list, other words: each is shown."""
    (problem,) = told_of_look_alikes(key, entered)

    assert problem.startswith(f"component 'drug-a': {key} is {entered!r}, and the cited source has")


def told_of_look_alikes(key: str, entered: object) -> list[str]:
    """Compare one entry of a component with its source."""
    record = SourceRecord.model_validate(tomllib.loads(LOOK_ALIKES))
    data = {"component": {"drug-a": {key: entered, "cite": "example-2021#table"}}}
    found = discrepancies(data, {"example-2021": record})
    return [f"{problem.place}: {problem.what}" for problem in found]


def test_the_setting_of_a_file_is_entered_twice() -> None:
    """It stands at the top of the file, beside the citations of the whole trial."""
    figures = {"setting": {"printed": "adjuvant", "value": ["adjuvant"]}}
    locator = {"place": "title", "evidence": "read", "figures": figures}
    whole = RECORD.model_dump(mode="json") | {"read_on": RECORD.read_on}
    record = SourceRecord.model_validate({**whole, "locator": {"title": locator}})
    cited = {"cite": "example-2020#title"}

    def told_of(data: dict[str, Any]) -> list[str]:
        return [each.what for each in discrepancies(data, {"example-2020": record})]

    assert told_of({"setting": ["adjuvant"], **cited}) == []
    assert told_of({"setting": ["induction"], **cited}) == [
        "setting is ['induction'], and the cited source has ('adjuvant',)"
    ]
    assert told_of({"setting": ["adjuvant"]}) == ["setting is ['adjuvant'] and has no citation"]


def test_a_citation_that_leads_nowhere_is_told() -> None:
    """An unknown record and an unknown locator are both told, by the whole citation."""
    for cite in ("example-2021#table-1", "example-2020#table-9"):
        assert told({"cite": cite}) == [f"component 'drug-a': no source has '{cite}'"]


def test_a_table_inside_inherits_the_citation_and_may_have_its_own() -> None:
    """The nearest citation counts."""
    inner = {"dose": "200 mg"}

    assert told({"cite": BOTH[0], "reference": inner}) == []
    assert len(told({"cite": BOTH[1], "reference": inner})) == 1
    assert told({"cite": BOTH[1], "reference": {**inner, "cite": BOTH[0]}}) == []
    assert told({"cite": BOTH[0], "parts": [inner, inner]}) == []


def told_of_formula(**data: Any) -> list[str]:
    """Compare a formula with its sources."""
    found = formula_discrepancies(data, {"example-2020": RECORD})
    return [f"{problem.place}: {problem.what}" for problem in found]


def test_a_coefficient_that_its_source_prints_is_silent() -> None:
    """A coefficient of any name agrees with the figure of its name, in any cited place."""
    for cite in (BOTH, BOTH[1]):
        table = {"scale": "0.5", "cite": cite}
        assert told_of_formula(coefficients={"anyone": table}, weight_from="10 kg") == []


def test_a_coefficient_that_no_cited_source_prints_is_told() -> None:
    """Another value, and a name that the source has not, are both told by the table they are in."""
    table = {"scale": "0.50", "scall": "0.5", "cite": BOTH[1]}

    assert told_of_formula(coefficients={"female": {"cite": BOTH[1]}, "male": table}) == [
        "coefficients 'male': scale is '0.50', and the cited source has '0.5'",
        "coefficients 'male': scall is '0.5', and the cited source has nothing",
    ]


def test_a_coefficient_is_compared_with_its_own_citation() -> None:
    """What the other sex cites proves nothing."""
    tables = {"female": {"cite": BOTH[1]}, "male": {"scale": "0.5", "cite": BOTH[0]}}

    assert told_of_formula(coefficients=tables) == [
        "coefficients 'male': scale is '0.5', and the cited source has nothing"
    ]


def test_the_weight_that_a_formula_holds_from_is_of_any_of_its_sources() -> None:
    """It stands above the coefficients and has no citation of its own."""
    tables = {"female": {"cite": BOTH[1]}, "male": {"cite": BOTH[0]}}

    assert told_of_formula(coefficients=tables, weight_from="10 kg") == []
    assert told_of_formula(coefficients=tables, weight_from="11 kg") == [
        "file: weight_from is '11 kg', and the cited source has '10 kg'"
    ]


def test_a_citation_of_a_formula_that_leads_nowhere_is_told() -> None:
    """It is told by the table that cites it, and proves nothing."""
    table = {"scale": "0.5", "cite": ["example-2021#table-1", BOTH[1]]}

    assert told_of_formula(coefficients={"anyone": table}) == [
        "coefficients 'anyone': no source has 'example-2021#table-1'"
    ]
