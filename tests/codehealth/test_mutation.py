"""Mutation testing: the record is whole, and a wrong run never looks like a good score."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]

CODE = "def doubled(number):\n    return number * 2\n"
TEST = "from small import doubled\n\ndef test_doubled():\n    assert doubled(3) == 6\n"
SETTINGS = '[tool.pytest.ini_options]\naddopts = ["--import-mode=importlib"]\n'

# Runs by itself, for it forks, and pytest has threads.
PROGRAM = """
import sys
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, sys.argv[1])
import trying

trying.WARM = ()
tree, folder = Path(sys.argv[2]), Path(sys.argv[3])
bench = trying.Bench(tree, folder, ["tests"], 2)
limits = bench.baseline()
bench.check_that_mutants_are_seen("src/small.py", limits)
bodies = ["number * 3", "number + number", "1 /", "exec('while True: pass')"]
mutants = [
    SimpleNamespace(file="src/small.py", text=f"def doubled(number):\\n    return {body}\\n")
    for body in bodies
]
found = dict(bench.verdicts(mutants, trying.Limits(1, 30)))
bench.check_clean()
print([found[number] for number in range(len(bodies))])
(folder / "copy-1" / "src" / "small.py").write_text("# left behind by a run that was stopped")
try:
    bench.check_clean()
except trying.UnsoundRunError as error:
    print(error)
"""


def telling() -> ModuleType:
    """Import the module that keeps the score."""
    spec = importlib.util.spec_from_file_location("telling", ROOT / "mutation" / "telling.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["telling"] = module
    spec.loader.exec_module(module)
    return module


def run_on(tmp_path: Path, code: str, test: str) -> tuple[str, str]:
    """Try four mutants of a small tree, and return what is said and what went wrong."""
    pytest.importorskip("resource", reason="mutants are tried on Linux and macOS")
    tree, folder = tmp_path / "tree", tmp_path / "copies"
    files = {"src/small.py": code, "tests/test_small.py": test, "pyproject.toml": SETTINGS}
    for name, text in files.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text, encoding="utf-8")
    folder.mkdir()
    subprocess.run(["git", "init", "--quiet", str(tree)], check=True)
    command = [sys.executable, "-c", PROGRAM, str(ROOT / "mutation"), str(tree), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def test_mutants_are_told_apart(tmp_path: Path) -> None:
    """A wrong sum is killed, an equal one lives, what does not run is killed, a loop is noticed.

    And a copy that is not what it was ends the run.
    """
    said, _ = run_on(tmp_path, CODE, TEST)

    assert said.splitlines() == [
        "['killed', 'survived', 'killed', 'timeout']",
        "copy-1 is not what it was before the run",
    ]


def test_tests_that_fail_by_themselves_give_no_score(tmp_path: Path) -> None:
    """Were every mutant tried with tests that fail anyhow, every mutant would be killed."""
    said, wrong = run_on(tmp_path, CODE.replace("2", "4"), TEST)

    assert said == ""
    assert "UnsoundRunError: the tests do not pass unmutated" in wrong


def test_tests_that_never_see_the_mutants_give_no_score(tmp_path: Path) -> None:
    """Tests of another copy of the code would let every mutant live."""
    said, wrong = run_on(tmp_path, CODE, "def test_nothing():\n    assert True\n")

    assert said == ""
    assert "UnsoundRunError: a broken src/small.py was not noticed" in wrong


def test_the_page_is_the_record() -> None:
    """The page is written by the verb from the record, and by nobody else."""
    keeper = telling()

    assert keeper.PAGE.read_text(encoding="utf-8") == keeper.page()


def test_every_survivor_has_its_reason() -> None:
    """No survivor without a reason, and no reason without its survivor."""
    keeper = telling()
    rooms = keeper.read_score()
    survivors = {survivor for room in rooms.values() for survivor in room.survivors}

    assert rooms
    assert [room for room in rooms.values() if keeper.unexplained(room)] == []
    assert set(keeper.explanations()) == survivors
    assert all(why.strip().endswith(".") for why in keeper.explanations().values())


@pytest.mark.parametrize(("killed", "score"), [(3000, "100.0 %"), (2999, "99.9 %"), (0, "0.0 %")])
def test_a_score_is_never_rounded_up(killed: int, score: str) -> None:
    """100 % says that nothing survived."""
    assert telling().Count(3000, killed, 0, 3000 - killed).score == score
