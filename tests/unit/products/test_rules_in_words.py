"""A rounding rule in words, of a product file or a caller: what fits, and what it orders."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

from npc_regimens.errors import ProductError
from npc_regimens.products import Product
from npc_regimens.rounding import parse_rounding
from npc_regimens.units import Amount

TABLETS = """
format = 1
id = "drug-a-tablets"
drug = "drug-a"
name = "drug A tablets"
form = "tablet"
route = "oral"
strengths = ["500 mg", "150 mg"]
rounding = { rule = "policy", policy = "RULE", report_over = "10 %", cite = "a#b" }
cite = "a#b"
"""
VIALS = """
format = 1
id = "drug-b-vials"
drug = "drug-b"
name = "drug B vials"
form = "vial"
route = "intravenous"
vial = [{ content = "1000 mg" }, { content = "200 mg" }]
rounding = { rule = "policy", policy = "RULE", report_over = "10 %", cite = "a#b" }
cite = "a#b"
"""
FREE = "whole units of 500 mg and 150 mg, ties up"
LADDER = "whole units of 500 mg and at most 2 x 150 mg, ties"


def product(text: str, rule: str) -> Product:
    """Read a product with a rule in words."""
    return Product.model_validate(tomllib.loads(text.replace("RULE", rule), parse_float=Decimal))


def mg(number: str) -> Amount:
    """Write an amount of drug."""
    return Amount.parse(f"{number} mg")


@pytest.mark.parametrize(
    ("rule", "dose", "ordered", "counts"),
    [
        # 2075 mg lies between 2000 and 2150: the US label goes up and the EU label down
        (f"{LADDER} up", "2075", "2150", [(4, "500 mg"), (1, "150 mg")]),
        (f"{LADDER} down", "2075", "2000", [(4, "500 mg")]),
        (f"{LADDER} up, from 1500 mg to 2800 mg", "900", "1500", [(3, "500 mg")]),
        (
            f"{LADDER} up, from 1500 mg to 2800 mg",
            "3300",
            "2800",
            [(5, "500 mg"), (2, "150 mg")],
        ),
        (FREE, "1137.5", "1150", [(2, "500 mg"), (1, "150 mg")]),
        ("whole units of 500 mg, ties down", "1250", "1000", [(2, "500 mg")]),
        ("whole units of 0.5 g and 150 mg, ties up", "650", "650", [(1, "0.5 g"), (1, "150 mg")]),
    ],
)
def test_tablets_follow_a_rule_in_words(
    rule: str, dose: str, ordered: str, counts: list[tuple[int, str]]
) -> None:
    """A ladder and a free mix order whole tablets, which are the ordered dose."""
    made = product(TABLETS, rule).order(mg(dose))

    assert made.amount == mg(ordered)
    assert [(each.count, str(each.strength)) for each in made.units] == counts
    assert made.rule.startswith(rule)
    assert {each.product for each in made.units} == {"drug-a-tablets"}


@pytest.mark.parametrize(
    ("rule", "dose", "ordered"),
    [
        ("as calculated", "1137.55", "1137.55"),
        ("nearest 50 mg, ties up", "1125", "1150"),
        ("nearest 50 mg, ties down", "1125", "1100"),
        ("up to a whole 50 mg", "1101", "1150"),
        ("down to a whole 50 mg", "1149", "1100"),
        ("nearest whole vials of 1000 mg and 200 mg", "1490", "1400"),
        ("nearest whole vials of 1000 mg and 200 mg", "1500", "1600"),
        ("nearest whole vials of 1000 mg and 200 mg, ties down", "1500", "1400"),
        ("whole vials of 200 mg, up", "1001", "1200"),
        ("whole vials of 200 mg, down", "1199", "1000"),
        # boundaries are geometric means: the square root of 1600 x 1800 is 1697.06
        ("bands of 1600 mg, 1800 mg and 2000 mg, ties up, within 6 %", "1697.05", "1600"),
        ("bands of 1600 mg, 1800 mg and 2000 mg, ties up, within 6 %", "1697.06", "1800"),
        ("bands of 1600 mg, 1800 mg and 2000 mg, ties down, within 6 %", "1697.06", "1600"),
    ],
)
def test_vials_follow_a_rule_in_words(rule: str, dose: str, ordered: str) -> None:
    """Steps, vials and bands order what they say, and the rule says itself."""
    made = product(VIALS, rule).order(mg(dose))

    assert (made.amount, made.rule.partition("; ")[0]) == (mg(ordered), rule)
    of_units = sum(milligrams(each.strength) * each.count for each in made.units)
    assert of_units in {0, milligrams(made.amount)}


def milligrams(amount: Amount) -> Decimal:
    """Say an amount in milligrams."""
    return amount.to("mg").number


def test_a_band_outside_is_refused_with_the_bands() -> None:
    """A band stands for the doses near it, and for no other."""
    rule = "bands of 1600 mg, 1800 mg and 2000 mg, ties up, within 6 %"

    with pytest.raises(ProductError, match="1500 mg lies outside bands of 1600 mg"):
        product(VIALS, rule).order(mg("1500"))


@pytest.mark.parametrize(
    ("text", "rule", "says"),
    [
        (TABLETS, "nearest 50 mg", "a tablet is not divided, so 'nearest 50 mg, ties up' does"),
        (TABLETS, "as calculated", "so 'as calculated' does not fit; write for example 'whole uni"),
        (TABLETS, "nearest whole vials of 500 mg", "a tablet is not divided"),
        (TABLETS, "bands of 500 mg and 650 mg, ties up, within 6 %", "a tablet is not divided"),
        (TABLETS, "whole units of 300 mg, ties up", "names what there is not; there are 500 mg, 1"),
        (TABLETS, "whole units of 500 mg and 100 mg, ties up", "names what there is not"),
        (VIALS, "nearest whole vials of 500 mg", "names what there is not; there are 1000 mg, 20"),
        (VIALS, "whole units of 100 mg, ties up", "names what there is not"),
        (TABLETS, "nearest", "rounding rule 'nearest' is not understood"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(text: str, rule: str, says: str) -> None:
    """Steps of tablets and strengths that are not there are refused when the file is read."""
    with pytest.raises(ValueError, match="validation error") as caught:
        product(text, rule)

    assert says in str(caught.value)


@pytest.mark.parametrize("rule", ["nearest 50 mg", "whole units of 300 mg, ties up"])
def test_a_rule_of_the_caller_must_fit_too(rule: str) -> None:
    """A rule in the place of the product's own is held against the product as well."""
    with pytest.raises(ProductError, match="drug A tablets: "):
        product(TABLETS, FREE).order(mg("650"), policy=parse_rounding(rule))


def test_a_rule_of_the_caller_takes_the_place_of_the_product_s() -> None:
    """2187.5 mg are 2200 mg in ten tablets by the product, and 2150 mg in five by a ladder."""
    tablets = product(TABLETS, FREE)

    free, ladder = (
        tablets.order(mg("2187.5")),
        tablets.order(mg("2187.5"), policy=parse_rounding(f"{LADDER} up")),
    )

    assert (free.amount, ladder.amount) == (mg("2200"), mg("2150"))
    assert (free.rule, ladder.rule) == (FREE, f"{LADDER} up")


def test_a_cap_holds_for_every_rule() -> None:
    """1137.5 mg are 1150 mg, and under a cap of 1140 mg they are 1100 mg."""
    tablets = product(TABLETS, FREE)

    assert tablets.order(mg("1137.5"), cap=mg("1140")).amount == mg("1100")
    with pytest.raises(ProductError, match="the least of whole units of 500 mg and 150 mg, ties u"):
        tablets.order(mg("1137.5"), cap=mg("149"))


def test_an_easier_dose_stays_on_the_ladder() -> None:
    """950 mg are nine tablets of 100 mg; one of 1000 mg is easier, and over the last rung."""
    text = TABLETS.replace('"500 mg", "150 mg"', '"1000 mg", "100 mg"')
    open_end = product(text, "whole units of 1000 mg and 100 mg, ties down")
    ends = product(text, "whole units of 1000 mg and 100 mg, ties down, to 900 mg")

    easier = open_end.order(mg("950")).easier

    assert easier is not None
    assert easier.amount == mg("1000")
    assert ends.order(mg("950")).amount == mg("900")
    assert ends.order(mg("950")).easier is None


def test_an_easier_dose_is_not_below_the_first_rung() -> None:
    """1090 mg are 1100 mg in eleven tablets; one of 1000 mg is easier, and below the first rung."""
    text = TABLETS.replace('"500 mg", "150 mg"', '"1000 mg", "50 mg"')
    rule = "whole units of 1000 mg and 50 mg, ties up"

    assert product(text, rule).order(mg("1090")).easier is not None
    starts = product(text, f"{rule}, from 1050 mg").order(mg("1090"))
    assert (starts.amount, starts.easier) == (mg("1100"), None)


def test_a_limit_is_reported_for_a_rule_in_words() -> None:
    """570 mg go up to 600 mg: 5.26 % are under a limit of 10 % and over one of 5 %."""
    vials = product(VIALS, "up to a whole 50 mg")
    strict = product(VIALS.replace("10 %", "5 %"), "up to a whole 50 mg")

    assert str(vials.order(mg("570")).difference_percent) == "5.26"
    assert not vials.order(mg("570")).over_limit
    assert strict.order(mg("570")).over_limit
