"""A reader of HTML that knows only what stands on the page."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Page:
    """The names of the elements, their attributes, the text, and the rows of the tables."""

    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    is_closed: bool = False

    @property
    def words(self) -> str:
        """All that is read, with plain blanks."""
        return " ".join(" ".join(self.text).split())

    @property
    def pictures(self) -> list[str]:
        """The pictures, as they were drawn."""
        head = "data:image/svg+xml;base64,"
        return [
            b64decode(value.removeprefix(head)).decode()
            for name, value in self.attributes
            if name == "src" and value.startswith(head)
        ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page, self._open = Page(), []  # type: tuple[Page, list[str]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.tags.append(tag)
        self.page.attributes += [(name, value or "") for name, value in attrs]
        if tag == "tr":
            self.page.rows.append([])
        if tag in {"td", "th"}:
            self.page.rows[-1].append("")
        if tag not in {"img", "br"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        self.page.is_closed = not self._open

    def handle_data(self, data: str) -> None:
        self.page.text.append(data)
        if {"td", "th"} & {*self._open}:
            row = self.page.rows[-1]
            row[-1] = f"{row[-1]} {' '.join(data.split())}".strip()


def read(html: str) -> Page:
    """Read a page, of which every element is closed in its order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.page.is_closed
    return reader.page
