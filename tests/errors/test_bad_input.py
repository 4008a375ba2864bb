"""Bad input on the command line: each is refused with its culprit, its place and its remedy.

None leaves a traceback, a word on standard output or a file behind, and each ends with the
documented code: 2 the command line, 3 a regimen or notation, 4 a patient.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner

from npc_regimens.cli import main

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.testing import Result

USAGE, REGIMEN, PATIENT = 2, 3, 4

BODY = ("--height", "170 cm", "--weight", "65 kg")
FROM = ("--start", "2026-12-07")
THROUGH = ("--through", "2027-01-31")
COURSE = (*BODY, *FROM, *THROUGH)
FOUR = ("--cycles", "combination=4")
TRIAL = "nct05807880"
ARM = "nct05549466/chemotherapy"
OPEN_DOSE = "nct04547088"
LIPOSOME = "irinotecan-liposome-nimotuzumab"


class Bad(NamedTuple):
    """One bad command line: what it is, its words, its code, and what the refusal must say."""

    name: str
    words: Sequence[str]
    code: int
    says: Sequence[str]


def of_body(name: str, height: str, weight: str, *says: str) -> Bad:
    """Plan for a body that cannot be."""
    words = ("plan", TRIAL, *FOUR, *FROM, *THROUGH, "--height", height, "--weight", weight)
    return Bad(name, words, PATIENT, says)


def of_regimen(name: str, words: Sequence[str], *says: str) -> Bad:
    """Plan what is not there, or settle what is not open."""
    return Bad(name, ("plan", *words, *COURSE), REGIMEN, says)


def of_line(name: str, words: Sequence[str], *says: str) -> Bad:
    """Say something that the command line does not have."""
    return Bad(name, words, USAGE, says)


BAD = (
    # the body
    of_body("metres as centimetres", "1.7 cm", "65 kg", "height 1.7 cm", "'170 cm'"),
    of_body("centimetres as metres", "170 m", "65 kg", "height 170 m", "'170 cm'"),
    of_body("height without a unit", "170", "65 kg", "height: amount '170' has no unit", "170 cm"),
    of_body("weight without a unit", "170 cm", "65", "weight: amount '65' has no unit", "65 kg"),
    of_body("pounds that are kilograms", "170 cm", "65 lb", "weight 65 lb", "check both"),
    of_body("inches that are centimetres", "67 cm", "65 kg", "height 67 cm", "from 100 cm"),
    of_body("height with a comma", "1,70 m", "65 kg", "height", "the comma in '1,70'", "a point"),
    of_body("weight with a comma", "170 cm", "65,5 kg", "weight", "the comma in '65,5'", "a point"),
    of_body("not a number", "170 cm", "nan kg", "weight", "'nan kg' has no number", "'65 kg'"),
    of_body("negative", "170 cm", "-65 kg", "weight", "'-65' is negative", "more than zero"),
    of_body("zero", "170 cm", "0 kg", "weight", "'0 kg' is zero", "more than zero"),
    of_body("feet and inches", "5 ft 7 in", "65 kg", "height", "'ft 7 in'", "write"),
    of_body("milligrams of body", "170 cm", "65 mg", "weight 65 mg is a drug mass", "'65 kg'"),
    of_body("beyond any body", "170 cm", "650 kg", "weight 650 kg", "to 300 kg", "'65 kg'"),
    Bad(
        "a cap without a unit",
        ("plan", TRIAL, *FOUR, *COURSE, "--bsa-cap", "2"),
        PATIENT,
        ("cap", "amount '2' has no unit", "'2 m2'"),
    ),
    # the regimen, and what it leaves open
    of_regimen("unknown regimen", ["nct05807881"], "'nct05807881'", "did you mean 'nct05807880'"),
    of_regimen("unknown arm", [f"{TRIAL}/b"], "no arm 'b'", "there are 'anlotinib-penpulimab-"),
    of_regimen("no arm of several", ["nct05549466"], "4 arms", f"'{ARM}'"),
    of_regimen("a name longer than any file", ["n" * 300], "no regimen", "path of a .toml file"),
    of_regimen(
        "seven of four to six", [TRIAL, "--cycles", "combination=7"], "'combination'", "4-6", "7 is"
    ),
    of_regimen("a range not settled", [TRIAL], "'combination'", "4-6 cycles", "combination=6"),
    of_regimen(
        "unknown phase", [TRIAL, "--cycles", "combi=4"], "no phase 'combi'", "'combination'"
    ),
    of_regimen("choice missing", [ARM], "choice 'chemotherapy' is not settled", "=docetaxel"),
    of_regimen(
        "unknown choice",
        [ARM, "--choose", "chemo=docetaxel", "--choose", "chemotherapy=docetaxel"],
        "no choice 'chemo'",
        "'chemotherapy'",
    ),
    of_regimen(
        "unknown option of a choice",
        [ARM, "--choose", "chemotherapy=docetaxl"],
        "choice 'chemotherapy' has no 'docetaxl'",
        "did you mean 'docetaxel'?",
    ),
    of_regimen(
        "a dose that is not stated",
        [OPEN_DOSE],
        "does not state",
        "component 'camrelizumab': dose, route, frequency, days",
        "component 'apatinib'",
        "phase 'treatment': cycle length",
        "esmo-2022-663p#camrelizumab",
        "--accept-reference-doses",
    ),
    of_regimen(
        "a dose given where one is stated",
        [TRIAL, *FOUR, "--dose", "capecitabine=650 mg/m2"],
        "the dose of 'capecitabine' is stated, 650 mg/m2",
        "only where the source states none",
    ),
    of_regimen(
        "a dose of an unknown component",
        [TRIAL, *FOUR, "--dose", "capecitabin=650 mg/m2"],
        "no component 'capecitabin'",
        "did you mean 'capecitabine'?",
    ),
    of_regimen(
        "a dose that cannot be read",
        [OPEN_DOSE, "--accept-reference-doses", "--dose", "camrelizumab=200 MG"],
        "'200 MG'",
        "write 'mg'",
    ),
    of_regimen(
        "a basis of an unknown component",
        [LIPOSOME, "--basis", "irinotecan=free base"],
        "no component 'irinotecan'",
        "'irinotecan-liposome'",
    ),
    of_regimen(
        "an unknown basis",
        [LIPOSOME, "--basis", "irinotecan-liposome=base"],
        "the basis 'base'",
        "'free base'",
    ),
    of_regimen(
        "an assessment outside its span",
        ["nct04350190", "--assess", "response=9 weeks"],
        "'response'",
        "6-8 weeks",
        "9 weeks is not",
    ),
    of_regimen("an unknown assessment", [TRIAL, *FOUR, "--assess", "ct=6 weeks"], "'ct'", "none"),
    # the command line: dates, zones, clocks, counts
    of_line("no start", ("plan", TRIAL, *FOUR, *BODY), "--start"),
    of_line("no regimen", ("plan", *COURSE), "REGIMEN"),
    of_line("unknown command", ("prescribe",), "'prescribe'"),
    of_line("unknown option", ("plan", TRIAL, *COURSE, "--hight", "170 cm"), "--hight", "--height"),
    of_line("unknown format", ("list", "--format", "xml"), "'xml'", "'csv'"),
    of_line(
        "a start that does not exist",
        ("plan", TRIAL, *FOUR, *BODY, "--start", "2026-02-30", *THROUGH),
        "--start",
        "'2026-02-30' is not a date that exists",
        "'2026-12-07'",
    ),
    of_line(
        "a start the other way round",
        ("plan", TRIAL, *FOUR, *BODY, "--start", "07/12/2026", *THROUGH),
        "--start",
        "'07/12/2026' is not a date",
        "year-month-day",
    ),
    of_line(
        "through before start",
        ("plan", TRIAL, *FOUR, *BODY, *FROM, "--through", "2026-12-06"),
        "--through 2026-12-06 is before --start 2026-12-07",
        "give a later",
    ),
    of_line(
        "through the year 9999",
        ("plan", TRIAL, *FOUR, *BODY, *FROM, "--through", "9999-12-31"),
        "--through",
        "9999-12-31 is after 2999",
        "check the date",
    ),
    of_line(
        "two million administrations",
        ("plan", TRIAL, *FOUR, *BODY, *FROM, "--through", "2999-12-31"),
        TRIAL,
        "727831 administrations",
        "50000",
        "give an earlier through",
    ),
    of_line(
        "an open regimen without through",
        ("plan", TRIAL, *FOUR, *BODY, *FROM),
        "'maintenance' goes on until progression or intolerance",
        "through",
    ),
    of_line(
        "a count and a through that contradict each other",
        ("plan", LIPOSOME, "--cycles", "treatment=8", *COURSE),
        "8 cycles of 'treatment' end on 2027-03-28",
        "through 2027-01-31",
        "give one of the two",
    ),
    of_line(
        "cycles in words",
        ("plan", TRIAL, "--cycles", "combination=six", *COURSE),
        "--cycles",
        "'six' is not a number",
        "combination=6",
    ),
    of_line(
        "cycles given twice",
        ("plan", TRIAL, *FOUR, *FOUR, *COURSE),
        "'combination'",
        "twice",
    ),
    of_line(
        "cycles without a phase",
        ("plan", TRIAL, "--cycles", "4", *COURSE),
        "--cycles",
        "'4' is not PHASE=N",
    ),
    of_line(
        "unknown zone",
        ("calendar", TRIAL, *FOUR, *COURSE, "--tz", "Asia/Shangai"),
        "'Asia/Shangai' is not a time zone",
        "'Asia/Shanghai'",
    ),
    *(
        of_line(
            f"the fixed offset {zone}",
            ("calendar", TRIAL, *FOUR, *COURSE, "--tz", zone),
            f"'{zone}' is",
            "'Asia/Shanghai'",
        )
        for zone in ("+08:00", "Etc/GMT-8", "GMT+0", "EST", "localtime", "Asia", "../etc/passwd")
    ),
    of_line(
        "a calendar with clock times and no zone",
        ("calendar", TRIAL, *FOUR, *COURSE),
        "needs a time zone",
        "--tz",
        "Asia/Shanghai",
    ),
    of_line(
        "a time that no clock shows",
        ("plan", TRIAL, *FOUR, *COURSE, "--clock", "evening=25:00"),
        "'25:00' is not a time",
        "'08:00'",
    ),
    of_line(
        "a slot that no day has",
        ("plan", TRIAL, *FOUR, *COURSE, "--clock", "night=20:00"),
        "no slot 'night'",
        "evening",
    ),
    of_line(
        "a stamp that is no time",
        ("calendar", TRIAL, *FOUR, *COURSE, "--tz", "Asia/Shanghai", "--stamp", "now"),
        "--stamp",
        "'now'",
        "2026-11-21T08:00Z",
    ),
    of_line(
        "a place that is none",
        ("explain", TRIAL, *FOUR, *COURSE, "--at", "C1", "--component", "anlotinib"),
        "'C1' is not a place",
        "C2D8",
    ),
    Bad(
        "a place where nothing is given",
        ("explain", TRIAL, *FOUR, *COURSE, "--at", "C1D15", "--component", "anlotinib"),
        REGIMEN,
        ("no 'anlotinib' on C1D15", "rest day", "capecitabine"),
    ),
)


def run(*words: str) -> Result:
    """Run the command, as a person would."""
    return CliRunner().invoke(main, words)


def refused(result: Result, code: int, says: Sequence[str]) -> None:
    """Check what every refusal has in common."""
    said = " ".join(result.stderr.split())

    assert result.exit_code == code, result.stderr
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert "Traceback" not in said
    assert "\x1b" not in said
    for words in says:
        assert words in said


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_a_bad_command_line_is_refused(
    bad: Bad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad command line names the culprit, the place and the remedy, and writes nothing."""
    monkeypatch.chdir(tmp_path)
    writes = bad.words[0] in {"plan", "calendar"}

    result = run(*bad.words, *(("-o", "plan.out") if writes else ()))

    refused(result, bad.code, bad.says)
    assert list(tmp_path.iterdir()) == []


# --- files that cannot be read -----------------------------------------------------------------

UNREADABLE = {
    "not TOML": (b"patient,drug\n", "line 1: not TOML", 'write key = "value"'),
    "a byte order mark": (b"\xef\xbb\xbfformat = 1\n", "line 1: a byte order mark", "UTF-8"),
    "Latin-1": (b'title = "caf\xe9"\n', "byte 12: not UTF-8 text", "save the file as UTF-8"),
    "NUL": (b'title = "a\0b"\n', "line 1: not TOML: illegal character '\\x00'", "write key"),
    "two megabytes": (b"#" * 2_000_000, "larger than 1000000 bytes", "check the path"),
    "nested too deeply": (b"a = " + b"[" * 50_000, "nested too deeply", "as the file format shows"),
    "a number too long": (b"a = " + b"9" * 5_000, "a number that is too long", "file format"),
    "empty": (b"", "key 'format' is missing", "write for example format = 1"),
    "keys twice": (b"format = 1\nformat = 1\n", "line 2: 'format' stands twice", "keep the one"),
    "unknown keys": (b"format = 1\nformt = 1\n", "'formt' is not known", "did you mean 'format'?"),
}


@pytest.mark.parametrize("command", ["plan", "show", "check"])
@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused(command: str, kind: str, tmp_path: Path) -> None:
    """A file that is no regimen is refused by its name, with the line or the byte."""
    content, *says = UNREADABLE[kind]
    path = tmp_path / "regimen.toml"
    path.write_bytes(content)

    result = run(command, str(path), *(COURSE if command == "plan" else ()))

    refused(result, REGIMEN, ["regimen.toml: ", *says])
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("command", ["plan", "show", "check"])
def test_a_file_that_is_not_there_is_refused(command: str, tmp_path: Path) -> None:
    """A path to nothing, and a path to a folder, are refused with the reason."""
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    more = COURSE if command == "plan" else ()

    missing, of_folder = (
        run(command, str(tmp_path / n), *more) for n in ("no.toml", "folder.toml")
    )

    refused(missing, REGIMEN, ["no.toml: file: cannot be read: no such file", "check the path"])
    refused(of_folder, REGIMEN, ["folder.toml: file: cannot be read: is a dir", "check the path"])


def test_a_day_behind_the_cycle_is_refused(tmp_path: Path) -> None:
    """Day 22 of a cycle of 21 days is refused, with component, phase and arm by name."""
    bad = Path(__file__).resolve().parent / "bad" / "days-behind-the-cycle.toml"

    result = run("plan", str(bad), *COURSE, "-o", str(tmp_path / "plan.txt"))

    place = "arm 'a', phase 'treatment', component 'drug-a', key 'days'"
    refused(result, REGIMEN, [place, "day 22 does not exist in a cycle of 21 days", "1 to 21"])
    assert list(tmp_path.iterdir()) == []


# --- files that cannot be written --------------------------------------------------------------

GOOD = ("plan", TRIAL, *FOUR, *COURSE)


def test_an_output_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """No folder is made for an output."""
    result = run(*GOOD, "-o", str(tmp_path / "no" / "plan.txt"))

    refused(result, USAGE, [f"output folder '{tmp_path / 'no'}' does not exist", "make it first"])
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder is not an output."""
    result = run(*GOOD, "-o", str(tmp_path))

    refused(result, USAGE, [f"output '{tmp_path}' is a folder", "name a file in it"])
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_is_a_link_is_refused(tmp_path: Path) -> None:
    """A link is not followed, whether it leads anywhere or not."""
    target, link = tmp_path / "target.txt", tmp_path / "plan.txt"
    target.write_text("keep me", encoding="utf-8")
    link.symlink_to(target)

    result = run(*GOOD, "-o", str(link), "--replace")

    refused(result, USAGE, [f"output '{link}' is a link", "name a plain file"])
    assert target.read_text(encoding="utf-8") == "keep me"
    assert sorted(tmp_path.iterdir()) == [link, target]


def test_an_output_that_is_a_device_is_refused() -> None:
    """A device is never replaced by a file."""
    result = run(*GOOD, "-o", "/dev/null", "--replace")

    refused(result, USAGE, ["output '/dev/null' is a device or a pipe", "name a plain file"])
    assert Path("/dev/null").is_char_device()


def test_an_output_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    """The reason of the operating system is passed on in one line."""
    result = run(*GOOD, "-o", str(tmp_path / ("n" * 300)))

    refused(result, USAGE, ["file name too long", "name another"])
    assert list(tmp_path.iterdir()) == []


def test_another_content_is_not_replaced_unasked(tmp_path: Path) -> None:
    """A file with another content is kept, unless the caller says to replace it."""
    path = tmp_path / "plan.txt"
    path.write_text("another plan", encoding="utf-8")

    result = run(*GOOD, "-o", str(path))

    refused(result, USAGE, [f"'{path}' exists with other content", "add --replace"])
    assert path.read_text(encoding="utf-8") == "another plan"
    assert list(tmp_path.iterdir()) == [path]
