"""The page on floats shows what is so: its tables are counted again in every run."""

from __future__ import annotations

import importlib.util
import math
import sys
from bisect import bisect_right
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grid
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "floats.py"
REFUSED = 57_042


@pytest.fixture(scope="module")
def floats() -> Any:
    """Load the script that counts."""
    spec = importlib.util.spec_from_file_location("floats", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["floats"] = module  # where dataclasses look a class up
    spec.loader.exec_module(module)
    return module


def turning_points(floats: Any) -> list[int]:
    """List the products of height and weight from which something is rounded another way.

    A surface turns where the oracle says. The dose of an unrounded surface turns where it is
    halfway between two amounts: rate x root of (product / 360,000) = (below + above) / 2.
    """
    points = [half * 100 for half in grid.HALFWAY]
    for row in floats.ROWS:
        points += [
            Fraction(360_000 * (below + above) ** 2, 4 * row.rate**2)
            for below, above in pairwise(floats.given(row))
        ]
    starts = {math.ceil(point) for point in points}
    on_the_point = {int(point) + 1 for point in points if point.denominator == 1}
    most = grid.HEIGHTS[-1] * grid.WEIGHTS[-1]
    return [0, *sorted(start for start in starts | on_the_point if 0 < start <= most), most + 1]


def stand_ins(floats: Any) -> Iterator[tuple[int, int, int]]:
    """Let one body stand for all whose product lies strictly between two turning points.

    An error of a float is far smaller than the distance to a point that is not met. Bodies on a
    point stand for themselves alone.
    """
    starts = turning_points(floats)
    smallest: dict[int, tuple[int, int, int]] = {}
    times: Counter[int] = Counter()
    for height in grid.HEIGHTS:
        lightest = math.ceil(Fraction(12 * height**2, 100_000))  # by the body mass index
        weight = max(lightest, grid.WEIGHTS[0])
        while weight in grid.WEIGHTS:
            index = bisect_right(starts, height * weight)
            start, end = starts[index - 1], starts[index]
            behind = min(-(-end // height), grid.WEIGHTS[-1] + 1)  # the first at the next point
            if end - start == 1:
                yield height, weight, 1
            else:
                case = height * weight, height, weight
                smallest[start] = min(case, smallest.get(start, case))
                times[start] += behind - weight
            weight = behind
    yield from ((height, weight, times[start]) for start, (_, height, weight) in smallest.items())
    yield grid.HEIGHTS[-1], grid.WEIGHTS[0], REFUSED


@pytest.fixture(scope="module")
def count(floats: Any) -> Any:
    """Count with the stand-ins."""
    return floats.measure(stand_ins(floats))


def test_the_tables_of_the_page_are_what_is_counted(floats: Any, count: Any) -> None:
    """Counted with one body for all between two turning points, every number of the page is so."""
    page = floats.PAGE.read_text(encoding="utf-8")

    assert count.bodies + count.refused == len(grid.HEIGHTS) * len(grid.WEIGHTS)
    assert floats.tables(count) == floats.shown(page)
    assert "17,413" in floats.shown(page)


def test_python_round_gets_seventy_one_of_the_ties_wrong(floats: Any) -> None:
    """Of the 145 exact ties of the whole grid, the usual code rounds 71 to the wrong hundredth."""
    usual = floats.PROGRAMS["`round`"].surface
    wrong = [
        body
        for body in grid.surface_ties()
        if Fraction(str(usual(floats.Case(0, *body).root))) != grid.surface(body)
    ]

    assert (len(wrong), len(grid.surface_ties())) == (71, 145)
    assert sum(body.readable for body in wrong) == 68


def test_an_exact_order_of_an_unrounded_surface(floats: Any) -> None:
    """150 cm and 150 kg have exactly 2.5 m2: 1625 mg is a tie and goes up, also unrounded."""
    case = floats.Case(2_250_000, 1500, 1500)

    assert floats.exact_unrounded(case, floats.Row(650, 50)) == 1650
    assert floats.exact_unrounded(case._replace(product=2_249_999), floats.Row(650, 50)) == 1600
    assert floats.in_floats(floats.UNROUNDED, floats.Row(650, 50), case.root) == (1625, 1600)


def test_the_page_is_compared_by_the_command(
    floats: Any, count: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With another number on the page the command fails, and it writes only when it is asked to."""
    page = floats.PAGE.read_text(encoding="utf-8")
    copy = tmp_path / "floats.md"
    copy.write_text(page.replace("17,413", "17,414"), encoding="utf-8")
    monkeypatch.setattr(floats, "PAGE", copy)
    monkeypatch.setattr(floats, "counted", lambda: count)
    monkeypatch.setattr("sys.argv", ["floats.py"])
    with pytest.raises(SystemExit, match="shows other numbers"):
        floats.main()
    monkeypatch.setattr("sys.argv", ["floats.py", "--write"])
    floats.main()

    assert copy.read_text(encoding="utf-8") == page
