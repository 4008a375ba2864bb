"""The coefficients of formulas: cited data of the package, read when a formula is first used."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import model_validator

from npc_regimens.errors import SourceError
from npc_regimens.record import FormatNumber, Record, WrittenAs
from npc_regimens.shipped import shipped_files
from npc_regimens.sources import Citations, Name, Words
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHOLE: Final = ({"anyone"}, {"female", "male"})
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,12})?")


def read_coefficient(text: str) -> Decimal:
    """Read a plain decimal, which may be negative.

    >>> read_coefficient("-0.1529")
    Decimal('-0.1529')
    """
    if _NUMBER.fullmatch(text) is None:
        raise SourceError(f"{text!r} is not a coefficient; write a plain number, like '0.725'")
    return Decimal(text)


CoefficientText = Annotated[
    Decimal, WrittenAs(read_coefficient, "0.725", "A plain number.", only_text=True)
]


def read_body_mass(text: str) -> Amount:
    """Read a body mass.

    >>> read_body_mass("10 kg")
    Amount('10 kg')
    """
    amount = Amount.parse(text, like="10 kg")
    if amount.kind != "body mass":
        raise SourceError(f"{amount} is a {amount.kind}, not a body mass, like '10 kg'")
    return amount


BodyMassText = Annotated[Amount, WrittenAs(read_body_mass, "10 kg", "A body mass.")]


class Named(dict[str, Decimal]):
    """Coefficients by name, of which a formula must have each that it asks for."""

    def __missing__(self, name: str) -> Decimal:
        raise SourceError(f"the file of a formula lacks the coefficient {name!r}; install again")


class Coefficients(Record, extra="allow"):
    """The named coefficients of one formula for one sex, or for anyone, and where they stand."""

    __pydantic_extra__: dict[str, CoefficientText]

    cite: Citations

    @property
    def numbers(self) -> Mapping[str, Decimal]:
        """The coefficients by name."""
        return Named(self.__pydantic_extra__)


class FormulaRecord(Record):
    """One formula: what it gives, whom it is for, and its coefficients with their citations.

    The coefficients stand by sex where the formula has them so, else under ``anyone``.
    """

    format: FormatNumber
    id: Name
    name: Words
    gives: Literal["body surface", "ideal weight", "adjusted weight", "clearance", "dose"]
    year: int | None = None
    adults_only: bool
    weight_from: BodyMassText | None = None
    note: Words | None = None
    coefficients: dict[Literal["anyone", "female", "male"], Coefficients]

    @model_validator(mode="after")
    def _stands_for_everybody(self) -> FormulaRecord:
        """Leave nobody without coefficients: a body surface is for anyone, or for each sex."""
        if self.gives == "body surface" and self.coefficients.keys() not in _WHOLE:
            raise SourceError(
                f"coefficients are for {' and '.join(self.coefficients) or 'nobody'};"
                " a body surface has [coefficients.anyone], or one for female and one for male"
            )
        return self


@cache
def formula_record(name: str) -> FormulaRecord:
    """Read the record of a formula of the package by its id.

    >>> formula_record("mosteller").year
    1987
    """
    text = shipped_files("formulas")[name].read_text(encoding="utf-8")
    return FormulaRecord.model_validate(tomllib.loads(text, parse_float=Decimal))


def coefficients(name: str, whom: str = "anyone") -> Mapping[str, Decimal]:
    """Return the coefficients of a formula for a sex, or for anyone.

    >>> coefficients("calvert")["constant"]
    Decimal('25')
    """
    return formula_record(name).coefficients[whom].numbers  # type: ignore[index]  # a literal
