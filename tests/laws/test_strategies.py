"""The strategies that users get draw what they say, aim at danger, and shrink to what is read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from npc_regimens import strategies as ours
from npc_regimens.dose import Flat, PerSurface, PerWeight, TargetExposure
from npc_regimens.errors import PatientError, UnitError
from npc_regimens.patient import (
    ClearancePolicy,
    Formula,
    Measurement,
    Patient,
    SurfacePolicy,
    body_surface,
    clearance_of,
)
from npc_regimens.products import Formulary
from npc_regimens.regimen import Trial, settle
from npc_regimens.strategies.bodies import (
    each_hundredth,
    each_kilogram,
    measured,
    readable_heights,
    readable_weights,
)
from npc_regimens.strategies.cases import Case, _meets_no_other
from npc_regimens.units import UNITS, Amount

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.planning import Calendar
    from npc_regimens.products import Product
    from npc_regimens.regimen import Regimen

SEARCH = settings(
    derandomize=True,
    database=None,
    max_examples=3000,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


def smallest(strategy: st.SearchStrategy[Any], wanted: Callable[[Any], bool]) -> Any:
    """Find the smallest drawn example that is wanted."""
    return find(strategy, wanted, settings=SEARCH)


def anything(example: object) -> bool:
    """Want every example."""
    return example is not None


@given(ours.trials())
def test_trials_are_sound(trial: Trial) -> None:
    """A drawn trial has arms that can be found by their ids."""
    assert [trial.find_arm(arm.id) for arm in trial.arm] == list(trial.arm)


@given(ours.regimens())
def test_regimens_are_settled(regimen: Regimen) -> None:
    """Only the last phase of a drawn regimen may be open."""
    assert all(phase.count is not None for phase in regimen.phases[:-1])


@given(ours.calendars())
def test_calendars_have_a_day_for_each_date(calendar: Calendar) -> None:
    """The days of a drawn calendar follow one another, and hold all its administrations."""
    days = list(calendar.days())

    assert sum(len(day.administrations) for day in days) == len(calendar.administrations)
    assert (days[-1].date - days[0].date).days + 1 == len(days)


@given(st.sampled_from(sorted({unit.kind for unit in UNITS.values()})), st.data())
def test_amounts_are_of_the_kind_that_is_asked_for(kind: str, data: st.DataObject) -> None:
    """An amount is of its kind, and more than nothing."""
    amount = data.draw(ours.amounts(kind))

    assert amount.kind == kind
    assert amount.number > 0


def test_a_kind_that_no_unit_measures_is_refused() -> None:
    """An unknown kind of amount is refused with those that there are."""
    with pytest.raises(UnitError, match="no unit measures 'mass'; write one of 'drug mass', "):
        ours.amounts("mass")


@given(ours.products())
def test_products_order_what_their_strengths_make(product: Product) -> None:
    """A drawn product makes a dose of one of its strengths, or whole steps, exactly."""
    dose = product.strengths[0] if product.strengths else Amount(Decimal(100), "mg")

    assert product.order(dose).amount == dose
    assert bool(product.vial) == (product.route == "intravenous")


@given(ours.products("drug-x", "oral"))
def test_products_of_a_route(product: Product) -> None:
    """A product of a drug and a route is of that drug and route."""
    assert (product.drug, product.route, product.form) == ("drug-x", "oral", "tablet")


@given(ours.measurements(with_clearance=True), ours.measurements())
def test_a_clearance_is_there_when_it_is_asked_for(one: Measurement, other: Measurement) -> None:
    """A measurement has a clearance if and only if one is wanted."""
    assert one.clearance is not None
    assert other.clearance is None


def test_readable_bodies_are_those_that_a_measurement_takes() -> None:
    """The bounds of weight by height, and of height by weight, are those of a measurement."""
    for height in (1000, 1203, 1699, 2300):
        weights = readable_weights(height)
        assert measured(height, weights[0]).weight < measured(height, weights[-1]).weight
        for outside in (weights[0] - 1, weights[-1] + 1):
            with pytest.raises(PatientError):
                measured(height, outside)
    for weight in (200, 650, 1203, 3000):
        heights = readable_heights(weight)
        assert all(measured(height, weight) for height in (heights[0], heights[-1]))
        assert weight not in readable_weights(heights[-1] + 1) or heights[-1] == 2300


def test_a_body_for_each_hundredth_of_surface() -> None:
    """Every hundredth from the smallest to the largest body that is read has its body."""
    hundredths = sorted(_hundredths(Fraction(h * w, 36)) for h, w in each_hundredth())

    # 20 kg at 100 cm have 0.745 m2, which is a tie and goes up; 300 kg at 230 cm have 4.378 m2
    assert hundredths == list(range(75, 439))
    assert each_hundredth()[0][0] == 1700


def _hundredths(square: Fraction) -> int:
    """Take a root of a square of hundredths, half up, by trying one after the other."""
    found = 0
    while Fraction(2 * found + 1, 2) ** 2 <= square:
        found += 1
    return found


def test_a_body_for_each_kilogram() -> None:
    """Every kilogram from 20 to 300 has its body, and the plain one stands first."""
    assert each_kilogram()[0] == (1700, 650)
    assert sorted(weight for _, weight in each_kilogram()) == list(range(200, 3001, 10))
    assert all(measured(*body) for body in each_kilogram())


def test_the_limits_are_read_and_nothing_beyond() -> None:
    """The lightest and heaviest bodies are read; 100 g lighter or heavier are not."""
    for (height, lightest), (_, heaviest) in zip(
        ours.body_limits()[::2], ours.body_limits()[1::2], strict=True
    ):
        assert measured(height, lightest).weight < measured(height, heaviest).weight
        for outside in (lightest - 1, heaviest + 1):
            with pytest.raises(PatientError):
                measured(height, outside)


# Shrinking: what is left when nothing more is wanted, and when one thing is.


def test_amounts_shrink_to_one_of_the_plainest_unit() -> None:
    """Any amount shrinks to 1 mg, and a length to 1 cm; a bound leaves a whole number."""
    assert smallest(ours.amounts(), anything) == Amount(Decimal(1), "mg")
    assert smallest(ours.amounts("length"), anything) == Amount(Decimal(1), "cm")
    over = smallest(ours.amounts(), lambda amount: amount > Amount.parse("7.5 mg"))
    assert over == Amount(Decimal(8), "mg")


@pytest.mark.parametrize(
    ("wanted", "height", "weight"),
    [
        (anything, "170 cm", "65 kg"),
        (lambda body: body.height.number > 180, "180.1 cm", "65 kg"),
        (lambda body: body.height.number <= 150, "150 cm", "65 kg"),
        (lambda body: body.weight.number >= 90, "170 cm", "90 kg"),
        (lambda body: body.weight.number < 50, "170 cm", "49.9 kg"),
    ],
)
def test_bodies_shrink_to_a_plain_adult(
    wanted: Callable[[Measurement], bool], height: str, weight: str
) -> None:
    """What an example does not need is 170 cm and 65 kg, and what it needs is as near as can be."""
    found = smallest(ours.measurements(), wanted)

    assert (str(found.height), str(found.weight)) == (height, weight)


def test_patients_and_clearances_shrink_too() -> None:
    """A patient shrinks to one plain measurement, and a clearance to 90 mL/min."""
    found = smallest(ours.patients(), anything).measurements[0]
    assert (str(found.height), str(found.weight)) == ("170 cm", "65 kg")
    with_clearance = smallest(ours.measurements(with_clearance=True), anything)
    assert str(with_clearance.clearance) == "90 mL/min"


@given(ours.people())
def test_people_have_what_every_formula_asks_for(body: Measurement) -> None:
    """Every surface and every estimate of a clearance can be computed."""
    for formula in Formula:
        assert body_surface(body, SurfacePolicy(formula=formula)).used.number
    assert clearance_of(body, ClearancePolicy()).used.number


@pytest.mark.parametrize("unit", ["mg/dL", "umol/L"])
@pytest.mark.parametrize("sex", ["female", "male"])
def test_people_shrink_to_a_plain_one(unit: str, sex: str) -> None:
    """Each sex with each unit of creatinine is met, and else is 170 cm, 65 kg and 55 years."""
    found = smallest(ours.people(), lambda body: (body.creatinine.unit, body.sex) == (unit, sex))

    assert (str(found.height), str(found.weight), found.age) == ("170 cm", "65 kg", 55)


def test_dose_rules_shrink_to_a_flat_dose() -> None:
    """A rule shrinks to a flat dose of 50 mg, and each kind to its plainest rate."""
    assert smallest(ours.dose_rules(), anything) == Flat(Amount(Decimal(50), "mg"))
    kinds = {PerSurface: "50 mg/m2", PerWeight: "1 mg/kg", TargetExposure: "AUC 1"}
    for kind, text in kinds.items():
        rules = ours.dose_rules().filter(partial(_is_a, kind))
        assert str(smallest(rules, anything)) == text


def _is_a(kind: type, example: object) -> bool:
    return isinstance(example, kind)


def test_caps_shrink_to_none() -> None:
    """A cap shrinks to no cap, and a cap that bites to one that bites by a hair."""
    dose = Amount.parse("100 mg")

    assert find(ours.caps(dose), lambda _: True, settings=SEARCH) is None
    bites = smallest(ours.caps(dose), lambda cap: cap is not None and cap < dose)
    assert str(bites) == "99.99 mg"


def test_first_days_shrink_to_the_first_of_2021() -> None:
    """A start shrinks to 1 January 2021, and a later year to its first day."""
    assert smallest(ours.start_dates(), anything) == dt.date(2021, 1, 1)
    assert smallest(ours.start_dates(), lambda day: day.year > 2050) == dt.date(2051, 1, 1)


def test_products_shrink_to_one_strength() -> None:
    """A product shrinks to one tablet of 50 mg, and one with two strengths to the smallest two."""
    assert [str(each) for each in smallest(ours.products(), anything).strengths] == ["50 mg"]
    two = smallest(ours.products(), lambda product: len(product.strengths) == 2)
    assert [str(each) for each in two.strengths] == ["100 mg", "50 mg"]
    vial = smallest(ours.products(route="intravenous"), anything)
    assert (str(vial.rounding.step), vial.rounding.ties) == ("1 mg", "up")


def test_days_shrink_to_day_1() -> None:
    """Days shrink to day 1, and those of a later day to that day."""
    assert smallest(ours.days_texts(21), anything) == "1"
    assert smallest(ours.days_texts(21), lambda text: text.startswith("8")) == "8"


def test_trials_shrink_to_one_of_everything() -> None:
    """A trial shrinks to one phase of one cycle, with one flat dose on day 1."""
    for table in (
        smallest(ours.trial_tables(), anything),
        smallest(ours.cases(), anything).table,
    ):
        assert table["component"] == {
            "a": {
                "drug": "drug-a",
                "dose": "200 mg",
                "route": "intravenous",
                "days": "1",
                "cite": "example-2020#table-1",
            }
        }
        (phase,) = table["arm"][0]["phase"]
        assert (phase["cycle"], phase["cycles"], phase["give"]) == ("7 days", "1", ["a"])


def test_regimens_shrink_to_one_phase_one_component_one_cycle() -> None:
    """A regimen shrinks to one phase with one component and one cycle."""
    regimen = smallest(ours.regimens(), anything)

    (phase,) = regimen.phases
    (order,) = phase.orders
    assert (phase.count, str(order.dose), str(order.days)) == (1, "200 mg", "1")


def test_calendars_shrink_to_one_administration() -> None:
    """A calendar shrinks to one dose, and one with more doses to few doses of one drug."""
    calendar = smallest(ours.calendars(), anything)
    assert repr(calendar.administrations) == ("(<phase-z C1D1, 2021-01-01 once: drug-a 200 mg>,)")
    longer = smallest(ours.calendars(), lambda calendar: len(calendar.administrations) >= 3)
    assert len(longer.administrations) <= 7
    assert {each.component for each in longer.administrations} == {"a"}


# Danger: the places that chance rarely meets. Each must come up in a short fixed run.


def _drawn(strategy: st.SearchStrategy[Any], number: int = 400) -> list[Any]:
    """Draw so many examples, the same in each run."""
    found: list[Any] = []

    @settings(
        derandomize=True,
        database=None,
        max_examples=number,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(example: object) -> None:
        found.append(example)

    collect()
    return found


def _is_tie(body: Measurement) -> bool:
    square = Fraction(body.height.number) * Fraction(body.weight.number) / 3600 * 40_000
    root = round(square ** Fraction(1, 2))
    return root * root == square and root % 2 == 1


def test_ties_of_the_surface_are_met() -> None:
    """At least one body of four has a surface exactly between two hundredths."""
    bodies = _drawn(ours.measurements())

    assert sum(map(_is_tie, bodies)) * 4 > len(bodies)


def test_limits_of_a_body_are_met() -> None:
    """The lightest and the heaviest body for a height come up, and the shortest and tallest."""
    bodies = [
        (int(body.height.number * 10), int(body.weight.number * 10))
        for body in _drawn(ours.measurements())
    ]

    assert any(weight == readable_weights(height)[0] for height, weight in bodies)
    assert any(weight == readable_weights(height)[-1] for height, weight in bodies)
    assert smallest(ours.measurements(), lambda body: body.height.number == 100)
    assert smallest(ours.measurements(), lambda body: body.height.number == 230)


@pytest.mark.parametrize(
    "holds",
    [
        pytest.param(lambda day: (day.month, day.day) == (2, 29), id="leap day"),
        pytest.param(lambda day: (day.month, day.day) == (12, 31), id="year end"),
        pytest.param(lambda day: (day.month, day.day) == (1, 1), id="new year"),
        pytest.param(lambda day: day == dt.date(2027, 3, 28), id="spring in Europe"),
        pytest.param(lambda day: day == dt.date(2026, 11, 1), id="autumn in North America"),
    ],
)
def test_dangerous_days_lie_in_calendars(holds: Callable[[dt.date], bool]) -> None:
    """Some drawn calendars go over each kind of dangerous day."""
    over = [calendar for calendar in CALENDARS if any(holds(day.date) for day in calendar.days())]

    assert over


CASES: list[Case] = _drawn(ours.cases(), 800)
CALENDARS = [case.calendar() for case in CASES]


def test_dangerous_dates_are_those_that_a_person_looks_up() -> None:
    """Days around a leap day, a year end and the changes of the clock are listed."""
    looked_up = {
        dt.date(2028, 2, 29),
        dt.date(2100, 2, 28),
        dt.date(2026, 12, 31),
        dt.date(2027, 3, 27),  # Europe changes on Sunday 28 March 2027
        dt.date(2027, 10, 30),  # and on 31 October
        dt.date(2027, 3, 13),  # North America changes on Sunday 14 March 2027
        dt.date(2027, 11, 6),  # and on 7 November
    }

    assert looked_up <= set(ours.dangerous_dates())


def test_starts_are_aimed() -> None:
    """At least one start of six lies on a dangerous date or at most a month before it."""
    starts = _drawn(ours.start_dates())
    near = {day - dt.timedelta(days=lead) for day in ours.dangerous_dates() for lead in range(31)}

    assert sum(day in near for day in starts) * 6 > len(starts)


def test_caps_that_bite_by_a_hair_are_met() -> None:
    """Some drawn doses are at their cap, or over or under it by a hundredth of a milligram."""
    distances = {
        Fraction(dose.calculated.to("mg").number) - Fraction(dose.order.cap.to("mg").number)
        for calendar in CALENDARS
        for dose in calendar.doses
        if dose.order.cap is not None
    }

    assert {Fraction(-1, 100), Fraction(0), Fraction(1, 100)} <= distances


def test_the_last_day_of_a_cycle_is_met() -> None:
    """Some components are given on the last day of a cycle and not on every day."""
    met = [
        each
        for calendar in CALENDARS
        for span in calendar.cycles
        for each in span.orders
        if str(each.days) != "continuous"
        and each.days.slots_on(span.phase.cycle_length_days, each.frequency.slots)
    ]

    assert len(met) > 20


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_horizons_at_the_edges_of_a_cycle_are_met(step: int) -> None:
    """Some horizons end on the last day of a cycle, and on the days before and behind it."""
    met = [
        case
        for case, calendar in zip(CASES, CALENDARS, strict=True)
        if case.through is not None
        for span in calendar.cycles
        if case.through - span.first + dt.timedelta(days=1)
        == dt.timedelta(days=span.phase.cycle_length_days + step)
        or (step == 1 and case.through == span.first and span.cycle > 1)
    ]

    assert met


def test_ties_of_a_dose_are_met() -> None:
    """With one rate of six some hundredth of an area gives a dose between two milligrams."""
    rules = [rule for rule in _drawn(ours.dose_rules()) if isinstance(rule, PerSurface)]
    areas = [Fraction(hundredths, 100) for hundredths in range(150, 200)]

    ties = [
        rule
        for rule in rules
        if any((Fraction(rule.rate.number) * area * 2) % 2 == 1 for area in areas)
    ]
    assert len(ties) * 6 > len(rules)


@pytest.mark.parametrize(("days", "meets"), [("10", False), ("-1, 10", True), ("-1, 9", False)])
def test_no_case_gives_a_dose_twice(days: str, *, meets: bool) -> None:
    """Day -1 of a phase is day 10 of the one that its span cuts: there a dose meets another."""
    component = {
        "drug": "drug-a",
        "dose": "10 mg",
        "route": "oral",
        "frequency": "once daily",
        "days": days,
        "cite": "example-2020#table-1",
    }
    phases: list[dict[str, Any]] = [
        {"name": name, "cycle": "21 days", "cycles": "at most 4", "give": ["a"]}
        for name in ("one", "two")
    ]
    for phase in phases:
        phase |= {"span": "10 days", "until": ["progression"]}
    table = {
        "format": 1,
        "id": "example-01",
        "title": "Drug A",
        "component": {"a": component},
        "arm": [{"id": "a", "name": "A", "phase": phases}],
    }
    body = Measurement.read(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
    case = Case(
        table=table,
        products=(),
        counts={},
        optional={},
        regimen=settle(Trial.model_validate(table)),
        formulary=Formulary(()),
        patient=Patient(measurements=(body,)),
        start=dt.date(2026, 12, 7),
        through=None,
    )
    assert _meets_no_other(case) is not meets
