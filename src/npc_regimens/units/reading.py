"""The closed grammar of an amount: a plain decimal, and one unit of the vocabulary.

Text is understood whole or refused with the part that was not understood. Nothing but this
module turns text into a number of something.
"""

from __future__ import annotations

import difflib
import re
from decimal import Decimal
from typing import Final, Literal

from npc_regimens.errors import UnitError
from npc_regimens.units.vocabulary import ALIASES, CHARACTERS, REMEDIES, UNITS

LONGEST: Final = 40  # no amount of the vocabulary needs more; keeps numbers small
_NUMBER: Final = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?")
_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_LETTER: Final = re.compile(r"[A-Za-z%]")  # where the unit begins

Comma = Literal["thousands"]  # what a caller can say of the commas in a text


def read(text: str, like: str = "650 mg/m2", comma: Comma | None = None) -> tuple[Decimal, str]:
    """Read a number and a unit; ``like`` is the right example that a refusal shows.

    >>> read("650 mg/m²")
    (Decimal('650'), 'mg/m2')
    """
    if comma not in {None, "thousands"}:
        raise UnitError(f"comma {comma!r} is not known; say comma='thousands', or leave it out")
    plain = plain_characters(text, like)
    if plain.startswith("AUC"):  # the one unit that is written before its number
        return read_number(plain.removeprefix("AUC").strip(" "), text, like, comma), "AUC"
    letter = _LETTER.search(plain)
    if letter is None:
        read_number(plain, text, like, comma)
        raise UnitError(f"amount {text!r} has no unit; write number and unit, like {like!r}")
    number = read_number(plain[: letter.start()].rstrip(" "), text, like, comma)
    return number, read_unit(plain[letter.start() :], text)


def plain_characters(text: str, like: str = "650 mg/m2") -> str:
    """Write look-alikes in the characters they stand for, and refuse the rest.

    >>> plain_characters("５０ mg")
    '50 mg'
    """
    if not isinstance(text, str):
        raise UnitError(f"an amount is read from text, not from {type(text).__name__}")
    if len(text) > LONGEST:
        raise UnitError(f"an amount of {len(text)} characters is not read; {LONGEST} are enough")
    plain = "".join(CHARACTERS.get(character, character) for character in text).strip(" ")
    for character in plain:
        if not (character.isascii() and character.isprintable()) and character != "²":
            raise UnitError(
                f"amount {text!r} has the character U+{ord(character):04X}, which is not read;"
                f" write plain digits and letters, for example {like!r}"
            )
    return plain


def read_number(number: str, text: str, like: str, comma: Comma | None = None) -> Decimal:
    """Read a plain positive decimal; ``text`` is the whole, which the message quotes."""
    if number == "":
        raise UnitError(f"amount {text!r} has no number; write number and unit, like {like!r}")
    if comma is not None and "," in number:
        number = _without_commas(number, text)
    if _NUMBER.fullmatch(number) is None:
        raise UnitError(f"amount {text!r}: {_number_remedy(number)}")
    value = Decimal(number)
    if value == 0:
        raise UnitError(f"amount {text!r} is zero; an amount is more than zero")
    return value


def _without_commas(number: str, text: str) -> str:
    """Take thousands marks out of a number, each of which stands before three digits."""
    if _THOUSANDS.fullmatch(number) is None:
        raise UnitError(
            f"amount {text!r}: the commas in {number!r} do not stand between groups of three"
            " digits; write '1,500' or '1500'"
        )
    return number.replace(",", "")


def _number_remedy(number: str) -> str:
    if "," in number:
        return (
            f"the comma in {number!r} can be a decimal or a thousands mark;"
            " write '1.5' or '1500', with a point or with nothing"
        )
    if number.startswith("-"):
        return f"{number!r} is negative; an amount is more than zero"
    if number.startswith("."):
        return f"{number!r} lacks the zero before the point; write '0{number}'"
    if number.endswith("."):
        return f"{number!r} ends in a point; write {number[:-1]!r}"
    return f"{number!r} is not a plain number; write digits with at most one point, like '1.5'"


def read_unit(unit: str, text: str = "") -> str:
    """Return the canonical spelling of a unit; ``text`` is the whole that it stands in.

    >>> read_unit("mg/m^2")
    'mg/m2'
    """
    spelled = ALIASES.get(unit, unit)
    if spelled in UNITS and spelled != "AUC":
        return spelled
    place = f"amount {text!r}: " if text else ""
    raise UnitError(f"{place}unit {unit!r} is not in the vocabulary; {_unit_remedy(unit)}")


def _unit_remedy(unit: str) -> str:
    known = REMEDIES.get(unit)
    if known is not None:
        return known
    by_case = {name.casefold(): name for name in UNITS}
    near = difflib.get_close_matches(unit.casefold(), by_case, n=1)
    if near:
        return f"did you mean {by_case[near[0]]!r}?"
    return f"write one of {', '.join(UNITS)}"
