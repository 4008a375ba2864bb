"""A course from the shell: begin it, record what happens, and plan, compare and explain it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner, Result

from npc_regimens.cli import main, record_command
from npc_regimens.course.entries import LogEntry

BODY = ("--height", "170 cm", "--weight", "65 kg", "--start", "2026-12-07")
NEW = ("--participant", "03-0017", *BODY, "--through", "2027-02-28", "--tz", "Asia/Shanghai")
DELAY = ("delay", "--cycle", "2", "--to", "2027-01-07", "--recorded", "2027-01-04")
# The second cycle of 28 days begins 28 days after 7 December, on 4 January, and 3 days later on 7.


def run(*words: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, [*map(str, words)])


@pytest.fixture(name="course")
def begin_a_course(tmp_path: Path) -> Path:
    """Begin a course of apatinib and an antibody."""
    path = tmp_path / "03-0017.toml"
    made = run("new", "nct04350190", *NEW, "-o", path)
    assert made.exit_code == 0, made.stderr
    return path


def test_a_new_course_is_the_same_plan(course: Path) -> None:
    """The file says all that the options said, and gives the same rows."""
    plain = run("plan", "nct04350190", *BODY, "--through", "2027-02-28", "--format", "csv")
    followed = run("plan", course, "--format", "csv")
    assert followed.exit_code == plain.exit_code == 0
    assert followed.stdout == plain.stdout


def test_a_new_course_says_what_the_defaults_are(course: Path) -> None:
    """Times of day, formula and policy stand in the file, and an identity that nobody guesses."""
    data = tomllib.loads(course.read_text(encoding="utf-8"))
    assert data["clock"] == {"once": "08:00"}
    assert data["surface"] == {"formula": "Mosteller", "precision": "0.01 m2"}
    assert data["recalculate"] == "always"
    assert data["measured"][0]["height"] == "170 cm"
    assert len(data["identity"]) == 36
    other = course.with_name("other.toml")
    run("new", "nct04350190", *NEW, "-o", other)
    assert tomllib.loads(other.read_text(encoding="utf-8"))["identity"] != data["identity"]


def test_a_new_course_takes_every_choice(tmp_path: Path) -> None:
    """What the regimen leaves open and the caller settles stands in the file, and is followed."""
    path = tmp_path / "all.toml"
    options = (
        *("--choose", "chemotherapy=capecitabine", "--level", "capecitabine=75 %"),
        *("--bsa-cap", "2 m2", "--sex", "female", "--age", "55", "--clearance", "90 mL/min"),
        *("--longest-delay", "3 weeks", "--clock", "evening=21:00", "--recalculate", "from 10 %"),
    )
    made = run("new", "nct05549466/chemotherapy", *NEW, *options, "-o", path)
    assert made.exit_code == 0, made.stderr
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert data["settled"] == {
        "choose": {"chemotherapy": "capecitabine"},
        "levels": {"capecitabine": "75 %"},
    }
    assert data["clock"] == {"morning": "08:00", "evening": "21:00"}
    assert (data["longest_delay"], data["recalculate"]) == ("3 weeks", "from 10 %")
    assert data["measured"][0]["age"] == 55
    assert data["surface"]["cap"] == "2 m2"


def test_a_new_course_settles_counts_and_optional_days(tmp_path: Path) -> None:
    """Numbers of cycles are numbers in the file, and optional days true or false."""
    path = tmp_path / "counts.toml"
    made = run("new", "nct05807880", *NEW, "--cycles", "combination=4", "-o", path)
    assert made.exit_code == 0, made.stderr
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert data["settled"] == {"cycles": {"combination": 4}}


def test_a_regimen_and_products_of_its_own(tmp_path: Path) -> None:
    """Paths stand in the file as they are from its folder, so that the two can move together."""
    shown = run("show", "nct04350190", "--format", "json")
    assert shown.exit_code == 0
    own = tmp_path / "own"
    own.mkdir()
    source = Path(__file__).parents[3] / "regimens" / "nct04350190.toml"
    (own / "trial.toml").write_bytes(source.read_bytes())
    products = Path(__file__).parents[3] / "products"
    (own / "apatinib.toml").write_bytes((products / "apatinib-tablets.toml").read_bytes())
    (tmp_path / "products").mkdir()
    (own / "apatinib.toml").rename(tmp_path / "products" / "apatinib.toml")
    path = tmp_path / "course.toml"
    products = tmp_path / "products"
    made = run("new", own / "trial.toml", *NEW, "--products", products, "-o", path)
    assert made.exit_code == 0, made.stderr
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert (data["regimen"], data["products"]) == ("own/trial.toml", ["products"])
    assert run("plan", path).exit_code == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--resume", "treatment=2"), "a course file has no --resume"),
        (("--as-of", "2027-01-01"), "a course file has no --as-of"),
        (("--participant", "Li Na"), "never a name"),
    ],
)
def test_what_no_course_can_begin_with(
    tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    """A resumed plan, a view of the past and a name are refused, and no file is made."""
    new = NEW[2:] if "--participant" in options else NEW
    made = run("new", "nct04350190", *new, *options, "-o", tmp_path / "no.toml")
    assert made.exit_code in {2, 3}
    assert words in made.stderr
    assert not list(tmp_path.iterdir())


def test_a_course_needs_a_zone_and_a_free_place(course: Path) -> None:
    """A time zone is never assumed, and a course is never written over."""
    without = run("new", "nct04350190", *NEW[:-2], "-o", course.with_name("no.toml"))
    assert (without.exit_code, "Missing option '--tz'" in without.stderr) == (2, True)
    again = run("new", "nct04350190", *NEW, "-o", course)
    assert (again.exit_code, "a course is never written over" in again.stderr) == (2, True)


def test_an_entry_is_recorded_and_followed(course: Path) -> None:
    """A delay of three days moves the second cycle, says what it did, and stands in the file."""
    made = run("record", course, *DELAY, "--reason", "ANC 0.9")
    assert made.exit_code == 0, made.stderr
    assert made.stdout.startswith(
        "delay of cycle 2 to 2027-01-07 (recorded Monday 4 January 2027): ANC 0.9\n"
    )
    assert "pd-1-antibody: 4 doses moved by 3 days" in made.stdout
    assert f"recorded: delay of cycle 2 to 2027-01-07: {course}" in made.stderr
    rows = run("plan", course, "--format", "json").stdout
    dates = [
        row["planned_date"]
        for row in json.loads(rows)["administrations"]
        if row["component"] == "pd-1-antibody"
    ]
    assert dates[2:4] == ["2027-01-07", "2027-01-21"]
    assert "DELAYED by 3 days from Monday 4 January 2027" in " ".join(
        run("plan", course).stdout.split()
    )
    before = run("plan", course, "--as-of", "2027-01-03").stdout
    assert "DELAYED" not in before


def test_a_dry_run_writes_nothing(course: Path) -> None:
    """What an entry would do can be seen before it is recorded."""
    before = course.read_bytes()
    made = run("record", course, *DELAY, "--reason", "ANC 0.9", "--dry-run")
    assert made.exit_code == 0
    assert "would be recorded: delay of cycle 2" in made.stderr
    assert course.read_bytes() == before


def test_an_entry_without_a_day_is_of_today(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line alone asks what day it is."""
    monkeypatch.setattr(record_command, "_today", lambda: __import__("datetime").date(2027, 1, 4))
    made = run("record", course, *DELAY[:-2], "--reason", "ANC 0.9")
    assert made.exit_code == 0
    data = tomllib.loads(course.read_text(encoding="utf-8"))
    assert str(data["log"][0]["recorded"]) == "2027-01-04"


def test_today_is_a_date() -> None:
    """And it is that of the machine."""
    assert record_command._today().year >= 2026


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("missed", "--component", "apatinib", "--on", "2026-12-09"), "missed: apatinib on"),
        (
            ("late", "--component", "apatinib", "--on", "2026-12-09", "--at", "2026-12-09T12:30"),
            "at 2026-12-09 12:30",
        ),
        (("zone", "--zone", "Europe/London", "--from", "2027-01-10"), "clock of Europe/London"),
        (("clock", "--clock", "once=09:00", "--from", "2027-01-10"), "once 09:00 from"),
        (("end", "--from", "2027-01-10"), "nothing from 2027-01-10 on"),
        (("settle", "--through", "2027-03-31"), "planned through 2027-03-31"),
        (("weight", "--weight", "60 kg", "--measured", "2026-12-20", "--from", "2027-01-10"), "60"),
        (("interrupt", "--component", "apatinib", "--from", "2027-01-10"), "until it is resumed"),
    ],
)
def test_every_option_is_a_key(course: Path, words: tuple[str, ...], said: str) -> None:
    """What is given on the command line stands in the file, and the file is followed again."""
    made = run("record", course, *words, "--recorded", "2026-12-31", "--reason", "seen")
    assert made.exit_code == 0, made.stderr
    assert said in made.stderr
    assert run("plan", course).exit_code in {0, 1}


def test_a_number_of_cycles(tmp_path: Path) -> None:
    """A number of cycles is settled by a phase and a number."""
    path = tmp_path / "counts.toml"
    run(
        "new",
        "nct05807880",
        *NEW[:-4],
        "--tz",
        "Asia/Shanghai",
        "--through",
        "2027-06-30",
        "--cycles",
        "combination=4",
        "-o",
        path,
    )
    made = run(
        "record",
        path,
        "settle",
        "--cycles",
        "combination=5",
        "--recorded",
        "2027-01-04",
        "--reason",
        "goes well",
    )
    assert made.exit_code == 0, made.stderr
    assert "anlotinib: 14 doses added" in made.stdout


def test_what_is_interrupted_is_told(course: Path) -> None:
    """An interruption without an end is a warning until it is resumed."""
    made = run(
        "record",
        course,
        "interrupt",
        "--component",
        "apatinib",
        "--from",
        "2027-01-10",
        "--recorded",
        "2027-01-09",
        "--reason",
        "bleeding",
    )
    assert "warning: apatinib: it is interrupted from 2027-01-10 on" in made.stderr
    assert run("plan", course).exit_code == 1


def test_a_refused_entry_leaves_the_file(course: Path) -> None:
    """An entry into the past is named with its remedy, and nothing is written."""
    before = course.read_bytes()
    made = run(
        "record",
        course,
        "delay",
        "--cycle",
        "2",
        "--to",
        "2027-01-20",
        "--recorded",
        "2027-01-10",
        "--reason",
        "late",
    )
    assert made.exit_code == 3
    assert "log entry 1, recorded 2027-01-10 (delay of cycle 2 to 2027-01-20)" in made.stderr
    assert "the past does not change" in made.stderr
    assert course.read_bytes() == before
    assert [path.name for path in course.parent.iterdir()] == [course.name]


def test_options_beside_a_course_are_refused(course: Path) -> None:
    """What the file says is not said a second time on the command line."""
    for words in (("--height", "170 cm"), ("--tz", "Asia/Shanghai"), ("--cycles", "treatment=2")):
        made = run("plan", course, *words)
        assert made.exit_code == 2
        assert f"{words[0]} stands beside the course file" in made.stderr
    calendar = run("calendar", course, "--course", "mine-1234")
    assert (calendar.exit_code, "its own identity" in calendar.stderr) == (2, True)


def test_a_view_of_the_past_needs_a_course() -> None:
    """Without a log there is nothing to look back on."""
    made = run("plan", "nct04350190", *BODY, "--through", "2027-02-28", "--as-of", "2027-01-01")
    assert (made.exit_code, "--as-of goes with a course file" in made.stderr) == (2, True)


@pytest.mark.parametrize("name", ["--height", "--weight", "--start"])
def test_a_plan_asks_for_a_body_and_a_start(name: str) -> None:
    """Without a course file the three are asked for."""
    at = BODY.index(name)
    made = run("plan", "nct04350190", *BODY[:at], *BODY[at + 2 :], "--through", "2027-02-28")
    assert made.exit_code == 2
    assert f"Missing option '{name}'" in made.stderr


def test_the_identity_of_a_calendar_is_that_of_the_course(course: Path) -> None:
    """A moved dose keeps its event: the calendar before and after a delay has the same names."""
    before = run("calendar", course).stdout
    run("record", course, *DELAY, "--reason", "ANC 0.9")
    after = run("calendar", course).stdout
    names = {line for line in before.splitlines() if line.startswith("UID")}
    kept = {line for line in after.splitlines() if line.startswith("UID")}
    # those of the last three days lie behind the last planned one now and are cancelled, and
    # the continuous drug goes on for three days between
    assert names < kept
    assert len(kept - names) == 3
    assert after.count("STATUS:CANCELLED") == 3
    assert "no --course was given" not in run("calendar", course).stderr


def test_a_dose_explains_what_changed_it(course: Path) -> None:
    """The entries that touched a dose stand in its explanation."""
    run("record", course, *DELAY, "--reason", "ANC 0.9")
    said = run("explain", course, "--at", "C2D1", "--component", "pd-1-antibody").stdout
    assert "date: nominal 2027-01-04, planned 2027-01-07" in said
    assert "modification: delay of cycle 2 to 2027-01-07 (recorded 2027-01-04): ANC 0.9" in said
    assert (
        "modifications: none"
        in run("explain", course, "--at", "C1D1", "--component", "apatinib").stdout
    )


def test_a_course_is_compared_with_itself(course: Path) -> None:
    """What was recorded between two days, and why; the same at the same day."""
    run("record", course, *DELAY, "--reason", "ANC 0.9")
    found = run("diff", course, "--from", "2027-01-03")
    assert found.exit_code == 1
    assert "pd-1-antibody: 4 doses moved by 3 days" in found.stdout
    rows = json.loads(run("diff", course, "--from", "2027-01-03", "--format", "json").stdout)
    moved = [row for row in rows["changes"] if row["component"] == "pd-1-antibody"]
    assert moved[0]["before"]["date"] == "2027-01-04"
    assert moved[0]["after"]["date"] == "2027-01-07"
    assert moved[0]["entries"][0]["reason"] == "ANC 0.9"
    same = run("diff", course, "--from", "2027-01-01", "--to", "2027-01-03")
    assert (same.exit_code, same.stdout) == (0, "no dose differs\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("diff", "nct04350190"), "is no course file; give a second regimen"),
        (("diff", "nct04350190", "nct05807880", "--from", "2027-01-01"), "go with one course file"),
    ],
)
def test_what_is_no_course_is_not_compared_with_itself(words: tuple[str, ...], said: str) -> None:
    """Days belong to one course, and two regimens to each other."""
    made = run(*words)
    assert (made.exit_code, said in made.stderr) == (2, True)


def test_a_comparison_needs_a_day(course: Path) -> None:
    """A course is compared with itself as it was recorded up to a day."""
    made = run("diff", course)
    assert (made.exit_code, "Missing option '--from'" in made.stderr) == (2, True)


def test_a_time_in_utc_is_refused(course: Path) -> None:
    """A patient's clock is that of the wall."""
    made = run(
        "record",
        course,
        "late",
        "--component",
        "apatinib",
        "--on",
        "2026-12-09",
        "--at",
        "2026-12-09T12:30Z",
        "--reason",
        "forgot",
    )
    assert (made.exit_code, "on the clock of the wall" in made.stderr) == (2, True)


def test_the_kinds_are_those_of_the_log() -> None:
    """The command line offers every kind of entry, and no other."""
    union, _ = get_args(LogEntry)
    kinds = {get_args(kind.model_fields["what"].annotation)[0] for kind in get_args(union)}
    assert set(record_command.KINDS) == kinds


def test_an_edition_outnumbers_the_log(course: Path) -> None:
    """After a correction by hand every event takes the place of the one before."""
    run("record", course, *DELAY, "--reason", "ANC 0.9")
    text = course.read_text(encoding="utf-8").replace("start =", "edition = 1\nstart =")
    course.write_text(text, encoding="utf-8")
    made = run("calendar", course)
    numbers = {int(line[9:]) for line in made.stdout.splitlines() if line.startswith("SEQUENCE:")}
    assert numbers == {1000, 1001}
    assert "updates an earlier one" in made.stderr


def test_a_day_that_is_not_yet_is_noted(course: Path) -> None:
    """A year that was mistyped would lock the log: it is noted at once."""
    far = [*DELAY[:-1], "2026-12-31", "--reason", "ANC 0.9"]
    made = run("record", course, *far, "--dry-run")
    assert "note: --recorded 2026-12-31 is after today" in made.stderr
