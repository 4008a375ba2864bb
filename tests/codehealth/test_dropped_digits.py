"""About our own source: outside its room nothing rounds, truncates or divides away a digit."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import npc_regimens

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(npc_regimens.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))

# Where digits may be dropped by a named rule, and where the context of our own is made.
ROOM: Final = "rounding"
CONTEXT: Final = "units/amount.py"

CALLS: Final = {"round", "int", "divmod", "float", "pow", "format"}
ATTRIBUTES: Final = {
    *("floor", "ceil", "trunc", "sqrt", "isqrt", "fsum", "prod", "exp", "log", "log10", "ln"),
    *("quantize", "normalize", "scaleb", "fma", "to_integral", "to_integral_value"),
    *(
        "to_integral_exact",
        "remainder_near",
        "create_decimal",
        "limit_denominator",
        "divide",
        "power",
    ),
    *("__round__", "__floor__", "__ceil__", "__trunc__", "__int__"),
}
MODULES: Final = {"math", "cmath", "statistics", "decimal", "numpy"}
IMPORTED: Final = {"Decimal"}  # the number itself may be known everywhere
MATCHES: Final = {
    "found",
    "at_line",
    "place",
    "short",
}  # a match of a regular expression: its groups are text

ANYTHING: Final = "anything"
# (a folder or file without its ending, what stands there): why no digit of a dose is lost by it.
ALLOWED: Final = {
    ("strategies", ANYTHING): "it draws examples, and computes no dose",
    ("formulas", "context.power"): "in a context of the room, which adds digits until it is sure",
    ("formulas", "context.log10"): "the same",
    ("formulas", "context.divide"): "the same",
    ("formulas", "import decimal"): "the type of the context that the room hands over",
    ("measured", "metres ** 2"): "the square of a fraction",
    ("definition", "self.log"): "the log of a course, and no logarithm",
    ("replaying", "course.log"): "the same",
    ("courses", "folder / each"): "a path",
    ("courses", "folder / name"): "the same",
    ("gaps", ANYTHING): "hours and minutes between two doses, which are told and change none",
    ("appending", "1 / 20"): "seconds between two tries to write, no dose",
    ("laying", ANYTHING): "whole cycles in whole days",
    ("stretch", ANYTHING): "whole cycles in whole days",
    ("counting", "day // cycle_days"): "whole cycles in whole days",
    ("counting", "-last * length // cycle_days"): "the cycles that a component's own ones touch",
    ("placing", "self.rhythm.day_on(cast('dt.date', self.last)) // length"): (
        "whole cycles in whole days"
    ),
    ("starts", "int(found[2] or found[1])"): "the digits of a count",
    ("phase_options", "int(number)"): "the digits of a count",
    ("making", "days // assessment.every.days"): "whole spans in whole days",
    ("product", "sum((each.count for each in ordered.units)) // 2"): "half of a number of tablets",
    ("ics_entry", "int(Fraction(infusion.to('min').number) * _SECONDS)"): (
        "the length of an event on a screen, in whole seconds; no dose has it"
    ),
    ("missed", "int(Fraction(rule.time_left.to('min').number) * 60)"): (
        "whole seconds of a time before a dose; no dose has it"
    ),
    ("counts", "int(Decimal(number) * _CELLS_OF)"): "at most three decimals, times a thousand",
    ("counts", "int(number)"): "the digits of a count",
    ("infusions", "between // _MINUTE"): "the whole minutes between two times of day",
    ("vtimezone", "(first.day - 1) // 7"): "whole weeks of a month",
    ("vtimezone", "(late - early) // (2 * _SECOND)"): "a bisection between two instants",
    ("words", "index // 26"): "the letters of a discreet name",
    ("words", "int(whole)"): "the digits before the point, to put marks between thousands",
    ("cli", "int(text)"): "the digits of an option of the command line",
    ("listed", "int(found[3] or found[1])"): "the digits of a day",
    ("patterns", "self.on // _WEEK"): "whole weeks of days on",
    ("patterns", "self.off // _WEEK"): "whole weeks of days off",
    ("patterns", "outer.on // inner.days"): "whole patterns in days on, for a remedy",
    ("fitting", "-count * length.days // own.days"): "the cycles of its own in a phase",
    ("settled", "days.start // length"): "the cycle of a day",
    ("settled", "(days.stop - 1) // length"): "the cycle of a day",
    ("cycles", "int(found[2] or found[1])"): "the digits of a cycle",
    ("timing", "int(limit)"): "the digits of a count",
    ("timing", "int(first)"): "the digits of a count",
    ("timing", "int(last or first)"): "the digits of a count",
    ("timing", "int(found[2] or found[1])"): "the digits of a count",
    ("phases", "int(length.split()[0])"): "the digits of a number of days",
    ("phases", "int(common['sessions'].value)"): "the digits of a count",
    ("reading", "int(number or 1)"): "the digits behind the name of a second component",
    ("writing", "int(step.split()[0])"): "the digits of a number of days",
    ("strip", ANYTHING): "where a box stands in a picture, which holds no dose as a number",
    ("strip_canvas", ANYTHING): "the same",
    ("calendar_strip", ANYTHING): "the same",
    ("strip_text", ANYTHING): "how wide a line of text may be in a picture",
    ("windows", "int(same)"): "the digits of a number of days",
    ("dispensing", "-units // pack"): "whole packs of whole units, rounded up",
    ("dispensing", "self.handed_out // self.pack"): "whole packs, of which it is made",
    ("page_boxes", "room // count"): "how wide a box of a printed page is",
    ("page_cells", ANYTHING): "where something stands on a printed page, whole hundredths of mm",
    ("page_doses", ANYTHING): "the same",
    ("page_feet", ANYTHING): "the same, and how many lines to write on",
    ("page_layout", ANYTHING): "the same, and how many weeks",
    ("page_lines", ANYTHING): "the same",
    ("page_measure", ANYTHING): "how wide and how high letters are on a printed page",
    ("page_medicines", "most * 45 // 100"): "how wide a column of a printed page is",
    ("page_sheets", "(last - monday).days // 7"): "whole weeks of a sheet",
    ("page_icons", "int(whole)"): "the digits before the point, to put marks between thousands",
    ("page_words", "int(whole)"): "the same",
    ("page_words", "STRINGS / f'page.{language}.toml'"): "a path, not a quotient",
    ("page_command", "int(number)"): "the digits of a count",
    ("shipped", "home / name"): "a path, not a quotient",
}


def offences(tree: ast.AST) -> Iterator[str]:
    """Write out what can drop a digit."""
    for node in ast.walk(tree):
        if any(check(node) for check in CHECKS):
            yield ast.unparse(node)


def _calls(node: ast.AST) -> bool:
    """Find ``round(x)`` or ``int(x)``, but not ``int`` of a match of a regular expression."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    return node.func.id in CALLS and not (node.args and _group(node.args[0]))


def _group(node: ast.expr) -> bool:
    """Find ``found[1]``."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id in MATCHES
        and isinstance(node.slice, ast.Constant)
    )


def _attribute(node: ast.AST) -> bool:
    """Find ``number.quantize`` or ``math.floor``, called or handed on."""
    return isinstance(node, ast.Attribute) and node.attr in ATTRIBUTES


def _handed_on(node: ast.AST) -> bool:
    """Find ``map(int, numbers)`` or ``key=round``: the function as a value."""
    values: list[ast.expr] = []
    if isinstance(node, ast.Call) and ast.unparse(node.func) != "isinstance":
        values = [*node.args, *(keyword.value for keyword in node.keywords)]
    if isinstance(node, ast.Assign):
        values = [node.value]
    return any(isinstance(each, ast.Name) and each.id in CALLS for each in values)


def _divides(node: ast.AST) -> bool:
    """Find ``a // b``, and ``a / b`` unless a side is written as a fraction or is a path's text."""
    if not isinstance(node, ast.BinOp | ast.AugAssign):
        return False
    if isinstance(node.op, ast.FloorDiv):
        return True
    if not isinstance(node.op, ast.Div):
        return False
    sides = [node.value] if isinstance(node, ast.AugAssign) else [node.left, node.right]
    return not any(_exact_or_path(each) for each in sides)


def _exact_or_path(node: ast.expr) -> bool:
    """Find ``Fraction(...)``, a product or power of one, or a text."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.BinOp):
        return _exact_or_path(node.left) or _exact_or_path(node.right)
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "Fraction"


def _powers(node: ast.AST) -> bool:
    """Find ``a ** b``, unless a whole number or a fraction is raised to a plain number."""
    if not isinstance(node, ast.BinOp | ast.AugAssign) or not isinstance(node.op, ast.Pow):
        return False
    if isinstance(node, ast.AugAssign) or not isinstance(node.right, ast.Constant):
        return True
    whole = isinstance(node.left, ast.Constant) and isinstance(node.left.value, int)
    return not (isinstance(node.right.value, int) and (whole or _exact_or_path(node.left)))


def _formats(node: ast.AST) -> bool:
    """Find ``f"{x:.2f}"`` or ``"%.2f" % x``: digits that are dropped on the way to paper."""
    if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
        return "." in ast.unparse(node.format_spec)
    is_percent = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod)
    return is_percent and isinstance(node.left, ast.Constant)  # type: ignore[attr-defined]  # BinOp


def _imports(node: ast.AST) -> bool:
    """Find ``import math``, or more of ``decimal`` than the number."""
    if isinstance(node, ast.Import):
        return any(alias.name.partition(".")[0] in MODULES for alias in node.names)
    return (
        isinstance(node, ast.ImportFrom)
        and node.module in MODULES
        and any(alias.name not in IMPORTED for alias in node.names)
    )


CHECKS: Final = (_calls, _attribute, _handed_on, _divides, _powers, _formats, _imports)


def parts(path: Path) -> set[str]:
    """Name the folders of a file and the file, without its ending."""
    return set(path.relative_to(ROOT).with_suffix("").parts)


def outside(path: Path) -> bool:
    """Whether a file lies outside the room and outside the home of our context."""
    return ROOM not in parts(path) and path.relative_to(ROOT).as_posix() != CONTEXT


FOUND: Final = {
    (path, words)
    for path in FILES
    if outside(path)
    for words in offences(ast.parse(path.read_text(encoding="utf-8")))
}


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in FILES if outside(path)],
)
def test_digits_are_dropped_in_one_room(path: Path) -> None:
    """Outside the room of rounding nothing can drop a digit, but for what the table explains."""
    found = {words for each, words in FOUND if each == path}
    allowed = {words for place, words in ALLOWED if place in parts(path)}

    assert ANYTHING in allowed or found - allowed == set()


def test_every_exemption_is_still_needed() -> None:
    """The table explains nothing that is no longer there."""
    unused = [
        (place, words)
        for place, words in ALLOWED
        if not any(place in parts(path) and words in {each, ANYTHING} for path, each in FOUND)
    ]

    assert unused == []


def test_the_room_and_the_context_are_where_they_are_exempt() -> None:
    """What is exempt as a whole is there and does drop digits, so a renamed room is not missed."""
    inside = {
        words
        for path in FILES
        if not outside(path)
        for words in offences(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert {"value // size", "math.ceil", "import decimal"} <= inside


@pytest.mark.parametrize(
    "careless",
    [
        "round(dose)",
        "round(dose, 2)",
        "int(dose / step)",
        "int(dose)",
        "math.floor(dose)",
        "ceil = math.ceil",
        "number.quantize(Decimal(1))",
        "number.normalize()",
        "Decimal(n).scaleb(-1)",
        "(height * weight / 3600).sqrt()",
        "dose // step",
        "dose //= step",
        "whole, rest = divmod(dose, step)",
        "calculated.number / ordered.number",
        "number /= 2",
        "number ** Decimal('0.5')",
        "height ** 2",
        "f'{dose:.1f} mg'",
        "f'{dose:.{places}f} mg'",
        "'%.1f mg' % dose",
        "format(dose, '.1f')",
        "float(dose)",
        "sorted(doses, key=round)",
        "list(map(int, doses))",
        "halved = round",
        "import math",
        "from math import floor",
        "import decimal",
        "from decimal import Decimal, localcontext",
    ],
)
def test_a_planted_slip_is_found(careless: str) -> None:
    """Each way to lose a digit is seen where it stands."""
    assert list(offences(ast.parse(careless)))


@pytest.mark.parametrize(
    "careful",
    [
        "Fraction(ordered.number) / Fraction(calculated.number)",
        "Fraction(weight.number) * 10_000 / Fraction(height.number) ** 2",
        "rate * surface",
        "int(found[1])",
        "folder / 'data'",
        "2 ** 31",
        "f'{time:%H:%M} {count:,} {name:<3}'",
        "from decimal import Decimal",
        "number % 2",
        "isinstance(step, int)",
    ],
)
def test_exact_arithmetic_is_left_alone(careful: str) -> None:
    """Fractions, paths, digits of a text and whole numbers are no slips."""
    assert list(offences(ast.parse(careful))) == []
