"""Balances: what was handed out, what came back, and what should have been taken.

A count of units, and no proof that anything was swallowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from npc_regimens.course.dispensing import Supply, supplies
from npc_regimens.dates import plain_date
from npc_regimens.errors import PlanError
from npc_regimens.planning import Calendar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Balance:
    """The count of one supply between two visits, in units such as tablets."""

    supply: Supply
    dispensed: int
    returned: int
    expected: int

    @property
    def taken(self) -> int:
        """The units that are gone: dispensed less returned."""
        return self.dispensed - self.returned

    @property
    def difference(self) -> int:
        """The units taken beyond those expected; negative where fewer are gone."""
        return self.taken - self.expected


def expected_taken(calendar: Calendar, since: dt.date, before: dt.date) -> dict[Supply, int]:
    """Add up the units of the doses at home from a day on, and before another.

    >>> from npc_regimens.files import load_formulary
    >>> from npc_regimens.notation import parse
    >>> from npc_regimens.patient import Patient
    >>> from npc_regimens.planning import plan
    >>> from npc_regimens.regimen import settle
    >>> import datetime as dt
    >>> start = dt.date(2026, 12, 7)
    >>> patient = Patient.measured(on=start, height="170 cm", weight="65 kg")
    >>> regimen = settle(parse("apatinib 250 mg PO QD d1-21 q28d x1"))
    >>> calendar = plan(regimen, patient, start=start, formulary=load_formulary())
    >>> for supply, units in expected_taken(calendar, start, dt.date(2027, 1, 4)).items():
    ...     print(supply.component, supply.strength, units)
    apatinib 250 mg 21
    """
    if not isinstance(calendar, Calendar):
        raise PlanError(f"expected_taken takes a Calendar, not {type(calendar).__name__}")
    plain_date(since, "the day of handing out")
    plain_date(before, "the day of counting")
    if before < since:
        raise PlanError(
            f"counted on {before}, before it was handed out on {since}; correct one of the dates"
        )
    doses = (each for each in calendar.administrations if each.at_home)
    return dict(supplies([each for each in doses if since <= each.planned_date < before]))


def balances(
    calendar: Calendar,
    *,
    handed_out_on: dt.date,
    counted_on: dt.date,
    dispensed: Mapping[Supply, int],
    returned: Mapping[Supply, int],
) -> tuple[Balance, ...]:
    """Compare what is gone with what the calendar has between handing out and counting.

    The doses on the day of counting come from what is handed out then, and do not count. A dose
    that was omitted or changed is not in the calendar of a course, so it is not expected either.

    Raises `PlanError` for counts that are no whole numbers, for more returned than was dispensed,
    and for a supply that comes back and was never dispensed.
    """
    expected = expected_taken(calendar, handed_out_on, counted_on)
    for counts, what in ((dispensed, "dispensed"), (returned, "returned")):
        _check_counts(counts, what)
    for supply, units in returned.items():
        if units > dispensed.get(supply, 0):
            raise PlanError(
                f"{supply.component}, {supply.strength}: {units} units returned, and"
                f" {dispensed.get(supply, 0)} dispensed; count again, or correct what was dispensed"
            )
    return tuple(
        Balance(supply, dispensed.get(supply, 0), returned.get(supply, 0), expected.get(supply, 0))
        for supply in dict.fromkeys((*dispensed, *expected))
    )


def _check_counts(counts: Mapping[Supply, int], what: str) -> None:
    for supply, units in counts.items():
        if not isinstance(supply, Supply):
            raise PlanError(f"{what}: counts are by Supply, not by {supply!r}")
        if type(units) is not int or units < 0:
            raise PlanError(
                f"{supply.component}, {supply.strength}: {units!r} units {what} are no count; give"
                " a whole number"
            )
