"""The command `page`: what its options and its file of facts put on the sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from reading_pages import read

from npc_regimens.cli import main, page_command

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

PLANNED = (
    *("page", "--notation", "capecitabine 1000 mg/m2 PO BID d1-14 q21d x2"),
    *("--height", "162 cm", "--weight", "60.5 kg", "--start", "2026-09-14"),
)
FACTS = """
language = "zh"
participant = "03-0017"
issued = 2026-09-11
call_when = ["（示例）"]
other_medicines = ["某药"]
working = [2026-09-20]

[[visit]]
what = "抽血"
cycle = 1
day = 8
time = 08:30:00
bring = ["病历"]

[[dispensed]]
drug = "capecitabine"
strength = "500 mg"
count = 90

[closed]
2026-09-25 = "中秋"

[names]
capecitabine = "白片"
"""  # noqa: RUF001  Chinese text


def run(*words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, [*PLANNED, *words])


def test_without_a_file_the_page_is_printed() -> None:
    """Standard output has a sheet for each cycle, with blanks."""
    done = run()

    assert done.exit_code == 0
    assert len(read(done.stdout).named("section")) == 2


def test_one_cycle_and_single_options(tmp_path: Path) -> None:
    """The options name the study, the site and the participant; the file is there whole."""
    path = tmp_path / "page.html"
    codes = ("--study", "DEMO", "--site", "03", "--participant", "0017", "--large")
    done = run("--cycle", "phase-1=2", *codes, "-o", str(path))

    assert (done.exit_code, done.stdout) == (0, "")
    page = read(path.read_text(encoding="utf-8"))
    assert len(page.named("section")) == 2  # two weeks, and one
    told = [each.text for each in page.all("person")[0].named("td")]
    assert told == ["DEMO", "", "0017", "03", "", ""]


def test_a_file_of_facts_is_read_whole_and_options_go_before_it(tmp_path: Path) -> None:
    """Each table of the file is on the page, and an option takes the place of its key."""
    path = tmp_path / "facts.toml"
    path.write_text(FACTS, encoding="utf-8")
    done = run("--facts", str(path), "--participant", "03-0018", "--cycle", "phase-1=1")

    assert done.exit_code == 0, done.output
    page = read(done.stdout)
    assert page.named("html")[0].attributes["lang"] == "zh-Hans"
    text = page.named("body")[0].text
    for words in ("03-0018", "2026年9月11日", "某药", "中秋", "抽血", "08:30", "白片", "班"):
        assert words in text
    assert "03-0017" not in text
    assert [each.text for each in page.one("counts").named("td")][:4] == ["84", "90", "", "6"]


def test_left_out_doses_and_reasons_of_delays_are_read(tmp_path: Path) -> None:
    """A dose that the calendar still has is refused, so the table was read."""
    path = tmp_path / "facts.toml"
    omitted = '[[omitted]]\ndate = 2026-09-15\ncomponent = "capecitabine"\nreason = "x"\n'
    path.write_text(omitted, encoding="utf-8")
    assert "omitted: the calendar still has" in run("--facts", str(path)).stderr
    path.write_text('[delays]\n2026-09-15 = "x"\n', encoding="utf-8")
    assert "delays: first days of delayed cycles" in run("--facts", str(path)).stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = 'A. Person'", "'name'"),
        ("[[visit]]\nwhere = 'x'", "'where'"),
        ("[closed]\n2026-13-01 = 'x'", "'2026-13-01' is not a date"),
        ("language = 'fr'", "language"),
        ("study = 3", "study"),
    ],
)
def test_a_key_that_is_not_known_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """A person's name has no key, and a slip is never dropped."""
    path = tmp_path / "facts.toml"
    path.write_text(text, encoding="utf-8")
    done = run("--facts", str(path))

    assert done.exit_code == 2
    assert words in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "page.doc"), "ends in neither .html nor .pdf"),
        (("--cycle", "2"), "is not PHASE=N"),
        (("--cycle", "phase-1=x"), "is not PHASE=N"),
        (("--cycle", "phase-1=9"), "has no sheet of cycle"),
        (("--language", "fr"), "'fr' is not one of"),
    ],
)
def test_options_that_mean_nothing_are_refused(words: tuple[str, ...], said: str) -> None:
    """Each is a slip of the command line, and nothing is written."""
    done = run(*words)

    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_pdf_is_made_by_the_ending_of_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same HTML goes to the PDF writer."""
    seen: list[str] = []

    def to_pdf(html: str) -> bytes:
        seen.append(html)
        return b"%PDF"

    monkeypatch.setattr("npc_regimens.render.page_pdf.to_pdf", to_pdf)
    done = run("-o", str(tmp_path / "page.PDF"))

    assert done.exit_code == 0
    assert (tmp_path / "page.PDF").read_bytes() == b"%PDF"
    assert seen == [run().stdout]
    assert page_command.read_cycle(None) is None


def test_a_course_prints_its_own_participant_alone(tmp_path: Path) -> None:
    """The code of the course file is on the page, and another one is refused with both."""
    path = tmp_path / "03-0017.toml"
    dates = ("--start", "2026-09-14", "--through", "2026-10-11", "--tz", "Asia/Shanghai")
    body = ("--height", "162 cm", "--weight", "60.5 kg", "--participant", "03-0017")
    made = CliRunner().invoke(main, ["new", "nct04350190", *dates, *body, "-o", str(path)])
    assert made.exit_code == 0, made.stderr

    done = CliRunner().invoke(main, ["page", str(path)])
    assert done.exit_code == 0, done.stderr
    told = [each.text for each in read(done.stdout).all("person")[0].named("td")]
    assert told == ["", "", "03-0017", "", "", ""]
    done = CliRunner().invoke(main, ["page", str(path), "--participant", "03-0018"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "'03-0018', and the course is of '03-0017'" in done.stderr
