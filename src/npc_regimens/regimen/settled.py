"""A settled regimen: everything that an arm leaves open has a value, and says whose it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from npc_regimens.dates import Span
from npc_regimens.errors import RegimenError
from npc_regimens.showing import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.dose import DoseRule
    from npc_regimens.products import Basis, Limits, MissedDose, Route
    from npc_regimens.regimen.days import Days, Listed
    from npc_regimens.regimen.most_doses import MostDoses
    from npc_regimens.regimen.starts import Anchor
    from npc_regimens.regimen.steps import SettledStep
    from npc_regimens.regimen.timing import Frequency, SomeCycles
    from npc_regimens.regimen.within_a_day import SettledAfter
    from npc_regimens.sources import Citation
    from npc_regimens.units import Amount

DoseSource = Literal["stated", "chosen", "reference", "given"]

_NAMED: Final = ("choose", "cycles", "doses", "levels", "bases", "optional")
_SPANS: Final = ("assess", "lengths", "waits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One component of a phase with everything settled, and where its dose came from.

    Cycles are those of its own length where it has one, and otherwise those of its phase. Beside
    its dose it may have steps, which are other doses at some places; each planned dose has the
    order `at` one step or at none.
    """

    component: str
    drug: str
    dose: DoseRule
    dose_source: DoseSource
    full_dose: DoseRule
    level: str | None
    reference_dose: DoseRule | None
    schedule_source: DoseSource
    cap: Amount | None
    limits: Limits | None
    basis: Basis | None
    basis_source: DoseSource
    route: Route
    infusion: Amount | None
    frequency: Frequency
    days: Days
    optional: Listed | None
    with_optional: bool
    cycle_length_days: int | None
    cycles: SomeCycles | None
    missed_dose: MissedDose | None
    citation: tuple[Citation, ...] = field(compare=False)
    note: str | None = field(compare=False)
    after: SettledAfter | None = None
    at_most: MostDoses | None = None
    steps: tuple[SettledStep, ...] = ()
    step: SettledStep | None = None

    def is_given_in(self, cycle: int) -> bool:
        """Whether this component is given in a cycle of its phase, or of its own."""
        return self.cycles is None or cycle in self.cycles

    def cycles_within(self, days: range, length: int) -> range:
        """Return the cycles, its own or those of the phase, in which days of the phase lie.

        The first day of the phase is 0, and the length is that of a cycle of the phase.
        """
        length = self.cycle_length_days or length
        return range(days.start // length + 1, (days.stop - 1) // length + 2)

    def at(self, step: SettledStep | None) -> Order:
        """Return the order of the doses of one step: that dose, with the source of the step."""
        if step is None:
            return self
        return replace(
            self,
            step=step,
            dose=step.dose,
            full_dose=step.full_dose,
            level=step.level,
            dose_source="stated",
            citation=tuple(dict.fromkeys((*self.citation, *step.citation))),
        )

    def step_at(self, cycle: int, day: int, slot: str) -> SettledStep | None:
        """Return the step that holds at a place, or none."""
        slots = self.frequency.slots
        for step in self.steps:
            if step.holds_in(cycle) and step.holds_on(day, slot, slots):
                return step
        return None

    def dose_at(self, cycle: int, day: int, slot: str) -> DoseRule:
        """Return the dose that holds at a place."""
        return self.at(self.step_at(cycle, day, slot)).dose


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """An end that no count gives: what ends the treatment, and at most how long it goes on.

    No ``until`` means that the source does not state what ends it.

    >>> print(OpenEnd(("progression",), 35, Span(2, "year")))
    progression, at most 35 cycles, at most 2 years, whichever comes first
    """

    until: tuple[str, ...]
    at_most: int | None
    span: Span | None = None

    @property
    def reasons(self) -> str:
        """What ends the treatment, in words."""
        return " or ".join(self.until) or "an end that the source does not state"

    def __str__(self) -> str:
        most = "" if self.at_most is None else f", at most {self.at_most} cycles"
        span = "" if self.span is None else f", at most {self.span}, whichever comes first"
        return f"{self.reasons}{most}{span}"


@dataclass(frozen=True, slots=True)
class SettledStart:
    """From where a phase starts, and how long after it; whether the caller settled how long."""

    anchor: Anchor
    after: Span | None
    chosen: bool

    def __str__(self) -> str:
        return self.anchor.after(None if self.after is None else str(self.after))


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledPhase:
    """A phase with a cycle length, a number of cycles or an open end, and settled orders."""

    name: str
    cycle_length_days: int
    cycle_source: DoseSource
    count: int | None
    count_by_caller: bool
    end: OpenEnd | None
    orders: tuple[Order, ...]
    citation: tuple[Citation, ...] = field(compare=False)
    count_source: DoseSource = "stated"
    span: Span | None = None
    starts: SettledStart | None = None
    sessions: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether neither a count nor a span ends it."""
        return self.count is None and self.span is None


@dataclass(frozen=True, slots=True)
class SettledReview:
    """A point, counted from the first administration of a component, at which someone decides."""

    name: str
    first: str
    after: Span
    what: str
    citation: tuple[Citation, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class SettledAssessment:
    """An assessment that recurs every span, or that nobody has settled."""

    name: str
    every: Span | None
    words: str
    citation: tuple[Citation, ...] = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen(Shown):
    """An arm with every choice made and every dose stated: what can be planned.

    ``names`` are what tells the trial or the disease, and stays off a lock screen.
    """

    id: str
    title: str
    arm: str
    choices: tuple[tuple[str, str], ...]
    phases: tuple[SettledPhase, ...]
    reviews: tuple[SettledReview, ...]
    assessments: tuple[SettledAssessment, ...]
    names: tuple[str, ...]

    @property
    def orders(self) -> tuple[Order, ...]:
        """Every component once, in order; what several phases give is settled alike in all."""
        orders = (order for phase in self.phases for order in phase.orders)
        return tuple({order.component: order for order in orders}.values())

    @property
    def is_open(self) -> bool:
        """Whether planning needs a horizon."""
        return self.phases[-1].is_open

    def begins_at(self, place: tuple[str, int] | None) -> bool:
        """Whether a phase and a cycle at which to plan are the first; none stands for these."""
        return place in {None, (self.phases[0].name, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a caller settles: choices, counts, doses, days, lengths, waits and assessments."""

    choose: Mapping[str, str] = field(default_factory=dict)
    cycles: Mapping[str, int] = field(default_factory=dict)
    accept_reference_doses: bool = False
    doses: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)
    optional: Mapping[str, bool] = field(default_factory=dict)
    assess: Mapping[str, Span] = field(default_factory=dict)
    lengths: Mapping[str, Span] = field(default_factory=dict)
    waits: Mapping[str, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if type(self.accept_reference_doses) is not bool:
            raise RegimenError(
                f"accept_reference_doses is True or False, not {self.accept_reference_doses!r}"
            )
        for name in (*_NAMED, *_SPANS):
            # a copy: what the caller changes later must not change what was settled
            object.__setattr__(self, name, dict(getattr(self, name)))
        for kind in _SPANS:
            for name, span in getattr(self, kind).items():
                if not isinstance(span, Span):
                    raise RegimenError(f"{kind} {name!r} is a Span, not {span!r}; use Span.parse")
        for name, is_given in self.optional.items():
            if type(is_given) is not bool:
                raise RegimenError(f"optional {name!r} is True or False, not {is_given!r}")
