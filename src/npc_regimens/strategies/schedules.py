"""Strategies for when something is given: the days of a cycle, and the cycles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

_DASHES: Final = ("-", "\u2013", "\u2014", "\u2212", " - ")
_WEEK: Final = 7
_LONGEST_BEFORE: Final = 5  # days before day 1


@st.composite
def days_texts(draw: DrawFn, cycle_days: int, slots: tuple[str, ...] = ("once",)) -> str:
    """Draw days of a cycle as people write them: listed, with half days, by a rule, or continuous.

    Often the last day of the cycle is among them. It shrinks towards day 1.
    """
    return draw(days_of((cycle_days,), slots))


@st.composite
def days_of(draw: DrawFn, lengths: tuple[int, ...], slots: tuple[str, ...]) -> str:
    """Draw days that fit into cycles of each of the lengths."""
    kinds = ("1", "listed", "listed", "continuous", "before", "every", "on and off", "weekdays")
    kind = draw(st.sampled_from(kinds))
    if kind == "before":
        return draw(_days_before(lengths, slots))
    if kind == "every":
        return draw(_every(lengths))
    if kind == "on and off":
        return draw(_on_and_off(math.gcd(*lengths)))
    if kind == "weekdays":
        run = draw(st.none() | _runs(min(lengths)))
        return "weekdays" if run is None else f"{run} weekdays"
    return kind if kind != "listed" else draw(_listed(min(lengths), slots))


@st.composite
def _listed(draw: DrawFn, cycle_days: int, slots: tuple[str, ...]) -> str:
    days: set[int] = draw(st.sets(st.integers(1, cycle_days), min_size=1, max_size=6))
    if draw(st.booleans()):
        days |= {cycle_days}
    edges, items, dash = sorted(days), [], draw(st.sampled_from(_DASHES))
    while edges:
        first = edges.pop(0)
        is_range = draw(st.booleans())
        last = f"{dash}{edges.pop(0)}{_half(draw, slots)}" if edges and is_range else ""
        items.append(f"{first}{_half(draw, slots)}{last}")
    return draw(st.sampled_from((", ", ","))).join(items)


def _half(draw: DrawFn, slots: tuple[str, ...]) -> str:
    return draw(st.sampled_from(("", *(f" {slot}" for slot in slots if slot != "once"))))


@st.composite
def _runs(draw: DrawFn, cycle_days: int) -> str:
    first = draw(st.integers(1, cycle_days))
    last = draw(st.integers(first, cycle_days))
    return f"{first}-{last}" if last > first else f"{first}"


@st.composite
def _days_before(draw: DrawFn, lengths: tuple[int, ...], slots: tuple[str, ...]) -> str:
    """Draw days before day 1, none of which is a listed day of the cycle before."""
    shortest = min(lengths)
    last = draw(st.integers(0, max(0, shortest - 2)))
    most = min(_LONGEST_BEFORE, shortest - last)
    begin = draw(st.integers(1, most))
    end = draw(st.integers(1, begin))
    if last and end == 1 and draw(st.booleans()):
        return f"-{begin} to {last}"
    first = f"-{begin}" if begin == end else f"-{begin}{_half(draw, slots)} to -{end}"
    return first if not last else f"{first}, {draw(st.sampled_from(('1', f'1-{last}')))}"


@st.composite
def _every(draw: DrawFn, lengths: tuple[int, ...]) -> str:
    """Draw every k-th day: of a run, or of whole cycles that k divides."""
    shortest, common = min(lengths), math.gcd(*lengths)
    steps = [step for step in range(2, common + 1) if not common % step]
    is_open = draw(st.booleans())
    if steps and is_open:
        return f"every {draw(st.sampled_from(steps))} days"
    if shortest < len("1-3"):
        return "1"
    step = draw(st.integers(2, shortest - 1))
    first = draw(st.integers(1, shortest - step))
    return f"{first}-{draw(st.integers(first + step, shortest))} every {step} days"


@st.composite
def _on_and_off(draw: DrawFn, common: int) -> str:
    """Draw days on and off, and often others around them, that divide cycles together."""
    periods = [period for period in range(2, common + 1) if not common % period]
    if not periods:
        return "1"
    period = draw(st.sampled_from(periods))
    on = draw(st.integers(1, period - 1))
    outer = _level(on, period - on)
    inner = [each for each in range(2, on + 1) if not on % each]
    is_nested = draw(st.booleans())
    if not (inner and is_nested):
        return outer
    within = draw(st.sampled_from(inner))
    first = draw(st.integers(1, within - 1))
    return f"{_level(first, within - first)}; {outer}"


def _level(on: int, off: int) -> str:
    return f"{_span(on)} on, {_span(off)} off"


def _span(days: int) -> str:
    count, unit = (days, "day") if days % _WEEK else (days // _WEEK, "week")
    return f"{count} {unit}{'' if count == 1 else 's'}"


@st.composite
def cycles_texts(draw: DrawFn, most: int) -> str:
    """Draw the cycles of a component as people write them, of which so many are there.

    It shrinks towards cycle 1.
    """
    first = draw(st.integers(1, most))
    last = draw(st.integers(first, most))
    kinds = [f"{first}-{last}", f"from {first}", f"every {draw(st.integers(2, 4))} from {first}"]
    kinds += ["odd", *(["even"] if most > 1 else [])]
    kinds += [f"{first}, {last}"] if last > first else []
    return draw(st.sampled_from(kinds))
