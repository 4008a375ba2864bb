"""Round trips with a real CalDAV server: put, read back, update, cancel, break off, resume."""

from __future__ import annotations

import datetime as dt
import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import caldav
import pytest
from ics_courses import FORMULARY, Course, abroad, course, delayed, stopped
from ics_expected import Found, Variant, expected
from python_readers import by_recurring_ical_events

from npc_regimens.errors import PublishError
from npc_regimens.publishing import Address, Kept, Published, connect, keep_in_step
from npc_regimens.render.ics import Per, Reminders, keeper_key, to_objects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONDON = ZoneInfo("Europe/London")
RECORDED = dt.date(2026, 12, 20)
USER, PASSWORD = "nurse", "s3cret"
REMINDERS = Reminders(
    course="a-course", stamp=dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC), zone=LONDON
)
TEA = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tea//EN\r\nBEGIN:VEVENT\r\nUID:tea\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART:20261207T150000Z\r\nDTEND:20261207T151500Z\r\n"
    "SUMMARY:Tea\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a server of our own on a free port of this machine, and end it."""
    folder = tmp_path_factory.mktemp("radicale")
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "server-hosts": f"127.0.0.1:{port}",
        "storage-filesystem-folder": str(folder / "collections"),
        "auth-type": "htpasswd",
        "auth-htpasswd-filename": str(folder / "users"),
        "auth-htpasswd-encryption": "plain",
        "auth-delay": "0",
        "logging-level": "error",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    server = subprocess.Popen([sys.executable, "-m", "radicale", "--config", "", *words])
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("Radicale did not start")


@pytest.fixture
def address(radicale: str, request: pytest.FixtureRequest) -> Address:
    """Make an empty collection."""
    name = "".join(each for each in request.node.name if each.isalnum()).lower()
    client = caldav.DAVClient(radicale, username=USER, password=PASSWORD)
    url = f"{radicale}/{USER}/{name}/"
    assert client.request(url, "MKCALENDAR").status == 201
    return Address.parse(url)


def publish(address: Address, made: Course, reminders: Reminders = REMINDERS) -> Published:
    """Keep the collection in step with a course."""
    objects = to_objects(made.calendar, reminders, FORMULARY, made.versions)
    return keep_in_step(connect(address, USER, PASSWORD), objects, keeper_key(reminders))


def counts(done: Published) -> tuple[int, int, int, int]:
    """Count what was added, changed, deleted and left."""
    return len(done.added), len(done.changed), len(done.deleted), len(done.unchanged)


def read_back(address: Address) -> list[Found]:
    """Read what the server hands out as one file, as a subscriber does."""
    client = caldav.DAVClient(address.url, username=USER, password=PASSWORD)
    data = client.request(address.url, "GET")._raw.replace(b"\r", b"").replace(b"\n", b"\r\n")
    found = by_recurring_ical_events(data, dt.date(2028, 1, 1))
    return sorted(found, key=lambda each: (str(each.start), each.title))


@pytest.mark.parametrize("per", Per)
def test_a_course_goes_there_and_back_through_its_changes(address: Address, per: Per) -> None:
    """Put, left alone, delayed, taken abroad and stopped: the server always has the doses."""
    reminders = replace(REMINDERS, events=per)
    made = course()
    first = publish(address, made, reminders)
    assert (first.is_in_step, len(first.changed)) == (True, 0)
    assert read_back(address) == expected(made, LONDON, Variant(per))
    assert counts(publish(address, made, reminders)) == (0, 0, 0, len(first.added))

    late = delayed(made, 2, 7, RECORDED)
    for after in (
        late,
        abroad(late, dt.date(2027, 1, 10), "Asia/Shanghai", RECORDED),
        stopped(late, dt.date(2027, 1, 13), RECORDED),
        stopped(made, dt.date(2026, 1, 1), RECORDED),
    ):
        assert publish(address, after, reminders).is_in_step
        assert read_back(address) == expected(after, LONDON, Variant(per))


def test_only_what_changed_is_sent(address: Address) -> None:
    """A delay of cycle 2 changes 50 objects of 100; a stop deletes 10."""
    assert counts(publish(address, course())) == (100, 0, 0, 0)
    late = delayed(course(), 2, 7, RECORDED)
    assert counts(publish(address, late)) == (0, 50, 0, 50)
    ended = stopped(late, dt.date(2027, 1, 17), RECORDED)
    assert counts(publish(address, ended)) == (0, 0, 10, 90)


def test_a_run_that_breaks_off_is_finished_by_the_next(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is lost after 20 changes; the next run sends the rest, and nothing twice."""
    asked: list[str] = []
    ask = caldav.DAVClient.request

    def breaking(self: Any, url: str, method: str, *words: Any) -> Any:
        asked.append(method)
        if asked.count("PUT") > 20:
            raise ConnectionError("s3cret")
        return ask(self, url, method, *words)

    with monkeypatch.context() as broken:
        broken.setattr(caldav.DAVClient, "request", breaking)
        with pytest.raises(PublishError, match="goes on where this stopped") as refusal:
            publish(address, course())
    assert "s3cret" not in str(refusal.value)
    assert len(read_back(address)) == 20
    assert counts(publish(address, course())) == (80, 0, 0, 20)
    assert read_back(address) == expected(course(), LONDON, Variant())


def test_events_of_others_stay(address: Address) -> None:
    """What somebody else put there, and another course, are left alone to the end."""
    client = caldav.DAVClient(address.url, username=USER, password=PASSWORD)
    kind = {"Content-Type": "text/calendar; charset=utf-8"}
    client.request(f"{address.url}tea.ics", "PUT", TEA, kind)
    other = replace(REMINDERS, course="b-course")
    publish(address, course(cycles=1), other)
    publish(address, course(cycles=1))
    publish(address, stopped(course(cycles=1), dt.date(2026, 1, 1), RECORDED))

    titles = [each.title for each in read_back(address)]
    assert titles.count("Tea") == 1
    assert len(titles) == 51
    assert counts(publish(address, course(cycles=1), other)) == (0, 0, 0, 50)


def test_an_event_that_was_changed_meanwhile_is_not_overwritten(address: Address) -> None:
    """The server refuses a stale version, and a new object where one lies."""
    publish(address, course(cycles=1))
    server = connect(address, USER, PASSWORD)
    kept = next(iter(server.objects()))
    changed = kept.data.replace("Medicine", "Our medicine").replace("Appointment", "Visit")
    assert server.change(kept, changed.encode())

    assert not server.change(kept, kept.data.encode())
    assert not server.delete(kept)
    assert not server.add(kept.path.rpartition("/")[2], kept.data.encode())
    assert server.delete(Kept(f"{address.path}nothing.ics", '"1"', ""))


def test_refusals_of_a_server_are_told(address: Address) -> None:
    """A wrong password and a collection that is not there have their own words."""
    with pytest.raises(PublishError, match="refuses this name and password") as refusal:
        list(connect(address, USER, "wr0ng").objects())
    assert "wr0ng" not in str(refusal.value)
    elsewhere = Address(address.server, f"/{USER}/nothing/")
    with pytest.raises(PublishError, match="there is no collection"):
        list(connect(elsewhere, USER, PASSWORD).objects())
    with pytest.raises(PublishError, match="cannot be reached"):
        list(connect(Address("http://127.0.0.1:1", "/a/"), USER, PASSWORD).objects())


def test_the_command_publishes(address: Address, tmp_path: Path) -> None:
    """The command does the same from a shell, and no word of it holds the password."""
    words = (
        *("publish", "nct05807880", "--height", "170 cm", "--weight", "65 kg"),
        *("--start", "2026-12-07", "--through", "2026-12-27", "--cycles", "combination=6"),
        *("--tz", "Asia/Shanghai", "--course", "c-0017", "--caldav", address.url),
    )
    done = subprocess.run(
        [sys.executable, "-m", "npc_regimens", *words],
        env={
            **os.environ,
            "NPC_REGIMENS_CALDAV_USER": USER,
            "NPC_REGIMENS_CALDAV_PASSWORD": PASSWORD,
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "published: 4 added, 0 changed, 0 deleted, 0 unchanged" in done.stderr
    assert PASSWORD not in done.stderr
    assert len(read_back(address)) == 57
