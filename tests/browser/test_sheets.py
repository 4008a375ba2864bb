"""The printed page in a real browser and on paper: nothing is cut, and grey print shows it all."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from chromium import all_sheets, alone, measured, picture, printed, sections
from fontTools.ttLib import TTCollection
from page_pictures import PICTURES, drawn, golden
from PIL import Image, ImageChops, ImageStat
from printed_cases import FORMULARY, cases

import npc_regimens as npc
from npc_regimens.regimen.ways import ways_to_settle
from npc_regimens.render.page import PageFacts, to_html
from npc_regimens.render.page_course import facts_of_course
from npc_regimens.render.page_html import has_glyph
from npc_regimens.render.page_measure import width
from npc_regimens.render.page_pdf import to_pdf
from npc_regimens.visits import ClosedDays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from npc_regimens.course.replaying import Followed

NOTO = Path("/usr/share/fonts/opentype/noto")
LANGUAGE = pytest.mark.parametrize("language", ["en", "zh"])
LARGE = pytest.mark.parametrize("large", [False, True], ids=["plain", "large"])
A4 = (595, 842)  # in points, rounded
EIGHT_POINTS = 8 * 96 / 72  # in CSS pixels


@LANGUAGE
@LARGE
def test_no_box_reaches_out_of_its_place_and_nothing_lies_over_another(
    language: str, *, large: bool, tmp_path: Path
) -> None:
    """Every box of every sheet is measured in the browser; no letter is below 8 points."""
    page, names = all_sheets(language, large=large)
    measures = measured(page, folder=tmp_path)

    assert measures["sheets"] == len(names)
    assert [{**each, "case": names[each["sheet"] - 1]} for each in measures["found"]] == []
    assert measures["smallest"] >= EIGHT_POINTS - 0.01


def of_the_package(language: str, *, large: bool) -> Iterator[str]:
    """Print six months of each regimen of the package, settled in the first way."""
    start, facts = dt.date(2027, 12, 23), PageFacts(language=language, large=large)
    patient = npc.Patient.measured(
        on=start, height="190 cm", weight="120 kg", clearance="90 mL/min"
    )
    for trial in npc.shipped_trials():
        regimen = npc.settle(trial, *next(iter(ways_to_settle(trial))))
        anchors = [phase.starts.anchor for phase in regimen.phases if phase.starts is not None]
        calendar = npc.plan(
            regimen,
            patient,
            start=start,
            through=dt.date(2028, 6, 30),
            formulary=FORMULARY,
            events={
                each.name: start + dt.timedelta(weeks=12)
                for each in anchors
                if each.kind == "event"
            },
        )
        yield to_html(calendar, facts, FORMULARY)


@LANGUAGE
@LARGE
def test_every_regimen_of_the_package_fits(language: str, *, large: bool, tmp_path: Path) -> None:
    """No shipped regimen is refused, and none of its boxes reaches out of its place."""
    pages = list(of_the_package(language, large=large))
    before, _, _ = pages[0].partition("<section")
    sheets = "".join(each for page in pages for each in sections(page))
    measures = measured(f"{before}{sheets}</body></html>", folder=tmp_path)

    assert len(pages) == len(npc.shipped_trials())
    assert measures["found"] == []


def entry(what: str, recorded: str, since: str, **other: object) -> dict[str, object]:
    """Make an entry of a log that holds from a day on."""
    days = {"recorded": dt.date.fromisoformat(recorded), "from": dt.date.fromisoformat(since)}
    return {"what": what, **days, **other}


# A course that changes its clock, pauses, gets a new dose, stops both drugs of home, and ends.
LOG = (
    entry("clock", "2026-12-09", "2026-12-14", times={"once": "07:00"}),
    entry(
        "interrupt",
        "2026-12-15",
        "2026-12-16",
        component="anlotinib",
        through=dt.date(2026, 12, 18),
    ),
    entry("weight", "2027-01-18", "2027-01-25", weight="58 kg", measured=dt.date(2027, 1, 18)),
    entry("discontinue", "2027-01-20", "2027-01-27", component="anlotinib"),
    entry("discontinue", "2027-02-10", "2027-02-11", component="capecitabine"),
    entry("end", "2027-03-28", "2027-03-31"),
)


@LANGUAGE
@LARGE
def test_a_course_with_all_changes_fits(
    follow: Callable[..., Followed], language: str, *, large: bool, tmp_path: Path
) -> None:
    """Stops, pauses, two clocks and the days behind the end stay within their places."""
    clock = {"once": "21:30", "morning": "08:00", "evening": "20:00"}
    followed = follow(*LOG, clock=clock)
    facts = facts_of_course(PageFacts(language=language, large=large), followed, ClosedDays())
    measures = measured(to_html(followed.calendar, facts, FORMULARY), folder=tmp_path)

    assert measures["found"] == []
    assert measures["smallest"] >= EIGHT_POINTS - 0.01


@LANGUAGE
@LARGE
def test_the_browser_prints_each_sheet_on_one_page(
    language: str, *, large: bool, tmp_path: Path
) -> None:
    """As many A4 pages come out as there are sheets."""
    page, names = all_sheets(language, large=large)
    reader = pypdf.PdfReader(io.BytesIO(printed(page, folder=tmp_path)))

    assert len(reader.pages) == len(names)
    assert {sizes(each) for each in reader.pages} == {A4}


def sizes(page: Any) -> tuple[int, int]:
    """Say the size of a page of a PDF, in whole points."""
    return round(float(page.mediabox.width)), round(float(page.mediabox.height))


@LANGUAGE
@pytest.mark.parametrize("name", ["14-of-21", "two-drugs"])
def test_the_extra_pdf_prints_the_same_page(name: str, language: str) -> None:
    """One page a sheet, the same words as the HTML, and the same bytes again."""
    page = alone(cases()[name].html(language), 0)
    content = to_pdf(page)
    (sheet,) = pypdf.PdfReader(io.BytesIO(content)).pages

    assert sizes(sheet) == A4
    text = "".join(sheet.extract_text().split())
    words = {"en": ("Capecitabine", "capecitabinemissed"), "zh": ("卡培他滨", "不补服")}[language]
    assert any(each in text for each in words)
    assert content == to_pdf(page)


def grey(name: str, language: str, folder: Path) -> tuple[Image.Image, list[dict[str, Any]]]:
    """Take a picture of a sheet in grey, with the places of its cells."""
    page = alone(cases()[name].html(language), 0)
    shot = Image.open(io.BytesIO(picture(page, "2", folder=folder))).convert("L")
    return shot, measured(page, folder=folder)["cells"]


def cut(shot: Image.Image, cell: dict[str, Any]) -> Image.Image:
    """Cut a cell out of a picture of twice the size, without its frame."""
    left, top, wide, high = (2 * each for each in cell["box"])
    return shot.crop((int(left + 8), int(top + 8), int(left + wide - 8), int(top + high - 8)))


@LANGUAGE
def test_rest_days_are_loud_in_grey(language: str, tmp_path: Path) -> None:
    """A rest day has stripes that a dosing day has not, and words as dark as those of a dose."""
    shot, places = grey("14-of-21", language, tmp_path)
    rest = [cut(shot, cell) for cell in places if "rest" in cell["class"].split()]
    dosing = [cut(shot, cell) for cell in places if cell["class"].split() == ["c"]]

    assert (len(rest), len(dosing) > 5) == (7, True)
    for cell in rest:
        stripes = cell.crop((0, cell.height - 24, cell.width, cell.height - 4))
        light, dark = max(stripes.tobytes()), min(stripes.tobytes())
        assert light - dark >= 30
        assert darkest(cell) <= 60
    for cell in dosing:
        edge = cell.crop((2, 60, 8, cell.height - 10))
        assert max(edge.tobytes()) >= 250
        assert darkest(cell) <= 60
    for cell in rest:
        few = cell.quantize(16).convert("L")  # a print of sixteen colours
        stripes = few.crop((0, cell.height - 24, cell.width, cell.height - 4))
        assert len(set(stripes.tobytes())) > 1


def darkest(cell: Image.Image) -> int:
    """Say the darkest grey of a cell."""
    return min(bytes(cell.tobytes()))


def test_a_visit_has_a_frame_that_grey_print_shows(tmp_path: Path) -> None:
    """The frame is dark on all four sides."""
    shot, places = grey("14-of-21", "en", tmp_path)
    (cell,) = [each for each in places if "visit" in each["class"].split()]
    left, top, wide, high = (2 * each for each in cell["box"])
    middle = int(top + high / 2)

    row = [shot.getpixel((x, middle)) for x in range(int(left), int(left + wide))]
    assert min(row[:8]) < 80
    assert min(row[-8:]) < 80


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_sheet_looks_as_it_did(name: str, tmp_path: Path) -> None:
    """A picture differs from the one in the repository by no more than another font's edges do."""
    here, there = drawn(name, tmp_path), golden(name)

    assert here.size == there.size
    difference = ImageChops.difference(here.convert("L"), there.convert("L"))
    assert ImageStat.Stat(difference).mean[0] < 2
    blurred = difference.resize((here.width // 16, here.height // 16), Image.Resampling.BOX)
    assert max(blurred.tobytes()) < 40  # a word that changed has 60


def fonts() -> Iterator[tuple[dict[int, str], Any, int]]:
    """Read the two weights of the font of the page: glyphs, widths, and units of an em."""
    for weight in ("Regular", "Bold"):
        for font in TTCollection(str(NOTO / f"NotoSansCJK-{weight}.ttc")).fonts:
            if font["name"].getDebugName(1) == "Noto Sans CJK SC":
                yield font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm


def test_the_font_has_a_glyph_for_each_character_that_is_let_in() -> None:
    """No character that the page takes is an empty box, in either weight."""
    taken = [code for code in range(0x20, 0x10000) if has_glyph(chr(code))]

    assert len(taken) > 21_000
    for glyphs, _, _ in fonts():
        assert [hex(code) for code in taken if code not in glyphs] == []


def test_no_letter_is_wider_than_it_is_taken_for() -> None:
    """The bound on the width of a text holds for each character, in both weights."""
    taken = [code for code in range(0x20, 0x10000) if has_glyph(chr(code))]
    wider = [
        chr(code)
        for glyphs, widths, em in fonts()
        for code in taken
        # 1,000 letters of 10 points, in hundredths of a millimetre
        if widths[glyphs[code]][0] / em * 1000 * 10 * 25.4 / 72 * 100 > width(chr(code) * 1000, 100)
    ]

    assert wider == []


def test_every_case_is_in_some_picture_or_says_why_not() -> None:
    """The pictures show each case of the printed page once at least."""
    shown = {case for case, *_ in PICTURES.values()}

    assert cases().keys() - shown == {"day-1-only", "continuous-28", "delayed", "21-of-21"}
    assert len(sections(cases()["14-of-21"].html("en"))) == 1
