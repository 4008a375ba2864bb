"""The door to a server: what is sent, what each answer means, and that nothing leaks."""

from __future__ import annotations

import builtins
import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.errors import PublishError
from npc_regimens.publishing import Address, Kept, Server, connect

if TYPE_CHECKING:
    from collections.abc import Mapping

ADDRESS = Address.parse("https://calendar.example.org/site/a/")
KEPT = Kept("/site/a/one.ics", '"1"', "")
UNKNOWN_VERSION = Kept("/site/a/one.ics", "", "")


class DavError(Exception):
    """What the library raises."""


class RefusedError(DavError):
    """What it raises for a wrong password, which it repeats."""


class Client:
    """Answers with a status, or raises, and keeps what was asked."""

    def __init__(self, answer: int | Exception, *events: Any) -> None:
        self._answer = answer
        self._events = events
        self.asked: list[tuple[str, str, str, Mapping[str, str]]] = []

    def request(self, url: str, method: str, body: str, headers: Mapping[str, str]) -> Any:
        """Answer."""
        self.asked.append((method, url, body, headers))
        if isinstance(self._answer, Exception):
            raise self._answer
        return SimpleNamespace(status=self._answer, parse_calendar_query=lambda: self._events)


def server(client: Client) -> Server:
    """Make a server of a client."""
    return Server(client, ADDRESS, RefusedError, DavError)


def test_objects_are_listed_by_one_question() -> None:
    """One report tells path, version and content of each event."""
    client = Client(
        207,
        SimpleNamespace(href="/site/a/one.ics", etag='"1"', calendar_data="BEGIN"),
        SimpleNamespace(href="/site/a/two.ics", etag=None, calendar_data=None),
    )

    assert list(server(client).objects()) == [
        Kept("/site/a/one.ics", '"1"', "BEGIN"),
        Kept("/site/a/two.ics", "", ""),
    ]
    ((method, url, body, headers),) = client.asked
    assert (method, url) == ("REPORT", "https://calendar.example.org/site/a/")
    assert "calendar-query" in body
    assert headers["Depth"] == "1"


def test_each_change_is_bound_to_a_version() -> None:
    """A new object must not be there, a changed or deleted one must be as it was read."""
    client = Client(204)
    assert server(client).add("one.ics", b"x")
    assert server(client).change(KEPT, b"y")
    assert server(client).delete(KEPT)
    assert server(client).delete(UNKNOWN_VERSION)

    where = "https://calendar.example.org/site/a/one.ics"
    assert [(method, url, body) for method, url, body, _ in client.asked] == [
        ("PUT", where, "x"),
        ("PUT", where, "y"),
        ("DELETE", where, ""),
        ("DELETE", where, ""),
    ]
    conditions = [
        {name: value for name, value in headers.items() if name.startswith("If-")}
        for *_, headers in client.asked
    ]
    assert conditions == [{"If-None-Match": "*"}, {"If-Match": '"1"'}, {"If-Match": '"1"'}, {}]


def test_another_version_is_no_failure() -> None:
    """Status 412 says that somebody was faster; an object that is gone is deleted."""
    stale = server(Client(412))

    assert not stale.add("one.ics", b"x")
    assert not stale.change(KEPT, b"y")
    assert not stale.delete(KEPT)
    assert server(Client(404)).delete(KEPT)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (404, "there is no collection '/site/a/' on https://calendar.example.org; make it first"),
        (200, "did not list the collection: it answered 200; try again"),
        (RefusedError("nurse:secret"), "refuses this name and password"),
        (DavError("nurse:secret"), "cannot be reached .DavError.; try again"),
        (ConnectionError("nurse:secret"), "cannot be reached .ConnectionError."),
    ],
)
def test_a_refusal_says_what_to_do_and_no_secret(answer: Any, words: str) -> None:
    """What a library says of a failure may hold a password, and is not handed on."""
    with pytest.raises(PublishError, match=words) as refusal:
        list(server(Client(answer)).objects())

    assert "secret" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert isinstance(answer, int) or refusal.value.__suppress_context__


@pytest.mark.parametrize("status", [200, 301, 403, 409, 500, 507])
def test_an_unexpected_answer_is_no_success(status: int) -> None:
    """What is not said to be written is not; a redirection that was followed says 200."""
    with pytest.raises(PublishError, match=f"did not write an event: it answered {status}"):
        server(Client(status)).add("one.ics", b"x")
    with pytest.raises(PublishError, match="did not delete an event: it answered 409"):
        server(Client(409)).delete(KEPT)


def test_a_server_is_made_with_caldav(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client gets address, name and password apart, looks nothing up, and gives up in time."""
    given: dict[str, Any] = {}

    def client(url: str, **words: Any) -> Client:
        given.update(words, url=url)
        return Client(RefusedError())

    package, errors = ModuleType("caldav"), ModuleType("caldav.lib.error")
    package.DAVClient = client  # type: ignore[attr-defined]
    errors.AuthorizationError = RefusedError  # type: ignore[attr-defined]
    errors.DAVError = DavError  # type: ignore[attr-defined]
    for name, module in {
        "caldav": package,
        "caldav.lib": ModuleType("caldav.lib"),
        "caldav.lib.error": errors,
    }.items():
        monkeypatch.setitem(sys.modules, name, module)

    made = connect(ADDRESS, "nurse", "secret")
    assert given == {
        "url": "https://calendar.example.org/site/a/",
        "username": "nurse",
        "password": "secret",
        "timeout": 60,
        "enable_rfc6764": False,
    }
    with pytest.raises(PublishError, match="refuses"):
        made.delete(KEPT)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the command says what to install."""
    found = builtins.__import__

    def without(name: str, *words: Any) -> Any:
        if name.startswith("caldav"):
            raise ImportError(name)
        return found(name, *words)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PublishError, match=r"install npc_regimens\[caldav\]"):
        connect(ADDRESS, "nurse", "secret")
