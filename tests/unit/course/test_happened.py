"""The entries that tell of doses that were due: what each says, and which dates it refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from npc_regimens.course.entries import LogEntry

ENTRY: TypeAdapter[Any] = TypeAdapter(LogEntry)
DAY = dt.date(2026, 12, 10)
DOSE = {"recorded": dt.date(2026, 12, 12), "reason": "r", "component": "a", "on": DAY}


def at(*parts: int, zone: dt.tzinfo | None = None) -> dt.datetime:
    """Show a clock on the wall."""
    return dt.datetime(*parts, tzinfo=zone)  # type: ignore[arg-type,misc]  # of any length


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"what": "missed"}, "missed: a on 2026-12-10"),
        (
            {"what": "missed", "slot": "evening", "through": dt.date(2026, 12, 12)},
            "missed: a on 2026-12-10, evening through 2026-12-12",
        ),
        (
            {"what": "late", "slot": "evening", "at": at(2026, 12, 11, 1, 5)},
            "taken late: a on 2026-12-10, evening, at 2026-12-11 01:05",
        ),
        ({"what": "part", "taken": "500 mg"}, "taken in part: a on 2026-12-10, 500 mg"),
    ],
)
def test_an_entry_says_what_happened(entry: dict[str, Any], words: str) -> None:
    """A problem names an entry by these words."""
    assert ENTRY.validate_python({**DOSE, **entry}).words == words


ON_THE_WALL = (
    "is no time on the clock of the wall; write whole minutes without an offset, for example"
    " at = 2027-01-05T22:30:00"
)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            {"what": "missed", "on": dt.date(2026, 12, 13)},
            (
                "it was recorded on 2026-12-12 and tells of 2026-12-13, which is later; correct"
                " the one that is wrong"
            ),
        ),
        (
            {"what": "missed", "through": dt.date(2026, 12, 13)},
            (
                "it runs from 2026-12-10 through 2026-12-13 and was recorded on 2026-12-12;"
                " correct the dates"
            ),
        ),
        (
            {"what": "missed", "through": dt.date(2026, 12, 9)},
            (
                "it runs from 2026-12-10 through 2026-12-09 and was recorded on 2026-12-12;"
                " correct the dates"
            ),
        ),
        (
            {"what": "late", "at": at(2026, 12, 10, 22, 30, 15)},
            f"at 2026-12-10 22:30:15 {ON_THE_WALL}",
        ),
        (
            {"what": "late", "at": at(2026, 12, 10, 22, 30, 0, 1)},
            f"at 2026-12-10 22:30:00.000001 {ON_THE_WALL}",
        ),
        (
            {"what": "late", "at": at(2026, 12, 10, 22, 30, zone=dt.UTC)},
            f"at 2026-12-10 22:30:00+00:00 {ON_THE_WALL}",
        ),
        (
            {"what": "late", "at": at(2026, 12, 9, 22, 30)},
            (
                "a dose of 2026-12-10 cannot be taken late at 2026-12-09 22:30:00 and be recorded"
                " on 2026-12-12; correct the dates"
            ),
        ),
        (
            {"what": "late", "at": at(2026, 12, 13, 22, 30)},
            (
                "a dose of 2026-12-10 cannot be taken late at 2026-12-13 22:30:00 and be recorded"
                " on 2026-12-12; correct the dates"
            ),
        ),
    ],
)
def test_what_cannot_have_happened_so_is_refused(entry: dict[str, Any], words: str) -> None:
    """Nothing is known before it happened, and a time is that of a wall clock."""
    with pytest.raises(ValidationError) as error:
        ENTRY.validate_python({**DOSE, **entry})

    assert [str(each["ctx"]["error"]) for each in error.value.errors()] == [words]


@pytest.mark.parametrize(
    "entry",
    [
        {"what": "missed", "on": dt.date(2026, 12, 12)},
        {"what": "missed", "through": DAY},
        {"what": "late", "at": at(2026, 12, 12, 23, 59)},
    ],
)
def test_the_day_of_recording_is_in_time(entry: dict[str, Any]) -> None:
    """What happened today can be recorded today."""
    assert ENTRY.validate_python({**DOSE, **entry}).what == entry["what"]


@pytest.mark.parametrize("taken", ["500", "2 tablets", "0 mg", "65 kg", 500])
def test_what_was_taken_is_an_amount_of_drug(taken: object) -> None:
    """Tablets have strengths, and only an amount says how much was taken."""
    with pytest.raises(ValidationError):
        ENTRY.validate_python({**DOSE, "what": "part", "taken": taken})
