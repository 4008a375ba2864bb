"""`calendar` writes variants and follows a course file; `publish` keeps a collection in step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from ics_collection import InMemory
from ics_reading import events

import npc_regimens.publishing
from npc_regimens.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

PLAIN = (
    *("nct05807880", "--height", "170 cm", "--weight", "65 kg", "--start", "2026-12-07"),
    *("--through", "2026-12-27", "--cycles", "combination=6", "--tz", "Asia/Shanghai"),
    *("--course", "c-0017"),
)
CREDENTIALS = {"NPC_REGIMENS_CALDAV_USER": "nurse", "NPC_REGIMENS_CALDAV_PASSWORD": "s3cret"}
HERE = "http://localhost:5232/nurse/c/"


def run(*words: str, **how: Any) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, words, **how)


@pytest.fixture
def course_file(tmp_path: Path) -> str:
    """Begin a course, delay its cycle 2 by a week, and end it."""
    path = str(tmp_path / "course.toml")
    size = ("--height", "170 cm", "--weight", "65 kg", "--tz", "Asia/Shanghai")
    plan = ("--start", "2026-12-07", "--through", "2027-01-31", "--cycles", "combination=6")
    log = (
        ("delay", "--cycle", "2", "--to", "2027-01-04", "--recorded", "2026-12-26"),
        ("end", "--from", "2027-01-11", "--recorded", "2027-01-10"),
    )
    assert (
        run("new", "nct05807880", "--participant", "P-01", *size, *plan, "-o", path).exit_code == 0
    )
    for entry in log:
        done = run("record", path, *entry, "--reason", "a reason")
        assert done.exit_code == 0, done.stderr
    return path


def test_each_variant_is_an_option() -> None:
    """Day or block, clinic, Chinese and feed are asked for by name, and go together."""
    plain = run("calendar", *PLAIN).stdout_bytes
    blocks = run("calendar", *PLAIN, "--events", "block").stdout_bytes
    days = run("calendar", *PLAIN, "--events", "day").stdout_bytes
    clinic = run("calendar", *PLAIN, "--for", "clinic", "--titles", "full").stdout_bytes
    chinese = run("calendar", *PLAIN, "--language", "zh", "--feed").stdout_bytes

    # 42 tablets, 14 capsules and an infusion, on 21 days of a cycle
    assert [len(events(each)) for each in (plain, days, blocks)] == [42 + 14 + 1, 21 + 1, 2 + 1 + 1]
    assert [event["SUMMARY"] for event in events(clinic)] == [
        "Appointment: penpulimab 200 mg (20 mL)"
    ]
    assert events(chinese)[0]["SUMMARY"] in {"就诊", "药 A\uff1a1 粒"}
    assert b"REFRESH-INTERVAL" in chinese
    assert "NAME:提醒".encode() in chinese


def test_an_update_says_what_an_import_does() -> None:
    """A file that corrects an earlier one says so beside it; a feed and a first file do not."""
    assert "updates an earlier one" not in run("calendar", *PLAIN).stderr
    corrected = run("calendar", *PLAIN, "--revision", "1").stderr
    assert "Delete the calendar of the first import whole" in corrected
    assert "updates" not in run("calendar", *PLAIN, "--revision", "1", "--feed").stderr


def test_a_course_file_updates_and_cancels(course_file: str) -> None:
    """Cycle 1 is untouched, cycle 2 moved, what is dropped is cancelled, in a file alone too."""
    done = run("calendar", course_file)
    found = events(done.stdout_bytes)

    assert "updates an earlier one" in done.stderr
    kept = [event for event in found if event["STATUS"] == "CONFIRMED"]
    assert {event["SEQUENCE"] for event in kept} == {"0", "1"}
    gone = {event["UID"] for event in found} - {event["UID"] for event in kept}
    alone = ("--only", "cancellations", "--organizer", "desk@example.org")
    cancelled = run("calendar", course_file, *alone).stdout_bytes
    assert {event["UID"] for event in events(cancelled)} == gone != set()
    changed = run("calendar", course_file, "--only", "changes").stdout_bytes
    assert {event["SEQUENCE"] for event in events(changed)} == {"1"}
    late = run("calendar", course_file, "--only", "changes", "--since", "2027-01-01")
    assert (late.exit_code, "no event has changed" in late.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--organizer", "a@example.org"), "--organizer goes with --only cancellations"),
        (("--only", "changes", "--organizer", "a@b"), "--organizer goes with --only cancellations"),
        (("--since", "2027-01-01"), "--since goes with --only"),
        (("--only", "cancellations"), "--only cancellations needs --organizer"),
    ],
)
def test_options_that_do_not_go_together_are_refused(words: tuple[str, ...], said: str) -> None:
    """An option that would do nothing is a slip."""
    refused = run("calendar", *PLAIN, *words)

    assert refused.exit_code == 2
    assert said in refused.stderr


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> tuple[InMemory, list[tuple[str, ...]]]:
    """Put a collection in memory behind the door, and note who came in."""
    collection, came = InMemory(), list[tuple[str, ...]]()

    def connect(address: Any, user: str, password: str) -> InMemory:
        came.append((address.url, user, password))
        return collection

    monkeypatch.setattr(npc_regimens.publishing, "connect", connect)
    return collection, came


def test_publish_keeps_a_collection_in_step(
    server: tuple[InMemory, list[tuple[str, ...]]], course_file: str
) -> None:
    """From options and from a course file: put, left alone, changed; no word holds the password."""
    collection, came = server
    first = run("publish", *PLAIN, "--caldav", HERE, "--events", "dose", env=CREDENTIALS)
    assert (first.exit_code, first.stdout) == (0, "")
    assert "published: 57 added, 0 changed, 0 deleted, 0 unchanged" in first.stderr
    assert came == [(HERE, "nurse", "s3cret")]
    again = run("publish", *PLAIN, "--caldav", HERE, "--events", "dose", env=CREDENTIALS)
    assert "published: 0 added, 0 changed, 0 deleted, 57 unchanged" in again.stderr

    followed = run("publish", course_file, "--caldav", HERE, env=CREDENTIALS)
    assert ", 0 changed, 0 deleted, 0 unchanged" in followed.stderr
    assert len(collection.kept) > 57
    assert "s3cret" not in first.output + again.output + followed.output


def test_publish_asks_for_what_the_environment_lacks(
    server: tuple[InMemory, list[tuple[str, ...]]],
) -> None:
    """Name and password are asked for on standard error, and the password is not shown."""
    nothing = dict.fromkeys(CREDENTIALS, "")
    done = run("publish", *PLAIN, "--caldav", HERE, env=nothing, input="nurse\ns3cret\n")

    assert done.exit_code == 0
    assert server[1] == [(HERE, "nurse", "s3cret")]
    assert "s3cret" not in done.output
    assert done.stdout == ""


def test_publish_tells_what_it_left(server: tuple[InMemory, list[tuple[str, ...]]]) -> None:
    """An event that somebody else put there, or changed meanwhile, is a finding."""
    collection, _ = server
    run("publish", *PLAIN, "--caldav", HERE, env=CREDENTIALS)
    for number, path in enumerate(collection.kept):
        collection.touch(path, "X-KEEPER-KEY" if number else "SEQUENCE:0", "X-OTHER")
    collection.change = lambda *_: False  # type: ignore[method-assign]

    done = run("publish", *PLAIN, "--caldav", HERE, env=CREDENTIALS)
    assert done.exit_code == 1
    assert "1 events were changed on the server meanwhile" in done.stderr
    assert "3 events lie in the collection that `publish` did not put there" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--caldav", "https://nurse:s3cret@example.org/c/"), "holds a name or password"),
        (("--caldav", "http://example.org/c/"), "would send the password in the open"),
    ],
)
def test_publish_refuses_an_address_that_would_tell(words: tuple[str, ...], said: str) -> None:
    """A password in an address, or one in the open, is refused before anything is planned."""
    refused = run("publish", *PLAIN, *words, env=CREDENTIALS)

    assert refused.exit_code == 2
    assert said in refused.stderr
    assert "s3cret" not in refused.output


def test_publish_needs_a_course() -> None:
    """Without a code it would not know its own events again."""
    refused = run("publish", *PLAIN[:-2], "--caldav", HERE, env=CREDENTIALS)

    assert refused.exit_code == 2
    assert "publish needs --course" in refused.stderr
