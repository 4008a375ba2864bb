"""Dangerous regimen files, one row each: refused with the remedy, or read in the one way it can be.

Each row is a slip in one small sound file. The exact words of each refusal stand in the gallery
(tests/errors/bad). Files that are no TOML, and keys anywhere in the shipped files, are in
tests/laws/test_files.py; the same at the command line is in tests/errors/test_bad_input.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import npc_regimens as npc
from npc_regimens.errors import FileProblemsError

if TYPE_CHECKING:
    from pathlib import Path

SOUND = """\
format = 1
id = "example-01"
title = "Drug A"

[component.drug-a]
drug = "drug-a"
dose = "200 mg"
route = "intravenous"
days = "1"
cite = "example-2020#table-1"

[[arm]]
id = "only"
name = "Drug A alone"

[[arm.phase]]
name = "treatment"
cycle = "21 days"
cycles = "6"
give = ["drug-a"]

[[arm.assessment]]
name = "response"
every = "6 weeks"
optional = false
what = "response is assessed"
cite = "example-2020#table-1"
"""
SECOND = '\n[[arm.phase]]\nname = "more"\ncycle = "21 days"\ncycles = "6"\ngive = ["drug-a"]\n'
OPEN = 'cycles = "open"\nuntil = ["progression"]'
TWO_COMPONENTS = '[component.drug-a]\ndrug = "drug-a"\n\n[component.drug-a]\ndrug = "drug-a"'
TWO_ARMS = SOUND.partition("[[arm.assessment]]")[0].partition("[[arm]]")[2]

# what is written, what is written instead, and what the refusal says: place, culprit, remedy
REFUSED: dict[str, tuple[str, str, list[str]]] = {
    "day 0": ('days = "1"', 'days = "d0"', ["'d0' is not understood", "'1-14' or '1, 8'"]),
    "days backwards": ('days = "1"', 'days = "d21-1"', ["'d21-1' runs backwards", "write '1-21'"]),
    "day 22 of 21": ('days = "1"', 'days = "d1-22"', ["day 22 does not exist", "run from 1 to 21"]),
    "days half read": ('days = "1"', 'days = "1-x, 3"', ["'1-x' is not understood", "'1-14'"]),
    "empty days": ('days = "1"', 'days = ""', ["days '': '' is not understood", "write"]),
    "day of a cycle": ('days = "1"', 'days = "C1D1"', ["'C1D1' is not understood", "'1-14'"]),
    "a minus or a dash": ('days = "1"', 'days = "-3-2"', ["a dash can be a minus", "'-3 to 2'"]),
    "q0w": ("21 days", "q0w", ["key 'cycle': cycle 'q0w' is shorthand", "example '21 days'"]),
    "q3": ("21 days", "q3", ["cycle 'q3' is shorthand, not a length", "example '21 days'"]),
    "q3w": ("21 days", "q3w", ["cycle 'q3w' is shorthand, not a length", "write '21 days'"]),
    "Q2W": ("21 days", "Q2W", ["cycle 'Q2W' is shorthand, not a length", "write '14 days'"]),
    "q14d": ("21 days", "q14d", ["cycle 'q14d' is shorthand, not a length", "write '14 days'"]),
    "q999w": ("21 days", "q999w", ["cycle 'q999w' is shorthand", "for example '21 days'"]),
    "x0": ('cycles = "6"', 'cycles = "x0"', ["key 'cycles': cycles 'x0'", "write '6', '4-6'"]),
    "x2.5": ('cycles = "6"', 'cycles = "x2.5"', ["cycles 'x2.5' is not understood", "write '6'"]),
    "a total as a place": (  # two cycles, or the second one?
        'days = "1"',
        'days = "1"\ncycles = "x2"',
        ["component 'drug-a', key 'cycles': cycles 'x2' of a component", "write '1-6'"],
    ),
    "a million cycles": (
        'cycles = "6"',
        'cycles = "1000000"',
        ["cycles '1000000' is not understood", "write '6'"],
    ),
    "overlapping phases": (
        'cycles = "6"\ngive = ["drug-a"]\n',
        f'{OPEN}\ngive = ["drug-a"]\n{SECOND}',
        ["phase 'treatment': it is open, so no phase can follow", "give it a number of cycles"],
    ),
    "two components of one name": (
        '[component.drug-a]\ndrug = "drug-a"',
        TWO_COMPONENTS,
        ["line 8: '[component.drug-a]' stands twice", "keep the one that holds"],
    ),
    "two arms of one id": (
        "[[arm.assessment]]",
        f"[[arm]]{TWO_ARMS}\n[[arm.assessment]]",
        ["arm 'only': 2 have this id", "give each its own id"],
    ),
    "unknown key": (
        'route = "intravenous"',
        'route = "intravenous"\nrout = "oral"',
        ["component 'drug-a': key 'rout' is not known here", "did you mean 'route'?"],
    ),
    "missing key": (
        'route = "intravenous"\n',
        "",
        ["component 'drug-a': key 'route' is missing", 'route = "oral"'],
    ),
    "duplicate key": (
        'route = "intravenous"',
        'route = "intravenous"\nroute = "intravenous"',
        ["line 9: 'route' stands twice", "keep the one that holds"],
    ),
    "misplaced key": (
        'cite = "example-2020#table-1"\n\n[[arm]]',
        'cite = "example-2020#table-1"\none_of = ["drug-a"]\n\n[[arm]]',
        [
            "component 'drug-a': key 'one_of' is not known here",
            "there are 'after', 'at_most', 'basis'",
        ],
    ),
    "true for a count": (
        'cycles = "6"',
        "cycles = true",
        ["key 'cycles': expected text such as '4-6', got True", "write"],
    ),
    "text for a number": ("format = 1", 'format = "1"', ["key 'format': expected", "format = 1"]),
    "text for yes or no": (
        "optional = false",
        'optional = "false"',
        ["key 'optional': expected", "'false'", "optional = true"],
    ),
    "a date for text": (
        'title = "Drug A"',
        "title = 2026-12-07",
        ["key 'title': expected", "2026-12-07", "write for example title"],
    ),
    "a day that no calendar has": (
        'title = "Drug A"',
        "title = 2027-02-29",
        ["line 3: not TOML", "2027-02-29", "write key"],
    ),
    "a name that is none": (
        "[component.drug-a]",
        '[component."Drug A\\r\\nBEGIN:VEVENT"]',
        ["component 'Drug A\\r\\nBEGIN:VEVENT'", "is not a name", "small letters, digits"],
    ),
}

# what is written, what is written instead, and how the field is printed
READ: dict[str, tuple[str, str, str]] = {
    "d1-21": ("days", "d1-21", "1-21"),
    **{f"d1{dash}21": ("days", f"d1{dash}21", "1-21") for dash in "‐‑‒–—−～"},  # noqa: RUF001  look-alikes of a hyphen
    "D1, D8": ("days", "D1, D8", "1, 8"),
    "d1-d5, d8": ("days", "d1-d5, d8", "1-5, 8"),
    "x8": ("cycles", "x8", "8"),
    "X 8": ("cycles", "X 8", "8"),
    "×8": ("cycles", "×8", "8"),  # noqa: RUF001  the sign itself
    "4–6": ("cycles", "4–6", "4-6"),  # noqa: RUF001  an en dash
    "mg/m²": ("dose", "650 mg/m²", "650 mg/m2"),
    "µg": ("dose", "500 µg", "500 mcg"),
    "full width": ("dose", "\uff15\uff10 \uff4d\uff47", "50 mg"),
}


def loaded(folder: Path, text: str) -> npc.Trial:
    """Write a file and load it."""
    path = folder / "example.toml"
    path.write_text(text, encoding="utf-8")
    return npc.load(path)


def test_the_file_without_a_slip_is_sound(tmp_path: Path) -> None:
    """Every row below is refused for its slip alone."""
    assert loaded(tmp_path, SOUND).id == "example-01"


@pytest.mark.parametrize("name", REFUSED)
def test_a_dangerous_file_is_refused_with_its_remedy(name: str, tmp_path: Path) -> None:
    """One slip is one problem, which names the place, the culprit and the remedy."""
    written, slip, says = REFUSED[name]
    assert SOUND.count(written) == 1

    with pytest.raises(FileProblemsError) as refusal:
        loaded(tmp_path, SOUND.replace(written, slip))

    assert len(refusal.value.problems) == 1 or name == "a name that is none"
    for words in says:
        assert words in str(refusal.value)


@pytest.mark.parametrize("name", READ)
def test_what_can_mean_one_thing_is_read_and_printed_canonically(name: str, tmp_path: Path) -> None:
    """A look-alike is the value it stands for, and is written back in one form."""
    key, text, printed = READ[name]
    usual = {"days": "1", "cycles": "6", "dose": "200 mg"}[key]

    trial = loaded(tmp_path, SOUND.replace(f'{key} = "{usual}"', f'{key} = "{text}"'))
    canonical = loaded(tmp_path, SOUND.replace(f'{key} = "{usual}"', f'{key} = "{printed}"'))

    assert trial == canonical
    data = trial.model_dump(mode="json")
    table = data["arm"][0]["phase"][0] if key == "cycles" else data["component"]["drug-a"]
    assert table[key] == printed


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    """A huge file is refused by its size; it has holes here, so it costs the disk nothing."""
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(100_000_000)

    with pytest.raises(FileProblemsError, match=r"larger than 1000000 bytes\n.*check the path"):
        npc.load(path)
