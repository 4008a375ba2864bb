"""The closed vocabulary of units: every spelling that exists, and what each may be mistaken for.

Body mass, drug mass and body area are dimensions of their own, so that 70 kg of body and 5 mg of
drug never add and ``mg/kg`` is a dose, not a number; what is measured in serum is no drug either.
Every factor is a whole number and the smallest unit comes first, so that decimals stay exact.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, NamedTuple

DEFINITIONS: Final = """
microgram = [drug_mass]
milligram = 1000 * microgram
gram = 1000 * milligram
ten_micrograms_of_body = [body_mass]
pound_of_body = 45359237 * ten_micrograms_of_body
kilogram_of_body = 100000000 * ten_micrograms_of_body
micrometre = [length]
centimetre = 10000 * micrometre
inch = 25400 * micrometre
metre = 100 * centimetre
square_metre = [body_area]
millilitre = [volume]
litre = 1000 * millilitre
minute = [time]
hour = 60 * minute
milligram_per_decilitre = [serum_mass]
micromole_per_litre = [serum_substance]
"""


class Unit(NamedTuple):
    """One spelling of the vocabulary: its name for pint, and its kind in words."""

    pint_name: str
    kind: str


UNITS: Final = MappingProxyType(
    {
        "mcg": Unit("microgram", "drug mass"),
        "mg": Unit("milligram", "drug mass"),
        "g": Unit("gram", "drug mass"),
        "kg": Unit("kilogram_of_body", "body mass"),
        "lb": Unit("pound_of_body", "body mass"),
        "cm": Unit("centimetre", "length"),
        "in": Unit("inch", "length"),
        "m": Unit("metre", "length"),
        "m2": Unit("square_metre", "body area"),
        "mcg/m2": Unit("microgram / square_metre", "dose per body area"),
        "mg/m2": Unit("milligram / square_metre", "dose per body area"),
        "g/m2": Unit("gram / square_metre", "dose per body area"),
        "mcg/kg": Unit("microgram / kilogram_of_body", "dose per body mass"),
        "mg/kg": Unit("milligram / kilogram_of_body", "dose per body mass"),
        "g/kg": Unit("gram / kilogram_of_body", "dose per body mass"),
        "mL": Unit("millilitre", "volume"),
        "L": Unit("litre", "volume"),
        "mg/mL": Unit("milligram / millilitre", "concentration"),
        "mL/min": Unit("millilitre / minute", "clearance"),
        "AUC": Unit("milligram * minute / millilitre", "target exposure"),
        "mg/dL": Unit("milligram_per_decilitre", "serum mass concentration"),
        "umol/L": Unit("micromole_per_litre", "serum substance concentration"),
        "min": Unit("minute", "time"),
        "h": Unit("hour", "time"),
    }
)

# Look-alikes that can only mean one thing. The list is finite on purpose: a general Unicode
# normalisation would turn "5⁰ mg" into "50 mg".
CHARACTERS: Final = MappingProxyType(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **{chr(0xFF21 + letter): chr(ord("A") + letter) for letter in range(26)},
        **{chr(0xFF41 + letter): chr(ord("a") + letter) for letter in range(26)},
        "\uff0e": ".",
        "\uff0f": "/",
        "\u00b5": "u",  # micro sign
        "\u03bc": "u",  # Greek mu
        "\u33a1": "m2",  # the one-character square metre
        # every space of Unicode but U+1680, which some fonts draw as a stroke, like a minus
        **dict.fromkeys(("\u00a0", "\u202f", "\u205f", "\u3000"), " "),
        **{chr(space): " " for space in range(0x2000, 0x200B)},
    }
)

_AREA_ENDINGS: Final = ("m²", "m^2", "m**2")
_PER_AREA: Final = tuple(f"{mass}/m2" for mass in ("mcg", "mg", "g"))

ALIASES: Final = MappingProxyType(
    {
        **dict.fromkeys(_AREA_ENDINGS, "m2"),
        **{
            unit.replace("m2", ending): unit
            for unit in _PER_AREA
            for ending in (*_AREA_ENDINGS, " m2")
        },
        **{unit.replace("/", " per "): unit for unit in _PER_AREA},
        "ug": "mcg",
        "ug/m2": "mcg/m2",
        "ug/kg": "mcg/kg",
        "ml": "mL",
        "mg/ml": "mg/mL",
        "ml/min": "mL/min",
        "mg/dl": "mg/dL",
        "umol/l": "umol/L",
    }
)

# What people write, and what they should write. Never guessed: only suggested.
REMEDIES: Final = MappingProxyType(
    {
        "MG": "write 'mg' for milligrams ('MG' is megagauss to some programs)",
        "Mg": "write 'mg' for milligrams ('Mg' is a tonne)",
        "U": "units of activity are not read; write the mass, for example '5 mg'",
        "IU": "units of activity are not read; write the mass, for example '5 mg'",
        "unit": "units of activity are not read; write the mass, for example '5 mg'",
        "units": "units of activity are not read; write the mass, for example '5 mg'",
        "cc": "write 'mL'",
        "AUC": "write 'AUC' before the number, for example 'AUC 5'",
        "gr": "write 'mg' or 'g' ('gr' is a grain)",
        "stone": "write the body weight in kg, for example '65 kg'",
        "%": "a percentage is not an amount; write a number and a unit, for example '5 mg'",
        "mg/m2/day": "write the dose of one administration, and how many times a day it is given",
        "mg/day": "write the dose of one administration, and how many times a day it is given",
        "mg/kg/day": "write the dose of one administration, and how many times a day it is given",
        "ft": "write the height in cm, for example '170 cm'",
        "mm": "write the height in cm, for example '170 cm'",
    }
)
