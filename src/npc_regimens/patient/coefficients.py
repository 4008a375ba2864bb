"""The coefficients of formulas: cited data of the package, read when a formula is first used."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Final, Literal

from npc_regimens.errors import SourceError
from npc_regimens.record import FormatNumber, Record, WrittenAs
from npc_regimens.shipped import shipped_files
from npc_regimens.sources import Citations, Name, Words
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Mapping

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


class Coefficients(Record, extra="allow"):
    """The named coefficients of one formula for one sex, or for anyone, and where they stand."""

    __pydantic_extra__: dict[str, CoefficientText]

    cite: Citations

    @property
    def numbers(self) -> Mapping[str, Decimal]:
        """The coefficients by name."""
        return self.__pydantic_extra__


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
    weight_from: Words | None = None
    note: Words | None = None
    coefficients: dict[Literal["anyone", "female", "male"], Coefficients]

    @property
    def least_weight(self) -> Amount | None:
        """The body weight from which the formula holds, where its source says so."""
        return None if self.weight_from is None else Amount.parse(self.weight_from, like="10 kg")


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
