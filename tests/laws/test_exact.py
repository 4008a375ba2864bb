"""Nothing that the library does passes through the decimal context of whoever calls it.

Whole jobs run where the context around them keeps one digit and traps every loss: arithmetic on a
decimal that is not in a context of the library's own raises, or comes out as other words.
"""

from __future__ import annotations

import datetime as dt
import decimal
import hashlib
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest

import npc_regimens as npc
from npc_regimens.dose import Body, at_level
from npc_regimens.errors import NpcRegimensError
from npc_regimens.patient import Weight, clearance_of
from npc_regimens.products import Factor
from npc_regimens.rounding import SpreadPattern, Ties, spread
from npc_regimens.rounding.wording import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DAY: Final = dt.date(2026, 12, 7)
PLANS: Final = {
    "nct05807880": npc.Settlement(cycles={"combination": 4}),
    "nct05549466/apatinib-camrelizumab-chemotherapy": npc.Settlement(
        choose={"chemotherapy": "docetaxel"}, cycles={"treatment": 2}
    ),
    "nct04350190": npc.Settlement(assess={"response": npc.Span.parse("6 weeks")}),
    "nct04547088": npc.Settlement(
        accept_reference_doses=True, doses={"camrelizumab": "3.125 mg/kg"}
    ),
    "irinotecan-liposome-nimotuzumab": npc.Settlement(bases={"irinotecan-liposome": "free base"}),
}
BODIES: Final = {
    "in centimetres": ("170.3 cm", "65.7 kg"),
    "in inches and pounds": ("67.25 in", "143.5 lb"),
    "a tie": ("120.3 cm", "120.3 kg"),
}
DOSES: Final = ("650 mg/m2", "1250 mg/m2", "0.7 g/m2", "3.125 mg/kg", "200 mg", "AUC 5")
CLOCK: Final = dict.fromkeys(("once", "morning", "clinic"), dt.time(8)) | {"evening": dt.time(20)}

_ALL_SIGNALS: Final = [
    decimal.Clamped,
    decimal.DivisionByZero,
    decimal.FloatOperation,
    decimal.Inexact,
    decimal.InvalidOperation,
    decimal.Overflow,
    decimal.Rounded,
    decimal.Subnormal,
    decimal.Underflow,
]
AROUND: Final = {
    "one digit, and every loss raises": decimal.Context(prec=1, traps=_ALL_SIGNALS),
    "one digit, in silence": decimal.Context(prec=1, rounding=decimal.ROUND_UP, traps=[]),
    "four digits": decimal.Context(prec=4, rounding=decimal.ROUND_DOWN, traps=_ALL_SIGNALS),
    "many digits": decimal.Context(prec=28, traps=_ALL_SIGNALS),
}


def everything() -> dict[str, str]:
    """Do every job of the library that meets a number, and keep what a user would read."""
    formulary = npc.load_formulary()
    return dict(
        [*_plans(formulary), *_doses(), *_conversions(formulary), *_orders(formulary), *_refusals()]
    )


def _plans(formulary: npc.Formulary) -> Iterator[tuple[str, str]]:
    for name, (height, weight) in BODIES.items():
        patient = npc.Patient.measured(on=DAY, height=height, weight=weight)
        for trial, settlement in PLANS.items():
            calendar = _planned(trial, settlement, patient, formulary)
            for what, words in _written(calendar, formulary):
                yield f"{trial}, {name}, {what}", words


def _planned(
    trial: str, settlement: npc.Settlement, patient: npc.Patient, formulary: npc.Formulary
) -> npc.Calendar:
    name, _, arm = trial.partition("/")
    return npc.plan(
        npc.settle(npc.load(name), arm or None, settlement),
        patient,
        start=DAY,
        through=None if name == "nct05549466" else DAY + dt.timedelta(days=28),
        formulary=formulary,
        clock=CLOCK,
        surface=npc.SurfacePolicy(cap=npc.Amount.parse("1.95 m2")),
    )


def _written(calendar: npc.Calendar, formulary: npc.Formulary) -> Iterator[tuple[str, str]]:
    found = npc.findings(calendar, formulary)
    stamp = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    zone = ZoneInfo("Asia/Shanghai")
    reminders = npc.Reminders(course="c", stamp=stamp, zone=zone, titles=npc.Titles.FULL)
    yield "findings", "\n".join(each.words for each in found)
    yield "text", npc.to_text(calendar, formulary, found)
    yield "csv", npc.to_csv(calendar)
    yield "json", npc.to_json(calendar, found)
    yield "lines", npc.to_jsonl(calendar)
    yield "reminders", npc.to_ics(calendar, reminders, formulary).decode()
    first = {each.component: each for each in calendar.administrations}
    for component, administration in first.items():
        yield f"explain {component}", "\n".join(npc.explain(administration, formulary))


def body(height: str, weight: str) -> npc.Measurement:
    """Measure somebody of whom everything is known that a formula asks for."""
    return npc.Measurement.read(
        on=DAY, height=height, weight=weight, creatinine="99.5 umol/L", sex="female", age=57
    )


def _doses() -> Iterator[tuple[str, str]]:
    for height, weight in BODIES.values():
        measured = body(height, weight)
        for dose in DOSES:
            at_body = Body.of(measured, npc.SurfacePolicy(step=npc.Amount.parse("0.0001 m2")))
            calculated = npc.parse_dose(dose).calculate(at_body)
            yield f"{dose}, {height}", f"{calculated.amount}: {calculated.steps}"
        for formula in npc.Formula:
            yield f"{formula}, {height}", surface_by(formula, measured)
        for policy in EXAMPLES:
            made = npc.order_dose("100.125 mg/m2", measured, policy=policy)
            yield f"{policy}, {height}", f"{made.result} {made.steps}"


def _conversions(formulary: npc.Formulary) -> Iterator[tuple[str, str]]:
    dose = npc.parse_dose("1250 mg/m2")
    yield "a level", str(at_level(dose, "75 %"))
    yield "a level of a level", str(at_level(at_level(dose, "75 %").rule, "75 %"))
    for weight in Weight:
        yield f"clearance, {weight}", clearance_by(weight)
    converted = npc.convert_basis(
        formulary["irinotecan-liposome"],
        npc.Amount.parse("121.45 mg"),
        of="free base",
        to="hydrochloride trihydrate",
        by=Factor.LABEL,
    )
    yield "a salt of a base", str(converted)
    tablets = [npc.Amount.parse("50 mg"), npc.Amount.parse("12.5 mg")]
    for pattern in SpreadPattern:
        spread_out = spread(npc.Amount.parse("131.25 mg"), tablets, 28, pattern, ties=Ties.UP)
        yield f"{pattern} over 28 days", str(spread_out)


def _orders(formulary: npc.Formulary) -> Iterator[tuple[str, str]]:
    calculated = npc.Amount.parse("1137.512345 mg")
    for drug, basis in {
        "capecitabine": None,
        "docetaxel": None,
        "gemcitabine": None,
        "irinotecan-liposome": "hydrochloride trihydrate",
    }.items():
        product = formulary[drug]
        ordered = product.order(calculated, cap=npc.Amount.parse("1.1005 g"))
        yield f"order {drug}", repr(ordered)
        if product.vial:
            yield f"prepare {drug}", repr(product.prepare(ordered.amount, basis))  # type: ignore[arg-type]  # text


def _refusals() -> Iterator[tuple[str, str]]:
    """Say what a refusal says: its numbers are written for people too."""
    tries: dict[str, Callable[[], object]] = {
        "thin": lambda: npc.Measurement.read(on=DAY, height="210.7 cm", weight="30.3 kg"),
        "heavy": lambda: npc.Measurement.read(on=DAY, height="170.5 cm", weight="650.25 kg"),
        "no value": lambda: npc.Amount.parse("143.7 g").to("lb"),
        "too much": lambda: npc.load_formulary()["capecitabine"].order(npc.Amount.parse("1.5 kg")),
    }
    for name, call in tries.items():
        try:
            call()
        except NpcRegimensError as error:
            yield name, str(error)


def surface_by(formula: npc.Formula, measured: npc.Measurement) -> str:
    """Compute a surface and say how."""
    surface = npc.body_surface(measured, npc.SurfacePolicy(formula=formula))
    return "\n".join(surface.steps)


def clearance_by(weight: Weight) -> str:
    """Estimate a clearance from a weight that is itself computed."""
    made = npc.ClearancePolicy(weight=weight)
    return "\n".join(clearance_of(body("67.25 in", "143.5 lb"), made).steps)


@pytest.fixture(scope="module")
def expected() -> dict[str, str]:
    """Do the jobs once in the context that Python starts with."""
    return everything()


def test_the_jobs_are_many_and_each_says_something(expected: dict[str, str]) -> None:
    """What is compared below is there: plans, doses, orders and refusals, with their numbers."""
    silent = {name for name, words in expected.items() if not words}

    assert {"thin", "heavy", "no value", "too much"} <= expected.keys()
    assert silent <= {name for name in expected if name.endswith(", findings")}
    assert expected["650 mg/m2, 120.3 cm"].startswith("1303.25 mg: ")  # 650 x 2.005, a tie
    assert len(expected) > 200


@pytest.mark.parametrize("name", AROUND)
def test_no_loss_in_the_context_around_us(name: str, expected: dict[str, str]) -> None:
    """In whatever context the caller computes, every job gives the same words."""
    with decimal.localcontext(AROUND[name]):
        found = everything()

    assert found == expected


def test_no_loss_in_a_thread_with_other_defaults(
    monkeypatch: pytest.MonkeyPatch, expected: dict[str, str]
) -> None:
    """A thread starts with the default context, whatever somebody made of it."""
    monkeypatch.setattr(decimal.DefaultContext, "prec", 1)
    for signal in _ALL_SIGNALS:
        monkeypatch.setitem(decimal.DefaultContext.traps, signal, True)
    found: list[dict[str, str]] = []
    precision: list[int] = []

    def work() -> None:
        precision.append(decimal.getcontext().prec)
        found.append(everything())

    thread = Thread(target=work)
    thread.start()
    thread.join()

    assert precision == [1]
    assert found == [expected]


def digest(words: dict[str, str]) -> str:
    """Make one short text of all of them."""
    return hashlib.sha256(repr(sorted(words.items())).encode()).hexdigest()


PROGRAM = """
import decimal, runpy, sys
decimal.DefaultContext.prec = 1
for signal in decimal.DefaultContext.traps:
    decimal.DefaultContext.traps[signal] = True
decimal.setcontext(decimal.DefaultContext)
tests = runpy.run_path(sys.argv[1])
print(decimal.getcontext().prec, tests["digest"](tests["everything"]()))
"""


def test_no_loss_from_the_first_import_on(expected: dict[str, str]) -> None:
    """Tables that are built on import or on first use are built in a context of our own too."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(Path(__file__).resolve())],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.split() == ["1", digest(expected)], done.stderr


@pytest.mark.parametrize(
    "careless",
    [
        lambda: Decimal("1.25") * 2,
        lambda: -Decimal("17.5"),
        lambda: Decimal(175).scaleb(-2),
        lambda: Decimal("1137.5").quantize(Decimal(1)),
        lambda: Decimal("0.5") < 0.25,
        lambda: Decimal(650) / 3,
    ],
)
def test_careless_arithmetic_would_be_trapped(careless: Callable[[], object]) -> None:
    """Each way to compute with a decimal outside our context raises where these tests run."""
    strictest = AROUND["one digit, and every loss raises"]
    with decimal.localcontext(strictest), pytest.raises(decimal.DecimalException):
        careless()


def careless_difference(ordered: npc.Amount, calculated: npc.Amount) -> Decimal:
    """Compare two doses in whatever context there is: planted, to be found."""
    difference = ordered.to("mg").number - calculated.to("mg").number
    return round(difference / calculated.to("mg").number * 100, 2)


def test_careless_arithmetic_in_a_room_is_found(
    monkeypatch: pytest.MonkeyPatch, expected: dict[str, str]
) -> None:
    """One careless line in the room of products stops the jobs, or changes their words."""
    monkeypatch.setattr("npc_regimens.products.ordered.percent_difference", careless_difference)
    with (
        decimal.localcontext(AROUND["one digit, and every loss raises"]),
        pytest.raises(decimal.DecimalException),
    ):
        everything()
    with decimal.localcontext(AROUND["one digit, in silence"]):
        assert everything() != expected
