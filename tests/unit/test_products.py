"""Products: from a calculated dose to what can be given."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from npc_regimens.errors import BasisNotStatedError, ProductError, UnknownNameError
from npc_regimens.products import Formulary, MissedDose, Product
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from npc_regimens.products import Basis

TABLETS = """
format = 1
id = "drug-a-tablets"
drug = "drug-a"
name = "drug A tablets"
form = "tablet"
route = "oral"
strengths = ["500 mg", "150 mg"]
rounding = { rule = "nearest whole units", ties = "up", report_over = "10 %", cite = "a#b" }
cite = "a#b"
"""
VIALS = """
format = 1
id = "drug-b-vials"
drug = "drug-b"
name = "drug B vials"
form = "vial"
route = "intravenous"
vial = [{ content = "43 mg", volume = "10 mL", basis = "free base" }]
rounding = { rule = "nearest step", step = "1 mg", ties = "up", report_over = "10 %", cite = "a#b" }
cite = "a#b"
"""


def product(text: str) -> Product:
    """Read a product as a file is read."""
    return Product.model_validate(tomllib.loads(text, parse_float=Decimal))


def mg(number: str) -> Amount:
    """Write an amount of drug."""
    return Amount.parse(f"{number} mg")


def test_an_order_is_the_sum_of_its_units_and_says_its_rule() -> None:
    """The ordered dose, its difference, its units and its rule travel together."""
    ordered = product(TABLETS).order(mg("1137.5"))

    assert ordered.amount == mg("1150")
    assert str(ordered.difference_percent) == "1.1"
    assert [(str(each.strength), each.count) for each in ordered.units] == [
        ("500 mg", 2),
        ("150 mg", 1),
    ]
    assert ordered.rule == "nearest whole tablets of 500 mg and 150 mg, ties up, fewest units"
    assert not ordered.over_limit


def test_a_difference_over_the_limit_is_marked_before_any_digit_is_dropped() -> None:
    """Exactly 10 % is not over 10 %, and a hair more is."""
    tablets = product(TABLETS.replace('"500 mg", "150 mg"', '"110 mg"'))

    assert not tablets.order(mg("100")).over_limit
    assert tablets.order(mg("99.9999")).over_limit


def test_an_infusion_is_ordered_in_steps() -> None:
    """A vial has no whole units to take; the dose goes to the nearest step."""
    ordered = product(VIALS).order(mg("122.5"))

    assert (ordered.amount, ordered.units) == (mg("123"), ())
    assert ordered.rule == "nearest whole 1 mg, ties up"


def test_millilitres_and_vials_need_the_basis() -> None:
    """A vial that is labelled by its base gives no millilitres for a dose of unknown basis."""
    vials = product(VIALS)

    prepared = vials.prepare(mg("123"), "free base")

    assert str(prepared.volume) == "28.6 mL"
    assert prepared.vials == ((mg("43"), 3),)
    unknown: tuple[Basis | None, ...] = (None, "not stated", "hydrochloride trihydrate")
    for basis in unknown:
        with pytest.raises(BasisNotStatedError, match="no millilitres or vials; give the basis"):
            vials.prepare(mg("123"), basis)


def test_a_powder_has_vials_and_no_millilitres() -> None:
    """Where the vial states no volume, none is made up."""
    powder = product(VIALS.replace(', volume = "10 mL", basis = "free base"', ""))

    prepared = powder.prepare(mg("123"))

    assert prepared.volume is None
    assert prepared.vials == ((mg("43"), 3),)


@pytest.mark.parametrize(("dose", "volume"), [("0.0214", None), ("0.0215", "0.01 mL")])
def test_a_dose_under_the_smallest_volume_is_refused(dose: str, volume: str | None) -> None:
    """4.3 mg in 1 mL: from half of 0.01 mL on (0.0215 mg) it is drawn up, below it is not."""
    if volume is None:
        with pytest.raises(ProductError, match=r"0\.0214 mg is less than 0\.01 mL of this vial"):
            product(VIALS).prepare(mg(dose), "free base")
    else:
        assert str(product(VIALS).prepare(mg(dose), "free base").volume) == volume


def test_tablets_are_not_prepared() -> None:
    """Asking a tablet for vials is refused by its name."""
    with pytest.raises(ProductError, match="drug A tablets has no vials"):
        product(TABLETS).prepare(mg("1150"))


def test_a_formulary_has_one_product_of_each_drug() -> None:
    """Two products of one drug are refused, for nobody would know which one is meant."""
    with pytest.raises(ProductError, match="two products of drug-a"):
        Formulary((product(TABLETS), product(TABLETS)))


def test_an_unknown_drug_is_refused_by_name() -> None:
    """Asking a formulary for a drug names those that it has."""
    formulary = Formulary((product(TABLETS), product(VIALS)))

    assert formulary["drug-a"].form == "tablet"
    assert formulary.get("drug-c") is None
    with pytest.raises(UnknownNameError, match="no product of 'drug-c'; there are drug-a, drug-b"):
        _ = formulary["drug-c"]


def test_a_missed_dose_rule_prints_as_words() -> None:
    """The rule says when a missed dose is not made up, and two rules compare by what they say."""
    never = MissedDose.model_validate({"make_up": "never", "cite": "a#b"})
    late = MissedDose.model_validate({"make_up": "with time left", "time_left": "12 h"})

    assert str(never) == "a missed dose is not made up"
    assert str(late).endswith("when fewer than 12 h remain to the next")
    assert never == MissedDose(make_up="never")
    assert hash(never) == hash(MissedDose(make_up="never"))
    assert never != late
    assert never != "never"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"10 %"', '"100 %"', "'100 %' is not a percentage; write for example '10 %'"),
        ('"500 mg", ', '"5 mL", ', "5 mL is a volume, not an amount of drug, like '500 mg'"),
        ('"nearest whole units"', '"nearest step", step = "1 h"', "1 h is a time, not an amount"),
        ('form = "tablet"', 'form = "vial"', "do not fit the form 'vial'"),
        (
            "cite = ",
            'missed_dose = { make_up = "with time left", time_left = "2 mg" }\ncite = ',
            "2 mg is a drug mass, not a time, like '12 h' or '30 min'",
        ),
    ],
)
def test_a_product_that_cannot_be_is_refused(old: str, new: str, says: str) -> None:
    """Each slip in a product is refused with what was meant to stand there."""
    before, _, after = TABLETS.rpartition(old)

    with pytest.raises(ValueError, match="validation error") as caught:
        product(before + new + after)

    assert says in str(caught.value)


def test_nothing_is_no_dose() -> None:
    """A dose of zero is refused by both, the order and the preparation."""
    nothing = Amount(Decimal(0), "mg")

    with pytest.raises(ProductError, match="drug-a: a dose of 0 mg is no dose"):
        product(TABLETS).order(nothing)
    with pytest.raises(ProductError, match="drug-b: a dose of 0 mg is no dose"):
        product(VIALS).prepare(nothing, "free base")


def test_a_missed_dose_may_be_made_up_with_time_left() -> None:
    """The limit is included, and where nothing is made up no time is enough."""
    late = MissedDose.model_validate({"make_up": "with time left", "time_left": "12 h"})
    never = MissedDose.model_validate({"make_up": "never"})

    assert late.may_be_made_up(Amount.parse("720 min"))
    assert not late.may_be_made_up(Amount.parse("719 min"))
    assert not never.may_be_made_up(Amount.parse("24 h"))


def test_a_record_takes_values_that_are_already_read() -> None:
    """Who writes Python gives amounts where a file has text."""
    twelve = Amount.parse("12 h")

    assert MissedDose(make_up="with time left", time_left=twelve).time_left is twelve


def test_a_percentage_prints_as_it_was_written() -> None:
    """What is written back is read as the same limit."""
    limit = product(TABLETS).rounding.report_over

    assert str(limit) == "10 %"
    assert type(limit).parse(str(limit)) == limit


def test_a_site_may_limit_the_small_tablets() -> None:
    """With at most two of 150 mg the nearest mix is the rung of a ladder: 4 x 500 + 1 x 150."""
    limited = TABLETS.replace('"10 %", cite', '"10 %", at_most = { "150 mg" = 2 }, cite')
    free, ladder = product(TABLETS).order(mg("2187.5")), product(limited).order(mg("2187.5"))

    assert (str(free.amount), [each.count for each in free.units]) == ("2200 mg", [2, 8])
    assert (str(ladder.amount), [each.count for each in ladder.units]) == ("2150 mg", [4, 1])
    assert ladder.rule.endswith("fewest units, at most 2 of 150 mg")


def test_many_units_show_an_easier_dose() -> None:
    """Ten tablets for 2200 mg are told, where five for 2150 mg are within the limit."""
    easier = product(TABLETS).order(mg("2187.5")).easier

    assert easier is not None
    assert (str(easier.amount), [each.count for each in easier.units]) == ("2150 mg", [4, 1])
    assert product(TABLETS).order(mg("1137.5")).easier is None


def test_an_easier_dose_never_crosses_a_cap() -> None:
    """1050 mg are seven small tablets; 1150 mg in three are easier, and past a cap of 1100 mg."""
    free, capped = (
        product(TABLETS).order(mg("1060")),
        product(TABLETS).order(mg("1060"), cap=mg("1100")),
    )

    assert free.amount == capped.amount == mg("1050")
    assert free.easier is not None
    assert capped.easier is None or capped.easier.amount <= mg("1100")


def test_a_limit_is_of_a_strength_that_exists() -> None:
    """A limit on 100 mg tablets, of which there are none, is refused."""
    limited = TABLETS.replace('"10 %", cite', '"10 %", at_most = { "100 mg" = 2 }, cite')
    with pytest.raises(ValueError, match="at_most names '100 mg', which is no strength"):
        product(limited)
