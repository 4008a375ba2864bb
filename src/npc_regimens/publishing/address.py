"""The address of a collection: read whole or refused, and never with a password in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from npc_regimens.errors import PublishError

_ADDRESS: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:]{2,45}\])(?P<port>:[0-9]{1,5})?"
    r"(?P<path>/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)"
)
_HERE: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_LIKE: Final = "write it like 'https://calendar.example.org/site/course-7/'"


@dataclass(frozen=True, slots=True)
class Address:
    """A collection on a server.

    >>> Address.parse("https://calendar.example.org/site/course-7")
    Address(server='https://calendar.example.org', path='/site/course-7/')
    """

    server: str
    path: str

    @classmethod
    def parse(cls, text: str, *, plain_http: bool = False) -> Address:
        """Read an address.

        Raises `PublishError` for one with a name or password in it, with a query, and for plain
        http to another machine unless that is asked for: a password would go there in the open.
        """
        if "@" in text.removeprefix("https://").removeprefix("http://").partition("/")[0]:
            # the text is not shown: it holds a password
            raise PublishError(
                "the address holds a name or password; leave it out, and give the two by the"
                " environment or when asked"
            )
        found = _ADDRESS.fullmatch(text)
        if found is None:
            raise PublishError(f"{text!r} is not the address of a collection; {_LIKE}")
        host = found["host"].lower()
        if found["scheme"] == "http" and host not in _HERE and not plain_http:
            raise PublishError(
                f"http to {host} would send the password in the open; use https, or --plain-http"
                " within a network that you trust"
            )
        path = found["path"] if found["path"].endswith("/") else f"{found['path']}/"
        return cls(f"{found['scheme']}://{host}{found['port'] or ''}", path)

    @property
    def url(self) -> str:
        """The whole address."""
        return self.server + self.path
