"""About our own source: no float, no clock, no clinical number, no knot of imports."""

from __future__ import annotations

import ast
import statistics
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import npc_regimens

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(npc_regimens.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
IN_EACH_FILE = pytest.mark.parametrize(
    "path", [pytest.param(path, id=str(path.relative_to(ROOT))) for path in FILES]
)

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
MEDIAN_FUNCTION = 8

BANNED = {
    "model_copy": "it skips validation",
    "model_construct": "it skips validation",
    "ito": "it changes a value in place",
    "ito_base_units": "it changes a value in place",
    "today": "the date is an argument",
    "utcnow": "the time is an argument",
    "now": "the time is an argument",
    "getcontext": "the ambient context is not ours",
    "setcontext": "the ambient context is not ours",
    "getlocale": "the locale is not ours",
    "environ": "the environment is not ours",
    "getenv": "the environment is not ours",
    "system": "no process is started",
    "urlopen": "nothing is fetched",
}
BANNED_NAMES = {
    "eval": "input is never evaluated",
    "exec": "input is never evaluated",
    "compile": "input is never evaluated",
    "print": "only the command line prints",
    "input": "only the command line asks",
    "float": "numbers are exact",
    "breakpoint": "a leftover",
}
BANNED_MODULES = {"random", "socket", "subprocess", "urllib", "http", "requests", "time", "locale"}
ONLY_IN_CLI = {"print", "input", "today", "now", "environ", "getenv"}

# Numbers that say nothing clinical wherever they stand: nothing, one, a pair, digits and percent.
PLAIN = {0, 1, 2, 10, 100}
# Rooms in which every other number must be explained here.
GUARDED = (
    "patient",
    "dose",
    "products",
    "regimen",
    "visits",
    "comparing",
    "planning",
    "checks",
    "advising",
)
AMOUNTS = {
    ("patient/measured.py", "100 cm"): "a guard against slips of the pen",
    ("patient/measured.py", "230 cm"): "a guard against slips of the pen",
    ("patient/measured.py", "20 kg"): "a guard against slips of the pen",
    ("patient/measured.py", "300 kg"): "a guard against slips of the pen",
    ("patient/measured.py", "1 mL/min"): "a guard against slips of the pen",
    ("patient/measured.py", "400 mL/min"): "a guard against slips of the pen",
    ("patient/measured.py", "0.1 mg/dL"): "a guard against slips of the unit",
    ("patient/measured.py", "9 mg/dL"): "a guard against slips of the unit",
    ("patient/measured.py", "10 umol/L"): "a guard against slips of the unit",
    ("patient/measured.py", "800 umol/L"): "a guard against slips of the unit",
    ("patient/clearance.py", "0.1 mL/min"): "the precision of an estimated clearance",
    (
        "patient/surface.py",
        "0.01 m2",
    ): "the precision of a body surface, a policy the caller can change",
    ("patient/surface.py", "0.1 m2"): "a guard against slips of the pen",
    ("planning/dosing.py", "50 g"): "a guard against slips of the unit",
    ("products/preparing.py", "10 mL"): "from where a printed volume has one place and not two",
    ("products/preparing.py", "0.1 mL"): "the precision of a printed volume; no dose depends on it",
    ("products/preparing.py", "0.01 mL"): "the same, of a small volume",
    ("regimen/infusions.py", "24 h"): "the hours of a day",
    ("regimen/definition.py", "240 h"): "a guard against slips of the unit",
}
ALLOWED = {
    (
        "checks/following.py",
        20,
    ): "percent of a weight over which a reader asks; no protocol is meant",
    ("checks/gaps.py", 60): "minutes in an hour",
    ("planning/rhythm.py", 999): "the longest delay, a guard against a slip of the year",
    ("patient/measured.py", 12): "a guard against slips: the least body mass index",
    ("patient/measured.py", 110): "a guard against slips: the greatest body mass index",
    ("patient/measured.py", 121): "a guard against slips: behind the greatest age",
    ("patient/formulas.py", 18): "years from which a body is an adult's, docs/decisions/0017",
    ("patient/formulas.py", 1000): "grams in a kilogram",
    (
        "patient/surface.py",
        1_000_000,
    ): "the digits that are shown of a power; no dose depends on it",
    ("products/counts.py", 1000): "in a cubic millimetre, of each 10^9 in a litre",
    ("advising/asking.py", 1_000_000): "a guard against slips of the unit: the most neutrophils",
    ("advising/asking.py", 10_000_000): "a guard against slips of the unit: the most platelets",
    ("advising/missed.py", 60): "the seconds of a minute",
    ("products/rounding_rules.py", 1000): "a guard: the most units of a strength in one dose",
    (
        "checks/reading.py",
        180,
    ): "days after which a reader asks about a measurement; no protocol is meant",
    ("regimen/timing.py", 400): "a guard against slips: the longest cycle in days",
    ("regimen/conflicts.py", 3): "how many near names a refusal suggests",
    ("regimen/step_places.py", 999): "the most cycles that a file can name: three digits",
    ("planning/infusions.py", 60): "the minutes of an hour",
    ("regimen/timing.py", 3): "the number of a group in a regular expression",
    ("regimen/listed.py", 3): "the number of a group in a regular expression",
    ("regimen/listed.py", 4): "the number of a group in a regular expression",
    ("regimen/starts.py", 3): "the number of a group in a regular expression",
    ("regimen/starts.py", 7): "the days of a week",
    ("regimen/starts.py", 12): "the months of a year",
    ("regimen/lengths.py", 3): "the number of a group in a regular expression",
    ("regimen/lengths.py", 2000): "any day, to compare spans from it",
    ("visits/windows.py", 99): "a guard against slips: the longest side of a window in days",
    ("visits/windows.py", 40): "a guard: the longest text of a window",
    ("planning/sessions.py", 5): "Saturday, as Python counts the days of a week",
    ("regimen/days.py", 200): "a guard: the longest text of days",
    ("regimen/cycles.py", 200): "a guard: the longest text of cycles",
    ("regimen/patterns.py", 400): "a guard against slips: the longest pattern in days",
    ("regimen/frequencies.py", 24): "the hours of a day",
    ("planning/due.py", 50_000): "a guard: the most administrations that are planned at once",
}


@cache
def tree(path: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List the functions and methods of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a body, its docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def name_of(path: Path) -> str:
    """Say a file relative to the package, with forward strokes."""
    return path.relative_to(ROOT).as_posix()


@IN_EACH_FILE
def test_no_float(path: Path) -> None:
    """No float literal stands in the source, and nothing turns a number into one."""
    offences = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
    ]

    assert offences == []


@IN_EACH_FILE
def test_no_banned_call(path: Path) -> None:
    """Nothing skips validation, reads a clock or the environment, evaluates text or prints."""
    in_cli = name_of(path).startswith(("cli/", "__main__"))
    allowed = ONLY_IN_CLI if in_cli else set()
    offences = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in BANNED.keys() - allowed:
            offences.append(f"line {node.lineno}: .{node.attr}: {BANNED[node.attr]}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if name in BANNED_NAMES.keys() - allowed:
                offences.append(f"line {node.lineno}: {name}: {BANNED_NAMES[name]}")

    assert offences == []


@IN_EACH_FILE
def test_no_banned_module(path: Path) -> None:
    """Nothing has chance, a network, a process or a clock in it."""
    imported = {module.partition(".")[0] for module in outside_imports(path)}

    assert imported & BANNED_MODULES == set()


def outside_imports(path: Path) -> Iterator[str]:
    """List the modules of other packages that a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""


@IN_EACH_FILE
def test_no_assert(path: Path) -> None:
    """An assert is no guard: it vanishes under an interpreter flag."""
    assert not [node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Assert)]


@IN_EACH_FILE
def test_a_file_can_be_held_in_mind(path: Path) -> None:
    """A file has at most 400 lines and none of its functions more than 40."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    long = {each.name: length(each) for each in functions(path) if length(each) > LONGEST_FUNCTION}
    assert long == {}


def test_the_median_function_is_short() -> None:
    """Half of all functions have at most 8 lines."""
    lengths = [length(each) for path in FILES for each in functions(path)]

    assert statistics.median(lengths) <= MEDIAN_FUNCTION


@IN_EACH_FILE
def test_everything_public_says_what_it_is(path: Path) -> None:
    """Every module opens with a docstring, and so does each public class and function."""
    assert ast.get_docstring(tree(path))
    silent = [
        node.name
        for node in public(tree(path))
        if not ast.get_docstring(node) and not node.name.startswith("_")
    ]
    assert silent == []


def public(
    node: ast.Module | ast.ClassDef,
) -> Iterator[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """List the classes, functions and methods that others can reach."""
    for each in node.body:
        if isinstance(each, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield each
        if isinstance(each, ast.ClassDef) and not each.name.startswith("_"):
            yield from public(each)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=name_of(path))
        for path in FILES
        if name_of(path).split("/")[0] in GUARDED
    ],
)
def test_no_clinical_number(path: Path) -> None:
    """A number with clinical meaning lives in a data file; any other is explained here."""
    numbers = {
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and type(node.value) is int
    }
    allowed = {number for name, number in ALLOWED if name == name_of(path)}

    assert numbers - PLAIN - allowed == set()


def test_no_clinical_amount_is_written_as_text() -> None:
    """An amount that stands in the code is a guard, a precision or a formula's, and named here."""
    found = {
        (name_of(path), node.args[0].value)
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "Amount.parse"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }

    assert AMOUNTS.keys() == found


def test_every_allowed_number_is_still_there() -> None:
    """The table of allowed numbers holds none that the source no longer has."""
    found = {
        (name_of(path), node.value)
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and type(node.value) is int
    }

    assert ALLOWED.keys() - found == set()


def test_every_guarded_room_is_there() -> None:
    """A room that was renamed is not left unguarded."""
    assert set(GUARDED) <= {name_of(path).split("/")[0] for path in FILES}


def module_of(path: Path) -> str:
    """Say the dotted name of a file."""
    parts = ("npc_regimens", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(part for part in parts if part != "__init__")


def imports_of(path: Path, modules: set[str]) -> set[str]:
    """List the modules of ours that a file imports, in functions and for types too."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f"{node.module}.{alias.name}" for alias in node.names} & modules
            found |= submodules or {node.module}
    return (found & modules) - {module_of(path)}


def test_no_import_goes_in_a_circle() -> None:
    """No module imports itself by way of others, type-only imports included."""
    modules = {module_of(path) for path in FILES}
    arrows = {module_of(path): imports_of(path, modules) for path in FILES}
    while arrows:
        leaves = {module for module, targets in arrows.items() if not targets}
        assert leaves, f"a circle among {sorted(arrows)}"
        arrows = {
            module: targets - leaves for module, targets in arrows.items() if module not in leaves
        }


def test_nothing_imports_the_front_door() -> None:
    """No module inside imports the package itself."""
    modules = {module_of(path) for path in FILES}
    inside = [path for path in FILES if not name_of(path).startswith(("cli/", "__main__"))]

    assert not [name_of(path) for path in inside if "npc_regimens" in imports_of(path, modules)]
