"""How a value shows itself in a notebook: its class asks here, and a room above answers.

A notebook asks a value for its HTML by a method. The classes stand in rooms that may not know what
prints them, so they ask here, and the front door of the package says who answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_ANSWERS: Final[list[Callable[[object], str]]] = []


def answer_by(answer: Callable[[object], str]) -> None:
    """Let one function write the HTML of every value that shows itself, and no longer another."""
    _ANSWERS[:] = [answer]


class Shown:
    """A value that shows itself in a notebook."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        """Return the HTML; none where nobody answers, and the notebook takes the plain text."""
        return next((answer(self) for answer in _ANSWERS), None)
