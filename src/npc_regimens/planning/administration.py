"""One dose at one place, and the planned dose that it shares with others of its kind.

Nominal and planned date, calculated and ordered dose travel together, and the first of a pair is
never overwritten by the second.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from npc_regimens.showing import Shown

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from npc_regimens.patient import Clearance
    from npc_regimens.products import Ordered, Units
    from npc_regimens.regimen import Order
    from npc_regimens.sources import Citation
    from npc_regimens.units import Amount


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """The dose of one component: what was calculated, what is ordered, and the arithmetic.

    It is made once and shared by all of the component's administrations.
    """

    order: Order
    calculated: Amount
    result: Ordered
    steps: tuple[str, ...] = field(compare=False)
    clearance: Clearance | None = field(default=None, compare=False)

    @property
    def is_capped(self) -> bool:
        """Whether the cap of one dose took anything away."""
        return self.order.cap is not None and self.order.cap < self.calculated


@dataclass(frozen=True, slots=True, repr=False)
class Administration(Shown):
    """One dose at one place."""

    phase: str
    cycle: int
    cycle_day: int
    slot: str
    study_day: int
    nominal_date: dt.date
    planned_date: dt.date
    time: dt.time | None
    dose: PlannedDose

    def __repr__(self) -> str:
        when = f"{self.planned_date} {self.slot}"
        return f"<{self.phase} {self.place}, {when}: {self.drug} {self.ordered}>"

    @property
    def place(self) -> str:
        """Cycle and day, as in C2D8."""
        return f"C{self.cycle}D{self.cycle_day}"

    @property
    def component(self) -> str:
        """The component of the regimen that orders this dose."""
        return self.dose.order.component

    @property
    def drug(self) -> str:
        """The drug."""
        return self.dose.order.drug

    @property
    def route(self) -> str:
        """The route."""
        return self.dose.order.route

    @property
    def at_home(self) -> bool:
        """Whether the patient takes this dose without a visit."""
        return self.dose.order.route == "oral"

    @property
    def calculated(self) -> Amount:
        """The dose before rounding."""
        return self.dose.calculated

    @property
    def ordered(self) -> Amount:
        """The dose that is given."""
        return self.dose.result.amount

    @property
    def difference_percent(self) -> Decimal:
        """By how much the ordered dose differs from the calculated one."""
        return self.dose.result.difference_percent

    @property
    def units(self) -> tuple[Units, ...]:
        """The tablets or capsules to take."""
        return self.dose.result.units

    @property
    def citation(self) -> tuple[Citation, ...]:
        """Where the order was read."""
        return self.dose.order.citation
