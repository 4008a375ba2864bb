"""The bodies on which laws are tried, alone and in pairs whose answers a law compares."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from hypothesis import assume
from hypothesis import strategies as st

from npc_regimens.errors import PatientError
from npc_regimens.patient import Measurement
from npc_regimens.strategies.bodies import (
    MEASURED_ON,
    PLAIN_HEIGHT,
    PLAIN_WEIGHT,
    around,
    body_limits,
    each_hundredth,
    each_kilogram,
    from_plain,
    measured,
    readable_heights,
    readable_weights,
    surface_ties,
)
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import DrawFn

Pair: TypeAlias = tuple[Measurement, Measurement]

PLAIN: Final = measured(PLAIN_HEIGHT, PLAIN_WEIGHT)
_INCHES: Final = range(55, 80)
_POUNDS: Final = range(110, 300, 11)
_CENTRE: Final = (67, 143)  # inches and pounds


def said(body: Measurement) -> str:
    """Say a body in words."""
    clearance = "" if body.clearance is None else f", clearance {body.clearance}"
    return f"height {body.height}, weight {body.weight}{clearance}"


def with_clearance(body: Measurement, clearance: Amount | None) -> Measurement:
    """Give a body a clearance, or none."""
    return replace(body, clearance=clearance)


@cache
def aimed() -> tuple[Measurement, ...]:
    """List the plain body, one for each hundredth of surface and each kilogram, and the limits."""
    rest = {*each_hundredth(), *each_kilogram(), *body_limits()}
    return (PLAIN, *(measured(*body) for body in sorted(rest, key=_from_plain)))


def _from_plain(body: tuple[int, int]) -> tuple[int, tuple[int, int]]:
    """Order bodies by their distance from the plain one, and equal distances by the body."""
    return from_plain(body), body


def _from_plain_pair(pair: Pair) -> Decimal:
    """Order pairs of bodies by the distance of both from the plain one."""
    return sum(
        (
            abs(body.height.number - PLAIN.height.number)
            + abs(body.weight.number - PLAIN.weight.number)
            for body in pair
        ),
        Decimal(0),
    )


@cache
def on_ties() -> tuple[Measurement, ...]:
    """List the bodies whose Mosteller surface lies between two hundredths."""
    return tuple(measured(*body) for body in surface_ties())


@cache
def neighbours_in_height() -> tuple[Pair, ...]:
    """List bodies of one weight and of heights that differ by a centimetre."""
    heights = readable_heights(PLAIN_WEIGHT)[::10]
    pairs = pairwise(measured(height, PLAIN_WEIGHT) for height in heights)
    return tuple(sorted(pairs, key=_from_plain_pair))


@cache
def neighbours_in_weight() -> tuple[Pair, ...]:
    """List bodies of one height and of weights that differ by a kilogram."""
    weights = readable_weights(PLAIN_HEIGHT)[::10]
    pairs = pairwise(measured(PLAIN_HEIGHT, weight) for weight in weights)
    return tuple(sorted(pairs, key=_from_plain_pair))


@st.composite
def two_heights(draw: DrawFn) -> Pair:
    """Draw a body and a taller one of the same weight."""
    weight = draw(around(PLAIN_WEIGHT, 200, 3000))
    heights = readable_heights(weight)
    height = around(PLAIN_HEIGHT, heights[0], heights[-1])
    low, high = sorted((draw(height), draw(height)))
    return measured(low, weight), measured(high, weight)


@st.composite
def two_weights(draw: DrawFn) -> Pair:
    """Draw a body and a heavier one of the same height."""
    height = draw(around(PLAIN_HEIGHT, 1000, 2300))
    weights = readable_weights(height)
    weight = around(PLAIN_WEIGHT, weights[0], weights[-1])
    low, high = sorted((draw(weight), draw(weight)))
    return measured(height, low), measured(height, high)


def exchanged(height: int, weight: int) -> Pair | None:
    """Make a body and the one with its centimetres for kilograms, where both are read."""
    try:
        return measured(height, weight), measured(weight, height)
    except PatientError:
        return None


@cache
def exchangeable() -> tuple[Pair, ...]:
    """List bodies that are read either way, in steps of 10 cm and 10 kg."""
    sizes = range(1000, 2301, 100)
    made = (exchanged(height, weight) for height in sizes for weight in sizes)
    return tuple(sorted(_made(made), key=_from_middle))


def _from_middle(pair: Pair) -> Decimal:
    """Order exchanged bodies by how far both heights are from 150 cm; their weights follow."""
    return abs(pair[0].height.number - 150) + abs(pair[1].height.number - 150)


@st.composite
def two_exchanged(draw: DrawFn) -> Pair:
    """Draw a body that is read either way, with the other."""
    size = around(1500, 1000, 2300)
    pair = exchanged(draw(size), draw(size))
    assume(pair is not None)
    return pair or (PLAIN, PLAIN)


def in_metres(body: Measurement) -> Measurement:
    """Say a body in metres."""
    return replace(body, height=body.height.to("m"))


def american(inches: Decimal, pounds: Decimal) -> Pair | None:
    """Make a body in inches and pounds, and the same in exact metric units, if it is read."""
    height, weight = Amount(inches, "in"), Amount(pounds, "lb")
    try:
        body = Measurement(on=MEASURED_ON, height=height, weight=weight)
    except PatientError:
        return None
    return body, Measurement(on=body.on, height=height.to("cm"), weight=weight.to("kg"))


@cache
def one_body_twice() -> tuple[Pair, ...]:
    """List bodies in other units, each beside the same body in centimetres and kilograms."""
    metric = [measured(height, PLAIN_WEIGHT) for height in range(1400, 2001, 50)]
    metric.sort(key=lambda body: abs(body.height.number - PLAIN.height.number))
    sizes = [(Decimal(inches), Decimal(pounds)) for inches in _INCHES for pounds in _POUNDS]
    sizes.sort(key=lambda size: sum(abs(a - b) for a, b in zip(size, _CENTRE, strict=True)))
    return (*((in_metres(body), body) for body in metric), *_made(american(*s) for s in sizes))


def _made(pairs: Iterable[Pair | None]) -> tuple[Pair, ...]:
    return tuple(pair for pair in pairs if pair is not None)


@st.composite
def two_units(draw: DrawFn) -> Pair:
    """Draw a body in inches and pounds, to a tenth, beside the same in exact metric units."""
    inches, pounds = (draw(around(10 * n, 5 * n, 15 * n)) for n in _CENTRE)
    pair = american(Decimal(inches).scaleb(-1), Decimal(pounds).scaleb(-1))
    assume(pair is not None)
    return pair or (PLAIN, PLAIN)
