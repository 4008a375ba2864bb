"""Settling: from an arm with gaps, ranges and choices to a regimen that can be planned.

What the source leaves open is settled by the caller, explicitly, and stays marked. Nothing is
ever filled in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from npc_regimens.dose import NotStated, parse_dose
from npc_regimens.errors import NotStatedError, RegimenError, UnitError
from npc_regimens.products import Basis
from npc_regimens.regimen.conflicts import near
from npc_regimens.regimen.definition import Choose, Reference
from npc_regimens.regimen.settled import OpenEnd, Order, Regimen, SettledPhase, Settlement
from npc_regimens.regimen.timing import ONCE, CycleLength, Frequency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.dates import Span
    from npc_regimens.dose import DoseRule
    from npc_regimens.products import Route
    from npc_regimens.regimen.days import Days
    from npc_regimens.regimen.definition import (
        Arm,
        Assessment,
        Component,
        CycleReference,
        Phase,
    )
    from npc_regimens.regimen.settled import DoseSource
    from npc_regimens.regimen.trial import Trial


def settle(trial: Trial, arm: str | None = None, settlement: Settlement | None = None) -> Regimen:
    """Settle an arm of a trial.

    Raises `UnknownRegimenError` for an arm that is not there, `NotStatedError` where the source
    states no dose or schedule and the caller gives none, and `RegimenError` for every other
    setting that is missing, outside what the source allows, or about nothing in this arm.
    """
    found, wanted = trial.find_arm(arm), settlement or Settlement()
    where = trial.id if len(trial.arm) == 1 else f"{trial.id}/{found.id}"
    chosen = _choices(where, trial, found, wanted)
    used = {name: trial.component[name] for phase in found.phase for name in _given(phase, chosen)}
    _about_nothing(where, found, wanted, chosen, used)
    _gaps(where, found, used, wanted)
    phases = tuple(_phase(where, phase, chosen, used, wanted) for phase in found.phase)
    return Regimen(
        id=where,
        title=trial.title,
        arm=found.id,
        choices=tuple(sorted(chosen.items())),
        phases=phases,
        reviews=tuple(review for review in found.review if review.first in used),
        assessments=tuple(_assessment(where, each, wanted) for each in found.assessment),
    )


def _given(phase: Phase, chosen: Mapping[str, str]) -> list[str]:
    return [chosen[i.choose] if isinstance(i, Choose) else i for i in phase.give]


def _choices(where: str, trial: Trial, arm: Arm, wanted: Settlement) -> dict[str, str]:
    open_choices = {
        item.choose for phase in arm.phase for item in phase.give if isinstance(item, Choose)
    }
    chosen = {}
    for name in sorted(open_choices):
        options = trial.choice[name].one_of
        option = wanted.choose.get(name)
        if option is None:
            raise RegimenError(
                f"{where}: choice {name!r} is not settled; choose one of"
                f" {', '.join(f'{name}={each}' for each in options)}"
            )
        if option not in options:
            raise RegimenError(
                f"{where}: choice {name!r} has no {option!r}; {near(option, options)}"
            )
        chosen[name] = option
    return chosen


def _about_nothing(
    where: str,
    arm: Arm,
    wanted: Settlement,
    chosen: Mapping[str, str],
    used: Mapping[str, Component],
) -> None:
    known = [
        ("choice", wanted.choose, chosen.keys()),
        ("phase", wanted.cycles, {phase.name for phase in arm.phase}),
        ("component", wanted.doses, used.keys()),
        ("component", wanted.bases, used.keys()),
        ("assessment", wanted.assess, {each.name for each in arm.assessment}),
    ]
    for kind, given, names in known:
        for name in given:
            if name not in names:
                raise RegimenError(f"{where}: there is no {kind} {name!r}; {near(name, names)}")
    for name, basis in wanted.bases.items():
        if used[name].basis != "not stated":
            raise RegimenError(
                f"{where}: the basis of {name!r} is not open; a basis is given only where the"
                " regimen says that it is not stated"
            )
        if basis not in get_args(Basis):
            raise RegimenError(
                f"{where}: component {name!r} cannot have the basis {basis!r};"
                f" {near(str(basis), get_args(Basis))}"
            )


def _gaps(where: str, arm: Arm, used: Mapping[str, Component], wanted: Settlement) -> None:
    """Refuse, once and whole, all that the source leaves open and the caller has not settled."""
    missing = [line for name, each in used.items() for line in _missing(name, each, wanted)]
    missing += [
        f"phase {phase.name!r}: cycle length{_elsewhere(phase.reference)}"
        for phase in arm.phase
        if isinstance(phase.cycle, NotStated) and not _accepted(phase.reference, wanted)
    ]
    if missing:
        raise NotStatedError(
            f"{where}: the source does not state\n  "
            + "\n  ".join(missing)
            + "\n  accept the references (accept_reference_doses, --accept-reference-doses);"
            " a dose of your own (doses, --dose NAME=DOSE) settles a dose, and no schedule"
        )
    for name in wanted.doses:
        if not isinstance(used[name].dose, NotStated):
            raise RegimenError(
                f"{where}: the dose of {name!r} is stated, {used[name].dose}; a dose is given only"
                " where the source states none"
            )


def _accepted(reference: object, wanted: Settlement) -> bool:
    return reference is not None and wanted.accept_reference_doses


def _missing(name: str, component: Component, wanted: Settlement) -> list[str]:
    if component.is_stated or _accepted(component.reference, wanted):
        return []
    parts = {
        "dose": isinstance(component.dose, NotStated) and name not in wanted.doses,
        "route": component.route == "not stated",
        "frequency": isinstance(component.frequency, NotStated),
        "days": isinstance(component.days, NotStated),
    }
    gaps = ", ".join(part for part, is_open in parts.items() if is_open)
    return [f"component {name!r}: {gaps}{_elsewhere(component.reference)}"] if gaps else []


def _elsewhere(reference: Reference | CycleReference | None) -> str:
    if reference is None:
        return " (no reference is known)"
    what = reference.dose if isinstance(reference, Reference) else reference.cycle
    return f" (reference from another source: {what}, see {', '.join(map(str, reference.cite))})"


def _phase(
    where: str,
    phase: Phase,
    chosen: Mapping[str, str],
    used: Mapping[str, Component],
    wanted: Settlement,
) -> SettledPhase:
    orders = tuple(_order(name, used[name], wanted) for name in _given(phase, chosen))
    stated = phase.cycle if isinstance(phase.cycle, CycleLength) else None
    # _gaps has refused a phase with neither a stated nor an accepted length
    length = cast("CycleLength", stated or (phase.reference and phase.reference.cycle))
    by_caller = phase.name in wanted.cycles
    return SettledPhase(
        name=phase.name,
        cycle_length_days=length.days,
        cycle_source="stated" if stated else "reference",
        count=_count(where, phase, orders, wanted),
        count_by_caller=by_caller and phase.cycles.has_open_end,
        end=_open_end(phase),
        orders=orders,
        citation=phase.cite or (),
    )


def _open_end(phase: Phase) -> OpenEnd | None:
    if not phase.cycles.has_open_end:
        return None
    until = phase.until if isinstance(phase.until, tuple) else ()
    return OpenEnd(until, phase.cycles.most)


def _count(where: str, phase: Phase, orders: tuple[Order, ...], wanted: Settlement) -> int | None:
    """Settle the number of cycles; an open phase ends with the last of its limited components."""
    cycles, count = phase.cycles, wanted.cycles.get(phase.name)
    if count is not None:
        if type(count) is not int or not cycles.allows(count):
            raise RegimenError(
                f"{where}: phase {phase.name!r} has {cycles} cycles, so {count!r} is not allowed"
            )
        return count
    if cycles.is_range:
        raise RegimenError(
            f"{where}: phase {phase.name!r} has {cycles} cycles; settle how many, for example"
            f" {phase.name}={cycles.most}"
        )
    if cycles.most is None:
        limits = [order.cycles.last for order in orders if order.cycles is not None]
        return max(limits) if len(limits) == len(orders) else None
    return cycles.most


def _order(name: str, component: Component, wanted: Settlement) -> Order:
    # _gaps has refused all that is still open, so what is cast here is settled
    reference = None if component.is_stated else component.reference
    accepted = reference if wanted.accept_reference_doses else None
    schedule: Reference | Component = component if accepted is None else accepted
    dose, source = _dose(name, component, accepted, wanted)
    return Order(
        component=name,
        drug=component.drug,
        dose=cast("DoseRule", dose),
        dose_source=source,
        schedule_source="stated" if accepted is None else "reference",
        cap=component.cap,
        basis=cast("Basis | None", wanted.bases.get(name, component.basis)),
        basis_source="given" if name in wanted.bases else "stated",
        route=cast("Route", schedule.route),
        infusion=component.infusion,
        frequency=cast("Frequency", schedule.frequency or ONCE),
        days=cast("Days", schedule.days),
        cycles=component.cycles,
        missed_dose=component.missed_dose,
        citation=schedule.cite,
        note=schedule.note,
    )


def _dose(
    name: str, component: Component, accepted: Reference | None, wanted: Settlement
) -> tuple[DoseRule | NotStated, DoseSource]:
    if name in wanted.doses:
        return _given_dose(name, wanted.doses[name]), "given"
    if isinstance(component.dose, NotStated) and accepted is not None:
        return accepted.dose, "reference"
    return component.dose, "stated"


def _given_dose(name: str, text: str) -> DoseRule:
    try:
        return parse_dose(text)
    except UnitError as error:
        raise RegimenError(f"the dose given for {name!r}: {error}") from error


def _assessment(
    where: str, assessment: Assessment, wanted: Settlement
) -> tuple[Assessment, Span | None]:
    span = wanted.assess.get(assessment.name)
    every = assessment.every
    if span is not None and not every.least.days <= span.days <= every.most.days:
        raise RegimenError(
            f"{where}: assessment {assessment.name!r} is every {every}, so every {span} is not"
            " allowed"
        )
    return assessment, span
