"""Every dated dose can explain itself: its place, its rule, its arithmetic and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.errors import BasisNotStatedError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.planning.administration import Administration, PlannedDose
    from npc_regimens.planning.calendar import Calendar
    from npc_regimens.products import Formulary, Ordered
    from npc_regimens.regimen import Order
    from npc_regimens.units import Amount

_ORIGIN = {
    "stated": "stated by the source",
    "chosen": "chosen by the caller in the range that the source states",
    "reference": "a reference dose from another source, accepted by the caller; not this record's",
    "given": "given by the caller; the source states none",
}


def explain(
    administration: Administration, formulary: Formulary, modifications: Sequence[str] = ()
) -> tuple[str, ...]:
    """Say where a dose comes from, step by step, so that a second person can redo it by hand.

    ``modifications`` are what changed it in a course, in words.
    """
    order = administration.dose.order
    place = f"phase {administration.phase}, cycle {administration.cycle}"
    when = f"{administration.planned_date} (study day {administration.study_day})"
    return (
        f"place: {place}, day {administration.cycle_day}, {administration.slot}",
        f"date: nominal {administration.nominal_date}, planned {when}",
        f"order: {order.drug} {order.dose}, {order.route}, {order.frequency}, {_days(order)}",
        *_infusion(order),
        *_step(order),
        *(() if order.at_most is None else (f"at most: {order.at_most} in the whole arm",)),
        f"dose source: {_ORIGIN[order.dose_source]}",
        *_basis(order),
        *administration.dose.steps,
        difference_line(administration.calculated, administration.dose.result),
        *_units(administration, formulary),
        *_preparation(administration.dose, formulary),
        *_modifications(modifications),
        *(f"source: {citation}" for citation in order.citation),
    )


def _modifications(said: Sequence[str]) -> Iterator[str]:
    yield from (f"modification: {words}" for words in said)
    if not said:
        yield "modifications: none"


def difference_line(calculated: Amount, result: Ordered) -> str:
    """Show by how much the ordered dose differs, as a second person would redo it.

    >>> from npc_regimens.units import Amount
    >>> from npc_regimens.products import Ordered
    >>> difference_line(Amount.parse("50 mg"), Ordered.as_calculated(Amount.parse("50 mg")))
    'difference: none'
    """
    percent, ordered = result.difference_percent, result.amount
    if ordered == calculated:
        return "difference: none"
    return f"difference: ({ordered} - {calculated}) / {calculated} = {percent} %"


def _units(administration: Administration, formulary: Formulary) -> Iterator[str]:
    product = formulary.get(administration.drug)
    form = "unit" if product is None else product.form
    for units in administration.units:
        yield f"units: {units.as_words(form)} ({units.product})"


def _infusion(order: Order) -> Iterator[str]:
    """Say how long an infusion runs, and what it comes after."""
    if order.infusion is not None:
        yield f"infusion: over {order.infusion}"
    after = order.after
    if after is not None:
        known = after.interval is None or after.infusion is not None
        why = "" if known else "; no time follows, for its infusion time is not stated"
        yield f"after: {after}, on a day when both are given{why}"


def _step(order: Order) -> Iterator[str]:
    """Say which step of a dose holds here, or that none does."""
    if order.step is not None:
        yield f"step: {order.step}"
    elif order.steps:
        yield f"step: none of {'; '.join(map(str, order.steps))}, so {order.dose}"


def _days(order: Order) -> str:
    length = order.cycle_length_days
    own = "" if length is None else f" of its own cycle of {length} days"
    return f"days {order.days}{own}"


def _basis(order: Order) -> Iterator[str]:
    if order.basis is not None:
        yield f"basis: {order.basis}{', given by the caller' * (order.basis_source == 'given')}"


def _preparation(dose: PlannedDose, formulary: Formulary) -> Iterator[str]:
    product = formulary.get(dose.order.drug)
    if product is None or not product.vial:
        return
    try:
        made = product.prepare(dose.result.amount, dose.order.basis, units=dose.result.units)
    except BasisNotStatedError as refusal:
        yield f"preparation: refused: {refusal}"
        return
    yield from (f"preparation: {step}" for step in made.steps)


def find(
    calendar: Calendar, component: str | None, cycle: int, day: int, *, phase: str | None = None
) -> tuple[Administration, ...]:
    """Return the administrations of a component, or with None of every one, at a place.

    Raises `UnknownNameError` when nothing is given there.
    """
    found = tuple(
        each
        for each in calendar.administrations
        if (each.cycle, each.cycle_day) == (cycle, day)
        and component in {None, each.component}
        and phase in {None, each.phase}
    )
    if not found:
        where = f" of phase {phase!r}" if phase else ""
        names = ", ".join(dict.fromkeys(each.component for each in calendar.administrations))
        if component is None:
            raise UnknownNameError(
                f"nothing is given on C{cycle}D{day}{where}; it may be a rest day, or behind the"
                " horizon"
            )
        raise UnknownNameError(
            f"no {component!r} on C{cycle}D{day}{where}; it may be a rest day, behind the horizon,"
            f" or not a component: {names}"
        )
    return found
