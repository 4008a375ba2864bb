"""Laws of files: written and read is the same, and every surplus, gap or double is refused."""

from __future__ import annotations

import copy
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from writing import tables, through_pickle, toml

from npc_regimens.errors import FileProblemsError, Problem
from npc_regimens.files import KINDS, load
from npc_regimens.files.loading import from_data
from npc_regimens.files.reading import LARGEST_BYTES, read_toml
from npc_regimens.regimen import Trial
from npc_regimens.shipped import shipped_files
from npc_regimens.strategies import trial_tables

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = {"regimen": "regimens", "product": "products", "source": "seeds"}
SHIPPED = [
    pytest.param(kind, path, id=f"{folder}/{path.stem}")
    for kind, folder in FOLDERS.items()
    for path in shipped_files(folder).values()
]
ONE_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def refusal(kind: str, table: dict[str, Any]) -> str | None:
    """Say what is wrong with a table, or nothing."""
    try:
        from_data(KINDS[kind], table, "file")
    except FileProblemsError as error:
        return str(error)
    return None


@ONE_FILE
@given(trial_tables())
def test_writing_then_reading_is_the_same(tmp_path: Path, table: dict[str, Any]) -> None:
    """A trial that was written as a file is the trial of the table."""
    path = tmp_path / "example.toml"
    path.write_text(toml(table), encoding="utf-8")

    assert load(path) == Trial.model_validate(table)


@given(trial_tables())
def test_a_trial_as_data_is_the_same(table: dict[str, Any]) -> None:
    """A trial turned into plain data and read again is the same trial."""
    made = Trial.model_validate(table)

    assert Trial.model_validate(made.model_dump(mode="json", exclude_none=True)) == made


@pytest.mark.parametrize(("kind", "path"), SHIPPED)
def test_one_extra_key_anywhere_is_refused(kind: str, path: Path) -> None:
    """A key that is not known is refused in every table of every shipped file, and named."""
    table = read_toml(path)
    places = [place for place in tables(table) if not is_named_tables(place)]
    for place in places:
        place["surplus"] = "1"
        told = refusal(kind, table)
        del place["surplus"]

        assert told is not None
        assert "surplus" in told
    assert refusal(kind, table) is None


def is_named_tables(table: dict[str, Any]) -> bool:
    """Whether the keys of a table are names that its writer chooses."""
    return bool(table) and all(isinstance(value, dict) for value in table.values())


@pytest.mark.parametrize(("kind", "path"), SHIPPED)
def test_a_required_key_that_is_missing_is_named(kind: str, path: Path) -> None:
    """Taking out any key gives a sound file or a refusal that names what is missing."""
    table = read_toml(path)
    for place in [*tables(table)]:
        for key in [*place]:
            value = place.pop(key)
            told = refusal(kind, table)
            place[key] = value
            assert told is None or key in told or "needs" in told or "no arm" in told


@pytest.mark.parametrize(("kind", "path"), SHIPPED)
def test_a_value_of_another_type_is_refused(kind: str, path: Path) -> None:
    """True, a number or a table in the place of text is refused in every table."""
    wrongs: tuple[object, ...] = (True, 1, Decimal("1.5"), {})
    table = read_toml(path)
    for place in [*tables(table)]:
        for key in [key for key, value in place.items() if isinstance(value, str)]:
            value = place[key]
            for wrong in wrongs:
                place[key] = wrong
                assert refusal(kind, table) is not None
            place[key] = value


@pytest.mark.parametrize("wrong", [True, "1", Decimal("1.0"), 2, None])
def test_the_format_is_the_number_one(wrong: object) -> None:
    """The format of a file is the whole number 1 and nothing that resembles it."""
    table = read_toml(shipped_files("regimens")["nct05807880"])
    table["format"] = wrong

    assert refusal("regimen", table) is not None


@ONE_FILE
@given(trial_tables(), st.data())
def test_any_key_twice_is_refused(
    tmp_path: Path, table: dict[str, Any], data: st.DataObject
) -> None:
    """A key that stands twice is refused, even with the same value."""
    lines = toml(table).splitlines()
    path = tmp_path / "example.toml"
    path.write_text("\n".join([*lines, data.draw(st.sampled_from(lines)), ""]), encoding="utf-8")

    with pytest.raises(FileProblemsError, match="stands twice"):
        load(path)


def test_a_key_twice_at_the_very_end_is_refused_in_the_same_words(tmp_path: Path) -> None:
    """A last line without a line break that repeats a key is said to stand twice."""
    path = tmp_path / "example.toml"
    path.write_text("format = 1\nformat = 1", encoding="utf-8")

    with pytest.raises(FileProblemsError, match="'format' stands twice"):
        load(path)


def test_all_problems_of_a_file_come_together() -> None:
    """A slip in each of several places gives one refusal that names all of them."""
    table = read_toml(shipped_files("regimens")["nct05807880"])
    table["component"]["anlotinib"]["dose"] = "10 MG"
    table["component"]["capecitabine"]["days"] = "1-22"
    table["arm"][0]["phase"][1]["cycle"] = "1 month"
    told = refusal("regimen", table) or ""

    for word in ("MG", "1 month", "anlotinib", "maintenance"):
        assert word in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xef\xbb\xbfformat = 1\n", "byte order mark"),
        (b"title = 'caf\xe9'\n", "not UTF-8"),
        (b"format = 1\x00\n", "line 1"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "nested too deeply"),
        (b"a = " + b"9" * 5000, "nested too deeply, or a number"),
        (b"#" * (LARGEST_BYTES + 1), "larger than"),
        (b"format = \n", "line 1"),
        (b"a = [", "not TOML|end of file"),
    ],
    ids=["mark", "latin", "nul", "nested", "digits", "large", "value", "end"],
)
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    """Other encodings, huge files and broken lines are one problem with its place."""
    path = tmp_path / "broken.toml"
    path.write_bytes(content)

    with pytest.raises(FileProblemsError, match=words):
        load(path)


def test_numbers_of_a_file_stay_exact(tmp_path: Path) -> None:
    """A number with a point is read as a decimal, digit for digit."""
    path = tmp_path / "number.toml"
    path.write_text("number = 75.10\n", encoding="utf-8")

    assert read_toml(path) == {"number": Decimal("75.10")}
    assert tomllib.loads("number = 75.10") != {"number": Decimal("75.10")}


def test_errors_travel_between_processes() -> None:
    """A refusal that was pickled or copied keeps its file, its problems and its words."""
    error = FileProblemsError("file.toml", [Problem("key 'a'", "wrong", "right"), Problem(*"xyz")])

    for again in (through_pickle(error), copy.copy(error), copy.deepcopy(error)):
        assert (again.file, again.problems, str(again)) == (
            error.file,
            error.problems,
            str(error),
        )
