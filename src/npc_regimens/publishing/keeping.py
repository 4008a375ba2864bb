"""Keeping a collection in step: put what is new or changed, delete what is gone, touch no other.

Nothing is remembered between two runs. Each run compares the calendar with what lies on the server,
so a run that was interrupted is finished by the next one, and nothing is there twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FOLD: Final = re.compile(r"\r?\n[ \t]")
_ALARM: Final = re.compile(r"^BEGIN:VALARM\r?\n.*?^END:VALARM\r?\n", re.MULTILINE | re.DOTALL)
# by these an object is the same: what it held when it was written, and what a telephone may change
_TOLD: Final = ("X-CONTENT-KEY", "SEQUENCE", "DTSTART", "DTEND")


@dataclass(frozen=True, slots=True)
class Kept:
    """An object on a server: where it lies, which version of it, and what it holds."""

    path: str
    etag: str
    data: str


class Collection(Protocol):
    """A collection on a server.

    Putting and deleting say whether it was done: it is not where the object is no longer of the
    version that was read, or a new one lies there already.
    """

    def objects(self) -> Iterable[Kept]:
        """List all objects."""
        ...

    def add(self, name: str, data: bytes) -> bool:
        """Put a new object."""
        ...

    def change(self, kept: Kept, data: bytes) -> bool:
        """Put another content into an object."""
        ...

    def delete(self, kept: Kept) -> bool:
        """Delete an object."""
        ...


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did, by the identities of the events.

    ``stale`` were changed on the server while the run went on, and are left as they are.
    ``strange`` lie in the collection with our identity, and nobody knows who put them there.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    @property
    def is_in_step(self) -> bool:
        """Whether the collection now says what the calendar says."""
        return not (self.stale or self.strange)

    def __str__(self) -> str:
        done = ("added", "changed", "deleted", "unchanged")
        return ", ".join(f"{len(getattr(self, name))} {name}" for name in done)


def keep_in_step(collection: Collection, objects: Mapping[str, bytes], keeper: str) -> Published:
    """Make a collection hold these objects of a keeper, and leave all others alone.

    An object is known as its keeper's by the key in it. What is gone is deleted first, so that a
    run that is interrupted leaves no dose ringing that was dropped.
    """
    done, ours, others = Published(), dict[str, Kept](), set[str]()
    for kept in collection.objects():
        uid, is_ours = _told(kept.data, "UID"), _told(kept.data, "X-KEEPER-KEY") == keeper
        if is_ours and (uid not in objects or uid in ours):  # gone, or a copy that somebody made
            (done.deleted if collection.delete(kept) else done.stale).append(uid)
        elif is_ours:
            ours[uid] = kept
        else:
            others.add(uid)
    for uid, data in objects.items():
        if uid in ours:
            _change(collection, ours[uid], uid, data, done)
        elif uid in others:
            done.strange.append(uid)
        else:
            (done.added if collection.add(f"{uid}.ics", data) else done.stale).append(uid)
    return done


def _change(collection: Collection, kept: Kept, uid: str, data: bytes, done: Published) -> None:
    wanted = data.decode()
    if all(_told(kept.data, name) == _told(wanted, name) for name in _TOLD):
        done.unchanged.append(uid)
    else:
        (done.changed if collection.change(kept, data) else done.stale).append(uid)


def _told(data: str, name: str) -> str:
    """Find what an event says under a name; servers order and fold its lines anew."""
    event = _ALARM.sub("", _FOLD.sub("", data).partition("BEGIN:VEVENT")[2])
    found = re.search(rf"^{name}(?:;[^:\r\n]*)?:([^\r\n]*)", event, re.MULTILINE)
    return "" if found is None else found[1]
