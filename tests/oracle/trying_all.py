"""Rounding a dose by a rule in words, by trying all that could be given."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from itertools import pairwise, product
from typing import TYPE_CHECKING

from school import PAPER, decimal, half_up, quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LISTED = r"(?P<list>.+?)"
TIES = r", ties (?P<ties>up|down)"
RULES: tuple[tuple[str, str], ...] = (
    (r"(?:no product is known: )?as calculated", "none"),
    (rf"(?P<way>up|down) to a whole {LISTED}", "steps"),
    (rf"nearest whole (?:tablet|capsule)s of {LISTED}{TIES}, fewest units(?P<limits>.*)", "mix"),
    (rf"whole units of {LISTED}{TIES}(?P<rungs>, .+)?", "mix"),
    (rf"whole vials of {LISTED}, (?P<way>up|down)", "mix"),
    (rf"nearest whole vials of {LISTED}(?:{TIES})?", "mix"),
    (rf"bands of {LISTED}{TIES}, within (?P<within>.+) %", "bands"),
    (rf"nearest (?:whole )?{LISTED}(?:{TIES})?", "steps"),
)


def rounded(dose: Fraction, rule: str, cap: Fraction | None) -> Fraction:
    """Round a dose by a rule in words, never over a cap."""
    for form, kind in RULES:
        found = re.fullmatch(form, rule)
        if found:
            words = {name: value or "" for name, value in found.groupdict().items()}
            return KINDS[kind](dose, words, math.inf if cap is None else cap)
    raise AssertionError(f"nobody can redo the rule {rule!r}")


def _none(dose: Fraction, words: dict[str, str], cap: Fraction | float) -> Fraction:
    del words
    return dose if dose <= cap else Fraction(cap)


def _steps(dose: Fraction, words: dict[str, str], cap: Fraction | float) -> Fraction:
    step = quantity(words["list"])
    around = range(math.floor(dose / step) + 2)
    return _chosen(dose, [step * count for count in around], words, cap)


def _mix(dose: Fraction, words: dict[str, str], cap: Fraction | float) -> Fraction:
    limits = dict(_limits(words.get("limits", "")))
    strengths = []
    for item in re.split(r", | and ", words["list"]):
        most, _, strength = item.rpartition(" x ")
        strengths.append(quantity(strength))
        if most:
            limits[strengths[-1]] = int(most.removeprefix("at most "))
    rungs = dict(re.findall(r"(from|to) ([0-9.]+ (?:mcg|mg|g))", words.get("rungs", "")))
    aim = max(dose, quantity(rungs["from"])) if "from" in rungs else dose
    aim = min(aim, quantity(rungs["to"])) if "to" in rungs else aim
    counts = [range(min(math.ceil(aim / s) + 1, limits.get(s, 10**6)) + 1) for s in strengths]
    sums = {sum(map(_times, tried, strengths), Fraction(0)) for tried in product(*counts)}
    return _chosen(aim, sums, words, cap)


def _limits(words: str) -> Iterator[tuple[Fraction, int]]:
    for most, strength in re.findall(r", at most ([0-9]+) of ([0-9.]+ (?:mcg|mg|g))", words):
        yield quantity(strength), int(most)


def _times(count: int, strength: Fraction) -> Fraction:
    return count * strength


def _bands(dose: Fraction, words: dict[str, str], cap: Fraction | float) -> Fraction:
    bands = [quantity(each) for each in re.split(r", | and ", words["list"])]
    hundredth = Fraction(1, 100)
    looked_up, found = half_up(dose, hundredth), 0
    for index, (low, high) in enumerate(pairwise(bands), start=1):
        boundary = half_up(Fraction(PAPER.sqrt(decimal(low * high))), hundredth)
        if looked_up > boundary or (looked_up == boundary and words["ties"] == "up"):
            found = index
    return max(band for band in bands[: found + 1] if band <= cap)


def _chosen(
    dose: Fraction, sums: Iterable[Fraction], words: dict[str, str], cap: Fraction | float
) -> Fraction:
    allowed = sorted(each for each in sums if each <= cap)
    below = [each for each in allowed if each <= dose]
    above = [each for each in allowed if each >= dose]
    if words.get("way") == "down" or not above:
        return below[-1]
    if words.get("way") == "up" or not below:
        return above[0]
    up, down = above[0] - dose, dose - below[-1]
    if up == down:
        return below[-1] if words.get("ties") == "down" else above[0]
    return above[0] if up < down else below[-1]


KINDS: dict[str, Callable[[Fraction, dict[str, str], Fraction | float], Fraction]] = {
    "none": _none,
    "steps": _steps,
    "mix": _mix,
    "bands": _bands,
}
