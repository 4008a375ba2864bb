"""Salt and base: two factors, each by its name, and nothing where a product does not know one."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npc_regimens.errors import BasisNotStatedError, ProductError, UnitError
from npc_regimens.products import Factor, Formulary, Product, StatedBasis, convert_basis
from npc_regimens.products.written import MolarMass, read_grams_per_mole
from npc_regimens.strategies import decimals
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Sequence

BASE: StatedBasis = "free base"
SALT: StatedBasis = "hydrochloride trihydrate"
ANHYDROUS: StatedBasis = "anhydrous hydrochloride"
VIAL = """
format = 1
id = "drug-b-vial"
drug = "drug-b"
name = "drug B concentrate"
form = "vial"
route = "intravenous"
rounding = { rule = "nearest step", step = "1 mg", ties = "up", report_over = "10 %", cite = "a#b" }
vial = [VIALS]
cite = "a#b"
"""


@pytest.fixture(scope="module", name="liposome")
def read_liposome(formulary: Formulary) -> Product:
    """Read the shipped irinotecan liposome: 43 mg of base or 50 mg of salt in 10 mL."""
    return formulary["irinotecan-liposome"]


def amount(text: str) -> Amount:
    """Read an amount."""
    return Amount.parse(text)


def vial(*vials: str, more: str = "") -> Product:
    """Read a product of some vials."""
    text = VIAL.replace("VIALS", ", ".join(f"{{ {each} }}" for each in vials)) + more
    return Product.model_validate(tomllib.loads(text, parse_float=Decimal))


@pytest.mark.parametrize(
    ("dose", "sides", "converted"),
    [
        # 70 x 677.19 / 586.69 = 80.798, 70 x 50 / 43 = 81.395, 60 x 586.69 / 623.15 = 56.489
        ("70 mg/m2", (BASE, SALT, Factor.MOLAR_MASSES), "80.8 mg/m2"),
        ("70 mg/m2", (BASE, SALT, Factor.LABEL), "81.4 mg/m2"),
        ("80 mg/m2", (SALT, BASE, Factor.LABEL), "68.8 mg/m2"),
        ("60 mg/m2", (ANHYDROUS, BASE, Factor.MOLAR_MASSES), "56.5 mg/m2"),
        ("43 mg", (BASE, SALT, Factor.LABEL), "50 mg"),
        ("0.07 g/m2", (BASE, SALT, Factor.LABEL), "81.4 mg/m2"),
        ("0.043 g", (BASE, SALT, Factor.LABEL), "50 mg"),
        ("70 mg/m2", (BASE, BASE, Factor.MOLAR_MASSES), "70 mg/m2"),
    ],
)
def test_a_dose_of_one_basis_is_another_number_of_the_other(
    liposome: Product, dose: str, sides: tuple[StatedBasis, StatedBasis, Factor], converted: str
) -> None:
    """Worked by hand: the label and the molecules differ, and a dose in grams keeps its digits."""
    of, to, by = sides

    assert convert_basis(liposome, amount(dose), of=of, to=to, by=by).amount == amount(converted)


def test_the_step_is_the_caller_s(liposome: Product) -> None:
    """60 mg/m2 of the anhydrous salt are 56.49 mg/m2 of base to a hundredth."""
    made = convert_basis(
        liposome,
        amount("60 mg/m2"),
        of=ANHYDROUS,
        to=BASE,
        by=Factor.MOLAR_MASSES,
        step=amount("0.01 mg/m2"),
    )

    assert made.amount == amount("56.49 mg/m2")
    assert made.words == (
        "60 mg/m2 as anhydrous hydrochloride x 586.69 g/mol / 623.15 g/mol = 56.49 mg/m2 as free"
        " base (molar masses, half up to 0.01 mg/m2)"
    )


def test_the_words_name_the_factor(liposome: Product) -> None:
    """Whoever reads the result sees which of the two factors it is."""
    words = convert_basis(liposome, amount("70 mg"), of=BASE, to=SALT, by=Factor.LABEL).words

    assert words == (
        "70 mg as free base x 50 mg / 43 mg = 81.4 mg as hydrochloride trihydrate"
        " (label of irinotecan liposome concentrate, half up to 0.1 mg)"
    )


def test_the_label_knows_what_stands_on_it_alone(liposome: Product) -> None:
    """The anhydrous salt is on no label, and what is there is named."""
    with pytest.raises(BasisNotStatedError) as caught:
        convert_basis(liposome, amount("60 mg/m2"), of=ANHYDROUS, to=BASE, by=Factor.LABEL)

    assert str(caught.value) == (
        "irinotecan-liposome: the label of irinotecan liposome concentrate says nothing of"
        " anhydrous hydrochloride; there is free base, hydrochloride trihydrate"
    )


@pytest.mark.parametrize("by", ["mass", "", "Label", None, "molar mass"])
def test_a_factor_must_be_named(liposome: Product, by: object) -> None:
    """There is no default, and no nearest guess."""
    with pytest.raises(ProductError, match=f"no factor {by!r}; write 'label' or 'molar masses'"):
        convert_basis(liposome, amount("70 mg"), of=BASE, to=SALT, by=by)  # type: ignore[arg-type]  # a slip


@pytest.mark.parametrize("basis", ["not stated", "base", "anhydrous"])
def test_an_unknown_basis_is_refused(liposome: Product, basis: str) -> None:
    """What no molar mass is known of cannot be converted."""
    with pytest.raises(BasisNotStatedError, match=f"molar masses of .* say nothing of {basis}; th"):
        convert_basis(
            liposome,
            amount("70 mg"),
            of=basis,  # type: ignore[arg-type]  # a slip
            to=BASE,
            by=Factor.MOLAR_MASSES,
        )


@pytest.mark.parametrize(
    "vials",
    [
        pytest.param(
            (
                'content = "43 mg", volume = "10 mL", basis = "free base"',
                'content = "100 mg", volume = "20 mL", basis = "hydrochloride trihydrate"',
            ),
            id="two volumes",
        ),
        pytest.param(
            (
                'content = "43 mg", basis = "free base"',
                'content = "100 mg", basis = "hydrochloride trihydrate"',
            ),
            id="no volume",
        ),
        pytest.param(
            (
                'content = "40 mg", basis = "free base"',
                'content = "100 mg", basis = "free base"',
                'content = "115 mg", basis = "hydrochloride trihydrate"',
                'content = "46 mg", basis = "hydrochloride trihydrate"',
            ),
            id="two sizes",
        ),
        pytest.param(('content = "100 mg", volume = "10 mL"',), id="no basis"),
    ],
)
def test_two_vials_have_no_factor(vials: Sequence[str]) -> None:
    """Only one physical vial, by its volume, says how salt and base go together."""
    with pytest.raises(BasisNotStatedError, match="says nothing of free base and hydrochloride tr"):
        convert_basis(vial(*vials), amount("70 mg"), of=BASE, to=SALT, by=Factor.LABEL)


@pytest.mark.parametrize(
    ("dose", "step", "error", "says"),
    [
        ("0.04 mg", None, ProductError, "0.04 mg as free base is nothing as hydrochloride trihydr"),
        ("70 mg", "200 mg", ProductError, "nothing as hydrochloride trihydrate to 200 mg; take a"),
        ("70 mg", "0.1 mg/m2", UnitError, "cannot be expressed in 'mg'"),
    ],
)
def test_a_step_leaves_something_and_is_of_its_kind(
    liposome: Product, dose: str, step: str | None, error: type[Exception], says: str
) -> None:
    """No conversion makes nothing of a dose, and no step is of another kind."""
    finer = None if step is None else amount(step)

    with pytest.raises(error, match=says):
        convert_basis(liposome, amount(dose), of=BASE, to=SALT, by=Factor.LABEL, step=finer)


def test_a_step_of_nothing_is_refused(liposome: Product) -> None:
    """A step of 0 mg divides nothing."""
    nothing = Amount(Decimal(0), "mg")

    with pytest.raises(ProductError, match="to 0 mg; take a finer step"):
        convert_basis(liposome, amount("70 mg"), of=BASE, to=SALT, by=Factor.LABEL, step=nothing)


@given(decimals(1, 500, places=2), st.sampled_from(Factor), st.data())
def test_a_conversion_is_within_half_a_step(
    formulary: Formulary, number: Decimal, by: Factor, data: st.DataObject
) -> None:
    """The converted dose is the exact quotient to half a step, by whichever factor."""
    liposome = formulary["irinotecan-liposome"]
    label = {BASE: Fraction(43), SALT: Fraction(50)}
    molar = {each.basis: Fraction(each.grams_per_mole) for each in liposome.molar_mass}
    known = label if by is Factor.LABEL else molar
    of, to = data.draw(st.sampled_from(sorted(known))), data.draw(st.sampled_from(sorted(known)))

    made = convert_basis(liposome, Amount(number, "mg"), of=of, to=to, by=by).amount

    exact = Fraction(number) * known[to] / known[of]
    assert abs(Fraction(made.number) - exact) <= Fraction(1, 20)
    assert Fraction(made.number) * 10 % 1 == 0


def test_the_shipped_molar_masses_are_of_every_basis(liposome: Product) -> None:
    """Each basis that a dose may have is there once."""
    assert {each.basis for each in liposome.molar_mass} == set(get_args(StatedBasis))


@pytest.mark.parametrize("text", ["586,69", "0", "0.5", "-586.69", "586.", "1e3", "g", "1234567"])
def test_a_molar_mass_is_a_plain_number(text: str) -> None:
    """What is not a plain number of grams per mole is refused with a right one."""
    with pytest.raises(
        ProductError, match=r"is not a molar mass in g/mol; write for example '586\.69'"
    ):
        read_grams_per_mole(text)


def test_a_molar_mass_is_text() -> None:
    """A number of a file is refused, for a reader of TOML may have made a float of it."""
    with pytest.raises(ValueError, match=r"expected text such as '586\.69'"):
        MolarMass.model_validate({"basis": BASE, "grams_per_mole": Decimal(5), "cite": "a#b"})


@pytest.mark.parametrize(
    ("vials", "more", "says"),
    [
        (
            ('content = "43 mg", basis = "free base"', 'content = "50 mg"'),
            "",
            "some vials say their basis and others do not; write it for each",
        ),
        (
            ('content = "43 mg"',),
            '\n[[molar_mass]]\nbasis = "free base"\ngrams_per_mole = "1"\ncite = "a#b"' * 2,
            "molar_mass: a basis stands twice; write each once",
        ),
        (
            ('content = "43 mg", volume = "10 mL"', 'content = "0.043 g", volume = "0.01 L"'),
            "",
            "the vial of 0.043 g in 0.01 L stands twice; write each once",
        ),
        (('content = "43 mg"',) * 2, "", "the vial of 43 mg stands twice; write each once"),
        (
            ('content = "43 mg", basis = "free base"',) * 2,
            "",
            "the vial of 43 mg as free base stands twice; write each once",
        ),
    ],
)
def test_a_product_that_contradicts_itself_is_refused(
    vials: Sequence[str], more: str, says: str
) -> None:
    """Each basis has one molar mass, each vial stands once, and all vials are labelled alike."""
    with pytest.raises(ValueError, match=says):
        vial(*vials, more=more)


@pytest.mark.parametrize(
    "vials",
    [
        ('content = "43 mg", basis = "free base"', 'content = "43 mg", basis = "HCl"'),
        ('content = "43 mg", volume = "10 mL"', 'content = "86 mg", volume = "20 mL"'),
        ('content = "43 mg", volume = "10 mL"', 'content = "43 mg"'),
    ],
)
def test_vials_that_differ_are_two(vials: Sequence[str]) -> None:
    """Another content, another basis, or a volume that one of them does not say."""
    salt = [each.replace("HCl", SALT) for each in vials]

    assert len(vial(*salt).vial) == 2


@pytest.mark.parametrize(
    ("drug", "bases"),
    [
        ("irinotecan-liposome", set(get_args(StatedBasis))),
        ("capecitabine", set()),
        ("gemcitabine", set()),
    ],
)
def test_a_product_says_which_bases_it_tells_apart(
    formulary: Formulary, drug: str, bases: set[str]
) -> None:
    """Those of its vials and of its molar masses; tablets and plain vials have none."""
    assert formulary[drug].bases == bases
