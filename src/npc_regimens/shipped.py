"""Where the shipped data lies: in the package of a wheel, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from npc_regimens.errors import UnknownNameError

_PACKAGE: Final = Path(__file__).resolve().parent
_HOMES: Final = (_PACKAGE / "data", _PACKAGE.parents[1])


def shipped_folder(name: str) -> Path:
    """Find a folder of data, the same for a wheel, an sdist and an editable install.

    Raises `UnknownNameError` when the installation lacks it.
    """
    for home in _HOMES:
        if (home / name).is_dir():
            return home / name
    looked = " and ".join(str(home / name) for home in _HOMES)
    raise UnknownNameError(f"the data {name!r} is missing, looked in {looked}; install again")


def shipped_files(name: str) -> dict[str, Path]:
    """List the files of a folder by their stem, in order of name."""
    return {path.stem: path for path in sorted(shipped_folder(name).glob("*.toml"))}
