"""Mutation testing: ``python tasks.py mutants [by=TOOL] [ROOM ...]``, in its own environment.

Without a room, every room is tried whose code or tests changed since the recorded run. With
``by=mutmut`` or ``by=cosmic-ray`` the mutants of one tool alone are tried, and the record says so.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
import sys
import tempfile
import time
import tomllib
from importlib.metadata import version
from pathlib import Path

import telling
from making import TOOLS, Mutant, mutants_of
from telling import Count, Room, Survivor
from trying import KILLED, SURVIVED, TIMEOUT, Bench, UnsoundRunError, fingerprint

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path("src", "npc_regimens")
SHARED_TESTS = ("tests/conftest.py", "tests/oracle")


def rooms() -> dict[str, list[str]]:
    """Read which tests matter for which room."""
    text = (ROOT / "mutation" / "rooms.toml").read_text(encoding="utf-8")
    return {name: _found(patterns) for name, patterns in tomllib.loads(text)["rooms"].items()}


def _found(patterns: list[str]) -> list[str]:
    """Find the tests, in the order given: what kills soonest comes first."""
    found: list[str] = []
    for pattern in patterns:
        paths = sorted(ROOT.glob(pattern))
        if not paths:
            sys.exit(f"rooms.toml: there is no {pattern}")
        found += [path.relative_to(ROOT).as_posix() for path in paths]
    return list(dict.fromkeys(found))


def files_of(room: str) -> list[str]:
    """List the files of a room, be it a module or a package."""
    module = ROOT / SOURCE / f"{room}.py"
    paths = [module] if module.exists() else sorted((ROOT / SOURCE / room).rglob("*.py"))
    if not paths:
        sys.exit(f"there is no room {room!r} in {SOURCE}")
    return [path.relative_to(ROOT).as_posix() for path in paths]


def measure(room: str, tests: list[str], tools: tuple[str, ...] = TOOLS) -> Room:
    """Try every mutant of a room that these tools make."""
    start, files = time.monotonic(), files_of(room)
    code, judged_by = fingerprint(ROOT, files), fingerprint(ROOT, [*tests, *SHARED_TESTS])
    mutants = [
        mutant
        for file in files
        for mutant in mutants_of(file, (ROOT / file).read_text(encoding="utf-8"))
        if {*mutant.tools} & {*tools}
    ]
    print(f"{room}: {len(mutants)} mutants", flush=True)
    verdicts = _verdicts(mutants, tests, files[-1])
    if code != fingerprint(ROOT, files):
        raise UnsoundRunError(f"{room} was changed while it was measured")
    return Room(
        name=room,
        measured=dt.datetime.now(dt.UTC).date().isoformat(),  # noqa: TID251  a record has a date
        tools={tool: version(tool) for tool in tools} | {"Python": platform.python_version()},
        seconds=round(time.monotonic() - start),
        code=code,
        tests=judged_by,
        all=_count(verdicts),
        by_tool={
            tool: _count([v for m, v in zip(mutants, verdicts, strict=True) if tool in m.tools])
            for tool in tools
        },
        survivors=tuple(sorted(_survivors(mutants, verdicts))),
    )


def _verdicts(mutants: list[Mutant], tests: list[str], planted_in: str) -> list[str]:
    found: dict[int, str] = {}
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    try:
        bench = Bench(ROOT, folder, tests, os.cpu_count() or 1)
        limits = bench.baseline()
        bench.check_that_mutants_are_seen(planted_in, limits)
        for number, verdict in bench.verdicts(mutants, limits):
            found[number] = verdict
            if verdict != KILLED:
                _say(mutants[number], verdict)
            if len(found) % 100 == 0:
                print(f"{len(found)} tried", flush=True)
        bench.check_clean()
        bench.baseline()
    finally:
        shutil.rmtree(folder)
    if set(found) != set(range(len(mutants))):
        raise UnsoundRunError(f"only {len(found)} of {len(mutants)} mutants got a verdict")
    return [found[number] for number in range(len(mutants))]


def _say(mutant: Mutant, verdict: str) -> None:
    print(f"{verdict}: {mutant.file}:{mutant.line} in {mutant.where}, by {mutant.tools}")
    print(f"  was {mutant.was}\n  now {mutant.now}", flush=True)


def _count(verdicts: list[str]) -> Count:
    killed, timeout, survived = (verdicts.count(kind) for kind in (KILLED, TIMEOUT, SURVIVED))
    return Count(len(verdicts), killed, timeout, survived)


def _survivors(mutants: list[Mutant], verdicts: list[str]) -> list[Survivor]:
    return [
        Survivor(
            mutant.file.removeprefix(f"{SOURCE.as_posix()}/"), mutant.where, mutant.was, mutant.now
        )
        for mutant, verdict in zip(mutants, verdicts, strict=True)
        if verdict == SURVIVED
    ]


def stale(known: dict[str, list[str]]) -> list[str]:
    """List the rooms whose code or tests are not those of the record."""
    score = telling.read_score()
    return [
        name
        for name, tests in known.items()
        if name not in score
        or score[name].code != fingerprint(ROOT, files_of(name))
        or score[name].tests != fingerprint(ROOT, [*tests, *SHARED_TESTS])
    ]


def main(words: list[str]) -> None:
    """Measure the rooms that are named, or those that changed, and say what is not explained."""
    known, names = rooms(), [word for word in words if not word.startswith("by=")]
    tools = tuple(word.removeprefix("by=") for word in words if word.startswith("by=")) or TOOLS
    if unknown := set(tools) - set(TOOLS):
        sys.exit(f"no tool {', '.join(sorted(unknown))}; there are {', '.join(TOOLS)}")
    if strangers := set(names) - set(known):
        sys.exit(f"no room {', '.join(sorted(strangers))}; there are {', '.join(known)}")
    left = 0
    for name in names or stale(known):
        try:
            room = measure(name, known[name], tools)
        except UnsoundRunError as error:
            sys.exit(f"{name}: nothing is recorded: {error}")
        telling.record(room)
        for survivor in telling.unexplained(room):
            left += 1
            print(telling.stub(survivor))
        print(f"{name}: {room.all}, score {room.all.score}, {room.seconds} s", flush=True)
    if left:
        sys.exit(f"{left} survivors are not explained; see docs/mutation.md")


if __name__ == "__main__":
    main(sys.argv[1:])
