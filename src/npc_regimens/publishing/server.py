"""A collection on a CalDAV server: the only door to caldav, which the extra of that name installs.

No message holds a name, a password or the answer of a server, which may repeat them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from npc_regimens.errors import PublishError
from npc_regimens.publishing.keeping import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from npc_regimens.publishing.address import Address

_ALL_EVENTS: Final = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
    "<D:prop><D:getetag/><C:calendar-data/></D:prop>"
    '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter>'
    "</C:filter></C:calendar-query>"
)
_XML: Final = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
_EVENT: Final = {"Content-Type": "text/calendar; charset=utf-8"}
_WRITTEN: Final = frozenset({201, 204})
_LISTED: Final = frozenset({207})
_GONE: Final = 404
_DELETED: Final = frozenset({200, 204, _GONE})
_NOT_THAT_VERSION: Final = 412
_SECONDS: Final = 60  # of waiting for an answer


class _Event(Protocol):
    """What an answer tells of one event."""

    href: str
    etag: str | None
    calendar_data: str | None


class _Answer(Protocol):
    """What is used of an answer."""

    status: int

    def parse_calendar_query(self) -> Iterable[_Event]:
        """Read the events that it lists."""
        ...


class _Client(Protocol):
    """What is used of a client of caldav."""

    def request(self, url: str, method: str, body: str, headers: Mapping[str, str]) -> _Answer:
        """Send one request."""
        ...


class Server:
    """A collection that a client reaches."""

    def __init__(
        self,
        client: _Client,
        address: Address,
        refused: type[Exception],
        failed: type[Exception],
    ) -> None:
        self._client = client
        self._address = address
        self._refused = refused
        self._failed = failed

    def objects(self) -> Iterator[Kept]:
        """List all events of the collection."""
        answer = self._ask("REPORT", self._address.path, _ALL_EVENTS, _XML)
        if answer.status == _GONE:
            raise PublishError(
                f"there is no collection {self._address.path!r} on {self._address.server}; make it"
                " first, for this course alone"
            )
        self._check(answer.status, _LISTED, "list the collection")
        for each in answer.parse_calendar_query():
            yield Kept(each.href, each.etag or "", each.calendar_data or "")

    def add(self, name: str, data: bytes) -> bool:
        """Put a new object, where none lies yet."""
        path = self._address.path + name
        return self._put(path, data, {"If-None-Match": "*"})

    def change(self, kept: Kept, data: bytes) -> bool:
        """Put another content into an object of the version that was read."""
        return self._put(kept.path, data, _if_still(kept))

    def delete(self, kept: Kept) -> bool:
        """Delete an object of the version that was read; one that is gone is deleted."""
        status = self._ask("DELETE", kept.path, "", _if_still(kept)).status
        return self._is_done(status, _DELETED, "delete an event")

    def _put(self, path: str, data: bytes, condition: Mapping[str, str]) -> bool:
        status = self._ask("PUT", path, data.decode(), {**_EVENT, **condition}).status
        return self._is_done(status, _WRITTEN, "write an event")

    def _is_done(self, status: int, done: frozenset[int], what: str) -> bool:
        if status == _NOT_THAT_VERSION:
            return False
        self._check(status, done, what)
        return True

    def _check(self, status: int, expected: frozenset[int], what: str) -> None:
        if status not in expected:
            raise PublishError(
                f"{self._address.server} did not {what}: it answered {status}; try again, which"
                " goes on where this stopped, or ask its administrator"
            )

    def _ask(self, method: str, path: str, body: str, headers: Mapping[str, str]) -> _Answer:
        try:
            return self._client.request(self._address.server + path, method, body, headers)
        except self._refused:
            raise PublishError(
                f"{self._address.server} refuses this name and password; check the two, and the"
                " rights of that name"
            ) from None
        except (self._failed, OSError) as error:
            raise PublishError(
                f"{self._address.server} cannot be reached ({type(error).__name__}); try again,"
                " which goes on where this stopped"
            ) from None


def _if_still(kept: Kept) -> dict[str, str]:
    return {"If-Match": kept.etag} if kept.etag else {}


def connect(address: Address, user: str, password: str) -> Server:
    """Make a server of an address and who publishes there; nothing is sent yet.

    Raises `PublishError` where caldav is not installed.
    """
    try:
        from caldav import DAVClient  # noqa: PLC0415  an extra, and the door is here
        from caldav.lib.error import AuthorizationError, DAVError  # noqa: PLC0415
    except ImportError:
        raise PublishError(
            "publishing needs the package caldav; install npc_regimens[caldav]"
        ) from None
    client = DAVClient(
        address.url, username=user, password=password, timeout=_SECONDS, enable_rfc6764=False
    )
    return Server(client, address, AuthorizationError, DAVError)
