"""Course files: read whole or not at all, with the regimen and the products that they name."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from pydantic import TypeAdapter, ValidationError

from npc_regimens.course.definition import Course
from npc_regimens.course.entries import LogEntry
from npc_regimens.errors import FileProblemsError, LogProblemsError, UnknownRegimenError
from npc_regimens.files import check_file, json_schema, load_course
from npc_regimens.files.courses import course_of, is_course
from npc_regimens.files.forms import all_models, example_of, keys_of
from npc_regimens.shipped import shipped_files

if TYPE_CHECKING:
    from pydantic import BaseModel

HEAD = """\
format = 1
participant = "03-0017"
identity = "5f0c3f0e-7c0b-4b0a-9f55-2d6f4f0b8c11"
regimen = "nct05807880"
start = 2026-12-07
through = 2027-04-30
zone = "Asia/Shanghai"
recalculate = "from 10 %"
settled = { cycles = { combination = 4 } }

[[measured]]
on = 2026-12-01
height = "170 cm"
weight = "65 kg"
"""
REDUCE = """
[[log]]
what = "reduce"
recorded = 2027-01-18
component = "capecitabine"
from = 2027-01-25
level = "75 %"
reason = "ANC 0.9"
"""
PAGE = (Path(__file__).resolve().parents[3] / "docs" / "course-file.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
KEYS = [
    pytest.param(model, key, id=f"{model.__name__}-{key}")
    for model in dict.fromkeys(all_models(Course))
    for key, _ in keys_of(model)
]


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    """Write a sound course file."""
    path = tmp_path / "03-0017.toml"
    path.write_text(HEAD + REDUCE, encoding="utf-8")
    return path


def told(path: Path, old: str, new: str) -> list[str]:
    """Put a slip into a file, and list its problems."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FileProblemsError) as error:
        load_course(path)
    assert error.value.file == str(path)
    return [f"{each.place}: {each.what}; {each.remedy}" for each in error.value.problems]


def test_a_course_file_names_its_regimen(file: Path) -> None:
    """The regimen is found by its id, and the only arm needs no name."""
    course = load_course(file)

    assert (course.trial.id, course.arm) == ("nct05807880", None)
    assert course.course.log[0].words == "capecitabine reduced to 75 % from 2027-01-25"
    assert course.formulary["capecitabine"].id == "capecitabine-tablets"


def test_a_course_is_followed_through_a_day(file: Path) -> None:
    """The whole log, or what was recorded up to a day."""
    course = load_course(str(file))

    assert len(course.follow().entries) == 1
    assert course.follow(dt.date(2027, 1, 17)).entries == ()
    assert course.follow(dt.date(2027, 1, 17)).calendar == course.follow().intended


def test_paths_are_counted_from_the_file(file: Path) -> None:
    """A regimen and a folder of products beside the file are found from anywhere."""
    shipped = shipped_files("regimens")["nct05549466"].read_text(encoding="utf-8")
    (file.parent / "mine.toml").write_text(shipped, encoding="utf-8")
    (file.parent / "site").mkdir()
    product = shipped_files("products")["capecitabine-tablets"].read_text(encoding="utf-8")
    (file.parent / "site" / "tablets.toml").write_text(
        product.replace('["500 mg", "150 mg"]', '["500 mg"]'), encoding="utf-8"
    )
    text = HEAD.replace('"nct05807880"', '"mine.toml/chemotherapy"\nproducts = ["site"]').replace(
        "{ cycles = { combination = 4 } }", '{ choose = { chemotherapy = "capecitabine" } }'
    )
    file.write_text(text, encoding="utf-8")

    course = load_course(file)
    assert (course.trial.id, course.arm) == ("nct05549466", "chemotherapy")
    assert list(map(str, course.formulary["capecitabine"].strengths)) == ["500 mg"]
    # 1250 x 1.75 = 2187.5 mg; of whole tablets of 500 mg 2000 is 187.5 away and 2500 is 312.5
    assert str(course.follow().calendar.doses[0].result.amount) == "2000 mg"

    file.write_text(text.replace("mine.toml/chemotherapy", "mine.toml"), encoding="utf-8")
    assert load_course(file).arm is None


def test_a_regimen_that_does_not_exist(file: Path) -> None:
    """The nearest name is suggested."""
    file.write_text(HEAD.replace("nct05807880", "nct0580788"), encoding="utf-8")

    with pytest.raises(UnknownRegimenError, match="did you mean 'nct05807880'"):
        load_course(file)


def test_a_folder_that_does_not_exist(file: Path) -> None:
    """A folder of products is looked for beside the file."""
    file.write_text(HEAD.replace("zone =", 'products = ["site"]\nzone ='), encoding="utf-8")

    with pytest.raises(FileProblemsError, match="folder: does not exist"):
        load_course(file)


def test_a_course_file_is_known_by_its_keys(file: Path, tmp_path: Path) -> None:
    """A regimen, a folder and what does not exist are no course files."""
    text = tmp_path / "03-0017.txt"
    text.write_text(HEAD, encoding="utf-8")
    (tmp_path / "folder.toml").mkdir()

    assert is_course(file)
    assert not is_course(text)
    assert not is_course(tmp_path / "folder.toml")
    assert not is_course(tmp_path / "none.toml")
    assert not is_course(shipped_files("regimens")["nct05807880"])


def test_all_problems_of_a_file_are_told_at_once(file: Path) -> None:
    """Keys that are unknown, missing or of another type, above the log and in it, with places."""
    slips = [
        ("start = 2026-12-07", 'start = "2026-12-07"'),
        ('zone = "Asia/Shanghai"\n', ""),
        ("height", "heigt"),
        ("from = 2027-01-25\n", "form = 2027-01-25\n"),
        ("recorded = 2027-01-18", 'recorded = "18 January"'),
    ]
    for old, new in slips[:-1]:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    assert set(told(file, *slips[-1])) == {
        "file: key 'zone' is missing; write for example zone = \"Asia/Shanghai\"",
        (
            "key 'start': expected a valid date, got '2026-12-07'; write for example"
            " start = 2026-12-07"
        ),
        "log entry 1 (reduce): key 'form' is not known here; did you mean 'from'?",
        "log entry 1 (reduce): key 'from' is missing; write for example from = 2026-12-07",
        (
            "log entry 1 (reduce), key 'recorded': expected a valid date, got '18 January'; write"
            " for example recorded = 2026-12-07"
        ),
        "measured 1: key 'heigt' is not known here; did you mean 'height' or 'weight'?",
        "measured 1: key 'height' is missing; write for example height = \"170 cm\"",
    }


KINDS = (
    "'delay', 'interrupt', 'resume', 'omit', 'skip', 'reduce', 'raise', 'discontinue', 'end',"
    " 'weight', 'clock', 'zone', 'settle', 'event', 'review', 'missed', 'late', 'part'"
)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'what = "reduce"',
            'what = "reduced"',
            (
                f"log entry 1 (reduced): 'reduced' is not one of {KINDS}; write for example"
                ' what = "delay"'
            ),
        ),
        (
            'what = "reduce"\n',
            "",
            "log entry 1: key 'what' is missing; write for example what = \"delay\"",
        ),
        (
            'what = "reduce"',
            "what = 3",
            f"log entry 1: '3' is not one of {KINDS}; write for example what = \"delay\"",
        ),
        (
            'component = "capecitabine"\n',
            "",
            (
                "log entry 1 (reduce): key 'component' is missing; write for example"
                ' component = "drug-a"'
            ),
        ),
        (
            "level =",
            "cycle = 3\nlevel =",
            (
                "log entry 1 (reduce): key 'cycle' is not known here; leave it out; another kind of"
                " this table has it"
            ),
        ),
        (
            "level =",
            "levl = 1\nlevel =",
            "log entry 1 (reduce): key 'levl' is not known here; did you mean 'level'?",
        ),
        (
            'level = "75 %"',
            "level = 75",
            (
                "log entry 1 (reduce), key 'level': expected text, got 75; write for example"
                ' level = "75 %"'
            ),
        ),
        (
            'reason = "ANC 0.9"\n',
            "",
            (
                "log entry 1 (reduce): key 'reason' is missing; write for example reason = \"a few"
                ' words"'
            ),
        ),
        (
            '"170 cm"',
            "170",
            (
                "measured 1, key 'height': expected text such as '170 cm', got 170 (int); write for"
                ' example height = "170 cm"'
            ),
        ),
        (
            '"65 kg"',
            '"650 kg"',
            (
                "measured 1: weight 650 kg cannot be right: it is read from 20 kg to 300 kg; check"
                " the number and the unit, for example '65 kg'"
            ),
        ),
        (
            "zone =",
            "clock = { morning = 08:00:30 }\nzone =",
            (
                "key 'clock', key 'morning': the time 08:00:30 has seconds; write hours and"
                " minutes, such as '08:00'"
            ),
        ),
        (
            "zone =",
            'closed = "2027-02-08"\nzone =',
            (
                "key 'closed': expected a list, got '2027-02-08'; write for example"
                " closed = [2027-02-08]"
            ),
        ),
        (
            "zone =",
            "zon = 1\nzone =",
            "file: key 'zon' is not known here; did you mean 'zone'?",
        ),
        (
            "[[measured]]",
            "[measured]",
            "key 'measured': expected a list, got a table; write for example [[measured]]",
        ),
        (
            "03-0017",
            "Anna B",
            (
                "key 'participant': participant code 'Anna B' has more than letters, digits and ."
                " _ -; write a code such as '03-0017', never a name"
            ),
        ),
        (
            "5f0c3f0e-7c0b-4b0a-9f55-2d6f4f0b8c11",
            "5f0c",
            (
                "key 'identity': the identity '5f0c' is not 8 to 80 letters, digits and . _ -;"
                " write a long random one, as `npc-regimens new` makes it, and never change it"
            ),
        ),
        (
            "format = 1",
            "format = 2",
            "key 'format': expected less than or equal to 1, got 2; write for example format = 1",
        ),
    ],
)
def test_a_slip_has_a_place_and_a_remedy(file: Path, old: str, new: str, problem: str) -> None:
    """An entry is named by its number and kind, and the remedy is what the key takes there."""
    assert told(file, old, new) == [problem]


@pytest.mark.parametrize(("model", "key"), KEYS)
def test_the_example_of_a_key_can_be_written_there(model: type[BaseModel], key: str) -> None:
    """What a remedy shows is TOML, of the key, and read where the key stands."""
    example = example_of([model, *all_models(Course)], key).removeprefix("write for example ")

    read = tomllib.loads(example)
    assert read.keys() == {key}
    if not example.startswith("["):
        field = next(field for name, field in keys_of(model) if name == key)
        written: Any = field.rebuild_annotation()
        if key != "what":
            TypeAdapter(written).validate_python(read[key])


@pytest.mark.parametrize(
    ("content", "place", "what"),
    [
        (b"\xef\xbb\xbf" + HEAD.encode(), "line 1", "a byte order mark stands before the text"),
        (HEAD.encode("utf-16"), "byte 0", "not UTF-8 text"),
        (HEAD.replace("03-0017", "03\0").encode(), "line 2", "not TOML"),
        (HEAD.replace("03-0017", "\u00e9").encode("latin-1"), "byte 26", "not UTF-8 text"),
        (HEAD.encode() + b"#" * 1_000_000, "file", "larger than 1000000 bytes"),
        (HEAD.encode() + b"[[log]\n", "line 15", "not TOML"),
        (HEAD.encode() + b"x = " + b"[" * 9000, "file", "nested too deeply"),
        (b'zone = "Asia/Tokyo"\n' + HEAD.encode(), "line 8", "'zone' stands twice"),
    ],
)
def test_what_is_no_text_of_a_course(file: Path, content: bytes, place: str, what: str) -> None:
    """Other encodings, control characters and huge files are refused as they are of a regimen."""
    file.write_bytes(content)

    with pytest.raises(FileProblemsError) as error:
        load_course(file)
    (problem,) = error.value.problems
    assert (problem.place, problem.what.startswith(what)) == (place, True)


def test_what_a_name_would_do_to_a_line(file: Path) -> None:
    """A reason is one line of words: a control character in it is refused."""
    (problem,) = told(file, "ANC 0.9", "ANC\\u0007")

    assert problem.startswith("log entry 1 (reduce), key 'reason': ")


def test_a_review_is_named_by_its_number(file: Path) -> None:
    """An entry with a name of its own is named as the others are."""
    slip = 'what = "review"\nname = "x"\nrecorded = 2027-01-18\nreason = "r"\n'
    file.write_text(f"{HEAD}{REDUCE}\n[[log]]\n{slip}", encoding="utf-8")

    assert told(file, "03-0017", "03-0018") == [
        (
            "log entry 2 (review): key 'decision' is missing; write for example"
            ' decision = "a few words"'
        )
    ]


def test_a_table_that_is_no_entry(file: Path) -> None:
    """A bare number in the log is named by its place."""
    file.write_text(HEAD.replace("zone =", "log = [3]\nzone ="), encoding="utf-8")

    assert told(file, "03-0017", "03-0018") == [
        "log entry 1: expected a table, got 3; write for example [[log]]"
    ]


def test_checking_follows_the_log(file: Path) -> None:
    """A file that is sound and a log that contradicts it: each entry is a problem of the file."""
    assert check_file(file) == ("course", [])
    text = REDUCE.replace("capecitabine", "capecitabin") + REDUCE + REDUCE
    file.write_text(HEAD + text, encoding="utf-8")

    with pytest.raises(LogProblemsError) as log:
        load_course(file).follow()
    with pytest.raises(FileProblemsError) as error:
        check_file(file)
    assert error.value.problems == log.value.problems
    assert [each.place.partition(",")[0] for each in error.value.problems] == [
        "log entry 1",
        "log entry 3",
    ]


def objections(data: dict[str, Any]) -> list[Any]:
    """List what an editor has against the data of a file, where dates are text."""

    def seen(value: object) -> object:
        if isinstance(value, dict):
            return {key: seen(each) for key, each in value.items()}
        if isinstance(value, list):
            return [seen(each) for each in value]
        return value.isoformat() if isinstance(value, dt.date) else value

    return list(jsonschema.Draft202012Validator(json_schema("course")).iter_errors(seen(data)))


def test_an_editor_agrees_with_the_loader(file: Path) -> None:
    """Nothing is marked in a sound file, and a slip of the form in an entry is."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    entry = data["log"][0]

    assert objections(data) == []
    for slip in ({"dose": "1 mg"}, {"what": "reduced"}, {"level": 75}, {"recorded": 3}):
        assert objections({**data, "log": [{**entry, **slip}]}) != []
    for key in entry:
        without = {name: value for name, value in entry.items() if name != key}
        assert objections({**data, "log": [without]}) != []


def test_a_course_of_no_file_can_be_made_of_data(file: Path) -> None:
    """An entry that is not written yet is tried with the rest of the file."""
    data = tomllib.loads(HEAD)

    assert course_of(data, file).course == Course.model_validate(data)
    with pytest.raises(ValidationError):
        Course.model_validate({**data, "log": [{}]})


@pytest.mark.parametrize("entries", ["", *EXAMPLES[1:]])
def test_every_example_of_the_page_is_followed(tmp_path: Path, entries: str) -> None:
    """The file that the page shows is sound, and its entries, each example by itself, hold."""
    path = tmp_path / "03-0017.toml"
    head = EXAMPLES[0]
    if 'what = "event"' in entries:  # of a regimen that has one
        head = head.replace("nct05807880", "gp-induction-zhang-2019").partition("settled =")[0]
        head = re.sub("(?m)^through = .*$", "through = 2027-02-07", head)  # before the event
        head += "\n[[measured]]\non = 2026-12-01\nheight = '170 cm'\nweight = '65 kg'\n"
    path.write_text(f"{head}\n{entries}", encoding="utf-8")

    assert check_file(path) == ("course", [])


def test_the_page_shows_every_kind_of_entry() -> None:
    """Each kind has an example, and each key of a course stands in the tables of the page."""
    shown = set(re.findall(r'^what = "(\w+)"$', PAGE, re.MULTILINE))

    models = list(all_models(Course))
    entry: TypeAdapter[Any] = TypeAdapter(LogEntry)
    assert shown == set(entry.json_schema()["discriminator"]["mapping"])
    listed = set(re.findall(r"^\| `\[*(\w+)\]*`", PAGE, re.MULTILINE))
    assert set(Course.model_fields) <= listed
    said = set(re.findall(r"\w+", PAGE))
    assert {key for model in models for key, _ in keys_of(model)} <= said
