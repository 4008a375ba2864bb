"""Loading: a shipped regimen by its id or a file by its path, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from npc_regimens.errors import FileProblemsError, Problem, UnknownRegimenError
from npc_regimens.files.problems import problems_of
from npc_regimens.files.reading import read_toml
from npc_regimens.products import Formulary, Product
from npc_regimens.regimen.conflicts import conflicts, near
from npc_regimens.regimen.definition import Arm, Choice, Component
from npc_regimens.regimen.trial import Trial
from npc_regimens.shipped import shipped_files
from npc_regimens.sources import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Written = TypeVar("Written", bound=BaseModel)


def load(name: str | Path) -> Trial:
    """Load a trial by its id, or from the path of a regimen file that ends in ``.toml``.

    Raises `UnknownRegimenError` with the nearest names, or `FileProblemsError` with all the
    problems of the file.

    >>> load("nct05807880").acronym
    'ALTER-HN005'
    """
    path = _path(name)
    data = read_toml(path)
    return from_data(Trial, data, str(path))


def find_regimen(name: str) -> tuple[Trial, str | None]:
    """Load what ``trial``, ``trial/arm``, a path or ``path.toml/arm`` names, and the arm if named.

    >>> find_regimen("nct05549466/chemotherapy")[1]
    'chemotherapy'
    """
    if name.endswith(".toml"):
        return load(Path(name)), None
    head, found, arm = name.rpartition(".toml/")
    if found:
        return load(Path(f"{head}.toml")), arm
    trial, _, arm = name.partition("/")
    return load(trial or name), arm or None


def shipped_trials() -> tuple[Trial, ...]:
    """Load every trial that comes with the package."""
    return tuple(load(path) for path in shipped_files("regimens").values())


def load_product(path: str | Path) -> Product:
    """Load one product file."""
    return from_data(Product, read_toml(Path(path)), str(path))


def load_formulary(*folders: str | Path) -> Formulary:
    """Load the products that come with the package, and those of a site's own folders.

    A site's product takes the place of the package's of the same drug. Raises `ProductError` for
    two products of one drug in a site's folders.

    >>> str(load_formulary()["capecitabine"].strengths[0])
    '500 mg'
    """
    shipped = Formulary(tuple(map(load_product, shipped_files("products").values())))
    return shipped.replaced_by(Formulary(tuple(map(load_product, _files(folders)))))


def load_sources(*folders: str | Path) -> dict[str, SourceRecord]:
    """Load the source records that come with the package, and those of other folders, by id."""
    paths = (*shipped_files("seeds").values(), *_files(folders))
    records = (from_data(SourceRecord, read_toml(path), str(path)) for path in paths)
    return {record.id: record for record in records}


def _files(folders: Iterable[str | Path]) -> Iterator[Path]:
    for folder in map(Path, folders):
        found = sorted(folder.glob("*.toml")) if folder.is_dir() else []
        if not found:
            what = "holds no .toml file" if folder.is_dir() else "does not exist"
            raise FileProblemsError(str(folder), [Problem("folder", what, "check the path")])
        yield from found


def _path(name: str | Path) -> Path:
    if isinstance(name, Path) or str(name).endswith(".toml"):
        return Path(name)
    shipped = shipped_files("regimens")
    wanted = str(name).lower()
    if wanted in shipped:
        return shipped[wanted]
    raise UnknownRegimenError(
        f"no regimen {name!r}; give an id or the path of a .toml file; {near(wanted, shipped)}"
    )


def from_data(model: type[Written], data: Mapping[str, Any], file: str) -> Written:
    """Make a written record of plain data, or name all its problems at once."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found = problems_of(error, model, data)
        if model is Trial:
            found += [each for each in _conflicts_of_what_is_sound(data) if each not in found]
        raise FileProblemsError(file, found) from None


def _conflicts_of_what_is_sound(data: Mapping[str, Any]) -> list[Problem]:
    """Look for contradictions between the parts that are sound alone.

    A part that is not sound has its own problem already: it counts as present, so that nothing
    is said to be missing that merely has a slip.
    """
    components = _sound(data.get("component"), Component)
    choices = _sound(data.get("choice"), Choice)
    tables = data.get("arm")
    arms = [] if not isinstance(tables, list) else [_maybe(Arm, table) for table in tables]
    sound_arms = [arm for arm in arms if arm is not None]
    found = conflicts(components, choices, sound_arms)
    if (
        _are_all(components, data.get("component"))
        and _are_all(choices, data.get("choice", {}))
        and len(sound_arms) == len(arms)
    ):
        return found
    about_presence = ("no component", "no choice", "no arm")
    return [each for each in found if not each.what.startswith(about_presence)]


def _are_all(sound: Mapping[str, object], tables: object) -> bool:
    return isinstance(tables, dict) and len(tables) == len(sound)


def _sound(tables: object, model: type[Written]) -> dict[str, Written]:
    if not isinstance(tables, dict):
        return {}
    read = {name: _maybe(model, table) for name, table in tables.items()}
    return {name: value for name, value in read.items() if value is not None}


def _maybe(model: type[Written], table: object) -> Written | None:
    try:
        return TypeAdapter(model).validate_python(table)
    except ValidationError:
        return None
