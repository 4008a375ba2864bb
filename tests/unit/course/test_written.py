"""What every entry of a log has, and how it is written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from npc_regimens.course.entries import LogEntry
from npc_regimens.course.written import Clock, Date, Entry, TimeOfDay, ZoneName

ENTRY: TypeAdapter[Any] = TypeAdapter(LogEntry)
RECORDED = {"recorded": dt.date(2026, 12, 10), "reason": "r"}
DAY = dt.date(2026, 12, 11)
EVERY_KIND: list[dict[str, Any]] = [
    {"what": "delay", "cycle": 2, "to": DAY},
    {"what": "delay", "phase": "combination", "cycle": 2, "to": DAY},
    {"what": "interrupt", "from": DAY},
    {"what": "interrupt", "from": DAY, "component": "drug-a", "through": DAY},
    {"what": "resume", "from": DAY, "component": "drug-a"},
    {"what": "omit", "component": "drug-a", "cycle": 1, "day": 8, "slot": "morning"},
    {"what": "skip", "cycle": 2},
    {"what": "reduce", "from": DAY, "component": "drug-a", "level": "75 %"},
    {"what": "raise", "from": DAY, "component": "drug-a", "level": "full"},
    {"what": "discontinue", "from": DAY, "component": "drug-a"},
    {"what": "end", "from": DAY},
    {"what": "weight", "from": DAY, "weight": "57.5 kg", "measured": DAY},
    {"what": "clock", "from": DAY, "times": {"morning": "09:30"}},
    {"what": "zone", "from": DAY, "zone": "Europe/London"},
    {"what": "settle", "cycles": {"combination": 5}, "through": DAY},
    {"what": "event", "name": "surgery", "on": DAY},
    {"what": "zone", "from": DAY, "zone": "Europe/London", "through": DAY},
    {"what": "review", "name": "after 2 years", "decision": "go on"},
    {"what": "missed", "component": "drug-a", "on": dt.date(2026, 12, 9), "slot": "evening"},
    {
        "what": "late",
        "component": "drug-a",
        "on": dt.date(2026, 12, 9),
        "at": dt.datetime(2026, 12, 9, 22, 30),  # noqa: DTZ001  a wall clock has no zone
    },
    {"what": "part", "component": "drug-a", "on": dt.date(2026, 12, 9), "taken": "500 mg"},
]


@pytest.mark.parametrize("written", EVERY_KIND, ids=lambda entry: entry["what"])
def test_an_entry_is_written_as_it_was_read(written: dict[str, Any]) -> None:
    """Every kind of entry gives back the keys of the file, and no key that it did not have."""
    entry = ENTRY.validate_python({**RECORDED, **written})

    said = {
        key: value.isoformat() if isinstance(value, dt.date) else value
        for key, value in {**RECORDED, **written}.items()
    }
    assert entry.model_dump(mode="json") == said
    assert ENTRY.validate_json(entry.model_dump_json()) == entry


def test_every_kind_of_entry_is_tried() -> None:
    """A new kind of entry is written here too."""
    known = {each["what"] for each in EVERY_KIND}

    assert known == set(ENTRY.json_schema()["discriminator"]["mapping"])


@pytest.mark.parametrize("key", ["recorded", "reason"])
@pytest.mark.parametrize("written", EVERY_KIND, ids=lambda entry: entry["what"])
def test_every_entry_has_a_day_and_a_reason(written: dict[str, Any], key: str) -> None:
    """Nobody changes a treatment without a day and a reason."""
    without = {name: value for name, value in {**RECORDED, **written}.items() if name != key}

    with pytest.raises(ValidationError) as error:
        ENTRY.validate_python(without)
    assert [(each["type"], each["loc"][-1]) for each in error.value.errors()] == [("missing", key)]


@pytest.mark.parametrize("written", EVERY_KIND, ids=lambda entry: entry["what"])
def test_an_entry_has_no_other_key(written: dict[str, Any]) -> None:
    """A key too many is refused, for it may be the slip of another one."""
    with pytest.raises(ValidationError) as error:
        ENTRY.validate_python({**RECORDED, **written, "dose": "1 mg"})
    assert [each["type"] for each in error.value.errors()] == ["extra_forbidden"]


def test_the_name_inside_the_program_is_no_key() -> None:
    """The day from which an entry holds is written ``from``."""
    with pytest.raises(ValidationError):
        ENTRY.validate_python({**RECORDED, "what": "end", "since": DAY})


@pytest.mark.parametrize("date", ["2026-12-11", dt.datetime(2026, 12, 11), 20261211, None])  # noqa: DTZ001  no date
def test_a_date_is_a_date(date: object) -> None:
    """Text, a date with a time and a number are no date of a TOML file."""
    with pytest.raises(ValidationError):
        TypeAdapter(Date).validate_python(date, strict=True)


def test_a_date_has_a_year_that_can_be() -> None:
    """A year of four digits that is far ahead is a slip."""
    with pytest.raises(ValidationError, match="the year of 3026-12-11 is after 2999"):
        TypeAdapter(Date).validate_python(dt.date(3026, 12, 11))


@pytest.mark.parametrize("time", [dt.time(8, 0, 30), dt.time(8, 0, 0, 1)])
def test_a_time_of_day_has_no_seconds(time: dt.time) -> None:
    """A TOML time is read if it is of whole minutes."""
    read = TypeAdapter(TimeOfDay)

    assert read.validate_python(dt.time(8)) == read.validate_python("08:00")
    with pytest.raises(ValidationError) as error:
        read.validate_python(time)
    assert str(error.value.errors()[0]["ctx"]["error"]) == (
        f"the time {time} has seconds; write hours and minutes, such as '08:00'"
    )


def test_a_clock_names_slots_that_there_are() -> None:
    """The slots of a day are a closed list, with that of the clinic."""
    slots = TypeAdapter(Clock)

    assert slots.validate_python({"clinic": "09:30"}) == {"clinic": dt.time(9, 30)}
    with pytest.raises(ValidationError) as error:
        slots.validate_python({"midday": "12:00"})
    assert str(error.value.errors()[0]["ctx"]["error"]) == (
        "there is no slot 'midday' of a day; there are once, morning, noon, evening, bedtime,"
        " clinic"
    )


@pytest.mark.parametrize("zone", ["CST", "+08:00", "Etc/GMT+8", "EST", "Asia/Nowhere", ""])
def test_a_zone_is_that_of_a_place(zone: str) -> None:
    """An offset or an abbreviation is no zone."""
    with pytest.raises(ValidationError):
        TypeAdapter(ZoneName).validate_python(zone)


def test_an_entry_of_no_kind_has_no_words() -> None:
    """Only the kinds of entries say something."""
    plain = Entry.model_validate({**RECORDED, "what": "nothing"})

    with pytest.raises(NotImplementedError):
        _ = plain.words
