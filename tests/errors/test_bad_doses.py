"""Bad command lines of single doses, and of the options that doses of a plan take.

Each names the culprit and the remedy and prints nothing: 2 the command line, 3 a dose, product or
regimen, 4 the patient.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner

from npc_regimens.cli import main

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE, REGIMEN, PATIENT = 2, 3, 4
BODY = ("--height", "170 cm", "--weight", "65 kg")
DOSE = "650 mg/m2"
TABLETS = (DOSE, "--drug", "capecitabine")
LIPOSOME = ("70 mg/m2", "--drug", "irinotecan-liposome")
FREE_BASE = (*LIPOSOME, "--basis", "free base")
PLAN = ("nct05807880", "--cycles", "combination=4", "--start", "2026-12-07")


class Bad(NamedTuple):
    """One bad command line: what it is, its words, its code, and what the refusal must say."""

    name: str
    words: Sequence[str]
    code: int
    says: Sequence[str]


def of_dose(name: str, words: Sequence[str], code: int, *says: str) -> Bad:
    """Ask for a dose that cannot be worked out."""
    return Bad(name, ("dose", *words, *BODY), code, says)


def of_plan(name: str, words: Sequence[str], code: int, *says: str) -> Bad:
    """Plan with an option that cannot be."""
    return Bad(name, ("plan", *PLAN, *BODY, "--through", "2026-12-08", *words), code, says)


KIDNEY_AND_CLEARANCE = ("--clearance", "90 mL/min", "--creatinine", "80 umol/L")
BAD = (
    # the dose itself
    of_dose("a dose a day", ["650 mg/m2/day"], REGIMEN, "write the dose of one administration"),
    of_dose("a flat dose a day", ["1300 mg/day"], REGIMEN, "write the dose of one administration"),
    of_dose("no unit", ["650"], REGIMEN, "'650' has no unit", "'650 mg/m2'"),
    of_dose("no number", ["mg/m2"], REGIMEN, "has no number"),
    of_dose("a comma", ["1,000 mg"], REGIMEN, "can be a decimal or a thousands mark"),
    of_dose("a range", ["80-100 mg/m2"], REGIMEN, "is a range of doses", "'80 mg/m2'"),
    of_dose("a gap", ["not stated"], REGIMEN, "'not stated' has no number"),
    of_dose("a body mass", ["65 kg"], REGIMEN, "65 kg is a body mass, not a dose"),
    Bad("negative", ("dose", *BODY, "--", "-5 mg"), REGIMEN, ("'-5' is negative",)),
    of_dose("grams for milligrams", ["650 g"], USAGE, "650 g cannot be right", "over 50 g"),
    Bad("no dose", ("dose", *BODY), USAGE, ("Missing argument 'DOSE'",)),
    Bad("no body", ("dose", DOSE), USAGE, ("Missing option '--height'",)),
    # the body
    Bad(
        "metres as centimetres",
        ("dose", DOSE, "--height", "1.7 cm", "--weight", "65 kg"),
        PATIENT,
        ("height 1.7 cm", "'170 cm'"),
    ),
    of_dose("a formula", [DOSE, "--formula", "Dubois"], PATIENT, "'Dubois'", "Du Bois"),
    of_dose("no sex", [DOSE, "--formula", "Schlich"], PATIENT, "needs the sex", "'female'"),
    of_dose("no age", [DOSE, "--formula", "Stevenson"], PATIENT, "for adults", "the age"),
    of_dose("another sex", [DOSE, "--sex", "f"], PATIENT, "sex 'f' is not read", "'female'"),
    of_dose("an age in words", [DOSE, "--age", "old"], PATIENT, "age 'old'", "55"),
    of_dose("an age of no one", [DOSE, "--age", "121"], PATIENT, "age 121", "1 to 120"),
    of_dose("a precision", [DOSE, "--precision", "0.01"], PATIENT, "precision", "'0.01 m2'"),
    of_dose("a cap of the surface", [DOSE, "--bsa-cap", "2"], PATIENT, "cap", "'2 m2'"),
    of_dose("no clearance", ["AUC 5"], PATIENT, "AUC 5 needs a clearance", "creatinine, sex"),
    of_dose("no sex for it", ["AUC 5", "--creatinine", "80 umol/L"], PATIENT, "missing: sex, age"),
    of_dose(
        "one unit of creatinine for the other",
        ["AUC 5", "--creatinine", "80 mg/dL", "--sex", "male", "--age", "55"],
        PATIENT,
        "creatinine 80 mg/dL cannot be right",
        "'80 umol/L'",
    ),
    of_dose("a weight", ["AUC 5", "--clearance-weight", "lean"], PATIENT, "'lean'", "adjusted"),
    of_dose(
        "a cap of GFR", ["AUC 5", "--gfr-cap", "125"], PATIENT, "cap of the cl", "'125 mL/min'"
    ),
    of_dose("a floor", ["AUC 5", "--creatinine-floor", "0.7"], PATIENT, "floor", "'0.7 mg/dL'"),
    # product, rounding, cap, level
    of_dose("a drug", [DOSE, "--drug", "capecitabin"], REGIMEN, "no product of 'capecitabin'"),
    of_dose("a folder", [*TABLETS, "--products", "no"], REGIMEN, "no: folder: does not exist"),
    of_dose("a rule", [DOSE, "--rounding", "to 50"], REGIMEN, "'to 50' is not understood"),
    of_dose("half tablets", [*TABLETS, "--rounding", "nearest 75 mg"], REGIMEN, "is not divided"),
    of_dose(
        "a strength that is not there",
        [*TABLETS, "--rounding", "whole units of 300 mg, ties up"],
        REGIMEN,
        "names what there is not",
        "500 mg, 150 mg",
    ),
    of_dose("a step that is too large", ["9 mg", "--rounding", "nearest 50 mg"], REGIMEN, "50 mg"),
    of_dose("a cap per surface", [DOSE, "--cap", "2 mg/m2"], PATIENT, "not an amount of drug"),
    of_dose("a cap without a unit", [DOSE, "--cap", "2"], PATIENT, "cap of one dose: ", "500 mg"),
    of_dose("a cap of nothing", [DOSE, "--cap", "0 mg"], PATIENT, "cap of one dose: ", "is zero"),
    of_dose("a cap in kilograms", [DOSE, "--cap", "2 kg"], PATIENT, "2 kg is a body mass", "500"),
    of_dose("a cap in megagauss", [DOSE, "--cap", "2 MG"], PATIENT, "'MG' is not in", "'mg'"),
    of_dose("a cap under a tablet", [*TABLETS, "--cap", "100 mg"], REGIMEN, "the least of", "150"),
    of_dose("a level over all", [DOSE, "--level", "110 %"], REGIMEN, "from 1 % to 99 %"),
    of_dose("a level of no list", [DOSE, "--level", "500 mg/m2"], REGIMEN, "write a percentage"),
    of_dose(
        "a limit without a percent sign",
        [DOSE, "--rounding", "nearest 50 mg", "--report-over", "5"],
        REGIMEN,
        "'5' is not a percentage; write for example '10 %'",
    ),
    # options that say nothing without others
    of_dose("products alone", [DOSE, "--products", "x"], USAGE, "--products needs --drug"),
    of_dose("sharing alone", [DOSE, "--sharing"], USAGE, "--sharing needs --drug"),
    of_dose("sharing tablets", [*TABLETS, "--sharing"], USAGE, "--sharing is for vials", "none"),
    of_dose("a limit alone", [DOSE, "--report-over", "5 %"], USAGE, "needs --drug or --rounding"),
    of_dose(
        "two rules",
        [*TABLETS, "--rounding", "whole units of 500 mg, ties up", "--over", "7 days"],
        USAGE,
        "--rounding is another rule; leave one out",
    ),
    of_dose(
        "a clearance and what it is estimated from",
        ["AUC 5", *KIDNEY_AND_CLEARANCE],
        PATIENT,
        "give one of the two",
    ),
    of_dose("an order of no days", [*TABLETS, "--order", "weekly"], USAGE, "--order needs --over"),
    of_dose("a basis alone", [DOSE, "--basis", "free base"], USAGE, "--basis needs --drug"),
    of_dose("a factor alone", [*LIPOSOME, "--factor", "label"], USAGE, "--factor needs --to-basis"),
    of_dose("no basis", [*LIPOSOME, "--to-basis", "free base"], USAGE, "needs --basis"),
    of_dose(
        "no factor",
        [*FREE_BASE, "--to-basis", "hydrochloride trihydrate"],
        USAGE,
        "--to-basis needs --factor; give both, or leave it out",
    ),
    of_dose("a factor", [*LIPOSOME, "--factor", "mass"], USAGE, "'mass'", "'molar masses'"),
    of_dose(
        "a basis of tablets",
        [*TABLETS, "--basis", "free base"],
        USAGE,
        "--basis says of which salt or base a dose is",
        "leave it out",
    ),
    of_dose(
        "a basis of a vial that has none",
        ["1000 mg/m2", "--drug", "gemcitabine", "--basis", "not stated"],
        USAGE,
        "gemcitabine powder",
        "leave it out",
    ),
    of_dose("an unknown basis", [*LIPOSOME, "--basis", "base"], REGIMEN, "'base'", "free base"),
    of_dose(
        "to nothing that is known",
        [*FREE_BASE, "--to-basis", "not stated", "--factor", "label"],
        REGIMEN,
        "no basis 'not stated'",
    ),
    of_dose(
        "a salt that is on no label",
        [*FREE_BASE, "--to-basis", "anhydrous hydrochloride", "--factor", "label"],
        REGIMEN,
        "says nothing of anhydrous hydrochloride",
        "free base, hydrochloride trihydrate",
    ),
    # days
    of_dose("a frequency", [DOSE, "--frequency", "BID"], REGIMEN, "'BID'", "'twice daily'"),
    of_dose("a spread of nothing", [DOSE, "--over", "7 days"], USAGE, "--over needs --drug"),
    of_dose("a spread of vials", [*LIPOSOME, "--over", "7 days"], USAGE, "--over", "tablets"),
    of_dose("a spread of months", [*TABLETS, "--over", "2 months"], USAGE, "no fixed number of d"),
    of_dose("a spread without a unit", [*TABLETS, "--over", "28"], USAGE, "'28' is not a span"),
    of_dose("another order", [*TABLETS, "--order", "random"], USAGE, "'random'", "'weekly'"),
    of_dose(
        "a spread of two doses a day",
        [*TABLETS, "--over", "28 days", "--frequency", "twice daily"],
        USAGE,
        "--over spreads one dose a day, and --frequency says 2",
    ),
    of_dose("a dose under one tablet", ["50 mg", *TABLETS[1:], "--over", "7 days"], REGIMEN, "150"),
    of_dose("another format", [DOSE, "--format", "csv"], USAGE, "'csv'", "'json'"),
    # the same options of a plan
    of_plan("a level over all", ["--level", "capecitabine=100 %"], REGIMEN, "from 1 % to 99 %"),
    of_plan("a level without a name", ["--level", "75 %"], USAGE, "'75 %' is not COMPONENT=LEVEL"),
    of_plan("a level of nothing", ["--level", "docetaxel=75 %"], REGIMEN, "no component 'docetax"),
    of_plan("a level of no list", ["--level", "anlotinib=8 mg"], REGIMEN, "'anlotinib': level '8"),
    of_plan("a level twice", ["--level", "a=75 %", "--level", "a=50 %"], USAGE, "'a' stands twice"),
    of_plan("an unknown formula", ["--formula", "Dubois"], PATIENT, "'Dubois'", "Du Bois"),
    of_plan("a formula without a sex", ["--formula", "Schlich"], PATIENT, "needs the sex"),
    of_plan("another sex", ["--sex", "m"], PATIENT, "sex 'm' is not read"),
    of_plan("an age in months", ["--age", "600 months"], PATIENT, "age '600 months'"),
    of_plan("a precision of nothing", ["--precision", "0 m2"], PATIENT, "precision", "zero"),
    of_plan("a cap of the clearance", ["--gfr-cap", "2 m2"], PATIENT, "cap of the clearance", "m2"),
    of_plan("a floor", ["--creatinine-floor", "no"], PATIENT, "floor of the creatinine"),
    of_plan("a weight", ["--clearance-weight", "lean"], PATIENT, "'lean'", "actual"),
    of_plan("a creatinine", ["--creatinine", "80"], PATIENT, "creatinine: amount '80' has no unit"),
)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_a_bad_dose_is_refused(bad: Bad, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad command line names the culprit and the remedy, and prints no dose."""
    monkeypatch.chdir(str(tmp_path))

    result = CliRunner().invoke(main, bad.words)

    said = " ".join(result.stderr.split())
    assert result.exit_code == bad.code, result.stderr
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert "Traceback" not in said
    for words in bad.says:
        assert words in said
