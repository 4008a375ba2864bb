"""When a dose becomes another than before: a reduction, a new weight, or a step between cycles.

Doses that differ within every cycle alike are steps of the regimen, and no change.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from npc_regimens.render.words import amount_words, joined

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from npc_regimens.planning import Administration
    from npc_regimens.units import Amount


class Change(NamedTuple):
    """A dose from a date on, and the doses before it."""

    date: dt.date
    amount: Amount
    before: tuple[Amount, ...]

    def words(self, when: str = "") -> str:
        """Say whether it is lower or higher, from when if that is given, and what was before."""
        direction = "LOWER" if self.amount < max(self.before) else "HIGHER"
        was = joined([amount_words(each) for each in self.before])
        return f"{direction} DOSE{when}, before: {was}"


def dose_changes(given: Iterable[Administration]) -> Mapping[str, tuple[Change, ...]]:
    """Find the changes of each component, in order of time."""
    found: dict[str, list[Change]] = defaultdict(list)
    cycles: dict[str, _Cycles] = defaultdict(_Cycles)
    for each in given:
        before = cycles[each.component].before(each)
        if before and each.ordered not in before:
            found[each.component].append(Change(each.planned_date, each.ordered, before))
    return {component: tuple(changes) for component, changes in found.items()}


class _Cycles:
    """The last doses of one component in this cycle and in the one before, by their steps."""

    def __init__(self) -> None:
        self._place = ("", 0)
        self._now: dict[object, Amount] = {}
        self._last: dict[object, Amount] = {}

    def before(self, given: Administration) -> tuple[Amount, ...]:
        """Return the doses that one may have followed, and take it down as the last."""
        if self._place != (given.phase, given.cycle):
            self._place, self._last, self._now = (given.phase, given.cycle), self._now, {}
        step = given.dose.order.step
        # a level changes the dose of a step, and not where it holds
        key = None if step is None else (step.cycles, step.days, step.slot)
        known = self._now.get(key, self._last.get(key))
        self._now[key] = given.ordered
        return tuple(dict.fromkeys(self._last.values())) if known is None else (known,)
