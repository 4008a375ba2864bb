"""The documentation says what is there: names, tests, commands and the picture."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import npc_regimens

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RULES = range(1, 26)


@cache
def _tests() -> frozenset[str]:
    """Name every test there is, a function or a law that is given a name."""
    nodes = [
        node
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    functions = (node.name for node in nodes if isinstance(node, ast.FunctionDef))
    given = (each for node in nodes if isinstance(node, ast.Assign) for each in node.targets)
    names = (each.id for each in given if isinstance(each, ast.Name))
    return frozenset(name for name in (*functions, *names) if name.startswith("test_"))


def _commands(page: Path) -> list[str]:
    """Take the shell blocks that use the command, and nothing that sets up or develops."""
    blocks = [
        block.replace(".venv/bin/npc-regimens", "npc-regimens")
        for block in SHELL.findall(page.read_text(encoding="utf-8"))
    ]
    kept = [
        "\n".join(line for line in block.splitlines() if not _sets_up(line)) for block in blocks
    ]
    return [block for block in kept if block.startswith("npc-regimens")]


def _sets_up(line: str) -> bool:
    return line.startswith((".venv/bin/python", "python3", "python "))


def _without_coverage() -> dict[str, str]:
    """Measure no coverage in the commands of the pages, which other tests run too: it is slow."""
    return {name: value for name, value in os.environ.items() if "COV" not in name}


EXAMPLES = [
    pytest.param(block, id=f"{page.relative_to(ROOT)}-{index}")
    for page in PAGES
    for index, block in enumerate(_commands(page))
]


@pytest.mark.parametrize("block", EXAMPLES)
def test_every_shell_example_runs(block: str, tmp_path: Path) -> None:
    """What a reader copies from a page works in an empty folder."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block],
        cwd=tmp_path,
        env={**_without_coverage(), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr


def test_the_readme_main_job_shows_what_it_promises(tmp_path: Path) -> None:
    """The printed calendar has 84 capsules, named rest days, 35 infusions and the review point."""
    block, *_ = _commands(ROOT / "README.md")
    command = shlex.split(block.replace("\\\n", " ").splitlines()[0])
    done = subprocess.run(
        [sys.executable, "-m", "npc_regimens", *command[1:]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    printed = done.stdout
    assert "anlotinib: 84 doses, 84 capsules of 10 mg" in printed
    assert "penpulimab: 35 doses before this date" in printed
    assert "REVIEW POINT: Thursday 7 December 2028" in printed
    assert len(re.findall(r"^  .{21}  day .*REST from anlotinib", printed, re.MULTILINE)) == 6 * 7
    assert len(re.findall(r"^  (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ", printed, re.MULTILINE)) == 732


def test_the_reference_lists_the_public_names() -> None:
    """The page of public names has all of them and no other."""
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([A-Za-z_]+)", page, re.MULTILINE))

    assert set(npc_regimens.__all__) == listed


def test_the_rules_page_names_tests_that_exist() -> None:
    """Every test that the page of rules names is there."""
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_[a-z0-9_]+)`", page))

    assert named
    assert set() == named - _tests()


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_test_or_says_that_it_waits(rule: int) -> None:
    """A rule without a test says openly that its part is not built yet."""
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    named = [name for name in _tests() if name.startswith(f"test_rule_{rule:02}_")]
    missing = [name for name in named if name not in page]
    section = re.search(rf"\b{rule}\. (.*?)(?=\n(?:\#|\d+\. )|\Z)", page, re.DOTALL)

    assert [] == missing
    assert section is not None
    assert named or "not built yet" in section[0]


def test_links_between_pages_lead_somewhere() -> None:
    """No page links to a file that is not there."""
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not target.startswith("http") and not (page.parent / target).exists()
    ]

    assert [] == broken


def test_the_pictures_show_what_the_program_prints() -> None:
    """The README's pictures are drawn from real plans, and are up to date."""
    path = ROOT / "docs" / "pictures" / "draw.py"
    spec = importlib.util.spec_from_file_location("draw", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    assert module.drawn() == module.PICTURE.read_text(encoding="utf-8")
    assert module.strip() == module.STRIP.read_text(encoding="utf-8")


def test_no_file_names_a_registry_host_or_a_path_of_a_machine() -> None:
    """What is committed names no package host, no home folder and no token."""
    hosts = [
        "py" + "pi.org",
        "pythonhosted" + ".org",
        "npmjs" + ".com",
        "/ro" + "ot/",
        "/wo" + "rk/",
    ]
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    found = [
        f"{name}: {host}"
        for name in listed.stdout.splitlines()
        if (ROOT / name).is_file()
        for host in hosts
        if host in (ROOT / name).read_text(encoding="utf-8", errors="replace")
    ]

    assert [] == found


def test_help_loads_no_heavy_package() -> None:
    """Printing help must not wait for pydantic, pint, icalendar or dateutil."""
    program = "import sys, npc_regimens.cli; print(' '.join(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())

    assert set() == loaded & {"pydantic", "pint", "icalendar", "dateutil", "zoneinfo"}


def test_planning_loads_no_calendar_writer() -> None:
    """Planning does not wait for icalendar."""
    program = "import sys, npc_regimens.cli.work; print(' '.join(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert "icalendar" not in done.stdout.split()
