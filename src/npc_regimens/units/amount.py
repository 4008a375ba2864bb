"""`Amount`: an exact number of one unit, and the only door to pint."""

from __future__ import annotations

import decimal
import threading
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol

from npc_regimens.errors import InexactError, UnitError
from npc_regimens.showing import Shown
from npc_regimens.units.reading import Comma, read
from npc_regimens.units.vocabulary import DEFINITIONS, UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pint

# Every computation happens here, never in the ambient context of the process or the thread:
# a lost digit raises instead of passing.
EXACT: Final = decimal.Context(
    prec=60,
    rounding=decimal.ROUND_HALF_EVEN,
    traps=[decimal.Inexact, decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)

# pint's own names, for quantities of any other registry that come to the door.
_FOREIGN: Final = {
    "microgram": "mcg",
    "milligram": "mg",
    "gram": "g",
    "kilogram": "kg",
    "pound": "lb",
    "centimeter": "cm",
    "inch": "in",
    "meter": "m",
    "meter ** 2": "m2",
    "microgram / meter ** 2": "mcg/m2",
    "milligram / meter ** 2": "mg/m2",
    "gram / meter ** 2": "g/m2",
    "microgram / kilogram": "mcg/kg",
    "milligram / kilogram": "mg/kg",
    "gram / kilogram": "g/kg",
    "milliliter": "mL",
    "liter": "L",
    "milligram / milliliter": "mg/mL",
    "milliliter / minute": "mL/min",
    "milligram * minute / milliliter": "AUC",
    "milligram / deciliter": "mg/dL",
    "micromole / liter": "umol/L",
    "minute": "min",
    "hour": "h",
}
_TO_FOREIGN: Final = {spelling: name for name, spelling in _FOREIGN.items()}


class PintQuantity(Protocol):
    """What is needed of a quantity of any pint registry."""

    @property
    def magnitude(self) -> Any:  # noqa: ANN401  pint's magnitude is of any type
        """The number."""

    @property
    def units(self) -> Any:  # noqa: ANN401  a class made at run time
        """The unit."""


# pint fills its tables when they are first asked for, which two threads must not do at once.
_ONE_AT_A_TIME: Final = threading.RLock()


@cache
def _registry() -> pint.UnitRegistry[Any]:
    import pint  # noqa: PLC0415  a tenth of a second that listing and checking do not need

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(
        None, non_int_type=Decimal, on_redefinition="raise"
    )
    registry.load_definitions(DEFINITIONS.strip().splitlines())
    return registry


@cache
def _spelling_by_dimensions() -> Mapping[Any, str]:
    registry = _registry()
    return {registry.Unit(unit.pint_name)._units: spelling for spelling, unit in UNITS.items()}  # noqa: SLF001  the only hashable form of a unit across calls


@cache
def _factor(unit: str) -> Decimal:
    """Count the smallest units of its kind in one unit: a whole number, but for a dose per kg."""
    with _ONE_AT_A_TIME, decimal.localcontext(EXACT):
        one = _registry().Quantity(Decimal(1), UNITS[unit].pint_name)
        return Decimal(one.to_base_units().magnitude)


def _exactly(
    operation: Callable[[Decimal, Decimal], Decimal], one: Decimal, other: Decimal
) -> Decimal:
    try:
        return operation(one, other)
    except decimal.DecimalException:
        raise UnitError(
            f"{one} and {other} have no exact result in {EXACT.prec} digits; write fewer digits"
        ) from None


@dataclass(frozen=True, slots=True)
class Amount(Shown):
    """An exact number of one unit of the closed vocabulary.

    Raises `InexactError` for a float and `UnitError` for anything that is not exact, finite and
    known. Two amounts are equal when number and unit are; compare across units with `to`.

    >>> Amount.parse("75 mg/m2") * Amount.parse("1.7 m2")
    Amount('127.5 mg')
    """

    number: Decimal
    unit: str

    def __post_init__(self) -> None:
        if not isinstance(self.number, Decimal):
            kind = type(self.number).__name__
            raise InexactError(f"an amount needs a Decimal, not the {kind} {self.number!r}")
        if not self.number.is_finite() or self.number < 0:
            raise UnitError(f"an amount is finite and not negative, got {self.number}")
        if self.number and abs(self.number.adjusted()) >= EXACT.prec:
            raise UnitError(
                f"an amount has fewer than {EXACT.prec} digits before and after the point"
            )
        if self.unit not in UNITS:
            raise UnitError(f"unit {self.unit!r} is not one of {', '.join(UNITS)}")

    @classmethod
    def parse(cls, text: str, *, like: str = "650 mg/m2", comma: Comma | None = None) -> Amount:
        """Read an amount from text by the closed grammar; a refusal shows what it is like.

        A comma is refused, for it can be a decimal or a thousands mark, unless the caller says
        which it is: ``comma="thousands"``, and each then stands before three digits.

        >>> Amount.parse("５０ µg")
        Amount('50 mcg')
        >>> Amount.parse("1,000 mg", comma="thousands")
        Amount('1000 mg')
        """
        return cls(*read(text, like, comma))

    @classmethod
    def of(cls, value: Amount | str | PintQuantity, *, like: str = "650 mg/m2") -> Amount:
        """Take an amount, text, or an exact quantity of any pint registry."""
        if isinstance(value, Amount):
            return value
        if isinstance(value, str):
            return cls.parse(value, like=like)
        return cls.from_pint(value)

    @classmethod
    def from_pint(cls, quantity: PintQuantity) -> Amount:
        """Take an exact quantity of any pint registry; a float is refused."""
        magnitude = getattr(quantity, "magnitude", quantity)
        if isinstance(magnitude, bool) or not isinstance(magnitude, int | Decimal):
            kind = type(magnitude).__name__
            raise InexactError(f"an amount needs a whole number or a Decimal, not a {kind}")
        name = str(getattr(quantity, "units", ""))
        if name not in _FOREIGN:
            raise UnitError(f"pint unit {name!r} is not one of {', '.join(_FOREIGN)}")
        return cls(Decimal(magnitude), _FOREIGN[name])

    def to_pint(self, registry: pint.UnitRegistry[Any]) -> pint.Quantity[Any]:
        """Give this amount to a pint registry of the caller's own."""
        return registry.Quantity(self.number, _TO_FOREIGN[self.unit])

    @property
    def kind(self) -> str:
        """What the unit measures, in words.

        >>> Amount.parse("650 mg/m2").kind
        'dose per body area'
        """
        return UNITS[self.unit].kind

    @property
    def digits(self) -> str:
        """The number without exponent, trailing zeros or thousands marks.

        >>> Amount.parse("1750.0 mg").digits
        '1750'
        """
        text = format(self.number, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text

    def to(self, unit: str) -> Amount:
        """Express the same quantity in another unit, exactly or not at all.

        >>> Amount.parse("143 lb").to("kg")
        Amount('64.86370891 kg')
        """
        if unit == self.unit:
            return self
        if unit not in UNITS or UNITS[unit].kind != self.kind:
            raise UnitError(f"{self} ({self.kind}) cannot be expressed in {unit!r}")
        smallest = _exactly(EXACT.multiply, self.number, _factor(self.unit))
        try:
            number = EXACT.divide(smallest, _factor(unit))
        except decimal.Inexact:
            raise UnitError(f"{self} has no exact value in {unit}") from None
        return Amount(EXACT.normalize(number), unit)

    def __add__(self, other: Amount) -> Amount:
        if not isinstance(other, Amount):
            return NotImplemented
        return Amount(_exactly(EXACT.add, self.number, other.to(self.unit).number), self.unit)

    def __mul__(self, other: Amount | int | Decimal) -> Amount:
        if isinstance(other, Amount):
            return self._combined("times", other)
        if isinstance(other, bool) or not isinstance(other, int | Decimal):
            raise InexactError(f"{self} is multiplied by exact numbers only, not by {other!r}")
        return Amount(_exactly(EXACT.multiply, self.number, Decimal(other)), self.unit)

    __rmul__ = __mul__

    def __truediv__(self, other: Amount) -> Amount:
        if not isinstance(other, Amount):
            return NotImplemented
        return self._combined("over", other)

    def __lt__(self, other: Amount) -> bool:
        if not isinstance(other, Amount):
            return NotImplemented
        mine, theirs = self._beside(other)
        return mine < theirs

    def __le__(self, other: Amount) -> bool:
        if not isinstance(other, Amount):
            return NotImplemented
        mine, theirs = self._beside(other)
        return mine <= theirs

    def __str__(self) -> str:
        return f"AUC {self.digits}" if self.unit == "AUC" else f"{self.digits} {self.unit}"

    def __repr__(self) -> str:
        return f"Amount({str(self)!r})"

    def _beside(self, other: Amount) -> tuple[Decimal, Decimal]:
        """Express two amounts in one unit: of two units of a kind, one is exact in the other."""
        try:
            return self.number, other.to(self.unit).number
        except UnitError:
            return self.to(other.unit).number, other.number

    def _quantity(self) -> Any:  # noqa: ANN401  pint builds its quantity class at run time
        return _registry().Quantity(self.number, UNITS[self.unit].pint_name)

    def _combined(self, how: str, other: Amount) -> Amount:
        with _ONE_AT_A_TIME, decimal.localcontext(EXACT):
            mine, theirs = self._quantity(), other._quantity()
            try:
                result = mine * theirs if how == "times" else mine / theirs
            except decimal.DecimalException:
                raise UnitError(f"{self} {how} {other} has no exact value") from None
            unit = _spelling_by_dimensions().get(result._units)  # noqa: SLF001  see above
        if unit is None:
            raise UnitError(f"{self} {how} {other} has no unit in the vocabulary")
        return Amount(result.magnitude, unit)
