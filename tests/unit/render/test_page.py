"""The printed page: what stands on a sheet, read back by a reader of its own."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest
from printed_cases import FORMULARY, MONDAY, cases, planned
from reading_pages import Node, cells, number, read, taken

import npc_regimens as npc
from npc_regimens.errors import PlanError
from npc_regimens.render.page import Dispensed, PageFacts, Visit, to_html
from npc_regimens.render.page_words import STRINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = sorted(cases())
EACH = pytest.mark.parametrize("name", NAMES)
LANGUAGE = pytest.mark.parametrize("language", ["en", "zh"])
HOSTILE = "<script>alert(1)</script>\"'&"


def sheets(html: str) -> list[Node]:
    """Read the sheets of a page."""
    return read(html).named("section")


@cache
def whole(name: str, language: str = "en", *, large: bool = False) -> tuple[str, Node]:
    """Print a case once, and read it."""
    html = cases()[name].html(language, large=large)
    return html, read(html)


def printed(name: str, language: str = "en", *, large: bool = False) -> list[Node]:
    """Print a case once, and read its sheets."""
    return whole(name, language, large=large)[1].named("section")


def sheet(name: str, language: str = "en", *, index: int = 0) -> Node:
    """Read one sheet of a case."""
    return printed(name, language)[index]


def of_days(page: Node) -> list[Node]:
    """List the cells of the days of a sheet, not those beside them."""
    return [each for each in cells(page) if not each.classes & {"outside", "starts"}]


@EACH
@LANGUAGE
def test_every_dose_at_home_has_a_box_to_tick(name: str, language: str) -> None:
    """The boxes of all sheets are as many as the doses that are taken at home."""
    case = cases()[name]
    found = printed(name, language)
    doses = [
        each
        for each in case.calendar.administrations
        if each.at_home and (case.only is None or (each.phase, each.cycle) == case.only)
    ]

    assert sum(len(page.all("tick")) for page in found) == len(doses)


@EACH
@pytest.mark.parametrize("large", [False, True])
def test_every_tablet_stands_on_a_line_of_its_own_with_its_count_first(
    name: str, *, large: bool
) -> None:
    """What is written in the cells is, strength by strength, what the calendar orders."""
    case = cases()[name]
    found = [
        tablets
        for page in printed(name, large=large)
        for cell in cells(page)
        for tablets in taken(cell)
    ]
    expected = Counter(
        f"{units.count} of {units.strength.digits}"
        for each in case.calendar.administrations
        if each.at_home and (case.only is None or (each.phase, each.cycle) == case.only)
        for units in each.units
    )

    assert Counter(found) == expected


@EACH
@LANGUAGE
def test_each_page_of_the_calendar_is_on_one_sheet_with_its_day_of_the_cycle(
    name: str, language: str
) -> None:
    """Walking the dates one by one finds each cell in its place, Monday first."""
    case = cases()[name]
    pages = [
        day
        for day in case.calendar.days()
        if case.only is None or (day.phase, day.cycle) == case.only
    ]
    shown = [
        cell
        for page in printed(name, language)
        for cell in cells(page)
        if cell.all("place") or name == "months"
    ]
    if name == "months":
        assert len(shown) == 7 * (6 + 5 + 5)  # Aug, Sep and Oct 2026 touch 6, 5 and 5 weeks
        return

    assert [number(cell) for cell in shown] == [day.date.day for day in pages]
    said = [re.findall(r"-?[0-9]+", cell.one("place").text) for cell in shown]
    assert said == [[str(day.cycle_day)] for day in pages]


@EACH
@LANGUAGE
def test_a_rest_day_is_as_loud_as_a_dosing_day(name: str, language: str) -> None:
    """A day of a course with tablets has a box to tick, or says in words that there are none."""
    if name == "months":
        return
    words = {"en": ("No tablets", "No capsules"), "zh": ("今天不服药",)}[language]
    for page in printed(name, language):
        for cell in of_days(page):
            if cell.all("place") and not cell.all("tick"):
                assert "rest" in cell.classes
                assert any(each in cell.text for each in words)
            else:
                assert "rest" not in cell.classes


def test_fourteen_of_twenty_one() -> None:
    """Cycle 2 has two weeks of two doses and a week of rest, and the counts of a hand's sum."""
    page = sheet("14-of-21")
    days = of_days(page)

    assert [len(cell.all("tick")) for cell in days] == [2] * 14 + [0] * 7
    assert taken(days[0]) == ["3 of 500", "1 of 150"] * 2
    assert ["rest" in cell.classes for cell in days] == [False] * 14 + [True] * 7
    card = page.one("card").text
    assert "twice a day, morning and evening (08:00 and 20:00)" in card
    assert "days 1 to 14 (14 days), 28 doses" in card
    assert "= 1,650 mg each time" in card
    assert "Swallow whole with water within 30 minutes after a meal" in card
    table = page.one("counts").named("tr")
    rows = [[cell.text for cell in row.walk()] for row in table]
    assert rows[1:] == [
        ["500 mg", "84", "84", "", "0", "", ""],
        ["150 mg", "28", "30", "X123", "2", "", ""],
    ]
    assert "1,000 mg/m², ordered 1,650 mg" in page.one("staff").text


def test_who_it_is_for_is_a_code_and_what_is_not_given_is_a_blank() -> None:
    """The head has the caller's words; with no facts each place is empty."""
    told = [each.text for each in sheet("14-of-21").one("person").named("td")]
    assert told == ["NPC-DEMO-01", "A", "03-0017", "03", "V2.0 2026-03-01", "11 Sep 2026"]

    calendar = planned("capecitabine 1000 mg/m2 PO BID d1-14 q21d x2", MONDAY)
    page = sheets(to_html(calendar, PageFacts(), FORMULARY))[0]
    assert [each.text for each in page.one("person").named("td")] == [""] * 6
    assert page.one("callbox").all("bullet") == []
    assert len(page.one("callbox").all("rule")) == 4
    assert [each.text for each in page.one("callbox").all("fill")] == ["By day", "At night"]
    assert [each.text for each in page.one("next").all("fill")] == ["Date", "Time"]
    assert "Vomited:" in [each.text for each in page.one("plainbox").all("fill")]
    assert "Sheet 1 of 2" in page.one("footer").text


def test_a_cycle_over_national_day_says_what_moved_and_what_to_take_in_between() -> None:
    """Day 1 of cycle 3 was planned for Monday 5 October and comes on Thursday 8 October."""
    page = sheet("national-day")
    notice = page.one("notices").text
    assert "Cycle 3 was planned for Mon 5 Oct 2026. It starts on Thu 8 Oct 2026" in notice
    assert "(3 days later)" in notice
    assert "Until then take no capecitabine." in notice
    fifth, sixth, _, eighth = cells(page)[21:25]
    assert {"planned", "rest"} <= fifth.classes
    assert "Planned start now Thu 8 Oct" in fifth.text
    assert "No tablets" in fifth.text
    assert "keep resting" in sixth.text
    assert "Cycle 3, day 1" in eighth.text
    assert "08:30 Come fasting." in eighth.text
    assert "visit" in eighth.classes
    assert [cell.one("tag").text for cell in cells(page)[17:24]] == ["National Day"] * 7
    assert cells(page)[6].one("tag", "work").text == "work"
    assert "Thu 8 Oct 2026 08:30" in page.one("next").text
    assert "Planned for Mon 5 Oct, moved." in page.one("next").text


def test_a_delayed_cycle_says_when_it_was_planned() -> None:
    """The sheet of the cycle itself tells the old and the new date, and the reason."""
    page = sheet("delayed", "zh")

    notice = page.one("notices").text.replace(" ", "")
    assert "第3周期原定2026年10月5日（周一）开始" in notice  # noqa: RUF001  Chinese text
    assert "现改为2026年10月8日（周四）" in notice  # noqa: RUF001  Chinese text
    assert "推迟3天" in notice
    assert "国庆期间门诊休息" in notice


def test_a_continuous_drug_goes_on_where_a_listed_one_rests() -> None:
    """Nine days of delay have apatinib boxes, no capecitabine, and say both."""
    found = printed("goes-on")
    first = [page for page in found if "Cycle 1 of 3" in page.text]
    gap = [
        cell
        for page in first
        for cell in of_days(page)
        if cell.all("place") and int(cell.one("place").text.split()[1]) > 21
    ]

    assert len(gap) == 9
    assert [taken(cell) for cell in gap] == [["1 of 250"]] * 9
    assert all("No capecitabine" in cell.text for cell in gap)
    notice = first[0].one("notices").text
    assert "Until then take no capecitabine. Until then go on with apatinib." in notice
    assert "30 doses" in first[0].all("card")[0].text  # 21 days and 9


def test_what_was_left_out_stands_on_its_day_with_the_reason() -> None:
    """On 27 August capecitabine has no box, and its place says so once."""
    page = sheet("goes-on")
    (cell,) = [each for each in of_days(page) if number(each) == 27]

    assert taken(cell) == ["1 of 250"]
    assert cell.text.count("No capecitabine") == 1
    assert "(sample reason)" in cell.text


def test_half_days_at_both_ends() -> None:
    """From the evening of day 1 to the morning of day 15 are 28 doses, and the rest is said."""
    page = sheet("half-days")
    days = of_days(page)

    assert [len(cell.all("tick")) for cell in days] == [1, *[2] * 13, 1, *[0] * 6]
    assert days[0].one("none").text == "AM: none"
    assert days[14].one("none").text == "PM: none"
    card = page.one("card").text
    assert "from day 1 (PM) to day 15 (AM), 28 doses" in card


def test_a_dose_that_changed_since_the_last_cycle_is_marked() -> None:
    """The first sheet has no mark, the second one has it with the old dose, the third has none."""
    marks = [page.all("changed") for page in printed("dose-changed")]

    assert [len(each) for each in marks] == [0, 1, 0]
    assert marks[1][0].text == "DOSE CHANGED"
    second = sheet("dose-changed", index=1).one("card").text
    assert "Last cycle it was 3 × 500 mg + 1 × 150 mg = 1,650 mg." in second  # noqa: RUF001  a sign


def test_a_drug_that_ends_with_a_phase_is_named() -> None:
    """The first sheet of maintenance says that there is no anlotinib; later ones do not."""
    found = printed("two-drugs")

    notices = [" ".join(each.text for each in page.all("notices")) for page in found]
    assert notices[4] == "No anlotinib in this cycle. It was taken in the last one."
    assert "".join(notices[:4] + notices[5:]) == ""


def test_two_drugs_and_three_strengths() -> None:
    """Each dose has a box with the letter of its drug, and a drug that rests is named."""
    page = sheet("two-drugs")
    days = of_days(page)

    assert taken(days[1]) == ["1 of 10", "2 of 500", "1 of 150", "2 of 500", "1 of 150"]
    assert [each.text for each in days[1].all("tick")] == ["A", "C", "C"]
    assert [each.text for each in page.all("badge")] == ["A", "C"]
    assert taken(days[14]) == ["2 of 500", "1 of 150"] * 2
    assert all("No anlotinib" in cell.text for cell in days[14:])
    assert "visit" in days[0].classes
    assert "Penpulimab" in days[0].text
    assert "Penpulimab 200 mg into a vein, Mon 24 Aug" in page.one("clinic").text
    rules = page.one("plainbox").text
    assert (
        "Anlotinib missed: take it only if 12 hours or more remain until the next dose, and only"
        " on a day with a box for that medicine. Otherwise leave it out." in rules
    )
    chinese = sheet("two-drugs", "zh").one("plainbox").text.replace(" ", "")
    assert "距下一次服药还有12小时或以上，并且当天有该药的方框，才可以补服" in chinese  # noqa: RUF001  Chinese text
    assert "Capecitabine missed: do not take it later." in rules
    assert "Never take a double dose." in rules


def test_visits_stand_in_a_frame_with_what_happens() -> None:
    """The blood test of day 8 has its frame, its words and its window."""
    (cell,) = [each for each in cells(sheet("14-of-21")) if "visit" in each.classes]

    assert number(cell) == 21
    assert cell.one("banner").text == "Blood test ±2 days"
    assert len(cell.all("tick")) == 2


def test_a_course_without_tablets_has_a_sheet_for_each_month() -> None:
    """Gemcitabine and cisplatin in three cycles from 24 August touch three months."""
    found = printed("months")

    assert [page.one("cycle").text for page in found] == ["Aug 2026", "Sep 2026", "Oct 2026"]
    assert [sum("visit" in each.classes for each in cells(page)) for page in found] == [2, 2, 2]
    assert [page.all("tick") for page in found] == [[], [], []]
    assert all("No tablets" not in page.text for page in found)
    assert "Cisplatin 132 mg into a vein, Mon 14 Sep" in found[1].one("clinic").text


@pytest.mark.parametrize("name", ["14-of-21", "two-drugs", "continuous-28-two-strengths"])
def test_large_print_has_two_weeks_at_most_and_larger_letters(name: str) -> None:
    """No sheet has three weeks, and the tablets stand in letters of 12 points at least."""
    found = printed(name, large=True)

    assert {len(page.all("week")) for page in found} <= {1, 2}
    sizes = {
        int(kind[1:])
        for page in found
        for line in page.all("n")
        for kind in line.classes
        if re.fullmatch("s[0-9]+", kind)
    }
    assert min(sizes) >= 120


@EACH
def test_one_sheet_is_one_cycle(name: str) -> None:
    """But for the long delay of two drugs, each cycle or month fits on one sheet."""
    case = cases()[name]
    found = printed(name)
    cycles = {(day.phase, day.cycle) for day in case.calendar.days()}
    expected = 3 if name == "months" else 1 if case.only is not None else len(cycles)

    assert len(found) == expected + (1 if name == "goes-on" else 0)


@EACH
@LANGUAGE
@pytest.mark.parametrize("large", [False, True])
def test_a_page_needs_nothing_beside_itself(name: str, language: str, *, large: bool) -> None:
    """There is no script, no address and no letter below 8 points."""
    html, root = whole(name, language, large=large)

    assert root.named("script") == root.named("link") == root.named("img") == []
    assert not re.search(r"https?:|url\(|@import|src=|href=|javascript:", html)
    assert not [key for node in root.walk() for key in node.attributes if key.startswith("on")]
    sizes = [float(size) for size in re.findall(r"font-size:([0-9.]+)pt", html)]
    assert min(sizes) >= 8
    classes = {kind for node in root.walk() for kind in node.classes}
    used = {kind for kind in classes if re.fullmatch("s[0-9]+", kind)}
    assert used <= set(re.findall(r"\.(s[0-9]+)\{", html))


def test_a_class_of_the_style_sheet_means_one_thing() -> None:
    """A class on two kinds of elements is one of a list, so that no style strays to another box."""
    kinds: dict[str, set[str]] = {}
    for name in NAMES:
        for node in whole(name)[1].walk():
            for each in node.classes:
                kinds.setdefault(each, set()).add(node.name)
    several = {each for each, names in kinds.items() if len(names) > 1}

    assert {each for each in several if not re.fullmatch("s[0-9]+", each)} == {
        *("tag", "work", "rest", "visit"),  # a mark in a cell, and its key
        *("cycle", "fill"),  # a line of its own, or a part of one
    }


@EACH
def test_no_word_of_a_public_holiday_reads_as_treatment_rest(name: str) -> None:
    """In Chinese a closed day has its name, never the sign that also means rest from treatment."""
    page = read(cases()[name].html("zh", delays={}, closed={}))

    assert "休" not in page.named("body")[0].text


def test_the_same_arguments_give_the_same_bytes() -> None:
    """Nothing but the arguments is on the page."""
    case = cases()["national-day"]

    assert case.html("zh") == case.html("zh")


def test_both_languages_have_the_same_phrases_with_the_same_places() -> None:
    """A phrase that one strings file lacks, or fills in otherwise, would be found at print time."""
    tables = [
        tomllib.loads((STRINGS / f"page.{language}.toml").read_text(encoding="utf-8"))
        for language in ("en", "zh")
    ]
    english, chinese = [
        {(table, key): value for table, keys in data.items() for key, value in keys.items()}
        for data in tables
    ]

    assert english.keys() == chinese.keys()
    lists = {key for key, value in english.items() if isinstance(value, list)}
    assert {len(english[key]) - len(chinese[key]) for key in lists} == {0}
    dates = {key for key in english if key[0] == "date"}
    for key in english.keys() - lists - dates:
        assert places(english[key]) >= places(chinese[key]), key


def places(text: str) -> set[str]:
    """Name what is filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_no_clinical_number_stands_in_the_words() -> None:
    """The phrases have no figure of their own but how often a day and the first day of a cycle."""
    for language in ("en", "zh"):
        data = tomllib.loads((STRINGS / f"page.{language}.toml").read_text(encoding="utf-8"))
        figures = {
            f"{table}.{key}"
            for table, keys in data.items()
            for key, value in keys.items()
            if isinstance(value, str) and re.search("[0-9]", value)
        }
        allowed = {"moved.day", "moved.starts", "days.dose", "missed.hour"}
        assert {each for each in figures if not each.startswith("frequency.")} <= allowed


TEXTS = ("participant", "study", "site", "arm", "protocol", "phone_day", "phone_night", "vomited")


def with_everywhere(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Put a text into each field in turn."""
    yield from ((name, {name: text}) for name in (*TEXTS, "note"))
    yield from ((name, {name: (text,)}) for name in ("call_when", "other_medicines"))
    date = dt.date(2026, 9, 15)
    yield "closed", {"closed": {date: text}}
    yield "names", {"names": {"capecitabine": text}}
    yield "bring", {"visits": (Visit(what="a", date=dt.date(2026, 10, 5), bring=(text,)),)}
    yield "what", {"visits": (Visit(what=text, date=date),)}
    yield "window", {"visits": (Visit(what="a", date=date, window=text),)}
    dispensed = Dispensed(drug="capecitabine", strength="500 mg", count=1, batch=text)
    yield "batch", {"dispensed": (dispensed,)}


@pytest.mark.parametrize(("name", "facts"), list(with_everywhere(HOSTILE)))
def test_a_hostile_text_stays_text_in_each_field(name: str, facts: dict[str, Any]) -> None:
    """What looks like a script is printed letter by letter, and no element is made of it."""
    del name
    page = read(cases()["14-of-21"].html("en", **facts))

    assert page.named("script") == []
    assert HOSTILE in "".join("".join(page.named("body")[0].texts).split())


BAD = ["a\u202eb", "a\x00b", "a\nb", "a\u200bb", "a\ud800b", "a\u00adb", "\N{PILL}", "\U00020bb7"]


@pytest.mark.parametrize("text", [pytest.param(each, id=ascii(each)) for each in BAD])
def test_what_no_font_shows_is_refused_by_name_in_each_field(text: str) -> None:
    """A mark of direction, a control or a picture never gets onto a page."""
    bad = next(each for each in text if each not in "ab")
    for _, facts in with_everywhere("plain"):
        swapped = {key: swap(value, text) for key, value in facts.items()}
        with pytest.raises(PlanError, match=re.escape(ascii(bad))):
            PageFacts(**swapped)


def swap(value: Any, text: str) -> Any:
    """Put a text in the place of the word plain."""
    if isinstance(value, str):
        return text if value == "plain" else value
    if isinstance(value, dict):
        return {key: swap(each, text) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(swap(each, text) for each in value)
    if isinstance(value, Visit | Dispensed):
        fields = value.__slots__
        return type(value)(**{name: swap(getattr(value, name), text) for name in fields})
    return value


def test_a_text_of_the_data_is_refused_too() -> None:
    """What a product file says is held to the same characters."""
    product = npc.load_formulary()["capecitabine"]
    data = {**product.model_dump(mode="json", exclude_none=True), "name": "pills \N{PILL}"}
    odd = npc.Formulary((type(product).model_validate(data),))

    with pytest.raises(PlanError, match=r"\(pill\)"):
        to_html(planned("capecitabine 1000 mg/m2 PO BID d1-14 q21d x2", MONDAY), PageFacts(), odd)


def refused(words: str, name: str = "14-of-21", **facts: Any) -> None:
    """Hold that a page is refused."""
    with pytest.raises(PlanError, match=words):
        cases()[name].html("en", **facts)


def test_facts_that_the_calendar_does_not_have_are_refused() -> None:
    """Nothing that a caller says is lost in silence."""
    date = dt.date(2026, 9, 15)
    ghost = Dispensed(drug="ghost", strength="500 mg", count=1)
    refused("dispensed: there is no 'ghost'", dispensed=(ghost,))
    odd = Dispensed(drug="capecitabine", strength="200 mg", count=1)
    refused("takes no 200 mg of capecitabine; there are 500 mg, 150 mg", dispensed=(odd,))
    refused("names: there is no 'ghost'", names={"ghost": "x"})
    refused("delays: .* there is no '2026-09-15'; there are none", delays={date: "x"})
    refused("omitted: there is no 'ghost'", omitted={(date, "ghost"): "x"})
    refused("still has each dose of 'capecitabine'", omitted={(date, "capecitabine"): "x"})
    early = Visit(what="x", date=dt.date(2026, 8, 23))
    refused("is before the first page", visits=(early,))
    refused("is not in the calendar", visits=(Visit(what="x", cycle=9, day=1),))
    twice = (Visit(what="x", cycle=1, day=1),)
    refused("stands in several phases; name the phase", "two-drugs", visits=twice)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"capecitabine": "Anlotinib"}, "is called 'Anlotinib', which is a name of 'anlotinib'"),
        ({"capecitabine": "ＡＮＬＯＴＩＮＩＢ"}, "which is a name of 'anlotinib'"),  # noqa: RUF001  wide letters
        ({"capecitabine": "安罗替尼"}, "which is a name of 'anlotinib'"),
        ({"capecitabine": "anlotinib  capsules"}, "which is a name of 'anlotinib'"),
        ({"maintenance": "penpulimab"}, "which is a name of 'penpulimab'"),
        (
            {"capecitabine": "White tablets", "anlotinib": "white-tablets"},
            "'capecitabine' and 'anlotinib' are both called 'white-tablets'",
        ),
        ({"combination": "One", "maintenance": "ONE"}, "are both called 'ONE'"),
    ],
)
def test_no_name_stands_for_two(names: dict[str, str], said: str) -> None:
    """A patient who reads one name must not be able to take another medicine for it."""
    refused(said, "two-drugs", names=names)


def test_a_drug_may_be_called_by_a_name_of_its_own() -> None:
    """Its product's name and its own name in other letters are no name of another."""
    names = {"capecitabine": "CAPECITABINE", "anlotinib": "Anlotinib capsules"}
    text = read(cases()["two-drugs"].html("en", names=names)).named("body")[0].text

    assert "CAPECITABINE" in text


def test_what_was_stopped_is_held_against_the_calendar() -> None:
    """A drug that is not there, and one that the calendar still has, are refused."""
    date = dt.date(2026, 9, 15)
    refused("discontinued: there is no 'ghost'", discontinued={"ghost": date})
    refused(
        "still has 'capecitabine' on 2026-09-15, and it was stopped from 2026-09-15",
        discontinued={"capecitabine": date},
    )


def test_facts_that_contradict_themselves_are_refused() -> None:
    """A visit without a place, a negative count, a language that is none, a day of two kinds."""
    date = dt.date(2026, 9, 15)
    for given in ({}, {"cycle": 1}, {"date": date, "cycle": 1, "day": 1}, {"date": date, "day": 1}):
        with pytest.raises(PlanError, match="a date, or a cycle and a day"):
            Visit(what="x", **given)
    with pytest.raises(PlanError, match="not a count"):
        Dispensed(drug="a", strength="500 mg", count=-1)
    with pytest.raises(PlanError, match="language 'fr'"):
        PageFacts(language="fr")
    with pytest.raises(PlanError, match="keep one of the two"):
        PageFacts(closed={date: "x"}, working=frozenset({date}))


def test_only_one_cycle_can_be_asked_for() -> None:
    """A cycle that is not there is refused, and one that is there is one sheet."""
    calendar = cases()["14-of-21"].calendar
    assert len(sheets(to_html(calendar, PageFacts(), FORMULARY, only=("phase-1", 6)))) == 1
    with pytest.raises(PlanError, match=r"no sheet of cycle \('phase-1', 7\)"):
        to_html(calendar, PageFacts(), FORMULARY, only=("phase-1", 7))


def test_what_does_not_fit_is_refused_and_not_shrunk() -> None:
    """Eighty lines of when to call fit on no sheet in letters of 8 points."""
    refused("does not fit on sheets in letters of 8 points", call_when=("a line",) * 80)
