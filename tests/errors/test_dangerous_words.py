"""Dangerous words in every text that reaches an output: refused, or written so that they are text.

Cells that a spreadsheet would compute are in tests/unit/render/test_rows.py, and any words of a
caller in a calendar file are in tests/laws/test_calendars_ics.py.
"""

from __future__ import annotations

import copy
import csv
import datetime as dt
import io
import json
import unicodedata
from itertools import cycle
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from ics_reading import events
from writing import tables

import npc_regimens as npc
from npc_regimens.cli import main
from npc_regimens.errors import FileProblemsError, PatientError, PlanError
from npc_regimens.files import KINDS
from npc_regimens.files.loading import from_data
from npc_regimens.files.reading import read_toml
from npc_regimens.shipped import shipped_files

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 12, 7)
BODY: dict[str, Any] = {"on": DAY, "height": "170 cm", "weight": "65 kg"}
SHANGHAI = ZoneInfo("Asia/Shanghai")
POISONS = {
    "a line break and an event": "\r\nBEGIN:VEVENT",
    "a bare line feed": "\nx",
    "a bare carriage return": "\rx",
    "a nul": "\0",
    "a command of terminals": "\x1b[2J",
    "a C1 control": "\x9b",
    "text from right to left": "\u202e",
    "an isolate": "\u2066",
    "a mark of direction": "\u200f",
    "a line separator": "\u2028",
    "a byte order mark": "\ufeff",
}
OF_POISONS = pytest.mark.parametrize("poison", POISONS.values(), ids=POISONS)

FOLDERS = {"regimen": "regimens", "product": "products", "source": "seeds"}
SHIPPED = [
    pytest.param(kind, path, id=f"{folder}/{path.stem}")
    for kind, folder in FOLDERS.items()
    for path in shipped_files(folder).values()
]


def refusal(kind: str, table: dict[str, Any]) -> str:
    """Say what is wrong with a table, or nothing."""
    try:
        from_data(KINDS[kind], table, "file")
    except FileProblemsError as error:
        return str(error)
    return ""


def unseen(text: str) -> set[str]:
    """List the characters of a message that are not seen and change what is."""
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {each for each in text if unicodedata.category(each) in kinds} - {"\n"}


@pytest.mark.parametrize(("kind", "path"), SHIPPED)
def test_no_text_of_a_file_holds_what_is_not_seen(kind: str, path: Path) -> None:
    """In every text of every shipped file, and in every key, a poison is refused; all in turn."""
    table, poisons = read_toml(path), cycle(POISONS.values())
    for place in [*tables(table)]:
        for key, value in [*place.items()]:
            poisoned = f"{key}{next(poisons)}"
            place[poisoned] = value
            assert_refused(refusal(kind, table))
            del place[poisoned]
            if isinstance(value, str):
                place[key] = value + next(poisons)
                assert_refused(refusal(kind, table))
                place[key] = value
    assert refusal(kind, table) == ""


@pytest.mark.parametrize(("kind", "path"), SHIPPED)
def test_no_text_of_a_list_holds_what_is_not_seen(kind: str, path: Path) -> None:
    """The same for the items of every list of texts."""
    table = read_toml(path)
    lists = [each for place in tables(table) for each in place.values() if isinstance(each, list)]
    for texts in lists:
        for index, value in enumerate(texts):
            if isinstance(value, str):
                texts[index] = f"{value}\r\nBEGIN:VEVENT"
                assert_refused(refusal(kind, table))
                texts[index] = value
    assert refusal(kind, table) == ""


def assert_refused(said: str) -> None:
    """Check that a refusal shows what is not seen by its escape, and never as itself."""
    assert said
    assert unseen(said) == set()
    assert "\nBEGIN:VEVENT" not in said


@OF_POISONS
def test_words_are_refused_by_the_character(poison: str) -> None:
    """The refusal names the first character that is not seen, and says to leave it out."""
    table = read_toml(shipped_files("regimens")["nct05807880"])
    table["title"] += poison

    told = refusal("regimen", table)

    assert f"key 'title': '{table['title'][:10]}" in told
    assert f"has the character U+{ord(poison[0]):04X}\n    leave it out" in told


@OF_POISONS
def test_a_participant_code_is_no_words(poison: str) -> None:
    """A code holds letters, digits and three marks, so nothing else gets in."""
    with pytest.raises(PatientError, match="write a code such as '03-0017', never a name") as told:
        npc.Patient.measured(**BODY, code=f"03-0017{poison}")

    assert unseen(str(told.value)) == set()


@OF_POISONS
@pytest.mark.parametrize("field", ["course", "name", "label"])
def test_the_callers_words_hold_nothing_that_is_not_seen(field: str, poison: str) -> None:
    """The words of a calendar file are refused by the field, the character and its place."""
    words: dict[str, Any] = {"course": "a-course", "name": "Reminders", "labels": {"a": "white"}}
    if field == "label":
        words["labels"] = {"a": f"white{poison}"}
    else:
        words[field] += poison

    with pytest.raises(
        PlanError, match=rf"{field}.* has .* at character \d+; leave it out"
    ) as told:
        npc.Reminders(stamp=dt.datetime(2026, 12, 1, tzinfo=dt.UTC), zone=SHANGHAI, **words)

    assert unseen(str(told.value)) == set()


@pytest.mark.parametrize("option", ["--name", "--course", "--label"])
def test_the_command_line_takes_no_such_words_either(option: str) -> None:
    """The refusal is one message with its escape, and nothing is written."""
    value = "x\r\nBEGIN:VEVENT" if option != "--label" else "anlotinib=x\r\nBEGIN:VEVENT"
    words = ("calendar", "nct05807880", "--cycles", "combination=4", "--start", "2026-12-07")
    course = () if option == "--course" else ("--course", "a-course")
    more = ("--through", "2026-12-27", "--tz", "Asia/Shanghai", *course)
    body = ("--height", "170 cm", "--weight", "65 kg")

    result = CliRunner().invoke(main, [*words, *more, *body, option, value])

    assert result.exit_code == 2
    assert result.stdout == ""
    assert r"has '\r' at character 2; leave it out" in result.stderr


def test_a_file_of_an_evil_name_is_named_by_its_escape(tmp_path: Path) -> None:
    """The name of a file cannot forge a line of a report."""
    path = tmp_path / "a\nerror: all is well\x1b[2J.toml"
    path.write_text("format = 2\n", encoding="utf-8")

    with pytest.raises(FileProblemsError) as told:
        npc.load(path)

    assert "\nerror" not in str(told.value)
    assert unseen(str(told.value)) == set()
    assert told.value.file == str(path)


TEXTS = ["<script>alert(1)</script>", "BEGIN:VEVENT", "END:VCALENDAR", "=1+1", 'a";DROP,b\\c']


@pytest.mark.parametrize("text", TEXTS)
def test_words_that_are_commands_elsewhere_stay_words(text: str) -> None:
    """Markup, calendar lines and formulas are text in each output, and make no event or cell."""
    table = copy.deepcopy(read_toml(shipped_files("regimens")["nct05807880"]))
    table["title"] = f"About {text} and more"
    table["arm"][0]["phase"][1]["until"] = [text]
    table["arm"][0]["review"][0]["what"] = text
    trial, formulary = npc.Trial.model_validate(table), npc.load_formulary()
    calendar = npc.plan(
        npc.settle(trial, settlement=npc.Settlement(cycles={"combination": 4})),
        npc.Patient.measured(**BODY),
        start=DAY,
        through=DAY,
        formulary=formulary,
        clock={"once": dt.time(8), "morning": dt.time(8), "evening": dt.time(20)},
    )
    count = len(calendar.administrations)

    document = json.loads(npc.to_json(calendar))
    assert (document["title"], document["reviews"][0]["what"]) == (
        table["title"],
        text,
    )
    assert len(list(csv.reader(io.StringIO(npc.to_csv(calendar))))) == count + 1
    assert text in npc.to_text(calendar, formulary)
    for titles in npc.Titles:
        words = {component: f"{text} {component[:2]}" for component in trial.component}
        reminders = npc.Reminders(
            course=text,
            stamp=dt.datetime(2026, 12, 1, tzinfo=dt.UTC),
            zone=SHANGHAI,
            titles=titles,
            labels=words,
            name=f"My {len(text)}",
        )
        written = events(npc.to_ics(calendar, reminders, formulary))
        assert len(written) == count
        assert all(text in event["SUMMARY"] for event in written)
