"""Laws of amounts: exact, closed, and never mixed."""

from __future__ import annotations

import copy
import decimal
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from writing import through_pickle

from npc_regimens.errors import InexactError, NpcRegimensError, UnitError
from npc_regimens.strategies import amounts, decimals
from npc_regimens.units import UNITS, Amount

KINDS = sorted({unit.kind for unit in UNITS.values()})
EXACT = decimal.Context(prec=80, traps=[decimal.Inexact, decimal.InvalidOperation])
METRIC = [spelling for spelling in UNITS if spelling not in {"lb", "in"}]


def units_of(kind: str) -> list[str]:
    """List the spellings of a kind."""
    return [spelling for spelling, unit in UNITS.items() if unit.kind == kind]


any_amount = st.sampled_from(KINDS).flatmap(amounts)


@given(st.data(), st.sampled_from(["drug mass", "length", "volume", "time", "dose per body area"]))
def test_there_and_back_is_the_same_amount(data: st.DataObject, kind: str) -> None:
    """Converting between units of one kind loses nothing, or is refused."""
    amount = data.draw(amounts(kind))
    unit = data.draw(st.sampled_from(units_of(kind)))
    with decimal.localcontext(EXACT):
        try:
            there = amount.to(unit)
        except UnitError:  # a centimetre has no finite number of inches
            return
        assert there.to(amount.unit) == amount


@given(amounts("body mass"))
def test_body_mass_in_kilograms_is_exact(amount: Amount) -> None:
    """A pound is a whole number of ten micrograms, so pounds become kilograms exactly."""
    factor = Decimal("0.45359237") if amount.unit == "lb" else Decimal(1)
    with decimal.localcontext(EXACT):
        assert amount.to("kg").number == amount.number * factor


@given(amounts(), amounts(), amounts())
def test_sums_commute_and_associate(a: Amount, b: Amount, c: Amount) -> None:
    """A sum of drug masses does not depend on order or on brackets."""
    assert (a + b).to("mcg") == (b + a).to("mcg")
    assert ((a + b) + c).to("mcg") == (a + (b + c)).to("mcg")


@given(amounts(), amounts(), decimals(0, 50, places=2))
def test_scaling_distributes(a: Amount, b: Amount, factor: Decimal) -> None:
    """Scaling a sum is the sum of the scaled parts, from either side."""
    assert ((a + b) * factor).to("mcg") == (a * factor + b * factor).to("mcg")
    assert factor * a == a * factor


@pytest.mark.parametrize(("one", "other"), list(combinations(KINDS, 2)))
def test_kinds_never_mix(one: str, other: str) -> None:
    """Two kinds never add, compare or convert."""
    for mine in units_of(one):
        for theirs in units_of(other):
            a, b = Amount(Decimal(5), mine), Amount(Decimal(5), theirs)
            with pytest.raises(UnitError):
                a + b
            with pytest.raises(UnitError):
                assert a < b
            with pytest.raises(UnitError):
                a.to(theirs)
            assert a != b


@given(st.sampled_from([spelling for spelling in UNITS if spelling != "AUC"]), decimals(1, 90))
def test_a_rate_and_a_body_give_a_mass(unit: str, number: Decimal) -> None:
    """A product has a unit of the vocabulary or is refused; nothing is dimensionless."""
    for other in UNITS:
        try:
            product = Amount(number, unit) * Amount(Decimal(2), other)
        except UnitError:
            continue
        assert {UNITS[unit].kind, UNITS[other].kind} in (
            {"dose per body area", "body area"},
            {"dose per body mass", "body mass"},
            {"concentration", "volume"},
            {"clearance", "time"},
            {"target exposure", "clearance"},
            {"concentration", "time"},
        )
        assert product.kind in {"drug mass", "volume", "target exposure"}


@given(any_amount)
def test_what_is_printed_is_read_back(amount: Amount) -> None:
    """Printing and reading agree, and printing again is stable."""
    again = Amount.parse(str(amount))

    assert again == amount
    assert str(again) == str(amount)


@given(any_amount)
def test_copies_stay_usable(amount: Amount) -> None:
    """Pickling and copying keep an amount equal, hashable and able to add."""
    for again in (through_pickle(amount), copy.copy(amount), copy.deepcopy(amount)):
        assert again == amount
        assert hash(again) == hash(amount)
        assert again + amount == amount * 2


@given(amounts("dose per body area"), decimals(1, 3, places=2))
def test_the_ambient_context_is_not_obeyed(rate: Amount, area: Decimal) -> None:
    """A precision of two digits around us changes no sum, product or conversion."""
    surface = Amount(area, "m2")

    def computed() -> tuple[object, ...]:
        dose = rate * surface
        return dose, rate + rate, rate * area, dose.to("mcg"), dose / surface, rate < rate + rate

    expected = computed()
    with decimal.localcontext(decimal.Context(prec=2, rounding=decimal.ROUND_UP)):
        found = computed()

    assert found == expected


@pytest.mark.parametrize("number", [1.5, float("nan"), float("inf"), 5, "5", None, True])
def test_only_decimals_are_numbers(number: object) -> None:
    """A float, an integer, text or nothing is refused where a Decimal is needed."""
    with pytest.raises(InexactError, match="needs a Decimal"):
        Amount(number, "mg")  # type: ignore[arg-type]


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "-Infinity", "-1"])
def test_only_finite_numbers_that_are_not_negative(number: str) -> None:
    """NaN, infinity and negative numbers never get in."""
    with pytest.raises(UnitError, match="finite and not negative"):
        Amount(Decimal(number), "mg")


@given(st.text(max_size=12))
def test_any_text_is_read_whole_or_refused(text: str) -> None:
    """No text makes anything but an amount or our own refusal."""
    try:
        amount = Amount.parse(text)
    except NpcRegimensError:
        return
    assert Amount.parse(str(amount)) == amount


@given(st.text(alphabet="0123456789., -+eE_'mgcukL/²^*2%\u00b5\u2070\u200b\u066b", max_size=10))
def test_text_like_an_amount_keeps_its_value(text: str) -> None:
    """What is read of text that looks like an amount is exactly the digits that stand in it."""
    try:
        amount = Amount.parse(text)
    except NpcRegimensError:
        return
    number = text.strip().split("m")[0].split("g")[0].split("k")[0].split("c")[0].split("L")[0]
    number = number.split("u")[0].split("\u00b5")[0].strip()
    assert amount.number == Decimal(number)


def test_all_numbers_of_a_grid_are_read_exactly() -> None:
    """Every tenth from 0.1 to 999.9 is read as itself."""
    for tenths in range(1, 10_000):
        assert Amount.parse(f"{tenths // 10}.{tenths % 10} mg").number * 10 == tenths
