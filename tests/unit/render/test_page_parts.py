"""Parts of the page that few calendars have: radiotherapy, long infusions, steps, blanks."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import pytest
from printed_cases import FORMULARY, MONDAY, planned
from reading_pages import Node, cells, number, read, taken

import npc_regimens as npc
from npc_regimens.errors import OutputError, PlanError
from npc_regimens.planning import Calendar, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Trial, settle
from npc_regimens.render import page_pdf
from npc_regimens.render.page import Dispensed, PageFacts, Visit, to_html
from npc_regimens.render.page_html import element
from npc_regimens.render.page_measure import folded, width
from npc_regimens.render.page_pdf import to_pdf
from npc_regimens.render.page_sheets import parts_of
from npc_regimens.render.page_staff import Staff
from npc_regimens.render.page_telling import Telling

NONE = Formulary(())


def of_parts(
    components: dict[str, dict[str, Any]], *phases: dict[str, Any], **options: Any
) -> Calendar:
    """Plan an invented trial without products."""
    table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {
            name: {"drug": name, "cite": "a#b", **each} for name, each in components.items()
        },
        "arm": [{"id": "only", "name": "The only arm", "phase": list(phases)}],
    }
    patient = npc.Patient.measured(on=MONDAY, height="162 cm", weight="60.5 kg")
    regimen = settle(Trial.model_validate(table))
    return plan(regimen, patient, start=MONDAY, formulary=NONE, **options)


def phase(name: str, cycle: str, cycles: str, *give: str, **more: Any) -> dict[str, Any]:
    """Write a phase."""
    return {"name": name, "cycle": cycle, "cycles": cycles, "give": list(give), **more}


def sheets(calendar: Calendar, formulary: Formulary = NONE, **facts: Any) -> list[Node]:
    """Print a calendar and read its sheets."""
    return read(to_html(calendar, PageFacts(**facts), formulary)).named("section")


ORAL = {"route": "oral", "dose": "20 mg", "frequency": "once daily", "days": "1-5"}


def test_sessions_of_radiotherapy_stand_on_their_days() -> None:
    """Three sessions are on Monday to Wednesday, each with its number."""
    calendar = of_parts(
        {"cisplatin": {"route": "intravenous", "dose": "40 mg/m2", "days": "1"}},
        phase("radiotherapy", "7 days", "1", "cisplatin", sessions=3),
    )
    (page,) = sheets(calendar)

    said = {number(cell): cell.text for cell in cells(page) if "visit" in cell.classes}
    assert said[24].endswith("Radiotherapy 1 of 3 Clinic Cisplatin")
    assert said[26].endswith("Radiotherapy 3 of 3")
    assert sorted(said) == [24, 25, 26]
    assert "Radiotherapy: 3 times" in page.one("clinic").text


def test_an_infusion_over_days_is_named_on_each_of_them() -> None:
    """Ninety-six hours from 24 August may still run on 28 August."""
    line = "fluorouracil 4000 mg/m2 IV over 96 h d1 q21d x1"
    (page, *_) = sheets(planned(line, MONDAY), FORMULARY)

    said = {number(cell): cell.text for cell in cells(page) if "visit" in cell.classes}
    assert "Fluorouracil" in said[24]
    assert "fluorouracil infusion may still run" in said[25]
    assert sorted(said) == [24, 25, 26, 27, 28]


def test_a_drug_without_a_product_has_its_amount_and_blanks() -> None:
    """What no product says is left to fill in: how to take it, and the missed dose."""
    calendar = of_parts(
        {"drug-a": {**ORAL, "frequency": "three times daily"}},
        phase("only", "21 days", "1", "drug-a"),
    )
    (page,) = sheets(calendar)

    first = cells(page)[0]
    assert [line.text for line in first.all("n")] == ["20 mg"] * 3
    assert [line.text.split()[0] for line in first.all("head")] == ["AM", "Noon", "PM"]
    card = page.one("card")
    assert "= 20 mg each time" in card.text
    assert "How to take it:" in card.text
    assert len(card.all("rule")) == 1
    assert "Missed:" in [each.text for each in page.one("plainbox").all("fill")]
    assert "Never" not in page.one("plainbox").text
    assert page.all("counts") == []
    assert "No tablets, no capsules" in cells(page)[10].text


def test_a_drug_without_how_to_take_it_in_chinese_is_a_blank() -> None:
    """Words of another language do not stand in for the ones that nobody wrote."""
    product = npc.load_formulary()["capecitabine"]
    data = product.model_dump(mode="json", exclude_none=True)
    told = {key: value for key, value in data["how_to_take"].items() if key != "text_zh"}
    plain = Formulary((type(product).model_validate({**data, "how_to_take": told}),))
    calendar = planned("capecitabine 1000 mg/m2 PO BID d1-14 q21d x1", MONDAY)
    (page,) = sheets(calendar, plain, language="zh")

    assert len(page.one("card").all("rule")) == 1
    assert "Swallow" not in page.text


def test_doses_at_several_places_stand_each_with_its_days() -> None:
    """A loading dose of two days and what follows are told apart, in card and cells."""
    calendar = of_parts(
        {"drug-a": {**ORAL, "steps": [{"dose": "40 mg", "days": "1-2"}]}},
        phase("only", "21 days", "1", "drug-a"),
        clock={"once": dt.time(18)},
    )
    (page,) = sheets(calendar)

    card = page.one("card").text
    assert "days 1 to 2 (2 days), Once: = 40 mg each time" in card
    assert "days 3 to 5 (3 days), Once: = 20 mg each time" in card
    said = [[line.text for line in cell.all("n")] for cell in cells(page)[:6]]
    assert said == [["40 mg"], ["40 mg"], ["20 mg"], ["20 mg"], ["20 mg"], []]
    assert [line.text.split()[0] for line in cells(page)[0].all("head")] == ["PM"]


@pytest.mark.parametrize(
    ("hour", "label"), [(None, "Once"), (8, "AM"), (12, "Noon"), (16, "Noon"), (17, "PM")]
)
def test_a_dose_once_a_day_stands_where_its_clock_says(hour: int | None, label: str) -> None:
    """Without a clock nobody knows which part of the day is meant."""
    clock = None if hour is None else {"once": dt.time(hour)}
    calendar = of_parts({"drug-a": ORAL}, phase("only", "7 days", "1", "drug-a"), clock=clock)
    (page,) = sheets(calendar)

    assert cells(page)[0].one("head").text.split()[0] == label


def test_a_new_drug_is_marked_and_a_drug_of_odd_cycles_is_compared_with_its_last_one() -> None:
    """In cycle 2 drug A is not there, in cycle 3 it is as it was, and drug B is new in cycle 2."""
    calendar = of_parts(
        {"drug-a": {**ORAL, "cycles": "odd"}, "drug-b": {**ORAL, "cycles": "2-3"}},
        phase("only", "7 days", "3", "drug-a", "drug-b"),
    )
    found = sheets(calendar, names={"drug-a": "white tablets"})

    assert [[each.text for each in page.all("changed")] for page in found] == [
        [],
        ["NEW IN THIS CYCLE"],
        [],
    ]
    notice = found[1].one("notices").text
    assert notice == "No white tablets in this cycle. It was taken in the last one."
    assert found[2].all("notices") == []


def test_the_rule_of_the_regimen_goes_before_that_of_the_product() -> None:
    """A trial that allows a late dose overrules the label that allows none."""
    rule = {"make_up": "with time left", "time_left": "90 min", "cite": "a#b"}
    calendar = of_parts(
        {"capecitabine": {**ORAL, "dose": "500 mg", "missed_dose": rule}},
        phase("only", "21 days", "1", "capecitabine"),
    )
    (page,) = sheets(calendar, FORMULARY, vomited="(line of the site)")

    words = page.one("plainbox").text
    assert "take it only if 90 minutes or more remain until the next dose" in words
    assert "Vomited: (line of the site)" in words


def test_one_hour_is_one_hour() -> None:
    """The words of a time agree with its number."""
    rule = {"make_up": "with time left", "time_left": "1 h", "cite": "a#b"}
    calendar = of_parts(
        {"drug-a": {**ORAL, "missed_dose": rule}}, phase("only", "7 days", "1", "drug-a")
    )

    assert "if 1 hour or more remain" in sheets(calendar)[0].one("plainbox").text


def test_days_that_follow_no_run_are_those_that_are_marked() -> None:
    """Every other day is eleven runs, which nobody reads; one dose is one dose."""
    calendar = of_parts(
        {"drug-a": {**ORAL, "days": "1-21 every 2 days"}, "drug-b": {**ORAL, "days": "8"}},
        phase("only", "21 days", "1", "drug-a", "drug-b"),
    )
    cards = sheets(calendar)[0].all("card")

    assert "once a day, on the marked days (11 days), 11 doses" in cards[0].text
    assert "once a day, day 8, 1 dose" in cards[1].text


def test_many_drugs_have_rows_of_cards() -> None:
    """Four drugs at home and one of the clinic are two rows, the clinic beside the first."""
    names = ("drug-a", "drug-b", "drug-c", "drug-d")
    components: dict[str, dict[str, Any]] = dict.fromkeys(names, ORAL)
    components["drug-e"] = {"route": "intravenous", "dose": "1 mg", "days": "1, 2, 3, 4"}
    calendar = of_parts(components, phase("only", "7 days", "1", *names, "drug-e"))
    (page,) = sheets(calendar, names={"intravenous": "by drip"})

    rows = [[len(row.all("card")), len(row.all("clinic"))] for row in page.all("boxes")[:2]]
    assert rows == [[2, 1], [2, 0]]
    assert "Drug e 1 mg by drip, on the marked days (4 days)" in page.one("clinic").text


def test_more_tablets_than_a_person_counts_at_a_glance_are_not_drawn() -> None:
    """Eight tablets are a number; three are drawn too."""
    line = "capecitabine 800 mg/m2 PO BID d1-14 q21d x1"
    (page,) = sheets(planned(line, MONDAY, height="170 cm", weight="65 kg"), FORMULARY)

    assert taken(cells(page)[0])[:2] == ["1 of 500", "6 of 150"]
    assert len(page.one("card").all("plain")) == 7

    line = "capecitabine 730 mg/m2 PO BID d1-14 q21d x1"  # 1.65 m2: 1204.5 mg
    (page,) = sheets(planned(line, MONDAY), FORMULARY)
    assert taken(cells(page)[0])[:1] == ["8 of 150"]
    assert page.one("card").all("plain") == []


def test_a_visit_behind_the_last_page_is_the_next_visit() -> None:
    """The last sheet tells of it in its box, and on its day where that is in the last week.

    The plan ends on Thursday 10 September; a cycle later is 1 October.
    """
    calendar = planned("capecitabine 1000 mg/m2 PO BID d1-14 q21d x1", MONDAY - dt.timedelta(3))
    visit = Visit(
        what="Last visit", date=dt.date(2026, 9, 12), bring=("a very long list of things",) * 2
    )
    (page,) = sheets(calendar, FORMULARY, visits=(visit,))

    (cell,) = [each for each in cells(page) if "visit" in each.classes]
    assert (number(cell), "Last visit" in cell.text) == (12, True)
    assert "Sat 12 Sep 2026" in page.one("next").text
    assert page.one("next").text.count("a very long list of things") == 2
    later = Visit(what="Call", date=dt.date(2026, 10, 1), window="±7 days")
    (page,) = sheets(calendar, FORMULARY, visits=(later,))
    assert "Thu 1 Oct 2026" in page.one("next").text


def test_a_visit_that_no_sheet_would_show_is_refused() -> None:
    """One of 2030, one a day more than a cycle behind the plan, and a second one behind it."""
    calendar = planned("capecitabine 1000 mg/m2 PO BID d1-14 q21d x1", MONDAY - dt.timedelta(3))
    near = Visit(what="Scan", date=dt.date(2026, 9, 12))
    for day, others in (
        (dt.date(2030, 1, 1), ()),
        (dt.date(2026, 10, 2), ()),
        (dt.date(2026, 9, 14), (near,)),
    ):
        visits = (Visit(what="Call", date=day), *others)
        words = f"'Call' on {day} is behind the plan, whose last planned day is 2026-09-10"
        with pytest.raises(PlanError, match=words):
            sheets(calendar, FORMULARY, visits=visits)


def test_a_plan_that_stops_says_so_behind_its_last_day() -> None:
    """Behind the horizon is no next calendar yet."""
    calendar = planned("capecitabine 1000 mg/m2 PO BID d1-14 q21d until progression", MONDAY, 2)
    (page,) = sheets(calendar, FORMULARY)
    assert "Not planned yet" not in page.text  # it stops on a Sunday

    calendar = planned("apatinib 250 mg PO QD continuous q28d until progression", MONDAY, 9)
    last = sheets(calendar, FORMULARY)[-1]
    assert "Cycle 3" in last.one("titles").text
    assert "1" not in [each.text for each in last.all("now")]


def test_a_visit_with_a_name_that_takes_several_lines_has_its_time_below() -> None:
    """The words of a visit are never cut, and its time goes where there is room."""
    what = "Blood test, scan and a talk with the doctor"
    visit = Visit(what=what, cycle=1, day=8, time=dt.time(9, 15), fasting=True)
    calendar = planned("capecitabine 1000 mg/m2 PO BID d1-14 q21d x1", MONDAY)
    (page,) = sheets(calendar, FORMULARY, visits=(visit,))

    (cell,) = [each for each in cells(page) if "visit" in each.classes]
    assert cell.one("banner").text == f"{what} 09:15 Come fasting."
    short = Visit(what="Scan", cycle=1, day=8, time=dt.time(9, 15))
    (page,) = sheets(calendar, FORMULARY, visits=(short,))
    (cell,) = [each for each in cells(page) if "visit" in each.classes]
    assert cell.one("at").text == "09:15"


def test_dispensed_tablets_belong_to_their_cycle_and_too_few_are_told() -> None:
    """Eighty tablets of the 84 of cycle 2 are 4 short, and cycle 1 has none."""
    calendar = planned("capecitabine 1000 mg/m2 PO BID d1-14 q21d x2", MONDAY)
    dispensed = Dispensed(drug="capecitabine", strength="500 mg", count=80, cycle=2)
    first, second = sheets(calendar, FORMULARY, dispensed=(dispensed,))

    rows = [[each.text for each in page.one("counts").named("td")][:4] for page in (first, second)]
    assert rows == [["84", "", "", ""], ["84", "80", "", "4 short"]]


def test_a_phone_of_any_length_is_printed_whole() -> None:
    """A number that is wider than its place goes below its label, and is not cut."""
    calendar = planned("capecitabine 1000 mg/m2 PO BID d1-14 q21d x1", MONDAY)
    phone = "020-0000 0000, extension 0001, ask for the nurse on duty"
    (page,) = sheets(calendar, FORMULARY, phone_day=phone, phone_night="020-0000 0001")

    assert phone in page.one("callbox").text
    assert "020-0000 0001" in page.one("tel").text


def test_other_medicines_stand_below_the_weeks() -> None:
    """What the caller says is printed in place of the blank line."""
    calendar = planned("capecitabine 1000 mg/m2 PO BID d1-14 q21d x1", MONDAY)
    (page,) = sheets(calendar, FORMULARY, other_medicines=("drug x", "drug y"))

    assert page.one("other").text == "Other medicines: drug x, drug y"
    assert page.all("aside-fill") == []


def test_a_name_of_any_length_is_printed_whole() -> None:
    """A word that is wider than a line goes on in the next, letter by letter."""
    calendar = planned("capecitabine 1000 mg/m2 PO BID d1-14 q21d x1", MONDAY)
    (page,) = sheets(calendar, FORMULARY, names={"capecitabine": "Z" * 60})

    assert "Z" * 60 in "".join(page.one("card").text.split())


@pytest.mark.parametrize("size", [80, 105, 160])
@pytest.mark.parametrize("most", [3200, 5000, 9000])
def test_folding_loses_nothing_and_no_line_is_too_wide(size: int, most: int) -> None:
    """Lines put together are the text again, but for the spaces between them."""
    for text in (
        "Swallow whole with water within 30 minutes after a meal, in the morning.",
        "早晚各一次\uff0c饭后 30 分钟内用水整片吞服\uff08不要嚼\uff09\u3002",
        "pneumonoultramicroscopicsilicovolcanoconiosis",
    ):
        lines = folded(text, size, most)
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(width(line, size) <= most for line in lines)
        assert not any(line[0] in "\uff0c\u3002\uff09" for line in lines)


def test_an_amount_is_never_divided() -> None:
    """A number and its unit stand on one line, or the text is refused."""
    assert folded("take 1,000 mg", 100, 2000) == ("take", "1,000 mg")
    with pytest.raises(PlanError, match="'1,000 mg' is wider than its place"):
        folded("take 1,000 mg", 100, 1000)


def test_text_becomes_markup_in_one_place() -> None:
    """Text and attributes are escaped, and what is an element already is not escaped again."""
    inner = element("i", "a < b", title='"')

    assert element("b", inner, "&") == '<b><i title="&quot;">a &lt; b</i>&amp;</b>'


def test_a_pdf_without_the_extra_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither the package nor its library may be there, and both say what to install."""
    for error in (ImportError("no weasyprint"), OSError("no pango")):

        def missing(_: str, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(page_pdf, "import_module", missing)
        with pytest.raises(OutputError, match=r"extra 'pdf'.*write a \.html"):
            to_pdf("")


class Printer:
    """Stands for the layout on paper: it complains of a character, or asks for an address."""

    def __init__(self, *, string: str, url_fetcher: Any) -> None:
        self.string, self.fetch = string, url_fetcher

    HTML: Any

    def write_pdf(self) -> bytes:
        """Do what the text asks for."""
        logger = logging.getLogger("weasyprint")
        if self.string == "fetch":
            self.fetch("file:/secret", timeout=1)
        if self.string == "odd":
            logger.warning(".notdef glyph rendered: %r (%d)", "ę", 281)
        logger.warning("something else")
        return b"%PDF"


Printer.HTML = Printer


def test_a_pdf_has_no_empty_boxes_and_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A character that no installed font shows is an error that names it."""
    monkeypatch.setattr(page_pdf, "import_module", lambda _: Printer)

    assert to_pdf("plain") == b"%PDF"
    with pytest.raises(PlanError, match="no installed font shows 'ę'"):
        to_pdf("odd")
    with pytest.raises(OutputError, match="nothing is fetched"):
        to_pdf("fetch")


def test_a_delay_is_told_in_the_month_view_too() -> None:
    """Cycle 2 was planned for 14 September and comes on 16 September: September says so."""
    calendar = planned(
        "cisplatin 80 mg/m2 IV d1 q21d x3", MONDAY, delays={("phase-1", 2): 2, ("phase-1", 3): 1}
    )
    found = sheets(calendar, FORMULARY)

    told = [page.one("notices").text if page.all("notices") else "" for page in found]
    assert told[0] == ""
    assert "Cycle 2 was planned for Mon 14 Sep 2026. It starts on Wed 16 Sep 2026" in told[1]
    assert "Cycle 3 was planned for Wed 7 Oct 2026. It starts on Thu 8 Oct 2026" in told[2]
    assert "(1 day later)" in told[2]


def test_an_assessment_stands_on_its_day() -> None:
    """Every six weeks from 24 August is 5 October."""
    calendar = plan(
        npc.settle(
            npc.load("nct04350190"),
            settlement=npc.Settlement(assess={"response": npc.Span(6, "week")}),
        ),
        npc.Patient.measured(on=MONDAY, height="162 cm", weight="60.5 kg"),
        start=MONDAY,
        through=dt.date(2026, 10, 18),
        formulary=FORMULARY,
    )
    said = {
        (cell.one("num").text, cell.text)
        for page in sheets(calendar, FORMULARY)
        for cell in cells(page)
        if "Check-up" in cell.text
    }

    assert [number for number, _ in said] == ["5"]
    assert all("Check-up response" in text for _, text in said)


def test_a_cycle_with_counts_too_wide_for_columns_takes_another_sheet() -> None:
    """Ten tablets of one strength and one of another, twice a day on 28 days, are not squeezed."""
    line = "capecitabine 5150 mg PO BID continuous q28d x1"
    found = sheets(planned(line, dt.date(2026, 8, 27)), FORMULARY)

    assert len(found) == 2
    written = [tablets for page in found for cell in cells(page) for tablets in taken(cell)]
    assert written == ["10 of 500", "1 of 150"] * 56


def test_half_days_of_two_strengths_in_columns_say_what_there_is_none_of() -> None:
    """In two columns the half without a dose is as loud as in two rows."""
    line = "capecitabine 1000 mg/m2 PO BID d1 evening-28 morning q28d x1"
    (page,) = sheets(planned(line, dt.date(2026, 8, 27)), FORMULARY)

    assert [each.text for each in page.all("none")] == ["AM: none", "PM: none"]
    assert page.all("narrow")


def test_a_body_of_many_words_has_a_line_of_its_own() -> None:
    """The heading of the strip and a long measurement are not written over each other."""
    calendar = planned("capecitabine 1000 mg/m2 PO BID d1-14 q21d x1", MONDAY)
    telling = Telling(calendar, PageFacts(), FORMULARY)
    (part,) = parts_of(calendar, telling.facts)
    strip = Staff(telling, part, 19200)

    assert len(strip._headed("162 cm, 60.5 kg", 18680)) == 1
    assert len(strip._headed("a long measurement " * 5, 18680)) == 2


def test_a_continuous_drug_alone_goes_on_until_its_delayed_cycle() -> None:
    """There is nothing to rest from, and the notice says what to go on with."""
    calendar = planned(
        "apatinib 250 mg PO QD continuous q28d x2", MONDAY, delays={("phase-1", 2): 2}
    )
    first, _ = sheets(calendar, FORMULARY)

    notice = first.one("notices").text
    assert notice.endswith("(2 days later). Until then go on with apatinib.")
    assert len(first.all("tick")) == 30
    (cell,) = [each for each in cells(first) if "planned" in each.classes]
    assert (number(cell), cell.one("note").text) == (21, "Planned start now Wed 23 Sep")


def test_days_between_two_phases_stand_on_the_sheet_before_them() -> None:
    """A week without treatment is a week of rest, on the sheet of the cycle that went before."""
    wait = {"starts": {"from": "end of first", "after": "7 days"}}
    calendar = of_parts(
        {"drug-a": ORAL},
        phase("first", "7 days", "1", "drug-a"),
        phase("second", "7 days", "1", "drug-a", **wait),
    )
    first, second = sheets(calendar)

    assert [len(cell.all("tick")) for cell in cells(first)] == [1] * 5 + [0] * 9
    assert ["rest" in cell.classes for cell in cells(first)] == [False] * 5 + [True] * 9
    assert len(second.all("tick")) == 5


def test_tablets_that_do_not_fit_in_a_narrow_card_are_not_drawn() -> None:
    """Beside another drug and the clinic six tablets are a number alone."""
    line = (
        "(apatinib 250 mg PO QD continuous + capecitabine 800 mg/m2 PO BID d1-14"
        " + camrelizumab 200 mg IV d1) q21d x1"
    )
    (page,) = sheets(planned(line, MONDAY, height="170 cm", weight="65 kg"), FORMULARY)

    assert [len(card.all("plain")) for card in page.all("card")] == [1, 1]
    assert taken(cells(page)[0])[1:3] == ["1 of 500", "6 of 150"]
