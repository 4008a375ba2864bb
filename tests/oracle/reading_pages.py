"""A reader of the printed page that shares no code with its writer."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

_VOID = frozenset({"meta", "path", "rect", "circle"})


@dataclass
class Node:
    """An element: its name, attributes, and what is in it."""

    name: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    @cached_property
    def classes(self) -> set[str]:
        """Its classes."""
        return set(self.attributes.get("class", "").split())

    def all(self, *classes: str) -> list[Node]:
        """Find the elements below it that have all of some classes."""
        return [each for each in self.walk() if set(classes) <= each.classes]

    def one(self, *classes: str) -> Node:
        """Find the one element below it that has all of some classes."""
        (found,) = self.all(*classes)
        return found

    def named(self, name: str) -> list[Node]:
        """Find the elements of a name below it."""
        return [each for each in self.walk() if each.name == name]

    def walk(self) -> list[Node]:
        """List the elements below it, in order."""
        return self._below

    @cached_property
    def _below(self) -> list[Node]:
        return [
            each
            for child in self.children
            if isinstance(child, Node)
            for each in (child, *child.walk())
        ]

    @property
    def texts(self) -> list[str]:
        """List the texts in it."""
        found: list[str] = []
        for child in self.children:
            found += child.texts if isinstance(child, Node) else [child]
        return found

    @property
    def text(self) -> str:
        """Say its text, with a space between what stands in several elements."""
        return " ".join(" ".join(self.texts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop().name != tag:
            raise AssertionError(f"</{tag}> closes another element")

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Node:
    """Read a page; an element that is closed by another's end is an error."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.open != [reader.root]:
        raise AssertionError(f"<{reader.open[-1].name}> is not closed")
    return reader.root


def cells(page: Node) -> list[Node]:
    """List the cells of the weeks."""
    return page.all("c")


def number(cell: Node) -> int:
    """Say the day of the month of a cell."""
    return int(cell.one("num").text)


def taken(cell: Node) -> list[str]:
    """List the tablets of a cell as they are written, as in 3 of 500."""
    return [
        f"{line.named('b')[0].text} of {line.one('pill').text}"
        for line in cell.all("n")
        if line.all("pill")
    ]
