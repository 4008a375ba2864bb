"""Remedies: what a right value of each key looks like."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

from npc_regimens.errors import FileProblemsError
from npc_regimens.files import KINDS
from npc_regimens.files.forms import all_models, example_of, keys_of
from npc_regimens.files.loading import from_data
from npc_regimens.products import Product
from npc_regimens.regimen.trial import Trial

KEYS = [
    pytest.param(kind, model, key, id=f"{kind}-{model.__name__}-{key}")
    for kind, whole in KINDS.items()
    for model in dict.fromkeys(all_models(whole))
    for key, _ in keys_of(model)
]
PRODUCT = """
format = 1
id = "drug-a-tablets"
drug = "drug-a"
name = "drug A tablets"
form = "tablet"
route = "oral"
strengths = ["500 mg"]
cite = "a#b"
[rounding]
rule = "policy"
policy = "whole units of 500 mg, ties up"
report_over = "10 %"
cite = "a#b"
"""


@pytest.mark.parametrize(("kind", "model", "key"), KEYS)
def test_a_few_words_are_an_example_of_text_alone(
    kind: str, model: type[BaseModel], key: str
) -> None:
    """A key of a table, a list or a number is never said to be written in a few words."""
    remedy = example_of([model, *all_models(KINDS[kind])], key)

    (written,) = (field.annotation for name, field in keys_of(model) if name == key)
    form: Any = written
    if remedy.endswith(f'{key} = "a few words"'):
        assert TypeAdapter(form).validate_python("a few words") == "a few words"
    else:
        assert remedy.startswith("write for example ")
    assert '= "0.725"' not in remedy


@pytest.mark.parametrize(
    ("key", "example"),
    [
        ("levels", 'levels = ["12 mg", "10 mg"]'),
        ("report_over", 'report_over = "10 %"'),
        ("policy", 'policy = "nearest 50 mg"'),
        ("at_most", 'at_most = { "150 mg" = 2 }'),
        ("limits", 'limits = { lifetime = "100 mg/m2" }'),
        ("molar_mass", "[[molar_mass]]"),
        ("per_cycle", 'per_cycle = "100 mg/m2"'),
        ("note", 'note = "a few words"'),
    ],
)
def test_a_remedy_shows_what_can_be_written(key: str, example: str) -> None:
    """The example is TOML, and of the kind that the key takes."""
    models = [*all_models(Trial), *all_models(Product)]

    assert example_of(models, key) == f"write for example {example}"
    assert tomllib.loads(example).keys() == {key}


def told(old: str, new: str) -> list[str]:
    """Check a product with one slip, and list its problems."""
    assert old in PRODUCT
    with pytest.raises(FileProblemsError) as error:
        from_data(Product, tomllib.loads(PRODUCT.replace(old, new)), "a.toml")
    return [f"{each.place}: {each.what}; {each.remedy}" for each in error.value.problems]


def test_a_key_that_is_named_like_a_kind_is_told_apart_from_it() -> None:
    """Of the kind 'policy' each key has its own place, and no problem hides another."""
    place, limit = "key 'rounding'", "expected text such as '10 %', got 10 (int)"
    rule = "expected text such as 'nearest 50 mg', got 5 (int)"
    other = "key 'ties' is not known here; leave it out; another kind of this table has it"

    assert told('"10 %"', "10") == [
        f"{place}, key 'report_over': {limit}; write for example report_over = \"10 %\""
    ]
    assert told('policy = "whole', 'policy = 5\nties = "whole') == [
        f"{place}, key 'policy': {rule}; write for example policy = \"nearest 50 mg\"",
        f"{place}: {other}",
    ]
    assert [each.partition(":")[0] for each in told('"10 %"\ncite = "a#b"', "10")] == [
        "key 'rounding', key 'report_over'",
        "key 'rounding'",
    ]


@pytest.mark.parametrize("key", ["polcy", "policy_text"])
def test_a_key_is_suggested_as_a_file_has_it(key: str) -> None:
    """The name of a key inside the program is no key of a file."""
    found = told("policy = ", f"{key} = ")

    assert any("did you mean 'policy'?" in each or "'policy'" in each for each in found)
    assert not any("policy_text" in each.replace(f"key '{key}'", "") for each in found)
