"""What is measured of a patient on one day, and what no patient measures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from npc_regimens.dates import plain_date
from npc_regimens.errors import PatientError, UnitError
from npc_regimens.rounding import Exact
from npc_regimens.units import Amount

if TYPE_CHECKING:
    import datetime as dt

    from npc_regimens.units import PintQuantity

# Guards against slips of the pen (metres for centimetres, pounds for kilograms, one unit of
# creatinine for the other), not clinical limits: outside them a number is refused, for nobody who
# is treated measures so.
HEIGHTS: Final = (Amount.parse("100 cm"), Amount.parse("230 cm"))
WEIGHTS: Final = (Amount.parse("20 kg"), Amount.parse("300 kg"))
CLEARANCES: Final = (Amount.parse("1 mL/min"), Amount.parse("400 mL/min"))
CREATININES: Final = {
    "mg/dL": (Amount.parse("0.1 mg/dL"), Amount.parse("9 mg/dL")),
    "umol/L": (Amount.parse("10 umol/L"), Amount.parse("800 umol/L")),
}
BODY_MASS_INDICES: Final = (12, 110)  # kg per square metre of height
AGES: Final = range(1, 121)  # whole years

_EXAMPLES: Final = {
    "height": "170 cm",
    "weight": "65 kg",
    "clearance": "90 mL/min",
    "creatinine": "80 umol/L",
}


class Sex(StrEnum):
    """The sex that a formula asks for."""

    FEMALE = "female"
    MALE = "male"

    @classmethod
    def read(cls, value: Sex | str) -> Sex:
        """Take a sex as text.

        >>> Sex.read("female")
        <Sex.FEMALE: 'female'>
        """
        if value not in [*cls]:
            raise PatientError(f"sex {value!r} is not read; write 'female' or 'male'")
        return cls(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Height and weight of one day, and what else a dose rule or a formula needs.

    ``age`` is in whole years on that day. Raises `PatientError` for what no patient measures.
    """

    on: dt.date
    height: Amount
    weight: Amount
    clearance: Amount | None = None
    creatinine: Amount | None = None
    sex: Sex | None = None
    age: int | None = None

    def __post_init__(self) -> None:
        plain_date(self.on, "the date of a measurement")
        _within("height", self.height, HEIGHTS)
        _within("weight", self.weight, WEIGHTS)
        least, most = BODY_MASS_INDICES
        index = self.body_mass_index
        if not least <= index <= most:
            raise PatientError(
                f"height {self.height} and weight {self.weight} do not belong together (body mass"
                f" index {_said_index(index)}, read from {least} to {most}); check"
                " both and their units"
            )
        if self.clearance is not None:
            _within("clearance", self.clearance, CLEARANCES)
        if self.creatinine is not None:
            _check_creatinine(self.creatinine)
        if self.sex is not None:
            object.__setattr__(self, "sex", Sex.read(self.sex))
        if self.age is not None and (type(self.age) is not int or self.age not in AGES):
            raise PatientError(
                f"age {self.age!r} cannot be right: it is read from {AGES[0]} to {AGES[-1]} whole"
                " years, for example 55"
            )

    @property
    def body_mass_index(self) -> Fraction:
        """Kilograms over the square of the height in metres, exactly."""
        metres = Fraction(self.height.to("m").number)
        return Fraction(self.weight.to("kg").number) / metres**2

    @classmethod
    def read(  # noqa: PLR0913  each is one measured thing, given by name
        cls,
        *,
        on: dt.date,
        height: Amount | str | PintQuantity,
        weight: Amount | str | PintQuantity,
        clearance: Amount | str | PintQuantity | None = None,
        creatinine: Amount | str | PintQuantity | None = None,
        sex: Sex | str | None = None,
        age: int | None = None,
    ) -> Measurement:
        """Take amounts as text or as quantities of any pint registry.

        >>> import datetime as dt
        >>> Measurement.read(on=dt.date(2026, 12, 1), height="1.7 m", weight="143 lb").height
        Amount('1.7 m')
        """
        return cls(
            on=on,
            height=_amount("height", height),
            weight=_amount("weight", weight),
            clearance=None if clearance is None else _amount("clearance", clearance),
            creatinine=None if creatinine is None else _amount("creatinine", creatinine),
            sex=None if sex is None else Sex.read(sex),
            age=age,
        )


def _said_index(index: Fraction) -> str:
    """Write a body mass index that is refused to 0.01, and none as if it could be read.

    >>> _said_index(Fraction("11.994")), _said_index(Fraction("110.001"))
    ('11.99', 'just over 110')
    """
    least, most = BODY_MASS_INDICES
    rounded = Exact(index).half_up(Fraction(1, 100))
    if rounded < least or rounded > most:
        return str(rounded)
    return f"just under {least}" if index < least else f"just over {most}"


def _amount(what: str, value: Amount | str | PintQuantity) -> Amount:
    try:
        return Amount.of(value, like=_EXAMPLES[what])
    except UnitError as error:
        raise PatientError(f"{what}: {error}") from error


def _check_creatinine(amount: Amount) -> None:
    """Refuse one unit of creatinine for the other: 80 mg/dL and 0.9 umol/L do not occur."""
    unit = getattr(amount, "unit", None)
    _within("creatinine", amount, CREATININES["umol/L" if unit == "umol/L" else "mg/dL"])


def _within(what: str, amount: Amount, limits: tuple[Amount, Amount]) -> None:
    least, most = limits
    _of_kind(what, amount, least.kind)
    if not least <= amount.to(least.unit) <= most:
        raise PatientError(
            f"{what} {amount} cannot be right: it is read from {least} to {most};"
            f" check the number and the unit, for example '{_EXAMPLES[what]}'"
        )


def _of_kind(what: str, amount: Amount, kind: str) -> None:
    if not isinstance(amount, Amount):
        kind = type(amount).__name__
        raise PatientError(f"{what} is an Amount, not the {kind} {amount!r}; use Measurement.read")
    if amount.kind != kind:
        raise PatientError(
            f"{what} {amount} is a {amount.kind}, not a {kind};"
            f" write for example '{_EXAMPLES[what]}'"
        )
