#!/usr/bin/env python3
"""The one task file: ``python tasks.py VERB``. It needs nothing but Python.

setup   make .venv and install the package with everything that developing needs
fix     format, and mend what the linter can mend
check   format, lint, types, import contracts, tests with warnings as errors, doctests, coverage
test    the tests alone; further words go to pytest
many    the laws with many random examples (long)
bench   the benchmark: start-up, planning and calendar file, as ratios
build   wheel and sdist into dist/
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = Path(os.environ.get("NPC_REGIMENS_VENV", HERE / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")


def run(*command: str, **environment: str) -> None:
    """Run a tool of the virtual environment, and stop where it fails."""
    print("+", " ".join(command), flush=True)
    tool = [str(BIN / command[0]), *command[1:]]
    done = subprocess.run(tool, cwd=HERE, env={**os.environ, **environment}, check=False)
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
    run("pytest", "-n", "auto", "--cov", "--cov-report=term")


def test(*arguments: str) -> None:
    """Run the tests."""
    run("pytest", "-n", "auto", *arguments)


def many() -> None:
    """Run the laws with many random examples."""
    run("pytest", "-n", "auto", "tests/laws", HYPOTHESIS_PROFILE="many")


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
    "many": many,
    "bench": bench,
    "build": build,
}


def main() -> None:
    """Run the verbs of the command line."""
    words = sys.argv[1:]
    if not words or words[0] not in VERBS:
        sys.exit(__doc__)
    if words[0] == "test":
        test(*words[1:])
        return
    for word in words:
        VERBS[word]()


if __name__ == "__main__":
    main()
