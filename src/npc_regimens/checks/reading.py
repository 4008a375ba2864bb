"""Reading a calendar as a careful person does, and saying what that person would ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from npc_regimens.checks.doses_in_time import (
    all_doses_given,
    doses_never_given,
    no_time_after,
    steps_again,
)
from npc_regimens.checks.finding import Finding
from npc_regimens.checks.limits import over_limits
from npc_regimens.checks.one_after_another import (
    awaited_event,
    same_drug_on_a_date,
    sessions_over,
)
from npc_regimens.regimen.days import EveryNth, Listed, OnOff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.planning import Calendar, PlannedDose
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Order
    from npc_regimens.regimen.days import Days


OLD_DAYS: Final = 180  # a reader would ask; no protocol is meant


def findings(calendar: Calendar, formulary: Formulary) -> tuple[Finding, ...]:
    """Look at a calendar and say what a careful reader would ask about."""
    found = dict.fromkeys(
        finding
        for dose in calendar.doses
        for finding in (*_dose(dose), *_sources(dose.order), *_product(dose, formulary))
    )
    return (
        *found,
        *_never_given(calendar),
        *steps_again(calendar),
        *all_doses_given(calendar),
        *no_time_after(calendar),
        *same_drug_on_a_date(calendar),
        *over_limits(calendar, formulary),
        *sessions_over(calendar),
        *awaited_event(calendar),
        *_cycles(calendar),
        *_body(calendar),
        *_assessments(calendar),
        *_counted_from_the_first(calendar),
    )


def _never_given(calendar: Calendar) -> Iterator[Finding]:
    if calendar.following is not None:
        return
    given = {each.component for each in calendar.administrations}
    for component in dict.fromkeys(dose.order.component for dose in calendar.doses):
        if component not in given:
            words = "it is given in no cycle of this plan; check its cycles and their number"
            yield Finding("warning", "never-given", component, words)
    yield from doses_never_given(calendar)


def _dose(dose: PlannedDose) -> Iterator[Finding]:
    order, result = dose.order, dose.result
    if dose.is_capped:
        words = f"the calculated {dose.calculated} is over the cap of one dose, {order.cap}"
        yield Finding("note", "dose-cap", order.component, words)
    difference = result.warning(dose.calculated)
    if difference is not None:
        yield Finding("warning", "dose-difference", order.component, difference)
    if result.easier is not None:
        many = sum(each.count for each in result.units)
        few = sum(each.count for each in result.easier.units)
        words = (
            f"one dose is {many} units; {result.easier.amount} would be {few}, and differ by"
            f" {result.easier.difference_percent} %"
        )
        yield Finding("note", "many-units", order.component, words)
    yield from _clearance(dose)
    if order.route == "intravenous" and _has_run(order.days):
        words = f"infusions on days that follow one another, {order.days}: check each day"
        yield Finding("note", "daily-infusions", order.component, words)


def _clearance(dose: PlannedDose) -> Iterator[Finding]:
    """Tell an estimate, and each policy that took something away."""
    made, about = dose.clearance, dose.order.component
    if made is None:
        return
    if made.is_estimated:
        words = f"the clearance of {made.computed} is an estimate, not a measurement"
        yield Finding("note", "clearance-estimated", about, words)
    if made.floored is not None:
        yield Finding("note", "creatinine-floor", about, made.floored)
    if made.capped is not None:
        yield Finding("note", "clearance-cap", about, made.capped)


def _has_run(days: Days) -> bool:
    """Look twice at a run of days: a dash has been read as infusions on all the days between."""
    if isinstance(days, Listed):
        return any(run.last > run.first for run in days.ranges)
    if isinstance(days, OnOff):
        return days.levels[0].on > 1
    return not isinstance(days, EveryNth)


def _sources(order: Order) -> Iterator[Finding]:
    if order.dose_source == "reference":
        cites = ", ".join(map(str, order.citation))
        words = f"{order.dose} is a reference dose, not of this record ({cites})"
        yield Finding("note", "reference-dose", order.component, words)
    if order.dose_source == "given":
        other = order.reference_dose
        known = "" if other is None else f"; a reference from another source is {other}"
        words = f"{order.dose} was given by the caller; the source states no dose{known}"
        yield Finding("note", "given-dose", order.component, words)
    if order.dose_source == "chosen":
        words = f"{order.full_dose} was chosen by the caller in the range that the source states"
        yield Finding("note", "chosen-dose", order.component, words)
    if order.level is not None:
        words = f"planned at a dose level: {order.level}"
        yield Finding("note", "dose-level", order.component, words)
    if order.schedule_source == "reference" and order.dose_source != "reference":
        words = f"route, frequency or days ({order.days}) are a reference, not of this record"
        yield Finding("note", "reference-schedule", order.component, words)
    if order.optional is not None:
        given = "given" if order.with_optional else "left out"
        words = f"optional days ({order.optional}): {given}, as the caller settled"
        yield Finding("note", "optional-days", order.component, words)
    if order.basis_source == "given":
        words = f"the basis {order.basis!r} was given by the caller; the source states none"
        yield Finding("note", "given-basis", order.component, words)
    if order.basis == "not stated":
        words = "the basis (salt or base) is not stated: mg are planned, mL and vials are refused"
        yield Finding("note", "basis-not-stated", order.component, words)


def _product(dose: PlannedDose, formulary: Formulary) -> Iterator[Finding]:
    order, product = dose.order, formulary.get(dose.order.drug)
    if product is None:
        words = f"no product of {order.drug} is known: ordered as calculated, no units"
        yield Finding("note", "no-product", order.component, words)
        return
    label, trial = product.missed_dose, order.missed_dose
    if label is not None and trial is not None and label != trial:
        words = f"in force, from the trial: {trial}; the label differs: {label}"
        yield Finding("note", "missed-dose-rules-differ", order.component, words)


def _cycles(calendar: Calendar) -> Iterator[Finding]:
    for phase in calendar.regimen.phases:
        if phase.cycle_source == "reference":
            words = (
                f"the cycle of {phase.cycle_length_days} days is a reference, not of this record"
            )
            yield Finding("note", "reference-cycle", phase.name, words)
        if phase.cycle_source == "chosen":
            words = (
                f"the cycle of {phase.cycle_length_days} days was chosen by the caller in the range"
                " that the source states"
            )
            yield Finding("note", "chosen-cycle", phase.name, words)
        if phase.starts is not None and phase.starts.chosen:
            words = (
                f"the start, {phase.starts}, was chosen by the caller in the range that the source"
                " states"
            )
            yield Finding("note", "chosen-start", phase.name, words)


def _body(calendar: Calendar) -> Iterator[Finding]:
    surface = calendar.body.surface
    age = (calendar.start - calendar.body.measurement.on).days
    if age > OLD_DAYS:
        words = f"height and weight were measured {age} days before the start; check them"
        yield Finding("warning", "old-measurement", "patient", words)
    if surface.capped:
        words = f"{surface.computed} is over the cap; {surface.used} is used"
        yield Finding("note", "surface-cap", "body surface", words)


def _assessments(calendar: Calendar) -> Iterator[Finding]:
    for assessment in calendar.regimen.assessments:
        if assessment.every is None:
            words = f"{assessment.words}: not settled, so not in the calendar"
            yield Finding("note", "assessment-not-settled", assessment.name, words)


def _counted_from_the_first(calendar: Calendar) -> Iterator[Finding]:
    """Tell the dates that a resumed plan does not have, for they count from the beginning."""
    regimen = calendar.regimen
    if regimen.begins_at(calendar.resumed):
        return
    why = "so it is not in this calendar, which is resumed; take its date from the whole plan"
    for review in regimen.reviews:
        words = f"its date counts from the first dose of {review.first} in the whole treatment"
        yield Finding("note", "review-not-planned", review.name, f"{words}, {why}")
    for assessment in regimen.assessments:
        if assessment.every is not None:
            words = f"{assessment.words}: its dates count from the first day of the whole treatment"
            yield Finding("note", "assessment-not-planned", assessment.name, f"{words}, {why}")
