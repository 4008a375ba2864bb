"""Limits of one cycle and of a lifetime: told when a plan passes them, never applied to a dose."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from npc_regimens.checks.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from npc_regimens.dose import Body
    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.products import Formulary, Limits
    from npc_regimens.units import Amount


def over_limits(calendar: Calendar, formulary: Formulary) -> Iterator[Finding]:
    """Compare what is ordered of each component with its limits, and of each drug with its label's.

    A limit per body surface or weight is that of the body from which the doses were computed.
    """
    by_component: dict[str, list[Administration]] = defaultdict(list)
    by_drug: dict[tuple[str, str | None], list[Administration]] = defaultdict(list)
    for given in calendar.administrations:
        by_component[given.component].append(given)
        by_drug[given.drug, given.dose.order.basis].append(given)
    for component, all_given in by_component.items():
        limits = all_given[0].dose.order.limits
        if limits is not None:
            yield from _over(component, "the trial", limits, all_given, calendar.body)
    for (drug, _), all_given in by_drug.items():
        product = formulary.get(drug)
        if product is not None and product.limits is not None:
            counted = _in_one_count(all_given, calendar)
            yield from _over(drug, "the label", product.limits, counted, calendar.body)


def _in_one_count(given: list[Administration], calendar: Calendar) -> list[Administration]:
    """Count the doses of one drug in the cycles of the phase, where its components differ in them.

    A dose in a cycle of its own is of the cycle in which its date lies, and of the first where it
    lies before that; every other keeps its place.
    """
    lengths = {each.dose.order.cycle_length_days for each in given}
    if len(lengths) == 1:
        return given
    firsts = [span.first for span in calendar.cycles]
    spans = [calendar.cycles[max(0, bisect_right(firsts, e.planned_date) - 1)] for e in given]
    return [
        replace(each, phase=span.phase.name, cycle=span.cycle)
        if each.dose.order.cycle_length_days is not None
        else each
        for each, span in zip(given, spans, strict=True)
    ]


def _over(
    about: str, whose: str, limits: Limits, given: list[Administration], body: Body
) -> Iterator[Finding]:
    if limits.per_cycle is not None:
        yield from _over_a_cycle(about, whose, limits.per_cycle, given, body)
    if limits.lifetime is not None:
        yield from _over_a_lifetime(about, whose, limits.lifetime, given, body)


def _over_a_cycle(
    about: str, whose: str, limit: Amount, given: list[Administration], body: Body
) -> Iterator[Finding]:
    """Tell the cycles whose sum is over the limit, those of one sum together."""
    allowed, cycles = _for_a_body(limit, body), defaultdict(list)
    for each in given:
        cycles[each.phase, each.cycle].append(each.ordered)
    over = defaultdict(list)
    for (phase, cycle), ordered in cycles.items():
        total = _sum(ordered)
        if allowed < total:
            over[phase, total].append(str(cycle))
    for (phase, total), numbers in over.items():
        words = (
            f"{total} in cycle{'s' * (len(numbers) > 1)} {', '.join(numbers)} of {phase!r} is over"
            f" the limit of one cycle by {whose}, {_said(limit, allowed)}"
        )
        yield Finding("warning", "cycle-limit", about, words)


def _over_a_lifetime(
    about: str, whose: str, limit: Amount, given: list[Administration], body: Body
) -> Iterator[Finding]:
    """Tell the first dose whose sum with all before it, in this plan alone, is over the limit."""
    allowed, total = _for_a_body(limit, body), None
    for each in given:
        total = each.ordered if total is None else total + each.ordered
        if allowed < total:
            words = (
                f"with the dose of {each.planned_date} this plan comes to {total}, over the limit"
                f" of a lifetime by {whose}, {_said(limit, allowed)}; what was given before this"
                " plan is not counted"
            )
            yield Finding("warning", "lifetime-limit", about, words)
            return


def _for_a_body(limit: Amount, body: Body) -> Amount:
    """Say a limit as an amount of drug."""
    if limit.kind == "dose per body area":
        return limit * body.surface.used
    if limit.kind == "dose per body mass":
        return limit * body.measurement.weight.to("kg")
    return limit


def _said(limit: Amount, allowed: Amount) -> str:
    return str(limit) if limit == allowed else f"{limit}, which is {allowed} here"


def _sum(amounts: Iterable[Amount]) -> Amount:
    first, *rest = amounts
    for each in rest:
        first += each
    return first
