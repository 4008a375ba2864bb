"""Rules 20, 21, 24 and 25, of what a patient reads and a telephone keeps."""

from __future__ import annotations

import datetime as dt
import decimal
import re
from zoneinfo import ZoneInfo

import npc_regimens as npc

CLOCK = {"once": dt.time(8), "morning": dt.time(8), "evening": dt.time(20)}
START = dt.date(2026, 12, 7)


def planned(start: dt.date = START, clock: dict[str, dt.time] = CLOCK) -> npc.Calendar:
    """Plan two cycles of ALTER-HN005."""
    settlement = npc.Settlement(cycles={"combination": 6})
    return npc.plan(
        npc.settle(npc.load("nct05807880"), settlement=settlement),
        npc.Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg"),
        start=start,
        through=start + dt.timedelta(days=41),
        formulary=npc.load_formulary(),
        clock=clock,
    )


def written(calendar: npc.Calendar, titles: npc.Titles = npc.Titles.DISCREET) -> str:
    """Write its calendar file, unfolded."""
    reminders = npc.Reminders(
        course="4d1b5a52-7f0f-4f7e-9a49-8a1f1c2f6f10",
        stamp=dt.datetime(2026, 12, 1, tzinfo=dt.UTC),
        zone=ZoneInfo("Asia/Shanghai"),
        titles=titles,
    )
    return npc.to_ics(calendar, reminders, npc.load_formulary()).decode().replace("\r\n ", "")


def test_rule_21_an_event_is_its_place_and_not_its_date() -> None:
    """A course that begins a week later has the same events on other dates."""
    first, later = written(planned()), written(planned(START + dt.timedelta(days=7)))

    assert re.findall("^UID:(.*)$", first, re.MULTILINE) == re.findall(
        "^UID:(.*)$", later, re.MULTILINE
    )
    assert re.findall("^DTSTART.*$", first, re.MULTILINE) != re.findall(
        "^DTSTART.*$", later, re.MULTILINE
    )


def test_rule_24_words_for_people() -> None:
    """Plain words, thousands marks, no trailing zero, no dash between days, no bare date."""
    calendar = planned()
    text = npc.to_text(calendar, npc.load_formulary())

    assert "capecitabine: 1,150 mg by mouth, twice a day, morning and evening" in text
    assert "2 tablets of 500 mg\n      1 tablet of 150 mg\n" in text
    assert "anlotinib: days 1 to 14 (14 days) of each cycle" in text
    assert "First day: Monday 7 December 2026" in text
    assert [] == re.findall(r"\b(?:BID|QD|bid|qd|po|iv|q\dw|µg|\d+\.0 mg|\d+mg)\b", text)
    assert [] == re.findall(r"\d{4}-\d{2}-\d{2}|days? \d+ ?[-–] ?\d+", text)  # noqa: RUF001  dashes


def test_rule_24_rest_days_are_as_loud_as_dosing_days() -> None:
    """Every day has its line, and a day of rest names what is not taken."""
    text = npc.to_text(planned(), npc.load_formulary())
    lines = re.findall(r"^  (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) .*$", text, re.MULTILINE)

    assert 42 == len(lines)
    assert 14 == sum("REST from anlotinib" in line for line in lines)


def test_rule_25_a_lock_screen_names_no_drug() -> None:
    """No drug, trial or disease is in the file unless full titles are asked for."""
    secret = ("anlotinib", "penpulimab", "capecitabine", "nct05807880", "alter", "nasoph", "npc")
    discreet = written(planned()).lower()

    assert [] == [word for word in secret if word in discreet]
    assert "capecitabine 1\\,150 mg" in written(planned(), npc.Titles.FULL)


def test_rule_20_the_ambient_context_reaches_no_file() -> None:
    """A precision of one digit around the writers changes no byte of what they write."""
    calendar, formulary = planned(), npc.load_formulary()

    def everything() -> tuple[str, ...]:
        notes = npc.findings(calendar, formulary)
        text = npc.to_text(calendar, formulary, notes)
        return text, npc.to_json(calendar, notes), npc.to_csv(calendar), written(calendar)

    expected = everything()
    with decimal.localcontext(decimal.Context(prec=1, rounding=decimal.ROUND_UP)):
        assert expected == everything()


def test_doses_of_a_day_stand_in_order_of_time() -> None:
    """Slots follow the clock; without times they follow the day, whatever is known of others."""
    partly = planned(clock={"morning": dt.time(8)})
    first = [(each.slot, each.drug) for each in partly.administrations[:4]]
    visit_at_nine = planned(clock={**CLOCK, "clinic": dt.time(9)})
    second = [each.drug for each in visit_at_nine.administrations[:4]]

    assert [slot for slot, _ in first] == ["once", "once", "morning", "evening"]
    assert second == ["anlotinib", "capecitabine", "penpulimab", "capecitabine"]
