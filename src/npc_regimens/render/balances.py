"""Balances after counting, as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from npc_regimens.render.words import amount_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npc_regimens.course.balances import Balance


def balances_to_text(found: Sequence[Balance]) -> str:
    """Write one line for each strength: what was handed out, came back, is gone and was due."""
    lines = [f"  {_line(each)}" for each in found] or ["  nothing was dispensed or due"]
    return "\n".join(["BALANCE, in tablets or capsules", *lines]) + "\n"


def balances_to_json(found: Sequence[Balance]) -> str:
    """Write one row for each strength."""
    rows = [
        {
            "component": each.supply.component,
            "product": each.supply.product,
            "strength": str(each.supply.strength),
            "dispensed": each.dispensed,
            "returned": each.returned,
            "taken": each.taken,
            "expected": each.expected,
            "difference": each.difference,
        }
        for each in found
    ]
    return json.dumps({"format": 1, "balances": rows}, ensure_ascii=False, indent=2) + "\n"


def _line(each: Balance) -> str:
    strength = f"{each.supply.component}, {amount_words(each.supply.strength)}"
    gone = f"dispensed {each.dispensed:,}, returned {each.returned:,}, gone {each.taken:,}"
    more = "more" if each.difference > 0 else "fewer"
    differs = f"{abs(each.difference):,} {more} than due" if each.difference else "as due"
    return f"{strength}: {gone}, due {each.expected:,}: {differs}"
