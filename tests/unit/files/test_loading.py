"""Loading: by id, by path, by arm; whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from npc_regimens.errors import (
    FileProblemsError,
    NpcRegimensError,
    UnknownNameError,
    UnknownRegimenError,
)
from npc_regimens.files import (
    KINDS,
    check_file,
    find_regimen,
    json_schema,
    load,
    load_formulary,
    load_product,
    load_sources,
    shipped_trials,
)
from npc_regimens.shipped import shipped_files, shipped_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.regimen import Trial

FOLDERS = ("regimens", "products", "seeds")
SHIPPED = [path for folder in FOLDERS for path in shipped_files(folder).values()]


def test_a_trial_is_loaded_by_id_and_by_path() -> None:
    """An id in any case and a path lead to the same trial."""
    path = shipped_files("regimens")["nct05807880"]

    assert load("nct05807880") == load("NCT05807880") == load(path)


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    """Near names are suggested; where none is near, all are listed."""
    with pytest.raises(UnknownRegimenError, match="did you mean 'nct05807880'"):
        load("nct0580788")
    with pytest.raises(UnknownRegimenError, match="there are 'adjuvant-capecitabine-miao-2022'"):
        load("zzz")


@pytest.mark.parametrize("name", ["n" * 300, "a\0b", "", "/", "../nct05807880"])
def test_a_name_that_no_file_can_have_is_an_unknown_regimen(name: str) -> None:
    """No error of the operating system leaves a public call."""
    with pytest.raises(NpcRegimensError):
        find_regimen(name)


@pytest.mark.parametrize("name", ["n" * 300 + ".toml", "a\0b.toml"])
def test_a_path_that_no_file_can_have_cannot_be_read(name: str) -> None:
    """The reason is told as of any other file."""
    with pytest.raises(FileProblemsError, match="file: cannot be read: "):
        load(Path(name))


def test_an_arm_is_named_behind_its_trial(tmp_path: Path) -> None:
    """trial/arm, path.toml and path.toml/arm are told apart."""
    path = tmp_path / "mine.toml"
    path.write_bytes(shipped_files("regimens")["nct05549466"].read_bytes())
    names = ["nct05549466/chemotherapy", "nct05549466/", str(path), f"{path}/chemotherapy"]

    arms = [find_regimen(name)[1] for name in names]

    assert arms == ["chemotherapy", None, None, "chemotherapy"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_file_is_sound_and_agrees_with_its_sources(path: Path) -> None:
    """Each file that we ship passes its own check, and is of the kind that its folder says."""
    kind, differences = check_file(path)

    assert differences == []
    assert (
        kind == {"regimens": "regimen", "products": "product", "seeds": "source"}[path.parent.name]
    )


def test_all_that_is_shipped_can_be_loaded(trial: Callable[[str], Trial]) -> None:
    """Trials, products and sources are loaded by their own names."""
    assert [each.id for each in shipped_trials()] == list(shipped_files("regimens"))
    assert list(load_sources()) == list(shipped_files("seeds"))
    products = [load_product(path) for path in shipped_files("products").values()]
    assert [load_formulary()[product.drug] for product in products] == products
    assert trial("nct05807880").acronym == "ALTER-HN005"


def test_missing_data_is_told_with_where_it_was_looked_for() -> None:
    """An installation without its data says so, and what to do."""
    with pytest.raises(UnknownNameError, match=r"the data 'protocols' is missing.*install again"):
        shipped_folder("protocols")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_has_a_schema(kind: str) -> None:
    """A schema names its dialect, its keys, and refuses others, as the loader does."""
    schema = json_schema(kind)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    called = {"id", "name" if kind in {"product", "formula"} else "title"}
    known_by = {"participant", "identity"} if kind == "course" else called
    assert {"format", *known_by} <= set(schema["required"])


def test_a_site_adds_its_own_products_and_sources(tmp_path: Path) -> None:
    """A product of a site takes the place of ours, and a source stands beside ours."""
    ours = shipped_files("products")["capecitabine-tablets"].read_text(encoding="utf-8")
    product = tmp_path / "mine.toml"
    product.write_text(ours.replace('["500 mg", "150 mg"]', '["500 mg"]'), encoding="utf-8")
    sources = tmp_path / "sources"
    sources.mkdir()
    label = shipped_files("seeds")["capecitabine-label"].read_text(encoding="utf-8")
    (sources / "mine.toml").write_text(
        label.replace('id = "capecitabine-label"', 'id = "my-label"'), encoding="utf-8"
    )

    strengths = load_formulary(tmp_path)["capecitabine"].strengths

    assert [str(strength) for strength in strengths] == ["500 mg"]
    assert set(load_sources(sources)) - set(load_sources()) == {"my-label"}


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """A slip in the name of a folder is not an empty folder."""
    with pytest.raises(FileProblemsError, match="no: folder: does not exist"):
        load_formulary(tmp_path / "no")
