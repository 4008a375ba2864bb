"""Every way to settle a trial: each arm, choice, optional days or none, both ends of each range.

What holds for all of them holds for whatever a protocol leaves to the caller.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, TypeVar

from npc_regimens.dates import Span
from npc_regimens.dose import DoseRange
from npc_regimens.regimen.definition import Choose
from npc_regimens.regimen.lengths import CycleLengthRange
from npc_regimens.regimen.settled import Settlement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from npc_regimens.regimen.definition import Arm
    from npc_regimens.regimen.trial import Trial

T = TypeVar("T")


def ways_to_settle(trial: Trial) -> Iterator[tuple[str, Settlement]]:
    """Name each arm with each of its settlements; reference doses fill what is not stated."""
    for arm in trial.arm:
        names, ranges = _choices(arm), _ranges(arm)
        options = [trial.choice[name].one_of for name in names]
        for chosen in product(*options):
            choices = dict(zip(names, chosen, strict=True))
            given = _given(arm, choices)
            doses = _doses(trial, given)
            optional = {
                name: (True, False) for name in given if trial.component[name].optional is not None
            }
            for counts, texts, are_given, (days, spans) in product(
                _ends(ranges),
                _ends(doses),
                _ends(optional),
                product(_ends(_lengths(arm)), _ends(_waits(arm))),
            ):
                settlement = Settlement(
                    choose=choices,
                    cycles=counts,
                    doses=texts,
                    optional=are_given,
                    lengths=days,
                    waits=spans,
                    accept_reference_doses=True,
                )
                yield arm.id, settlement


def _ends(ranges: Mapping[str, tuple[T, T]]) -> list[dict[str, T]]:
    """Give every way to take one end of each range."""
    return [dict(zip(ranges, ends, strict=True)) for ends in product(*ranges.values())]


def _choices(arm: Arm) -> list[str]:
    """Name each choice of an arm once."""
    given = [item for phase in arm.phase for item in phase.give if isinstance(item, Choose)]
    return list(dict.fromkeys(item.choose for item in given))


def _ranges(arm: Arm) -> dict[str, tuple[int, int]]:
    """Give the fewest and the most cycles of each phase whose number is left to the caller."""
    return {
        phase.name: (phase.cycles.least, phase.cycles.most)
        for phase in arm.phase
        if phase.cycles.is_range and phase.cycles.most is not None
    }


def _lengths(arm: Arm) -> dict[str, tuple[Span, Span]]:
    """Give the least and the greatest length of each cycle that is left to the caller."""
    return {
        phase.name: (Span(phase.cycle.least.days, "day"), Span(phase.cycle.most.days, "day"))
        for phase in arm.phase
        if isinstance(phase.cycle, CycleLengthRange)
    }


def _waits(arm: Arm) -> dict[str, tuple[Span, Span]]:
    """Give the least and the greatest wait of each phase that leaves it to the caller."""
    afters = {phase.name: phase.starts.after for phase in arm.phase if phase.starts is not None}
    return {
        name: (after.least, after.most)
        for name, after in afters.items()
        if after is not None and not after.is_settled
    }


def _given(arm: Arm, choices: Mapping[str, str]) -> list[str]:
    """Name each component that is given once."""
    given = [item for phase in arm.phase for item in phase.give]
    return list(dict.fromkeys(choices[i.choose] if isinstance(i, Choose) else i for i in given))


def _doses(trial: Trial, names: list[str]) -> dict[str, tuple[str, str]]:
    """Give the least and the most dose of each component that states a range of doses."""
    stated = {name: trial.component[name].dose for name in names}
    return {
        name: (str(dose.least), str(dose.most))
        for name, dose in stated.items()
        if isinstance(dose, DoseRange)
    }
