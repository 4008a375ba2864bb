"""Totals: what each component comes to, over the whole calendar or over a cycle."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from npc_regimens.planning.administration import Administration, PlannedDose
    from npc_regimens.products import Units
    from npc_regimens.units import Amount


@dataclass(frozen=True, slots=True)
class Total:
    """What one component comes to: doses, both amounts, and units by strength."""

    component: str
    drug: str
    administrations: int
    calculated: Amount
    ordered: Amount
    units: tuple[Units, ...]


@dataclass(frozen=True, slots=True)
class CycleTotal:
    """What one component comes to in one cycle."""

    phase: str
    cycle: int
    total: Total


def totals(doses: Sequence[PlannedDose], given: Sequence[Administration]) -> Iterator[Total]:
    """Add up what is given of each component, in the order of its planned doses."""
    # by identity: a dose is shared by its administrations, and its hash is slow
    by_identity = {id(each.dose): each.dose for each in given}
    counts = Counter(id(each.dose) for each in given)
    parts: dict[str, list[tuple[PlannedDose, int]]] = defaultdict(list)
    for key, dose in by_identity.items():
        parts[dose.order.component].append((dose, counts[key]))
    for component in dict.fromkeys(dose.order.component for dose in doses):
        if component in parts:
            yield _total(component, parts[component])


def _total(component: str, parts: list[tuple[PlannedDose, int]]) -> Total:
    return Total(
        component=component,
        drug=parts[0][0].order.drug,
        administrations=sum(count for _, count in parts),
        calculated=reduce(add, (dose.calculated * count for dose, count in parts)),
        ordered=reduce(add, (dose.result.amount * count for dose, count in parts)),
        units=_units(parts),
    )


def _units(parts: list[tuple[PlannedDose, int]]) -> tuple[Units, ...]:
    """Add up the units of each strength; what several doses need together, the largest first."""
    found: dict[tuple[str, str], Units] = {}
    for dose, count in parts:
        for each in dose.result.units:
            key = each.product, str(each.strength)
            before = found[key].count if key in found else 0
            found[key] = replace(each, count=before + each.count * count)
    if len(parts) == 1:
        return tuple(found.values())
    return tuple(sorted(found.values(), key=_milligrams, reverse=True))


def _milligrams(units: Units) -> Decimal:
    return units.strength.to("mg").number
