"""Settling doses: what is stated, chosen in a range, accepted or given, and at which level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from npc_regimens.dose import DoseRange, NotStated, at_level, parse_dose
from npc_regimens.errors import RegimenError, UnitError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.dose import DoseRule
    from npc_regimens.regimen.definition import Component, Reference
    from npc_regimens.regimen.settled import DoseSource, Settlement
    from npc_regimens.regimen.steps import SettledStep


class SettledDose(NamedTuple):
    """The dose rule that is planned, whose it is, and how a level made it of the full one."""

    rule: DoseRule
    full: DoseRule
    source: DoseSource
    level: str | None


def check_doses(where: str, used: Mapping[str, Component], wanted: Settlement) -> None:
    """Refuse a dose for what is stated, one outside its range, and a range that nobody settles."""
    for name, text in wanted.doses.items():
        stated = used[name].dose
        if isinstance(stated, DoseRange) and not stated.allows(_given(name, text)):
            raise RegimenError(
                f"{where}: the dose of {name!r} is {stated}, and {text} is outside; give one from"
                f" {stated.least} to {stated.most}"
            )
        if not isinstance(stated, DoseRange | NotStated):
            steps = f" and in {len(used[name].steps)} of its own steps" * bool(used[name].steps)
            raise RegimenError(
                f"{where}: the dose of {name!r} is stated, {stated}{steps}; a dose is given only"
                " where the source states none or a range"
            )
    open_ranges = [
        f"{name} ({component.dose})"
        for name, component in used.items()
        if isinstance(component.dose, DoseRange) and name not in wanted.doses
    ]
    if open_ranges:
        first = open_ranges[0].partition(" ")[0]
        raise RegimenError(
            f"{where}: a range of doses is not settled: {', '.join(open_ranges)}; settle it (doses,"
            f" --dose), for example {first}='{_least(used[first])}'"
        )


def settled_dose(
    name: str, component: Component, accepted: Reference | None, wanted: Settlement
) -> SettledDose:
    """Settle the dose of a component, and take it at a level if the caller says so."""
    rule, source = _full(name, component, accepted, wanted)
    if name not in wanted.levels:
        return SettledDose(rule, rule, source, None)
    try:
        level = at_level(rule, wanted.levels[name], component.levels)
    except RegimenError as error:
        raise RegimenError(f"component {name!r}: {error}") from error
    return SettledDose(level.rule, rule, source, level.words)


def settled_steps(name: str, component: Component, wanted: Settlement) -> tuple[SettledStep, ...]:
    """Settle the steps of a dose; a percentage is that of each of them."""
    text = wanted.levels.get(name)
    if text is None:
        return tuple(step.settled(step.dose) for step in component.steps)
    # settled_dose has refused what is no percentage
    levels = (at_level(step.dose, text) for step in component.steps)
    pairs = zip(component.steps, levels, strict=True)
    return tuple(step.settled(level.rule, level.words) for step, level in pairs)


def _full(
    name: str, component: Component, accepted: Reference | None, wanted: Settlement
) -> tuple[DoseRule, DoseSource]:
    # what is still open has been refused before, so what is cast here is a rule
    if name in wanted.doses:
        in_range = isinstance(component.dose, DoseRange)
        return _given(name, wanted.doses[name]), "chosen" if in_range else "given"
    if isinstance(component.dose, NotStated) and accepted is not None:
        return accepted.dose, "reference"
    return cast("DoseRule", component.dose), "stated"


def _least(component: Component) -> DoseRule:
    return cast("DoseRange", component.dose).least


def _given(name: str, text: str) -> DoseRule:
    try:
        return parse_dose(text)
    except UnitError as error:
        raise RegimenError(f"the dose given for {name!r}: {error}") from error
