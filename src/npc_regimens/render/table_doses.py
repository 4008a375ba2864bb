"""The section of the text calendar that says each dose once, and what it is made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from npc_regimens.render.dose_places import how_words
from npc_regimens.render.folding import INDENT, folded
from npc_regimens.render.words import (
    amount_words,
    dose_words,
    medicine_names,
    units_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.planning import Calendar, PlannedDose
    from npc_regimens.products import Formulary

_ORIGIN: Final = {
    "stated": "",
    "chosen": "dose chosen by the planner in the range that the record states: ",
    "reference": "REFERENCE DOSE, accepted by the planner, not of this trial's record: ",
    "given": "DOSE GIVEN BY THE PLANNER, the record states none: ",
}


def doses_section(calendar: Calendar, formulary: Formulary) -> Iterator[str]:
    """Say each dose, the steps of a component before its plain dose."""
    yield from ("", "DOSES")
    names = medicine_names(calendar.regimen)
    stepped = {dose.order.component for dose in calendar.doses if dose.order.step is not None}
    for dose in calendar.doses:
        order, result = dose.order, dose.result
        # the steps of a component that is resumed may all be over
        how = how_words(order if order.component in stepped else replace(order, steps=()))
        yield from folded(f"{order.drug}: {amount_words(result.amount)} {how}", "  ")
        if order.dose_source != "stated":
            # what the caller gave has no source, though the days beside it may have one
            cites = f" ({', '.join(map(str, order.citation))})"
            source = cites if order.dose_source == "reference" else ""
            said = f"{_ORIGIN[order.dose_source]}{dose_words(order.full_dose)}{source}"
            yield from folded(said, INDENT)
        if order.level is not None:
            yield from folded(f"dose level: {order.level}", INDENT)
        if order.basis is not None:
            given = ", given by the planner" if order.basis_source == "given" else ""
            yield f"{INDENT}basis: {order.basis}{given}"
        for units in result.units:
            yield f"{INDENT}{units_words(units, order.drug, formulary)}"
        yield from _difference(dose)
        if order.step is None:
            yield from _of_the_component(dose, names[order.component], formulary)


def _of_the_component(dose: PlannedDose, name: str, formulary: Formulary) -> Iterator[str]:
    """Say once what holds for all doses of a component, behind the last of them."""
    if dose.order.route == "oral":
        yield f"{INDENT}called {name} in discreet reminders"
    yield from _instructions(dose, formulary)


def _instructions(dose: PlannedDose, formulary: Formulary) -> Iterator[str]:
    """Say the missed-dose rule in force: the trial's, or where it states none the label's."""
    product, rule = formulary.get(dose.order.drug), dose.order.missed_dose
    if product is not None and product.how_to_take is not None:
        yield from folded(f"how to take: {product.how_to_take.text}", INDENT)
    if rule is not None:
        yield from folded(f"missed dose, as the trial says: {rule}", INDENT)
    elif product is not None and product.missed_dose is not None:
        words = f"missed dose, as the label says (the trial says nothing): {product.missed_dose}"
        yield from folded(words, INDENT)


def _difference(dose: PlannedDose) -> Iterator[str]:
    percent = dose.result.difference_percent
    if percent:
        direction = "more" if percent > 0 else "less"
        capped = f", capped at {dose.order.cap}" if dose.is_capped else ""
        yield (
            f"{INDENT}{dose_words(dose.order.dose)}: calculated {amount_words(dose.calculated)},"
            f" ordered {amount_words(dose.result.amount)}"
            f" ({percent.copy_abs()} % {direction}{capped})"
        )
