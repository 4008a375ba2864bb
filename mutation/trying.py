"""Try mutants: each in a process of its own, on a copy of the tree, with the tests of its room.

A wrong or interrupted run must not look like a good score. So a run ends with an error unless the
tests pass on the copy before and after, a planted mutant dies, every mutant got a verdict, and
every copy is afterwards what it was before.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import math
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from making import Mutant

KILLED, SURVIVED, TIMEOUT = "killed", "survived", "timeout"
MEMORY = 4 * 2**30  # bytes; a mutant that builds a table for ever must not take the machine

# pytest's exit codes: all passed; some failed; interrupted (-x at collection); error inside;
# wrong usage (a conftest that cannot be imported); no tests.
PASSED, NO_TESTS = 0, 5

# Imported once, before anything forks. Nothing of the package itself: that is what changes.
WARM = ("_pytest.doctest", "hypothesis", "pydantic", "pint", "dateutil.relativedelta", "icalendar")

OPTIONS = (
    *("-x", "-q", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # hypothesis is warm, see above
)


class UnsoundRunError(Exception):
    """A run whose score would say nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that one mutant may take: of the processor, and of the clock on the wall."""

    processor: int
    wall: int


def copy_tree(source: Path, target: Path) -> None:
    """Copy what git knows or would know: no caches, no environments."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=source, capture_output=True, check=True).stdout.decode()
    for name in names.split("\0"):
        if name and (source / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, target / name)


def fingerprint(root: Path, paths: Sequence[str]) -> str:
    """Digest the files under some paths, caches left out."""
    digest = hashlib.sha256()
    for file in sorted(_files(root, paths)):
        digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _files(root: Path, paths: Sequence[str]) -> Iterator[Path]:
    for path in paths:
        start = root / path
        for file in (start,) if start.is_file() else start.rglob("*"):
            if file.is_file() and not {"__pycache__", ".hypothesis"} & set(file.parts):
                yield file


class Bench:
    """Copies of the tree, one for each processor, and the tests of a room."""

    def __init__(self, root: Path, folder: Path, tests: Sequence[str], workers: int) -> None:
        self.tests = tests
        self.copies = [folder / f"copy-{number}" for number in range(workers)]
        for copy in self.copies:
            copy_tree(root, copy)
        self.clean = fingerprint(self.copies[0], ["."])
        for module in WARM:
            importlib.import_module(module)

    def baseline(self) -> Limits:
        """Run the tests unmutated on every copy, and derive what a mutant may take."""
        longest = 0.0
        for copy in self.copies:
            for tests in _in_turn(self.tests):
                start = time.monotonic()
                code, said = _run(copy, tests, Limits(600, 600), write_bytecode=True)
                if code != PASSED:
                    raise UnsoundRunError(f"the tests do not pass unmutated:\n{said[-3000:]}")
                longest = max(longest, time.monotonic() - start)
        return Limits(processor := math.ceil(5 * longest) + 5, 4 * processor)

    def check_that_mutants_are_seen(self, file: str, limits: Limits) -> None:
        """Plant a mutant that nothing survives: were it missed, the wrong files are tested."""
        for copy in self.copies:
            _forget_bytecode(copy)
            planted = (copy / file).read_text(encoding="utf-8") + "\nraise SystemError\n"
            if _try(copy, file, planted, self.tests, limits) != KILLED:
                raise UnsoundRunError(f"a broken {file} was not noticed by the tests")

    def check_clean(self) -> None:
        """Every copy is what it was."""
        for copy in self.copies:
            if fingerprint(copy, ["."]) != self.clean:
                raise UnsoundRunError(f"{copy.name} is not what it was before the run")

    def verdicts(self, mutants: Sequence[Mutant], limits: Limits) -> Iterator[tuple[int, str]]:
        """Try the mutants, two processors at once; whatever ran too long is tried once more."""
        context = multiprocessing.get_context("fork")
        copies = context.SimpleQueue()
        for copy in self.copies:
            copies.put(copy)
        with context.Pool(len(self.copies), _take_copy, (copies, self.tests, limits)) as pool:
            yield from pool.imap_unordered(
                _try_numbered, [(n, m.file, m.text) for n, m in enumerate(mutants)]
            )


_MINE: dict[str, object] = {}


def _take_copy(copies: object, tests: Sequence[str], limits: Limits) -> None:
    _MINE.update(copy=copies.get(), tests=tests, limits=limits)  # type: ignore[attr-defined]


def _try_numbered(numbered: tuple[int, str, str]) -> tuple[int, str]:
    number, file, text = numbered
    copy, tests, limits = _MINE["copy"], _MINE["tests"], _MINE["limits"]
    verdict = _try(copy, file, text, tests, limits)  # type: ignore[arg-type]
    if verdict == TIMEOUT:
        verdict = _try(copy, file, text, tests, limits)  # type: ignore[arg-type]
    return number, verdict


def _try(copy: Path, file: str, text: str, tests: Sequence[str], limits: Limits) -> str:
    path = copy / file
    original = path.read_bytes()
    path.write_text(text, encoding="utf-8")
    try:
        for some in _in_turn(tests):
            code, _ = _run(copy, some, limits)
            if code != PASSED:
                break
    finally:
        path.write_bytes(original)
    if code == NO_TESTS:
        raise UnsoundRunError(f"no tests ran for a mutant of {file}")
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return TIMEOUT
    return SURVIVED if code == PASSED else KILLED


def _in_turn(tests: Sequence[str]) -> tuple[Sequence[str], ...]:
    """Ask the first tests of a room alone, and all of them where those notice nothing."""
    return (tests,) if len(tests) == 1 else (tests[:1], tests)


def _run(
    copy: Path, tests: Sequence[str], limits: Limits, *, write_bytecode: bool = False
) -> tuple[int, str]:
    """Run pytest in a forked process, and return its exit code or the signal that ended it."""
    said = copy.with_suffix(".txt")
    child = os.fork()
    if child == 0:
        _be_pytest(copy, tests, limits, said, write_bytecode=write_bytecode)
    code = _wait(child, limits.wall)
    return code, said.read_text(encoding="utf-8", errors="replace")


def _be_pytest(
    copy: Path, tests: Sequence[str], limits: Limits, said: Path, *, write_bytecode: bool
) -> None:
    """Become the tests of one mutant, and never return."""
    code = 70
    try:
        os.setsid()
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(out, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (limits.processor, limits.processor + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.chdir(copy)
        # A mutant may have the size and second of the file before it, and Python would take the
        # bytecode of that: none is written while mutants are tried.
        sys.dont_write_bytecode = not write_bytecode
        os.environ.update(
            PYTHONPATH=str(copy / "src"), PYTHONDONTWRITEBYTECODE="1", HYPOTHESIS_PROFILE="mutants"
        )
        sys.path.insert(0, str(copy / "src"))
        import pytest  # noqa: PLC0415  warm already

        code = int(pytest.main([*OPTIONS, *tests]))
    except BaseException as error:  # noqa: BLE001  whatever happens, the child ends here
        print(repr(error))
    finally:
        sys.stdout.flush()
        os._exit(code)


def _wait(child: int, seconds: float) -> int:
    until = time.monotonic() + seconds
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > until:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.005)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # whatever it started
    return os.waitstatus_to_exitcode(status)


def _forget_bytecode(copy: Path) -> None:
    """Let the package be compiled from its text from now on; the tests keep their bytecode."""
    for cache in (copy / "src").rglob("__pycache__"):
        shutil.rmtree(cache)
