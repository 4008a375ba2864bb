"""The command `bsa`: one surface with its arithmetic, or one line a formula."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from npc_regimens.cli import main
from npc_regimens.patient import Formula

if TYPE_CHECKING:
    from click.testing import Result

BODY = ("bsa", "--height", "170 cm", "--weight", "65 kg")
ADULT = ("--sex", "male", "--age", "55")
MOSTELLER = "square root of (170 cm x 65 kg / 3600)"
DU_BOIS = "0.007184 x 65^0.425 x 170^0.725 = about 1.753598"


def run(*words: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, [*BODY, *words])


def data(*words: str) -> Any:
    """Run the command and read what it prints as data."""
    result = run(*words, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_one_surface_is_the_body_and_its_arithmetic() -> None:
    """Without more words it is Mosteller, half up to 0.01 m2, and uncapped."""
    result = run()

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "height 170 cm, weight 65 kg\n"
        f"body surface: {MOSTELLER} = 1.75 m2 (Mosteller, half up to 0.01 m2)\n"
    )


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ((), ""),
        (("--sex", "female"), ", female"),
        (("--age", "18"), ", 18 years"),
        (ADULT, ", male, 55 years"),
    ],
)
def test_the_first_line_says_whom_the_surface_is_of(words: tuple[str, ...], person: str) -> None:
    """Sex and age choose a row of a formula, so they stand where they were given."""
    assert run(*words).stdout.splitlines()[0] == f"height 170 cm, weight 65 kg{person}"
    told = data(*words)
    assert [told["sex"] is None, told["age"] is None] == [
        "male" not in person,
        "years" not in person,
    ]


@pytest.mark.parametrize("name", ["Du Bois", "du-bois", "DU BOIS"])
@pytest.mark.parametrize("option", ["--formula", "--bsa-formula"])
def test_a_formula_is_chosen_by_name_or_id(option: str, name: str) -> None:
    """The name that is printed and the name of the file choose the same formula."""
    assert run(option, name).stdout.splitlines()[1] == (
        f"body surface: {DU_BOIS} = 1.75 m2 (Du Bois, half up to 0.01 m2)"
    )


def test_a_note_of_a_formula_is_printed_beside_it() -> None:
    """What a reader must know of a formula is told with its result, in both forms."""
    note = "rests on comments in programs; the paper was not read, and its author is not certain"

    assert run("--formula", "Hu", *ADULT).stdout.splitlines()[1:] == [
        # 0.0057 x 170 = 0.969; 0.0121 x 65 = 0.7865; together with 0.0882 1.8437
        (
            "body surface: 0.0057 x 170 + 0.0121 x 65 + 0.0882 = 1.8437 = 1.84 m2"
            " (Hu, half up to 0.01 m2)"
        ),
        f"  note: {note}",
    ]
    assert data("--formula", "Hu", *ADULT)["surfaces"][0]["note"] == note
    assert data()["surfaces"][0]["note"] is None


def test_a_precision_is_chosen() -> None:
    """The root of 3.069444 is 1.751983, and the policy names its step."""
    assert run("--precision", "0.0001 m2").stdout.endswith(
        " = 1.752 m2 (Mosteller, half up to 0.0001 m2)\n"
    )


def test_a_cap_bites_and_says_so() -> None:
    """The computed surface is shown beside the one that is used."""
    assert run("--bsa-cap", "1.7 m2").stdout.splitlines()[1:] == [
        f"body surface: {MOSTELLER} = 1.75 m2 (Mosteller, half up to 0.01 m2, capped at 1.7 m2)",
        "cap: 1.75 m2 is over the cap, 1.7 m2 is used",
    ]
    assert len(run("--bsa-cap", "1.8 m2").stdout.splitlines()) == 2


def test_data_has_every_part_of_a_surface() -> None:
    """Numbers are text with their unit, so that no reader makes a float of them."""
    assert data("--formula", "Du Bois", "--bsa-cap", "1.7 m2", *ADULT) == {
        "format": 1,
        "height": {"value": "170", "unit": "cm"},
        "weight": {"value": "65", "unit": "kg"},
        "sex": "male",
        "age": 55,
        "surfaces": [
            {
                "formula": "Du Bois",
                "computed": {"value": "1.75", "unit": "m2"},
                "used": {"value": "1.7", "unit": "m2"},
                "policy": "Du Bois, half up to 0.01 m2, capped at 1.7 m2",
                "arithmetic": DU_BOIS,
                "steps": [
                    (
                        f"body surface: {DU_BOIS} = 1.75 m2"
                        " (Du Bois, half up to 0.01 m2, capped at 1.7 m2)"
                    ),
                    "cap: 1.75 m2 is over the cap, 1.7 m2 is used",
                ],
                "note": None,
                "refused": None,
            }
        ],
    }


def test_all_formulas_are_one_line_each() -> None:
    """With sex and age every formula has its surface, worked by hand for this body."""
    lines = [line for line in run("--all", *ADULT).stdout.splitlines() if line[:1] != " "]

    assert lines[:3] == [
        "height 170 cm, weight 65 kg, male, 55 years",
        "half up to 0.01 m2",
        f"Mosteller      1.75 m2  {MOSTELLER}",
    ]
    found = {line[:15].strip(): line[15:24].strip() for line in lines[2:]}
    assert found == {
        "Mosteller": "1.75 m2",
        "Du Bois": "1.75 m2",
        "Haycock": "1.75 m2",
        "Gehan-George": "1.76 m2",
        "Boyd": "1.76 m2",
        "Fujimoto": "1.71 m2",
        "Takahira": "1.77 m2",
        "Shuter-Aslani": "1.73 m2",
        "Schlich": "1.65 m2",
        "Livingston-Lee": "1.74 m2",
        "Yu": "1.76 m2",
        "Stevenson": "1.72 m2",
        "Zhao": "1.79 m2",
        "Hu": "1.84 m2",
    }


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (ADULT, set()),
        ((), {"Schlich", "Stevenson", "Zhao", "Hu"}),
        (("--sex", "female"), {"Stevenson", "Zhao", "Hu"}),
        (("--age", "55"), {"Schlich", "Zhao", "Hu"}),
        (("--sex", "female", "--age", "17"), {"Stevenson", "Zhao", "Hu"}),
    ],
)
def test_a_formula_that_does_not_suit_says_why(words: tuple[str, ...], refused: set[str]) -> None:
    """Of all formulas those that lack something are named with it; the others go on."""
    rows = data("--all", *words)["surfaces"]
    lines = run("--all", *words).stdout.splitlines()

    assert [row["formula"] for row in rows] == list(Formula)
    assert {row["formula"] for row in rows if row["refused"] is not None} == refused
    for row in rows:
        if row["refused"] is None:
            assert row["used"]["unit"] == "m2"
            assert row["steps"]
        else:
            assert (row["computed"], row["used"], row["arithmetic"]) == (None, None, None)
            assert row["steps"] == []
            assert f"{row['formula']:15}not computed: {row['refused']}" in lines


def test_a_cap_of_all_formulas_says_where_it_bites() -> None:
    """No line shows a capped surface as if the formula had given it."""
    lines = run("--all", "--bsa-cap", "1.75 m2").stdout.splitlines()

    assert lines[1] == "half up to 0.01 m2, capped at 1.75 m2"
    assert lines[2] == f"Mosteller      1.75 m2  {MOSTELLER}"
    assert lines[5].startswith("Gehan-George   1.75 m2  ")
    assert lines[5].endswith(" = about 1.762771; 1.76 m2 is over the cap")
    assert [line[:15].strip() for line in lines if line.endswith("over the cap")] == [
        "Gehan-George",
        "Boyd",
        "Takahira",
        "Yu",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--formula", "dubois"), "there is no body-surface formula 'dubois'; there are Mosteller"),
        (("--formula", "Schlich"), "the formula of Schlich needs the sex; give 'female' or 'male'"),
        (("--formula", "Hu", "--sex", "male"), "and the age is not given; give it, or take"),
        (("--formula", "Hu", *ADULT[:3], "17"), "and the age is 17; take another formula"),
        (("--sex", "f"), "sex 'f' is not read; write 'female' or 'male'"),
        (("--age", "0"), "age 0 cannot be right: it is read from 1 to 120"),
        (("--age", "121"), "age 121 cannot be right"),
        (("--age", "fifty"), "age 'fifty' is not a number of whole years; write for example 55"),
        (("--age", "-5"), "age '-5' is not a number of whole years"),
        (("--age", "55.0"), "age '55.0' is not a number of whole years"),
        (("--age", "\u0665\u0665"), "is not a number of whole years"),
        (("--age", "0055"), "age '0055' is not a number of whole years"),
        (("--precision", "0.01"), "precision of the body surface: amount '0.01' has no unit"),
        (
            ("--precision", "1 cm"),
            "the step of a body surface is 1 cm; write for example '0.01",
        ),
        (("--precision", "1 m2"), "the step of a body surface is 1 m2, coarser than 0.1 m2; write"),
        (("--bsa-cap", "2"), "body-surface cap: amount '2' has no unit; write"),
        (("--bsa-cap", "2 mg"), "the cap of a body surface is 2 mg; write for example '2 m2'"),
    ],
)
@pytest.mark.parametrize("every", [(), ("--all",)], ids=["one", "all"])
def test_what_is_wrong_with_a_body_or_its_policy_ends_with_4(
    words: tuple[str, ...], said: str, every: tuple[str, ...]
) -> None:
    """A refusal goes to standard error with the code of a patient, and nothing is printed."""
    result = run(*words, *every)

    if every and words[0] == "--formula":  # which is refused beside all of them, whatever it is
        assert (result.exit_code, result.stdout) == (2, "")
        return
    assert (result.exit_code, result.stdout) == (4, "")
    assert said in result.stderr
    assert result.stderr.startswith("error: ")


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (("1.7 cm", "65 kg"), "error: height 1.7 cm cannot be right"),
        (("170 cm", "650 kg"), "error: weight 650 kg cannot be right"),
    ],
)
@pytest.mark.parametrize("every", [(), ("--all",)], ids=["one", "all"])
def test_a_size_that_cannot_be_ends_with_4(
    size: tuple[str, str], said: str, every: tuple[str, ...]
) -> None:
    """No formula is asked about a body that nobody has."""
    height, weight = size
    result = CliRunner().invoke(main, ["bsa", "--height", height, "--weight", weight, *every])

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith(said)


@pytest.mark.parametrize("option", ["--formula", "--bsa-formula"])
@pytest.mark.parametrize("name", ["Du Bois", "Mosteller"])
def test_one_formula_and_all_of_them_are_refused(option: str, name: str) -> None:
    """Who names a formula and gets all of them may read the wrong line, so one word must go."""
    result = run("--all", option, name)

    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        f"--all is by every formula, and --formula '{name}' is one of them; leave one of the two"
        " out" in " ".join(result.stderr.split())
    )


@pytest.mark.parametrize("age", ["\uff15\uff15", " 55", "5\uff15"])
def test_digits_of_full_width_are_an_age(age: str) -> None:
    """They are read as in every amount: they can mean only one thing."""
    assert data("--age", age)["age"] == 55


@pytest.mark.parametrize("words", [("--format", "csv"), ("--cap", "2 m2"), ("more",)])
def test_a_slip_in_the_command_line_ends_with_2(words: tuple[str, ...]) -> None:
    """An option or a word that is not known is a slip of the command line, not of a patient."""
    assert run(*words).exit_code == 2


def test_a_body_must_be_given() -> None:
    """There is no default body."""
    result = CliRunner().invoke(main, ["bsa", "--height", "170 cm"])

    assert result.exit_code == 2
    assert "Missing option '--weight'" in result.stderr
