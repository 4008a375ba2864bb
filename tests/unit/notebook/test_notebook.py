"""What values show of themselves in a notebook, read by a reader of HTML."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from dataclasses import replace
from typing import Any

import pytest
from page_reading import read
from picture_reading import counts, words
from planned import hn005, phase, planned

import npc_regimens
from npc_regimens import showing
from npc_regimens.files import load
from npc_regimens.notebook import html_of
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.units import Amount

EVIL = '<script>alert("1")</script><img src=x onerror=alert(2)>&amp;'
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOME = {"route": "oral", "frequency": "twice daily", "days": "1-3"}


def shown(value: Any) -> str:
    """Ask a value as a notebook does."""
    html = value._repr_html_()
    assert isinstance(html, str)
    return html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1750.0 mg", "1,750 mg"),
        ("650 mg/m2", "650 mg/m<sup>2</sup>"),
        ("1.81 m2", "1.81 m<sup>2</sup>"),
        ("AUC 5", "AUC 5"),
        ("0.5 mcg", "0.5 mcg"),
    ],
)
def test_an_amount_shows_itself_as_people_write_it(text: str, expected: str) -> None:
    """Thousands have marks, and a square metre its square; the unit stays with its number."""
    assert shown(Amount.parse(text)).replace("\u00a0", " ") == f"<span>{expected}</span>"
    assert read(shown(Amount.parse(text))).words == expected.replace("<sup>2</sup>", " 2")


def test_a_calendar_shows_its_weeks_its_rests_and_its_strip() -> None:
    """Two cycles of a week, the second a week late: three weeks from Monday to Sunday."""
    phases = [phase("p", "7 days", "2", "a", "b", sessions=1)]
    calendar = planned(phases, {"a": {"infusion": "48 h"}, "b": HOME}, delays={("p", 2): 7})
    page = read(shown(calendar))
    head, first, second, third, *totals = page.rows

    assert head == ["week from", *WEEKDAYS]
    assert first == [
        "7 Dec 2026",
        "7: cycle 1 (p) RADIOTHERAPY, session 1 of 1 a 100 mg b 100 mg morning and evening",
        "8 b 100 mg morning and evening infusion runs: a",
        "9 b 100 mg morning and evening infusion runs: a",
        *(f"{day} REST DAY no b" for day in range(10, 14)),
    ]
    assert second == ["14 Dec 2026", *(f"{day} DELAY no b" for day in range(14, 21))]
    shades = [value for name, value in page.attributes if "background" in value]
    # of the 7 days of each cycle 3 have doses, and of the rest none
    assert [sum(shade in each for each in shades) for shade in ("0.15)", "0.4)")] == [4 + 4, 7]
    assert third[1].startswith("21: cycle 2 (p) a 100 mg b 100 mg")
    assert totals == [
        ["drug", "doses", "in all"],
        ["a", "2 doses", "200 mg"],
        ["b", "12 doses", "1,200 mg"],
    ]
    (picture,) = page.pictures
    assert counts(picture)["dose"] == 14
    assert page.words.startswith("An example (example-01) week from")
    assert "END: the last planned cycle ends on Sunday 27 December 2026." in page.words


def test_a_delay_is_shaded_though_a_drug_goes_on() -> None:
    """A day of a delay with a dose has both."""
    daily = {"a": {"route": "oral", "frequency": "once daily", "days": "continuous"}}
    calendar = planned([phase("p", "7 days", "2", "a")], daily, delays={("p", 2): 1})
    page = read(shown(calendar))

    assert page.rows[2][1] == "14 a 100 mg DELAY"
    assert [value.count("0.4)") for _, value in page.attributes if "background" in value] == [1]


def test_a_calendar_that_begins_in_a_week_leaves_the_days_before_empty() -> None:
    """Day -3 is a Friday: the cells of Monday to Thursday are there, and empty."""
    calendar = planned([phase("p", "7 days", "1", "a")], {"a": {"days": "-3, 1"}})
    _, first, *_ = read(shown(calendar)).rows

    assert first == ["4 Dec 2026", "", "", "", "", "4 a 100 mg", *(f"{d} REST DAY" for d in (5, 6))]


def test_two_years_are_a_short_page() -> None:
    """Six weeks stand there, and it is said that 99 more follow, with their doses."""
    page = read(shown(hn005()))
    weeks = [row for row in page.rows if len(row) == 8]

    # 732 days from a Monday are 104 weeks and 4 days; of 84 + 35 + 1464 doses the first six
    # weeks have 28 + 2 + 84
    assert len(weeks) == 1 + 6
    assert (
        "and 99 more weeks, from Monday 18 January 2027 through Thursday 7 December 2028,"
        " 1,469 doses"
    ) in page.words
    assert len(shown(hn005())) < 60_000
    assert "no anlotinib" in page.words


def test_doses_of_a_day_that_differ_are_told_apart() -> None:
    """A lower dose in the evening stands beside the evening."""
    steps = {**HOME, "days": "1", "steps": [{"dose": "50 mg", "slot": "evening"}]}
    page = read(shown(planned([phase("p", "7 days", "1", "a")], {"a": steps})))

    assert page.rows[1][1] == "7: cycle 1 (p) a 100 mg morning and 50 mg evening"


def test_a_regimen_shows_what_was_settled() -> None:
    """The choice, each phase with its rows, and the picture."""
    settled = Settlement(choose={"chemotherapy": "docetaxel"})
    page = read(shown(settle(load("nct05549466"), "chemotherapy", settled)))

    assert "chemotherapy is docetaxel" in page.words
    assert page.rows == [["drug", "dose", "days of the cycle"], ["docetaxel", "75 mg/m2", "day 1"]]
    assert " ".join(words(page.pictures[0])[:2]).endswith("in four arms (nct05549466/chemotherapy)")


def test_a_trial_shows_its_arms_and_one_arm_its_picture() -> None:
    """A choice that is open names its options; of several arms there is no picture."""
    several, single = read(shown(load("nct05549466"))), read(shown(load("nct05807880")))

    assert [row[0] for row in several.rows].count("drug") == 4
    assert ["docetaxel", "one option of chemotherapy: 75 mg/m2", "day 1"] in several.rows
    assert several.pictures == []
    assert "more arm" not in several.words
    assert "NCT05549466, recurrent or metastatic, later line" in several.words
    assert ["penpulimab", "200 mg", "day 1"] in single.rows
    assert len(single.pictures) == 1


def test_a_trial_of_many_arms_is_bounded() -> None:
    """The first four arms stand there, and one more is told."""
    given = {"drug": "a", "dose": "1 mg", "route": "intravenous", "days": "1"}
    phases = [phase("p", "7 days", "1", "a")]
    table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {"a": {**given, "cite": "example-2020#dose"}},
        "arm": [{"id": f"arm-{n}", "name": "x", "phase": phases} for n in range(5)],
    }
    page = read(shown(Trial.model_validate(table)))

    assert "arm arm-3: x" in page.words
    assert "arm-4" not in page.words
    assert "and 1 more arm" in page.words


def test_an_administration_shows_where_it_comes_from() -> None:
    """Place, date, dose, tablets, arithmetic and source."""
    clock = {"morning": dt.time(8), "evening": dt.time(20), "once": dt.time(8)}
    given = hn005(clock=clock).administrations[2]
    rows = dict(read(shown(given)).rows)
    moved = replace(given, planned_date=dt.date(2026, 12, 9))

    assert rows["place"] == "C1D1 of combination"
    assert rows["date"] == "Monday 7 December 2026, morning, 08:00"
    assert rows["dose"] == "capecitabine 1,150 mg, oral"
    # 650 mg/m2 x 1.75 m2 = 1137.5 mg; 12.5 of 1137.5 is 1.1 %
    assert rows["calculated"] == "650 mg/m2: 1,137.5 mg, difference 1.1 %"
    assert rows["units"] == "2 x 500 mg and 1 x 150 mg"
    assert rows["source"].startswith("nct05807880-")
    assert "planned at first" not in rows
    assert ["planned at first", "Monday 7 December 2026"] in read(shown(moved)).rows


def test_an_administration_without_a_time_or_tablets_has_none() -> None:
    """What is not known is not shown."""
    (given,) = planned([phase("p", "7 days", "1", "a")], {"a": {}}).administrations

    assert read(shown(given)).rows == [
        ["place", "C1D1 of p"],
        ["date", "Monday 7 December 2026"],
        ["dose", "a 100 mg, intravenous"],
        ["calculated", "100 mg: 100 mg, difference 0 %"],
        ["source", "example-2020#dose"],
    ]


def test_no_field_is_markup() -> None:
    """A title, a registry, an arm, a reason and a note with markup in them stay text."""
    phases = [phase("p", "7 days", "open", "a", until=[EVIL])]
    calendar = planned(phases, {"a": {}}, title=EVIL, through=dt.date(2026, 12, 20))
    table = load("nct05807880").model_dump(mode="json", exclude_none=True)
    table |= {"title": EVIL, "registry": EVIL}
    table["arm"][0]["name"] = EVIL
    trial = Trial.model_validate(table)
    regimen = settle(trial, settlement=Settlement(cycles={"combination": 6}))
    evil = replace(calendar.regimen, choices=((EVIL, EVIL),))

    for value in (calendar, trial, regimen, evil):
        page = read(shown(value))
        assert "<script>alert" in page.words
        assert {*page.tags} <= {"div", "table", "tr", "th", "td", "b", "br", "img", "sup", "span"}
        assert {name for name, _ in page.attributes} <= {"style", "src", "alt"}
        assert all("script" not in picture.split("<")[0] for picture in page.pictures)
        assert all("<script" not in picture for picture in page.pictures)


def test_what_is_not_known_is_shown_as_its_text() -> None:
    """The room writes any value, those that it does not know as escaped text."""
    assert html_of(EVIL).startswith("<span>&lt;script&gt;")


def test_without_the_front_door_the_plain_text_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value asks; where nobody answers it says so, and the notebook shows its text."""
    monkeypatch.setattr(showing, "_ANSWERS", [])
    assert Amount.parse("1 mg")._repr_html_() is None

    showing.answer_by(lambda value: f"first {value}")
    showing.answer_by(lambda value: f"then {value}")
    assert Amount.parse("1 mg")._repr_html_() == "then 1 mg"


def test_showing_changes_nothing_of_a_value() -> None:
    """A value that shows itself has no attribute more, and is copied and stored as before."""
    amount = Amount.parse("650 mg/m2")

    assert pickle.loads(pickle.dumps(amount)) == copy.deepcopy(amount) == amount  # noqa: S301  our own
    assert not hasattr(amount, "__dict__")
    assert "notebook" not in dir(npc_regimens)
    assert shown(load("nct05807880")) == shown(load("nct05807880"))
