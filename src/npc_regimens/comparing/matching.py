"""Matching: which part of the one belongs to which part of the other."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

Part = TypeVar("Part")


class Matched(NamedTuple, Generic[Part]):
    """Pairs of parts, the other of which may be missing, and whether both keep one order."""

    pairs: tuple[tuple[Part | None, Part | None], ...]
    in_order: bool


def match(
    before: Sequence[Part],
    after: Sequence[Part],
    *marks: Callable[[int, Part], Hashable],
) -> Matched[Part]:
    """Pair what has the first mark in common, then of the rest what has the next in common.

    A mark is made of the position and the part. Of several parts of one mark the first go
    together, so that both directions pair alike.

    >>> match("ab", "bc", lambda _, name: name, lambda place, _: place).pairs
    (('a', None), ('b', 'b'), (None, 'c'))
    """
    partners: dict[int, int] = {}
    for mark in marks:
        partners |= _partners(before, after, mark, partners)
    pairs = [
        (part, after[partners[place]] if place in partners else None)
        for place, part in enumerate(before)
    ]
    taken = set(partners.values())
    rest = [(None, part) for place, part in enumerate(after) if place not in taken]
    order = [partners[place] for place in sorted(partners)]
    return Matched((*pairs, *rest), all(one < other for one, other in pairwise(order)))


def _partners(
    before: Sequence[Part],
    after: Sequence[Part],
    mark: Callable[[int, Part], Hashable],
    known: dict[int, int],
) -> dict[int, int]:
    """Pair the positions that are still alone and have a mark in common."""
    taken, waiting = set(known.values()), defaultdict(list)
    for place, part in enumerate(after):
        if place not in taken:
            waiting[mark(place, part)].append(place)
    found = {}
    for place, part in enumerate(before):
        alike = waiting[mark(place, part)]
        if place not in known and alike:
            found[place] = alike.pop(0)
    return found
