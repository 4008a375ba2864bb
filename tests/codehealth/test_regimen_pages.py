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
