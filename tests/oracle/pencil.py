"""A pencil: redo the printed steps of a dose line by line, from what is printed and nothing else.

It shares no code with the library. Each line must hold by itself and follow from those before it;
a line that it cannot redo is an error of the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from school import QUANTITY, Sum, half_up, quantity
from trying_all import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BASES = re.compile(r" as (?:free base|hydrochloride trihydrate|anhydrous hydrochloride)")
UMOL_PER_MG_DL = Fraction("88.42")


@dataclass
class Pencil:
    """What is known after the lines so far."""

    calculated: Fraction | None = None
    amount: Fraction | None = None
    clearance: Fraction | None = None
    surface: Fraction | None = None
    taken: Fraction = field(default_factory=Fraction)
    opened: Fraction = field(default_factory=Fraction)

    def redo(self, lines: Iterable[str]) -> None:
        """Redo every line."""
        for line in lines:
            what, _, words = line.strip().partition(": ")
            redone = getattr(self, f"line_{what.replace(' ', '_')}", None)
            assert redone is not None, f"nobody can redo {line!r}"
            redone(words)
        assert self.taken in {0, self.amount}, "the units are not the dose"

    def line_basis(self, words: str) -> None:
        """Take note of the salt or base."""
        assert words

    def line_level(self, words: str) -> None:
        """Take a percentage, or a dose of a list that falls."""
        if " of " in words:
            part, whole, result = re.fullmatch(r"(.+) % of (.+) = (.+)", words).groups()  # type: ignore[union-attr]  # fails as it should
            assert Fraction(part) / 100 * quantity(whole) == quantity(result)
            return
        level, full, listed = re.fullmatch(r"(.+) instead of (.+) \(levels: (.+)\)", words).groups()  # type: ignore[union-attr]  # the same
        levels = [quantity(each) for each in listed.split(", ")]
        assert quantity(level) in levels
        assert quantity(level) < quantity(full)
        assert all(lower < higher for higher, lower in pairwise(levels))

    def line_body_surface(self, words: str) -> None:
        """Redo a formula, and round it as the policy in brackets says."""
        self.surface = equation(words)

    def line_ideal_weight(self, words: str) -> None:
        """Redo a body weight, and behind a semicolon the one that is made of it."""
        for line in words.split("; adjusted weight: "):
            equation(line)

    def line_body_mass_index(self, words: str) -> None:
        """Divide by the height twice, compare with the figure, and redo the weight behind it."""
        index, _, weight = words.partition(" weight; ideal weight: ")
        left, shown, side, least = re.fullmatch(
            r"(.+) = about ([0-9.]+), (?:(under) )?([0-9]+)(?: or more)?: the .+", index
        ).groups()  # type: ignore[union-attr]
        kilograms, metres = (Fraction(each) for each in re.findall(r"([0-9.]+) k?[mg]", left)[:2])
        value = kilograms / metres**2
        assert half_up(value, Fraction(1, 100)) == Fraction(shown)
        assert (value < int(least)) == (side == "under") == (not weight)
        if weight:
            self.line_ideal_weight(weight)

    def line_clearance(self, words: str) -> None:
        """Take a clearance as it was measured, or redo its estimate."""
        measured = re.fullmatch(r"(.+), as given", words)
        self.clearance = quantity(measured[1]) if measured else equation(words)

    def line_creatinine(self, words: str) -> None:
        """Compare a creatinine with its floor, each in the one unit."""
        found = re.fullmatch(r"(.+) is under the floor, (.+) is used", words)
        assert found
        low, floor = (quantity(t) / (UMOL_PER_MG_DL if "umol" in t else 1) for t in found.groups())
        assert low < floor

    def line_cap(self, words: str) -> None:
        """Take the cap of what was last computed."""
        found = re.fullmatch(r"(.+) is over the cap(.*), (.+) is used", words)
        assert found
        before, used = quantity(found[1]), quantity(found[3])
        assert used < before
        if "clearance" in found[2]:
            assert before == self.clearance
            self.clearance = used
        elif "one dose" in found[2]:
            assert before == self.amount
            self.amount = used
        else:
            assert before == self.surface
            self.surface = used

    def line_dose(self, words: str) -> None:
        """Multiply, with the surface or the clearance of the lines above."""
        flat = words.removesuffix(", the same for every patient")
        if flat != words:
            self.calculated = self.amount = quantity(flat)
            return
        by, _, _ = words.partition(" = ")
        if self.surface is not None:
            assert quantity(by.rpartition(" x ")[2]) == self.surface
        if self.clearance is not None:
            assert quantity(re.search(r"\(([^+]+) \+", by)[1]) == self.clearance  # type: ignore[index]  # the same
        self.calculated = self.amount = equation(words)

    def line_rounding(self, words: str) -> None:
        """Round by the rule in brackets, among all that could be given."""
        found = re.fullmatch(r"(.+?) to (.+?) \((.+)\)", words)
        assert found
        rule, _, cap = found[3].partition(", never over ")
        assert quantity(found[1]) == self.amount
        before, after = quantity(found[1]), quantity(found[2])
        limit = quantity(cap) if cap else None
        rule, _, why = rule.partition("; ")
        assert after == rounded(before, rule, limit), words
        if why.startswith("the geometric mean of"):
            redo_boundary(why, before)
        assert limit is None or after <= limit
        self.amount = after

    def line_difference(self, words: str) -> None:
        """Redo a percentage, half away from zero to a hundredth."""
        if words == "none":
            assert self.amount == self.calculated
            return
        found = re.fullmatch(r"\((.+) - (.+)\) / (.+) = (-?)(.+) %", words)
        assert found
        given, wanted, base = (quantity(found[index]) for index in (1, 2, 3))
        assert wanted == base
        percent = half_up(abs(given - wanted) / base * 100, Fraction(1, 100))
        assert percent == Fraction(found[5])
        assert bool(found[4]) == (given < wanted and percent != 0)

    def line_limit(self, words: str) -> None:
        """Where no limit is given the line says so, and there is nothing to redo."""
        assert words == "none is given for the difference (--report-over), so none is told"

    def line_ordered(self, words: str) -> None:
        """Find the dose that was rounded."""
        assert quantity(words) == self.amount

    def line_units(self, words: str) -> None:
        """Add what is taken of one strength."""
        self.taken += counted(words)

    def line_preparation(self, words: str) -> None:
        """Redo millilitres, add vials, and subtract the dose from them."""
        left = re.fullmatch(r"(.+) left over, wasted if nobody shares the vials", words)
        if left:
            assert self.amount is not None
            assert quantity(left[1]) == self.opened - self.amount > 0
        elif "left over for others" in words:
            assert self.amount is not None
            assert quantity(words.partition(" left")[0]) == self.opened - self.amount > 0
        elif " = " in words:
            assert quantity(words.partition(" x ")[0]) == self.amount
            equation(words)
        elif words.startswith("nothing is wasted"):
            assert self.amount is not None
            assert self.opened == self.amount
        else:
            self.opened += counted(words)

    def line_a_day(self, words: str) -> None:
        """Multiply the dose of one administration."""
        assert quantity(words.partition(" x ")[2].partition(" = ")[0]) == self.amount
        equation(words)

    def line_other_basis(self, words: str) -> None:
        """Multiply by the factor of two salts or bases."""
        assert quantity(BASES.split(words)[0]) == self.amount
        equation(BASES.sub("", words))


def equation(words: str) -> Fraction:
    """Check that both sides are equal, by the rounding in brackets or to the last digit."""
    left, *between, right = words.split(" = ")
    result, _, note = right.partition(" (")
    value = Sum(left).value()
    step = re.search(rf"half up to ({QUANTITY.pattern})", note)
    for shown in between:
        digits = shown.removeprefix("about ")
        places = max(6, len(digits.partition(".")[2]))
        assert half_up(value, Fraction(1, 10**places)) == Fraction(digits), words
        assert step is None or half_up(Fraction(digits), quantity(step[1])) == quantity(result)
    wanted = value if step is None else half_up(value, quantity(step[1]))
    assert wanted == quantity(result), words
    return wanted


def redo_boundary(words: str, dose: Fraction) -> None:
    """Multiply two bands that a dose lies between; the boundary is the side of a square as large.

    It is right to 0.01 mg where half of that less is too little, and half of that more too much.
    """
    found = re.fullmatch(
        r"the geometric mean of (.+) and (.+), half up to 0.01 mg, is ([0-9.]+) mg", words
    )
    assert found, words
    lower, upper = quantity(found[1]), quantity(found[2])
    edge, half = Fraction(found[3]), Fraction("0.005")
    assert lower < dose < upper
    assert (edge - half) ** 2 <= lower * upper < (edge + half) ** 2


def counted(words: str) -> Fraction:
    """Multiply a count and a strength, as in 2 tablets of 500 mg."""
    found = re.fullmatch(r"([0-9]+) (tablet|capsule|vial|unit)(s?) of (.+)", words)
    assert found, words
    assert bool(found[3]) == (found[1] != "1")
    return int(found[1]) * quantity(found[4])


def redo(lines: Sequence[str]) -> None:
    """Redo the steps of one dose."""
    Pencil().redo(lines)
