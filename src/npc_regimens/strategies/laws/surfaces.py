"""Laws of a body surface, for a user's own function of height and weight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from npc_regimens.errors import UnitError
from npc_regimens.patient import Measurement, Sex, SurfacePolicy, body_surface
from npc_regimens.strategies.bodies import measurements
from npc_regimens.strategies.laws import examples
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

    from npc_regimens.strategies.laws.examples import Pair

SurfaceFunction: TypeAlias = Callable[[Amount, Amount], Amount | Decimal | str]

MOSTELLER: Final = SurfacePolicy()
_SYMMETRIC: Final = frozenset({MOSTELLER.formula})  # in centimetres and kilograms


def check_surface(
    function: SurfaceFunction,
    *,
    policy: SurfacePolicy = MOSTELLER,
    sex: Sex | None = None,
    age: int | None = None,
    search: Search = USUAL,
) -> None:
    """Hold all laws of a body surface against a function of height and weight.

    The function takes two amounts, of length and of body mass in any unit, and returns an amount,
    or a decimal or text in m2. ``policy`` names the formula, the precision and the cap that it
    should follow, ``sex`` and ``age`` the person where that formula asks for them.

    Raises `LawBrokenError` with every law that the function breaks.

    >>> def my_surface(height, weight):
    ...     squared = float(height.to("cm").number) * float(weight.to("kg").number) / 3600
    ...     return str(round(squared**0.5, 2))
    >>> check_surface(my_surface)
    Traceback (most recent call last):
        ...
    npc_regimens.errors.LawBrokenError: my_surface breaks law_surface_rounds_ties: ...
    """
    laws = [
        law_surface_ignores_units,
        law_surface_grows_with_height,
        law_surface_grows_with_weight,
        *([law_surface_is_symmetric] if policy.formula in _SYMMETRIC else []),
    ]
    all_hold(
        partial(law_surface_is_an_area, function, search=search),
        partial(law_surface_agrees, function, policy=policy, sex=sex, age=age, search=search),
        partial(law_surface_rounds_ties, function, policy=policy, sex=sex, age=age),
        *(partial(law, function, search=search) for law in laws),
    )


def law_surface_is_an_area(function: SurfaceFunction, *, search: Search = USUAL) -> None:
    """Every answer is an exact area: an amount, a decimal or text, and no float."""

    def judge(body: Measurement) -> str:
        _asked(function, body)
        return ""

    hold("law_surface_is_an_area", function, judge, examples.aimed(), (measurements(), search))


def law_surface_agrees(
    function: SurfaceFunction,
    *,
    policy: SurfacePolicy = MOSTELLER,
    sex: Sex | None = None,
    age: int | None = None,
    search: Search = USUAL,
) -> None:
    """Away from ties the answer is the surface that the library computes, to the last digit."""
    ties = frozenset((body.height, body.weight) for body in examples.on_ties())

    def judge(body: Measurement) -> str:
        is_tie = (body.height, body.weight) in ties
        return "" if is_tie else _compared(function, replace(body, sex=sex, age=age), policy)

    hold("law_surface_agrees", function, judge, examples.aimed(), (measurements(), search))


def law_surface_rounds_ties(
    function: SurfaceFunction,
    *,
    policy: SurfacePolicy = MOSTELLER,
    sex: Sex | None = None,
    age: int | None = None,
) -> None:
    """Each surface exactly between two hundredths goes up, and all of Mosteller's are tried."""

    def judge(body: Measurement) -> str:
        return _compared(function, replace(body, sex=sex, age=age), policy)

    hold("law_surface_rounds_ties", function, judge, examples.on_ties())


def _compared(function: SurfaceFunction, body: Measurement, policy: SurfacePolicy) -> str:
    found, expected = _asked(function, body), body_surface(body, policy).used
    if found == expected:
        return ""
    return f"{examples.said(body)}: expected {expected} ({policy}), found {found}"


def law_surface_ignores_units(function: SurfaceFunction, *, search: Search = USUAL) -> None:
    """One person has one surface, in centimetres, metres or inches, in kilograms or pounds."""

    def judge(pair: Pair) -> str:
        found, expected = (_asked(function, body) for body in pair)
        if found == expected:
            return ""
        other, metric = map(examples.said, pair)
        return f"{metric}: found {expected}; the same as {other}: found {found}"

    hold(
        "law_surface_ignores_units",
        function,
        judge,
        examples.one_body_twice(),
        (examples.two_units(), search),
    )


def law_surface_grows_with_height(function: SurfaceFunction, *, search: Search = USUAL) -> None:
    """Of two bodies of one weight the taller never has the smaller surface."""
    first, then = examples.neighbours_in_height(), examples.two_heights()
    _grows("law_surface_grows_with_height", function, first, (then, search))


def law_surface_grows_with_weight(function: SurfaceFunction, *, search: Search = USUAL) -> None:
    """Of two bodies of one height the heavier never has the smaller surface."""
    first, then = examples.neighbours_in_weight(), examples.two_weights()
    _grows("law_surface_grows_with_weight", function, first, (then, search))


def _grows(
    law: str,
    function: SurfaceFunction,
    first: tuple[Pair, ...],
    then: tuple[SearchStrategy[Pair], Search],
) -> None:
    def judge(pair: Pair) -> str:
        small, large = (_asked(function, body) for body in pair)
        if small <= large:
            return ""
        one, other = map(examples.said, pair)
        return f"{one}: found {small}; {other}: found {large}, which is less"

    hold(law, function, judge, first, then)


def law_surface_is_symmetric(function: SurfaceFunction, *, search: Search = USUAL) -> None:
    """In Mosteller's formula centimetres and kilograms may be exchanged."""

    def judge(pair: Pair) -> str:
        found, expected = (_asked(function, body) for body in pair)
        if found == expected:
            return ""
        one, other = map(examples.said, pair)
        return f"{one}: found {found}; exchanged, {other}: found {expected}"

    hold(
        "law_surface_is_symmetric",
        function,
        judge,
        examples.exchangeable(),
        (examples.two_exchanged(), search),
    )


def _asked(function: SurfaceFunction, body: Measurement) -> Amount:
    """Ask for the surface of a body, and read the answer as an area."""
    where = examples.said(body)
    given = answer(where, function, body.height, body.weight)
    try:
        return _area(given)
    except UnitError as error:
        raise UnansweredError(f"{where}: found {given!r}, which is no area: {error}") from error


def _area(given: object) -> Amount:
    if isinstance(given, str):
        given = Amount.parse(given if " " in given else f"{given} m2", like="1.75 m2")
    if isinstance(given, Decimal):
        given = Amount(given, "m2")
    if not isinstance(given, Amount) or given.unit != "m2":
        raise UnitError("return an area as an Amount, a Decimal or text, for example '1.75 m2'")
    return given
