"""The command `dose`: what it prints, as text and as data, for each of its options."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from npc_regimens.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

BODY = ("--height", "170 cm", "--weight", "65 kg")
SURFACE = "body surface: square root of (170 cm x 65 kg / 3600) = 1.75 m2"
WHOLE = "nearest whole tablets of 500 mg and 150 mg, ties up, fewest units"
TABLETS = ("650 mg/m2", "--drug", "capecitabine")
LIPOSOME = ("70 mg/m2", "--drug", "irinotecan-liposome")


def run(*words: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ("dose", *words))


def lines(*words: str) -> list[str]:
    """Return the lines of a dose for 170 cm and 65 kg, below the body."""
    result = run(*words, *BODY)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    head, *rest = result.stdout.splitlines()
    assert head.startswith("height 170 cm, weight 65 kg")
    return rest


def data(*words: str) -> dict[str, Any]:
    """Return the data of a dose for 170 cm and 65 kg."""
    result = run(*words, *BODY, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_page_reads_from_the_body_to_what_is_given() -> None:
    """The body, the arithmetic, the ordered dose with thousands marks, then units, then a day."""
    result = run(*TABLETS, *BODY, "--frequency", "twice daily")

    assert result.stdout.splitlines() == [
        "height 170 cm, weight 65 kg",
        f"{SURFACE} (Mosteller, half up to 0.01 m2)",
        "dose: 650 mg/m2 x 1.75 m2 = 1137.5 mg",
        f"rounding: 1137.5 mg to 1150 mg ({WHOLE})",
        "difference: (1150 mg - 1137.5 mg) / 1137.5 mg = 1.1 %",
        "ordered: 1,150 mg",
        "units: 2 tablets of 500 mg",
        "units: 1 tablet of 150 mg",
        "a day: 2 x 1150 mg = 2300 mg (twice daily)",
    ]


def test_data_has_every_part_under_a_key_of_its_own() -> None:
    """The object has the same keys for every dose, null where nothing is to say."""
    found = data(*TABLETS)

    assert list(found) == [
        *("format", "patient", "dose", "level", "calculated", "ordered", "difference_percent"),
        *("rule", "product", "units", "basis", "preparation", "a_day", "over_days"),
        *("other_basis", "steps", "warnings"),
    ]
    assert (found["format"], found["dose"], found["product"]) == (
        1,
        "650 mg/m2",
        "capecitabine-tablets",
    )
    assert found["calculated"] == {"value": "1137.5", "unit": "mg"}
    assert found["ordered"] == {"value": "1150", "unit": "mg"}
    assert found["difference_percent"] == "1.1"
    assert found["units"] == [
        {"strength": "500 mg", "count": 2},
        {"strength": "150 mg", "count": 1},
    ]
    nothing = ("level", "basis", "preparation", "a_day", "over_days", "other_basis")
    assert {found[key] for key in nothing} == {None}
    assert found["warnings"] == []
    assert found["steps"] == [line for line in lines(*TABLETS) if not line.startswith("ordered")]


def test_the_body_says_all_that_was_given_for_it() -> None:
    """Sex, age and creatinine stand beside the size, and pounds and inches in kg and cm too."""
    kidney = ("--sex", "female", "--age", "55", "--creatinine", "80 umol/L")
    size = ("--height", "67 in", "--weight", "143 lb")
    text = run("AUC 5", *size, *kidney).stdout.splitlines()[0]
    measured = run("AUC 5", *size, "--clearance", "90 mL/min").stdout.splitlines()[0]
    patient = data("AUC 5", *kidney)["patient"]

    assert text == (
        "height 67 in (170.18 cm), weight 143 lb (64.86370891 kg), female, 55 years,"
        " creatinine 80 umol/L"
    )
    assert measured.endswith(", weight 143 lb (64.86370891 kg), clearance 90 mL/min")
    assert patient == {
        "height": {"value": "170", "unit": "cm"},
        "weight": {"value": "65", "unit": "kg"},
        "sex": "female",
        "age": 55,
        "creatinine": {"value": "80", "unit": "umol/L"},
        "clearance": None,
    }


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            ("--formula", "Du Bois"),
            "0.007184 x 65^0.425 x 170^0.725 = about 1.753598 = 1.75 m2 (Du",
        ),
        (("--bsa-formula", "haycock"), "Haycock, half up to 0.01 m2)"),
        (("--precision", "0.0001 m2"), "= 1.752 m2 (Mosteller, half up to 0.0001 m2)"),
        (("--bsa-cap", "1.7 m2"), "cap: 1.75 m2 is over the cap, 1.7 m2 is used"),
        (("--bsa-cap", "1.7 m2"), "dose: 650 mg/m2 x 1.7 m2 = 1105 mg"),
        (("--cap", "1 g"), "cap: 1137.5 mg is over the cap of one dose, 1000 mg is used"),
        (("--level", "75 %"), "level: 75 % of 650 mg/m2 = 487.5 mg/m2"),
        (
            ("--rounding", "nearest 50 mg"),
            "rounding: 1137.5 mg to 1150 mg (nearest 50 mg, ties up)",
        ),
        (("--rounding", "none"), "rounding: 1137.5 mg to 1137.5 mg (as calculated)"),
        (("--frequency", "three times daily"), "a day: 3 x 1137.5 mg = 3412.5 mg (three times da"),
    ],
)
def test_an_option_of_the_dose_is_in_its_lines(words: tuple[str, ...], line: str) -> None:
    """What an option changes stands in a line of its own."""
    assert any(line in each for each in lines("650 mg/m2", *words))


KIDNEY = ("--sex", "female", "--age", "30", "--creatinine", "40 umol/L")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--clearance", "90 mL/min"), "dose: AUC 5 x (90 mL/min + 25 mL/min) = 575 mg"),
        # (140 - 30) x 65 / (72 x 40 / 88.42) x 0.85 = 186.59
        (KIDNEY, "= 186.6 mL/min (Cockcroft-Gault, weight: actual, half up to 0.1 mL/min)"),
        (KIDNEY, "cap: 186.6 mL/min is over the cap of the clearance, 125 mL/min is used"),
        ((*KIDNEY, "--gfr-cap", "none"), "dose: AUC 5 x (186.6 mL/min + 25 mL/min) = 1058 mg"),
        ((*KIDNEY, "--gfr-cap", "100 mL/min"), "100 mL/min is used"),
        # 45.5 + 2.3 x 17.6 / 2.54 = 61.437
        ((*KIDNEY, "--clearance-weight", "ideal"), "= 61.44 kg (Devine, half up to 0.01 kg)"),
        (
            (*KIDNEY, "--creatinine-floor", "guideline"),
            "40 umol/L is under the floor, 0.7 mg/dL is",
        ),
        ((*KIDNEY, "--creatinine-floor", "60 umol/L"), "60 umol/L is used"),
    ],
)
def test_an_option_of_the_clearance_is_in_its_lines(words: tuple[str, ...], line: str) -> None:
    """A clearance is measured or estimated, and each policy that takes something away says so."""
    assert any(line in each for each in lines("AUC 5", *words))


def test_an_infusion_is_prepared_once_its_basis_is_known() -> None:
    """With the basis there are millilitres and vials; without it there are milligrams, and why."""
    known = lines(*LIPOSOME, "--basis", "free base")
    unknown = lines(*LIPOSOME)

    assert known[0] == "basis: free base"
    assert known[-4:] == [
        "ordered: 123 mg",
        "preparation: 123 mg x 10 mL / 43 mg = 28.6 mL (half up to 0.1 mL)",
        "preparation: 3 vials of 43 mg",
        "preparation: 6 mg left over, wasted if nobody shares the vials",
    ]
    assert unknown[-2] == "ordered: 123 mg"
    assert unknown[-1].startswith(
        "preparation: refused: irinotecan-liposome: the basis of the dose"
    )
    assert data(*LIPOSOME, "--basis", "free base")["preparation"] == {
        "volume": {"value": "28.6", "unit": "mL"},
        "vials": [{"content": "43 mg", "count": 3}],
        "waste": {"value": "6", "unit": "mg"},
    }
    assert data(*LIPOSOME)["preparation"] is None


def test_shared_vials_waste_nothing() -> None:
    """With sharing the last line of a preparation says that the vials are shared."""
    words = ("1000 mg/m2", "--drug", "gemcitabine", "--sharing")

    assert (
        lines(*words)[-1]
        == "preparation: 50 mg left over for others, nothing is wasted: the vials are shared"
    )
    assert data(*words)["preparation"]["volume"] is None
    assert data(*words)["preparation"]["waste"] == {"value": "0", "unit": "mg"}


@pytest.mark.parametrize(
    ("factor", "other"),
    # 123 x 50 / 43 = 143.02; 123 x 677.19 / 586.69 = 141.97
    [("label", "143"), ("molar masses", "142")],
)
def test_another_basis_is_said_by_the_factor_that_is_named(factor: str, other: str) -> None:
    """The ordered dose stands in both bases, and the factor beside it."""
    salt = ("--basis", "free base", "--to-basis", "hydrochloride trihydrate", "--factor", factor)

    assert lines(*LIPOSOME, *salt)[-1].startswith("other basis: 123 mg as free base x ")
    assert data(*LIPOSOME, *salt)["other_basis"] == {
        "basis": "hydrochloride trihydrate",
        "factor": factor,
        "value": other,
        "unit": "mg",
    }


@pytest.mark.parametrize(
    ("order", "days"),
    [
        # 1137.5 lies between 1100 and 1150: three quarters of the days take the larger dose
        ("front-loaded", "1150, 1150, 1150, 1150, 1150, 1150, 1100, 1100"),
        ("weekly", "1150, 1150, 1150, 1150, 1150, 1100, 1100, 1150"),
        ("alternating", "1150, 1100, 1150, 1150, 1150, 1100, 1150, 1150"),
    ],
)
def test_a_spread_says_each_day(order: str, days: str) -> None:
    """Eight days in each order: 6 x 1150 mg and 2 x 1100 mg are 9100 mg, as calculated."""
    found = lines(*TABLETS, "--over", "8 days", "--order", order)[-6:]

    assert found == [
        f"or over 8 days, one dose a day, {order}: 9100 mg in all",
        "  calculated: 8 x 1137.5 mg = 9100 mg",
        "  difference: (9100 mg - 9100 mg) / 9100 mg = 0 %",
        "  6 days of 1150 mg: 2 tablets of 500 mg and 1 tablet of 150 mg",
        "  2 days of 1100 mg: 1 tablet of 500 mg and 4 tablets of 150 mg",
        f"  day by day, in mg: {days}",
    ]
    row = data(*TABLETS, "--over", "8 days", "--order", order)["over_days"]
    assert [day["value"] for day in row["days"]] == days.split(", ")
    assert (row["total"]["value"], row["difference_percent"]) == ("9100", "0")


def test_a_spread_keeps_the_cap_on_every_day() -> None:
    """Under a cap of 1140 mg no day takes 1150 mg, though the average would be nearer."""
    row = data(*TABLETS, "--over", "2 weeks", "--cap", "1140 mg")["over_days"]

    assert {day["value"] for day in row["days"]} == {"1100"}
    assert len(row["days"]) == 14


def test_a_spread_of_one_day_is_one_day() -> None:
    """One day is said in the singular."""
    found = lines(*TABLETS, "--over", "1 day", "--frequency", "once daily")

    assert "or over 1 day, one dose a day, weekly: 1150 mg in all" in found
    assert "  1 day of 1150 mg: 2 tablets of 500 mg and 1 tablet of 150 mg" in found


@pytest.mark.parametrize("words", [("--drug", "docetaxel"), ("--rounding", "nearest 1 mg")])
def test_no_difference_is_no_percentage(words: tuple[str, ...]) -> None:
    """75 mg/m2 for 1.75 m2 are 131.25 mg, and 100 mg are 100 mg."""
    assert "difference: none" in lines("100 mg", *words)


def test_a_difference_over_the_limit_is_a_warning_and_ends_with_1() -> None:
    """The dose is printed all the same; the warning stands last, and in the data."""
    words = ("650 mg/m2", *BODY, "--rounding", "nearest 0.2 g", "--report-over", "5 %")

    text, as_data = run(*words), run(*words, "--format", "json")

    says = (
        "the ordered 1200 mg differs from the calculated 1137.5 mg by 5.49 %, over the limit of 5 %"
    )
    assert (text.exit_code, as_data.exit_code) == (1, 1)
    assert text.stdout.splitlines()[-2:] == ["ordered: 1,200 mg", f"warning: {says}"]
    assert json.loads(as_data.stdout)["warnings"] == [says]
    assert run(*words[:-1], "6 %").exit_code == 0


def test_a_product_has_its_own_limit() -> None:
    """5 mg of capsules of 8 mg and more differ by 60 %, over the 10 % of the product."""
    result = run("5 mg", *BODY, "--drug", "anlotinib")

    assert result.exit_code == 1
    assert result.stdout.endswith(
        "warning: the ordered 8 mg differs from the calculated 5 mg by 60 %,"
        " over the limit of 10 %\n"
    )


OWN = """
format = 1
id = "site-capecitabine"
drug = "capecitabine"
name = "capecitabine of a site"
form = "tablet"
route = "oral"
strengths = ["500 mg"]
cite = "a#b"
[rounding]
rule = "policy"
policy = "whole units of 500 mg, ties down"
report_over = "20 %"
cite = "a#b"
"""


def test_a_site_s_own_product_is_used(tmp_path: Path) -> None:
    """A folder of products takes the place of the package's product of the same drug."""
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    found = data(*TABLETS, "--products", str(tmp_path))

    assert (found["product"], found["rule"]) == (
        "site-capecitabine",
        "whole units of 500 mg, ties down",
    )
    assert found["units"] == [{"strength": "500 mg", "count": 2}]


def test_the_same_words_print_the_same_bytes() -> None:
    """No clock, no locale and no chance takes part in a dose."""
    words = (*TABLETS, *BODY, "--over", "28 days", "--format", "json")

    assert run(*words).stdout_bytes == run(*words).stdout_bytes
