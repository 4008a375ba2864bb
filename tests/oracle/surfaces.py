"""A second opinion on body surfaces: powers by whole numbers alone, with a bound on the error.

It shares no code and no data with the package: the coefficients are typed here a third time.
Logarithms and exponentials are sums of a series in whole numbers of a tiny unit, and where the
exponents allow it a power is compared with a boundary exactly, without any logarithm.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

UNIT = 10**90  # a logarithm is a whole number of 10^-90
# Every step of a series loses less than one unit, no series here has a thousand steps, and halving
# 24 times makes 10^8 units of one. What they are multiplied by is below 10^6. So a surface is right
# to 10^-75.
DOUBT = Fraction(1, 10**75)

# scale, exponent of the kilograms, exponent of the centimetres
POWERS = {
    "Du Bois": ("0.007184", "0.425", "0.725"),
    "Haycock": ("0.024265", "0.5378", "0.3964"),
    "Gehan-George": ("0.0235", "0.51456", "0.42246"),
    "Fujimoto": ("0.008883", "0.444", "0.663"),
    "Takahira": ("0.007241", "0.425", "0.725"),
    "Shuter-Aslani": ("0.00949", "0.441", "0.655"),
    "Schlich female": ("0.000975482", "0.46", "1.08"),
    "Schlich male": ("0.000579479", "0.38", "1.24"),
    "Livingston-Lee": ("0.1173", "0.6466", "0"),
    "Yu": ("0.00713989", "0.4040", "0.7437"),
}
# square metres per centimetre, per kilogram, and what is added
SUMS = {
    "Stevenson": ("0.0061", "0.0128", "-0.1529"),
    "Zhao female": ("0.00586", "0.0126", "-0.0461"),
    "Zhao male": ("0.00607", "0.0127", "-0.0698"),
    "Hu female": ("0.0073", "0.0127", "-0.2106"),
    "Hu male": ("0.0057", "0.0121", "0.0882"),
}
WITHOUT_LAST_DIGIT = (*POWERS, "Boyd")
ALL = ("Mosteller", *WITHOUT_LAST_DIGIT, *SUMS)


def surface(name: str, cm: Fraction, kg: Fraction) -> Fraction:
    """Compute square metres: exactly for a sum, else within `DOUBT`."""
    if name in SUMS:
        of_cm, of_kg, added = map(Fraction, SUMS[name])
        return of_cm * cm + of_kg * kg + added
    if name == "Mosteller":
        return Fraction(math.isqrt(math.floor(cm * kg / 3600 * UNIT**2)), UNIT)
    if name == "Boyd":
        grams = 1000 * kg
        exponent = Fraction("0.7285") - Fraction("0.0188") * Fraction(log(grams), log(Fraction(10)))
        return exponential(
            log(Fraction("0.0003207")) + Fraction("0.3") * log(cm) + exponent * log(grams)
        )
    scale, of_kg, of_cm = map(Fraction, POWERS[name])
    return exponential(log(scale) + of_kg * log(kg) + of_cm * log(cm))


def steps(name: str, cm: Fraction, kg: Fraction, step: Fraction) -> int:
    """Count the steps to which a surface rounds half up; there must be no doubt about it."""
    found = surface(name, cm, kg)
    doubt = 0 if name in SUMS else DOUBT
    least, most = (math.floor((found + each) / step + Fraction(1, 2)) for each in (-doubt, doubt))
    if name == "Mosteller":  # a tie can happen, and is told exactly by its square
        tie = (most - Fraction(1, 2)) * step
        return most if tie**2 <= cm * kg / 3600 else least
    if least != most:
        raise ArithmeticError(f"{name} of {cm} cm and {kg} kg lies too near a boundary")
    return most


def is_at_least(name: str, cm: Fraction, kg: Fraction, boundary: Fraction) -> bool:
    """Compare a power with a boundary, exactly: both to the power that makes exponents whole."""
    scale, of_kg, of_cm = map(Fraction, POWERS[name])
    whole = math.lcm(of_kg.denominator, of_cm.denominator)
    left = kg ** int(of_kg * whole) * cm ** int(of_cm * whole)
    return bool(left >= (boundary / scale) ** whole)


def weight_at(name: str, cm: Fraction, boundary: Fraction, places: int) -> Fraction:
    """Find the weight of so many places at which a surface is just not over a boundary."""
    low, high = 20 * 10**places, 300 * 10**places
    while high - low > 1:
        middle = (low + high) // 2
        if surface(name, cm, Fraction(middle, 10**places)) <= boundary:
            low = middle
        else:
            high = middle
    return Fraction(low, 10**places)


@cache
def log(number: Fraction) -> int:
    """Count the units of a natural logarithm."""
    twos = 0
    while number > Fraction(4, 3):
        number, twos = number / 2, twos + 1
    while number < Fraction(2, 3):
        number, twos = number * 2, twos - 1
    return (
        _log_near_1(number)
        + twos * _log_near_1(Fraction(4, 3))
        - twos * _log_near_1(Fraction(2, 3))
    )


@cache
def _log_near_1(number: Fraction) -> int:
    """Add up 2 (z + z^3 / 3 + z^5 / 5 + ...), where z is (number - 1) / (number + 1)."""
    z = (number - 1) / (number + 1)
    power = math.floor(z * UNIT)
    square = math.floor(z * z * UNIT)
    total, odd = 0, 1
    while power not in {0, -1}:
        total += 2 * power // odd
        power = power * square // UNIT
        odd += 2
    return total


def exponential(units: Fraction | int) -> Fraction:
    """Raise e to a number of units: halve it often, add up the series, and square it back."""
    halvings = 24
    small = math.floor(Fraction(units) / 2**halvings)
    wide = 10**20  # squaring doubles an error, so the series is added up in a smaller unit
    term = total = UNIT * wide
    count = 1
    while term not in {0, -1}:
        term = term * small // (UNIT * count)
        total += term
        count += 1
    for _ in range(halvings):
        total = total * total // (UNIT * wide)
    return Fraction(total, UNIT * wide)
