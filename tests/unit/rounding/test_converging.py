"""Numbers without a last digit: rounded when it is certain, and refused when it never is."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from npc_regimens.errors import InexactError
from npc_regimens.rounding import Converging, Exact, Root

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Context

HUNDREDTH = Fraction(1, 100)
LONG = decimal.Context(prec=400)


def beside_a_tie(hair: str, tried: list[int] | None = None) -> Converging:
    """Make the root of 4, plus half a hundredth, plus a hair: 2.005 and a little."""

    def at(context: Context) -> Decimal:
        if tried is not None:
            tried.append(context.prec)
        two = context.power(Decimal(4), Decimal("0.5"))
        return context.add(two, LONG.add(Decimal("0.005"), Decimal(hair)))

    return Converging(at)


@pytest.mark.parametrize(
    ("hair", "digits"),
    [
        ("1e-3", [40]),
        ("1e-31", [40]),
        ("1e-32", [40, 80]),
        ("1e-33", [40, 80]),
        ("1e-71", [40, 80]),
        ("1e-73", [40, 80, 160]),
        ("1e-151", [40, 80, 160]),
        ("1e-153", [40, 80, 160, 320]),
        ("1e-311", [40, 80, 160, 320]),
    ],
)
def test_a_hair_beside_a_tie_goes_the_right_way(hair: str, digits: list[int]) -> None:
    """A hair above a tie goes up, one below goes down, with as many digits as that takes."""
    tried: list[int] = []

    assert beside_a_tie(hair, tried).half_up(HUNDREDTH) == Decimal("2.01")
    assert beside_a_tie(f"-{hair}").half_up(HUNDREDTH) == Decimal("2.00")
    assert tried == digits


@pytest.mark.parametrize("hair", ["0", "1e-313", "-1e-313"])
def test_what_320_digits_do_not_tell_is_refused(hair: str) -> None:
    """A tie, and what lies nearer to one than 320 digits tell, is refused and never guessed."""
    tried: list[int] = []

    with pytest.raises(
        InexactError, match=r"320 digits do not tell to which multiple of 0\.01 this rounds; take"
    ):
        beside_a_tie(hair, tried).half_up(HUNDREDTH)
    assert tried == [40, 80, 160, 320]


def test_another_step_has_other_ties() -> None:
    """What is a tie of hundredths is none of thousandths: the remedy of the refusal holds."""
    assert beside_a_tie("0").half_up(Fraction(1, 1000)) == Decimal("2.005")


def test_a_step_may_be_finer_than_the_first_digits_tried() -> None:
    """The cube root of 2 to fifty places needs the second number of digits."""
    tried: list[int] = []

    def at(context: Context) -> Decimal:
        tried.append(context.prec)
        return context.power(Decimal(2), context.divide(Decimal(1), Decimal(3)))

    found = Converging(at).half_up(Fraction(1, 10**50))

    # by whole numbers: the cube of twice the count lies around 8 x 2 x 10^150
    count = int(Fraction(found) * 10**50)
    assert (2 * count - 1) ** 3 < 16 * 10**150 < (2 * count + 1) ** 3
    assert tried == [40, 80]


@pytest.mark.parametrize(
    "value", [Exact(Fraction("2.005")), Root(Fraction("2.005") ** 2)], ids=["exact", "root"]
)
def test_a_tie_that_is_known_goes_up(value: Exact | Root) -> None:
    """An exact number and a root know their ties, and a tie goes up."""
    assert value.half_up(HUNDREDTH) == Decimal("2.01")


@pytest.mark.parametrize(("by", "expected"), [(1, "2.01"), (-1, "2")])
def test_a_hair_beside_a_tie_of_an_exact_number_or_a_root(by: int, expected: str) -> None:
    """A hundred places behind the tie still count."""
    number = Fraction("2.005") + Fraction(by, 10**100)

    assert Exact(number).half_up(HUNDREDTH) == Decimal(expected)
    assert Root(number**2).half_up(HUNDREDTH) == Decimal(expected)


@pytest.mark.parametrize(
    "ambient",
    [
        decimal.Context(prec=4),
        decimal.Context(prec=1, rounding=decimal.ROUND_UP),
        decimal.Context(prec=9, Emax=2, Emin=-2),
        decimal.Context(traps=[decimal.Inexact, decimal.Rounded, decimal.FloatOperation]),
    ],
    ids=["four digits", "one digit, up", "no exponents", "traps"],
)
def test_the_context_around_is_not_obeyed(ambient: Context) -> None:
    """Precision, rounding, exponents and traps of the process change no digit."""
    with decimal.localcontext(ambient):
        found = [
            beside_a_tie("1e-100").half_up(HUNDREDTH),
            beside_a_tie("-1e-100").half_up(HUNDREDTH),
            Exact(Fraction("123456.785")).half_up(HUNDREDTH),
            Root(Fraction("123456.785") ** 2).half_up(HUNDREDTH),
        ]

    assert [str(each) for each in found] == ["2.01", "2", "123456.79", "123456.79"]


@pytest.fixture
def other_defaults() -> Iterator[None]:
    """Set what a new context takes where nothing is said, and set it back afterwards."""
    default = decimal.DefaultContext
    before = default.copy()
    default.prec, default.rounding, default.clamp = 4, decimal.ROUND_UP, 1
    default.Emin, default.Emax = -2, 2
    default.traps[decimal.Inexact] = default.flags[decimal.Inexact] = True
    yield
    default.prec, default.rounding, default.clamp = before.prec, before.rounding, before.clamp
    default.Emin, default.Emax = before.Emin, before.Emax
    default.traps[decimal.Inexact] = default.flags[decimal.Inexact] = False


@pytest.mark.usefixtures("other_defaults")
def test_the_context_that_is_handed_over_is_plain() -> None:
    """A formula computes half even, in wide exponents, and is told of an impossible operation.

    What the process has set for new contexts does not reach it.
    """
    seen: list[Context] = []

    def at(context: Context) -> Decimal:
        seen.append(context)
        return Decimal(1)

    Converging(at).half_up(HUNDREDTH)

    (context,) = seen
    assert context.rounding == decimal.ROUND_HALF_EVEN
    assert (context.Emin, context.Emax, context.clamp) == (-999_999, 999_999, 0)
    assert not any(context.flags.values())
    trapped = {signal for signal, is_trapped in context.traps.items() if is_trapped}
    assert trapped == {decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow}
