"""A wheel, an sdist and an editable install all find the data, in environments of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAIN_JOB = (
    "import sys, pathlib, npc_regimens as npc\n"
    "assert not any('tests' in p for p in sys.path)\n"
    "print(len(npc.shipped_trials()), len(npc.load_sources()),"
    " npc.load_formulary()['anlotinib'].id)\n"
    "print(pathlib.Path(npc.__file__).resolve().parent)\n"
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what a clone holds, and nothing that lies about beside it."""
    target = tmp_path_factory.mktemp("clone") / "npc_regimens"
    for name in ("src", "regimens", "products", "seeds", "formulas"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, target / name)
    return target


@pytest.fixture(scope="module")
def built(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel and an sdist with the build backend itself."""
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(target)]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True)
    return target


def _environment(folder: Path) -> Path:
    """Make a virtual environment that sees the dependencies, and not this project's own install.

    A path file that lies in a folder named by another path file is not read, so the editable
    install of the environment that runs the tests stays out of sight.
    """
    venv.create(folder, with_pip=True)
    purelib = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (purelib / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    return folder / ("Scripts" if os.name == "nt" else "bin")


def _install(scripts: Path, *what: str) -> None:
    command = [str(scripts / "python"), "-m", "pip", "install", "--no-deps", "--no-index"]
    command += ["--disable-pip-version-check", "--no-build-isolation", *what]
    subprocess.run(command, check=True, capture_output=True)


def _try(scripts: Path, folder: Path) -> str:
    """Use the package as a stranger would, far from the checkout."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}
    done = subprocess.run(
        [str(scripts / "python"), "-c", MAIN_JOB],
        cwd=folder,
        env=plain,
        check=True,
        capture_output=True,
        text=True,
    )
    listed = subprocess.run(
        [str(scripts / "npc-regimens"), "list"],
        cwd=folder,
        env=plain,
        check=True,
        capture_output=True,
        text=True,
    )

    assert "nct05807880" in listed.stdout
    counts, home = done.stdout.splitlines()
    trials = len(list((ROOT / "regimens").glob("*.toml")))
    assert counts == f"{trials} {len(list((ROOT / 'seeds').glob('*.toml')))} anlotinib-capsules"
    return home


def test_a_wheel_carries_the_data(built: Path, tmp_path: Path) -> None:
    """The wheel holds all four folders of data inside the package, and finds them there."""
    (wheel,) = built.glob("*.whl")
    scripts = _environment(tmp_path / "venv")
    _install(scripts, str(wheel))

    assert str(tmp_path) in _try(scripts, tmp_path)
    names = ZipFile(wheel).namelist()
    assert "npc_regimens/data/regimens/nct05807880.toml" in names
    assert "npc_regimens/data/formulas/mosteller.toml" in names
    assert "npc_regimens/py.typed" in names
    assert not [name for name in names if name.startswith(("regimens/", "tests/"))]


def test_an_sdist_builds_and_carries_the_data(built: Path, tmp_path: Path) -> None:
    """A wheel that is built from the sdist finds the data as well."""
    (sdist,) = built.glob("*.tar.gz")
    scripts = _environment(tmp_path / "venv")
    _install(scripts, str(sdist))

    assert str(tmp_path) in _try(scripts, tmp_path)


def test_an_editable_install_reads_the_data_of_the_checkout(checkout: Path, tmp_path: Path) -> None:
    """An editable install reads the package from src/ and the data from the top of the checkout."""
    scripts = _environment(tmp_path / "venv")
    _install(scripts, "--editable", str(checkout))

    assert _try(scripts, tmp_path) == str((checkout / "src" / "npc_regimens").resolve())
