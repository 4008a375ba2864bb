"""Double entry: a value and the figure that it cites are compared."""

from __future__ import annotations

import tomllib
from typing import Any

from npc_regimens.files.ledger import discrepancies
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
