"""Vials with and without sharing: worked cases and refusals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from npc_regimens.errors import ProductError, UnitError
from npc_regimens.rounding import Vials, vials_for
from npc_regimens.units import Amount

MG = Amount.parse
CONTENTS = (MG("200 mg"), MG("1000 mg"))
OPENED = ((MG("1000 mg"), 1), (MG("200 mg"), 4))


def test_without_sharing_the_rest_is_wasted() -> None:
    """1,750 mg open 1,000 mg and four of 200 mg: 1,800 mg are used up and 50 mg wasted."""
    assert vials_for(MG("1750 mg"), CONTENTS, sharing=False) == Vials(
        OPENED, MG("1800 mg"), MG("50 mg")
    )


def test_with_sharing_the_rest_is_used_by_others() -> None:
    """The same vials are opened, the dose is its own share, and nothing is wasted."""
    assert vials_for(MG("1750 mg"), CONTENTS, sharing=True) == Vials(
        OPENED, MG("1750 mg"), MG("1 mg") * 0
    )


def test_contents_that_are_none_are_refused() -> None:
    """A vial holds an amount of drug."""
    with pytest.raises(ProductError, match="vials of nothing"):
        vials_for(MG("5 mg"), (), sharing=False)
    with pytest.raises(ProductError, match="vials of 10 mL: write an amount of drug"):
        vials_for(MG("5 mg"), (MG("10 mL"),), sharing=True)


def test_a_waste_of_too_many_digits_is_refused() -> None:
    """A dose of 59 places leaves a waste of 61 digits, which no amount has."""
    with pytest.raises(UnitError, match="has no exact value in 60 digits; write fewer digits"):
        vials_for(Amount(Decimal("1E-59"), "mg"), CONTENTS, sharing=False)
