"""Laws of a dose, for a user's own function of a measured body."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import partial
from inspect import signature
from typing import TYPE_CHECKING, Final, TypeAlias

from hypothesis import strategies as st

from npc_regimens.errors import UnitError
from npc_regimens.strategies.laws import examples
from npc_regimens.strategies.laws.dosing import MOSTELLER, Dosing
from npc_regimens.strategies.laws.searching import (
    USUAL,
    Search,
    UnansweredError,
    all_hold,
    answer,
    hold,
)
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from npc_regimens.patient import Measurement, SurfacePolicy
    from npc_regimens.products import Product
    from npc_regimens.strategies.laws.examples import Pair

DoseFunction: TypeAlias = Callable[..., Amount | str]

_FACTORS: Final = (Decimal(2), Decimal(10), Decimal("0.5"), Decimal("1.1"))


def check_dose(  # noqa: PLR0913  each is one part of what is ordered, given by name
    function: DoseFunction,
    rate: Amount | str,
    *,
    cap: Amount | str | None = None,
    product: Product | None = None,
    surface: SurfacePolicy = MOSTELLER,
    search: Search = USUAL,
) -> None:
    """Hold all laws of a dose against a function of a measurement.

    The function takes a `Measurement` and returns an amount of drug, or text such as ``975 mg``:
    the dose of one administration, capped if there is a cap, and ordered if there is a product. A
    function with a parameter named ``rate`` is given the rate by that name, and is tried with
    others. Raises `LawBrokenError` with every law that it breaks, and what the library raises for
    a rate, cap or product that cannot be ordered.

    >>> def my_dose(measured):
    ...     return Amount(20 * measured.weight.number, "mg")  # and pounds?
    >>> check_dose(my_dose, "20 mg/kg")
    Traceback (most recent call last):
        ...
    npc_regimens.errors.LawBrokenError: my_dose breaks law_dose_ignores_units: ...
    """
    limit = None if cap is None else Amount.of(cap, like="1000 mg")
    dosing = Dosing(Amount.of(rate), limit, product, surface)
    laws = [
        law_dose_agrees,
        law_dose_ignores_units,
        law_dose_grows_with_height,
        law_dose_grows_with_weight,
        *([law_dose_is_never_over_its_cap] if limit else []),
        *([law_dose_is_in_proportion] if takes_rate(function) and not (limit or product) else []),
    ]
    all_hold(
        partial(law_dose_is_an_amount, function, dosing, search=search),
        *(partial(law, function, dosing, search=search) for law in laws),
    )


def takes_rate(function: DoseFunction) -> bool:
    """Whether a function has a parameter named ``rate``."""
    with suppress(ValueError, TypeError):  # some functions written in C tell nothing
        return "rate" in signature(function).parameters
    return False


def law_dose_is_an_amount(
    function: DoseFunction, dosing: Dosing, *, search: Search = USUAL
) -> None:
    """Every answer is an exact amount of drug: an amount or text, and no float."""

    def judge(body: Measurement) -> str:
        _asked(function, dosing, body)
        return ""

    hold("law_dose_is_an_amount", function, judge, dosing.first, (dosing.any_body, search))


def law_dose_agrees(function: DoseFunction, dosing: Dosing, *, search: Search = USUAL) -> None:
    """Every answer is the dose that the library orders, for each surface, weight and tie there is.

    A body for which the product cannot make the dose is left out of every law.
    """

    def judge(body: Measurement) -> str:
        found, expected = _asked(function, dosing, body), dosing.expected(body)
        if found.to("mg") == expected.to("mg"):
            return ""
        steps = f"{dosing.calculated(body)} calculated"
        return f"{examples.said(body)}: expected {expected} ({steps}), found {found}"

    hold("law_dose_agrees", function, judge, dosing.first, (dosing.any_body, search))


def law_dose_ignores_units(
    function: DoseFunction, dosing: Dosing, *, search: Search = USUAL
) -> None:
    """One person has one dose, in centimetres, metres or inches, in kilograms or pounds."""

    def judge(pair: Pair) -> str:
        found, expected = (_asked(function, dosing, body) for body in pair)
        if found.to("mg") == expected.to("mg"):
            return ""
        other, metric = map(examples.said, pair)
        return f"{metric}: found {expected}; the same as {other}: found {found}"

    first, then = dosing.pairs(examples.one_body_twice()), dosing.any_pair(examples.two_units())
    hold("law_dose_ignores_units", function, judge, first, (then, search))


def law_dose_grows_with_height(
    function: DoseFunction, dosing: Dosing, *, search: Search = USUAL
) -> None:
    """Of two bodies of one weight the taller never gets the smaller dose."""
    first, then = examples.neighbours_in_height(), examples.two_heights()
    _grows("law_dose_grows_with_height", function, dosing, first, (then, search))


def law_dose_grows_with_weight(
    function: DoseFunction, dosing: Dosing, *, search: Search = USUAL
) -> None:
    """Of two bodies of one height the heavier never gets the smaller dose."""
    first, then = examples.neighbours_in_weight(), examples.two_weights()
    _grows("law_dose_grows_with_weight", function, dosing, first, (then, search))


def _grows(
    law: str,
    function: DoseFunction,
    dosing: Dosing,
    first: tuple[Pair, ...],
    then: tuple[SearchStrategy[Pair], Search],
) -> None:
    def judge(pair: Pair) -> str:
        small, large = (_asked(function, dosing, body) for body in pair)
        if small <= large:
            return ""
        one, other = map(examples.said, pair)
        return f"{one}: found {small}; {other}: found {large}, which is less"

    strategy, search = then
    hold(law, function, judge, dosing.pairs(first), (dosing.any_pair(strategy), search))


def law_dose_is_never_over_its_cap(
    function: DoseFunction, dosing: Dosing, *, search: Search = USUAL
) -> None:
    """No dose is over the cap, least of all where the cap bites by a hair or rounding goes up."""
    cap = dosing.cap
    if cap is None:
        raise UnitError("this law needs a cap; give for example cap='1000 mg'")

    def from_cap(body: Measurement) -> Decimal:
        return abs(dosing.calculated(body).to("mg").number - cap.to("mg").number)

    def judge(body: Measurement) -> str:
        found = _asked(function, dosing, body)
        if found <= cap:
            return ""
        return f"{examples.said(body)}: found {found}, over the cap of {cap}"

    first = sorted(dosing.first, key=from_cap)
    then = (dosing.any_body, search)
    hold("law_dose_is_never_over_its_cap", function, judge, first, then)


def law_dose_is_in_proportion(
    function: DoseFunction, dosing: Dosing, *, search: Search = USUAL
) -> None:
    """Twice the rate gives twice the dose, and so does any other multiple."""

    def judge(example: tuple[Measurement, Decimal]) -> str:
        body, factor = example
        once = _asked(function, dosing, body)
        found = _asked(function, dosing, body, factor)
        if found.to("mg") == (once * factor).to("mg"):
            return ""
        rates = f"{dosing.rate}: found {once}; {dosing.rate * factor}: found {found}"
        return f"{examples.said(body)}, rate {rates}, not {factor} times as much"

    plain = dosing.fitted(examples.PLAIN)
    factors = st.sampled_from(_FACTORS)
    first = [(plain, factor) for factor in _FACTORS]
    then = (st.tuples(dosing.any_body, factors), search)
    hold("law_dose_is_in_proportion", function, judge, first, then)


def _asked(
    function: DoseFunction, dosing: Dosing, body: Measurement, factor: Decimal = Decimal(1)
) -> Amount:
    """Ask for the dose of a body, and read the answer as an amount of drug."""
    where = examples.said(body)
    named = {"rate": dosing.rate * factor} if takes_rate(function) else {}
    given = answer(where, function, body, **named)
    try:
        return _mass(given)
    except UnitError as error:
        raise UnansweredError(f"{where}: found {given!r}, which is no dose: {error}") from error


def _mass(given: object) -> Amount:
    amount = Amount.parse(given, like="975 mg") if isinstance(given, str) else given
    if not isinstance(amount, Amount) or amount.kind != "drug mass":
        raise UnitError("return an amount of drug as an Amount or text, for example '975 mg'")
    return amount
