"""What `show` prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from npc_regimens.cli.lines import lines_of, regimen_of
from npc_regimens.dose import DoseRange, NotStated
from npc_regimens.files import load_formulary, load_sources
from npc_regimens.regimen.conflicts import given_in
from npc_regimens.regimen.infusions import is_continuous
from npc_regimens.regimen.lengths import CycleLengthRange
from npc_regimens.render.strip import to_svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from npc_regimens.products import Formulary, Modifications
    from npc_regimens.regimen.definition import Arm, Component
    from npc_regimens.sources import Citation, SourceRecord


def shown(name: str | None, line: str | None, form: str) -> str:
    """Show a trial, one arm of it, or a line that is typed, as text or as the data of a file."""
    formulary = load_formulary()
    trial, arm = regimen_of(name, line, formulary)
    arms = trial.arm if arm is None else (trial.find_arm(arm),)
    if form == "json":
        data = trial.model_dump(mode="json", exclude_none=True)
        data["arm"] = [each.model_dump(mode="json", exclude_none=True) for each in arms]
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    records = load_sources()
    lines = [f"{trial.id}: {trial.title}"]
    lines += [f"  registry: {trial.registry}"] if trial.registry else []
    lines += [f"  setting: {', '.join(trial.setting)}"] if trial.setting else []
    lines += [f"  note: {trial.note}"] if trial.note else []
    for each in arms:
        lines += ["", *_arm(each), *(f"  {line}" for line in lines_of(trial, each))]
    names = {n for each in arms for phase in each.phase for n in given_in(phase, trial.choice)}
    for key, component in trial.component.items():
        if key in names:
            lines += ["", *_component(key, component, records, formulary)]
    return "\n".join(lines) + "\n"


def drawn(name: str | None, line: str | None) -> str:
    """Draw one arm of a trial, of several the one that is named, or a line that is typed."""
    trial, arm = regimen_of(name, line, load_formulary())
    return to_svg(trial, arm)


def _arm(arm: Arm) -> Iterator[str]:
    yield f"arm {arm.id}: {arm.name}"
    for phase in arm.phase:
        until = phase.until if isinstance(phase.until, str) else " or ".join(phase.until or ())
        end = f", until {until}" if until else ""
        span = "" if phase.span is None else f", at most {phase.span}"
        cycle = phase.cycle.words if isinstance(phase.cycle, CycleLengthRange) else phase.cycle
        yield f"  phase {phase.name}: cycle {cycle}, cycles {phase.cycles}{span}{end}"
        if phase.starts is not None:
            yield f"    starts {phase.starts.words}"
        if phase.sessions is not None:
            yield f"    radiotherapy sessions, Monday to Friday less closed days: {phase.sessions}"
        if phase.reference is not None:
            yield f"    reference: cycle {phase.reference.cycle}; {phase.reference.note}"
        for item in phase.give:
            yield f"    {item if isinstance(item, str) else 'one of the choice ' + item.choose}"
    for review in arm.review:
        yield f"  review {review.after} after the first {review.first}: {review.what}"
    for assessment in arm.assessment:
        yield f"  assessment {assessment.name} every {assessment.every}: {assessment.what}"


def _component(
    name: str,
    component: Component,
    records: Mapping[str, SourceRecord],
    formulary: Formulary,
) -> Iterator[str]:
    often = "" if component.frequency is None else f", {component.frequency}"
    yield f"component {name}: {component.drug} {component.dose}, {component.route}{often}"
    yield from _when(name, component)
    if component.named_in_source is not None:
        yield f"  named in the source: {component.named_in_source}"
    if isinstance(component.dose, DoseRange):
        yield f"  a range of doses, to settle: --dose {name}='{component.dose.least}', for example"
    yield from _infusion(component)
    yield from (f"  step: {step.settled(step.dose)}" for step in component.steps)
    yield from _bounds(component)
    if component.basis is not None:
        yield f"  basis: {component.basis}"
    reference = component.reference
    if reference is not None:
        yield f"  reference dose: {reference.dose}, days {reference.days}; {reference.note}"
    product = formulary.get(component.drug)
    if component.missed_dose is not None:
        yield f"  missed dose, the trial: {component.missed_dose}"
    if product is not None and product.missed_dose is not None:
        yield f"  missed dose, the label: {product.missed_dose}"
    yield from _modifications("the trial", component.modifications)
    yield from _modifications("the label", None if product is None else product.modifications)
    if component.note is not None:
        yield f"  note: {component.note}"
    yield from _sources((*component.cite, *(reference.cite if reference else ())), records)


def _modifications(whose: str, rules: Modifications | None) -> Iterator[str]:
    """Say the rules on changing a dose, which nothing here applies."""
    for line in () if rules is None else rules.words:
        yield f"  dose changes, {whose}: {line}"


def _when(name: str, component: Component) -> Iterator[str]:
    """Say on which days and in which cycles."""
    yield (
        f"  days: {component.days}"
        + ("" if component.cycles is None else f", in cycles {component.cycles}")
        + ("" if component.at_most is None else f", at most {component.at_most}")
    )
    if component.cycle is not None:
        yield f"  its own cycle, beside the phase's: {component.cycle}"
    if component.optional is not None:
        yield f"  optional days, to settle: {component.optional} (--optional {name}=yes or no)"


def _infusion(component: Component) -> Iterator[str]:
    """Say how long an infusion runs, and what it comes after."""
    if component.infusion is not None:
        without = ", continuous" * _is_continuous(component)
        yield f"  infusion: over {component.infusion}{without}"
    if component.after is not None:
        interval = component.after.interval
        behind = "" if interval is None else f", {interval} from the end of its infusion"
        yield f"  after: {component.after.component}{behind}"


def _is_continuous(component: Component) -> bool:
    days = component.days
    return not isinstance(days, NotStated) and is_continuous(component.infusion, days)


def _bounds(component: Component) -> Iterator[str]:
    """Say the levels and the limits of a dose."""
    if component.levels:
        yield f"  dose levels: {', '.join(map(str, component.levels))}"
    if component.cap is not None:
        yield f"  cap of one dose: {component.cap}"
    limits = component.limits
    if limits is not None and limits.per_cycle is not None:
        yield f"  limit of one cycle, told when it is passed: {limits.per_cycle}"
    if limits is not None and limits.lifetime is not None:
        yield f"  limit of a lifetime, told when it is passed: {limits.lifetime}"


def _sources(citations: Iterable[Citation], records: Mapping[str, SourceRecord]) -> Iterator[str]:
    for citation in dict.fromkeys(citations):
        record = records.get(citation.source)
        locator = None if record is None else record.locator.get(citation.locator)
        if locator is None:
            yield f"  source: {citation} (no record)"
        else:
            printed = "; ".join(f"{k} {f.printed!r}" for k, f in locator.figures.items())
            yield f"  source: {citation} ({locator.evidence}; {locator.place}): {printed}"
