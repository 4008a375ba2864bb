"""A comparison as text and as JSON: what a reader and a program get of each kind of difference."""

from __future__ import annotations

import json
from typing import Any

import pytest

from npc_regimens.comparing import compare
from npc_regimens.regimen import Trial
from npc_regimens.render.comparison import comparison_to_json, comparison_to_text

Table = dict[str, Any]


def trial(phase: Table, *, note: str | None = None, **keys: Any) -> Trial:
    """Make a trial of one drug, twice a day."""
    drug = {"drug": "drug-a", "dose": "1000 mg/m2", "route": "oral", "frequency": "twice daily"}
    first = {"name": "first", "cycle": "21 days", "give": ["drug-a"], **phase}
    return Trial.model_validate(
        {
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "note": note,
            "component": {
                "drug-a": {**drug, "days": "1-14", "cite": "example-2020#dose", **keys},
            },
            "arm": [{"id": "only", "name": "The only arm", "phase": [first]}],
        }
    )


BEFORE = trial({"cycles": "4-6"})
AFTER = trial({"cycles": "open", "until": ["progression"]}, dose="1250 mg/m2", note="an amendment")


def test_a_reader_gets_places_keys_and_totals() -> None:
    """Each part has its differences below it, and sources and notes are counted."""
    assert comparison_to_text(compare(BEFORE, AFTER), names=("old.toml", "new.toml")) == (
        "A: old.toml (example-01)\n"
        "B: new.toml (example-01)\n"
        "\n"
        "phase first\n"
        "  cycles: 4-6 -> open\n"
        '  until: (none) -> ["progression"]\n'
        "component drug-a\n"
        "  dose: 1000 mg/m2 -> 1250 mg/m2\n"
        "\n"
        "totals\n"
        "  phase first, component drug-a\n"
        "    per cycle: 28 x 1000 mg/m2 = 28000 mg/m2 -> 28 x 1250 mg/m2 = 35000 mg/m2\n"
        "    in all: 112 to 168 x 1000 mg/m2 = 112000 mg/m2 to 168000 mg/m2"
        " -> no total (cycles open)\n"
        "\n"
        "sources and notes: 1 difference is not shown\n"
    )


def test_sources_and_notes_are_shown_when_asked_for() -> None:
    """They stand last and apart, under their own places."""
    noted = trial({"cycles": "4-6"}, note="an amendment", cite="example-2020#days")

    assert comparison_to_text(compare(BEFORE, noted), sources=True) == (
        "A: example-01\n"
        "B: example-01\n"
        "\n"
        "no difference in treatment\n"
        "\n"
        "sources and notes\n"
        "  trial example-01\n"
        "    note: (none) -> an amendment\n"
        "  component drug-a\n"
        '    cite: ["example-2020#dose"] -> ["example-2020#days"]\n'
    )


@pytest.mark.parametrize("sources", [True, False])
def test_the_same_is_said_to_be_the_same(*, sources: bool) -> None:
    """Where nothing differs, nothing is counted or listed."""
    text = comparison_to_text(compare(BEFORE, BEFORE), sources=sources)

    assert text == "A: example-01\nB: example-01\n\nno difference in treatment\n"


def test_a_total_that_stays_is_not_told() -> None:
    """More cycles change what it comes to in all, and nothing in one of them."""
    text = comparison_to_text(compare(BEFORE, trial({"cycles": "6"})))

    assert "per cycle" not in text
    assert (
        "    in all: 112 to 168 x 1000 mg/m2 = 112000 mg/m2 to 168000 mg/m2"
        " -> 168 x 1000 mg/m2 = 168000 mg/m2\n"
    ) in text


def test_a_program_gets_every_number_and_every_source() -> None:
    """The object has numbers with their units, nulls where there is none, and words for both."""
    data = json.loads(comparison_to_json(compare(BEFORE, AFTER)))

    assert data == {
        "format": 1,
        "before": "example-01",
        "after": "example-01",
        "same_treatment": False,
        "differences": [
            row("phase", "first", "cycles", "4-6", "open"),
            row("phase", "first", "until", None, '["progression"]'),
            row("component", "drug-a", "dose", "1000 mg/m2", "1250 mg/m2"),
        ],
        "totals": [
            {
                "phase": {"before": "first", "after": "first"},
                "component": {"before": "drug-a", "after": "drug-a"},
                "before": {
                    "per_cycle": {
                        "administrations": {"least": 28, "most": 28},
                        "amount": {"least": grams("28000"), "most": grams("28000")},
                        "words": "28 x 1000 mg/m2 = 28000 mg/m2",
                    },
                    "in_all": {
                        "administrations": {"least": 112, "most": 168},
                        "amount": {"least": grams("112000"), "most": grams("168000")},
                        "words": ("112 to 168 x 1000 mg/m2 = 112000 mg/m2 to 168000 mg/m2"),
                    },
                },
                "after": {
                    "per_cycle": {
                        "administrations": {"least": 28, "most": 28},
                        "amount": {"least": grams("35000"), "most": grams("35000")},
                        "words": "28 x 1250 mg/m2 = 35000 mg/m2",
                    },
                    "in_all": {
                        "administrations": None,
                        "amount": None,
                        "words": "cycles open",
                    },
                },
            }
        ],
        "sources": [row("trial", "example-01", "note", None, "an amendment")],
    }


def row(kind: str, name: str, key: str, before: str | None, after: str | None) -> Table:
    """Write a difference of a part that has one name."""
    place = {"kind": kind, "before": name, "after": name}
    return {"place": place, "key": key, "before": before, "after": after}


def grams(value: str) -> Table:
    """Write an amount per body surface."""
    return {"value": value, "unit": "mg/m2"}


def test_a_bound_and_a_dose_that_is_not_stated_have_nulls() -> None:
    """What has no least has none in data, and no dose gives no amount."""
    bound = trial({"cycles": "at most 3", "until": ["progression"]})
    unknown = trial({"cycles": "3"}, dose="not stated")
    (total,) = json.loads(comparison_to_json(compare(bound, unknown)))["totals"]

    assert total["before"]["in_all"] == {
        "administrations": {"least": None, "most": 84},
        "amount": {"least": None, "most": grams("84000")},
        "words": "at most 84 x 1000 mg/m2 = at most 84000 mg/m2",
    }
    assert total["after"]["in_all"] == {
        "administrations": {"least": 84, "most": 84},
        "amount": None,
        "words": "84 x a dose that is not stated",
    }
