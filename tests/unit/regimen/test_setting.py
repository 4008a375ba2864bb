"""Where in the course of the disease a treatment stands: words of a closed list."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.errors import FileProblemsError
from npc_regimens.files import json_schema, load
from npc_regimens.regimen import Trial
from npc_regimens.regimen.trial import settings

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """
format = 1
id = "example-01"
title = "Drug A"
{setting}
cite = "example-2020#table-1"

[component.drug-a]
drug = "drug-a"
dose = "200 mg"
route = "intravenous"
days = "1"
cite = "example-2020#table-1"

[[arm]]
id = "a"
name = "Drug A"

[[arm.phase]]
name = "treatment"
cycle = "21 days"
cycles = "6"
give = ["drug-a"]
"""


def data(setting: str = "") -> dict[str, Any]:
    """Write a trial with a setting."""
    return tomllib.loads(TEXT.format(setting=setting))


def refusal(path: Path, setting: str) -> str:
    """Read a file whose setting is wrong."""
    path.write_text(TEXT.format(setting=f"setting = {setting}"), encoding="utf-8")
    with pytest.raises(FileProblemsError) as found:
        load(path)
    return str(found.value)


def test_a_trial_stands_in_several_settings_or_in_none_that_is_said() -> None:
    """The words keep their order, and a file need not have any."""
    both = Trial.model_validate(data('setting = ["adjuvant", "metronomic"]'))

    assert both.setting == ("adjuvant", "metronomic")
    assert Trial.model_validate(data()).setting == ()


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ('["adjvant"]', "'adjvant'"),
        ('["Adjuvant"]', "'Adjuvant'"),
        ('["adjuvant", "adjuvant"]', "setting 'adjuvant' stands twice\n    write each word once"),
    ],
)
def test_another_word_is_refused(tmp_path: Path, setting: str, words: str) -> None:
    """The list is closed, so that a regimen is found by the word that it has."""
    told = refusal(tmp_path / "example-01.toml", setting)

    assert "key 'setting'" in told
    assert words in told


def test_the_schema_lists_the_words() -> None:
    """An editor completes them."""
    schema = json_schema("regimen")["properties"]["setting"]

    assert schema["items"]["enum"] == list(settings())
