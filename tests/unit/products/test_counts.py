"""Counts of blood cells: two ways to write them, bands of them, and what is refused."""

from __future__ import annotations

import pytest

from npc_regimens.errors import ProductError
from npc_regimens.products import CellCount, CountBand


@pytest.mark.parametrize(
    ("text", "per_mm3"),
    [
        ("1500 /mm3", 1500),
        ("1500/mm³", 1500),
        ("1500 /mm^3", 1500),
        ("1500 /uL", 1500),
        ("1500 /µL", 1500),
        ("1500 /μL", 1500),
        ("0 /mm3", 0),
        ("1.5 x10^9/L", 1500),
        ("1.5x10^9/L", 1500),
        ("1.5 ×10⁹/L", 1500),  # noqa: RUF001  the sign itself
        ("1.5 10*9/L", 1500),
        ("0.075 x 10^9/L", 75),
        ("100 × 10^9/L", 100_000),  # noqa: RUF001  the sign itself
    ],
)
def test_a_count_is_read_in_the_units_of_laboratories(text: str, per_mm3: int) -> None:
    """A thousand million in a litre are a thousand in a cubic millimetre."""
    assert CellCount.parse(text).per_mm3 == per_mm3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1500", "is not a number with a unit"),
        ("", "is not a number with a unit"),
        ("9" * 200 + " /mm3", "is not a number with a unit"),
        ("1,500 /mm3", "'1,500' is not a plain number"),
        ("1.5.2 x10^9/L", "'1.5.2' is not a plain number"),
        ("1.5555 x10^9/L", "'1.5555' is not a plain number"),
        ("-1500 /mm3", "is not a number with a unit"),
        ("150³ /mm3", "unit '³ /mm3' is not read"),
        ("1.5 /mm3", "has a part of a cell; write '1.5 x10^9/L' if that is meant"),
        ("1500.0 /mm3", "has a part of a cell"),
        ("1.5 G/L", "unit 'G/L' is not read; write '/mm3' or 'x10^9/L'"),
        ("1.5 x10^6/L", "unit 'x10^6/L' is not read"),
    ],
)
def test_a_count_that_is_not_clear_is_refused(text: str, said: str) -> None:
    """A bare number, a comma, a part of a cell and another power of ten are refused."""
    with pytest.raises(ProductError) as refusal:
        CellCount.parse(text)

    assert said in str(refusal.value)


@pytest.mark.parametrize("number", [-1, True, "1500"])
def test_a_number_of_cells_is_whole_and_not_negative(number: object) -> None:
    """Nothing else is made a count by a caller of the library either."""
    with pytest.raises(ProductError, match="is not a number of cells; give a whole one"):
        CellCount(number)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("1500 /mm3 or more", (1500, 90_000), (1499, 0)),
        ("1000-1499 /mm3", (1000, 1499), (999, 1500)),
        ("75000–99999 /mm³", (75_000, 99_999), (74_999, 100_000)),  # noqa: RUF001  a dash
        ("below 1000 /mm3", (0, 999), (1000,)),
        ("below 1 x10^9/L", (0, 999), (1000,)),
    ],
)
def test_a_band_has_its_two_ends(
    text: str, inside: tuple[int, ...], outside: tuple[int, ...]
) -> None:
    """Least and most are included; what is below a bound is without it."""
    band = CountBand.parse(text)

    assert all(CellCount(count) in band for count in inside)
    assert not any(CellCount(count) in band for count in outside)
    assert CountBand.parse(str(band)) == band


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1499-1000 /mm3", "has no count in it; write the smaller number first"),
        ("below 0 /mm3", "has no count in it"),
        ("1000-1499", "is not a band of counts"),
        ("1000-1499 /hour", "is not a band of counts"),
        ("1500 /mm3", "is not a band of counts"),
        ("0-999 /mm3", "is not a band of counts"),
    ],
)
def test_a_band_that_is_not_clear_is_refused(text: str, said: str) -> None:
    """A band without an end, without a unit or backwards is refused."""
    with pytest.raises(ProductError, match=said):
        CountBand.parse(text)
