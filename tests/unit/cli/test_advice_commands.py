"""The commands that quote a rule: what they print, that they end with 0, and what they refuse."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from npc_regimens.cli import main
from npc_regimens.cli.exits import exit_code
from npc_regimens.errors import AdviceError
from npc_regimens.render.advice import moment_words

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

UNTOUCHED = "nothing was applied or recorded: no dose and no date is changed by this"
BODY = ("--height", "170 cm", "--weight", "65 kg", "--start", "2027-01-04")
APATINIB = ("nct04350190", *BODY, "--through", "2027-01-31", "--tz", "Asia/Shanghai")
ALTER = (
    *("nct05807880", *BODY, "--cycles", "combination=4", "--through", "2027-02-28"),
    *("--tz", "Asia/Shanghai"),
)
OWN_RULES = """
format = 1
id = "example-01"
title = "An example"

[component.drug-a]
drug = "drug-a"
dose = "10 mg"
route = "oral"
frequency = "once daily"
days = "1-14"
cite = "example-2020#dose"

[component.drug-a.modifications]
once_reduced = "never raised"
cite = "example-2020#changes"

[[component.drug-a.modifications.toxicity]]
grade = "3"
by_occurrence = ["60 %", "stop"]

[[arm]]
id = "only"
name = "The only arm"

[[arm.phase]]
name = "only"
cycle = "21 days"
cycles = "2"
give = ["drug-a"]
"""


def run(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, [*arguments], terminal_width=400)


def printed(*arguments: str) -> list[str]:
    """Run a command that ends with 0, and take its lines."""
    result = run(*arguments)

    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout.splitlines()


def test_a_rule_by_grade_is_quoted() -> None:
    """The whole text, of the third grade at its second occurrence."""
    lines = printed(
        *("advise", "nct05807880", "--component", "capecitabine"),
        *("--grade", "3", "--occurrence", "2"),
    )

    assert lines == [
        "capecitabine of nct05807880: grade 3, 2nd occurrence",
        "",
        "the trial, nct05807880: no rule on changing the dose is in the data",
        "the label of capecitabine (capecitabine film-coated tablets):",
        "  grade 3, 2nd occurrence: 50 %",
        "  a dose that was once reduced is never raised",
        "  doses that were omitted are not replaced",
        (
            "  note: The parts are of the original dose, in the following cycle. The source prints"
            " more than these"
        ),
        "  parts, so read it before anything is changed.",
        "  source: bmc-surgery-2009-capecitabine#grade-3 (read; table 3, grade 3)",
        (
            "  source: capecitabine-label#after-a-reduction (read; dosage after a reduction; read"
            " with globalrph and"
        ),
        "  drugs.com)",
        "",
        "in force: the label's, for the trial has none: 50 %",
        UNTOUCHED,
    ]


def test_a_rule_by_counts_says_what_it_is_printed_for() -> None:
    """A table for another disease is quoted, and whether it holds is asked."""
    lines = printed(
        *("advise", "nct05549466/chemotherapy", "--component", "gemcitabine", "--day", "8"),
        *("--neutrophils", "1.2 x10^9/L", "--platelets", "90000 /mm3"),
    )

    assert lines[0] == (
        "gemcitabine of nct05549466: day 8, neutrophils 1200 /mm3, platelets 90000 /mm3"
    )
    assert "  day 8, neutrophils 1000-1499 /mm3 or platelets 75000-99999 /mm3: 50 %" in lines
    assert " ".join(line.strip() for line in lines[-3:-1]) == (
        "in force: the label's, for the trial has none: 50 %, as printed for ovarian cancer, with"
        " carboplatin; whether that holds here: ask who treats the patient, with the protocol"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("nct05549466", "--component", "camrelizumab"),
            "in force: the label's, for the trial has none",
        ),
        (
            ("nct05549466", "--component", "apatinib"),
            ("in force: the label's, for the trial has none, and it does not answer this; ask who"
            " treats the patient, with the protocol"),
        ),
        (
            ("irinotecan-liposome-nimotuzumab", "--component", "nimotuzumab"),
            "in force: no rule; ask who treats the patient, with the protocol",
        ),
        (
            ("--notation", "gemcitabine 1000 mg/m2 IV d1,8 q21d x6"),
            ("in force: the label's, for the trial has none, and it does not answer this; ask who"
            " treats the patient, with the protocol"),
        ),
    ],
)  # fmt: skip
def test_what_no_rule_answers_is_said_and_is_no_error(
    arguments: tuple[str, ...], said: str
) -> None:
    """The exit code is 0, and the words are plain."""
    lines = printed("advise", *arguments, "--grade", "3", "--occurrence", "1")

    in_force = lines[[line.startswith("in force") for line in lines].index(True) : -1]
    assert " ".join(line.strip() for line in in_force) == said
    assert lines[-1] == UNTOUCHED


def test_a_trials_own_rule_of_a_file_is_in_force(tmp_path: Path) -> None:
    """A source that has no record is named all the same, and the only component needs no name."""
    path = tmp_path / "example.toml"
    path.write_text(OWN_RULES, encoding="utf-8")
    lines = printed("advise", str(path), "--grade", "3", "--occurrence", "1")

    assert lines[2:] == [
        "the trial, example-01:",
        "  grade 3, 1st occurrence: 60 %",
        "  a dose that was once reduced is never raised",
        "  source: example-2020#changes (no record)",
        "the label of drug-a: no rule on changing the dose is in the data",
        "",
        "in force: the trial's: 60 %",
        UNTOUCHED,
    ]


def test_show_lists_the_rules_of_trial_and_label(tmp_path: Path) -> None:
    """Each line says whose rule it is."""
    path = tmp_path / "example.toml"
    path.write_text(OWN_RULES, encoding="utf-8")

    assert "  dose changes, the trial: grade 3, by occurrence: 1st 60 %, 2nd stop" in printed(
        "show", str(path)
    )
    assert "  dose changes, the label: levels: 12 mg, then 10 mg, then 8 mg, then stop" in printed(
        "show", "nct05807880"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give --grade and --occurrence, or --day with --neutrophils and --platelets"),
        (("--grade", "3"), "give --grade and --occurrence, or --day"),
        (("--occurrence", "1"), "give --grade and --occurrence, or --day"),
        (("--grade", "3", "--occurrence", "1", "--day", "8"), "give --grade and --occurrence, or"),
        (("--platelets", "9 /mm3"), "give --grade and --occurrence, or"),
        (("--grade", "5", "--occurrence", "1"), "'5' is not one of '1', '2', '3', '4'"),
        (("--grade", "3", "--occurrence", "0"), "0 is not in the range 1<=x<=99"),
        (("--day", "8"), "no counts are given; give neutrophils, platelets or both"),
        (("--day", "8", "--platelets", "90"), "count '90' is not a number with a unit"),
        (("--day", "8", "--neutrophils", "1500 x10^9/L"), "neutrophils of 1500000 /mm3 cannot be"),
        (
            ("--component", "cisplatin", "--grade", "3", "--occurrence", "1"),
            "'cisplatin' is not given here; there are 'gemcitabine', 'capecitabine', 'docetaxel'",
        ),
        (
            ("--grade", "3", "--occurrence", "1"),
            "there are 'gemcitabine', 'capecitabine', 'docetaxel'; name one with --component",
        ),
    ],
)
def test_a_question_that_is_not_clear_is_refused(arguments: tuple[str, ...], said: str) -> None:
    """The exit code is that of the command line."""
    result = run("advise", "nct05549466/chemotherapy", *arguments)

    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_missed_dose_is_answered_by_both_rules() -> None:
    """The whole text, of a dose that the trial allows and the label does not."""
    lines = printed(
        *("missed", *APATINIB, "--at", "C1D2", "--component", "apatinib"),
        *("--noticed", "2027-01-05T14:30"),
    )

    assert lines == [
        "apatinib on C1D2 of treatment, 250 mg, due Tuesday 5 January 2027, 08:00 (UTC+08:00)",
        "noticed Tuesday 5 January 2027, 14:30 (UTC+08:00)",
        "next dose: C1D3, Wednesday 6 January 2027, 08:00 (UTC+08:00)",
        "",
        "the trial: a missed dose is not made up when fewer than 12 h remain to the next",
        (
            "  taking it now is allowed: 12 h or more remain to the next dose; that this allows"
            " it is implied, not"
        ),
        "  written",
        "  last moment to take it: Tuesday 5 January 2027, 20:00 (UTC+08:00), included",
        (
            "  source: nct04350190-record#missed-dose (stated; outline, sentence on missed"
            " medication, which follows"
        ),
        "  the one on apatinib)",
        "the label of apatinib: a missed dose is not made up",
        "  taking it now is not allowed: it forbids it at any time",
        "  source: apatinib-label#missed-dose (read; dosage, doses missed within a course)",
        "",
        "in force: the trial's rule: allowed until Tuesday 5 January 2027, 20:00 (UTC+08:00)",
        UNTOUCHED,
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--at", "C1D2", "--component", "capecitabine", "--slot", "evening",
             "--noticed", "2027-01-05T21:00"),
            "in force: the label's, for the trial has none: not allowed",
        ),
        (
            ("--at", "C1D14", "--component", "anlotinib", "--noticed", "2027-01-17T21:00"),
            ("in force: the label's, for the trial has none, and it does not answer this; ask who"
            " treats the patient, with the protocol"),
        ),
        (
            ("--at", "C1D13", "--component", "anlotinib", "--noticed", "2027-01-16T20:01"),
            "in force: the label's, for the trial has none: not allowed",
        ),
    ],
)  # fmt: skip
def test_each_answer_on_a_missed_dose_ends_with_0(arguments: tuple[str, ...], said: str) -> None:
    """An answer is no error, whatever it is."""
    lines = printed("missed", *ALTER, *arguments)

    in_force = lines[[line.startswith("in force") for line in lines].index(True) : -1]
    assert " ".join(line.strip() for line in in_force) == said


def test_days_without_a_dose_are_told() -> None:
    """By its letter the rule would reach over the days of rest, and that is said."""
    lines = printed(
        *("missed", *ALTER, "--at", "C1D14", "--component", "anlotinib"),
        *("--noticed", "2027-01-17T21:00"),
    )

    assert (
        "  by its letter until Sunday 24 January 2027, 20:00 (UTC+08:00), past days without a dose"
        in lines
    )


def test_a_drug_without_any_rule_has_none() -> None:
    """A typed line of a drug that nobody knows has neither a trial's rule nor a label's."""
    lines = printed(
        *("missed", "--notation", "temozolomide 100 mg oral once daily d1-2 every 28 days x1"),
        *(*BODY, "--tz", "Asia/Shanghai", "--at", "C1D2", "--noticed", "2027-01-05T09:00"),
    )

    assert lines[2:] == [
        "next dose: none is planned",
        "",
        "the trial: no rule on missed doses is in the data",
        "the label of temozolomide: no rule on missed doses is in the data",
        "",
        "in force: no rule; ask who treats the patient, with the protocol",
        UNTOUCHED,
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--at", "D2"), "'D2' is not a place, like C2D8"),
        (
            ("--at", "C1D2", "--component", "capecitabine"),
            (
                "on C1D2 there are capecitabine morning of combination, capecitabine evening of"
                " combination; name one with --component, --slot and --phase"
            ),
        ),
        (
            ("--at", "C1D2", "--component", "capecitabine", "--slot", "noon"),
            "on C1D2 there are capecitabine morning of combination",
        ),
        (
            ("--at", "C1D1", "--component", "penpulimab"),
            "penpulimab on C1D1 is given at a visit; it is not the patient's to make up",
        ),
        (
            ("--at", "C1D5", "--component", "anlotinib"),
            "anlotinib on C1D5 is due at 2027-01-08 08:00 and is not missed",
        ),
        (
            ("--at", "C1D2", "--component", "anlotinib", "--noticed", "2027-01-05"),
            "--noticed is given 2 times",
        ),
    ],
)
def test_a_missed_dose_that_is_not_clear_is_refused(arguments: tuple[str, ...], said: str) -> None:
    """The exit code is that of the command line."""
    result = run("missed", *ALTER, *arguments, "--noticed", "2027-01-05T14:30")

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_a_missed_dose_needs_a_time_zone() -> None:
    """Hours are real ones, so the clock must be that of a place."""
    result = run(
        *("missed", *APATINIB[:-2], "--at", "C1D2", "--noticed", "2027-01-05T14:30"),
    )

    assert result.exit_code == 2
    assert "give --tz, for example Asia/Shanghai" in result.stderr


def test_a_question_that_cannot_be_asked_is_of_the_command_line() -> None:
    """Its exit code is 2."""
    assert exit_code(AdviceError("x")) == 2


def test_a_moment_has_its_seconds_where_it_has_some() -> None:
    """A count of hours with a part of a minute is not cut."""
    moment = dt.datetime.fromisoformat("2027-01-05T20:00:30+00:00")

    assert moment_words(moment) == "Tuesday 5 January 2027, 20:00:30 (UTC+00:00)"


@pytest.fixture(name="course")
def begin_a_course(tmp_path: Path) -> Path:
    """Begin a course of apatinib and an antibody, and go on a journey on 6 January."""
    path = tmp_path / "course.toml"
    began = run("new", *APATINIB, "--participant", "03-0017", "-o", str(path))
    assert began.exit_code == 0, began.stderr
    went = run(
        *("record", str(path), "zone", "--zone", "Asia/Tokyo", "--from", "2027-01-06"),
        *("--recorded", "2027-01-05", "--reason", "travel"),
    )
    assert went.exit_code == 0, went.stderr
    return path


def test_a_course_answers_by_its_own_clock(course: Path) -> None:
    """On the journey the next dose is due an hour earlier, so the last moment is 19:00."""
    lines = printed("missed", str(course), "--at", "C1D2", "--component", "apatinib",
                    "--noticed", "2027-01-05T19:01")  # fmt: skip

    assert lines[2] == "next dose: C1D3, Wednesday 6 January 2027, 08:00 (UTC+09:00)"
    assert lines[-2] == "in force: the trial's rule: not allowed"


def test_a_course_is_advised_by_its_regimen(course: Path) -> None:
    """The regimen and the products are those that the course names."""
    asked = ("--component", "apatinib", "--grade", "3", "--occurrence", "1")
    assert printed("advise", str(course), *asked) == printed("advise", "nct04350190", *asked)


def test_a_course_says_its_products(course: Path) -> None:
    """Products beside it would be other ones."""
    asked = ("--component", "apatinib", "--grade", "3", "--occurrence", "1")
    result = run("advise", str(course), "--products", str(course.parent), *asked)

    assert result.exit_code == 2
    assert "which says them; leave them out" in result.stderr
