"""A comparison as text for a reader, and as JSON for a program."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.comparing import Sum, is_same_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from npc_regimens.comparing import (
        Comparison,
        Counted,
        Difference,
        Place,
        Total,
        TotalDifference,
    )
    from npc_regimens.units import Amount

_LINES: Final[tuple[tuple[str, Callable[[Total], Counted]], ...]] = (
    ("per cycle", lambda total: total.per_cycle),
    ("in all", lambda total: total.in_all),
)


def comparison_to_text(
    found: Comparison, *, names: tuple[str, str] | None = None, sources: bool = False
) -> str:
    """Write what differs, part by part, then what it comes to; sources and notes if asked for.

    The two are called A and B, and `names` says by which names the reader knows them.
    """
    known = (found.before, found.after) if names is None else names
    lines = [*_head("A", known[0], found.before), *_head("B", known[1], found.after), ""]
    lines += _places(found.differences) or ["no difference in treatment"]
    if found.totals:
        lines += ["", "totals", *(line for each in found.totals for line in _total(each))]
    if found.sources and sources:
        lines += ["", "sources and notes", *(f"  {line}" for line in _places(found.sources))]
    elif found.sources:
        count = len(found.sources)
        what = "1 difference is" if count == 1 else f"{count} differences are"
        lines += ["", f"sources and notes: {what} not shown"]
    return "\n".join(lines) + "\n"


def _head(letter: str, name: str, regimen: str) -> Iterator[str]:
    yield f"{letter}: {name}" + ("" if name == regimen else f" ({regimen})")


def _places(differences: Iterable[Difference]) -> list[str]:
    """Write differences under their places."""
    return [
        line
        for place, each in groupby(differences, lambda difference: difference.place)
        for line in (_heading(place), *(f"  {_line(place, one)}" for one in each))
    ]


def _only(place: Place) -> str | None:
    if place.before is None:
        return "only in B"
    return "only in A" if place.after is None else None


def _heading(place: Place) -> str:
    only = _only(place)
    return str(place) if only is None else f"{place}: {only}"


def _line(place: Place, difference: Difference) -> str:
    if _only(place) is None:
        return str(difference)
    value = difference.after if difference.before is None else difference.before
    return f"{difference.key}: {value}"


def _total(each: TotalDifference) -> Iterator[str]:
    yield f"  {each.phase}, {each.component}"
    for words, count in _LINES:
        before, after = (None if it is None else count(it) for it in (each.before, each.after))
        if before is None:
            yield f"    {words}, only in B: {_counted(after)}"
        elif after is None:
            yield f"    {words}, only in A: {_counted(before)}"
        elif not is_same_count(before, after):
            yield f"    {words}: {_counted(before)} -> {_counted(_beside(before, after))}"


def _beside(before: Counted, after: Counted) -> Counted:
    """Write a total in the unit of the first side, for amounts beside each other to be compared."""
    return after.in_unit_of(before) if isinstance(after, Sum) else after


def _counted(counted: Counted | None) -> str:
    return str(counted) if isinstance(counted, Sum) else f"no total ({counted})"


def comparison_to_json(found: Comparison) -> str:
    """Write the whole comparison as one JSON object, sources and notes included."""
    data = {
        "format": 1,
        "before": found.before,
        "after": found.after,
        "same_treatment": found.is_same_treatment,
        "differences": [_difference_row(each) for each in found.differences],
        "totals": [_total_row(each) for each in found.totals],
        "sources": [_difference_row(each) for each in found.sources],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _names_row(place: Place) -> dict[str, str | None]:
    return {"before": place.before, "after": place.after}


def _difference_row(each: Difference) -> dict[str, Any]:
    place = {"kind": each.place.kind, **_names_row(each.place)}
    return {"place": place, "key": each.key, "before": each.before, "after": each.after}


def _total_row(each: TotalDifference) -> dict[str, Any]:
    return {
        "phase": _names_row(each.phase),
        "component": _names_row(each.component),
        "before": _counts_row(each.before, each.before),
        "after": _counts_row(each.after, each.before),
    }


def _counts_row(total: Total | None, first: Total | None) -> dict[str, Any] | None:
    if total is None:
        return None
    beside = total if first is None else first
    return {
        "per_cycle": _sum_row(_beside(beside.per_cycle, total.per_cycle)),
        "in_all": _sum_row(_beside(beside.in_all, total.in_all)),
    }


def _sum_row(counted: Counted) -> dict[str, Any]:
    """Write a sum with both ends, or nulls and the words why there is none."""
    if not isinstance(counted, Sum):
        return {"administrations": None, "amount": None, "words": counted}
    least, most = map(_amount_row, (counted.least_amount, counted.most_amount))
    return {
        "administrations": {"least": counted.least, "most": counted.most},
        "amount": None if most is None else {"least": least, "most": most},
        "words": str(counted),
    }


def _amount_row(amount: Amount | None) -> dict[str, str] | None:
    return None if amount is None else {"value": amount.digits, "unit": amount.unit}
