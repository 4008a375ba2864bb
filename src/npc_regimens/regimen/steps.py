"""Steps of a dose: another dose in some cycles, on some days, or in one slot of a day.

A loading dose, a step-up, a taper and unequal doses of a day are all of this kind. Where no step
holds, the plain dose of the component does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, model_validator

from npc_regimens.dose import NotStated, StatedDoseText
from npc_regimens.errors import RegimenError
from npc_regimens.record import Record
from npc_regimens.regimen.days import Listed, StatedDaysText
from npc_regimens.regimen.frequencies import ONCE, Elapsed, Frequency, slot_words
from npc_regimens.regimen.timing import SomeCyclesText
from npc_regimens.sources import Citations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npc_regimens.dose import DoseRange, DoseRule
    from npc_regimens.regimen.days import Days
    from npc_regimens.regimen.timing import SomeCycles
    from npc_regimens.sources import Citation

MOST_STEPS: Final = 100  # a guard against slips of the keyboard


class Step(Record):
    """Another dose of a component, in the cycles, on the days and in the slot that it names."""

    dose: StatedDoseText
    cycles: SomeCyclesText | None = None
    days: StatedDaysText | None = None
    slot: Literal["morning", "noon", "evening", "bedtime"] | None = None
    cite: Citations | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that say where it holds."""
        said = {"cycles": self.cycles, "days": self.days, "slot": self.slot}
        return tuple(key for key, value in said.items() if value is not None)

    @model_validator(mode="after")
    def _holds_in_a_part(self) -> Step:
        if not self.keys:
            raise RegimenError(
                f"a step of {self.dose} says neither cycles, days nor slot; say where it holds,"
                " for example cycles = '1'"
            )
        if self.days is not None and self.days.only_on is not None:
            raise RegimenError(
                f"a step on {str(self.days)!r} would hold on real dates, and steps hold on days of"
                " the cycle; write these, for example days = '1-5'"
            )
        return self

    def settled(self, dose: DoseRule, level: str | None = None) -> SettledStep:
        """Settle its dose, at a level if there is one."""
        places = (self.cycles, self.days, self.slot)
        return SettledStep(dose, self.dose, level, *places, self.cite or ())


StepsOfADose = Annotated[tuple[Step, ...], Field(strict=False, max_length=MOST_STEPS)]


@dataclass(frozen=True, slots=True)
class SettledStep:
    """A step of an order: its dose, the full one at no level, and where it holds.

    >>> from npc_regimens.dose import parse_dose
    >>> from npc_regimens.regimen.timing import SomeCycles
    >>> loading = parse_dose("8 mg/kg")
    >>> print(SettledStep(loading, loading, None, SomeCycles.parse("1"), None, None, ()))
    8 mg/kg in cycle 1
    """

    dose: DoseRule
    full_dose: DoseRule
    level: str | None
    cycles: SomeCycles | None
    days: Days | None
    slot: str | None
    citation: tuple[Citation, ...] = field(compare=False)

    def holds_in(self, cycle: int) -> bool:
        """Whether it may hold in a cycle."""
        return self.cycles is None or cycle in self.cycles

    def holds_on(self, day: int, slot: str, slots: tuple[str, ...]) -> bool:
        """Whether it may hold on a day of the cycle in a slot, one of the slots of the day."""
        if self.slot not in {None, slot}:
            return False
        return self.days is None or slot in self.days.slots_on(day, slots)

    def __str__(self) -> str:
        parts = (
            f"{self.dose}",
            self.cycles and f"in {_one_or_many('cycle', str(self.cycles))}",
            self.days and f"on {_one_or_many('day', str(self.days))}",
            self.slot and slot_words(self.slot),
        )
        return " ".join(part for part in parts if part)


def _one_or_many(noun: str, written: str) -> str:
    return f"{noun} {written}" if written.isdigit() else f"{noun}s {written}"


def check_steps(
    steps: Sequence[Step],
    dose: DoseRule | DoseRange | NotStated,
    levels: Sequence[DoseRule],
    frequency: Frequency | Elapsed | NotStated | None,
) -> None:
    """Refuse steps that do not fit together, or do not fit the dose that they stand beside."""
    if not steps:
        return
    if isinstance(dose, NotStated):
        raise RegimenError("steps stand only beside a dose that is stated; leave them out")
    if levels:
        raise RegimenError(
            "levels are those of one dose, and a dose with steps is several; leave the levels out:"
            " a percentage lowers each of them"
        )
    others = {each.keys for each in steps} - {steps[0].keys}
    if others:
        one, other = (" and ".join(keys) for keys in (steps[0].keys, min(others)))
        raise RegimenError(
            f"one step names {one} and another {other}; let all steps name the same keys"
        )
    if isinstance(frequency, Elapsed) and any("slot" in step.keys for step in steps):
        raise RegimenError(
            f"steps name slots of the day, and {frequency} has none; write steps by days or cycles"
        )
    often = frequency if isinstance(frequency, Frequency) else ONCE
    _check_slots(steps, often.slots)


def _check_slots(steps: Sequence[Step], slots: tuple[str, ...]) -> None:
    for step in steps:
        if isinstance(step.days, Listed):
            step.days.check_slots(slots)
        if step.slot is not None and step.slot not in slots:
            raise RegimenError(
                f"a step names the slot {step.slot!r}, which the frequency does not have; it has"
                f" {', '.join(map(repr, slots))}"
            )
