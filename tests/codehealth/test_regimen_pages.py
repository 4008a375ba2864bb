"""The pages of the shipped regimens: one for each, up to date, small, and in words for people."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "regimens"
REGIMENS = sorted(path.stem for path in (ROOT / "regimens").glob("*.toml"))
MADE: dict[str, str] = runpy.run_path(str(FOLDER / "make.py"))["pages"]()
PICTURES = sorted(name for name in MADE if name.endswith(".svg"))

LONGEST_PAGE = 250
LARGEST_PICTURE = 20_000


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_page_or_picture_says_what_its_regimen_says(name: str) -> None:
    """A page that was not made anew after a change is told; run docs/regimens/make.py."""
    assert (FOLDER / name).read_text(encoding="utf-8") == MADE[name]


def test_no_page_is_left_behind() -> None:
    """Nothing stands in the folder that no regimen has any more."""
    kept = {path.name for path in FOLDER.iterdir() if path.suffix in {".md", ".svg"}}

    assert kept == set(MADE)


@pytest.mark.parametrize("name", REGIMENS)
def test_every_regimen_has_a_page_that_the_index_names(name: str) -> None:
    """Whoever looks for a regimen finds its page, from the index too."""
    assert (FOLDER / f"{name}.md").is_file()
    assert f"[{name}]({name}.md)" in MADE["README.md"]


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_page_and_a_picture_are_small(name: str) -> None:
    """A page can be read at a sitting, and a picture opens at once."""
    if name.endswith(".md"):
        assert len(MADE[name].splitlines()) <= LONGEST_PAGE
    else:
        assert len(MADE[name].encode()) <= LARGEST_PICTURE


@pytest.mark.parametrize("name", REGIMENS)
def test_a_page_uses_words_for_people(name: str) -> None:
    """No shorthand and no dash between days, but where a line or a source is quoted as it is."""
    own = re.sub(r"```.*?```|`[^`]*`", "", MADE[f"{name}.md"], flags=re.DOTALL)

    assert re.findall(r"\b(?:QD|BID|TID|QOD|qd|bid|tid)\b", own) == []
    assert re.findall(r"\bdays? \d+[-–]\d+", own) == []  # noqa: RUF001  a dash that people type


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_can_be_read_as_xml_and_points_nowhere(name: str) -> None:
    """A picture holds no script, and refers to nothing outside itself."""
    root = ET.fromstring(MADE[name])  # noqa: S314  our own picture
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    allowed = {"svg", "title", "desc", "style", "defs", "pattern", "rect", "line", "text"}

    assert tags <= allowed
    assert not re.search(r"href|url\((?!#)|@import", MADE[name])


def section(name: str, heading: str) -> list[str]:
    """List the lines of a page under a heading."""
    _, _, rest = MADE[f"{name}.md"].partition(f"\n## {heading}\n")
    return rest.partition("\n## ")[0].splitlines()


def test_a_page_says_what_the_source_of_an_arm_does_not_print_itself() -> None:
    """What is derived, what is from elsewhere and what a plan is given is not "all stated"."""
    arm = section(
        "nct01245959", "Docetaxel, cisplatin and fluorouracil, then cisplatin with radiotherapy"
    )

    assert arm[-5:] == [
        "Not printed so by the arm's own source:",
        "",
        (
            "- derived: start of phase concurrent; infusion of fluorouracil;"
            " days of concurrent-cisplatin"
        ),
        "- from [cisplatin-label](../../seeds/cisplatin-label.toml): route of concurrent-cisplatin",
        "- given to a plan: the date of radiotherapy start",
    ]


def test_a_page_says_that_all_is_stated_only_where_it_is() -> None:
    """Paclitaxel, cisplatin and capecitabine stand in their paper with all that is planned."""
    stated = "All of this is stated."

    assert stated in section("nct02940925", "Paclitaxel, cisplatin and capecitabine")
    assert stated not in MADE["camrelizumab-alone.md"]  # its one dose in 2 weeks is derived
    for page in (page for name, page in MADE.items() if name.endswith(".md")):
        arms = page.split("\n![")[1:]
        assert all(
            (stated in arm) != ("\nNot stated:" in arm or "\nNot printed so" in arm) for arm in arms
        )


@pytest.mark.parametrize(
    ("name", "event"),
    [
        # 3 cycles of 21 days from Monday 7 December 2026 are 63 days
        ("gp-induction-zhang-2019", "radiotherapy start=2027-02-08"),
        ("nct01245959", "radiotherapy start=2027-02-08"),
        ("nct07373990", "adjuvant start=2027-02-08"),
    ],
)
def test_an_event_falls_right_behind_the_phase_before(name: str, event: str) -> None:
    """A plan that is typed from the page has no gap that nobody meant."""
    plan = section(name, "Plan it")

    assert f'--event "{event}"' in "\n".join(plan)
    assert "An event falls right behind the phase before it." in plan


@pytest.mark.parametrize(
    ("name", "lead"),
    [
        ("nct02940925", ["Put in the patient's height, weight and first day."]),
        ("asco-csco-induction", ["A range is settled by its least."]),
        ("nct05549466", ["A choice is settled by its first option."]),
        (
            "scottish-npc-sact",
            ["A range is settled by its least and a choice is settled by its first option."],
        ),
    ],
)
def test_a_page_speaks_of_ranges_and_choices_where_it_has_any(name: str, lead: list[str]) -> None:
    """What is not there is not explained."""
    assert section(name, "Plan it")[1 : 1 + len(lead)] == lead
