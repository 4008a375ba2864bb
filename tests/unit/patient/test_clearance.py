"""Clearances: as measured, or estimated by fractions that were worked by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from npc_regimens.dose import Body
from npc_regimens.errors import PatientError
from npc_regimens.patient import (
    Clearance,
    ClearancePolicy,
    Measurement,
    Sex,
    SurfacePolicy,
    Weight,
    calvert_constant,
    clearance_of,
    cockcroft_gault,
)
from npc_regimens.planning import order_dose
from npc_regimens.units import Amount

DAY = dt.date(2026, 12, 1)
PERSON = {"height": "170 cm", "weight": "65 kg", "sex": "male", "age": 55}
SAID = "(Cockcroft-Gault, weight: actual, half up to 0.1 mL/min)"
NO_CAP = ClearancePolicy(greatest=None)


def measured(**given: Any) -> Measurement:
    """Measure a man of 55 years, or whom else is said."""
    return Measurement.read(on=DAY, **{**PERSON, **given})


@pytest.mark.parametrize(
    ("sex", "creatinine", "exact"),
    [
        # (140 - 55) x 65 / 72 = 5525 / 72, and 85 hundredths of it
        (Sex.MALE, "1.0 mg/dL", Fraction(5525, 72)),
        (Sex.FEMALE, "1.0 mg/dL", Fraction(18785, 288)),
        # 80 umol/L are 80 / 88.42 mg/dL: 5525 x 88.42 / (72 x 80) = 488520.5 / 5760
        (Sex.MALE, "80 umol/L", Fraction(977041, 11520)),
        (Sex.FEMALE, "80 umol/L", Fraction(16609697, 230400)),
    ],
)
def test_cockcroft_and_gault_exactly(sex: Sex, creatinine: str, exact: Fraction) -> None:
    """55 years and 65 kg, in both units of creatinine and for both sexes, as exact fractions."""
    found = cockcroft_gault(
        age=55, weight=Amount.parse("65 kg"), creatinine=Amount.parse(creatinine), sex=sex
    )

    assert found == exact


def test_pounds_are_kilograms_to_the_estimate() -> None:
    """143 lb are 64.86370891 kg, exactly."""
    found = cockcroft_gault(
        age=55, weight=Amount.parse("143 lb"), creatinine=Amount.parse("1 mg/dL"), sex=Sex.MALE
    )

    assert found == 85 * Fraction("64.86370891") / 72


def test_a_sex_as_text_is_read_and_not_taken_for_a_man() -> None:
    """The estimate of a woman is 85 % of a man's, whichever way her sex is written."""
    given: dict[str, Any] = {
        "age": 55,
        "weight": Amount.parse("65 kg"),
        "creatinine": Amount.parse("1 mg/dL"),
    }

    assert cockcroft_gault(sex="female", **given) == Fraction(18785, 288)  # type: ignore[arg-type]  # on purpose
    with pytest.raises(PatientError, match="sex 'woman' is not read; write 'female' or 'male'"):
        cockcroft_gault(sex="woman", **given)  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize("creatinine", [Amount.parse("80 mg"), Amount.parse("90 mL/min")])
def test_a_creatinine_of_another_kind_is_refused(creatinine: Amount) -> None:
    """An amount that is no serum concentration is not read as one of the two units."""
    with pytest.raises(
        PatientError, match=f"creatinine is {creatinine}; write for example '80 umol/L'"
    ):
        cockcroft_gault(age=55, weight=Amount.parse("65 kg"), creatinine=creatinine, sex=Sex.MALE)


def test_a_creatinine_of_nothing_is_refused() -> None:
    """No clearance is infinite."""
    nothing = Amount(Amount.parse("1 mg/dL").number * 0, "mg/dL")

    with pytest.raises(PatientError, match="creatinine is 0 mg/dL; write"):
        cockcroft_gault(age=55, weight=Amount.parse("65 kg"), creatinine=nothing, sex=Sex.MALE)


@pytest.mark.parametrize(
    ("age", "says"),
    [
        (140, "Cockcroft-Gault gives nothing at age 140; check the age"),
        (141, "Cockcroft-Gault gives nothing at age 141; check the age"),
        (17, "for adults, from 18 years, and the age is 17; give the clearance as measured"),
        (-5, "the age is -5; give the clearance as measured"),
        ("55", "the age is '55'; give the clearance as measured"),
        (55.5, "the age is 55.5; give the clearance as measured"),
        (True, "the age is True; give the clearance as measured"),
    ],
)
def test_an_age_that_the_formula_is_not_for_is_refused(age: Any, says: str) -> None:
    """The formula is for adults, is zero at 140 years, and takes a whole number of years."""
    with pytest.raises(PatientError, match=says):
        cockcroft_gault(
            age=age,
            weight=Amount.parse("65 kg"),
            creatinine=Amount.parse("1 mg/dL"),
            sex=Sex.MALE,
        )


def test_an_estimate_shows_its_arithmetic() -> None:
    """5525 / 72 = 76.736 and 16609697 / 230400 = 72.091, half up to a tenth."""
    man = clearance_of(measured(creatinine="1 mg/dL"), ClearancePolicy())
    woman = clearance_of(measured(creatinine="80 umol/L", sex="female"), ClearancePolicy())

    assert man.used == man.computed == Amount.parse("76.7 mL/min")
    assert man.steps == (f"clearance: (140 - 55) x 65 kg / (72 x 1 mg/dL) = 76.7 mL/min {SAID}",)
    assert woman.used == Amount.parse("72.1 mL/min")
    assert woman.steps == (
        f"clearance: (140 - 55) x 65 kg / (72 x 80 umol/L / 88.42) x 0.85 = 72.1 mL/min {SAID}",
    )


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "creatinine"),
        ({"creatinine": "1 mg/dL", "sex": None}, "sex"),
        ({"creatinine": "1 mg/dL", "age": None}, "age"),
        ({"sex": None}, "creatinine, sex"),
        ({"sex": None, "age": None}, "creatinine, sex, age"),
        ({"creatinine": "1 mg/dL", "sex": None, "age": None}, "sex, age"),
        ({"age": None}, "creatinine, age"),
    ],
)
def test_what_is_missing_is_named_and_never_taken_as_one(
    given: dict[str, Any], missing: str
) -> None:
    """An estimate needs three things; each that is not there is named, all at once."""
    with pytest.raises(PatientError, match=rf"for an estimate \(missing: {missing}\)$"):
        clearance_of(measured(**given), ClearancePolicy())


# The cap, and the floor.


@pytest.mark.parametrize(
    ("greatest", "used"),
    [("guideline", "125 mL/min"), (Amount.parse("150 mL/min"), "150 mL/min"), (None, None)],
)
def test_a_cap_of_an_estimate_bites_and_says_so(greatest: Any, used: str | None) -> None:
    """(140 - 55) x 65 / (72 x 0.4) = 191.84: capped by the guideline, an amount, or not at all."""
    made = clearance_of(measured(creatinine="0.4 mg/dL"), ClearancePolicy(greatest=greatest))

    assert made.computed == Amount.parse("191.8 mL/min")
    if used is None:
        assert made.used == made.computed
        assert len(made.steps) == 1
    else:
        assert str(made.used) == used
        assert made.steps[1:] == (
            f"cap: 191.8 mL/min is over the cap of the clearance, {used} is used",
        )


@pytest.mark.parametrize(
    ("greatest", "used"),
    [
        ("guideline", "140 mL/min"),
        (None, "140 mL/min"),
        (Amount.parse("125 mL/min"), "125 mL/min"),
        (Amount.parse("140 mL/min"), "140 mL/min"),
    ],
)
def test_the_guideline_caps_estimates_alone(greatest: Any, used: str) -> None:
    """A measured clearance is capped by an amount that the caller gives, never by a word."""
    made = clearance_of(measured(clearance="140 mL/min"), ClearancePolicy(greatest=greatest))

    assert str(made.used) == used
    assert made.steps[0] == "clearance: 140 mL/min, as given"
    assert (len(made.steps) == 2) is (used != "140 mL/min")


def test_a_cap_that_is_just_reached_takes_nothing() -> None:
    """An estimate of the cap itself is used as it is, and nothing is said of a cap."""
    # (140 - 40) x 90 / (72 x 1) = 125 exactly
    made = clearance_of(measured(age=40, weight="90 kg", creatinine="1 mg/dL"), ClearancePolicy())

    assert made.used == made.computed == Amount.parse("125 mL/min")
    assert len(made.steps) == 1


def test_the_word_of_the_guideline_is_read_from_any_text() -> None:
    """A word that a program put together, or read in a file, is the word that is written here."""
    # 0.5 mg/dL is under the floor of 0.7; (140 - 40) x 90 / (72 x 0.7) is over the cap of 125
    word: Any = "GUIDELINE".lower()
    policy = ClearancePolicy(greatest=word, least_creatinine=word)

    made = clearance_of(measured(age=40, weight="90 kg", creatinine="0.5 mg/dL"), policy)

    assert made.used == Amount.parse("125 mL/min")
    assert made.floored == "0.5 mg/dL is under the floor, 0.7 mg/dL is used"


def test_what_limits_an_estimate_is_given_by_name() -> None:
    """A cap and a floor cannot change places unseen."""
    with pytest.raises(TypeError, match="positional argument"):
        ClearancePolicy(Weight.IDEAL, None)  # type: ignore[call-arg]  # on purpose


@pytest.mark.parametrize(
    ("used", "said"),
    [
        ("90 mL/min", "140 mL/min is over the cap of the clearance, 90 mL/min is used"),
        ("140.0 mL/min", None),
        ("150 mL/min", None),
    ],
)
def test_a_cap_is_told_where_it_took_something_away(used: str, said: str | None) -> None:
    """Less than was computed is a cap; the same in other digits, and more, is none."""
    made = Clearance(Amount.parse("140 mL/min"), Amount.parse(used), ())

    assert made.capped == said


@pytest.mark.parametrize(
    ("creatinine", "least", "used"),
    [
        ("0.5 mg/dL", "guideline", "0.7 mg/dL"),
        ("0.7 mg/dL", "guideline", None),
        ("0.69 mg/dL", "guideline", "0.7 mg/dL"),
        # 0.7 mg/dL are 0.7 x 88.42 = 61.894 umol/L
        ("61.893 umol/L", "guideline", "0.7 mg/dL"),
        ("61.894 umol/L", "guideline", None),
        ("61.895 umol/L", "guideline", None),
        ("0.5 mg/dL", None, None),
        ("0.7 mg/dL", Amount.parse("0.8 mg/dL"), "0.8 mg/dL"),
        # 70 umol/L are 0.7917 mg/dL
        ("0.79 mg/dL", Amount.parse("70 umol/L"), "70 umol/L"),
        ("0.8 mg/dL", Amount.parse("70 umol/L"), None),
    ],
)
def test_a_floor_of_the_creatinine_holds_across_its_units(
    creatinine: str, least: Any, used: str | None
) -> None:
    """A creatinine under the floor is replaced by it, and the step says so."""
    policy = ClearancePolicy(greatest=None, least_creatinine=least)

    made = clearance_of(measured(creatinine=creatinine), policy)

    said = [each for each in made.steps if each.startswith("creatinine: ")]
    expected = f"creatinine: {creatinine} is under the floor, {used} is used"
    assert said == ([] if used is None else [expected])
    assert f"(72 x {used or creatinine}" in made.steps[-1]
    same = clearance_of(measured(creatinine=used or creatinine), NO_CAP)
    assert made.used == same.used


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"greatest": "guidelines"}, "cap of the clearance is 'guidelines'; write an amount"),
        (
            {"greatest": 125},
            "cap of the clearance is 125; write an amount, for example",
        ),
        ({"greatest": []}, r"cap of the clearance is \[\]; write"),
        ({"greatest": Amount.parse("2 mg")}, "cap of the clearance is 2 mg; write"),
        ({"greatest": Amount.parse("0.7 mg/dL")}, "cap of the clearance is 0.7 mg/dL; write"),
        (
            {"least_creatinine": Amount.parse("90 mL/min")},
            "floor of the creatinine is 90 mL/min; write an amount, for example '0.7 mg/dL'",
        ),
        ({"least_creatinine": "none"}, "floor of the creatinine is 'none'; write"),
        (
            {"greatest": Amount(Amount.parse("1 mL/min").number * 0, "mL/min")},
            "cap of the clearance is 0 mL/min; write",
        ),
    ],
)
def test_a_limit_is_an_amount_of_its_kind_or_the_word(given: dict[str, Any], said: str) -> None:
    """Anything else is refused when the policy is made, before any body is measured."""
    with pytest.raises(PatientError, match=f"^the {said}.*, or 'guideline'$"):
        ClearancePolicy(**given)


# Calvert.


def test_the_constant_of_calvert() -> None:
    """A dose is the target times the clearance and 25 mL/min."""
    assert calvert_constant() == Amount.parse("25 mL/min")


@pytest.mark.parametrize(("auc", "milligrams"), [("4", 600), ("5", 750), ("6", 900)])
def test_calvert_with_the_cap_gives_what_the_guideline_prints(auc: str, milligrams: int) -> None:
    """With the cap of 125 mL/min a target of 4, 5 or 6 gives 600, 750 or 900 mg at the most."""
    made = order_dose(f"AUC {auc}", measured(creatinine="0.4 mg/dL"))

    assert made.calculated == Amount.parse(f"{milligrams} mg")
    assert "cap: 191.8 mL/min is over the cap of the clearance, 125 mL/min is used" in made.steps


def test_each_policy_that_bites_is_in_the_steps_of_a_dose() -> None:
    """Weight, floor, estimate and cap stand in the order in which a pencil needs them."""
    body = measured(weight="100 kg", creatinine="0.4 mg/dL")
    policy = ClearancePolicy(
        weight=Weight.ADJUSTED_IF_OVERWEIGHT,
        greatest=Amount.parse("100 mL/min"),
        least_creatinine="guideline",
    )

    made = order_dose("AUC 5", Body.of(body, SurfacePolicy(), policy))

    # (140 - 55) x 79.56 / (72 x 0.7) = 6762.6 / 50.4 = 134.18; 5 x (100 + 25) = 625
    assert made.steps[0].startswith(
        "body mass index: 100 kg / (1.7 m x 1.7 m) = about 34.6, 25 or more: the adjusted weight;"
        " ideal weight: "
    )
    assert [each.split(":")[0] for each in made.steps][:4] == [
        "body mass index",
        "creatinine",
        "clearance",
        "cap",
    ]
    assert "creatinine: 0.4 mg/dL is under the floor, 0.7 mg/dL is used" in made.steps
    assert made.steps[2].startswith(
        "clearance: (140 - 55) x 79.56 kg / (72 x 0.7 mg/dL) = 134.2 mL/min"
    )
    assert made.steps[3] == (
        "cap: 134.2 mL/min is over the cap of the clearance, 100 mL/min is used"
    )
    assert made.calculated == Amount.parse("625 mg")
