"""Addresses of collections: read whole or refused, and no password is ever shown."""

from __future__ import annotations

import pytest

from npc_regimens.errors import PublishError
from npc_regimens.publishing import Address


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://calendar.example.org/site/a/", "https://calendar.example.org/site/a/"),
        ("https://Calendar.example.org:8443/a", "https://calendar.example.org:8443/a/"),
        ("http://localhost:5232/nurse/a/", "http://localhost:5232/nurse/a/"),
        ("http://127.0.0.1/a/", "http://127.0.0.1/a/"),
        ("http://[::1]:5232/a/", "http://[::1]:5232/a/"),
        ("https://example.org/dav/nurse@example.org/a/", None),
    ],
)
def test_an_address_is_a_collection(text: str, url: str | None) -> None:
    """An address is https, or http on this machine, and ends with a stroke."""
    assert Address.parse(text).url == (url or text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("https://nurse:secret@example.org/a/", "holds a name or password"),
        ("nurse:secret@example.org", "holds a name or password"),
        ("http://nurse@localhost/a/", "holds a name or password"),
        ("http://example.org/a/", "would send the password in the open"),
        ("ftp://example.org/a/", "is not the address of a collection"),
        ("https://example.org", "is not the address of a collection"),
        ("https://example.org/a/?token=1", "is not the address of a collection"),
        ("https://example.org/a/#b", "is not the address of a collection"),
        ("https://example.org/a b/", "is not the address of a collection"),
        ("", "is not the address of a collection"),
    ],
)
def test_another_address_is_refused(text: str, words: str) -> None:
    """A refusal says what to write, and repeats no password."""
    with pytest.raises(PublishError, match=words) as refusal:
        Address.parse(text)

    assert "secret" not in str(refusal.value)


def test_plain_http_may_be_asked_for() -> None:
    """Within a network that is trusted http goes elsewhere too."""
    address = Address.parse("http://calendar.ward/a/", plain_http=True)

    assert address == Address("http://calendar.ward", "/a/")
