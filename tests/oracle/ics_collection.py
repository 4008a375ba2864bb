"""A collection on a server that keeps everything in memory, and rewrites lines as servers do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.publishing import Kept

if TYPE_CHECKING:
    from collections.abc import Iterator


class ServerStoppedError(Exception):
    """The connection broke."""


class InMemory:
    """A collection; ``breaks_after`` as many changes the connection is lost."""

    def __init__(self, breaks_after: int | None = None) -> None:
        self.kept: dict[str, tuple[int, str]] = {}
        self.done: list[str] = []
        self.breaks_after = breaks_after
        self._version = 0

    def objects(self) -> Iterator[Kept]:
        """List all objects, as they were when the list began."""
        for path, (version, data) in list(self.kept.items()):
            yield Kept(path, str(version), data)

    def add(self, name: str, data: bytes) -> bool:
        """Put a new object; a path and an identity are there once."""
        uid = _uid(data.decode())
        if name in self.kept or uid in {_uid(kept) for _, kept in self.kept.values()}:
            return False
        return self._put("add", name, data)

    def change(self, kept: Kept, data: bytes) -> bool:
        """Put another content, if nobody else did meanwhile."""
        return self._is_still(kept) and self._put("change", kept.path, data)

    def delete(self, kept: Kept) -> bool:
        """Delete, if nobody changed it meanwhile."""
        if not self._is_still(kept):
            return False
        self._note("delete")
        del self.kept[kept.path]
        return True

    def touch(self, path: str, before: str = "", after: str = "") -> None:
        """Change an object by another hand."""
        self._version += 1
        self.kept[path] = self._version, self.kept[path][1].replace(before, after)

    def _is_still(self, kept: Kept) -> bool:
        return str(self.kept[kept.path][0]) == kept.etag

    def _put(self, what: str, path: str, data: bytes) -> bool:
        self._note(what)
        self._version += 1
        self.kept[path] = self._version, _rewritten(data.decode())
        return True

    def _note(self, what: str) -> None:
        if len(self.done) == self.breaks_after:
            raise ServerStoppedError
        self.done.append(what)


def _rewritten(data: str) -> str:
    """Order the lines of the event anew, end them otherwise, and put what is unknown last."""
    head, begin, rest = data.partition("BEGIN:VEVENT\r\n")
    event, alarm, tail = rest.partition("BEGIN:VALARM\r\n")
    lines = sorted(event.replace("\r\n ", "").splitlines())
    known = [line for line in lines if not line.startswith("X-")]
    unknown = [line for line in lines if line.startswith("X-")]
    tail = tail.replace("END:VEVENT\r\n", "\r\n".join([*unknown, "END:VEVENT", ""]))
    return (head + begin + "\r\n".join([*known, ""]) + alarm + tail).replace("\r\n", "\n")


def _uid(data: str) -> str:
    return data.partition("\nUID:")[2][:36] or data.partition("UID:")[2][:36]
