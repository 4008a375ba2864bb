"""Counting: how many administrations and how much drug a component comes to in a phase.

The numbers are those of the definition, before any patient: ``42 x 1250 mg/m2 = 52500 mg/m2``. What
is open stays open, a range stays a range, and what cannot be counted says why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from npc_regimens.comparing.meanings import is_same_amount
from npc_regimens.dose import NOT_STATED, DoseRange, NotStated, amount_of
from npc_regimens.regimen.days import Listed
from npc_regimens.regimen.fitting import lengths_of
from npc_regimens.regimen.timing import ONCE, Frequency

if TYPE_CHECKING:
    from npc_regimens.dose import DoseRule
    from npc_regimens.record import Record
    from npc_regimens.regimen.days import Days
    from npc_regimens.regimen.definition import Component, Phase
    from npc_regimens.units import Amount

# The keys that are counted here, and those that change no number of doses. With any other key a
# total would be a guess, so there is none.
_SOURCES: Final = ("reference", "cite")
_OF_A_COMPONENT: Final = frozenset(
    {
        *("dose", "days", "frequency", "cycles", "optional", "after", "at_most"),
        *("drug", "named_in_source", "route", "infusion", "basis", "levels", "cap", "limits"),
        *("missed_dose", "modifications", "note", *_SOURCES),
    }
)
_OF_A_PHASE: Final = frozenset(
    {*("cycle", "cycles", "span", "until", "starts"), *("name", "give", "sessions"), *_SOURCES}
)


@dataclass(frozen=True, slots=True)
class Sum:
    """From a least to a most number of administrations of one dose.

    The least is missing where treatment may end at any time.

    >>> from npc_regimens.dose import parse_dose
    >>> print(Sum(28, 42, parse_dose("1000 mg/m2")))
    28 to 42 x 1000 mg/m2 = 28000 mg/m2 to 42000 mg/m2
    """

    least: int | None
    most: int
    dose: DoseRule | DoseRange | NotStated

    @property
    def least_amount(self) -> Amount | None:
        """The least drug, in the unit of the dose rule."""
        if self.least is None or isinstance(self.dose, NotStated):
            return None
        rule = self.dose.least if isinstance(self.dose, DoseRange) else self.dose
        return amount_of(rule) * self.least

    @property
    def most_amount(self) -> Amount | None:
        """The most drug, in the unit of the dose rule."""
        if isinstance(self.dose, NotStated):
            return None
        rule = self.dose.most if isinstance(self.dose, DoseRange) else self.dose
        return amount_of(rule) * self.most

    def is_same_as(self, other: Sum) -> bool:
        """Whether both count the same, in whatever unit each dose is written."""
        return (
            (self.least, self.most) == (other.least, other.most)
            and _is_same(self.least_amount, other.least_amount)
            and _is_same(self.most_amount, other.most_amount)
        )

    def in_unit_of(self, other: Counted) -> Sum:
        """Write the dose in the unit of another sum, if both are of one kind.

        >>> from npc_regimens.dose import parse_dose
        >>> print(Sum(3, 3, parse_dose("2 g")).in_unit_of(Sum(1, 1, parse_dose("500 mg"))))
        3 x 2000 mg = 6000 mg
        """
        theirs = other.most_amount if isinstance(other, Sum) else None
        if isinstance(self.dose, NotStated) or theirs is None:
            return self
        dose = self.dose
        ends = (dose.least, dose.most) if isinstance(dose, DoseRange) else (dose,)
        if amount_of(ends[0]).kind != theirs.kind:
            return self
        rules = [type(rule)(amount_of(rule).to(theirs.unit)) for rule in ends]
        return replace(self, dose=DoseRange(*rules) if len(rules) > 1 else rules[0])

    def __str__(self) -> str:
        if isinstance(self.dose, NotStated):
            return f"{_ends(self.least, self.most)} x a dose that is not stated"
        amounts = _ends(self.least_amount, self.most_amount)
        return f"{_ends(self.least, self.most)} x {self.dose} = {amounts}"


def _ends(least: object, most: object) -> str:
    if least is None:
        return f"at most {most}"
    return f"{most}" if least == most else f"{least} to {most}"


def _is_same(one: Amount | None, other: Amount | None) -> bool:
    if one is None or other is None:
        return one is other
    return is_same_amount(one, other)


Counted = Sum | str  # a sum, or the words why there is none


@dataclass(frozen=True, slots=True)
class Total:
    """What a component comes to in one cycle in which it is given, and in its whole phase."""

    per_cycle: Counted
    in_all: Counted

    def is_same_as(self, other: Total) -> bool:
        """Whether both come to the same."""
        ends = ((self.per_cycle, other.per_cycle), (self.in_all, other.in_all))
        return all(is_same_count(one, another) for one, another in ends)


def is_same_count(one: Counted, other: Counted) -> bool:
    """Whether two sums are the same, or lack for the same reason.

    >>> is_same_count("days not stated", "cycles open")
    False
    """
    if isinstance(one, Sum) and isinstance(other, Sum):
        return one.is_same_as(other)
    return one == other


def total_of(phase: Phase, component: Component) -> Total:
    """Count what a component comes to in a phase."""
    a_cycle = _doses_of_a_cycle(phase, component)
    if isinstance(a_cycle, str):
        return Total(a_cycle, a_cycle)
    per_cycle = Sum(*a_cycle, component.dose)
    return Total(per_cycle, _in_all(phase, component, a_cycle))


def _doses_of_a_cycle(phase: Phase, component: Component) -> tuple[int, int] | str:
    """Count the doses of one cycle in which a component is given, or say why they have no number.

    This alone asks which days and slots there are. Optional days, and a range of lengths, make two
    numbers of one.
    """
    strange = [*_strange(component, _OF_A_COMPONENT), *_strange(phase, _OF_A_PHASE)]
    days, often, lengths = component.days, component.frequency or ONCE, lengths_of(phase.cycle)
    if strange:
        return f"not counted, because of {', '.join(strange)}"
    if not isinstance(often, Frequency):
        return f"frequency {often}"
    if isinstance(days, NotStated) or days.only_on is not None:
        return f"days {days}" + ("" if days is NOT_STATED else ", as the real calendar has them")
    if not lengths and not isinstance(days, Listed):
        return f"cycle {phase.cycle}"
    lasts = [days.last] if isinstance(days, Listed) else [each.days for each in lengths]
    more = component.optional
    at_choice = 0 if more is None else _doses_on(more, more.last, often)
    return _doses_on(days, lasts[0], often), _doses_on(days, lasts[-1], often) + at_choice


def _doses_on(days: Days, last: int, often: Frequency) -> int:
    numbers = (day for day in range(days.first, last + 1) if day)  # there is no day 0
    return sum(len(days.slots_on(day, often.slots)) for day in numbers)


def _strange(record: Record, known: frozenset[str]) -> list[str]:
    """Name the keys that are used and that this room does not know how to count."""
    fields = type(record).model_fields
    return [
        key
        for key, value in record
        if key not in known and value != fields[key].get_default(call_default_factory=True)
    ]


def _in_all(phase: Phase, component: Component, a_cycle: tuple[int, int]) -> Counted:
    """Multiply by the cycles; a span, an open end or a most of doses leaves no least number."""
    most, some, doses = phase.cycles.most, component.cycles, component.at_most
    least = None if phase.cycles.has_open_end or phase.span is not None else phase.cycles.least
    if most is None and some is not None:
        most = some.last
    if most is None and doses is None:
        open_end = f"cycles {phase.cycles}"
        return open_end if phase.span is None else f"{open_end}, for {phase.span} at most"
    numbers = range(1, (most or 0) + 1)
    given = [cycle for cycle in numbers if some is None or cycle in some]
    highest = len(given) * a_cycle[1]
    if doses is not None:  # of which other phases of the arm may take some
        highest = doses.count if most is None else min(highest, doses.count)
        return Sum(None, highest, component.dose)
    fewest = None if least is None else sum(cycle <= least for cycle in given) * a_cycle[0]
    return Sum(fewest, highest, component.dose)
