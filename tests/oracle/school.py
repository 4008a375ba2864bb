"""Sums as they are printed, worked out by the rules of school; shares no code with the library."""

from __future__ import annotations

import math
import re
from decimal import Context, Decimal
from fractions import Fraction

PAPER = Context(prec=70)
IN_MILLIGRAMS = {"mcg": Fraction(1, 1000), "mg": Fraction(1), "g": Fraction(1000)}
NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
UNIT = r"(?:mcg|mg|g)(?:/(?:m2|kg|mL|dL|mol))?|m2|kg|cm|in|mL/min|mL|umol/L|%"
QUANTITY = re.compile(rf"(?:AUC )?({NUMBER})(?: ({UNIT})(?![A-Za-z0-9]))?")
TOKEN = re.compile(rf"square root of|log10|{QUANTITY.pattern}|[()x/^+-]")


def quantity(text: str) -> Fraction:
    """Read one number with its unit, a drug mass in milligrams whatever its unit."""
    found = QUANTITY.fullmatch(text.strip())
    assert found, f"not a quantity: {text!r}"
    mass, _, per = (found[2] or "").partition("/")
    scale = IN_MILLIGRAMS.get(mass, Fraction(1)) if per in {"", "m2", "kg"} else Fraction(1)
    return Fraction(found[1].replace(",", "")) * scale


class Sum:
    """One printed expression, worked out by the rules of school."""

    def __init__(self, text: str) -> None:
        self.tokens = [found[0] for found in TOKEN.finditer(text)]
        assert "".join(self.tokens).replace(" ", "") == text.replace(" ", ""), f"not a sum: {text}"

    def value(self) -> Fraction:
        """Work out the whole of it."""
        found = self._terms()
        assert not self.tokens, f"left over: {self.tokens}"
        return found

    def _terms(self) -> Fraction:
        found = self._factors()
        while self._next() in {"+", "-"}:
            found += self._factors() if self.tokens.pop(0) == "+" else -self._factors()
        return found

    def _factors(self) -> Fraction:
        found = self._power()
        while self._next() in {"x", "/"}:
            is_times, other = self.tokens.pop(0) == "x", self._power()
            found = found * other if is_times else found / other
        return found

    def _power(self) -> Fraction:
        base = self._one()
        if self._next() != "^":
            return base
        self.tokens.pop(0)
        return Fraction(PAPER.power(decimal(base), decimal(self._one())))

    def _one(self) -> Fraction:
        part = self.tokens.pop(0)
        if part == "square root of":
            return Fraction(PAPER.sqrt(decimal(self._one())))
        if part == "log10":
            return Fraction(PAPER.log10(decimal(self._one())))
        if part != "(":
            return quantity(part)
        found = self._terms()
        assert self.tokens.pop(0) == ")"
        return found

    def _next(self) -> str | None:
        return self.tokens[0] if self.tokens else None


def decimal(value: Fraction) -> Decimal:
    """Write a fraction with seventy digits."""
    return PAPER.divide(Decimal(value.numerator), Decimal(value.denominator))


def half_up(value: Fraction, step: Fraction) -> Fraction:
    """Round to a whole number of steps."""
    return math.floor(value / step + Fraction(1, 2)) * step
