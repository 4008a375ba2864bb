"""Hypothesis strategies: random definitions, patients and calendars that aim at dangerous places.

Ties of a surface, leap days and changes of the clock are rare in chance. Needs extra ``testing``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import operator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from npc_regimens.patient import BODY_MASS_INDICES, Measurement, Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary, Product
from npc_regimens.regimen import Regimen, Settlement, Trial, settle
from npc_regimens.regimen.timing import parse_frequency
from npc_regimens.units import UNITS, Amount

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

Table = dict[str, Any]

_FREQUENCIES: Final = ("once daily", "twice daily", "three times daily")
_RATES: Final = (("mg", 200, 1000), ("mg/m2", 200, 400), ("mg/kg", 6, 10))
_DASHES: Final = ("-", "\u2013", "\u2014", "\u2212", " - ")
_CITE: Final = "example-2020#table-1"


def decimals(least: int, most: int, *, places: int = 0) -> SearchStrategy[Decimal]:
    """Draw a decimal between two whole numbers, on a grid of so many places."""
    scale = 10**places
    return st.integers(least * scale, most * scale).map(lambda n: Decimal(n).scaleb(-places))


def amounts(kind: str = "drug mass") -> SearchStrategy[Amount]:
    """Draw an amount of a kind, such as ``drug mass``, in any unit that measures it."""
    units = [spelling for spelling, unit in UNITS.items() if unit.kind == kind]
    return st.builds(Amount, decimals(1, 5000, places=4), st.sampled_from(units))


@cache
def surface_ties() -> tuple[tuple[int, int], ...]:
    """List heights in mm and weights in 100 g with a Mosteller surface between two hundredths."""
    return tuple(
        (height, 9 * k * k // height)
        for k in range(151, 500, 2)
        for height in range(1000, 2301)
        if 9 * k * k % height == 0 and 9 * k * k // height in _readable_weights(height)
    )


def _readable_weights(height: int) -> range:
    """Bound the weight in 100 g by what is read with a height in mm."""
    least, most = (index * height * height for index in BODY_MASS_INDICES)
    return range(max(200, -(-least // 100_000)), min(3000, most // 100_000) + 1)


@st.composite
def measurements(draw: DrawFn, on: dt.date = dt.date(2020, 1, 1)) -> Measurement:
    """Draw height and weight that belong together, often on a tie of the body surface."""
    if draw(st.booleans()):
        height, weight = draw(st.sampled_from(surface_ties()))
    else:
        height = draw(st.integers(1000, 2300))
        weight = draw(st.sampled_from(_readable_weights(height)))
    in_cm, in_kg = (Decimal(number).scaleb(-1) for number in (height, weight))
    return Measurement(on=on, height=Amount(in_cm, "cm"), weight=Amount(in_kg, "kg"))


def patients(on: dt.date = dt.date(2020, 1, 1)) -> SearchStrategy[Patient]:
    """Draw a patient measured on a day that lies before every drawn start."""
    return measurements(on).map(lambda measured: Patient(measurements=(measured,)))


@cache
def dangerous_dates() -> tuple[dt.date, ...]:
    """List days around leap days, year ends and changes of the clock."""
    found: list[dt.date] = []
    for year in (2024, 2026, 2027, 2028, 2096, 2100):
        found += [dt.date(year, *day) for day in ((2, 28), (3, 1), (12, 31), (1, 1))]
        for month in (3, 10):  # clocks change in Europe on the last Sunday
            sundays = [week[calendar.SUNDAY] for week in calendar.monthcalendar(year, month)]
            found.append(dt.date(year, month, max(sundays) - 1))
    return tuple(found)


def start_dates() -> SearchStrategy[dt.date]:
    """Draw a first day of treatment, often shortly before a dangerous date."""
    lead = st.integers(0, 30).map(lambda days: dt.timedelta(days=days))
    aimed = st.builds(operator.sub, st.sampled_from(dangerous_dates()), lead)
    return st.dates(dt.date(2021, 1, 1), dt.date(2110, 12, 31)) | aimed


@st.composite
def days_texts(draw: DrawFn, cycle_days: int, slots: tuple[str, ...] = ("once",)) -> str:
    """Draw days of a cycle as people write them: continuous, listed, or with half days."""
    if draw(st.integers(0, 3)) == 0:
        return "continuous"
    days: set[int] = draw(st.sets(st.integers(1, cycle_days), min_size=1, max_size=6))
    edges, items, dash = sorted(days), [], draw(st.sampled_from(_DASHES))
    while edges:
        first = edges.pop(0)
        is_range = draw(st.booleans())
        last = f"{dash}{edges.pop(0)}{_half(draw, slots)}" if edges and is_range else ""
        items.append(f"{first}{_half(draw, slots)}{last}")
    return draw(st.sampled_from((",", ", "))).join(items)


def _half(draw: DrawFn, slots: tuple[str, ...]) -> str:
    return draw(st.sampled_from(("", *(f" {slot}" for slot in slots if slot != "once"))))


@st.composite
def trial_tables(draw: DrawFn) -> Table:
    """Draw a small trial as the plain table of its file: one arm, 1 to 3 phases and components."""
    phases = [draw(_phases(f"phase-{n}", last=False)) for n in range(draw(st.integers(0, 2)))]
    phases.append(draw(_phases("phase-z", last=True)))
    shortest = min(int(phase["cycle"].split()[0]) for phase in phases)
    fewest = min(_most(phase) or 4 for phase in phases)
    names = draw(st.sampled_from((["a"], ["a", "b"], ["a", "b", "c"])))
    components = {name: draw(_components(f"drug-{name}", shortest, fewest)) for name in names}
    for phase in phases:
        phase["give"] = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    given = {name for phase in phases for name in phase["give"]}
    phases[0]["give"] += [name for name in names if name not in given]
    arm = {"id": "only", "name": "The only arm", "phase": phases}
    head = {"format": 1, "id": "example-01", "title": "An example"}
    return {**head, "component": components, "arm": [arm]}


@st.composite
def _phases(draw: DrawFn, name: str, *, last: bool) -> Table:
    days = draw(st.sampled_from((7, 14, 21, 28)) | st.integers(1, 30))
    cycles = ["1", "2", "3", "1-3", "2-4", "at most 1", "at most 4", *(["open"] if last else [])]
    phase = {"name": name, "cycle": f"{days} days", "cycles": draw(st.sampled_from(cycles))}
    return phase if _least(phase) else {**phase, "until": ["progression"]}


def _least(phase: Table) -> int | None:
    return int(phase["cycles"][0]) if phase["cycles"][0].isdigit() else None


def _most(phase: Table) -> int | None:
    return None if phase["cycles"] == "open" else int(phase["cycles"][-1])


@st.composite
def _components(draw: DrawFn, drug: str, cycle_days: int, cycles: int) -> Table:
    frequency = draw(st.none() | st.sampled_from(_FREQUENCIES))
    unit, least, most = draw(st.sampled_from(_RATES))
    rate = Amount(draw(decimals(least, most, places=1)), unit)
    route = "intravenous" if frequency is None else "oral"
    table: Table = {"drug": drug, "dose": str(rate), "route": route, "cite": _CITE}
    slots: tuple[str, ...] = ("once",)
    if frequency is not None:
        table["frequency"], slots = frequency, parse_frequency(frequency).slots
    table["days"] = draw(days_texts(cycle_days, slots))
    if draw(st.booleans()):
        first = draw(st.integers(1, cycles))
        table["cycles"] = f"{first}-{draw(st.integers(first, cycles))}"
    if draw(st.integers(0, 2)) == 0:
        table["cap"] = str(Amount(draw(decimals(200, 900)), "mg"))
    return table


@st.composite
def product_tables(draw: DrawFn, drug: str, route: str) -> Table:
    """Draw a product as the plain table of its file: tablets of some strengths, or vials."""
    ties = draw(st.sampled_from(("up", "down")))
    rounding: Table = {"ties": ties, "report_over": "10 %", "cite": _CITE}
    table: Table = {"format": 1, "id": drug, "drug": drug, "name": drug, "rounding": rounding}
    if route == "intravenous":
        step = draw(st.sampled_from(("1 mg", "2.5 mg", "5 mg", "50 mg")))
        rounding |= {"rule": "nearest step", "step": step}
        vial = {"content": "100 mg", "volume": "10 mL", "cite": _CITE}
        return table | {"form": "vial", "route": "intravenous", "vial": [vial], "cite": _CITE}
    rounding["rule"] = "nearest whole units"
    small = draw(st.sampled_from((50, 75, 100, 125, 150, 200)))
    more = draw(st.sets(st.sampled_from((100, 150, 200, 250, 425, 500)), max_size=2))
    strengths = [f"{strength} mg" for strength in sorted({small, *more}, reverse=True)]
    return table | {"form": "tablet", "route": "oral", "strengths": strengths, "cite": _CITE}


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that planning takes, with the plain tables that it was made of."""

    table: Table
    products: tuple[Table, ...]
    counts: dict[str, int]
    regimen: Regimen
    formulary: Formulary
    patient: Patient
    start: dt.date
    through: dt.date | None

    def calendar(self) -> Calendar:
        """Plan it."""
        making = partial(plan, self.regimen, self.patient, formulary=self.formulary)
        return making(start=self.start, through=self.through)


@st.composite
def cases(draw: DrawFn) -> Case:
    """Draw a trial, products for some of its drugs, a settlement, a patient, a start, a horizon."""
    table = draw(trial_tables())
    by_count = draw(st.booleans())
    counts = {
        phase["name"]: draw(st.integers(_least(phase) or 1, _most(phase) or 4))
        for phase in table["arm"][0]["phase"]
        if by_count or _least(phase)
    }
    known = [each for each in table["component"].values() if draw(st.booleans())]
    products = tuple(draw(product_tables(each["drug"], each["route"])) for each in known)
    regimen = settle(Trial.model_validate(table), None, Settlement(cycles=counts))
    start = draw(start_dates())
    horizon = st.integers(0, 120).map(lambda days: start + dt.timedelta(days=days))
    return Case(
        table=table,
        products=products,
        counts=counts,
        regimen=regimen,
        formulary=Formulary(tuple(map(Product.model_validate, products))),
        patient=draw(patients()),
        start=start,
        through=None if by_count else draw(horizon if regimen.is_open else st.none() | horizon),
    )


def trials() -> SearchStrategy[Trial]:
    """Draw a small trial."""
    return trial_tables().map(Trial.model_validate)


def regimens() -> SearchStrategy[Regimen]:
    """Draw a regimen with everything settled."""
    return cases().map(lambda case: case.regimen)


def calendars() -> SearchStrategy[Calendar]:
    """Draw the calendar of a regimen for a patient."""
    return cases().map(Case.calendar)
