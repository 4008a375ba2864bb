"""The definition: component, phase, arm and trial, as people write them in ``regimens/``.

A definition may leave things open: a range, a choice, a dose that is not stated. It becomes a
regimen only when a caller settles all of them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from npc_regimens.dose import (
    NOT_STATED,
    DoseRange,
    DoseText,
    NotStated,
    StatedDoseText,
    check_levels,
)
from npc_regimens.errors import RegimenError
from npc_regimens.products import (
    Basis,
    Limits,
    MassText,
    MissedDose,
    Modifications,
    Route,
    TimeText,
)
from npc_regimens.record import Record
from npc_regimens.regimen.days import (
    Days,
    DaysText,
    ListedText,
    StatedDaysText,
    check_beside,
)
from npc_regimens.regimen.lengths import PhaseCycleText, PhaseSpanText
from npc_regimens.regimen.most_doses import MostDosesText
from npc_regimens.regimen.starts import Starts
from npc_regimens.regimen.steps import StepsOfADose, check_steps
from npc_regimens.regimen.timing import (
    ONCE,
    CyclesText,
    Elapsed,
    EveryText,
    Frequency,
    FrequencyText,
    SomeCyclesText,
    SpanText,
    StatedCycleLengthText,
    StatedFrequencyText,
)
from npc_regimens.regimen.within_a_day import After
from npc_regimens.sources import Citations, Name, Words
from npc_regimens.units import Amount

LONGEST_INFUSION = Amount.parse("240 h")  # a guard against slips of the unit
MOST_SESSIONS = 100  # a guard against slips of the keyboard

GAP = Literal["not stated"]


class Reference(Record):
    """A sourced dose from elsewhere for a component whose own source states none."""

    dose: StatedDoseText
    route: Route
    frequency: StatedFrequencyText | None = None
    days: StatedDaysText
    note: Words
    cite: Citations

    @model_validator(mode="after")
    def _belongs_together(self) -> Reference:
        _check_frequency(self.route, self.frequency, self.days)
        return self


def _check_frequency(
    route: str, frequency: Frequency | Elapsed | NotStated | None, days: Days | NotStated
) -> None:
    if route == "oral" and frequency is None:
        raise RegimenError(
            "an oral component needs a frequency; write for example frequency = 'twice daily'"
        )
    often = frequency or ONCE
    if not isinstance(often, NotStated) and not isinstance(days, NotStated):
        # elapsed hours have no slots, so a half day is refused beside them
        days.check_slots(often.slots)


class Component(Record):
    """One drug's order in a phase: the dose of one administration, the days and the times a day."""

    drug: Name
    named_in_source: Words | None = None
    dose: DoseText
    steps: StepsOfADose = ()
    levels: Annotated[tuple[StatedDoseText, ...], Field(strict=False)] = ()
    cap: MassText | None = None
    limits: Limits | None = None
    basis: Basis | None = None
    route: Route | GAP
    infusion: TimeText | None = None
    after: After | None = None
    frequency: FrequencyText | None = None
    days: DaysText
    optional: ListedText | None = None
    cycle: StatedCycleLengthText | None = None
    cycles: SomeCyclesText | None = None
    at_most: MostDosesText | None = None
    missed_dose: MissedDose | None = None
    modifications: Modifications | None = None
    reference: Reference | None = None
    note: Words | None = None
    cite: Citations

    @property
    def is_stated(self) -> bool:
        """Whether dose, days, route and frequency are all stated."""
        return not isinstance(self.dose, NotStated) and not self.open_parts

    @property
    def open_parts(self) -> list[str]:
        """The parts of the schedule that the source leaves open."""
        parts = {"route": self.route, "frequency": self.frequency, "days": self.days}
        return [part for part, value in parts.items() if str(value) == str(NOT_STATED)]

    @model_validator(mode="after")
    def _belongs_together(self) -> Component:
        _check_frequency(self.route, self.frequency, self.days)
        check_beside(self.days, self.optional, own_cycle=self.cycle is not None)
        if self.optional is not None:
            _check_frequency(self.route, self.frequency, self.optional)
        if self.route == "oral" and self.infusion is not None:
            raise RegimenError("an oral component has no infusion time; leave the key out")
        if self.infusion is not None and self.infusion > LONGEST_INFUSION:
            raise RegimenError(
                f"an infusion of {self.infusion} is longer than {LONGEST_INFUSION}; check the unit"
            )
        full = self.dose.most if isinstance(self.dose, DoseRange) else self.dose
        if not isinstance(full, NotStated):
            check_levels(full, self.levels)
        elif self.levels:
            raise RegimenError("levels stand only beside a dose that is stated; leave them out")
        check_steps(self.steps, self.dose, self.levels, self.frequency)
        if self.is_stated and self.reference is not None:
            raise RegimenError("a reference stands only beside what is not stated; leave it out")
        return self


class Choose(Record):
    """One component out of a choice that the caller settles."""

    choose: Name


def _component_or_choice(value: object) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and [*map(type, value.values())] == [str] and "choose" in value:
        return Choose(choose=value["choose"])
    if isinstance(value, Choose):
        return value
    raise ValueError(f'expected a component or {{ choose = "..." }}, got {value!r}')


Given = Annotated[
    Any,
    BeforeValidator(_component_or_choice),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "description": "A component."},
                {
                    "type": "object",
                    "description": "One component out of a choice.",
                    "properties": {"choose": {"type": "string"}},
                    "required": ["choose"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class Choice(Record):
    """A choice of one of several components."""

    one_of: Annotated[tuple[Name, ...], Field(strict=False, min_length=2)]
    note: Words | None = None
    cite: Citations | None = None


class CycleReference(Record):
    """A sourced cycle length from elsewhere for a phase whose own source states none."""

    cycle: StatedCycleLengthText
    note: Words
    cite: Citations


class Phase(Record):
    """A run of equal cycles with the same components."""

    name: Name
    starts: Starts | None = None
    cycle: PhaseCycleText
    cycles: CyclesText
    span: PhaseSpanText | None = None
    until: Annotated[tuple[Words, ...], Field(strict=False, min_length=1)] | GAP | None = None
    give: Annotated[tuple[Given, ...], Field(strict=False, min_length=1)]
    sessions: Annotated[int, Field(ge=1, le=MOST_SESSIONS)] | None = None
    reference: CycleReference | None = None
    cite: Citations | None = None

    @model_validator(mode="after")
    def _open_end_says_until(self) -> Phase:
        if self.cycles.has_open_end and self.until is None and self.span is None:
            raise RegimenError(
                f"cycles {str(self.cycles)!r} needs until, what ends the treatment;"
                ' write for example until = ["progression"], or span = "1 year"'
            )
        if not self.cycles.has_open_end and self.until is not None:
            raise RegimenError(
                f"until stands beside an open end, not beside {self.cycles} cycles; leave it out"
            )
        if not isinstance(self.cycle, NotStated) and self.reference is not None:
            raise RegimenError(
                "a reference stands only beside a cycle that is not stated; leave it out"
            )
        return self


class Review(Record):
    """A point at which someone decides whether to go on. It stops nothing by itself."""

    name: Words
    after: SpanText
    first: Name
    what: Words
    cite: Citations


class Assessment(Record):
    """An assessment that recurs, counted from day 1."""

    name: Name
    every: EveryText
    optional: bool
    what: Words
    cite: Citations


class Arm(Record):
    """What one group receives: phases in sequence."""

    id: Name
    name: Words
    phase: Annotated[tuple[Phase, ...], Field(strict=False, min_length=1)]
    review: Annotated[tuple[Review, ...], Field(strict=False)] = ()
    assessment: Annotated[tuple[Assessment, ...], Field(strict=False)] = ()
    note: Words | None = None
    cite: Citations | None = None
