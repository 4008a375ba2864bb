"""Strategies for bodies: height and weight that belong together, aimed at ties of the surface.

Heights are counted in millimetres and weights in 100 g, so that a tie is a tie.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import cache
from math import isqrt
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from npc_regimens.patient import BODY_MASS_INDICES, Measurement, Patient, Sex
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

MEASURED_ON: Final = dt.date(2020, 1, 1)  # before every start that is drawn

# Every example shrinks towards this body, so that what is left says what matters.
PLAIN_HEIGHT: Final = 1700
PLAIN_WEIGHT: Final = 650

_HEIGHTS: Final = (1000, 2300)
_WEIGHTS: Final = (200, 3000)


def around(centre: int, least: int, most: int) -> SearchStrategy[int]:
    """Draw a whole number that shrinks towards a centre, or towards the end nearest to it."""
    middle = max(least, min(centre, most))
    return st.integers(least - middle, most - middle).map(lambda offset: middle + offset)


def readable_weights(height: int) -> range:
    """Bound the weight in 100 g by what is read with a height in mm."""
    least, most = (index * height * height for index in BODY_MASS_INDICES)
    first, last = _WEIGHTS
    return range(max(first, -(-least // 100_000)), min(last, most // 100_000) + 1)


def readable_heights(weight: int) -> range:
    """Bound the height in mm by what is read with a weight in 100 g."""
    least, most = (isqrt(weight * 100_000 // index) for index in reversed(BODY_MASS_INDICES))
    first, last = _HEIGHTS
    # a root that is cut may be a millimetre short, for which the body mass index is too large
    return range(max(first, least + 1), min(last, most) + 1)


def measured(height: int, weight: int, on: dt.date = MEASURED_ON) -> Measurement:
    """Make a measurement of a height in mm and a weight in 100 g.

    >>> print(measured(1203, 1203).height)
    120.3 cm
    """
    in_cm, in_kg = (Decimal(number).scaleb(-1) for number in (height, weight))
    return Measurement(on=on, height=Amount(in_cm, "cm"), weight=Amount(in_kg, "kg"))


def from_plain(body: tuple[int, int]) -> int:
    """Say how far a body is from the plain one, for lists that begin with the plainest."""
    height, weight = body
    return abs(height - PLAIN_HEIGHT) + abs(weight - PLAIN_WEIGHT)


@cache
def surface_ties() -> tuple[tuple[int, int], ...]:
    """List heights in mm and weights in 100 g with a Mosteller surface between two hundredths.

    The list is complete for the bodies that are read, and begins with the plainest.

    >>> (1203, 1203) in surface_ties()  # exactly 2.005 m2
    True
    """
    ties = (
        (height, 9 * k * k // height)
        for k in range(151, 500, 2)
        for height in range(1000, 2301)
        if 9 * k * k % height == 0 and 9 * k * k // height in readable_weights(height)
    )
    return tuple(sorted(ties, key=from_plain))


@cache
def body_limits() -> tuple[tuple[int, int], ...]:
    """List the lightest and the heaviest body that is read, short, plain and tall."""
    heights = (PLAIN_HEIGHT, *_HEIGHTS)
    return tuple((height, readable_weights(height)[end]) for height in heights for end in (0, -1))


@cache
def each_hundredth() -> tuple[tuple[int, int], ...]:
    """List one body for each hundredth of a Mosteller surface that is read, the plainest first.

    A dose per body surface depends on nothing else, so the list goes through all such doses.
    """
    found: dict[int, tuple[int, int]] = {}
    for height in sorted(range(1000, 2301, 10), key=lambda each: abs(each - PLAIN_HEIGHT)):
        for weight in readable_weights(height):
            # half up to a hundredth, as ever; on a tie lies the list of ties
            hundredths = (isqrt(4 * height * weight // 36) + 1) // 2
            found.setdefault(hundredths, (height, weight))
    return tuple(sorted(found.values(), key=from_plain))


@cache
def each_kilogram() -> tuple[tuple[int, int], ...]:
    """List one body for each whole kilogram that is read, the plainest first."""
    bodies = []
    for weight in range(_WEIGHTS[0], _WEIGHTS[1] + 1, 10):
        heights = readable_heights(weight)
        bodies.append((max(heights[0], min(PLAIN_HEIGHT, heights[-1])), weight))
    return tuple(sorted(bodies, key=from_plain))


@st.composite
def measurements(
    draw: DrawFn, on: dt.date = MEASURED_ON, *, with_clearance: bool = False
) -> Measurement:
    """Draw height and weight that belong together, often on a tie of the body surface.

    It shrinks towards 170 cm and 65 kg, and 90 mL/min where a clearance is wanted.
    """
    on_a_tie = draw(st.booleans())
    height = draw(around(PLAIN_HEIGHT, *_HEIGHTS))
    weights = readable_weights(height)
    weight = draw(around(PLAIN_WEIGHT, weights[0], weights[-1]))
    # the nearest tie, so that an example that needs none keeps about its height and weight
    body = measured(*(_nearest_tie(height, weight) if on_a_tie else (height, weight)), on)
    if not with_clearance:
        return body
    clearance = Amount(Decimal(draw(around(90, 1, 400))), "mL/min")
    return replace(body, clearance=clearance)


@st.composite
def people(draw: DrawFn, on: dt.date = MEASURED_ON) -> Measurement:
    """Draw an adult body with sex, age and creatinine, for the formulas that ask for them.

    The creatinine comes in either unit, often near the floor that a guideline names.
    """
    body = draw(measurements(on))
    tenths = draw(around(9, 4, 40))
    in_umol = draw(st.booleans())
    creatinine = (
        Amount(Decimal(tenths * 9), "umol/L")
        if in_umol
        else Amount(Decimal(tenths).scaleb(-1), "mg/dL")
    )
    sex, age = draw(st.sampled_from(Sex)), draw(around(55, 18, 95))
    return replace(body, sex=sex, age=age, creatinine=creatinine)


def _nearest_tie(height: int, weight: int) -> tuple[int, int]:
    return min(surface_ties(), key=lambda tie: abs(tie[0] - height) + abs(tie[1] - weight))


def patients(on: dt.date = MEASURED_ON) -> SearchStrategy[Patient]:
    """Draw a patient measured on a day that lies before every drawn start."""
    return measurements(on).map(lambda body: Patient(measurements=(body,)))
