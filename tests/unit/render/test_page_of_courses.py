"""The printed page of a course: what its log changed stands on the sheets.

Combination cycles begin on 7 and 28 December, 18 January and 8 February, maintenance on 1 and 22
March and on 12 April.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from printed_cases import FORMULARY
from reading_pages import Node, cells, number, read, taken

from npc_regimens.errors import PlanError
from npc_regimens.render.page import PageFacts, Visit, to_html
from npc_regimens.render.page_course import facts_of_course
from npc_regimens.visits import ClosedDays

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.course.replaying import Followed

    Follow = Callable[..., Followed]


def entry(what: str, recorded: dt.date, since: dt.date, **other: Any) -> dict[str, Any]:
    """Make an entry that holds from a day on."""
    return {"what": what, "recorded": recorded, "from": since, **other}


def december(day: int) -> dt.date:
    """Name a day of December 2026."""
    return dt.date(2026, 12, day)


def january(day: int) -> dt.date:
    """Name a day of January 2027."""
    return dt.date(2027, 1, day)


LIGHTER = entry("weight", january(18), january(25), weight="58 kg", measured=january(18))
EARLIER = entry("clock", december(9), december(14), times={"once": "07:00"})
PAUSED = entry("interrupt", december(15), december(16), component="anlotinib", through=december(18))
SKIPPED = {"what": "skip", "recorded": december(20), "phase": "combination", "cycle": 2}
NO_ANLOTINIB = entry("discontinue", january(20), january(27), component="anlotinib")
NO_CAPECITABINE = entry("discontinue", january(21), january(28), component="capecitabine")
CYCLE_4, CYCLE_5 = dt.date(2027, 2, 28), dt.date(2027, 3, 21)
ENDED = entry("end", january(10), january(13))


def sheets(followed: Followed, **facts: Any) -> list[Node]:
    """Print a course, and read its sheets."""
    told = facts_of_course(PageFacts(**facts), followed, ClosedDays())
    return read(to_html(followed.calendar, told, FORMULARY)).named("section")


def text_of(page: Node, language: str) -> str:
    """Read a sheet; Chinese is folded anywhere."""
    return page.text.replace(" ", "") if language == "zh" else page.text


def on(page: Node, day: int) -> Node:
    """Find the cell of a day of the month."""
    return next(cell for cell in cells(page) if number(cell) == day)


def notice(page: Node) -> str:
    """Read the notices of a sheet."""
    return " ".join(each.text for each in page.all("notices"))


def test_the_page_of_another_participant_is_refused(follow: Follow) -> None:
    """A code that is not that of the course is named with it; the same code is taken."""
    with pytest.raises(PlanError, match="is for '03-0018', and the course is of '03-0017'"):
        sheets(follow(through=december(27)), participant="03-0018")

    assert (
        "03-0017"
        in sheets(follow(through=december(27)), participant="03-0017")[0].one("person").text
    )


def test_the_strip_of_the_staff_has_the_body_of_the_dose_beside_it(follow: Follow) -> None:
    """58 kg holds from 25 January, in cycle 3: the square root of 170 x 58 / 3600 is 1.65."""
    found = [
        page.one("staff").text
        for page in sheets(follow(LIGHTER, through=CYCLE_4))
        if page.all("staff")
    ]

    before, after = "65 kg, body surface 1.75", "58 kg, body surface 1.65"
    bodies = [(before in text, after in text) for text in found]
    assert bodies == [(True, False)] * 2 + [(True, True), (False, True)]
    assert "from Mon 25 Jan: 170 cm, 58 kg" in found[2]
    assert "from" not in found[3]
    page = sheets(follow(LIGHTER, through=january(31)), language="zh")[2]
    assert "1月25日（周一）起170cm，58kg" in text_of(page, "zh")  # noqa: RUF001  Chinese text


def test_a_dose_that_goes_on_as_it_was_at_the_end_of_the_last_cycle_did_not_change(
    follow: Follow,
) -> None:
    """It changes in cycle 3, and cycle 4 begins with what cycle 3 ended with."""
    marks = [
        len(page.all("changed"))
        for page in sheets(follow(LIGHTER, through=CYCLE_4))
        if page.all("staff")
    ]

    assert marks == [0, 0, 1, 0]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "once a day (from Mon 7 Dec: 21:30; from Mon 14 Dec: 07:00), days 1 to 14"),
        ("zh", "每天1次，12月7日（周一）起21:30；12月14日（周一）起07:00，第1至14天"),  # noqa: RUF001  Chinese text
    ],
)
def test_times_that_change_within_a_cycle_are_told_with_their_dates(
    follow: Follow, language: str, words: str
) -> None:
    """The box of each day stands where its clock says, and the next cycle has the one time."""
    clock = {"once": "21:30", "morning": "08:00", "evening": "20:00"}
    first, second = sheets(follow(EARLIER, clock=clock, through=january(17)), language=language)

    assert words in text_of(first, language)
    assert text_of(second, language).count("07:00") == 1
    assert "21:30" not in second.text
    assert taken(on(first, 13)) == ["2 of 500", "1 of 150"] * 2 + ["1 of 10"]
    assert taken(on(first, 14)) == ["1 of 10"] + ["2 of 500", "1 of 150"] * 2


def test_half_a_first_day_is_no_change_of_the_clock(follow: Follow) -> None:
    """Without the morning of day 1 the two times of capecitabine still stand once."""
    half = {"what": "omit", "recorded": december(7), "cycle": 1, "day": 1, "phase": "combination"}
    (first,) = sheets(
        follow({**half, "component": "capecitabine", "slot": "morning"}, through=december(27))
    )

    assert "(08:00 and 20:00), " in " ".join(card.text for card in first.all("card"))


@pytest.mark.parametrize(
    ("language", "told", "cell"),
    [
        ("en", "Treatment has ended: no medicine from Wed 13 Jan 2027 on.", "Treatment has ended"),
        ("zh", "治疗已结束：2027年1月13日（周三）起不再用药。", "治疗已结束"),  # noqa: RUF001  Chinese text
    ],
)
def test_behind_the_end_of_the_treatment_no_day_looks_open(
    follow: Follow, language: str, told: str, cell: str
) -> None:
    """The last sheet says it above, and in each of the five cells from Wednesday on."""
    *others, last = sheets(follow(ENDED), language=language)

    assert told in text_of(last, language)
    assert not [page for page in others if cell in text_of(page, language)]
    behind = [each for each in cells(last) if "over" in each.classes]
    assert [number(each) for each in behind] == [13, 14, 15, 16, 17]
    assert all(cell in text_of(each, language) and not each.all("tick") for each in behind)
    assert len(last.one("next").all("fill")) == 2


def test_a_visit_behind_the_end_has_its_frame(follow: Follow) -> None:
    """The last visit is on 15 January, two days behind the end."""
    visit = Visit(what="Last visit", date=january(15), time=dt.time(9))
    page = sheets(follow(ENDED), visits=(visit,))[-1]

    assert {"over", "visit"} <= on(page, 15).classes
    assert "09:00 Last visit Treatment has ended" in on(page, 15).text


@pytest.mark.parametrize(
    ("language", "stopped", "none", "told"),
    [
        (
            "en",
            "Anlotinib stopped",
            "No anlotinib",
            "Anlotinib has been stopped: no more of it from Wed 27 Jan 2027 on.",
        ),
        (
            "zh",
            "安罗替尼已停用",
            "不服安罗替尼",
            "安罗替尼已停用：2027年1月27日（周三）起不再使用。",  # noqa: RUF001  Chinese text
        ),
    ],
)
def test_a_drug_that_was_stopped_is_not_at_rest(
    follow: Follow, language: str, stopped: str, none: str, told: str
) -> None:
    """From 27 January on each day of cycle 3 says so, and the sheets of the phase say it above."""
    found = sheets(follow(NO_ANLOTINIB, through=CYCLE_5), language=language)
    third = [page for page in found if told.replace(" ", "") in page.text.replace(" ", "")]

    days = [cell for page in third[:-1] for cell in cells(page) if cell.all("place")]
    texts = {number(cell): text_of(cell, language) for cell in days}
    for day, text in texts.items():
        is_behind = day >= 27 or day <= 7
        assert ((stopped in text), (none.replace(" ", "") in text)) == (is_behind, False)
    assert told not in "".join(text_of(page, language) for page in found[-1:])
    fourth = third[-1]
    assert none not in fourth.text
    assert not any(stopped in text_of(cell, language) for cell in cells(fourth))


def test_days_behind_the_stop_of_all_medicines_are_no_rest_days(follow: Follow) -> None:
    """With capecitabine stopped too, from 28 January nothing is taken at home, and none rests."""
    found = sheets(follow(NO_ANLOTINIB, NO_CAPECITABINE, through=CYCLE_4))
    later = found[-1]

    third = next(page for page in found if "Cycle 3 of 4" in page.text)
    assert not on(third, 27).classes & {"over", "rest"}
    assert ("over" in on(third, 28).classes, "rest" in on(third, 28).classes) == (True, False)
    assert "Anlotinib stopped Capecitabine stopped" in on(third, 28).text
    assert "No tablets" in on(third, 28).text
    assert {"over" in cell.classes for cell in cells(later) if cell.all("place")} == {True}
    assert "Capecitabine has been stopped: no more of it from Thu 28 Jan 2027 on." in notice(later)
    assert "Missed" not in later.one("plainbox").text


def test_a_skipped_cycle_asks_for_no_missed_doses(follow: Follow) -> None:
    """Cycle 2 has no dose, and a box for notes."""
    found = sheets(follow(SKIPPED, through=january(17)))

    assert "of 0 doses" not in found[1].text
    assert found[1].one("plainbox").text == "Notes"
    assert "Missed ______ of 56 doses" in found[0].text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_course_with_pauses_and_a_new_dose_fits_in_large_print(
    follow: Follow, language: str
) -> None:
    """Tablets stay in letters of 12 points, and nothing is below 8."""
    clock = {"once": "21:30", "morning": "08:00", "evening": "20:00"}
    followed = follow(EARLIER, PAUSED, SKIPPED, LIGHTER, NO_ANLOTINIB, clock=clock, through=CYCLE_4)
    found = sheets(followed, language=language, large=True)

    doses = [each for each in followed.calendar.administrations if each.at_home]
    assert sum(len(page.all("tick")) for page in found) == len(doses)
    sizes = {
        int(kind[1:])
        for page in found
        for line in page.all("n")
        for kind in line.classes
        if re.fullmatch("s[0-9]+", kind)
    }
    assert min(sizes) >= 120


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_infusion_that_was_stopped_is_named_above_its_month(
    follow: Follow, language: str
) -> None:
    """A course of visits alone says it on the sheet of the month, and of each one behind it."""
    trial: dict[str, Any] = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {
            name: {"drug": name, "dose": "1 mg", "route": "intravenous", "days": "1", "cite": "a#b"}
            for name in ("drug-a", "drug-b")
        },
        "arm": [
            {
                "id": "only",
                "name": "The only arm",
                "phase": [
                    {
                        "name": "one",
                        "cycle": "21 days",
                        "cycles": "3",
                        "give": ["drug-a", "drug-b"],
                    }
                ],
            }
        ],
    }
    stop = entry("discontinue", december(8), december(28), component="drug-b")
    end = entry("end", december(9), january(20))
    followed = follow(stop, end, of=trial, clock={}, through=None)
    found = [text_of(page, language) for page in sheets(followed, language=language)]

    told = {"en": "Drug b has been stopped: no more of it", "zh": "Drugb已停用"}[language]
    ended = {"en": "Treatment has ended: no medicine from", "zh": "治疗已结束："}[language]  # noqa: RUF001  Chinese text
    assert [(told in text, ended in text) for text in found] == [(True, False), (True, True)]


def test_a_strip_that_fits_below_no_week_has_a_sheet_of_its_own(follow: Follow) -> None:
    """With many lines of the site, cycle 3 in large print ends with a sheet for the staff alone."""
    followed = follow(EARLIER, LIGHTER, through=dt.date(2027, 2, 7))
    lines = ("Sores in the mouth that stop you eating or drinking",) * 7
    found = sheets(followed, large=True, call_when=lines, vomited="A line of the site. " * 4)

    of_cycle = [page for page in found if "Cycle 3 of 4" in page.text]
    assert [len(page.all("week")) for page in of_cycle] == [1, 1, 1, 0]
    assert [len(page.all("staff")) for page in of_cycle] == [0, 0, 0, 1]
    assert "part 4 of 4" in of_cycle[-1].text
    assert f"Sheet {len(found)} of {len(found)}" in of_cycle[-1].one("footer").text
    needed = [each.text for each in of_cycle[-1].one("counts").named("td")]
    assert needed[::6] == ["14", "28", "210"]  # 14 x 2 of 500 mg; 14 x 1 + 28 x 7 of 150
