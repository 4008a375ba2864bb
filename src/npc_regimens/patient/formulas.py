"""Body-surface formulas, each a named function with its source; the numbers are cited data.

Each takes the size of a body and gives square metres that nobody has rounded yet, with the
arithmetic in words. A formula that needs a sex or an age refuses without it.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.errors import PatientError
from npc_regimens.patient.coefficients import coefficients, formula_record
from npc_regimens.patient.measured import Sex
from npc_regimens.rounding import Converging, Exact, Root
from npc_regimens.units import Amount

if TYPE_CHECKING:
    import decimal
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from npc_regimens.patient.coefficients import FormulaRecord
    from npc_regimens.patient.measured import Measurement
    from npc_regimens.rounding import Unrounded

ADULT: Final = 18  # years: the project's reading of "adults", docs/decisions/0017


class Size(NamedTuple):
    """What a formula may ask of a body."""

    height: Amount
    weight: Amount
    sex: Sex | None = None
    age: int | None = None

    @classmethod
    def of(cls, measured: Measurement) -> Size:
        """Take the size from a measurement."""
        return cls(measured.height, measured.weight, measured.sex, measured.age)

    @property
    def cm(self) -> Decimal:
        """The height in centimetres."""
        return self.height.to("cm").number

    @property
    def kg(self) -> Decimal:
        """The weight in kilograms."""
        return self.weight.to("kg").number


class Formulated(NamedTuple):
    """A body surface in square metres before any rounding, and its arithmetic in words."""

    value: Unrounded
    words: str


def mosteller(size: Size) -> Formulated:
    """Mosteller 1987, a square root.

    Source: seeds/mosteller-1987.toml.

    >>> size = Size(Amount.parse("170 cm"), Amount.parse("65 kg"))
    >>> mosteller(size).value.half_up(Fraction(1, 10_000))
    Decimal('1.752')
    """
    divisor = _numbers("mosteller", size)["divisor"]
    square = Fraction(size.cm) * Fraction(size.kg) / Fraction(divisor)
    words = f"square root of ({size.height.to('cm')} x {size.weight.to('kg')} / {divisor})"
    return Formulated(Root(square), words)


def du_bois(size: Size) -> Formulated:
    """Du Bois and Du Bois 1916, powers of weight and height.

    Source: seeds/du-bois-1916.toml.
    """
    return _powers("du-bois", size, "weight_exponent", "height_exponent")


def haycock(size: Size) -> Formulated:
    """Haycock 1978, powers of weight and height.

    Source: seeds/haycock-1978.toml, which names a wrong copy.
    """
    return _powers("haycock", size, "weight_exponent", "height_exponent")


def gehan_george(size: Size) -> Formulated:
    """Gehan and George 1970, powers of weight and height.

    Source: seeds/gehan-george-1970.toml.
    """
    return _powers("gehan-george", size, "weight_exponent", "height_exponent")


def boyd(size: Size) -> Formulated:
    """Boyd 1935, in which the exponent of the weight in grams falls with its logarithm.

    Source: seeds/boyd-1935.toml. The form in kilograms differs by its rounded constants.
    """
    n = _numbers("boyd", size)
    grams = (size.weight.to("kg") * 1000).number

    def at(context: decimal.Context) -> Decimal:
        fall = context.multiply(n["weight_exponent_fall"], context.log10(grams))
        weight = context.power(grams, context.subtract(n["weight_exponent"], fall))
        height = context.power(size.cm, n["height_exponent"])
        return context.multiply(n["scale"], context.multiply(weight, height))

    exponent = f"({n['weight_exponent']} - {n['weight_exponent_fall']} x log10 {_plain(grams)})"
    words = f"{n['scale']} x {_plain(grams)}^{exponent} x {_plain(size.cm)}^{n['height_exponent']}"
    return Formulated(Converging(at), words)


def fujimoto(size: Size) -> Formulated:
    """Fujimoto 1968, powers of weight and height.

    Source: seeds/fujimoto-1968.toml.
    """
    return _powers("fujimoto", size, "weight_exponent", "height_exponent")


def takahira(size: Size) -> Formulated:
    """Takahira 1925, powers of weight and height.

    Source: seeds/takahira-1925.toml.
    """
    return _powers("takahira", size, "weight_exponent", "height_exponent")


def shuter_aslani(size: Size) -> Formulated:
    """Shuter and Aslani 2000, powers of weight and height.

    Source: seeds/shuter-aslani-2000.toml.
    """
    return _powers("shuter-aslani", size, "weight_exponent", "height_exponent")


def schlich(size: Size) -> Formulated:
    """Schlich 2010, powers of weight and height, by sex.

    Source: seeds/schlich-2010.toml.
    """
    return _powers("schlich", size, "weight_exponent", "height_exponent")


def livingston_lee(size: Size) -> Formulated:
    """Livingston and Lee 2001, a power of the weight alone.

    Source: seeds/livingston-lee-2001.toml, which has another row for lighter bodies.
    """
    return _powers("livingston-lee", size, "weight_exponent")


def yu(size: Size) -> Formulated:
    """Yu 2010, powers of weight and height that give square centimetres first.

    Source: seeds/yu-2010.toml.
    """
    return _powers("yu", size, "weight_exponent", "height_exponent", "divisor")


def stevenson(size: Size) -> Formulated:
    """Stevenson 1937, a sum of parts of height and weight, for adults.

    Source: seeds/stevenson-1937.toml, which names wrong copies.
    """
    return _sum("stevenson", size)


def zhao(size: Size) -> Formulated:
    """Zhao Songshan 1984 and 1987, a sum of parts of height and weight by sex, for adults.

    Source: seeds/zhao-1984.toml.
    """
    return _sum("zhao", size)


def hu(size: Size) -> Formulated:
    """Hu Yongmei 1999, a sum of parts of height and weight by sex, for adults.

    Source: seeds/hu-1999.toml. It rests on one secondary source.
    """
    return _sum("hu", size)


class Formula(StrEnum):
    """The body-surface formulas by the name that is printed beside a result."""

    MOSTELLER = "Mosteller"
    DU_BOIS = "Du Bois"
    HAYCOCK = "Haycock"
    GEHAN_GEORGE = "Gehan-George"
    BOYD = "Boyd"
    FUJIMOTO = "Fujimoto"
    TAKAHIRA = "Takahira"
    SHUTER_ASLANI = "Shuter-Aslani"
    SCHLICH = "Schlich"
    LIVINGSTON_LEE = "Livingston-Lee"
    YU = "Yu"
    STEVENSON = "Stevenson"
    ZHAO = "Zhao"
    HU = "Hu"

    @property
    def id(self) -> str:
        """The name of its file in ``formulas/``.

        >>> Formula.DU_BOIS.id
        'du-bois'
        """
        return self.value.lower().replace(" ", "-")

    @property
    def note(self) -> str | None:
        """What a reader must know of it, if anything."""
        return formula_record(self.id).note

    @classmethod
    def read(cls, text: str) -> Formula:
        """Read a name as it is printed, or as its file is named.

        >>> Formula.read("gehan-george")
        <Formula.GEHAN_GEORGE: 'Gehan-George'>
        """
        known = {formula.id: formula for formula in cls}
        wanted = str(text).strip(" ").lower().replace(" ", "-")
        if wanted not in known:
            raise PatientError(
                f"there is no body-surface formula {text!r}; there are {', '.join(cls)}"
            )
        return known[wanted]


FORMULAS: Final[Mapping[Formula, Callable[[Size], Formulated]]] = {
    Formula.MOSTELLER: mosteller,
    Formula.DU_BOIS: du_bois,
    Formula.HAYCOCK: haycock,
    Formula.GEHAN_GEORGE: gehan_george,
    Formula.BOYD: boyd,
    Formula.FUJIMOTO: fujimoto,
    Formula.TAKAHIRA: takahira,
    Formula.SHUTER_ASLANI: shuter_aslani,
    Formula.SCHLICH: schlich,
    Formula.LIVINGSTON_LEE: livingston_lee,
    Formula.YU: yu,
    Formula.STEVENSON: stevenson,
    Formula.ZHAO: zhao,
    Formula.HU: hu,
}


def _powers(name: str, size: Size, *needed: str) -> Formulated:
    """Multiply a scale by powers of the kilograms and the centimetres, with all that it needs."""
    numbers = _numbers(name, size)
    n = {key: numbers[key] for key in ("scale", *needed)}
    bases = {"weight_exponent": size.kg, "height_exponent": size.cm}
    used = [(bases[key], n[key]) for key in bases if key in n]

    def at(context: decimal.Context) -> Decimal:
        value = n["scale"]
        for base, exponent in used:
            value = context.multiply(value, context.power(base, exponent))
        return context.divide(value, n["divisor"]) if "divisor" in n else value

    words = " x ".join([f"{n['scale']}", *(f"{_plain(b)}^{e}" for b, e in used)])
    return Formulated(Converging(at), words + (f" / {n['divisor']}" if "divisor" in n else ""))


def _sum(name: str, size: Size) -> Formulated:
    """Add parts of the centimetres and the kilograms and a constant, which is exact."""
    n = _numbers(name, size)
    parts = ((n["height_factor"], size.cm), (n["weight_factor"], size.kg))
    value = sum((Fraction(factor) * Fraction(of) for factor, of in parts), Fraction(n["constant"]))
    sign = "-" if n["constant"].is_signed() else "+"
    words = " + ".join(f"{factor} x {_plain(of)}" for factor, of in parts)
    return Formulated(Exact(value), f"{words} {sign} {n['constant'].copy_abs()}")


def _numbers(name: str, size: Size) -> Mapping[str, Decimal]:
    """Choose the coefficients for a body, or refuse a body that the formula is not for."""
    record = formula_record(name)
    refuse_children(record, size.age, "take another formula")
    least = record.weight_from
    if least is not None and size.weight < least:
        raise PatientError(
            f"the formula of {record.name} is for bodies from {least}, not for {size.weight};"
            " take another formula"
        )
    if "anyone" in record.coefficients:
        return coefficients(name)
    return coefficients(name, needed_sex(size, f"the formula of {record.name}"))


def refuse_children(record: FormulaRecord, age: int | None, remedy: str) -> None:
    """Refuse a formula for adults where the age is not given, or is not an adult's."""
    if record.adults_only and (type(age) is not int or age < ADULT):
        raise PatientError(
            f"the formula of {record.name} is for adults, from {ADULT} years, and the age is"
            f" {f'not given; give it, or {remedy}' if age is None else f'{age!r}; {remedy}'}"
        )


def needed_sex(size: Size, what: str) -> Sex:
    """Return the sex, or refuse what needs it."""
    if size.sex is None:
        raise PatientError(f"{what} needs the sex; give 'female' or 'male'")
    return Sex.read(size.sex)


def _plain(number: Decimal) -> str:
    """Write a measurement without exponent and trailing zeros."""
    return Amount(number, "cm").digits
