"""The vocabulary, written a second time: what each unit measures, and what each look-alike is."""

from __future__ import annotations

import decimal
import string
import unicodedata
from decimal import Decimal

import pint
import pytest

from npc_regimens.units import EXACT, UNITS, Amount, amount
from npc_regimens.units.vocabulary import ALIASES, CHARACTERS, DEFINITIONS, REMEDIES

KINDS = {
    "drug mass": {"mcg", "mg", "g"},
    "body mass": {"kg", "lb"},
    "length": {"cm", "in", "m"},
    "body area": {"m2"},
    "dose per body area": {"mcg/m2", "mg/m2", "g/m2"},
    "dose per body mass": {"mcg/kg", "mg/kg", "g/kg"},
    "volume": {"mL", "L"},
    "concentration": {"mg/mL"},
    "clearance": {"mL/min"},
    "target exposure": {"AUC"},
    "serum mass concentration": {"mg/dL"},
    "serum substance concentration": {"umol/L"},
    "time": {"min", "h"},
}

# From the definitions of the metre, the pound (0.45359237 kg) and the inch (2.54 cm).
SMALLEST = {
    "mcg": "1",
    "mg": "1000",
    "g": "1000000",
    "kg": "100000000",
    "lb": "45359237",
    "cm": "10000",
    "in": "25400",
    "m": "1000000",
    "m2": "1",
    "mcg/m2": "1",
    "mg/m2": "1000",
    "g/m2": "1000000",
    "mcg/kg": "0.00000001",
    "mg/kg": "0.00001",
    "g/kg": "0.01",
    "mL": "1",
    "L": "1000",
    "mg/mL": "1000",
    "mL/min": "1",
    "AUC": "1000",
    "mg/dL": "1",
    "umol/L": "1",
    "min": "1",
    "h": "60",
}

SPELLINGS = {
    "m²": "m2",
    "m^2": "m2",
    "m**2": "m2",
    "mcg/m²": "mcg/m2",
    "mcg/m^2": "mcg/m2",
    "mcg/m**2": "mcg/m2",
    "mcg/ m2": "mcg/m2",
    "mg/m²": "mg/m2",
    "mg/m^2": "mg/m2",
    "mg/m**2": "mg/m2",
    "mg/ m2": "mg/m2",
    "g/m²": "g/m2",
    "g/m^2": "g/m2",
    "g/m**2": "g/m2",
    "g/ m2": "g/m2",
    "mcg per m2": "mcg/m2",
    "mg per m2": "mg/m2",
    "g per m2": "g/m2",
    "ug": "mcg",
    "ug/m2": "mcg/m2",
    "ug/kg": "mcg/kg",
    "ml": "mL",
    "mg/ml": "mg/mL",
    "ml/min": "mL/min",
    "mg/dl": "mg/dL",
    "umol/l": "umol/L",
}

MASS = "units of activity are not read; write the mass, for example '5 mg'"
OF_ONE_DOSE = "write the dose of one administration, and how many times a day it is given"
IN_CENTIMETRES = "write the height in cm, for example '170 cm'"
ADVICE = {
    "MG": "write 'mg' for milligrams ('MG' is megagauss to some programs)",
    "Mg": "write 'mg' for milligrams ('Mg' is a tonne)",
    "U": MASS,
    "IU": MASS,
    "unit": MASS,
    "units": MASS,
    "cc": "write 'mL'",
    "AUC": "write 'AUC' before the number, for example 'AUC 5'",
    "gr": "write 'mg' or 'g' ('gr' is a grain)",
    "stone": "write the body weight in kg, for example '65 kg'",
    "%": "a percentage is not an amount; write a number and a unit, for example '5 mg'",
    "mg/m2/day": OF_ONE_DOSE,
    "mg/day": OF_ONE_DOSE,
    "mg/kg/day": OF_ONE_DOSE,
    "ft": IN_CENTIMETRES,
    "mm": IN_CENTIMETRES,
}

# Unicode's own list of spaces; some fonts draw one of them as a stroke, like a minus.
STROKE = unicodedata.lookup("OGHAM SPACE MARK")
SPACES = {c for c in map(chr, range(0x80, 0x10000)) if unicodedata.category(c) == "Zs"} - {STROKE}
DIGITS = ("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")


def look_alikes() -> dict[str, str]:
    """List the look-alikes by their names in Unicode."""
    named = {f"FULLWIDTH DIGIT {name}": str(digit) for digit, name in enumerate(DIGITS)}
    for letter in string.ascii_uppercase:
        named[f"FULLWIDTH LATIN CAPITAL LETTER {letter}"] = letter
        named[f"FULLWIDTH LATIN SMALL LETTER {letter}"] = letter.lower()
    named |= {"FULLWIDTH FULL STOP": ".", "FULLWIDTH SOLIDUS": "/", "SQUARE M SQUARED": "m2"}
    named |= {"MICRO SIGN": "u", "GREEK SMALL LETTER MU": "u"}
    found = {unicodedata.lookup(name): plain for name, plain in named.items()}
    return found | dict.fromkeys(SPACES, " ")


def test_each_unit_measures_one_kind_of_thing() -> None:
    """Body mass, drug mass and area are kinds of their own, each with its own few units."""
    found = {kind: {u for u in UNITS if UNITS[u].kind == kind} for kind in KINDS}

    assert found == KINDS
    assert sum(map(len, KINDS.values())) == len(UNITS)


@pytest.mark.parametrize("unit", UNITS)
def test_each_unit_is_so_many_of_the_smallest(unit: str) -> None:
    """Every factor is the one of the definition, to the last digit."""
    assert amount._factor(unit) == Decimal(SMALLEST[unit])


def test_the_look_alikes_are_a_list_of_named_characters() -> None:
    """What stands for a plain character is listed by name: no range runs over its end."""
    assert dict(CHARACTERS) == look_alikes()


def test_the_spellings_of_a_unit_are_a_list() -> None:
    """Each other spelling can mean one unit alone."""
    assert dict(ALIASES) == SPELLINGS


def test_the_advice_for_a_unit_that_is_not_read_is_whole() -> None:
    """What may be mistaken is refused with what to write instead, word by word."""
    assert dict(REMEDIES) == ADVICE


def test_a_unit_is_defined_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second definition of a unit is an error, and never takes the place of the first."""
    monkeypatch.setattr(amount, "DEFINITIONS", f"{DEFINITIONS}gram = 999 * milligram\n")

    with pytest.raises(pint.RedefinitionError, match="gram"):
        amount._registry.__wrapped__()


@pytest.mark.parametrize("unit", UNITS)
def test_no_float_stands_in_the_tables_of_units(unit: str) -> None:
    """Decimals are what pint reckons in, also where it divides."""
    factor, _ = amount._registry().get_root_units(UNITS[unit].pint_name)

    assert isinstance(factor, int | Decimal)


def test_factors_do_not_depend_on_the_precision_around_them() -> None:
    """A precision of four digits while the tables are filled changes no conversion."""
    amount._factor.cache_clear()

    with decimal.localcontext(decimal.Context(prec=4)):
        assert Amount.parse("143 lb").to("kg") == Amount.parse("64.86370891 kg")


def test_a_digit_is_never_lost() -> None:
    """What does not fit raises: an inexact, undefined or too large result is none."""
    lost = decimal.Inexact, decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow

    assert EXACT.prec == 60
    assert {signal for signal, trapped in EXACT.traps.items() if trapped} == set(lost)
