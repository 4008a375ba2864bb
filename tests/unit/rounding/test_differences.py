"""Differences: what the laws do not say in one sentence."""

from __future__ import annotations

from npc_regimens.rounding import percent_difference
from npc_regimens.units import Amount


def test_a_difference_has_a_sign() -> None:
    """Less is negative, and halves go away from zero."""
    calculated = Amount.parse("800 mg")

    assert str(percent_difference(Amount.parse("799.64 mg"), calculated)) == "-0.05"
    assert str(percent_difference(Amount.parse("800.36 mg"), calculated)) == "0.05"
