"""How often binary floats order another dose: ``python benchmarks/floats.py``.

It goes through the grid of bodies on every core, and compares the tables of docs/floats.md with
what it counts; ``--write`` writes them. The doses of this file alone are floats.
"""

from __future__ import annotations

import datetime as dt
import math
import multiprocessing
import sys
import time
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import npc_regimens as npc
from npc_regimens.dose import Body, parse_dose
from npc_regimens.errors import PatientError
from npc_regimens.rounding import Ties, to_step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "floats.md"
BEGIN: Final = "<!-- benchmarks/floats.py writes from here -->\n"
END: Final = "<!-- to here -->\n"
HEIGHTS, WEIGHTS = range(1200, 2101), range(300, 1501)  # tenths of a centimetre, of a kilogram
DAY: Final = dt.date(2026, 12, 1)
POLICY: Final = npc.SurfacePolicy()
MOST: Final = 4500  # milligrams, more than any dose of the grid
TOTALS: Final = sorted(
    {t for a in range(10) for b in range(31) if (t := 500 * a + 150 * b) <= MOST}
)


class Program(NamedTuple):
    """The usual code: how it rounds a surface, and how it rounds a dose counted in steps."""

    surface: Callable[[float], float]
    whole: Callable[[float], float]


PROGRAMS: Final = {
    "`round`": Program(lambda x: round(x, 2), round),
    "format": Program(lambda x: float(f"{x:.2f}"), lambda x: float(f"{x:.0f}")),
    "numpy's way": Program(lambda x: round(x * 100) / 100, round),
    "half up": Program(lambda x: math.floor(x * 100 + 0.5) / 100, lambda x: math.floor(x + 0.5)),
}
UNROUNDED: Final = Program(lambda x: x, round)


class Row(NamedTuple):
    """A dose per body surface, and the step in milligrams that it is given in; 0 for tablets."""

    rate: int
    step: int

    @property
    def words(self) -> str:
        """Say what is given of which dose."""
        given = f"nearest {self.step} mg" if self.step else "tablets of 500 and 150 mg"
        return f"{self.rate} mg/m2, {given}"


ROWS: Final = (
    *(Row(rate, step) for rate in (650, 1000, 1250) for step in (50, 0)),
    *(Row(rate, 1) for rate in (70, 75)),
)


class Case(NamedTuple):
    """A body in tenths; of two, the one with the smaller surface comes first."""

    product: int
    height: int
    weight: int

    @property
    def words(self) -> str:
        """Say height and weight."""
        return f"{amount(self.height, 'cm')}, {amount(self.weight, 'kg')}"

    @property
    def root(self) -> float:
        """Compute the surface as the usual code does, before any rounding."""
        return math.sqrt((self.height / 10) * (self.weight / 10) / 3600)


@dataclass
class Count:
    """How many bodies differ, by what was compared, and the smallest of them."""

    bodies: int = 0
    refused: int = 0
    differing: Counter[tuple[object, ...]] = field(default_factory=Counter)
    smallest: dict[tuple[object, ...], Case] = field(default_factory=dict)

    def add(self, other: Count) -> None:
        """Take the bodies of another part of the grid in."""
        self.bodies += other.bodies
        self.refused += other.refused
        self.differing += other.differing
        for key, case in other.smallest.items():
            self.smallest[key] = min(case, self.smallest.get(key, case))

    def differ(self, case: Case, times: int, *key: object) -> None:
        """Count a body, as often as it stands for others."""
        self.differing[key] += times
        self.smallest[key] = min(case, self.smallest.get(key, case))


@cache
def amount(tenths: int, unit: str) -> npc.Amount:
    """Read a height or weight as a user writes it."""
    whole, tenth = divmod(tenths, 10)
    return npc.Amount.parse(f"{whole}.{tenth} {unit}")


def body_of(case: Case) -> Body | None:
    """Let the library compute a body, or refuse it."""
    height, weight = amount(case.height, "cm"), amount(case.weight, "kg")
    try:
        return Body.of(npc.Measurement(on=DAY, height=height, weight=weight), POLICY)
    except PatientError:
        return None


class Exact(NamedTuple):
    """What the library calculates and orders, in milligrams."""

    calculated: Decimal
    ordered: int


_KNOWN: Final[dict[tuple[Decimal, Row], Exact]] = {}  # a dose depends on the surface alone


def exact(body: Body, row: Row) -> Exact:
    """Let the library calculate and order a dose."""
    key = body.surface.used.number, row
    if key not in _KNOWN:
        calculated = parse_dose(f"{row.rate} mg/m2").calculate(body).amount
        if row.step:
            ordered = to_step(calculated, npc.Amount.parse(f"{row.step} mg"), Ties.UP)
        else:
            ordered = npc.load_formulary()["capecitabine"].order(calculated).amount
        _KNOWN[key] = Exact(calculated.number, int(ordered.number))
    return _KNOWN[key]


@cache
def given(row: Row) -> list[int]:
    """List the amounts that can be given, in milligrams."""
    return list(range(0, MOST + 1, row.step)) if row.step else TOTALS


@cache
def middles(row: Row) -> list[int]:
    """List the squares of what two neighbours of these add up to, in the scale of a product."""
    amounts = given(row)
    return [360_000 * (a + b) ** 2 for a, b in pairwise(amounts)]


def exact_unrounded(case: Case, row: Row) -> int:
    """Order the dose of a surface that was not rounded, in whole numbers, ties up.

    The dose is the rate times the root of product / 360,000. It has reached the middle of two
    amounts when four times its square has reached the square of their sum.
    """
    return given(row)[bisect_right(middles(row), 4 * row.rate**2 * case.product)]


def in_floats(program: Program, row: Row, surface: float) -> tuple[float, float]:
    """Calculate and order as the usual code does."""
    dose = row.rate * surface
    if row.step:
        return dose, program.whole(dose / row.step) * row.step
    return dose, min(TOTALS, key=lambda total: (abs(total - dose), -total))


def measure(bodies: Iterable[tuple[int, int, int]]) -> Count:
    """Compare bodies, in tenths and each with how many it stands for."""
    count = Count()
    for height, weight, times in bodies:
        case = Case(height * weight, height, weight)
        body = body_of(case)
        if body is None:
            count.refused += times
            continue
        count.bodies += times
        for name in PROGRAMS:
            for key in _rounded(name, case, body):
                count.differ(case, times, *key)
        for key in _unrounded(case, body):
            count.differ(case, times, *key)
    return count


def _rounded(name: str, case: Case, body: Body) -> Iterator[tuple[object, ...]]:
    """Say in what a program that rounds the surface differs from the library."""
    used = PROGRAMS[name].surface(case.root)
    key = name, used, body.surface.used.number
    if key not in _FOUND:
        _FOUND[key] = list(_of_surface(name, used, body))
    yield from _FOUND[key]


_FOUND: Final[dict[tuple[str, float, Decimal], list[tuple[object, ...]]]] = {}


def _of_surface(name: str, used: float, body: Body) -> Iterator[tuple[object, ...]]:
    if used != float(body.surface.used.number):
        yield "surface", name
    for row in ROWS:
        right = exact(body, row)
        dose, ordered = in_floats(PROGRAMS[name], row, used)
        if Decimal(repr(dose)) != right.calculated:
            yield "calculated", name, row.rate, row.step
        if ordered != right.ordered:
            yield "ordered", name, row.rate, row.step


def _unrounded(case: Case, body: Body) -> Iterator[tuple[object, ...]]:
    """Say which doses differ by the rule, and which by floats alone, if no surface is rounded."""
    for row in ROWS:
        right = exact_unrounded(case, row)
        if right != exact(body, row).ordered:
            yield "rule", row.rate, row.step
        if in_floats(UNROUNDED, row, case.root)[1] != right:
            yield "unrounded", row.rate, row.step


def table(*rows: Iterable[object]) -> str:
    """Write a table, the first row its head."""
    head, *lines = [[f"{c:,}" if isinstance(c, int) else str(c) for c in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in [head, ["---"] * len(head), *lines])


def tables(count: Count) -> str:
    """Write all that the page shows of a count."""
    found, names = count.differing, list(PROGRAMS)
    each_rate = {row.rate: row for row in ROWS}.values()
    return "\n".join(
        [
            _compared(count),
            "Bodies with another body surface:\n",
            table(["", *names], ["surface", *(found["surface", name] for name in names)]),
            "Bodies with another calculated dose, as it is printed:\n",
            table(
                ["dose", *names],
                *(
                    [f"{rate} mg/m2", *(found["calculated", name, rate, step] for name in names)]
                    for rate, step in each_rate
                ),
            ),
            "Bodies with another ordered dose:\n",
            table(
                ["dose, and how it is given", *names],
                *([row.words, *(found["ordered", name, *row] for name in names)] for row in ROWS),
            ),
            'The smallest body of each row that "half up" orders another dose for:\n',
            table(
                ["dose, and how it is given", "body", "exact", "ordered", "in floats", "ordered"],
                *(_example(row, count.smallest["ordered", "half up", *row]) for row in ROWS),
            ),
            "Bodies with another ordered dose if the surface is not rounded:\n",
            table(
                ["dose, and how it is given", "by the other rule", "by floats alone"],
                *([row.words, found["rule", *row], found["unrounded", *row]] for row in ROWS),
            ),
        ]
    )


def _compared(count: Count) -> str:
    return (
        f"Of the {count.bodies + count.refused:,} bodies of the grid the library refuses"
        f" {count.refused:,}, as height and weight that do not belong together.\n"
        f"The other {count.bodies:,} are compared.\n"
    )


def _example(row: Row, case: Case) -> list[object]:
    body = body_of(case)
    if body is None:
        raise ValueError(case)
    right = exact(body, row)
    used = PROGRAMS["half up"].surface(case.root)
    dose, ordered = in_floats(PROGRAMS["half up"], row, used)
    exactly = f"{row.rate} x {body.surface.used.digits} = {npc.Amount(right.calculated, 'mg')}"
    floating = f"{row.rate} x {used} = {dose!r}"
    return [row.words, case.words, exactly, f"{right.ordered:,} mg", floating, f"{ordered:,} mg"]


def shown(page: str) -> str:
    """Take what stands between the two marks of the page."""
    return page.partition(BEGIN)[2].partition(END)[0]


def row_of(height: int) -> Count:
    """Measure all bodies of one height."""
    return measure((height, weight, 1) for weight in WEIGHTS)


def counted() -> Count:
    """Measure the complete grid, on every core."""
    total = Count()
    with multiprocessing.Pool() as pool:
        for count in pool.imap_unordered(row_of, HEIGHTS, chunksize=10):
            total.add(count)
    return total


def main() -> None:
    """Compare what is counted with the page, or write it there."""
    begun = time.perf_counter()
    total = counted()
    print(f"{total.bodies + total.refused:,} bodies in {time.perf_counter() - begun:.0f} s")
    page, now = PAGE.read_text(encoding="utf-8"), tables(total)
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page.replace(BEGIN + shown(page) + END, BEGIN + now + END), "utf-8")
    elif now != shown(page):
        sys.exit(f"{now}\n{PAGE.name} shows other numbers; look at both, then --write")


if __name__ == "__main__":
    main()
