"""A percentage for people: half up to one decimal, at every tie and beside it."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

from npc_regimens.rounding import rounded_percent

PARTS = 4_000  # of 2,000: steps of 0.05 %, so that every second one is a tie, up to 200 %
HAIR = Fraction(1, 10**12)


def test_every_tie_goes_up() -> None:
    """It agrees with decimal's ROUND_HALF_UP on every step and tie, and has no trailing zero."""
    for count in range(PARTS + 1):
        percent = Decimal(count * 5) / 100
        wanted = percent.quantize(Decimal("0.1"), decimal.ROUND_HALF_UP)
        assert rounded_percent(Fraction(count, 2_000)) == wanted
        assert not f"{rounded_percent(Fraction(count, 2_000)):f}".endswith(".0")


def test_a_hair_below_a_tie_goes_down() -> None:
    """Nothing is dropped before the tie is looked for."""
    for count in range(1, PARTS, 2):
        tie = Fraction(count, 2_000)
        assert rounded_percent(tie - HAIR) == rounded_percent(tie) - Decimal("0.1")
        assert rounded_percent(tie + HAIR) == rounded_percent(tie)
