"""Findings of a course: long delays, interruptions without an end, and what was decided."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from npc_regimens.checks import Finding, course_findings
from npc_regimens.files.courses import course_of

COURSE: dict[str, Any] = {
    "format": 1,
    "participant": "03-0017",
    "identity": "6f1a2c3d-0000",
    "regimen": "nct05807880",
    "start": dt.date(2026, 12, 7),
    "through": dt.date(2029, 1, 31),
    "zone": "Asia/Shanghai",
    "recalculate": "always",
    "settled": {"cycles": {"combination": 4}},
    "measured": [{"on": dt.date(2026, 12, 1), "height": "170 cm", "weight": "65 kg"}],
}


def found(*log: dict[str, Any], **changed: object) -> tuple[Finding, ...]:
    """Follow a course with a log, and look at it."""
    entries = [{"recorded": dt.date(2026, 12, 20), "reason": "because", **each} for each in log]
    file = course_of({**COURSE, **changed, "log": entries}, Path("course.toml"))
    return course_findings(file.follow(), file.formulary)


def delay(day: int) -> dict[str, Any]:
    """Delay the second cycle, of 28 December, to a day of January."""
    return {"what": "delay", "phase": "combination", "cycle": 2, "to": dt.date(2027, 1, day)}


def test_a_delay_over_the_longest_is_told() -> None:
    """Two weeks after 28 December is 11 January: that day is allowed, and the next is told."""
    assert found(delay(11), longest_delay="2 weeks") == ()
    (finding,) = found(delay(12), longest_delay="2 weeks")
    assert (finding.level, finding.name, finding.about) == ("warning", "long-delay", "combination")
    assert finding.words == (
        "cycle 2 was delayed by 15 days, to 2027-01-12, and the longest delay is 2 weeks; the"
        " protocol says what follows"
    )
    # without a longest delay, one over the 21 days of a cycle is asked about: 28 December + 21
    assert found(delay(18)) == ()
    (finding,) = found(delay(19))
    assert finding.words.endswith("which is longer than a cycle of 21 days; check the date")


def test_an_interruption_without_an_end_is_told() -> None:
    """Until it is resumed, of one component or of all."""
    stop = {"what": "interrupt", "from": dt.date(2027, 1, 5)}
    on = {"what": "resume", "from": dt.date(2027, 1, 9)}
    assert [each.about for each in found(stop)] == ["all"]
    assert [each.about for each in found({**stop, "component": "anlotinib"})] == ["anlotinib"]
    assert found(stop, on) == ()


def test_a_decision_is_told() -> None:
    """What was decided at the review point stands with the calendar."""
    review = {"what": "review", "name": "penpulimab after 2 years", "decision": "go on"}
    (finding,) = found(review)
    assert (finding.level, finding.about) == ("note", "penpulimab after 2 years")
    assert finding.words == "decided: go on"


def zone(name: str, day: int, through: int | None = None) -> dict[str, Any]:
    """Take the clock of another place from a day of January, through another."""
    journey = {"what": "zone", "zone": name, "from": dt.date(2027, 1, day)}
    return journey if through is None else {**journey, "through": dt.date(2027, 1, through)}


CLOCK = {"once": dt.time(8), "morning": dt.time(8), "evening": dt.time(20)}
TIMES = {"clock": {slot: f"{time:%H:%M}" for slot, time in CLOCK.items()}}


def told(*log: dict[str, Any], **changed: Any) -> list[tuple[str, str, str]]:
    """Say what is found of doses and clocks: its name, about what, and the words."""
    return [(each.name, each.about, each.words) for each in found(*log, **{**TIMES, **changed})]


def test_a_journey_that_makes_doses_change_places_is_told() -> None:
    """20:00 of 12 January in Los Angeles is 04:00 of 13 January in UTC; 08:00 in Shanghai is 00:00.

    Anlotinib rests by then: its days 1 to 14 from 28 December end on 10 January.
    """
    (first, note) = told(zone("Asia/Shanghai", 13), zone="America/Los_Angeles")
    assert first == (
        "doses-change-places",
        "capecitabine",
        (
            "the dose of 2027-01-13 08:00 (Asia/Shanghai) comes before or with that of 2027-01-12"
            " 20:00 (America/Los_Angeles); omit one of the two (what = 'omit'), or give other times"
        ),
    )
    assert note == (
        "clock",
        "times",
        "from 2027-01-13 on, times of day are those of Asia/Shanghai",
    )


def test_doses_that_come_close_together_are_told() -> None:
    """From London back to Shanghai 20:00 to 08:00 are 4 hours, for the clock is 8 hours ahead.

    On the way to London the same night has 20 hours, which is no finding. Anlotinib rests by then
    but for 18 January, and one of its doses stands alone.
    """
    close, *notes = told(zone("Europe/London", 13, 17))
    assert close == (
        "doses-close-together",
        "capecitabine",
        (
            "only 4 h lie between the doses of 2027-01-17 20:00 (Europe/London) and 2027-01-18"
            " 08:00 (Asia/Shanghai), and 12 h on other days; ask whether one is omitted, or give"
            " other times"
        ),
    )
    assert [words[5:15] for _, _, words in notes] == ["2027-01-13", "2027-01-18"]


def test_another_time_of_day_may_come_close_too() -> None:
    """A first morning at 06:30 is 10 h 30 min after the evening; at 07:00 it is an hour less."""

    def morning(time: str) -> dict[str, Any]:
        return {"what": "clock", "times": {"morning": time}, "from": dt.date(2027, 1, 13)}

    (close,) = told(morning("06:30"))
    assert "only 10 h 30 min lie between the doses of 2027-01-12 20:00" in close[2]
    assert told(morning("07:00")) == []


def test_a_drug_without_times_has_no_gaps() -> None:
    """Doses without a time of day are at no instant."""
    found_of = told(zone("Europe/London", 13), clock={"morning": "08:00", "evening": "20:00"})
    assert {about for _, about, _ in found_of} == {"times"}


def test_a_clock_change_between_single_doses_says_nothing() -> None:
    """Where no two doses lie on one side there is nothing usual to compare with."""
    through = dt.date(2026, 12, 28)
    log = {**zone("Europe/London", 1), "from": through}
    early = told(log, through=through, settled={"cycles": {"combination": 4}})
    assert "doses-close-together" not in {name for name, _, _ in early}


def test_a_weight_that_differs_much_is_told() -> None:
    """65 kg + 20 % = 78 kg is not asked about, 79 kg is, and 165 kg is 153.85 % more."""

    def weight(kilograms: int, day: int) -> dict[str, Any]:
        date = dt.date(2026, 12, day)
        entry = {"what": "weight", "weight": f"{kilograms} kg", "measured": date, "from": date}
        return {**entry, "from": dt.date(2026, 12, 28)}

    assert found(weight(78, 10)) == ()
    (finding,) = found(weight(79, 10))
    assert finding.words == "79 kg of 2026-12-10 differs by 21.54 % from 65 kg; check the number"
    (finding,) = found(weight(165, 10))
    assert "differs by 153.85 % from 65 kg" in finding.words
    # 79 after 78 is small, and 60 after 79 is 24.05 % less
    assert len(found(weight(78, 10), weight(79, 12))) == 0
    assert "-24.05 %" in found(weight(78, 10), weight(79, 12), weight(60, 14))[0].words


def test_what_the_label_does_not_know_is_told() -> None:
    """Camrelizumab is withheld or stopped only, and capecitabine is never raised again."""
    change = {"component": "camrelizumab", "level": "50 %", "from": dt.date(2026, 12, 28)}
    regimen = {"regimen": "nct04586088", "settled": {}}
    (finding,) = found({"what": "reduce", **change}, **regimen)
    assert (finding.name, finding.about) == ("against-the-label", "camrelizumab")
    assert finding.words == (
        "its label says 'dose changes: none, withheld or stopped only', and the log says:"
        " camrelizumab reduced to 50 % from 2026-12-28"
    )
    lower = {"component": "capecitabine", "level": "50 %", "from": dt.date(2026, 12, 28)}
    reduce = {"what": "reduce", **lower}
    assert found(reduce) == ()
    higher = {**lower, "what": "raise", "level": "full", "from": dt.date(2027, 1, 18)}
    (finding,) = found(reduce, higher)
    assert "its label says 'once reduced never raised'" in finding.words


def test_a_drug_without_rules_breaks_none() -> None:
    """Where no product has rules on changing a dose, nothing is said."""
    change = {"component": "pd-1-antibody", "level": "50 %", "from": dt.date(2026, 12, 28)}
    assert found({"what": "reduce", **change}, regimen="nct04350190", settled={}) == ()
