"""Differences of keys: every key of every table is compared, in the words of the file."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import create_model

from npc_regimens.comparing.keys import Difference, Place, as_written, differences
from npc_regimens.regimen.definition import Arm, Choice, Component, Phase

PLACE = Place("component", "drug-a", "drug-a")
CITE = "example-2020#dose"
COMPONENT = Component.model_validate(
    {"drug": "drug-a", "dose": "1000 mg/m2", "route": "intravenous", "days": "1, 8", "cite": CITE}
)
PHASE = Phase.model_validate(
    {"name": "first", "cycle": "21 days", "cycles": "6", "give": ["drug-a"]}
)
ARM = Arm(id="only", name="The only arm", phase=(PHASE,))
CHOICE = Choice(one_of=("drug-a", "drug-b"))


def changed(**keys: Any) -> Component:
    """Write the component with other keys."""
    table = COMPONENT.model_dump(mode="json", exclude_none=True)
    return Component.model_validate({**table, **keys})


def wide(model: type[Any], key: str) -> type[Any]:
    """Let a key of a table take anything."""
    fields: dict[str, Any] = {key: (Any, None)}
    return create_model("Wide", __base__=model, **fields)


def found(**keys: Any) -> list[str]:
    """Say what differs when keys are written otherwise."""
    return [str(each) for each in differences(PLACE, COMPONENT, changed(**keys))]


@pytest.mark.parametrize(
    ("record", "key"),
    [
        pytest.param(record, key, id=f"{type(record).__name__}-{key}")
        for record in (COMPONENT, PHASE, ARM, CHOICE)
        for key in type(record).model_fields
    ],
)
def test_no_key_of_a_table_is_ignored(record: Component | Phase | Arm | Choice, key: str) -> None:
    """Two tables that differ in one key alone differ in that key, whichever it is."""
    model = wide(type(record), key)
    # values that no validator knows, so that a key of tomorrow is tried too
    one, other = (model.model_construct(**{**dict(record), key: text}) for text in ("one", "other"))

    assert list(differences(PLACE, one, other)) == [Difference(PLACE, key, "one", "other")]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"dose": "1250 mg/m²"}, ["dose: 1000 mg/m2 -> 1250 mg/m2"]),
        ({"dose": "80-100 mg/m2"}, ["dose: 1000 mg/m2 -> 80-100 mg/m2"]),
        ({"dose": "not stated"}, ["dose: 1000 mg/m2 -> not stated"]),
        ({"days": "d1\u201314"}, ["days: 1, 8 -> 1-14"]),
        ({"cap": "2000 mg"}, ["cap: (none) -> 2000 mg"]),
        ({"levels": ["800 mg/m2"]}, ['levels: (none) -> ["800 mg/m2"]']),
        ({"levels": []}, []),
        (
            {"limits": {"per_cycle": "2 g", "lifetime": "9 g"}},
            ["limits.per_cycle: (none) -> 2 g", "limits.lifetime: (none) -> 9 g"],
        ),
        (
            {"cite": [CITE, "example-2020#days"]},
            [f'cite: ["{CITE}"] -> ["{CITE}", "example-2020#days"]'],
        ),
    ],
)
def test_a_difference_speaks_in_the_words_of_the_file(
    keys: dict[str, Any], words: list[str]
) -> None:
    """A key stands with what the one and the other write, in the canonical spelling."""
    assert found(**keys) == words


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ({"dose": "1 g/m2"}, {"dose": "1000 mg/m2"}, []),
        ({"dose": "1 g/m2"}, {"dose": "1001 mg/m2"}, ["dose: 1 g/m2 -> 1001 mg/m2"]),
        ({"dose": "1 g"}, {"dose": "1000 mg/m2"}, ["dose: 1 g -> 1000 mg/m2"]),
        ({"dose": "0.8-1 g"}, {"dose": "800-1000 mg"}, []),
        ({"dose": "0.8-1 g"}, {"dose": "800-900 mg"}, ["dose: 0.8-1 g -> 800-900 mg"]),
        ({"infusion": "60 min"}, {"infusion": "1 h"}, []),
        ({"infusion": "100 min"}, {"infusion": "2 h"}, ["infusion: 100 min -> 2 h"]),
        ({"cap": "2 g"}, {"cap": "2000 mg"}, []),
        ({"levels": ["0.8 g/m2"]}, {"levels": ["800 mg/m2"]}, []),
        (
            {"levels": ["0.8 g/m2"]},
            {"levels": ["800 mg/m2", "500 mg/m2"]},
            ['levels: ["0.8 g/m2"] -> ["800 mg/m2", "500 mg/m2"]'],
        ),
        (
            {"limits": {"per_cycle": "2 g", "lifetime": "9 g"}},
            {"limits": {"per_cycle": "2000 mg", "lifetime": "8000 mg"}},
            ["limits.lifetime: 9 g -> 8000 mg"],
        ),
        (
            {"after": {"component": "drug-b", "interval": "120 min"}},
            {"after": {"component": "drug-b", "interval": "2 h"}},
            [],
        ),
        (
            {"steps": [{"dose": "2 g/m2", "cycles": "1"}]},
            {"steps": [{"dose": "2000 mg/m2", "cycles": "1"}]},
            [],
        ),
        (
            {"steps": [{"dose": "2 g/m2", "cycles": "1"}]},
            {"steps": [{"dose": "2000 mg/m2", "cycles": "2"}]},
            [
                (
                    'steps: [{ dose = "2 g/m2", cycles = "1" }]'
                    ' -> [{ dose = "2000 mg/m2", cycles = "2" }]'
                )
            ],
        ),
    ],
)
def test_equal_amounts_in_other_units_are_no_difference(
    one: dict[str, Any], other: dict[str, Any], words: list[str]
) -> None:
    """Spelling is no treatment, wherever an amount stands; another amount is told as ever."""
    told = differences(PLACE, changed(**one), changed(**other))

    assert [str(each) for each in told] == words


def test_a_key_with_another_name_in_the_program_is_compared_too() -> None:
    """``from`` is no name of a field; what starts from another event is another start."""
    one, other = (
        Phase.model_validate(
            {**PHASE.model_dump(mode="json", exclude_none=True), "starts": {"from": words}}
        )
        for words in ("event surgery", "event radiotherapy start")
    )

    assert [str(each) for each in differences(PLACE, one, other)] == [
        "starts.from: event surgery -> event radiotherapy start"
    ]


def test_the_differences_stand_in_the_order_of_the_file_format() -> None:
    """The keys come in the order in which a table has them, wherever they are new."""
    words = found(days="1", note="a note", basis="free base", dose="900 mg/m2")

    assert [each.partition(":")[0] for each in words] == ["dose", "basis", "days", "note"]


def test_a_table_that_is_missing_differs_in_each_of_its_keys() -> None:
    """What stands in one of the two alone is told whole."""
    place = Place("component", None, "drug-a")

    told = [(each.key, each.before, each.after) for each in differences(place, None, COMPONENT)]

    assert told == [
        ("drug", None, "drug-a"),
        ("dose", None, "1000 mg/m2"),
        ("route", None, "intravenous"),
        ("days", None, "1, 8"),
        ("cite", None, f'["{CITE}"]'),
    ]


def test_keys_that_are_compared_apart_are_left_out() -> None:
    """A part with a place of its own is not told twice."""
    assert list(differences(PLACE, COMPONENT, changed(days="1"), apart=("days",))) == []


@pytest.mark.parametrize(
    ("kind", "key", "is_about_sources"),
    [
        ("component", "cite", True),
        ("component", "note", True),
        ("component", "named_in_source", True),
        ("component", "missed_dose.cite", True),
        ("component", "missed_dose.make_up", False),
        ("component", "notes", False),
        ("component", "title", False),
        ("trial", "title", True),
        ("trial", "id", True),
        ("trial", "setting", True),
        ("arm", "name", True),
        ("arm", "id", True),
        ("arm", "title", False),
        ("phase", "name", False),
        ("phase", "a-key-of-tomorrow", False),
    ],
)
def test_what_is_not_known_to_be_a_source_is_treatment(
    kind: str, key: str, *, is_about_sources: bool
) -> None:
    """Sources, notes and titles are a short list; no other key is ever put aside."""
    difference = Difference(Place(kind, "a", "a"), key, "one", "other")

    assert difference.is_about_sources is is_about_sources


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (33, "33"),
        ("白片", '"白片"'),
        ([{"dose": "8 mg/kg", "cycles": "1"}], '[{ dose = "8 mg/kg", cycles = "1" }]'),
    ],
)
def test_a_value_is_written_as_in_a_file(value: object, written: str) -> None:
    """Lists and tables within keep their marks, so that no two values look alike."""
    assert as_written(value) == written


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("induction", "induction", "phase induction"),
        ("induction", None, "phase induction"),
        (None, "induction", "phase induction"),
        ("induction", "lead-in", "phase induction -> lead-in"),
    ],
)
def test_a_place_is_said_by_its_names(before: str, after: str, words: str) -> None:
    """One name is said once, and two with an arrow between them."""
    assert str(Place("phase", before, after)) == words
