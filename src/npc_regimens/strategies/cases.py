"""Strategies for whole cases and their calendars, aimed at the edges of cycles and horizons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from hypothesis import assume
from hypothesis import strategies as st

from npc_regimens.errors import PlanError
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary, Product
from npc_regimens.regimen import Regimen, Settlement, Trial, settle
from npc_regimens.strategies.bodies import measurements
from npc_regimens.strategies.dates import start_dates
from npc_regimens.strategies.phases import Caller, callers
from npc_regimens.strategies.products import product_tables
from npc_regimens.strategies.regimens import counts_of_cycles, optional_days, trial_tables

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

Table = dict[str, Any]

_LONGEST_HORIZON: Final = 120
_ENOUGH_CYCLES: Final = 4  # of an open phase, whose end is nowhere


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that planning takes, with the plain tables that it was made of."""

    table: Table
    products: tuple[Table, ...]
    counts: dict[str, int]
    optional: dict[str, bool]
    regimen: Regimen
    formulary: Formulary
    patient: Patient
    start: dt.date
    through: dt.date | None
    caller: Caller = field(default_factory=Caller)

    @property
    def settlement(self) -> Settlement:
        """What the caller settles."""
        return _settlement(self.counts, self.optional, self.caller)

    def calendar(self) -> Calendar:
        """Plan it."""
        return plan(self.regimen, self.patient, formulary=self.formulary, **self.given)

    @property
    def given(self) -> dict[str, Any]:
        """The dates that planning takes, by name."""
        return {
            "start": self.start,
            "through": self.through,
            "events": self.caller.events,
            "closures": self.caller.closures,
            "resume": self.caller.resume,
        }

    def moved(self, days: int) -> Case:
        """Move every date by some days."""
        by = dt.timedelta(days=days)
        through = None if self.through is None else self.through + by
        return replace(self, start=self.start + by, through=through, caller=self.caller.moved(by))


def _settlement(counts: dict[str, int], optional: dict[str, bool], caller: Caller) -> Settlement:
    lengths, waits = caller.lengths, caller.waits
    return Settlement(cycles=counts, optional=optional, lengths=lengths, waits=waits)


@st.composite
def cases(draw: DrawFn) -> Case:
    """Draw a trial, products for some of its drugs, a settlement, a patient, a start, a horizon.

    It shrinks towards one administration on the first day of 2021.
    """
    body = draw(measurements())
    table = draw(trial_tables(body))
    by_count = draw(st.booleans())
    counts = draw(counts_of_cycles(table, every_phase=by_count))
    known = [each for each in table["component"].values() if draw(st.booleans())]
    products = tuple(draw(product_tables(each["drug"], each["route"])) for each in known)
    optional = draw(optional_days(table))
    start = draw(start_dates())
    caller = draw(callers(table, counts, start))
    settled = _settlement(counts, optional, caller)
    regimen = settle(Trial.model_validate(table), None, settled)
    horizon = _horizons(regimen).map(lambda days: start + dt.timedelta(days=days))
    case = Case(
        table=table,
        products=products,
        counts=counts,
        optional=optional,
        regimen=regimen,
        formulary=Formulary(tuple(map(Product.model_validate, products))),
        patient=Patient(measurements=(body,)),
        start=start,
        through=None if by_count else draw(horizon if regimen.is_open else st.none() | horizon),
        caller=caller,
    )
    assume(_meets_no_other(case))
    return case


def _meets_no_other(case: Case) -> bool:
    """Whether no dose of a day before day 1 meets one of the phase before, which is refused."""
    has_days_before = any(order.days.first < 0 for order in case.regimen.orders)
    return not has_days_before or "would be given twice" not in _refusal(case)


def _refusal(case: Case) -> str:
    try:
        case.calendar()
    except PlanError as error:
        return str(error)
    return ""


def _horizons(regimen: Regimen) -> SearchStrategy[int]:
    """Draw the days from the start to the last planned one, often at the edge of a cycle."""
    ends = _ends_of_cycles(regimen)
    edges = sorted({end + step for end in ends for step in (-1, 0, 1) if end + step >= 0})
    return st.integers(0, _LONGEST_HORIZON) | st.sampled_from(edges)


def _ends_of_cycles(regimen: Regimen) -> list[int]:
    """List the last days of the cycles, as days after the start."""
    days, ends = 0, []
    for phase in regimen.phases:
        for _ in range(phase.count or _ENOUGH_CYCLES):
            days += phase.cycle_length_days
            ends.append(days - 1)
    return ends


def calendars() -> SearchStrategy[Calendar]:
    """Draw the calendar of a regimen for a patient."""
    return cases().map(Case.calendar)
