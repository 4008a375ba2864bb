#!/usr/bin/env python3
"""The one task file: ``python tasks.py VERB``. It needs nothing but Python.

setup   make .venv and install the package with everything that developing needs
fix     format, and mend what the linter can mend
check   format, lint, types, import contracts, tests with warnings as errors, doctests, coverage
test    the tests alone; further words go to pytest
pythons the tests on each of Python 3.11, 3.12 and 3.13 that is here
stranger a fresh clone in an empty folder, and both commands of the README as they stand
many    the laws with many random examples (long)
mutants mutation testing of the rooms that changed since the record, or of those named (long)
readers the calendar files in programs that nobody here wrote, and against a CalDAV server
browser the printed page in Chromium and as PDF; the word draw draws the pictures of the docs anew
grid    the dose of every body of a grid, against fractions and against binary floats (minutes)
bench   the benchmark: start-up, planning and calendar file, as ratios
build   wheel and sdist into dist/
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = Path(os.environ.get("NPC_REGIMENS_VENV", HERE / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
EVERY_CORE = ("-n", "auto", "--dist", "worksteal")  # an idle core takes tests from a busy one


def run(tool: str, *words: str, **environment: str) -> None:
    """Run a tool of the virtual environment, and stop where it fails."""
    run_any(str(BIN / tool), *words, **environment)


def run_any(*command: str, folder: str | Path = HERE, **environment: str) -> None:
    """Run a command, and stop where it fails."""
    print("+", *command, flush=True)
    done = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def setup() -> None:
    """Make the virtual environment, at the versions of constraints.txt."""
    if not (VENV / "pyvenv.cfg").exists():
        venv.create(VENV, with_pip=True)
    install = ("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*install, "--constraint", "constraints.txt", "--editable", ".[dev]")


def fix() -> None:
    """Format, and mend what can be mended."""
    run("ruff", "format")
    run("ruff", "check", "--fix")


def check() -> None:
    """Run every gate."""
    run("ruff", "format", "--check")
    run("ruff", "check")
    run("mypy")
    run("lint-imports")
    run("pytest", *EVERY_CORE, "--cov", "--cov-report=term")


def test(*arguments: str) -> None:
    """Run the tests."""
    run("pytest", *EVERY_CORE, *arguments)


def many() -> None:
    """Run the laws with many random examples."""
    run("pytest", *EVERY_CORE, "tests/laws", HYPOTHESIS_PROFILE="many")


def mutants(*rooms: str) -> None:
    """Try whether the tests notice slips, with tools that are in no other environment.

    On Linux and macOS. docs/mutation.md is written anew where the run was whole and sound; the
    word ``page`` writes it from the record alone, after a new explanation. ``by=cosmic-ray`` or
    ``by=mutmut`` tries the mutants of one tool alone.
    """
    if rooms == ("page",):
        run("python", "mutation/telling.py")
        return
    home = HERE / ".venvs" / "mutants"
    python = str(home / BIN.name / "python")
    install = ("-m", "pip", "install", "--quiet", "--constraint", "constraints.txt")
    tools = ("--constraint", "mutation/constraints.txt", "mutmut", "cosmic-ray")
    if not home.exists():
        venv.create(home, with_pip=True)
    run_any(python, *install, *tools, "--editable", ".[dev]")
    run_any(python, "mutation", *rooms)


def pythons() -> None:
    """Run the tests on every Python that is promised, each in an environment of its own."""
    for version in ("3.11", "3.12", "3.13"):
        python = shutil.which(f"python{version}")
        if python is None:
            print(f"python{version} is not here: not tried")
            continue
        home = HERE / ".venvs" / version
        install = ("-m", "pip", "install", "--quiet", "--constraint", "constraints.txt")
        run_any(python, "-m", "venv", str(home))
        run_any(str(home / BIN.name / "python"), *install, "--editable", ".[dev]")
        run_any(str(home / BIN.name / "python"), "-m", "pytest", *EVERY_CORE)


def stranger() -> None:
    """Do what a reader of the README does: clone, and copy the two blocks."""
    with tempfile.TemporaryDirectory() as folder:
        run_any("git", "clone", "--quiet", str(HERE), folder)
        page = Path(folder, "README.md").read_text(encoding="utf-8")
        for block in re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[:2]:
            run_any("bash", "-euo", "pipefail", "-c", block, folder=folder)


def readers(*arguments: str) -> None:
    """Let other programs read the calendar files, in an environment of their own."""
    home = HERE / ".venvs" / "readers"
    _require_for_readers()
    if not (home / "pyvenv.cfg").exists():
        venv.create(home, with_pip=True)
    python = str(home / BIN.name / "python")
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    listed = ("--requirement", "tests/readers/requirements.txt")
    run_any(python, *install, *listed, "--editable", ".[caldav]")
    npm = ("npm", "install", "--no-package-lock", "--no-save", "--no-fund", "--no-audit")
    run_any(*npm, "--prefix", str(home), "ical.js@2.2.1")
    tests = ("tests/readers", "--override-ini", "pythonpath=tests/oracle tests/readers")
    run_any(python, "-m", "pytest", *EVERY_CORE, *tests, *arguments, NPC_READERS=str(home))


def _require_for_readers() -> None:
    """Say which packages of the distribution are missing, before anything is installed."""
    needed = {"node": "nodejs", "npm": "npm", "cc": "gcc libc6-dev"}
    missing = [package for program, package in needed.items() if shutil.which(program) is None]
    if "gcc libc6-dev" not in missing:
        compiled = ("cc", "-fsyntax-only", "-include", "libical/ical.h", "-x", "c", os.devnull)
        if subprocess.run(compiled, capture_output=True, check=False).returncode:
            missing.append("libical-dev")
    if missing:
        sys.exit(f"readers are missing here; on Debian: apt-get install {' '.join(missing)}")


def browser(*words: str) -> None:
    """Print the page in Chromium and as PDF, in an environment of its own."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is missing here; on Debian: apt-get install chromium fonts-noto-cjk")
    home = HERE / ".venvs" / "browser"
    if not (home / "pyvenv.cfg").exists():
        venv.create(home, with_pip=True)
    python = str(home / BIN.name / "python")
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    listed = ("--requirement", "tests/browser/requirements.txt")
    run_any(python, *install, *listed, "--editable", ".[pdf]")
    paths = os.pathsep.join(("tests/oracle", "tests/browser"))
    if words == ("draw",):
        run_any(python, "tests/browser/page_pictures.py", NPC_BROWSER=chromium, PYTHONPATH=paths)
        return
    tests = ("tests/browser", "--override-ini", "pythonpath=tests/oracle tests/browser")
    run_any(python, "-m", "pytest", *tests, *words, NPC_BROWSER=chromium)


def grid() -> None:
    """Compare the doses of all bodies of the grid with the oracle's, and with those of floats."""
    run("python", "tests/oracle/agreement.py")
    run("python", "benchmarks/floats.py")


def bench() -> None:
    """Run the benchmark."""
    run("python", "benchmarks/speed.py")


def build() -> None:
    """Build what is released."""
    run("python", "-m", "hatchling", "build", "-d", "dist")


VERBS = {
    "setup": setup,
    "fix": fix,
    "check": check,
    "test": test,
    "pythons": pythons,
    "stranger": stranger,
    "many": many,
    "mutants": mutants,
    "readers": readers,
    "browser": browser,
    "grid": grid,
    "bench": bench,
    "build": build,
}

TAKES_WORDS = {"test": test, "mutants": mutants, "readers": readers, "browser": browser}


def main() -> None:
    """Run the verbs of the command line."""
    words = sys.argv[1:]
    if not words or words[0] not in VERBS:
        sys.exit(__doc__)
    if words[0] in TAKES_WORDS:
        TAKES_WORDS[words[0]](*words[1:])
        return
    for word in words:
        VERBS[word]()


if __name__ == "__main__":
    main()
