"""Settling: from an arm with gaps, ranges and choices to a regimen that can be planned.

What the source leaves open is settled by the caller, explicitly, and stays marked. Nothing is
ever filled in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, get_args

from npc_regimens.dose import NOT_STATED, NotStated
from npc_regimens.errors import NotStatedError, RegimenError
from npc_regimens.products import Basis
from npc_regimens.regimen.conflicts import near
from npc_regimens.regimen.counting import counted_by_orders
from npc_regimens.regimen.day_orders import settled_after
from npc_regimens.regimen.definition import Choose, Reference
from npc_regimens.regimen.doses import check_doses, settled_dose, settled_steps
from npc_regimens.regimen.frequencies import clock_frequency
from npc_regimens.regimen.schedules import check_optional, settled_days
from npc_regimens.regimen.settled import (
    OpenEnd,
    Order,
    Regimen,
    SettledAssessment,
    SettledPhase,
    SettledReview,
    Settlement,
)
from npc_regimens.regimen.settling_phases import cycle_of, days_of, start_of
from npc_regimens.regimen.timing import ONCE
from npc_regimens.regimen.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.products import Route
    from npc_regimens.regimen.definition import (
        Arm,
        Assessment,
        Component,
        CycleReference,
        Phase,
        Review,
    )
    from npc_regimens.sources import Citation


def settle(trial: Trial, arm: str | None = None, settlement: Settlement | None = None) -> Regimen:
    """Settle an arm of a trial.

    Raises `UnknownRegimenError` for an arm that is not there, `NotStatedError` where the source
    states no dose or schedule and the caller gives none, and `RegimenError` for every other
    setting that is missing, outside what the source allows, or about nothing in this arm.
    """
    wanted = Settlement() if settlement is None else settlement
    for value, kind in ((trial, Trial), (wanted, Settlement)):
        if not isinstance(value, kind):
            raise RegimenError(f"settle takes a {kind.__name__}, not {type(value).__name__}")
    found = trial.find_arm(arm)
    where = trial.id if len(trial.arm) == 1 else f"{trial.id}/{found.id}"
    chosen = _choices(where, trial, found, wanted)
    used = {name: trial.component[name] for phase in found.phase for name in _given(phase, chosen)}
    _about_nothing(where, found, wanted, chosen, used)
    _gaps(where, found, used, wanted)
    phases: list[SettledPhase] = []
    for phase in found.phase:
        settled = _phase(where, phase, chosen, used, wanted)
        phases.append(counted_by_orders(where, settled, phases))
    return Regimen(
        id=where,
        title=trial.title,
        arm=found.id,
        choices=tuple(sorted(chosen.items())),
        phases=tuple(phases),
        reviews=tuple(_review(review) for review in found.review if review.first in used),
        assessments=tuple(_assessment(where, each, wanted) for each in found.assessment),
        names=_names(trial),
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
        ("phase", wanted.lengths, {phase.name for phase in arm.phase}),
        ("phase", wanted.waits, {phase.name for phase in arm.phase}),
        ("component", wanted.doses, used.keys()),
        ("component", wanted.levels, used.keys()),
        ("component", wanted.bases, used.keys()),
        ("component", wanted.optional, used.keys()),
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
        bases = set(get_args(Basis)) - {str(NOT_STATED)}
        if basis not in bases:
            raise RegimenError(
                f"{where}: component {name!r} cannot have the basis {basis!r}; {near(basis, bases)}"
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
    check_doses(where, used, wanted)
    check_optional(where, used, wanted)


def _accepted(reference: object, wanted: Settlement) -> bool:
    return reference is not None and wanted.accept_reference_doses


def _missing(name: str, component: Component, wanted: Settlement) -> list[str]:
    if component.is_stated or _accepted(component.reference, wanted):
        return []
    no_dose = isinstance(component.dose, NotStated) and name not in wanted.doses
    gaps = ", ".join((["dose"] if no_dose else []) + component.open_parts)
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
    orders = tuple(_order(name, used, wanted) for name in _given(phase, chosen))
    length, source = cycle_of(where, phase, wanted)
    by_caller = phase.name in wanted.cycles
    return SettledPhase(
        name=phase.name,
        cycle_length_days=length,
        cycle_source=source,
        count=_count(where, phase, wanted),
        count_by_caller=by_caller and phase.cycles.has_open_end,
        end=_open_end(phase),
        orders=orders,
        citation=phase.cite or (),
        count_source="chosen" if by_caller and not phase.cycles.is_settled else "stated",
        span=phase.span,
        starts=start_of(where, phase, wanted),
        sessions=phase.sessions,
    )


def _open_end(phase: Phase) -> OpenEnd | None:
    """Say what ends a phase beside its count and its span; nothing may."""
    if not phase.cycles.has_open_end or phase.until is None:
        return None
    until = phase.until if isinstance(phase.until, tuple) else ()
    return OpenEnd(until, phase.cycles.most, phase.span)


def _count(where: str, phase: Phase, wanted: Settlement) -> int | None:
    """Settle the number of cycles, if the phase has one."""
    cycles, count = phase.cycles, wanted.cycles.get(phase.name)
    if count is not None:
        if type(count) is not int or not cycles.allows(count):
            raise RegimenError(
                f"{where}: phase {phase.name!r} has {cycles} cycles, so {count!r} is not allowed;"
                " settle a whole number that it has, or leave it out (cycles, --cycles)"
            )
        return count
    if cycles.is_range:
        raise RegimenError(
            f"{where}: phase {phase.name!r} has {cycles} cycles; settle how many, for example"
            f" {phase.name}={cycles.most}"
        )
    return cycles.most


def _order(name: str, used: Mapping[str, Component], wanted: Settlement) -> Order:
    component = used[name]
    # _gaps has refused all that is still open, so what is cast here is settled
    accepted = component.reference if wanted.accept_reference_doses else None
    dose = settled_dose(name, component, accepted, wanted)
    gaps = accepted is not None and component.open_parts
    return Order(
        component=name,
        drug=component.drug,
        dose=dose.rule,
        dose_source=dose.source,
        full_dose=dose.full,
        level=dose.level,
        reference_dose=component.reference.dose if component.reference else None,
        schedule_source="reference" if gaps else "stated",
        cap=component.cap,
        limits=component.limits,
        basis=cast("Basis | None", wanted.bases.get(name, component.basis)),
        basis_source="given" if name in wanted.bases else "stated",
        route=cast("Route", _stated_or(component.route, accepted, "route")),
        infusion=component.infusion,
        frequency=clock_frequency(
            f"component {name!r}", _stated_or(component.frequency, accepted, "frequency") or ONCE
        ),
        days=settled_days(name, component, _stated_or(component.days, accepted, "days"), wanted),
        optional=component.optional,
        with_optional=wanted.optional.get(name, False),
        cycle_length_days=None if component.cycle is None else component.cycle.days,
        cycles=component.cycles,
        missed_dose=component.missed_dose,
        citation=_citation(component, accepted, filled=dose.source == "reference" or bool(gaps)),
        note=component.note if accepted is None else accepted.note,
        after=settled_after(name, used),
        at_most=component.at_most,
        steps=settled_steps(name, component, wanted),
    )


def _stated_or(stated: Any, accepted: Reference | None, part: str) -> Any:  # noqa: ANN401  one of three types, by the part
    """Keep what the source states; the reference fills a gap and nothing else."""
    is_open = str(stated) == str(NOT_STATED)
    return getattr(accepted, part) if is_open and accepted is not None else stated


def _citation(
    component: Component, accepted: Reference | None, *, filled: bool
) -> tuple[Citation, ...]:
    """Cite the reference for what it fills, and beside it the record that states a dose."""
    if accepted is None or not filled:
        return component.cite
    is_silent = isinstance(component.dose, NotStated)
    return accepted.cite if is_silent else (*component.cite, *accepted.cite)


def _names(trial: Trial) -> tuple[str, ...]:
    names = (trial.id, trial.title, trial.registry, trial.acronym, trial.condition)
    return tuple(name for name in names if name is not None)


def _review(review: Review) -> SettledReview:
    return SettledReview(review.name, review.first, review.after, review.what, review.cite)


def _assessment(where: str, assessment: Assessment, wanted: Settlement) -> SettledAssessment:
    span = wanted.assess.get(assessment.name)
    every = assessment.every
    what = f"{where}: assessment {assessment.name!r}"
    if span is not None and not every.least.days <= days_of(what, span) <= every.most.days:
        raise RegimenError(
            f"{what} is every {every}, so every {span} is not allowed; settle one that is (assess,"
            f" --assess), for example {assessment.name}='{every.most}'"
        )
    words = f"{'optional, ' if assessment.optional else ''}every {every}: {assessment.what}"
    return SettledAssessment(assessment.name, span, words, assessment.cite)
